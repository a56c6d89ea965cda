"""Find the headings of a text: bold paragraphs, numbered headings, levels that begin at 2. Pure."""

from __future__ import annotations

import itertools
import re
from dataclasses import replace
from typing import TYPE_CHECKING

from booklet.importers.document import (
    Code,
    Figure,
    Heading,
    List,
    Paragraph,
    Quote,
    Table,
    blocks_in,
)
from booklet.importers.inlines import (
    drop_start,
    in_bold,
    is_bold,
    not_bold,
    on_one_line,
    plain_text,
    trimmed,
)
from booklet.importers.lists import MOST_BETWEEN, find_marker
from booklet.importers.losses import Loss, LossKind

if TYPE_CHECKING:
    from collections.abc import Sequence

    from booklet.importers.document import Block, Inline

_MOST_WORDS = 14
LONGEST_TITLE = 15
"""Words of a first line that may be a title."""

TYPED_POINT = re.compile(r"\s*(?:(?:\(?\d{1,3}[.)]|[•◦·▪*–-])\s|o\t)")
"""What a point of a list begins with, in plain text."""
_TOP_LEVEL = 2
"""Of the headings in a chapter; its title has level 1."""

_LOWEST_LEVEL = 6


def may_be_title(line: str) -> bool:
    """Tell whether a text's first line may be its title: short, no sentence, and no point."""
    return (
        0 < len(line.split()) <= LONGEST_TITLE
        and not TYPED_POINT.match(line)
        and not line.rstrip().endswith((".", ";", ","))
    )


def find_bold_headings(blocks: Sequence[Block]) -> tuple[Block, ...]:
    """Make a heading of each short paragraph that is bold from end to end and has text below it."""
    levels = [block.level for block in blocks if isinstance(block, Heading)]
    level = max(levels, default=_TOP_LEVEL - 1) + 1
    below = [*blocks[1:], None][: len(blocks)]
    return tuple(
        Heading(min(level, _LOWEST_LEVEL), not_bold(block.content), block.line)
        if isinstance(block, Paragraph) and _is_bold_heading(block, after)
        else block
        for block, after in zip(blocks, below, strict=True)
    )


def _is_bold_heading(block: Paragraph, below: Block | None) -> bool:
    words = plain_text(block.content).strip()
    if not is_bold(block.content) or len(words.split()) > _MOST_WORDS or "\n" in words:
        return False
    if words.endswith((".", ",", ";")) and not words.endswith(("...", "etc.")):
        return False
    has_text_below = isinstance(below, Paragraph | List | Quote | Figure | Table | Code)
    is_one_of_a_list = find_marker(block.content) is not None and (
        isinstance(below, Paragraph) and find_marker(below.content) is not None
    )
    return has_text_below and not is_one_of_a_list


def list_numbered_headings(
    blocks: Sequence[Block],
) -> tuple[tuple[Block, ...], tuple[Loss, ...]]:
    """Make a list of headings whose typed numbers follow each other, with the text below each.

    The heading becomes the bold lead of its point. How much belongs to the last point nobody says:
    as many blocks as the longest of the others has, but nothing below another heading.

    Returns:
        The blocks, and the typed numbers.
    """
    made: list[Block] = []
    losses: list[Loss] = []
    position = 0
    while position < len(blocks):
        starts = _run_of_headings(blocks, position)
        bodies = [blocks[a + 1 : b] for a, b in itertools.pairwise(starts)]
        if len(starts) < 2 or not all(bodies):  # noqa: PLR2004 - a single number is no list
            made.append(blocks[position])
            position += 1
            continue
        longest = max(map(len, bodies))
        after = blocks[starts[-1] + 1 : starts[-1] + 1 + longest]
        stop = next((n for n, one in enumerate(after) if isinstance(one, Heading)), len(after))
        bodies.append(after[:stop])
        items = []
        first = None
        for start, body in zip(starts, bodies, strict=True):
            heading = blocks[start]
            marker = find_marker(heading.content) if isinstance(heading, Heading) else None
            if not isinstance(heading, Heading) or marker is None:  # cannot be: see above
                continue
            first = marker.number if first is None else first
            losses.append(Loss(LossKind.NUMBERING, marker.typed.strip(), heading.line))
            items.append((Paragraph(_lead(heading, marker.typed), heading.line), *body))
        made.append(List(tuple(items), first, line=blocks[position].line))
        position = starts[-1] + 1 + stop
    return tuple(made), tuple(losses)


def _lead(heading: Heading, typed: str) -> tuple[Inline, ...]:
    return on_one_line(in_bold(trimmed(drop_start(heading.content, len(typed)))))


def _run_of_headings(blocks: Sequence[Block], position: int) -> list[int]:
    first = blocks[position]
    if not isinstance(first, Heading):
        return []
    marker = find_marker(first.content)
    if marker is None or marker.number is None:
        return []
    starts, wanted = [position], marker.number + 1
    for place in range(position + 1, len(blocks)):
        block = blocks[place]
        if not isinstance(block, Heading):
            continue
        marker = find_marker(block.content)
        if block.level != first.level or marker is None or marker.number != wanted:
            break
        if place - starts[-1] > 2 * MOST_BETWEEN:
            break
        starts.append(place)
        wanted += 1
    return starts


def close_level_gaps(blocks: Sequence[Block]) -> tuple[Block, ...]:
    """Give the headings levels from 2 on, without gaps; their order of importance stays."""
    used = sorted({block.level for block in blocks_in(blocks) if isinstance(block, Heading)})
    levels = {level: min(n, _LOWEST_LEVEL) for n, level in enumerate(used, _TOP_LEVEL)}
    highest_so_far = _TOP_LEVEL - 1
    levelled: list[Block] = []
    for block in blocks:
        if isinstance(block, Heading):
            # A heading may go down by one level at a time (WCAG 2.2, G141).
            level = min(levels[block.level], highest_so_far + 1)
            highest_so_far = level
            levelled.append(replace(block, level=level))
        else:
            levelled.append(block)
    return tuple(levelled)
