"""A line of code that is too long ends with a mark where it goes on on the next.

Fault: WeasyPrint breaks such a line wherever it is full, and nothing shows that it is one; CSS has
    a mark for hyphenated words alone.
Upstream: CSS Text 4 (7.3) leaves a character at other breaks to later; no issue is known.
Smallest input: `<pre>` with one word that is longer than its line.
Goes when: WeasyPrint has a property of CSS that does it.
"""

from __future__ import annotations

from contextlib import contextmanager
from math import inf
from typing import TYPE_CHECKING

from booklet.weasy.internals import has_custom_property, split_first_line

if TYPE_CHECKING:
    from collections.abc import Iterator

    from booklet.weasy.internals import SplitLine
    from booklet.weasy.protocols import LayoutContext, Style

_MOST_TRIES = 3
_LESS = 0.1
"""CSS pixels in which no word finds room that needed them."""

_LINE_BREAKS = ("\n", "\x0c", "\x85", "\u2028", "\u2029")


@contextmanager
def mark_turned_lines() -> Iterator[None]:
    """Mark turned lines where the style has `--turn-mark` while the context lasts.

    The mark is the character of `hyphenate-character`, so that nothing takes it for text.
    """
    before = split_first_line.current

    def split(  # noqa: PLR0917 - WeasyPrint's own arguments
        text: str,
        style: Style,
        context: LayoutContext,
        max_width: float | None,
        justification_spacing: float,
        is_line_start: bool = True,  # noqa: FBT001, FBT002 - as above
        **settings: object,
    ) -> SplitLine:
        def split_at(words: str, width: float | None) -> SplitLine:
            return before(
                words,
                style,
                context,
                width,
                justification_spacing,
                is_line_start=is_line_start,
                **settings,
            )

        found = split_at(text, max_width)
        if max_width in {None, inf} or not has_custom_property(style, "turn_mark"):
            return found
        if not _is_turned(text, found[2]):
            return found
        mark = style["hyphenate_character"]
        room = (max_width or 0) - split_at(mark, None)[3]
        for _ in range(_MOST_TRIES):
            narrow = split_at(text, room)
            if not _is_turned(text, narrow[2]):
                return found
            line = text.encode()[: narrow[1]].decode()
            layout, _, _, width, height, baseline = split_at(f"{line}{mark}", None)
            if width <= (max_width or 0):
                break
            # The space at its end hung out of the line; before a mark it does not.
            room = split_at(line.rstrip(), None)[3] - _LESS
        return layout, narrow[1], narrow[2], width, height, baseline

    with split_first_line.replaced(split):
        yield


def _is_turned(text: str, resume_index: int | None) -> bool:
    """Tell whether a line goes on, and not because its author began another."""
    if resume_index is None:
        return False
    return not text.encode()[:resume_index].decode().endswith(_LINE_BREAKS)
