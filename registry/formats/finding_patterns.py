"""What secrets, personal data and internal details look like wherever they stand in a text.

Every repetition is bounded or runs over characters that cannot end it twice: linear time on any text.
"""

import re
from base64 import b64decode
from bisect import bisect_right
from collections.abc import Iterator
from urllib.parse import urlsplit

from registry.formats.finding_hits import (
    SECRET_NAME,
    Hit,
    is_key_like,
    is_name,
    is_placeholder,
    is_sample,
    looks_random,
    masked,
    masked_person,
    masked_url,
)

_SECRET_WORDS = (
    "passwor", "passwd", "passphrase", "kennwort", "secret", "geheimnis", "credential", "authorization",
    "bearer", "token", "apikey", "api_key", "api-key", "access_key", "accesskey", "access-key", "private_key",
    "zugangsschl", "basic_auth_pass", "pwd",
)  # fmt: skip
_ASSIGNED = re.compile(
    r"""[\wäöüß-]{0,30}["']?\]?\s{0,4}(?::=|=>|={1,3}|:|\blautet:?\s)\s{0,4}"""
    r"""(?:"([^"\n]{3,200})"|'([^'\n]{3,200})'|([^\s"'<>,;)&]{4,200}))"""
)
_GIVEN = re.compile(r"""[\w-]{0,30}["']\s{0,4},\s{0,4}(?:"([^"\n]{4,200})"|'([^'\n]{4,200})')""")
_CALL = re.compile(r"""\(\s{0,4}["'][\w-]{0,40}\Z""")
_SHORT_WORD = re.compile(r"""(?<![\w-])(?:pw|pass)\s{0,2}[:=]\s{0,3}["']?([^\s"'<>,;)&]{4,100})""", re.IGNORECASE)
_BASIC = re.compile(r"\bbasic\s{1,4}([A-Za-z0-9+/]{6,400}={0,2})(?![\w=])", re.IGNORECASE)
_BEARER = re.compile(r"\bbearer\s{1,4}([A-Za-z0-9._~+/-]{12,4000}={0,2})", re.IGNORECASE)
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
_IPV4 = re.compile(r"(?<![\w.-])[1-9]\d{0,2}(?:\.(?:0|[1-9]\d{0,2})){3}(?![\w-]|\.\d)")
_PRIVATE_IPV4 = re.compile(r"10\.|192\.168\.|172\.(?:1[6-9]|2\d|3[01])\.")
_PHONE = re.compile(
    r"(?<![\w.,/+-])(?:(?:\+49|0049)[ ()/-]{0,3}[1-9](?:[ ()/-]{0,2}\d){5,12}"
    r"|\(0[1-9]\d{1,4}\)[ /-]{0,2}\d(?:[ -]?\d){3,9}|0[1-9]\d{1,4} ?[/-] ?\d(?:[ -]?\d){3,9}"
    r"|0[1-9]\d{1,4} [1-9](?:[ -]?\d){4,9}|01[567]\d[ /-]?\d{7,8})(?!\w|[.-]\d)"
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
_ACCOUNT = re.compile(r"(?<![\w\\/.])[A-Z][A-Z0-9-]{2,14}\\(?![nrt][A-ZÄÖÜ])([a-z][\w.-]{3,30})(?![\w\\])")
_ADDRESSED = re.compile(
    r"\b(?:Herrn? |(?:an|bei|von|mit|durch|für|[.,;:(]) {0,2}Frau )"
    r"((?:(?:Dr|Prof)\. ?){0,2}(?:[A-ZÄÖÜ][a-zäöüß]{1,25}(?:-[A-ZÄÖÜ][a-zäöüß]{1,25})? ){0,1}"
    r"[A-ZÄÖÜ][a-zäöüß]{2,30}(?:-[A-ZÄÖÜ][a-zäöüß]{2,30})?)(?!\w)"
)
_INTRODUCED = re.compile(
    r"\b(?:[Aa]nsprechp(?:artner(?:in)?|erson)|[Ss]achbearbeit(?:er(?:in)?|ung)|[Bb]earbeiter(?:in)?|[Aa]utor(?:in)?"
    r"|[Kk]ontakt|[Vv]erantwortlich|[Ee]rstellt von)\s{0,2}:?\s{1,3}(?:Herrn? |Frau )?"
    r"((?:Dr\. ?)?[A-ZÄÖÜ][a-zäöüß]{1,25}(?:-[A-ZÄÖÜ][a-zäöüß]{1,25})?"
    r" [A-ZÄÖÜ][a-zäöüß]{1,30}(?:-[A-ZÄÖÜ][a-zäöüß]{1,30})?)(?!\w)"
)
_INSTALLATION = re.compile(r"civento|ekom21|formcycle|xima-|\.emma\b|wianco", re.IGNORECASE)


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
    yield from _people(text)


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
        yield match.start(), masked("token", match.group())
    for match in _BASIC.finditer(text):
        if _is_login(match[1]):
            yield match.start(), masked("token", match[1])
    for match in _BEARER.finditer(text):
        if looks_random(match[1]) and not match[1].startswith("eyJ"):
            yield match.start(), masked("token", match[1])


def _is_login(encoded: str) -> bool:
    """Whether it is a user and a password in the encoding of HTTP."""
    try:
        return b":" in b64decode(encoded, validate=True)
    except ValueError:
        return False


def _addresses(text: str) -> Iterator[tuple[int, Hit]]:
    for match in _IPV4.finditer(text):
        if category := _address_category(match.group()):
            first, second, *_ = match.group().split(".")
            yield match.start(), Hit(category, match.group(), f"{first}.{second}.…")


def _address_category(address: str) -> str:
    """What an address of four numbers is; empty for versions and numbers of sections, which are small."""
    numbers = [int(part) for part in address.split(".")]
    if max(numbers) > 255:
        return ""
    if _PRIVATE_IPV4.match(address):
        return "internal_address"
    is_public = 10 < numbers[0] < 224 and numbers[0] != 127 and sum(number > 9 for number in numbers) > 1
    return "ip_address" if is_public else ""


def _assignments(text: str) -> Iterator[tuple[int, Hit]]:
    for end in _ends_of_secret_words(text):
        match = _ASSIGNED.match(text, end)
        if match is None:
            yield from _given(text, end)
            continue
        quoted = match[1] or match[2]
        value = quoted or match[3]
        if not is_placeholder(value) and (is_key_like(value) if quoted else looks_random(value)):
            yield match.start(), masked("password", value)

    for match in _SHORT_WORD.finditer(text):
        if looks_random(match[1]) and not is_placeholder(match[1]):
            yield match.start(), masked("password", match[1])


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


def _given(text: str, end: int) -> Iterator[tuple[int, Hit]]:
    """A secret handed over beside its name, as in ``setRequestHeader("X-Api-Key", "…")``."""
    match = _GIVEN.match(text, end) if _CALL.search(text, max(0, end - 60), end) else None
    value = (match[1] or match[2]) if match else ""
    if match and " " not in value and looks_random(value) and not SECRET_NAME.search(value):
        yield match.start(), masked("password", value)


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
    if parts.password and not is_placeholder(parts.password):
        return Hit("url_credentials", address, f"{parts.scheme}://…@{host}")
    if (query := _SECRET_QUERY.search(address)) and not is_placeholder(query[1]):
        return Hit("url_credentials", address, f"{parts.scheme}://{host}/…")
    if _IPV4.fullmatch(host) and (category := _address_category(host)):
        return Hit(category, address, f"{parts.scheme}://{host.rsplit('.', 2)[0]}.…")
    if _INTERNAL_HOST.search(host):
        return Hit("internal_address", address, f"{parts.scheme}://{host[:3]}…")
    if _INSTALLATION.search(host):
        return Hit("installation", f"{parts.scheme}://{host}", masked_url(address))
    return None


def _emails(text: str) -> Iterator[tuple[int, Hit]]:
    at = text.find("@")
    while at >= 0:
        local = _EMAIL_LOCAL.search(text, max(0, at - 64), at)
        domain = _EMAIL_DOMAIN.match(text, at + 1, at + 256)
        if local and domain:
            address = f"{local.group()}@{domain.group()}"
            if not is_sample(address):
                yield local.start(), Hit("email", address, f"{address[0]}…@{domain.group()}")
        at = text.find("@", at + 1)


def _numbers(text: str) -> Iterator[tuple[int, Hit]]:
    for match in _IBAN.finditer(text):
        number = _iban(match.group())
        if number:
            yield match.start(), Hit("iban", number, f"{number[:4]} … {number[-2:]}")
    for match in _PHONE.finditer(text):
        digits = re.sub(r"\D", "", match.group())
        if len(digits) >= 8 and not is_sample(digits):
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
        if user.lower() not in _PUBLIC_USERS and not is_placeholder(user):
            yield match.start(), Hit("user_path", match.group(), match.group()[: -len(user)] + f"{user[0]}…")
    for match in _ACCOUNT.finditer(text):
        yield match.start(), masked("login", match.group())
    for match in _SHARE.finditer(text):
        yield match.start(), Hit("internal_address", match.group(), rf"\\{match[1][:2]}…")


def _people(text: str) -> Iterator[tuple[int, Hit]]:
    """Names after a form of address or after a word for whoever is responsible."""
    for pattern in (_ADDRESSED, _INTRODUCED):
        for match in pattern.finditer(text):
            if is_name(match[1]):
                yield match.start(1), masked_person(match[1])
