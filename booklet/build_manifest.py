"""What was built from what, so that a build with nothing to do does nothing.

A record says which files a build has made, and sums up every file it has read. As long as all of
them are as they were, its products are the products.
"""

from __future__ import annotations

import os
import time
from contextlib import suppress
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING

from booklet.common.files import read_inside
from booklet.common.outputs import Product

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from booklet.common.cache import Cache

_SETTINGS = "booklet.toml"
_FOLDERS = ("chapters", "layouts")
_LARGEST_FILE = 50_000_000
"""Bytes of a file that is read; larger ones are refused by every stage."""

_PASSING = frozenset({"E701"})
"""Findings about the moment and not about the project: the next build may do better."""


class BuildManifest:
    """Remembers one way of building one project."""

    def __init__(
        self, cache: Cache | None, project: Path, out: Path, recipe: tuple[object, ...]
    ) -> None:
        """Look at a project before it is built.

        Args:
            cache: where records are kept; None keeps none.
            project: its folder.
            out: the folder for what is built.
            recipe: all else that decides what is built.
        """
        self._cache = cache
        self._project = project.resolve()
        self._out = out
        self._key = f"build {str(self._project)!r} {str(out.resolve())!r} {recipe!r}"
        self._began = time.time_ns()
        self._stamps = self._stamp() if cache is not None else ()
        self._sources = self._sum_up() if cache is not None else ""

    def recall(self) -> tuple[Product, ...] | None:
        """Give what was built the last time, if building again would change nothing."""
        kept = self._cache.get(self._key) if self._cache is not None else None
        if kept is None:
            return None
        elsewhere, sources, built = kept
        found = self._sum_up(elsewhere) if elsewhere else self._sources
        products = [(self._out / name, digest, *rest) for name, digest, *rest in built]
        if found != sources or any(_digest(path) != digest for path, digest, *_ in products):
            return None
        return tuple(
            Product(path, measure, findings, is_new=False)
            for path, _, measure, findings in products
        )

    def keep(self, products: Iterable[Product], pictures: Iterable[str]) -> None:
        """Remember what was built, unless somebody has changed a source meanwhile.

        Args:
            products: all of it.
            pictures: the paths, in the project, of all pictures that are shown.
        """
        if self._cache is None or self._stamp() != self._stamps:
            return
        elsewhere = tuple(sorted({*pictures} - {*_walk(self._project)}))
        if any(self._is_younger(path) for path in elsewhere):
            return
        sources = self._sum_up(elsewhere) if elsewhere else self._sources
        built = [
            (each.path.name, _digest(each.path), each.measure, each.findings) for each in products
        ]
        is_certain = all(digest for _, digest, *_ in built)
        findings = (finding for *_, findings in built for finding in findings)
        if is_certain and not any(finding.code in _PASSING for finding in findings):
            self._cache.put(self._key, (elsewhere, sources, built))

    def _sum_up(self, elsewhere: Iterable[str] = ()) -> str:
        """Sum up the files that a build reads; what cannot be read counts as well.

        Args:
            elsewhere: pictures outside the folders that are read whole.
        """
        digest = sha256()
        for path in (_SETTINGS, *_walk(self._project), *elsewhere):
            content = read_inside(self._project, self._project / path, largest=_LARGEST_FILE)
            read = content if isinstance(content, bytes) else repr(content).encode()
            digest.update(f"{path} {len(read)} ".encode(errors="surrogateescape") + read)
        return digest.hexdigest()

    def _stamp(self) -> tuple[tuple[str, int, int], ...]:
        """Tell the size and the time of every file, which change when somebody saves it."""
        stamps = []
        for path in (_SETTINGS, *_walk(self._project)):
            with suppress(OSError):
                status = (self._project / path).stat()
                stamps.append((path, status.st_size, status.st_mtime_ns))
        return tuple(stamps)

    def _is_younger(self, path: str) -> bool:
        """Tell whether a file may have changed since the build began."""
        try:
            return (self._project / path).stat().st_mtime_ns >= self._began
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


def _digest(path: Path) -> str:
    """Sum up a product; "" when it cannot be read."""
    try:
        return sha256(path.read_bytes()).hexdigest()
    except OSError:
        return ""
