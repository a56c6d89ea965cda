"""Where two sequences begin and end alike, as a text does before and after an edit. Pure."""

from __future__ import annotations

from itertools import takewhile
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Hashable, Sequence


def count_equal_ends(one: Sequence[Hashable], other: Sequence[Hashable]) -> tuple[int, int]:
    """Count how many items are equal at the beginning, and of the others at the end."""
    before = _count_equal(one, other)
    return before, min(_count_equal(one[::-1], other[::-1]), min(len(one), len(other)) - before)


def _count_equal(one: Sequence[Hashable], other: Sequence[Hashable]) -> int:
    pairs = zip(one, other, strict=False)
    return sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], pairs))
