"""Write imported blocks as the Markdown of a chapter; what they say stays what it was. Pure."""

from __future__ import annotations

import re
from dataclasses import replace
from itertools import chain
from typing import TYPE_CHECKING

from booklet.importers.document import (
    Code,
    Definition,
    Figure,
    Heading,
    List,
    Paragraph,
    Quote,
    Separator,
    Table,
    Text,
    Verbatim,
)
from booklet.importers.inlines import on_one_line, plain_text
from booklet.importers.markdown_inlines import (
    clean,
    destination,
    escape,
    write_inlines,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from booklet.importers.document import Block, Inline, Note

_LOWEST_LEVEL = 6
_LONG_ITEM = 100
"""Characters of an item from which on blank lines stand between the items."""


def write_markdown(blocks: Iterable[Block], notes: Iterable[Note] = ()) -> str:
    """Write a chapter's text, without its metadata.

    Args:
        blocks: in reading order.
        notes: footnotes, which stand at the end.

    Returns:
        Markdown that ends with a line end, or "" when there is nothing.
    """
    parts = _write_blocks(blocks)
    for note in notes:
        text = "\n\n".join(_write_blocks(note.blocks))
        parts.append(_indent(text, f"[^{note.key}]: ", "    "))
    return "\n\n".join(parts) + "\n" if parts else ""


def _write_blocks(blocks: Iterable[Block]) -> list[str]:
    parts: list[str] = []
    previous: Block | None = None
    is_other_marker = False
    for block in blocks:
        # Two lists in a row are told apart by their markers (CommonMark 5.3).
        is_same_kind = (
            isinstance(previous, List)
            and isinstance(block, List)
            and ((previous.start is None) == (block.start is None))
        )
        is_other_marker = is_same_kind and not is_other_marker
        written = _write_block(block, is_other_marker=is_other_marker)
        if written:
            parts.append(written)
            previous = block
    return parts


def _write_block(block: Block, *, is_other_marker: bool) -> str:  # noqa: C901, PLR0911 - a kind, a case
    match block:
        case Paragraph():
            return write_inlines(block.content)
        case Heading():
            words = write_inlines(on_one_line(block.content))
            marks = "#" * min(block.level, _LOWEST_LEVEL)
            return f"{marks} {re.sub(r'#+$', lambda end: chr(92) + end[0], words)}" if words else ""
        case List():
            return _write_list(block, is_other_marker=is_other_marker)
        case Quote():
            lines = "\n\n".join(_write_blocks(block.blocks)).split("\n")
            return "\n".join(f"> {line}".rstrip() for line in lines) if lines != [""] else ""
        case Definition():
            terms = "\n".join(write_inlines(on_one_line(term)) for term in block.terms)
            inner = chain.from_iterable(map(_with_caption_below, block.blocks))
            meaning = _indent("\n\n".join(_write_blocks(inner)), ":   ", "    ")
            return f"{terms}\n{meaning}"
        case Code():
            return _write_code(block)
        case Table():
            return _write_table(block)
        case Figure():
            return _write_figure(block)
        case Separator():
            return "___"  # no marker of a list is like it
        case Verbatim():
            return block.markdown


def _write_code(code: Code) -> str:
    text = re.sub("[\x00-\x08\x0b-\x1f\ue000-\uf8ff]", "", code.text)
    longest = max((len(run) for run in re.findall("`+", text)), default=0)
    fence = "`" * max(3, longest + 1)
    return f"{fence}\n{text}\n{fence}"


def _write_list(block: List, *, is_other_marker: bool) -> str:
    below = [tuple(chain.from_iterable(map(_with_caption_below, item))) for item in block.items]
    written = ["\n\n".join(_write_blocks(item)) for item in below]
    is_loose = any(
        len(text) > _LONG_ITEM or len(item) > 1
        for text, item in zip(written, below, strict=True)
        if not (len(item) == 2 and isinstance(item[1], List))  # noqa: PLR2004 - a point and its own
    )
    lines = []
    for number, text in enumerate(written):
        if block.start is None:
            marker = "* " if is_other_marker else "- "
            ticked = block.ticks[number] if block.ticks else None
            box = "" if ticked is None else "[x] " if ticked else "[ ] "
        else:
            marker = f"{block.start + number}{')' if is_other_marker else '.'} "
            box = ""
        lines.append(_indent(box + text, marker, " " * len(marker)).rstrip())
    return ("\n\n" if is_loose else "\n").join(lines)


def _with_caption_below(block: Block) -> tuple[Block, ...]:
    """Put a caption into a paragraph: in a list or a meaning, a picture is no figure."""
    if not isinstance(block, Figure) or not block.caption:
        return (block,)
    return replace(block, caption=()), Paragraph(block.caption, block.line)


def _indent(text: str, first: str, others: str) -> str:
    head, *rest = text.split("\n")
    return "\n".join([first + head, *(others + line if line else "" for line in rest)])


def _write_table(table: Table) -> str:
    rows = [[_write_cell(cell) for cell in row] for row in table.rows]
    width = max(map(len, rows), default=0)
    if not width:
        return ""
    if not table.has_head:
        rows.insert(0, [""] * width)
    lines = [f"| {' | '.join(row + [''] * (width - len(row)))} |" for row in rows]
    lines.insert(1, f"|{'---|' * width}")
    caption = write_inlines(on_one_line(table.caption))
    below = ["", f"Table: {caption}"] if caption else []
    return "\n".join([*lines, *below])


def _write_cell(cell: Sequence[Inline]) -> str:
    lines = write_inlines(cell).split("\\\n")
    return "<br>".join(line.replace("|", "\\|") for line in lines).replace("\\\\|", "\\|")


def _write_figure(figure: Figure) -> str:
    caption = clean(plain_text(on_one_line(figure.caption))).strip()
    if not figure.is_there:
        address = clean(figure.address).replace("--", "%2D%2D").replace(">", "%3E")
        return f"<!-- A picture belongs here: {address} -->"
    description = escape(clean(figure.description))
    title = caption.replace("\\", "\\\\").replace('"', '\\"').replace("&", "&amp;")
    is_plain = all(isinstance(one, Text) and not one.address for one in figure.caption)
    if title and is_plain:
        return f'![{description}]({destination(figure.address)} "{title}")'
    below = write_inlines(on_one_line(figure.caption))
    picture = f"![{description}]({destination(figure.address)})"
    return f"{picture}\n\n{below}" if below else picture
