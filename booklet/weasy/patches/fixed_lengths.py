"""Lengths that depend on no other box are read from a style once.

Fault: WeasyPrint reads widths, heights, margins, padding and borders from a box's style each time
    it lays the box out, one by one, and asks of each whether it is a share of the box around. Most
    boxes have none that is, and the same lengths as many others. With values that nobody has set
    found elsewhere, this takes a sixtieth of the time for a chapter.
Upstream: no issue is known.
Smallest input: two paragraphs.
Goes when: `resolve_percentages` in WeasyPrint's layout/percent.py remembers lengths that are fixed.
"""

from __future__ import annotations

from contextlib import contextmanager
from operator import itemgetter
from types import SimpleNamespace
from typing import TYPE_CHECKING

from booklet.weasy.internals import resolve_lengths

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from booklet.weasy.protocols import Box

_SIDES = ("top", "right", "bottom", "left")
_lengths_of = itemgetter(
    *(f"{kind}_{side}" for kind in ("margin", "padding") for side in _SIDES),
    *(f"{limit}{axis}" for limit in ("", "min_", "max_") for axis in ("width", "height")),
)
_others_of = itemgetter(*(f"border_{side}_width" for side in _SIDES), "box_sizing")


@contextmanager
def read_lengths_once() -> Iterator[None]:
    """Remember which lengths are fixed while the context lasts."""
    known: dict[object, Mapping[str, object] | None] = {}

    def resolve(box: Box, containing_block: object) -> None:
        lengths = _lengths_of(box.style)
        key = (lengths, _others_of(box.style))
        try:
            fixed = known[key]
        except KeyError:
            fixed = known[key] = _read(box) if all(map(_is_fixed, lengths)) else None
        if fixed is None or box.style["border_collapse"] == "collapse":
            resolve_lengths.original(box, containing_block)
        else:
            vars(box).update(fixed)

    with resolve_lengths.replaced(resolve):
        yield


def _is_fixed(length: object) -> bool:
    return length is None or length == "auto" or getattr(length, "unit", "%") != "%"


def _read(box: Box) -> Mapping[str, object]:
    """Read the lengths of a box that depend on none around it."""
    read = SimpleNamespace(style=box.style)
    resolve_lengths.original(read, (0, 0))
    return {name: length for name, length in vars(read).items() if name != "style"}
