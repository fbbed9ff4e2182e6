"""What a bot does, independent of the tool: target applications, flows and their actions in order."""

from dataclasses import dataclass

from registry.formats.shape import Storable


@dataclass(frozen=True, slots=True, kw_only=True)
class BotAction(Storable):
    """One action; `module` is the tool's package of actions, `parent` the enclosing block."""

    id: str
    name: str
    module: str = ""
    application: str = ""
    parent: str | None = None
    disabled: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class BotFlow(Storable):
    """A flow or sub-flow of a bot; `is_entry` marks where a run begins."""

    id: str
    name: str
    is_entry: bool = False
    actions: tuple[BotAction, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class TargetApplication(Storable):
    """An application the bot works in; `client` is ``desktop``, ``web`` or ``citrix``."""

    name: str
    version: str = ""
    client: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class BotModel(Storable):
    """Everything of a bot that a person wants to know before using it."""

    applications: tuple[TargetApplication, ...] = ()
    flows: tuple[BotFlow, ...] = ()
    packages: tuple[str, ...] = ()
    truncated: bool = False
