"""What an author should know about a chapter's file, before its text is looked at."""

from __future__ import annotations

from typing import TYPE_CHECKING

from booklet.common.errors import Finding, Fix, Place, Severity
from booklet.common.files import FailureKind
from booklet.manuscript.listing import FOLDER

if TYPE_CHECKING:
    from collections.abc import Iterator

    from booklet.common.files import ReadFailure
    from booklet.manuscript.decoding import Decoded
    from booklet.manuscript.size_limits import OversizedBlock
    from booklet.manuscript.source import Source

LARGEST_FILE = 5_000_000
"""Bytes in a chapter; a long novel has about a million."""

_CODES = {
    FailureKind.MISSING: "M110",
    FailureKind.NOT_A_FILE: "M102",
    FailureKind.OUTSIDE: "M103",
    FailureKind.UNREADABLE: "M104",
    FailureKind.TOO_LARGE: "M105",
}
_HINTS = {
    FailureKind.MISSING: "Look at its name, and save it again.",
    FailureKind.NOT_A_FILE: "Rename it or move it away, and put a file in its place.",
    FailureKind.OUTSIDE: "Copy the file itself into the folder instead of a link to it.",
    FailureKind.UNREADABLE: "Close it in other programs, and look at whether you may open it.",
    FailureKind.TOO_LARGE: f"At most {LARGEST_FILE // 1_000_000} MB; part it into several "
    "chapters.",
}


def refuse_file(refused: ReadFailure, shown: str) -> Finding:
    """Say why a file cannot be read."""
    return Finding(
        _CODES[refused.kind],
        Severity.ERROR,
        f"this {refused.reason}",
        _HINTS[refused.kind],
        Place(shown),
    )


def refuse_no_text(place: Place) -> Finding:
    """Say that a file is no text."""
    return Finding(
        "M106",
        Severity.ERROR,
        "this is not a text file",
        "A chapter is plain text. From a word processor: save as 'Plain text' or 'Markdown'.",
        place,
    )


def report_encoding(shown: str, decoded: Decoded) -> Iterator[Finding]:
    """Say what is not UTF-8: the file, or single characters on some of its lines."""
    if decoded.is_foreign:
        yield Finding(
            "M107",
            Severity.WARNING,
            "this is not UTF-8; it was read as Windows-1252",
            "Look at its accents and quotation marks, then save it again as UTF-8.",
            Place(shown, decoded.foreign[0][0]),
            Fix(Place(shown, decoded.foreign[0][0]), "", ""),
        )
        return
    by_line: dict[int, list[str]] = {}
    for line, character in decoded.foreign:
        by_line.setdefault(line, []).append(character)
    for line, characters in by_line.items():
        said = ", ".join(f"'{character}'" for character in dict.fromkeys(characters))
        yield Finding(
            "M107",
            Severity.WARNING,
            f"not all of this line is UTF-8; what is not was read as Windows-1252: {said}",
            "Look at what it says here, type it again, and save the file as UTF-8.",
            Place(shown, line),
            Fix(Place(shown, line), "", ""),
        )


def refuse_block(source: Source, excess: OversizedBlock) -> Finding:
    """Say that a table or a block of code is too long."""
    return Finding(
        "M122",
        Severity.ERROR,
        f"there is {excess.what}, which would take too long to set",
        f"At most {excess.most}; keep what readers need, and say where they find the rest.",
        source.place(excess.line),
    )


def refuse_empty(shown: str) -> Finding:
    """Say that a chapter has no words."""
    return Finding(
        "M108",
        Severity.ERROR,
        "this chapter is empty",
        "Write something in it, add 'draft: true' at the top, or move it away.",
        Place(shown),
    )


def report_same_name(shown: str, other: str, slug: str) -> Finding:
    """Say that two chapters would be called alike in links."""
    return Finding(
        "M109",
        Severity.WARNING,
        f"but for its number this file is called like '{other}'",
        f"It is '{slug}' in links for now. Give one of them another name, so that links and "
        "bookmarks stay right when the order changes.",
        Place(shown),
    )


def report_draft(shown: str) -> Finding:
    """Say that a chapter is a draft."""
    return Finding(
        "M112",
        Severity.NOTE,
        "this chapter is a draft and is left out",
        "When it is ready, take out the line 'draft: true'.",
        Place(shown),
    )


def refuse_drafts() -> Finding:
    """Say that there are drafts only."""
    return Finding(
        "M111",
        Severity.ERROR,
        "there is no chapter that is not a draft",
        "Take out the line 'draft: true' at the top of one.",
        Place(FOLDER),
    )
