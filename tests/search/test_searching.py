"""What is found, in which order, and what the facets count."""

from collections import Counter
from collections.abc import Mapping
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from registry.search import Audience, Query, SearchDocument, SearchIndex, Sorting
from tests.search.samples import make_document, put

CATALOGUE = [
    make_document(
        "dog",
        "Hundesteueranmeldung",
        summary="Halter melden ihren Vierbeiner online an",
        publisher="Stadt Usingen",
        identifiers=["99102013000000", "S00000123V1.0", "Hundesteuer_2026.bpmn"],
    ),
    make_document("dog-off", "Hundesteuer abmelden", publisher="Stadt Neu-Anspach", boost=0.5),
    make_document("trade", "Gewerbe anmelden", summary="Anzeige nach § 14 GewO", identifiers=["99050012104000"]),
    make_document("street", "Straßensperrung beantragen", texts=["Größe der Sondernutzungsfläche", "Wasserzähler"]),
    make_document("parking", "Bewohnerparkausweis", summary="Parken für Anwohnerinnen und Anwohner"),
    make_document("birth", "Geburtsurkunde anfordern", texts=["Urkunden des Standesamts"]),
    make_document("invoice", "Rechnungseingang per Bot", texts=["EMMA liest die Rechnung aus dem Postfach"]),
    make_document("kita", "Kita-Platz vormerken", texts=["Anmeldung des Kindes"]),
]


@pytest.fixture(scope="module")
def catalogue(tmp_path_factory: pytest.TempPathFactory) -> SearchIndex:
    index = SearchIndex(tmp_path_factory.mktemp("catalogue"))
    put(index, CATALOGUE)
    return index


def found(index: SearchIndex, text: str) -> list[str]:
    return index.search(Query(audience=Audience.PUBLIC, text=text)).keys


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("hundesteueranmeldung", ["dog"]),
        ("hund anmelden", ["dog"]),
        ("wie kann ich meinen Hund anmelden?", ["dog"]),
        ("HUND", ["dog", "dog-off"]),
        ("steuer", ["dog", "dog-off"]),
        ("hundesteuer -abmelden", ["dog"]),
        ("-hundesteuer -anmelden hundesteuer", []),
        ('"hundesteuer abmelden"', ["dog-off"]),
        ("„abmelden Hundesteuer“", []),
        ("Strassensperrung", ["street"]),
        ("strasse", ["street"]),
        ("groesse", ["street"]),
        ("GRÖSSE", ["street"]),
        ("sondernutzung", ["street"]),
        ("Wasserzaehler", ["street"]),
        ("gewebre", ["trade"]),
        ("Gewerbeanmeldung", ["trade"]),
        ("Gewerbesteuer", []),
        ("Hundeanmeldung", ["dog"]),
        ("Anwohnerparkausweise", ["parking"]),
        ("Hundesteueranmedlung", ["dog"]),
        ("gewerbe anmeldung", ["trade"]),
        ("gewerb", ["trade"]),
        ("99 050 012 104 000", ["trade"]),
        ("99050", ["trade"]),
        ("s00000123", ["dog"]),
        ("S00000123V1.0", ["dog"]),
        ("Hundesteuer_2026.bpmn", ["dog"]),
        ("usingen", ["dog"]),
        ("anwohner parken", ["parking"]),
        ("parkausweis", ["parking"]),
        ("geburtsurkunden", ["birth"]),
        ("rechnung emma", ["invoice"]),
        ("Rechnungen", ["invoice"]),
        ("kita anmelden", ["kita"]),
        ("kindergarten", ["kita"]),
        ("schwimmbad", []),
    ],
)
def test_a_search_finds_what_people_mean(catalogue: SearchIndex, text: str, expected: list[str]) -> None:
    hits = found(catalogue, text)
    assert hits[: len(expected)] == expected or set(hits) == set(expected)
    assert bool(hits) == bool(expected)


def test_a_title_counts_more_than_a_text(catalogue: SearchIndex) -> None:
    assert found(catalogue, "anmelden")[0] == "trade"
    assert "kita" in found(catalogue, "anmelden")


def test_half_of_many_words_is_enough_when_not_all_occur(catalogue: SearchIndex) -> None:
    assert found(catalogue, "Bewohnerparkausweis Anwohner Frankfurt 2027") == ["parking"]


def test_boost_decides_between_equals(index: SearchIndex) -> None:
    put(index, [make_document("a", "Hund"), make_document("b", "Hund", boost=2), make_document("c", "Hund")])
    assert found(index, "hund")[0] == "b"


def test_nothing_typed_finds_everything_newest_first(index: SearchIndex) -> None:
    put(index, [make_document(f"{day}", "x", day=day) for day in (2, 0, 1)])
    assert found(index, " ?! ") == ["2", "1", "0"]


def test_sorting(index: SearchIndex) -> None:
    put(
        index,
        [
            make_document("z", "Zaun", day=1, adoptions=3, rating=3.25),
            make_document("ä", "Äcker", day=2, adoptions=0, rating=4.5),
            make_document("a", "Abend", day=3, adoptions=3),
        ],
    )
    for sorting, expected in {
        Sorting.NEWEST: "aäz",
        Sorting.MOST_ADOPTED: "azä",
        Sorting.BEST_RATED: "äza",
        Sorting.TITLE: "aäz",
        Sorting.RELEVANCE: "aäz",
    }.items():
        assert "".join(index.search(Query(audience=Audience.PUBLIC, sorting=sorting)).keys) == expected


def test_pages_hold_every_hit_once(index: SearchIndex) -> None:
    put(index, [make_document(f"{number:02}", f"Hund {number}", day=number) for number in range(45)])
    query = {"audience": Audience.PUBLIC, "sorting": Sorting.NEWEST, "page_size": 20}
    pages = [index.search(Query(**query, page=page)) for page in (1, 2, 3, 4)]
    assert [len(page.keys) for page in pages] == [20, 20, 5, 0]
    assert {page.total for page in pages} == {45}
    assert [key for page in pages for key in page.keys] == [f"{number:02}" for number in reversed(range(45))]


@pytest.mark.parametrize("page", [-5, 0, 10**9, -(10**30), 10**30])
@pytest.mark.parametrize("page_size", [-1, 0, 10**9])
def test_impossible_pages_are_no_error(catalogue: SearchIndex, page: int, page_size: int) -> None:
    result = catalogue.search(Query(audience=Audience.PUBLIC, page=page, page_size=page_size))
    assert result.total == len(CATALOGUE)


def test_an_audience_sees_and_counts_only_its_own(index: SearchIndex) -> None:
    put(
        index,
        [
            make_document("both", "Hund 1.0", facets={"kind": ["form"]}),
            make_document("both", "Katze 2.0", audience=Audience.PARTNERS, facets={"kind": ["bot"]}),
            make_document("secret", "Hund intern", audience=Audience.PARTNERS, facets={"kind": ["bot"]}),
        ],
    )
    public = index.search(Query(audience=Audience.PUBLIC, counted=["kind"]))
    assert (public.keys, public.total, public.facets) == (["both"], 1, {"kind": {"form": 1}})
    assert found(index, "intern") == []
    assert found(index, "katze") == []
    partners = index.search(Query(audience=Audience.PARTNERS, text="hund", counted=["kind"]))
    assert (partners.keys, partners.facets) == (["secret"], {"kind": {"bot": 1}})


KINDS, TOWNS = ("form", "bot", "process"), ("Usingen", "Bad Homburg v. d. Höhe", 'a.b/c:d "e"')
FACETS = st.fixed_dictionaries(
    {"kind": st.lists(st.sampled_from(KINDS), max_size=2), "used_by": st.lists(st.sampled_from(TOWNS), max_size=3)}
)


def matches(document: SearchDocument, selected: Mapping[str, list[str]]) -> bool:
    return all(not values or set(values) & set(document.facets[name]) for name, values in selected.items())


@given(st.lists(FACETS, max_size=8), FACETS)
@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_facets_equal_a_count_by_hand(
    tmp_path_factory: pytest.TempPathFactory, all_facets: list[dict[str, list[str]]], selected: dict[str, list[str]]
) -> None:
    documents = [make_document(f"{number}", "x", facets=facets) for number, facets in enumerate(all_facets)]
    index = SearchIndex(tmp_path_factory.mktemp("facets"))
    put(index, documents)
    result = index.search(
        Query(audience=Audience.PUBLIC, selected=selected, counted=["kind", "used_by"], sorting=Sorting.TITLE)
    )
    assert set(result.keys) == {document.key for document in documents if matches(document, selected)}
    assert result.total == len(result.keys)
    for name in ("kind", "used_by"):
        others = {other: values for other, values in selected.items() if other != name}
        counted = Counter(
            value for document in documents if matches(document, others) for value in set(document.facets[name])
        )
        assert result.facets[name] == dict.fromkeys(selected[name], 0) | counted


def test_choosing_a_facet_never_adds_hits(index: SearchIndex) -> None:
    documents = [make_document(f"{number}", f"Hund {number}", facets={"kind": ["form"]}) for number in range(12)]
    put(index, [*documents, make_document("x", "Hunt", facets={"kind": ["bot"]})])
    everything = index.search(Query(audience=Audience.PUBLIC, text="hund"))
    chosen = index.search(Query(audience=Audience.PUBLIC, text="hund", selected={"kind": ["bot"]}))
    assert everything.total == 12
    assert chosen.total == 0


def test_what_is_similar_stands_apart(index: SearchIndex) -> None:
    put(
        index,
        [
            make_document("dog", "Hund anmelden", facets={"kind": ["form"]}),
            make_document("trade", "Gewerbe anmelden", facets={"kind": ["form"]}),
            make_document("bot", "Verein anmelden", facets={"kind": ["bot"]}),
            make_document("hidden", "Katze anmelden", audience=Audience.PARTNERS),
            make_document("found", "Fundsache melden"),
            *(make_document(f"{number}", f"Antrag {number} stellen") for number in range(20)),
        ],
    )
    query = {"audience": Audience.PUBLIC, "text": "hund anmelden", "counted": ["kind"], "similar": 5}
    result = index.search(Query(**query))
    assert (result.keys, result.total, result.facets["kind"]) == (["dog"], 1, {"form": 1})
    assert set(result.similar) == {"trade", "bot"}
    assert index.search(Query(**query, selected={"kind": ["bot"]})).similar == ["bot"]
    assert index.search(Query(**query | {"text": "", "similar": 5})).similar == []
    assert len(index.search(Query(**query | {"similar": 1})).similar) == 1


def test_unknown_facets_are_no_error(catalogue: SearchIndex) -> None:
    result = catalogue.search(Query(audience=Audience.PUBLIC, counted=["nothing", "a.b", "", "x" * 99, 'a"']))
    assert result.facets == {"nothing": {}}
    for name in ("nothing", "a.b", "\x00", "title", "x" * 70_000):
        assert catalogue.search(Query(audience=Audience.PUBLIC, selected={name: ["x"]})).total == 0
    for value in ("\x00", "x" * 70_000, 'a"b', "\u202e"):
        catalogue.search(Query(audience=Audience.PUBLIC, selected={"kind": [value] * 50}, counted=["kind"]))


HOSTILE = [
    '"',
    "-",
    "--",
    '-"',
    "(",
    ")",
    "a AND OR NOT b",
    "title:hund",
    "*",
    "?",
    "~2",
    "^9",
    "[a TO b]",
    "{",
    "\\",
    "/re/",
    "+",
    "\x00",
    "\x00position",
    "hund\x00",
    "\u202ehund",
    "\ud800",
    "😀",
    "\u0301",
    "x" * 10_000,
    "x " * 5_000,
    '"' * 10_000,
    "-a " * 4_000,
    '"a b" ' * 2_000,
    "🐶 " * 3_000,
    "ａ" * 700,
    "ﷺ" * 600,
    "' OR 1=1 --",
    "<script>",
    "|",
    "| |",
    '"| |"',
]


@pytest.mark.parametrize("text", HOSTILE, ids=range(len(HOSTILE)))
def test_nothing_hostile_is_an_error(catalogue: SearchIndex, text: str) -> None:
    for sorting in Sorting:
        catalogue.search(Query(audience=Audience.PUBLIC, text=text, sorting=sorting, counted=["kind"], similar=9))


TYPED = st.lists(
    st.one_of(
        st.text(st.characters(), max_size=8),
        st.sampled_from(['"', "„", "“", "-", " ", "hund", "anmelden", "der", "\x00", "99", "|", "straße", "\u202e"]),
    ),
    max_size=15,
).map("".join)


@given(TYPED, st.sampled_from(Sorting), st.sampled_from(Audience))
@settings(max_examples=200, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_nothing_typed_is_an_error(catalogue: SearchIndex, text: str, sorting: Sorting, audience: Audience) -> None:
    result = catalogue.search(Query(audience=audience, text=text, sorting=sorting, counted=["kind"], similar=9))
    assert len(result.keys) <= result.total <= len(CATALOGUE)
    assert audience is Audience.PUBLIC or result.total == 0


@given(st.text(st.characters(), max_size=300))
@settings(max_examples=30, deadline=None)
def test_any_text_can_be_indexed(tmp_path_factory: pytest.TempPathFactory, text: str) -> None:
    index = SearchIndex(tmp_path_factory.mktemp("texts"))
    put(index, [make_document("x", text, summary=text, texts=[text], identifiers=[text], publisher=text)])
    assert index.search(Query(audience=Audience.PUBLIC)).keys == ["x"]


def test_a_facet_of_the_code_needs_a_proper_name(tmp_path: Path) -> None:
    index = SearchIndex(tmp_path)
    with pytest.raises(ValueError, match="no name for a facet"):
        put(index, [make_document("x", "x", facets={"a.b": ["c"]})])
    assert index.position() == 0
