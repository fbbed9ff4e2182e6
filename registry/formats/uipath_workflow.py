"""One XAML workflow of UiPath: its actions in the order of the document, and what they touch.

A flowchart nests the step that follows inside the one before; such steps stand side by side here, and a
reference to an earlier step becomes a jump. Expressions are shown, never evaluated.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace

from registry.formats import uipath_words as words
from registry.formats import xml
from registry.formats.bot import MAX_ACTIONS, BotAction, BotArgument, BotFlow, Branch
from registry.formats.bot_traces import Traces, is_account_name
from registry.formats.flow import NodeKind
from registry.formats.plain import NAME, TEXT, plain

_CALLED = ("WorkflowFileName", "ProcessName", "Process")
_CONDITIONS = ("Condition", "Expression", "Values", "DataTable", "NumberOfTimes")
_ACCOUNT_ATTRIBUTES = ("AssetName", "CredentialName", "Target")
_OPENING = frozenset(["TargetApp", "OpenBrowser", "OpenApplication"])
_NO_ACTIONS = (
    ".OCREngine",
    ".Variables",
    ".ViewState",
    ".Arguments",
    ".NamespacesForImplementation",
    ".ReferencesForImplementation",
)
_NO_JUMP = ("Flowchart", "StateMachine", "ProcessDiagram", ".StartNode", ".InitialState", ".Nodes", ".States")
_NO_TRACE = frozenset(["DisplayName", "WorkflowFileName", "Annotation.AnnotationText", "WorkflowViewState.IdRef"])
_PLAIN_NAMES = frozenset(["main", "main sequence", "sequence", "flowchart", "do", "body", "main flowchart"])
_SELECTORS = ("Selector", "ScopeSelectorArgument", "FullSelectorArgument", "FuzzySelectorArgument")


@dataclass(frozen=True, slots=True)
class _Place:
    """Where the reading stands: enclosing action, application in use, whether it is switched off, state machine."""

    parent: str | None = None
    application: str = ""
    disabled: bool = False
    machine: str | None = None


class Workflow:
    """One workflow being read; `number` keeps the ids of several workflows apart.

    Attributes:
        actions: all of them, up to the limit; `seen` counts on.
        calls: the workflow files that it invokes, as written.
    """

    def __init__(self, root: xml.Element, traces: Traces, *, number: int = 0) -> None:
        self.root = root
        self.traces = traces
        self.number = number
        self.seen = 0
        self.branches = 0
        self.disabled = 0
        self.actions: list[BotAction] = []
        self.calls: list[str] = []
        self._by_reference: dict[str, str] = {}
        self._jumps: dict[int, str] = {}
        self._index: dict[str, int] = {}
        self._last: dict[str | None, int] = {}
        self._children(root, _Place())
        for at, target in self._jumps.items():
            known = target if target in self._index else self._by_reference.get(target)
            self.actions[at] = replace(self.actions[at], jumps_to=known if known in self._index else None)

    @property
    def total(self) -> int:
        """How many actions there are, without the branches; also those beyond the limit."""
        return self.seen - self.branches

    @property
    def is_truncated(self) -> bool:
        """Whether the limit cut actions."""
        return self.seen > len(self.actions)

    @property
    def title(self) -> str:
        """The name of the outermost block, unless it only says what the tool calls any."""
        name = self.actions[0].name if self.actions else ""
        return "" if name.casefold() in _PLAIN_NAMES else name

    @property
    def documentation(self) -> str:
        """The annotation of the workflow."""
        own = words.attribute(self.root, "Annotation.AnnotationText")
        return plain(own, TEXT) or (self.actions[0].documentation if self.actions else "")

    def flow(self, key: str, name: str, *, is_entry: bool, called: dict[str, str]) -> BotFlow:
        """The workflow as a flow; `called` gives the ids of the workflows that come along by their file name."""
        actions = [_linked(action, called) for action in self.actions]
        if actions and actions[0].documentation == self.documentation:
            actions[0] = replace(actions[0], documentation="")
        return BotFlow(
            id=key,
            name=name,
            is_entry=is_entry,
            documentation=self.documentation,
            arguments=tuple(self._arguments())[:200],
            actions=tuple(actions),
        )

    def _arguments(self) -> Iterator[BotArgument]:
        for members in xml.children(self.root, "Members"):
            for declared in xml.children(members, "Property"):
                found = words.argument(declared.get("Type", ""))
                name = plain(declared.get("Name"), 120)
                if found and name:
                    if is_account_name(name):
                        self.traces.account(name)
                    yield BotArgument(name=name, direction=found[0], type=plain(found[1], 120))

    def _children(self, element: xml.Element, place: _Place) -> None:
        for child in xml.children(element):
            self._element(child, element, place)

    def _element(self, element: xml.Element, parent: xml.Element, place: _Place) -> None:
        branch = words.branch_of(element, parent)
        if branch is not None:
            place = replace(place, parent=self._branch(element, branch, place))
        if words.is_action(element):
            self._action(element, place)
        elif xml.local(element) == "Reference":
            self._refer(element, parent, place)
        elif not xml.local(element).endswith(_NO_ACTIONS):
            self._name(element, f"a{self.number}-{self.seen + 1}")
            self._children(element, place)

    def _action(self, element: xml.Element, place: _Place) -> None:
        name = xml.local(element)
        kind = words.KIND_OF.get(name, NodeKind.TASK)
        parts = (element, *_own_parts(element))
        application = self._application(parts) or place.application
        disabled = place.disabled or name == "CommentOut"
        key = self._add(
            BotAction(
                id="",
                name=plain(element.get("DisplayName")) or words.words_of(name),
                kind=kind,
                type=name,
                module=words.module_of(element),
                application=application,
                parent=self._parent(name, place),
                condition="" if kind is NodeKind.TASK else plain(_condition(element), NAME),
                calls=self._called(element) if kind is NodeKind.CALL else None,
                documentation=plain(words.attribute(element, "Annotation.AnnotationText"), TEXT),
                disabled=disabled,
            )
        )
        self._name(element, key)
        self._touch(element, parts)
        machine = key if name == "StateMachine" else place.machine
        self._children(element, _Place(key, application, disabled, machine))

    def _parent(self, name: str, place: _Place) -> str | None:
        """The enclosing action; a state stands in its machine, and the transition that holds it jumps there."""
        if name != "State" or place.machine is None or place.parent == place.machine:
            return place.parent
        if place.parent in self._index:
            self._jumps[self._index[place.parent]] = f"a{self.number}-{self.seen + 1}"
        return place.machine

    def _branch(self, element: xml.Element, branch: Branch, place: _Place) -> str:
        """The branch of a decision or of a guarded block, named by its case or its kind of error."""
        case = element.get(f"{{{words.XAML}}}Key", "") if branch is Branch.CASE else ""
        caught = element.get(f"{{{words.XAML}}}TypeArguments", "") if branch is Branch.CATCH else ""
        return self._add(
            BotAction(
                id="",
                name=plain(case or caught.rpartition(":")[2], 120),
                kind=NodeKind.BRANCH,
                branch=branch,
                parent=place.parent,
                condition=plain(words.expression(element.get("Condition", ""))),
                disabled=place.disabled,
            )
        )

    def _add(self, action: BotAction) -> str:
        self.seen += 1
        is_branch = action.kind is NodeKind.BRANCH
        self.branches += is_branch
        self.disabled += action.disabled and not is_branch
        key = f"a{self.number}-{self.seen}"
        if len(self.actions) < MAX_ACTIONS:
            self._index[key] = self._last[action.parent] = len(self.actions)
            self.actions.append(replace(action, id=key))
        return key

    def _name(self, element: xml.Element, key: str) -> None:
        """Remember under which name others refer to this element."""
        if (name := element.get(f"{{{words.XAML}}}Name")) is not None:
            self._by_reference.setdefault(name, key)

    def _refer(self, element: xml.Element, parent: xml.Element, place: _Place) -> None:
        """The last action at this place goes on where the reference leads; in an empty branch that is the branch."""
        target = (element.text or "").strip()
        if not target or xml.local(parent).endswith(_NO_JUMP):
            return
        at = self._last.get(place.parent, self._index.get(place.parent or ""))
        if at is not None:
            self._jumps.setdefault(at, target)

    def _called(self, element: xml.Element) -> str | None:
        given = next((value for name in _CALLED if (value := element.get(name))), "")
        path = words.literal(given).replace("\\", "/")
        if path.lower().endswith(".xaml"):
            self.calls.append(plain(path, 200))
        return plain(path or words.expression(given), 200) or None

    def _application(self, parts: tuple[xml.Element, ...]) -> str:
        """The application that the selectors of an action name; those of nested actions are their own matter."""
        found = ""
        for part in parts:
            opened = self._opened(part) if xml.local(part) in _OPENING else ""
            selectors = (value for name in _SELECTORS if (value := part.get(name)) and not opened)
            found = opened or next((name for value in selectors if (name := self._target(value))), found)
        return found

    def _target(self, selector: str) -> str:
        found = ""
        for tag, given in words.selector_targets(selector):
            if tag == "html":
                found = self.traces.site(given.get("url", ""), given.get("title", "")) or found
            elif tag != "webctrl":
                found = self.traces.program(given.get("app", "")) or found
        return found

    def _opened(self, part: xml.Element) -> str:
        address = words.literal(part.get("Url", ""))
        if address and "://" not in address:
            address = f"https://{address}"
        return self.traces.site(address) or self.traces.program(
            words.literal(part.get("FileName", "") or part.get("FilePath", ""))
        )

    def _touch(self, element: xml.Element, parts: tuple[xml.Element, ...]) -> None:
        """Files, addresses and accounts in the values of an action."""
        for part in parts:
            for key, value in part.attrib.items():
                if key.rpartition("}")[2] not in _NO_TRACE and key not in _SELECTORS:
                    self.traces.text(words.expression(value))
            if part.text and not part.text.isspace():
                self.traces.text(words.expression(part.text))
        kind = _account_kind(xml.local(element))
        if kind:
            asked = next((value for key in _ACCOUNT_ATTRIBUTES if (value := element.get(key))), "")
            self.traces.account(words.literal(asked) or words.expression(asked), kind)


def _account_kind(activity: str) -> str:
    """What an activity asks the Orchestrator or Windows for; empty for others."""
    if "Credential" in activity:
        return "Credential"
    return "Asset" if activity in {"GetRobotAsset", "GetAsset"} else ""


def _linked(action: BotAction, called: dict[str, str]) -> BotAction:
    """The call of a workflow that comes along leads to its id."""
    if action.calls is None:
        return action
    return replace(action, calls=called.get(action.calls.casefold(), action.calls))


def _condition(element: xml.Element) -> str:
    given = next((value for name in _CONDITIONS if (value := element.get(name))), "")
    if given:
        return words.expression(given)
    held = (part for part in xml.children(element) if xml.local(part).rpartition(".")[2] in {"Condition", "Expression"})
    return next((words.expression(xml.full_text(part)) for part in held), "")


def _own_parts(element: xml.Element) -> Iterator[xml.Element]:
    """The elements that belong to an action itself: its properties and what they hold, up to the next action."""
    for child in xml.children(element):
        if not words.is_action(child) and not xml.local(child).endswith(".ViewState"):
            yield child
            yield from _own_parts(child)
