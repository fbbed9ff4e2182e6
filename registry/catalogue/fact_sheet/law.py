"""Facts about legal basis and scope."""

from registry.catalogue.fact_sheet.declaration import (
    MAX_RECORDS,
    Column,
    E,
    Fact,
    Group,
    M,
    P,
    choice,
    line,
    text,
    yes_no,
)
from registry.catalogue.fact_sheet.syntax import web_address
from registry.core.messages import N_
from registry.taxonomy.vocabulary import JURISDICTIONS, LEGAL_BASIS_KINDS, vocabulary

SIGNATURES = vocabulary(
    "signature_required",
    {
        "none": N_("Keine"),
        "text_form": N_("Textform"),
        "qes_or_eid": N_("Qualifizierte elektronische Signatur oder Online-Ausweis"),
        "wet_ink": N_("Eigenhändige Unterschrift"),
    },
)
TASK_TYPES = vocabulary(
    "task_type",
    {
        "pflichtig": N_("Pflichtige Aufgabe"),
        "freiwillig": N_("Freiwillige Aufgabe"),
        "weisung": N_("Aufgabe zur Erfüllung nach Weisung"),
    },
)

LAW = (
    Fact(
        id="legal_bases",
        name=N_("Rechtsgrundlagen"),
        explanation=N_(
            "Gesetze, Verordnungen und Satzungen, auf denen die Leistung beruht. Beispiel: „Hundesteuersatzung“, "
            "Art Satzung."
        ),
        group=Group.LAW,
        flags=M | P | E,
        many=True,
        max_items=MAX_RECORDS,
        columns=(
            Column(id="name", name=N_("Vorschrift"), input=line(300), required=True),
            Column(id="kind", name=N_("Art"), input=choice(LEGAL_BASIS_KINDS)),
            Column(id="uri", name=N_("Internetadresse"), input=line(300, web_address)),
        ),
    ),
    Fact(
        id="jurisdiction",
        name=N_("Geltungsbereich"),
        explanation=N_("Wo die Lösung ohne rechtliche Änderung nutzbar ist. Beispiel: Hessen für Landesrecht."),
        group=Group.LAW,
        flags=M | P,
        input=choice(JURISDICTIONS),
    ),
    Fact(
        id="depends_on_local_statute",
        name=N_("Von einer Satzung abhängig"),
        explanation=N_(
            "Ob die Lösung auf einer örtlichen Satzung beruht und welche Stellen andere anpassen müssen. "
            "Beispiel: „ja“, „Steuersatz in Paragraf 5“."
        ),
        group=Group.LAW,
        flags=M | P,
        columns=(
            Column(id="value", name=N_("Abhängig"), input=yes_no(), required=True),
            Column(id="note", name=N_("Was ist anzupassen?"), input=text(1_000)),
        ),
    ),
    Fact(
        id="signature_required",
        name=N_("Schriftformerfordernis"),
        explanation=N_("Welche Form das Recht für den Antrag verlangt. Beispiel: Textform, wenn eine E-Mail genügt."),
        group=Group.LAW,
        flags=P,
        input=choice(SIGNATURES),
    ),
    Fact(
        id="task_type",
        name=N_("Art der Aufgabe"),
        explanation=N_(
            "Ob die Kommune die Aufgabe erfüllen muss. Beispiel: freiwillige Aufgabe für die Vereinsförderung."
        ),
        group=Group.LAW,
        input=choice(TASK_TYPES),
    ),
)
