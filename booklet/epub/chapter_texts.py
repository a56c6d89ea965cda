"""The chapters' texts for the e-book: components as they are on screens, links from file to file.

Text is kept as trees here, so that whatever must stand at an exact place in it can be put there
before it is written.
"""

from __future__ import annotations

from dataclasses import dataclass
from types import MappingProxyType
from typing import TYPE_CHECKING

from markupsafe import Markup

from booklet.book.book import component_context, foreign_language
from booklet.common import xhtml
from booklet.common.language import Language
from booklet.common.xhtml import XML
from booklet.components import ComponentContext, Medium, render_components
from booklet.components.chart_canvas import DrawingStyle
from booklet.epub.crosslinks import ids_in, link_across, show_pictures
from booklet.epub.png_copies import offer_copies
from booklet.epub.semantics import add_semantics
from booklet.epub.wide_tables import label_cells

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from xml.etree.ElementTree import Element

    from booklet.book import Book
    from booklet.config import Config
    from booklet.epub.content import EbookPicture
    from booklet.markup.chapter import Chapter

_FRONT_MATTER = ("cover", "title-page", "imprint", "contents", "how-to-use")
_BACK_MATTER = ("answers", "glossary")
_DRAWING_WIDTH, _DRAWING_TEXT = 340.0, 13.0
"""CSS pixels: drawings of components are as wide as a telephone's page, with text to match."""
_XML_LANGUAGE = f"{{{XML}}}lang"


@dataclass(frozen=True, slots=True)
class ChapterTexts:
    """What the chapters say, finished but for the documents around it.

    Attributes:
        chapters: the text of each chapter, by slug.
        answers: the answers to a chapter's quiz, by its slug.
    """

    chapters: Mapping[str, Element]
    answers: Mapping[str, Element]


def name_files(book: Book) -> dict[str, str]:
    """Name the file of every document: `SLUG.xhtml` for a chapter, the same in every build.

    A chapter that is called like one of our own documents gives way: `chapter-glossary.xhtml`.

    Returns:
        File names by the name of the document, such as `contents` or `chapter-SLUG`.
    """
    parts = [f"part-{number}" for number, part in enumerate(book.parts, 1) if part.title]
    own = (*_FRONT_MATTER, *parts, *_BACK_MATTER)
    files = {name: f"{name}.xhtml" for name in own}
    slugs = [chapter.slug for chapter in book.chapters]
    taken = {*own, *slugs}
    for slug in slugs:
        stem = slug
        while stem in own or (stem != slug and stem in taken):
            stem = f"chapter-{stem}"
        taken.add(stem)
        files[document_name(slug)] = f"{stem}.xhtml"
    return files


def document_name(slug: str) -> str:
    """Name the document of a chapter."""
    return f"chapter-{slug}"


def read_texts(
    book: Book,
    files: Mapping[str, str],
    picture_files: Mapping[str, str],
    copies: Mapping[str, EbookPicture] = MappingProxyType({}),
    *,
    medium: Medium = Medium.EBOOK,
) -> ChapterTexts:
    """Read what the chapters say, for screens.

    Args:
        book: finished.
        files: the file of every document, from `name_files`.
        picture_files: the file in the package for every picture's path.
        copies: of drawings, by their file in the package.
        medium: the e-book, or a page in a browser.
    """
    texts = _render(book, medium)
    addresses = _addresses(book, texts, files)
    for name, root in _named(texts):
        add_semantics(root)
        label_cells(root, with_roles=medium is Medium.EBOOK)
        show_pictures(root, book.pictures, picture_files)
        if copies:
            offer_copies(root, copies)
        link_across(root, files[name], addresses)
    for chapter in book.chapters:
        for of_kind in (texts.chapters, texts.answers):
            if chapter.slug in of_kind:
                language = book.config.book_language.of(chapter.metadata.language)
                add_lang_attributes(of_kind[chapter.slug], language)
    return texts


def own_language(chapter: Chapter, config: Config) -> Language | None:
    """Tell the language of a chapter that is not in the book's."""
    tag = foreign_language(chapter.metadata, config)
    return config.book_language.of(tag) if tag else None


def outline(root: Element) -> Iterator[tuple[str, str]]:
    """List the sections and rules of a chapter as screens show them: id and words, in order."""
    for item in root.iter():
        identifier = item.get("id")
        if identifier is None:
            continue
        if item.tag == "h2":
            yield identifier, _title_of(item)
        elif item.tag == "li" and xhtml.has_class(item, "rule"):
            lead = next((one for one in item.iter("strong")), item)
            yield identifier, _title_of(lead)


def _title_of(item: Element) -> str:
    """Read a heading's words for the contents: footnotes' numbers are none of them."""
    return " ".join("".join(_words(item)).split())


def _words(item: Element) -> Iterator[str]:
    yield item.text or ""
    for child in item:
        if child.get("role") != "doc-noteref":
            yield child.get("alt", "") if child.tag == "img" else ""
            yield from _words(child)
        yield child.tail or ""


def _render(book: Book, medium: Medium) -> ChapterTexts:
    chapters = {one.slug: one for one in book.chapters}
    contexts = {slug: _context(one, book.config) for slug, one in chapters.items()}
    return ChapterTexts(
        chapters={
            slug: render_components(one.body, medium, contexts[slug])
            for slug, one in chapters.items()
        },
        answers={
            slug: render_components(one.answers, medium, contexts[slug], is_body=False)
            for slug, one in chapters.items()
            if one.has_answers
        },
    )


def _context(chapter: Chapter, config: Config) -> ComponentContext:
    drawing = DrawingStyle(
        accent=config.colours.accent,
        typefaces=f"{config.fonts.headings}, sans-serif",
        width=_DRAWING_WIDTH,
        text_size=_DRAWING_TEXT,
    )
    return component_context(chapter.slug, chapter.metadata, config, drawing)


def add_lang_attributes(root: Element, language: Language) -> None:
    """Complete what an author says about the language of a phrase.

    Old readers know `xml:lang` only, new ones `lang`. A phrase in a script that runs the other way
    says so, unless its author has said it.

    Args:
        root: changed in place.
        language: of the text around.
    """
    _add_lang_and_dir(root, language.direction)


def _add_lang_and_dir(item: Element, direction: str) -> None:
    spoken = item.get("lang", "")
    if spoken and not item.tag.startswith("{"):
        item.set(_XML_LANGUAGE, spoken)
        if item.get("dir") is None and Language(spoken).direction != direction:
            item.set("dir", Language(spoken).direction)
    around = item.get("dir", direction)
    for child in item:
        _add_lang_and_dir(child, direction if around == "auto" else around)


def _named(texts: ChapterTexts) -> Iterator[tuple[str, Element]]:
    """Go through all texts, each with the name of the document it will stand in."""
    yield from ((document_name(slug), root) for slug, root in texts.chapters.items())
    yield from (("answers", root) for root in texts.answers.values())


def _addresses(book: Book, texts: ChapterTexts, files: Mapping[str, str]) -> dict[str, str]:
    """Tell the address of every id that a link may lead to.

    What has no place on screens, such as lines for notes, is found at the start of its chapter.
    """
    opening = {
        chapter.slug: f"{files[document_name(chapter.slug)]}#{chapter.slug}"
        for chapter in book.chapters
    }
    addresses = {
        identifier: opening[slug] for identifier, slug in book.home_of.items() if slug in opening
    }
    addresses |= opening
    for name, root in _named(texts):
        addresses |= {identifier: f"{files[name]}#{identifier}" for identifier in ids_in(root)}
    for slug in texts.answers:
        addresses[f"{slug}-answers"] = f"{files['answers']}#{slug}-answers"
    for term in book.terms:
        addresses[term.id] = f"{files['glossary']}#{term.id}"
    return addresses


def to_markup(root: Element) -> Markup:
    """Write what a finished text contains, for a template."""
    return Markup(xhtml.serialise_content(root))  # noqa: S704 - written by our own serialiser
