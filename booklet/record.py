"""What was built from what, so that a build with nothing to do does nothing.

A record says which files a build has made, and sums up every file it has read. As long as all of
them are as they were, its products are the products.
"""

from __future__ import annotations

from hashlib import sha256
from typing import TYPE_CHECKING

from booklet.files import read_inside
from booklet.outputs import Product

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

    from booklet.typeset.memory import Cache

_SETTINGS = "booklet.toml"
_FOLDERS = ("chapters/", "layouts/")
_LARGEST_FILE = 50_000_000
"""Bytes of a file that is read; larger ones are refused by every stage."""

_MACHINES_FONT = "T605"
"""The finding that says: this depends on a font nobody tells us about."""


class BuildRecord:
    """Remembers one way of building one project."""

    def __init__(self, cache: Cache | None, project: Path, recipe: tuple[object, ...]) -> None:
        """Look at a project before it is built.

        Args:
            cache: where records are kept; None keeps none.
            project: its folder.
            recipe: all that decides what is built, and where.
        """
        self._cache = cache
        self._project = project
        self._key = f"build {project.resolve()} {recipe!r}"
        self._sources = self._sum_up() if cache is not None else ""

    def recall(self) -> tuple[Product, ...] | None:
        """Give what was built the last time, if building again would change nothing."""
        kept = self._cache.get(self._key) if self._cache is not None else None
        if kept is None:
            return None
        elsewhere, sources, built = kept
        found = self._sum_up(elsewhere) if elsewhere else self._sources
        if found != sources or any(_digest(each[0]) != each[1] for each in built):
            return None
        return tuple(
            Product(path, measure, findings, is_new=False) for path, _, measure, findings in built
        )

    def keep(self, products: Iterable[Product], pictures: Iterable[str]) -> None:
        """Remember what was built, unless somebody has changed a source meanwhile.

        Args:
            products: all of it.
            pictures: the paths, in the project, of all pictures that are shown.
        """
        if self._cache is None or self._sum_up() != self._sources:
            return
        built = [
            (product.path.absolute(), _digest(product.path), product.measure, product.findings)
            for product in products
        ]
        if any(finding.code == _MACHINES_FONT for *_, findings in built for finding in findings):
            return
        elsewhere = tuple(sorted(path for path in pictures if not path.startswith(_FOLDERS)))
        sources = self._sum_up(elsewhere) if elsewhere else self._sources
        self._cache.put(self._key, (elsewhere, sources, built))

    def _sum_up(self, elsewhere: Iterable[str] = ()) -> str:
        """Sum up the files that a build reads; what cannot be read counts as well.

        Args:
            elsewhere: pictures outside the folders that are read whole.
        """
        project = self._project.resolve()
        digest = sha256()
        for path in (_SETTINGS, *_walk(project), *elsewhere):
            content = read_inside(project, project / path, largest=_LARGEST_FILE)
            read = content if isinstance(content, bytes) else repr(content).encode()
            digest.update(f"{path} {len(read)} ".encode(errors="surrogateescape") + read)
        return digest.hexdigest()


def _walk(project: Path) -> Iterator[str]:
    """List the files of chapters and layouts, by their paths in the project."""
    for name in _FOLDERS:
        for path in sorted((project / name).rglob("*")):
            if not path.is_dir():
                yield path.relative_to(project).as_posix()


def _digest(path: Path) -> str:
    try:
        return sha256(path.read_bytes()).hexdigest()
    except OSError:
        return ""
