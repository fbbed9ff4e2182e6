"""Everybody who may stand before a page, and what sets them apart."""

from enum import StrEnum


class Who(StrEnum):
    """One column of the access table; towns see `registry` roles of the town that owns the thing, or of a partner."""

    VISITOR = "visitor"
    READER = "reader"
    EDITOR = "editor"
    PUBLISHER = "publisher"
    ADMIN = "admin"
    PARTNER_READER = "partner reader"
    PARTNER_EDITOR = "partner editor"
    PARTNER_PUBLISHER = "partner publisher"
    PARTNER_ADMIN = "partner admin"
    REVIEWER = "reviewer"
    COORDINATOR = "coordinator"
    OPERATOR = "operator"
    OUTSIDER = "outsider"
    FORMER = "former"
    DEACTIVATED = "deactivated"


OWN = (Who.READER, Who.EDITOR, Who.PUBLISHER, Who.ADMIN)
PARTNER = (Who.PARTNER_READER, Who.PARTNER_EDITOR, Who.PARTNER_PUBLISHER, Who.PARTNER_ADMIN)
SIGNED_OUT = (Who.VISITOR, Who.DEACTIVATED)
SIGNED_IN = tuple(who for who in Who if who not in SIGNED_OUT)
