"""What operators do beside people and municipalities: texts and feedback."""

from registry.accounts.actor import Actor
from registry.accounts.permissions import may_operate, require
from registry.activity.services import record
from registry.admin.queries import newest_text
from registry.core import clock
from registry.core.database import session
from registry.core.locking import Stale, require_version
from registry.portal.models import Feedback, PageText
from registry.portal.services import NewText, write_text


def publish_text(text: NewText, *, seen: int, by: Actor) -> PageText:
    """A new edition of a text of the portal.

    Args:
        text: with its rendered HTML.
        seen: the edition the person began from; 0 for none.
        by: an operator.

    Raises:
        NotAllowed: `by` does not run the portal.
        Stale: somebody published an edition meanwhile.
    """
    require(may_operate(by))
    last = newest_text(text.key, text.language)
    if (last.edition if last else 0) != seen:
        raise Stale
    return write_text(text, by_id=by.recorded_id)


def handle_feedback(feedback: Feedback, *, note: str, seen: int, by: Actor) -> Feedback:
    """Mark a message as handled, or change the note on it.

    Raises:
        NotAllowed: `by` does not run the portal.
        Stale: somebody handled it meanwhile.
    """
    require(may_operate(by))
    require_version(feedback, seen)
    feedback.note = note
    feedback.handled_at = feedback.handled_at or clock.now()
    feedback.handled_by_id = by.recorded_id
    session().flush()
    record("feedback.handled", subject=("feedback", feedback.id), actor_id=by.recorded_id, fields=["note"])
    return feedback
