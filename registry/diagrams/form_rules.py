"""Rules of a form in words: identifiers give way to names, and each rule finds the fields that hang on it."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from registry.formats.form import FormElement, FormRule

_IDENTIFIER = re.compile(r"\b([FG]\d{8}(?:\d{3})?)(?:V[\d.]+\d)?\b")
_IF = re.compile(r"\b(?:wenn|falls|sofern)\b", re.IGNORECASE)
_THEN = re.compile(r"\b(?:dann|zeige|aktiviere|deaktiviere|blende)\b", re.IGNORECASE)
_QUOTES = "\"'„“‚«»"


@dataclass(frozen=True, slots=True)
class RuleWords:
    """A rule as people read it."""

    id: str
    name: str
    text: str


def rule_words(rule: FormRule, named: Mapping[str, FormElement]) -> RuleWords:
    """The rule with names instead of identifiers; `named` are the elements of the form by id."""
    return RuleWords(rule.id, rule.name, worded(rule.text, named))


def worded(text: str, named: Mapping[str, FormElement]) -> str:
    """The text with identifiers replaced: left out where the name follows anyway, else the name in their place."""
    parts: list[str] = []
    at = 0
    for found in _IDENTIFIER.finditer(text):
        element = named.get(found[1])
        if element is None:
            continue
        parts.append(text[at : found.start()])
        rest = text[found.end() :]
        at = found.end()
        if _is_named(rest, element):
            at += len(rest) - len(rest.lstrip())
        else:
            parts.append(f"„{element.name or element.key}“")
    return "".join((*parts, text[at:]))


def _is_named(rest: str, element: FormElement) -> bool:
    following = rest.lstrip()
    if len(following) == len(rest) or not following:
        return False
    names = tuple(name.casefold() for name in (element.name, element.key) if name)
    return following[0] in _QUOTES or following[:320].casefold().startswith(names)


def targets(rule: FormRule) -> frozenset[str]:
    """Identifiers of what the rule shows, hides or demands: those named after its «dann», «zeige», «aktiviere».

    Each «wenn» begins a condition anew; what is only asked there is no target.
    """
    found: set[str] = set()
    for clause in _IF.split(rule.text):
        if consequence := _THEN.search(clause):
            found.update(each[1] for each in _IDENTIFIER.finditer(clause, consequence.end()))
    return frozenset(found)


def by_id(elements: Iterable[FormElement]) -> dict[str, FormElement]:
    """Elements by their id; of several uses the first."""
    found: dict[str, FormElement] = {}
    for element in elements:
        found.setdefault(element.id, element)
    return found
