"""The style bundle of an edition: its style sheet, and every font and picture that it names."""

from __future__ import annotations

from dataclasses import dataclass
from types import MappingProxyType
from typing import TYPE_CHECKING

from booklet.common.memoize import memoize
from booklet.config.editions import TYPE_SIZES
from booklet.theme.artwork import mark
from booklet.theme.fallbacks import fallbacks_for
from booklet.theme.picture_sizes import fit_for_print
from booklet.theme.typefaces import CODE_FAMILY, find_typefaces, name_families

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from booklet.manuscript.pictures import Picture
    from booklet.theme.editions import Edition
    from booklet.theme.templates import Layouts

LOGO = "booklet:art/logo"
"""The address of the school's logo."""

COVER_PICTURE = "booklet:art/cover-picture"
"""The address of the picture on the cover."""

_OWN_STYLES = "print/custom.css"
"""Those of a project; what ours print is in the book's own typefaces."""

_DRAWING = "image/svg+xml"

_STYLESHEETS = (
    "print/page.css",
    "print/text.css",
    "print/components.css",
    "print/matter.css",
    "print/edition.css",
    _OWN_STYLES,
)

_PAGES = {"A5": (420.0, 595.0), "A4": (595.0, 842.0)}
"""Points: the largest that a picture can be."""

_LEAST_LEGIBLE = 8.0
"""Points, below which nothing is set on paper."""


@dataclass(frozen=True, slots=True)
class StyleBundle:
    """The style sheet of one edition, with its resources.

    Attributes:
        stylesheet: the CSS for all of them.
        resources: what it and the documents name, by `booklet:` addresses.
        fallbacks: the families for what one of the edition's lacks.
    """

    stylesheet: str
    resources: Mapping[str, bytes]
    fallbacks: tuple[str, ...]


def style_bundle_of(
    edition: Edition,
    layouts: Layouts,
    *more: str,
    html: Iterable[str],
    pictures: Iterable[Picture],
    logo: Picture | None,
    cover_picture: Picture | None = None,
    original_size: bool = False,
    drawings: Mapping[str, str] = MappingProxyType({}),
) -> StyleBundle:
    """Collect an edition's style sheet, fonts and pictures.

    Args:
        edition: for its tokens.
        layouts: where its style sheets come from.
        more: style sheets besides those of a booklet.
        html: of all documents; typefaces are found for every character in it.
        pictures: that the chapters show.
        logo: of the school, if there is one.
        cover_picture: of the cover, if it has one.
        original_size: whether pictures keep all their pixels.
        drawings: more drawings (SVG), by their addresses.

    Raises:
        LayoutError: when a style sheet or a font is missing.
    """
    shown = {picture_address(picture): picture for picture in pictures}
    if logo:
        shown[LOGO] = logo
    if cover_picture:
        shown[COVER_PICTURE] = cover_picture
    words = (one.content.decode() for one in shown.values() if one.media_type == _DRAWING)
    texts = (layouts.css(_OWN_STYLES), *html, *words)
    characters = frozenset[str]().union(*map(_characters_of, texts))
    own = edition.text_font, edition.heading_font
    fallbacks = fallbacks_for(characters, *own)
    typefaces = find_typefaces(*own, *fallbacks, characters=characters)
    return StyleBundle(
        stylesheet="\n".join(
            (typefaces.css, tokens_of(edition, fallbacks), layouts.css(*_STYLESHEETS, *more))
        ),
        resources={
            **typefaces.files,
            "booklet:art/mark.svg": mark(edition.accent).encode(),
            **{address: drawing.encode() for address, drawing in drawings.items()},
            **{
                address: _on_paper(picture, edition, original_size=original_size)
                for address, picture in shown.items()
            },
        },
        fallbacks=fallbacks,
    )


@memoize
def _characters_of(text: str) -> frozenset[str]:
    return frozenset(text)


def _on_paper(picture: Picture, edition: Edition, *, original_size: bool) -> bytes:
    """Give a picture as it is printed."""
    return fit_for_edition(picture, edition, original_size=original_size).content


def fit_for_edition(picture: Picture, edition: Edition, *, original_size: bool) -> Picture:
    """Scale a picture to what the pages of an edition show."""
    own = float(picture.width), float(picture.height)
    return fit_for_print(picture, *(own if original_size else _PAGES[edition.trim_size]))


def picture_address(picture: Picture) -> str:
    """Name a chapter's picture while pages are set."""
    return f"booklet:picture/{picture.name}"


def type_sizes(edition: Edition) -> dict[str, float]:
    """Give the seven sizes of type of an edition, in points, by name.

    None is smaller than what its readers need; running text is as large as the author says.
    """
    least = max(_LEAST_LEGIBLE, edition.smallest_text_size)
    factors = zip(TYPE_SIZES, edition.type_scale, strict=True)
    sizes = {name: max(round(edition.text_size * factor, 1), least) for name, factor in factors}
    return {**sizes, "text": edition.text_size}


def tokens_of(edition: Edition, fallbacks: Sequence[str] = ()) -> str:
    """Write an edition's tokens as custom properties, for text and for margins.

    Args:
        edition: whose they are.
        fallbacks: families for what one of the edition's lacks.
    """
    fallback = f"--fallback-fonts: {name_families(*fallbacks)}; " if fallbacks else ""
    leading = round(edition.text_size * edition.line_height, 2)
    sizes = "".join(f"--{name}-size: {size:g}pt; " for name, size in type_sizes(edition).items())
    properties = (
        f"--accent: {edition.accent}; --ink: #1a1a1a; --quiet: #4d4d4d; --line: #8a8a8a; "
        f"--text-font: {name_families(edition.text_font, *fallbacks)}; "
        f"--heading-font: {name_families(edition.heading_font, *fallbacks)}; "
        f"--code-font: {name_families(CODE_FAMILY, *fallbacks)}; {fallback}{sizes}"
        f"--leading: {leading:g}pt; --half: {leading / 2:g}pt;"
    )
    return f":root {{ {properties} }}\n@page {{ {properties} }}"
