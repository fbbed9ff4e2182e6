"""The components of the pages: what they say, and that a page of them is sound."""

from datetime import date
from types import SimpleNamespace

import pytest
from flask import Flask, render_template_string
from werkzeug.datastructures import MultiDict
from wtforms import BooleanField, FormField, RadioField, SelectMultipleField, StringField, TextAreaField, widgets
from wtforms.fields.choices import SelectChoice
from wtforms.validators import InputRequired, Length

from registry.core.paging import Page
from registry.web.forms import PortalForm
from tests.support.pages import parse, problems_of, text_of


class SystemForm(PortalForm):
    name = StringField("Name", [InputRequired("Geben Sie den Namen an.")])


class SheetForm(PortalForm):
    title = StringField("Titel", [InputRequired("Geben Sie einen Titel an.")], description="Gegenstand und Verrichtung")
    summary = TextAreaField("Kurzbeschreibung", [Length(max=300)])
    kind = RadioField(
        "Art",
        [InputRequired("Wählen Sie die Art.")],
        choices=[SelectChoice("form", "Formular"), SelectChoice("bot", "Bot-Ablauf")],
    )
    groups = SelectMultipleField(
        "Zielgruppe",
        choices=[SelectChoice("citizen", "Bürgerinnen und Bürger"), SelectChoice("council", "Gremien")],
        widget=widgets.ListWidget(prefix_label=False),
        option_widget=widgets.CheckboxInput(),
    )
    system = FormField(SystemForm)
    rights = BooleanField("Rechte geklärt", [InputRequired("Bestätigen Sie die Rechte.")])


PAGE = """
{% extends "layouts/form.html" %}
{% from "components/form_field.html" import form_field %}
{% from "components/form_frame.html" import form_frame %}
{% block title %}Steckbrief{% endblock %}
{% block content %}
  {% call form_frame("/x", method="get", autosave_url="/y", row_version=3) %}
    {% for field in form if field.type != "FormField" %}{{ form_field(field) }}{% endfor %}
    {{ form_field(form.system.form.name) }}
  {% endcall %}
{% endblock %}
"""


def render(app: Flask, component: str, call: str, **values: object) -> str:
    """What one call of one component prints."""
    source = f'{{% from "components/{component}.html" import {component} %}}{{{{ {call} }}}}'
    with app.test_request_context("/"):
        return render_template_string(source, **values)


def words(html: str) -> str:
    """The text of a fragment, on one line."""
    return text_of(parse(f"<!doctype html><title>-</title><body>{html}")[0].findall("body")[0])


def form_page(app: Flask, data: dict[str, str] | None) -> str:
    """The form on a page of its own, checked when there is data."""
    with app.test_request_context("/"):
        form = SheetForm(MultiDict(data) if data is not None else None)
        if data is not None:
            form.validate()
        return render_template_string(PAGE, form=form)


def test_page_with_errors_links_each_of_them(app: Flask) -> None:
    page = form_page(app, {"groups": "council"})

    assert problems_of(page) == []
    assert "<title>Fehler: Steckbrief – " in page
    assert "4 Felder brauchen eine Änderung." in page
    for target in ("#title", "#kind-0", "#system-name", "#rights"):
        assert f'<a href="{target}">' in page


def test_summary_speaks_of_one_field(app: Flask) -> None:
    page = form_page(app, {"title": "Hund anmelden", "kind": "form", "system-name": "civento"})

    assert "1 Feld braucht eine Änderung." in page


def test_untouched_form_has_no_summary(app: Flask) -> None:
    page = form_page(app, None)

    assert problems_of(page) == []
    assert "error-summary" not in page


def test_chosen_options_stay_chosen(app: Flask) -> None:
    page = form_page(app, {"groups": "council", "kind": "bot"})

    chosen = [element.get("value") for element in parse(page)[0].iter("input") if element.get("checked") is not None]
    assert chosen == ["bot", "council"]


def test_limit_is_said_and_not_enforced_by_cutting(app: Flask) -> None:
    page = form_page(app, None)

    assert "Höchstens 300 Zeichen." in page
    assert "maxlength" not in page


@pytest.mark.parametrize(
    ("mean", "count", "said"),
    [
        (4.5, 11, "4,5 von 5, 11 Bewertungen"),
        (3.0, 3, "3 von 5, 3 Bewertungen"),
        (None, 1, "1 Bewertung(Durchschnitt ab drei Kommunen)"),
        (None, 0, "Noch keine Bewertung"),
    ],
)
def test_stars_in_words(app: Flask, mean: float | None, count: int, said: str) -> None:
    assert words(render(app, "stars", "stars(mean, count)", mean=mean, count=count)) == said


@pytest.mark.parametrize(
    ("number", "total", "said"),
    [
        (1, 20, ""),
        (1, 60, "1 2 3 Weiter"),
        (7, 259, "Zurück 1 … 6 7 8 … 13 Weiter"),
        (13, 259, "Zurück 1 … 12 13"),
    ],
)
def test_pagination_shows_ends_and_neighbours(app: Flask, number: int, total: int, said: str) -> None:
    page: Page[int] = Page(items=[], number=number, total=total)
    html = render(app, "pagination", "pagination(page, page_url)", page=page, page_url=lambda n: f"?page={n}")

    assert words(html) == said


def test_user_text_is_escaped_everywhere(app: Flask) -> None:
    hostile = "<script>x</script>"
    card = SimpleNamespace(
        kind_label=hostile,
        platform_label=hostile,
        title=hostile,
        url="/s",
        summary=hostile,
        publisher=hostile,
        badges=[(hostile, "info", None)],
        uses=0,
        adopting=0,
        rating=None,
        updated=date(2026, 5, 21),
        reason=SimpleNamespace(before=hostile, match=hostile, after=hostile),
        own_stage=hostile,
    )
    fragments = [
        render(app, "solution_card", "solution_card(card)", card=card),
        render(app, "notice", "notice('info', x, x)", x=hostile),
        render(app, "fact_list", "fact_list([(x, x)])", x=hostile),
        render(app, "timeline", "timeline([{'when': x, 'title': x, 'text': x, 'by': x}])", x=hostile),
        render(app, "empty_state", "empty_state(x, [(x, '/')])", x=hostile),
        render(app, "breadcrumbs", "breadcrumbs([(x, '/')], x)", x=hostile),
        render(app, "cell", "cell(x, x)", x=hostile),
    ]

    assert not any("<script" in fragment for fragment in fragments)


@pytest.mark.parametrize("status", [400, 403, 404, 405, 409, 413, 415, 422, 429, 500, 503])
def test_page_of_every_failure_is_sound(app: Flask, status: int) -> None:
    with app.test_request_context("/"):
        page = render_page(status)

    assert problems_of(page) == []


def test_failure_does_not_say_its_heading_twice(app: Flask) -> None:
    with app.test_request_context("/"):
        page = render_page(500, "Das hat nicht geklappt. Der Fehler liegt bei uns. Kennung: 1a2b")

    assert "<h1>Das hat nicht geklappt.</h1>" in page
    assert ">Der Fehler liegt bei uns. Kennung: 1a2b</p>" in page


def render_page(status: int, sentence: str = "") -> str:
    """The page of a failure."""
    return render_template_string('{% include "errors/error.html" %}', status=status, sentence=sentence)
