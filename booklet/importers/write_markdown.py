"""Write imported blocks as the Markdown of a chapter; whatever they say stays what it was. Pure.

Marks that an author of plain words did not mean are escaped (CommonMark 0.31, 2.4), so that no
word changes or disappears when the chapter is read.
"""

from __future__ import annotations

import re
from dataclasses import replace
from functools import partial
from itertools import chain, groupby
from typing import TYPE_CHECKING

from booklet.importers.document import (
    Code,
    Figure,
    Heading,
    LineBreak,
    List,
    NoteCall,
    Paragraph,
    Quote,
    Separator,
    Style,
    Table,
    Text,
    Verbatim,
)
from booklet.importers.inlines import plain_text

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from booklet.importers.document import Block, Inline, Note

_LOWEST_LEVEL = 6
_LONG_ITEM = 100
"""Characters of an item from which on blank lines stand between the items."""

_TAGS = {
    Style.BOLD: ("strong", "**"),
    Style.ITALIC: ("em", "*"),
    Style.STRUCK: ("del", ""),
    Style.UNDERLINED: ("u", ""),
    Style.RAISED: ("sup", ""),
    Style.LOWERED: ("sub", ""),
    Style.MARKED: ("mark", ""),
}
"""The tag of each style, and the delimiter of Markdown that serves where its neighbours let it."""

# Marks for the ends of a style while a line is put together; no text has them (see `_clean`).
_OPEN, _CLOSE = "\ue100", "\ue200"
_ENDS = {style: (chr(0xE100 + n), chr(0xE200 + n)) for n, style in enumerate(_TAGS)}
_END = re.compile("[\ue100-\ue106\ue200-\ue206]")
_LEADING_BLANK = re.compile("([\ue100-\ue106])( +)")
_TRAILING_BLANK = re.compile("( +)([\ue200-\ue206])")
_FORBIDDEN = re.compile("[\x00-\x1f\x7f\ue000-\uf8ff\ufffe\uffff\ud800-\udfff]+")

_ADDRESS = re.compile(r"(?:https?://|www\.)[^\s<>*`\\\[\]|]+|[\w.+-]+@[\w-]+(?:\.[\w-]+)+")
_SPECIAL = re.compile(
    r"[\\`*\[\]~{]"
    r"|<(?=[A-Za-z/!?])"
    r"|&(?=#?\w+;)"
    r"|(?<![^\W_])_|_(?![^\W_])"
    r"|==|%(?=%)"
)
_LINE_START = re.compile(
    r"(#{1,6}(?=\s|$)|>|[-+](?=\s|-|$)|=+\s*$|\d{1,9}(?=[.)](?:\s|$))|\((?=\w{1,4}\))|:(?=\s|:|-)"
    r"|!!!|\||\^(?=\[)|(?:Table|Figure)(?=:))"
)


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


def _write_block(block: Block, *, is_other_marker: bool) -> str:  # noqa: PLR0911 - a kind, a case
    match block:
        case Paragraph():
            return write_inlines(block.content)
        case Heading():
            words = write_inlines(_on_one_line(block.content))
            marks = "#" * min(block.level, _LOWEST_LEVEL)
            return f"{marks} {re.sub(r'#+$', lambda end: chr(92) + end[0], words)}" if words else ""
        case List():
            return _write_list(block, is_other_marker=is_other_marker)
        case Quote():
            lines = "\n\n".join(_write_blocks(block.blocks)).split("\n")
            return "\n".join(f"> {line}".rstrip() for line in lines) if lines != [""] else ""
        case Code():
            text = re.sub("[\x00-\x08\x0b-\x1f\ue000-\uf8ff]", "", block.text)
            longest = max((len(run) for run in re.findall("`+", text)), default=0)
            fence = "`" * max(3, longest + 1)
            return f"{fence}\n{text}\n{fence}"
        case Table():
            return _write_table(block)
        case Figure():
            return _write_figure(block)
        case Separator():
            return "---"
        case Verbatim():
            return block.markdown


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
    """Put a caption into a paragraph: in a list, a picture without blank lines is no figure."""
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
    caption = write_inlines(_on_one_line(table.caption))
    below = ["", f"Table: {caption}"] if caption else []
    return "\n".join([*lines, *below])


def _write_cell(cell: Sequence[Inline]) -> str:
    lines = write_inlines(cell).split("\\\n")
    return "<br>".join(line.replace("|", "\\|") for line in lines).replace("\\\\|", "\\|")


def _write_figure(figure: Figure) -> str:
    caption = _clean(plain_text(_on_one_line(figure.caption))).strip()
    if not figure.is_there:
        address = _clean(figure.address).replace("--", "%2D%2D").replace(">", "%3E")
        return f"<!-- A picture belongs here: {address} -->"
    description = _escape(_clean(figure.description))
    title = caption.replace("\\", "\\\\").replace('"', '\\"').replace("&", "&amp;")
    is_plain = all(isinstance(one, Text) and not one.address for one in figure.caption)
    if title and is_plain:
        return f'![{description}]({_destination(figure.address)} "{title}")'
    below = write_inlines(_on_one_line(figure.caption))
    picture = f"![{description}]({_destination(figure.address)})"
    return f"{picture}\n\n{below}" if below else picture


def _on_one_line(content: Iterable[Inline]) -> tuple[Inline, ...]:
    return tuple(Text(" ") if isinstance(one, LineBreak) else one for one in content)


def write_inlines(content: Iterable[Inline]) -> str:
    """Write a paragraph; its line breaks are backslashes at the ends of lines."""
    lines: list[list[Text | NoteCall]] = [[]]
    for one in content:
        if isinstance(one, LineBreak):
            lines.append([])
        else:
            lines[-1].append(one)
    written = [_write_line(line) for line in lines]
    return "\\\n".join(line for line in written if line)


def _write_line(parts: Iterable[Text | NoteCall]) -> str:
    line = ""
    for address, group in groupby(parts, _address_of):
        run = list(group)
        line += _write_link(address, run) if address else _write_styles(run)
    for blank in (_LEADING_BLANK, _TRAILING_BLANK):
        while blank.search(line):
            line = blank.sub(r"\2\1", line)
    line = re.sub(" {2,}", " ", line).strip(" ")
    ends = _END.match(line)
    start = ends.end() if ends else 0
    found = _LINE_START.match(line, start)
    if found is not None and found[0][0].isalnum():
        line = line[: found.end()] + "\\" + line[found.end() :]
    elif found is not None:
        line = line[: found.start()] + "\\" + line[found.start() :]
    return _resolve_ends(line)


def _address_of(one: Text | NoteCall) -> str:
    return one.address if isinstance(one, Text) else ""


def _write_link(address: str, parts: list[Text | NoteCall]) -> str:
    words = plain_text(parts)
    if not words.strip():
        return words
    bare = words.strip()
    is_own_address = bare in (address, address.removeprefix("mailto:"))
    if is_own_address and _ADDRESS.fullmatch(bare) and bare.isascii() and bare[:4] != "www.":
        return f"<{bare}>"
    before = words[: len(words) - len(words.lstrip())]
    after = words[len(words.rstrip()) :]
    inner = _write_styles(parts, links=False).strip(" ")
    return f"{before and ' '}[{inner}]({_destination(address)}){after and ' '}"


def _destination(address: str) -> str:
    """Write an address so that nothing in it ends the link (CommonMark 6.3)."""
    return re.sub(
        r"[\s()<>\\\"`*\[\]|]|[\x00-\x20\x7f]",
        lambda one: "".join(f"%{byte:02X}" for byte in one[0].encode()),
        address.strip(),
    )


def _write_styles(
    parts: Sequence[Text | NoteCall], styles: Sequence[Style] = tuple(_TAGS), *, links: bool = True
) -> str:
    """Write text in the given styles, the outermost first; their ends are marks for now."""
    if not styles:
        return "".join(_write_text(one, links=links) for one in parts)
    style, *rest = styles
    written = ""
    for has_style, group in groupby(parts, partial(_has_style, style)):
        inner = _write_styles(tuple(group), rest, links=links)
        opening, closing = _ENDS[style]
        written += f"{opening}{inner}{closing}" if has_style and inner.strip() else inner
    return written


def _has_style(style: Style, one: Text | NoteCall) -> bool:
    return isinstance(one, Text) and style in one.style


def _write_text(one: Text | NoteCall, *, links: bool) -> str:
    if isinstance(one, NoteCall):
        return f"[^{one.key}]"
    text = _clean(one.text)
    if Style.CODE in one.style and text.strip():
        longest = max((len(run) for run in re.findall("`+", text)), default=0)
        fence = "`" * (longest + 1)
        pad = " " if text[0] in "` " or text[-1] in "` " else ""
        return f"{fence}{pad}{text}{pad}{fence}"
    return _escape(text, keeps_addresses=links)


def _clean(text: str) -> str:
    return _FORBIDDEN.sub(" ", text)


def _escape(text: str, *, keeps_addresses: bool = True) -> str:
    """Escape what Markdown would take for markup; web addresses stay as they are."""
    if not keeps_addresses:
        return _SPECIAL.sub(r"\\\g<0>", text)
    written, end = "", 0
    for found in _ADDRESS.finditer(text):
        written += _SPECIAL.sub(r"\\\g<0>", text[end : found.start()]) + found[0]
        end = found.end()
    return written + _SPECIAL.sub(r"\\\g<0>", text[end:])


def _resolve_ends(line: str) -> str:
    """Write the ends of styles: as asterisks where these count as emphasis, else as tags."""
    pairs: list[tuple[int, int]] = []
    opened: list[int] = []
    for end in _END.finditer(line):
        if end[0] < _CLOSE:
            opened.append(end.start())
        else:
            pairs.append((opened.pop(), end.start()))
    written: dict[int, str] = {}
    for start, stop in pairs:
        tag, delimiter = list(_TAGS.values())[ord(line[start]) - ord(_OPEN)]
        is_safe = bool(delimiter) and _may_open(line, start) and _may_close(line, stop)
        written[start] = delimiter if is_safe else f"<{tag}>"
        written[stop] = delimiter if is_safe else f"</{tag}>"
    return "".join(written.get(n, character) for n, character in enumerate(line))


def _may_open(line: str, position: int) -> bool:
    """Tell whether a delimiter there opens emphasis (CommonMark 6.2, left-flanking)."""
    before = line[position - 1 : position]
    after = line[position + 1 : position + 2]
    if before >= _CLOSE and _END.match(before):
        return False
    return bool(after) and (after.isalnum() or not before or before == " ")


def _may_close(line: str, position: int) -> bool:
    """Tell whether a delimiter there closes emphasis (CommonMark 6.2, right-flanking)."""
    before = line[position - 1 : position]
    after = line[position + 1 : position + 2]
    if _END.match(after) and after < _CLOSE:
        return False
    return before.isalnum() or not after or after == " "
