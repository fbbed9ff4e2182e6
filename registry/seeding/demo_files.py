"""The demo as it stands in ``seeds/demo``: read and checked for shape, played by the other modules.

Field names are the keys of the YAML files (described in ``seeds/README.md``); an unknown key is an error.
Days are counted from today, so that the demo never grows old.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, TypeVar

import yaml

from registry.accounts.models import GrantKind, Role
from registry.accounts.services.contacts import ContactEntry
from registry.adoption.models import Basis, ItemState
from registry.adoption.stages import Reason, Stage
from registry.catalogue.models import ArtifactRole, Audience, NoteKind, RelationKind, ReleaseState, SolutionKind
from registry.publishing.services.numbering import Number, parse_number
from registry.ratings.models import Verdict

T = TypeVar("T")


@dataclass(frozen=True, slots=True, kw_only=True)
class DemoFile:
    """A file of a release; `path` lies below the folder of the solution."""

    path: str
    role: ArtifactRole

    @property
    def name(self) -> str:
        """The name it is uploaded under."""
        return self.path.rpartition("/")[2]


@dataclass(frozen=True, slots=True, kw_only=True)
class DemoRelease:
    """One release and how far it came; `facts` are those that differ from the solution's."""

    version: Number
    state: ReleaseState
    audience: Audience
    created_by: str
    files: tuple[DemoFile, ...]
    notes: tuple[tuple[NoteKind, str], ...]
    findings: str
    """``harmless``: the author judged every finding; ``open``: nobody has."""
    reviewed_by: str = ""
    created_days_ago: int | None = None
    submitted_days_ago: int | None = None
    published_days_ago: int | None = None
    withdrawn_days_ago: int | None = None
    withdrawal_reason: str = ""
    facts: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class DemoStep:
    """One entry in the history of a use."""

    stage: Stage
    days_ago: int
    by: str
    release: Number | None = None
    reason: Reason | None = None
    text: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class DemoAdoption:
    """One use: its history, the figures it went live with, its checklist as it stands now."""

    municipality: str
    contact: ContactEntry
    history: tuple[DemoStep, ...]
    target_days_ahead: int | None = None
    decision_reference: str | None = None
    live_days_ago: int | None = None
    cases_per_year: int | None = None
    minutes_before: float | None = None
    minutes_after: float | None = None
    basis: Basis | None = None
    confirmed_days_ago: int | None = None
    next_release: Number | None = None
    successor: str = ""
    checklist: Mapping[str, ItemState] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class DemoRating:
    """One rating, perhaps with the answer of the publisher."""

    municipality: str
    by: str
    days_ago: int
    release: Number
    stars: int
    worked_as_described: Verdict
    effort_as_stated: Verdict
    would_take_again: Verdict
    text: str = ""
    answer: str = ""
    answered_days_ago: int | None = None
    answered_by: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class DemoRelation:
    """How a solution relates to another one, named by its folder."""

    kind: RelationKind
    target: str


@dataclass(frozen=True, slots=True, kw_only=True)
class DemoSolution:
    """One folder below ``solutions/``; `slug` is its name."""

    folder: Path
    slug: str
    publisher: str
    kind: SolutionKind
    created_days_ago: int
    contact_functional: ContactEntry
    contact_technical: ContactEntry
    lifecycle: str
    support_offer: str
    facts: Mapping[str, Any]
    releases: tuple[DemoRelease, ...]
    live_since_days_ago: int | None = None
    last_verified_days_ago: int | None = None
    maintained_until_days_ahead: int | None = None
    superseded_by: str = ""
    relations: tuple[DemoRelation, ...] = ()
    adoptions: tuple[DemoAdoption, ...] = ()
    ratings: tuple[DemoRating, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class DemoPartner:
    """A town that takes part; its facts come from the register of municipalities by its AGS."""

    ags: str
    slug: str
    name: str
    partner_since_days_ago: int
    shows_use: bool
    contact_role: str
    contact_email: str
    domain: str
    website: str
    reviewer: str = ""
    systems: tuple[Mapping[str, str], ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class DemoCooperation:
    """A cooperation and its members."""

    slug: str
    name: str
    description: str
    joined_days_ago: int
    members: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class DemoMembership:
    """In which role somebody acts for a town."""

    municipality: str
    role: Role


@dataclass(frozen=True, slots=True, kw_only=True)
class DemoGrant:
    """A right beside memberships."""

    kind: GrantKind
    cooperation: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class DemoUser:
    """An account: a role, no person."""

    email: str
    name: str
    memberships: tuple[DemoMembership, ...] = ()
    grants: tuple[DemoGrant, ...] = ()


@dataclass(frozen=True, slots=True)
class Demo:
    """Everything below ``seeds/demo``."""

    partners: tuple[DemoPartner, ...]
    cooperations: tuple[DemoCooperation, ...]
    users: tuple[DemoUser, ...]
    solutions: tuple[DemoSolution, ...]


def read_demo(folder: Path) -> Demo:
    """Read all files of the demo.

    Raises:
        TypeError, ValueError: the data do not have the shape described in ``seeds/README.md``.
    """
    return Demo(
        partners=read_partners(folder),
        cooperations=_several(_cooperation)(_yaml(folder / "cooperations.yaml")),
        users=read_users(folder),
        solutions=tuple(_solution(path.parent) for path in sorted(folder.glob("solutions/*/solution.yaml"))),
    )


def read_partners(folder: Path) -> tuple[DemoPartner, ...]:
    """Read the towns only."""
    return _several(_partner)(_yaml(folder / "municipalities.yaml"))


def read_users(folder: Path) -> tuple[DemoUser, ...]:
    """Read the accounts only."""
    return _several(_user)(_yaml(folder / "users.yaml"))


def _yaml(path: Path) -> Any:  # noqa: ANN401 (whatever the file holds; the dataclasses check it)
    return yaml.load(path.read_bytes(), Loader=yaml.CSafeLoader)


def _made(kind: type[T], data: Mapping[str, Any], /, **convert: Callable[[Any], Any]) -> T:
    """`kind` from a mapping with the names of its fields."""
    return kind(**{name: convert[name](value) if name in convert else value for name, value in data.items()})


def _several(make: Callable[[Any], T]) -> Callable[[list[Any]], tuple[T, ...]]:
    return lambda items: tuple(make(item) for item in items)


def _number(text: str) -> Number:
    return parse_number(text)


def _contact(data: Mapping[str, Any]) -> ContactEntry:
    return _made(ContactEntry, data)


def _partner(data: Mapping[str, Any]) -> DemoPartner:
    return _made(DemoPartner, data, systems=tuple)


def _cooperation(data: Mapping[str, Any]) -> DemoCooperation:
    return _made(DemoCooperation, data, members=tuple)


def _user(data: Mapping[str, Any]) -> DemoUser:
    return _made(DemoUser, data, memberships=_several(_membership), grants=_several(_grant))


def _membership(data: Mapping[str, Any]) -> DemoMembership:
    return _made(DemoMembership, data, role=Role)


def _grant(data: Mapping[str, Any]) -> DemoGrant:
    return _made(DemoGrant, data, kind=GrantKind)


def _solution(folder: Path) -> DemoSolution:
    data = _yaml(folder / "solution.yaml") | {"folder": folder}
    data["facts"]["description"] = (folder / "description.md").read_text("utf-8").strip()
    return _made(
        DemoSolution,
        data,
        kind=SolutionKind,
        contact_functional=_contact,
        contact_technical=_contact,
        releases=_several(_release),
        relations=_several(_relation),
        adoptions=_several(_adoption),
        ratings=_several(_rating),
    )


def _release(data: Mapping[str, Any]) -> DemoRelease:
    return _made(
        DemoRelease,
        data,
        version=_number,
        state=ReleaseState,
        audience=Audience,
        notes=_several(lambda note: (NoteKind(note["kind"]), note["text"])),
        files=_several(lambda file: _made(DemoFile, file, role=ArtifactRole)),
    )


def _relation(data: Mapping[str, Any]) -> DemoRelation:
    return _made(DemoRelation, data, kind=RelationKind)


def _adoption(data: Mapping[str, Any]) -> DemoAdoption:
    return _made(
        DemoAdoption,
        data,
        contact=_contact,
        history=_several(_step),
        basis=Basis,
        next_release=_number,
        checklist=lambda items: {key: ItemState(state) for key, state in items.items()},
    )


def _step(data: Mapping[str, Any]) -> DemoStep:
    return _made(DemoStep, data, stage=Stage, release=_number, reason=Reason)


def _rating(data: Mapping[str, Any]) -> DemoRating:
    return _made(
        DemoRating,
        data,
        release=_number,
        worked_as_described=Verdict,
        effort_as_stated=Verdict,
        would_take_again=Verdict,
    )
