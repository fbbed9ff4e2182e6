"""What a bot does as a flow, so that it gets the same text and the same picture as a process.

Actions follow each other within their block. Branches of a decision part from it; in a guarded block the way
goes from the attempt to the end, and in case of an error to what handles it.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise

from registry.formats.bot import BotAction, BotFlow, BotModel, Branch
from registry.formats.flow import EdgeKind, Flow, FlowEdge, FlowModel, FlowNode, NodeKind

_GUARDED = frozenset({Branch.TRY, Branch.CATCH, Branch.FINALLY})
_LEAVES = frozenset({"break", "exitloop", "continue", "nextloop", "throw", "rethrow"})
"""Actions that leave their block, by type or name: what stands behind them is not what follows."""

_AT_ONCE = "Parallel"
_WAITS = "Pick"
"""UiPath's words for blocks whose parts all run at once, or of which only the first to happen runs."""


def model_of_bot(bot: BotModel) -> FlowModel:
    """The flows of a bot; where a run begins comes first."""
    names = {flow.id: flow.name for flow in bot.flows}
    ordered = sorted(bot.flows, key=lambda flow: not flow.is_entry)
    return FlowModel(flows=tuple(flow_of_bot(flow, names) for flow in ordered), truncated=bot.truncated)


def flow_of_bot(flow: BotFlow, names: Mapping[str, str]) -> Flow:
    """One flow of a bot; `names` are those of all its flows, by id."""
    return Flow(
        id=flow.id,
        name=flow.name,
        type="bot",
        trigger=flow.trigger,
        documentation=flow.documentation,
        nodes=tuple(_node(action, names) for action in flow.actions),
        edges=tuple(_edges(flow.actions)),
    )


def _node(action: BotAction, names: Mapping[str, str]) -> FlowNode:
    leaving = _leaving(action)
    return FlowNode(
        id=action.id,
        kind=NodeKind.END if leaving else action.kind,
        type=action.branch.value if action.branch is not None else leaving or action.type,
        name=action.name or action.condition or (action.branch.value.upper() if action.branch in _GUARDED else ""),
        parent=action.parent,
        documentation=action.documentation,
        detail=_detail(action),
        calls=names.get(action.calls, action.calls) if action.calls else None,
        disabled=action.disabled,
        marks=("parallel",) if action.type == _AT_ONCE else (),
    )


def _leaving(action: BotAction) -> str:
    """The word for how an action leaves its block; empty if the next one follows."""
    words = (word.replace(" ", "").casefold() for word in (action.type, action.name))
    return next((word for word in words if word in _LEAVES), "") if action.kind is NodeKind.EVENT else ""


def _detail(action: BotAction) -> str:
    """What an action goes by and works in; the condition of a decision stands at its branches, a call names its aim."""
    if action.kind in {NodeKind.CALL, NodeKind.GATEWAY}:
        return ""
    condition = action.condition if action.name and action.branch is None else ""
    return "; ".join(part for part in (condition, action.application) if part and part != action.name)


def _edges(actions: Sequence[BotAction]) -> Iterator[FlowEdge]:
    known = {action.id: action for action in actions}
    blocks: dict[str | None, list[BotAction]] = defaultdict(list)
    for action in actions:
        blocks[action.parent if action.parent in known else None].append(action)
    for parent, held in blocks.items():
        branches = [action for action in held if action.kind is NodeKind.BRANCH]
        if parent is not None and known[parent].kind is NodeKind.GATEWAY:
            ordered = sorted(branches, key=lambda branch: branch.branch is Branch.ELSE)
            yield from (_way_into(known[parent], branch) for branch in ordered)
        else:
            yield from _guarded(branches)
        if parent is not None and known[parent].type == _AT_ONCE:
            continue
        steps = [action for action in held if action.kind is not NodeKind.BRANCH]
        yield from (FlowEdge(source=one.id, target=two.id) for one, two in pairwise(steps) if _goes_on(one))
    for action in actions:
        if action.jumps_to in known:
            yield FlowEdge(source=action.id, target=action.jumps_to)


def _goes_on(action: BotAction) -> bool:
    return action.jumps_to is None and action.kind is not NodeKind.END and not _leaving(action)


def _way_into(decision: BotAction, branch: BotAction) -> FlowEdge:
    """From a decision into a branch; the first branch may have its condition at the decision."""
    is_else = branch.branch is Branch.ELSE
    own = branch.condition or (decision.condition if branch.branch is Branch.THEN else "")
    return FlowEdge(
        source=decision.id,
        target=branch.id,
        name="" if is_else else branch.name,
        condition="" if is_else or decision.type == _WAITS else own or branch.name,
        default=is_else,
    )


def _guarded(branches: Sequence[BotAction]) -> Iterator[FlowEdge]:
    """From the attempt to the end, after an error over what handles it."""
    attempt = next((one for one in branches if one.branch is Branch.TRY), None)
    end = next((one for one in branches if one.branch is Branch.FINALLY), None)
    usual = next((one for one in branches if one.branch is Branch.ELSE), None)
    chain = [one for one in (attempt, usual, end) if one is not None]
    yield from (FlowEdge(source=one.id, target=two.id) for one, two in pairwise(chain))
    for handler in (one for one in branches if one.branch is Branch.CATCH):
        if attempt is not None:
            yield FlowEdge(source=attempt.id, target=handler.id, kind=EdgeKind.BOUNDARY)
        if end is not None:
            yield FlowEdge(source=handler.id, target=end.id)
