"""Generated books in the format of this project: any number of chapters of about 3,000 words.

The same arguments give the same files, byte for byte, on every machine. A chapter's text depends on
its number and on how many chapters there are, for references go to chapters that exist.
"""

from __future__ import annotations

import shutil
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from benchmarks.drawing import draw_bars
from benchmarks.prose import Prose
from benchmarks.yardsticks import CHAPTER

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

WORDS_IN_A_CHAPTER = 3000
_SECTIONS = 6
_SEED = "booklet 1"
_SETTINGS = """\
title = "A Book of {count} Chapters"
author = "The Generator"
description = "Sentences without a meaning, to measure how long books take."
language = "en-GB"
version = "1"
date = 2026-09-01
copyfit = false

[labels]
chapter = "{chapter}"
"""
_SHORTEST_PARAGRAPH = 20
_REFERENCE_STEPS = (1, 7, -3)


@dataclass(frozen=True, slots=True)
class Outline:
    """What other chapters may refer to.

    Attributes:
        slug: the file's name without its ending.
        title: of the chapter.
        headings: of its sections.
    """

    slug: str
    title: str
    headings: tuple[str, ...]


def write_corpus(project: Path, chapter_count: int, *, words: int = WORDS_IN_A_CHAPTER) -> None:
    """Write a book; whatever was in the folder before is removed.

    Args:
        project: the folder to make.
        chapter_count: at least 1.
        words: about how many words a chapter has.
    """
    shutil.rmtree(project, ignore_errors=True)
    (project / "chapters" / "images").mkdir(parents=True)
    settings = _SETTINGS.format(count=chapter_count, chapter=CHAPTER)
    (project / "booklet.toml").write_text(settings, encoding="utf-8")
    for number in range(1, chapter_count + 1):
        text = write_chapter(number, chapter_count, words=words)
        path = project / "chapters" / f"{outline(number).slug}.md"
        path.write_text(text, encoding="utf-8", newline="\n")
        (project / "chapters" / "images" / f"{number:03}.png").write_bytes(_picture(number))


@cache
def outline(number: int) -> Outline:
    """Plan a chapter: titles that are all different, within the chapter and over the book."""
    prose = Prose(f"{_SEED} outline {number}")
    title = f"{prose.title()} {number}"
    headings: list[str] = []
    while len(headings) < _SECTIONS:
        heading = prose.title()
        if heading not in headings:
            headings.append(heading)
    return Outline(f"{number:03}-{anchor(title)}", title, tuple(headings))


def anchor(heading: str) -> str:
    """Name a heading's id within its chapter."""
    return heading.lower().replace(" ", "-")


def write_chapter(number: int, chapter_count: int, *, words: int = WORDS_IN_A_CHAPTER) -> str:
    """Write one chapter in Markdown.

    Args:
        number: from 1.
        chapter_count: how many chapters the book has, as far as references are concerned.
        words: about how many words it has.
    """
    return "\n\n".join(_Chapter(number, chapter_count, words).blocks()) + "\n"


class _Chapter:
    """Writes a chapter's blocks; every section has something that the others lack."""

    def __init__(self, number: int, chapter_count: int, words: int) -> None:
        self.number = number
        self.chapter_count = chapter_count
        self.section_words = words // _SECTIONS
        self.prose = Prose(f"{_SEED} chapter {number} of {chapter_count}")
        self.outline = outline(number)
        self.notes: list[str] = []

    def blocks(self) -> Iterator[str]:
        yield f"# {self.outline.title}"
        yield self.prose.paragraph(40)
        specials = (
            self._with_note,
            self._bulleted,
            self._tabulated,
            self._pictured,
            self._numbered,
            self._boxed,
        )
        for index, (heading, special) in enumerate(
            zip(self.outline.headings, specials, strict=True)
        ):
            yield f"## {heading}"
            yield from self._section(index, list(special()))
        yield from self.notes

    def _section(self, index: int, special: list[str]) -> Iterator[str]:
        """Put the special blocks in the middle of paragraphs, up to the section's words."""
        missing = self.section_words - sum(len(block.split()) for block in special)
        paragraphs: list[str] = []
        while missing > 0 or not paragraphs:
            length = max(_SHORTEST_PARAGRAPH, min(missing, 45 + self.prose.below(70)))
            paragraph = self.prose.paragraph(length)
            missing -= len(paragraph.split())
            paragraphs.append(paragraph)
        middle = max(1, len(paragraphs) // 2)
        if index < len(_REFERENCE_STEPS) and self.chapter_count > 1:
            reference = self._reference_beyond(_REFERENCE_STEPS[index])
            paragraphs[0] += f" {reference}"
        yield from paragraphs[:middle]
        yield from special
        yield from paragraphs[middle:]

    def _reference_beyond(self, step: int) -> str:
        """Refer to a section of another chapter."""
        other = (self.number - 1 + step) % self.chapter_count + 1
        target = outline(other if other != self.number else other % self.chapter_count + 1)
        heading = target.headings[self.prose.below(_SECTIONS)]
        link = f"[{heading}]({target.slug}.md#{anchor(heading)})"
        return f"There is more about it in {link}, {self.prose.phrase()}."

    def _reference_within(self, heading: str) -> str:
        return f"We said so before: [{heading}](#{anchor(heading)})."

    def _note(self) -> str:
        """Call a footnote, and keep its text for the end of the chapter."""
        key = f"n{len(self.notes) + 1}"
        self.notes.append(f"[^{key}]: {self.prose.paragraph(14)}")
        return f"[^{key}]"

    def _with_note(self) -> Iterator[str]:
        yield self.prose.paragraph(50) + self._note()
        yield self.prose.paragraph(50) + self._note()

    def _bulleted(self) -> Iterator[str]:
        yield "\n".join(f"- {self.prose.paragraph(12)}" for _ in range(6))

    def _tabulated(self) -> Iterator[str]:
        rows = [["Week", "What happens", "Who"]]
        rows += [
            [str(week), self.prose.phrase(), self.prose.word("name")]
            for week in range(1, 7 + self.prose.below(6))
        ]
        rows.insert(1, ["---"] * 3)
        yield f"Table: {self.prose.title()}"
        yield "\n".join("| " + " | ".join(row) + " |" for row in rows)

    def _pictured(self) -> Iterator[str]:
        described, caption = self.prose.phrase(), self.prose.title()
        yield f'![Bars: {described}](images/{self.number:03}.png "{caption}")'

    def _numbered(self) -> Iterator[str]:
        yield f"### {self.prose.title()} once more"
        yield self.prose.paragraph(40) + self._note()
        yield "\n".join(f"{n}. {self.prose.paragraph(15)}" for n in range(1, 6))

    def _boxed(self) -> Iterator[str]:
        yield f"> [!key]\n> {self.prose.sentence()}"
        yield self.prose.paragraph(40) + " " + self._reference_within(self.outline.headings[1])


def _picture(number: int) -> bytes:
    prose = Prose(f"{_SEED} picture {number}")
    return draw_bars([1 + prose.below(9) for _ in range(12)])
