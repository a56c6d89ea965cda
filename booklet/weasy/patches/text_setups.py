"""Texts in the same type are set up for Pango once.

Fault: WeasyPrint sets up every text that it measures or draws anew: a context with its language and
    direction, a description of its font, a list of features. Fonts are looked for again in each new
    context. It never gives its own reference to the list of features back, so that each stays in
    memory with what is in it, and a process that renders again and again grows by some 30 kB each
    time. To remember the heights of lines it writes all that is known of a type as a text. It takes
    a twentieth of the time for a chapter.
Upstream: no issue is known; a comment in `Layout.setup` tells of attributes that leak.
Smallest input: `<p style="font-kerning: normal">a</p>`, rendered twice.
Goes when: `Layout.setup` in WeasyPrint's text/line_break.py keeps what it makes for a style.
"""

from __future__ import annotations

from contextlib import contextmanager
from operator import itemgetter
from typing import TYPE_CHECKING

from booklet.weasy.internals import copy_pango_layout, name_type, set_up_layout

if TYPE_CHECKING:
    from collections.abc import Iterator

    from booklet.weasy.protocols import PangoLayout, Style

_KNOWN = "_text_setups"
"""Where a font configuration keeps them: they go with its fonts."""

_values_of = itemgetter(
    "font_style",
    "font_stretch",
    "font_weight",
    "font_kerning",
    "font_variant_ligatures",
    "font_variant_position",
    "font_variant_caps",
    "font_variant_numeric",
    "font_variant_alternates",
    "font_variant_east_asian",
    "font_feature_settings",
    "font_variation_settings",
    "font_language_override",
    "lang",
)


@contextmanager
def set_up_once() -> Iterator[None]:
    """Let texts be set up as others in the same type were while the context lasts."""
    with set_up_layout.replaced(_set_up), name_type.replaced(_name_type):
        yield


def _set_up(layout: PangoLayout, style: Style) -> None:
    known = vars(style.font_config).setdefault(_KNOWN, {})  # type: ignore[attr-defined]
    is_decorated = style["text_decoration_line"] != "none"
    key = (_name_type(style), style["font_size"], style["direction"], is_decorated)
    if key not in known:
        first: PangoLayout = type(layout).__new__(type(layout))
        set_up_layout.original(first, style)
        known[key] = {name: value for name, value in vars(first).items() if name != "style"}
    vars(layout).update(known[key], style=style)
    layout.layout = copy_pango_layout(layout.layout)


def _name_type(style: Style, include_size: bool = False) -> object:  # noqa: FBT001, FBT002 - WeasyPrint's own arguments
    name = (tuple(style["font_family"]), *_values_of(style))
    return (name, style["font_size"], style["line_height"]) if include_size else name
