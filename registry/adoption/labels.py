"""Words for stages, reasons and the like."""

from registry.adoption.models import Basis, ItemState
from registry.adoption.stages import Reason, Stage
from registry.core.messages import N_
from registry.taxonomy.vocabulary import vocabulary

STAGES = vocabulary(
    "stage",
    {
        Stage.INTEREST: N_("Interesse"),
        Stage.REVIEW: N_("In Prüfung"),
        Stage.PLANNED: N_("Geplant"),
        Stage.IMPLEMENTING: N_("In Umsetzung"),
        Stage.TESTING: N_("Test und Abnahme"),
        Stage.LIVE: N_("Produktiv"),
        Stage.PAUSED: N_("Zurückgestellt"),
        Stage.REJECTED: N_("Abgelehnt"),
        Stage.RETIRED: N_("Beendet"),
    },
)
REASONS = vocabulary(
    "reason",
    {
        Reason.LAW: N_("Rechtliche Gründe"),
        Reason.COST: N_("Kosten"),
        Reason.INTERFACE: N_("Schnittstelle fehlt"),
        Reason.NO_CAPACITY: N_("Keine Kapazität"),
        Reason.QUALITY: N_("Qualität"),
        Reason.PLATFORM: N_("Plattform passt nicht"),
        Reason.DUPLICATE: N_("Andere Lösung im Einsatz"),
        Reason.OTHER: N_("Anderer Grund"),
    },
)
BASES = vocabulary(
    "basis",
    {
        Basis.MEASURED: N_("gemessen"),
        Basis.ESTIMATED: N_("geschätzt"),
        Basis.TIME_TABLE: N_("Zeitwerttabelle"),
    },
)
ITEM_STATES = vocabulary(
    "item_state",
    {ItemState.OPEN: N_("offen"), ItemState.DONE: N_("erledigt"), ItemState.NOT_NEEDED: N_("nicht nötig")},
)
