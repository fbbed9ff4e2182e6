"""What the symbol of a BPMN element shows beside its place: type, name, markers, ends."""

from collections.abc import Iterator, Mapping

from registry.formats import xml
from registry.formats.plain import NAME, TEXT, plain, plain_markup

Elements = Mapping[str, xml.Element]
"""The elements of the model by id."""

_EVENTS = frozenset(
    [
        "startEvent",
        "endEvent",
        "intermediateCatchEvent",
        "intermediateThrowEvent",
        "boundaryEvent",
        "implicitThrowEvent",
    ]
)
_THROWING = frozenset(["endEvent", "intermediateThrowEvent", "implicitThrowEvent"])
_SUBPROCESSES = frozenset(["subProcess", "adHocSubProcess", "transaction", "callActivity", "subChoreography"])
_POOLS = frozenset({"participant", "lane"})
_DIRECTIONS = {"One": "directed", "Both": "both_ways"}


def type_of(element: xml.Element | None) -> str:
    """The word of BPMN for what a shape shows; a process drawn as a box is a pool. Empty if it is missing."""
    if element is None:
        return ""
    name = xml.local(element)
    return {"process": "participant", "dataObject": "dataObjectReference"}.get(name, name)


def name_of(element: xml.Element, elements: Elements) -> str:
    """What the picture says of an element; line breaks of the tool stay."""
    name = xml.local(element)
    if name == "textAnnotation":
        return lines(xml.full_text(text) if (text := xml.child(element, "text")) is not None else "", TEXT)
    if name == "group":
        value = elements.get(_bare(element.get("categoryValueRef")))
        return lines(value.get("value") if value is not None else element.get("name"))
    own = lines(element.get("name"))
    if name.startswith("data"):
        return _data_name(element, own, elements)
    if name == "messageFlow" and not own:
        message = elements.get(_bare(element.get("messageRef")))
        return lines(message.get("name")) if message is not None else ""
    return own


def lines(text: str | None, limit: int = NAME) -> str:
    """A name as plain text on the lines on which the tool wrote it."""
    if not text or "\n" not in text:
        return plain_markup(text, limit)
    parts = (plain_markup(line, limit) for line in text[: limit * 8].split("\n"))
    joined = "\n".join(part for part in parts if part)
    return joined if len(joined) <= limit else joined[: limit - 1].rstrip() + "…"


def _data_name(element: xml.Element, own: str, elements: Elements) -> str:
    """The name of data with its state in brackets; a reference without a name takes that of its object."""
    referred = elements.get(_bare(element.get("dataObjectRef") or element.get("dataStoreRef")))
    name = own or (lines(referred.get("name")) if referred is not None else "")
    state = xml.child(element, "dataState")
    words = plain_markup(state.get("name")) if state is not None else ""
    return f"{name} [{words}]".strip() if words else name


def shape_marks(part: xml.Element, element: xml.Element | None, elements: Elements, drawn: set[str]) -> Iterator[str]:
    """The marks of a shape; `drawn` are the ids that have a shape in the same picture."""
    if element is None:
        return
    name = xml.local(element)
    if name in _EVENTS:
        yield from _event_marks(element, name, elements)
    elif name.endswith("Gateway"):
        yield from _gateway_marks(part, element, name)
    elif name in _POOLS or name == "process":
        yield from _pool_marks(part, element, elements)
    elif name.startswith("data"):
        yield from _data_marks(element, elements)
    else:
        yield from _activity_marks(element)
        if name in _SUBPROCESSES:
            yield from _opened(part, element, elements, drawn)


def _event_marks(element: xml.Element, name: str, elements: Elements) -> Iterator[str]:
    definitions = [trigger for child in xml.children(element) if (trigger := _trigger(child, elements))]
    if len(definitions) == 1:
        yield definitions[0]
    elif definitions:
        yield "parallel" if element.get("parallelMultiple") == "true" else "multiple"
    if name in _THROWING:
        yield "throwing"
    if element.get("cancelActivity") == "false" or element.get("isInterrupting") == "false":
        yield "non_interrupting"


def _trigger(child: xml.Element, elements: Elements) -> str:
    name = xml.local(child)
    if name == "eventDefinitionRef":
        referred = elements.get(_bare(child.text))
        name = xml.local(referred) if referred is not None else ""
    return name.removesuffix("EventDefinition") if name.endswith("EventDefinition") else ""


def _gateway_marks(part: xml.Element, element: xml.Element, name: str) -> Iterator[str]:
    if name == "exclusiveGateway" and part.get("isMarkerVisible") == "true":
        yield "marker"
    if element.get("instantiate") == "true":
        yield "instantiate"
    if element.get("eventGatewayType") == "Parallel":
        yield "parallel"


def _pool_marks(part: xml.Element, element: xml.Element, elements: Elements) -> Iterator[str]:
    if part.get("choreographyActivityShape") or part.get("participantBandKind"):
        yield "band"
        if not (part.get("participantBandKind") or "").endswith("non_initiating"):
            yield "initiating"
        return
    horizontal = part.get("isHorizontal")
    if horizontal == "true" or (horizontal is None and not _is_upright(part)):
        yield "horizontal"
    if xml.local(element) != "lane" and _is_black_box(element, elements):
        yield "black_box"
    multiplicity = xml.child(element, "participantMultiplicity")
    if multiplicity is not None and multiplicity.get("maximum") not in {"0", "1"}:
        yield "parallel_multiple"


def _is_upright(part: xml.Element) -> bool:
    """Whether a pool that does not say so is clearly higher than wide."""
    bounds = xml.child(part, "Bounds")
    try:
        return bounds is not None and float(bounds.get("height", "0")) > 2 * float(bounds.get("width", "0"))
    except ValueError:
        return False


def _is_black_box(pool: xml.Element, elements: Elements) -> bool:
    process = pool if xml.local(pool) == "process" else elements.get(_bare(pool.get("processRef")))
    return process is None or not any(child.get("id") for child in xml.children(process))


def _data_marks(element: xml.Element, elements: Elements) -> Iterator[str]:
    referred = elements.get(_bare(element.get("dataObjectRef")))
    if "true" in {element.get("isCollection"), referred.get("isCollection") if referred is not None else None}:
        yield "collection"


def _activity_marks(element: xml.Element) -> Iterator[str]:
    if xml.child(element, "standardLoopCharacteristics") is not None:
        yield "loop"
    several = xml.child(element, "multiInstanceLoopCharacteristics")
    if several is not None:
        yield "sequential_multiple" if several.get("isSequential") == "true" else "parallel_multiple"
    if element.get("isForCompensation") == "true":
        yield "compensation"
    if xml.local(element) == "adHocSubProcess":
        yield "ad_hoc"
    if element.get("triggeredByEvent") == "true":
        yield "event_subprocess"
    if element.get("instantiate") == "true":
        yield "instantiate"


def _opened(part: xml.Element, element: xml.Element, elements: Elements, drawn: set[str]) -> Iterator[str]:
    """Whether the inside of a sub-process is shown; where the tool does not say so, by what is drawn."""
    filled = any(child.get("id") in drawn for child in xml.children(_inside(element, elements)))
    expanded = part.get("isExpanded") or str(filled and xml.local(element) != "callActivity").lower()
    if expanded == "true":
        yield "expanded"
        if not filled:
            yield "empty"
    elif not _calls_task(element, elements):
        yield "collapsed"


def _inside(element: xml.Element, elements: Elements) -> xml.Element:
    """What holds the steps: the sub-process itself, or the process that is called."""
    return elements.get(_bare(element.get("calledElement")), element)


def _calls_task(element: xml.Element, elements: Elements) -> bool:
    called = elements.get(_bare(element.get("calledElement")))
    return called is not None and xml.local(called).startswith("global")


def connection_marks(part: xml.Element, element: xml.Element | None, elements: Elements) -> Iterator[str]:
    """The marks of a connection."""
    if element is None:
        return
    name = xml.local(element)
    if name == "sequenceFlow":
        yield from _sequence_marks(element, elements)
    elif name == "association":
        yield from filter(None, [_DIRECTIONS.get(element.get("associationDirection", ""))])
    elif name.startswith("data"):
        yield "directed"
    elif name == "messageFlow" and (part.get("messageVisibleKind") or _bare(element.get("messageRef")) in elements):
        yield "non_initiating" if part.get("messageVisibleKind") == "non_initiating" else "initiating"


def _sequence_marks(element: xml.Element, elements: Elements) -> Iterator[str]:
    source = elements.get(_bare(element.get("sourceRef")))
    if source is None:
        return
    if source.get("default") and source.get("default") == element.get("id"):
        yield "default"
    elif xml.child(element, "conditionExpression") is not None and not xml.local(source).endswith("Gateway"):
        yield "conditional"


def ends_of(element: xml.Element | None) -> tuple[str, str]:
    """The ids of the elements at both ends; an association of data names one of them by the place it stands in."""
    if element is None:
        return ("", "")
    name = xml.local(element)
    if not name.startswith("data"):
        return (plain(_bare(element.get("sourceRef"))), plain(_bare(element.get("targetRef"))))
    owner = element.getparent()
    activity = plain(owner.get("id")) if owner is not None else ""
    other = "sourceRef" if name == "dataInputAssociation" else "targetRef"
    data = plain(_bare(xml.text_of(element, other)))
    return (data, activity) if name == "dataInputAssociation" else (activity, data)


def _bare(reference: str | None) -> str:
    return (reference or "").strip().rpartition(":")[2]
