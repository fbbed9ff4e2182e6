"""What operators look at."""

import uuid
from collections.abc import Collection, Mapping
from dataclasses import dataclass

from sqlalchemy import func, select

from registry.accounts.models import Account, Municipality
from registry.activity.models import AuditEntry
from registry.core import clock
from registry.core.database import session
from registry.core.errors import NotFound
from registry.core.paging import PAGE_SIZE, Page
from registry.outbox.models import OutboxMail
from registry.portal.models import Feedback, PageText

TEXT_KEYS = ("imprint", "privacy", "accessibility", "about", "guides", "contact")
AUDIT_PAGE = 50


@dataclass(frozen=True, slots=True)
class OperatorFigures:
    """What the first page counts."""

    partners: int
    accounts: int
    feedback_open: int
    feedback_overdue: int
    mails_failed: int


def operator_figures() -> OperatorFigures:
    """The figures as they stand now."""
    is_open = Feedback.handled_at.is_(None)
    counts = (
        select(func.count()).select_from(Municipality).where(Municipality.is_partner.is_(True)),
        select(func.count()).select_from(Account).where(Account.is_active.is_(True)),
        select(func.count()).select_from(Feedback).where(is_open),
        select(func.count()).select_from(Feedback).where(is_open, Feedback.due_on < clock.today()),
        select(func.count()).select_from(OutboxMail).where(OutboxMail.failed_at.is_not(None)),
    )
    return OperatorFigures(*(session().scalar(count) or 0 for count in counts))


def page_feedback(number: int, *, only_open: bool) -> Page[Feedback]:
    """Messages of visitors: open ones first, the most urgent at the top."""
    query = select(Feedback)
    if only_open:
        query = query.where(Feedback.handled_at.is_(None))
    total = session().scalar(select(func.count()).select_from(query.subquery())) or 0
    rows = query.order_by(Feedback.handled_at.is_not(None), Feedback.due_on, Feedback.id)
    return Page(session().scalars(rows.limit(PAGE_SIZE).offset((number - 1) * PAGE_SIZE)).all(), number, total)


def get_feedback(feedback_id: uuid.UUID) -> Feedback:
    """One message.

    Raises:
        NotFound: there is none.
    """
    found = session().get(Feedback, feedback_id)
    if found is None:
        raise NotFound
    return found


def newest_text(key: str, language: str) -> PageText | None:
    """The edition of a text that is shown."""
    return session().scalar(
        select(PageText)
        .where(PageText.key == key, PageText.language == language)
        .order_by(PageText.edition.desc())
        .limit(1)
    )


def newest_texts() -> Mapping[tuple[str, str], PageText]:
    """The shown edition of every text, by key and language."""
    newest = (
        select(PageText.key, PageText.language, func.max(PageText.edition).label("edition"))
        .group_by(PageText.key, PageText.language)
        .subquery()
    )
    rows = session().scalars(
        select(PageText).join(
            newest,
            (PageText.key == newest.c.key)
            & (PageText.language == newest.c.language)
            & (PageText.edition == newest.c.edition),
        )
    )
    return {(row.key, row.language): row for row in rows}


def page_audit(number: int) -> Page[AuditEntry]:
    """The audit log, newest first."""
    total = session().scalar(select(func.count()).select_from(AuditEntry)) or 0
    rows = select(AuditEntry).order_by(AuditEntry.seq.desc()).limit(AUDIT_PAGE).offset((number - 1) * AUDIT_PAGE)
    return Page(session().scalars(rows).all(), number, total, AUDIT_PAGE)


def names_of_accounts(ids: Collection[uuid.UUID]) -> dict[uuid.UUID, str]:
    """Names by account; erased accounts are left out."""
    return {row[0]: row[1] for row in session().execute(select(Account.id, Account.name).where(Account.id.in_(ids)))}


def names_of_municipalities(ids: Collection[uuid.UUID]) -> dict[uuid.UUID, str]:
    """Names by municipality."""
    query = select(Municipality.id, Municipality.name).where(Municipality.id.in_(ids))
    return {row[0]: row[1] for row in session().execute(query)}
