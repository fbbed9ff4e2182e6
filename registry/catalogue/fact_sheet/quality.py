"""Facts about maturity and life cycle."""

from registry.catalogue.fact_sheet.declaration import (
    A,
    E,
    Fact,
    Group,
    Home,
    M,
    P,
    When,
    choice,
    day,
    line,
    number,
    text,
)
from registry.catalogue.fact_sheet.syntax import release_number, solution_slug
from registry.core.messages import N_
from registry.taxonomy.vocabulary import LANGUAGES, vocabulary

LIFECYCLES = vocabulary(
    "lifecycle",
    {
        "development": N_("In Entwicklung"),
        "pilot": N_("Pilotbetrieb"),
        "productive": N_("Produktiv"),
        "deprecated": N_("Abgekündigt"),
    },
)
MATURITY_MODELS = vocabulary(
    "ozg_maturity_model",
    {"1.1": N_("Reifegradmodell 1.1 (0 bis 4)"), "2.0": N_("Reifegradmodell 2.0 (0 bis 7)")},
)
HIGHEST_MATURITY = {"1.1": 4, "2.0": 7}
ACCESSIBILITY = vocabulary(
    "accessibility_status",
    {
        "full": N_("Vollständig barrierefrei"),
        "partial": N_("Teilweise barrierefrei"),
        "none": N_("Nicht barrierefrei"),
        "unknown": N_("Nicht geprüft"),
    },
)
ACCESSIBILITY_BASES = vocabulary(
    "accessibility_basis",
    {"self_assessment": N_("Eigene Bewertung"), "external_test": N_("Prüfung durch Dritte")},
)
RUNNING = When(fact="lifecycle", values=("productive", "deprecated"))

QUALITY = (
    Fact(
        id="lifecycle",
        name=N_("Status"),
        explanation=N_("Wie weit die Lösung bei Ihnen ist. Beispiel: Pilotbetrieb, solange nur ein Amt sie nutzt."),
        group=Group.QUALITY,
        flags=M | P,
        input=choice(LIFECYCLES),
        home=Home.LIVING,
    ),
    Fact(
        id="ozg_maturity_model",
        name=N_("Reifegradmodell"),
        explanation=N_(
            "Nach welchem Modell der Reifegrad bestimmt ist. Seit Juli 2025 gilt das Modell 2.0. Beispiel: Modell"
            " 1.1 für eine ältere Einstufung."
        ),
        group=Group.QUALITY,
        flags=P,
        input=choice(MATURITY_MODELS),
    ),
    Fact(
        id="ozg_maturity",
        name=N_("Reifegrad nach OZG"),
        explanation=N_("Die Stufe nach dem gewählten Modell. Beispiel: 3 im Modell 1.1 für eine Online-Leistung."),
        group=Group.QUALITY,
        flags=P,
        input=number(maximum=7),
    ),
    Fact(
        id="version",
        name=N_("Version"),
        explanation=N_("Die Nummer dieser Version. Beispiel: 1.2.0."),
        group=Group.QUALITY,
        flags=M | P,
        input=line(30, release_number),
        home=Home.RECORD,
    ),
    Fact(
        id="changelog",
        name=N_("Änderungshinweis"),
        explanation=N_(
            "Was sich gegenüber der vorigen Version geändert hat. Beispiel: „Bezahlung mit ePay21 ergänzt“."
        ),
        group=Group.QUALITY,
        flags=M | P,
        input=text(1_000),
        many=True,
        home=Home.RECORD,
    ),
    Fact(
        id="live_since",
        name=N_("Produktiv seit"),
        explanation=N_("Der Tag, an dem die Lösung bei Ihnen in Betrieb ging. Beispiel: 01.03.2026."),
        group=Group.QUALITY,
        flags=M | P,
        input=day(is_past=True),
        home=Home.LIVING,
        when=RUNNING,
    ),
    Fact(
        id="last_verified_on",
        name=N_("Zuletzt geprüft am"),
        explanation=N_(
            "Der Tag, an dem jemand die Angaben zuletzt mit der Praxis verglichen hat. Nach zwölf Monaten gelten "
            "sie als veraltet. Beispiel: 21.05.2026."
        ),
        group=Group.QUALITY,
        flags=M | P,
        input=day(is_past=True),
        home=Home.LIVING,
        when=RUNNING,
    ),
    Fact(
        id="maintained_until",
        name=N_("Pflege bis"),
        explanation=N_("Bis wann Sie die Lösung pflegen. Beispiel: 31.12.2027, wenn dann ein Vertrag endet."),
        group=Group.QUALITY,
        flags=P,
        input=day(),
        home=Home.LIVING,
    ),
    Fact(
        id="superseded_by",
        name=N_("Nachfolger"),
        explanation=N_("Die Lösung, die diese ablöst. Kopieren Sie dazu deren Adresse. Beispiel: „hund-anmelden-2“."),
        group=Group.QUALITY,
        flags=P,
        input=line(300, solution_slug),
        home=Home.LIVING,
    ),
    Fact(
        id="test_evidence",
        name=N_("Test- und Abnahmenachweis"),
        explanation=N_(
            "Wie die Lösung geprüft wurde. Ein Protokoll laden Sie als Datei hoch. Beispiel: „Abnahme durch das "
            "Steueramt mit 20 Testfällen“."
        ),
        group=Group.QUALITY,
        input=text(),
    ),
    Fact(
        id="accessibility_status",
        name=N_("Barrierefreiheit"),
        explanation=N_(
            "Wie weit Menschen mit Behinderungen die Lösung ohne Hilfe nutzen können. Beispiel: teilweise "
            "barrierefrei, wenn die PDF-Anlage fehlt."
        ),
        group=Group.QUALITY,
        flags=A | P,
        input=choice(ACCESSIBILITY),
    ),
    Fact(
        id="accessibility_basis",
        name=N_("Grundlage der Angabe zur Barrierefreiheit"),
        explanation=N_("Wer das festgestellt hat. Beispiel: eigene Bewertung nach einer Checkliste."),
        group=Group.QUALITY,
        flags=A | P,
        input=choice(ACCESSIBILITY_BASES),
    ),
    Fact(
        id="languages",
        name=N_("Sprachen"),
        explanation=N_("In welchen Sprachen die Lösung angeboten wird. Beispiel: Deutsch und Englisch."),
        group=Group.QUALITY,
        flags=P | E,
        input=choice(LANGUAGES),
        many=True,
    ),
)
