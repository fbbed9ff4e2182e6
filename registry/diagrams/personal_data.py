"""Which personal data a form asks for: a help for the record of processing activities, no legal judgement.

Fields are recognised by type, name and the group around them. A question answered with yes or no («Sind Sie mit
E-Mail einverstanden?») asks for no address; it counts only for what a yes itself reveals (health, offences …).
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from registry.core.messages import N_, MessageKind, define
from registry.formats.form import ElementKind, FormElement, FormModel

MAX_NAMED = 12
"""Fields named for each kind of data."""


@dataclass(frozen=True, slots=True)
class Category:
    """A kind of personal data.

    Attributes:
        article: 9 or 10, where the GDPR gives it special protection; 0 else.
        begins: the name of a field begins with this; for words that mean something else inside a sentence.
        holds: the name holds this.
        types: types of fields that are this in any case.
        group: the name of the group around it holds this, and the field's name `inside`.
        of_yes_no: whether a yes-or-no question can be it.
    """

    id: str
    label: MessageKind
    article: int = 0
    begins: str = ""
    holds: str = ""
    types: frozenset[str] = frozenset()
    group: str = ""
    inside: str = ""
    of_yes_no: bool = False


@dataclass(frozen=True, slots=True)
class Asked:
    """A kind of data that the form asks for, with the fields that led to it (each name once)."""

    category: Category
    fields: tuple[str, ...]

    @property
    def shown(self) -> tuple[str, ...]:
        """As many fields as a page names."""
        return self.fields[:MAX_NAMED]

    @property
    def more(self) -> int:
        """How many fields are not named."""
        return len(self.fields) - len(self.shown)


CATEGORIES = (
    Category(
        "name",
        define("personal.name", N_("Name")),
        begins=r"(name|vor- und (nach|zu)name|titel|anrede|namenszusatz)( (der|des|ihres?|vom) (person|kind|halt|antrag"
        r"|mutter|vater|ehe|eltern|inhab|ansprech|verstorb|beschäftigt|mitarbeit)\w*.*)?$|(ihr|vollständiger) name\b",
        holds=r"vorname|nachname|zuname|familienname|geburtsname|geburtsnamen|rufname\b(?!.*(hund|tier))|künstlername"
        r"|doktorgrad|akademischer (grad|titel)|ansprechperson|ansprechpartner|sachbearbeiter"
        r"|(kontoinhaber|antragsteller|halter|betreuer|bevollmächtigter?)(in)?( oder \w+)?$"
        r"|vertretungsberechtigte person$",
        types=frozenset({"person"}),
    ),
    Category(
        "birth",
        define("personal.birth", N_("Geburtsdatum und Geburtsort")),
        begins=r"(geburts(datum|tag|ort|jahr|monat|land|staat)|geboren|alter$|alter (der|des)|staat der geburt"
        r"|ort der geburt|tag der geburt)",
        holds=r"geburtsdatum|geburtsort",
        group=r"geburtsdatum|geburtstag",
        inside=r"^(tag|monat|jahr)\b",
    ),
    Category(
        "gender", define("personal.gender", N_("Geschlecht")), begins=r"geschlecht\b", holds=r"geschlechtseintrag"
    ),
    Category(
        "address",
        define("personal.address", N_("Anschrift")),
        begins=r"(straße|strasse|hausnummer|hausnr|postleitzahl|plz\b|ort\b(?! der)|wohnort|postfach|adress(e|zu|such)"
        r"|anschrift(?! des unternehmens)|ihre (anschrift|adresse)|ortsteil|früherer gemeindename|wohnung(?!sart)"
        r"|land$|staat$|meldeadresse|meldeanschrift|wohnanschrift)",
        holds=r"wohnanschrift|meldeadresse|privatanschrift|\badresszusatz|\bwohnort",
        types=frozenset({"address", "postcode"}),
        group=r"anschrift|wohnsitz",
        inside=r"^(von|bis)$",
    ),
    Category(
        "contact",
        define("personal.contact", N_("Telefon und E-Mail")),
        begins=r"(telefon|tel\.|tel\b|telefax|fax|handy|mobil|festnetz|e-?mail|de-?mail|webadresse|website)",
        holds=r"telefonnummer|mobilfunk|rufnummer|e-mail-adresse|^e-?mail",
        types=frozenset({"email", "phone"}),
    ),
    Category(
        "bank",
        define("personal.bank", N_("Bankverbindung")),
        begins=r"(iban|bic|kontonummer|bankleitzahl|blz|kreditinstitut|geldinstitut|name der bank|bankverbindung)\b",
        holds=r"\biban\b|^kontoinhaber|sepa-?mandat|bankverbindung",
        types=frozenset({"iban"}),
        group=r"bankverbindung|kontoverbindung|sepa",
        inside=r"bank|institut|konto",
    ),
    Category(
        "identity",
        define("personal.identity", N_("Ausweis und Urkunden")),
        begins=r"(ausweis|pass\b|reisepass|personalausweis|identität|führerschein)",
        holds=r"ausweis(nummer|dokument|kopie|daten)|passnummer|reisedokument|[il]dentitäts(dokument|nachweis)"
        r"|personalausweis|seriennummer des|(geburts|ehe|heirats|sterbe|betreuungs)urkunde|führerschein",
        group=r"reisedokument|ausweis|identitäts",
        inside=r"^(nummer|serien|ausstellende|ausstellungsdatum|gültig|art)\b|\bgültig bis",
    ),
    Category(
        "tax",
        define("personal.tax", N_("Steuer- und Versicherungsnummern")),
        holds=r"steuer-?(nummer|id\b|identifikations)|sozialversicherungs-?n|rentenversicherungs-?n|versichertennummer"
        r"|krankenversicherten|steuerklasse|umsatzsteuer-?id|wirtschafts-?id|idnr\b",
    ),
    Category(
        "family",
        define("personal.family", N_("Familienstand und Angehörige")),
        begins=r"(familienstand|personenstand|eheschließung|anzahl der kinder)",
        holds=r"familienstand|lebenspartner|vaterschaft|sorgerecht|adoption|elternteil|erziehungsberechtigt|verwandtschaft"
        r"|unterstützung für das kind|\behe(urkunde|gatt|partner|schließung)|\bder ehe\b|abhängigkeitsverhältnis"
        r"|vormund",
        of_yes_no=True,
    ),
    Category(
        "nationality",
        define("personal.nationality", N_("Staatsangehörigkeit und Aufenthalt")),
        begins=r"(duldung|zweck des aufenthalts|aufenthalts(titel|erlaubnis|status|gestattung)|visum)",
        holds=r"staatsangehörig|nationalität|aufenthalts(titel|gestattung|erlaubnis|status|karte)|aufnahmebescheid"
        r"|\bbamf\b|härtefallkommission|einreisedatum|asyl",
        group=r"aufenthalt",
        inside=r"^(start|end|beginn|ende|von|bis)",
    ),
    Category(
        "health",
        define("personal.health", N_("Gesundheit")),
        9,
        holds=r"behinder|schwanger|entbindung|gesundheit|krank(?!enversicherung)|diagnose|ärztlich|arzt\b|attest|allergi"
        r"|impf|pflegegrad|medikament|medizin|\bgdb\b|schwerbeh|stillen(d|de)\b|beeinträchtig|sehtest"
        r"|fahreignung(?!sregister)",
        group=r"behinder|gesundheit",
        inside=r"nachweis|bescheid",
        of_yes_no=True,
    ),
    Category(
        "religion",
        define("personal.religion", N_("Religion und Weltanschauung")),
        9,
        holds=r"religion|konfession|kirchen(steuer|mitglied|austritt)|glaubens|weltanschau",
        of_yes_no=True,
    ),
    Category(
        "origin",
        define("personal.origin", N_("Ethnische Herkunft")),
        9,
        holds=r"ethnisch|volkszugehörig|volksgruppe|muttersprache|migrationshintergrund",
        of_yes_no=True,
    ),
    Category(
        "opinion",
        define("personal.opinion", N_("Politische Meinung und Gewerkschaft")),
        9,
        holds=r"gewerkschaft|partei(zu|mit|an)|politisch|fraktion",
        of_yes_no=True,
    ),
    Category(
        "biometry",
        define("personal.biometry", N_("Biometrische und genetische Daten")),
        9,
        holds=r"fingerabdr|biometr|genetisch|\bdna\b",
    ),
    Category(
        "sexuality",
        define("personal.sexuality", N_("Sexualleben und Orientierung")),
        9,
        holds=r"sexuell|sexualleben",
        of_yes_no=True,
    ),
    Category(
        "offences",
        define("personal.offences", N_("Straftaten, Bußgelder und Verfahren")),
        10,
        holds=r"führungszeugnis|strafverfahren|vorstraf|straftat|strafregister|verurteil|bußgeldverfahren|staatsanwalt"
        r"|gewerbeuntersagung|gewerbezentralregister|fahreignungsregister|bundeszentralregister|ermittlungsverf",
        of_yes_no=True,
    ),
    Category(
        "money",
        define("personal.money", N_("Einkommen und Vermögen")),
        holds=r"einkommen|vermögens(?!schaden)|\bihr vermögen|gehalt|\blohn|schuldner|insolvenz|lebensunterhalt"
        r"|bürgergeld|haftanordnung"
        r"|sozialhilfe|wohngeld|kindergeld|unbedenklichkeitsbescheinigung|steuersachen|mietvertrag|\bmiete\b",
        of_yes_no=True,
    ),
    Category(
        "work",
        define("personal.work", N_("Ausbildung und Beruf")),
        begins=r"(beruf\b|tätigkeit\b|arbeitgeber|funktion$|schule\b|geben sie den namen der (berufs)?schule)",
        holds=r"beschäftigungs(verhältnis|ort)|berufsausbildung|arbeitsvertrag|immatrikulation|\babitur\b"
        r"|abgeschlossene ausbildung|schulabschluss|(?<!ärztliches )(?<!führungs)zeugnis|sachkundenachweis"
        r"|qualifikation|lebenslauf|kündigungsgrund|fachkunde|berufsschule|arbeitsplatz|fahrpraktische prüfung"
        r"|absolvierte|ausbildungsst(ätte|elle)",
        group=r"ausbildung|beruf",
        inside=r"^(anfang|ende|von|bis|nachweis)$",
        of_yes_no=True,
    ),
    Category(
        "signature",
        define("personal.signature", N_("Unterschrift")),
        begins=r"unterschrift|signatur",
        types=frozenset({"signature"}),
    ),
    Category(
        "photo",
        define("personal.photo", N_("Lichtbild")),
        holds=r"lichtbild|passbild|passfoto|porträt|foto (der|des|von ihnen)",
    ),
    Category(
        "vehicle",
        define("personal.vehicle", N_("Fahrzeug")),
        holds=r"kfz-?kennzeichen|amtliches kennzeichen|fahrzeug(schein|halter|nummer|ident)|^kennzeichen\b"
        r"|zulassungsbescheinigung",
    ),
)

_COMPANY = re.compile(r"\bgesellschaft\b|\bunternehmens?\b|\bfirma\b|zweigniederlassung")
_PERSON = re.compile(r"vertret|person|gesellschafter|inhaber|antragstell")
"""A field about a company is about no person, unless it names one."""


def personal_data(form: FormModel) -> list[Asked]:
    """The kinds of personal data that the form asks for, in the order of `CATEGORIES`."""
    found: dict[str, dict[str, None]] = {category.id: {} for category in CATEGORIES}
    for element, group in _fields((*form.elements, *form.pages), ""):
        for category in categories_of(element, group):
            found[category.id].setdefault(element.name or element.key)
    return [Asked(category, tuple(found[category.id])) for category in CATEGORIES if found[category.id]]


def kinds_asked(forms: Iterable[FormModel]) -> list[Category]:
    """The kinds of personal data that any of several forms asks for."""
    found = {asked.category.id for form in forms for asked in personal_data(form)}
    return [category for category in CATEGORIES if category.id in found]


def categories_of(element: FormElement, group: str = "") -> Iterator[Category]:
    """What a field asks for; `group` is the name of the group around it."""
    name = " ".join((element.name or element.key).lower().split())
    if _COMPANY.search(name) and not _PERSON.search(name):
        return
    yield from (category for category in CATEGORIES if _is(category, element.type, name, group.lower()))


def _is(category: Category, field_type: str, name: str, group: str) -> bool:
    if field_type in category.types:
        return True
    if field_type == "bool" and not category.of_yes_no:
        return False
    return _holds(category, name) or bool(
        category.group and re.search(category.group, group) and re.search(category.inside, name)
    )


def _holds(category: Category, name: str) -> bool:
    begins = category.begins and re.match(category.begins, name)
    return bool(begins or (category.holds and re.search(category.holds, name)))


def _fields(elements: tuple[FormElement, ...], group: str) -> Iterator[tuple[FormElement, str]]:
    """Every field with the name of the group around it."""
    for element in elements:
        if element.kind is ElementKind.FIELD:
            yield element, group
        inner = group if element.kind is ElementKind.FIELD else element.name
        yield from _fields(element.children, inner)
