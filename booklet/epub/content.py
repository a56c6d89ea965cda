"""An e-book made ready for packing: finished documents, pictures, and how to find one's way."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from booklet.book import Publication
    from booklet.common.language import Language


@dataclass(frozen=True, slots=True)
class ContentDocument:
    """One XHTML file of the e-book.

    Attributes:
        name: its id in the package: `chapter-trust`.
        file_name: stable between builds, so that highlights and bookmarks survive.
        title: as in the contents.
        xhtml: the whole document.
    """

    name: str
    file_name: str
    title: str
    xhtml: str


@dataclass(frozen=True, slots=True)
class ContentsEntry:
    """A line of the contents.

    Attributes:
        title: plain text.
        href: `trust.xhtml` or `trust.xhtml#trust-values`.
        children: what stands below it.
        language: of the title and what is below it, when it is not the book's.
    """

    title: str
    href: str
    children: tuple[ContentsEntry, ...] = ()
    language: Language | None = None


@dataclass(frozen=True, slots=True)
class Landmark:
    """A place that reading systems offer a way to (EPUB 3.3, 5.4.2.3).

    Attributes:
        kind: of EPUB's vocabulary: `toc`, `bodymatter`.
        title: plain text.
        href: where it is.
        language: of the title, where it is not the book's.
    """

    kind: str
    title: str
    href: str
    language: Language | None = None


@dataclass(frozen=True, slots=True)
class PageTarget:
    """A place where a page of the printed edition starts.

    Attributes:
        folio: as printed: "12", "xii".
        href: where the page break's marker stands: `trust.xhtml#page-12`.
    """

    folio: str
    href: str


@dataclass(frozen=True, slots=True)
class EbookPicture:
    """A picture file of the e-book.

    Attributes:
        file_name: `images/map-3f2a9c.png`.
        media_type: `image/png` and so on.
        content: the bytes.
    """

    file_name: str
    media_type: str
    content: bytes


@dataclass(frozen=True, slots=True)
class CoverPicture:
    """The cover, drawn but not rendered.

    Attributes:
        svg: the drawing.
        alt: what it says and shows, in a sentence.
        headings: the font family of the title.
        text: the font family of the subtitle.
        missing_signs: what those families cannot draw.
        width: in pixels; 2 wide to 3 high, as shops expect.
        height: in pixels.
    """

    svg: str
    alt: str
    headings: str
    text: str
    missing_signs: str = ""
    width: int = 1600
    height: int = 2400


@dataclass(frozen=True, slots=True)
class EbookContent:
    """A book made ready for packing.

    Attributes:
        documents: in reading order; the first shows the cover.
        nav_document: the file name of the one that holds contents, landmarks and page list.
        contents: for readers that know no navigation document.
        landmarks: for the guide of old readers.
        page_list: where the printed pages start; empty while there is no printed edition.
        pictures: each once, however often and under whatever names it is shown.
        cover: to be rendered as `COVER_PICTURE`.
        stylesheet: to be written as `STYLESHEET`.
        publication: what the package document says about the book.
        ncx: the contents for readers of EPUB 2.
        undescribed: how many pictures and drawings have no words from their author.
    """

    documents: tuple[ContentDocument, ...]
    nav_document: str
    contents: tuple[ContentsEntry, ...]
    landmarks: tuple[Landmark, ...]
    page_list: tuple[PageTarget, ...]
    pictures: tuple[EbookPicture, ...]
    cover: CoverPicture
    stylesheet: str
    publication: Publication
    ncx: str
    undescribed: int


COVER_PICTURE = "images/cover.png"
"""Where the drawn cover stands in the package."""

STYLESHEET = "style.css"
"""Where the style sheet stands in the package."""
