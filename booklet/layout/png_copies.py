"""PNG copies of drawings, for shops and old readers that show no SVG.

A reader that knows both chooses the drawing: it is the first source of a `picture` (HTML, 4.8.1).
What is drawn depends on the drawing and on our typefaces alone, never on the computer's own.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from booklet.errors import LayoutError
from booklet.layout.ebook import EbookPicture
from booklet.layout.fonts import CODE_FAMILY, files_of
from booklet.xhtml import element, replace

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from xml.etree.ElementTree import Element

    from booklet.config import Fonts

_DRAWING = "image/svg+xml"
_DENSITY = 3
"""Pixels for each CSS pixel, as telephones have them."""

_LEAST, _MOST = 600, 2400
"""Pixels of the longer side."""


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
                replace(parent, image, [picture])
                image.set("src", copies[drawing].file_name)
                picture.append(image)


def _copy(picture: EbookPicture, size: tuple[int, int], fonts: Fonts) -> EbookPicture:
    from resvg_py import svg_to_bytes  # noqa: PLC0415 - only few e-books need it

    width, height = size
    side = min(max(_DENSITY * max(size), _LEAST), _MOST)
    try:
        content = svg_to_bytes(
            svg_string=picture.content.decode(),
            width=side if width >= height else None,
            height=side if width < height else None,
            background="white",
            skip_system_fonts=True,
            font_files=[str(path) for path in files_of(fonts.text, fonts.headings, CODE_FAMILY)],
            font_family=fonts.headings,
            serif_family=fonts.text,
            sans_serif_family=fonts.headings,
            monospace_family=CODE_FAMILY,
        )
    except ValueError as error:
        raise LayoutError(
            f"the drawing '{picture.file_name}' cannot be copied as PNG: {error}",
            hint="Save it again from a drawing program as 'plain SVG', or take 'png_copies' out of "
            "booklet.toml.",
        ) from error
    return EbookPicture(f"{picture.file_name.removesuffix('.svg')}.png", "image/png", content)
