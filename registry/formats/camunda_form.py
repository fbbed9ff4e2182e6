"""Camunda forms (form-js): JSON with a list of components, nested in groups and lists."""

import re
from collections.abc import Iterator
from dataclasses import replace

from registry.core.messages import N_, define
from registry.formats.form import MAX_CHOICES, CodeList, ElementKind, FormElement, FormModel
from registry.formats.json_form import (
    Object,
    Room,
    choices_of,
    counts_of,
    facts_of,
    is_true,
    limits_of,
    objects,
    part_of,
    texts_of,
    truncation,
)
from registry.formats.plain import TEXT, plain, plain_markup
from registry.formats.probe import Probe
from registry.formats.reading import (
    Broken,
    Certainty,
    FileSummary,
    Identifiers,
    Recognition,
    bounded_texts,
)

LABEL = define("camunda_form.label", N_("Camunda-Formular"))
REASON = define(
    "camunda_form.reason",
    N_("Das JSON ist ein Formular der Camunda-Form-Engine: Art „default“, Schema %(version)s, %(count)s Bausteine."),
)
REASON_LIKELY = define(
    "camunda_form.reason_likely",
    N_("Das JSON ist wie ein Camunda-Formular aufgebaut (%(count)s Bausteine), nennt aber keine Fassung des Schemas."),
)
NOT_A_FORM = define(
    "camunda_form.not_a_form",
    N_(
        "Die Datei „%(name)s“ ist kein lesbares %(format)s. Es fehlt die Liste der Bausteine („components“). "
        "Speichern Sie das Formular in Ihrem Werkzeug erneut und laden Sie es noch einmal hoch."
    ),
)

_START = re.compile(r'"components"\s{0,5}:\s{0,5}\[')
_KINDS = {
    **dict.fromkeys(("group", "dynamiclist"), ElementKind.GROUP),
    **dict.fromkeys(
        ("text", "html", "spacer", "separator", "image", "iframe", "table", "documentPreview"), ElementKind.TEXT
    ),
    "button": ElementKind.ACTION,
}
_TYPES = {
    "textfield": "text",
    "textarea": "text",
    "number": "number",
    "checkbox": "bool",
    "radio": "choice",
    "select": "choice",
    "checklist": "choice",
    "taglist": "choice",
    "filepicker": "file",
    "expression": "formula",
}
_LIMITS = {
    "minLength": "min_length",
    "maxLength": "max_length",
    "min": "min_value",
    "max": "max_value",
    "pattern": "pattern",
}
_SUBTYPES = {"date": "date", "time": "time", "datetime": "datetime"}
_SEVERAL = frozenset({"checklist", "taglist"})


class CamundaFormReader:
    """Reads `*.form` (and such a form under any other name)."""

    id = "camunda_form"
    label = LABEL()
    name = "Camunda-Form-JSON"
    media_type = "application/json"
    extensions = (".form",)

    def claims(self, probe: Probe) -> bool:
        """By the start of broken JSON."""
        return probe.json_problem is not None and '"schemaVersion"' in probe.head and bool(_START.search(probe.head))

    def recognise(self, probe: Probe) -> Recognition | None:
        """By the shape of the JSON."""
        form = probe.json
        if not _is_form(form):
            return None
        count, version = sum(1 for _ in _components(form)), form.get("schemaVersion")
        if isinstance(version, int) and not isinstance(version, bool):
            return Recognition(self.id, Certainty.CERTAIN, REASON(version=version, count=count))
        return Recognition(self.id, Certainty.LIKELY, REASON_LIKELY(count=count)) if count else None

    def read(self, probe: Probe) -> FileSummary:
        """Read the components."""
        probe.refuse_broken_json()
        recognition = self.recognise(probe)
        if recognition is None:
            raise Broken(NOT_A_FORM)
        form, room = probe.json, Room()
        elements = tuple(_elements(form, room))
        key, title = plain(form.get("id"), 120), _title(form)
        model = FormModel(
            id=key, version=plain(form.get("versionTag"), 40), title=title, elements=elements, truncated=room.is_full
        )
        exporter = part_of(form, "exporter")
        summary = FileSummary(
            format_id=self.id,
            format_label=self.label,
            certainty=recognition.certainty,
            reason=recognition.reason,
            media_type=self.media_type,
            variant="form",
            tool=plain(exporter.get("name")) or plain(form.get("executionPlatform")),
            tool_version=plain(exporter.get("version"), 60) or plain(form.get("executionPlatformVersion"), 60),
            title=title,
            identifiers=Identifiers(source_key=key, version=model.version),
            solution_kind="form",
            platform="camunda",
            platform_min_version=plain(form.get("executionPlatformVersion"), 60),
            form=model,
            counts=counts_of(model),
            texts=bounded_texts(texts_of(model)),
            warnings=truncation(room),
        )
        return replace(summary, facts=facts_of(summary))


def _is_form(value: object) -> bool:
    if not isinstance(value, dict) or value.get("type") != "default" or not isinstance(value.get("components"), list):
        return False
    return all(isinstance(part, dict) and isinstance(part.get("type"), str) for part in value["components"])


def _components(holder: Object) -> Iterator[Object]:
    """Every component of a form, also those in groups and lists."""
    for component in objects(holder.get("components")):
        yield component
        yield from _components(component)


def _title(form: Object) -> str:
    """The first heading of the form; a form has no title of its own."""
    for component in _components(form):
        text = component.get("text") if component.get("type") == "text" else None
        for line in text.splitlines() if isinstance(text, str) else ():
            if line.lstrip().startswith("#"):
                return plain_markup(line.lstrip(" #"), 150)
    return ""


def _elements(holder: Object, room: Room) -> Iterator[FormElement]:
    for component in objects(holder.get("components")):
        if not room.take():
            return
        yield _element(component, tuple(_elements(component, room)))


def _element(component: Object, children: tuple[FormElement, ...]) -> FormElement:
    source_type = plain(component.get("type"), 80)
    kind = _KINDS.get(source_type, ElementKind.GROUP if children else ElementKind.FIELD)
    rules = part_of(component, "validate")
    choices = choices_of(component.get("values"))
    key = plain(component.get("key") or component.get("path"), 120)
    return FormElement(
        id=plain(component.get("id"), 120) or key,
        kind=kind,
        name=_name(component, kind) or key,
        key=key,
        type=_type(component, rules) if kind is ElementKind.FIELD else "",
        source_type=source_type,
        occurs=_occurs(component, source_type),
        required=rules.get("required") is True if kind is ElementKind.FIELD else None,
        read_only=is_true(component.get("readonly")) or is_true(component.get("disabled")),
        condition=_condition(component),
        limits=limits_of(rules, _LIMITS) | limits_of(component, {"accept": "media_types"}),
        choices=choices[:MAX_CHOICES],
        choices_total=len(choices),
        code_list=_code_list(component),
        help=plain_markup(component.get("description"), TEXT),
        default=plain(component.get("defaultValue"), TEXT),
        children=children,
    )


def _name(component: Object, kind: ElementKind) -> str:
    label = component.get("dateLabel") or component.get("timeLabel") or component.get("label")
    if kind is ElementKind.TEXT:
        label = label or component.get("text") or component.get("content") or component.get("alt")
    return plain_markup(label).lstrip("# ")


def _type(component: Object, rules: Object) -> str:
    source_type = plain(component.get("type"), 80)
    if source_type == "datetime":
        return _SUBTYPES.get(plain(component.get("subtype"), 20), "date")
    if source_type == "textfield" and rules.get("validationType") in ("email", "phone"):
        return str(rules["validationType"])
    return _TYPES.get(source_type, source_type)


def _occurs(component: Object, source_type: str) -> str:
    if source_type == "dynamiclist" or is_true(component.get("multiple")):
        return "1:*"
    return "0:*" if source_type in _SEVERAL else ""


def _condition(component: Object) -> str:
    hidden = part_of(component, "conditional").get("hide")
    return f"hide: {plain(hidden)}" if isinstance(hidden, str) and plain(hidden) else ""


def _code_list(component: Object) -> CodeList | None:
    """Where the values come from at run time, if they do not stand in the form."""
    source = plain(component.get("valuesKey")) or plain(component.get("valuesExpression"))
    return CodeList(uri=source) if source else None
