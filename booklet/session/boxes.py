"""The boxes of a chapter as plain words and numbers, in reading order, for planning a session.

What facilitators are told stands with the box that it comes before, as in the margin of their
edition; what nothing follows is about the whole session.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from booklet.common import xhtml
from booklet.components import BY_NAME, ComponentContext
from booklet.components.rendering import is_private, read_options, visible_items

if TYPE_CHECKING:
    from collections.abc import Iterator
    from xml.etree.ElementTree import Element

    from booklet.common.language import Language
    from booklet.markup.chapter import Chapter

RULE = "rule"
FACILITATOR = "facilitator"
_BLOCKS = xhtml.name_set(
    "p ul ol li dl dt dd table caption thead tbody tr div blockquote pre section figure figcaption "
    "h2 h3 h4 h5 h6 aside hr"
)


@dataclass(frozen=True, slots=True)
class Note:
    """Something that only whoever leads the session is told.

    Attributes:
        title: of the box.
        lines: its text, a paragraph or an item of a list each.
        minutes: how long it takes, before the session; 0 when it does not say.
    """

    title: str
    lines: tuple[str, ...]
    minutes: int = 0


@dataclass(frozen=True, slots=True)
class Box:
    """A box of a chapter, or one of its rules, as plain words.

    Attributes:
        kind: the component's name, or "rule".
        id: unique in the book.
        title: the author's, or the component's name in the chapter's language.
        lines: its text, a paragraph or an item of a list each.
        items: the items of its lists, which are among the lines too.
        minutes: how long it takes; None when it does not say.
        priority: 1 to 3, as its author marked it; None when it is not marked.
        weeks: after how many weeks to come back to it, for boxes of the kind "revisit".
        notes: what whoever leads the session is told before it.
    """

    kind: str
    id: str
    title: str
    lines: tuple[str, ...]
    items: tuple[str, ...]
    minutes: int | None = None
    priority: int | None = None
    weeks: tuple[int, ...] = ()
    notes: tuple[Note, ...] = ()


def read_boxes(chapter: Chapter, language: Language) -> tuple[tuple[Box, ...], tuple[Note, ...]]:
    """Read the boxes and the rules of a chapter.

    Args:
        chapter: its body is only looked at.
        language: of the chapter, for the titles of boxes without one.

    Returns:
        The boxes in reading order, and the notes about the whole session.
    """
    context = ComponentContext(chapter.slug, language)
    boxes: list[Box] = []
    waiting: list[Note] = []
    for item in _uses(chapter.body):
        box = _read_box(item, context)
        if box.kind == FACILITATOR:
            waiting.append(Note(box.title, box.lines, box.minutes or 0))
            continue
        boxes.append(replace(box, notes=tuple(waiting)))
        waiting.clear()
    return tuple(boxes), tuple(waiting)


def count_read_words(chapter: Chapter) -> int:
    """Count the words that are read before anybody does or discusses anything."""
    skipped: set[Element] = set()
    count = 0
    for item in visible_items(chapter.body, BY_NAME):
        component = BY_NAME.get(item.get("data-component", ""))
        is_done = component is not None and not component.is_read_along
        if item in skipped or is_done or item.get("data-notes") is not None:
            skipped.update(item)
            continue
        texts = (item.text, *(child.tail for child in item))
        count += sum(len(words.split()) for words in texts if words)
    return count


def lines_of(root: Element) -> tuple[str, ...]:
    """Read a text as plain lines, one for each paragraph, item or row, without note marks."""
    parts: list[str] = []
    _write(root, parts)
    lines = (" ".join(line.split()) for line in "".join(parts).split("\n"))
    return tuple(line for line in lines if line)


def _uses(root: Element) -> Iterator[Element]:
    """Walk through boxes and rules in reading order; a box in a private one belongs to it."""
    waiting = [root]
    while waiting:
        item = waiting.pop()
        if item.get("data-component") or xhtml.has_class(item, RULE):
            yield item
        if not is_private(item, BY_NAME):
            waiting += reversed(item)


def _read_box(item: Element, context: ComponentContext) -> Box:
    if xhtml.has_class(item, RULE):
        lead = next(part for part in item.iter() if xhtml.has_class(part, "rule-lead"))
        return Box(RULE, item.get("id", ""), xhtml.text_of(lead), lines_of(item), ())
    name = item.get("data-component", "")
    title = item[0] if len(item) and item[0].get("data-part") == "title" else None
    body = xhtml.element("div")
    body.text = item.text
    body[:] = [child for child in item if child is not title]
    options = read_options(item)
    return Box(
        kind=name,
        id=item.get("id", ""),
        title=xhtml.text_of(title) if title is not None else context.label(name),
        lines=lines_of(body),
        items=tuple(
            " ".join(lines_of(part))
            for part in body.iter("li")
            if not any(inner.tag == "li" for inner in part.iter() if inner is not part)
        ),
        minutes=next(iter(options.get("min", ())), None),
        priority=next(iter(options.get("priority", ())), None),
        weeks=options.get("weeks", ()),
    )


def _write(item: Element, parts: list[str]) -> None:
    if item.get("data-note") is not None or item.get("data-notes") is not None:
        return
    if item.tag == "tr":
        cells = (" ".join(lines_of(cell)) for cell in item)
        parts.append(f"\n{' · '.join(filter(None, cells))}\n")
        return
    is_block = item.tag in _BLOCKS
    parts.append("\n" if is_block else "")
    parts.append(item.text or "")
    for child in item:
        _write(child, parts)
        parts.append(child.tail or "")
    parts.append("\n" if is_block else "")
