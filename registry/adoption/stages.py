"""The stages of an adoption and every legal move between them; stands once, here."""

from enum import StrEnum


class Stage(StrEnum):
    """How far a municipality is with a solution."""

    INTEREST = "interest"
    REVIEW = "review"
    PLANNED = "planned"
    IMPLEMENTING = "implementing"
    TESTING = "testing"
    LIVE = "live"
    PAUSED = "paused"
    REJECTED = "rejected"
    RETIRED = "retired"


class Reason(StrEnum):
    """Why an adoption was paused, rejected or ended."""

    LAW = "law"
    COST = "cost"
    INTERFACE = "interface"
    NO_CAPACITY = "no_capacity"
    QUALITY = "quality"
    PLATFORM = "platform"
    DUPLICATE = "duplicate"
    OTHER = "other"


BEFORE_LIVE = (Stage.INTEREST, Stage.REVIEW, Stage.PLANNED, Stage.IMPLEMENTING, Stage.TESTING)
"""The way to productive use, in its order."""

NEEDS_RELEASE = frozenset({Stage.IMPLEMENTING, Stage.TESTING, Stage.LIVE})
NEEDS_REASON = frozenset({Stage.PAUSED, Stage.REJECTED, Stage.RETIRED})
MAY_RATE = frozenset({Stage.TESTING, Stage.LIVE, Stage.RETIRED})
"""Whoever once reached one of these may rate, always."""


def may_move(current: Stage, target: Stage, *, paused_from: Stage | None = None) -> bool:
    """Whether the move is legal.

    Between the stages up to live every move is allowed, backward ones too. A paused adoption returns
    to the stage it left, a rejected one to interest, an ended one to implementing or live.
    """
    match current:
        case Stage.PAUSED:
            return target in {paused_from, Stage.REJECTED}
        case Stage.REJECTED:
            return target is Stage.INTEREST
        case Stage.RETIRED:
            return target in {Stage.IMPLEMENTING, Stage.LIVE}
        case Stage.LIVE:
            return target is Stage.RETIRED or target in BEFORE_LIVE
        case _:
            return target is not current and target in {
                *BEFORE_LIVE,
                Stage.LIVE,
                Stage.PAUSED,
                Stage.REJECTED,
            }


def moves_from(current: Stage, *, paused_from: Stage | None = None) -> list[Stage]:
    """All stages reachable from `current`, in the order of the table."""
    return [stage for stage in Stage if may_move(current, stage, paused_from=paused_from)]
