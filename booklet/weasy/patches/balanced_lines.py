"""Titles and other short texts are broken into lines of about equal length.

Fault: a title's last line may be a single short word, for WeasyPrint has no `text-wrap: balance`
    (CSS Text 4, 6.4.2). Style sheets ask for it by the custom property `--text-wrap: balance`.
Upstream: no issue is known; the property is younger than the layout code.
Smallest input: `<h1>one two three four</h1>`, as wide as "one two three".
Goes when: WeasyPrint knows `text-wrap-style: balance`.
"""

from __future__ import annotations

from contextlib import contextmanager
from itertools import islice
from typing import TYPE_CHECKING

from booklet.weasy.internals import custom_property, iter_line_boxes

if TYPE_CHECKING:
    from collections.abc import Iterator

    from booklet.weasy.protocols import Box, LayoutContext

_MOST_LINES = 8
"""Lines of a text that is worth the trouble; browsers stop at about as many."""

_SHARES = {"center": 0.5, "right": 1.0}
"""How much of the free room stands left of a line, by its alignment; else none."""

_STEPS = 6
"""Halvings of the width: the lines are as equal as to a sixty-fourth of the measure."""


@contextmanager
def balance_lines() -> Iterator[None]:
    """Break lines evenly, where a style sheet asks for it, while the context lasts."""
    with iter_line_boxes.replaced(_break_evenly):
        yield


def _break_evenly(  # noqa: PLR0917 - the signature is WeasyPrint's
    context: LayoutContext,
    text: Box,
    position_y: float,
    bottom_space: float,
    skip_stack: object,
    block: Box,
    absolute_boxes: list[object],
    fixed_boxes: list[object],
    *styles: object,
) -> Iterator[tuple[Box, object]]:
    def lines_of(
        width: float, absolute: list[object], fixed: list[object]
    ) -> Iterator[tuple[Box, object]]:
        narrow = block.copy()
        narrow.width = width
        return iter_line_boxes.original(
            context, text, position_y, bottom_space, skip_stack, narrow, absolute, fixed, *styles
        )

    def count_lines(width: float) -> int:
        return sum(1 for _ in islice(lines_of(width, [], []), _MOST_LINES + 1))

    def has_notes() -> bool:
        """Tell whether notes are called in the text; each would be set once for each trial."""
        return any(getattr(part, "footnote", None) for part in text.descendants())

    width = block.width
    is_asked = skip_stack is None and custom_property(block, "text_wrap") == "balance"
    if is_asked and not has_notes():
        fewest = count_lines(width)
        if 1 < fewest <= _MOST_LINES:
            too_narrow = width / 2
            for _ in range(_STEPS):
                middle = (too_narrow + width) / 2
                if count_lines(middle) > fewest:
                    too_narrow = middle
                else:
                    width = middle
    if width == block.width:
        return iter_line_boxes.original(
            context,
            text,
            position_y,
            bottom_space,
            skip_stack,
            block,
            absolute_boxes,
            fixed_boxes,
            *styles,
        )
    lines = lines_of(width, absolute_boxes, fixed_boxes)
    return _aligned(lines, block, block.width - width)


def _aligned(
    lines: Iterator[tuple[Box, object]], block: Box, freed: float
) -> Iterator[tuple[Box, object]]:
    """Move lines to where they stand in the whole block: they were aligned in a narrower one.

    Args:
        lines: each with where the rest resumes, as WeasyPrint has it: its width is not that of the
            block, but that of what is in it.
        block: that they stand in.
        freed: how much narrower than the block they were set, at its right.
    """
    is_right_to_left = block.style["direction"] == "rtl"
    start, end = ("right", "left") if is_right_to_left else ("left", "right")
    sides = {"start": start, "justify": start, "end": end}
    for line, resume_at in lines:
        align = block.style["text_align_all"]
        if resume_at is None and block.style["text_align_last"] != "auto":
            align = block.style["text_align_last"]
        share = _SHARES.get(str(sides.get(align or "", align)), 0.0)
        if share:
            line.translate(share * freed, 0)
        yield line, resume_at
