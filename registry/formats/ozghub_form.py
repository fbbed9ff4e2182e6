"""Forms of the service portals of the OZG-Hub (service-bw, Amt24): JSON with sections, field groups, rows, fields."""

import re
from collections.abc import Iterator
from dataclasses import replace

from registry.core.messages import N_, Message, define
from registry.formats.form import MAX_CHOICES, ElementKind, FormElement, FormModel
from registry.formats.json_form import (
    Object,
    Room,
    choices_of,
    counts_of,
    facts_of,
    limits_of,
    objects,
    part_of,
    texts_of,
    truncation,
)
from registry.formats.plain import NAME, TEXT, plain, plain_markup
from registry.formats.probe import Probe
from registry.formats.reading import (
    Broken,
    Certainty,
    FileSummary,
    Identifiers,
    Recognition,
    bounded_texts,
)

LABEL = define("ozghub_form.label", N_("Formular eines Serviceportals (OZG-Hub)"))
REASON = define(
    "ozghub_form.reason",
    N_("Das JSON enthält Abschnitte, Feldgruppen und Felder eines Formulars der Serviceportale (%(count)s Felder)."),
)
REASON_EMPTY = define(
    "ozghub_form.reason_empty",
    N_("Das JSON hat den Kopf eines Formulars der Serviceportale (Kennung, Quelle, Ziel), aber noch keine Felder."),
)
NO_FIELDS = define("ozghub_form.no_fields", N_("Das Formular enthält noch keine Felder."))
NOT_A_FORM = define(
    "ozghub_form.not_a_form",
    N_(
        "Die Datei „%(name)s“ ist kein lesbares %(format)s. Es fehlen die Abschnitte („sections“). "
        "Exportieren Sie das Formular erneut und laden Sie es noch einmal hoch."
    ),
)

_TYPES = {
    **dict.fromkeys(("STRING", "TEXTAREA", "STRING_AJAX_AUTOCOMPLETE"), "text"),
    **dict.fromkeys(("FILE", "MULTIPLE_FILE"), "file"),
    **dict.fromkeys(("BOOLEAN", "SINGLE_CHECKBOX"), "bool"),
    **dict.fromkeys(
        (
            "CHECKBOX",
            "RADIO_BUTTONS",
            "DROPDOWN_SINGLE_SELECT",
            "DROPDOWN_SINGLE_SELECT_AJAX",
            "DROPDOWN_MULTIPLE_SELECT",
            "TWO_LIST_SELECT",
        ),
        "choice",
    ),
    "DATE": "date",
    "TIME": "time",
    "EURO_BETRAG": "number",
    **dict.fromkeys(("GEO_MAP", "GDIK_MAP"), "map"),
}
_SHOWN = frozenset({"TEXT", "PLACEHOLDER", "H1", "H2", "VIDEO", "IMAGE", "DOWNLOAD", "HINTBOX", "PDF"})
_SEVERAL = frozenset({"CHECKBOX", "DROPDOWN_MULTIPLE_SELECT", "TWO_LIST_SELECT", "MULTIPLE_FILE"})
_LIMITS = {
    "minLength": "min_length",
    "maxLength": "max_length",
    "minValue": "min_value",
    "maxValue": "max_value",
    "regex": "pattern",
    "maxFilesize": "max_size",
}
_VERBS = {
    "ShowOnEmptyFieldCondition": '= ""',
    "ShowOnFilledFieldCondition": '≠ ""',
    "ShowOnFieldValueNotInValuesCondition": "≠",
    "ShowOnProcessVariableNotInValuesCondition": "≠",
    "RequiredOnEmptyFieldValidator": '= ""',
    "RequiredOnFilledFieldValidator": '≠ ""',
    "RequiredOnFieldValueNotInValuesValidator": "≠",
}
_START = re.compile(r'"fieldGroups"\s{0,5}:\s{0,5}\[')


class OzghubFormReader:
    """Reads forms as the form designer of the service portals exports them."""

    id = "ozghub_form"
    label = LABEL()
    name = "OZG-Hub-Formular-JSON"
    media_type = "application/json"
    extensions: tuple[str, ...] = ()

    def claims(self, probe: Probe) -> bool:
        """By the start of broken JSON."""
        return probe.json_problem is not None and '"sections"' in probe.head and bool(_START.search(probe.head))

    def recognise(self, probe: Probe) -> Recognition | None:
        """By the shape of the JSON."""
        form = probe.json
        if not isinstance(form, dict) or not isinstance(form.get("sections"), list) or not _has_head(form):
            return None
        fields = sum(1 for section in objects(form["sections"]) for _ in _fields_of(section))
        if fields:
            return Recognition(self.id, Certainty.CERTAIN, REASON(count=fields))
        return Recognition(self.id, Certainty.LIKELY, REASON_EMPTY())

    def read(self, probe: Probe) -> FileSummary:
        """Read sections, groups and fields."""
        probe.refuse_broken_json()
        recognition = self.recognise(probe)
        if recognition is None:
            raise Broken(NOT_A_FORM)
        form, room = probe.json, Room()
        elements = tuple(_section(section, room) for section in objects(form["sections"]) if room.take())
        key, version = _key(form)
        title = plain_markup(form.get("title"), 150)
        model = FormModel(id=key, version=version, title=title, elements=elements, truncated=room.is_full)
        counts = counts_of(model)
        summary = FileSummary(
            format_id=self.id,
            format_label=self.label,
            certainty=recognition.certainty,
            reason=recognition.reason,
            media_type=self.media_type,
            variant="form",
            tool="OZG-Hub",
            tool_version=plain(form.get("engineVersion"), 20),
            title=title,
            identifiers=Identifiers(source_key=key, version=version),
            solution_kind="form",
            platform="other",
            form=model,
            counts=counts,
            texts=bounded_texts(texts_of(model)),
            warnings=_warnings(counts, room),
        )
        return replace(summary, facts=facts_of(summary))


def _has_head(form: Object) -> bool:
    """Whether the form has a key and says where its content comes from or goes to, or has groups of fields."""
    if not isinstance(form.get("id"), str):
        return False
    if any(isinstance(part_of(form, side).get("service"), str) for side in ("source", "target")):
        return True
    return any(isinstance(section.get("fieldGroups"), list) for section in objects(form["sections"]))


def _warnings(counts: dict[str, int], room: Room) -> tuple[Message, ...]:
    return ((NO_FIELDS(),) if not counts["fields"] else ()) + truncation(room)


def _key(form: Object) -> tuple[str, str]:
    """Name and version out of ``client:name:v1.0``; the client is the number of one town's installation."""
    parts = form["id"].split(":")
    if len(parts) < 2:
        return plain(form["id"], 120), ""
    return plain(parts[-2] if len(parts) > 2 else parts[0], 120), plain(parts[-1], 20).removeprefix("v")


def _fields_of(section: Object) -> Iterator[Object]:
    for group in objects(section.get("fieldGroups")):
        for row in objects(group.get("rows")):
            yield from objects(row.get("fields"))


def _section(section: Object, room: Room) -> FormElement:
    groups = tuple(_group(group, room) for group in objects(section.get("fieldGroups")) if room.take())
    return FormElement(
        id=plain(section.get("id"), 120),
        kind=ElementKind.PAGE,
        name=plain_markup(section.get("title")),
        condition=_labelled(skip=section.get("skipConditions")),
        children=groups,
    )


def _group(group: Object, room: Room) -> FormElement:
    rows = objects(group.get("rows"))
    fields = tuple(_field(field) for row in rows for field in objects(row.get("fields")) if room.take())
    return FormElement(
        id=plain(group.get("id"), 120),
        kind=ElementKind.GROUP,
        name=plain_markup(group.get("title")),
        key=plain(group.get("fimId") or group.get("id"), 120),
        occurs="1:*" if group.get("multiple") is True else "",
        condition=_labelled(show=group.get("displayConditions")),
        children=fields,
    )


def _field(field: Object) -> FormElement:
    source_type = plain(field.get("type"), 80)
    kind = ElementKind.TEXT if source_type in _SHOWN else ElementKind.FIELD
    choices = choices_of(field.get("possibleValues"))
    rules = list(objects(field.get("validationRules")))
    limits = {limit: value for rule in rules for limit, value in limits_of(rule, _LIMITS).items()}
    return FormElement(
        id=plain(field.get("id"), 120),
        kind=kind,
        name=plain_markup(field.get("label")),
        key=plain(field.get("fimId") or field.get("id"), 120),
        type=_TYPES.get(source_type, source_type.lower()) if kind is ElementKind.FIELD else "",
        source_type=source_type,
        occurs="0:*" if source_type in _SEVERAL else "",
        required=field.get("required") is True if kind is ElementKind.FIELD else None,
        read_only=field.get("disabled") is True,
        condition=_field_condition(field, rules),
        limits=limits,
        choices=choices[:MAX_CHOICES],
        choices_total=len(choices),
        help=plain_markup(field.get("helptext"), TEXT),
        children=(),
    )


def _field_condition(field: Object, rules: list[Object]) -> str:
    required = [rule for rule in rules if plain(rule.get("@type")).startswith("RequiredOn")]
    return _labelled(show=field.get("displayConditions"), required=required)


def _labelled(**conditions: object) -> str:
    parts = ((word, _conditions(value)) for word, value in conditions.items())
    return plain("; ".join(f"{word}: {text}" for word, text in parts if text), NAME)


def _conditions(value: object) -> str:
    """Conditions as an expression; of several one is enough."""
    return plain(" or ".join(text for condition in objects(value) if (text := _condition(condition))), NAME)


def _condition(condition: Object, depth: int = 0) -> str:
    kind = plain(condition.get("@type"), 80)
    inner = [_condition(part, depth + 1) for part in objects(condition.get("conditions"))] if depth < 10 else []
    if inner:
        return f"({(' and ' if kind.startswith('And') else ' or ').join(part for part in inner if part)})"
    field = ".".join(plain(part, 60) for key, part in condition.items() if _is_name(key) and isinstance(part, str))
    verb, values = _VERBS.get(kind, "="), ", ".join(plain(part, 60) for part in _values(condition))
    return f"{field} {verb} {values}".strip() if values or '"' in verb else field


def _is_name(key: str) -> bool:
    return key != "@type" and not key.endswith("Message")


def _values(condition: Object) -> Iterator[object]:
    """What the field is compared with: the entries of a list, or a truth value as its word."""
    for value in condition.values():
        if isinstance(value, list):
            yield from value
        elif isinstance(value, bool):
            yield str(value).lower()
