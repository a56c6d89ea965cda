"""Open zip archives that may come from anybody: nothing in them is written, and none is a bomb."""

from __future__ import annotations

import io
import zipfile
import zlib

from booklet.common.errors import ManuscriptError, Place

_MOST_MEMBERS = 20_000
_LARGEST_ARCHIVE = 400_000_000
"""Bytes of all members of an archive, unpacked."""

_MOST_TIMES = 200
"""How many times larger than the archive what is in it may be (a text packs some 10 times)."""

_SMALL_ARCHIVE = 20_000_000
"""Bytes that an archive may always hold, however well they pack."""


class Archive:
    """A zip archive that may come from anybody; what is in it is only ever read into memory."""

    def __init__(self, path: str, content: bytes) -> None:
        self._path = path
        try:
            self._zip = zipfile.ZipFile(io.BytesIO(content))
            members = self._zip.infolist()
        except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError) as error:
            raise _unusable(path, "is a broken archive") from error
        unpacked = sum(member.file_size for member in members)
        if len(members) > _MOST_MEMBERS:
            raise _unusable(path, f"has {len(members):,} files in it, {_MOST_MEMBERS:,} at most")
        too_dense = unpacked > max(_SMALL_ARCHIVE, _MOST_TIMES * len(content))
        if unpacked > _LARGEST_ARCHIVE or too_dense:
            size = f"{unpacked / 1e6:,.0f} MB"
            raise _unusable(path, f"holds {size} unpacked, far more than any text has")
        self._members = {
            member.filename.replace("\\", "/").lstrip("/"): member
            for member in members
            if not member.filename.endswith("/")
        }

    @property
    def names(self) -> tuple[str, ...]:
        """The files in it, in the order of the archive."""
        return tuple(self._members)

    def read(self, name: str) -> bytes | None:
        """Unpack one file; None when there is none of that name.

        Raises:
            ManuscriptError: when it cannot be unpacked.
        """
        member = self._members.get(name)
        if member is None:
            return None
        try:
            return self._zip.read(member)  # never more than the size that was looked at above
        except (zipfile.BadZipFile, zlib.error, OSError, EOFError, RuntimeError,
                NotImplementedError) as error:  # fmt: skip
            problem = "has a password" if member.flag_bits & 1 else "is a broken archive"
            raise _unusable(self._path, problem) from error


def _unusable(path: str, problem: str) -> ManuscriptError:
    return ManuscriptError(
        f"the file {problem}",
        hint="Save or export it again, and import the new file.",
        place=Place(path),
    )
