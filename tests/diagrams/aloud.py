"""What the tests of flows share: small flows from a few words, and the text of a flow as lines."""

from collections.abc import Iterator, Sequence

from registry.core.messages import Message
from registry.diagrams.text import FlowText, Step, text_of
from registry.formats.child import read_here
from registry.formats.flow import EdgeKind, Flow, FlowEdge, FlowModel, FlowNode, NodeKind

MODEL = "http://www.omg.org/spec/BPMN/20100524/MODEL"
_KINDS = {
    "start": (NodeKind.START, "startEvent"),
    "end": (NodeKind.END, "endEvent"),
    "xor": (NodeKind.GATEWAY, "exclusiveGateway"),
    "and": (NodeKind.GATEWAY, "parallelGateway"),
    "sub": (NodeKind.SUBPROCESS, "subProcess"),
}


def flow_of(ways: str, **fields: object) -> Flow:
    """A flow from ways like ``start>a a>xor1 xor1>b:ja``; an id says what it is, and ``sub.x`` is in ``sub``."""
    edges = []
    names: dict[str, None] = {}
    for way in ways.split():
        path, _, words = way.partition(":")
        source, _, target = path.partition(">")
        names.update(dict.fromkeys(name for name in (source, target) if name))
        if target:
            edges.append(FlowEdge(source=source, target=target, name=words))
    return Flow(id="f", nodes=tuple(node_of(name) for name in names), edges=tuple(edges), **fields)


def node_of(name: str, **fields: object) -> FlowNode:
    parent, _, own = name.rpartition(".")
    kind, word = _KINDS.get(own.rstrip("0123456789"), (NodeKind.TASK, "task"))
    return FlowNode(id=name, kind=kind, type=word, name=name, parent=parent or None, **fields)


def boundary(host: str, event: str) -> FlowEdge:
    return FlowEdge(source=host, target=event, kind=EdgeKind.BOUNDARY)


def told(flow: Flow | str) -> list[str]:
    """The text of one flow as lines."""
    flow = flow_of(flow) if isinstance(flow, str) else flow
    (part,) = text_of(FlowModel(flows=(flow,))).parts
    return list(lines(part.steps))


def told_bpmn(inner: str) -> FlowText:
    content = f'<definitions xmlns="{MODEL}">{inner}</definitions>'.encode()
    model = read_here(content, "x.bpmn").flow
    assert model is not None
    return text_of(model)


def lines(steps: Sequence[Step], indent: str = "") -> Iterator[str]:
    for step in steps:
        yield indent + " ".join(part for part in _first_line(step) if part)
        yield from (f"{indent}  * {say(note)}" for note in step.notes)
        if step.inside:
            yield f"{indent}  in it"
            yield from lines(step.inside, f"{indent}    ")
        for direction in step.directions:
            label = f"{say(direction.label)}: " if direction.label else ""
            goes = f"{'back' if direction.is_back else 'on'} to {direction.target}" if direction.target else ""
            yield f"{indent}  - {label}{goes}".rstrip()
            yield from lines(direction.steps, f"{indent}    ")


def say(message: Message | object) -> str:
    if not isinstance(message, Message):
        return str(message)
    return message.source_text % {name: say(value) for name, value in message.params.items()}


def _first_line(step: Step) -> Iterator[str]:
    yield f"{step.number}"
    yield f"[{say(step.kind)}{': ' + say(step.trigger) if step.trigger else ''}]"
    yield step.name
    yield f"({step.detail})" if step.detail else ""
    yield f"@{step.lane}" if step.lane else ""
