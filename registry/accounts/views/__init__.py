"""Pages about people and their municipality."""

from registry.accounts.views import account, contacts, joining, members, overview, password_reset, profile, sign_in
from registry.accounts.views.blueprints import accounts, my

__all__ = [
    "account",
    "accounts",
    "contacts",
    "joining",
    "members",
    "my",
    "overview",
    "password_reset",
    "profile",
    "sign_in",
]
