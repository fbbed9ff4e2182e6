"""The draft as others will see it."""

import uuid
from typing import Any

from flask import render_template
from flask.typing import ResponseReturnValue

from registry.accounts.acting import acting, login_required
from registry.catalogue.doubles import find_doubles
from registry.catalogue.fact_sheet.display import groups
from registry.catalogue.fact_sheet.sheet import of_release
from registry.catalogue.models import Release
from registry.publishing.choosing import choices_for
from registry.publishing.previewing import contents_html
from registry.publishing.queries import get_draft
from registry.publishing.services.checks import Step
from registry.publishing.services.files import summary_of
from registry.publishing.views.blueprint import bp
from registry.publishing.views.loading import way


@bp.get("/releases/<uuid:release_id>/preview")
@login_required
def preview(release_id: uuid.UUID) -> ResponseReturnValue:
    """The solution page of this draft, with likely doubles."""
    release = get_draft(release_id, acting())
    return render_template(
        "publishing/preview.html",
        **way(release, Step.PREVIEW),
        **shown_release(release),
        doubles=doubles_of(release),
    )


def shown_release(release: Release) -> dict[str, Any]:
    """What the partials of a solution page read: the fact sheet as partners see it, and the files' contents."""
    choices = choices_for(release.solution.municipality_id, release.facts)
    return {
        "groups": groups(of_release(release), choices, viewer_is_partner=True),
        "contents_html": contents_html,
        "summaries": {artifact.id: summary_of(artifact) for artifact in release.artifacts},
    }


def doubles_of(release: Release) -> list[Any]:
    """What partners publish already and what looks the same."""
    keys = release.facts.get("leika_keys")
    texts = [key for key in keys if isinstance(key, str)] if isinstance(keys, list) else []
    return list(find_doubles(release.title, texts, exclude=release.solution_id))
