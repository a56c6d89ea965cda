"""Fields to type into, on a page in a browser; what is typed is kept under their ids."""

from __future__ import annotations

from typing import TYPE_CHECKING

from booklet.common.xhtml import element

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element


def text_field(identifier: str, labelled_by: str) -> Element:
    """Make a field for some sentences on a page in a browser.

    Args:
        identifier: unique in the book; what is typed is kept under it.
        labelled_by: the id of the words that say what to type.
    """
    named = {"id": identifier, "aria-labelledby": labelled_by}
    return element("textarea", {"class": "field", "rows": "3", **named})


def cell_field(identifier: str, label: str) -> Element:
    """Make a field for a cell of a table; `label` is not seen, for the table shows what it says."""
    named = {"id": identifier, "aria-label": label}
    return element("textarea", {"class": "field", "rows": "1", **named})


def labelled_field(
    identifier: str, words: Element | str, *, kind: str = "", classes: str = ""
) -> Element:
    """Make a field for a line or two under its label; see `text_field`.

    Args:
        identifier: unique in the book.
        words: the label's.
        kind: of an `input` in HTML: `text`, `date`; "" for a field that grows.
        classes: of the label's words.
    """
    made = (
        element("input", {"class": "field", "type": kind, "id": identifier})
        if kind
        else element("textarea", {"class": "field", "rows": "2", "id": identifier})
    )
    label = element("label", {"class": f"field-label {classes}".strip(), "for": identifier}, words)
    return element("div", {"class": "labelled-field"}, label, made)
