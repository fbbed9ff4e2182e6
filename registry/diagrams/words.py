"""The words for steps and ways; sentences become text only where they are shown."""

from typing import NamedTuple

from registry.core.messages import N_, Message, define
from registry.diagrams.graph import Link, Way
from registry.formats.flow import FlowEdge, FlowNode, NodeKind

_KINDS = {
    NodeKind.START: define("flow.start", N_("Beginn")),
    NodeKind.END: define("flow.end", N_("Ende")),
    NodeKind.EVENT: define("flow.event", N_("Ereignis")),
    NodeKind.TASK: define("flow.task", N_("Schritt")),
    NodeKind.GATEWAY: define("flow.decision", N_("Entscheidung")),
    NodeKind.BRANCH: define("flow.branch", N_("Zweig")),
    NodeKind.SUBPROCESS: define("flow.subprocess", N_("Teilprozess")),
    NodeKind.LOOP: define("flow.loop", N_("Schleife")),
    NodeKind.CALL: define("flow.call", N_("Aufruf")),
    NodeKind.DATA: define("flow.data", N_("Daten")),
    NodeKind.NOTE: define("flow.note", N_("Anmerkung")),
}
_SETS_STATE = define("flow.set_state", N_("Status setzen"))
_GROUP = define("flow.activity_group", N_("Aktivitätengruppe"))
_STEPS_AT_ONCE = define("flow.at_once", N_("Gleichzeitige Schritte"))
_GUARDED = define("flow.guarded", N_("Abgesicherter Abschnitt"))
_LEAVES_LOOP = define("flow.leaves_loop", N_("Schleife verlassen"))
_NEXT_ROUND = define("flow.next_round", N_("Nächster Durchlauf"))
_RAISES = define("flow.raises", N_("Fehler auslösen"))
_TYPES = {
    "userTask": define("flow.user_task", N_("Benutzeraufgabe")),
    "serviceTask": define("flow.service_task", N_("Systemaufgabe")),
    "scriptTask": define("flow.script_task", N_("Skript")),
    "manualTask": define("flow.manual_task", N_("Handarbeit")),
    "businessRuleTask": define("flow.rule_task", N_("Regel anwenden")),
    "sendTask": define("flow.send_task", N_("Senden")),
    "receiveTask": define("flow.receive_task", N_("Empfangen")),
    "choreographyTask": define("flow.exchange", N_("Austausch")),
    "adHocSubProcess": define("flow.ad_hoc", N_("Teilprozess in freier Reihenfolge")),
    "transaction": define("flow.transaction", N_("Transaktion")),
    "inclusiveGateway": define("flow.inclusive", N_("Entscheidung, mehrere Wege möglich")),
    "complexGateway": define("flow.complex", N_("Entscheidung nach eigener Regel")),
    "eventBasedGateway": define("flow.event_based", N_("Warten auf das erste Ereignis")),
    "parallelGateway": define("flow.parallel", N_("Aufteilung, alle Wege gleichzeitig")),
    "ParalleleListe": _STEPS_AT_ONCE,
    "Parallel": _STEPS_AT_ONCE,
    "SequenzielleListe": define("flow.in_sequence", N_("Schritte nacheinander")),
    "TRY": _GUARDED,
    "TryCatch": _GUARDED,
    "break": _LEAVES_LOOP,
    "exitloop": _LEAVES_LOOP,
    "continue": _NEXT_ROUND,
    "nextloop": _NEXT_ROUND,
    "throw": _RAISES,
    "rethrow": _RAISES,
    "Transition": define("flow.transition", N_("Übergang")),
    "try": define("flow.try", N_("Versuch")),
    "catch": define("flow.catch", N_("Bei einem Fehler")),
    "finally": define("flow.finally", N_("Zum Schluss")),
    "FC_FORM_SUBMIT_BUTTON": define("flow.form_sent", N_("Formular abgesendet")),
    "FC_QUALIFIED_FORM_SUBMIT_BUTTON": define("flow.form_sent_button", N_("Formular mit bestimmter Taste abgesendet")),
    "FC_TIMER": define("flow.by_time", N_("Zu einer Zeit")),
    "FC_FOR_EACH_LOOP": define("flow.for_each", N_("Schleife über mehrere Werte")),
    "FC_POST_REQUEST": define("flow.request", N_("Daten an einen Dienst senden")),
    "FC_EMAIL": define("flow.mail", N_("E-Mail senden")),
    "FC_SEND_FORM_RECORD_MESSAGE": define("flow.record_message", N_("Nachricht zum Vorgang senden")),
    "FC_CHANGE_STATE": _SETS_STATE,
    "VorgangsstatusSetzen": _SETS_STATE,
    "FC_WRITE_FORM_RECORD_ATTRIBUTES": define("flow.write_record", N_("Daten des Vorgangs ändern")),
    "FC_SHOW_TEMPLATE": define("flow.show_page", N_("Seite anzeigen")),
    "FC_RETURN": define("flow.return", N_("Ablauf beenden")),
}
_EVENT_SUBPROCESS = define("flow.event_subprocess", N_("Teilprozess, wenn ein Ereignis eintritt"))
_JOIN = define("flow.join", N_("Zusammenführung"))
_JOIN_ALL = define("flow.join_all", N_("Zusammenführung, wartet auf alle Wege"))
_SAYS_NOTHING = {NodeKind.BRANCH: "Zweig", NodeKind.GATEWAY: "Entscheidung"}
"""Names that civento gives what nobody named."""

_UNNAMED = define("flow.unnamed", N_("%(kind)s ohne Namen"))

_CATCHES = {
    "message": define("flow.on_message", N_("Nachricht trifft ein")),
    "timer": define("flow.on_timer", N_("Zeitpunkt erreicht oder Frist abgelaufen")),
    "error": define("flow.on_error", N_("Fehler tritt auf")),
    "escalation": define("flow.on_escalation", N_("Eskalation tritt ein")),
    "signal": define("flow.on_signal", N_("Signal trifft ein")),
    "conditional": define("flow.on_condition", N_("Bedingung tritt ein")),
    "compensate": define("flow.on_compensation", N_("Schritt wird rückgängig gemacht")),
    "cancel": define("flow.on_cancel", N_("Transaktion wird abgebrochen")),
    "link": define("flow.on_link", N_("Fortsetzung von anderer Stelle")),
    "multiple": define("flow.on_several", N_("Eines von mehreren Ereignissen tritt ein")),
}
_THROWS = {
    "message": define("flow.sends_message", N_("sendet eine Nachricht")),
    "error": define("flow.throws_error", N_("löst einen Fehler aus")),
    "escalation": define("flow.throws_escalation", N_("löst eine Eskalation aus")),
    "signal": define("flow.sends_signal", N_("sendet ein Signal")),
    "compensate": define("flow.compensates", N_("macht Schritte rückgängig")),
    "cancel": define("flow.cancels", N_("bricht die Transaktion ab")),
    "link": define("flow.jumps", N_("weiter an anderer Stelle")),
    "terminate": define("flow.terminates", N_("beendet den ganzen Ablauf")),
    "multiple": define("flow.throws_several", N_("löst mehrere Ereignisse aus")),
}
_THROWING = frozenset({"endEvent", "intermediateThrowEvent", "implicitThrowEvent"})

_IF = define("flow.if", N_("Wenn %(words)s"))
_IF_BOTH = define("flow.if_both", N_("Wenn %(words)s (%(condition)s)"))
_YES = define("flow.if_yes", N_("Wenn ja"))
_NO = define("flow.if_no", N_("Wenn nein"))
_ELSE = define("flow.else", N_("Sonst"))
_ELSE_NAMED = define("flow.else_named", N_("Sonst (%(words)s)"))
_POSSIBLE = define("flow.possible", N_("Weg %(number)s"))
_AT_ONCE = define("flow.way_at_once", N_("Gleichzeitig"))
_AT_ONCE_NAMED = define("flow.way_at_once_named", N_("Gleichzeitig (%(words)s)"))
_FIRST = define("flow.way_first", N_("Falls dies zuerst eintritt"))
_FALLS = define("flow.way_event", N_("Falls dies eintritt, endet der Schritt"))
_FALLS_BESIDE = define("flow.way_event_beside", N_("Falls dies eintritt, läuft der Schritt weiter"))
_ON_ERROR = define("flow.way_error", N_("Falls ein Fehler auftritt"))
_ON_ERROR_NAMED = define("flow.way_error_named", N_("Falls ein Fehler auftritt (%(words)s)"))
_LINK = define("flow.way_link", N_("Weiter an der Verknüpfung"))
_ANSWERS = {"true": _YES, "false": _NO, "error": _ON_ERROR, "Failed": _ON_ERROR, "Failed, TimedOut": _ON_ERROR}
"""The own words of n8n and Power Automate for ways."""

_UNDO = define("flow.way_undo", N_("Zum Rückgängigmachen"))
_NAMED = define("flow.way_named", N_("Danach (%(words)s)"))

CALLS = define("flow.calls", N_("ruft „%(words)s“ auf"))
DISABLED = define("flow.disabled", N_("abgeschaltet"))
ENDS_HERE = define("flow.ends_here", N_("Hier endet dieser Weg."))
INSIDE_FOLLOWS = define("flow.inside_follows", N_("Enthält die Schritte %(first)s bis %(last)s."))
REPEATED = {
    "loop": define("flow.repeated", N_("wird wiederholt")),
    "parallel_multiple": define("flow.several_at_once", N_("mehrmals, gleichzeitig")),
    "sequential_multiple": define("flow.several_in_turn", N_("mehrmals, nacheinander")),
}


def name_of(node: FlowNode) -> str:
    """The name of a step, but none that only repeats what it is: readers of nameless tools put the type there."""
    is_type = node.name.replace(" ", "").casefold() == node.type.casefold()
    if node.name == _SAYS_NOTHING.get(node.kind):
        return ""
    return "" if is_type and (node.kind in _STRUCTURE or node.type in _TYPES) else node.name


def kind_of(node: FlowNode, *, joins: bool) -> Message:
    """What the step is; `joins` says that ways meet in it and none part."""
    if node.kind is NodeKind.GATEWAY and joins:
        return _JOIN_ALL() if node.type == "parallelGateway" else _JOIN()
    if "event_subprocess" in node.marks:
        return _EVENT_SUBPROCESS()
    kind = _GROUP() if node.type.startswith("RAG") else _TYPES.get(node.type, _KINDS[node.kind])()
    speaks = name_of(node) or node.trigger or node.type in _SPEAKING or node.kind in {NodeKind.START, NodeKind.END}
    return kind if speaks else _UNNAMED(kind=kind)


_STRUCTURE = frozenset({NodeKind.START, NodeKind.GATEWAY, NodeKind.BRANCH, NodeKind.LOOP, NodeKind.SUBPROCESS})
_SPEAKING = frozenset(
    {name for name in _TYPES if name.startswith("FC_")}
    | {"parallelGateway", "eventBasedGateway", "ParalleleListe", "SequenzielleListe", "try", "catch", "finally"}
    | {"Parallel", "TRY", "TryCatch"}
)


def trigger_of(node: FlowNode) -> Message | None:
    """What an event reacts to or does, in words."""
    known = _THROWS if node.type in _THROWING else _CATCHES
    found = known.get(node.trigger)
    return found() if found is not None else None


def way_label(node: FlowNode, target: FlowNode, link: Link, number: int, ways: int) -> Message | None:
    """What leads from `node` to `target`; None if it goes without saying.

    Args:
        node: where the way begins.
        target: where it leads to.
        link: the way.
        number: the place of the way among those that leave the step.
        ways: how many of them do not depend on an event.
    """
    match link.way:
        case Way.EVENT:
            return _event_label(target)
        case Way.LINK:
            return _LINK()
        case Way.UNDO:
            return _UNDO()
        case Way.ELSE:
            return _ANSWERS.get(link.edge.name if link.edge is not None else "", _ELSE)()
        case Way.NEXT:
            return _next_label(node, _own_words(link.edge, target), number, ways)
        case _:
            raise ValueError(link.way)


def _event_label(target: FlowNode) -> Message:
    """What an event at the border of a step leads to; branches there handle the errors of bots."""
    if target.kind is NodeKind.BRANCH:
        name = name_of(target)
        return _ON_ERROR_NAMED(words=name) if name else _ON_ERROR()
    return _FALLS_BESIDE() if "non_interrupting" in target.marks else _FALLS()


def _own_words(edge: FlowEdge | None, target: FlowNode) -> "_Words":
    """Name and condition of a way; a branch may have the name instead."""
    name, condition = (edge.name, edge.condition) if edge is not None else ("", "")
    is_branch = target.kind is NodeKind.BRANCH
    if is_branch and not name:
        name = name_of(target)
    is_default = edge is not None and edge.default
    return _Words(name or condition, "" if name in {"", condition} else condition, is_default, is_branch)


class _Words(NamedTuple):
    """What the file says on a way: `condition` only beside other words."""

    words: str
    condition: str
    default: bool
    is_branch: bool


def _next_label(node: FlowNode, own: _Words, number: int, ways: int) -> Message | None:
    if ways == 1 and node.kind is not NodeKind.GATEWAY and own.words not in _ANSWERS:
        return _NAMED(words=own.words) if own.words else None
    if node.type == "parallelGateway":
        return _at_once(own, ways)
    if node.type == "eventBasedGateway":
        return _FIRST()
    if own.default:
        return _ELSE_NAMED(words=own.words) if own.words else _ELSE()
    if own.words in _ANSWERS and not own.condition:
        return _ANSWERS[own.words]()
    if own.words:
        return _IF_BOTH(words=own.words, condition=own.condition) if own.condition else _IF(words=own.words)
    if ways == 1:
        return None
    return _unnamed_way(node, is_branch=own.is_branch, number=number, ways=ways)


def _unnamed_way(node: FlowNode, *, is_branch: bool, number: int, ways: int) -> Message:
    """The last branch without a condition is what is left; other steps without a condition go all ways."""
    if node.kind is not NodeKind.GATEWAY:
        return _AT_ONCE()
    return _ELSE() if is_branch and number == ways else _POSSIBLE(number=number)


def _at_once(own: _Words, ways: int) -> Message | None:
    if own.words:
        return _AT_ONCE_NAMED(words=own.words)
    return _AT_ONCE() if ways > 1 else None
