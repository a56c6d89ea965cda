"""From a book to an e-book, whole and in memory."""

from __future__ import annotations

from datetime import UTC, datetime, time
from typing import TYPE_CHECKING

from booklet.common.xhtml import drop_forbidden
from booklet.epub.accessibility import describe_accessibility
from booklet.epub.archive import write_archive
from booklet.epub.cover import draw_cover
from booklet.epub.documents import lay_out_documents
from booklet.epub.facts import Facts, add_up, read_facts
from booklet.epub.package import make_package
from booklet.markup.drawings import NAMELESS_DRAWING

if TYPE_CHECKING:
    from booklet.book import Book
    from booklet.common.page_map import PageMap
    from booklet.epub.content import ContentsEntry, EbookContent
    from booklet.theme.templates import Layouts


def make_epub(book: Book, layouts: Layouts, *, page_map: PageMap | None = None) -> bytes:
    """Make a book's EPUB 3.3 file; the same book gives the same bytes.

    Args:
        book: finished, with its links resolved.
        layouts: where templates and style sheets come from.
        page_map: where the pages of the printed edition start; without it there is no page list.

    Raises:
        LayoutError: when a template or a typeface is missing or wrong.
        EpubError: when a document is not well-formed.
    """
    copy = lay_out_documents(book, layouts, page_map=page_map)
    facts = [read_facts(document) for document in copy.documents]
    package = make_package(
        book,
        copy,
        properties=[found.properties for found in facts],
        accessibility=describe_accessibility(
            add_up([*facts, Facts(undescribed=_count_wordless(book))]),
            copy.pictures,
            has_page_list=bool(copy.page_list),
        ),
        cover=draw_cover(copy.cover),
        ncx=_make_ncx(book, copy, layouts),
    )
    modified = datetime.combine(book.modified, time(), tzinfo=UTC)
    return write_archive(package, modified=modified, language=book.config.language)


def _count_wordless(book: Book) -> int:
    """Count pictures and drawings for which their author has no words.

    Their documents do not show it: a picture has an empty text, which alone would look like
    decoration, and a drawing is called "Drawing".
    """
    pictures = (use.alt is None for chapter in book.chapters for use in chapter.pictures)
    drawings = (
        one.code == NAMELESS_DRAWING for chapter in book.chapters for one in chapter.findings
    )
    return sum(pictures) + sum(drawings)


def _make_ncx(book: Book, copy: EbookContent, layouts: Layouts) -> str:
    """Write the contents for readers of EPUB 2 (OPF 2.0.1, 2.4.1)."""
    ncx = layouts.render(
        "ebook/contents.ncx",
        identifier=book.identifier,
        title=book.title,
        author=book.config.author,
        language=book.config.language,
        direction=book.config.speech.direction,
        depth=_depth(copy.contents),
        contents=copy.contents,
        page_list=copy.page_list,
    )
    return drop_forbidden(ncx)


def _depth(entries: tuple[ContentsEntry, ...]) -> int:
    return max((1 + _depth(entry.children) for entry in entries), default=0)
