"""Books and editions as rows of a list want them; what rows share is read and made once."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, TypeVar

from booklet.book.fill_placeholders import fill_book
from booklet.common.errors import ConfigError
from booklet.manuscript import read_named_picture
from booklet.print.pages import lay_out_pages
from booklet.project import read_book
from booklet.theme.editions import find_edition

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from booklet.book import Book
    from booklet.common.cache import Cache
    from booklet.config import Config
    from booklet.manuscript.pictures import Picture
    from booklet.merge.plan import Copy
    from booklet.print.division import PrintBook
    from booklet.theme.editions import Edition
    from booklet.theme.templates import Layouts

Key = TypeVar("Key")
Value = TypeVar("Value")

_MOST_KEPT = 64
"""Books, editions and pictures that are kept for the next row that looks the same."""

_ENOUGH_COLOURS = 2

_PARSED_WITH = ("language", "labels", "chapters", "parts")
"""Settings on which the text of chapters depends, or which chapters there are."""


@dataclass(frozen=True, slots=True)
class RowBooks:
    """What the copies of a book look like.

    Attributes:
        project: the folder of the booklet.
        base: the book without anybody's words, with the settings of booklet.toml.
        layouts: where templates come from.
        cache: keeps parsed chapters.
    """

    project: Path
    base: Book
    layouts: Layouts
    cache: Cache | None
    _books: dict[str, Book] = field(default_factory=dict)
    _editions: dict[tuple[str, str], Edition] = field(default_factory=dict)
    _pictures: dict[tuple[str, str], Picture | None] = field(default_factory=dict)

    def book_of(self, copy: Copy) -> Book:
        """Make a copy's book.

        Raises:
            BookletError: when it cannot be made with the settings of this row.
        """
        key = _settings_of(copy.config)
        if key not in self._books:
            _make_room(self._books)
            self._books[key] = self._read(copy.config)
        return fill_book(self._books[key], copy.config)

    def edition_of(self, copy: Copy, name: str = "") -> Edition:
        """Find the edition of a copy, or another of the same book.

        Raises:
            ConfigError: when its settings cannot be used.
        """
        key = name or copy.edition, _settings_of(copy.config)
        if key not in self._editions:
            _make_room(self._editions)
            self._editions[key] = find_edition(key[0], copy.config, self.project)
        return self._editions[key]

    def lay_out(self, copy: Copy, edition: str = "") -> PrintBook:
        """Lay out a copy's pages.

        Raises:
            BookletError: when that is impossible with the settings of this row.
        """
        return lay_out_pages(self.book_of(copy), self.layouts, self.edition_of(copy, edition))

    def find_samples(self, copies: Iterable[Copy]) -> list[Copy]:
        """Find a copy of each edition, and one in another colour, that show what all look like.

        Rows whose settings cannot be used are passed over.
        """
        found: dict[str, dict[str, Copy]] = {}
        for copy in copies:
            with suppress(ConfigError):
                colours = found.setdefault(copy.edition, {})
                if len(colours) < _ENOUGH_COLOURS:
                    colours.setdefault(self.edition_of(copy).accent, copy)
        return [copy for colours in found.values() for copy in colours.values()]

    def _read(self, config: Config) -> Book:
        """Read the book with other settings; where no chapter depends on them, it is there."""
        base = self.base.config
        if any(getattr(config, one) != getattr(base, one) for one in _PARSED_WITH):
            return read_book(
                self.project, self.cache, config.model_copy(update={"placeholders": {}})
            )
        return replace(
            self.base,
            logo=self._picture(config, "logo", self.base.logo),
            cover_picture=self._picture(config, "cover_picture", self.base.cover_picture),
        )

    def _picture(self, config: Config, setting: str, own: Picture | None) -> Picture | None:
        path = getattr(config, setting)
        if path == getattr(self.base.config, setting):
            return own
        if (setting, path) not in self._pictures:
            _make_room(self._pictures)
            picture, findings = read_named_picture(self.project, config, setting)
            if picture is None and findings:
                raise ConfigError(findings[0].problem, hint=findings[0].hint)
            self._pictures[setting, path] = picture
        return self._pictures[setting, path]


def _settings_of(config: Config) -> str:
    """Tell settings apart, whoever a copy is for."""
    return repr(config.model_copy(update={"placeholders": {}}))


def _make_room(known: dict[Key, Value]) -> None:
    while len(known) >= _MOST_KEPT:
        del known[next(iter(known))]
