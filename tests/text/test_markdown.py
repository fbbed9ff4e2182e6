"""What Markdown may become, read back by an HTML parser that the code does not use."""

import re
import time

import html5lib
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from registry.core.errors import Invalid
from registry.text import markdown
from registry.text.markdown import MAX_BYTES, ForbiddenMarkup, render, render_here

ALLOWED_TAGS = {
    *("a", "blockquote", "br", "code", "div", "em", "h3", "h4", "h5", "h6", "hr", "li", "ol", "p", "pre"),
    *("span", "strong", "sup", "table", "tbody", "td", "th", "thead", "tr", "ul"),
}
ALLOWED_ATTRIBUTES = {"href", "id", "rel", "start", "title"}
HARMLESS = re.compile(r"(https?://|mailto:|/(?![/\\])|#t[0-9a-f]{8}-)", re.IGNORECASE)


@pytest.fixture(scope="module", autouse=True)
def _warm() -> None:
    render("x")


def assert_harmless(html: str) -> None:
    """Only what is on the lists of this test, for a browser's parser."""
    fragment = html5lib.parseFragment(html, treebuilder="etree", namespaceHTMLElements=False)
    for element in list(fragment.iter())[1:]:
        assert element.tag in ALLOWED_TAGS, html
        assert set(element.attrib) <= ALLOWED_ATTRIBUTES, html
        if "href" in element.attrib:
            assert HARMLESS.match(element.attrib["href"]), html
            assert element.attrib["rel"] == "noopener noreferrer nofollow"


PAGE = """# Hundesteuer

Für **Halter** gilt *§ 4* der [Satzung](https://usingen.example/satzung "Satzung")[^1].

## Ablauf

1. Antrag
    - online
2. Bescheid

> Zitat

| Hund | Euro |
|------|-----:|
| 1.   | 48   |

```
kennzeichen < 10
```

Siehe [Ablauf](#ablauf), [Katalog](/solutions), <https://usingen.example>, <ordnungsamt@usingen.example>.

[^1]: Vom 1. Januar.
"""


def test_a_page_has_everything_people_write() -> None:
    html = render(PAGE)
    assert_harmless(html)
    for expected in (
        ">Hundesteuer</h3>",
        ">Ablauf</h4>",
        "<strong>Halter</strong>",
        "<em>§ 4</em>",
        '<a href="https://usingen.example/satzung" title="Satzung" rel="noopener noreferrer nofollow">Satzung</a>',
        "<blockquote>",
        "<td>48</td>",
        "<pre><code>kennzeichen &lt; 10\n</code></pre>",
        'href="/solutions"',
        'href="mailto:ordnungsamt@usingen.example"',
        "Vom 1. Januar.",
        "<ul>\n<li>online</li>\n</ul>",
    ):
        assert expected in html


def test_every_anchor_leads_somewhere_on_the_page() -> None:
    html = render(PAGE)
    targets = set(re.findall(r'href="#([^"]+)"', html))
    assert len(targets) == 3
    assert targets <= set(re.findall(r'id="([^"]+)"', html))


def test_two_texts_on_one_page_share_no_id() -> None:
    one, other = (set(re.findall(r'id="([^"]+)"', render(text))) for text in (PAGE, PAGE + "mehr"))
    assert one
    assert not one & other


def test_headings_never_reach_above_h3() -> None:
    html = render("# a\n\n## b\n\n###### c\n\nd\n=\n\ne\n-\n")
    assert re.findall(r"<h(\d)", html) == ["3", "4", "5", "3", "4"]


def test_headings_begin_at_the_top_however_deep_the_text_begins() -> None:
    html = render("## a\n\n#### b\n\n## c\n\n# d\n")
    assert re.findall(r"<h(\d)", html) == ["3", "4", "3", "3"]


def test_html_is_shown_as_written() -> None:
    html = render('Vor <b onclick="x()">fett</b>\n\n<script>alert(1)</script>\n\n<!-- x -->')
    assert_harmless(html)
    assert "&lt;b onclick=" in html
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in html


def test_pictures_are_not_loaded() -> None:
    html = render("![Zähler](https://elsewhere.example/pixel.png) ![x][1]\n\n[1]: https://elsewhere.example/y.png")
    assert_harmless(html)
    assert "<img" not in html


@pytest.mark.parametrize("empty", ["", " ", "\n\n\t\n"])
def test_nothing_gives_nothing(empty: str) -> None:
    assert render(empty) == ""


URLS = [
    "javascript:alert(1)",
    "JaVaScRiPt:alert(1)",
    "javascript:1",
    "javascript:0123/../x",
    "javascript&colon;alert(1)",
    "&#106;avascript:alert(1)",
    "&#x6A&#x61;vascript:alert(1)",
    "java&#10;script:alert(1)",
    "java\tscript:alert(1)",
    "\u00a0javascript:alert(1)",
    "javascript\u200b:alert(1)",
    "ｊavascript:alert(1)",
    "data:text/html,<script>alert(1)</script>",
    "data:text/html;base64,PHNjcmlwdD4=",
    "vbscript:msgbox(1)",
    "file:///etc/passwd",
    "blob:https://x/1",
    "//elsewhere.example/x",
    "/\\elsewhere.example",
    "\\\\elsewhere.example",
    "https:/elsewhere.example",
    "http:elsewhere.example",
    "https:\\\\elsewhere.example",
    "ftp://elsewhere.example",
    "intent://x",
    "view-source:https://x",
    "mailto:",
    "x",
    "?q=1",
    "../x",
    "%6Aavascript:alert(1)",
    "&Tab;javascript:alert(1)",
    "javascript://usingen.example/%0aalert(1)",
    "feed:javascript:alert(1)",
]


@pytest.mark.parametrize("url", URLS)
def test_no_address_but_the_allowed_ones_becomes_a_link(url: str) -> None:
    for text in (
        f"[x]({url})",
        f"[x](<{url}>)",
        f"<{url}>",
        f"[x][1]\n\n[1]: {url}",
        f"[x]\n\n[x]: <{url}>",
        f"[![x]({url})]({url})",
        f"[^1]\n\n[^1]: [x]({url})",
        f"| [x]({url}) |\n|---|\n| [x]({url}) |",
    ):
        html = render_here(text)
        assert_harmless(html)
        assert not re.search(r'href="(?!#t)', html), html


PAYLOADS = [
    "<img src=x onerror=alert(1)>",
    "<svg/onload=alert(1)>",
    "<iframe srcdoc='<script>alert(1)</script>'>",
    "<math><mtext><table><mglyph><style><img src=x onerror=alert(1)>",
    "<form><input formaction=javascript:alert(1)>",
    "<a href='javascript:alert(1)'>x</a>",
    "<details open ontoggle=alert(1)>",
    "<base href=//x>",
    "<meta http-equiv=refresh content='0;url=//x'>",
    "<style>*{background:url(//x)}</style>",
    "<template><script>alert(1)</script></template>",
    "<noscript><p title='</noscript><img src=x onerror=alert(1)>'>",
    "<!--><script>alert(1)</script>-->",
    "<![CDATA[<script>alert(1)</script>]]>",
    "<?php echo 1 ?>",
    "<a\x0bhref=x>".replace("\x0b", "\n"),
    "`<script>`</script>",
    "```html\n<script>alert(1)</script>\n```",
    '``` {onclick="alert(1)" #x .y style="x"}\nx\n```',
    '# x {onclick=alert(1) id="y"}',
    "[x](https://a.example \"' onmouseover=alert(1) x='\")",
    '[x](https://a.example "&quot; onmouseover=alert(1)")',
    '[x](https://a.example"onmouseover=alert(1))',
    '[x](https://a.example/`"onclick=alert(1)`)',
    '[a"b]: https://x "y"\n[a"b]',
    '[^"><script>]: x\n\n[^"><script>]',
    "*[HTML]: <script>\n\nHTML",
    "&lt;script&gt;alert(1)&lt;/script&gt;",
    "\\<script>alert(1)\\</script>",
    "klzzwxh:0000 wzxhzdk:0",
    "<<script>alert(1)//<</script>",
    "<scr<script>ipt>alert(1)</scr</script>ipt>",
    "＜script＞alert(1)＜/script＞",
    "<ſcript>alert(1)</ſcript>",
    "<https://x.example/<script>alert(1)</script>>",
    "<x@y.example?subject=<script>>",
    "[x](mailto:a@b.example?body=<script>)",
]


@pytest.mark.parametrize("payload", PAYLOADS)
def test_no_payload_becomes_markup(payload: str) -> None:
    for text in (payload, f"# {payload}", f"- {payload}", f"[{payload}](https://x.example)", f"*{payload}*"):
        assert_harmless(render_here(text))


FRAGMENTS = st.sampled_from(
    [
        *"[]()<>`*_#&;:\"'!|\\\n \t",
        "](",
        "[^1]",
        "[^1]: ",
        "```\n",
        "    ",
        "[TOC]\n",
        "javascript:",
        "https://",
        "&#x6a;",
        "<script>",
        "<img src=x onerror=y>",
        "onclick=",
        "data:",
        "//",
        "mailto:",
        "\n\n",
        "- ",
        "1. ",
        "|-|\n",
        "ä",
        "\u2028",
    ]
)


@given(st.lists(st.one_of(FRAGMENTS, st.text(max_size=5)), max_size=40).map("".join))
@settings(max_examples=300, deadline=None)
def test_nothing_at_all_becomes_anything_else(text: str) -> None:
    try:
        markdown._check(text)
    except Invalid:
        return
    assert_harmless(render_here(markdown.printable(text)))


HOSTILE = {
    "open brackets": "[" * 8000,
    "open brackets in paragraphs": "[\n\n" * 15000,
    "closed brackets": "[a]" * 20000,
    "deep brackets again and again": ("[" * 39 + "]" * 39 + " ") * 800,
    "500 nested lists": "".join("  " * depth + "-\n" for depth in range(245)) + "x" * 100,
    "lists by indents": "".join("    " * depth + "- x\n" for depth in range(170)),
    "lists in a line": "1. " * 20000,
    "quotes": ">" * 60000,
    "quotes apart": "> " * 500 + "x",
    "stars": "*a **b " * 8000,
    "underscores": "_a" * 30000,
    "ticks": "".join("`" * length + " " for length in range(350)),
    "open ticks": "`" + " " * 60000,
    "a wide table": "|a" * 1000 + "\n" + "|-" * 1000 + "\n" + ("|" * 1000 + "\n") * 50,
    "fences": "```\n" * 15000,
    "less-than": "<" * 60000,
    "open tags": "<a " * 20000,
    "autolinks": "<http://" * 7000,
    "footnotes": "".join(f"[^{number}]: x\n\n[^{number}]\n\n" for number in range(2500)),
    "one footnote": "[^1]" * 15000 + "\n\n[^1]: x",
    "references": "".join(f"[{number}]: http://x\n" for number in range(3500)),
    "open targets": "[a](" * 15000,
    "open parentheses": "[a](" + "(" * 40000,
    "open titles": '[a](b "' * 8000,
    "headings": "# a\n" * 15000,
    "underlined headings": "a\n-\n" * 12000,
    "tables of contents": "[TOC]\n\n" * 8000,
    "backslashes": "\\" * 60000,
    "open pictures": "![" * 30000,
    "entities": "&#x6a;" * 10000,
    "spaces": "a" + " " * 60000 + "b",
    "tabs": "\t" * 60000 + "x",
    "long lines of spaces": ("x" + " " * 1000 + "\n") * 60,
    "combining marks": "a" + "\u0301" * 30000,
    "links": "[a](http://b) " * 4000,
}


def rendered_or_refused(text: str) -> str:
    try:
        return render(text)
    except Invalid:
        return ""


@pytest.mark.parametrize("family", HOSTILE)
def test_hostile_text_is_rendered_or_refused_in_bounded_time(family: str) -> None:
    assert len(HOSTILE[family].encode()) <= MAX_BYTES
    started = time.monotonic()
    html = rendered_or_refused(HOSTILE[family])
    assert time.monotonic() - started < markdown.LIMITS.wall_s + 1
    assert_harmless(html)


def test_some_hostile_family_really_meets_the_limit() -> None:
    with pytest.raises(Invalid) as refused:
        render(HOSTILE["less-than"])
    assert "lässt sich nicht darstellen" in str(refused.value.message)


def test_after_a_killed_text_the_next_is_rendered() -> None:
    with pytest.raises(Invalid):
        render(HOSTILE["less-than"])
    assert render("gut") == "<p>gut</p>"


def test_length_is_limited_in_bytes() -> None:
    render("ä" * (MAX_BYTES // 2))
    with pytest.raises(Invalid) as refused:
        render("ä" * (MAX_BYTES // 2) + "x")
    assert str(refused.value.message) == "Der Text ist zu lang. Erlaubt sind 64 KB."


@pytest.mark.parametrize("control", ["\x00", "\x02", "\x03", "\x1b", "\x7f", "\ud800", "\ufffe"])
def test_control_characters_are_refused(control: str) -> None:
    with pytest.raises(Invalid) as refused:
        render(f"a{control}b")
    assert refused.value.code == "text.control_characters"


def test_direction_overrides_are_left_out() -> None:
    assert render("a\u202egnp.exe") == "<p>agnp.exe</p>"


@pytest.mark.parametrize(
    "html",
    [
        "<script>x</script>",
        "<p onclick='x'>x</p>",
        "<a href='javascript:1'>x</a>",
        "<a href='//x'>x</a>",
        "<a href>x</a>",
        "<!-- x -->",
        "<!doctype html>",
        "<?x?>",
        "<![CDATA[x]]>",
        "</svg>",
        "<img src=x>",
        "<div class='x'>x</div>",
        "<div style='x'>x</div>",
    ],
)
def test_the_last_look_trusts_nobody(html: str) -> None:
    with pytest.raises(ForbiddenMarkup):
        markdown._require_allowed(f"<p>x</p>{html}<p>y</p>")


def test_what_the_last_look_forbids_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(markdown, "TAGS", markdown.TAGS - {"strong"})
    monkeypatch.setattr(markdown.nh3, "clean", lambda html, **_: html)
    monkeypatch.setattr(markdown.bleach, "clean", lambda html, **_: html)
    with pytest.raises(ForbiddenMarkup, match="tag strong"):
        render_here("**x**")
