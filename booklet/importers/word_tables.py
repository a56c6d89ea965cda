"""Find the heads of a Word file's tables, and mark them so that mammoth sees them.

Names are those of ECMA-376, Part 1.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from booklet.importers.word_numbering import attribute, child_of, local_name
from booklet.importers.word_parts import SWITCHED_OFF, named

if TYPE_CHECKING:
    from collections.abc import Mapping

    from lxml.etree import _Element

_FIRST_ROW = 0x0020
"""The bit of a table's look that shows its first row as the style says (17.4.56)."""


def mark_table_heads(document: _Element, styles: _Element | None) -> None:
    """Mark as a head (17.4.49) each first row that only the look of its table shows to be one.

    Word switches "header row" on for every new table (17.4.56), so it says something only where the
    table's style sets that row apart. Words in bold are left to whoever reads the words.
    """
    by_id = {attribute(one, "styleId"): one for one in (styles if styles is not None else ())}
    for table in named(document, "tbl"):
        rows = [one for one in table if local_name(one) == "tr"]
        if len(rows) < 2:  # noqa: PLR2004 - a head, and what it heads
            continue
        first, second = (
            [_is_shaded(one) for one in row if local_name(one) == "tc"] for row in rows[:2]
        )
        is_set_apart = _has_head_style(table, by_id) or (all(first) and not any(second))
        for row in rows:
            _settle_head(row, is_head=is_set_apart and row is rows[0])


def _settle_head(row: _Element, *, is_head: bool) -> None:
    """Mark a row as a head if it is one; take off a mark that is switched off (17.17.4)."""
    mark = child_of(row, "trPr", "tblHeader")
    if mark is None and is_head:
        namespace = str(row.tag).rpartition("}")[0] + "}"
        properties = child_of(row, "trPr")
        if properties is None:
            properties = row.makeelement(f"{namespace}trPr")
            row.insert(0, properties)
        properties.append(row.makeelement(f"{namespace}tblHeader"))
    elif mark is not None and attribute(mark, "val") in SWITCHED_OFF:
        mark.tag = "off"


def _has_head_style(table: _Element, styles: Mapping[str, _Element]) -> bool:
    """Tell whether a table shows the first row as its style, or one that it is based on, says."""
    look = child_of(table, "tblPr", "tblLook")
    bits = attribute(look, "val")
    is_on = attribute(look, "firstRow") not in {"", *SWITCHED_OFF}
    if not is_on and not (re.fullmatch("[0-9A-Fa-f]{4}", bits) and int(bits, 16) & _FIRST_ROW):
        return False
    seen: set[str] = set()
    name = attribute(child_of(table, "tblPr", "tblStyle"), "val")
    while name in styles and name not in seen:
        seen.add(name)
        parts = named(styles[name], "tblStylePr")
        first_rows = (part for part in parts if attribute(part, "type") == "firstRow")
        if any(len(list(named(part, "b", "shd", "tcBorders"))) for part in first_rows):
            return True
        name = attribute(child_of(styles[name], "basedOn"), "val")
    return False


def _is_shaded(cell: _Element) -> bool:
    fill = attribute(child_of(cell, "tcPr", "shd"), "fill").lower()
    return fill not in {"", "auto", "ffffff"}
