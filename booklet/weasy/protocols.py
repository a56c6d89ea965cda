"""Protocols of what we read of WeasyPrint's and pydyf's objects, which have no types.

Each lists only what is used, so this is also what to compare with a new version of the two. Values
whose type depends on their key, such as those of a style or of a PDF dictionary, are `Any` here and
nowhere else. Nothing is imported from either library.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, MutableMapping, Sequence
from typing import TYPE_CHECKING, Any, Literal, Protocol, TypeAlias

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

Style: TypeAlias = Mapping[str, Any]
"""Computed values by the names of their properties."""


class ComputedStyle(dict[str, Any]):
    """A style whose values are computed when they are asked for.

    Attributes:
        cascaded: what style sheets say of it, by the names of properties.
        parent_style: that of the element around; None for the root's.
    """

    cascaded: Mapping[str, Any]
    parent_style: Style | None


PdfValue: TypeAlias = Any
"""Any PDF object (ISO 32000-1, 7.3); which type it has, depends on the key it stands under."""


SkipStack: TypeAlias = Mapping[int, Any]
"""A path from a box to one inside of it: the index of a child, and the path from there or None."""

PageState: TypeAlias = Any
"""The state of counters at the start of a page."""

RemakeState: TypeAlias = dict[str, Any]
"""What is still to be made of a page."""

PageEntry: TypeAlias = tuple[Any, ...]
"""Where a page starts, the break before it, whether it is a right-hand one, its `PageState`, and
its `RemakeState`."""


class HtmlDocument(Protocol):
    """A document that was parsed."""

    etree_element: Element
    base_url: str | None

    def render(self, **options: object) -> Document:
        """Lay out its pages."""


class PangoLayout(Protocol):
    """The layout of a line's text, as WeasyPrint holds it.

    Attributes:
        layout: Pango's own, as cffi has it.
        text: of the line.
        justification_spacing: what is added to each of its spaces.
    """

    layout: object
    text: str
    justification_spacing: float


class PangoGlyphItem(Protocol):
    """A run of glyphs in one font, as cffi has it."""

    item: Any
    glyphs: Any


class Box(Protocol):
    """A box of the formatting structure; lengths are in CSS pixels, from the page's upper left.

    Attributes:
        element: the HTML element it was made for; None for boxes of the page itself.
        element_tag: of this element, with its pseudo-element: `li`, `li::before`.
        is_leader: whether it was made by the CSS function `leader()`.
        missing_link: the box whose content depends on a page that was not made yet.
        string_set: pairs of named strings and what they are set to; or "none".
        remove_decoration_sides: where it goes on on another page, and so has no border.
    """

    element: Element | None
    element_tag: str
    style: Style
    children: Sequence[Box]
    is_leader: bool
    missing_link: Box | None
    string_set: Any
    fixed_boxes: Sequence[Box]
    remove_decoration_sides: set[str]
    position_x: float
    position_y: float
    width: float
    height: float
    min_height: float

    def descendants(self, *, placeholders: bool = False) -> Iterable[Box]:
        """Yield itself and all boxes in it; those positioned absolutely, with placeholders."""

    def translate(self, dx: float, dy: float) -> None:
        """Move it with everything in it."""

    def copy(self) -> Box:
        """Return a box of the same style and children that can be changed by itself."""

    def copy_with_children(self, children: Sequence[Box], /) -> Box:
        """Return a box of the same style with other children."""

    def content_box_x(self) -> float:
        """Return the left edge of its content."""

    def content_box_y(self) -> float:
        """Return the top edge of its content."""

    def border_box_x(self) -> float:
        """Return the left edge of its border."""

    def border_box_y(self) -> float:
        """Return the top edge of its border."""

    def border_width(self) -> float:
        """Return its width with padding and border."""

    def border_height(self) -> float:
        """Return its height with padding and border."""

    def page_values(self) -> tuple[str, str]:
        """Return the names of the pages on which it begins and ends, "auto" where it has none."""

    def is_floated(self) -> bool:
        """Say whether other boxes flow around it."""

    def is_in_normal_flow(self) -> bool:
        """Say whether it is neither floated nor positioned."""

    def margin_width(self) -> float:
        """Return its width with padding, border and margin."""

    def margin_height(self) -> float:
        """Return its height with padding, border and margin."""


class TextBox(Box, Protocol):
    """A run of text on one line."""

    text: str
    pango_layout: Any


class MarginBox(Box, Protocol):
    """A margin box of a page, such as `@bottom-right`."""

    at_keyword: str


class FootnoteArea(Protocol):
    """The area for footnotes on a page; its height is "auto" while there are none."""

    height: float | Literal["auto"]
    max_height: float

    def margin_height(self) -> float:
        """Give its height with margins, borders and padding."""


class StyleFor(Protocol):
    """The computed styles of a document.

    Attributes:
        initial_page_sizes: of the first page, for lengths that are relative to it.
    """

    initial_page_sizes: dict[str, Any]

    def add_page_declarations(self, page_type: object) -> None:
        """Note what style sheets say of a kind of page, and of its margin boxes."""

    def get_cascaded_styles(self) -> MutableMapping[tuple[object, str | None], dict[str, Any]]:
        """Return what style sheets say of kinds of pages and of their margin boxes."""

    def get_computed_styles(self) -> MutableMapping[tuple[object, str | None], Style]:
        """Return the styles of elements, of kinds of pages, and of what is not an element."""

    def set_computed_styles(self, element: object, **settings: object) -> None:
        """Compute a style."""


class LayoutContext(Protocol):
    """The state of a layout.

    Attributes:
        footnotes: those that are called further on.
        current_page_footnotes: those that stand on the page that is being laid out.
        reported_footnotes: those that have moved on to the next page.
        broken_out_of_flow: floats that go on on the next page, with what is left of them.
        page_maker: an entry for each page that is made, and for the one after.
        string_set: the values of each named string, by the number of the page.
        running_elements: boxes by name and the number of the page.
        current_page: the number of the page that is being laid out.
        page_bottom: above which everything but footnotes must end.
        in_column: whether a column is being laid out.
    """

    footnotes: list[Box]
    current_page_footnotes: list[Box]
    reported_footnotes: list[Box]
    current_footnote_area: FootnoteArea
    broken_out_of_flow: dict[Box, object]
    page_maker: list[PageEntry]
    string_set: MutableMapping[str, MutableMapping[int, list[str]]]
    running_elements: Mapping[str, object]
    rendered_notes: list[Box]
    style_for: StyleFor
    current_page: int
    page_bottom: float
    in_column: bool
    get_image_from_uri: Any
    font_config: Any
    counter_style: Any
    target_collector: Any

    def layout_footnote(self, footnote: Box) -> bool:
        """Put a footnote on the page; return whether it overflows the area."""

    def report_footnote(self, footnote: Box) -> None:
        """Move a footnote to the next page."""


class Page(Protocol):
    """A page that is laid out; lengths are in CSS pixels.

    Attributes:
        anchors: the left and upper edge, at least, of what has an id.
        bookmarks: level, label, position, and "open" or "closed".
        links: "internal", "external" or "attachment", the address, the place, and the box.
    """

    width: float
    height: float
    anchors: MutableMapping[str, tuple[float, ...]]
    bookmarks: Sequence[tuple[int, str, tuple[float, float], str]]
    links: list[tuple[str, str, object, Box]]


class UsedFont(Protocol):
    """WeasyPrint's `Font`, which pages are drawn with; a fragment keeps a `FontUse` of it.

    Attributes:
        hash: names it in content streams. The others are those of `FontUse`.
    """

    family: str
    hash: str
    hb_font: Any
    file_content: bytes
    index: int
    widths: MutableMapping[int, float]
    to_unicode: MutableMapping[int, str]
    missing: Mapping[int, int]
    tables: Sequence[str]
    bitmap: bool
    png: bool
    svg: bool
    colr: bool
    style: int
    weight: int
    font_size: float
    variations: Mapping[str, float]


class Document(Protocol):
    """Pages that are laid out, and the fonts they use."""

    pages: Sequence[Page]
    fonts: Any

    def copy(self, pages: Sequence[Page]) -> Document:
        """Make a document of some of the pages."""

    def write_pdf(self, target: object, **options: object) -> object:
        """Draw the pages into a PDF, call the option `finisher` with it, and write it."""


class PdfDictionary(Protocol):
    """A dictionary (7.3.7), an indirect object when it has a number."""

    number: int
    reference: bytes

    def __getitem__(self, key: str, /) -> PdfValue:
        """Return the value of a key, without the slash."""

    def __setitem__(self, key: str, value: PdfValue, /) -> None:
        """Set the value of a key."""

    def __contains__(self, key: object, /) -> bool:
        """Say whether there is such a key."""

    def get(self, key: str, default: PdfValue = None, /) -> PdfValue:
        """Return the value of a key, or the default."""

    def pop(self, key: str, default: PdfValue = None, /) -> PdfValue:
        """Remove a key, and return its value or the default."""

    def update(self, entries: Mapping[str, PdfValue], /) -> None:
        """Set several keys."""

    def items(self) -> Iterable[tuple[str, PdfValue]]:
        """Return all keys with their values."""


class PdfStream(Protocol):
    """A stream (7.3.8) that is not yet encoded.

    Attributes:
        stream: its operators and operands, or other parts of its content.
        extra: its dictionary.
    """

    number: int
    reference: bytes
    stream: list[PdfValue]
    extra: PdfDictionary
    ink_rect: Any
    logical_rect: Any

    def set_text_matrix(self, *values: float) -> None:
        """Say where text begins."""

    def set_font_size(self, font: str, size: float) -> None:
        """Say which font is drawn with."""

    def show_text(self, text: str) -> None:
        """Draw strings of glyphs, and move what is behind numbers."""

    def add_font(self, pango_font: object) -> tuple[UsedFont, float]:
        """Give the font of a page's stream that stands for Pango's, and its size."""

    def clone(self, **other: object) -> PdfStream:
        """Return an empty content stream that draws with the same fonts, but for what is given."""


class Pdf(Protocol):
    """A PDF that is not yet written."""

    objects: list[PdfValue]
    catalog: PdfDictionary
    pages: PdfDictionary
    page_references: Sequence[bytes]

    def add_object(self, value: PdfValue) -> object:
        """Give an object a number."""


BoxTree: TypeAlias = Iterator[PdfDictionary]
"""Structure elements as WeasyPrint makes them, one after the other."""
