"""The page map of a whole book, from its divisions' places and pages."""

from __future__ import annotations

from typing import TYPE_CHECKING

from booklet.common.page_map import PageMap, PrintedPage

if TYPE_CHECKING:
    from collections.abc import Sequence

    from booklet.linker.fragment import Fragment
    from booklet.scheduling.paginate import Placement


def map_pages(placements: Sequence[Placement], fragments: Sequence[Fragment]) -> PageMap:
    """Say where every page of a book starts, and what number it prints.

    Args:
        placements: in reading order, settled.
        fragments: one for each placement.
    """
    return PageMap(
        tuple(
            PrintedPage(
                placement.folio(index) if start.shows_folio and not placement.is_filler else "",
                placement.division.name,
                start.places,
            )
            for placement, fragment in zip(placements, fragments, strict=True)
            for index, start in enumerate(fragment.page_starts)
        )
    )
