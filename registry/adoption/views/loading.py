"""What several pages of a use need to know."""

from collections.abc import Sequence

from registry.accounts.acting import acting
from registry.adoption.forms import ContactForm
from registry.adoption.models import Adoption
from registry.catalogue.models import Release, ReleaseState
from registry.catalogue.queries import current_release, get_solution, list_releases
from registry.core.errors import Conflict
from registry.core.messages import N_, define

NO_CONTACT = define(
    "adoption.no_contact",
    N_("Ihre Kommune hat noch keine Ansprechstelle. Ihre Administration trägt sie unter „Meine Kommune“ ein."),
)


def require_contacts(form: ContactForm) -> None:
    """Go on only if the town has a contact to choose.

    Raises:
        Conflict: it has none yet.
    """
    if not form.contact_id.choices:
        raise Conflict(NO_CONTACT())


def newest_title(slug: str) -> str:
    """What the solution is called now."""
    return current_release(list_releases(get_solution(slug, acting()), acting())).title


def usable_releases(adoption: Adoption) -> list[Release]:
    """The releases that can be put to use, newest first; the one in use even if it was withdrawn."""
    releases = list_releases(adoption.solution, acting())
    return [item for item in releases if item.state is ReleaseState.PUBLISHED or item.id == adoption.release_id]


def newer_release(adoption: Adoption, releases: Sequence[Release]) -> Release | None:
    """The newest release, if the municipality uses an older one and does not change over already."""
    published = [item for item in releases if item.state is ReleaseState.PUBLISHED]
    if not published or adoption.release is None or adoption.next_release_id == published[0].id:
        return None
    return published[0] if published[0].number_key > adoption.release.number_key else None
