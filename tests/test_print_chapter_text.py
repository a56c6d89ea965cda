"""What is done to the text of a chapter before it is set."""

from __future__ import annotations

import pytest

from booklet.common import xhtml
from booklet.common.language import Language
from booklet.components import ComponentContext
from booklet.print.chapter_pages import write_text

LONG = "They counted for a week before they changed anything at all in the hall, and "


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (f"<p>{LONG}then not.</p>", f"<p>{LONG}then\u00a0not.</p>"),
        (f"<p>{LONG}<em>then not</em>.</p>", f"<p>{LONG}<em>then not</em>.</p>"),
        (f"<p>{LONG}reconsidered.</p>", f"<p>{LONG}reconsidered.</p>"),
        (f"<p>{LONG}page 12</p>", f"<p>{LONG}page\u00a012</p>"),
        (f"<p>{LONG}<code>a b</code></p>", f"<p>{LONG}<code>a b</code></p>"),
        ("<p>Not so.</p>", "<p>Not so.</p>"),
        (
            f"<ul><li>{LONG}go on</li><li>b c</li></ul>",
            f"<ul><li>{LONG}go\u00a0on</li><li>b c</li></ul>",
        ),
    ],
)
def test_a_short_last_word_keeps_the_word_before(before: str, after: str) -> None:
    context = ComponentContext(slug="a", language=Language("en-GB"))
    assert str(write_text(xhtml.parse(before), context, ())) == after
