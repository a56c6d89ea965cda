"""What a cover says, the page it is made for, how it looks, and the finished composition.

One composition serves every cover: printed ones set its words as text and show its art as a
picture; the e-book's is the same drawn as one SVG. Lengths are points.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from typing import TypeAlias

    from booklet.theme.lettering import Lettering

    Box: TypeAlias = tuple[float, float, float, float]

_MM = 72 / 25.4
INK = "#1a1a1a"
WHITE = "#ffffff"


@dataclass(frozen=True, slots=True)
class CoverText:
    """The words of a cover; "" for what is not said.

    Attributes:
        title: the book's, or a chapter's on a pocket guide.
        line: a few words above it.
        subtitle: the line below it.
        edition: which edition it is.
        author: all authors on one line.
        publisher: the school or trust.
        date: of this printing.
    """

    title: str
    line: str = ""
    subtitle: str = ""
    edition: str = ""
    author: str = ""
    publisher: str = ""
    date: str = ""


@dataclass(frozen=True, slots=True)
class CoverPage:
    """The page that a cover is composed for; nothing of it stands nearer to an edge than `inset`.

    Attributes:
        width: of the page.
        height: of the page.
        side: from its left and right edges to words and art.
        head: from its upper edge to words.
        foot: from its lower edge to words.
        inset: from all edges to a field of colour.
        title: the largest size of a title.
        subtitle: the largest size of a subtitle.
        small: the size of the other words, and the smallest of all.
    """

    width: float
    height: float
    side: float
    head: float
    foot: float
    inset: float
    title: float
    subtitle: float
    small: float


EBOOK_PAGE = CoverPage(400, 600, 38, 40, 36, 0, 46, 17, 12.5)
POCKET_PAGE = CoverPage(
    74.25 * _MM, 105 * _MM, 8.75 * _MM, 9 * _MM, 8.75 * _MM, 8.5 * _MM, 20, 10.5, 8.4
)


def cover_page_of(trim_size: str, text_size: float) -> CoverPage:
    """Describe the cover of an edition by its pages and its size of type."""
    if trim_size == "A4":
        small = max(text_size, 11.0)
        return CoverPage(
            210 * _MM, 297 * _MM, 21 * _MM, 22 * _MM, 21 * _MM, 10 * _MM, 60, 22, small
        )
    small = max(text_size * 0.95, 9.0)
    return CoverPage(148 * _MM, 210 * _MM, 17 * _MM, 15 * _MM, 15 * _MM, 9 * _MM, 40, 14.5, small)


@dataclass(frozen=True, slots=True)
class Block:
    """Words of a cover, with their place.

    Attributes:
        name: what they are, and their class in style sheets: `title`, `author`.
        lettering: their lines and their size.
        family: the typeface.
        bold: whether in its bold cut.
        box: left, top, width and height.
        colour: as `#rrggbb`.
    """

    name: str
    lettering: Lettering
    family: str
    bold: bool
    box: Box
    colour: str

    @property
    def style(self) -> str:
        """Say the same in CSS."""
        size, line = self.lettering.size, self.lettering.line_height
        return (
            f"{css_box(self.box)}; font: {700 if self.bold else 400} {size:g}pt/{line:g}pt "
            f"'{self.family}', var(--fallback-fonts, sans-serif); color: {self.colour}"
        )


@dataclass(frozen=True, slots=True)
class Cover:
    """A composed cover; each box is left, top, width and height.

    Attributes:
        page: that it is composed for.
        blocks: the words, from top to bottom.
        panel: the field of colour; None without one.
        is_outlined: whether that field is a frame, for copiers that spoil an even colour.
        art: the picture or drawing; None where the words leave no room for one.
        art_kind: "thumbprint", "mark" or "picture".
        art_colour: of a drawing's lines.
        logo: of the school; None without one.
        accent: the book's colour.
        is_right_to_left: whether its words run from right to left.
    """

    page: CoverPage
    blocks: tuple[Block, ...]
    panel: Box | None
    is_outlined: bool
    art: Box | None
    art_kind: str
    art_colour: str
    logo: Box | None
    accent: str
    is_right_to_left: bool

    def block(self, name: str) -> Block | None:
        """Find words by what they are."""
        return next((block for block in self.blocks if block.name == name), None)


@dataclass(frozen=True, slots=True)
class CoverStyle:
    """How a cover is to look.

    Attributes:
        design: "thumbprint", "colour" or "picture".
        accent: the book's colour, as `#rrggbb`.
        headings: the font family of the title.
        text: the font family of the subtitle.
        is_sparing: whether ink is spared: no field of colour and no large picture.
        is_right_to_left: whether the words run from right to left.
        logo: width and height of the logo, in any unit; None without one.
    """

    design: str
    accent: str
    headings: str
    text: str
    is_sparing: bool = False
    is_right_to_left: bool = False
    logo: tuple[float, float] | None = None


def css_box(box: Box) -> str:
    """Write a place on a page as CSS."""
    left, top, width, height = (f"{length:.2f}pt" for length in box)
    return f"left: {left}; top: {top}; width: {width}; height: {height}"
