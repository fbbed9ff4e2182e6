"""Facts about what a solution needs and what others adapt."""

from registry.catalogue.fact_sheet.declaration import (
    MAX_RECORDS,
    A,
    Column,
    E,
    Fact,
    Group,
    M,
    P,
    choice,
    line,
    system,
    text,
    yes_no,
)
from registry.core.messages import N_
from registry.taxonomy.vocabulary import SYSTEM_CATEGORIES, TRUST_LEVELS, vocabulary

INTERFACE_KINDS = vocabulary(
    "interface_kind",
    {
        "api": N_("Programmschnittstelle"),
        "file": N_("Datei"),
        "xoev": N_("XÖV-Nachricht"),
        "rpa_ui": N_("Bedienung durch einen Bot"),
        "manual": N_("Von Hand"),
    },
)
AUTH_METHODS = vocabulary(
    "auth_method",
    {
        "none": N_("Keine Anmeldung"),
        "bundid": N_("BundID"),
        "muk": N_("Mein Unternehmenskonto"),
        "servicekonto_he": N_("Servicekonto Hessen"),
        "local_login": N_("Örtliches Nutzerkonto"),
    },
)
PAYMENTS = vocabulary(
    "payment_method",
    {
        "none": N_("Keine Bezahlung"),
        "epay21": N_("ePay21"),
        "epaybl": N_("ePayBL"),
        "pmpayment": N_("pmPayment"),
        "other": N_("Anderes Bezahlverfahren"),
    },
)
DELIVERY_CHANNELS = vocabulary(
    "delivery_channel",
    {
        "bundid_postfach": N_("Postfach der BundID"),
        "email": N_("E-Mail"),
        "post": N_("Briefpost"),
        "portal": N_("Portal der Kommune"),
        "fit_connect": N_("FIT-Connect"),
        "osci": N_("OSCI"),
    },
)
DEPENDENCY_TYPES = vocabulary(
    "dependency_type",
    {
        "artifact": N_("Anderer Prozess oder andere Datei"),
        "plugin": N_("Erweiterung"),
        "config_object": N_("Einstellungsobjekt"),
        "template": N_("Vorlage"),
        "datasource": N_("Datenquelle"),
    },
)
MAX_DEPENDENCIES = 100

TECHNOLOGY = (
    Fact(
        id="interfaces",
        name=N_("Fachverfahren und Schnittstellen"),
        explanation=N_(
            "Womit die Lösung Daten austauscht. Wenn es keine Schnittstelle gibt, wählen Sie „entfällt“. "
            "Beispiel: „emeld21“, Art Programmschnittstelle, zwingend."
        ),
        group=Group.TECHNOLOGY,
        flags=M | P | E,
        many=True,
        max_items=MAX_RECORDS,
        columns=(
            Column(id="system", name=N_("System"), input=system(), required=True),
            Column(id="vendor", name=N_("Hersteller"), input=line(120)),
            Column(id="version", name=N_("Version"), input=line(50)),
            Column(id="kind", name=N_("Art"), input=choice(INTERFACE_KINDS)),
            Column(id="standard", name=N_("Standard"), input=line(100)),
            Column(id="mandatory", name=N_("Zwingend"), input=yes_no()),
        ),
    ),
    Fact(
        id="auth_methods",
        name=N_("Anmeldung"),
        explanation=N_(
            "Womit sich Antragstellende ausweisen. Mehrere sind möglich. Beispiel: BundID und Mein Unternehmenskonto."
        ),
        group=Group.TECHNOLOGY,
        flags=A | P | E,
        input=choice(AUTH_METHODS),
        many=True,
    ),
    Fact(
        id="trust_level",
        name=N_("Vertrauensniveau"),
        explanation=N_(
            "Das Niveau, das die Leistung mindestens verlangt. Beispiel: substanziell für einen Antrag mit Steuerdaten."
        ),
        group=Group.TECHNOLOGY,
        flags=A | P | E,
        input=choice(TRUST_LEVELS),
    ),
    Fact(
        id="payment",
        name=N_("Bezahlung"),
        explanation=N_(
            "Wie Gebühren bezahlt werden und wie sie sich berechnen. Beispiel: ePay21, „12 Euro je Urkunde“."
        ),
        group=Group.TECHNOLOGY,
        flags=A | P | E,
        columns=(
            Column(id="method", name=N_("Verfahren"), input=choice(PAYMENTS), required=True),
            Column(id="rule", name=N_("Gebührenregel"), input=text(1_000)),
        ),
    ),
    Fact(
        id="delivery_channels",
        name=N_("Zustellung"),
        explanation=N_(
            "Wie der Bescheid oder die Antwort ankommt. Mehrere sind möglich. Beispiel: Postfach der BundID und "
            "Briefpost."
        ),
        group=Group.TECHNOLOGY,
        flags=A | P,
        input=choice(DELIVERY_CHANNELS),
        many=True,
    ),
    Fact(
        id="dms",
        name=N_("E-Akte und DMS"),
        explanation=N_("Wohin die Vorgänge abgelegt werden. Beispiel: „d.velop documents“, Aktenplan „900.12“."),
        group=Group.TECHNOLOGY,
        flags=P,
        columns=(
            Column(id="system", name=N_("System"), input=system(), required=True),
            Column(id="file_plan_ref", name=N_("Aktenplanzeichen"), input=line(100)),
        ),
    ),
    Fact(
        id="dependencies",
        name=N_("Abhängigkeiten"),
        explanation=N_(
            "Was die Datei außer sich selbst braucht und ob es beiliegt. Beispiel: ein Einstellungsobjekt in "
            "civento mit seinem Schlüssel."
        ),
        group=Group.TECHNOLOGY,
        flags=P | E,
        many=True,
        max_items=MAX_DEPENDENCIES,
        columns=(
            Column(id="type", name=N_("Art"), input=choice(DEPENDENCY_TYPES), required=True),
            Column(id="key", name=N_("Schlüssel"), input=line(300), required=True),
            Column(id="detail", name=N_("Was davon"), input=line(300)),
            Column(id="resolved", name=N_("Liegt bei"), input=yes_no()),
        ),
    ),
    Fact(
        id="local_parameters",
        name=N_("Örtliche Anpassungspunkte"),
        explanation=N_(
            "Was jede Kommune für sich einstellt und wo. Wenn nichts anzupassen ist, wählen Sie „entfällt“. "
            "Beispiel: „Gebühr“, im Einstellungsobjekt, „12,00“."
        ),
        group=Group.TECHNOLOGY,
        flags=M | P,
        many=True,
        max_items=MAX_RECORDS,
        columns=(
            Column(id="name", name=N_("Was"), input=line(150), required=True),
            Column(id="where", name=N_("Wo"), input=line(200)),
            Column(id="example", name=N_("Beispielwert"), input=line(200)),
            Column(id="mandatory", name=N_("Zwingend"), input=yes_no()),
        ),
    ),
    Fact(
        id="prerequisites",
        name=N_("Technische Voraussetzungen"),
        explanation=N_(
            "Was vor der Einführung vorhanden sein muss. Mit diesen Angaben vergleicht das Portal die Systeme "
            "anderer Kommunen. Beispiel: Bezahlkomponente, „ePay21“, zwingend."
        ),
        group=Group.TECHNOLOGY,
        flags=M | P,
        many=True,
        max_items=MAX_RECORDS,
        columns=(
            Column(id="category", name=N_("Gruppe"), input=choice(SYSTEM_CATEGORIES)),
            Column(id="system", name=N_("System"), input=system(), required=True),
            Column(id="min_version", name=N_("Mindestversion"), input=line(50)),
            Column(id="mandatory", name=N_("Zwingend"), input=yes_no()),
            Column(id="note", name=N_("Bemerkung"), input=line(300)),
        ),
    ),
)
