"""What a `style` attribute may say in a chapter: emphasis, alignment, and breaks of pages.

Word, Google Docs and WordPress write colours, sizes and distances into text that is copied from
them. A book has its own, on paper and on every reader's screen (black text on a black screen, lines
that lie on one another), so that only what says something is kept.
"""

from __future__ import annotations

import re

import tinycss2  # type: ignore[import-untyped] # the library has no types

from booklet.common.xhtml import SVG, name_set

_WORDS = {
    "font-style": "normal italic oblique",
    "font-variant": "normal small-caps",
    "font-weight": "normal bold bolder lighter 100 200 300 400 500 600 700 800 900",
    "text-align": "left right center justify start end",
    "text-decoration": "none underline line-through",
    "text-transform": "none uppercase lowercase capitalize",
    "vertical-align": "baseline sub super top middle bottom text-top text-bottom",
    "white-space": "normal pre-line pre-wrap",
    "break-before": "auto avoid page left right recto verso",
    "break-after": "auto avoid page left right recto verso",
    "break-inside": "auto avoid",
    "list-style-type": "none disc circle square decimal lower-alpha upper-alpha lower-latin "
    "upper-latin lower-roman upper-roman lower-greek",
}
_ALLOWED = {name: name_set(words) for name, words in _WORDS.items()}
"""Properties, each with the words that its value may be."""

_IN_DRAWINGS = name_set("color font-size font-style font-weight letter-spacing text-decoration")
"""Properties of the words in a drawing, which has colours and sizes of its own (SVG 2, 11)."""

_RELATIVE = re.compile(r"(?:100|[1-9]?[0-9](?:\.[0-9]+)?)%|[0-9]{1,2}(?:\.[0-9]+)?r?em")
_WITH_WIDTH = name_set(f"img figure col {{{SVG}}}svg")
"""Elements whose width an author may set, as a part of the page's or in the size of its type."""


def safe_style(text: str, tag: str) -> tuple[str, tuple[str, ...]]:
    """Keep the declarations of a style that a book can follow.

    Args:
        text: the attribute's value.
        tag: of its element.

    Returns:
        The declarations that are kept, and the names of the properties that are left out.
    """
    kept: dict[str, str] = {}
    left_out: list[str] = []
    for one in tinycss2.parse_declaration_list(text, skip_comments=True, skip_whitespace=True):
        if one.type != "declaration":
            left_out.append("what is no declaration")
            continue
        value = " ".join(tinycss2.serialize(one.value).split())
        safe = _safe(one.lower_name, value, tag)
        kept.update(safe)
        if not safe:
            left_out.append(one.lower_name)
    style = "; ".join(f"{name}: {value}" for name, value in kept.items())
    return style, tuple(left_out)


def _safe(name: str, value: str, tag: str) -> dict[str, str]:
    """Give what is left of one declaration."""
    if tag.startswith(f"{{{SVG}}}") and not tag.endswith("}svg"):
        is_plain = re.fullmatch(r"[\w\s.,%#-]+", value)
        return {name: value} if name in _IN_DRAWINGS and is_plain else {}
    words = value.lower().split()
    if name == "font":
        emphasis = {"italic": "font-style", "oblique": "font-style", "bold": "font-weight"}
        return {emphasis[word]: word for word in words if word in emphasis}
    if name in {"text-decoration", "text-decoration-line"}:  # the others are colours and strokes
        lines = [word for word in words if word in _ALLOWED["text-decoration"]]
        return {"text-decoration": " ".join(lines)} if lines else {}
    if name in {"width", "max-width"}:
        is_kept = tag in _WITH_WIDTH and _RELATIVE.fullmatch(value)
        return {name: value} if is_kept else {}
    return {name: words[0]} if len(words) == 1 and words[0] in _ALLOWED.get(name, ()) else {}
