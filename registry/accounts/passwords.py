"""Passwords: Argon2id, at least 12 characters, no well-known ones, no rules of composition."""

import secrets
import unicodedata
from base64 import b64encode

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from registry.core.errors import Invalid
from registry.core.messages import N_, define

MIN_LENGTH = 12
MAX_LENGTH = 200

TOO_SHORT = define("password.too_short", N_("Das Passwort braucht mindestens %(length)s Zeichen."))
TOO_LONG = define("password.too_long", N_("Das Passwort darf höchstens %(length)s Zeichen haben."))
TOO_COMMON = define("password.too_common", N_("Dieses Passwort ist leicht zu erraten. Wählen Sie ein anderes."))

_hasher = PasswordHasher()


def _hash_of_nothing() -> str:
    """An Argon2id hash that no password fits, made without hashing: not even the first comparison takes longer."""
    salt, digest = (b64encode(secrets.token_bytes(size)).decode().rstrip("=") for size in (16, 32))
    cost = f"m={_hasher.memory_cost},t={_hasher.time_cost},p={_hasher.parallelism}"
    return f"$argon2id$v=19${cost}${salt}${digest}"


_NOBODY = _hash_of_nothing()
_COMMON_PARTS = ("passwort", "password", "123456", "qwert", "hallo", "sommer", "winter", "geheim", "willkommen")
_MIN_DISTINCT = 5


def check_new(password: str, *, context: tuple[str, ...] = ()) -> None:
    """Refuse a new password that is too short, too long or easily guessed.

    Args:
        password: as typed.
        context: words an attacker tries first: name of the person, the town, the portal.

    Raises:
        Invalid: with the reason at the field ``password``.
    """
    text = normalised(password)
    if len(text) < MIN_LENGTH:
        raise Invalid(TOO_SHORT(length=MIN_LENGTH), {"password": TOO_SHORT(length=MIN_LENGTH)})
    if len(text) > MAX_LENGTH:
        raise Invalid(TOO_LONG(length=MAX_LENGTH), {"password": TOO_LONG(length=MAX_LENGTH)})
    if _is_guessable(text.casefold(), context):
        raise Invalid(TOO_COMMON(), {"password": TOO_COMMON()})


def hashed(password: str) -> str:
    """The Argon2id hash to store. Slow on purpose: call it before a transaction begins."""
    return _hasher.hash(_encoded(password))


def matches(password_hash: str | None, password: str) -> bool:
    """Whether the password fits; without a hash the same work is done in vain."""
    try:
        _hasher.verify(password_hash or _NOBODY, _encoded(password))
    except (VerificationError, InvalidHashError):
        return False
    return password_hash is not None


def normalised(password: str) -> str:
    """NFKC, so that the same keys give the same password on every keyboard."""
    return unicodedata.normalize("NFKC", password)


def _encoded(password: str) -> bytes:
    return normalised(password)[:MAX_LENGTH].encode("utf-8", "surrogatepass")


def _is_guessable(text: str, context: tuple[str, ...]) -> bool:
    rest = text
    for word in (*_COMMON_PARTS, *(part.casefold() for part in context if len(part) >= 4)):
        rest = rest.replace(word, "")
    return len(set(text)) < _MIN_DISTINCT or len(rest) < MIN_LENGTH // 2
