"""Facts about effort, cost and terms of use."""

from registry.catalogue.fact_sheet.declaration import (
    BLOCKING,
    Column,
    Fact,
    Group,
    Input,
    InputType,
    M,
    P,
    choice,
    line,
    number,
    yes_no,
)
from registry.catalogue.fact_sheet.units import CASES, EURO, EURO_A_YEAR, MINUTES, PERCENT, PERSON_DAYS
from registry.core.messages import N_
from registry.taxonomy.vocabulary import LICENCES, PAY_GRADES, vocabulary

BASES = vocabulary(
    "measure_basis",
    {
        "measured": N_("Gemessen"),
        "estimated": N_("Geschätzt"),
        "zeitwerttabelle": N_("Aus einer Zeitwerttabelle"),
    },
)
REUSE_FORMS = vocabulary(
    "reuse_legal_form",
    {
        "kostenlos": N_("Kostenlose Überlassung"),
        "oe_rechtl_vereinbarung": N_("Öffentlich-rechtliche Vereinbarung"),
        "inhouse": N_("Inhouse-Geschäft"),
        "vergabe": N_("Vergabe"),
    },
)

_MINUTES = (
    Column(id="minutes", name=N_("Minuten"), input=number(MINUTES, decimals=1, maximum=100_000), required=True),
    Column(id="basis", name=N_("Grundlage"), input=choice(BASES), required=True),
)
_YEAR = Input(type=InputType.NUMBER, minimum=1990, maximum=2100)

EFFORT = (
    Fact(
        id="cases_per_year",
        name=N_("Fallzahl im Jahr"),
        explanation=N_(
            "Wie viele Fälle Ihre Kommune im Jahr bearbeitet, für welches Jahr und woher die Zahl stammt. "
            "Beispiel: 1.200, 2025, „Auswertung aus civento“."
        ),
        group=Group.EFFORT,
        flags=M | P,
        columns=(
            Column(id="count", name=N_("Fälle"), input=number(CASES), required=True),
            Column(id="year", name=N_("Jahr"), input=_YEAR),
            Column(id="source", name=N_("Quelle"), input=line(200)),
        ),
    ),
    Fact(
        id="minutes_before",
        name=N_("Bearbeitungszeit vorher"),
        explanation=N_("Minuten je Fall, bevor es die Lösung gab. Beispiel: 20 Minuten, geschätzt."),
        group=Group.EFFORT,
        flags=M | P,
        columns=_MINUTES,
    ),
    Fact(
        id="minutes_after",
        name=N_("Bearbeitungszeit nachher"),
        explanation=N_("Minuten je Fall mit der Lösung. Beispiel: 8 Minuten, gemessen."),
        group=Group.EFFORT,
        flags=M | P,
        columns=_MINUTES,
    ),
    Fact(
        id="pay_grade",
        name=N_("Eingruppierung"),
        explanation=N_("Wer die Fälle bearbeitet. Beispiel: E9a."),
        group=Group.EFFORT,
        flags=M,
        input=choice(PAY_GRADES),
    ),
    Fact(
        id="online_share",
        name=N_("Online-Quote"),
        explanation=N_("Anteil der Fälle, die online eingehen. Beispiel: 62,5 Prozent."),
        group=Group.EFFORT,
        flags=P,
        input=number(PERCENT, decimals=1, maximum=100),
    ),
    Fact(
        id="adoption_effort_days",
        name=N_("Einführungsaufwand"),
        explanation=N_(
            "Wie viele Personentage die Einführung bei einer anderen Kommune kostet, fachlich und technisch. "
            "Beispiel: 2 und 1,5."
        ),
        group=Group.EFFORT,
        flags=M | P,
        columns=(
            Column(id="functional", name=N_("Fachlich"), input=number(PERSON_DAYS, decimals=2, maximum=10_000)),
            Column(id="technical", name=N_("Technisch"), input=number(PERSON_DAYS, decimals=2, maximum=10_000)),
        ),
    ),
    Fact(
        id="cost_once",
        name=N_("Einmalkosten"),
        explanation=N_(
            "Was die Einführung einmalig kostet, einschließlich Lizenzen. Ohne Kosten tragen Sie 0 ein. Beispiel:"
            " 1.500 Euro."
        ),
        group=Group.EFFORT,
        flags=M | P,
        input=number(EURO, decimals=2, maximum=1_000_000_000),
    ),
    Fact(
        id="cost_yearly",
        name=N_("Laufende Kosten"),
        explanation=N_(
            "Was der Betrieb im Jahr kostet, einschließlich Lizenzen. Ohne Kosten tragen Sie 0 ein. Beispiel: 480 Euro."
        ),
        group=Group.EFFORT,
        flags=M | P,
        input=number(EURO_A_YEAR, decimals=2, maximum=1_000_000_000),
    ),
    Fact(
        id="reuse_fee",
        name=N_("Entgelt für die Nachnutzung"),
        explanation=N_("Was Sie von anderen Kommunen verlangen. Ohne Entgelt tragen Sie 0 ein. Beispiel: 0 Euro."),
        group=Group.EFFORT,
        flags=M | P,
        input=number(EURO, decimals=2, maximum=1_000_000_000),
    ),
    Fact(
        id="reuse_legal_form",
        name=N_("Rechtsform der Nachnutzung"),
        explanation=N_("Auf welcher Grundlage andere die Lösung erhalten. Beispiel: kostenlose Überlassung."),
        group=Group.EFFORT,
        flags=M | P,
        input=choice(REUSE_FORMS),
    ),
    Fact(
        id="funding",
        name=N_("Förderung"),
        explanation=N_(
            "Ob die Lösung gefördert wurde und ob darauf hinzuweisen ist. Beispiel: „Förderung der "
            "interkommunalen Zusammenarbeit“, Hinweispflicht „ja“."
        ),
        group=Group.EFFORT,
        flags=P,
        columns=(
            Column(id="programme", name=N_("Programm"), input=line(200), required=True),
            Column(id="id", name=N_("Aktenzeichen"), input=line(100)),
            Column(id="publicity_duty", name=N_("Hinweispflicht"), input=yes_no()),
        ),
    ),
    Fact(
        id="license",
        name=N_("Lizenz"),
        explanation=N_(
            "Was andere mit der Lösung tun dürfen. Öffentlich abrufbar wird sie nur mit einer offenen Lizenz. "
            "Beispiel: EUPL 1.2."
        ),
        group=Group.EFFORT,
        flags=M | P | BLOCKING,
        input=choice(LICENCES),
    ),
    Fact(
        id="rights_holder",
        name=N_("Rechteinhaber"),
        explanation=N_(
            "Wem die Rechte an der Lösung gehören: eine Stelle, keine Person. Beispiel: „Stadt Usingen, Der Magistrat“."
        ),
        group=Group.EFFORT,
        flags=M | P | BLOCKING,
        input=line(200),
    ),
)
