"""What a fact sheet still lacks, what is wrong in it and what looks wrong."""

from collections.abc import Iterator, Mapping
from datetime import date, timedelta

from registry.catalogue.fact_sheet.choices import NO_CHOICES, Choices
from registry.catalogue.fact_sheet.declaration import Facts, Home, Value, answer_of
from registry.catalogue.fact_sheet.facts import fact, find_fact
from registry.catalogue.fact_sheet.parsing import NO_SUCH_ANSWER, field_name, normalise
from registry.catalogue.fact_sheet.quality import HIGHEST_MATURITY
from registry.catalogue.fact_sheet.sheet import FactSheet
from registry.core import clock
from registry.core.errors import Invalid
from registry.core.messages import N_, Message, define
from registry.taxonomy.vocabulary import KnownTerms

NOT_ANSWERED = define("fact.not_answered", N_("Diese Angabe fehlt noch."))
NO_SUCH_FACT = define("fact.no_such_fact", N_("Diese Angabe kennt der Steckbrief nicht."))
MODEL_MISSING = define("fact.model_missing", N_("Wählen Sie zum Reifegrad auch das Modell."))
MATURITY_MISSING = define("fact.maturity_missing", N_("Geben Sie zum Modell auch den Reifegrad an."))
MATURITY_TOO_HIGH = define("fact.maturity_too_high", N_("Dieses Modell reicht von 0 bis %(maximum)s."))
UNUSUAL_SERVICE_KEY = define(
    "fact.unusual_service_key",
    N_("Der Leistungsschlüssel %(key)s beginnt nicht mit 99. Bitte prüfen Sie ihn."),
)
UNKNOWN_SERVICE_KEY = define(
    "fact.unknown_service_key",
    N_("Der Leistungsschlüssel %(key)s steht nicht im Katalog dieses Portals. Bitte prüfen Sie ihn."),
)
NO_TIME_SAVED = define("fact.no_time_saved", N_("Mit der Lösung dauert ein Fall länger als vorher. Stimmt das?"))

VERIFIED_FOR = timedelta(days=365)


def missing(sheet: FactSheet) -> list[tuple[str, Message]]:
    """What must still be answered to publish: fact id and why, in the order of the sheet."""
    return [
        (fact.id, reason)
        for fact in sheet.applicable
        if fact.is_required and fact.home is not Home.RECORD
        if (reason := _why_missing(fact.answers, sheet.value(fact)))
    ]


def _why_missing(answers: tuple[str, ...], value: Value | None) -> Message | None:
    answer = answer_of(value)
    if answer:
        return None if answer in answers else NO_SUCH_ANSWER()
    return NOT_ANSWERED() if value in (None, "", [], {}) else None


def validate(facts: Facts, choices: Choices = NO_CHOICES) -> dict[str, Message]:
    """Field name to what is wrong: each value by itself, and values that do not fit each other."""
    errors: dict[str, Message] = {}
    for fact_id, value in facts.items():
        errors |= _errors_of(fact_id, value, choices)
    return errors | contradictions(facts)


def _errors_of(fact_id: str, value: Value, choices: Choices) -> Mapping[str, Message]:
    declared = find_fact(fact_id)
    if declared is None:
        return {f"facts-{fact_id}": NO_SUCH_FACT()}
    try:
        normalise(declared, value, choices)
    except Invalid as error:
        return error.fields
    return {}


def contradictions(facts: Facts) -> dict[str, Message]:
    """Values that do not fit each other: a maturity needs its model, and the model bounds it."""
    model, maturity = facts.get("ozg_maturity_model"), facts.get("ozg_maturity")
    if model is None and maturity is not None:
        return {field_name(fact("ozg_maturity_model")): MODEL_MISSING()}
    if model is not None and maturity is None:
        return {field_name(fact("ozg_maturity")): MATURITY_MISSING()}
    highest = HIGHEST_MATURITY.get(str(model))
    if highest is not None and isinstance(maturity, int | float) and maturity > highest:
        return {field_name(fact("ozg_maturity")): MATURITY_TOO_HIGH(maximum=highest)}
    return {}


def warnings(sheet: FactSheet, terms: KnownTerms) -> list[tuple[str, Message]]:
    """What looks wrong and may be right: fact id and a hint. `terms` must know the keys of the sheet."""
    return [*_key_warnings(sheet.facts, terms), *_time_warnings(sheet.facts)]


def _key_warnings(facts: Facts, terms: KnownTerms) -> Iterator[tuple[str, Message]]:
    keys = facts.get("leika_keys")
    for key in keys if isinstance(keys, list) else []:
        if not str(key).startswith("99"):
            yield "leika_keys", UNUSUAL_SERVICE_KEY(key=key)
        elif key not in terms.services:
            yield "leika_keys", UNKNOWN_SERVICE_KEY(key=key)


def _time_warnings(facts: Facts) -> Iterator[tuple[str, Message]]:
    before, after = _minutes(facts.get("minutes_before")), _minutes(facts.get("minutes_after"))
    if before is not None and after is not None and after > before:
        yield "minutes_after", NO_TIME_SAVED()


def _minutes(value: Value | None) -> float | None:
    minutes = value.get("minutes") if isinstance(value, dict) else None
    return minutes if isinstance(minutes, int | float) else None


def is_outdated(last_verified_on: date | None) -> bool:
    """Whether nobody has compared the sheet with practice for more than twelve months."""
    return last_verified_on is not None and clock.today() - last_verified_on > VERIFIED_FOR
