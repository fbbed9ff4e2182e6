"""The page checks find what they are for, and leave a sound page alone."""

import pytest

from tests.support.forms import forms_of
from tests.support.pages import problems_of

SOUND = """<!doctype html>
<html lang="de"><head><title>%(title)s – Prozessregister</title></head>
<body><h1>Hund an&shy;melden</h1>%(body)s</body></html>"""


def page(body: str = "", title: str = "Hund anmelden") -> str:
    return SOUND % {"title": title, "body": body}


@pytest.mark.parametrize(
    "html",
    [
        page(),
        page(title="Fehler: Hund anmelden"),
        page('<form><label for="a">Name</label><input id="a" name="a"><input type="hidden" name="t"></form>'),
        page('<label>Name <input name="a"></label>'),
        page('<input aria-label="Suche" name="q"><a href="#ende">Ende</a><p id="ende">–</p>'),
        page('<script src="/static/app.js" type="module"></script><script type="application/ld+json">{}</script>'),
    ],
)
def test_sound_pages_have_no_problems(html: str) -> None:
    assert problems_of(html) == []


@pytest.mark.parametrize(
    ("html", "told"),
    [
        (page("<h1>Zweite</h1>"), "2 h1"),
        (page(title="Katze anmelden"), "does not begin"),
        (page('<p id="a"></p><p id="a"></p>'), "stands 2 times"),
        (page('<input name="a">'), "has no label"),
        (page('<label for="b">Name</label>'), "points nowhere"),
        (page('<label for="a"></label><input id="a" name="a">'), "has no label"),
        (page('<a href="#weg">Weg</a>'), "points nowhere"),
        (page('<p style="color:red">rot</p>'), "inline style"),
        (page("<style>p{}</style>"), "style element"),
        (page("<script>1</script>"), "inline script"),
        (page('<button onclick="x()">x</button>'), "inline onclick"),
        (page('<a href="javascript:x()">x</a>'), "javascript:"),
        (page('<img src="a.png">'), "no alt"),
        (page("<p><div></p></div>"), "line 3"),
        (page().replace(' lang="de"', ""), "no lang"),
        ("<p>nackt", "doctype"),
    ],
)
def test_each_kind_of_problem_is_found(html: str, told: str) -> None:
    assert any(told in problem for problem in problems_of(html)), problems_of(html)


def test_forms_are_read_as_a_browser_sends_them() -> None:
    html = page("""<main>
        <form action="/weiter" method="post">
          <input type="hidden" name="token" value="t"><input name="leer"><input name="aus" value="1" disabled>
          <input type="checkbox" name="art" value="a" checked><input type="checkbox" name="art" value="b">
          <select name="land"><option value="HE">Hessen</option><option selected>BY</option></select>
          <select name="erstes"><option value="1">eins</option></select>
          <textarea name="text">Guten Tag</textarea><button name="go" value="1">Los</button>
        </form></main><form><input name="q" value="x"></form>""")
    first, second = forms_of(html, page="/hier")
    assert (first.action, first.method, first.is_content) == ("/weiter", "POST", True)
    assert first.values == {
        "token": ["t"],
        "leer": [""],
        "art": ["a"],
        "land": ["BY"],
        "erstes": ["1"],
        "text": ["Guten Tag"],
    }
    assert (second.action, second.method, second.is_content) == ("/hier", "GET", False)
    assert second.values == {"q": ["x"]}
