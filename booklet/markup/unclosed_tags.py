"""Raw HTML tags that are never closed, so that they cannot swallow the rest of a chapter.

A pointed bracket that begins no whole tag is text: a browser would look for the end of the tag in
everything that follows.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from booklet.common.xhtml import VOID, name_set
from booklet.markup.commonmark.parse_context import Raw, unclosed
from booklet.markup.content_model import BLOCKS
from booklet.markup.safety import MATHML_TAGS, SVG_TAGS, TAGS

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

    from booklet.markup.commonmark.parse_context import UnplacedFinding

    Part = str | Element | Raw

_QUOTED = r"""(?:[^<>"']|"[^"]*"|'[^']*')*"""
_TOKEN = re.compile(
    rf"(?P<comment><!--)|(?P<other><[!?])|<(?P<open>[a-zA-Z][\w:.-]*){_QUOTED}>"
    rf"|</(?P<closing>[a-zA-Z][\w:.-]*){_QUOTED}>|(?P<stray><)"
)
"""What begins with `<` in HTML; browsers are more forgiving about attributes than CommonMark."""

_TEXT_ONLY = name_set("script style textarea title xmp iframe noembed noframes")
_TEXT_END = re.compile(rf"</({'|'.join(sorted(_TEXT_ONLY))})\b", re.IGNORECASE)
_NEVER_EMPTY = TAGS - VOID - {name.lower() for name in SVG_TAGS | MATHML_TAGS} | {"a"}
"""Elements of HTML, in which browsers pass over the slash of `<a id="here"/>`."""

_APART = BLOCKS | name_set("caption td th tr")
"""What stands in one of these does not run on from the text before it."""

_RUNNING = "plaintext"
_MOST_LEVELS = 100
"""How far a closing tag reaches back; more elements in one another are refused anyway."""


@dataclass(frozen=True, slots=True)
class _Tag:
    name: str
    part: int
    start: int
    end: int
    line: int
    instead: str = ""


def close_tags(parts: list[Part]) -> tuple[list[Part], list[UnplacedFinding]]:
    """Drop every opening tag in one element's content that nothing closes, and close paragraphs.

    What stood in a block that was dropped does not run on from what stood before it.

    Args:
        parts: the content: text, finished elements, and raw HTML as it was typed.

    Returns:
        The content without them, with stray `<` as text, and what to tell.
    """
    dropped = _unclosed(parts)
    if not dropped:
        return parts, []
    by_part: dict[int, list[_Tag]] = {}
    for tag in dropped:
        by_part.setdefault(tag.part, []).append(tag)
    kept = list(parts)
    for index, tags in by_part.items():
        part = kept[index]
        if isinstance(part, Raw):
            kept[index] = Raw(_without(part.html, tags), part.line)
    named = [tag for tag in dropped if tag.name]
    return kept, [unclosed(f"<{tag.name}>", tag.line) for tag in named]


def _without(html: str, tags: list[_Tag]) -> str:
    pieces, position, ending = [], 0, ""
    for tag in tags:
        if tag.name == "p" and html[tag.end :].strip():  # its end may be left out in HTML
            ending = "</p>"
            continue
        pieces += [html[position : tag.start], "\n" if tag.name in _APART else tag.instead]
        position = tag.end
    return "".join([*pieces, html[position:], ending])


def _unclosed(parts: list[Part]) -> list[_Tag]:
    """Go through the tags of all raw parts; what is still open at the end was never closed."""
    matcher = _TagMatcher(parts)
    for index, part in enumerate(parts):
        if isinstance(part, Raw) and "<" in part.html:
            matcher.read(part, index)
    return sorted([*matcher.found, *matcher.open], key=lambda tag: (tag.part, tag.start))


class _TagMatcher:
    """Matches the closing tags in the raw HTML of one element with its opening ones.

    Attributes:
        open: tags that wait for their closing tag.
        found: tags and brackets that never can be closed.
        last: for elements that hold nothing but text, where the last closing tag stands.
    """

    def __init__(self, parts: list[Part]) -> None:
        self.open: list[_Tag] = []
        self.found: list[_Tag] = []
        self.last: dict[str, tuple[int, int]] = {}
        for index, part in enumerate(parts):
            if isinstance(part, Raw) and "</" in part.html:
                ends = _TEXT_END.finditer(part.html)
                self.last.update((end[1].lower(), (index, end.start())) for end in ends)

    def read(self, part: Raw, index: int) -> None:
        """Go through one piece."""
        html, position = part.html, 0
        line, counted = part.line, 0
        while match := _TOKEN.search(html, position):
            start, position = match.span()
            within = self.open[-1].name if self.open else ""
            closing = (match["closing"] or "").lower()
            if within in _TEXT_ONLY and closing != within:
                continue
            line, counted = line + html.count("\n", counted, start), start
            name = (match["open"] or "").lower()
            end = -1
            if match["comment"] or match["other"]:
                mark = "-->" if match["comment"] else ">"
                end = html.find(mark, start + 2)
            if closing:
                self._close(closing)
            elif end >= 0:
                position = end + len(mark)
            elif not name:
                shown = match[0] if match["comment"] else ""
                self.found.append(_Tag(shown[1:], index, start, start + 1, line, "&lt;"))
            elif name == _RUNNING or self._swallows(name, (index, start)):
                self.found.append(_Tag(name, index, start, position, line))
            elif match[0].endswith("/>") and name in _NEVER_EMPTY:
                whole = f"{match[0][:-2].rstrip()}></{name}>"
                self.found.append(_Tag("", index, start, position, line, whole))
            elif name not in VOID and not match[0].endswith("/>"):
                self.open.append(_Tag(name, index, start, position, line))

    def _swallows(self, name: str, position: tuple[int, int]) -> bool:
        """Tell whether everything after a tag would be its text, for nothing closes it."""
        return name in _TEXT_ONLY and self.last.get(name, (-1, -1)) < position

    def _close(self, name: str) -> None:
        for position in range(len(self.open) - 1, max(-1, len(self.open) - _MOST_LEVELS), -1):
            if self.open[position].name == name:
                del self.open[position:]
                return
