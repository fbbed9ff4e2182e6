"""The parsed model of a Robot Framework file as flows: one for each task or test, one for each own keyword."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any, TypeAlias

from registry.formats.bot import MAX_ACTIONS, BotAction, BotArgument, BotFlow, Branch, Direction
from registry.formats.bot_traces import Traces, is_account_name
from registry.formats.flow import NodeKind
from registry.formats.plain import NAME, TEXT, plain
from registry.formats.reading import Dependency

Node: TypeAlias = Any
"""A block or statement of the parser's model; the library has no types."""

_VARIABLE = re.compile(r"[$@&%]\{([^{}:=]{1,100})[^{}]{0,100}\}")
_EMBEDDED = re.compile(r"[$@&]\{[^{}]{1,100}\}")
_ENVIRONMENT = re.compile(r"%\{([^{}=]{1,100})")
_NAMED = re.compile(r"(?i)(?:get secret|get credential|zugangsdaten)")
_LITERALS = frozenset(["true", "false", "none", "null", "empty", "space"])
_PLACE = re.compile(r"[\s_]+")
_APPLICATIONS = {
    "RPA.Excel.Application": "Excel",
    "RPA.Word.Application": "Word",
    "RPA.Outlook.Application": "Outlook",
    "RPA.SAP": "SAP GUI",
    "SapGuiLibrary": "SAP GUI",
    "ExcelLibrary": "Excel",
}
_LIMIT_EMBEDDED = 200
_MAX_DEPTH = 60


@dataclass(frozen=True, slots=True)
class _Own:
    """A keyword of the file: the flow it became, and the fixed parts of its name if that holds arguments."""

    flow: str
    parts: tuple[str, ...] = ()

    def fits(self, name: str) -> bool:
        """Whether a call fits a name with arguments in it: its fixed parts follow each other."""
        first, *middle, last = self.parts
        if not name.startswith(first) or not name.endswith(last):
            return False
        at, end = len(first), len(name) - len(last)
        for part in middle:
            at = name.find(part, at + 1, end)
            if at < 0:
                return False
            at += len(part)
        return at < end


class Suite:
    """One parsed file being read; `model` is what `robot.api.parsing.get_model` gives."""

    def __init__(self, model: Node) -> None:
        self.traces = Traces()
        self.dependencies: list[Dependency] = []
        self.flows: list[BotFlow] = []
        self.version = self.name = self.documentation = ""
        self.entries = self.keywords = self.errors = self.first_error = 0
        self.seen = self.branches = 0
        self.is_too_deep = False
        self._own: dict[str, _Own] = {}
        self._embedded: list[_Own] = []
        self._frame: dict[str, Node] = {}
        sections = list(model.sections)
        for section in sections:
            self._register(section)
        for section in sections:
            self._section(section)

    @property
    def title(self) -> str:
        """The name that the file gives itself, else that of its only task."""
        if self.name:
            return self.name
        entries = [flow for flow in self.flows if flow.is_entry and not flow.id.startswith("suite")]
        return entries[0].name if len(entries) == 1 else ""

    @property
    def is_truncated(self) -> bool:
        """Whether a limit cut actions."""
        return self.seen > MAX_ACTIONS or self.is_too_deep

    def _register(self, section: Node) -> None:
        if type(section).__name__ != "KeywordSection":
            return
        for number, keyword in enumerate(_blocks(section, "Keyword"), start=1):
            name = plain(keyword.name)
            own = _Own(f"keyword-{number}", tuple(_folded(part) for part in _EMBEDDED.split(name)))
            self._own.setdefault(_folded(name), own)
            if len(own.parts) > 1 and len(self._embedded) < _LIMIT_EMBEDDED:
                self._embedded.append(own)

    def _section(self, section: Node) -> None:
        kind = type(section).__name__
        for statement in section.body:
            self._note_errors(statement)
            if kind == "SettingSection":
                self._setting(statement)
        for variable in _blocks(section, "Variable"):
            self._declared(plain(variable.name), [str(part) for part in variable.value])
        for test in _blocks(section, "TestCase"):
            self.entries += 1
            self._flow(test, f"task-{self.entries}", is_entry=True)
        for keyword in _blocks(section, "Keyword"):
            self.keywords += 1
            self._flow(keyword, f"keyword-{self.keywords}", is_entry=False)

    def _setting(self, statement: Node) -> None:
        kind = type(statement).__name__
        if kind in {"LibraryImport", "ResourceImport", "VariablesImport"}:
            self._import(kind, str(statement.name or ""))
        elif kind == "Documentation":
            self.documentation = plain(statement.value, TEXT)
        elif kind == "SuiteName":
            self.name = plain(statement.value, 150)
        elif kind == "Metadata" and str(statement.name).casefold() == "version":
            self.version = plain(statement.value, 40)
        elif kind in {"SuiteSetup", "SuiteTeardown"}:
            self._suite_step(statement, kind)
        elif kind in {"TestSetup", "TestTeardown", "TestTemplate"}:
            self._frame[kind] = statement

    def _import(self, kind: str, name: str) -> None:
        if kind == "LibraryImport" and not name.lower().endswith(".py"):
            self.traces.library(name)
            if name in _APPLICATIONS:
                self.traces.application(_APPLICATIONS[name], "desktop")
        elif key := _file(name):
            type_ = "config_object" if kind == "VariablesImport" else "artifact"
            self.dependencies.append(Dependency(type=type_, key=key))

    def _suite_step(self, statement: Node, kind: str) -> None:
        """What runs once before or after all tasks."""
        key = "suite-setup" if kind == "SuiteSetup" else "suite-teardown"
        reading = _Body(self)
        reading.call(str(statement.name or ""), statement.args, None)
        name = "Suite Setup" if kind == "SuiteSetup" else "Suite Teardown"
        self.flows.append(BotFlow(id=key, name=name, is_entry=True, actions=tuple(reading.actions)))

    def _declared(self, name: str, values: list[str]) -> None:
        """A variable of the file: by its name it may be an account, by its value a file or an address."""
        self.names_in([name])
        for value in values:
            self.traces.text(value)
            self.names_in([value])

    def names_in(self, texts: list[str]) -> None:
        """Note the variables in these texts whose names speak of access data."""
        for text in texts:
            environment = set(_ENVIRONMENT.findall(text))
            for name in _VARIABLE.findall(text[:2_000]):
                if is_account_name(name):
                    self.traces.account(name, "Environment" if name in environment else "Variable")

    def _flow(self, block: Node, key: str, *, is_entry: bool) -> None:
        reading = _Body(self)
        reading.template = _template(block) or (_template_of(self._frame.get("TestTemplate")) if is_entry else "")
        setup, teardown = (_own_step(block, kind) for kind in ("Setup", "Teardown"))
        if is_entry:
            setup, teardown = setup or self._frame.get("TestSetup"), teardown or self._frame.get("TestTeardown")
        if setup is not None:
            reading.call(str(setup.name or ""), setup.args, None)
        reading.body(block.body, None, 0)
        if teardown is not None:
            reading.call(str(teardown.name or ""), teardown.args, None)
        documentation = (part.value for part in block.body if type(part).__name__ == "Documentation")
        self.flows.append(
            BotFlow(
                id=key,
                name=plain(block.name),
                is_entry=is_entry,
                documentation=plain(next(documentation, ""), TEXT) or (self.documentation if is_entry else ""),
                arguments=tuple(_arguments(block))[:200],
                actions=tuple(reading.actions),
            )
        )

    def flow_of(self, keyword: str) -> str | None:
        """The flow of an own keyword by the name it is called under."""
        folded = _folded(keyword)
        if folded not in self._own:
            fitting = next((own for own in self._embedded if own.fits(folded)), None)
            self._own[folded] = fitting or _Own("")
        return self._own[folded].flow or None

    def _note_errors(self, node: Node, depth: int = 0) -> None:
        if getattr(node, "errors", ()):
            self.errors += 1
            self.first_error = self.first_error or int(getattr(node, "lineno", 0) or 0)
        for part in getattr(node, "body", ()) if depth < _MAX_DEPTH else ():
            self._note_errors(part, depth + 1)


class _Body:
    """The actions of one task or keyword being read."""

    def __init__(self, suite: Suite) -> None:
        self.suite = suite
        self.actions: list[BotAction] = []
        self.template = ""

    def body(self, statements: Node, parent: str | None, depth: int) -> None:
        """Add what stands in a block, in its order."""
        if depth > _MAX_DEPTH:
            self.suite.is_too_deep = True
            return
        for statement in statements:
            self._statement(statement, parent, depth)

    def call(self, keyword: str, arguments: Node, parent: str | None) -> None:
        """Add the call of a keyword."""
        if not keyword:
            return
        texts = [str(argument) for argument in arguments]
        self._touched(keyword, texts)
        called = self.suite.flow_of(keyword)
        if called is None and keyword.casefold().startswith("run keyword"):
            called = next((flow for text in texts if (flow := self.suite.flow_of(text))), None)
        module, dot, bare = keyword.rpartition(".")
        self._add(
            BotAction(
                id="",
                name=plain(bare if dot and called is None else keyword),
                kind=NodeKind.CALL if called else NodeKind.TASK,
                type=plain(keyword, 120),
                module=plain(module, 120),
                parent=parent,
                calls=called,
            )
        )

    def _statement(self, statement: Node, parent: str | None, depth: int) -> None:
        kind = type(statement).__name__
        if kind == "KeywordCall":
            self.call(str(statement.keyword or ""), statement.args, parent)
        elif kind == "TemplateArguments":
            self.call(self.template or "Template", statement.args, parent)
        elif kind == "If":
            self._if(statement, parent, depth)
        elif kind == "Try":
            self._try(statement, parent, depth)
        elif kind in {"For", "While", "Group"}:
            self._block(statement, parent, depth)
        elif kind in {"Return", "Break", "Continue", "Var"}:
            self._simple(statement, parent)

    def _simple(self, statement: Node, parent: str | None) -> None:
        kind = type(statement).__name__.upper()
        name = kind
        if kind == "VAR":
            name = f"VAR {statement.name}"
            self.suite.names_in([str(statement.name)])
            for value in statement.value:
                self.suite.traces.text(str(value))
        ends = {"RETURN": NodeKind.END, "VAR": NodeKind.TASK}
        self._add(BotAction(id="", name=plain(name), type=kind, kind=ends.get(kind, NodeKind.EVENT), parent=parent))

    def _block(self, block: Node, parent: str | None, depth: int) -> None:
        kind = type(block).__name__
        if kind == "For":
            words = (*block.assign, block.flavor or "IN", *block.values)
            header = plain(" ".join(str(word) for word in words), NAME)
        else:
            header = plain((block.condition if kind == "While" else block.name) or "", NAME)
        is_loop = kind != "Group"
        key = self._add(
            BotAction(
                id="",
                name=header or kind.upper(),
                type=kind.upper(),
                kind=NodeKind.LOOP if is_loop else NodeKind.SUBPROCESS,
                condition=header if is_loop else "",
                parent=parent,
            )
        )
        self.body(block.body, key, depth + 1)

    def _if(self, block: Node, parent: str | None, depth: int) -> None:
        """A decision with its branches, one after the other as the parser chains them."""
        first = plain(block.condition, NAME)
        gateway = self._add(
            BotAction(id="", name=first or "IF", type="IF", kind=NodeKind.GATEWAY, condition=first, parent=parent)
        )
        branch = Branch.THEN
        while block is not None:
            condition = plain(block.condition, NAME)
            key = self._branch(gateway, branch, "" if branch is Branch.THEN else condition, condition)
            self.body(block.body, key, depth + 1)
            block = block.orelse
            branch = Branch.CASE if block is not None and block.condition else Branch.ELSE

    def _try(self, block: Node, parent: str | None, depth: int) -> None:
        kinds = {"TRY": Branch.TRY, "EXCEPT": Branch.CATCH, "ELSE": Branch.ELSE, "FINALLY": Branch.FINALLY}
        guarded = self._add(BotAction(id="", name="TRY", type="TRY", kind=NodeKind.SUBPROCESS, parent=parent))
        while block is not None:
            patterns = plain(", ".join(str(pattern) for pattern in block.patterns), 120)
            key = self._branch(guarded, kinds.get(block.header.type, Branch.CATCH), patterns, "")
            self.body(block.body, key, depth + 1)
            block = block.next

    def _branch(self, parent: str, branch: Branch, name: str, condition: str) -> str:
        return self._add(
            BotAction(id="", name=name, kind=NodeKind.BRANCH, branch=branch, condition=condition, parent=parent)
        )

    def _add(self, action: BotAction) -> str:
        self.suite.seen += 1
        self.suite.branches += action.kind is NodeKind.BRANCH
        key = f"a{self.suite.seen}"
        if self.suite.seen <= MAX_ACTIONS:
            self.actions.append(replace(action, id=key))
        return key

    def _touched(self, keyword: str, arguments: list[str]) -> None:
        traces = self.suite.traces
        if _NAMED.search(keyword) and arguments:
            traces.account(arguments[0], "Secret")
        self.suite.names_in(arguments)
        for argument in arguments:
            traces.text(argument.partition("=")[2] if argument[:40].partition("=")[1] else argument)
            bare = argument.rpartition("=")[2].strip()
            if "://" in bare and any(word in keyword.casefold() for word in ("open", "go to", "new page", "browser")):
                traces.site(bare)
            elif bare.lower().endswith(".exe"):
                traces.program(bare)


def _blocks(section: Node, kind: str) -> Iterator[Node]:
    return (part for part in section.body if type(part).__name__ == kind)


def _own_step(block: Node, kind: str) -> Node:
    return next((part for part in block.body if type(part).__name__ == kind), None)


def _template(block: Node) -> str:
    return _template_of(_own_step(block, "Template"))


def _template_of(statement: Node) -> str:
    return plain(getattr(statement, "value", ""), NAME)


def _arguments(block: Node) -> Iterator[BotArgument]:
    """What a keyword takes, and the variables it gives back."""
    given: dict[str, None] = {}
    for statement in block.body:
        kind = type(statement).__name__
        if kind == "Arguments":
            for value in statement.values:
                name = _VARIABLE.match(str(value))
                yield BotArgument(name=plain(name[1] if name else str(value), 120))
        elif kind in {"Return", "ReturnSetting"}:
            given.update(dict.fromkeys(_VARIABLE.findall(" ".join(str(value) for value in statement.values)[:2_000])))
    names = (name for name in given if name.casefold() not in _LITERALS and not name.lstrip("-").isdecimal())
    yield from (BotArgument(name=plain(name, 120), direction=Direction.OUT) for name in names)


def _folded(name: str) -> str:
    """A name as Robot Framework compares it: case, blanks and underscores do not count."""
    return _PLACE.sub("", name).casefold()


def _file(path: str) -> str:
    return plain(path.replace("\\", "/").rpartition("/")[2], 120)
