"""PNG copies of drawings, for shops and old readers that show no SVG.

A reader that knows both chooses the drawing: it is the first source of a `picture` (HTML, 4.8.1).
What is drawn depends on the drawing and on our typefaces alone, never on the computer's own. A
drawing that is typed into a chapter becomes a file first: only a file can have a copy.
"""

from __future__ import annotations

from copy import deepcopy
from dataclasses import replace
from typing import TYPE_CHECKING

from booklet.common import xhtml
from booklet.common.errors import LayoutError
from booklet.common.xhtml import SVG, element
from booklet.epub.content import EbookPicture
from booklet.manuscript.pictures import read_drawing
from booklet.theme.chapter_mark import MARK_CLASS, mark_picture
from booklet.theme.fallbacks import fallbacks_for
from booklet.theme.typefaces import CODE_FAMILY, font_files

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from xml.etree.ElementTree import Element

    from booklet.book import Book
    from booklet.config import Fonts
    from booklet.manuscript.pictures import Picture
    from booklet.markup.chapter import Chapter

_DRAWING = "image/svg+xml"
_DENSITY = 3
"""Pixels for each CSS pixel, as telephones have them."""

_LEAST, _MOST = 600, 2400
"""Pixels of the longer side."""

_DRAWN = f"{{{SVG}}}svg"
_KEPT = ("id", "class", "lang")
"""What the image of a drawing takes over from it; its size is that of the file."""


def file_drawings(book: Book) -> Book:
    """Take the drawings that are typed into chapters out of them, and show them from files."""
    filed: dict[str, Picture] = {}

    def show(text: Element) -> Element:
        if next(text.iter(_DRAWN), None) is None:
            return text
        root = deepcopy(text)
        for parent in [item for item in root.iter() if not item.tag.startswith(f"{{{SVG}}}")]:
            for drawing in parent.findall(_DRAWN):
                picture, _ = read_drawing("drawing.svg", xhtml.serialise(drawing).encode())
                path = f"drawings/{picture.name}"
                filed[path] = picture
                xhtml.replace(parent, drawing, [_image(drawing, path)])
        return root

    def show_in(chapter: Chapter) -> Chapter:
        return replace(chapter, body=show(chapter.body), answers=show(chapter.answers))

    parts = tuple(replace(part, chapters=tuple(map(show_in, part.chapters))) for part in book.parts)
    return replace(book, parts=parts, pictures={**book.pictures, **filed})


def file_marks(book: Book) -> Book:
    """Draw the chapters' marks as files, since only a file can have a copy."""
    accent = book.config.colours.accent
    marks = {_mark_path(one): mark_picture(one.title, accent) for one in book.chapters}
    return replace(book, pictures={**book.pictures, **marks})


def filed_mark(chapter: Chapter) -> Element:
    """Show a chapter's mark from its file; it is decoration."""
    return element("img", {"class": MARK_CLASS, "src": _mark_path(chapter), "alt": ""})


def _mark_path(chapter: Chapter) -> str:
    """Name a chapter's mark among the pictures; an author's picture has a suffix."""
    return f"chapter-marks/{chapter.slug}"


def _image(drawing: Element, path: str) -> Element:
    """Show a drawing's file where the drawing stood, with the words it had."""
    title = drawing.find(f"{{{SVG}}}title")
    words = xhtml.text_of(title) if title is not None else ""
    kept = {key: drawing.attrib[key] for key in _KEPT if key in drawing.attrib}
    return element("img", {"src": path, "alt": words, **kept})


def copy_drawings(
    pictures: Iterable[EbookPicture], sizes: Mapping[str, tuple[int, int]], fonts: Fonts
) -> dict[str, EbookPicture]:
    """Draw every drawing as pixels, on white, for old readers show as black what is transparent.

    Args:
        pictures: of the e-book; those of pixels are passed over.
        sizes: width and height in CSS pixels, by file name.
        fonts: for words in drawings, which stand in our typefaces as far as those have the signs.

    Returns:
        The copies, by the file name of the drawing.

    Raises:
        LayoutError: when a drawing cannot be drawn, or a typeface is missing.
    """
    return {
        picture.file_name: _copy(picture, sizes[picture.file_name], fonts)
        for picture in pictures
        if picture.media_type == _DRAWING
    }


def offer_copies(root: Element, copies: Mapping[str, EbookPicture]) -> None:
    """Let every `img` of a drawing show its copy where the drawing cannot be shown."""
    for parent in list(root.iter()):
        for image in parent.findall("img"):
            drawing = image.get("src", "")
            if drawing in copies:
                picture = element(
                    "picture", {}, element("source", {"srcset": drawing, "type": _DRAWING})
                )
                xhtml.replace(parent, image, [picture])
                image.set("src", copies[drawing].file_name)
                picture.append(image)


def _copy(picture: EbookPicture, size: tuple[int, int], fonts: Fonts) -> EbookPicture:
    content = draw_pixels(picture.file_name, picture.content, size, fonts)
    return EbookPicture(f"{picture.file_name.removesuffix('.svg')}.png", "image/png", content)


def draw_pixels(name: str, drawing: bytes, size: tuple[int, int], fonts: Fonts) -> bytes:
    """Draw a drawing (SVG) as a PNG file, on white.

    Args:
        name: of the drawing, for messages.
        drawing: made safe.
        size: width and height in CSS pixels.
        fonts: for its words.

    Raises:
        LayoutError: when it cannot be drawn, or a typeface is missing.
    """
    from resvg_py import svg_to_bytes  # noqa: PLC0415 - only few books need it

    width, height = size
    side = min(max(_DENSITY * max(size), _LEAST), _MOST)
    svg, own = drawing.decode(), (fonts.text, fonts.headings)
    try:
        shown = frozenset(svg)
        families = (*own, CODE_FAMILY, *fallbacks_for(shown, *own))
        with font_files(*families, characters=shown) as files:
            drawn = svg_to_bytes(
                svg_string=svg,
                width=side if width >= height else None,
                height=side if width < height else None,
                background="white",
                skip_system_fonts=True,
                font_files=files,
                font_family=fonts.headings,
                serif_family=fonts.text,
                sans_serif_family=fonts.headings,
                monospace_family=CODE_FAMILY,
            )
        return bytes(drawn)
    except ValueError as error:
        raise LayoutError(
            f"the drawing '{name}' cannot be drawn as PNG: {error}",
            hint="Save it again from a drawing program as 'plain SVG', or as PNG; where it is "
            "copied for an e-book, 'png_copies' can be taken out of booklet.toml.",
        ) from error
