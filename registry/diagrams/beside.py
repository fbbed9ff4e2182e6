"""What stands beside the steps of flows, in words: messages between participants, data, annotations."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping

from registry.core.messages import N_, Message, define
from registry.formats.flow import EdgeKind, Flow, FlowEdge, FlowModel, FlowNode, NodeKind, Participant

_SENDS = define("flow.sends", N_("sendet „%(words)s“ an %(party)s"))
_SENDS_UNNAMED = define("flow.sends_unnamed", N_("sendet eine Nachricht an %(party)s"))
_RECEIVES = define("flow.receives", N_("empfängt „%(words)s“ von %(party)s"))
_RECEIVES_UNNAMED = define("flow.receives_unnamed", N_("empfängt eine Nachricht von %(party)s"))
_BETWEEN = define("flow.message_between", N_("%(sender)s sendet „%(words)s“ an %(party)s"))
_BETWEEN_UNNAMED = define("flow.message_between_unnamed", N_("%(sender)s sendet eine Nachricht an %(party)s"))
_PARTY_STEP = define("flow.party_step", N_("%(party)s, Schritt %(step)s"))
_STEP = define("flow.step_number", N_("Schritt %(step)s"))
_SOMEBODY = define("flow.somebody", N_("jemanden ohne Namen"))
_READS = define("flow.reads", N_("nutzt „%(words)s“"))
_WRITES = define("flow.writes", N_("erzeugt oder ändert „%(words)s“"))
_WITH = define("flow.with", N_("gehört zu „%(words)s“"))
_NOTE = define("flow.annotation", N_("Anmerkung: %(words)s"))
_DATA = define("flow.data_named", N_("Daten: %(words)s"))
_DATA_UNNAMED = define("flow.data_unnamed", N_("Daten ohne Namen"))


class Beside:
    """Notes on the steps of a file, and remarks on its flows for what belongs to no step."""

    def __init__(self, model: FlowModel, numbers: Mapping[str, int]) -> None:
        """`numbers` are those of the steps, by id."""
        self._numbers = numbers
        self._parties = {party.id: party for party in model.participants}
        self._flow_of = {node.id: flow.id for flow in model.flows for node in flow.nodes}
        self._party_of = {party.flow: party for party in model.participants if party.flow}
        self._notes: dict[str, list[Message]] = defaultdict(list)
        self._remarks: dict[str | None, list[Message]] = defaultdict(list)
        self._shown = {flow.id for flow in model.flows}
        for message in model.messages:
            self._tell(message)
        for flow in model.flows:
            self._tell_items(flow.nodes, flow.edges, flow.id)
        self._tell_items(model.notes, model.associations, None)

    def notes_on(self, node_id: str) -> list[Message]:
        """What stands beside a step."""
        return self._notes.get(node_id, [])

    def remarks_on(self, flow: Flow | None) -> list[Message]:
        """What belongs to a flow and to no step of it; None: what belongs to no flow."""
        return self._remarks.get(flow.id if flow else None, [])

    def _tell(self, edge: FlowEdge) -> None:
        """A message stands at both ends; where neither end is shown, among the remarks on the whole file."""
        sender, receiver = self._place(edge.source), self._place(edge.target)
        if sender is not None:
            kind = _SENDS if edge.name else _SENDS_UNNAMED
            sender.append(kind(words=edge.name, party=self._words(edge.target)))
        if receiver is not None:
            kind = _RECEIVES if edge.name else _RECEIVES_UNNAMED
            receiver.append(kind(words=edge.name, party=self._words(edge.source)))
        if sender is None and receiver is None:
            kind = _BETWEEN if edge.name else _BETWEEN_UNNAMED
            ends = {"sender": self._words(edge.source), "party": self._words(edge.target)}
            self._remarks[None].append(kind(words=edge.name, **ends))

    def _place(self, end: str) -> list[Message] | None:
        if end in self._numbers:
            return self._notes[end]
        party = self._parties.get(end)
        return self._remarks[party.flow] if party is not None and party.flow in self._shown else None

    def _words(self, end: str) -> Message | str:
        """Who or what is at the end of a message."""
        party = self._parties.get(end) or self._party_of.get(self._flow_of.get(end, ""))
        name = party.name if party is not None else ""
        step = self._numbers.get(end)
        if step is None:
            return name or _SOMEBODY()
        return _PARTY_STEP(party=name, step=step) if name else _STEP(step=step)

    def _tell_items(self, nodes: Iterable[FlowNode], edges: Iterable[FlowEdge], flow: str | None) -> None:
        """Data and annotations stand at their steps; what has none among the remarks."""
        items = {node.id: node for node in nodes if node.kind in {NodeKind.DATA, NodeKind.NOTE}}
        told: set[str] = set()
        for edge in edges:
            for item, step in ((edge.source, edge.target), (edge.target, edge.source)):
                if item in items and step in self._numbers:
                    told.add(item)
                    self._notes[step].append(_item_note(items[item], edge, is_read=item == edge.source))
        rest = (item for key, item in items.items() if key not in told)
        self._remarks[flow].extend(_remarks(rest))


def words_of(party: Participant) -> str:
    """What a participant is called; its id where it has no name."""
    return party.name or party.id


def _item_note(item: FlowNode, edge: FlowEdge, *, is_read: bool) -> Message:
    words = _words_of_item(item)
    if item.kind is NodeKind.NOTE:
        return _NOTE(words=words)
    if edge.kind is not EdgeKind.DATA:
        return _WITH(words=words)
    return _READS(words=words) if is_read else _WRITES(words=words)


def _remarks(items: Iterable[FlowNode]) -> Iterator[Message]:
    for item in items:
        words = _words_of_item(item)
        if item.kind is NodeKind.NOTE:
            yield _NOTE(words=words)
        else:
            yield _DATA(words=words) if isinstance(words, str) else words


def _words_of_item(item: FlowNode) -> Message | str:
    """Name and state; many tools write the state into the name as well."""
    says_both = item.detail in item.name
    words = item.name if says_both else f"{item.name} ({item.detail})".strip()
    return words if words or item.kind is NodeKind.NOTE else _DATA_UNNAMED()
