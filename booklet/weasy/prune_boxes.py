"""Leave out of a tree of boxes what has no influence on how some text is laid out.

Imported only where Pango is.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from booklet.weasy.internals import boxes

if TYPE_CHECKING:
    from collections.abc import Collection
    from xml.etree.ElementTree import Element

    from booklet.weasy.protocols import Box


def prune_boxes(root: Box, elements: Collection[Element]) -> Box | None:
    """Keep only the blocks with the text of some elements, and the blocks around them.

    Blocks that follow one another in the normal flow (CSS 2, 9.4.1) have the width of the block
    around them, whatever stands above or below; tables, columns and the like stay whole.

    Returns:
        A smaller tree; None where it could be laid out otherwise: where something floats, or where
        an element has its text elsewhere, as a footnote has.
    """
    found = list(root.descendants())
    shown = {box.element for box in found if isinstance(box, boxes.TextBox)}
    if not shown.issuperset(elements) or any(box.is_floated() for box in found):
        return None
    return _prune(root, elements)


def _prune(box: Box, elements: Collection[Element]) -> Box:
    if not _is_plain_block(box):
        return box
    kept = [child for child in box.children if _has_text_of(child, elements)]
    return box.copy_with_children([_prune(child, elements) for child in kept])


def _is_plain_block(box: Box) -> bool:
    return (
        type(box) is boxes.BlockBox
        and box.is_in_normal_flow()
        and box.style["column_count"] == box.style["column_width"] == "auto"
        and all(isinstance(child, boxes.BlockLevelBox) for child in box.children)
    )


def _has_text_of(box: Box, elements: Collection[Element]) -> bool:
    return any(
        isinstance(each, boxes.TextBox) and each.element in elements for each in box.descendants()
    )
