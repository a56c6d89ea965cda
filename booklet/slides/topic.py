"""What slides say, as values: words, lines, pictures, tables, and what is shown together."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from booklet.common.language import Language

if TYPE_CHECKING:
    from collections.abc import Mapping

    from booklet.manuscript.pictures import Picture
    from booklet.slides.grid import Kind, Part


@dataclass(frozen=True, slots=True)
class Words:
    """Some words in one language.

    Attributes:
        text: plain, on one line.
        lang: a BCP 47 tag.
        lead: how many of its characters, from the first, are bold.
    """

    text: str
    lang: str
    lead: int = 0

    @property
    def direction(self) -> str:
        """How their script runs: `ltr` or `rtl`."""
        return Language(self.lang).direction


@dataclass(frozen=True, slots=True)
class Line:
    """A line of a slide's text.

    Attributes:
        words: what it says.
        number: of an item of a numbered list; 0 for others.
        is_item: whether it is an item of a list.
    """

    words: Words
    number: int = 0
    is_item: bool = False


@dataclass(frozen=True, slots=True)
class SlidePicture:
    """A picture of a slide.

    Attributes:
        picture: the file; a chart is a drawing of ours.
        words: what it shows, for those who do not see it.
    """

    picture: Picture
    words: Words


@dataclass(frozen=True, slots=True)
class SlideTable:
    """A table as plain words.

    Attributes:
        head: what each column is; () when it does not say.
        rows: each as long as all others, and as the head.
        has_row_heads: whether the first cell of a row says what the row is.
    """

    head: tuple[Words, ...]
    rows: tuple[tuple[Words, ...], ...]
    has_row_heads: bool = False

    def as_lines(self) -> tuple[Line, ...]:
        """Say the table as a list, an item a row: "Year 1: First word calm · Second warm"."""
        said = [row for row in self.rows if any(cell.text for cell in row)]
        if not said:
            return (Line(_join([cell.text for cell in self.head], self.head[0].lang)),)
        heads = [one.text for one in self.head] or [""] * len(said[0])
        return tuple(_say_row(row, heads) for row in said)


def _say_row(row: tuple[Words, ...], heads: list[str]) -> Line:
    first, *others = row
    cells = [f"{head} {one.text}".strip() for one, head in zip(others, heads[1:], strict=True)
             if one.text]  # fmt: skip
    start = f"{first.text}: " if first.text and cells else first.text
    words = _join(cells, first.lang)
    return Line(Words(start + words.text, first.lang, len(start.rstrip())), is_item=True)


def _join(parts: list[str], lang: str) -> Words:
    return Words(" · ".join(filter(None, parts)), lang)


@dataclass(frozen=True, slots=True)
class Topic:
    """Something that is shown, on one slide or on several.

    Attributes:
        kind: of the slide.
        title: of the slide.
        words: what stands in its other boxes, by their parts.
        lines: the text.
        notes: for whoever leads the session, a paragraph each.
        picture: that it shows, on a slide for a picture.
        table: the same, on a slide for a table.
    """

    kind: Kind
    title: Words
    words: Mapping[Part, Words] = field(default_factory=dict)
    lines: tuple[Line, ...] = ()
    notes: tuple[Words, ...] = ()
    picture: SlidePicture | None = None
    table: SlideTable | None = None
