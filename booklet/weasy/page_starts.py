"""Find where each page starts in the text, from WeasyPrint's finished layout.

What is read are the boxes of a page in reading order, the text of each, and the HTML element it
came from. Characters are counted as `common.page_map` says; what style sheets generate, hyphens at
line ends, footnotes, table heads that are repeated and what only paper shows do not count. Imported
only where Pango is.
"""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, cast

from booklet.common.page_map import ONLY_ON_PAPER, PageStart, TextPosition, countable_chars
from booklet.weasy.internals import boxes, page_box

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from xml.etree.ElementTree import Element

    from booklet.weasy.protocols import Box, Page, TextBox

_STILL_TEXT = frozenset({"", "first-letter", "first-line"})
"""Pseudo-elements that hold an element's own text; all others are generated."""

_PAGE_COUNTER = ("counter()", "page")
_UNREAD = frozenset({"head", "script", "style", "template"})
_NOTE = "footnote"
_DRAWINGS = frozenset({"svg", "{http://www.w3.org/2000/svg}svg"})


def read_page_starts(pages: Iterable[Page], root: Element) -> tuple[PageStart, ...]:
    """Find out where the pages of a division start.

    Args:
        pages: laid out.
        root: the division's HTML, from which they were set.

    Returns:
        One value for each page.
    """
    reader = _Reader(root)
    return tuple(
        PageStart(tuple(reader.read(_text_box(page))), shows_folio=_shows_folio(page))
        for page in pages
    )


def _text_box(page: Page) -> Box:
    """Find the box of the page's text, beside which stand margins and footnotes."""
    return next(box for box in page_box(page).children if box.element_tag == "html")


def _shows_folio(page: Page) -> bool:
    """Say whether a margin of the page prints the page's number."""
    return any(
        (part[0], part[1][0]) == _PAGE_COUNTER
        for box in page_box(page).children
        if isinstance(box, boxes.MarginBox) and isinstance(box.style["content"], tuple)
        for part in box.style["content"]
    )


def _counts(element: Element) -> bool:
    """Say whether an element is text: no comment, nothing unseen, nothing that only paper shows."""
    if not isinstance(element.tag, str) or element.tag in _UNREAD:
        return False
    classes = element.get("class", "").split()
    return _NOTE not in classes and ONLY_ON_PAPER.isdisjoint(classes)


class _Reader:
    """Reads a division page by page.

    Attributes:
        done: how much of each element was read.
        order: of the elements in the text.
        first: where in that order the page before starts. No page begins with an element before
            it: WeasyPrint leaves the head of a table out where a row is taller than the page, and
            sets it on the last page of that row.
    """

    def __init__(self, root: Element) -> None:
        self.homes: dict[Element, Element] = {}
        self.texts: dict[Element, str] = {}
        self.done: Counter[Element] = Counter()
        self.pictures: set[Element] = set()
        pieces: dict[Element, list[str]] = {}
        self._visit(root, None, pieces)
        self.texts = {home: countable_chars("".join(parts)) for home, parts in pieces.items()}
        self.order = {home: place for place, home in enumerate(pieces)}
        self.first = 0

    def _visit(
        self, element: Element, around: Element | None, pieces: dict[Element, list[str]]
    ) -> None:
        """Give every element that counts its home: the nearest element with an id."""
        if not _counts(element):
            return
        home = element if element.get("id") else around
        if home is not None:
            self.homes[element] = home
            pieces.setdefault(home, [])
        if element.tag in _DRAWINGS:
            return
        found = pieces[home] if home is not None else []
        found.append(element.text or "")
        for child in element:
            self._visit(child, home, pieces)
            found.append(child.tail or "")

    def read(self, box: Box) -> Iterator[TextPosition]:
        """Go through a page's boxes; yield every element that has something on it, once."""
        seen: set[Element] = set()
        for inner in box.descendants(placeholders=True):
            home = None if inner.element is None else self.homes.get(inner.element)
            if home is None:
                continue
            before = self.done[home]
            is_new = self._read_box(inner, home) and home not in seen
            if is_new and (before or self.order[home] >= self.first):
                self.first = self.first if seen else self.order[home]
                seen.add(home)
                yield TextPosition(home.get("id", ""), before)

    def _read_box(self, box: Box, home: Element) -> bool:
        """Read one box; say whether it shows something that was not shown before."""
        if isinstance(box, boxes.ReplacedBox):
            picture = cast("Element", box.element)
            is_new = picture not in self.pictures
            self.pictures.add(picture)
            return is_new
        if (
            not isinstance(box, boxes.TextBox)
            or box.element_tag.partition("::")[2] not in _STILL_TEXT
        ):
            return False
        done = self.done[home]
        length = min(self._count(cast("TextBox", box), home), len(self.texts[home]) - done)
        self.done[home] += length
        return length > 0

    def _count(self, box: TextBox, home: Element) -> int:
        """Count a box's characters without the hyphen that breaks a word at its end."""
        text = countable_chars(box.text)
        end = self.done[home] + len(text)
        hyphen: str = box.style["hyphenate_character"]
        if text.endswith(hyphen) and not self.texts[home].startswith(hyphen, end - len(hyphen)):
            return len(text) - len(hyphen)
        return len(text)
