"""Two edits: one that changes a word, one that moves all later pages."""

from __future__ import annotations

from typing import TYPE_CHECKING

from benchmarks.prose import Prose

if TYPE_CHECKING:
    from pathlib import Path

_WORDS_THAT_MOVE_PAGES = 700  # more than two pages, so that the next chapter's recto moves


def middle_chapter(folder: Path, ending: str = ".md") -> Path:
    """Choose the chapter in the middle of the book.

    Args:
        folder: where the chapters are, each beginning with its number.
        ending: of their names.
    """
    chapters = sorted(folder.glob(f"[0-9]*{ending}"))
    return chapters[len(chapters) // 2]


def change_word(chapter: Path) -> None:
    """Change one more word of a chapter's text for another of the same length.

    Not in its title, which the contents and the heads of pages print too.
    """
    title, text = chapter.read_text(encoding="utf-8").split("\n\n", 1)
    changed = text.replace(" the ", " our ", 1)
    if changed == text:
        raise ValueError(f"{chapter} has no word left to change")
    chapter.write_text(f"{title}\n\n{changed}", encoding="utf-8")


def lengthen(chapter: Path, seed: str) -> None:
    """Put so many words into a chapter, after its first paragraph, that all later pages move."""
    prose = Prose(seed)
    title, first, *rest = chapter.read_text(encoding="utf-8").split("\n\n")
    added = [prose.paragraph(100) for _ in range(_WORDS_THAT_MOVE_PAGES // 100)]
    chapter.write_text("\n\n".join((title, first, *added, *rest)), encoding="utf-8")
