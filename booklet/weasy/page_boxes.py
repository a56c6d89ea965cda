"""Find where blocks stand on pages and how far they are filled. Imported only where Pango is."""

from __future__ import annotations

from typing import TYPE_CHECKING

from booklet.linker.fragment import BlockBox
from booklet.weasy.internals import boxes, page_box

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from booklet.weasy.protocols import Box, Page

POINTS_PER_PIXEL = 0.75
"""Of a pixel of CSS (CSS Values 4, 6.2)."""


def find_block_boxes(pages: Sequence[Page]) -> tuple[BlockBox, ...]:
    """Find the boxes of all blocks that have an id, those of pseudo-elements left out."""
    return tuple(box for index, page in enumerate(pages) for box in _boxes_on(index, page))


def _boxes_on(page_index: int, page: Page) -> Iterator[BlockBox]:
    for part in page_box(page).children:
        if part.element_tag not in {"html", "@footnote"}:
            continue
        for box in part.descendants(placeholders=True):
            name = "" if box.element is None else box.element.get("id", "")
            is_block = isinstance(box, boxes.BlockLevelBox | boxes.TableCellBox)
            if name and is_block and "::" not in box.element_tag:
                yield BlockBox(
                    name,
                    page_index,
                    *(
                        round(length * POINTS_PER_PIXEL, 2)
                        for length in (
                            box.border_box_x(),
                            box.border_box_y(),
                            box.border_width(),
                            box.border_height(),
                        )
                    ),
                )


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


def find_lines(box: Box) -> Iterator[Box]:
    """Yield the lines of text in a box."""
    for inner in box.descendants():
        if isinstance(inner, boxes.LineBox):
            yield inner


def content_height(cell: Box) -> float:
    """Say how far down its text reaches from the top of a box, in CSS pixels."""
    inner = [line.position_y + line.height for line in find_lines(cell)]
    return max(inner, default=cell.border_box_y()) - cell.border_box_y()


def height_on_paper(page: Box) -> float:
    """Say how much finds room on a page when its height is that of the paper."""
    _, paper = page.style["size"]
    return float(paper - (page.margin_height() - page.height))


def inset_above(box: Box) -> float:
    """Add up border and padding at the top of a box."""
    return box.content_box_y() - box.border_box_y()
