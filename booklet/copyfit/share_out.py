"""Share out what a page must give up, or may gain, among what can be smaller or larger. Pure."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from booklet.copyfit.flow import Elastic

_TOLERANCE = 0.05
"""CSS pixels by which sums of heights may differ."""


def share_out(change: float, elastics: Sequence[Elastic]) -> dict[Elastic, int]:
    """Share out what a page must give up or may gain, always where there is the most left to give.

    Returns:
        Which of its sizes each has; together they give up at least the change, or gain at most it.
    """
    chosen = {one: one.asked for one in elastics}
    step = -1 if change < 0 else 1
    done = 0.0
    while (change < 0 and done > change + _TOLERANCE) or change > 0:
        able = [
            (
                step * one.heights[at] / one.heights[one.asked] if one.heights[one.asked] else 0.0,
                order,
                one,
                one.heights[at + step] - one.heights[at],
            )
            for order, (one, at) in enumerate(chosen.items())
            if 0 <= at + step < len(one.sizes)
        ]
        if change > 0:
            able = [each for each in able if done + each[3] <= change + _TOLERANCE]
        if not able:
            break
        _, _, one, gained = min(able, key=lambda each: each[:2])
        chosen[one] += step
        done += gained
    return chosen
