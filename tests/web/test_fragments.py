"""Parts of pages are rendered once, and never for other values or another language."""

from dataclasses import dataclass

from flask import Flask

from registry.web import fragments
from registry.web.fragments import fragment
from registry.web.language import speaking

FACET = ("components/facet_group.html", "facet_group", "kind", "Art der Lösung")


@dataclass(frozen=True)
class Choice:
    value: str
    label: str
    count: int = 1234
    checked: bool = False


def facet(*choices: Choice) -> str:
    return fragment(*FACET, choices)


def test_a_part_is_rendered_once(app: Flask) -> None:
    with app.test_request_context():
        first = facet(Choice("process", "Prozess"))
        before = fragments._rendered.cache_info()
        assert facet(Choice("process", "Prozess")) is first
    assert fragments._rendered.cache_info().misses == before.misses


def test_other_values_are_another_part(app: Flask) -> None:
    with app.test_request_context():
        assert "Prozess" in facet(Choice("process", "Prozess"))
        assert "checked" not in facet(Choice("process", "Prozess"))
        assert "checked" in facet(Choice("process", "Prozess", checked=True))


def test_each_language_has_its_own(app: Flask) -> None:
    with app.test_request_context():
        german = facet(Choice("process", "Prozess"))
        with speaking("en"):
            assert "1,234" in facet(Choice("process", "Prozess"))
        assert "1.234" in german


def test_what_people_typed_stays_text(app: Flask) -> None:
    with app.test_request_context():
        assert "<script>" not in facet(Choice("x", "<script>alert(1)</script>"))
        page = app.jinja_env.from_string(
            "{{ fragment('components/facet_group.html', 'facet_group', 'kind', '<b>', o) }}"
        )
        shown = page.render(o=(Choice("x", "<i>"),))
    assert "<b>" not in shown
    assert "<i>" not in shown
    assert "<fieldset>" in shown
