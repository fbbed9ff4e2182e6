"""From a bot model to the summary of its file: facts, counts and texts, the same for every tool."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from registry.core.messages import Message
from registry.formats.bot import MAX_ACTIONS, MAX_FLOWS, BotFlow, BotModel
from registry.formats.bot_traces import Traces
from registry.formats.flow import NodeKind
from registry.formats.plain import plain
from registry.formats.reading import (
    MAX_WARNINGS,
    TRUNCATED,
    Dependency,
    FileSummary,
    bounded_texts,
    missing_dependencies,
)

MAX_FACTS = 30
_TITLE = 150


def model_of(flows: Sequence[BotFlow], traces: Traces, *, truncated: bool = False) -> BotModel:
    """The model of a bot: its flows, within the limits for all of them together, and what they touch."""
    room = MAX_ACTIONS
    kept: list[BotFlow] = []
    for flow in flows[:MAX_FLOWS]:
        kept.append(replace(flow, actions=flow.actions[:room]))
        room -= len(kept[-1].actions)
    total = sum(len(flow.actions) for flow in flows)
    return BotModel(
        applications=traces.applications,
        flows=tuple(kept),
        libraries=traces.libraries,
        accounts=traces.accounts,
        files=traces.files,
        addresses=traces.addresses,
        truncated=truncated or total > MAX_ACTIONS or len(flows) > MAX_FLOWS,
    )


def counts_of(model: BotModel) -> dict[str, int]:
    """What is counted of any bot; branches are the ways of a decision and no actions."""
    actions = [action for flow in model.flows for action in flow.actions if action.kind is not NodeKind.BRANCH]
    return {
        "workflows": len(model.flows),
        "actions": len(actions),
        "disabled_actions": sum(action.disabled for action in actions),
        "arguments": sum(len(flow.arguments) for flow in model.flows),
        "libraries": len(model.libraries),
        "applications": len(model.applications),
        "accounts": len(model.accounts),
    }


def bot_summary(
    blank: FileSummary,
    model: BotModel,
    *,
    title: str,
    interfaces: Iterable[dict[str, str]] = (),
    dependencies: Sequence[Dependency] = (),
    warnings: Sequence[Message] = (),
) -> FileSummary:
    """The summary of a bot; `blank` brings format, tool, platform and counts of its own."""
    truncated = (TRUNCATED(),) if model.truncated else ()
    facts = {
        "kind": "bot",
        "platform": blank.platform,
        "platform_min_version": blank.platform_min_version,
        "title": plain(title, _TITLE),
        "bot_target_apps": _target_apps(model),
        "bot_credentials_needed": _accounts(model),
        "interfaces": list(_interfaces(model, interfaces))[:MAX_FACTS],
        "dependencies": [needed.to_json() for needed in dependencies],
    }
    return replace(
        blank,
        title=plain(title, _TITLE),
        solution_kind="bot",
        bot=model,
        dependencies=tuple(dependencies),
        counts=counts_of(model) | blank.counts,
        facts={name: value for name, value in facts.items() if value},
        texts=bounded_texts(_texts(title, model)),
        warnings=(*warnings, *truncated, *missing_dependencies(dependencies))[:MAX_WARNINGS],
    )


def _target_apps(model: BotModel) -> list[dict[str, str]]:
    """The applications as the fact sheet takes them."""
    columns = (
        {"app": target.name, "version": target.version, "client": target.client} for target in model.applications
    )
    return [{key: value for key, value in column.items() if value} for column in columns][:MAX_FACTS]


def _accounts(model: BotModel) -> list[str]:
    shown = (f"{account.name} ({account.type})" if account.type else account.name for account in model.accounts)
    return list(dict.fromkeys(shown))[:MAX_FACTS]


def _interfaces(model: BotModel, others: Iterable[dict[str, str]]) -> Iterator[dict[str, str]]:
    seen: set[str] = set()
    served = ({"system": target.name, "kind": "rpa_ui"} for target in model.applications)
    for interface in (*others, *served):
        if interface["system"].casefold() not in seen:
            seen.add(interface["system"].casefold())
            yield interface


def _texts(title: str, model: BotModel) -> Iterator[str]:
    yield title
    for flow in model.flows:
        yield from (flow.name, flow.documentation)
        for action in flow.actions:
            yield from (action.name, action.documentation)
    yield from (target.name for target in model.applications)
    yield from (library.name for library in model.libraries)
