"""Code lists that belong to the program: code in data, German label on pages.

Lists whose entries towns and operators extend (systems, services, licences) are tables instead
(`registry.taxonomy.models`); what the portal needs of them at one moment is a `KnownTerms`.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

from registry.core.messages import N_, Message, define

VERBATIM = define("verbatim", N_("%(text)s"))
"""A name that is the same in every language."""


@dataclass(frozen=True, slots=True)
class Term:
    """One entry of a code list."""

    code: str
    label: Message


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """A closed code list in the order in which it is offered."""

    id: str
    terms: tuple[Term, ...]

    def __contains__(self, code: object) -> bool:
        return any(term.code == code for term in self.terms)

    @property
    def codes(self) -> tuple[str, ...]:
        """The codes in order."""
        return tuple(term.code for term in self.terms)

    def label(self, code: str) -> Message:
        """The label of a code; `KeyError` where the list does not hold it."""
        for term in self.terms:
            if term.code == code:
                return term.label
        raise KeyError(code)


def vocabulary(vocabulary_id: str, terms: Mapping[str, str]) -> Vocabulary:
    """A code list from code to German label (marked by `N_`)."""
    entries = (Term(code, define(f"{vocabulary_id}.{code}", text)()) for code, text in terms.items())
    return Vocabulary(vocabulary_id, tuple(entries))


@dataclass(frozen=True, slots=True, kw_only=True)
class KnownTerms:
    """What the tables know of the keys at hand (`registry.taxonomy.queries.known_terms`).

    Attributes:
        systems: key to name with vendor, all systems.
        platforms: key to name with vendor, those allowed as the platform of a solution.
        services: LeiKa key to name, only the keys that were asked for.
        ozg_services: OZG id to name, only the ids that were asked for.
    """

    systems: Mapping[str, str] = field(default_factory=dict)
    platforms: Mapping[str, str] = field(default_factory=dict)
    services: Mapping[str, str] = field(default_factory=dict)
    ozg_services: Mapping[str, str] = field(default_factory=dict)

    def system_key(self, text: str) -> str | None:
        """The key of a system by its key or its name as somebody types it."""
        wanted = text.casefold()
        for key, name in self.systems.items():
            if wanted in {key, name.casefold(), name.casefold().partition(" (")[0]}:
                return key
        return None


NOTHING_KNOWN = KnownTerms()
"""For places without a database: codes are shown as they are, systems stay free text."""

DEPARTMENTS = vocabulary(
    "department",
    {
        "hauptamt": N_("Hauptamt"),
        "ordnungsamt": N_("Ordnungsamt"),
        "buergerbuero": N_("Bürgerbüro"),
        "standesamt": N_("Standesamt"),
        "bauamt": N_("Bauamt"),
        "steueramt_kaemmerei": N_("Steueramt und Kämmerei"),
        "kasse": N_("Kasse"),
        "personal": N_("Personal"),
        "sozialamt": N_("Sozialamt"),
        "jugend_kita": N_("Jugend und Kita"),
        "kultur_sport": N_("Kultur und Sport"),
        "feuerwehr": N_("Feuerwehr"),
        "stadtwerke_bauhof": N_("Stadtwerke und Bauhof"),
        "it_digitalisierung": N_("IT und Digitalisierung"),
        "other": N_("Anderes Amt"),
    },
)

TARGET_GROUPS = vocabulary(
    "target_group",
    {
        "citizen": N_("Bürgerinnen und Bürger"),
        "business": N_("Unternehmen"),
        "internal_staff": N_("Eigene Beschäftigte"),
        "council": N_("Gremien und Mandatsträger"),
        "other_authority": N_("Andere Behörden"),
    },
)

SYSTEM_CATEGORIES = vocabulary(
    "system_category",
    {
        "process": N_("Prozessplattform"),
        "forms": N_("Formularmanagement"),
        "rpa": N_("Automatisierung und RPA"),
        "model": N_("Prozess- und Datenmodellierung"),
        "portal": N_("Portal und Website"),
        "dms": N_("E-Akte und DMS"),
        "payment": N_("Bezahlkomponente"),
        "finance": N_("Finanzverfahren"),
        "register": N_("Fachverfahren"),
        "geo": N_("Geoinformation"),
        "council": N_("Sitzungsdienst"),
        "personnel": N_("Personalverfahren"),
        "utility": N_("Verbrauchsabrechnung"),
        "appointments": N_("Terminverwaltung"),
        "participation": N_("Bürgerbeteiligung und Meldungen"),
        "office": N_("Büroanwendung"),
        "identity": N_("Anmeldung und Nutzerkonto"),
        "interface": N_("Schnittstelle und Standard"),
        "other": N_("Sonstiges"),
    },
)

LICENCES = vocabulary(
    "licence",
    {
        "EUPL-1.2": N_("Open-Source-Lizenz der Europäischen Union 1.2 (EUPL)"),
        "MIT": N_("MIT-Lizenz"),
        "Apache-2.0": N_("Apache-Lizenz 2.0"),
        "CC0-1.0": N_("Creative Commons Zero 1.0 (gemeinfrei)"),
        "CC-BY-4.0": N_("Creative Commons Namensnennung 4.0"),
        "CC-BY-SA-4.0": N_("Creative Commons Namensnennung – Weitergabe unter gleichen Bedingungen 4.0"),
        "internal_partners_only": N_("Nur für Partnerkommunen"),
        "vendor_restricted": N_("Durch Herstellerbedingungen beschränkt"),
        "unclear": N_("Rechte ungeklärt"),
    },
)

LEGAL_BASIS_KINDS = vocabulary(
    "legal_basis_kind",
    {
        "eu": N_("EU-Recht"),
        "bund": N_("Bundesrecht"),
        "land": N_("Landesrecht"),
        "satzung": N_("Satzung"),
        "interne_regelung": N_("Interne Regelung"),
    },
)

LAENDER = vocabulary(
    "land",
    {
        "BB": N_("Brandenburg"),
        "BE": N_("Berlin"),
        "BW": N_("Baden-Württemberg"),
        "BY": N_("Bayern"),
        "HB": N_("Bremen"),
        "HE": N_("Hessen"),
        "HH": N_("Hamburg"),
        "MV": N_("Mecklenburg-Vorpommern"),
        "NI": N_("Niedersachsen"),
        "NW": N_("Nordrhein-Westfalen"),
        "RP": N_("Rheinland-Pfalz"),
        "SH": N_("Schleswig-Holstein"),
        "SL": N_("Saarland"),
        "SN": N_("Sachsen"),
        "ST": N_("Sachsen-Anhalt"),
        "TH": N_("Thüringen"),
    },
)

JURISDICTIONS = Vocabulary(
    "jurisdiction",
    (
        *vocabulary("jurisdiction", {"bundesweit": N_("Bundesweit")}).terms,
        *(Term(f"land:{land.code}", land.label) for land in LAENDER.terms),
        *vocabulary("jurisdiction", {"kreis": N_("Ein Kreis"), "kommune": N_("Eine Kommune")}).terms,
    ),
)

TRUST_LEVELS = vocabulary(
    "trust_level",
    {"basis": N_("Basis"), "substanziell": N_("Substanziell"), "hoch": N_("Hoch")},
)

LANGUAGES = vocabulary(
    "language",
    {
        "de": N_("Deutsch"),
        "en": N_("Englisch"),
        "ar": N_("Arabisch"),
        "bg": N_("Bulgarisch"),
        "da": N_("Dänisch"),
        "es": N_("Spanisch"),
        "fa": N_("Persisch"),
        "fr": N_("Französisch"),
        "hr": N_("Kroatisch"),
        "it": N_("Italienisch"),
        "nl": N_("Niederländisch"),
        "pl": N_("Polnisch"),
        "pt": N_("Portugiesisch"),
        "ro": N_("Rumänisch"),
        "ru": N_("Russisch"),
        "sq": N_("Albanisch"),
        "tr": N_("Türkisch"),
        "uk": N_("Ukrainisch"),
    },
)

_EMPLOYEES = ("E2", "E3", "E4", "E5", "E6", "E7", "E8", "E9a", "E9b", "E9c", "E10", "E11", "E12", "E13", "E14", "E15")
_OFFICIALS = ("A6", "A7", "A8", "A9", "A10", "A11", "A12", "A13", "A14", "A15", "A16")

PAY_GRADES = Vocabulary(
    "pay_grade",
    (
        *(Term(grade, VERBATIM(text=grade)) for grade in (*_EMPLOYEES, *_OFFICIALS)),
        *vocabulary(
            "pay_grade",
            {
                "mittlerer_dienst": N_("Einfacher und mittlerer Dienst"),
                "gehobener_dienst": N_("Gehobener Dienst"),
                "hoeherer_dienst": N_("Höherer Dienst"),
            },
        ).terms,
    ),
)
"""Pay groups as in the collective agreement and the pay scale; the services as in the Standardkosten-Modell."""
