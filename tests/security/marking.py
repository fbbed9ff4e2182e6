"""Puts a mark that wants to become an element into every text that the database holds."""

from typing import Any

from sqlalchemy import Column, Enum, String, Table, cast, func, select, update

from registry.catalogue.fact_sheet.declaration import Fact, Home, Input, InputType, Shape
from registry.catalogue.fact_sheet.facts import FACTS
from registry.catalogue.models import Release
from registry.core.database import session, transaction
from registry.models import metadata
from registry.outbox.models import OutboxMail

ELEMENT = "x-mark"
MARK = f"\"'><{ELEMENT}>"
FULL_MARK = f"</script></title></textarea></style>--{MARK}"
"""Leaves whatever it stands in: a script, a title, a text field, a comment, an attribute."""

TECHNICAL = {
    "account.email_folded",
    "account.language",
    "account_session.token_hash",
    "artifact.format_id",
    "artifact.sha256",
    "attempt.scope",
    "attempt.subject_hash",
    "audit_entry.action",
    "audit_entry.hash",
    "audit_entry.previous_hash",
    "audit_entry.subject_id",
    "audit_entry.subject_kind",
    "catalogue_entry.lifecycle",
    "catalogue_entry.platform",
    "catalogue_entry.slug",
    "catalogue_entry.sort_key",
    "checklist_item.key",
    "cooperation.slug",
    "credential.password_hash",
    "file_picture.sha256",
    "file_picture.svg",
    "file_picture.thumbnail",
    "finding.category",
    "finding.fingerprint",
    "invitation.email_folded",
    "leika_service.sort_key",
    "municipality.ags",
    "municipality.land",
    "municipality.slug",
    "municipality.sort_key",
    "orphan.kind",
    "outbox_mail.key",
    "outbox_mail.language",
    "outbox_mail.recipient",
    "outbox_mail.template",
    "page_text.html",
    "page_text.key",
    "page_text.language",
    "release.description_html",
    "release.fingerprint",
    "release.rights_edition",
    "solution.slug",
    "solution_change.fact",
    "solution_change.new",
    "solution_change.old",
    "solution_use.stage",
    "system.category",
}
"""Codes, days, hashes, addresses of pages, and HTML that only the renderer of Markdown writes."""
WRITTEN = {InputType.LINE, InputType.TEXT, InputType.MARKDOWN, InputType.SYSTEM}


def text_columns() -> list[tuple[Table, Column[Any]]]:
    """Every column that holds what somebody wrote."""
    found = [(table, column) for table in metadata.sorted_tables for column in table.columns]
    return [(table, column) for table, column in found if _is_written(column) and str(column) not in TECHNICAL]


def _is_written(column: Column[Any]) -> bool:
    is_text = isinstance(column.type, String) and not isinstance(column.type, Enum)
    return is_text and not column.primary_key and not column.foreign_keys


def mark_everything() -> None:
    """Mark every text of every row; needs an application context."""
    with transaction() as current:
        for table, column in text_columns():
            current.execute(update(table).values({column.name: _marked(column)}).where(column.is_not(None)))
        for release in current.scalars(select(Release)):
            release.facts = release.facts | marked_facts()
        for mail in current.scalars(select(OutboxMail)):
            mail.parameters = {name: _marked_parameter(name, value) for name, value in mail.parameters.items()}
    session().expire_all()


def marked_facts() -> dict[str, Any]:
    """Every fact in which people write, with the mark in each of its texts."""
    return {fact.id: _fact_value(fact) for fact in FACTS if fact.home is Home.FROZEN and _has_text(fact)}


def _marked(column: Column[Any]) -> Any:
    """The text with the longest mark that fits; unique texts stay unique."""
    length = getattr(column.type, "length", None) or 10_000
    mark = FULL_MARK if length >= 2 * len(FULL_MARK) else MARK[-length:]
    return func.substr(cast(column, String), 1, length - len(mark)).concat(mark)


def _marked_parameter(name: str, value: Any) -> Any:
    is_text = isinstance(value, str) and not name.endswith(("_id", "slug", "number", "_on", "role", "stage"))
    return f"{value}{MARK}" if is_text else value


def _has_text(fact: Fact) -> bool:
    return any(given.type in WRITTEN for given in _inputs(fact))


def _inputs(fact: Fact) -> list[Input]:
    return [fact.input] if fact.input else [column.input for column in fact.columns]


def _fact_value(fact: Fact) -> Any:
    one = _sample(fact.input) if fact.input else {column.id: _sample(column.input) for column in fact.columns}
    return [one] if fact.shape in {Shape.MANY, Shape.RECORDS} else one


def _sample(given: Input) -> Any:
    match given.type:
        case InputType.CHOICE if given.vocabulary:
            return given.vocabulary.codes[0]
        case InputType.YES_NO:
            return True
        case InputType.NUMBER:
            return 1
        case InputType.DATE:
            return "2026-01-15"
        case InputType.PLATFORM:
            return "civento"
        case _:
            return FULL_MARK
