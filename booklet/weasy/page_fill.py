"""Find how far pages are filled, from finished layout. Imported only where Pango is."""

from __future__ import annotations

from typing import TYPE_CHECKING

from booklet.weasy.internals import boxes, page_box

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from booklet.weasy.protocols import Box, Page


def find_filled(pages: Sequence[Page]) -> tuple[float, ...]:
    """Say how much of each page's height is filled, footnotes included, from 0 to 1."""
    return tuple(_filled(page_box(page)) for page in pages)


def _filled(page: Box) -> float:
    text = [box for box in page.children if box.element_tag in {"html", "@footnote"}]
    bottoms = [box.position_y + box.height for part in text for box in find_visible(part)]
    lowest = max(bottoms, default=page.content_box_y())
    return round(min(1.0, (lowest - page.content_box_y()) / page.height), 3)


def find_visible(box: Box) -> Iterator[Box]:
    """Yield what is visible below a box: text, rules to write on, pictures."""
    for inner in box.descendants():
        classes = frozenset(
            (inner.element.get("class", "") if inner.element is not None else "").split()
        )
        if (
            isinstance(inner, boxes.TextBox | boxes.TableRowBox)
            or "ruled-line" in classes
            or inner.element_tag == "img"
        ):
            yield inner
