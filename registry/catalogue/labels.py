"""Words for the codes of facets and cards."""

from collections.abc import Mapping
from functools import partial

from sqlalchemy import select

from registry.catalogue.models import Lifecycle, SolutionKind
from registry.core.database import session
from registry.core.messages import N_, Message, define
from registry.taxonomy.models import System
from registry.taxonomy.vocabulary import DEPARTMENTS, LICENCES, TARGET_GROUPS, Vocabulary, vocabulary

KINDS = vocabulary(
    "solution_kind",
    {SolutionKind.PROCESS: N_("Prozess"), SolutionKind.FORM: N_("Formular"), SolutionKind.BOT: N_("Bot-Ablauf")},
)
LIFECYCLES = vocabulary(
    "solution_lifecycle",
    {
        Lifecycle.DEVELOPMENT: N_("In Entwicklung"),
        Lifecycle.PILOT: N_("Pilotbetrieb"),
        Lifecycle.PRODUCTIVE: N_("Produktiv im Einsatz"),
        Lifecycle.DEPRECATED: N_("Veraltet"),
    },
)
FACET_NAMES = {
    "kind": N_("Art der Lösung"),
    "platform": N_("Plattform"),
    "department": N_("Fachamt"),
    "target_group": N_("Zielgruppe"),
    "ozg_field": N_("Themenfeld (OZG)"),
    "licence": N_("Lizenz"),
    "lifecycle": N_("Stand"),
    "used_by": N_("Produktiv genutzt von"),
    "publisher": N_("Veröffentlicht von"),
}
FACET_LABELS = {name: define(f"facet.{name}", text) for name, text in FACET_NAMES.items()}
_VOCABULARIES: Mapping[str, Vocabulary] = {
    "kind": KINDS,
    "department": DEPARTMENTS,
    "target_group": TARGET_GROUPS,
    "licence": LICENCES,
    "lifecycle": LIFECYCLES,
}


def platform_names() -> dict[str, str]:
    """Key to name of every system."""
    return {row.key: row.name for row in session().execute(select(System.key, System.name))}


def code_label(facet: str, code: str, *, names: Mapping[str, str]) -> str | Message:
    """The word for a code: a `Message` of a code list, a name from `names`, else the code itself."""
    known = _VOCABULARIES.get(facet)
    if known is not None and code in known:
        return known.label(code)
    return names.get(code, code)


kind_label = partial(KINDS.label)
