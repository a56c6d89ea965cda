"""A float that moves to the next page as a whole is not continued there as well.

Fault: when a float runs over the edge of a page, WeasyPrint keeps what is left of it for the next.
    When the box around the float then moves to the next page, the remnant is kept nevertheless: the
    end of the float stands there a second time, above the float itself.
Upstream: https://github.com/Kozea/WeasyPrint/issues/1792
Smallest input: a heading with a float in it that may not be parted from the paragraph below, near
    the foot of a page, as are the notes in the facilitator's margin.
Goes when: the issue is closed: `remove_placeholders` in WeasyPrint's layout/block.py also finds the
    floats that layout/inline.py put into `broken_out_of_flow`, which are there as they were before
    they were laid out.
"""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING

from booklet.weasy.internals import make_page

if TYPE_CHECKING:
    from collections.abc import Iterator

    from booklet.weasy.protocols import Box, LayoutContext


@contextmanager
def discard_remnants() -> Iterator[None]:
    """Discard what is left of floats that begin on the next page, while the context lasts."""
    with make_page.replaced(_make_page_without_remnants):
        yield


def _make_page_without_remnants(
    context: LayoutContext, *arguments: object, **settings: object
) -> tuple[Box, object, object]:
    made = make_page.original(context, *arguments, **settings)
    if context.broken_out_of_flow:
        shown = set(made[0].descendants(placeholders=True))
        for box in [box for box in context.broken_out_of_flow if box not in shown]:
            del context.broken_out_of_flow[box]
    return made
