"""Pack an e-book that is laid out: the package document, and a zip that is the same every day."""

from __future__ import annotations

import io
import zipfile
from datetime import UTC, datetime, time, timedelta
from functools import partial
from hashlib import sha256
from typing import TYPE_CHECKING

from ebooklib import epub

from booklet.common.archives import archive_entry
from booklet.common.cache import remember
from booklet.epub.accessibility import describe_accessibility
from booklet.epub.cover import render_cover
from booklet.epub.document_facts import DocumentFacts, read_facts, sum_facts
from booklet.epub.package import make_package

if TYPE_CHECKING:
    from booklet.common.cache import Cache
    from booklet.epub.content import EbookContent

_PACKAGE_DOCUMENT = "EPUB/content.opf"

_SECONDS_OF_A_DAY = 86_400


def make_epub(content: EbookContent, cache: Cache | None = None) -> bytes:
    """Make the EPUB 3.3 file of an e-book; the same content gives the same bytes.

    Args:
        content: of it.
        cache: keeps the cover's picture.

    Raises:
        LayoutError: when a typeface is missing.
        EpubError: when a document is not well-formed.
    """
    facts = [read_facts(document) for document in content.documents]
    package = make_package(
        content,
        properties=[found.properties for found in facts],
        accessibility=describe_accessibility(
            sum_facts([*facts, DocumentFacts(undescribed=content.undescribed)]),
            content.pictures,
            has_page_list=bool(content.page_list),
        ),
        cover=remember(
            cache, f"cover {content.cover!r}", bytes, partial(render_cover, content.cover)
        ),
    )
    return _write_archive(package, content)


def release_time(content: EbookContent) -> datetime:
    """Give an e-book the moment that tells its release from every other of the same book.

    A reading system knows a release by its identifier and `dcterms:modified` (EPUB 3.3, 5.5.6); of
    two files that agree in both it may keep either. No clock may decide what is built, so the day
    is the newest that the sources name, and the time of day follows from all that is in the book:
    two releases of one day have the same time once in 86,400.
    """
    digest = sha256(content.publication.config.model_dump_json().encode())
    for document in content.documents:
        digest.update(f"\n{document.file_name}\n{document.xhtml}".encode())
    for picture in content.pictures:
        digest.update(picture.file_name.encode() + sha256(picture.content).digest())
    digest.update(content.stylesheet.encode())
    digest.update(content.cover.svg.encode())
    second = int.from_bytes(digest.digest()[:8]) % _SECONDS_OF_A_DAY
    return datetime.combine(content.publication.modified, time(), tzinfo=UTC) + timedelta(
        seconds=second
    )


def _write_archive(package: epub.EpubBook, content: EbookContent) -> bytes:
    """Zip a package.

    EbookLib stamps its files with the clock and leaves the language of the package document's own
    words open (EPUB 3.3, 5.3.1); both are put right here.
    """
    language = content.publication.config.language
    modified = release_time(content)
    written = io.BytesIO()
    epub.EpubWriter(written, package, {"mtime": modified, "compresslevel": 0}).write()
    fixed = io.BytesIO()
    with zipfile.ZipFile(written) as source, zipfile.ZipFile(fixed, "w") as target:
        for entry in source.infolist():
            stored = source.read(entry)
            if entry.filename == _PACKAGE_DOCUMENT:
                stored = _say_language(stored, language)
            # The media type is found by its place and must not be compressed (OCF 3.3, 4.2).
            made = archive_entry(entry.filename, is_stored=entry.filename == "mimetype")
            target.writestr(made, stored, compresslevel=9)
    return fixed.getvalue()


def _say_language(package_document: bytes, language: str) -> bytes:
    opening = b'version="3.0"'
    spoken = f'{opening.decode()} xml:lang="{language}"'.encode()
    return package_document.replace(opening, spoken, 1)
