"""Who sees the reports."""

from registry.accounts.actor import Actor


def may_coordinate(actor: Actor | None) -> bool:
    """Coordinators see their cooperations, operators all partners."""
    return actor is not None and (actor.is_coordinator or actor.is_operator)
