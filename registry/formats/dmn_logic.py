"""The logic of a DMN decision: tables and boxed expressions, of DMN 1.1 and later and of the draft of 2013."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from itertools import islice

from registry.formats import xml
from registry.formats.decisions import (
    MAX_CELLS,
    MAX_COLUMNS,
    MAX_PIECES,
    MAX_RULES,
    Clause,
    DecisionRule,
    DecisionTable,
    Piece,
)
from registry.formats.plain import NAME, TEXT, plain, plain_lines

_EXPRESSIONS = frozenset(
    [
        "decisionTable",
        "literalExpression",
        "invocation",
        "context",
        "list",
        "relation",
        "functionDefinition",
        "encapsulatedLogic",
        "conditional",
        "for",
        "some",
        "every",
        "filter",
    ]
)
_PARTS = frozenset(["if", "then", "else", "in", "return", "satisfies", "match"])
_NESTED = frozenset({"binding", "contextEntry"})
_DEPTH = 40


def word(element: xml.Element) -> str:
    """The local name of an element; the draft of 2013 begins the names with a capital letter."""
    name = xml.local(element)
    return name[:1].lower() + name[1:]


def children(element: xml.Element, *names: str) -> Iterator[xml.Element]:
    """The child elements with one of these names."""
    return (child for child in xml.children(element) if word(child) in names)


def has(element: xml.Element, *names: str) -> bool:
    """Whether there is a child element with one of these names."""
    return next(children(element, *names), None) is not None


def text_in(element: xml.Element, name: str = "text") -> str:
    """The text of the first child with this name."""
    found = next(children(element, name), None)
    return plain_lines(xml.full_text(found).strip(), TEXT) if found is not None else ""


class Logic:
    """Reads the logic of all decisions of a file within common limits."""

    def __init__(self) -> None:
        self.cells = 0
        self.pieces = 0
        self.truncated = False

    def pieces_of(self, element: xml.Element) -> tuple[Piece, ...]:
        """The tables and expressions below a decision, in the order of the file."""
        return tuple(piece for child in xml.children(element) for piece in self._pieces(child, (), 0))

    def _pieces(self, element: xml.Element, labels: tuple[str, ...], depth: int) -> Iterator[Piece]:
        name = word(element)
        if name not in _EXPRESSIONS and name not in _PARTS and name not in _NESTED:
            return
        self.pieces += 1
        if self.pieces > MAX_PIECES or depth > _DEPTH:
            self.truncated = True
            return
        if name == "decisionTable":
            yield Piece(label=_label(labels), table=self.table(element))
        elif name == "literalExpression":
            yield Piece(label=_label(labels), text=text_in(element))
        elif name == "invocation":
            yield from self._invocation(element, labels, depth + 1)
        elif name == "relation":
            yield from (Piece(label=_label(labels), text=row) for row in _relation(element))
        else:
            yield from self._inner(element, (*labels, *_own_label(element)), depth + 1)

    def _inner(self, element: xml.Element, labels: tuple[str, ...], depth: int) -> Iterator[Piece]:
        variable = element.get("iteratorVariable")
        if variable:
            yield Piece(label=_label(labels), text=f"{word(element)} {plain(variable)}")
        for child in xml.children(element):
            yield from self._pieces(child, labels, depth)

    def _invocation(self, element: xml.Element, labels: tuple[str, ...], depth: int) -> Iterator[Piece]:
        """A call: the name of what is called with its parameters, then what each parameter gets."""
        called = next(children(element, "literalExpression"), None)
        name = plain(text_in(called)) if called is not None else ""
        bindings = list(children(element, "binding"))
        parameters = (plain(parameter.get("name")) for one in bindings for parameter in children(one, "parameter"))
        yield Piece(label=_label(labels), text=plain(f"{name}({', '.join(parameters)})", TEXT))
        for binding in bindings:
            yield from self._pieces(binding, (*labels, name), depth)

    def table(self, element: xml.Element) -> DecisionTable:
        """A decision table; rules beyond the limits are counted only."""
        rules, inputs, outputs = list(children(element, "rule")), inputs_of(element), outputs_of(element)
        notes = [plain(clause.get("name")) for clause in islice(children(element, "annotation"), MAX_COLUMNS)]
        has_descriptions = any(text_in(rule, "description") for rule in rules[:MAX_RULES])
        make = _old_rules(element) if has(element, "clause") else _rule
        kept = tuple(
            replace(make(rule), notes=_notes(rule, len(notes), has_descriptions=has_descriptions))
            for rule in rules[: self._room(len(inputs) + len(outputs), len(rules))]
        )
        self.truncated |= len(kept) < len(rules) or max(len(inputs), len(outputs)) > MAX_COLUMNS
        default_name = element.get("outputLabel") if len(outputs) == 1 else ""
        return DecisionTable(
            hit_policy=plain(element.get("hitPolicy"), 20).upper().replace("_", " ") or "UNIQUE",
            aggregation=plain(element.get("aggregation"), 20).upper(),
            inputs=tuple(_input(clause) for clause in inputs[:MAX_COLUMNS]),
            outputs=tuple(_output(clause, plain(default_name)) for clause in outputs[:MAX_COLUMNS]),
            notes=(*notes, *([""] if has_descriptions else [])),
            rules=kept,
            rules_total=len(rules),
        )

    def _room(self, columns: int, rules: int) -> int:
        width = columns + 1
        room = min(rules, MAX_RULES, max(0, (MAX_CELLS - self.cells) // width))
        self.cells += room * width
        return room


def inputs_of(table: xml.Element) -> list[xml.Element]:
    """The input clauses of a table."""
    old = (clause for clause in children(table, "clause") if _is_input(clause))
    return [*children(table, "input"), *old]


def outputs_of(table: xml.Element) -> list[xml.Element]:
    """The output clauses of a table."""
    old = (clause for clause in children(table, "clause") if not _is_input(clause))
    return [*children(table, "output"), *old]


def _is_input(clause: xml.Element) -> bool:
    return has(clause, "inputExpression", "inputEntry")


def _label(labels: tuple[str, ...]) -> str:
    return plain(" › ".join(label for label in labels if label), NAME)


def _own_label(element: xml.Element) -> tuple[str, ...]:
    """What the parts of an expression are the value of: a parameter, an entry, a part of a condition."""
    name = word(element)
    if name in _PARTS:
        return (name,)
    named = next(children(element, "variable", "parameter"), None)
    return (plain(named.get("name")),) if named is not None and name in _NESTED else ()


def _relation(element: xml.Element) -> Iterator[str]:
    columns = [plain(column.get("name")) for column in children(element, "column")]
    for row in list(children(element, "row"))[:MAX_RULES]:
        values = [text_in(cell) for cell in xml.children(row)]
        yield plain("; ".join(f"{column}: {value}" for column, value in zip(columns, values, strict=False)), TEXT)


def _input(clause: xml.Element) -> Clause:
    expression = next(children(clause, "inputExpression"), None)
    values = next(children(clause, "inputValues"), None)
    text = text_in(expression) if expression is not None else ""
    return Clause(
        name=plain(clause.get("label") or clause.get("name")) or plain(text),
        expression=plain(text, NAME),
        type=plain(expression.get("typeRef"), 80) if expression is not None else "",
        values=text_in(values) if values is not None else "",
    )


def _output(clause: xml.Element, default_name: str) -> Clause:
    values = next(children(clause, "outputValues"), None)
    default = next(children(clause, "defaultOutputEntry"), None)
    name = plain(clause.get("name"))
    return Clause(
        name=plain(clause.get("label")) or name or default_name,
        expression=name,
        type=plain(clause.get("typeRef"), 80),
        values=text_in(values) if values is not None else "",
        default=text_in(default) if default is not None else "",
    )


def _rule(rule: xml.Element) -> DecisionRule:
    return DecisionRule(
        inputs=tuple(text_in(entry) for entry in islice(children(rule, "inputEntry"), MAX_COLUMNS)),
        outputs=tuple(text_in(entry) for entry in islice(children(rule, "outputEntry"), MAX_COLUMNS)),
    )


def _notes(rule: xml.Element, columns: int, *, has_descriptions: bool) -> tuple[str, ...]:
    entries = [text_in(entry) for entry in children(rule, "annotationEntry")][:columns]
    entries += [""] * (columns - len(entries))
    return (*entries, *([text_in(rule, "description")] if has_descriptions else []))


def _old_rules(table: xml.Element) -> Callable[[xml.Element], DecisionRule]:
    """The draft of 2013 keeps the entries with the columns; a rule names those that it uses."""
    inputs = [_entries(clause, "inputEntry") for clause in inputs_of(table)[:MAX_COLUMNS]]
    outputs = [_entries(clause, "outputEntry") for clause in outputs_of(table)[:MAX_COLUMNS]]

    def rule_of(rule: xml.Element) -> DecisionRule:
        used = [xml.text_of(part) for part in children(rule, "condition", "conclusion")]
        return DecisionRule(
            inputs=tuple(_used(entries, used) for entries in inputs),
            outputs=tuple(_used(entries, used) for entries in outputs),
        )

    return rule_of


def _entries(clause: xml.Element, name: str) -> dict[str, str]:
    return {entry.get("id", ""): text_in(entry) for entry in children(clause, name)}


def _used(entries: dict[str, str], used: Sequence[str]) -> str:
    return ", ".join(entries[key] for key in used if key in entries)
