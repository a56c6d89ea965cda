"""WeasyPrint's insides: all that we use of it beyond what it documents, for one version of it.

No other module imports more of WeasyPrint than documented names, or touches its private ones; a
test holds this, and another fails when another version is installed. Imported only where pages are
set, because WeasyPrint needs Pango.
"""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from weasyprint.css.counters import CounterStyle
from weasyprint.draw.text import draw_first_line
from weasyprint.formatting_structure import boxes
from weasyprint.layout import block, inline, page
from weasyprint.layout.absolute import AbsolutePlaceholder
from weasyprint.matrix import Matrix
from weasyprint.pdf import tags
from weasyprint.pdf.fonts import Font, build_fonts_dictionary
from weasyprint.text.ffi import ffi, harfbuzz
from weasyprint.text.line_break import create_layout

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from types import ModuleType

__all__ = [
    "KNOWN_VERSION",
    "CounterStyle",
    "Font",
    "Matrix",
    "boxes",
    "build_box_tree",
    "build_fonts_dictionary",
    "create_layout",
    "draw_first_line",
    "ffi",
    "harfbuzz",
    "itself",
    "lay_out_lines",
    "make_page",
    "page_box",
    "split_first_line",
]

KNOWN_VERSION = "70.0"


class Replaceable:
    """A function of WeasyPrint's for which another can stand in while a context lasts."""

    def __init__(self, module: ModuleType, name: str) -> None:
        self._module = module
        self._name = name
        self._original = getattr(module, name)

    def __call__(self, *arguments: Any, **settings: Any) -> Any:  # noqa: ANN401 - WeasyPrint's
        """Call WeasyPrint's own function."""
        return self._original(*arguments, **settings)

    @contextmanager
    def replaced(self, stand_in: Callable[..., Any]) -> Iterator[None]:
        """Let WeasyPrint call another function in its place."""
        setattr(self._module, self._name, stand_in)
        try:
            yield
        finally:
            setattr(self._module, self._name, self._original)


lay_out_lines = Replaceable(block, "_linebox_layout")
"""Lays out the lines of one paragraph."""

split_first_line = Replaceable(inline, "split_first_line")
"""Takes as much text as fits on a line."""

make_page = Replaceable(page, "make_page")
"""Fills one page."""

build_box_tree = Replaceable(tags, "_build_box_tree")
"""Makes the structure elements of a box and of all boxes in it."""


def page_box(page: Any) -> Any:  # noqa: ANN401 - WeasyPrint's
    """Take the box of a finished page: text, margins and footnotes are its descendants."""
    return page._page_box  # noqa: SLF001 - see the module's docstring


def itself(box: Any) -> Any:  # noqa: ANN401 - WeasyPrint's
    """Take a box itself, where a placeholder stands for it: one that is positioned absolutely."""
    return box._box if isinstance(box, AbsolutePlaceholder) else box  # noqa: SLF001 - as above
