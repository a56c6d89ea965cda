"""The chapter's title and headings: levels without gaps, ids, and plain text for the contents."""

from __future__ import annotations

from copy import deepcopy
from typing import TYPE_CHECKING

from booklet.common import xhtml
from booklet.components.footnotes import TITLE_NOTES
from booklet.markup.chapter import Heading
from booklet.markup.dialect import LINE, NOTE_KEY
from booklet.markup.identifiers import slugify

if TYPE_CHECKING:
    from collections.abc import Callable
    from xml.etree.ElementTree import Element

    from booklet.markup.finding_collector import FindingCollector
    from booklet.markup.identifiers import Identifiers

_LEVELS = {"h1": 1, "h2": 2, "h3": 3, "h4": 4, "h5": 5, "h6": 6}
_DEEPEST = 6


def extract_title(root: Element, given: str) -> Element | None:
    """Take the first `# heading` of the text out when it is the chapter's title.

    Args:
        root: the chapter; changed in place.
        given: the title in the metadata; a first heading with the same words repeats it.

    Returns:
        The heading; None when the text has none, or the metadata's title stands.
    """
    heading = next((child for child in root if child.tag in _LEVELS and heading_text(child)), None)
    if heading is None or heading.tag != "h1":
        return None
    if given and heading_text(heading).casefold() != " ".join(given.split()).casefold():
        return None
    xhtml.replace(root, heading)
    return heading


def order_headings(
    root: Element,
    is_private: Callable[[Element], bool],
    identifiers: Identifiers,
    collector: FindingCollector,
    *,
    top: int = 1,
) -> tuple[Heading, ...]:
    """Give every heading below `root` a fitting level and an id.

    Args:
        root: changed in place; its headings start at the level below `top`.
        is_private: tells which elements are for facilitators only; headings in them are not
            listed, and do not count where levels must not be skipped.
        identifiers: gives ids to headings without one.
        collector: for skipped levels and empty headings.
        top: the level of the heading above this text.

    Returns:
        The headings that readers see, in reading order.
    """
    listed: list[Heading] = []
    parents = xhtml.parents_of(root)
    previous = top
    without_words: list[Element] = []
    for item in [item for item in root.iter() if item.tag in _LEVELS]:
        text = heading_text(item)
        line = int(item.attrib.pop(LINE, "0"))
        if not text:
            collector.warn(
                "K521",
                "a heading has no words",
                "Write what it should say, or delete the line; it is left out.",
                collector.line(line) if line else collector.place("<h"),
            )
            without_words.append(item)
            continue
        hidden = any(is_private(around) for around in xhtml.ancestors_of(item, parents))
        written = max(_LEVELS[item.tag], top + 1)
        level = min(written, previous + 1, _DEEPEST)
        if level < written and previous < _DEEPEST and not hidden:
            problem = f"the heading '{text}' skips a level"
            hint = f"It becomes level {level}. Use one '#' more than the heading above it has."
            place = collector.line(line) if line else collector.place(text, "<h")
            collector.warn("K520", problem, hint, place)
        item.tag = f"h{level}"
        if item.get("id") is None:
            item.set("id", identifiers.claim(slugify(text)))
        if not hidden:
            previous = level
            listed.append(Heading(level, item.get("id", ""), text))
    xhtml.unwrap_all(root, without_words)
    return tuple(listed)


def flatten_headings(root: Element) -> None:
    """Turn headings into bold paragraphs where a heading cannot stand: in notes and captions."""
    for item in root.iter():
        if item.tag in _LEVELS:
            inner = xhtml.detach_content(item)
            item.tag = "p"
            item.attrib.pop(LINE, None)
            xhtml.append(item, [xhtml.element("strong", {}, *inner)])


def heading_text(heading: Element) -> str:
    """Read a heading for the contents: without footnotes' numbers, pictures by their words."""
    if not len(heading):
        return xhtml.text_of(heading)
    plain = deepcopy(heading)
    plain.tail = None
    replaced: dict[Element, tuple[str, ...]] = {}
    for item in plain.iter():
        if item.get(NOTE_KEY) is not None or item.get("data-note") is not None:
            replaced[item] = ()
        elif item.tag == "img":
            replaced[item] = (item.get("alt", ""),)
    xhtml.replace_all(plain, replaced)
    return xhtml.text_of(plain)


def extract_title_notes(heading: Element) -> Element | None:
    """Take the calls of footnotes out of a title, which is printed in many places without them.

    Returns:
        `<span data-title-notes="">` with the calls; None when there is none.
    """
    parents = xhtml.parents_of(heading)
    calls = [item for item in heading.iter("a") if item.get(NOTE_KEY) is not None]
    for call in calls:
        xhtml.replace(parents[call], call)
        call.tail = None
    return xhtml.element("span", {TITLE_NOTES: ""}, *calls) if calls else None


def title_content(heading: Element) -> str:
    """Write a title's content as XHTML: emphasis and code stay, links and ids go."""
    plain = deepcopy(heading)
    plain.tail = None
    replaced: dict[Element, tuple[str, ...] | None] = {}
    for item in list(plain.iter())[1:]:
        item.attrib.pop("id", None)
        if item.tag == "img":
            replaced[item] = (item.get("alt", ""),)
        elif item.tag in {"a", "abbr"}:
            replaced[item] = None
    xhtml.replace_all(plain, replaced)
    return xhtml.drop_forbidden(xhtml.serialise_content(plain)).strip()
