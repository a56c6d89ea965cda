"""Write slides as a presentation that PowerPoint, Keynote, Google Slides and Impress edit."""

from __future__ import annotations

import io
from datetime import UTC, datetime, time
from typing import TYPE_CHECKING, Any

from pptx.oxml import parse_xml
from pptx.util import Pt
from resvg_py import svg_to_bytes

from booklet.common.archives import write_again
from booklet.common.qr import qr_code_png
from booklet.common.xhtml import escape
from booklet.slides.fit import GAP, INDENT, LEADING
from booklet.slides.grid import LAYOUTS, STEM_HEIGHT, Kind, Part
from booklet.slides.template import FRAME, INDEXES, new_presentation
from booklet.slides.theme import NAMESPACES
from booklet.theme.artwork import cover_art
from booklet.theme.book_strings import book_strings_of
from booklet.theme.chapter_mark import chapter_mark
from booklet.theme.typefaces import line_height

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from booklet.book import Book
    from booklet.markup.chapter import Chapter
    from booklet.slides.fit import Slide
    from booklet.slides.grid import Box
    from booklet.slides.topics import Line, Words

_ART_PIXELS, _MARK_PIXELS = 1600, 320
_ART_OPACITY = 0.22
_CONTENT_TYPES = "[Content_Types].xml"


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
    presentation = new_presentation(
        config.fonts,
        config.colours.accent,
        art=_draw(draw_art(), _ART_PIXELS),
        mark=_draw(chapter_mark(chapter.title, config.colours.accent), _MARK_PIXELS),
        is_leftward=language.direction == "rtl",
    )
    layouts = {layout.name: layout for layout in presentation.slide_layouts}
    for slide in slides:
        made = presentation.slides.add_slide(layouts[slide.kind.value])
        _fill_in(made, slide, address, config.fonts.headings)
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


def _fill_in(made: Any, slide: Slide, address: str, headings: str) -> None:  # noqa: ANN401 - python-pptx has no types
    """Put the text of a slide into the placeholders of its layout; empty ones go.

    They are put into reading order, which is that of the shapes (PowerPoint's "reading order").
    """
    tree = made.shapes._spTree  # noqa: SLF001 - python-pptx has no public way
    for box in LAYOUTS[slide.kind].boxes:
        placeholder = next(
            one for one in made.placeholders if one.placeholder_format.idx == INDEXES[box.part]
        )
        if box.part is Part.CODE:
            picture = placeholder.insert_picture(io.BytesIO(qr_code_png(address)))
            picture._element.nvPicPr.cNvPr.set("descr", slide.words[Part.CODE].text)  # noqa: SLF001 - as above
            tree.append(picture._element)  # noqa: SLF001 - as above
            continue
        lines = slide.text_of(box.part)
        if not lines:
            placeholder._element.getparent().remove(placeholder._element)  # noqa: SLF001 - as above
            continue
        body = placeholder._element.txBody  # noqa: SLF001 - as above
        body.replace(body.bodyPr, parse_xml(FRAME.replace("<a:bodyPr", f"<a:bodyPr {NAMESPACES}")))
        for paragraph in list(body.p_lst):
            body.remove(paragraph)
        for number, line in enumerate(lines):
            gap = _gap(slide.kind, box, slide.sizes[box.part], headings) if number else 0.0
            body.append(parse_xml(_paragraph(line, box, slide.sizes[box.part], gap)))
        tree.append(placeholder._element)  # noqa: SLF001 - as above


def _gap(kind: Kind, box: Box, size: float, headings: str) -> float:
    """Tell the space before a paragraph in points; the stems of a plan stand on their lines."""
    if kind is Kind.PLAN and box.part is Part.BODY:
        return STEM_HEIGHT - line_height(headings) * LEADING * size
    return GAP * size


def _paragraph(line: Line, box: Box, size: float, gap: float) -> str:
    words = line.words
    marks = ""
    if box.part is Part.BODY:
        indent = Pt(INDENT * size) if line.is_item else 0
        marker = "<a:buNone/>"
        if line.number:
            counted = f'<a:buAutoNum type="arabicPeriod" startAt="{line.number}"/>'
            marker = f'<a:buFont typeface="+mj-lt"/>{counted}'
        elif line.is_item:
            marker = '<a:buFont typeface="Arial"/><a:buChar char="•"/>'
        marks = (
            f'<a:pPr marL="{indent}" indent="{-indent}"><a:spcBef><a:spcPts '
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
