"""Write slides as a presentation that PowerPoint, Keynote, Google Slides and Impress edit."""

from __future__ import annotations

import io
from dataclasses import dataclass
from datetime import UTC, datetime, time
from typing import TYPE_CHECKING, Any

from pptx.oxml import parse_xml
from pptx.util import Pt
from resvg_py import svg_to_bytes

from booklet.common.archives import write_again
from booklet.common.qr import qr_code_png
from booklet.common.xhtml import escape
from booklet.epub.png_copies import draw_pixels
from booklet.slides.fit_table import CELL_ACROSS, CELL_DOWN
from booklet.slides.grid import STEM_HEIGHT, Kind, Part, layout_of, place_picture
from booklet.slides.measure import GAP, INDENT, LEADING
from booklet.slides.template import FRAME, INDEXES, new_presentation
from booklet.slides.theme import NAMESPACES
from booklet.theme.artwork import cover_art
from booklet.theme.book_strings import book_strings_of
from booklet.theme.chapter_mark import chapter_mark
from booklet.theme.picture_sizes import fit_for_slides
from booklet.theme.typefaces import line_height

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from booklet.book import Book
    from booklet.config import Fonts
    from booklet.markup.chapter import Chapter
    from booklet.slides.fit import Slide
    from booklet.slides.fit_table import FittedTable
    from booklet.slides.grid import Box
    from booklet.slides.topic import Line, SlidePicture, Words

_ART_PIXELS, _MARK_PIXELS = 1600, 320
_ART_OPACITY = 0.22
_CONTENT_TYPES = "[Content_Types].xml"
_SVG = "image/svg+xml"
_PLAIN_TABLE = "{2D5ABB26-0587-4C30-8999-92F81FD0307C}"
"""The style "No Style, No Grid", which every program for presentations has."""


@dataclass(frozen=True, slots=True)
class _Deck:
    """What all slides of a presentation share.

    Attributes:
        address: for the QR code; "" when there is none.
        fonts: of the book.
        is_leftward: whether its script runs from right to left.
    """

    address: str
    fonts: Fonts
    is_leftward: bool

    def direction(self, words: Words) -> str:
        """Say the direction of a paragraph where it is not that of the presentation."""
        is_leftward = words.direction == "rtl"
        return "" if is_leftward == self.is_leftward else f' rtl="{int(is_leftward)}"'


def make_presentation(book: Book, chapter: Chapter, slides: Sequence[Slide], address: str) -> bytes:
    """Make the file of a presentation; the same slides give the same bytes.

    Args:
        book: that the chapter is from.
        chapter: that the slides are about.
        slides: fitted.
        address: for the QR code; "" when there is none.
    """
    config = book.config
    language = config.book_language.of(chapter.metadata.language)
    deck = _Deck(address, config.fonts, is_leftward=language.direction == "rtl")
    presentation = new_presentation(
        config.fonts,
        config.colours.accent,
        art=_draw(draw_art(), _ART_PIXELS),
        mark=_draw(chapter_mark(chapter.title, config.colours.accent), _MARK_PIXELS),
        is_leftward=deck.is_leftward,
    )
    layouts = {layout.name: layout for layout in presentation.slide_layouts}
    for slide in slides:
        made = presentation.slides.add_slide(layouts[slide.kind.value])
        _fill_in(made, slide, deck)
        if slide.notes:
            _write_notes(made.notes_slide, slide.notes)
    _describe(presentation.core_properties, book, chapter)
    written = io.BytesIO()
    presentation.save(written)
    return write_again(written.getvalue(), first=_CONTENT_TYPES)


def draw_art() -> str:
    """Draw the cover's thumbprint for the opening: pale, on the accent."""
    art = cover_art("#ffffff").replace("<g ", f'<g opacity="{_ART_OPACITY}" ', 1)
    return art.replace('Z" fill=', f'Z" opacity="{_ART_OPACITY}" fill=')


def _draw(svg: str, width: int) -> bytes:
    return bytes(svg_to_bytes(svg_string=svg, width=width, skip_system_fonts=True))


def _fill_in(made: Any, slide: Slide, deck: _Deck) -> None:  # noqa: ANN401 - python-pptx has no types
    """Put what a slide shows into the placeholders of its layout; empty ones go.

    They are put into reading order, which is that of the shapes (PowerPoint's "reading order").
    """
    tree = made.shapes._spTree  # noqa: SLF001 - python-pptx has no public way
    for box in layout_of(slide.kind, is_leftward=deck.is_leftward).boxes:
        placeholder = next(
            one for one in made.placeholders if one.placeholder_format.idx == INDEXES[box.part]
        )
        if box.part is Part.CODE:
            code = placeholder.insert_picture(io.BytesIO(qr_code_png(deck.address)))
            tree.append(_describe_picture(code, slide.words[Part.CODE].text))
        elif slide.picture is not None and box.part is Part.PICTURE:
            tree.append(_show_picture(placeholder, slide.picture, box, deck))
        elif slide.table is not None and box.part is Part.TABLE:
            frame = _table_frame(slide.table, box, placeholder.shape_id, deck)
            placeholder._element.getparent().remove(placeholder._element)  # noqa: SLF001 - as above
            tree.append(parse_xml(frame))
        elif slide.text_of(box.part):
            _write_text(placeholder, slide, box, deck)
            tree.append(placeholder._element)  # noqa: SLF001 - as above
        else:
            placeholder._element.getparent().remove(placeholder._element)  # noqa: SLF001 - as above


def _write_text(placeholder: Any, slide: Slide, box: Box, deck: _Deck) -> None:  # noqa: ANN401 - as above
    size = slide.sizes[box.part]
    body = placeholder._element.txBody  # noqa: SLF001 - as above
    body.replace(body.bodyPr, parse_xml(FRAME.replace("<a:bodyPr", f"<a:bodyPr {NAMESPACES}")))
    for paragraph in list(body.p_lst):
        body.remove(paragraph)
    for number, line in enumerate(slide.text_of(box.part)):
        gap = _gap(slide.kind, box, size, deck.fonts.headings) if number else 0.0
        body.append(parse_xml(_paragraph(line, box, size, gap, deck)))


def _describe_picture(picture: Any, words: str) -> Any:  # noqa: ANN401 - as above
    element = picture._element  # noqa: SLF001 - as above
    element.nvPicPr.cNvPr.set("descr", words)
    return element


def _show_picture(placeholder: Any, shown: SlidePicture, box: Box, deck: _Deck) -> Any:  # noqa: ANN401 - as above
    """Put a picture into its placeholder, all of it, as large as that is."""
    drawing = shown.picture
    is_drawing = drawing.media_type == _SVG
    size = drawing.width, drawing.height
    content = (
        draw_pixels(drawing.name, drawing.content, size, deck.fonts)
        if is_drawing
        else fit_for_slides(drawing).content
    )
    where = place_picture(box, *size, is_drawing=is_drawing, is_leftward=deck.is_leftward)
    picture = placeholder.insert_picture(io.BytesIO(content))
    picture.crop_left = picture.crop_right = picture.crop_top = picture.crop_bottom = 0
    picture.left, picture.top = Pt(where.left), Pt(where.top)
    picture.width, picture.height = Pt(where.width), Pt(where.height)
    return _describe_picture(picture, shown.words.text)


def _table_frame(table: FittedTable, box: Box, shape_id: int, deck: _Deck) -> str:
    """Write a table that can be edited, in the placeholder of its layout (ECMA-376-1, 21.1.3)."""
    across, down = sum(table.widths), sum(table.heights)
    left = box.left + (box.width - across if deck.is_leftward else 0)
    rows = (table.head, *table.rows) if table.head else table.rows
    flags = "".join(
        f' {name}="1"'
        for name, is_so in (
            ("rtl", deck.is_leftward), ("firstRow", table.head), ("firstCol", table.has_row_heads),
        )
        if is_so
    )  # fmt: skip
    columns = "".join(f'<a:gridCol w="{Pt(width)}"/>' for width in table.widths)
    written = "".join(
        f'<a:tr h="{Pt(height)}">'
        + "".join(_cell(words, table.size, is_head=row is table.head, deck=deck) for words in row)
        + "</a:tr>"
        for row, height in zip(rows, table.heights, strict=True)
    )
    return (
        f'<p:graphicFrame {NAMESPACES}><p:nvGraphicFramePr><p:cNvPr id="{shape_id}" '
        f'name="{box.part.value}"/><p:cNvGraphicFramePr><a:graphicFrameLocks noGrp="1"/>'
        f'</p:cNvGraphicFramePr><p:nvPr><p:ph type="tbl" sz="quarter" idx="{INDEXES[box.part]}"/>'
        f'</p:nvPr></p:nvGraphicFramePr><p:xfrm><a:off x="{Pt(left)}" y="{Pt(box.top)}"/>'
        f'<a:ext cx="{Pt(across)}" cy="{Pt(down)}"/></p:xfrm><a:graphic><a:graphicData '
        'uri="http://schemas.openxmlformats.org/drawingml/2006/table"><a:tbl>'
        f"<a:tblPr{flags}><a:tableStyleId>{_PLAIN_TABLE}</a:tableStyleId></a:tblPr>"
        f"<a:tblGrid>{columns}</a:tblGrid>{written}</a:tbl></a:graphicData></a:graphic>"
        "</p:graphicFrame>"
    )


def _cell(words: Words, size: float, *, is_head: bool, deck: _Deck) -> str:
    """Write a cell over a line; a head is bold, in the colour of the book, over a heavy one."""
    alignment = f'algn="{"r" if deck.is_leftward else "l"}" rtl="{int(words.direction == "rtl")}"'
    colour = "accent1" if is_head else "tx1"
    look = (
        f'<a:solidFill><a:schemeClr val="{colour}"/></a:solidFill><a:latin typeface="+mj-lt"/>'
        '<a:ea typeface="+mj-ea"/><a:cs typeface="+mj-cs"/>'
    )
    sized = f'lang="{words.lang}" sz="{round(size * 100)}"'
    bold = ' b="1"' if words.lead else ""
    run = f'<a:r><a:rPr {sized}{bold} dirty="0">{look}</a:rPr><a:t>{escape(words.text)}</a:t></a:r>'
    empty = f'<a:endParaRPr {sized} dirty="0">{look}</a:endParaRPr>'
    edges = f'marL="{Pt(CELL_ACROSS)}" marR="{Pt(CELL_ACROSS)}" marT="{Pt(CELL_DOWN)}" '
    line = (
        f'<a:lnB w="{Pt(2 if is_head else 0.75)}"><a:solidFill><a:schemeClr val="'
        f'{"accent1" if is_head else "accent4"}"/></a:solidFill></a:lnB>'
    )
    return (
        f'<a:tc><a:txBody><a:bodyPr/><a:lstStyle/><a:p><a:pPr {alignment}><a:lnSpc><a:spcPct val="'
        f'{round(LEADING * 100_000)}"/></a:lnSpc></a:pPr>{run if words.text else empty}</a:p>'
        f'</a:txBody><a:tcPr {edges}marB="{Pt(CELL_DOWN)}">{line}<a:noFill/></a:tcPr></a:tc>'
    )


def _gap(kind: Kind, box: Box, size: float, headings: str) -> float:
    """Tell the space before a paragraph in points; the stems of a plan stand on their lines."""
    if kind is Kind.PLAN and box.part is Part.BODY:
        return STEM_HEIGHT - line_height(headings) * LEADING * size
    return GAP * size


def _paragraph(line: Line, box: Box, size: float, gap: float, deck: _Deck) -> str:
    words = line.words
    direction = deck.direction(words)
    marks = f"<a:pPr{direction}/>" if direction else ""
    if box.part is Part.BODY:
        indent = Pt(INDENT * size) if line.is_item else 0
        marker = "<a:buNone/>"
        if line.number:
            counted = f'<a:buAutoNum type="arabicPeriod" startAt="{line.number}"/>'
            marker = f'<a:buFont typeface="+mj-lt"/>{counted}'
        elif line.is_item:
            marker = '<a:buFont typeface="Arial"/><a:buChar char="•"/>'
        marks = (
            f'<a:pPr marL="{indent}" indent="{-indent}"{direction}><a:spcBef><a:spcPts '
            f'val="{round(gap * 100)}"/></a:spcBef>{marker}</a:pPr>'
        )
    lead, rest = words.text[: words.lead], words.text[words.lead :]
    runs = "".join(
        _run(text, words.lang, size if size != box.size else None, is_bold=is_bold)
        for text, is_bold in ((lead, True), (rest, False))
        if text
    )
    return f"<a:p {NAMESPACES}>{marks}{runs}</a:p>"


def _run(text: str, lang: str, size: float | None, *, is_bold: bool) -> str:
    sized = f' sz="{round(size * 100)}"' if size else ""
    bold = ' b="1"' if is_bold else ""
    return f'<a:r><a:rPr lang="{lang}"{sized}{bold} dirty="0"/><a:t>{escape(text)}</a:t></a:r>'


def _write_notes(notes: Any, words: Iterable[Words]) -> None:  # noqa: ANN401 - as above
    body = notes.notes_text_frame._txBody  # noqa: SLF001 - as above
    for paragraph in list(body.p_lst):
        body.remove(paragraph)
    for one in words:
        run = _run(one.text, one.lang, None, is_bold=False)
        body.append(parse_xml(f"<a:p {NAMESPACES}>{run}</a:p>"))


def _describe(properties: Any, book: Book, chapter: Chapter) -> None:  # noqa: ANN401 - as above
    """Say what the presentation is; its dates are those of the booklet."""
    strings = book_strings_of(book.publication)
    released = datetime.combine(book.modified, time(), tzinfo=UTC).replace(tzinfo=None)
    properties.title = f"{strings.title} – {chapter.title}"
    properties.author = properties.last_modified_by = strings.author
    properties.subject = strings.title
    properties.identifier = f"{book.identifier}#{chapter.slug}-slides"
    properties.language = chapter.metadata.language or strings.language
    properties.keywords = ", ".join(book.config.subjects)
    properties.comments = strings.description
    properties.created = properties.modified = released
    properties.revision = 1
