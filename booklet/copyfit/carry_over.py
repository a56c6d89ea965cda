"""Carry decisions over to a document that has been edited since they were made. Pure.

Decisions name elements by their places. Whatever stands before an edit keeps its place, whatever
stands behind it moves with the end; what was decided inside the edited part is dropped.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from booklet.common.equal_ends import count_equal_ends

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable, Iterable, Sequence

    from booklet.copyfit.flow import Fitting


def carry_over(fitting: Fitting, old: Sequence[Hashable], new: Sequence[Hashable]) -> Fitting:
    """Carry decisions over.

    Args:
        fitting: decided for the old document.
        old: what tells the elements of the old document apart, in document order.
        new: the same of the new one.
    """
    before, after = count_equal_ends(old, new)
    step = len(new) - len(old)

    def moved(place: int) -> int | None:
        if place < before:
            return place
        return place + step if place >= len(old) - after else None

    return replace(
        fitting,
        breaks=_moved_all(fitting.breaks, moved),
        joined=_moved_all(fitting.joined, moved),
        loosened=_moved_all(fitting.loosened, moved),
        hidden=_moved_all(fitting.hidden, moved),
        lines=tuple(
            (place, count, space)
            for old_place, count, space in fitting.lines
            if (place := moved(old_place)) is not None
        ),
        heights=_moved_sizes(fitting.heights, moved),
        spaces=_moved_sizes(fitting.spaces, moved),
    )


def _moved_all(places: Iterable[int], moved: Callable[[int], int | None]) -> tuple[int, ...]:
    found = (moved(place) for place in places)
    return tuple(place for place in found if place is not None)


def _moved_sizes(
    sizes: Iterable[tuple[int, float]], moved: Callable[[int], int | None]
) -> tuple[tuple[int, float], ...]:
    found = ((moved(place), size) for place, size in sizes)
    return tuple((place, size) for place, size in found if place is not None)
