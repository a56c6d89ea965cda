"""Wide tables on narrow screens: each cell says which column it is in, for rows set as lists."""

from __future__ import annotations

from typing import TYPE_CHECKING

from booklet.common import xhtml

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

WIDE = "wide-table"
LABEL = "data-label"
_WIDEST_ON_A_TELEPHONE = 3
_ROLES = {"table": "table", "thead": "rowgroup", "tbody": "rowgroup", "tr": "row", "td": "cell"}


def label_cells(root: Element, *, with_roles: bool = True) -> None:
    """Give every cell of a wide table, or of one to type into, the words of its column's head.

    Args:
        root: changed in place.
        with_roles: whether to say what a table's parts are, which old reading systems forget of
            what is no longer laid out as a table; browsers do not.
    """
    for table in root.iter("table"):
        _make_empty_heads_plain(table)
        heads = _heads(table)
        has_fields = next(table.iter("textarea"), None) is not None
        is_wide = len(heads) > _WIDEST_ON_A_TELEPHONE or has_fields
        if heads and is_wide and not _has_spans(table):
            _label(table, heads)
            if with_roles:
                _say_roles(table)


def _make_empty_heads_plain(table: Element) -> None:
    """Let a head without words, such as that above the names of rows, be a cell like others."""
    for cell in table.iter("th"):
        if not len(cell) and not xhtml.text_of(cell):
            cell.tag = "td"
            cell.attrib.pop("scope", None)


def _heads(table: Element) -> list[str]:
    """Read the heads of the columns; none unless there is exactly one row of them."""
    rows = table.findall("thead/tr")
    return [xhtml.text_of(cell) for cell in rows[0]] if len(rows) == 1 else []


def _has_spans(table: Element) -> bool:
    spans = ("colspan", "rowspan")
    is_nested = next((one for one in table.iter("table") if one is not table), None) is not None
    return is_nested or any(cell.get(span) is not None for cell in table.iter() for span in spans)


def _label(table: Element, heads: list[str]) -> None:
    xhtml.add_class(table, WIDE)
    for row in table.findall("tbody/tr"):
        for cell, head in zip(row, heads, strict=False):
            cell.set(LABEL, head)


def _say_roles(table: Element) -> None:
    for item in table.iter():
        role = _ROLES.get(item.tag, "")
        if item.tag == "th":
            role = "columnheader" if item.get("scope") == "col" else "rowheader"
        if role:
            item.attrib.setdefault("role", role)
