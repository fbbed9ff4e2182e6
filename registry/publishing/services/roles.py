"""A first guess at what a file is for; the person may correct it."""

from registry.catalogue.models import ArtifactRole
from registry.formats.reading import Certainty, FileSummary
from registry.text.folding import fold

_WORDS = (
    (ArtifactRole.DATA_PROTECTION, ("datenschutz", "dsfa", "dsgvo", "avv", "vvt", "verarbeitungsverzeichnis")),
    (ArtifactRole.TEST_EVIDENCE, ("testprotokoll", "abnahme", "testfall", "testbericht", "testnachweis")),
    (ArtifactRole.STATUTE, ("satzung", "gebuhrenordnung", "gebuhrenverzeichnis")),
    (ArtifactRole.MANUAL, ("anleitung", "handbuch", "leitfaden", "dokumentation", "readme", "liesmich")),
    (ArtifactRole.DIAGRAM, ("diagramm", "ablaufplan", "prozessbild", "schaubild")),
)
_PICTURES = (".png", ".jpg", ".jpeg", ".svg", ".gif", ".webp")
_PAPERS = (".pdf", ".docx", ".doc", ".odt", ".md", ".txt")


def guess_role(name: str, summary: FileSummary) -> ArtifactRole:
    """From the format where it is known, else from the words and the ending of the name."""
    if summary.certainty is not Certainty.NONE and summary.solution_kind is not None:
        return ArtifactRole.EXPORT
    folded = fold(name)
    for role, words in _WORDS:
        if any(word in folded for word in words):
            return role
    if folded.endswith(_PICTURES):
        return ArtifactRole.DIAGRAM
    return ArtifactRole.MANUAL if folded.endswith(_PAPERS) else ArtifactRole.EXPORT
