"""The dialogue of a civento process as pages of its form."""

from registry.formats.child import read_here
from registry.formats.form import MAX_ELEMENTS, ElementKind, FormElement

PROCESS = """<?xml version="1.0"?>
<ns2:Bibliothek Schluessel="Hund" Rubrik="Vorgangsdefinition" Version="2.5" xmlns:ns2="urn:c">
  <Vorgang>
    <Name Standard="Hund anmelden"/>
    <Metadatendefinition>
      <Objekt Name="Hund" Datentyp="OBJECT">
        <Metadatenfeld Name="Rasse" Datentyp="CHOICE">
          <Auswahlfeld><Darstellung>Sichtbar</Darstellung><Titel Standard="Rasse"/>
            <Hilfetext Standard="Laut Impfpass"/><Werteliste>1|Dackel;2|Pudel</Werteliste></Auswahlfeld>
        </Metadatenfeld>
      </Objekt>
    </Metadatendefinition>
    <Erfassungsworkflow Id="1"><Startelement Id="2">{steps}</Startelement></Erfassungsworkflow>
  </Vorgang>
</ns2:Bibliothek>"""
SHOWS_DOG = '<DokumentAnzeigen Id="{id}"><Titel Standard="{title}"/><Objektname>Hund</Objektname></DokumentAnzeigen>'


def pages(steps: str) -> tuple[FormElement, ...]:
    form = read_here(PROCESS.format(steps=steps).encode(), "hund.xml").form
    assert form is not None
    return form.pages


def dog(title: str = "Hund", key: str = "10") -> str:
    return SHOWS_DOG.format(id=key, title=title)


def test_the_fixture_dialogue(summary_of) -> None:
    form = summary_of("hundesteuer_anmeldung.xml").form
    assert [(page.kind, page.name) for page in form.pages] == [
        (ElementKind.PAGE, "Antragstellerdaten"),
        (ElementKind.PAGE, "Willkommen"),
        (ElementKind.PAGE, "Angaben zum Hund"),
        (ElementKind.PAGE, "Fertig"),
    ]
    assert form.pages[0].children[0].help == "Servicekonto Hessen (eID)"
    assert form.pages[1].children[0].default == "Hund anmelden Die Anmeldung ist binnen zwei Wochen nötig."
    (name,) = form.pages[2].children
    assert (name.id, name.name, name.required, name.limits) == ("Hund.Rufname", "Rufname", True, {"max_length": "40"})


def test_a_page_shows_the_fields_of_its_object() -> None:
    (page,) = pages(dog())
    assert [(field.id, field.choices_total) for field in page.children] == [("Hund.Rasse", 2)]


def test_a_form_of_its_own_overrides_what_the_data_say() -> None:
    (page,) = pages("""<DokumentAnzeigen Id="10"><DynamischesFormular>
      <DokumentelementGruppe Id="g"><Titel Standard="Ihr Hund"/>
        <DokumentelementText Id="t"><Text Standard="Bitte &lt;b&gt;genau&lt;/b&gt; angeben"/></DokumentelementText>
        <DokumentelementEingabefeld Id="Rasse" Datentyp="CHOICE">
          <Auswahlfeld><Darstellung>Pflichtfeld</Darstellung><Titel Standard="Welche Rasse?"/></Auswahlfeld>
          <Datenverweis>V.Z.Hund.Rasse</Datenverweis></DokumentelementEingabefeld>
        <DokumentelementEingabefeld Id="Frei" Datentyp="STRING">
          <Textfeld><Darstellung>NichtSichtbar</Darstellung><Titel Standard="Frei"/></Textfeld>
          <Datenverweis>V.Z.Fehlt.Frei</Datenverweis></DokumentelementEingabefeld>
      </DokumentelementGruppe></DynamischesFormular></DokumentAnzeigen>""")
    (group,) = page.children
    text, breed, free = group.children
    assert (page.name, group.name, text.default) == ("Dokument", "Ihr Hund", "Bitte genau angeben")
    assert (breed.name, breed.required, breed.help, breed.choices_total) == ("Welche Rasse?", True, "Laut Impfpass", 2)
    assert (free.id, free.hidden) == ("Frei", True)


def test_branches_carry_their_condition_and_loops_repeat() -> None:
    found = pages(f"""<Entscheidungselement Id="3">
      <Entscheidungszweig Id="4"><Comment>Listenhund</Comment>{dog("a", "11")}
        <Entscheidungszweig Id="5"><Ausdruck><Ausdruck>x = 1</Ausdruck></Ausdruck>{dog("b", "12")}</Entscheidungszweig>
      </Entscheidungszweig>
      <Entscheidungszweig Id="6"><Ausdruck/>{dog("c", "13")}</Entscheidungszweig></Entscheidungselement>
      <Schleife Id="7">{dog("d", "14")}</Schleife>""")
    assert [(page.name, page.condition, page.occurs) for page in found] == [
        ("a", "visibleif: Listenhund", ""),
        ("b", "visibleif: Listenhund; visibleif: x = 1", ""),
        ("c", "visibleif: sonst", ""),
        ("d", "", "0:*"),
    ]


def test_what_is_switched_off_is_never_shown() -> None:
    off = dog("aus", "11").replace("<Titel", "<Active>false</Active><Titel")
    branch = f'<Schleife Id="7"><Active>false</Active>{dog("auch aus", "12")}</Schleife>'
    assert [page.name for page in pages(off + branch + dog())] == ["Hund"]


def test_a_dialogue_without_fields_leaves_the_data_as_the_form() -> None:
    assert pages('<MeldungAnzeigen Id="9"><Meldung Standard="Hallo"/></MeldungAnzeigen>') == ()


def test_a_dialogue_without_end_is_cut_and_says_so() -> None:
    content = PROCESS.format(steps="".join(dog(str(key), str(key)) for key in range(MAX_ELEMENTS))).encode()
    form = read_here(content, "hund.xml").form
    assert form is not None
    assert form.truncated
    assert len(form.pages) == MAX_ELEMENTS // 2


def test_settings_have_no_pages(summary_of) -> None:
    assert summary_of("hundesteuer_einstellungen.xml").form.pages == ()
