"""CSS from anywhere, parsed and filtered: nothing in it loads anything but what the book carries.

What a style sheet says is judged after it has been parsed (CSS Syntax 3), never by how it is
written: escapes, comments and halves of words that grow together hide nothing from a parser.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, TypeAlias

import tinycss2  # type: ignore[import-untyped] # the library has no types

from booklet.common.memoize import memoize
from booklet.common.xhtml import name_set

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    Node: TypeAlias = Any
    IsCarried: TypeAlias = Callable[[str], bool]

_LOADING = name_set("image image-set -webkit-image-set cross-fade -webkit-cross-fade src element")
"""Functions that load what they name, even when it stands in plain quotation marks (CSS Images 4).

`url()` is judged by its address."""

_AT_RULES = name_set(
    "-webkit-keyframes bottom-center bottom-left bottom-left-corner bottom-right "
    "bottom-right-corner charset container counter-style font-face footnote keyframes layer "
    "left-bottom left-middle left-top media namespace page property right-bottom right-middle "
    "right-top supports top-center top-left top-left-corner top-right top-right-corner"
)
"""At-rules that load nothing by themselves; `@import` is none of them."""

_RUNNING = name_set("behavior -moz-binding")
"""Properties by which old browsers ran programs."""

_DRAWN_PROPERTIES = name_set(
    "alignment-baseline baseline-shift clip-path clip-rule color color-interpolation "
    "color-interpolation-filters color-rendering cx cy d direction display dominant-baseline "
    "fill fill-opacity fill-rule filter flood-color flood-opacity font font-family "
    "font-feature-settings font-kerning font-size font-size-adjust font-stretch font-style "
    "font-variant font-variation-settings font-weight glyph-orientation-vertical height "
    "image-rendering isolation letter-spacing lighting-color line-height marker marker-end "
    "marker-mid marker-start mask mask-type mix-blend-mode opacity overflow paint-order "
    "pointer-events r rx ry shape-rendering stop-color stop-opacity stroke stroke-dasharray "
    "stroke-dashoffset stroke-linecap stroke-linejoin stroke-miterlimit stroke-opacity "
    "stroke-width text-align text-anchor text-decoration text-overflow text-rendering transform "
    "transform-origin unicode-bidi vector-effect visibility white-space width word-spacing "
    "writing-mode x y"
)
"""What a drawing's styles may set: the properties of SVG 2, appendix G, and of its text."""

_PLAIN = re.compile(r"[\w\s.,;:+\-#%()!]*")
_FUNCTION = re.compile(r"([\w-]+)\(")


class _Filter:
    """Filters rules and declarations; notes what is taken out."""

    def __init__(
        self,
        is_carried: IsCarried,
        *,
        at_rules: frozenset[str],
        properties: frozenset[str] | None = None,
    ) -> None:
        self._is_carried = is_carried
        self._at_rules = at_rules
        self._properties = properties
        self.taken_out: list[str] = []
        self.is_changed = False

    def rules(self, nodes: Iterable[Node]) -> Iterator[Node]:
        """Filter the rules of a style sheet, or the rules and declarations of a block."""
        for node in nodes:
            if self._allows(node):
                yield node
            else:
                self.is_changed = True

    def _allows(self, node: Node) -> bool:
        if node.type == "declaration":
            return self._allows_declaration(node)
        if node.type == "at-rule":
            return self._allows_at_rule(node)
        if node.type == "qualified-rule":
            self._filter_block(node)
        return node.type in {"qualified-rule", "whitespace"}

    def _allows_declaration(self, declaration: Node) -> bool:
        """Tell whether a declaration loads nothing from outside."""
        name = declaration.lower_name
        address = self.foreign(declaration.value)
        if address is None and name not in _RUNNING:
            is_known = self._properties is None or name in self._properties
            return is_known or name.startswith("--")
        self.taken_out.append(address or name)
        return False

    def _allows_at_rule(self, rule: Node) -> bool:
        name = rule.lower_at_keyword
        address = self.foreign(rule.prelude) if name != "namespace" else None
        if name not in self._at_rules or address is not None:
            self.taken_out.append(f"@{name}")
            return False
        if rule.content is not None:
            self._filter_block(rule)
        return True

    def _filter_block(self, rule: Node) -> None:
        inside = tinycss2.parse_blocks_contents(rule.content, skip_comments=True)
        rule.content = list(self.rules(inside))

    def foreign(self, nodes: Iterable[Node]) -> str | None:
        """Find the first thing in a value that would be loaded from outside the book."""
        for node in nodes:
            if node.type == "url" and not self._is_carried(node.value):
                return str(node.value)
            if node.type == "error" and node.kind in {"bad-url", "bad-string"}:
                return str(node.kind)
            if node.type == "function":
                if node.lower_name in _LOADING:
                    return f"{node.name}()"
                if node.lower_name == "url" and not self._is_carried(_quoted(node)):
                    return _quoted(node)
            inner = _inner(node)
            found = self.foreign(inner) if inner else None
            if found is not None:
                return found
        return None


@memoize
def sanitise_stylesheet(css: str, is_carried: IsCarried) -> tuple[str, tuple[str, ...]]:
    """Take everything out of a style sheet that would be loaded from outside.

    Args:
        css: the style sheet.
        is_carried: tells whether an address is that of something the book carries.

    Returns:
        The style sheet, unchanged when there was nothing to take out, and what was: addresses and
        the names of at-rules.
    """
    return _filter(css, _Filter(is_carried, at_rules=_AT_RULES))


def sanitise_style(css: str, is_carried: IsCarried) -> tuple[str, tuple[str, ...]]:
    """Do the same for the declarations of a `style` attribute."""
    return _filter_declarations(css, _Filter(is_carried, at_rules=frozenset()))


def safe_drawn_stylesheet(css: str) -> tuple[str, tuple[str, ...]]:
    """Keep what a drawing's `<style>` may say: plain rules with SVG's own properties.

    Returns:
        The rules that are kept, and what would have been loaded.
    """
    judge = _Filter(_is_inside_drawing, at_rules=frozenset(), properties=_DRAWN_PROPERTIES)
    return _filter(css, judge)


def safe_drawn_style(css: str) -> tuple[str, tuple[str, ...]]:
    """Keep what a `style` attribute may say in a drawing, as `safe_drawn_stylesheet` does."""
    judge = _Filter(_is_inside_drawing, at_rules=frozenset(), properties=_DRAWN_PROPERTIES)
    return _filter_declarations(css, judge)


def is_safe_drawn_value(value: str) -> bool:
    """Tell whether an attribute of a drawing loads nothing, whichever property it stands for."""
    if _PLAIN.fullmatch(value):  # without quotes, escapes and comments there are only functions
        called = {name.lower() for name in _FUNCTION.findall(value)}
        if "url" not in called and not called & _LOADING:
            return True
    judge = _Filter(_is_inside_drawing, at_rules=frozenset())
    return judge.foreign(tinycss2.parse_component_value_list(value)) is None


def _is_inside_drawing(address: str) -> bool:
    return address.strip().startswith("#")


def _filter(css: str, judge: _Filter) -> tuple[str, tuple[str, ...]]:
    rules = list(judge.rules(tinycss2.parse_stylesheet(css, skip_comments=True)))
    return (tinycss2.serialize(rules) if judge.is_changed else css), tuple(judge.taken_out)


def _filter_declarations(css: str, judge: _Filter) -> tuple[str, tuple[str, ...]]:
    kept = list(judge.rules(tinycss2.parse_blocks_contents(css, skip_comments=True)))
    return (tinycss2.serialize(kept) if judge.is_changed else css), tuple(judge.taken_out)


def _inner(node: Node) -> Iterable[Node] | None:
    """Return what stands inside a function or a block."""
    inner: Iterable[Node] | None = getattr(node, "arguments", None)
    if inner is None and node.type.endswith("block"):
        inner = node.content
    return inner


def _quoted(function: Node) -> str:
    """Return the address of `url("…")`, which is a function to a parser where modifiers follow."""
    strings = (node.value for node in function.arguments if node.type == "string")
    return str(next(strings, ""))
