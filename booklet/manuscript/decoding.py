"""Turn the bytes of a text file into text, whatever program wrote them."""

from __future__ import annotations

import codecs
import re
from dataclasses import dataclass

_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_LINE_END = re.compile(r"\r\n?")


@dataclass(frozen=True, slots=True)
class Decoded:
    """A text with single line ends and no byte order mark.

    Attributes:
        text: the whole file.
        foreign_line: the first line, from 1, that had to be read as Windows-1252; 0 when the file
            is Unicode throughout.
    """

    text: str
    foreign_line: int = 0


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

    Raises:
        NotTextError: when it is none of them, or holds a zero byte, which no text does.
    """
    mark, encoding = next(
        ((mark, encoding) for mark, encoding in _MARKS if content.startswith(mark)), (b"", "utf-8")
    )
    content = content[len(mark) :]
    foreign_line = 0
    try:
        text = content.decode(encoding)
    except UnicodeDecodeError as error:
        if encoding != "utf-8":
            raise NotTextError(_line(content[: error.start].decode(encoding, "ignore"))) from error
        foreign_line = _line(content[: error.start].decode("utf-8", "ignore"))
        text = _windows(content)
    if "\x00" in text:
        raise NotTextError(_line(text[: text.index("\x00")]))
    return Decoded(_LINE_END.sub("\n", text), foreign_line)


def _windows(content: bytes) -> str:
    """Decode Windows-1252; a file that has zero bytes or one of its five gaps is no text."""
    try:
        return content.decode("cp1252")
    except UnicodeDecodeError as error:
        raise NotTextError(_line(content[: error.start].decode("cp1252", "ignore"))) from error


def _line(before: str) -> int:
    return _LINE_END.sub("\n", before).count("\n") + 1
