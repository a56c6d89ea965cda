"""Make lists of what was typed as one: numbered paragraphs, bullets, and lists cut in pieces. Pure.

A list that an author numbered stays one list from its first number to its last, whatever stands
between two of its points: a second paragraph, a picture, bullets.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from booklet.importers.document import (
    Definition,
    Heading,
    LineBreak,
    List,
    Paragraph,
    Quote,
    Separator,
)
from booklet.importers.inlines import drop_start, plain_text, split_lines, trimmed
from booklet.importers.losses import Loss, LossKind

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from booklet.importers.document import Block, Inline

MOST_BETWEEN = 8
"""Blocks that may stand between two points of a list and belong to the first of them."""

_NUMBER = re.compile(
    r"\s*(?:(?P<keycap>\d)\ufe0f?\u20e3|\(?(?P<number>\d{1,3})(?:[.):]\)?(?=\D)|\s[-–—](?=\s)))\s*"
)
_BULLET = re.compile(r"\s*(?:[•◦·▪●○■□➢➤✓✔\uf0b7\uf0a7]\s*|[*–—-]\s+|o\s{2,})(?=\S)")


@dataclass(frozen=True, slots=True)
class Marker:
    """What a typed point begins with.

    Attributes:
        number: None for a bullet.
        typed: as it was typed, with the blanks around it.
    """

    number: int | None
    typed: str


def find_marker(content: tuple[Inline, ...]) -> Marker | None:
    """Find the number or bullet that a paragraph begins with."""
    text = plain_text(content).split("\n")[0]
    found = _NUMBER.match(text)
    if found is not None and text[found.end() :].strip():
        return Marker(int(found["number"] or found["keycap"]), found[0])
    found = _BULLET.match(text)
    return Marker(None, found[0]) if found else None


def make_lists(blocks: Iterable[Block]) -> tuple[tuple[Block, ...], tuple[Loss, ...]]:
    """Turn typed points into lists, and join the pieces of numbered lists.

    Returns:
        The blocks, and the typed numbers that the lists now have of their own.
    """
    losses: list[Loss] = []
    found: list[Block] = []
    for block in _lines_apart(blocks):
        if isinstance(block, List):
            items = []
            for item in block.items:
                inner, lost = make_lists(item)
                items.append(inner)
                losses += lost
            found.append(replace(block, items=tuple(items)))
        elif isinstance(block, Quote | Definition):
            inner, lost = make_lists(block.blocks)
            losses += lost
            found.append(replace(block, blocks=inner))
        else:
            found.append(block)
    numbered = _number(_bullets(found, losses), losses)
    return tuple(_join(numbered)), tuple(losses)


def _lines_apart(blocks: Iterable[Block]) -> list[Block]:
    """Give each line of a paragraph that begins with a number or a bullet its own paragraph."""
    apart: list[Block] = []
    for block in blocks:
        if not isinstance(block, Paragraph):
            apart.append(block)
            continue
        lines = split_lines(block.content)
        marked = [find_marker(line) is not None for line in lines]
        if len(lines) == 1 or sum(marked) < min(2, len(lines) - 1):
            apart.append(block)
            continue
        pieces: list[list[Inline]] = [[]]
        for line, has_marker in zip(lines, marked, strict=True):
            if has_marker and pieces[-1]:
                pieces.append([])
            pieces[-1] += [LineBreak(), *line] if pieces[-1] else line
        contents = (trimmed(piece) for piece in pieces)
        apart += [replace(block, content=content) for content in contents if content]
    return apart


def _bullets(blocks: Sequence[Block], losses: list[Loss]) -> list[Block]:
    """Make lists of two and more paragraphs in a row that begin with the same bullet."""
    made: list[Block] = []
    position = 0
    while position < len(blocks):
        run: list[tuple[Paragraph, Marker]] = []
        for block in blocks[position:]:
            marker = find_marker(block.content) if isinstance(block, Paragraph) else None
            if not isinstance(block, Paragraph) or marker is None or marker.number is not None:
                break
            if run and run[0][1].typed.strip() != marker.typed.strip():
                break
            run.append((block, marker))
        is_list = len(run) > 1 or (run and run[0][1].typed.strip() not in {"-", "–", "—", "*"})
        if not is_list:
            made.append(blocks[position])
            position += 1
            continue
        losses += [_taken(block, marker) for block, marker in run]
        items = tuple((_without(block, marker),) for block, marker in run)
        made.append(List(items, None, line=run[0][0].line))
        position += len(run)
    return made


def _number(blocks: Sequence[Block], losses: list[Loss]) -> list[Block]:
    """Make a list of paragraphs whose typed numbers follow each other."""
    made: list[Block] = []
    position = 0
    while position < len(blocks):
        starts = _run_of_numbers(blocks, position)
        if len(starts) < 2:  # noqa: PLR2004 - a single number is no list
            made.append(blocks[position])
            position += 1
            continue
        items, first = [], None
        for start, end in zip(starts, [*starts[1:], starts[-1] + 1], strict=True):
            block = blocks[start]
            marker = _marker_of(block)
            if not isinstance(block, Paragraph) or marker is None:  # cannot be: see above
                continue
            first = marker.number if first is None else first
            losses.append(_taken(block, marker))
            items.append((_without(block, marker), *blocks[start + 1 : end]))
        position = starts[-1] + 1
        while position < len(blocks) and _is_nested(blocks[position]):
            items[-1] = (*items[-1], blocks[position])
            position += 1
        made.append(List(tuple(items), first, line=blocks[starts[0]].line))
    return made


def _run_of_numbers(blocks: Sequence[Block], position: int) -> list[int]:
    """Find where the points of the list begin whose first point is here."""
    first = _marker_of(blocks[position])
    if first is None or first.number is None:
        return []
    starts = [position]
    wanted = first.number + 1
    for place in range(position + 1, len(blocks)):
        block = blocks[place]
        marker = _marker_of(block)
        if marker is not None and marker.number == wanted:
            starts.append(place)
            wanted += 1
        elif (
            isinstance(block, Heading | Separator)
            or place - starts[-1] > MOST_BETWEEN
            or (marker is not None and marker.number is not None)
        ):
            break
    return starts


def _marker_of(block: Block) -> Marker | None:
    return find_marker(block.content) if isinstance(block, Paragraph) else None


def _is_nested(block: Block) -> bool:
    """Tell whether a block right after a typed point is a part of it: its own bullets."""
    return isinstance(block, List) and block.start is None


def _join(blocks: Sequence[Block]) -> list[Block]:
    """Join numbered lists that go on where one before them stopped.

    An editor cuts a list where a picture or a second paragraph stands between two points. Its next
    piece begins with the next number or, when every piece is a single point, with 1 again.
    """
    made: list[Block] = []
    last = -1  # where in `made` the list is that may go on
    for block in blocks:
        if isinstance(block, Heading | Separator):
            last = -1
        if not isinstance(block, List) or block.start is None:
            made.append(block)
            continue
        before = made[last] if last >= 0 else None
        between = made[last + 1 :]
        if isinstance(before, List) and before.start is not None and len(between) <= MOST_BETWEEN:
            goes_on = block.start == before.start + len(before.items) and block.start > 1
            is_single = len(block.items) == 1 and block.start == 1 and bool(between)
            if goes_on or (is_single and before.start == 1 and _is_in_pieces(blocks)):
                items = (*before.items[:-1], (*before.items[-1], *between), *block.items)
                made[last:] = [replace(before, items=items)]
                continue
        made.append(block)
        last = len(made) - 1
    return made


def _is_in_pieces(blocks: Iterable[Block]) -> bool:
    """Tell whether all numbered lists here are single points that begin with 1."""
    lists = [one for one in blocks if isinstance(one, List) and one.start is not None]
    return all(len(one.items) == 1 and one.start == 1 for one in lists)


def _taken(block: Paragraph, marker: Marker) -> Loss:
    return Loss(LossKind.NUMBERING, marker.typed.strip(), block.line)


def _without(block: Paragraph, marker: Marker) -> Paragraph:
    return replace(block, content=trimmed(drop_start(block.content, len(marker.typed))))
