"""The chapters' texts for the e-book: components as they are on screens, links from file to file.

Text is kept as trees here, so that whatever must stand at an exact place in it can be put there
before it is written.
"""

from __future__ import annotations

from dataclasses import dataclass
from types import MappingProxyType
from typing import TYPE_CHECKING

from booklet.common import xhtml
from booklet.components import ComponentContext, Medium, realise_tree
from booklet.epub.crosslinks import ids_in, link_across, show_pictures
from booklet.epub.lang_attributes import add_lang_attributes
from booklet.epub.png_copies import offer_copies
from booklet.epub.semantics import add_semantics
from booklet.epub.wide_tables import label_cells

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from xml.etree.ElementTree import Element

    from booklet.book import Book
    from booklet.common.language import Language
    from booklet.epub.content import EbookPicture
    from booklet.markup.chapter import Chapter

_FRONT_MATTER = ("cover", "title-page", "imprint", "contents", "how-to-use")
_BACK_MATTER = ("answers", "glossary")


@dataclass(frozen=True, slots=True)
class Texts:
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
) -> Texts:
    """Read what the chapters say, for screens.

    Args:
        book: finished.
        files: from `name_files`.
        picture_files: the file in the package for every picture's path.
        copies: of drawings, by their file in the package.
    """
    texts = _realise(book)
    addresses = _addresses(book, texts, files)
    for name, root in _named(texts):
        add_semantics(root)
        label_cells(root)
        show_pictures(root, book.pictures, picture_files)
        if copies:
            offer_copies(root, copies)
        link_across(root, files[name], addresses)
    for chapter in book.chapters:
        for of_kind in (texts.chapters, texts.answers):
            if chapter.slug in of_kind:
                language = book.config.speech.of(chapter.metadata.language)
                add_lang_attributes(of_kind[chapter.slug], language)
    return texts


def own_language(book: Book, chapter: Chapter) -> Language | None:
    """Tell the language of a chapter that is not in the book's."""
    tag = book.foreign_language(chapter)
    return book.config.speech.of(tag) if tag else None


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


def _realise(book: Book) -> Texts:
    def read(chapter: Chapter, fragment: str, *, is_body: bool) -> Element:
        context = ComponentContext(
            slug=chapter.slug,
            language=book.config.speech,
            chapter_language=book.foreign_language(chapter),
            session=chapter.metadata.session or book.config.session,
            aims=chapter.metadata.aims,
        )
        return realise_tree(fragment, Medium.EBOOK, context, is_body=is_body)

    return Texts(
        chapters={
            chapter.slug: read(chapter, chapter.html, is_body=True) for chapter in book.chapters
        },
        answers={
            answers.chapter.slug: read(answers.chapter, answers.html, is_body=False)
            for answers in book.answers
        },
    )


def _named(texts: Texts) -> Iterator[tuple[str, Element]]:
    """Go through all texts, each with the name of the document it will stand in."""
    yield from ((document_name(slug), root) for slug, root in texts.chapters.items())
    yield from (("answers", root) for root in texts.answers.values())


def _addresses(book: Book, texts: Texts, files: Mapping[str, str]) -> dict[str, str]:
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
