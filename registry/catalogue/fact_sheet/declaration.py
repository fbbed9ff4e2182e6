"""What a fact is: the types in which the fact sheet is declared.

How values look in JSON, in ``Release.facts`` and everywhere else:

=====================  =========================================================================
one input              a string; a number; true or false; a date as ``"2026-05-21"``; a code
several of one input   a list of strings
one record             an object from column id to value, empty columns left out
several records        a list of such objects
not to be had          ``{"answer": "unknown"}`` or ``{"answer": "not_applicable"}``
not answered yet       no entry at all
=====================  =========================================================================
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import Enum, Flag, StrEnum, auto
from typing import Any, TypeAlias

from registry.core.messages import N_, Message, define
from registry.taxonomy.vocabulary import Vocabulary, vocabulary

Value: TypeAlias = str | int | float | bool | list[Any] | dict[str, Any]
Facts: TypeAlias = Mapping[str, Value]

MAX_LINE = 150
MAX_TEXT = 2_000
MAX_MARKDOWN = 20_000
MAX_ITEMS = 50
MAX_RECORDS = 40
ANSWER = "answer"

ANSWERS = vocabulary(
    "fact.answer",
    {"unknown": N_("unbekannt"), "not_applicable": N_("entfällt")},
)
YES_NO = vocabulary("fact.yes_no", {"yes": N_("ja"), "no": N_("nein")})

GROUP_LABELS = vocabulary(
    "fact_group",
    {
        "identity": N_("Identität"),
        "law": N_("Recht und Geltungsbereich"),
        "quality": N_("Qualität und Lebenslauf"),
        "technology": N_("Technik"),
        "bot": N_("Bot-Ablauf"),
        "privacy": N_("Datenschutz und Sicherheit"),
        "effort": N_("Aufwand, Kosten und Nutzung"),
        "people": N_("Ansprechpersonen und Herausgeber"),
    },
)
GROUP_INTRODUCTIONS = vocabulary(
    "fact_group.introduction",
    {
        "identity": N_("Woran andere die Lösung erkennen und im Katalog finden."),
        "law": N_("Worauf sich die Lösung stützt und wo sie gilt."),
        "quality": N_("Wie weit die Lösung ist und wie sie gepflegt wird."),
        "technology": N_("Was die Lösung braucht und was eine andere Kommune anpassen muss."),
        "bot": N_("Was der Bot bedient und unter welchen Bedingungen er läuft."),
        "privacy": N_("Was vor dem Einsatz zu Datenschutz und Sicherheit zu klären ist."),
        "effort": N_("Was die Lösung spart, was sie kostet und unter welchen Bedingungen andere sie nutzen dürfen."),
        "people": N_("Wer Fragen beantwortet. Öffentlich erscheint nur die Stelle, nie ein Name."),
    },
)


class Group(StrEnum):
    """The parts of the fact sheet, in their order."""

    IDENTITY = "identity"
    LAW = "law"
    QUALITY = "quality"
    TECHNOLOGY = "technology"
    BOT = "bot"
    PRIVACY = "privacy"
    EFFORT = "effort"
    PEOPLE = "people"

    @property
    def label(self) -> Message:
        """Its heading."""
        return GROUP_LABELS.label(self.value)

    @property
    def introduction(self) -> Message:
        """One sentence below the heading."""
        return GROUP_INTRODUCTIONS.label(self.value)


class Flags(Flag):
    """What holds for a fact."""

    M = auto()
    """Must be answered to publish; "unbekannt" or "entfällt" is an answer."""
    E = auto()
    """May be read from a file."""
    A = auto()
    """Only for forms and application processes, and must be answered there."""
    B = auto()
    """Only for bots, and must be answered there."""
    P = auto()
    """Shown publicly."""
    BLOCKING = auto()
    """Must be answered with a value: "unbekannt" is not enough."""


M, E, A, B, P, BLOCKING = Flags.M, Flags.E, Flags.A, Flags.B, Flags.P, Flags.BLOCKING
NO_FLAGS = Flags(0)


class Home(Enum):
    """Where the value of a fact lives."""

    FROZEN = "frozen"
    """In ``Release.facts``; never changes once published."""
    LIVING = "living"
    """In a column of the solution, editable, with history."""
    RECORD = "record"
    """Known to the portal anyway: number and notes of the release, kind and publisher of the solution."""


class InputType(StrEnum):
    """What one input holds."""

    LINE = "line"
    TEXT = "text"
    MARKDOWN = "markdown"
    CHOICE = "choice"
    YES_NO = "yes_no"
    NUMBER = "number"
    DATE = "date"
    PLATFORM = "platform"
    """Key of a system that may be the platform of a solution."""
    SYSTEM = "system"
    """Key of a system of the taxonomy, or free text where it does not know the system."""
    CONTACT = "contact"
    """A contact of the publisher: chosen by id, shown as role."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Input:
    """One input and its bounds.

    Attributes:
        decimals: how many digits may stand after the comma.
        is_past: a day may not lie ahead.
        normalise: brings the text of a line into its canonical form; raises `Invalid` for what is none.
    """

    type: InputType = InputType.LINE
    vocabulary: Vocabulary | None = None
    max_length: int = MAX_LINE
    minimum: float = 0
    maximum: float = 1_000_000_000
    decimals: int = 0
    unit: Message | None = None
    normalise: Callable[[str], str] | None = None
    is_past: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """One part of a record. A row without its `required` columns is refused, an empty row is none."""

    id: str
    name: str
    input: Input
    required: bool = False


class Shape(StrEnum):
    """How many inputs a fact has."""

    ONE = "one"
    MANY = "many"
    RECORD = "record"
    RECORDS = "records"


@dataclass(frozen=True, slots=True, kw_only=True)
class When:
    """A fact applies only while another fact has one of these values."""

    fact: str
    values: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Fact:
    """One line of the fact sheet.

    Attributes:
        id: stable, English; key in JSON, CSV and API.
        name: German label, marked by `N_`; people see `label`.
        explanation: German help with an example, marked by `N_`; people see `help`.
        input: the input of a fact of shape ONE or MANY.
        columns: the inputs of a fact of shape RECORD or RECORDS.
        many: whether it is a list.
        when: a further condition beside the flags A and B.
    """

    id: str
    name: str
    explanation: str
    group: Group
    flags: Flags = NO_FLAGS
    input: Input | None = None
    columns: tuple[Column, ...] = ()
    many: bool = False
    max_items: int = MAX_ITEMS
    home: Home = Home.FROZEN
    when: When | None = None

    def __post_init__(self) -> None:
        if (self.input is None) == (not self.columns):
            raise ValueError(f"fact {self.id}: either one input or columns")
        define(f"fact.{self.id}", self.name)
        define(f"fact.{self.id}.help", self.explanation)
        for column in self.columns:
            define(f"fact.{self.id}.{column.id}", column.name)

    @property
    def label(self) -> Message:
        """What it is called on pages."""
        return Message(f"fact.{self.id}")

    @property
    def help(self) -> Message:
        """What to enter, with an example."""
        return Message(f"fact.{self.id}.help")

    def column_label(self, column: Column) -> Message:
        """What a column is called on pages."""
        return Message(f"fact.{self.id}.{column.id}")

    @property
    def shape(self) -> Shape:
        """One or several inputs or records."""
        if self.columns:
            return Shape.RECORDS if self.many else Shape.RECORD
        return Shape.MANY if self.many else Shape.ONE

    @property
    def is_required(self) -> bool:
        """Whether it must be answered to publish, where it applies."""
        return bool(self.flags & (M | A | B))

    @property
    def is_blocking(self) -> bool:
        """Whether only a value is an answer."""
        return BLOCKING in self.flags

    @property
    def is_public(self) -> bool:
        """Whether visitors may see it."""
        return P in self.flags

    @property
    def is_from_file(self) -> bool:
        """Whether a reader may fill it."""
        return E in self.flags

    @property
    def answers(self) -> tuple[str, ...]:
        """Which answers besides a value are admitted."""
        if not self.is_required or self.is_blocking:
            return ()
        own = self.input.vocabulary.codes if self.input and self.input.vocabulary else ()
        return tuple(code for code in ANSWERS.codes if code not in own)


def answer_of(value: Value | None) -> str | None:
    """The code of an answer without value ("unknown", "not_applicable"), or None."""
    if isinstance(value, dict) and set(value) == {ANSWER} and value[ANSWER] in ANSWERS:
        return str(value[ANSWER])
    return None


def line(max_length: int = MAX_LINE, normalise: Callable[[str], str] | None = None) -> Input:
    """A single line of text."""
    return Input(max_length=max_length, normalise=normalise)


def text(max_length: int = MAX_TEXT) -> Input:
    """Text of several lines."""
    return Input(type=InputType.TEXT, max_length=max_length)


def choice(options: Vocabulary) -> Input:
    """One code of a closed list."""
    return Input(type=InputType.CHOICE, vocabulary=options)


def yes_no() -> Input:
    """True or false."""
    return Input(type=InputType.YES_NO, vocabulary=YES_NO)


def day(*, is_past: bool = False) -> Input:
    """A calendar day, or one that has come already."""
    return Input(type=InputType.DATE, is_past=is_past)


def number(unit: Message | None = None, *, decimals: int = 0, maximum: float = 10_000_000) -> Input:
    """A number from 0 to `maximum`."""
    return Input(type=InputType.NUMBER, unit=unit, decimals=decimals, maximum=maximum)


def system() -> Input:
    """A product of the taxonomy or free text."""
    return Input(type=InputType.SYSTEM)
