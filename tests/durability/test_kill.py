"""kill -9 while towns publish: what was acknowledged is there, nothing is there by halves (security.md, 4.1 to 4.4)."""

import pytest

from tests.durability.conftest import Carrying
from tests.durability.mutants import (
    answer_before_commit,
    audit_apart,
    history_apart,
    rows_before_bytes,
    written_in_place,
)

pytestmark = [pytest.mark.processes, pytest.mark.timeout(900)]

CYCLES_AT_ONCE = 50
"""With one database; more would let the check of each cycle grow."""
RUNS = {"sqlite": 4, "postgres": 1}
MUTANTS = {
    "sqlite": [rows_before_bytes, answer_before_commit, audit_apart, written_in_place, history_apart],
    "postgres": [answer_before_commit, audit_apart, history_apart],
}
"""What the order of the store is worth does not depend on the database."""


def test_nothing_acknowledged_is_lost(carry_out: Carrying, database_kind: str, scale: int) -> None:
    for seed in range(RUNS[database_kind] * scale):
        report = carry_out(cycles=CYCLES_AT_ONCE, seed=seed)
        assert report.violations == []
        assert report.fsck == []
        assert report.failures == []
        assert report.acknowledged >= report.cycles
        assert report.published > 0


def test_broken_builds_are_caught(carry_out: Carrying, database_kind: str) -> None:
    missed = [
        mutant.__name__
        for mutant in MUTANTS[database_kind]
        if not carry_out(cycles=4 * CYCLES_AT_ONCE, mutant=mutant.__name__, until_caught=True).violations
    ]
    assert missed == []
