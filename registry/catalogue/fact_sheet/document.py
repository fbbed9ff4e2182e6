"""The declaration as a page of documentation: ``python -m registry.catalogue.fact_sheet > docs/fact-sheet.md``."""

from collections.abc import Iterator

from registry.catalogue.fact_sheet import declaration
from registry.catalogue.fact_sheet.declaration import A, B, Column, E, Fact, Group, Home, Input, InputType, M, P
from registry.catalogue.fact_sheet.facts import FACTS

INTRODUCTION = """\
# The fact sheet (Steckbrief)

This page is made from the declaration: `python -m registry.catalogue.fact_sheet > docs/fact-sheet.md`.
A test fails when it is out of date. The form, its checks, the solution page, `steckbrief.json` and the CSV
columns follow from the same declaration (`registry/catalogue/fact_sheet/`).

## Flags

| flag | meaning |
| --- | --- |
| M | must be answered to publish; "unbekannt" and "entfällt" are answers |
| M! | must be answered with a value |
| E | may be read from a file |
| A | only for forms, and for processes whose target group is citizens or businesses; must be answered there |
| B | only for bots; must be answered there |
| P | shown publicly; all else is for partners |

Facts marked *living* stand with the solution and keep a history; an answer without value ("unbekannt") to them
stands with the release. Facts marked *portal* are known anyway and have no input. Who uses a solution, and how
many days adopters really needed, is counted from adoptions and belongs to no sheet.

## Values in JSON

| shape | value |
| --- | --- |
| one input | text, number, `true` or `false`, a day as `"2026-05-21"`, or a code |
| list | list of texts or codes |
| record | object from column to value; empty columns are left out |
| records | list of such objects |
| not to be had | `{"answer": "unknown"}` or `{"answer": "not_applicable"}` |
| not answered yet | no entry |

A day may be typed as 21.05.2026, a number as 1.234,5. A LeiKa key may be given as
`urn:de:fim:leika:leistung:<14 digits>`; stored are the digits. Where a product of the taxonomy is asked for, its
name is stored as its key; other products stay text.
"""


def as_markdown() -> str:
    """The whole page."""
    return INTRODUCTION + "".join(_section(group) for group in Group)


def _section(group: Group) -> str:
    facts = [fact for fact in FACTS if fact.group is group]
    rows = "".join(line for fact in facts for line in _lines(fact))
    head = "| German | id | value | flags |\n| --- | --- | --- | --- |\n"
    return f"\n## {group.label}\n\n{group.introduction}\n\n{head}{rows}"


def _lines(fact: Fact) -> Iterator[str]:
    yield f"| {fact.label} | `{fact.id}` | {_value(fact)} | {_flags(fact)} |\n"
    for column in fact.columns:
        yield f"| – {fact.column_label(column)} | `{fact.id}.{column.id}` | {_column(column)} | |\n"


def _value(fact: Fact) -> str:
    what = _input(fact.input) if fact.input else "record"
    text = f"list of up to {fact.max_items}: {what}" if fact.many else what
    conditions = f"; only if `{fact.when.fact}` is {_codes(fact.when.values)}" if fact.when else ""
    return f"{text}{conditions}"


def _column(column: Column) -> str:
    return f"{_input(column.input)}{', required in a record' if column.required else ''}"


def _input(given: Input) -> str:
    match given.type:
        case InputType.LINE | InputType.TEXT | InputType.MARKDOWN:
            kind = {InputType.LINE: "line", InputType.TEXT: "text", InputType.MARKDOWN: "Markdown"}[given.type]
            syntax = f", {given.normalise.__name__.replace('_', ' ')}" if given.normalise else ""
            return f"{kind} ≤ {given.max_length:,}{syntax}"
        case InputType.CHOICE if given.vocabulary:
            return _codes(given.vocabulary.codes)
        case InputType.NUMBER:
            unit = f" {given.unit}" if given.unit else ""
            decimals = f", {given.decimals} decimals" if given.decimals else ""
            return f"number {given.minimum:,.0f} to {given.maximum:,.0f}{unit}{decimals}"
        case _:
            return _OTHERS[given.type]


_OTHERS = {
    InputType.YES_NO: "true or false",
    InputType.DATE: "day",
    InputType.PLATFORM: "key of a platform in `seeds/taxonomy/systems.csv`",
    InputType.SYSTEM: "key of a system in `seeds/taxonomy/systems.csv`, or a line ≤ 150",
    InputType.CONTACT: "a contact of the publisher; shown as role",
}


def _codes(codes: tuple[str, ...]) -> str:
    return ", ".join(f"`{code}`" for code in codes)


def _flags(fact: Fact) -> str:
    letters = [name for flag, name in _LETTERS.items() if flag in fact.flags]
    if fact.is_blocking:
        letters[0] = "M!"
    home = {Home.LIVING: "*living*", Home.RECORD: "*portal*"}.get(fact.home, "")
    return " ".join((*letters, home)).strip()


_LETTERS: dict[declaration.Flags, str] = {M: "M", E: "E", A: "A", B: "B", P: "P"}
