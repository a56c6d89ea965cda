"""Build manifests: which products a build has made of which sources, so that it need not run again.

A manifest lists the products with their digests, and has one digest of every source that was read.
While all of them are unchanged, the products are up to date. A list of what all ways of building a
project have made, so that files of an earlier title can be told, outlives changes of the program.
"""

from __future__ import annotations

import os
import time
from contextlib import suppress
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from booklet.common.cache import LastingKey
from booklet.common.files import find_spelling, read_inside
from booklet.common.outputs import Product
from booklet.common.stray_settings import FILE_NAME, stray_settings

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from booklet.common.cache import Cache
    from booklet.common.errors import Finding

_Result = TypeVar("_Result")

_Names = tuple[tuple[str, str], ...]
"""Names of files in the folder for what is built, each with its digest."""

_Built = tuple[tuple[str, str, _Names], ...]
"""Ways of building, each with the title that the book had the last time and the files it made."""

_FOLDERS = ("chapters", "layouts")
_LARGEST_FILE = 50_000_000
"""Bytes of a file that is read; larger ones are refused by every stage."""

_TRANSIENT_CODES = frozenset({"E701", "V903"})
"""Findings about the state of this machine; the next build of the same sources may differ."""


@dataclass(frozen=True, slots=True)
class _Kept:
    """What came of some sources.

    Attributes:
        other_pictures: paths of pictures outside the folders that are read whole.
        sources: a digest of all that was read.
        result: of whatever was done with them.
    """

    other_pictures: tuple[str, ...]
    sources: str
    result: object


@dataclass(frozen=True, slots=True)
class _BuiltFile:
    """A product as a manifest has it.

    Attributes:
        name: its path in the folder for what is built.
        digest: of its content.
        measure: as of a `Product`, and so are the next two.
        sheets: see there.
        findings: see there.
    """

    name: str
    digest: str
    measure: str
    sheets: int
    findings: tuple[Finding, ...]


@dataclass(frozen=True, slots=True)
class _Build:
    """What a build has made.

    Attributes:
        files: its products.
    """

    files: tuple[_BuiltFile, ...]


class BuildManifest:
    """The manifest of one way of building one project."""

    def __init__(
        self, cache: Cache | None, project: Path, out: Path, recipe: tuple[object, ...]
    ) -> None:
        """Look at a project before it is built.

        Args:
            cache: where manifests are kept; None keeps none.
            project: its folder.
            out: the folder for what is built.
            recipe: all else that decides what is built.
        """
        self._cache = cache
        self._project = project.resolve()
        self._out = out
        folders = f"{str(self._project)!r} {str(out.resolve())!r}"
        self._recipe = repr(recipe)
        self._key = f"build {folders} {self._recipe}"
        self._list_key = LastingKey(f"built files {folders}")
        self._began = time.time_ns()
        self._stamps = self._stat_sources() if cache is not None else ()
        self._sources = self._digest_sources() if cache is not None else ""

    def find_products(self) -> tuple[Product, ...] | None:
        """Return the products of the last build, if they are up to date."""
        build = self.find_result(_Build)
        if build is None or any(_digest(self._out / one.name) != one.digest for one in build.files):
            return None
        return tuple(
            Product(
                path=self._out / one.name,
                measure=one.measure,
                findings=one.findings,
                is_new=False,
                sheets=one.sheets,
            )
            for one in build.files
        )

    def find_earlier_files(self) -> tuple[Path, ...]:
        """Return what earlier builds made under names that are no longer used.

        These are files that this way of building made the last time and no longer makes, and those
        that any other made while the book had another title. Only files that are still as they were
        built; what somebody has changed is theirs.
        """
        return tuple(self._out / name for name, _ in self._unchanged(self._list_built()[1]))

    def keep(self, products: Iterable[Product], pictures: Iterable[str], *, title: str) -> None:
        """Write the manifest, unless a source has changed since the build began.

        Args:
            products: all of it.
            pictures: the paths, in the project, of all pictures that are shown.
            title: of the book.
        """
        files = tuple(
            _BuiltFile(
                name=_inside(self._out, each.path),
                digest=_digest(each.path),
                measure=each.measure,
                sheets=each.sheets,
                findings=each.findings,
            )
            for each in products
        )
        if all(one.digest for one in files):
            self._keep_list(files, title)
            findings = [finding for one in files for finding in one.findings]
            self.keep_result(_Build(files), findings, pictures)

    def find_result(self, kind: type[_Result]) -> _Result | None:
        """Return what came of the last time, if no source has changed since; else None."""
        kept = self._read()
        if kept is None or not isinstance(kept.result, kind):
            return None
        found = self._digest_sources(kept.other_pictures) if kept.other_pictures else self._sources
        return kept.result if found == kept.sources else None

    def keep_result(
        self, result: object, findings: Iterable[Finding], pictures: Iterable[str]
    ) -> None:
        """Keep what came of it, unless a source has changed or this machine lacked something.

        Args:
            result: a frozen value.
            findings: all that was found on the way.
            pictures: the paths, in the project, of all pictures that are shown.
        """
        if self._cache is None or self._stat_sources() != self._stamps:
            return
        other_pictures = tuple(sorted({*pictures} - {*_walk(self._project)}))
        if any(self._may_have_changed(path) for path in other_pictures):
            return
        if not any(finding.code in _TRANSIENT_CODES for finding in findings):
            sources = self._digest_sources(other_pictures) if other_pictures else self._sources
            self._cache.put(self._key, _Kept(other_pictures, sources, result))

    def _read(self) -> _Kept | None:
        return self._cache.get(self._key, _Kept) if self._cache is not None else None

    def _list_built(self) -> tuple[_Built, _Names]:
        """List what each way of building has made, and what was left behind by them."""
        listed = self._cache.get(self._list_key, tuple) if self._cache is not None else None
        return listed or ((), ())

    def _keep_list(self, files: Iterable[_BuiltFile], title: str) -> None:
        """List what was made in this way, and what is left behind by it."""
        if self._cache is None:
            return
        built, left = self._list_built()
        now = tuple((one.name, one.digest) for one in files)
        others = tuple(one for one in built if one[0] != self._recipe and one[1] == title)
        used = {name for _, _, names in ((self._recipe, title, now), *others) for name, _ in names}
        left_behind = dict(left)
        for one in reversed(built):  # the digests of the latest count
            if one not in others:
                left_behind.update(one[2])
        unused = ((name, digest) for name, digest in left_behind.items() if name not in used)
        self._cache.put(
            self._list_key,
            (((self._recipe, title, now), *others), tuple(self._unchanged(unused))),
        )

    def _unchanged(self, files: Iterable[tuple[str, str]]) -> Iterator[tuple[str, str]]:
        """Leave out those that are gone, or that somebody has changed: they are theirs."""
        return ((name, digest) for name, digest in files if _digest(self._out / name) == digest)

    def _digest_sources(self, other_pictures: Iterable[str] = ()) -> str:
        """Digest the files that a build reads; that one cannot be read counts as well.

        Args:
            other_pictures: paths of pictures outside the folders that are read whole.
        """
        digest = sha256()
        for path in (
            FILE_NAME,
            *stray_settings(self._project),
            *_walk(self._project),
            *other_pictures,
        ):
            file = find_spelling(self._project, path)
            content = read_inside(self._project, file, largest=_LARGEST_FILE)
            read = content if isinstance(content, bytes) else repr(content).encode()
            digest.update(f"{path} {len(read)} ".encode(errors="surrogateescape") + read)
        return digest.hexdigest()

    def _stat_sources(self) -> tuple[tuple[str, int, int], ...]:
        """Return size and time of every source, which change when somebody saves it."""
        stamps = []
        for path in (FILE_NAME, *_walk(self._project)):
            with suppress(OSError):
                status = (self._project / path).stat()
                stamps.append((path, status.st_size, status.st_mtime_ns))
        return tuple(stamps)

    def _may_have_changed(self, path: str) -> bool:
        """Tell whether a file has been written since the build began, or cannot be looked at."""
        try:
            return find_spelling(self._project, path).stat().st_mtime_ns >= self._began
        except OSError:
            return True


def _walk(project: Path) -> Iterator[str]:
    """List the files of chapters and layouts by their paths in the project, through its links."""
    for name in _FOLDERS:
        seen = set()
        for folder, inner, files in os.walk(project / name, followlinks=True):
            real = Path(folder).resolve()
            if real in seen or not real.is_relative_to(project):
                inner.clear()
                continue
            seen.add(real)
            inner.sort()
            inside = Path(folder).relative_to(project).as_posix()
            yield from (f"{inside}/{file}" for file in sorted(files))


def _inside(out: Path, path: Path) -> str:
    """Name a product by its path in the folder of finished files."""
    return path.relative_to(out).as_posix()


def _digest(path: Path) -> str:
    """Digest a product; "" when it cannot be read."""
    try:
        return sha256(path.read_bytes()).hexdigest()
    except OSError:
        return ""
