"""GFM 4.10, tables: a head, a delimiter row, and rows of cells between pipes."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from booklet.markup.commonmark.node import Kind, Node

if TYPE_CHECKING:
    from collections.abc import Sequence

_DELIMITER = re.compile(r"\|?[ \t]*:?-+:?[ \t]*(?:\|[ \t]*:?-+:?[ \t]*)*\|?[ \t]*$")
_PIPE = re.compile(r"\\\||\|")
_ALIGNMENTS = {(True, False): "left", (False, True): "right", (True, True): "center"}


def begin(parent: Node, paragraph: Node) -> None:
    """Turn the end of a paragraph into a table when its last line is a delimiter row.

    Lines before the head stay a paragraph.
    """
    lines = paragraph.lines
    if len(lines) <= 1 or "-" not in lines[-1] or "|" not in lines[-2]:
        return
    if not _DELIMITER.match(lines[-1]) or len(cells(lines[-1])) != len(cells(lines[-2])):
        return
    line = paragraph.line + len(lines) - 2
    table = Node(Kind.TABLE, line, end=paragraph.end, lines=lines[-2:])
    if len(lines) == 2:  # noqa: PLR2004 - nothing before the head
        parent.children.pop()
    else:
        del lines[-2:]
        paragraph.end = line - 1
    parent.children.append(table)


def cells(row: str) -> list[str]:
    r"""Cut a row into cells; `\|` is a pipe in a cell, in code as well."""
    row = row.strip()
    found, start = [], 0
    for match in _PIPE.finditer(row):
        if match[0] == "|":
            found.append(row[start : match.start()])
            start = match.end()
    found.append(row[start:])
    if row.startswith("|"):
        del found[0]
    if len(found) > 1 and not found[-1]:
        del found[-1]
    return [cell.replace("\\|", "|").strip() for cell in found] if row.strip("|") else []


def alignments(delimiter_row: str) -> Sequence[str]:
    """Read how columns are aligned: "left", "right", "center", or "" when it is not said."""
    return [
        _ALIGNMENTS.get((cell.startswith(":"), cell.endswith(":")), "")
        for cell in cells(delimiter_row)
    ]
