"""The blocks of a desktop flow: statements to nested actions, one flow for each subflow."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace

from registry.core.messages import N_, define
from registry.formats import desktop_flow
from registry.formats.bot import MAX_ACTIONS, BotAction, BotArgument, BotFlow, Branch, Direction
from registry.formats.bot_traces import Traces, is_account_name
from registry.formats.desktop_flow import Statement
from registry.formats.flow import NodeKind
from registry.formats.plain import NAME, plain
from registry.formats.reading import Broken

NOT_CLOSED = define(
    "desktop_flow.not_closed",
    N_(
        "Die Datei „%(name)s“ ist kein lesbarer %(format)s. Der Block, der in Zeile %(line)s beginnt, endet nicht; die "
        "Datei bricht vermutlich ab. Kopieren Sie die Aktionen im Designer erneut und laden Sie sie noch einmal hoch."
    ),
)

_CAMEL = re.compile(r"(?<=[a-z])(?=[A-Z])")
_ARGUMENT = re.compile(r"@(INPUT|OUTPUT)\s+([\w.]{1,120})\s*:(.{0,4000})", re.DOTALL)
_ARGUMENT_TYPE = re.compile(r"'Type':\s*'(\w{1,60})'")
_SENSITIVE = re.compile(r"@SENSITIVE\s*:\s*\[([^\]]{0,4000})\]")
_STRING = re.compile(r"\$'''(.{0,8000}?)'''", re.DOTALL)
_PARAMETER = re.compile(r"(?<!\S)(\w{1,60}): ([A-Za-z_]\w{0,100})(?=\s|\Z)")
_SCREEN = re.compile(r"appmask\['((?:[^'\\]|\\.){1,300})'\]")
_QUOTED = re.compile(r"\\'((?:[^'\\]|\\[^'])+)\\'")
_CREDENTIAL = re.compile(r"Credential(?:Name)?: \$'''([^']{1,120})'''")
_PROGRAMS = {
    "Excel": "Excel",
    "Outlook": "Outlook",
    "Word": "Word",
    "SAPAutomation": "SAP GUI",
    "Exchange": "Exchange",
    "TerminalEmulation": "Terminal",
}
_SIMPLE = {
    "EXIT FUNCTION": NodeKind.END,
    "EXIT LOOP": NodeKind.EVENT,
    "NEXT LOOP": NodeKind.EVENT,
    "THROW ERROR": NodeKind.EVENT,
}


@dataclass(slots=True)
class _Frame:
    """An open block: what it is, where it began, which action holds what follows, and how many came before."""

    kind: str
    line: int
    holder: str | None
    owner: str | None = None
    begun: int = 0


class DesktopFlow:
    """One text being read.

    Attributes:
        flows: the main flow, if it has statements, and the subflows.
        unknown: statements of no known form, and ends without a beginning.
    """

    def __init__(self, statements: Iterable[Statement]) -> None:
        self.traces = Traces()
        self.arguments: list[BotArgument] = []
        self.modules: dict[str, None] = {}
        self.unknown = self.seen = self.branches = self.disabled = 0
        self._flows: list[tuple[str, list[BotAction]]] = [("Main", [])]
        self._frames: list[_Frame] = []
        self._index: dict[str, tuple[int, int]] = {}
        self._labels: dict[tuple[int, str], str] = {}
        self._jumps: list[tuple[str, tuple[int, str]]] = []
        self._last: str | None = None
        for statement in statements:
            self._take(statement)
        self._close()

    @property
    def is_truncated(self) -> bool:
        """Whether the limit cut actions."""
        return self.seen > MAX_ACTIONS

    @property
    def flows(self) -> list[BotFlow]:
        """One for each subflow that holds anything; the first that no other calls begins a run."""
        ids = {name.casefold(): f"flow-{number}" for number, (name, _) in enumerate(self._flows)}
        called = {action.calls.casefold() for _, actions in self._flows for action in actions if action.calls}
        shown = [(number, name, actions) for number, (name, actions) in enumerate(self._flows) if actions or number]
        entry = next((number for number, name, _ in shown if name.casefold() not in called), -1)
        return [
            BotFlow(
                id=f"flow-{number}",
                name=name,
                is_entry=number == entry,
                arguments=tuple(self.arguments[:200]) if number == entry else (),
                actions=tuple(_linked(action, ids) for action in actions),
            )
            for number, name, actions in shown
        ]

    def _close(self) -> None:
        """Everything is read: no block may be open, and jumps find their labels.

        Raises:
            Broken: a block does not end.
        """
        unclosed = next((frame for frame in self._frames if frame.kind != "REGION"), None)
        if unclosed is not None:
            raise Broken(NOT_CLOSED, line=unclosed.line)
        for source, target in self._jumps:
            flow, at = self._index[source]
            actions = self._flows[flow][1]
            actions[at] = replace(actions[at], jumps_to=self._labels.get(target))

    def _take(self, statement: Statement) -> None:
        text = statement.text
        if text.startswith(("#", "/#", "@@", "IMPORT ")):
            return
        if text.startswith("@"):
            self._declare(text)
        elif (found := desktop_flow.FUNCTION.match(text)) is not None:
            self._flows.append((plain(found[1] or found[2]), []))
            self._frames.append(_Frame("FUNCTION", statement.line, None))
        elif text.startswith("**"):
            self._region(statement)
        elif desktop_flow.is_action(statement):
            self._action(statement)
        else:
            self._keyword(statement)

    def _keyword(self, statement: Statement) -> None:
        text = statement.text
        word = text.split(maxsplit=1)[0]
        if text in {"END", "END FUNCTION"}:
            self._end("FUNCTION" if text != "END" else "")
        elif word in {"ELSE", "CASE", "DEFAULT"}:
            self._way(statement)
        elif word in {"IF", "SWITCH", "LOOP", "BLOCK", "ON"} and desktop_flow.is_known(statement):
            self._open(word, statement)
        elif desktop_flow.is_known(statement):
            self._simple(word, statement)
        else:
            self.unknown += 1

    def _open(self, word: str, statement: Statement) -> None:
        rest = statement.text.partition(" ")[2].strip()
        if word == "ON":
            self._handler(statement, is_block=rest.startswith("BLOCK"))
            return
        header = _condition(rest.removesuffix(" THEN") if word == "IF" else rest.strip("'"))
        kinds = {"LOOP": NodeKind.LOOP, "BLOCK": NodeKind.SUBPROCESS}
        kind = kinds.get(word, NodeKind.GATEWAY)
        key = self._add(
            BotAction(id="", name=header, kind=kind, type=word, condition="" if word == "BLOCK" else header),
            statement,
        )
        self._touch(statement.text)
        holder = self._branch(key, Branch.THEN, header) if word == "IF" else key
        self._frames.append(_Frame(word, statement.line, holder, owner=key))

    def _handler(self, statement: Statement, *, is_block: bool) -> None:
        """What happens on an error: of the block around it, else of the action before it."""
        frame = self._frames[-1] if self._frames else None
        if is_block and frame is not None and frame.kind == "BLOCK" and frame.owner is not None:
            frame.holder = self._branch(frame.owner, Branch.TRY, "")
            owner: str | None = frame.owner
        else:
            owner = self._last
        caught = self._branch(owner, Branch.CATCH, "") if owner is not None else None
        self._frames.append(_Frame("ON", statement.line, caught, owner=owner, begun=self.seen))

    def _way(self, statement: Statement) -> None:
        """The next way of the decision that is open."""
        frame = self._frames[-1] if self._frames else None
        if frame is None or frame.kind not in {"IF", "SWITCH"} or frame.owner is None:
            self.unknown += 1
            return
        text = statement.text
        if text.startswith(("ELSE IF ", "CASE ")):
            condition = _condition(text.removeprefix("ELSE IF ").removeprefix("CASE ").removesuffix(" THEN"))
            if text.startswith("CASE "):
                condition = plain(f"{self._header(frame.owner)} {condition}", NAME)
            frame.holder = self._branch(frame.owner, Branch.CASE, condition)
        else:
            frame.holder = self._branch(frame.owner, Branch.ELSE, "")

    def _header(self, key: str) -> str:
        """What a decision decides on."""
        number, at = self._index.get(key, (0, -1))
        return self._flows[number][1][at].condition if at >= 0 else ""

    def _end(self, kind: str) -> None:
        """Close the innermost block (regions end with their block), or with it everything in a subflow."""
        while self._frames and self._frames[-1].kind == "REGION":
            self._frames.pop()
        if not self._frames or (kind == "FUNCTION") is not (self._frames[-1].kind == "FUNCTION"):
            if kind == "FUNCTION" and self._frames:
                raise Broken(NOT_CLOSED, line=self._frames[-1].line)
            self.unknown += 1
            return
        frame = self._frames.pop()
        self._last = None if kind == "FUNCTION" else frame.owner
        if frame.kind == "ON" and frame.holder is not None:
            self._end_handler(frame, frame.holder)

    def _end_handler(self, frame: _Frame, branch: str) -> None:
        """A handler without actions goes; an action with one becomes a block that holds it."""
        if frame.owner not in self._index or branch not in self._index:
            return
        number, at = self._index[frame.owner]
        owner = self._flows[number][1][at]
        if self.seen == frame.begun and owner.type != "BLOCK":
            self._flows[number][1].pop()
            self.seen -= 1
            self.branches -= 1
        elif owner.kind is NodeKind.TASK:
            self._flows[number][1][at] = replace(owner, kind=NodeKind.SUBPROCESS)

    def _region(self, statement: Statement) -> None:
        if statement.text.startswith("**REGION"):
            name = plain(statement.text.removeprefix("**REGION"), NAME) or "REGION"
            key = self._add(BotAction(id="", name=name, kind=NodeKind.SUBPROCESS, type="REGION"), statement)
            self._frames.append(_Frame("REGION", statement.line, key, owner=key))
        elif self._frames and self._frames[-1].kind == "REGION":
            self._frames.pop()

    def _action(self, statement: Statement) -> None:
        found = desktop_flow.ACTION.match(statement.text)
        full = found.group() if found else ""
        module, _, rest = full.partition(".")
        self.modules.setdefault(module)
        application = self._touch(statement.text) or (
            self.traces.application(_PROGRAMS[module], "desktop") if module in _PROGRAMS else ""
        )
        is_call = full.startswith("External.RunFlow")
        self._add(
            BotAction(
                id="",
                name=plain(_CAMEL.sub(" ", rest.rpartition(".")[2] or rest)),
                kind=NodeKind.CALL if is_call else NodeKind.TASK,
                type=plain(full, 120),
                module=module,
                application=application,
            ),
            statement,
        )

    def _simple(self, word: str, statement: Statement) -> None:
        text = statement.text
        rest = plain(text.partition(" ")[2].strip().strip("'"), NAME)
        name, kind, calls = text, NodeKind.EVENT, None
        if word == "SET":
            name, kind = f"SET {rest.partition(' ')[0]}", NodeKind.TASK
            self._variable(rest.partition(" ")[0])
        elif word == "CALL":
            name, kind, calls = rest, NodeKind.CALL, rest
        elif word == "EXIT" and text not in _SIMPLE:
            kind = NodeKind.END
        else:
            kind = _SIMPLE.get(text, kind)
        self._touch(text)
        key = self._add(BotAction(id="", name=plain(name), kind=kind, type=word, calls=calls), statement)
        place = (len(self._flows) - 1 if self._in_function else 0, rest.casefold())
        if word == "LABEL":
            self._labels.setdefault(place, key)
        elif word == "GOTO" and key in self._index:
            self._jumps.append((key, place))

    @property
    def _in_function(self) -> bool:
        return any(frame.kind == "FUNCTION" for frame in self._frames)

    @property
    def _holder(self) -> str | None:
        return self._frames[-1].holder if self._frames else None

    def _add(self, action: BotAction, statement: Statement) -> str:
        key = self._store(replace(action, parent=self._holder, disabled=statement.disabled))
        self._last = key
        self.disabled += statement.disabled
        return key

    def _branch(self, parent: str, branch: Branch, condition: str) -> str:
        self.branches += 1
        name = "" if branch is Branch.THEN else condition
        return self._store(
            BotAction(id="", name=name, kind=NodeKind.BRANCH, branch=branch, condition=condition, parent=parent)
        )

    def _store(self, action: BotAction) -> str:
        self.seen += 1
        key = f"a{self.seen}"
        if self.seen <= MAX_ACTIONS:
            number = len(self._flows) - 1 if self._in_function else 0
            self._index[key] = (number, len(self._flows[number][1]))
            self._flows[number][1].append(replace(action, id=key))
        return key

    def _declare(self, text: str) -> None:
        if (found := _SENSITIVE.match(text)) is not None:
            for name in found[1].split(","):
                self.traces.account(name.strip().strip("'"), "SENSITIVE")
        if (declared := _ARGUMENT.match(text)) is not None:
            kind = _ARGUMENT_TYPE.search(declared[3])
            direction = Direction.IN if declared[1] == "INPUT" else Direction.OUT
            self.arguments.append(
                BotArgument(name=plain(declared[2], 120), direction=direction, type=kind[1] if kind else "")
            )
            self._variable(declared[2])

    def _variable(self, name: str) -> None:
        if is_account_name(name):
            self.traces.account(name.partition("[")[0])

    def _touch(self, text: str) -> str:
        """Note what the values of an action name; gives the application it works in."""
        for value in _STRING.findall(text):
            self.traces.text(value)
        for parameter, variable in _PARAMETER.findall(text):
            if is_account_name(parameter) and variable not in {"True", "False"}:
                self.traces.account(variable)
        for name in _CREDENTIAL.findall(text):
            self.traces.account(name, "Credential")
        return self._opened(text) or self._screen(text)

    def _opened(self, text: str) -> str:
        values = _STRING.findall(text)
        if text.startswith("WebAutomation.Launch"):
            return next((name for value in values if (name := self.traces.site(_with_scheme(value)))), "")
        if text.startswith("System.RunApplication"):
            return next((name for value in values[:1] if (name := self.traces.program(value))), "")
        return ""

    def _screen(self, text: str) -> str:
        """The window or page that the elements on the screen belong to."""
        found = _SCREEN.search(text)
        if found is None:
            return ""
        quoted = _QUOTED.search(found[1])
        name = quoted[1] if quoted else found[1]
        if "://" in name or found[1].startswith("Web Page"):
            return self.traces.site(name, name)
        return self.traces.application(name, "desktop")


def _condition(text: str) -> str:
    """A condition with its texts in plain quotes."""
    return plain(_STRING.sub(r'"\1"', text), NAME)


def _with_scheme(address: str) -> str:
    return address if "://" in address or "%" in address else f"https://{address}"


def _linked(action: BotAction, ids: dict[str, str]) -> BotAction:
    if action.calls is None:
        return action
    return replace(action, calls=ids.get(action.calls.casefold(), action.calls))
