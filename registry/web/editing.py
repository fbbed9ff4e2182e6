"""The way of every form that changes one row: check, save, or show again with what is in the way."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from flask.typing import ResponseReturnValue

from registry.core.database import transaction
from registry.core.errors import Invalid
from registry.core.locking import Stale
from registry.web.conflicts import Difference, differences, rebase
from registry.web.forms import PortalForm


@dataclass(frozen=True, slots=True, kw_only=True)
class Editing:
    """One form and what belongs to it."""

    form: PortalForm
    save: Callable[[], object]
    """Called inside a transaction with a form that holds; loads afresh what it changes."""
    page: Callable[[Sequence[Difference]], str]
    """The page with the form; gets the differences to what somebody else saved."""
    stored: Callable[[], tuple[PortalForm, int]] | None = None
    """The same form filled from the row as it stands now, and its `row_version`; None for new rows."""


def attempt(editing: Editing) -> ResponseReturnValue | None:
    """Save what was sent. None when that is done; otherwise the page to answer with.

    200 to begin with, 422 with errors at the fields, 409 with the difference when somebody else was first.
    """
    form = editing.form
    if not form.validate_on_submit():
        return editing.page(()), 422 if form.is_submitted else 200
    try:
        with transaction():
            editing.save()
    except Stale:
        if editing.stored is None:
            raise
        return _conflict(editing), 409
    except Invalid as refused:
        form.add_errors(refused)
        return editing.page(()), 422
    return None


def _conflict(editing: Editing) -> str:
    assert editing.stored is not None  # noqa: S101 (the caller looked)
    stored, row_version = editing.stored()
    changes = differences(editing.form, stored)
    rebase(editing.form, row_version)
    return editing.page(changes)
