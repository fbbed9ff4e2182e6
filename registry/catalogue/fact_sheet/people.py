"""Facts about who answers and who publishes. Contacts are references to roles, never copied into a release."""

from registry.catalogue.fact_sheet.declaration import (
    BLOCKING,
    Fact,
    Group,
    Home,
    Input,
    InputType,
    M,
    P,
    choice,
    line,
)
from registry.core.messages import N_
from registry.taxonomy.vocabulary import vocabulary

SUPPORT_OFFERS = vocabulary(
    "support_offer",
    {
        "none": N_("Keine Unterstützung"),
        "questions": N_("Fragen beantworten"),
        "demo": N_("Lösung vorführen"),
        "joint_setup": N_("Gemeinsam einrichten"),
    },
)

PEOPLE = (
    Fact(
        id="contact_functional",
        name=N_("Ansprechperson fachlich"),
        explanation=N_(
            "Die Stelle, die fachliche Fragen beantwortet. Am besten hat sie ein gemeinsames Postfach. Beispiel: "
            "„Steueramt“."
        ),
        group=Group.PEOPLE,
        flags=M | P | BLOCKING,
        input=Input(type=InputType.CONTACT),
        home=Home.LIVING,
    ),
    Fact(
        id="contact_technical",
        name=N_("Ansprechperson technisch"),
        explanation=N_(
            "Die Stelle, die technische Fragen beantwortet. Sie darf dieselbe sein. Beispiel: „IT und Digitalisierung“."
        ),
        group=Group.PEOPLE,
        flags=M | P,
        input=Input(type=InputType.CONTACT),
        home=Home.LIVING,
    ),
    Fact(
        id="publisher_org",
        name=N_("Herausgeber"),
        explanation=N_("Die Kommune, die die Lösung veröffentlicht. Beispiel: „Stadt Usingen“."),
        group=Group.PEOPLE,
        flags=M | P,
        input=line(200),
        home=Home.RECORD,
    ),
    Fact(
        id="contributors",
        name=N_("Mitwirkende"),
        explanation=N_(
            "Kommunen und Stellen, die mitgearbeitet haben, je Zeile eine. Nennen Sie keine Personen. Beispiel: "
            "„Gemeinde Schmitten im Taunus“."
        ),
        group=Group.PEOPLE,
        input=line(200),
        many=True,
    ),
    Fact(
        id="support_offer",
        name=N_("Unterstützungsangebot"),
        explanation=N_("Wie Sie anderen bei der Einführung helfen. Beispiel: Lösung vorführen."),
        group=Group.PEOPLE,
        input=choice(SUPPORT_OFFERS),
        home=Home.LIVING,
    ),
)
