"""The fact sheet of a draft, a page per group: saved as one goes, also while typing."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass

from flask import flash, jsonify, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from registry.accounts.acting import acting, login_required
from registry.catalogue.fact_sheet.choices import Choices
from registry.catalogue.fact_sheet.declaration import Fact, Group
from registry.catalogue.fact_sheet.facts import FACTS
from registry.catalogue.fact_sheet.parsing import RawValues, field_name, parse_facts, raw_of
from registry.catalogue.fact_sheet.sheet import of_release
from registry.catalogue.models import Release
from registry.core import clock
from registry.core.database import transaction
from registry.core.errors import Invalid, NotFound
from registry.core.messages import Message
from registry.diagrams.personal_data import Category, kinds_asked
from registry.publishing import fact_page
from registry.publishing.choosing import choices_for
from registry.publishing.queries import get_draft
from registry.publishing.services.checks import Step
from registry.publishing.services.facts import PreparedFacts, prepare_valid, save
from registry.publishing.services.files import summary_of
from registry.publishing.services.merging import Clash, StaleDraft, Values, state_of_reopened
from registry.publishing.views.blueprint import bp
from registry.publishing.views.loading import own_draft, way
from registry.text.cleaning import printable
from registry.web.templating import message_text

THEIRS = "theirs"
CHOICE = "choice-"


@dataclass(frozen=True, slots=True)
class Entered:
    """A form of the fact sheet: fields to show again, what can be saved of them, and what is wrong."""

    raw: RawValues
    prepared: PreparedFacts
    errors: dict[str, Message]

    def seen_again(self, stored: Values) -> str:
        """What the form remembers when it comes back as it was sent; `stored` is what stands there now."""
        same = [fact_id for fact_id, value in self.prepared.values.items() if stored.get(fact_id) == value]
        return state_of_reopened(seen_state(), stored, same)

    def shown_again(self, stored: Values) -> RawValues:
        """The fields when the form comes back: as sent, but as stored where the person chose that value."""
        chosen = [fact for fact in FACTS if request.form.get(CHOICE + fact.id) == THEIRS]
        names = tuple(field_name(fact) for fact in chosen)
        kept = {name: values for name, values in self.raw.items() if "-".join(name.split("-")[:2]) not in names}
        return kept | {name: values for fact in chosen for name, values in raw_of(fact, stored.get(fact.id)).items()}


@bp.get("/releases/<uuid:release_id>/facts")
@login_required
def facts_start(release_id: uuid.UUID) -> ResponseReturnValue:
    """The first group that still lacks something."""
    entries = fact_page.groups_of(of_release(own_draft(release_id)))
    group = next((entry.group for entry in entries if entry.missing), entries[0].group)
    return redirect(url_for("publishing.facts", release_id=release_id, group=group.value))


@bp.route("/releases/<uuid:release_id>/facts/<group>", methods=["GET", "POST"])
@login_required
def facts(release_id: uuid.UUID, group: str) -> ResponseReturnValue:
    """Show and save one group."""
    part = _group(group)
    release = own_draft(release_id)
    if request.method == "GET":
        return _page(release, part)
    entered = read_entered(fact_page.facts_in(of_release(release), part), _choices(release))
    try:
        _save(release_id, entered)
    except StaleDraft as problem:
        return _conflict_page(own_draft(release_id), part, entered, problem.clashes), 409
    except Invalid as problem:
        entered.errors.update(problem.fields)
    if entered.errors:
        return _page(own_draft(release_id), part, entered), 422
    flash(_("Gespeichert."), "success")
    return redirect(_next_url(own_draft(release_id), part))


@bp.post("/releases/<uuid:release_id>/facts/<group>/autosave")
@login_required
def autosave(release_id: uuid.UUID, group: str) -> ResponseReturnValue:
    """Save what is valid while somebody types."""
    part = _group(group)
    release = own_draft(release_id)
    facts_shown = fact_page.facts_in(of_release(release), part)
    entered = read_entered(facts_shown, _choices(release))
    try:
        _save(release_id, entered)
    except StaleDraft as problem:
        return jsonify(message=message_text(problem.message)), 409
    except Invalid as problem:
        return jsonify(message=message_text(problem.message)), 422
    seen = entered.seen_again(fact_page.values_of(of_release(own_draft(release_id)), facts_shown))
    return jsonify(row_version=seen, saved_at=clock.now().astimezone(clock.BERLIN).strftime("%H:%M"))


def read_entered(facts_shown: Sequence[Fact], choices: Choices) -> Entered:
    """What a form held for these facts; where the person chose the stored value of two, that one stays."""
    raw = {name: [printable(value) for value in values] for name, values in request.form.lists()}
    wanted = [item for item in facts_shown if request.form.get(CHOICE + item.id) != THEIRS]
    parsed = parse_facts(wanted, request.form.to_dict(flat=False), choices)
    prepared, errors = prepare_valid(parsed.values, choices)
    return Entered(raw, prepared, parsed.errors | errors)


def carried_fields() -> list[tuple[str, str]]:
    """The fields of the fact sheet as they were sent, for the next form to carry on."""
    sent = request.form.items(multi=True)
    return [(printable(name), printable(value)) for name, value in sent if name.startswith("facts-")]


def seen_state() -> str:
    """What the form was made from; a form without it counts as having seen nothing."""
    return request.form.get("row_version", "")


def seen_of_clashes(clashes: Sequence[Clash]) -> str:
    """What a form remembers that asks which of two values shall hold."""
    stored = {clash.fact_id: clash.stored for clash in clashes}
    return state_of_reopened(seen_state(), stored, stored.keys())


def _save(release_id: uuid.UUID, entered: Entered) -> None:
    with transaction():
        actor = acting()
        save(get_draft(release_id, actor), entered.prepared, by=actor, seen=seen_state())


def _group(code: str) -> Group:
    try:
        return Group(code)
    except ValueError as error:
        raise NotFound from error


def _choices(release: Release) -> Choices:
    return choices_for(release.solution.municipality_id, release.facts)


def _next_url(release: Release, part: Group) -> str:
    """After "save and go on": the next group, then the findings."""
    if request.form.get("go") != "next":
        return url_for("publishing.facts", release_id=release.id, group=part.value)
    groups = [entry.group for entry in fact_page.groups_of(of_release(release))]
    later = [group for group in groups if list(Group).index(group) > list(Group).index(part)]
    if later:
        return url_for("publishing.facts", release_id=release.id, group=later[0].value)
    return url_for("publishing.findings", release_id=release.id)


def _page(release: Release, part: Group, entered: Entered | None = None) -> str:
    sheet, choices = of_release(release), _choices(release)
    shown = fact_page.facts_in(sheet, part)
    if not shown:
        raise NotFound
    stored = fact_page.values_of(sheet, shown)
    page = fact_page.fact_page(
        shown,
        stored,
        choices,
        origins=release.origins,
        entered=(entered.shown_again(stored), entered.errors) if entered else None,
        seen=entered.seen_again(stored) if entered else None,
    )
    return render_template(
        "publishing/facts.html",
        **way(release, Step.FACTS),
        page=page,
        part=part,
        groups=fact_page.groups_of(sheet),
        systems=sorted(choices.terms.systems.values()),
        has_contacts=part is Group.PEOPLE,
        asked=_asked_in(release) if part is Group.PRIVACY else [],
        page_has_errors=bool(page.errors),
    )


def _asked_in(release: Release) -> list[Category]:
    """Which personal data the forms in the files ask for: a hint, the judgement stays with people."""
    summaries = [summary_of(artifact) for artifact in release.artifacts]
    return kinds_asked(summary.form for summary in summaries if summary.form and summary.variant != "settings")


def _conflict_page(release: Release, part: Group, entered: Entered, clashes: Sequence[Clash]) -> str:
    return render_template(
        "publishing/conflict.html",
        **way(release, Step.FACTS),
        part=part,
        clashes=fact_page.shown_clashes(clashes, _choices(release)),
        carried=carried_fields(),
        seen=seen_of_clashes(clashes),
        action=url_for("publishing.facts", release_id=release.id, group=part.value),
        back=url_for("publishing.facts", release_id=release.id, group=part.value),
        entered=entered,
    )
