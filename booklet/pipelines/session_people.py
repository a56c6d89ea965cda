"""Who comes to a session, and how many copies of each edition they need."""

# ruff: noqa: PLC0415 - every stage is imported where it begins, as in the pipelines

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from booklet.common.errors import ConfigError
from booklet.pipelines.book import EVERY_EDITION, find_editions

if TYPE_CHECKING:
    from pathlib import Path

    from booklet.book import Book
    from booklet.manuscript.spreadsheet import Spreadsheet
    from booklet.session.people import Person


def find_people(listed: Spreadsheet | None, book: Book, project: Path) -> tuple[Person, ...]:
    """Tell who comes; nobody when there is no list."""
    from booklet.session.people import read_people

    if listed is None:
        return ()
    titles = {one.name: one.title for one in find_editions(EVERY_EDITION, book, project)}
    return read_people(listed, titles)


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
