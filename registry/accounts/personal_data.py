"""What the portal keeps about a person: which columns, for how long, and the export made from that.

Two sources, so that nothing is forgotten when a feature adds a table: `PERSONAL` names the columns
that hold values about a person, and every foreign key to `account`, in whatever table, is found in
the metadata by itself. Such a key says that the person did something; what was written on duty
belongs to the municipality.
"""

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import Enum, StrEnum
from typing import Any

from sqlalchemy import ColumnElement, Table, func, or_, select, update

from registry.accounts.models import Account
from registry.activity.models import AuditEntry
from registry.core import clock
from registry.core.database import Base, session

MAX_ROWS = 10_000
"""Rows of one table in an export; nobody has more."""


class Keeping(StrEnum):
    """How long a value stays."""

    ACCOUNT = "account"
    """Until the account is erased."""
    SESSION = "session"
    """Until the session ends, at the latest when it expires."""
    SENT = "sent"
    """Until the mail has gone out, or 30 days after it failed for good."""
    LINK = "link"
    """Until 30 days after the link expired."""
    ANSWERED = "answered"
    """Until 90 days after the message was handled."""
    DAY = "day"
    """One day."""


@dataclass(frozen=True, slots=True)
class Personal:
    """The personal columns of one table."""

    owner: tuple[str, ...]
    """Columns that say whose row it is."""
    keeping: Keeping
    exported: tuple[str, ...]
    secret: tuple[str, ...] = ()
    """Columns nobody gets: they would let somebody in."""
    address: str = ""
    """A column with an address that somebody typed: it says whose row it is, too, and is emptied with that person."""


PERSONAL: Mapping[str, Personal] = {
    "account": Personal(("id",), Keeping.ACCOUNT, ("email", "name", "language", "is_active"), ("email_folded",)),
    "credential": Personal(("account_id",), Keeping.ACCOUNT, ("changed_at",), ("password_hash",)),
    "account_session": Personal(
        ("account_id",), Keeping.SESSION, ("agent", "seen_at", "expires_at", "data"), ("token_hash",)
    ),
    "membership": Personal(("account_id",), Keeping.ACCOUNT, ("municipality_id", "role")),
    "grant": Personal(("account_id",), Keeping.ACCOUNT, ("kind", "cooperation_id")),
    "contact": Personal(("holder_id",), Keeping.ACCOUNT, ("municipality_id", "role", "email", "phone")),
    "deputy": Personal(("absent_id", "deputy_id"), Keeping.ACCOUNT, ("municipality_id", "from_on", "until_on")),
    "invitation": Personal(
        ("email_folded",), Keeping.LINK, ("municipality_id", "email", "role", "expires_at", "accepted_at")
    ),
    "password_reset": Personal(("account_id",), Keeping.DAY, ("expires_at", "used_at")),
    "outbox_mail": Personal(
        ("account_id",), Keeping.SENT, ("template", "recipient", "language", "parameters", "sent_at")
    ),
    "attempt": Personal((), Keeping.DAY, (), ("subject_hash",)),
    "feedback": Personal((), Keeping.ANSWERED, ("page", "text", "email"), address="email"),
}

IMPERSONAL = frozenset(
    {
        *("municipality", "municipality_system", "cooperation", "cooperation_member", "orphan"),
        *("leika_service", "ozg_service", "licence", "system", "page_text", "audit_entry"),
        *("solution", "solution_change", "solution_relation", "solution_stats", "solution_use"),
        *("release", "release_event", "release_note", "artifact", "finding", "blocked_content", "file_picture"),
        *("catalogue_entry", "catalogue_change", "adoption", "adoption_event", "checklist_item"),
        *("import_record", "rating"),
    }
)
"""Tables that say nothing about a person but who did something (a foreign key to `account`): roles, functional
mailboxes, what a municipality wrote. A new table stands here or in `PERSONAL`; a test looks."""


def data_about(account_id: uuid.UUID) -> dict[str, Any]:
    """Everything about a person, in values that JSON knows."""
    account = session().get_one(Account, account_id)
    own = {
        name: _own_rows(Base.metadata.tables[name], rule, account)
        for name, rule in PERSONAL.items()
        if rule.owner or rule.address
    }
    named = {table.name: _naming_rows(table, account_id) for table in Base.metadata.sorted_tables}
    return {
        "generated_at": _plain(clock.now()),
        "own": {name: {"kept_until": PERSONAL[name].keeping.value, "rows": rows} for name, rows in own.items()},
        "named_in": {name: rows for name, rows in named.items() if rows},
        "activity": _activity(account_id),
    }


def forget_address(email: str) -> None:
    """Empty the address of a person where it was typed by hand."""
    for name, rule in PERSONAL.items():
        if rule.address:
            column = Base.metadata.tables[name].c[rule.address]
            session().execute(update(column.table).where(_is_address(column, email)).values({column: ""}))


def references_to_people(table: Table) -> Sequence[ColumnElement[Any]]:
    """The columns of a table that name an account."""
    return [column for column in table.columns for key in column.foreign_keys if key.target_fullname == "account.id"]


def _own_rows(table: Table, rule: Personal, account: Account) -> list[dict[str, Any]]:
    owners = {name: account.email_folded if name == "email_folded" else account.id for name in rule.owner}
    mine = [table.c[name] == value for name, value in owners.items()]
    if rule.address:
        mine.append(_is_address(table.c[rule.address], account.email))
    columns = [table.c[name] for name in rule.exported]
    created = [table.c["created_at"]] if "created_at" in table.c else []
    return _rows([*columns, *created], or_(*mine))


def _is_address(column: ColumnElement[str], email: str) -> ColumnElement[bool]:
    return func.lower(column) == email.lower()


def _naming_rows(table: Table, account_id: uuid.UUID) -> list[dict[str, Any]]:
    """Rows beside the own ones that name the person: their keys, in what capacity, and when."""
    own = PERSONAL[table.name].owner if table.name in PERSONAL else ()
    naming = [column for column in references_to_people(table) if column.name not in own]
    if not naming:
        return []
    moments = [column for column in table.columns if column.name.endswith("_at")]
    return _rows([*table.primary_key, *naming, *moments], or_(*(column == account_id for column in naming)))


def _activity(account_id: uuid.UUID) -> list[dict[str, Any]]:
    table = AuditEntry.__table__
    wanted = ("at", "action", "subject_kind", "subject_id", "municipality_id", "fields")
    return _rows([table.c[name] for name in wanted], table.c.actor_id == account_id)


def _rows(columns: Sequence[ColumnElement[Any]], where: Any) -> list[dict[str, Any]]:  # noqa: ANN401 (a condition)
    found = session().execute(select(*dict.fromkeys(columns)).where(where).limit(MAX_ROWS)).mappings()
    return [{str(name): _plain(value) for name, value in row.items()} for row in found]


def _plain(value: Any) -> Any:  # noqa: ANN401 (any column value)
    if isinstance(value, datetime | date):
        return value.isoformat()
    if isinstance(value, Enum):
        return value.value
    return str(value) if isinstance(value, uuid.UUID) else value
