"""The container of an e-book: EbookLib's zip, made the same on every machine and every day."""

from __future__ import annotations

import io
import zipfile
from typing import TYPE_CHECKING

from ebooklib import epub

if TYPE_CHECKING:
    from datetime import datetime

_PACKAGE_DOCUMENT = "EPUB/content.opf"
_REGULAR_FILE = 0o100644 << 16
_UNIX = 3


def write_archive(package: epub.EpubBook, *, modified: datetime, language: str) -> bytes:
    """Zip a package.

    EbookLib stamps its files with the clock and leaves the language of the package document
    open; both are put right here.

    Args:
        package: with everything in it.
        modified: for `dcterms:modified`, in UTC.
        language: of the package document's own words (EPUB 3.3, 5.3.1).
    """
    written = io.BytesIO()
    epub.EpubWriter(written, package, {"mtime": modified, "compresslevel": 0}).write()
    fixed = io.BytesIO()
    with zipfile.ZipFile(written) as source, zipfile.ZipFile(fixed, "w") as target:
        for entry in source.infolist():
            content = source.read(entry)
            if entry.filename == _PACKAGE_DOCUMENT:
                content = _say_language(content, language)
            target.writestr(_entry(entry.filename), content, compresslevel=9)
    return fixed.getvalue()


def _entry(name: str) -> zipfile.ZipInfo:
    entry = zipfile.ZipInfo(name)  # its time is zip's first: 1 January 1980
    entry.create_system = _UNIX
    entry.external_attr = _REGULAR_FILE
    # The media type is found by its place and must not be compressed (OCF 3.3, 4.2).
    is_media_type = name == "mimetype"
    entry.compress_type = zipfile.ZIP_STORED if is_media_type else zipfile.ZIP_DEFLATED
    return entry


def _say_language(package_document: bytes, language: str) -> bytes:
    opening = b'version="3.0"'
    spoken = f'{opening.decode()} xml:lang="{language}"'.encode()
    return package_document.replace(opening, spoken, 1)
