"""The local checklist: what every town has to settle before a solution goes live."""

from registry.core.messages import N_, define

TEMPLATE = {
    "responsibility_data": N_("Zuständigkeit gepflegt (PVOG)"),
    "inbox": N_("Empfänger oder Postfach eingerichtet"),
    "dvdv": N_("DVDV-Eintrag vorhanden"),
    "delivery": N_("Rechtssichere Zustellung geklärt"),
    "payment": N_("Bezahlkomponente und Parameter eingestellt"),
    "dpa": N_("Vertrag zur Auftragsverarbeitung (AVV) geschlossen"),
    "ropa": N_("Verzeichnis von Verarbeitungstätigkeiten (VVT) ergänzt"),
    "dpia": N_("Datenschutz-Folgenabschätzung (DSFA) geprüft"),
    "statute": N_("Satzung und Gebühren geprüft"),
    "works_council": N_("Personalrat informiert"),
    "accessibility": N_("Barrierefreiheit geprüft"),
    "training": N_("Beschäftigte geschult"),
    "announcement": N_("Angebot bekannt gemacht"),
}
"""Key to label, in working order. Source: duties of EfA reuse and practice of partner towns."""

LABELS = {key: define(f"checklist.{key}", text) for key, text in TEMPLATE.items()}
