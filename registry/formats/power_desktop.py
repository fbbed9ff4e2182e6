"""Power Automate Desktop: the text of a desktop flow, as the designer copies it or a tool stores it."""

from itertools import islice

from registry.core.messages import N_, define
from registry.formats import desktop_flow, documents_text
from registry.formats.bot_summary import bot_summary, model_of
from registry.formats.desktop_blocks import DesktopFlow
from registry.formats.desktop_flow import Statement
from registry.formats.plain import plain
from registry.formats.probe import Probe
from registry.formats.reading import Broken, Certainty, FileSummary, Recognition

LABEL = define("power_desktop.label", N_("Desktop-Flow (Power Automate)"))
REASON = define(
    "power_desktop.reason",
    N_("Der Text besteht aus Aktionen eines Desktop-Flows (%(count)s am Anfang), zum Beispiel „%(example)s“."),
)
NO_ACTION = define(
    "power_desktop.no_action",
    N_(
        "Die Datei „%(name)s“ ist kein lesbarer %(format)s. Sie enthält keine Aktionen. Kopieren Sie die Aktionen im "
        "Designer, fügen Sie sie in eine Textdatei ein und laden Sie diese noch einmal hoch."
    ),
)
UNKNOWN = define("power_desktop.unknown", N_("Zeilen ohne bekannte Form, die in der Übersicht fehlen: %(count)s."))

_LOOKED_AT = 300
_SHARE = 0.8


class PowerDesktopReader:
    """Reads the text of desktop flows."""

    id = "power_desktop"
    label = LABEL()
    name = "Desktop-Flow"
    media_type = "text/plain"
    extensions: tuple[str, ...] = ()

    def claims(self, probe: Probe) -> bool:
        """Never beyond the recognition, which looks at the start only."""
        _ = probe
        return False

    def recognise(self, probe: Probe) -> Recognition | None:
        """By actions of its modules, with hardly any other line between them."""
        if not any(clue in probe.head for clue in ("=>", "$'''", "FUNCTION ", ": ")):
            return None
        found = _start(probe.head)
        actions = [statement for statement in found if desktop_flow.is_own_action(statement)]
        known = sum(map(desktop_flow.is_known, found))
        if not actions or known < _SHARE * len(found) or not _is_written_out(found, actions):
            return None
        example = plain(actions[0].text.split(maxsplit=1)[0], 80)
        certainty = Certainty.CERTAIN if len(actions) > 1 else Certainty.LIKELY
        return Recognition(self.id, certainty, REASON(count=len(actions), example=example))

    def read(self, probe: Probe) -> FileSummary:
        """Read subflows, blocks and actions."""
        recognition = self.recognise(probe)
        text = documents_text.decoded(probe.content)
        if recognition is None or text is None:
            raise Broken(NO_ACTION)
        return _summary(DesktopFlow(desktop_flow.statements(text)), recognition)


def _summary(flow: DesktopFlow, recognition: Recognition) -> FileSummary:
    for module in flow.modules:
        flow.traces.library(module)
    blank = FileSummary(
        format_id=PowerDesktopReader.id,
        format_label=PowerDesktopReader.label,
        certainty=recognition.certainty,
        reason=recognition.reason,
        media_type=PowerDesktopReader.media_type,
        variant="desktop_flow",
        tool="Power Automate Desktop",
        platform="power_automate",
        counts={
            "workflows": len(flow.flows),
            "actions": flow.seen - flow.branches,
            "disabled_actions": flow.disabled,
        },
    )
    return bot_summary(
        blank,
        model_of(flow.flows, flow.traces, truncated=flow.is_truncated),
        title="",
        warnings=(UNKNOWN(count=flow.unknown),) if flow.unknown else (),
    )


def _start(head: str) -> list[Statement]:
    """The first statements, as far as the start of the file holds them."""
    found: list[Statement] = []
    try:
        for statement in islice(desktop_flow.statements(head.lstrip("\ufeff\ufffd")), _LOOKED_AT):
            found.append(statement)  # noqa: PERF402 (what came before a text without end counts)
    except Broken:
        return found
    return found


def _is_written_out(found: list[Statement], actions: list[Statement]) -> bool:
    """Whether the lines are more than names with a dot: results, parameters, or a subflow around them."""
    if any(desktop_flow.FUNCTION.match(statement.text) for statement in found):
        return True
    return any("=> " in action.text or "$'''" in action.text or ": " in action.text for action in actions)
