"""WeasyPrint's internals: all that we use of it beyond what it documents, for one version of it.

No other module imports more of WeasyPrint than documented names, or touches its private ones; a
test holds this, and another fails when another version is installed. What these objects look like
is said in `protocols`; what is done to them, in `patches`. Imported only where pages are rendered,
because WeasyPrint needs Pango.
"""

from __future__ import annotations

from collections.abc import Callable
from contextlib import contextmanager
from functools import cache
from typing import TYPE_CHECKING, Generic, TypeAlias, TypeVar, cast

from weasyprint import css, document, layout
from weasyprint.css.computed_values import PHYSICAL_FUNCTIONS
from weasyprint.css.counters import CounterStyle
from weasyprint.css.properties import INHERITED, INITIAL_NOT_COMPUTED, INITIAL_VALUES
from weasyprint.css.targets import TargetCollector
from weasyprint.css.tokens import Pending
from weasyprint.draw import text
from weasyprint.draw.text import draw_first_line
from weasyprint.formatting_structure import boxes
from weasyprint.images import RasterImage, SVGImage
from weasyprint.layout import absolute, block, column, grid, inline, page, percent, table
from weasyprint.layout import float as float_
from weasyprint.layout.absolute import AbsolutePlaceholder
from weasyprint.layout.background import layout_backgrounds
from weasyprint.matrix import Matrix
from weasyprint.pdf import tags
from weasyprint.pdf.fonts import Font, build_fonts_dictionary
from weasyprint.svg import Node
from weasyprint.text import line_break
from weasyprint.text.ffi import FROM_UNITS, ffi, fontconfig, gobject, harfbuzz, pango
from weasyprint.text.line_break import create_layout

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path
    from types import ModuleType
    from xml.etree.ElementTree import Element

    from PIL.Image import Image
    from weasyprint.text.fonts import FontConfiguration

    from booklet.weasy.protocols import (
        Box,
        BoxTree,
        LayoutContext,
        Page,
        RemakeState,
        SkipStack,
        Style,
    )

ffi.cdef("FcConfig *FcConfigGetCurrent(void);")  # WeasyPrint does not declare it

__all__ = [
    "FROM_UNITS",
    "INHERITED",
    "INITIAL_NOT_COMPUTED",
    "INITIAL_VALUES",
    "KNOWN_VERSION",
    "PHYSICAL_FUNCTIONS",
    "CounterStyle",
    "Font",
    "Matrix",
    "boxes",
    "build_box_tree",
    "build_boxes",
    "build_fonts_dictionary",
    "compute_page_styles",
    "copy_pango_layout",
    "create_layout",
    "draw_drawing",
    "draw_first_line",
    "draw_line",
    "drawing_elements",
    "drawing_name",
    "drawn_words",
    "ffi",
    "finish_page",
    "forget_layout",
    "harfbuzz",
    "has_custom_property",
    "lay_out_block",
    "lay_out_columns",
    "lay_out_document",
    "lay_out_lines",
    "make_layout_context",
    "make_page",
    "miss_anonymous_value",
    "miss_value",
    "name_page",
    "name_type",
    "new_layout_context",
    "new_remake_state",
    "page_box",
    "pango",
    "png_data",
    "put_fonts_into",
    "remake_page",
    "remember_stream",
    "resolve_lengths",
    "restore_layout",
    "set_up_layout",
    "solve_value",
    "split_drawn_words",
    "split_first_line",
    "try_to_draw",
    "update_footnote_area",
    "without_placeholder",
]

KNOWN_VERSION = "70.0"

Function = TypeVar("Function", bound=Callable[..., object])

SplitLine: TypeAlias = tuple[object, int, int | None, float, float, float]
"""A laid out line: the layout, its length, where the rest begins in bytes, width, height, baseline.

Where the rest begins is None when there is none.
"""


class Replaceable(Generic[Function]):
    """A function of WeasyPrint that can be replaced for a while.

    Attributes:
        original: WeasyPrint's own.
    """

    def __init__(self, module: ModuleType | type, name: str, *others: ModuleType) -> None:
        """Name a function by the module that calls it, and by others, or a method by its class."""
        self._module = module
        self._others = others
        self._name = name
        self.original: Function = getattr(module, name)

    @property
    def current(self) -> Function:
        """What WeasyPrint calls now: its own, or what has taken its place."""
        function: Function = getattr(self._module, self._name)
        return function

    @contextmanager
    def replaced(self, replacement: Function) -> Iterator[None]:
        """Let WeasyPrint call another function while the context lasts."""
        before = self.current
        for module in (self._module, *self._others):
            setattr(module, self._name, replacement)
        try:
            yield
        finally:
            for module in (self._module, *self._others):
                setattr(module, self._name, before)


lay_out_lines = Replaceable[Callable[..., object]](block, "_linebox_layout")
"""Lays out the lines of one paragraph; its first argument is the layout context."""

lay_out_block = Replaceable[Callable[..., object]](block, "block_box_layout")
"""Lays out a block or a column; its arguments begin with the layout context and the box."""

lay_out_columns = Replaceable[Callable[..., object]](block, "columns_layout")
"""Lays out a block in columns; its arguments begin with the layout context and the box."""

iter_line_boxes = Replaceable[Callable[..., "Iterator[tuple[Box, object]]"]](
    block, "iter_line_boxes"
)
"""Yields the lines of one paragraph, each with where the rest resumes; its sixth argument is the
block that they stand in."""

split_first_line = Replaceable[Callable[..., SplitLine]](inline, "split_first_line")
"""Takes as much text as fits on a line: text, style, layout context, width, and more."""

resolve_lengths = Replaceable[Callable[..., None]](
    block, "resolve_percentages", absolute, column, float_, grid, inline, page, percent, table
)
"""Gives a box its width, height, margins, padding and borders; its arguments are the box and the
one around it, or the width and height of that."""

make_page = Replaceable[Callable[..., "tuple[Box, object, object]"]](page, "make_page")
"""Fills one page; its first argument is the layout context."""

compute_page_styles = Replaceable[Callable[..., None]](page, "set_page_type_computed_styles")
"""Computes the styles of a kind of page and of its margins: page type, document, `StyleFor`."""

remake_page = Replaceable[Callable[..., "tuple[Box, SkipStack | None]"]](page, "remake_page")
"""Makes a page of all but its margin boxes, and notes in `LayoutContext.page_maker` where the next
one starts; its first two arguments are the index of the page and the layout context."""

name_page = Replaceable[Callable[..., object]](page, "_update_page_groups")
"""Names a page by what begins on it: groups, where it resumes, the next page's break and name,
the root of the document's boxes, and whether the page is blank."""

update_footnote_area = Replaceable[Callable[..., bool]](
    layout.LayoutContext, "_update_footnote_area"
)
"""Makes room for the footnotes of a page; tells whether they overflow. It has the context."""

lay_out_document = Replaceable[Callable[..., "Iterable[Box]"]](document, "layout_document")
"""Lays out all pages; its arguments are the document, the root of its boxes and the context."""

make_layout_context = Replaceable[Callable[..., "LayoutContext"]](
    document.Document, "_build_layout_context"
)
"""Computes all styles of a document, and begins its layout; its first argument is the document."""

build_boxes = Replaceable[Callable[..., "Box"]](document, "build_formatting_structure")
"""Makes the tree of boxes of a document; its first argument is the root of its elements."""

build_box_tree = Replaceable[Callable[..., "BoxTree"]](tags, "_build_box_tree")
"""Makes the structure elements of a box and of all boxes in it."""

draw_line = Replaceable[Callable[..., object]](text, "draw_first_line")
"""Draws one line of text: content stream, text box, and more."""

draw_drawing = Replaceable[Callable[..., None]](SVGImage, "draw")
"""Draws an SVG drawing: image, content stream, width, height, style."""

drawn_words = Replaceable[property](Node, "text")  # type: ignore[type-var] # called when read
"""The words of an element of a drawing; iterating over them gives what is laid out at once."""

split_drawn_words = Replaceable[Callable[..., object]](line_break, "split_first_line")
"""Lays out a few words of a drawing; text outside drawings has its own (`split_first_line`)."""

set_up_layout = Replaceable[Callable[..., None]](line_break.Layout, "setup")
"""Makes the Pango layout of a line's text: layout, style."""

restore_layout = Replaceable[Callable[..., None]](line_break.Layout, "reactivate")
"""Makes the Pango layout of a line that is to be drawn: layout, style."""

forget_layout = Replaceable[Callable[..., None]](line_break.Layout, "deactivate")
"""Forgets the Pango layout of a line that is measured, or drawn."""

name_type = Replaceable[Callable[..., object]](line_break, "_font_style_cache_key")
"""Tells one type from another, by all of its style that its letters follow from."""

ffi.cdef("PangoLayout * pango_layout_copy (PangoLayout *src);")


def copy_pango_layout(layout: object) -> object:
    """Copy a layout of Pango's: its text, its type and its features, each by value."""
    return ffi.gc(pango.pango_layout_copy(layout), gobject.g_object_unref)


def try_to_draw(image: object, stream: object, width: float, height: float) -> None:
    """Draw a drawing, with whatever exception comes of it."""
    known = vars(image)
    known["_svg"].draw(stream, width, height, known["_base_url"], known["_context"])


def drawing_elements(image: object) -> Iterator[Element]:
    """Yield the elements of a drawing, which can be changed until it is drawn."""
    root: Element = vars(image)["_svg"].tree._etree_node  # noqa: SLF001 - see the docstring
    return root.iter()


def drawing_name(image: object) -> str:
    """Name a drawing by its address, or by its title where it stands in the text itself."""
    known = vars(image)
    if str(known["_base_url"] or "").startswith("booklet:"):
        return str(known["_base_url"])
    title = next((each for each in drawing_elements(image) if each.tag.endswith("}title")), None)
    return "".join(title.itertext()) if title is not None else ""


def remember_stream(stream: object) -> Callable[[], None]:
    """Remember the state of a content stream; what is returned brings it back to that."""
    known = vars(stream)
    before = dict(known)
    lengths = {name: len(known[name]) for name in ("stream", "_ctm_stack")}
    names = [
        (each, frozenset(each))
        for each in (*known["_resources"].values(), known["_images"])
        if isinstance(each, dict)
    ]

    def undo() -> None:
        known.update(before)
        for name, length in lengths.items():
            del known[name][length:]
        for each, kept in names:
            for name in each.keys() - kept:
                del each[name]

    return undo


miss_value = Replaceable[Callable[..., object]](css.ComputedStyle, "__missing__")
"""Works out a property that was not asked for so far: style, name."""

miss_anonymous_value = Replaceable[Callable[..., object]](css.AnonymousStyle, "__missing__")
"""The same for boxes that no element has made."""

solve_value = Replaceable[Callable[..., object]](Pending, "solve")
"""Validates a value in which variables are replaced: itself, its tokens, property and base URL."""


def new_remake_state() -> RemakeState:
    """Make what `LayoutContext.page_maker` has of a page that is not made yet."""
    return {"content_changed": False, "pages_wanted": False, "anchors": [], "content_lookups": []}


def new_layout_context(known: LayoutContext) -> LayoutContext:
    """Begin the layout of a document again, whose styles are those of another layout of it."""
    targets = TargetCollector()
    for name in known.target_collector.target_lookup_items:
        targets.collect_anchor(name)
    begin: Callable[..., LayoutContext] = type(known)
    more = (known.font_config, known.counter_style, targets)
    return begin(known.style_for, known.get_image_from_uri, *more)


def finish_page(context: LayoutContext, made: Box, page_number: int) -> None:
    """Add margin boxes and backgrounds to a page, as `layout_document` does at its end.

    Args:
        context: of the layout.
        made: by `remake_page`.
        page_number: from 1.
    """
    root, *notes = made.children
    context.current_page = page_number
    state = context.page_maker[page_number][3]
    margins = page.make_margin_boxes(context, made, state)
    made.children = (root, *(area for area in notes if area.children), *margins)
    layout_backgrounds(made, context.get_image_from_uri)


def page_box(page: Page) -> Box:
    """Return the box of a finished page: text, margins and footnotes are its descendants."""
    return cast("Box", page._page_box)  # type: ignore[attr-defined]  # noqa: SLF001 - see the docstring


def custom_property(box: Box, name: str) -> str:
    """Read a custom property of CSS that is a single word; "" where none is set.

    Args:
        box: whose style it is part of.
        name: with underscores and without the leading hyphens: `text_wrap`.
    """
    tokens = box.style[f"__{name}"]
    return str(tokens[0].value) if tokens else ""


def has_custom_property(style: Style, name: str) -> bool:
    """Tell whether a custom property of CSS is set; `name` is that of `custom_property`."""
    return bool(style[f"__{name}"])


def without_placeholder(box: Box) -> Box:
    """Return a box itself, where a placeholder stands for it: one that is positioned absolutely."""
    if isinstance(box, AbsolutePlaceholder):
        return cast("Box", box._box)  # noqa: SLF001 - see the docstring
    return box


def put_fonts_into(folder: Path, fonts: FontConfiguration) -> None:
    """Let fonts be written into a folder of ours, where Pango reads them.

    WeasyPrint's own is removed when Python frees the configuration: not when the process ends.
    """
    fonts._folder = folder  # noqa: SLF001 - see the docstring


def draw_emoji_with(family: str, fonts: FontConfiguration) -> None:
    """Let Pango take emoji from a family, if that is declared, before any font of the machine.

    Pango asks Fontconfig for the family "emoji" there, whatever the style says; where a colour font
    is installed that would be its pictures, other ones on every machine.
    """
    rule = (
        '<fontconfig><match target="pattern"><test name="family"><string>emoji</string></test>'
        '<edit name="family" mode="prepend_first" binding="strong">'
        f"<string>{family}</string></edit>"
        '<edit name="color" mode="assign"><bool>false</bool></edit></match></fontconfig>'
    )
    _load_rule(rule, fonts._config)  # noqa: SLF001 - WeasyPrint has no rules but `@font-face`
    _load_rule_for_all(rule)


@cache
def _load_rule_for_all(rule: str) -> None:
    """Give a rule to the configuration of the process: older Pangos ask only that one."""
    _load_rule(rule, fontconfig.FcConfigGetCurrent())


def _load_rule(rule: str, configuration: object) -> None:
    fontconfig.FcConfigParseAndLoadFromMemory(configuration, rule.encode(), True)  # noqa: FBT003


def png_data(image: Image) -> bytes:
    """Compress a picture's pixels as a PNG file does, and as WeasyPrint's images have them."""
    return cast("bytes", RasterImage._get_png_data(image))  # noqa: SLF001 - see the docstring
