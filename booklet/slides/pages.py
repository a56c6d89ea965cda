"""Lay the same slides out as pages, for a computer without a program for presentations."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import groupby
from typing import TYPE_CHECKING

from booklet.common.qr import qr_code
from booklet.print.single_sheet import lay_out_single_sheet
from booklet.slides.grid import (
    LAYOUTS,
    TOP_BAR,
    Bar,
    Box,
    Colour,
    Kind,
    Part,
    layout_of,
    place_picture,
)
from booklet.slides.measure import LEADING
from booklet.slides.presentation import draw_art
from booklet.theme.chapter_mark import chapter_mark
from booklet.theme.style_bundle import picture_address
from booklet.theme.typefaces import line_height

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from booklet.book import Book
    from booklet.config import Fonts
    from booklet.markup.chapter import Chapter
    from booklet.print.division import PrintBook
    from booklet.slides.fit import Slide
    from booklet.slides.fit_table import FittedTable
    from booklet.slides.topic import Line, Words
    from booklet.theme.templates import Layouts

_COLOURS = {Colour.INK: "var(--ink)", Colour.PAPER: "#fff", Colour.ACCENT: "var(--accent)"}


@dataclass(frozen=True, slots=True)
class Run:
    """Paragraphs, or the items of one list.

    Attributes:
        tag: of the list: "ul", "ol"; "" for paragraphs.
        start: the number of the first item.
        words: a paragraph or an item each.
    """

    tag: str
    start: int
    words: tuple[Words, ...]


@dataclass(frozen=True, slots=True)
class PlacedBox:
    """A box of a slide as CSS has it.

    Attributes:
        style: where it stands, and its type.
        words: of a title or a picture.
        runs: of all other boxes.
        picture: its address; "" for text.
        table: instead of text.
        is_title: whether it is the slide's title.
        is_plan: whether its lines are the stems of a plan.
    """

    style: str
    words: Words | None
    runs: tuple[Run, ...]
    picture: str = ""
    table: FittedTable | None = None
    is_title: bool = False
    is_plan: bool = False


@dataclass(frozen=True, slots=True)
class SlidePage:
    """A slide as a page.

    Attributes:
        name: of its kind, the class in style sheets.
        is_first: whether its title is the document's.
        boxes: in reading order.
        bars: lines of the layout.
    """

    name: str
    is_first: bool
    boxes: tuple[PlacedBox, ...]
    bars: tuple[Bar, ...]


def lay_out_slides(
    book: Book, layouts: Layouts, chapter: Chapter, slides: Sequence[Slide], address: str
) -> PrintBook:
    """Lay out slides as pages.

    Args:
        book: that the chapter is from.
        layouts: where template and style sheet come from.
        chapter: that the slides are about.
        slides: fitted.
        address: for the QR code; "" when there is none.

    Raises:
        LayoutError: when a template or a font is missing or wrong.
    """
    fonts = book.config.fonts
    language = book.config.book_language.of(chapter.metadata.language)
    is_leftward = language.direction == "rtl"
    layouts_of_kinds = {kind: layout_of(kind, is_leftward=is_leftward) for kind in Kind}
    shown = [slide.picture.picture for slide in slides if slide.picture]
    pages = [
        SlidePage(
            name=slide.kind.name.lower(),
            is_first=not number,
            boxes=tuple(_boxes(slide, fonts, address, is_leftward=is_leftward)),
            bars=(
                *(() if LAYOUTS[slide.kind].is_dark else (TOP_BAR,)),
                *layouts_of_kinds[slide.kind].bars,
            ),
        )
        for number, slide in enumerate(slides)
    ]
    return lay_out_single_sheet(
        book,
        layouts,
        "slides/slides.html",
        chapter.title,
        style="slides/slides.css",
        drawings={
            "booklet:art/slides.svg": draw_art(),
            "booklet:art/chapter-mark.svg": chapter_mark(chapter.title, book.config.colours.accent),
            **{
                picture_address(one): one.content.decode()
                for one in shown
                if one.media_type == "image/svg+xml"
            },
        },
        direction=language.direction,
        slides=pages,
    )


def _boxes(slide: Slide, fonts: Fonts, address: str, *, is_leftward: bool) -> Iterator[PlacedBox]:
    for box in layout_of(slide.kind, is_leftward=is_leftward).boxes:
        if slide.picture is not None and box.part is Part.PICTURE:
            one = slide.picture.picture
            where = place_picture(
                box, one.width, one.height, is_leftward=is_leftward,
                is_drawing=one.media_type == "image/svg+xml",
            )  # fmt: skip
            yield PlacedBox(_place(where), slide.picture.words, (), picture=picture_address(one))
        elif slide.table is not None and box.part is Part.TABLE:
            style = _style(box, slide.table.size, fonts, is_leftward=is_leftward)
            yield PlacedBox(style, None, (), table=slide.table)
        elif lines := slide.text_of(box.part):
            size = slide.sizes.get(box.part, box.size)
            yield PlacedBox(
                style=_style(box, size, fonts, is_leftward=is_leftward),
                words=lines[0].words,
                runs=tuple(_runs(lines)),
                picture=qr_code(address) if box.part is Part.CODE else "",
                is_title=box.part is Part.TITLE,
                is_plan=slide.kind is Kind.PLAN and box.part is Part.BODY,
            )


def _runs(lines: Sequence[Line]) -> Iterator[Run]:
    for tag, those in groupby(lines, _tag):
        items = list(those)
        yield Run(tag, items[0].number, tuple(one.words for one in items))


def _tag(line: Line) -> str:
    if not line.is_item:
        return ""
    return "ol" if line.number else "ul"


def _place(one: Box | Bar) -> str:
    return f"left: {one.left}pt; top: {one.top}pt; width: {one.width}pt; height: {one.height}pt"


def _style(box: Box, size: float, fonts: Fonts, *, is_leftward: bool) -> str:
    family = fonts.text if box.is_serif else fonts.headings
    leading = line_height(family) * LEADING
    # Words in another script keep to the edge that all others keep to: not "start", nor "end".
    return (
        f"{_place(box)}; color: {_COLOURS[box.colour]}; "
        f"text-align: {'right' if box.at_end != is_leftward else 'left'}; "
        f"font: {700 if box.is_bold else 400} {size:g}pt/{leading:.3f} "
        f"var(--{'text' if box.is_serif else 'heading'}-font)"
    )
