"""What a bot does, independent of the tool: flows and their actions in order, and what it needs around it.

Actions are nested blocks: what stands in a loop, a branch or a block names it as `parent`. A decision and a
guarded block hold branches, and only these hold the actions. What is shown of a bot are names; values of
secrets are never taken out of a file.
"""

from dataclasses import dataclass
from enum import StrEnum

from registry.formats.flow import NodeKind
from registry.formats.shape import Storable

MAX_ACTIONS = 5_000
MAX_FLOWS = 300
MAX_NAMED = 200
"""Of applications, libraries, accounts, files and addresses each."""


class Branch(StrEnum):
    """Which way of a decision or guarded block a branch is; its name says more (a case, a kind of error)."""

    THEN = "then"
    ELSE = "else"
    CASE = "case"
    TRY = "try"
    CATCH = "catch"
    FINALLY = "finally"


class Direction(StrEnum):
    """Whether an argument is given to a flow, given back by it, or both."""

    IN = "in"
    OUT = "out"
    IN_OUT = "in_out"


@dataclass(frozen=True, slots=True, kw_only=True)
class BotAction(Storable):
    """One action.

    Attributes:
        id: unique within the bot.
        type: the tool's own word (``InvokeWorkflowFile``, ``Excel.LaunchExcel.Launch``, ``n8n-nodes-base.if``).
        module: the tool's package of actions.
        application: what it works in, if it says so.
        parent: the enclosing block.
        branch: set for kind BRANCH.
        condition: of a decision, a branch or a loop, as the tool writes it.
        calls: the flow that it starts: id of a flow of this bot if there is one, else its name.
        jumps_to: id of the action where it goes on, if that is not the next one.
    """

    id: str
    name: str
    kind: NodeKind = NodeKind.TASK
    type: str = ""
    module: str = ""
    application: str = ""
    parent: str | None = None
    branch: Branch | None = None
    condition: str = ""
    calls: str | None = None
    jumps_to: str | None = None
    documentation: str = ""
    disabled: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class BotArgument(Storable):
    """A value that a flow takes or gives back; `type` in the words of the tool."""

    name: str
    direction: Direction = Direction.IN
    type: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class BotFlow(Storable):
    """A flow or sub-flow of a bot; `is_entry` marks where a run begins, `trigger` what starts it."""

    id: str
    name: str
    is_entry: bool = False
    trigger: str = ""
    documentation: str = ""
    arguments: tuple[BotArgument, ...] = ()
    actions: tuple[BotAction, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class TargetApplication(Storable):
    """An application the bot works in; `client` is ``desktop``, ``web`` or ``citrix``."""

    name: str
    version: str = ""
    client: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class BotLibrary(Storable):
    """A package of actions that the bot needs; `version` as the file writes it, may be empty."""

    name: str
    version: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class BotAccount(Storable):
    """An account or secret by the name under which the bot asks for it; `type` in the words of the tool."""

    name: str
    type: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class BotModel(Storable):
    """Everything of a bot that a person wants to know before using it.

    Attributes:
        files: paths that it reads or writes.
        addresses: URLs that it calls or opens, without parameters and access data.
        truncated: a limit cut something.
    """

    applications: tuple[TargetApplication, ...] = ()
    flows: tuple[BotFlow, ...] = ()
    libraries: tuple[BotLibrary, ...] = ()
    accounts: tuple[BotAccount, ...] = ()
    files: tuple[str, ...] = ()
    addresses: tuple[str, ...] = ()
    truncated: bool = False
