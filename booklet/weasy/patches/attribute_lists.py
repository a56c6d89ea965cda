"""The font features of a line are freed with its layout.

Fault: WeasyPrint makes a list of attributes for each Pango layout whose text has font features,
    such as kerning, and never gives its own reference to it back; the attribute in it is made anew
    each time, too, and forgotten. A process that renders again and again grows by some 30 kB each
    time, a preview's renderers by 100 MB in 3,500 edits.
Upstream: no issue is known; a comment in `Layout.setup` tells of attributes that leak.
Smallest input: `<p style="font-kerning: normal">a</p>`, rendered again and again.
Goes when: `Layout.setup` in WeasyPrint's text/line_break.py calls `pango_attr_list_unref`.
"""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING

from booklet.weasy.internals import ffi, font_features_of, pango, set_up_layout

if TYPE_CHECKING:
    from collections.abc import Iterator

    from booklet.weasy.protocols import PangoLayout, Style


@contextmanager
def free_attributes() -> Iterator[None]:
    """Let layouts of lines own their attributes while the context lasts."""
    with set_up_layout.replaced(_set_up):
        yield


def _set_up(layout: PangoLayout, style: Style) -> None:
    # A list frees what is in it: so no other list may get the same attribute.
    shared = font_features_of(style)
    shared.clear()
    set_up_layout.original(layout, style)
    shared.clear()
    attributes = pango.pango_layout_get_attributes(layout.layout)
    if attributes != ffi.NULL:
        pango.pango_attr_list_unref(attributes)  # the layout has a reference of its own
