"""Eight processes that write at once: each transaction succeeds, none is lost, none is done twice."""

import pytest

from tests.durability.conftest import Carrying
from tests.durability.mutants import every_writer_for_itself

pytestmark = [pytest.mark.processes, pytest.mark.timeout(600)]

WRITERS = 8
STEPS = 8


def test_every_writer_gets_its_turn(carry_out: Carrying) -> None:
    report = carry_out(workers=WRITERS, steps=STEPS)

    assert report.failures == []
    assert report.acknowledged == WRITERS * STEPS
    assert report.violations == []
    assert report.fsck == []


def test_writers_without_order_would_be_noticed(carry_out: Carrying, database_kind: str) -> None:
    told = {"sqlite": "database is locked", "postgres": "UniqueViolation"}

    report = carry_out(workers=WRITERS, steps=STEPS, mutant=every_writer_for_itself.__name__)

    assert any(told[database_kind] in failure for failure in report.failures)
