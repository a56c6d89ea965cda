"""Characters that cannot be seen, and letters that were once read in the wrong encoding.

Presentations, terminals and word processors leave control characters in what is pasted from them.
A book cannot have them (XML 1.0, 2.2), but what they part must not run together, and nothing may
go without a word.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import chain
from typing import TYPE_CHECKING

from booklet.common.errors import Finding, Fix, Place, Severity

if TYPE_CHECKING:
    from collections.abc import Iterator

    from booklet.manuscript.source import Source

_BREAK = re.compile("[\v\f\x85\u2028\u2029]")
_ESCAPE_SEQUENCE = re.compile(
    r"\x1b(?:\[[0-?]*[ -/]*[@-~]|\][^\x07\x1b]*(?:\x07|\x1b\\)|[@-Z\\-_])?"
)
_CONTROL = re.compile(
    "[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]"
)
_UNSEEN = re.compile(f"{_BREAK.pattern}|{_CONTROL.pattern}")
_FENCE = re.compile(r"[-+]{3}\s*")

_IN_WINDOWS = {
    chr(code): character
    for code in range(0x80, 0xA0)
    if (character := bytes([code]).decode("cp1252", "ignore"))
}
_CONTINUATIONS = "".join(_IN_WINDOWS.get(chr(code), chr(code)) for code in range(0x80, 0xC0))
_MISREAD = re.compile(
    "(?:[\u00c2\u00c3][\u00a1-\u00bf]"  # the signs and accents of Western Europe
    "|\u00e2[\u20ac\u201a\u201e\u2020\u02c6\u0153\u02dc]"  # quotation marks, dashes, arrows, ticks
    f"[{re.escape(_CONTINUATIONS)}]"
    "|\u00ef(?:\u00bb\u00bf|\u00bf\u00bd)"  # a byte order mark, a replacement character
    f"|\u00f0\u0178[{re.escape(_CONTINUATIONS)}]{{2}})+"  # faces and other pictures
)
"""How UTF-8 looks when it is read as Windows-1252: signs that stand side by side in no language."""

_MISREAD_STARTS = "\u00c2\u00c3\u00e2\u00ef\u00f0"
"""With what these begin; looking for single signs takes no time."""


@dataclass(frozen=True, slots=True)
class VisibleText:
    """A text without characters that cannot be seen.

    Attributes:
        text: with a new line, `<br>` in the row of a table, where a character broke one.
        breaks: the lines of `text`, from 1, that begin at such a character.
        broken: the lines of the file on which one was, from 1.
        dropped: the lines of the file that had other such characters, with what became of them.
    """

    text: str
    breaks: tuple[int, ...] = ()
    broken: tuple[int, ...] = ()
    dropped: tuple[tuple[int, str], ...] = ()


def make_visible(text: str) -> VisibleText:
    """Take out what cannot be seen; vertical tabs, form feeds and the like become line breaks.

    Two spaces before such a break make it one in Markdown too.
    """
    if not _UNSEEN.search(text):
        return VisibleText(text)
    lines: list[str] = []
    breaks: list[int] = []
    broken: list[int] = []
    dropped: list[tuple[int, str]] = []
    in_metadata = False
    for number, written in enumerate(text.split("\n"), 1):
        is_fence = _FENCE.fullmatch(written) is not None
        in_metadata = is_fence if number == 1 else in_metadata and not is_fence
        names = dict.fromkeys(map(_name, _CONTROL.findall(written)))
        if names:
            dropped.append((number, ", ".join(names)))
        line = _ESCAPE_SEQUENCE.sub("", written)
        line = _CONTROL.sub(lambda match: _IN_WINDOWS.get(match[0], ""), line)
        if _BREAK.search(line):
            broken.append(number)
        first, *rest = _parts(line, in_metadata=in_metadata)
        lines += [first, *rest]
        breaks += range(len(lines) - len(rest) + 1, len(lines) + 1)
    return VisibleText("\n".join(lines), tuple(breaks), tuple(broken), tuple(dropped))


def _name(control: str) -> str:
    letter = _IN_WINDOWS.get(control)
    state = f"read as '{letter}'" if letter else "left out"
    return f"U+{ord(control):04X} ({state})"


def _parts(line: str, *, in_metadata: bool) -> list[str]:
    """Break a line as its characters say; a row of a table and a value of metadata stay whole."""
    if in_metadata:
        return [_BREAK.sub(" ", line)]
    if line.lstrip().startswith("|"):
        return [_BREAK.sub("<br>", line)]
    *parts, last = _BREAK.split(line)
    return [*(f"{part}  " if part.strip() else part for part in parts), last]


def report_invisible_characters(
    source: Source, visible: VisibleText, text: str
) -> Iterator[Finding]:
    """Say what was taken out, and where text looks as if read in the wrong encoding.

    Args:
        source: the chapter.
        visible: what `make_visible` made of its text.
        text: as it was before.
    """
    for line in visible.broken:
        yield Finding(
            "M121",
            Severity.NOTE,
            "a character that cannot be seen is read as a line break",
            "It came with pasted text, from slides perhaps. Press Enter in its place.",
            source.place_in_file(line),
        )
    for line, names in visible.dropped:
        yield Finding(
            "M121",
            Severity.WARNING,
            f"there are characters that cannot be seen: {names}",
            "They came with pasted text. Delete them, and look at the words around them.",
            source.place_in_file(line),
        )
    is_suspect = any(sign in text for sign in _MISREAD_STARTS) and _MISREAD.search(text)
    lines = text.split("\n") if is_suspect else ()
    for number, written in enumerate(lines, 1):
        for wrong, right in dict(_misread(written)).items():
            yield Finding(
                "M120",
                Severity.WARNING,
                f"'{wrong}' looks like text read in the wrong encoding",
                f"Write '{right}', and look for more of the kind: your program reads UTF-8 as "
                "something else when it opens or pastes text.",
                source.place_in_file(number),
                Fix(Place(source.path, number, written.find(wrong) + 1), wrong, right),
            )


def _misread(line: str) -> Iterator[tuple[str, str]]:
    """Find words that hold UTF-8 read as Windows-1252, with what they were."""
    for word in re.findall(r"\S+", line) if _MISREAD.search(line) else ():
        right = _MISREAD.sub(lambda match: _as_utf_8(match[0]), word)
        if right != word:
            yield word, right


def _as_utf_8(misread: str) -> str:
    encoded = b"".join(chain.from_iterable([_byte(one)] for one in misread))
    try:
        return encoded.decode("utf-8")
    except UnicodeDecodeError:
        return misread


def _byte(character: str) -> bytes:
    try:
        return character.encode("cp1252")
    except UnicodeEncodeError:  # the five gaps of Windows-1252
        return character.encode("latin-1", "replace")
