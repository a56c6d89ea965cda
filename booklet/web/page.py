"""Lay a book out as one page for browsers: the chapters as the e-book has them, with fields.

The result is the XHTML of one document, which still names pictures by the files of a package and
has no styles; `booklet.web.self_contained` makes a finished file of it.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from markupsafe import Markup

from booklet.common import xhtml
from booklet.components import Medium
from booklet.components.footnotes import TITLE_NOTES
from booklet.epub.chapter_texts import name_files, own_language, read_texts, to_markup
from booklet.epub.content import ContentsEntry
from booklet.epub.crosslinks import file_pictures
from booklet.theme.artwork import cover_art
from booklet.theme.book_strings import book_strings_of
from booklet.theme.chapter_mark import inline_mark
from booklet.theme.picture_sizes import fit_for_phones

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from xml.etree.ElementTree import Element

    from booklet.book import Book
    from booklet.epub.chapter_texts import ChapterTexts
    from booklet.epub.content import EbookPicture
    from booklet.markup.chapter import Chapter
    from booklet.theme.book_strings import BookStrings
    from booklet.theme.templates import Layouts

TEMPLATE = "web/page.html"

_LOWEST_HEADING = 6
_EPUB_TYPE = f"{{{xhtml.OPS}}}type"
_GLOSSARY, _HOW_TO_USE = "page--glossary", "page--how-to-use"


@dataclass(frozen=True, slots=True)
class Download:
    """A file that lies beside the page and is offered on it.

    Attributes:
        name: of the label that says what it is: "epub_file", "pdf_file".
        href: its address as seen from the page.
    """

    name: str
    href: str


@dataclass(frozen=True, slots=True)
class PageContent:
    """A book laid out as one page.

    Attributes:
        document: XHTML; pictures are named by their `file_name`.
        pictures: each once.
        identifier: of the book, a `urn:`; what is typed is kept under it.
        language: of the book, as a BCP 47 tag.
        description: one or two sentences; "" where the author says none.
        families: the typefaces of text and of headings, by name.
        accent: the book's colour.
    """

    document: str
    pictures: tuple[EbookPicture, ...]
    identifier: str
    language: str
    description: str
    families: tuple[str, str]
    accent: str


def lay_out_web_page(
    book: Book, layouts: Layouts, downloads: Sequence[Download] = ()
) -> PageContent:
    """Lay out a book as one page.

    Args:
        book: finished.
        layouts: where the template `web/page.html` comes from.
        downloads: the files that lie beside the page.

    Raises:
        LayoutError: when the template is missing or cannot be filled in.
    """
    pictures, picture_files = file_pictures(book.pictures, fit_for_phones)
    texts = read_texts(book, dict.fromkeys(name_files(book), ""), picture_files, medium=Medium.WEB)
    for root in (*texts.chapters.values(), *texts.answers.values()):
        _lower_headings(root)
        for item in root.iter():
            item.attrib.pop(_EPUB_TYPE, None)
    strings = book_strings_of(book.publication)
    art = cover_art("currentColor").replace("<svg ", '<svg aria-hidden="true" ', 1)
    document = layouts.render(
        TEMPLATE,
        matter=strings,
        art=Markup(art),  # noqa: S704 - drawn by us
        contents=tuple(_contents(book, strings)),
        chapters=tuple(_chapters(book, texts, strings)),
        terms=book.terms,
        downloads=downloads,
    )
    config = book.config
    return PageContent(
        document=xhtml.drop_forbidden(document),
        pictures=pictures,
        identifier=book.identifier,
        language=config.language,
        description=strings.description,
        families=(config.fonts.text, config.fonts.headings),
        accent=config.colours.accent,
    )


def _lower_headings(root: Element) -> None:
    """Put an author's headings one level lower: the booklet's own title is the page's first."""
    for item in root.iter():
        if len(item.tag) == len("h2") and item.tag[0] == "h" and item.tag[1].isdecimal():
            item.tag = f"h{min(int(item.tag[1]) + 1, _LOWEST_HEADING)}"


def _contents(book: Book, strings: BookStrings) -> Iterator[ContentsEntry]:
    for chapter in book.chapters:
        language = own_language(chapter, book.config)
        yield ContentsEntry(chapter.title, f"#{chapter.slug}", (), language)
    back = [(_GLOSSARY, "glossary")] if book.terms else []
    back += [(_HOW_TO_USE, "how_to_use")] if strings.components else []
    for identifier, name in back:
        tag = strings.languages.get(name)
        language = book.config.book_language.of(tag) if tag else None
        yield ContentsEntry(strings.labels[name], f"#{identifier}", (), language)


def _chapters(book: Book, texts: ChapterTexts, strings: BookStrings) -> Iterator[Mapping[str, Any]]:
    for number, chapter in enumerate(book.chapters, 1):
        line = f"{strings.labels['chapter']} {number}" if len(book.chapters) > 1 else ""
        answers = texts.answers.get(chapter.slug)
        text = texts.chapters[chapter.slug]
        title = chapter.title_html + xhtml.take_out(text, TITLE_NOTES)
        yield {
            "id": chapter.slug,
            "title_id": f"{chapter.slug}--title",
            "answers_id": f"{chapter.slug}--answers-title",
            "language": own_language(chapter, book.config),
            "mark": inline_mark(chapter.title),
            "number_line": line,
            "title_html": Markup(title),  # noqa: S704 - made safe when it was parsed
            "standfirst": chapter.metadata.subtitle,
            "byline": _byline(book, chapter, strings),
            "html": to_markup(text),
            "answers": to_markup(answers) if answers is not None else "",
        }


def _byline(book: Book, chapter: Chapter, strings: BookStrings) -> str:
    metadata = chapter.metadata
    language = book.config.book_language.of(metadata.language)
    author = metadata.author if metadata.author != strings.author else ""
    written = language.long_date(metadata.date) if metadata.date else ""
    return " · ".join(filter(None, (author, written)))
