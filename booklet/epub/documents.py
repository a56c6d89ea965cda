"""The e-book's documents: a book becomes finished XHTML files in reading order.

Cover, title page, imprint, contents, how to use the book; the chapters, one file each, with a
title page before each part; answers and glossary. Packing them is not done here.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from markupsafe import Markup

from booklet.common import xhtml
from booklet.epub.content import (
    COVER_PICTURE,
    STYLESHEET,
    ContentDocument,
    ContentsEntry,
    Cover,
    EbookContent,
    Landmark,
)
from booklet.epub.crosslinks import shelve_pictures
from booklet.epub.page_markers import insert_page_markers, plan_page_markers
from booklet.epub.png_copies import copy_drawings, file_drawings
from booklet.epub.texts import (
    Texts,
    document_name,
    name_files,
    outline,
    own_language,
    read_texts,
)
from booklet.theme.book_strings import BookStrings, book_strings_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from xml.etree.ElementTree import Element

    from booklet.book import Book
    from booklet.common.page_map import PageMap
    from booklet.epub.content import EbookPicture, PageTarget
    from booklet.markup.chapter import Chapter
    from booklet.theme.templates import Layouts

_STYLES = ("ebook/text.css", "ebook/matter.css", "ebook/components.css", "ebook/custom.css")


@dataclass(frozen=True, slots=True)
class _DocumentBuilder:
    """What every document is made with."""

    book: Book
    matter: BookStrings
    layouts: Layouts
    files: Mapping[str, str]

    def label(self, name: str) -> str:
        """Say a label in the book's language."""
        return self.matter.labels[name]

    def document(self, name: str, title: str, template: str, **values: Any) -> ContentDocument:  # noqa: ANN401 - a template takes any value
        """Fill in a template of the e-book; it gets the matter as well."""
        document = self.layouts.render(
            f"ebook/{template}.html",
            matter=self.matter,
            stylesheet=STYLESHEET,
            title=title,
            **values,
        )
        return ContentDocument(name, self.files[name], title, xhtml.drop_forbidden(document))


@dataclass(frozen=True, slots=True)
class _Ways:
    """The ways into a book that its contents show."""

    contents: tuple[ContentsEntry, ...]
    landmarks: tuple[Landmark, ...]
    page_list: tuple[PageTarget, ...] = ()


def lay_out_documents(
    book: Book, layouts: Layouts, *, page_map: PageMap | None = None
) -> EbookContent:
    """Make a book ready for packing as an e-book.

    Args:
        book: finished.
        layouts: where the templates `ebook/*.html` and the style sheets come from.
        page_map: where the pages of the printed edition start; None while there is none.

    Raises:
        LayoutError: when a template is missing or cannot be filled in.
    """
    has_copies = book.config.ebook.png_copies
    if has_copies:
        book = file_drawings(book)
    files = name_files(book)
    pictures, picture_files = shelve_pictures(book.pictures)
    copies = _copies(book, pictures, picture_files) if has_copies else {}
    texts = read_texts(book, files, picture_files, copies)
    press = _DocumentBuilder(book, book_strings_of(book), layouts, files)
    cover = _cover(press)
    contents = tuple(_contents(press, texts))
    landmarks = tuple(_landmarks(press))
    ways = _Ways(contents, landmarks)
    documents = (
        *_front_matter(press, cover, ways),
        *_body_matter(press, texts),
        *_back_matter(press, texts),
    )
    if page_map is not None:
        documents, ways = _mark_pages(press, documents, ways, page_map)
    return EbookContent(
        documents=documents,
        nav_document=files["contents"],
        contents=contents,
        landmarks=landmarks,
        page_list=ways.page_list,
        pictures=(*pictures, *copies.values()),
        cover=cover,
        stylesheet=layouts.css(*_STYLES),
    )


def _copies(
    book: Book, pictures: Iterable[EbookPicture], picture_files: Mapping[str, str]
) -> Mapping[str, EbookPicture]:
    sizes = {
        picture_files[path]: (picture.width, picture.height)
        for path, picture in book.pictures.items()
    }
    return copy_drawings(pictures, sizes, book.config.fonts)


def _mark_pages(
    press: _DocumentBuilder, documents: tuple[ContentDocument, ...], ways: _Ways, page_map: PageMap
) -> tuple[tuple[ContentDocument, ...], _Ways]:
    """Mark where printed pages start; the contents, made again, list them."""
    marks = plan_page_markers(documents, page_map)
    ways = replace(ways, page_list=tuple(mark.target for mark in marks))
    contents = _contents_document(press, ways)
    listed = (contents if one.name == contents.name else one for one in documents)
    return tuple(insert_page_markers(one, marks, page_map) for one in listed), ways


def _title_id(identifier: str) -> str:
    """Name a heading; two hyphens, because no heading of the author's gets such an id."""
    return f"{identifier}--title"


def _cover(press: _DocumentBuilder) -> Cover:
    matter, config = press.matter, press.book.config
    said = [f"{press.label('cover')}: {matter.title}"]
    said += [words for words in (matter.subtitle, matter.author) if words]
    drawn = press.label("cover_picture")
    return Cover(
        title=matter.title,
        subtitle=matter.subtitle,
        author=matter.author,
        alt=f"{', '.join(said)}. {drawn}.",
        accent=config.colours.accent,
        headings=config.fonts.headings,
        text=config.fonts.text,
    )


def _contents(press: _DocumentBuilder, texts: Texts) -> Iterator[ContentsEntry]:
    """List what a reader may want to find: parts, chapters, what is in them, the back matter."""
    files = press.files
    if press.matter.components:
        yield ContentsEntry(_how_to_use(press), files["how-to-use"])
    for number, part in enumerate(press.book.parts, 1):
        chapters = tuple(_chapter_entry(press, chapter, texts) for chapter in part.chapters)
        if part.title:
            yield ContentsEntry(part.title, files[f"part-{number}"], chapters)
        else:
            yield from chapters
    yield from (ContentsEntry(title, files[name]) for name, title in _back_titles(press))


def _chapter_entry(press: _DocumentBuilder, chapter: Chapter, texts: Texts) -> ContentsEntry:
    file_name = press.files[document_name(chapter.slug)]
    return ContentsEntry(
        chapter.title,
        file_name,
        tuple(
            ContentsEntry(line, f"{file_name}#{identifier}")
            for identifier, line in outline(texts.chapters[chapter.slug])
        ),
        own_language(press.book, chapter),
    )


def _landmarks(press: _DocumentBuilder) -> Iterator[Landmark]:
    files, book = press.files, press.book
    yield Landmark("cover", press.label("cover"), files["cover"])
    yield Landmark("toc", press.label("contents"), f"{files['contents']}#toc")
    if book.chapters:
        first = "part-1" if book.parts[0].title else document_name(book.chapters[0].slug)
        yield Landmark("bodymatter", press.label("start"), files[first])
    for name, title in _back_titles(press):
        yield Landmark("glossary" if name == "glossary" else "backmatter", title, files[name])


def _back_titles(press: _DocumentBuilder) -> Iterator[tuple[str, str]]:
    if press.book.answers:
        yield "answers", press.label("answers")
    if press.book.terms:
        yield "glossary", press.label("glossary")


def _how_to_use(press: _DocumentBuilder) -> str:
    return press.label("how_to_use")


def _front_matter(press: _DocumentBuilder, cover: Cover, ways: _Ways) -> Iterator[ContentDocument]:
    label = press.label
    yield press.document("cover", label("cover"), "cover", picture=COVER_PICTURE, cover=cover)
    yield press.document("title-page", press.matter.title, "title-page")
    yield press.document("imprint", label("imprint"), "imprint")
    yield _contents_document(press, ways)
    if press.matter.components:
        yield press.document("how-to-use", _how_to_use(press), "how-to-use")


def _contents_document(press: _DocumentBuilder, ways: _Ways) -> ContentDocument:
    return press.document(
        "contents",
        press.label("contents"),
        "contents",
        landmarks_title=press.label("landmarks"),
        pages_title=press.label("pages"),
        contents=ways.contents,
        landmarks=ways.landmarks,
        page_list=ways.page_list,
    )


def _body_matter(press: _DocumentBuilder, texts: Texts) -> Iterator[ContentDocument]:
    numbered = len(press.book.chapters) > 1
    number = 0
    for part_number, part in enumerate(press.book.parts, 1):
        if part.title:
            yield press.document(
                f"part-{part_number}",
                part.title,
                "part",
                number_line=f"{press.label('part')} {part_number}",
            )
        for chapter in part.chapters:
            number += 1
            yield _chapter(press, chapter, texts.chapters[chapter.slug], number if numbered else 0)


def _chapter(
    press: _DocumentBuilder, chapter: Chapter, text: Element, number: int
) -> ContentDocument:
    metadata = chapter.metadata
    language = press.book.config.speech.of(metadata.language)
    author = metadata.author if metadata.author != press.matter.author else ""
    written = language.long_date(metadata.date) if metadata.date else ""
    return press.document(
        document_name(chapter.slug),
        chapter.title,
        "chapter",
        language=language,
        id=chapter.slug,
        title_id=_title_id(chapter.slug),
        number_line=f"{press.label('chapter')} {number}" if number else "",
        title_html=Markup(chapter.title_html),  # noqa: S704 - made safe when it was parsed
        standfirst=metadata.subtitle,
        byline=" · ".join(filter(None, (author, written))),
        html=_finished(text),
    )


def _back_matter(press: _DocumentBuilder, texts: Texts) -> Iterator[ContentDocument]:
    for name, title in _back_titles(press):
        if name == "glossary":
            yield press.document(name, title, "glossary", terms=press.book.terms)
            continue
        yield press.document(
            name,
            title,
            "answers",
            answers=[
                {
                    "id": f"{answer.chapter.slug}-answers",
                    "title_id": _title_id(f"{answer.chapter.slug}-answers"),
                    "title": answer.chapter.title,
                    "href": press.files[document_name(answer.chapter.slug)],
                    "language": own_language(press.book, answer.chapter),
                    "html": _finished(texts.answers[answer.chapter.slug]),
                }
                for answer in press.book.answers
            ],
        )


def _finished(root: Element) -> Markup:
    return Markup(xhtml.serialise_content(root))  # noqa: S704 - written by our own serialiser
