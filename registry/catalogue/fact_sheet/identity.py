"""Facts by which a solution is recognised and found."""

from registry.catalogue.fact_sheet.declaration import (
    BLOCKING,
    MAX_MARKDOWN,
    Column,
    E,
    Fact,
    Group,
    Home,
    Input,
    InputType,
    M,
    P,
    choice,
    line,
    text,
)
from registry.catalogue.fact_sheet.syntax import fim_id, ozg_id, release_number, service_key, solution_slug
from registry.core.messages import N_
from registry.taxonomy.vocabulary import DEPARTMENTS, TARGET_GROUPS, vocabulary

KINDS = vocabulary("fact.kind", {"process": N_("Prozess"), "form": N_("Formular"), "bot": N_("Bot-Ablauf")})
PROCESS_LEVELS = vocabulary(
    "process_level",
    {
        "stammprozess": N_("Stammprozess"),
        "referenzprozess": N_("Referenzprozess"),
        "lokalprozess": N_("Lokalprozess"),
    },
)

IDENTITY = (
    Fact(
        id="title",
        name=N_("Titel"),
        explanation=N_(
            "Gegenstand und Tätigkeit in wenigen Worten. Beispiel: „Hund anmelden“ oder „Sondernutzung beantragen“."
        ),
        group=Group.IDENTITY,
        flags=M | P | E | BLOCKING,
        input=line(150),
    ),
    Fact(
        id="summary",
        name=N_("Kurzbeschreibung und Nutzen"),
        explanation=N_(
            "Was die Lösung leistet und was sie erspart, in ein bis zwei Sätzen. Beispiel: „Hundehalter melden "
            "ihren Hund online an. Der Bescheid entsteht ohne erneute Eingabe.“"
        ),
        group=Group.IDENTITY,
        flags=M | P | BLOCKING,
        input=text(300),
    ),
    Fact(
        id="description",
        name=N_("Beschreibung"),
        explanation=N_(
            "Ablauf, Besonderheiten und Grenzen der Lösung. Überschriften, Listen und Hervorhebungen in Markdown "
            "sind möglich. Beispiel: „## Ablauf“ und darunter eine Liste mit „- “ am Zeilenanfang."
        ),
        group=Group.IDENTITY,
        flags=M | P,
        input=Input(type=InputType.MARKDOWN, max_length=MAX_MARKDOWN),
    ),
    Fact(
        id="kind",
        name=N_("Art der Lösung"),
        explanation=N_("Prozess, Formular oder Bot-Ablauf. Die Art steht für alle Versionen fest."),
        group=Group.IDENTITY,
        flags=M | P | E | BLOCKING,
        input=choice(KINDS),
        home=Home.RECORD,
    ),
    Fact(
        id="platform",
        name=N_("Plattform"),
        explanation=N_("Das Werkzeug, in dem die Lösung läuft. Beispiel: civento."),
        group=Group.IDENTITY,
        flags=M | P | E | BLOCKING,
        input=Input(type=InputType.PLATFORM),
    ),
    Fact(
        id="vendor",
        name=N_("Hersteller der Plattform"),
        explanation=N_(
            "Nur nötig, wenn die Plattform nicht in der Liste steht oder ein Name mehrfach vorkommt. Beispiel: "
            "„Wianco OTT Robotics GmbH“ für EMMA."
        ),
        group=Group.IDENTITY,
        flags=P | E,
        input=line(120),
    ),
    Fact(
        id="platform_min_version",
        name=N_("Mindestversion der Plattform"),
        explanation=N_("Die älteste Version, mit der die Lösung läuft. Beispiel: „8.5.2“."),
        group=Group.IDENTITY,
        flags=P | E,
        input=line(50),
    ),
    Fact(
        id="source_key",
        name=N_("Kennung im Herkunftssystem"),
        explanation=N_(
            "Der Schlüssel, unter dem das Werkzeug die Lösung führt. Beispiel: der Schlüssel des Vorgangs in civento."
        ),
        group=Group.IDENTITY,
        flags=E,
        input=line(150),
    ),
    Fact(
        id="leika_keys",
        name=N_("Leistungsschlüssel (LeiKa)"),
        explanation=N_("14 Ziffern, je Zeile ein Schlüssel. Beispiel: 99102013002000."),
        group=Group.IDENTITY,
        flags=P | E,
        input=line(60, service_key),
        many=True,
        max_items=30,
    ),
    Fact(
        id="ozg_id",
        name=N_("OZG-Leistung"),
        explanation=N_("Die Nummer im OZG-Umsetzungskatalog. Beispiel: 10160."),
        group=Group.IDENTITY,
        flags=P,
        input=line(10, ozg_id),
    ),
    Fact(
        id="fim_schema_ids",
        name=N_("FIM-Stammdatenschema"),
        explanation=N_("Kennung mit Version, je Zeile eine. Beispiel: S00000094V1.0."),
        group=Group.IDENTITY,
        flags=P | E,
        input=line(40, fim_id),
        many=True,
        max_items=30,
    ),
    Fact(
        id="process_level",
        name=N_("FIM-Prozessebene"),
        explanation=N_(
            "Kommunen veröffentlichen meist einen Referenz- oder Lokalprozess. Beispiel: Lokalprozess für einen "
            "Ablauf, der nur bei Ihnen so läuft."
        ),
        group=Group.IDENTITY,
        flags=P,
        input=choice(PROCESS_LEVELS),
    ),
    Fact(
        id="derived_from",
        name=N_("Abgeleitet von"),
        explanation=N_(
            "Die Lösung, aus der diese entstanden ist, mit ihrer Version. Kopieren Sie dazu deren Adresse. "
            "Beispiel: „hund-anmelden“ und „1.2.0“."
        ),
        group=Group.IDENTITY,
        flags=P,
        columns=(
            Column(id="solution", name=N_("Adresse der Lösung"), input=line(300, solution_slug), required=True),
            Column(id="version", name=N_("Version"), input=line(30, release_number)),
        ),
    ),
    Fact(
        id="tags",
        name=N_("Schlagwörter"),
        explanation=N_("Wörter, nach denen Kolleginnen und Kollegen suchen, je Zeile eines. Beispiel: „Hundesteuer“."),
        group=Group.IDENTITY,
        flags=P | E,
        input=line(60),
        many=True,
    ),
    Fact(
        id="department",
        name=N_("Fachamt"),
        explanation=N_("Das Amt, das fachlich zuständig ist. Beispiel: Steueramt und Kämmerei für die Hundesteuer."),
        group=Group.IDENTITY,
        flags=M | P | BLOCKING,
        input=choice(DEPARTMENTS),
    ),
    Fact(
        id="product_code",
        name=N_("Produkt- oder Aufgabengliederung"),
        explanation=N_("Die Nummer im Produktplan oder Aufgabengliederungsplan. Beispiel: „611.07“."),
        group=Group.IDENTITY,
        input=line(50),
    ),
    Fact(
        id="target_groups",
        name=N_("Zielgruppe"),
        explanation=N_(
            "Wer die Lösung benutzt. Mehrere sind möglich. Beispiel: Bürgerinnen und Bürger sowie Unternehmen."
        ),
        group=Group.IDENTITY,
        flags=M | P,
        input=choice(TARGET_GROUPS),
        many=True,
    ),
    Fact(
        id="life_situation",
        name=N_("Lebens- oder Geschäftslage"),
        explanation=N_("Anlässe, zu denen die Lösung gebraucht wird, je Zeile einer. Beispiel: „Umzug“."),
        group=Group.IDENTITY,
        flags=P,
        input=line(100),
        many=True,
        max_items=20,
    ),
)
