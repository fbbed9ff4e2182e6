"""What the portal read from a file, as its page says it: how much of what, and what goes into the fact sheet."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from flask_babel import gettext as _
from flask_babel import ngettext

from registry.catalogue.fact_sheet.choices import Choices
from registry.catalogue.fact_sheet.display import ShownFact, shown_fact
from registry.catalogue.fact_sheet.facts import fact
from registry.catalogue.fact_sheet.prefill import prefill
from registry.formats.reading import FileSummary

_SHOWN = ("leika_keys", "fim_schema_ids", "legal_bases", "auth_methods", "trust_level", "payment")

_WORDS: dict[str, Callable[[int], str]] = {
    "pages": lambda number: ngettext("%(num)s Seite", "%(num)s Seiten", number),
    "fields": lambda number: ngettext("%(num)s Feld", "%(num)s Felder", number),
    "fields_uses": lambda number: ngettext("%(num)s Feld", "%(num)s Felder", number),
    "fields_distinct": lambda number: ngettext("davon %(num)s verschiedenes", "davon %(num)s verschiedene", number),
    "groups": lambda number: ngettext("%(num)s Gruppe", "%(num)s Gruppen", number),
    "groups_uses": lambda number: ngettext("%(num)s Gruppe", "%(num)s Gruppen", number),
    "values": lambda number: ngettext("%(num)s Wert", "%(num)s Werte", number),
    "rules_uses": lambda number: ngettext("%(num)s Regel", "%(num)s Regeln", number),
    "workflows": lambda number: ngettext("%(num)s Ablauf", "%(num)s Abläufe", number),
    "processes": lambda number: ngettext("%(num)s Ablauf", "%(num)s Abläufe", number),
    "tasks": lambda number: ngettext("%(num)s Aufgabe", "%(num)s Aufgaben", number),
    "steps": lambda number: ngettext("%(num)s Schritt", "%(num)s Schritte", number),
    "disabled_steps": lambda number: ngettext("davon %(num)s abgeschaltet", "davon %(num)s abgeschaltet", number),
    "subprocesses": lambda number: ngettext("%(num)s Teilablauf", "%(num)s Teilabläufe", number),
    "decisions": lambda number: ngettext("%(num)s Entscheidung", "%(num)s Entscheidungen", number),
    "rules": lambda number: ngettext("%(num)s Regel", "%(num)s Regeln", number),
    "gateways": lambda number: ngettext("%(num)s Verzweigung", "%(num)s Verzweigungen", number),
    "events": lambda number: ngettext("%(num)s Ereignis", "%(num)s Ereignisse", number),
    "lanes": lambda number: ngettext("%(num)s Rolle", "%(num)s Rollen", number),
    "states": lambda number: ngettext("%(num)s Status", "%(num)s Status", number),
}
"""The counts of the readers that tell a person something, in the order of a sentence; others are left out."""


@dataclass(frozen=True, slots=True)
class Read:
    """`contents` is one line, ``9 Felder, 10 Schritte``; `facts` are those that the file brings along."""

    contents: str
    facts: tuple[ShownFact, ...]


def what_was_read(summary: FileSummary, choices: Choices) -> Read:
    """What a person can compare with the file in hand."""
    values = prefill({}, {}, [("", summary.facts)], choices).facts
    shown = (shown_fact(fact(fact_id), values.get(fact_id), choices) for fact_id in _SHOWN)
    return Read(contents=", ".join(_contents(summary)), facts=tuple(line for line in shown if line))


def _contents(summary: FileSummary) -> Iterator[str]:
    counts = summary.counts
    for name, word in _WORDS.items():
        number = counts.get(name, 0)
        if number and not (name == "fields_distinct" and number == counts.get("fields_uses")):
            yield word(number)
    if summary.form is not None and not any(counts.get(name) for name in ("fields", "fields_uses")):
        yield _("keine Felder")
