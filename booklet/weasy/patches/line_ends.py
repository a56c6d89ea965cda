"""A line is filled to its last word although the space after that does not fit.

Fault: when the words before an inline element fit on a line, but the space after them does not,
    WeasyPrint breaks the line after its first word. CSS lets such a space hang (CSS Text 3, 4.1.3).
Upstream: no issue is known for text before an inline element; in headings the same symptom was
    https://github.com/Kozea/WeasyPrint/issues/1051, and breaks at the edges of inline elements in
    general are https://github.com/Kozea/WeasyPrint/issues/1614.
Smallest input: `<p>one two six <b>extraordinarily</b></p>`, a pixel wider than "one two six".
Goes when: `split_first_line` in WeasyPrint's text/line_break.py leaves trailing spaces out of the
    width that it compares; or when no Pango older than 1.56 is in use, which lets the space hang.
"""

from __future__ import annotations

from contextlib import contextmanager
from math import inf
from typing import TYPE_CHECKING

from booklet.weasy.internals import split_first_line

if TYPE_CHECKING:
    from collections.abc import Iterator

    from booklet.weasy.internals import SplitLine
    from booklet.weasy.protocols import LayoutContext, Style


@contextmanager
def fill_lines() -> Iterator[None]:
    """Let a space at the end of a text hang over the end of the line while the context lasts."""
    with split_first_line.replaced(_split_where_full):
        yield


def _split_where_full(
    text: str,
    style: Style,
    context: LayoutContext,
    max_width: float | None,
    *arguments: object,
    **settings: object,
) -> SplitLine:
    def split(words: str, width: float | None) -> SplitLine:
        return split_first_line.original(words, style, context, width, *arguments, **settings)

    found = split(text, max_width)
    words = text.rstrip(" ")
    rest_begins = found[2]
    if rest_begins is None or words in {text, ""} or max_width is None or max_width == inf:
        return found
    # To split a second time costs about as much as the first, so only suspicious lines are.
    if len(text.encode()[:rest_begins].split()) > 1:
        return found  # it is not broken after its first word
    _, _, resume_index, width, *_ = split(words, max_width)
    return split(text, None) if resume_index is None and width <= max_width else found
