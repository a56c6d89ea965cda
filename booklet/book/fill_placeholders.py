"""Fill the placeholders of a book with the words of one copy: as text, and nowhere in code."""

from __future__ import annotations

from copy import deepcopy
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from booklet.common import xhtml
from booklet.common.placeholders import fill_placeholders, find_placeholders

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Mapping
    from xml.etree.ElementTree import Element

    from booklet.book.book import Book
    from booklet.common.errors import Finding
    from booklet.config import Config
    from booklet.markup.chapter import Chapter

_VERBATIM = xhtml.name_set("code pre kbd samp")
_WORDED = ("alt", "title", "aria-label")
"""Attributes that are read to people."""


def fill_book(book: Book, config: Config) -> Book:
    """Make the copy of a book that some settings ask for.

    Args:
        book: read with the same chapters, its placeholders not filled yet.
        config: with the words of this copy; only what no chapter is parsed with may
            differ from the book's own settings.
    """
    filled = {chapter: _fill_chapter(chapter, config.placeholders) for chapter in book.chapters}
    return replace(
        book,
        config=config,
        title=config.title or fill_placeholders(book.title, config.placeholders),
        parts=tuple(
            replace(part, chapters=tuple(filled[chapter][0] for chapter in part.chapters))
            for part in book.parts
        ),
        terms=tuple(
            replace(term, long=fill_placeholders(term.long, config.placeholders))
            for term in book.terms
        ),
        findings=drop_filled(book.findings, config.placeholders),
        own_words={chapter.slug: words for chapter, words in filled.values() if words},
    )


def drop_filled(findings: Iterable[Finding], names: Collection[str]) -> tuple[Finding, ...]:
    """Leave out what was found about placeholders without a meaning that have one.

    Args:
        findings: of a book whose placeholders are not filled.
        names: of the placeholders that are.
    """
    return tuple(
        one
        for one in findings
        if one.code != "K570" or find_placeholders(one.problem).isdisjoint(names)
    )


def list_placeholders(book: Book) -> dict[str, str]:
    """List the placeholders in the text of a book, each with the path of the first chapter with it.

    Args:
        book: its placeholders not filled yet.
    """
    found: dict[str, str] = {}
    for chapter in book.chapters:
        for name in sorted(_placeholders_in(chapter)):
            found.setdefault(name, chapter.path)
    return found


def _placeholders_in(chapter: Chapter) -> frozenset[str]:
    metadata = chapter.metadata
    said = (metadata.short_title, metadata.subtitle, metadata.author, *metadata.aims)
    words = (chapter.title, *said, *(long for _, long in chapter.terms))
    texts = (text for root in (chapter.body, chapter.answers) for text in _texts(root))
    return frozenset().union(*map(find_placeholders, (*words, *texts)))


@dataclass(slots=True)
class _Filler:
    """Fills texts, and notes which words it has put in."""

    values: Mapping[str, str]
    used: dict[str, None] = field(default_factory=dict)

    def fill(self, text: str) -> str:
        filled = fill_placeholders(text, self.values)
        if filled is not text and filled != text:
            names = find_placeholders(text) & self.values.keys()
            words = (self.values[name] for name in sorted(names))
            self.used.update(dict.fromkeys(filter(None, words)))
        return filled

    def fill_html(self, html: str) -> str:
        return fill_placeholders(
            html, {name: xhtml.escape(one) for name, one in self.values.items()}
        )

    def fill_tree(self, root: Element) -> Element:
        copy = deepcopy(root)
        waiting = [copy]
        while waiting:
            item = waiting.pop()
            item.text = self.fill(item.text) if item.text else item.text
            for key in _WORDED:
                if key in item.attrib:
                    item.set(key, self.fill(item.attrib[key]))
            for child in item:
                child.tail = self.fill(child.tail) if child.tail else child.tail
                if child.tag not in _VERBATIM:
                    waiting.append(child)
        return copy


def _fill_chapter(chapter: Chapter, values: Mapping[str, str]) -> tuple[Chapter, tuple[str, ...]]:
    """Fill a chapter; one without placeholders stays itself, and what was made of it stays known.

    Returns:
        The chapter, and the words that were put in.
    """
    if _placeholders_in(chapter).isdisjoint(values):
        return chapter, ()
    filler = _Filler(values)
    metadata = chapter.metadata
    filled = replace(
        chapter,
        metadata=metadata.model_copy(
            update={
                "title": filler.fill(metadata.title),
                "short_title": filler.fill(metadata.short_title),
                "subtitle": filler.fill(metadata.subtitle),
                "author": filler.fill(metadata.author),
                "aims": tuple(map(filler.fill, metadata.aims)),
            }
        ),
        title=filler.fill(chapter.title),
        title_html=filler.fill_html(chapter.title_html),
        body=filler.fill_tree(chapter.body),
        answers=filler.fill_tree(chapter.answers),
        headings=tuple(replace(one, text=filler.fill(one.text)) for one in chapter.headings),
        link_targets=tuple(
            one._replace(name=filler.fill(one.name)) for one in chapter.link_targets
        ),
        terms=tuple((short, filler.fill(long)) for short, long in chapter.terms),
        rules=tuple((identifier, filler.fill(lead)) for identifier, lead in chapter.rules),
    )
    return filled, tuple(filler.used)


def _texts(root: Element) -> Iterator[str]:
    """Give every text of a tree in which placeholders are filled."""
    waiting = [root]
    while waiting:
        item = waiting.pop()
        yield item.text or ""
        yield from (item.attrib[key] for key in _WORDED if key in item.attrib)
        for child in item:
            yield child.tail or ""
            if child.tag not in _VERBATIM:
                waiting.append(child)
