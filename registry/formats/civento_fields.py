"""The data objects of a civento process or settings object as a form model."""

from collections.abc import Iterator
from dataclasses import replace

from registry.formats import xml
from registry.formats.form import MAX_CHOICES, MAX_ELEMENTS, Choice, ElementKind, FormElement
from registry.formats.plain import TEXT, plain, plain_markup

_TYPES = {
    "STRING": "text",
    "BOOLEAN": "bool",
    "INTEGER": "number",
    "DECIMAL": "number",
    "DOUBLE": "number",
    "CURRENCY": "number",
    "DATE": "date",
    "DATETIME": "datetime",
    "TIME": "time",
    "CHOICE": "choice",
    "ANLAGEN": "file",
    "PERSONENDATENSATZ": "person",
    "ADRESSDATENSATZ": "address",
}
_LIMITS = {
    "MinAnzahlZeichen": "min_length",
    "MaxAnzahlZeichen": "max_length",
    "Von": "min_value",
    "Bis": "max_value",
    "RegulaererAusdruck": "pattern",
    "Dateiformate": "media_types",
    "Maximalgroesse": "max_size",
}
_GROUPS = frozenset({"Objekt", "Metadatenliste", "Metadatenobjekt"})


def field_elements(body: xml.Element) -> tuple[tuple[FormElement, ...], bool]:
    """The objects of all metadata definitions, and whether a limit cut."""
    builder = _Builder()
    elements = tuple(
        element
        for definition in xml.children(body, "Metadatendefinition")
        for element in builder.elements(definition, "")
    )
    return elements, builder.built > MAX_ELEMENTS


class _Builder:
    """Builds elements up to the limit."""

    def __init__(self) -> None:
        self.built = 0

    def elements(self, container: xml.Element, path: str) -> Iterator[FormElement]:
        for element in xml.children(container):
            name = xml.local(element)
            if name not in _GROUPS and name != "Metadatenfeld":
                continue
            self.built += 1
            if self.built > MAX_ELEMENTS:
                return
            yield self._element(element, path)

    def _element(self, element: xml.Element, path: str) -> FormElement:
        """One object, list or field."""
        key = plain(element.get("Name"), 120)
        place = f"{path}.{key}" if path else key
        is_group = xml.local(element) in _GROUPS
        return replace(
            _described(element, place, key, is_group=is_group),
            occurs="0:*" if xml.local(element) == "Metadatenliste" else "",
            children=tuple(self.elements(element, place)),
        )


def dialogue_field(element: xml.Element) -> FormElement:
    """A field as a page of the dialogue shows it (`DokumentelementEingabefeld`)."""
    key = plain(element.get("Id"), 120)
    return _described(element, key, key, is_group=False)


def _described(element: xml.Element, place: str, key: str, *, is_group: bool) -> FormElement:
    """What an element says of itself; its display settings are in the one child that holds a `Darstellung`."""
    display = _display(element)
    shown = xml.text_of(display, "Darstellung")
    source_type = plain(element.get("Datentyp"), 40)
    choices, total = _choices(xml.text_of(display, "Werteliste"))
    return FormElement(
        id=place,
        key=key,
        kind=ElementKind.GROUP if is_group else ElementKind.FIELD,
        name=_label(display, "Titel") or key,
        type="" if is_group else _type(source_type, display),
        source_type=source_type,
        required=None if is_group else shown == "Pflichtfeld",
        read_only=shown == "Schreibgeschuetzt",
        hidden=shown == "NichtSichtbar",
        limits=_limits(display),
        choices=choices,
        choices_total=total,
        help=_label(display, "Hilfetext", TEXT),
        default=plain(xml.text_of(element, "Standardwert")),
    )


def _display(element: xml.Element) -> xml.Element | None:
    inner = [part for part in xml.children(element) if xml.local(part) not in {*_GROUPS, "Metadatenfeld"}]
    named = (part for name in ("Darstellung", "Titel") for part in inner if xml.child(part, name) is not None)
    return next(named, None)


def _label(display: xml.Element | None, name: str, limit: int = 300) -> str:
    found = None if display is None else xml.child(display, name)
    return "" if found is None else plain_markup(found.get("Standard") or found.text, limit)


def _type(source_type: str, display: xml.Element | None) -> str:
    if xml.text_of(display, "IsPasswort") == "true":
        return "password"
    return _TYPES.get(source_type.upper(), source_type.lower())


def _limits(display: xml.Element | None) -> dict[str, str]:
    found = {limit: plain(xml.text_of(display, name), 200) for name, limit in _LIMITS.items()}
    return {limit: value for limit, value in found.items() if value}


def _choices(values: str) -> tuple[tuple[Choice, ...], int]:
    """``key|label;key|label``, or plain labels; a reference (``$$…$$``) is filled at run time."""
    if not values or values.startswith("$$"):
        return (), 0
    parts = [part for part in values.split(";") if part.strip()]
    pairs = (part.partition("|") for part in parts[:MAX_CHOICES])
    choices = tuple(Choice(code=plain(code, 120), label=plain_markup(label or code)) for code, _, label in pairs)
    return choices, len(parts)
