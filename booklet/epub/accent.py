"""Write the booklet's accent colour into the e-book's style sheet, for light and for dark pages."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, TypeAlias

import tinycss2  # type: ignore[import-untyped] # the library has no types

from booklet.common.memoize import memoize
from booklet.config.colour import lightest_on_white
from booklet.config.values import LEAST_CONTRAST

if TYPE_CHECKING:
    from collections.abc import Iterable

    Node: TypeAlias = Any

_ACCENT = re.compile(r"var\(\s*--(?P<kind>accent|label)\s*\)")
"""The accent of lines, drawings and large type, and that of small type."""

_LARGE = "accent"
_DARK_PAGES = "@media (min-width: 1em) and (prefers-color-scheme: dark)"
"""For calibre, which takes every query that it does not know for true, one with a width is false:
a Kindle book has the accent for white pages (`media_ok` in its `oeb/stylizer.py`)."""

_HOLDS_RULES = frozenset({"media", "supports"})


@memoize
def write_accent(stylesheet: str, accent: str) -> str:
    """Write the accent where a style sheet says `var(--accent)`, or `var(--label)` for small type.

    Old readers, and the programs that make Kindle books, know no custom properties and would drop
    each declaration with one: not a colour, but the line that tells a box. A rule for dark pages
    follows each rule with the accent at once, so that what comes later still wins.

    Some readers report a dark scheme and keep white paper. So the accent of dark pages is its
    lightest tone that can be read on white (WCAG 2.2, 1.4.3), which is enough for lines and large
    type on black (1.4.11); small type is in the colour of the text there.
    """
    rules = tinycss2.parse_stylesheet(stylesheet)
    return _write_rules(rules, accent, lightest_on_white(accent, LEAST_CONTRAST))


def _write_rules(rules: Iterable[Node], accent: str, light: str) -> str:
    written = []
    for rule in rules:
        if rule.type == "error":  # a reader passes over it as well (CSS Syntax 3, 9)
            continue
        css = rule.serialize()
        if _ACCENT.search(css) and rule.type == "at-rule" and rule.lower_at_keyword in _HOLDS_RULES:
            inner = _write_rules(tinycss2.parse_rule_list(rule.content), accent, light)
            css = f"@{rule.at_keyword}{tinycss2.serialize(rule.prelude)}{{{inner}}}"
        elif _ACCENT.search(css) and rule.type == "qualified-rule":
            dark = _write_dark(rule, light)
            css = f"{_ACCENT.sub(accent, css)}\n{_DARK_PAGES} {{ {dark} }}"
        written.append(_ACCENT.sub(accent, css))
    return "".join(written)


def _write_dark(rule: Node, light: str) -> str:
    """Say again what has the accent in a rule, with the one for dark pages."""

    def at_night(found: re.Match[str]) -> str:
        return light if found["kind"] == _LARGE else "inherit"

    parts = tinycss2.parse_blocks_contents(rule.content, skip_comments=True, skip_whitespace=True)
    said = [part.serialize().strip() for part in parts if part.type != "error"]
    coloured = "; ".join(_ACCENT.sub(at_night, one) for one in said if _ACCENT.search(one))
    return f"{tinycss2.serialize(rule.prelude).strip()} {{ {coloured} }}"
