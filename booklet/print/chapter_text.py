"""Prepare the text of a chapter for paper: its pictures, its tables, the ends of its paragraphs."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from booklet.common import xhtml
from booklet.print.table_columns import TableType, set_columns
from booklet.theme.drawing_type import smallest_type
from booklet.theme.style_bundle import picture_address, type_sizes

if TYPE_CHECKING:
    from collections.abc import Iterable
    from xml.etree.ElementTree import Element

    from booklet.components import ComponentContext
    from booklet.manuscript.pictures import Picture
    from booklet.theme.editions import Edition

_PIXELS_PER_POINT = 96 / 72
_BLOCKS = xhtml.name_set("p li dd td th figcaption caption")
_LAST_WORD = re.compile(r"\w[.,;:!?)’”]?(?P<space>[ \n]+)[^\s\u00a0-]{1,6}\s*$")
"""A short last word, with the space before it."""

_LETTERS_OF_TWO_LINES = 30
"""Less stands on one line, even in the cells of most tables."""


@dataclass(frozen=True, slots=True)
class ShownPicture:
    """A picture that chapters show.

    Attributes:
        path: in the project.
        address: while pages are set.
        is_portrait: whether it is taller than wide.
        legible_width: how wide a drawing must be, in CSS pixels, that its words are as large as the
            edition promises; 0 for what has no small words.
        legible_size: what the edition promises, in points.
    """

    path: str
    address: str
    is_portrait: bool
    legible_width: float = 0.0
    legible_size: float = 0.0


def show_picture(path: str, picture: Picture, edition: Edition) -> ShownPicture:
    """Say how a picture is shown; words in drawings are as large as the edition promises."""
    shown = ShownPicture(path, picture_address(picture), is_portrait=picture.height > picture.width)
    if not edition.smallest_text_size or picture.media_type != "image/svg+xml":
        return shown
    smallest = smallest_type(picture.content, picture.width, picture.height)
    promised = min(type_sizes(edition).values())
    wanted = promised * _PIXELS_PER_POINT
    if smallest is None or smallest >= wanted:
        return shown
    width = round(picture.width * wanted / smallest, 1)
    return replace(shown, legible_width=width, legible_size=promised)


def prepare_text(
    root: Element, pictures: Iterable[ShownPicture], context: ComponentContext
) -> None:
    """Prepare a text whose components are rendered.

    Args:
        root: of the text; it is changed.
        pictures: that may be shown.
        context: the book around it.
    """
    _place_pictures(root, pictures)
    drawing = context.drawing
    family = drawing.typefaces.partition(",")[0]
    table_type = TableType(family, context.label_size, least=drawing.text_size)
    set_columns(root, context.language.locale, drawing.width, table_type)
    join_last_words(root)


def join_last_words(root: Element) -> None:
    """Let no short word stand alone in the last line of a block: it keeps the one before with it.

    A block that ends with a tag is left as it is.
    """
    for block in root.iter():
        if block.tag not in _BLOCKS or len("".join(block.itertext())) < _LETTERS_OF_TWO_LINES:
            continue
        last, attribute = (block[-1], "tail") if len(block) else (block, "text")
        text = getattr(last, attribute) or ""
        words = _LAST_WORD.search(text, max(0, len(text.rstrip()) - _LETTERS_OF_TWO_LINES))
        if words is not None:
            start, end = words.span("space")
            setattr(last, attribute, f"{text[:start]}\u00a0{text[end:]}")


def _place_pictures(root: Element, pictures: Iterable[ShownPicture]) -> None:
    """Name the pictures of a text as they are called while pages are set, and say their shape.

    Args:
        root: of the text; it is changed.
        pictures: that may be shown.
    """
    by_path = {picture.path: picture for picture in pictures}
    for figure in root.iter("figure"):
        shown = (by_path.get(image.get("src", "")) for image in figure.iter("img"))
        pictures_here = [picture for picture in shown if picture]
        if any(picture.is_portrait for picture in pictures_here):
            xhtml.add_class(figure, "picture-portrait")
        if any(picture.legible_width for picture in pictures_here):
            xhtml.remove_class(figure, "picture-beside", "picture-half")
    for image in root.iter("img"):
        picture = by_path.get(image.get("src", ""))
        if picture is not None:
            image.set("src", picture.address)
            if picture.legible_width:
                _keep_legible(image, picture)


def _keep_legible(image: Element, picture: ShownPicture) -> None:
    """Show a drawing so large that its words can be read, or as large as the page allows.

    What is said here is read where pages are measured and looked at (`booklet.weasy`).
    """
    image.set("data-legible-width", f"{picture.legible_width:g}")
    image.set("data-legible-size", f"{picture.legible_size:g}")
    style = image.get("style", "").rstrip("; ")
    wanted = f"width: {picture.legible_width:g}px; max-width: 100%; max-height: var(--tallest)"
    image.set("style", f"{style}; {wanted}".lstrip("; "))
