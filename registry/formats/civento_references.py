"""What a civento export refers to: other processes, settings objects, document templates."""

import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field

from registry.formats import xml
from registry.formats.plain import plain

MAX_REFERENCES = 200
_SETTING = re.compile(r"(?<![\w.])VE\.([^\W\d]\w{0,80})(?:\.([^\W\d]\w{0,80}))?")
_COUNTING = re.compile(r"zaehleVorgaenge\s{0,5}\(", re.IGNORECASE)
_LITERAL = re.compile(r'"([^"]{0,200})"|\'([^\']{0,200})\'')
_CALL_MOST = 4_000


@dataclass(frozen=True, slots=True)
class References:
    """Keys of processes and templates, names of settings objects with the fields used."""

    processes: list[str] = field(default_factory=list)
    settings: dict[str, set[str]] = field(default_factory=dict)
    templates: list[str] = field(default_factory=list)


def references(root: xml.Element) -> References:
    """Everything referred to anywhere in an export, each once, in the order of the file."""
    processes: dict[str, None] = {}
    templates: dict[str, None] = {}
    settings: dict[str, set[str]] = defaultdict(set)
    for element in root.iter(xml.ANY):
        name = xml.local(element)
        if name == "Vorgangsart":
            processes.update(dict.fromkeys(_keys(element.text)))
        elif name == "DokumentverweisVorlage":
            templates.update(dict.fromkeys(_keys(element.text)))
        for text in (element.text, *element.attrib.values()):
            if text and not text.isspace():
                processes.update(dict.fromkeys(_counted(text)))
                _add_settings(text, settings)
    return References(
        list(processes)[:MAX_REFERENCES],
        dict(list(settings.items())[:MAX_REFERENCES]),
        list(templates)[:MAX_REFERENCES],
    )


def _keys(text: str | None) -> Iterator[str]:
    """The key of «KEY» or «KEY, label»; references that are only known at run time are none."""
    key = plain((text or "").partition(",")[0], 120)
    if key and "$$" not in key and not key.startswith("V."):
        yield key


def _add_settings(text: str, settings: dict[str, set[str]]) -> None:
    if "VE." not in text:
        return
    for name, used in _SETTING.findall(text):
        settings[name].update({used} if used else ())


def _counted(text: str) -> Iterator[str]:
    """The process keys in `zaehleVorgaenge(condition, "KEY")`: the last literal of each call."""
    if "zaehlevorgaenge" not in text.lower():
        return
    for call in _COUNTING.finditer(text):
        arguments = _arguments(text[call.end() : call.end() + _CALL_MOST])
        if len(arguments) > 1:
            last = _LITERAL.fullmatch(arguments[-1].strip())
            if last:
                yield from _keys(last[1] or last[2])


def _arguments(text: str) -> list[str]:
    """The arguments of a call, cut at the commas outside quotes and inner brackets."""
    depth, quote, start = 0, "", 0
    arguments: list[str] = []
    for at, character in enumerate(text):
        if quote or character in "\"'":
            quote = _quoted(quote, character)
        elif character in "()" or (character == "," and not depth):
            if character == "," or (character == ")" and not depth):
                arguments.append(text[start:at])
                start = at + 1
                if character == ")":
                    break
            else:
                depth += 1 if character == "(" else -1
    return arguments


def _quoted(quote: str, character: str) -> str:
    if not quote:
        return character
    return "" if character == quote else quote
