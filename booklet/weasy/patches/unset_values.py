"""A value that nobody has set is not worked out.

Fault: WeasyPrint works out each property of each style with all that a value can be: a variable, a
    calculation, a logical name, nothing. Nobody has set nine of ten, and what these are is known:
    the initial value, or that of the element around. This takes a fifteenth of the time for a
    chapter.
Upstream: no issue is known.
Smallest input: a paragraph.
Goes when: `ComputedStyle.__missing__` in WeasyPrint's css/__init__.py begins with such properties.
"""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING

from booklet.weasy.internals import (
    INHERITED,
    INITIAL_NOT_COMPUTED,
    INITIAL_VALUES,
    PHYSICAL_FUNCTIONS,
    miss_anonymous_value,
    miss_value,
)

if TYPE_CHECKING:
    from collections.abc import Iterator

    from booklet.weasy.protocols import ComputedStyle

_WORKED_OUT = {"display", "float", "page", "position"}
"""Properties that depend on one another, or on the elements around."""

_INITIAL = {
    name: value
    for name, value in INITIAL_VALUES.items()
    if name not in INHERITED | INITIAL_NOT_COMPUTED | _WORKED_OUT
    and not name.startswith("text_decoration_")
}
_LOGICAL = {
    name: frozenset(function(block="ttb", inline=inline) for inline in ("ltr", "rtl"))
    for name, function in PHYSICAL_FUNCTIONS.items()
}
"""Other names of a property, which depend on where text runs (CSS Logical Properties 1)."""

_LINES = {
    name: name.replace("width", "style")
    for name in INITIAL_NOT_COMPUTED
    if name.endswith("_width") and name.replace("width", "style") in _INITIAL
}
"""Widths of lines, which are 0 where there is no line, and the properties that say so."""


@contextmanager
def know_unset_values() -> Iterator[None]:
    """Take values that nobody has set from where they come while the context lasts."""
    with miss_value.replaced(_find), miss_anonymous_value.replaced(_find_anonymous):
        yield


def _find(style: ComputedStyle, name: str) -> object:
    cascaded = style.cascaded
    if name in cascaded or (name in _LOGICAL and not _LOGICAL[name].isdisjoint(cascaded)):
        return miss_value.original(style, name)
    value: object
    if name in _INITIAL:
        value = _INITIAL[name]
    elif style.parent_style is not None and (name in INHERITED or name.startswith("__")):
        value = style.parent_style[name]
    elif name in _LINES and style[_LINES[name]] == "none":
        value = 0
    else:
        return miss_value.original(style, name)
    style[name] = value
    return value


def _find_anonymous(style: ComputedStyle, name: str) -> object:
    if name not in _INITIAL:
        return miss_anonymous_value.original(style, name)
    value = style[name] = _INITIAL[name]
    return value
