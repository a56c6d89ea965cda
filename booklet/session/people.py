"""The people of a session, from the rows of a spreadsheet, and the groups they talk in. Pure.

The list needs a column of names. It may say which edition somebody reads, and their team.
"""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections import Counter
from dataclasses import dataclass
from itertools import groupby
from typing import TYPE_CHECKING

from booklet.common.errors import Place, UsageError
from booklet.common.product_paths import STANDARD
from booklet.theme.editions import name_editions

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from booklet.manuscript.spreadsheet import Spreadsheet

MOST_PEOPLE = 2000
_COLUMNS: Mapping[str, frozenset[str]] = {
    "name": frozenset({"name", "names", "full name", "staff", "person", "colleague"}),
    "first": frozenset({"first name", "forename", "given name", "first", "legal forename",
                        "preferred forename", "preferred first name"}),
    "last": frozenset({"last name", "surname", "family name", "last", "legal surname",
                       "preferred surname"}),
    "edition": frozenset({"edition", "format", "booklet", "copy", "version", "needs"}),
    "team": frozenset({"team", "phase", "department", "school", "year", "faculty"}),
}  # fmt: skip
"""What columns are called, in any capitals."""

_EXAMPLE = "Its first line names the columns: name,edition,team; only 'name' is needed."


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody who comes to a session.

    Attributes:
        name: as the list has it.
        edition: the name of the edition that they read.
        team: with whom they work every day; "" when the list does not say.
    """

    name: str
    edition: str = STANDARD
    team: str = ""


def read_people(listed: Spreadsheet, editions: Mapping[str, str]) -> tuple[Person, ...]:
    """Read a list of people.

    Args:
        listed: its rows; the first may name the columns.
        editions: the editions there are, by name, with their titles; the list may have either.

    Raises:
        UsageError: when it has no names, or an edition that does not exist.
    """
    path = listed.name
    columns: dict[str, int] | None = None
    people: list[Person] = []
    known = {_plain(word): name for name, title in editions.items() for word in (title, name)}
    for line, cells in listed.rows:
        if columns is None:
            columns = _find_columns(cells)
            if columns:
                continue
            columns = _without_header(cells, path)
        person = _read_person(cells, columns, known, Place(path, line), editions)
        people += [person] if person else []
        if len(people) > MOST_PEOPLE:
            raise UsageError(
                f"there are more than {MOST_PEOPLE} people in the list",
                hint="Is it the right file? A session is for those in one room.",
                place=Place(path, line),
            )
    if not people:
        raise UsageError("the list has no names", hint=_EXAMPLE, place=Place(path))
    return tuple(people)


def draw_groups(
    people: Sequence[Person], size: int = 3, seed: int = 1
) -> tuple[tuple[Person, ...], ...]:
    """Draw groups in which people of one team are apart, as far as that is possible.

    The same list and seed give the same groups, in whatever order the list is.

    Args:
        people: at least one.
        size: of a group; where that does not come out even, some have one more or one less.
        seed: another number draws other groups.
    """
    fewest, most = max(1, len(people) // size), max(1, -(-len(people) // size))
    is_nearer = abs(len(people) / most - size) < abs(len(people) / fewest - size)
    count = most if is_nearer else fewest
    teams = Counter(person.team for person in people)
    drawn = sorted(
        _numbered(people),
        key=lambda one: (-teams[one[0].team], one[0].team, _draw(seed, *one)),
    )
    groups: list[list[Person]] = [[] for _ in range(count)]
    for index, (person, _) in enumerate(drawn):
        groups[index % count].append(person)
    return tuple(tuple(sorted(group, key=lambda one: _plain(one.name))) for group in groups)


def _numbered(people: Sequence[Person]) -> Iterator[tuple[Person, int]]:
    """Tell people of the same name apart by a number."""
    for _, same in groupby(sorted(people, key=_order), key=_order):
        yield from ((person, number) for number, person in enumerate(same))


def _order(person: Person) -> tuple[str, str, str]:
    return person.name, person.team, person.edition


def _draw(seed: int, person: Person, number: int) -> bytes:
    return hashlib.sha256(f"{seed}:{number}:{person.name}".encode()).digest()


def _plain(words: str) -> str:
    """Write words so that capitals, hyphens and accents make no difference."""
    composed = unicodedata.normalize("NFKD", words.casefold())
    return re.sub(r"[\W_]+", " ", re.sub(r"[\u0300-\u036f]", "", composed)).strip()


def _find_columns(cells: Sequence[str]) -> dict[str, int]:
    """Find the columns by the names in a first line; none when it names none of people's names."""
    plain = [_plain(cell) for cell in cells]
    found = {
        column: next(index for index, cell in enumerate(plain) if cell in names)
        for column, names in _COLUMNS.items()
        if names & set(plain)
    }
    return found if found.keys() & {"name", "first", "last"} else {}


def _without_header(cells: Sequence[str], path: str) -> dict[str, int]:
    if len([cell for cell in cells if cell]) > 1:
        raise UsageError(
            f"the first line of the list names no column 'name': {', '.join(cells)}",
            hint=_EXAMPLE,
            place=Place(path, 1),
        )
    return {"name": next(index for index, cell in enumerate(cells) if cell)}


def _read_person(
    cells: Sequence[str],
    columns: Mapping[str, int],
    known: Mapping[str, str],
    place: Place,
    editions: Mapping[str, str],
) -> Person | None:
    """Read a line of the list; None when it has no name."""
    said = {column: cells[index] if index < len(cells) else "" for column, index in columns.items()}
    whole = " ".join(filter(None, (said.get("first", ""), said.get("last", ""))))
    name = said.get("name", "") or whole
    if not name:
        return None
    asked = said.get("edition", "")
    edition = known.get(_plain(asked), "") if asked else STANDARD
    if not edition:
        raise UsageError(
            f"there is no edition '{asked}', which '{name}' is to have",
            hint=f"{name_editions(asked, editions)} An empty cell means the standard one.",
            place=place,
        )
    return Person(name, edition, said.get("team", ""))
