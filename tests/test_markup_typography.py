"""Quotation marks, dashes and ellipses, in the book's language, and never in code."""

from __future__ import annotations

import pytest
from markup_samples import parse

from booklet.common import xhtml
from booklet.common.language import Language


def set_in(text: str, tag: str = "en-GB") -> str:
    chapter = parse(f"# T\n\n{text}", language=Language(tag))
    return xhtml.text_of(xhtml.parse(chapter.html))


@pytest.mark.parametrize(
    ("typed", "printed"),
    [
        ('"Quoted" words', "“Quoted” words"),
        ("the school's pupils' work", "the school’s pupils’ work"),
        ("""She said: "It's 'good' work." """, "She said: “It’s ‘good’ work.”"),
        ("""("'nested' quotes")""", "(“‘nested’ quotes”)"),
        ("in the '80s, 'tis rock 'n' roll", "in the ’80s, ’tis rock ’n’ roll"),
        ("pages 5--6 --- and so on...", "pages 5–6 — and so on…"),
        ("wait....", "wait...."),
        ("**\"Bold\"** and *'em'*", "“Bold” and ‘em’"),
        ("*Unseen Children*'s title", "Unseen Children’s title"),
        ('say "[a link](https://example.org)"', "say “a link”"),
        ('`"code"` and "text"', '"code" and “text”'),
        (r"six feet \"exactly\"", 'six feet "exactly"'),
        ('{{ "template" }} {% if %}', "{{ “template” }} {% if %}"),
    ],
)
def test_typewriter_marks_become_printers_marks(typed: str, printed: str) -> None:
    assert set_in(typed) == printed


@pytest.mark.parametrize(
    ("tag", "printed"),
    [
        ("de", "„Er sagt \u201aja‘“, und’s"),
        ("fr", "«\u202fEr sagt “ja”\u202f», und’s"),
        ("en", "“Er sagt ‘ja’”, und’s"),
    ],
)
def test_each_language_has_its_own_marks(tag: str, printed: str) -> None:
    typed = "\"Er sagt 'ja'\", und's"
    assert set_in(typed, tag) == " ".join(printed.split())


def test_code_blocks_keep_what_was_typed() -> None:
    assert set_in('```\nprint("it\'s") -- ...\n```') == 'print("it\'s") -- ...'


def test_raw_attributes_are_not_touched() -> None:
    assert 'class="a--b"' in parse('# T\n\n<span class="a--b">x</span>').html


@pytest.mark.parametrize(
    ("typed", "printed"),
    [
        ("<kbd>a -- 'b'</kbd> -- c", "a -- 'b' – c"),
        ('<code class="x">*c* ... "d"</code> ...', 'c ... "d" …'),
        ("An <kbd>unclosed -- tag.\n\nIt ends -- here.", "It ends – here."),
    ],
)
def test_raw_code_in_a_line_keeps_what_was_typed(typed: str, printed: str) -> None:
    assert printed in set_in(typed)
