"""Secrets, people and endpoints that are known by what their value is called: a key, an attribute, a name beside it."""

import re
from collections.abc import Iterator
from functools import lru_cache

from registry.formats.finding_hits import (
    MAX_VALUE,
    SECRET_NAME,
    Hit,
    is_account,
    is_key_like,
    is_person,
    is_placeholder,
    masked,
    masked_person,
    masked_url,
)

_LOGIN_NAME = re.compile(
    r"(?:^|[_.-])(?:user_?name|user|login|benutzer(?:name)?|benutzerkennung|basic_auth_user|user_?id)$"
    r"|[a-z](?:UserName|Username|Login)$|^assignee$|^candidateUsers$",
    re.IGNORECASE,
)
_PERSON_NAME = re.compile(
    r"^(?:author|autor|creator|lastModifiedBy|createdBy|modifiedBy|changedBy|bearbeiter(?:in)?"
    r"|sachbearbeiter(?:in)?|ansprechpartner(?:in)?|ansprechperson|owner|verantwortliche?r?)$",
    re.IGNORECASE,
)
_ENDPOINT_NAME = re.compile(r"postUrl$|requestUrl$|webserviceUrl$|endpoint$", re.IGNORECASE)
_ABOUT_SECRETS = re.compile(
    r"(?:regex|regexp|pattern|min|max|length|laenge|länge|type|typ|url|uri|endpoint|field|feld|label|hint|hinweis"
    r"|text|title|titel|name|id|policy|rule|visible|required|timeout|count|error|message|confirm|vergessen"
    r"|is_?passwort|isPassword)\Z",
    re.IGNORECASE,
)
_NUMBER_NAME = re.compile(r"id\Z", re.IGNORECASE)
_VALUE_NAME = re.compile(r"(?:value|wert|ausdruck|authorization|x-[\w-]{1,60})\Z", re.IGNORECASE)
_HEADER_OWNER = re.compile(
    r"headerParameters(?:\.parameters)?\.\d+\.value$|headers\.\d+\.value$|headers\.[\w-]+$", re.IGNORECASE
)
_PLAIN_HEADERS = frozenset(
    ["accept", "accept-charset", "accept-encoding", "accept-language", "cache-control", "charset", "connection",
     "content-encoding", "content-language", "content-length", "content-type", "host", "origin", "user-agent"]
)  # fmt: skip
_LITERAL = re.compile(r"""\s*=?\s*(?:"([^"\n]{3,200})"|'([^'\n]{3,200})')\s*\Z""")


def in_named_value(owner: str, name: str, text: str, label: str = "") -> Iterator[Hit]:
    """What follows from the name of the key, element or attribute that holds a short value.

    Args:
        owner: the JSON path of the value, or the reference it is assigned to.
        name: the key, element or attribute.
        text: the value.
        label: what the pair it belongs to calls it, as in ``name="password" value="…"``.
    """
    role = _role(name)
    if not (role or label) or not 3 <= len(text) <= MAX_VALUE or is_placeholder(text):
        return
    value = text.strip()
    if "header" in owner.lower() and _HEADER_OWNER.search(owner):
        if (label or name).lower() not in _PLAIN_HEADERS:
            yield masked("header", value)
    elif role not in {"", "value"}:
        yield from _known(role, value)
    elif role == "value" and (hit := _assigned(owner, value)):
        yield hit
    elif label:
        yield from _in_pair(label, value)


def is_telling(name: str) -> bool:
    """Whether a value of this name is a secret or a login."""
    return _role(name) in {"secret", "login"}


@lru_cache(maxsize=4096)
def _role(name: str) -> str:
    """What a value is, going by its name: a secret, a login, a person … or nothing in particular."""
    if _VALUE_NAME.match(name):
        return "value"
    if SECRET_NAME.search(name) and _ABOUT_SECRETS.search(name):
        return ""
    patterns = {"endpoint": _ENDPOINT_NAME, "secret": SECRET_NAME, "person": _PERSON_NAME, "login": _LOGIN_NAME}
    return next((role for role, pattern in patterns.items() if pattern.search(name)), "")


def _known(role: str, value: str) -> Iterator[Hit]:
    if role == "endpoint":
        yield Hit("endpoint", value, masked_url(value))
    elif role == "secret" and is_key_like(value):
        yield masked("password", value)
    elif role == "person" and is_person(value):
        yield masked_person(value)
    elif role in {"login", "person"} and is_account(value):
        yield masked("login", value)


def _in_pair(label: str, value: str) -> Iterator[Hit]:
    """A value that something beside it names; text of a form has such names too, so a secret must be one word."""
    literal = _LITERAL.match(value)
    value = (literal[1] or literal[2]) if literal else value
    is_header = label.lower() in {"authorization", "x-api-key"}
    role = "secret" if is_header else _role(label)
    is_one_word = " " not in value or is_header
    if (role == "secret" and is_one_word) or (role in {"person", "login"} and not _NUMBER_NAME.search(label)):
        yield from _known(role, value)


def _assigned(owner: str, value: str) -> Hit | None:
    """A literal for a variable whose name says that it is secret (civento)."""
    literal = _LITERAL.match(value) if SECRET_NAME.search(owner.rsplit(".", 1)[-1]) else None
    return masked("password", literal[1] or literal[2]) if literal else None
