"""The demo: loaded through the services, the same the second time, nothing invented where facts are asked for."""

from dataclasses import replace
from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import select

from registry.accounts.models import Account, Cooperation, Credential, Municipality
from registry.accounts.passwords import check_new
from registry.activity.models import AuditEntry
from registry.adoption.models import Adoption, ImportRecord
from registry.adoption.stages import Stage
from registry.catalogue.models import (
    Artifact,
    Finding,
    FindingState,
    Release,
    ReleaseState,
    Solution,
    SolutionKind,
    SolutionRelation,
)
from registry.core import clock
from registry.core.database import Base, db, session
from registry.core.settings import Settings
from registry.keeping.checks import CHECKS
from registry.keeping.inspection import Installation, inspect
from registry.outbox.models import OutboxMail
from registry.ratings.models import Rating
from registry.seeding.cli import DEMO_PASSWORD
from registry.seeding.demo_files import Demo
from registry.seeding.finding import demo_solution
from registry.seeding.uploading import BrokenSeed
from registry.taxonomy.models import LeikaService, OzgService
from registry.web.adapters import adapters
from tests.seeding.conftest import load, load_facts, opened
from tests.support.processes import run_flask

pytestmark = pytest.mark.processes
FORMATS = {
    *("bpmn", "civento", "dmn", "formcycle", "genericode", "xdatenfelder", "xprozess", "xzufi"),
    *("camunda_form", "ozghub_form"),
}
READ_WITHOUT_WARNING = FORMATS - {"civento", "formcycle"}


def dump() -> dict[str, list[str]]:
    with db.engine.connect() as connection:
        return {
            table.name: sorted(repr(tuple(row)) for row in connection.execute(select(table)))
            for table in Base.metadata.sorted_tables
        }


def test_a_second_load_changes_nothing(demo_app: Flask, demo: Demo) -> None:
    before = dump()
    load_facts()
    assert load(demo) == 0
    assert dump() == before


def test_every_rule_holds(demo_app: Flask) -> None:
    installation = Installation(store=adapters().store, index=adapters().search)
    assert {check.title: inspect(check, installation).problems for check in CHECKS} == {
        check.title: () for check in CHECKS
    }


def test_there_is_something_to_look_at(demo_app: Flask) -> None:
    partners = session().scalars(select(Municipality).where(Municipality.is_partner)).all()
    assert len(partners) >= 14
    assert len(session().scalars(select(Cooperation)).all()) == 2
    solutions = session().scalars(select(Solution)).all()
    assert len(solutions) >= 40
    assert {solution.kind for solution in solutions} == set(SolutionKind)
    assert set(session().scalars(select(Artifact.format_id))) >= FORMATS
    assert set(session().scalars(select(Adoption.stage))) == set(Stage)
    states = set(session().scalars(select(Release.state)))
    assert states == set(ReleaseState) - {ReleaseState.BLOCKED}
    for table in (Rating, SolutionRelation, ImportRecord):
        assert session().scalars(select(table)).first() is not None
    assert session().scalars(select(Finding).where(Finding.state == FindingState.OPEN)).first() is not None


def test_every_file_of_a_known_format_is_complete(demo_app: Flask) -> None:
    for artifact in session().scalars(select(Artifact).where(Artifact.format_id.in_(READ_WITHOUT_WARNING))):
        assert artifact.summary.get("warnings", []) == [], artifact.name
        lacking = [one["key"] for one in artifact.summary.get("dependencies", []) if not one.get("resolved")]
        assert lacking == [], artifact.name


def test_several_releases_have_their_place_in_time(demo_app: Flask) -> None:
    rows = session().scalars(select(Release).where(Release.published_at.is_not(None))).all()
    per_solution = {row.solution_id: [one for one in rows if one.solution_id == row.solution_id] for row in rows}
    assert max(len(releases) for releases in per_solution.values()) >= 3
    assert all(row.created_at <= row.published_at <= clock.now() for row in rows if row.published_at)


def test_a_later_release_does_not_undo_a_check(demo_app: Flask, demo: Demo) -> None:
    checked = {row.slug: row.last_verified_on for row in session().scalars(select(Solution))}
    for solution in demo.solutions:
        days_ago = solution.last_verified_days_ago
        if days_ago is not None and days_ago < solution.created_days_ago:
            slug = demo_solution(solution.slug).slug
            assert checked[slug] == clock.today() - timedelta(days=days_ago), slug


def test_the_audit_log_of_the_acts_runs_in_the_order_of_time(demo_app: Flask) -> None:
    first = select(AuditEntry.seq).where(AuditEntry.action == "release.created").order_by(AuditEntry.seq).limit(1)
    start = session().scalar(first)
    moments = session().scalars(select(AuditEntry.at).where(AuditEntry.seq >= start).order_by(AuditEntry.seq)).all()
    assert moments == sorted(moments)


def test_keys_are_those_of_the_real_catalogue(demo_app: Flask) -> None:
    known = set(session().scalars(select(LeikaService.key)))
    known_ozg = set(session().scalars(select(OzgService.id)))
    for facts in session().scalars(select(Release.facts)):
        keys = facts.get("leika_keys", [])
        assert set(keys if isinstance(keys, list) else []) <= known
        assert facts.get("ozg_id") is None or isinstance(facts["ozg_id"], dict) or facts["ozg_id"] in known_ozg


def test_no_mail_goes_out_about_what_is_past(demo_app: Flask) -> None:
    mails = session().scalars(select(OutboxMail)).all()
    assert mails
    assert not [mail for mail in mails if mail.sent_at is None or mail.recipient]


def test_accounts_are_roles_with_addresses_nobody_can_have(demo_app: Flask) -> None:
    accounts = session().scalars(select(Account)).all()
    assert len(accounts) == len(session().scalars(select(Credential)).all()) > 14
    assert all(account.email.endswith(".example") for account in accounts)


def test_the_password_is_one_that_people_could_choose() -> None:
    check_new(DEMO_PASSWORD)


def test_a_broken_seed_is_told_and_leaves_no_solution(own_settings: Settings, demo: Demo) -> None:
    first = next(solution for solution in demo.solutions if not solution.relations and not solution.superseded_by)
    broken = replace(first, facts={**first.facts, "license": "no such licence"})
    with opened(own_settings):
        with pytest.raises(BrokenSeed, match=first.slug):
            load(replace(demo, solutions=(broken,)))
        assert session().scalars(select(Solution)).all() == []


def test_an_act_that_is_refused_undoes_all(own_settings: Settings, demo: Demo) -> None:
    first = next(solution for solution in demo.solutions if solution.ratings and not solution.superseded_by)
    stranger = replace(first.ratings[0], municipality=first.publisher, by=first.releases[0].created_by)
    broken = replace(first, ratings=(stranger,), relations=())
    with opened(own_settings):
        with pytest.raises(BrokenSeed, match="Berechtigung"):
            load(replace(demo, solutions=(broken,)))
        assert session().scalars(select(Solution)).all() == []


def test_commands(own_settings: Settings) -> None:
    assert run_flask(own_settings, "db", "upgrade").returncode == 0
    told = run_flask(own_settings, "demo", "accounts").stdout
    assert DEMO_PASSWORD in told
    assert "betrieb@prozessregister.example" in told
    municipalities = run_flask(own_settings, "seeding", "municipalities")
    assert municipalities.stdout.startswith("442 "), municipalities.stderr
    assert run_flask(own_settings, "seeding", "municipalities").stdout.startswith("0 ")
    assert "3276 Leistungen" in run_flask(own_settings, "seeding", "taxonomy").stdout
    assert run_flask(own_settings, "seeding", "texts").stdout.startswith("12 Texte")
    assert run_flask(own_settings, "seeding", "texts").stdout.startswith("0 Texte")


def test_the_demo_does_not_come_into_a_real_installation(own_settings: Settings) -> None:
    real = replace(
        own_settings,
        environment="production",
        secret_key="x" * 32,
        base_url="https://portal.example",
        trusted_hosts=("portal.example",),
    )
    refused = run_flask(real, "demo", "load")
    assert refused.returncode == 1
    assert "echte Installation" in refused.stderr
