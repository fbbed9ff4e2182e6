"""What readers of JSON forms share: walking lists of objects, limits, counts and texts of a form model."""

from collections.abc import Iterator, Mapping
from typing import Any

from registry.core.messages import Message
from registry.formats.form import MAX_ELEMENTS, Choice, ElementKind, FormModel
from registry.formats.plain import plain, plain_markup
from registry.formats.reading import TRUNCATED, FileSummary

Object = dict[str, Any]
"""A JSON object."""


def objects(value: object) -> Iterator[Object]:
    """The objects of a list; nothing of anything else."""
    return (part for part in value if isinstance(part, dict)) if isinstance(value, list) else iter(())


def part_of(value: Object, key: str) -> Object:
    """The object under a key; an empty one where there is none."""
    found = value.get(key)
    return found if isinstance(found, dict) else {}


def is_true(value: object) -> bool:
    """Whether a switch is on, as a truth value or as its word."""
    return value is True or value == "true"


class Room:
    """How many elements may still be taken."""

    def __init__(self) -> None:
        self.taken = 0

    def take(self) -> bool:
        """Take one; False when the limit is reached."""
        self.taken += 1
        return self.taken <= MAX_ELEMENTS

    @property
    def is_full(self) -> bool:
        """Whether something was left out."""
        return self.taken > MAX_ELEMENTS


def limits_of(rules: Mapping[str, object], names: Mapping[str, str]) -> dict[str, str]:
    """The limits among some rules, by the words of the form model."""
    found = {limit: plain(rules.get(key), 200) for key, limit in names.items() if not isinstance(rules.get(key), bool)}
    return {limit: value for limit, value in found.items() if value}


def choices_of(value: object) -> tuple[Choice, ...]:
    """The values of a selection: objects with `label` and `value`, or plain texts."""
    if not isinstance(value, list):
        return ()
    return tuple(
        Choice(code=plain(part.get("value"), 120), label=plain_markup(part.get("label")))
        if isinstance(part, dict)
        else Choice(code=plain(part, 120))
        for part in value
    )


def counts_of(model: FormModel) -> dict[str, int]:
    """Pages, groups and fields of a form, and how many of them must be filled in."""
    elements = list(model.walk())
    kinds = [element.kind for element in elements]
    fields = [element for element in elements if element.kind is ElementKind.FIELD]
    return {
        "pages": kinds.count(ElementKind.PAGE),
        "groups": kinds.count(ElementKind.GROUP),
        "fields": len(fields),
        "required_fields": sum(field.required is True for field in fields),
        "uploads": sum(field.type == "file" for field in fields),
    }


def texts_of(model: FormModel) -> Iterator[str]:
    """What the search may find in a form."""
    yield model.title
    for element in model.walk():
        yield from (element.name, element.help)
        yield from (choice.label for choice in element.choices[:20])


def facts_of(summary: FileSummary) -> dict[str, Any]:
    """What a form brings for the fact sheet."""
    facts = {
        "title": summary.title,
        "kind": "form",
        "platform": summary.platform,
        "platform_min_version": summary.platform_min_version,
        "source_key": summary.identifiers.source_key,
        "leika_keys": list(summary.identifiers.leika_keys),
    }
    return {key: value for key, value in facts.items() if value}


def truncation(room: Room) -> tuple[Message, ...]:
    """The warning where elements were left out."""
    return (TRUNCATED(),) if room.is_full else ()
