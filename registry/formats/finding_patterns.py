"""What secrets, personal data and internal details look like, how they are masked, and what is harmless.

Every repetition is bounded or runs over characters that cannot end it twice: linear time on any text.
"""

import re
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from urllib.parse import urlsplit


@dataclass(frozen=True, slots=True)
class Hit:
    """A value found; `masked` is all of it that is ever shown."""

    category: str
    value: str
    masked: str


_SENSITIVE = (
    r"(?:passwor[dt]|passwd|passphrase|kennwort|secret|geheimnis|credential|authorization|bearer|token"
    r"|api[_-]?key|access[_-]?key|private[_-]?key|zugangsschl(?:ü|ue)ssel|basic_auth_pass|pwd)"
)
_SECRET_NAME = re.compile(_SENSITIVE, re.IGNORECASE)
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
_PERSON = re.compile(
    r"(?:(?:Dr|Prof)\.\s?)?[A-ZÄÖÜ][a-zäöüßéè]{1,25}(?:-[A-ZÄÖÜ][a-zäöüß]{1,25})?,?\s(?:von\s|van\s|zu\s)?"
    r"[A-ZÄÖÜ][a-zäöüßéè]{1,30}(?:-[A-ZÄÖÜ][a-zäöüß]{1,30})?\Z"
)
_ORGANISATION = re.compile(
    r"amt|stadt|kreis|gemeinde|land|redaktion|ministerium|verwaltung|gmbh|software|microsoft|libre|office"
    r"|adobe|writer|modeler|designer|system|team|service|portal|behörde|zweckverband|universit|verlag|bund",
    re.IGNORECASE,
)
_SOFTWARE = re.compile(
    r"software|microsoft|libre|office|adobe|acrobat|writer|modeler|designer|system|admin|service|redaktion",
    re.IGNORECASE,
)
_ACCOUNT = re.compile(r"[A-Za-z][\w.\\@-]{2,60}\Z")

_PLACEHOLDER = re.compile(
    r"\s*(?:\[%.*%\]|\[[A-Za-z_]\w{0,80}\]|[$%]\{.*\}|#\{.*\}|=?(?:Bearer |Basic )?\{\{.*\}\}"
    r"|\$\$.*\$\$|%\w+%|<[^>]*>|\*+|x{3,}|\.{3,}|-+|n/?a"
    r"|redacted|removed|entfernt|geschw(?:ä|ae)rzt|platzhalter|changeme|todo|null|none|undefined"
    r"|true|false|ja|nein|yes|no|on|off|sichtbar|nichtsichtbar|pflichtfeld|\d{1,3})\s*\Z",
    re.IGNORECASE | re.DOTALL,
)
_SAMPLE = re.compile(
    r"muster(?:mann|frau)|max\.muster|beispiel|example\.(?:com|org|net)|12345|@email\.de", re.IGNORECASE
)

_SECRET_WORDS = (
    "passwor", "passwd", "passphrase", "kennwort", "secret", "geheimnis", "credential", "authorization",
    "bearer", "token", "apikey", "api_key", "api-key", "access_key", "accesskey", "access-key", "private_key",
    "zugangsschl", "basic_auth_pass", "pwd",
)  # fmt: skip
_ASSIGNED = re.compile(
    r"""[\wäöüß-]{0,30}["']?\]?\s{0,4}(?::=|=>|={1,3}|:)\s{0,4}"""
    r"""(?:"([^"\n]{3,200})"|'([^'\n]{3,200})'|([^\s"'<>,;)&]{4,200}))"""
)
_LITERAL = re.compile(r"""\s*(?:"([^"\n]{3,200})"|'([^'\n]{3,200})')\s*\Z""")
_PRIVATE_KEY = re.compile(r"-----BEGIN [A-Z ]{0,30}PRIVATE KEY( BLOCK)?-----")
_TOKENS = re.compile(
    r"eyJ[\w-]{10,4000}\.[\w-]{10,8000}\.[\w-]{0,4000}|AKIA[0-9A-Z]{16}|AIza[\w-]{35}|gh[pousr]_\w{36}"
    r"|github_pat_\w{50,100}|glpat-[\w-]{20,40}|xox[abprs]-[\w-]{10,100}|sk_live_\w{20,100}"
    r"|AccountKey=[\w+/=]{40,100}|SG\.[\w-]{20,30}\.[\w-]{40,50}"
)
_URL = re.compile(r"\b(?:https?|ftp|sftp|ldaps?|jdbc:\w{2,12}|smb|wss?|amqps?)://[^\s\"'<>\\^`{|}\[\]]{3,2000}")
_SECRET_QUERY = re.compile(
    r"[?&](?:access_token|api_?key|key|token|sig|secret|password|pwd)=([^&#\s$]{6,300})", re.IGNORECASE
)
_EMAIL_LOCAL = re.compile(r"[A-Za-z0-9ÄÖÜäöüß._%+-]{1,64}\Z")
_EMAIL_DOMAIN = re.compile(r"[A-Za-z0-9ÄÖÜäöüß](?:[A-Za-z0-9ÄÖÜäöüß-]{0,62}\.){1,5}[A-Za-z]{2,18}(?![\w-])")
_IPV4 = re.compile(r"(?<![\w.-])(?:10|192\.168|172\.(?:1[6-9]|2\d|3[01]))(?:\.\d{1,3}){2,3}(?![\w-]|\.\d)")
_PHONE = re.compile(
    r"(?<![\w.,/+-])(?:(?:\+49|0049)[ ()/-]{0,3}[1-9](?:[ ()/-]{0,2}\d){5,12}"
    r"|\(0[1-9]\d{1,4}\)[ /-]{0,2}\d(?:[ -]?\d){3,9}|0[1-9]\d{1,4} ?[/-] ?\d(?:[ -]?\d){3,9})(?![\w.]|-\d)"
)
_IBAN = re.compile(r"(?<![A-Za-z0-9])[A-Z]{2}\d{2}(?: ?[A-Z0-9]){11,30}(?![A-Za-z0-9])")
_IBAN_LENGTHS = {
    "DE": 22,
    "AT": 20,
    "CH": 21,
    "LI": 21,
    "LU": 20,
    "NL": 18,
    "BE": 16,
    "FR": 27,
    "IT": 27,
    "ES": 24,
    "PL": 28,
    "DK": 18,
    "CZ": 24,
}
_USER_PATH = re.compile(
    r"(?<![A-Za-z])(?:[A-Za-z]:\\{1,2}(?:Users|Benutzer|Dokumente und Einstellungen)\\{1,2}|/home/|/Users/)"
    r"([^\\/:*?\"<>|\s]{1,60})"
)
_SHARE = re.compile(r"(?<![\w\\])\\\\([A-Za-z][\w.-]{2,60})\\[\w$. -]{1,80}")
_PUBLIC_USERS = frozenset({"public", "all users", "default", "shared", "user", "benutzer", "username"})
_INTERNAL_HOST = re.compile(
    r"(?:^localhost$|\.(?:local|lan|intern|internal|corp|intranet|kommune|home|domain)$|^[a-z][\w-]*$)", re.IGNORECASE
)
_INSTALLATION = re.compile(r"civento|ekom21|formcycle|xima-|\.emma\b|wianco", re.IGNORECASE)
_ENDPOINT_NAME = re.compile(r"postUrl$|requestUrl$|webserviceUrl$|endpoint$", re.IGNORECASE)
_VALUE_NAME = re.compile(r"(?:value|wert|ausdruck|authorization|x-[\w-]{1,60})\Z", re.IGNORECASE)
_HEADER_NAME = re.compile(
    r"(?:(?:proxy-)?authorization|cookie|x-[\w-]{0,40}(?:key|token|secret|auth)[\w-]{0,20})\Z", re.IGNORECASE
)
_HEADER_OWNER = re.compile(r"headerParameters\.\d+\.value$|headers\.\d+\.value$|headers\.[\w-]+$", re.IGNORECASE)


def in_named_value(owner: str, name: str, text: str) -> Iterator[Hit]:
    """What follows from the name of the key, element or attribute that holds a short value.

    Args:
        owner: the JSON path of the value, or the reference it is assigned to.
        name: the key, element or attribute.
        text: the value.
    """
    role = _role(name)
    if not role or not 3 <= len(text) <= 300 or _PLACEHOLDER.match(text):
        return
    value = text.strip()
    if role == "value":
        yield from _assigned(owner, value)
    elif role == "endpoint":
        yield Hit("endpoint", value, _masked_url(value))
    elif role == "secret" and _is_key_like(value):
        yield _masked("password", value)
    elif role == "person" and _is_person(value):
        yield Hit("person", value, " ".join(f"{part[0]}…" for part in value.split()))
    elif role in {"login", "person"} and _is_account(value):
        yield _masked("login", value)


def owner_beside(owner: str, name: str) -> str:
    """What a value of JSON belongs to if `name` stands beside it: a header of a request, else `owner` as it is."""
    return f"headers.{name}" if _HEADER_NAME.match(name) and not _HEADER_OWNER.search(owner) else owner


def is_telling(name: str) -> bool:
    """Whether a value of this name is a secret or a login."""
    return _role(name) in {"secret", "login"}


@lru_cache(maxsize=4096)
def _role(name: str) -> str:
    """What a value is, going by its name: a secret, a login, a person … or nothing in particular."""
    if _VALUE_NAME.match(name):
        return "value"
    patterns = {"endpoint": _ENDPOINT_NAME, "secret": _SECRET_NAME, "person": _PERSON_NAME, "login": _LOGIN_NAME}
    return next((role for role, pattern in patterns.items() if pattern.search(name)), "")


def _assigned(owner: str, value: str) -> Iterator[Hit]:
    """A value whose meaning stands beside it: in a list of headers, or as a literal for a secret variable."""
    if _HEADER_OWNER.search(owner):
        yield _masked("header", value)
    elif _SECRET_NAME.search(owner.rsplit(".", 1)[-1]) and (literal := _LITERAL.match(value)):
        yield _masked("password", literal[1] or literal[2])


def in_text(text: str) -> Iterator[tuple[int, Hit]]:
    """What its own shape gives away, anywhere in the text; with the position.

    What stands inside an address that was found as a whole is not reported again.
    """
    urls = list(_urls(text))
    starts = [start for start, _ in urls]
    yield from urls
    yield from _keys(text)
    for position, hit in (*_assignments(text), *_emails(text), *_addresses(text)):
        before = bisect_right(starts, position) - 1
        if before < 0 or position >= starts[before] + len(urls[before][1].value):
            yield position, hit
    yield from _numbers(text)
    yield from _paths(text)


def own_words(text: str, words: tuple[str, ...]) -> Iterator[tuple[int, Hit]]:
    """The town's own values, as whole words."""
    for word in words:
        if len(word.strip()) >= 3:
            pattern = re.compile(rf"(?<!\w){re.escape(word.strip())}(?!\w)", re.IGNORECASE)
            for match in pattern.finditer(text):
                yield match.start(), Hit("local_value", match.group(), match.group())


def _keys(text: str) -> Iterator[tuple[int, Hit]]:
    for match in _PRIVATE_KEY.finditer(text):
        yield match.start(), Hit("private_key", text[match.start() : match.start() + 400], match.group())
    for match in _TOKENS.finditer(text):
        yield match.start(), _masked("token", match.group())


def _addresses(text: str) -> Iterator[tuple[int, Hit]]:
    for match in _IPV4.finditer(text):
        parts = match.group().split(".")
        if len(parts) == 4 and all(int(part) < 256 for part in parts):
            yield match.start(), Hit("internal_address", match.group(), f"{parts[0]}.{parts[1]}.…")


def _assignments(text: str) -> Iterator[tuple[int, Hit]]:
    for end in _ends_of_secret_words(text):
        match = _ASSIGNED.match(text, end)
        if match is None:
            continue
        quoted = match[1] or match[2]
        value = quoted or match[3]
        if not _PLACEHOLDER.match(value) and (_is_key_like(value) if quoted else _looks_random(value)):
            yield match.start(), _masked("password", value)


def _ends_of_secret_words(text: str) -> Iterator[int]:
    """Where a word that announces a secret ends; plain searching is far quicker than one pattern here."""
    lowered = text.lower()
    if len(lowered) != len(text):  # a few letters grow when lowered; then only what is lower case is found
        lowered = text
    for word in _SECRET_WORDS:
        at = lowered.find(word)
        while at >= 0:
            yield at + len(word)
            at = lowered.find(word, at + len(word))


def _urls(text: str) -> Iterator[tuple[int, Hit]]:
    for match in _URL.finditer(text):
        hit = _url(match.group().rstrip(".,;:!?)"))
        if hit is not None:
            yield match.start(), hit


def _url(address: str) -> Hit | None:
    try:
        parts = urlsplit(address.removeprefix("jdbc:"))
        host = parts.hostname or ""
    except ValueError:
        return None
    if parts.password and not _PLACEHOLDER.match(parts.password):
        return Hit("url_credentials", address, f"{parts.scheme}://…@{host}")
    if (query := _SECRET_QUERY.search(address)) and not _PLACEHOLDER.match(query[1]):
        return Hit("url_credentials", address, f"{parts.scheme}://{host}/…")
    if _INTERNAL_HOST.search(host):
        return Hit("internal_address", address, f"{parts.scheme}://{host[:3]}…")
    if _INSTALLATION.search(host):
        return Hit("installation", f"{parts.scheme}://{host}", _masked_url(address))
    return None


def _masked_url(address: str) -> str:
    scheme, separator, rest = address.partition("://")
    host = rest.split("/", 1)[0].rsplit("@", 1)[-1] if separator else ""
    return f"{scheme}://{host[:60]}/…" if host else "…"


def _emails(text: str) -> Iterator[tuple[int, Hit]]:
    at = text.find("@")
    while at >= 0:
        local = _EMAIL_LOCAL.search(text, max(0, at - 64), at)
        domain = _EMAIL_DOMAIN.match(text, at + 1, at + 256)
        if local and domain:
            address = f"{local.group()}@{domain.group()}"
            if not _SAMPLE.search(address):
                yield local.start(), Hit("email", address, f"{address[0]}…@{domain.group()}")
        at = text.find("@", at + 1)


def _numbers(text: str) -> Iterator[tuple[int, Hit]]:
    for match in _IBAN.finditer(text):
        number = _iban(match.group())
        if number:
            yield match.start(), Hit("iban", number, f"{number[:4]} … {number[-2:]}")
    for match in _PHONE.finditer(text):
        digits = re.sub(r"\D", "", match.group())
        if not _SAMPLE.search(digits):
            yield match.start(), Hit("phone", digits, f"{match.group()[:5]}…")


def _iban(found: str) -> str | None:
    """The number if its length and checksum hold; a longer run of letters and digits is cut to length."""
    compact = found.replace(" ", "")
    number = compact[: _IBAN_LENGTHS.get(compact[:2], len(compact))]
    digits = "".join(str(int(character, 36)) for character in number[4:] + number[:4])
    return number if len(number) >= 15 and int(digits) % 97 == 1 else None


def _paths(text: str) -> Iterator[tuple[int, Hit]]:
    if not any(clue in text for clue in ("\\", "/home/", "/Users/")):
        return
    for match in _USER_PATH.finditer(text):
        user = match[1]
        if user.lower() not in _PUBLIC_USERS and not _PLACEHOLDER.match(user):
            yield match.start(), Hit("user_path", match.group(), match.group()[: -len(user)] + f"{user[0]}…")
    for match in _SHARE.finditer(text):
        yield match.start(), Hit("internal_address", match.group(), rf"\\{match[1][:2]}…")


def _masked(category: str, value: str) -> Hit:
    shown = value[:2] + "…" if len(value) >= 8 else "…"
    return Hit(category, value, f"{shown} ({len(value)})")


def _is_key_like(value: str) -> bool:
    """Whether a value can be a secret: no sentence, no placeholder, no name of a type or field."""
    return value.count(" ") < 2 and len(value) >= 3 and not _PLACEHOLDER.match(value)


def _looks_random(value: str) -> bool:
    """Whether an unquoted value is more than a word or an expression: mixed characters, no brackets."""
    kinds = sum(any(test(character) for character in value) for test in (str.isdigit, str.islower, str.isupper))
    return kinds >= 2 and any(map(str.isdigit, value)) and not set(value) & set("()[]{}$")


def _is_person(value: str) -> bool:
    return bool(_PERSON.match(value)) and not _ORGANISATION.search(value) and not _SAMPLE.search(value)


def _is_account(value: str) -> bool:
    return bool(_ACCOUNT.match(value)) and not _SOFTWARE.search(value)
