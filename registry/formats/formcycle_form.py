"""The form of a FORMCYCLE export: widgets in a flat list, put together to a tree."""

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from registry.core.messages import N_, Message, define
from registry.formats.form import MAX_CHOICES, MAX_ELEMENTS, Choice, ElementKind, FormElement, FormModel
from registry.formats.plain import TEXT, plain, plain_markup
from registry.formats.reading import (
    MAX_WARNINGS,
    TRUNCATED,
    Dependency,
    FileSummary,
    Identifiers,
    bounded_texts,
)

LOOSE = define(
    "formcycle.loose",
    N_("%(count)s Elemente hängen an einem Element, das fehlt. Sie stehen auf der obersten Ebene."),
)
UNKNOWN_LOGIN = define(
    "formcycle.unknown_login",
    N_("Die Art der Anmeldung „%(method)s“ ist nicht bekannt. Bitte tragen Sie sie im Steckbrief ein."),
)

_KINDS = {
    "XPage": ElementKind.PAGE,
    **dict.fromkeys(("XHeader", "XFooter", "XContainer", "XContainerInvisible", "XFieldSet"), ElementKind.GROUP),
    **dict.fromkeys(("XSpan", "XImage", "XLine", "XSpacer", "XHtmlWidget"), ElementKind.TEXT),
    **dict.fromkeys(
        ("XButtonList", "XBsLogin", "XCaptcha", "XReCaptcha", "XLanguageSwich", "XLanguageSwitch", "XNavigationBar"),
        ElementKind.ACTION,
    ),
}
_FIELD_TYPES = {
    "XTextField": "text",
    "XTextfieldAdvanced": "text",
    "XTextArea": "text",
    "XSelect": "choice",
    "XDatalistAdvanced": "choice",
    "XCheckbox": "bool",
    "XUpload": "file",
    "XAppointment": "appointment",
    "XSignature": "signature",
    "XMap": "map",
    "XFormula": "formula",
    "XRating": "rating",
}
_DATA_TYPES = (
    (("date", "datum"), "date"),
    (("time", "uhrzeit"), "time"),
    (("email", "mail"), "email"),
    (("phone", "tel"), "phone"),
    (("plz", "zip"), "postcode"),
    (("money", "currency", "int", "number", "num", "float", "decimal"), "number"),
    (("iban", "bic"), "iban"),
    (("url",), "url"),
)
_LIMITS = {
    "minlength": "min_length",
    "maxlength": "max_length",
    "minvalue": "min_value",
    "maxvalue": "max_value",
    "regexp": "pattern",
    "regex": "pattern",
    "accept": "media_types",
    "filetypes": "media_types",
    "maxfilesize": "max_size",
    "maxsize": "max_size",
}
_METHODS = {
    "BUND_ID": "bundid",
    "BUNDID": "bundid",
    "MUK": "muk",
    "ELSTER": "muk",
    "UNTERNEHMENSKONTO": "muk",
    "SERVICEKONTO_HE": "servicekonto_he",
    "HESSEN": "servicekonto_he",
}
_LEVELS = {"4": "hoch", "3": "substanziell", "1": "basis", "2": "basis"}
_DATA_SOURCES = frozenset({"datasource", "datasourcename", "dsname", "data_source"})
_LANGUAGE = re.compile(r"[a-z]{2}(?:[_-][A-Za-z]{2})?\Z")
_VERSION = re.compile(r"(?<!\d)\d{1,3}(?:\.\d{1,6}){1,3}")
_CONDITIONS = ("hiddenif", "requiredif", "readonlyif")


def version_of(form: dict[str, Any]) -> str:
    """The FORMCYCLE version that wrote the form, ``8.5.2``; empty when it does not say."""
    version = form.get("version")
    if isinstance(version, str):
        found = _VERSION.search(version)
        return found[0] if found else ""
    if not isinstance(version, dict) or not str(version.get("majorVersion", "")).isdigit():
        return ""
    parts = (version.get(key) for key in ("majorVersion", "minorVersion", "patchVersion"))
    return ".".join(plain(part, 8) for part in parts if isinstance(part, str | int) and plain(part))


def read(form: dict[str, Any], blank: FileSummary) -> FileSummary:
    """The summary of a form; `blank` brings what every FORMCYCLE file has."""
    items = [item for item in form["items"] if isinstance(item, dict) and isinstance(item.get("properties"), dict)]
    tree = _Tree(items)
    title = plain_markup(form.get("title") or _metadata(form, "title"), 150)
    model = FormModel(
        title=title, version=version_of(form), elements=tree.elements, truncated=len(items) > MAX_ELEMENTS
    )
    dependencies = tuple(dict.fromkeys(_dependencies(items)))
    warnings = list(_login_warnings(items))
    if tree.loose:
        warnings.append(LOOSE(count=tree.loose))
    if model.truncated:
        warnings.append(TRUNCATED())
    return replace(
        blank,
        variant="form",
        tool_version=version_of(form),
        title=title,
        identifiers=Identifiers(source_key=title),
        solution_kind="form",
        platform_min_version=version_of(form),
        form=model,
        dependencies=dependencies,
        counts=_counts(items, model),
        facts=_facts(form, items, title, dependencies),
        texts=bounded_texts(_texts(form, model)),
        warnings=tuple(warnings[:MAX_WARNINGS]),
    )


def _properties(item: dict[str, Any]) -> dict[str, Any]:
    properties = item.get("properties")
    return properties if isinstance(properties, dict) else {}


def _metadata(form: dict[str, Any], key: str) -> object:
    metadata = form.get("metadata")
    return metadata.get(key) if isinstance(metadata, dict) else None


def _class(item: dict[str, Any]) -> str:
    return plain(item.get("className"), 80)


class _Tree:
    """Parents and children, by the id of the parent or by the names that a container lists."""

    def __init__(self, items: list[dict[str, Any]]) -> None:
        self.items = items[:MAX_ELEMENTS]
        self.by_id = {str(_properties(item).get("id")): at for at, item in enumerate(self.items)}
        self.by_name = {str(_properties(item).get("name")): at for at, item in enumerate(self.items)}
        self.children: dict[int | None, list[int]] = {}
        self.loose = 0
        listed = self._listed()
        for at, item in enumerate(self.items):
            self.children.setdefault(self._parent(at, item, listed), []).append(at)
        self.used: set[int] = set()
        self.elements = tuple(self._element(at, 0) for at in self.children.get(None, []))
        self.elements += tuple(self._element(at, 0) for at in range(len(self.items)) if at not in self.used)

    def _listed(self) -> dict[int, int]:
        """Child to parent, from the `elements` of containers."""
        found: dict[int, int] = {}
        for at, item in enumerate(self.items):
            names = _properties(item).get("elements") or item.get("elements")
            for name in names if isinstance(names, list) else ():
                if isinstance(name, str) and name in self.by_name:
                    found.setdefault(self.by_name[name], at)
        return found

    def _parent(self, at: int, item: dict[str, Any], listed: dict[int, int]) -> int | None:
        named = _properties(item).get("parentid")
        if isinstance(named, str) and named:
            parent = self.by_id.get(named, self.by_name.get(named))
            self.loose += parent is None and at not in listed
            return listed.get(at) if parent is None else parent
        return listed.get(at)

    def _element(self, at: int, depth: int) -> FormElement:
        """An element with its children; one that was used already (a circle) is not entered again."""
        self.used.add(at)
        inner = [child for child in self.children.get(at, []) if child not in self.used and depth < 60]
        self.used.update(inner)
        return _element(self.items[at], tuple(self._element(child, depth + 1) for child in inner))


def _element(item: dict[str, Any], children: tuple[FormElement, ...]) -> FormElement:
    properties = _properties(item)
    kind = _kind(item, children)
    choices = tuple(_choices(properties))
    return FormElement(
        id=plain(properties.get("id"), 120) or plain(properties.get("name"), 120),
        kind=kind,
        name=_label(properties),
        key=plain(properties.get("name"), 120),
        type=_type(item, choices) if kind is ElementKind.FIELD else "",
        source_type=_class(item),
        occurs="1:*" if _is_on(properties.get("dynamic")) else "",
        required=_is_on(properties.get("required")) if kind is ElementKind.FIELD else None,
        read_only=_is_on(properties.get("readonly")),
        hidden=_is_on(properties.get("hidden")) or _is_on(properties.get("invisible")),
        condition=_condition(properties),
        limits=_limits(properties),
        choices=choices[:MAX_CHOICES],
        choices_total=len(choices),
        help=plain_markup(properties.get("helptext") or properties.get("tooltip"), TEXT),
        children=children,
    )


def _kind(item: dict[str, Any], children: tuple[FormElement, ...]) -> ElementKind:
    known = _KINDS.get(_class(item))
    if known is not None:
        return known
    return ElementKind.GROUP if children else ElementKind.FIELD


def _label(properties: dict[str, Any]) -> str:
    texts = (plain_markup(properties.get(key)) for key in ("label", "legend", "bs_btn_text", "rtevalue"))
    named = next((text for text in texts if text), "")
    return named or plain(properties.get("aliasname")) or plain(properties.get("name"))


def _type(item: dict[str, Any], choices: tuple[Choice, ...]) -> str:
    properties, known = _properties(item), _FIELD_TYPES.get(_class(item), "")
    if known == "text":
        data_type = plain(properties.get("datatype"), 120).casefold()
        return next((kind for words, kind in _DATA_TYPES if any(word in data_type for word in words)), "text")
    if known == "bool" and len(choices) > 1:
        return "choice"
    return known or _class(item).removeprefix("X").lower()


def _choices(properties: dict[str, Any]) -> Iterator[Choice]:
    options = properties.get("options")
    if isinstance(options, dict):
        options = [{"value": code, "text": label} for code, label in options.items()]
    elif isinstance(options, str):
        options = [line for line in options.splitlines() if line.strip()]
    for option in options if isinstance(options, list) else ():
        if isinstance(option, dict):
            label = plain_markup(option.get("text") or option.get("label"))
            yield Choice(code=plain(option.get("value"), 120), label=label)
        elif isinstance(option, str):
            yield Choice(code=plain(option, 120), label=plain_markup(option))


def _is_on(value: object) -> bool:
    return isinstance(value, str | int) and str(value).lower() in {"1", "true"}


def _condition(properties: dict[str, Any]) -> str:
    parts = (f"{key}: {plain(properties.get(key), 200)}" for key in _CONDITIONS if properties.get(key))
    return plain("; ".join(part for part in parts if not part.endswith((": ", ": 0"))))


def _limits(properties: dict[str, Any]) -> dict[str, str]:
    found = {limit: plain(properties.get(key), 200) for key, limit in _LIMITS.items()}
    return {limit: value for limit, value in found.items() if value not in {"", "0"}}


def _dependencies(items: list[dict[str, Any]]) -> Iterator[Dependency]:
    """Widgets that a plug-in brings, and sources of data kept outside the form."""
    for item in items:
        name = _class(item)
        if name == "XBsLogin" or (name not in _KINDS and name not in _FIELD_TYPES):
            yield Dependency(type="plugin", key=name)
        for key, value in _properties(item).items():
            if key.lower() in _DATA_SOURCES and isinstance(value, str) and plain(value):
                yield Dependency(type="datasource", key=plain(value, 120))
            if key == "datatype" and isinstance(value, str) and "Plugin" in value:
                yield Dependency(type="plugin", key=plain(value.rsplit(".", 1)[-1], 120))


def _logins(items: list[dict[str, Any]]) -> list[dict[str, Any]]:
    return [_properties(item) for item in items if _class(item) == "XBsLogin"]


def _method(login: dict[str, Any]) -> str:
    return plain(login.get("bs_auth_ref"), 120).partition("::")[0]


def _login_warnings(items: list[dict[str, Any]]) -> Iterator[Message]:
    unknown = {_method(login) for login in _logins(items)} - set(_METHODS)
    yield from (UNKNOWN_LOGIN(method=method) for method in sorted(unknown) if method)


def _level(logins: list[dict[str, Any]]) -> str:
    """The highest level of trust asked for: the digit after the bar of ``m|3``."""
    digits = {plain(login.get("bs_trust_level"), 20).rpartition("|")[2] for login in logins}
    return next((level for digit, level in _LEVELS.items() if digit in digits), "")


def _payment(items: list[dict[str, Any]]) -> str:
    classes = {_class(item) for item in items}
    if classes & {"XOrderItem", "XOrderButton"}:
        return "epaybl"
    if any("pmpayment" in name.lower() for name in classes):
        return "pmpayment"
    return "other" if any("pay" in name.lower() for name in classes) else ""


def _languages(form: dict[str, Any]) -> list[str]:
    given = form.get("lang")
    codes = [given] if isinstance(given, str) else list(given) if isinstance(given, list | dict) else []
    translations = form.get("formI18n")
    codes += list(translations) if isinstance(translations, dict) else []
    short = [code[:2].lower() for code in codes if isinstance(code, str) and _LANGUAGE.match(code)]
    return list(dict.fromkeys(short))[:20]


def _facts(
    form: dict[str, Any], items: list[dict[str, Any]], title: str, dependencies: tuple[Dependency, ...]
) -> dict[str, Any]:
    logins = _logins(items)
    methods = sorted({_METHODS[_method(login)] for login in logins if _method(login) in _METHODS})
    facts = {
        "title": title,
        "kind": "form",
        "platform": "formcycle",
        "platform_min_version": version_of(form),
        "source_key": title,
        "auth_methods": methods,
        "trust_level": _level(logins),
        "payment": _payment(items),
        "languages": _languages(form),
        "dependencies": [needed.to_json() for needed in dependencies],
    }
    return {key: value for key, value in facts.items() if value}


def _counts(items: list[dict[str, Any]], model: FormModel) -> dict[str, int]:
    kinds = Counter(element.kind for element in model.walk())
    required = sum(bool(element.required) for element in model.walk())
    return {
        "items": len(items),
        "pages": kinds[ElementKind.PAGE],
        "groups": kinds[ElementKind.GROUP],
        "fields": kinds[ElementKind.FIELD],
        "required_fields": required,
        "uploads": sum(_class(item) == "XUpload" for item in items),
    }


def _texts(form: dict[str, Any], model: FormModel) -> Iterator[str]:
    yield plain_markup(form.get("title"))
    yield plain_markup(form.get("description"), TEXT)
    for element in model.walk():
        yield from (element.name, element.help)
        yield from (choice.label for choice in element.choices[:20])
