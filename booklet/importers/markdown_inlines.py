"""Write the words of a paragraph as Markdown: styles, links, and marks that nobody meant. Pure.

Marks that an author of plain words did not mean are escaped (CommonMark 0.31, 2.4), so that no
word changes or disappears when the chapter is read.
"""

from __future__ import annotations

import re
from functools import partial
from itertools import groupby
from typing import TYPE_CHECKING

from booklet.importers.document import LineBreak, NoteCall, Style, Text
from booklet.importers.inlines import plain_text

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from booklet.importers.document import Inline

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

# Marks for the ends of a style while a line is put together; no text has them (see `clean`).
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
_PASTED_BULLET = re.compile("^([•◦·o–▪-])\u00a0 ?")
"""What chapters take for a bullet out of a word processor."""

_LINE_START = re.compile(
    r"(#{1,6}(?=\s|$)|>|[-+](?=\s|-|$)|=+\s*$|\d{1,9}(?=[.)](?:\s|$))|\((?=\w{1,4}\))|:(?=\s|:|-)"
    r"|!!!|\||\^(?=\[)|(?:Table|Figure)(?=:))"
)


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
    line = _PASTED_BULLET.sub(r"\1 ", re.sub(" {2,}", " ", line).strip(" "))
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
    return f"{before and ' '}[{inner}]({destination(address)}){after and ' '}"


def destination(address: str) -> str:
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
    text = clean(one.text)
    if Style.CODE in one.style and text.strip():
        longest = max((len(run) for run in re.findall("`+", text)), default=0)
        fence = "`" * (longest + 1)
        pad = " " if text[0] in "` " or text[-1] in "` " else ""
        return f"{fence}{pad}{text}{pad}{fence}"
    return escape(text, keeps_addresses=links)


def clean(text: str) -> str:
    """Drop characters that no text needs, and those that mark the ends of styles here."""
    return _FORBIDDEN.sub(" ", text)


def escape(text: str, *, keeps_addresses: bool = True) -> str:
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
    return _END.sub(lambda end: written.get(end.start(), end[0]), line)


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
