"""The e-book's documents: a book becomes finished XHTML files in reading order.

Cover, title page, imprint, contents, how to use the book; the chapters, one file each, with a
title page before each part; answers and glossary. Packing them is not done here.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from markupsafe import Markup

from booklet.common import xhtml
from booklet.common.language import Language
from booklet.components.footnotes import TITLE_NOTES
from booklet.epub.accent import write_accent
from booklet.epub.chapter_texts import (
    ChapterTexts,
    document_name,
    name_files,
    outline,
    own_language,
    read_texts,
    to_markup,
)
from booklet.epub.content import (
    COVER_PICTURE,
    STYLESHEET,
    ContentDocument,
    ContentsEntry,
    CoverPicture,
    EbookContent,
    Landmark,
)
from booklet.epub.cover import draw_cover
from booklet.epub.crosslinks import file_pictures, show_pictures
from booklet.epub.page_markers import index_documents, insert_page_markers, plan_page_markers
from booklet.epub.png_copies import (
    copy_drawings,
    file_drawings,
    file_marks,
    filed_mark,
    offer_copies,
)
from booklet.markup.drawings import NAMELESS_DRAWING
from booklet.theme.book_strings import BookStrings, book_strings_of
from booklet.theme.chapter_mark import inline_mark
from booklet.theme.picture_sizes import fit_for_screens, in_common_format

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from typing import TypeAlias
    from xml.etree.ElementTree import Element

    from booklet.book import Book, Publication
    from booklet.common.page_map import PageMap
    from booklet.epub.content import EbookPicture, PageTarget
    from booklet.markup.chapter import Chapter
    from booklet.theme.templates import Layouts

    _Titles: TypeAlias = tuple[tuple[str, str], ...]

_STYLES = ("ebook/text.css", "ebook/matter.css", "ebook/components.css", "ebook/custom.css")


@dataclass(frozen=True, slots=True)
class _DocumentBuilder:
    """What every document is made with; it holds no chapter's text."""

    publication: Publication
    strings: BookStrings
    layouts: Layouts
    files: Mapping[str, str]
    marks: Mapping[str, Markup]

    def label(self, name: str) -> str:
        """Say a label in the book's language."""
        return self.strings.labels[name]

    def language_of(self, name: str) -> Language | None:
        """Tell the language of a label that is not in the book's."""
        tag = self.strings.languages.get(name)
        return Language(tag) if tag else None

    def document(self, name: str, title: str, template: str, **values: Any) -> ContentDocument:  # noqa: ANN401 - a template takes any value
        """Fill in a template of the e-book; it gets the book's strings as well."""
        document = self.layouts.render(
            f"ebook/{template}.html",
            matter=self.strings,
            stylesheet=STYLESHEET,
            title=title,
            **values,
        )
        return ContentDocument(name, self.files[name], title, xhtml.drop_forbidden(document))


@dataclass(frozen=True, slots=True)
class _Navigation:
    """What the navigation document holds (EPUB 3.3, 5.4)."""

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
        book = file_marks(file_drawings(book))
    files = name_files(book)
    fit = in_common_format if book.config.pictures.original_size else fit_for_screens
    pictures, picture_files = file_pictures(book.pictures, fit)
    copies = _copies(book, pictures, picture_files) if has_copies else {}
    texts = read_texts(book, files, picture_files, copies)
    publication = book.publication
    strings = book_strings_of(publication)
    marks = (
        _filed_marks(book, picture_files, copies)
        if has_copies
        else {one.slug: inline_mark(one.title) for one in book.chapters}
    )
    builder = _DocumentBuilder(publication, strings, layouts, files, marks)
    cover = draw_cover(book, strings)
    back_titles = tuple(_back_titles(builder, book))
    contents = tuple(_contents(builder, book, texts, back_titles))
    landmarks = tuple(_landmarks(builder, book, back_titles))
    navigation = _Navigation(contents, landmarks)
    documents = (
        *_front_matter(builder, cover, navigation),
        *_body_matter(builder, book, texts),
        *_back_matter(builder, book, texts, back_titles),
    )
    if page_map is not None:
        documents, navigation = _mark_pages(builder, documents, navigation, page_map)
    return EbookContent(
        documents=documents,
        nav_document=files["contents"],
        contents=contents,
        landmarks=landmarks,
        page_list=navigation.page_list,
        pictures=(*pictures, *copies.values()),
        cover=cover,
        stylesheet=write_accent(layouts.css(*_STYLES), book.config.colours.accent),
        publication=publication,
        ncx=_make_ncx(publication, layouts, contents, navigation.page_list),
        undescribed=_count_undescribed(book),
    )


def _count_undescribed(book: Book) -> int:
    """Count pictures and drawings for which their author has no words.

    Their documents do not show it: a picture has an empty text, which alone would look like
    decoration, and a drawing is called "Drawing".
    """
    pictures = (use.alt is None for chapter in book.chapters for use in chapter.pictures)
    drawings = (
        one.code == NAMELESS_DRAWING for chapter in book.chapters for one in chapter.findings
    )
    return sum(pictures) + sum(drawings)


def _make_ncx(
    publication: Publication,
    layouts: Layouts,
    contents: tuple[ContentsEntry, ...],
    page_list: tuple[PageTarget, ...],
) -> str:
    """Write the contents for readers of EPUB 2 (OPF 2.0.1, 2.4.1)."""
    ncx = layouts.render(
        "ebook/contents.ncx",
        identifier=publication.identifier,
        title=publication.title,
        author=publication.config.author,
        language=publication.config.language,
        direction=publication.config.book_language.direction,
        depth=_depth(contents),
        contents=contents,
        page_list=page_list,
    )
    return xhtml.drop_forbidden(ncx)


def _depth(entries: tuple[ContentsEntry, ...]) -> int:
    return max((1 + _depth(entry.children) for entry in entries), default=0)


def _copies(
    book: Book, pictures: Iterable[EbookPicture], picture_files: Mapping[str, str]
) -> Mapping[str, EbookPicture]:
    sizes = {
        picture_files[path]: (picture.width, picture.height)
        for path, picture in book.pictures.items()
    }
    return copy_drawings(pictures, sizes, book.config.fonts)


def _filed_marks(
    book: Book, picture_files: Mapping[str, str], copies: Mapping[str, EbookPicture]
) -> Mapping[str, Markup]:
    """Show the chapters' marks from their files, by slug."""
    marks = {}
    for chapter in book.chapters:
        root = xhtml.element("div", {}, filed_mark(chapter))
        show_pictures(root, book.pictures, picture_files)
        offer_copies(root, copies)
        marks[chapter.slug] = to_markup(root)
    return marks


def _mark_pages(
    builder: _DocumentBuilder,
    documents: tuple[ContentDocument, ...],
    navigation: _Navigation,
    page_map: PageMap,
) -> tuple[tuple[ContentDocument, ...], _Navigation]:
    """Mark where printed pages start; the contents, made again, list them."""
    indexes = index_documents(documents, page_map)
    markers = plan_page_markers(indexes, page_map)
    navigation = replace(navigation, page_list=tuple(marker.target for marker in markers))
    contents = _contents_document(builder, navigation)
    indexes |= index_documents((contents,), page_map)
    listed = (contents if one.name == contents.name else one for one in documents)
    return tuple(insert_page_markers(one, indexes, markers) for one in listed), navigation


def _title_id(identifier: str) -> str:
    """Name a heading; two hyphens, because no heading of the author's gets such an id."""
    return f"{identifier}--title"


def _contents(
    builder: _DocumentBuilder, book: Book, texts: ChapterTexts, back_titles: _Titles
) -> Iterator[ContentsEntry]:
    """List what a reader may want to find: parts, chapters, what is in them, the back matter."""
    files = builder.files
    if builder.strings.components:
        language = builder.language_of("how_to_use")
        yield ContentsEntry(builder.label("how_to_use"), files["how-to-use"], (), language)
    for number, part in enumerate(book.parts, 1):
        chapters = tuple(
            _chapter_entry(builder, chapter, texts.chapters[chapter.slug])
            for chapter in part.chapters
        )
        if part.title:
            yield ContentsEntry(part.title, files[f"part-{number}"], chapters)
        else:
            yield from chapters
    for name, title in back_titles:
        yield ContentsEntry(title, files[name], (), builder.language_of(name))


def _chapter_entry(builder: _DocumentBuilder, chapter: Chapter, text: Element) -> ContentsEntry:
    file_name = builder.files[document_name(chapter.slug)]
    return ContentsEntry(
        chapter.title,
        file_name,
        tuple(
            ContentsEntry(line, f"{file_name}#{identifier}") for identifier, line in outline(text)
        ),
        own_language(chapter, builder.publication.config),
    )


def _landmarks(builder: _DocumentBuilder, book: Book, back_titles: _Titles) -> Iterator[Landmark]:
    files = builder.files
    language_of = builder.language_of
    yield Landmark("cover", builder.label("cover"), files["cover"], language_of("cover"))
    toc = f"{files['contents']}#toc"
    yield Landmark("toc", builder.label("contents"), toc, language_of("contents"))
    if book.chapters:
        first = "part-1" if book.parts[0].title else document_name(book.chapters[0].slug)
        yield Landmark("bodymatter", builder.label("start"), files[first], language_of("start"))
    for name, title in back_titles:
        kind = "glossary" if name == "glossary" else "backmatter"
        yield Landmark(kind, title, files[name], language_of(name))


def _back_titles(builder: _DocumentBuilder, book: Book) -> Iterator[tuple[str, str]]:
    """Name the documents of the back matter, each with its title."""
    if book.chapters_with_answers:
        yield "answers", builder.label("answers")
    if book.terms:
        yield "glossary", builder.label("glossary")


def _front_matter(
    builder: _DocumentBuilder, cover: CoverPicture, navigation: _Navigation
) -> Iterator[ContentDocument]:
    label = builder.label
    yield builder.document("cover", label("cover"), "cover", picture=COVER_PICTURE, cover=cover)
    yield builder.document("title-page", builder.strings.title, "title-page")
    yield builder.document("imprint", label("imprint"), "imprint")
    yield _contents_document(builder, navigation)
    if builder.strings.components:
        yield builder.document("how-to-use", builder.label("how_to_use"), "how-to-use")


def _contents_document(builder: _DocumentBuilder, navigation: _Navigation) -> ContentDocument:
    return builder.document(
        "contents",
        builder.label("contents"),
        "contents",
        landmarks_title=builder.label("landmarks"),
        pages_title=builder.label("pages"),
        contents=navigation.contents,
        landmarks=navigation.landmarks,
        page_list=navigation.page_list,
    )


def _body_matter(
    builder: _DocumentBuilder, book: Book, texts: ChapterTexts
) -> Iterator[ContentDocument]:
    numbered = len(book.chapters) > 1
    number = 0
    for part_number, part in enumerate(book.parts, 1):
        if part.title:
            yield builder.document(
                f"part-{part_number}",
                part.title,
                "part",
                number_line=f"{builder.label('part')} {part_number}",
            )
        for chapter in part.chapters:
            number += 1
            yield _chapter(
                builder, chapter, texts.chapters[chapter.slug], number if numbered else 0
            )


def _chapter(
    builder: _DocumentBuilder, chapter: Chapter, text: Element, number: int
) -> ContentDocument:
    metadata = chapter.metadata
    language = builder.publication.config.book_language.of(metadata.language)
    author = metadata.author if metadata.author != builder.strings.author else ""
    written = language.long_date(metadata.date) if metadata.date else ""
    title = chapter.title_html + xhtml.take_out(text, TITLE_NOTES)
    return builder.document(
        document_name(chapter.slug),
        chapter.title,
        "chapter",
        language=language,
        id=chapter.slug,
        mark=builder.marks[chapter.slug],
        title_id=_title_id(chapter.slug),
        number_line=f"{builder.label('chapter')} {number}" if number else "",
        title_html=Markup(title),  # noqa: S704 - made safe when it was parsed
        standfirst=metadata.subtitle,
        byline=" · ".join(filter(None, (author, written))),
        html=to_markup(text),
    )


def _back_matter(
    builder: _DocumentBuilder, book: Book, texts: ChapterTexts, back_titles: _Titles
) -> Iterator[ContentDocument]:
    config = book.config
    for name, title in back_titles:
        if name == "glossary":
            yield builder.document(name, title, "glossary", terms=book.terms)
            continue
        yield builder.document(
            name,
            title,
            "answers",
            answers=[
                {
                    "id": f"{chapter.slug}-answers",
                    "title_id": _title_id(f"{chapter.slug}-answers"),
                    "title": chapter.title,
                    "href": builder.files[document_name(chapter.slug)],
                    "language": own_language(chapter, config),
                    "html": to_markup(texts.answers[chapter.slug]),
                }
                for chapter in book.chapters_with_answers
            ],
        )
