"""CommonMark's and GFM's own examples, and a small one of ours for each of their sections."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Any

import pytest
from markdown_comparison import normal, ours

SPECIFICATION = os.environ.get("BOOKLET_MARKDOWN_SPEC", "")
"""A folder with the specifications' examples as `commonmark/spec.json` and `gfm/*.json`, in the
form that `spec_tests.py --dump-tests` of github.com/commonmark/commonmark-spec writes."""

UNCLOSED = "a link or tag that is never closed is left out, and its author told"
UNKNOWN_TAG = "a tag that HTML does not know is text"
UNSAFE = "the comparison takes unsafe links out of the specification's side"
LEFT_OUT = {
    "commonmark/spec.json": {
        148: "white space at the start of a paragraph in raw HTML",
        164: UNKNOWN_TAG,
        175: UNCLOSED,
        176: UNCLOSED,
        177: UNCLOSED,
        182: "an instruction of another language ends where it says, not at the first >",
        189: UNCLOSED,
        203: UNKNOWN_TAG,
        299: "two columns are enough to go on with a numbered item",
        346: UNCLOSED,
        478: UNCLOSED,
        479: UNCLOSED,
        493: UNKNOWN_TAG,
        496: UNCLOSED,
        526: UNKNOWN_TAG,
        538: UNKNOWN_TAG,
        550: "[[…]] is a link of a note-taking program",
        592: "[[…]] is a link of a note-taking program",
        598: UNSAFE,
        600: UNSAFE,
        601: UNSAFE,
        603: UNSAFE,
        604: "GFM: a bare address is a link",
        610: "GFM: a bare address is a link",
        611: "a tag of a word processor has no words",
        613: "GFM: a bare address is a link",
        614: "GFM: a bare address is a link",
        615: UNKNOWN_TAG,
        616: UNKNOWN_TAG,
        617: UNKNOWN_TAG,
        619: UNKNOWN_TAG,
        625: UNKNOWN_TAG,
        631: "character data are words",
        632: UNCLOSED,
        633: UNCLOSED,
        645: UNCLOSED,
        646: UNCLOSED,
    },
    "gfm/spec.json": {
        199: "our comparison drops the older attribute for alignment",
        628: "a book has no links to ftp",
        653: "what may not stand in a book leaves its words, not its tags",
    },
    "gfm/extensions.json": {
        6: "our comparison drops the older attribute for alignment",
        20: "the suite expects nothing but that it ends",
        22: "what may not stand in a book leaves its words, not its tags",
        23: "footnotes have a form of their own",
    },
    "gfm/regression.json": {
        1: "line ends are made regular when a file is read",
        6: UNKNOWN_TAG,
        13: "footnotes have a form of their own",
    },
}
"""Examples that come out otherwise, each with its reason. This list only ever gets shorter."""


def examples(name: str) -> list[dict[str, Any]]:
    """Read the examples of one file."""
    if not SPECIFICATION:
        pytest.skip("no installable package has the examples: set BOOKLET_MARKDOWN_SPEC")
    found: list[dict[str, Any]] = json.loads((Path(SPECIFICATION) / name).read_text("utf-8"))
    return found


@pytest.mark.parametrize("name", LEFT_OUT)
def test_examples_of_the_specifications_come_out_alike(name: str) -> None:
    compared = [one for one in examples(name) if "gfm/spec" not in name or "ext" in one["section"]]
    differing = {one["example"] for one in compared if ours(one["markdown"]) != normal(one["html"])}
    assert differing == set(LEFT_OUT[name])


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
