"""The pictures of a file: what is stored once per file and shown everywhere."""

from collections.abc import Iterator
from dataclasses import dataclass, replace

from registry.core.messages import N_, Message, define
from registry.diagrams.layout import lay_out
from registry.diagrams.svg import drawing_of
from registry.diagrams.thumbnail import thumbnail
from registry.formats.diagram import MAX_CONNECTIONS, MAX_SHAPES, Diagram
from registry.formats.flow import Flow, FlowModel

MOST_CHARACTERS = 4_000_000
"""A larger picture would not be a help to anybody."""

TOO_MUCH = define(
    "diagrams.too_much",
    N_(
        "Dieses Diagramm wird nicht als Bild gezeigt: Es enthält mehr als %(shapes)s Formen oder %(connections)s "
        "Verbindungen. Der Ablauf steht darunter in Worten."
    ),
)
UNUSABLE = define(
    "diagrams.unusable",
    N_(
        "Dieses Diagramm wird nicht als Bild gezeigt: Die Datei nennt Maße, mit denen sich nichts zeichnen lässt. "
        "Der Ablauf steht darunter in Worten."
    ),
)
EMPTY = define("diagrams.empty", N_("Dieses Diagramm der Datei ist leer."))
LEFT_OUT = define(
    "diagrams.left_out", N_("Elemente, die im Diagramm keinen Platz haben und deshalb im Bild fehlen: %(count)s.")
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Picture:
    """One drawn diagram.

    Attributes:
        name: of the diagram, as the file has it.
        svg: empty where `note` says why there is none.
        thumbnail: the same without text, small; empty where there is no picture.
        width, height: in units of the file, which are pixels at full size.
        note: what people must know about it.
    """

    name: str
    svg: str = ""
    thumbnail: str = ""
    width: int = 0
    height: int = 0
    note: Message | None = None


def diagrams_of(model: FlowModel) -> tuple[Diagram, ...]:
    """The drawings of a model: those that the file brings along, else a layout of each flow that fits a picture."""
    return model.diagrams or tuple(_layouts(model))


def _layouts(model: FlowModel) -> Iterator[Diagram]:
    """The layouts of the flows, each under its own name or that of its participant."""
    parties = {party.flow: party.name for party in model.participants}
    for flow in model.flows:
        diagram = lay_out(flow) if _says_more_than_words(flow) else None
        if diagram is not None:
            yield replace(diagram, name=flow.name or parties.get(flow.id, ""))


def _says_more_than_words(flow: Flow) -> bool:
    """Whether a picture helps: not of a single step, nor of groups without an order (FIM)."""
    return flow.type != "activity_groups" and len(flow.nodes) > 1


def pictures_of(model: FlowModel | None) -> tuple[Picture, ...]:
    """One picture for each diagram of a model, in the order of the file."""
    return tuple(_picture(diagram) for diagram in diagrams_of(model)) if model is not None else ()


def _picture(diagram: Diagram) -> Picture:
    if diagram.truncated:
        return Picture(name=diagram.name, note=TOO_MUCH(shapes=MAX_SHAPES, connections=MAX_CONNECTIONS))
    if diagram.unusable:
        return Picture(name=diagram.name, note=UNUSABLE())
    drawing = drawing_of(diagram)
    if drawing is None:
        return Picture(name=diagram.name, note=EMPTY())
    if len(drawing.svg) > MOST_CHARACTERS:
        return Picture(name=diagram.name, note=TOO_MUCH(shapes=MAX_SHAPES, connections=MAX_CONNECTIONS))
    return Picture(
        name=diagram.name,
        svg=drawing.svg,
        thumbnail=thumbnail(diagram),
        width=round(drawing.box.width),
        height=round(drawing.box.height),
        note=LEFT_OUT(count=diagram.left_out) if diagram.left_out else None,
    )
