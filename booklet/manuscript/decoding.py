"""Turn the bytes of a text file into text, whatever program wrote them."""

from __future__ import annotations

import codecs
import re
from dataclasses import dataclass, replace

_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
LINE_END = re.compile(r"\r\n?")
"""Line ends of other systems than ours."""
_NO_CHARACTER = "\N{REPLACEMENT CHARACTER}"

_MOST_UNKNOWN = 0.01
"""The share of bytes that no encoding knows and that a text may still have; more is no text."""


@dataclass(frozen=True, slots=True)
class Decoded:
    """A text with single line ends and no byte order mark.

    Attributes:
        text: the whole file.
        foreign: the characters that had to be read as Windows-1252, each with its line, from 1; ()
            when the file is Unicode throughout.
        is_foreign: whether no character beyond ASCII is Unicode: the whole file is Windows-1252.
    """

    text: str
    foreign: tuple[tuple[int, str], ...] = ()
    is_foreign: bool = False


class NotTextError(ValueError):
    """Bytes that are no text.

    Attributes:
        line: where that shows, from 1.
    """

    def __init__(self, line: int) -> None:
        super().__init__(f"no text in line {line}")
        self.line = line


def decode(content: bytes) -> Decoded:
    """Read UTF-8, UTF-16 with its mark, or else Windows-1252.

    In a file that is UTF-8 but for some bytes, only those are read as Windows-1252: one pasted
    accent must not spoil the others.

    Raises:
        NotTextError: when it is none of them, or holds a zero byte, which no text does.
    """
    exact = decode_exactly(content)
    return replace(exact, text=LINE_END.sub("\n", exact.text))


def find_mark(content: bytes) -> tuple[bytes, str]:
    """Tell the byte order mark that a text begins with, b"" for none, and its encoding."""
    return next(
        ((mark, encoding) for mark, encoding in _MARKS if content.startswith(mark)), (b"", "utf-8")
    )


def decode_exactly(content: bytes) -> Decoded:
    """Do the same, and leave the line ends as they are."""
    mark, encoding = find_mark(content)
    content = content[len(mark) :]
    if encoding == "utf-8":
        decoded = _decode_utf_8(content)
    else:
        try:
            decoded = Decoded(content.decode(encoding))
        except UnicodeDecodeError as error:
            before = content[: error.start].decode(encoding, "ignore")
            raise NotTextError(_line(before)) from error
    if "\x00" in decoded.text:
        raise NotTextError(_line(decoded.text[: decoded.text.index("\x00")]))
    return decoded


def _decode_utf_8(content: bytes) -> Decoded:
    """Decode UTF-8, and bytes that are none as Windows-1252.

    Raises:
        NotTextError: when Windows-1252 does not know too many of them either.
    """
    # Each bad byte becomes one lone surrogate U+DC80–U+DCFF (PEP 383), which UTF-8 never has.
    with_holes = content.decode("utf-8", "surrogateescape")
    holes = [match.start() for match in re.finditer("[\udc80-\udcff]", with_holes)]
    if not holes:
        return Decoded(with_holes)
    characters = [_windows_character(with_holes[hole]) for hole in holes]
    unknown = [n for n, character in enumerate(characters) if character == _NO_CHARACTER]
    if len(unknown) > _MOST_UNKNOWN * len(content):
        raise NotTextError(_line(with_holes[: holes[unknown[0]]]))
    table = {
        ord(with_holes[hole]): character for hole, character in zip(holes, characters, strict=True)
    }
    lines = _lines_of(with_holes, holes)
    return Decoded(
        with_holes.translate(table),
        tuple(zip(lines, characters, strict=True)),
        is_foreign=all(one.isascii() or "\udc80" <= one <= "\udcff" for one in {*with_holes}),
    )


def _windows_character(hole: str) -> str:
    return bytes([ord(hole) - 0xDC00]).decode("cp1252", "replace")


def _lines_of(text: str, positions: list[int]) -> list[int]:
    """Tell the line of each position in a text, from 1; the positions ascend."""
    lines, line, start = [], 1, 0
    for position in positions:
        line += _line(text[start:position]) - 1
        start = position
        lines.append(line)
    return lines


def _line(before: str) -> int:
    return LINE_END.sub("\n", before).count("\n") + 1
