"""Robot Framework: suites and resource files, parsed by Robot Framework's own parser and never run.

The parser gets the text as a stream and a set of languages that loads nothing: a path for a source would be
opened, and a line ``Language: …`` would import a module of that name.
"""

import re
from io import StringIO
from pathlib import PurePosixPath

from registry.core.messages import N_, Message, define
from registry.formats.bot_summary import bot_summary, model_of
from registry.formats.plain import plain
from registry.formats.probe import Probe
from registry.formats.reading import Broken, Certainty, Dependency, FileSummary, Identifiers, Recognition
from registry.formats.robot_suite import Node, Suite

LABEL = define("robot.label", N_("Robot-Framework-Datei"))
REASON = define("robot.reason", N_("Der Text hat Abschnitte von Robot Framework: %(sections)s."))
REASON_LIKELY = define(
    "robot.reason_likely",
    N_("Der Dateiname endet auf %(extension)s, und der Text hat Abschnitte wie in Robot Framework: %(sections)s."),
)
WRONG_ENCODING = define(
    "robot.wrong_encoding",
    N_(
        "Die Datei „%(name)s“ ist keine lesbare %(format)s. In Zeile %(line)s sind die Zeichen nicht als UTF-8 "
        "kodiert. Speichern Sie sie als UTF-8 und laden Sie sie noch einmal hoch."
    ),
)
TOO_DEEP = define(
    "robot.too_deep",
    N_(
        "Die Datei „%(name)s“ ist keine lesbare %(format)s. Ihre Blöcke sind zu tief verschachtelt. "
        "Bitte prüfen Sie, ob es die richtige Datei ist."
    ),
)
NO_SECTION = define(
    "robot.no_section",
    N_(
        "Die Datei „%(name)s“ ist keine lesbare %(format)s. Sie hat keinen Abschnitt mit Aufgaben, Testfällen, "
        "Schlüsselwörtern, Variablen oder Einstellungen. Bitte prüfen Sie, ob es die richtige Datei ist."
    ),
)
ERRORS = define(
    "robot.errors",
    N_("Stellen, die Robot Framework beanstandet: %(count)s, die erste in Zeile %(line)s."),
)

_ACTIVE = "tasks?|test cases?|keywords?|aufgaben|testfälle|schlüsselwörter"
_OTHER = "settings?|variables?|einstellungen|variablen"
_HEADER = re.compile(
    rf"^\ufeff?(?:\| )?[ \t]{{0,4}}(?P<stars>\*{{1,3}}) ?(?P<name>{_ACTIVE}|{_OTHER})(?P<end> ?\*{{1,3}})?"
    r"[ \t]{0,20}(?:$|[ \t]{2}|\t|\||\r)",
    re.IGNORECASE | re.MULTILINE,
)
_ACTIVE_NAME = re.compile(rf"(?:{_ACTIVE})\Z", re.IGNORECASE)
_MAX_SECTIONS = 10


class RobotReader:
    """Reads suites with tasks or tests, and resource files with keywords."""

    id = "robot"
    label = LABEL()
    name = "Robot-Framework-Datei"
    media_type = "text/plain"
    extensions: tuple[str, ...] = (".robot", ".resource")

    def claims(self, probe: Probe) -> bool:
        """Never beyond the recognition: the extension is used by other tools too."""
        _ = probe
        return False

    def recognise(self, probe: Probe) -> Recognition | None:
        """By the headers of sections; a single star counts only with the extension."""
        if probe.content[:4] == b"PK\x03\x04" or probe.head.lstrip("\ufeff \r\n\t")[:1] in {"<", "{"}:
            return None
        found = list(_HEADER.finditer(probe.head))[:_MAX_SECTIONS]
        full = [header for header in found if len(header["stars"]) == 3 and header["end"]]
        sections = plain(", ".join(dict.fromkeys(header["name"].title() for header in found)), 120)
        is_named = probe.extension in self.extensions
        if full and (is_named or any(_ACTIVE_NAME.match(header["name"]) for header in full)):
            return Recognition(self.id, Certainty.CERTAIN, REASON(sections=sections))
        if found and is_named:
            return Recognition(self.id, Certainty.LIKELY, REASON_LIKELY(extension=probe.extension, sections=sections))
        return None

    def read(self, probe: Probe) -> FileSummary:
        """Parse the text and read tasks, keywords and imports."""
        recognition = self.recognise(probe)
        text = _text(probe.content)
        suite = Suite(_model(text))
        if recognition is None and not suite.flows:
            raise Broken(NO_SECTION)
        certainty = recognition.certainty if recognition else Certainty.LIKELY
        reason = recognition.reason if recognition else REASON(sections="–")
        return _summary(suite, probe, certainty, reason)


def _summary(suite: Suite, probe: Probe, certainty: Certainty, reason: Message) -> FileSummary:
    own = plain(PurePosixPath(probe.name.replace("\\", "/")).name, 120)
    blank = FileSummary(
        format_id=RobotReader.id,
        format_label=RobotReader.label,
        certainty=certainty,
        reason=reason,
        media_type=RobotReader.media_type,
        variant="suite" if suite.entries else "resource",
        tool="Robot Framework",
        platform="robot_framework",
        identifiers=Identifiers(version=suite.version),
        provides=(Dependency(type="artifact", key=own),),
        counts={
            "workflows": len(suite.flows),
            "actions": suite.seen - suite.branches,
            "tasks": suite.entries,
            "keywords": suite.keywords,
        },
    )
    return bot_summary(
        blank,
        model_of(suite.flows, suite.traces, truncated=suite.is_truncated),
        title=suite.title or _title(own),
        dependencies=[needed for needed in suite.dependencies if needed.key.casefold() != own.casefold()],
        warnings=(ERRORS(count=suite.errors, line=suite.first_error),) if suite.errors else (),
    )


def _title(name: str) -> str:
    """A title from the name of the file: «gewerbe_verteilen.robot» → «Gewerbe verteilen»."""
    stem = name.rpartition(".")[0].replace("_", " ").strip()
    return stem[:1].upper() + stem[1:]


def _text(content: bytes) -> str:
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise Broken(WRONG_ENCODING, line=content.count(b"\n", 0, error.start) + 1) from None


def _model(text: str) -> Node:
    """The parsed file; nothing that it names is opened, imported or run."""
    from robot.api.parsing import get_model  # only files of this format pay for the import

    from registry.formats.robot_languages import BuiltInLanguages

    try:
        return get_model(StringIO(text), data_only=True, lang=BuiltInLanguages(["de"]))
    except RecursionError:
        raise Broken(TOO_DEEP) from None
