"""Which boxes of a layout are never cut, and which are better kept whole.

Imported only where Pango is.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from booklet.weasy.internals import boxes

if TYPE_CHECKING:
    from booklet.weasy.protocols import Box

AVOID = frozenset({"avoid", "avoid-page"})
"""Values of CSS that ask for no break."""

_KEPT = frozenset({"component", "rule", "highlight", "how-to-use", "contents-chapter"})
"""Classes of what is better kept whole, but may be broken where its parts meet."""

_KEPT_TAGS = frozenset({"pre", "tbody"})
"""The same of elements: code, and the rows of a short table."""


def is_piece(box: Box) -> bool:
    """Say whether a box is never cut, or has nothing in it that could be."""
    if isinstance(box, boxes.TableRowBox | boxes.ReplacedBox | boxes.FlexBox):
        return True
    if box.style["column_count"] != "auto":  # pieces of columns stand side by side
        return True
    if isinstance(box, boxes.LineBox):
        return False
    return not any(child.is_in_normal_flow() for child in getattr(box, "children", ()))


def avoids_break_inside(box: Box) -> bool:
    """Say whether a box is better kept whole."""
    return box.style["break_inside"] in AVOID


def may_be_broken(box: Box) -> bool:
    """Say whether what is better kept whole may be broken all the same, to fill a page."""
    return box.element_tag in _KEPT_TAGS or is_component(box)


def is_component(box: Box) -> bool:
    """Say whether a box has parts between which it may be broken, however tall it is."""
    return not _KEPT.isdisjoint(classes(box))


def classes(box: Box) -> frozenset[str]:
    """Give the classes of a box's element; those of pseudo-elements are not their own."""
    if box.element is None or "::" in box.element_tag:
        return frozenset()
    return frozenset(box.element.get("class", "").split())
