"""The invariants, one small function each."""

from registry.keeping.checks import adoptions, database, derived, files, log, publications, search
from registry.keeping.inspection import Check

CHECKS: tuple[Check, ...] = (
    *database.CHECKS,
    *files.CHECKS,
    *publications.CHECKS,
    *adoptions.CHECKS,
    *log.CHECKS,
    *derived.CHECKS,
    *search.CHECKS,
)
