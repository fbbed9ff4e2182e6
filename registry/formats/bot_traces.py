"""What the actions of a bot touch, gathered while they are read: applications, files, addresses, accounts.

Everything is kept by name and once. Addresses lose access data, parameters and parts that look like a key;
paths lose the name of the user. The search for secrets (`findings`) reads the file itself, not this.
"""

import re
from collections.abc import Iterable
from urllib.parse import urlsplit

from registry.formats.bot import MAX_NAMED, BotAccount, BotLibrary, TargetApplication
from registry.formats.plain import plain

_URL = re.compile(r"\b(?:https?|ftps?|sftp|wss?)://[^\s\"'<>^`|\\]{3,1000}", re.IGNORECASE)
_PATH = re.compile(r"(?<![\w\\])(?:[A-Za-z]:\\{1,2}|\\{2,4}[A-Za-z][\w.-]{1,60}\\{1,2})[^\"'<>|*?\r\n\t;,]{1,240}")
_FILE = re.compile(
    r"""["'=]?([/~.]{0,2}/?(?:[\w äöüÄÖÜß().%${}@\[\]-]{1,80}[/\\]{1,2}){0,8}[\w äöüÄÖÜß().%${}@\[\]-]{1,80}"""
    r"""\.(?:xlsx?|xlsm|xlsb|csv|txt|log|pdf|docx?|xml|json|zip|ini|mdb|accdb|db|eml|msg|html?))["']?\Z""",
    re.IGNORECASE,
)
_USER = re.compile(r"((?:Users|Benutzer|home)[\\/]{1,2})[^\\/%${]{1,60}", re.IGNORECASE)
_SECRET_PART = re.compile(r"(?=[^/]*\d)(?=[^/]*[A-Za-z])[\w.~+=-]{16,}")
_VARIABLE = re.compile(r"\{\{|\$\{|%\w|^\[|\$json|@\{")
_BROWSERS = frozenset(
    ["chrome.exe", "msedge.exe", "firefox.exe", "iexplore.exe", "applicationframehost.exe", "chrome", "edge", "firefox"]
)
_CITRIX = frozenset(["wfica32.exe", "cdviewer.exe", "selfservice.exe"])
_KNOWN = {
    "excel.exe": "Excel",
    "winword.exe": "Word",
    "outlook.exe": "Outlook",
    "powerpnt.exe": "PowerPoint",
    "saplogon.exe": "SAP GUI",
    "sapgui.exe": "SAP GUI",
    "acrord32.exe": "Adobe Acrobat Reader",
    "acrobat.exe": "Adobe Acrobat",
    "notepad.exe": "Editor",
    "explorer.exe": "Explorer",
    "soffice.exe": "LibreOffice",
    "soffice.bin": "LibreOffice",
}
_ACCOUNT_NAME = re.compile(
    r"passwor[dt]|passwd|kennwort|secret|geheimnis|credential|zugangsdaten|token|api[ _-]?key|\bpwd\b"
    r"|user[ _-]?name|benutzer(?:name|kennung)|\blogin",
    re.IGNORECASE,
)


class Traces:
    """Collects what is touched; each list keeps the order in which things were met."""

    def __init__(self) -> None:
        self._applications: dict[str, TargetApplication] = {}
        self._accounts: dict[tuple[str, str], BotAccount] = {}
        self._files: dict[str, None] = {}
        self._addresses: dict[str, None] = {}
        self._libraries: dict[str, BotLibrary] = {}

    @property
    def applications(self) -> tuple[TargetApplication, ...]:
        """What the bot works in."""
        return tuple(self._applications.values())[:MAX_NAMED]

    @property
    def accounts(self) -> tuple[BotAccount, ...]:
        """Names under which it asks for access."""
        return tuple(self._accounts.values())[:MAX_NAMED]

    @property
    def files(self) -> tuple[str, ...]:
        """Paths, as they may be shown."""
        return tuple(self._files)[:MAX_NAMED]

    @property
    def addresses(self) -> tuple[str, ...]:
        """Addresses, as they may be shown."""
        return tuple(self._addresses)[:MAX_NAMED]

    @property
    def libraries(self) -> tuple[BotLibrary, ...]:
        """Packages of actions."""
        return tuple(self._libraries.values())[:MAX_NAMED]

    def application(self, name: str, client: str = "") -> str:
        """Note an application; gives the name it is shown under, empty for a variable."""
        shown = plain(name.strip().strip("*").strip(), 120)
        if not shown or _VARIABLE.search(shown):
            return ""
        known = self._applications.get(shown.casefold())
        if known is None and len(self._applications) < MAX_NAMED:
            self._applications[shown.casefold()] = TargetApplication(name=shown, client=client)
        return known.name if known else shown

    def program(self, executable: str) -> str:
        """Note a program by the name of its file; a browser alone is no application."""
        file = executable.strip().strip("\"'").replace("\\", "/").rpartition("/")[2].lower()
        if not file or file in _BROWSERS:
            return ""
        client = "citrix" if file in _CITRIX else "desktop"
        return self.application(_KNOWN.get(file) or file.removesuffix(".exe"), client)

    def site(self, address: str, title: str = "") -> str:
        """Note a web application by its host, else by the title of its window."""
        return self.application(host_of(address) or title, "web")

    def account(self, name: str, kind: str = "") -> None:
        """Note an account by name; a variable of the same name that says no more is the same account."""
        shown = plain(name.strip().strip("[]\"' ="), 120)
        is_known = not kind and any(key == shown.casefold() for key, _ in self._accounts)
        if shown and not is_known and len(self._accounts) < MAX_NAMED:
            self._accounts.setdefault((shown.casefold(), kind), BotAccount(name=shown, type=plain(kind, 80)))

    def library(self, name: str, version: str = "") -> None:
        """Note a package of actions; the first version stays."""
        shown = plain(name, 120)
        if shown:
            self._libraries.setdefault(shown.casefold(), BotLibrary(name=shown, version=plain(version.strip("[]"), 40)))

    def text(self, value: str) -> None:
        """Note the files and addresses in a value of an action."""
        if len(self._files) + len(self._addresses) >= 2 * MAX_NAMED or len(value) > 20_000:
            return
        for found in _URL.finditer(value):
            if shown := address_shown(found.group()):
                self._addresses.setdefault(shown)
        rest = _URL.sub(" ", value)
        paths = [found.group() for found in _PATH.finditer(rest)]
        if not paths and len(rest) <= 400 and (whole := _FILE.match(rest.strip())):
            paths = [whole[1]]
        for path in paths:
            self._files.setdefault(path_shown(path))


def is_account_name(name: str) -> bool:
    """Whether a variable or argument of this name holds access data."""
    return bool(_ACCOUNT_NAME.search(name))


def host_of(address: str) -> str:
    """The host of an address without the usual prefix; empty if there is none."""
    try:
        host = urlsplit(address.strip().strip("\"'")).hostname or ""
    except ValueError:
        return ""
    return "" if "*" in host or "{" in host else host.removeprefix("www.")


def address_shown(address: str) -> str:
    """An address without access data, parameters and parts that look like a key; empty if it is none."""
    try:
        parts = urlsplit(address.rstrip(".,;:!?)]}"))
        host, port = parts.hostname or "", parts.port
    except ValueError:
        return ""
    if not host:
        return ""
    path = "/".join("…" if _SECRET_PART.fullmatch(part) else part for part in parts.path.split("/"))
    return plain(f"{parts.scheme}://{host}{f':{port}' if port else ''}{path}", 200)


def path_shown(path: str) -> str:
    """A path without the name of the user it belongs to, back slashes single."""
    single = path.strip()
    if "\\" in single:
        start = "\\\\" if single.startswith("\\\\") else ""
        single = start + re.sub(r"\\{2,4}", r"\\", single.lstrip("\\"))
    return plain(_USER.sub(r"\1…", single), 200)


def words(parts: Iterable[str]) -> str:
    """Several names in one line."""
    return plain(", ".join(part for part in parts if part), 200)
