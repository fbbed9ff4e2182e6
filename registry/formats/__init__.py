"""Readers of file formats: recognise by content, read into one shape, find what must not be published."""

from registry.core.messages import Message
from registry.formats.bpmn import BpmnReader
from registry.formats.camunda_form import CamundaFormReader
from registry.formats.civento import CiventoReader
from registry.formats.dmn import DmnReader
from registry.formats.documents import DOCUMENTS
from registry.formats.formcycle import FormcycleReader
from registry.formats.genericode import GenericodeReader
from registry.formats.opaque import EmmaReader, OpaqueReader
from registry.formats.ozghub_form import OzghubFormReader
from registry.formats.reading import FormatReader
from registry.formats.xdatenfelder import XDatenfelderReader
from registry.formats.xprozess import XProzessReader
from registry.formats.xzufi import XZuFiReader

READERS: tuple[FormatReader, ...] = (
    CiventoReader(),
    FormcycleReader(),
    CamundaFormReader(),
    OzghubFormReader(),
    BpmnReader(),
    DmnReader(),
    XDatenfelderReader(),
    XProzessReader(),
    XZuFiReader(),
    GenericodeReader(),
    *DOCUMENTS,
    EmmaReader(),
    OpaqueReader(),
)
"""In the order in which they are asked; the last one takes everything."""

_BY_ID = {reader.id: reader for reader in READERS}


def reader_for(format_id: str) -> FormatReader:
    """The reader with this id.

    Raises:
        KeyError: there is none.
    """
    return _BY_ID[format_id]


def format_label(format_id: str) -> Message:
    """The name of a format for people; of an unknown id (an older edition's) the one for other files."""
    return _BY_ID.get(format_id, _BY_ID["opaque"]).label
