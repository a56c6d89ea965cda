"""Ids for every block of text, made from its own words, so that they outlive changes elsewhere.

Highlights, notes and reading positions hang on ids. A paragraph keeps its id while its words stay
the same, wherever in its chapter it goes and whatever happens around it. Footnotes, which markup
numbers, are called after their words here as well.
"""

from __future__ import annotations

from collections import Counter
from hashlib import sha256
from typing import TYPE_CHECKING

from booklet.common.xhtml import name_set
from booklet.markup.commonmark.tree import SOURCE_LINE
from booklet.markup.content_model import BLOCKS

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from xml.etree.ElementTree import Element

ID_WORDS = {
    "p": "p",
    "li": "item",
    "td": "cell",
    "th": "cell",
    "dt": "term",
    "dd": "entry",
    "caption": "caption",
    "figcaption": "caption",
    "summary": "summary",
    "pre": "code",
    "div": "text",
    "blockquote": "quote",
}
"""What may hold words directly, and what its id calls it."""

_OWN_BLOCKS = BLOCKS | name_set("table thead tbody tfoot tr th td caption")
_DIGITS = 10
_NOTE = "note"


def name_blocks(slug: str, texts: Sequence[Element]) -> None:
    """Give every block of a chapter's texts an id, and its footnotes lasting ones.

    Ids that are there stay: of headings, rules, figures, tables, components, and an author's own.

    Args:
        slug: the chapter's.
        texts: its body, and the answers to its quiz; changed in place.
    """
    namer = _Namer(slug, texts)
    for root in texts:
        namer.name(root)
    for root in texts:
        _call_notes_by_new_names(root, namer.notes)


def take_lines(texts: Sequence[Element]) -> Iterator[tuple[str, int]]:
    """Yield each block's id with the line it was written on, and take the lines off the blocks.

    A block that has no line of its own, such as a list, has that of the next one that has.

    Args:
        texts: a chapter's body, and the answers to its quiz; changed in place.
    """
    for root in texts:
        waiting: list[str] = []
        for item in root.iter():
            line = item.attrib.pop(SOURCE_LINE, None)
            if identifier := item.get("id"):
                waiting.append(identifier)
            if line is not None:
                yield from ((identifier, int(line)) for identifier in waiting)
                waiting.clear()


class _Namer:
    """Gives ids to the blocks of one chapter."""

    def __init__(self, slug: str, roots: Sequence[Element]) -> None:
        self.slug = slug
        self.taken = {item.get("id", "") for root in roots for item in root.iter()}
        self.times: Counter[str] = Counter()
        self.notes: dict[str, str] = {}

    def name(self, root: Element) -> None:
        """Give ids below `root`."""
        for item in root.iter():
            if item.tag == "section" and item.get("data-notes") is not None:
                for note in item:
                    self._name_note(note)
            elif item.get("id") is None and item.get("data-part") is None:
                words = _own_words(item) if item.tag in ID_WORDS else ""
                if words:
                    item.set("id", self._claim(ID_WORDS[item.tag], words))

    def _name_note(self, note: Element) -> None:
        numbered = note.get("id", "")
        if numbered:
            self.notes[numbered] = self._claim(_NOTE, "".join(_words(note, frozenset())))
            note.set("id", self.notes[numbered])

    def _claim(self, kind: str, words: str) -> str:
        """Make `SLUG-p-1f3a5b7c9d`; the second block with the same words gets `-2` at its end."""
        digest = sha256(" ".join(words.split()).encode()).hexdigest()[:_DIGITS]
        identifier = f"{self.slug}-{kind}-{digest}"
        while True:
            self.times[identifier] += 1
            times = self.times[identifier]
            unique = f"{identifier}-{times}" if times > 1 else identifier
            if unique not in self.taken:
                self.taken.add(unique)
                return unique


def _own_words(item: Element) -> str:
    """Read what an element says itself; "" when all of it is inside other blocks."""
    if not len(item):
        return (item.text or "").strip()
    return "".join(_words(item, _OWN_BLOCKS)).strip()


def _words(item: Element, left_out: frozenset[str]) -> Iterator[str]:
    """Read words and pictures; footnotes' numbers are no words, for they change."""
    yield item.text or ""
    for child in item:
        if child.tag == "img":
            yield f" {child.get('alt', '')} {child.get('src', '')} "
        elif child.tag not in left_out and child.get("data-note") is None:
            yield from _words(child, left_out)
        yield child.tail or ""


def _call_notes_by_new_names(root: Element, notes: dict[str, str]) -> None:
    for item in root.iter("a"):
        called, href = item.get("data-note"), item.get("href", "")
        if called in notes:
            item.set("data-note", notes[called])
        elif href.startswith("#") and href[1:] in notes:
            item.set("href", f"#{notes[href[1:]]}")
