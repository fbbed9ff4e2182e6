"""What somebody sees who applies through a civento process: the dialogue of its Erfassungsworkflow, page by page.

A page shows the fields of a data object (`Objektname`), or a form of its own whose fields point to the data
(`Datenverweis`, ``V.Z.Hund.Rufname``). What stands in a branch is shown under its condition, what stands in a
loop any number of times, what is switched off never.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from registry.formats import xml
from registry.formats.civento_fields import dialogue_field
from registry.formats.form import MAX_ELEMENTS, ElementKind, FormElement
from registry.formats.plain import TEXT, plain, plain_markup

_PAGES = frozenset(
    {
        "AntragstellerdatenAnfordern",
        "StartseiteAnzeigen",
        "DokumentAnzeigen",
        "MeldungAnzeigen",
        "AbschlussseiteAnzeigen",
    }
)
_TEXTS = ("Meldung", "Text", "Titel")
_OTHERWISE = "sonst"


@dataclass(frozen=True, slots=True)
class _Way:
    """How the dialogue comes to a step: under which conditions, and whether several times."""

    conditions: tuple[str, ...] = ()
    is_loop: bool = False


def page_elements(body: xml.Element, objects: tuple[FormElement, ...]) -> tuple[tuple[FormElement, ...], bool]:
    """The pages of the dialogue in order, and whether a limit cut; none where it shows no field: the data say more.

    Args:
        body: the `Vorgang`.
        objects: the data objects of the process (`civento_fields.field_elements`).
    """
    builder = _Builder(objects)
    pages = tuple(
        page
        for workflow in xml.children(body, "Erfassungsworkflow")
        for step in xml.children(workflow)
        for page in builder.pages(step, _Way())
    )
    has_fields = any(element.kind is ElementKind.FIELD for page in pages for element in page.walk())
    return pages if has_fields else (), builder.room < 0


class _Builder:
    """Builds pages up to the limit."""

    def __init__(self, objects: tuple[FormElement, ...]) -> None:
        self.objects = {element.key: element for element in objects}
        self.fields = {element.id: element for top in objects for element in top.walk()}
        self.room = MAX_ELEMENTS

    def pages(self, step: xml.Element, way: _Way) -> Iterator[FormElement]:
        """The pages of a step and of what it holds."""
        name = xml.local(step)
        if xml.text_of(step, "Active") == "false":
            return
        if name in _PAGES:
            page = self._page(step, name, way)
            self.room -= sum(1 for _ in page.walk())
            if self.room >= 0:
                yield page
            return
        inner = _way_into(step, name, way)
        for part in xml.children(step):
            if part.get("Id") is not None or xml.local(part) == "Startelement":
                yield from self.pages(part, inner)

    def _page(self, step: xml.Element, name: str, way: _Way) -> FormElement:
        children = tuple(self._content(step, name))
        return FormElement(
            id=plain(step.get("Id"), 60),
            kind=ElementKind.PAGE,
            name=_standard(step, "Titel") or name.removesuffix("Anzeigen").removesuffix("Anfordern"),
            source_type=name,
            occurs="0:*" if way.is_loop else "",
            condition="; ".join(f"visibleif: {condition}" for condition in way.conditions),
            children=children,
        )

    def _content(self, step: xml.Element, name: str) -> Iterator[FormElement]:
        for text in ("Meldung", "Text"):
            if said := _standard(step, text, TEXT):
                yield _text(plain(step.get("Id"), 60), said)
        if name == "AntragstellerdatenAnfordern":
            yield _applicant(step)
        for named in xml.children(step, "Objektname"):
            shown = self.objects.get(plain(xml.text_of(named), 120))
            yield from shown.children if shown else ()
        for form in xml.children(step, "DynamischesFormular"):
            yield from self._parts(xml.children(form))

    def _parts(self, parts: Iterable[xml.Element]) -> Iterator[FormElement]:
        """The elements of a form made for the page; a group without a title only holds its elements together."""
        for part in parts:
            name = xml.local(part)
            if name == "DokumentelementEingabefeld":
                yield self._field(part)
            elif name == "DokumentelementGruppe":
                yield from self._group(part)
            elif name.startswith("Dokumentelement"):
                said = next((text for key in _TEXTS if (text := _standard(part, key, TEXT))), "")
                yield from [_text(plain(part.get("Id"), 120), said)] if said else []

    def _group(self, part: xml.Element) -> Iterator[FormElement]:
        inner = tuple(self._parts(xml.children(part)))
        title = _standard(part, "Titel")
        if title:
            key = plain(part.get("Id") or xml.text_of(part, "Id"), 120)
            yield FormElement(id=key, kind=ElementKind.GROUP, name=title, children=inner)
        else:
            yield from inner

    def _field(self, part: xml.Element) -> FormElement:
        """A field as the page shows it; what the page does not say about it, the data do."""
        own = dialogue_field(part)
        data = self.fields.get(plain(xml.text_of(part, "Datenverweis"), 300).removeprefix("V.Z."))
        if data is None:
            return own
        return replace(
            data,
            name=own.name if own.name != own.key else data.name,
            required=own.required,
            read_only=own.read_only,
            hidden=own.hidden,
            limits=data.limits | own.limits,
            choices=own.choices or data.choices,
            choices_total=own.choices_total or data.choices_total,
            help=own.help or data.help,
        )


def _way_into(step: xml.Element, name: str, way: _Way) -> _Way:
    if name == "Entscheidungszweig":
        return replace(way, conditions=(*way.conditions, _condition(step)))
    return replace(way, is_loop=True) if name == "Schleife" else way


def _condition(branch: xml.Element) -> str:
    """What people wrote about a branch, else its expression; the last branch may have neither."""
    said = plain_markup(xml.text_of(branch, "Comment"))
    expression = xml.text_of(branch, "Ausdruck", "Ausdruck") or xml.text_of(branch, "Ausdruck")
    return said or plain(expression) or _OTHERWISE


def _applicant(step: xml.Element) -> FormElement:
    """The data of the applicant, which civento asks for by itself; the help says how the person signs in."""
    sign_in = plain(xml.text_of(step, "Authentifizierungsart"), 120)
    return FormElement(
        id=f"{plain(step.get('Id'), 60)}.person",
        kind=ElementKind.FIELD,
        name="Antragstellerdaten",
        type="person",
        source_type="Antragstellerdaten",
        help=sign_in.partition(", ")[2] or sign_in,
    )


def _text(key: str, said: str) -> FormElement:
    return FormElement(id=f"{key}.text", kind=ElementKind.TEXT, default=said)


def _standard(element: xml.Element, name: str, limit: int = 300) -> str:
    found = xml.child(element, name)
    return "" if found is None else plain_markup(found.get("Standard"), limit)
