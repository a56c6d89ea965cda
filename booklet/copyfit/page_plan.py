"""The ways to set a division, by number of pages. Values only."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from booklet.copyfit.flow import Fitting


@dataclass(frozen=True, slots=True)
class PagePlan:
    """One way to set a division.

    Attributes:
        page_count: at least 1.
        cost: the lower, the better; comparable between divisions.
        fitting: what makes it so.
        last_left: how much of the last page is left, in CSS pixels.
    """

    page_count: int
    cost: float
    fitting: Fitting
    last_left: float


@dataclass(frozen=True, slots=True)
class PagePlans:
    """The ways to set a division.

    Attributes:
        plans: the best for each number of pages, the fewest pages first; none where something is
            taller than a page.
        excess_lines: how many lines less would save a page; 0 when that is not known.
    """

    plans: tuple[PagePlan, ...] = ()
    excess_lines: int = 0
