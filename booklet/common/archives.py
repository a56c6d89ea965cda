"""Zip archives that are the same on any day and any system: EPUB and Office Open XML."""

from __future__ import annotations

import io
import zipfile

_REGULAR_FILE = 0o100644 << 16
_UNIX = 3


def archive_entry(name: str, *, is_stored: bool = False) -> zipfile.ZipInfo:
    """Describe a file of an archive; its time is zip's first: 1 January 1980.

    Args:
        name: in the archive.
        is_stored: whether it is not to be compressed.
    """
    entry = zipfile.ZipInfo(name)
    entry.create_system = _UNIX
    entry.external_attr = _REGULAR_FILE
    entry.compress_type = zipfile.ZIP_STORED if is_stored else zipfile.ZIP_DEFLATED
    return entry


def write_again(archive: bytes, *, first: str) -> bytes:
    """Write an archive again, without the time and the system that it was made at.

    Args:
        archive: as a library has written it.
        first: the file that readers look for at the beginning; the others follow by their names.
    """
    written = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(archive)) as source, zipfile.ZipFile(written, "w") as target:
        for name in sorted(source.namelist(), key=lambda one: (one != first, one)):
            target.writestr(archive_entry(name), source.read(name), compresslevel=9)
    return written.getvalue()
