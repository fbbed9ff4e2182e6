"""Keeping what visitors report, and new editions of the operator's texts."""

import uuid
from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy import func, select

from registry.activity.services import record
from registry.core import clock
from registry.core.database import session
from registry.portal.models import Feedback, FeedbackKind, PageText

ANSWERED_WITHIN = timedelta(days=30)


@dataclass(frozen=True, slots=True)
class NewFeedback:
    """What a visitor reports about a page."""

    kind: FeedbackKind
    page: str
    text: str
    email: str = ""


@dataclass(frozen=True, slots=True)
class NewText:
    """A text in one language; `html` is `markdown` rendered and sanitised before the transaction."""

    key: str
    language: str
    title: str
    markdown: str
    html: str


def receive_feedback(message: NewFeedback) -> Feedback:
    """Keep a report; it is due within a month (§ 12b BGG)."""
    row = Feedback(
        kind=message.kind,
        page=message.page,
        text=message.text,
        email=message.email,
        due_on=clock.today() + ANSWERED_WITHIN,
    )
    session().add(row)
    session().flush()
    record("feedback.received", subject=("feedback", row.id), actor_id=None)
    return row


def write_text(text: NewText, *, by_id: uuid.UUID | None) -> PageText:
    """A new edition of a text; earlier ones are kept."""
    last = session().scalar(
        select(func.max(PageText.edition)).where(PageText.key == text.key, PageText.language == text.language)
    )
    row = PageText(
        key=text.key,
        language=text.language,
        edition=(last or 0) + 1,
        title=text.title,
        markdown=text.markdown,
        html=text.html,
        by_id=by_id,
    )
    session().add(row)
    session().flush()
    record("text.written", subject=("page_text", row.id), actor_id=by_id, fields=[text.key])
    return row
