"""A layout of Pango is a copy of the first one in the same style.

Fault: for each line, and once more when it is drawn, WeasyPrint makes a context and a description
    of the font, and collects the font's features: thirty calls into Pango with what a dozen
    properties say, which is the same for all text in one style. That takes a tenth of the time of
    laying out and drawing text, and its lists of attributes are never freed.
Upstream: no issue is known.
Smallest input: a paragraph of two lines.
Goes when: `Layout.setup` in WeasyPrint's text/line_break.py keeps what depends on the style alone.
"""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING

from booklet.weasy.internals import Layout, ffi, gobject, pango, set_up_layout

if TYPE_CHECKING:
    from collections.abc import Iterator

    from booklet.weasy.protocols import Style

ffi.cdef("PangoLayout *pango_layout_copy(PangoLayout *);")

_MODEL = "model_layout"
"""The attribute of a style that has what its first layout was set up with, and goes with it."""


@contextmanager
def copy_layouts() -> Iterator[None]:
    """Copy layouts instead of setting each one up while the context lasts."""
    with set_up_layout.replaced(_copy_model):
        yield


def _copy_model(layout: Layout, style: Style) -> None:
    model = vars(style).get(_MODEL)
    if model is None:
        first = Layout.__new__(Layout)
        set_up_layout.original(first, style)
        # Without the style itself, which would be kept alive by what it has.
        model = {name: value for name, value in vars(first).items() if name != "style"}
        vars(style)[_MODEL] = model
    vars(layout).update(model, style=style)
    # Its text, width and attributes can be changed without changing those of the model.
    layout.layout = ffi.gc(pango.pango_layout_copy(model["layout"]), gobject.g_object_unref)
