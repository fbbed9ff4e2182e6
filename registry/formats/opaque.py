"""What no reader knows: welcome as it is, with a mandatory fact sheet."""

from registry.core.messages import N_, define
from registry.formats.probe import Probe
from registry.formats.reading import Certainty, FileSummary, Recognition

OPAQUE = define("opaque.label", N_("Andere Datei"))
OPAQUE_REASON = define(
    "opaque.reason",
    N_("Der Inhalt passt zu keinem bekannten Format. Die Datei wird unverändert angenommen."),
)
EMMA = define("emma.label", N_("EMMA-Bot (Wianco OTT Robotics)"))
EMMA_REASON = define("emma.reason", N_("Nach Ihrer Angabe. Das Format von EMMA ist nicht öffentlich beschrieben."))


class OpaqueReader:
    """Takes everything; says nothing about the content."""

    id = "opaque"
    label = OPAQUE()
    name = "Datei"
    media_type = "application/octet-stream"
    extensions: tuple[str, ...] = ()

    def claims(self, probe: Probe) -> bool:  # noqa: ARG002 (the protocol's signature)
        """Nothing claims to be unknown."""
        return False

    def recognise(self, probe: Probe) -> Recognition | None:  # noqa: ARG002 (takes everything)
        """Always, without certainty: it stands last."""
        return Recognition(self.id, Certainty.NONE, OPAQUE_REASON())

    def read(self, probe: Probe) -> FileSummary:  # noqa: ARG002 (nothing is read)
        """Only what it is called."""
        return FileSummary(format_id=self.id, format_label=self.label, certainty=Certainty.NONE, reason=OPAQUE_REASON())


class EmmaReader:
    """A bot of EMMA: only on the word of the person who uploads it, because nothing tells it from other files."""

    id = "emma"
    label = EMMA()
    name = "EMMA"
    media_type = "application/octet-stream"
    extensions: tuple[str, ...] = ()

    def claims(self, probe: Probe) -> bool:  # noqa: ARG002 (the protocol's signature)
        """Never by itself."""
        return False

    def recognise(self, probe: Probe) -> Recognition | None:  # noqa: ARG002 (the protocol's signature)
        """Never by itself."""
        return None

    def read(self, probe: Probe) -> FileSummary:  # noqa: ARG002 (nothing is read)
        """What follows from the person's word."""
        return FileSummary(
            format_id=self.id,
            format_label=self.label,
            certainty=Certainty.LIKELY,
            reason=EMMA_REASON(),
            variant="bot",
            tool="EMMA",
            solution_kind="bot",
            platform="emma",
            facts={"kind": "bot", "platform": "emma"},
        )
