"""What a decision model decides, independent of the tool: tables of rules, expressions, and what they need."""

from dataclasses import dataclass

from registry.formats.shape import Storable

MAX_DECISIONS = 500
MAX_COLUMNS = 60
MAX_NEEDS = 200
MAX_RULES = 200
MAX_CELLS = 5_000
MAX_PIECES = 1_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Clause(Storable):
    """One column of a table.

    Attributes:
        name: what people read; `expression` is what an input is computed from, or the name of an output.
        type: the tool's own word for it.
        values: the values allowed in it, as text.
        default: what an output is where no rule applies.
    """

    name: str = ""
    expression: str = ""
    type: str = ""
    values: str = ""
    default: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class DecisionRule(Storable):
    """One row of a table: a text per column; an input without a condition is ``-`` or empty."""

    inputs: tuple[str, ...] = ()
    outputs: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class DecisionTable(Storable):
    """A table of rules.

    Attributes:
        hit_policy: ``UNIQUE``, ``FIRST``, ``PRIORITY``, ``ANY``, ``COLLECT``, ``RULE ORDER``, ``OUTPUT ORDER``.
        aggregation: of ``COLLECT``: ``SUM``, ``COUNT``, ``MIN``, ``MAX`` or empty.
        notes: the names of the columns of remarks.
        rules_total: how many rules there are, also when `rules` was cut.
    """

    hit_policy: str = "UNIQUE"
    aggregation: str = ""
    inputs: tuple[Clause, ...] = ()
    outputs: tuple[Clause, ...] = ()
    notes: tuple[str, ...] = ()
    rules: tuple[DecisionRule, ...] = ()
    rules_total: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Piece(Storable):
    """One piece of the logic of a decision: an expression as text, or a table.

    Attributes:
        label: what it is the value of, outermost first: ``Betrag › if``; empty where it is the decision itself.
    """

    label: str = ""
    text: str = ""
    table: DecisionTable | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Requirement(Storable):
    """Something a decision needs; `kind` is ``decision``, ``input``, ``knowledge`` or ``authority``."""

    kind: str
    name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision(Storable):
    """A decision, or (`is_knowledge`) logic that several decisions use."""

    id: str
    name: str = ""
    is_knowledge: bool = False
    question: str = ""
    answers: str = ""
    description: str = ""
    type: str = ""
    parameters: tuple[str, ...] = ()
    requires: tuple[Requirement, ...] = ()
    pieces: tuple[Piece, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Named(Storable):
    """An input or a source of a model by name, with its type or description."""

    name: str
    detail: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class DecisionModel(Storable):
    """All decisions of a file; `truncated` says that a limit cut.

    Attributes:
        inputs: the data that come from outside.
        sources: what the decisions rest on: statutes, directives, experience.
        types: own types with their allowed values.
    """

    decisions: tuple[Decision, ...] = ()
    inputs: tuple[Named, ...] = ()
    sources: tuple[Named, ...] = ()
    types: tuple[Named, ...] = ()
    truncated: bool = False
