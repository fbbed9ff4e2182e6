"""The tables of people and organisations."""

from registry.accounts.models.access import (
    AccountSession,
    Attempt,
    Credential,
    Invitation,
    PasswordReset,
)
from registry.accounts.models.municipalities import (
    Cooperation,
    CooperationMember,
    Municipality,
    MunicipalityKind,
    MunicipalitySystem,
)
from registry.accounts.models.people import (
    Account,
    Contact,
    Deputy,
    Grant,
    GrantKind,
    Membership,
    Orphan,
    Role,
)

__all__ = [
    "Account",
    "AccountSession",
    "Attempt",
    "Contact",
    "Cooperation",
    "CooperationMember",
    "Credential",
    "Deputy",
    "Grant",
    "GrantKind",
    "Invitation",
    "Membership",
    "Municipality",
    "MunicipalityKind",
    "MunicipalitySystem",
    "Orphan",
    "PasswordReset",
    "Role",
]
