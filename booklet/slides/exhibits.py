"""Find the pictures, charts and tables of a chapter that a session shows, in reading order. Pure.

What stands in a box that the plan leaves out is not shown, nor is what facilitators alone are told,
nor a picture that is only decoration.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from booklet.common import xhtml
from booklet.common.xhtml import SVG, element
from booklet.components import BY_NAME, ComponentContext, Medium, render_components
from booklet.components.chart_canvas import DrawingStyle
from booklet.components.rendering import is_private
from booklet.manuscript.pictures import read_drawing
from booklet.session.boxes import lines_of
from booklet.session.steps import AIMS
from booklet.slides.grid import LAYOUTS, SMALLEST, Kind, Part
from booklet.slides.topic import SlidePicture, SlideTable, Words

if TYPE_CHECKING:
    from collections.abc import Iterator
    from xml.etree.ElementTree import Element

    from booklet.book import Book
    from booklet.markup.chapter import Chapter
    from booklet.session.plan import SessionPlan

_HEADINGS = xhtml.name_set("h2 h3 h4 h5 h6")
_DRAWING = f"{{{SVG}}}svg"
_SPANS = ("colspan", "rowspan")


@dataclass(frozen=True, slots=True)
class Exhibit:
    """A picture, a chart or a table of a chapter; it has a picture, a table or lines.

    Attributes:
        after: the id of the box or rule of the plan that it stands in or comes after; "" when it
            comes before them all.
        is_inside: whether it stands in that box.
        caption: its own words; "" when it has none.
        heading: the title of the box or section that it stands in.
        picture: what is shown.
        table: the same.
        lines: of a table whose cells span others: a row each.
    """

    after: str
    is_inside: bool
    caption: str
    heading: str
    picture: SlidePicture | None = None
    table: SlideTable | None = None
    lines: tuple[str, ...] = ()


def read_exhibits(book: Book, chapter: Chapter, plan: SessionPlan) -> tuple[Exhibit, ...]:
    """Read the pictures, charts and tables of a chapter.

    Args:
        book: that the chapter is from.
        chapter: its body is only looked at.
        plan: of the session about it.
    """
    return tuple(_Reader(book, chapter, plan).read(chapter.body))


class _Reader:
    """Walks through a chapter, and remembers which box and which heading it has passed."""

    def __init__(self, book: Book, chapter: Chapter, plan: SessionPlan) -> None:
        self.book, self.chapter = book, chapter
        self.lang = chapter.metadata.language or book.config.language
        self.titles = {one.id: one.title for one in plan.steps if one.id and one.kind != AIMS}
        self.left_out = {one.id for one in plan.left_out if one.id}
        self.after = ""
        self.heading = chapter.title

    def read(self, item: Element, box: str = "") -> Iterator[Exhibit]:
        """Read what is below an element; `box` is the box of the plan around it."""
        identifier = item.get("id", "")
        if is_private(item, BY_NAME) or identifier in self.left_out:
            return
        if identifier in self.titles:
            self.after = box = identifier
        if item.tag in _HEADINGS:
            self.heading = " ".join(lines_of(item))
        if item.tag == "figure":
            yield from self._figure(item, box)
        elif item.tag == "table":
            yield from self._table(item, box)
        elif item.get("data-component") == "chart":
            yield from self._chart(item, box)
        else:
            for child in item:
                yield from self.read(child, box)

    def own(self, text: str) -> Words:
        return Words(text, self.lang)

    def _exhibit(
        self,
        box: str,
        caption: str,
        picture: SlidePicture | None = None,
        table: SlideTable | None = None,
        lines: tuple[str, ...] = (),
    ) -> Exhibit:
        heading = self.titles.get(box) or self.heading
        return Exhibit(self.after, bool(box), caption, heading, picture, table, lines)

    def _figure(self, figure: Element, box: str) -> Iterator[Exhibit]:
        caption = _caption_of(figure, "figcaption")
        for image in figure.iter("img"):
            picture, words = self.book.pictures.get(image.get("src", "")), image.get("alt")
            if picture is not None and words != "":
                said = self.own(words or caption or self.heading)
                yield self._exhibit(box, caption, picture=SlidePicture(picture, said))
        for table in figure.iter("table"):
            yield from self._table(table, box, caption)

    def _table(self, table: Element, box: str, caption: str = "") -> Iterator[Exhibit]:
        caption = _caption_of(table, "caption") or caption
        rows = [list(row) for row in table.iter("tr") if len(row)]
        spans = any(cell.get(span) for row in rows for cell in row for span in _SPANS)
        is_nested = any(one is not table for one in table.iter("table"))
        if spans or is_nested:
            lines = tuple(line for line in lines_of(table) if line != caption)
            yield self._exhibit(box, caption, lines=lines)
        elif rows:
            yield self._exhibit(box, caption, table=self._read_table(table, rows))

    def _read_table(self, table: Element, rows: list[list[Element]]) -> SlideTable:
        heads = len(table.findall("thead/tr"))
        columns = max(map(len, rows))
        read = [(*map(self._cell, row), *[self.own("")] * (columns - len(row))) for row in rows]
        head = read.pop(0) if heads == 1 else ()
        has_row_heads = len(rows) > heads and rows[-1][0].tag == "th"
        is_said = any(cell.text for cell in head)
        return SlideTable(head if is_said else (), tuple(read), has_row_heads)

    def _cell(self, cell: Element) -> Words:
        text = " ".join(lines_of(cell))
        bold = next((one for one in cell if one.tag in {"strong", "b"}), None)
        is_bold = bold is not None and xhtml.text_of(bold) == text
        return Words(text, self.lang, len(text) if is_bold else 0)

    def _chart(self, section: Element, box: str) -> Iterator[Exhibit]:
        """Show a chart as it is drawn, or else its table: type as small as it needs is no slide."""
        place = LAYOUTS[Kind.PICTURE].box(Part.PICTURE)
        table = next(section.iter("table"), None)
        if table is None or place is None:
            return
        config = self.book.config
        context = ComponentContext(
            slug=self.chapter.slug,
            language=config.book_language.of(self.chapter.metadata.language),
            drawing=DrawingStyle(
                accent=config.colours.accent,
                typefaces=f"{config.fonts.headings}, sans-serif",
                width=place.width,
                text_size=SMALLEST,
            ),
        )
        holder = element("div", {}, section)
        drawn = render_components(holder, Medium.PRINT, context, is_body=False)
        drawing = next(drawn.iter(_DRAWING), None)
        title = next((one for one in drawn.iter() if xhtml.has_class(one, "chart-title")), None)
        caption = " ".join(lines_of(title)) if title is not None else ""
        if drawing is None or float(drawing.get("height", "0")) > place.height:
            yield from self._table(table, box, caption)
            return
        words = " ".join(xhtml.text_of(one) for one in drawing.findall(f"{{{SVG}}}title"))
        picture, _ = read_drawing("chart.svg", xhtml.serialise(drawing).encode())
        yield self._exhibit(box, caption, picture=SlidePicture(picture, self.own(words)))
        if next(drawn.iter("table"), None) is not None:  # it has more numbers than can be written
            yield from self._table(table, box, caption)


def _caption_of(item: Element, tag: str) -> str:
    caption = item.find(tag)
    return " ".join(lines_of(caption)) if caption is not None else ""
