"""Moving a use through its stages."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import func, select

from registry.accounts.actor import Actor
from registry.accounts.models import Contact, Municipality
from registry.accounts.permissions import require
from registry.activity.services import record
from registry.adoption.checklist import TEMPLATE
from registry.adoption.models import Adoption, AdoptionEvent, Basis, ChecklistItem
from registry.adoption.permissions import may_adopt, may_change, may_see_details
from registry.adoption.stages import NEEDS_REASON, NEEDS_RELEASE, Reason, Stage, may_move
from registry.catalogue.models import Release, ReleaseState, Solution
from registry.catalogue.services import refresh, set_use
from registry.core import clock
from registry.core.database import session
from registry.core.errors import Conflict, Invalid
from registry.core.messages import N_, Message, define

NOT_A_PARTNER = define(
    "adoption.not_a_partner",
    N_("Ihre Kommune nimmt noch nicht als Partner teil. Nur Partner können eine Nachnutzung eintragen."),
)
ALREADY = define("adoption.already", N_("Ihre Kommune hat für diese Lösung schon eine Nachnutzung eingetragen."))
ILLEGAL = define("adoption.illegal_move", N_("Dieser Schritt ist vom jetzigen Stand aus nicht möglich."))
REQUIRED = define("adoption.required", N_("Für diesen Schritt fehlen Angaben."))
NEEDS_CONTACT = define("adoption.needs_contact", N_("Bitte wählen Sie eine Ansprechstelle Ihrer Kommune."))
NEEDS_TARGET = define("adoption.needs_target", N_("Bitte geben Sie an, bis wann Sie die Lösung einführen wollen."))
NEEDS_A_RELEASE = define("adoption.needs_release", N_("Bitte wählen Sie die Version, die Sie einsetzen."))
NEEDS_A_REASON = define("adoption.needs_reason", N_("Bitte wählen Sie einen Grund."))
NEEDS_LIVE_DATE = define("adoption.needs_live_date", N_("Bitte geben Sie an, seit wann die Lösung produktiv ist."))
NEEDS_FIGURE = define("adoption.needs_figure", N_("Bitte geben Sie eine Zahl an. Eine Schätzung genügt."))
NEEDS_BASIS = define("adoption.needs_basis", N_("Bitte geben Sie an, woher die Zahlen stammen."))
LIVE_IN_FUTURE = define("adoption.live_in_future", N_("Das Datum liegt in der Zukunft."))


@dataclass(frozen=True, slots=True, kw_only=True)
class Move:
    """Where a use goes, and what the stage asks for. What is None stays as it is."""

    target: Stage
    reason: Reason | None = None
    text: str = ""
    release: Release | None = None
    successor: Solution | None = None
    target_on: date | None = None
    decision_reference: str | None = None
    live_on: date | None = None
    cases_per_year: int | None = None
    minutes_before: float | None = None
    minutes_after: float | None = None
    basis: Basis | None = None


def start_adoption(solution: Solution, *, by: Actor, contact: Contact, text: str = "") -> Adoption:
    """Express interest: the use begins, with its checklist.

    Raises:
        NotAllowed: not an editor of a municipality.
        Invalid: the contact is of another municipality.
        Conflict: the municipality is no partner, or uses the solution already.
    """
    require(may_adopt(by, solution))
    _require_partner(by)
    assert by.municipality_id is not None  # noqa: S101 (may_adopt)
    _check_contact(contact, by)
    _refuse_second(by, solution)
    adoption = Adoption(
        municipality_id=by.municipality_id,
        solution=solution,
        stage=Stage.INTEREST,
        stage_since=clock.now(),
        contact=contact,
        checklist=[ChecklistItem(key=key, position=position) for position, key in enumerate(TEMPLATE)],
    )
    session().add(adoption)
    session().flush()
    append_event(adoption, None, Move(target=Stage.INTEREST, text=text), by)
    publish_use(adoption, by, "adoption.started", ["stage"])
    return adoption


def move_adoption(adoption: Adoption, move: Move, *, by: Actor) -> Adoption:
    """Move a use to another stage.

    Raises:
        NotAllowed: not an editor of the adopting municipality.
        Conflict: the move is not legal from here.
        Invalid: the stage asks for something that is missing; with the fields.
    """
    require(may_change(by, adoption), visible=may_see_details(by, adoption))
    if not may_move(adoption.stage, move.target, paused_from=adoption.paused_from):
        raise Conflict(ILLEGAL())
    _refuse_incomplete(adoption, move)
    before = adoption.stage
    _take_values(adoption, move)
    adoption.stage, adoption.stage_since = move.target, clock.now()
    adoption.paused_from = before if move.target is Stage.PAUSED else None
    session().flush()
    append_event(adoption, before, move, by)
    publish_use(adoption, by, "adoption.moved", ["stage"])
    return adoption


def missing_for(adoption: Adoption, move: Move) -> dict[str, Message]:
    """What the target stage still asks for: field to sentence."""
    checks = {
        "contact_id": (adoption.contact_id is None and move.target is Stage.INTEREST, NEEDS_CONTACT),
        "target_on": (move.target is Stage.PLANNED and not (move.target_on or adoption.target_on), NEEDS_TARGET),
        "release_id": (move.target in NEEDS_RELEASE and not (move.release or adoption.release_id), NEEDS_A_RELEASE),
        "reason": (move.target in NEEDS_REASON and move.reason is None, NEEDS_A_REASON),
    }
    missing = {name: kind() for name, (is_missing, kind) in checks.items() if is_missing}
    return {**missing, **(_missing_live_figures(adoption, move) if move.target is Stage.LIVE else {})}


def _missing_live_figures(adoption: Adoption, move: Move) -> dict[str, Message]:
    needed = {
        "live_on": (move.live_on or adoption.live_on, NEEDS_LIVE_DATE),
        "cases_per_year": (_given(move.cases_per_year, adoption.cases_per_year), NEEDS_FIGURE),
        "minutes_before": (_given(move.minutes_before, adoption.minutes_before), NEEDS_FIGURE),
        "minutes_after": (_given(move.minutes_after, adoption.minutes_after), NEEDS_FIGURE),
        "basis": (move.basis or adoption.basis, NEEDS_BASIS),
    }
    missing = {name: kind() for name, (value, kind) in needed.items() if value is None}
    live_on = move.live_on or adoption.live_on
    if live_on is not None and live_on > clock.today():
        missing["live_on"] = LIVE_IN_FUTURE()
    return missing


def _given(new: float | None, old: float | None) -> float | None:
    return new if new is not None else old


def _check_contact(contact: Contact, by: Actor) -> None:
    if contact.municipality_id != by.municipality_id:
        raise Invalid(NEEDS_CONTACT(), {"contact_id": NEEDS_CONTACT()})


def _require_partner(by: Actor) -> None:
    municipality = session().get(Municipality, by.municipality_id)
    if municipality is None or not municipality.is_partner:
        raise Conflict(NOT_A_PARTNER())


def _refuse_second(by: Actor, solution: Solution) -> None:
    existing = select(Adoption.id).where(
        Adoption.municipality_id == by.municipality_id, Adoption.solution_id == solution.id
    )
    if session().scalar(existing) is not None:
        raise Conflict(ALREADY())


def _refuse_incomplete(adoption: Adoption, move: Move) -> None:
    missing = missing_for(adoption, move)
    if move.release is not None and not _is_release_of(move.release, adoption):
        missing["release_id"] = NEEDS_A_RELEASE()
    if missing:
        raise Invalid(REQUIRED(), missing)


def _is_release_of(release: Release, adoption: Adoption) -> bool:
    return release.solution_id == adoption.solution_id and release.state in {
        ReleaseState.PUBLISHED,
        ReleaseState.WITHDRAWN,
    }


def _take_values(adoption: Adoption, move: Move) -> None:
    adoption.reason = move.reason if move.target in NEEDS_REASON else None
    adoption.reason_text = move.text if move.target in NEEDS_REASON else ""
    if move.release is not None:
        adoption.release = move.release
    if move.target is Stage.RETIRED:
        adoption.successor_id = move.successor.id if move.successor else None
    if move.target is Stage.LIVE:
        adoption.confirmed_at = clock.now()
    for name in ("target_on", "decision_reference", "live_on", "cases_per_year", *_FIGURES):
        value = getattr(move, name)
        if value is not None:
            setattr(adoption, name, value)


_FIGURES = ("minutes_before", "minutes_after", "basis")


def append_event(adoption: Adoption, before: Stage | None, move: Move, by: Actor) -> None:
    """Add one entry to the history."""
    last = session().scalar(select(func.max(AdoptionEvent.seq)).where(AdoptionEvent.adoption_id == adoption.id))
    session().add(
        AdoptionEvent(
            adoption_id=adoption.id,
            seq=(last or 0) + 1,
            at=clock.now(),
            by_id=by.recorded_id,
            from_stage=before,
            to_stage=move.target,
            reason=move.reason,
            text=move.text,
            release_id=adoption.release_id,
        )
    )


def publish_use(adoption: Adoption, by: Actor, action: str, fields: list[str]) -> None:
    """Derived data and audit row after any change of a use."""
    session().flush()
    set_use(
        adoption.solution_id,
        adoption.municipality_id,
        stage=adoption.stage.value,
        release_id=adoption.release_id,
    )
    refresh(adoption.solution)
    record(
        action,
        subject=("adoption", adoption.id),
        actor_id=by.recorded_id,
        municipality_id=adoption.municipality_id,
        fields=fields,
    )
