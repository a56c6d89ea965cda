"""Gather what people have written into the action tables of returned booklets. Pure.

Which column and which row a field is in is told by its label, as `booklet.weasy.field_names` writes
it: "Who does what: By when, 2". So a booklet of an earlier release is understood, too, and one in
which a table had more rows.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import groupby
from typing import TYPE_CHECKING

from booklet.session.boxes import lines_of, read_boxes

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from xml.etree.ElementTree import Element

    from booklet.common.language import Language
    from booklet.markup.chapter import Chapter
    from booklet.session.returned_booklets import ReturnedCell

_REPEATED = re.compile(r" \(\d+\)$")
"""After the label of a field whose label another one has."""


@dataclass(frozen=True, slots=True)
class ActionRow:
    """A row of an action table that somebody has written in.

    Attributes:
        cells: a text for each column, printed or written; "" where it was left empty.
        name: of the booklet's owner; "" when there is none.
    """

    cells: tuple[str, ...]
    name: str = ""


@dataclass(frozen=True, slots=True)
class ActionTable:
    """An action table with what everybody has written into it.

    Attributes:
        title: of its box.
        heads: of its columns.
        rows: each once, in the order of their words, which does not tell whose they are.
    """

    title: str
    heads: tuple[str, ...]
    rows: tuple[ActionRow, ...]


def gather_actions(
    chapter: Chapter, language: Language, returned: Iterable[ReturnedCell]
) -> tuple[ActionTable, ...]:
    """Gather the rows of a chapter's action tables; tables that nobody has written in are left out.

    Args:
        chapter: its body is only looked at.
        language: of the chapter, for the titles of boxes without one.
        returned: of any chapters and any booklets, those of one booklet together.
    """
    boxes, _ = read_boxes(chapter, language)
    elements = {one.get("id", ""): one for one in chapter.body.iter() if one.get("id")}
    cells = [one for one in returned if one.slug == chapter.slug]
    tables = []
    for box in boxes:
        own = [one for one in cells if f"{chapter.slug}-{one.box}" == box.id]
        printed = [list(map(_words, row)) for row in elements[box.id].iter("tr")] if own else []
        if printed:
            head, *others = printed
            booklets = groupby(own, key=lambda cell: cell.booklet)
            rows = {row for _, those in booklets for row in _place(those, head, others)}
            tables.append(ActionTable(box.title, tuple(head), tuple(sorted(rows, key=_order))))
    return tuple(tables)


def _place(
    cells: Iterable[ReturnedCell], heads: Sequence[str], printed: Iterable[Sequence[str]]
) -> tuple[ActionRow, ...]:
    """Put what one person has written into its rows and columns, beside what is printed there."""
    starts: Mapping[str, Sequence[str]] = {row[0]: row for row in printed if row and row[0]}
    rows: dict[str, list[str]] = {}
    names: dict[str, str] = {}
    for cell in cells:
        column, row = _find_place(cell.label, heads)
        known = starts.get(_REPEATED.sub("", row), ())
        written = rows.setdefault(row, [*known, *[""] * (len(heads) - len(known))])
        written[column] = " ".join(filter(None, (written[column], cell.text)))
        names[row] = cell.name
    return tuple(ActionRow(tuple(written), names[row]) for row, written in rows.items())


def _find_place(label: str, heads: Sequence[str]) -> tuple[int, str]:
    """Find the column of a field, and what tells its row from others."""
    for column, head in enumerate(heads):
        match = re.search(rf"(?:^|: ){re.escape(head)}, (.+)$", label) if head else None
        if match:
            return column, match[1]
    return 0, label


def _order(row: ActionRow) -> tuple[str, ...]:
    return (*(cell.casefold() for cell in row.cells), *row.cells, row.name)


def _words(cell: Element) -> str:
    return " ".join(lines_of(cell))
