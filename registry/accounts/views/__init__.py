"""Pages about people and their municipality."""

from registry.accounts.views import account, joining, overview, password_reset, sign_in
from registry.accounts.views.blueprints import accounts, my

__all__ = ["account", "accounts", "joining", "my", "overview", "password_reset", "sign_in"]
