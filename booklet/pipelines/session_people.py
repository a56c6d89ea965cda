"""Who comes to a session, and how many copies of each edition they need."""

# ruff: noqa: PLC0415 - every stage is imported where it begins, as in the pipelines

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from booklet.common.errors import ConfigError, UsageError
from booklet.pipelines.book import EVERY_EDITION, find_editions

if TYPE_CHECKING:
    from pathlib import Path

    from booklet.book import Book
    from booklet.session.people import Person

_LARGEST_LIST = 1_000_000
"""Bytes of a list of people."""


def read_list(path: Path) -> str:
    """Read a list of people as text, whatever program wrote it.

    Raises:
        UsageError: when it cannot be read, or is no text.
    """
    from booklet.manuscript.decoding import NotTextError, decode

    try:
        if path.stat().st_size > _LARGEST_LIST:
            raise UsageError(
                f"the list '{path}' is too large", hint="A list of people is a few lines of text."
            )
        return decode(path.read_bytes()).text
    except OSError as error:
        raise UsageError(
            f"the list '{path}' cannot be read: {error.strerror}",
            hint="--people takes a file of a spreadsheet, saved as CSV.",
        ) from error
    except NotTextError as error:
        raise UsageError(
            f"the list '{path}' is no text",
            hint="Open it in the spreadsheet and save it as 'CSV (comma delimited)'.",
        ) from error


def find_people(listed: str, path: Path | None, book: Book, project: Path) -> tuple[Person, ...]:
    """Read who comes; nobody when there is no list."""
    from booklet.session.people import read_people

    if path is None:
        return ()
    titles = {one.name: one.title for one in find_editions(EVERY_EDITION, book, project)}
    return read_people(listed, path.name, titles)


def count_copies(people: tuple[Person, ...], book: Book, project: Path) -> dict[str, int]:
    """Count the copies of each edition: those on the list, or else those in the settings.

    Raises:
        ConfigError: when the settings ask for an edition that does not exist.
    """
    from booklet.config import place_of_setting
    from booklet.theme.editions import edition_names, name_editions

    known = edition_names(project)
    for name in book.config.session.copies:
        if name not in known:
            raise ConfigError(
                f"session.copies: there is no edition '{name}'",
                hint=name_editions(name, known),
                place=place_of_setting(project, ("session", "copies", name)),
            )
    counted = Counter(person.edition for person in people)
    return {
        name: count
        for name in known
        if (count := counted[name] if people else book.config.session.copies.get(name, 0))
    }
