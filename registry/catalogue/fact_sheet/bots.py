"""Facts that only bots have."""

from registry.catalogue.fact_sheet.declaration import (
    MAX_RECORDS,
    B,
    Column,
    E,
    Fact,
    Group,
    P,
    choice,
    line,
    number,
    text,
)
from registry.catalogue.fact_sheet.units import PERCENT, PIXELS, SECONDS
from registry.core.messages import N_
from registry.taxonomy.vocabulary import vocabulary

CLIENTS = vocabulary(
    "bot_client",
    {"desktop": N_("Arbeitsplatzprogramm"), "web": N_("Webbrowser"), "citrix": N_("Citrix")},
)
MODES = vocabulary(
    "bot_mode",
    {"attended": N_("Begleitet am Arbeitsplatz"), "unattended": N_("Unbegleitet auf einem Server")},
)

BOT = (
    Fact(
        id="bot_target_apps",
        name=N_("Zielanwendungen"),
        explanation=N_(
            "Welche Programme der Bot bedient. Beispiel: „Infoma newsystem“, Version „24.1“, Arbeitsplatzprogramm."
        ),
        group=Group.BOT,
        flags=B | P | E,
        many=True,
        max_items=MAX_RECORDS,
        columns=(
            Column(id="app", name=N_("Anwendung"), input=line(150), required=True),
            Column(id="version", name=N_("Version"), input=line(50)),
            Column(id="client", name=N_("Zugang"), input=choice(CLIENTS)),
        ),
    ),
    Fact(
        id="bot_screen",
        name=N_("Bildschirm"),
        explanation=N_(
            "Auflösung, Skalierung und Sprache, für die der Bot gebaut ist. Beispiel: 1920 mal 1080 Pixel, 100 "
            "Prozent, Deutsch."
        ),
        group=Group.BOT,
        flags=B | P,
        columns=(
            Column(id="width", name=N_("Breite"), input=number(PIXELS, maximum=20_000)),
            Column(id="height", name=N_("Höhe"), input=number(PIXELS, maximum=20_000)),
            Column(id="scaling", name=N_("Skalierung"), input=number(PERCENT, maximum=1_000)),
            Column(id="os_lang", name=N_("Sprache des Betriebssystems"), input=line(50)),
        ),
    ),
    Fact(
        id="bot_mode",
        name=N_("Betriebsart und Zeitplan"),
        explanation=N_("Ob jemand dabeisitzt und wann der Bot läuft. Beispiel: unbegleitet, „werktags um 5 Uhr“."),
        group=Group.BOT,
        flags=B | P,
        columns=(
            Column(id="mode", name=N_("Betriebsart"), input=choice(MODES), required=True),
            Column(id="schedule", name=N_("Zeitplan"), input=line(200)),
        ),
    ),
    Fact(
        id="bot_credentials_needed",
        name=N_("Benötigte Konten und Rechte"),
        explanation=N_(
            "Nur Rollen, je Zeile eine. Tragen Sie nie Kennwörter oder Benutzernamen ein. Beispiel: "
            "„Sachbearbeitung Kasse in Infoma, nur lesen“."
        ),
        group=Group.BOT,
        flags=B | P | E,
        input=line(200),
        many=True,
    ),
    Fact(
        id="bot_runtime_s",
        name=N_("Laufzeit je Fall"),
        explanation=N_("Wie lange der Bot für einen Fall braucht. Beispiel: 45 Sekunden."),
        group=Group.BOT,
        flags=B | P,
        input=number(SECONDS, decimals=1, maximum=864_000),
    ),
    Fact(
        id="bot_exception_rate",
        name=N_("Anteil der Ausnahmen"),
        explanation=N_("Wie viele von hundert Fällen ein Mensch übernehmen muss. Beispiel: 4,5 Prozent."),
        group=Group.BOT,
        flags=B | P,
        input=number(PERCENT, decimals=1, maximum=100),
    ),
    Fact(
        id="bot_license",
        name=N_("Lizenzen für den Bot"),
        explanation=N_("Welche Lizenzen der Betrieb braucht. Beispiel: „eine EMMA-Laufzeitlizenz“."),
        group=Group.BOT,
        flags=B | P,
        input=text(1_000),
    ),
    Fact(
        id="bot_infra",
        name=N_("Infrastruktur für den Bot"),
        explanation=N_(
            "Worauf der Bot läuft. Beispiel: „virtueller Arbeitsplatz mit Windows 11 und 8 GB Arbeitsspeicher“."
        ),
        group=Group.BOT,
        flags=B | P,
        input=text(1_000),
    ),
)
