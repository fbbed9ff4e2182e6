"""The process model inside an XProzess message: BPMN, packed in a ZIP, written as base64.

The names in the ZIP are never used. What is inside is also handed to the search for secrets (`Probe.inside`).
"""

import base64
import binascii
from collections.abc import Iterator

from registry.core.messages import N_, Message, define
from registry.formats import archives, xml
from registry.formats.bpmn import BpmnReader
from registry.formats.plain import plain
from registry.formats.probe import Probe
from registry.formats.reading import Broken, FileSummary

MAX_MODELS = 20
MAX_ENTRIES = 10
MAX_UNPACKED = 32 * archives.MEBIBYTE

UNREADABLE = define(
    "xprozess.model_unreadable",
    N_("Das Prozessmodell in Zeile %(line)s ist nicht lesbar. Gelesen wird nur der Rest der Datei."),
)
NO_BPMN = define(
    "xprozess.no_bpmn",
    N_("Das Prozessmodell in Zeile %(line)s ist kein BPMN 2.0. Der Ablauf lässt sich daraus nicht zeigen."),
)

_FILES = frozenset({"prozessmodelldatei", "visualisierungsdatei", "beschreibungsdatei"})


class Models:
    """What the files inside a message hold: the BPMN models read, warnings, everything else for the search."""

    def __init__(self, probe: Probe, processes: list[xml.Element]) -> None:
        self.probe = probe
        self.left = MAX_UNPACKED
        self.warnings: list[Message] = []
        files = [part for process in processes for part in _files(process)]
        self.models = [found for part in files[:MAX_MODELS] for found in self._model(part)]

    def _model(self, element: xml.Element) -> Iterator[FileSummary]:
        """The BPMN in one file of the message, if it is the model.

        Raises:
            Broken: the ZIP would unpack to far more than it should.
        """
        line = xml.line_of(element)
        try:
            inner = list(self._unpacked(element))
            self.probe.inside.extend(inner)
            if xml.local(element) == "prozessmodelldatei":
                yield from self._read(inner, line)
        except Broken as problem:
            if problem.reason is archives.BOMB:
                raise
            self.warnings.append(UNREADABLE(line=line))

    def _read(self, inner: list[Probe], line: int) -> Iterator[FileSummary]:
        models = [probe for probe in inner if BpmnReader().recognise(probe)]
        if inner and not models:
            self.warnings.append(NO_BPMN(line=line))
        yield from (BpmnReader().read(probe) for probe in models)

    def _unpacked(self, element: xml.Element) -> Iterator[Probe]:
        name = plain(xml.text_of(element, "dateiname"), 120)
        for content in self._contents("".join(xml.text_of(element, "inhalt").split())):
            yield Probe(content, name)

    def _contents(self, text: str) -> Iterator[bytes]:
        if not text:
            return
        try:
            content = base64.b64decode(text, validate=True)
        except (binascii.Error, ValueError):
            raise Broken(archives.DAMAGED) from None
        if not archives.looks_like_zip(content):
            yield content
            return
        archive = archives.open_archive(content)
        if len(archive.names) > MAX_ENTRIES:
            raise Broken(archives.TOO_MANY, count=len(archive.names), limit=MAX_ENTRIES)
        for name in archive.names:
            unpacked = archive.read(name, self.left)
            self.left -= len(unpacked)
            yield unpacked


def _files(process: xml.Element) -> Iterator[xml.Element]:
    for model in xml.children(process, "prozessmodell"):
        yield from (part for part in xml.children(model) if xml.local(part) in _FILES)
