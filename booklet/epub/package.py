"""The package document: what an e-book says about itself, and the list of what is in it.

EbookLib writes it. Every document goes in as a finished file; EbookLib's own documents, contents
and covers are not used.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from ebooklib import epub

from booklet.common.xhtml import drop_forbidden
from booklet.epub.accessibility import CONFORMANCE
from booklet.epub.content import COVER_PICTURE, STYLESHEET
from booklet.theme.book_strings import book_strings_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from booklet.book import Publication
    from booklet.config import Config
    from booklet.epub.accessibility import Accessibility
    from booklet.epub.content import EbookContent

_XHTML = "application/xhtml+xml"
_XML_LANGUAGE = "{http://www.w3.org/XML/1998/namespace}lang"
RELATORS = {
    "editor": "edt",
    "foreword": "aui",
    "illustrator": "ill",
    "photographer": "pht",
    "translator": "trl",
    "designer": "bkd",
    "consultant": "csl",
    "contributor": "ctb",
}
"""What MARC calls each kind of contributor (MARC Code List for Relators)."""

_GUIDE = {"cover": "cover", "toc": "toc", "bodymatter": "text", "glossary": "glossary"}


def make_package(
    content: EbookContent,
    *,
    properties: Sequence[Sequence[str]],
    accessibility: Accessibility,
    cover: bytes,
) -> epub.EpubBook:
    """Put an e-book together.

    Args:
        content: the documents and pictures, and what the book says about itself.
        properties: of each document, in the same order.
        accessibility: computed from the documents.
        cover: the drawn cover, a PNG file.
    """
    book = content.publication
    package = epub.EpubBook()
    package.IDENTIFIER_ID = "identifier"
    package.metadata.clear()
    _describe(package, book)
    _describe_accessibility(package, accessibility, book)
    if content.page_list:
        _meta(package, "pageBreakSource", name_printed_edition(book))
    package.add_metadata("OPF", "cover", "", {"name": "cover", "content": "cover-picture"})
    if book.config.book_language.direction == "rtl":
        package.set_direction("rtl")
    _add(package, "style", STYLESHEET, "text/css", content.stylesheet)
    _add(package, "cover-picture", COVER_PICTURE, "image/png", cover, properties=["cover-image"])
    for number, picture in enumerate(content.pictures, 1):
        _add(package, f"picture-{number}", picture.file_name, picture.media_type, picture.content)
    for document, found in zip(content.documents, properties, strict=True):
        own = [*found, *(["nav"] if document.file_name == content.nav_document else [])]
        item = _add(
            package, document.name, document.file_name, _XHTML, document.xhtml, properties=own
        )
        package.spine.append(item)
    _add(package, "ncx", "contents.ncx", "application/x-dtbncx+xml", content.ncx)
    package.guide = [
        {"type": _GUIDE[landmark.kind], "title": landmark.title, "href": landmark.href}
        for landmark in content.landmarks
        if landmark.kind in _GUIDE
    ]
    return package


def _add(
    package: epub.EpubBook,
    name: str,
    file_name: str,
    media_type: str,
    content: str | bytes,
    *,
    properties: Sequence[str] = (),
) -> epub.EpubItem:
    item = epub.EpubItem(
        uid=name,
        file_name=file_name,
        media_type=media_type,
        content=content.encode() if isinstance(content, str) else content,
    )
    item.properties = list(properties)
    item.is_linear = True
    package.add_item(item)
    return item


def _describe(package: epub.EpubBook, book: Publication) -> None:
    """Say what the book is (EPUB 3.3, 5.5.3: Dublin Core elements and their refinements)."""
    config = book.config
    package.set_identifier(book.identifier)
    _element(package, "title", book.title, "title")
    _refine(package, "title", "title-type", "main")
    if config.subtitle:
        _element(package, "title", config.subtitle, "subtitle")
        _refine(package, "subtitle", "title-type", "subtitle")
    _element(package, "language", config.language)
    _name_people(package, config)
    if config.isbn and config.isbn not in book.identifier:
        _element(package, "identifier", f"urn:isbn:{config.isbn}", "isbn")
    for name in ("publisher", "rights", "description"):
        if getattr(config, name):
            _element(package, name, getattr(config, name))
    if config.date:
        _element(package, "date", config.date.isoformat())
    for subject in config.subjects:
        _element(package, "subject", subject)
    if config.series:
        _meta(package, "belongs-to-collection", config.series, id="series")
        _refine(package, "series", "collection-type", "series")
        if config.series_number:
            _refine(package, "series", "group-position", str(config.series_number))


def _name_people(package: epub.EpubBook, config: Config) -> None:
    """Name authors and contributors, each with what they did (EPUB 3.3, 5.5.3.2.2)."""
    for number, author in enumerate(config.authors, 1):
        _element(package, "creator", author, f"author-{number}")
        _refine(package, f"author-{number}", "role", "aut", scheme="marc:relators")
        _refine(package, f"author-{number}", "display-seq", str(number))
    helped = ((role, name) for role in RELATORS for name in getattr(config.contributors, role))
    for number, (role, name) in enumerate(helped, 1):
        _element(package, "contributor", name, f"contributor-{number}")
        _refine(package, f"contributor-{number}", "role", RELATORS[role], scheme="marc:relators")


def name_printed_edition(book: Publication) -> str:
    """Name the edition whose pages are marked, so that people can tell whether they hold it.

    A book that has no ISBN is told from others by its title, version and date.
    """
    strings, isbn = book_strings_of(book), book.config.isbn
    distinctions = [
        strings.title,
        strings.version_line,
        strings.date_line,
        f"ISBN {isbn}" if isbn else "",
    ]
    return ", ".join(filter(None, distinctions))


def _describe_accessibility(
    package: epub.EpubBook, accessibility: Accessibility, book: Publication
) -> None:
    for mode in accessibility.modes:
        _meta(package, "schema:accessMode", mode)
    for modes in accessibility.sufficient:
        _meta(package, "schema:accessModeSufficient", modes)
    for feature in accessibility.features:
        _meta(package, "schema:accessibilityFeature", feature)
    for hazard in accessibility.hazards:
        _meta(package, "schema:accessibilityHazard", hazard)
    in_english = {} if book.config.language.startswith("en") else {_XML_LANGUAGE: "en"}
    _meta(package, "schema:accessibilitySummary", accessibility.summary, **in_english)
    if accessibility.conforms and book.config.certified_by:
        _meta(package, "dcterms:conformsTo", CONFORMANCE)
        _meta(package, "a11y:certifiedBy", book.config.certified_by)


def _element(package: epub.EpubBook, name: str, text: str, identifier: str = "") -> None:
    package.add_metadata("DC", name, _plain(text), {"id": identifier} if identifier else {})


def _meta(package: epub.EpubBook, name: str, text: str, **attributes: str) -> None:
    package.add_metadata(None, "meta", _plain(text), {"property": name, **attributes})


def _refine(
    package: epub.EpubBook, identifier: str, name: str, text: str, **attributes: str
) -> None:
    _meta(package, name, text, refines=f"#{identifier}", **attributes)


def _plain(text: str) -> str:
    """Make text fit for XML: no characters it forbids, white space single."""
    return " ".join(drop_forbidden(text).split())
