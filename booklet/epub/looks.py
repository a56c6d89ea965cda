"""What the e-book's style sheet and documents take from the booklet: its colour and its marks."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING, Any, TypeAlias

import tinycss2  # type: ignore[import-untyped] # the library has no types
from markupsafe import Markup

from booklet.common.xhtml import element
from booklet.config.colour import lighten
from booklet.manuscript.pictures import read_drawing
from booklet.theme.chapter_mark import chapter_mark

if TYPE_CHECKING:
    from collections.abc import Iterable
    from xml.etree.ElementTree import Element

    from booklet.manuscript.pictures import Picture

    Node: TypeAlias = Any

_NIGHT, _CONTRAST_AT_NIGHT = "#1e1e1e", 7.0
"""The lightest of the dark pages that reading systems have; WCAG 2.2, 1.4.6."""

_ACCENT = re.compile(r"var\(\s*--accent\s*\)")
_DARK_PAGES = "@media (min-width: 1em) and (prefers-color-scheme: dark)"
"""For calibre, which takes every query that it does not know for true, one with a width is false:
a Kindle book has the accent for white pages (`media_ok` in its `oeb/stylizer.py`)."""

_HOLDS_RULES = frozenset({"media", "supports"})

_MARK_CLASS = "chapter-mark"
_MARK_WIDTH, _MARK_HEIGHT = 54, 60
"""CSS pixels of a chapter's mark as the style sheet has it, where an em is 16."""


def write_accent(stylesheet: str, accent: str) -> str:
    """Write the accent where a style sheet says `var(--accent)`.

    Old readers, and the programs that make Kindle books, know no custom properties and would drop
    each declaration with one: not a colour, but the line that tells a box. A rule for dark pages
    follows each rule with the accent at once, so that what comes later still wins; its accent has
    the contrast of small print.
    """
    rules = tinycss2.parse_stylesheet(stylesheet)
    return _write_rules(rules, accent, lighten(accent, _CONTRAST_AT_NIGHT, on=_NIGHT))


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
    parts = tinycss2.parse_blocks_contents(rule.content, skip_comments=True, skip_whitespace=True)
    said = [part.serialize().strip() for part in parts if part.type != "error"]
    coloured = "; ".join(_ACCENT.sub(light, one) for one in said if _ACCENT.search(one))
    return f"{tinycss2.serialize(rule.prelude).strip()} {{ {coloured} }}"


def inline_mark(title: str) -> Markup:
    """Draw a chapter's mark in the colour of what is around it."""
    drawn = chapter_mark(title, "currentColor")
    return Markup(drawn.replace("<svg ", f'<svg class="{_MARK_CLASS}" aria-hidden="true" ', 1))  # noqa: S704 - drawn by us


def mark_picture(title: str, accent: str) -> Picture:
    """Draw a chapter's mark as a file, which has its colour in itself."""
    picture, _ = read_drawing("chapter-mark.svg", chapter_mark(title, accent).encode())
    return replace(picture, width=_MARK_WIDTH, height=_MARK_HEIGHT)


def filed_mark(path: str) -> Element:
    """Show a chapter's mark from its file; it is decoration."""
    return element("img", {"class": _MARK_CLASS, "src": path, "alt": ""})
