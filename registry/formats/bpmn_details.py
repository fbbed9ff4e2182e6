"""What BPMN says about a single step beside its name: marks, what triggers it, the data it reads and writes."""

from collections.abc import Iterator

from registry.formats import xml
from registry.formats.flow import EdgeKind, FlowEdge
from registry.formats.plain import NAME, plain, plain_markup

NAMESPACE = "http://www.omg.org/spec/BPMN/20100524/MODEL"
BPMN = f"{{{NAMESPACE}}}"

_DEFINITION = "EventDefinition"
_TIMES = ("timeDate", "timeDuration", "timeCycle")
_REFERENCES = ("messageRef", "signalRef", "errorRef", "escalationRef", "activityRef", "calledElement")
_DATA_ASSOCIATIONS = {"dataInputAssociation": "sourceRef", "dataOutputAssociation": "targetRef"}
_FLAGS = (
    ("isForCompensation", "true", "compensation"),
    ("triggeredByEvent", "true", "event_subprocess"),
    ("cancelActivity", "false", "non_interrupting"),
    ("isInterrupting", "false", "non_interrupting"),
    ("instantiate", "true", "instantiate"),
)


class Details:
    """Looks up what the steps of one document refer to: messages, signals, errors, shared event definitions."""

    def __init__(self, root: xml.Element) -> None:
        self._named = {key: plain_markup(name) for element in root.iter(f"{BPMN}*") for key, name in _names(element)}
        self._shared = {
            key: part for part in root.iterchildren(xml.ANY) if _is_definition(part) and (key := part.get("id"))
        }
        self._collections = {
            key
            for element in root.iter(f"{BPMN}dataObject")
            if element.get("isCollection") == "true" and (key := element.get("id"))
        }

    def trigger(self, element: xml.Element) -> str:
        """What an event reacts to or throws: ``message``, ``timer`` …; several are ``multiple``."""
        kinds = [xml.local(part).removesuffix(_DEFINITION) for part in self._definitions(element)]
        return "multiple" if len(kinds) > 1 else "".join(kinds)

    def words(self, element: xml.Element) -> str:
        """The words for it: the name of the message, signal or called process, the time, the condition, the state."""
        sources = [element, *self._definitions(element)]
        found = dict.fromkeys(word for source in sources for word in self._words(source) if word)
        return plain(", ".join(found), NAME)

    def name(self, element: xml.Element) -> str:
        """Its own name, else that of the data object it stands for; the text of an annotation."""
        if xml.local(element) == "textAnnotation":
            return plain_markup(" ".join(xml.full_text(part) for part in element.iterchildren(f"{BPMN}text")))
        own = plain_markup(element.get("name"))
        reference = element.get("dataObjectRef") or element.get("dataStoreRef")
        return own or self._name_of(reference)

    def marks(self, element: xml.Element) -> tuple[str, ...]:
        """Marks in the words of `registry.formats.diagram.Shape`, and ``event_subprocess``, ``instantiate``."""
        marks = [mark for attribute, value, mark in _FLAGS if element.get(attribute) == value]
        if element.find(f"{BPMN}standardLoopCharacteristics") is not None:
            marks.append("loop")
        several = element.find(f"{BPMN}multiInstanceLoopCharacteristics")
        if several is not None:
            marks.append("sequential_multiple" if several.get("isSequential") == "true" else "parallel_multiple")
        if xml.local(element) == "adHocSubProcess":
            marks.append("ad_hoc")
        if element.get("dataObjectRef") in self._collections:
            marks.append("collection")
        return tuple(marks)

    def _definitions(self, element: xml.Element) -> list[xml.Element]:
        parts = [part for part in element.iterchildren(xml.ANY) if _is_definition(part)]
        references = (_key(xml.text_of(part)) for part in element.iterchildren(f"{BPMN}eventDefinitionRef"))
        return [*parts, *(self._shared[key] for key in references if key in self._shared)]

    def _words(self, source: xml.Element) -> Iterator[str]:
        yield from (self._name_of(source.get(reference)) for reference in _REFERENCES)
        yield from (plain(xml.text_of(source, kind), NAME) for kind in (*_TIMES, "condition"))
        if xml.local(source) == "linkEventDefinition":
            yield plain_markup(source.get("name"))
        state = source.find(f"{BPMN}dataState")
        if state is not None:
            yield plain_markup(state.get("name"))

    def _name_of(self, reference: str | None) -> str:
        return self._named.get(_key(reference), "") if reference else ""


def data_edges(process: xml.Element) -> Iterator[FlowEdge]:
    """Which step reads or writes which data; the step is the one that the association stands in."""
    for name, end in _DATA_ASSOCIATIONS.items():
        for element in process.iter(f"{BPMN}{name}"):
            step = element.getparent()
            if step is None:
                continue
            for reference in element.iterchildren(f"{BPMN}{end}"):
                data, key = plain(_key(xml.text_of(reference))), plain(step.get("id"))
                source, target = (data, key) if end == "sourceRef" else (key, data)
                yield FlowEdge(id=plain(element.get("id")), source=source, target=target, kind=EdgeKind.DATA)


def _names(element: xml.Element) -> Iterator[tuple[str, str]]:
    """Id and name of what steps refer to; an error without a name goes by its code."""
    key = element.get("id")
    name = element.get("name") or element.get("errorCode") or element.get("escalationCode")
    if key and name:
        yield key, name


def _is_definition(element: xml.Element) -> bool:
    return element.tag.startswith(BPMN) and xml.local(element).endswith(_DEFINITION)


def _key(reference: str | None) -> str:
    """An id as a reference gives it, without the prefix of its namespace."""
    return (reference or "").strip().rsplit(":", 1)[-1]
