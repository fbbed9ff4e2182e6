"""Facts about data protection and security."""

from registry.catalogue.fact_sheet.declaration import BLOCKING, Fact, Group, M, P, choice, text
from registry.core.messages import N_
from registry.taxonomy.vocabulary import vocabulary

PERSONAL_DATA = vocabulary(
    "personal_data",
    {
        "none": N_("Keine"),
        "ordinary": N_("Ja, ohne besondere Kategorien"),
        "special_art9": N_("Ja, auch besondere Kategorien nach Artikel 9 DSGVO"),
    },
)
PAPER_STATUS = vocabulary(
    "paper_status",
    {
        "not_needed": N_("Nicht nötig"),
        "template_attached": N_("Muster liegt bei"),
        "in_place": N_("Vorhanden"),
        "missing": N_("Fehlt noch"),
    },
)
DPIA_STATUS = vocabulary(
    "dpia_status",
    {
        "not_needed_documented": N_("Nicht nötig, Begründung liegt vor"),
        "done": N_("Durchgeführt"),
        "needed": N_("Nötig, noch nicht durchgeführt"),
        "open": N_("Noch nicht geprüft"),
    },
)
PROTECTION_NEEDS = vocabulary(
    "protection_need",
    {"normal": N_("Normal"), "hoch": N_("Hoch"), "sehr_hoch": N_("Sehr hoch")},
)
WORKS_COUNCIL = vocabulary(
    "works_council",
    {
        "no": N_("Nicht berührt"),
        "informed": N_("Personalrat ist informiert"),
        "agreement": N_("Dienstvereinbarung liegt vor"),
    },
)

PRIVACY = (
    Fact(
        id="personal_data",
        name=N_("Personenbezogene Daten"),
        explanation=N_(
            "Ob die Lösung Daten über Menschen verarbeitet. Beispiel: Name und Anschrift sind personenbezogen, "
            "Gesundheitsdaten gehören zu den besonderen Kategorien."
        ),
        group=Group.PRIVACY,
        flags=M | P | BLOCKING,
        input=choice(PERSONAL_DATA),
    ),
    Fact(
        id="dpa_status",
        name=N_("Auftragsverarbeitung (Artikel 28 DSGVO)"),
        explanation=N_(
            "Ob ein Vertrag zur Auftragsverarbeitung nötig ist und vorliegt. Ein Muster laden Sie als Datei hoch."
            " Beispiel: vorhanden, wenn der Anbieter der Plattform die Daten speichert und der Vertrag besteht."
        ),
        group=Group.PRIVACY,
        flags=M | P,
        input=choice(PAPER_STATUS),
    ),
    Fact(
        id="ropa_status",
        name=N_("Verzeichnis von Verarbeitungstätigkeiten (Artikel 30 DSGVO)"),
        explanation=N_(
            "Ob es einen Eintrag im Verzeichnis gibt. Ein Muster laden Sie als Datei hoch. Beispiel: Muster liegt bei."
        ),
        group=Group.PRIVACY,
        flags=M | P,
        input=choice(PAPER_STATUS),
    ),
    Fact(
        id="dpia_status",
        name=N_("Datenschutz-Folgenabschätzung (Artikel 35 DSGVO)"),
        explanation=N_(
            "Ob eine Folgenabschätzung nötig ist und vorliegt. Beispiel: nicht nötig, wenn die Schwellwertanalyse"
            " das ergeben hat."
        ),
        group=Group.PRIVACY,
        flags=M | P,
        input=choice(DPIA_STATUS),
    ),
    Fact(
        id="retention",
        name=N_("Löschfristen"),
        explanation=N_(
            "Wann welche Daten gelöscht werden. Beispiel: „Antragsdaten 10 Jahre nach Abmeldung, Entwürfe nach 30"
            " Tagen“."
        ),
        group=Group.PRIVACY,
        flags=P,
        input=text(),
    ),
    Fact(
        id="protection_need",
        name=N_("Schutzbedarf"),
        explanation=N_("Der höchste Schutzbedarf nach IT-Grundschutz. Beispiel: normal für eine Terminbuchung."),
        group=Group.PRIVACY,
        flags=P,
        input=choice(PROTECTION_NEEDS),
    ),
    Fact(
        id="works_council",
        name=N_("Mitbestimmung"),
        explanation=N_(
            "Ob der Personalrat zu beteiligen war. Beispiel: Dienstvereinbarung für einen Bot, der "
            "Arbeitsschritte übernimmt."
        ),
        group=Group.PRIVACY,
        input=choice(WORKS_COUNCIL),
    ),
)
