"""The words of XAML workflows: which elements are actions, which kind, and what their attributes hold."""

import re
from collections.abc import Iterator

from registry.formats import xml
from registry.formats.bot import Branch, Direction
from registry.formats.flow import NodeKind

ACTIVITIES = "http://schemas.microsoft.com/netfx/2009/xaml/activities"
XAML = "http://schemas.microsoft.com/winfx/2006/xaml"
UIPATH = "schemas.uipath.com/workflow"

_KINDS = {
    NodeKind.GATEWAY: ("If", "IfElseIf", "IfElseIfV2", "Switch", "FlowDecision", "FlowSwitch", "Pick", "IfElseIfX"),
    NodeKind.LOOP: (
        "ForEach", "ForEachRow", "While", "DoWhile", "InterruptibleWhile", "InterruptibleDoWhile", "ParallelForEach",
        "RepeatNumberOfTimes", "ForEachFile", "ForEachFileX", "ForEachFolderX", "NForEachUiElement", "ForEachX",
        "ForEachMailX", "ForEachSheetX", "ExcelForEachRowX", "ForEachUiElement",
    ),
    NodeKind.CALL: (
        "InvokeWorkflowFile", "InvokeWorkflowInteractive", "InvokeProcess", "RunJob", "StartJob", "BeginProcess",
        "LaunchWorkflowInteractive",
    ),
    NodeKind.END: ("TerminateWorkflow", "Return"),
    NodeKind.EVENT: ("Throw", "Rethrow"),
    NodeKind.SUBPROCESS: (
        "Sequence", "Parallel", "Flowchart", "ProcessDiagram", "StateMachine", "State", "TryCatch", "RetryScope",
        "CommentOut",
    ),
    NodeKind.BRANCH: ("PickBranch", "Transition"),
}  # fmt: skip
KIND_OF = {name: kind for kind, names in _KINDS.items() for name in names}
_BRANCHES = {
    "If.Then": Branch.THEN,
    "If.Else": Branch.ELSE,
    "IfElseIfV2.Then": Branch.THEN,
    "IfElseIfV2.Else": Branch.ELSE,
    "FlowDecision.True": Branch.THEN,
    "FlowDecision.False": Branch.ELSE,
    "Switch.Default": Branch.ELSE,
    "FlowSwitch.Default": Branch.ELSE,
    "TryCatch.Try": Branch.TRY,
    "TryCatch.Finally": Branch.FINALLY,
    "Catch": Branch.CATCH,
    "IfElseIfBlock": Branch.CASE,
}
_STRUCTURE = frozenset(
    [
        "FlowStep", "Catch", "IfElseIfBlock", "ActivityAction", "ActivityFunc", "ActivityBuilder", "Activity",
        "ClipboardData",
        "Reference", "Null", "Variable", "Property", "Members", "AssemblyReference", "List", "Dictionary",
        "Collection", "Target", "TargetAnchorable", "TargetApp", "InArgument", "OutArgument", "InOutArgument",
        "DelegateInArgument", "DelegateOutArgument", "CSharpValue", "CSharpReference", "VisualBasicValue",
        "VisualBasicReference", "Literal",
    ]
)  # fmt: skip
_HOLDERS = frozenset([*_BRANCHES, "Activity", "Sequence", "Parallel", "ActivityAction", "FlowStep"]) - {"IfElseIfBlock"}
_PLACES = ("WorkflowViewState.IdRef", "VirtualizedContainerService.HintSize")
_SELECTOR_TAG = re.compile(r"<(wnd|html|java|sap|uia|webctrl)\b([^<>]{0,2000})")
_SELECTOR_VALUE = re.compile(r"""([\w-]{1,40})\s?=\s?(?:'([^']{0,500})'|"{1,2}([^"]{0,500})"{1,2})""")
_ARGUMENT = re.compile(r"\A(In|Out|InOut)Argument\((.*)\)\Z", re.DOTALL)
_DIRECTIONS = {"In": Direction.IN, "Out": Direction.OUT, "InOut": Direction.IN_OUT}
_ASSEMBLY = re.compile(r";assembly=([\w.]{1,100})")
_PREFIX = re.compile(r"\b\w{1,12}:(?=\w)")
_CAMEL = re.compile(r"(?<=[a-z])(?=[A-Z])")


def attribute(element: xml.Element, name: str) -> str:
    """An attribute by its local name, whatever its namespace."""
    found = element.get(name)
    if found is None:
        found = next((value for key, value in element.attrib.items() if key.endswith(f"}}{name}")), "")
    return str(found)


def is_action(element: xml.Element) -> bool:
    """Whether an element is an activity: named, placed by the designer, a known block, or where only one can stand."""
    name = xml.local(element)
    if "." in name or name in _STRUCTURE:
        return False
    if name in KIND_OF or element.get("DisplayName") is not None or _is_placed(element):
        return True
    holder = element.getparent()
    return holder is not None and xml.local(holder) in _HOLDERS


def uses_uipath(head: str) -> bool:
    """Whether the start of a workflow declares actions of UiPath, by schema or by assembly."""
    return UIPATH in head or "assembly=UiPath." in head


def _is_placed(element: xml.Element) -> bool:
    """Whether the designer keeps something for an element: its place as attribute, in older files as element."""
    if any(key.endswith(_PLACES) for key in element.attrib):
        return True
    return any(xml.local(child).endswith(_PLACES) for child in xml.children(element))


def branch_of(element: xml.Element, parent: xml.Element) -> Branch | None:
    """Which branch an element opens, if it does; what carries the key of a case is that case of a switch."""
    name = xml.local(element)
    if xml.local(parent) in {"Switch", "FlowSwitch"} and element.get(f"{{{XAML}}}Key") is not None:
        return Branch.CASE
    return _BRANCHES.get(name)


def module_of(element: xml.Element) -> str:
    """The package of an activity from its namespace; empty for those of the workflow foundation itself."""
    namespace = element.tag.rpartition("}")[0]
    if (found := _ASSEMBLY.search(namespace)) is not None:
        return found[1]
    return "UiPath" if UIPATH in namespace else ""


def words_of(name: str) -> str:
    """A type as words: «TypeInto» → «Type Into»."""
    return _CAMEL.sub(" ", name)


def argument(declared: str) -> tuple[Direction, str] | None:
    """Direction and type of ``InArgument(x:String)``; None for a property that is no argument."""
    found = _ARGUMENT.match(declared.strip())
    return (_DIRECTIONS[found[1]], _PREFIX.sub("", found[2])) if found else None


def selector_targets(selector: str) -> Iterator[tuple[str, dict[str, str]]]:
    """Kind of tag and attributes of the parts of a selector that name an application or a page."""
    for tag, inside in _SELECTOR_TAG.findall(selector[:20_000]):
        yield tag, {key.lower(): single or double for key, single, double in _SELECTOR_VALUE.findall(inside)}


def literal(value: str) -> str:
    """The text of a literal; empty for an expression or a variable."""
    text = value.strip()
    if text.startswith("[") and text.endswith("]"):
        text = text[1:-1].strip()
        return text[1:-1] if len(text) >= 2 and text[0] == text[-1] == '"' and '"' not in text[1:-1] else ""
    return text.strip('"')


def expression(value: str) -> str:
    """An expression without the brackets that mark it as one."""
    text = value.strip()
    return text[1:-1].strip() if text.startswith("[") and text.endswith("]") else text
