"""Plan copies: what each column of a list means, and which copy each row asks for.

What is wrong with a row is told with its line; the other rows go on.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from booklet.common.errors import ConfigError, Finding, Severity
from booklet.common.placeholders import find_placeholders, placeholder_name
from booklet.common.spelling import did_you_mean
from booklet.config import change_settings, find_setting
from booklet.theme.editions import name_editions

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from booklet.common.errors import Place
    from booklet.config import Config
    from booklet.config.toml_lines import Key
    from booklet.merge.people import PeopleList, Row

EDITION = "edition"
"""The column that says which edition a row wants."""

OWNER_PLACEHOLDERS = ("name", "school")
"""The placeholders on the page 'This copy belongs to'."""

_LONG = 80
"""Characters of a name or a school that take more than a line on the owner's page."""


@dataclass(frozen=True, slots=True)
class Copy:
    """A copy that is to be made.

    Attributes:
        number: of its row among those of the list that make one, from 1.
        place: of the row.
        edition: its name.
        config: all settings, with the words of this copy in `placeholders`.
    """

    number: int
    place: Place
    edition: str
    config: Config


@dataclass(frozen=True, slots=True)
class Columns:
    """What the columns of a list mean, by their heads.

    Attributes:
        settings: those that are called after a setting.
        placeholders: the others, and the placeholder that each fills.
        edition: the head of the column of editions; "" when there is none.
    """

    settings: Mapping[str, Key]
    placeholders: Mapping[str, str]
    edition: str


def sort_columns(people: PeopleList) -> Columns:
    """Tell settings from words that fill placeholders."""
    edition = next((head for head in people.columns if placeholder_name(head) == EDITION), "")
    rest = [head for head in people.columns if head != edition]
    settings = {head: key for head in rest if (key := find_setting(head)) is not None}
    return Columns(
        settings, {head: placeholder_name(head) for head in rest if head not in settings}, edition
    )


def plan_copies(
    people: PeopleList,
    values: Mapping[str, Any],
    *,
    placeholders: Mapping[str, str],
    editions: Sequence[str],
    edition: str,
) -> tuple[tuple[Copy, ...], tuple[Finding, ...]]:
    """Plan a copy for each row.

    Args:
        people: the list.
        values: what booklet.toml says.
        placeholders: those in the text of the book, with the path of a chapter that has each.
        editions: the names of all editions there are.
        edition: of rows that name none.

    Returns:
        The copies, sorted by edition, in the order of the list; and what is wrong with the list.
    """
    columns = sort_columns(people)
    used = {*placeholders, *_placeholders_in(values), *OWNER_PLACEHOLDERS}
    used |= {name for row in people.rows for head in columns.settings
             for name in find_placeholders(row.cells.get(head, ""))}  # fmt: skip
    own = values.get("copy")
    kept = {placeholder_name(name) for name in own} if isinstance(own, dict) else set()
    findings = [*people.findings, *_find_unused(people, columns, used)]
    copies: list[Copy] = []
    seen: dict[tuple[str, ...], Place] = {}
    for row in people.rows:
        wanted = row.cells.get(columns.edition, edition)
        as_named = "-".join(wanted.casefold().split())
        wanted = as_named if as_named in editions else wanted
        if wanted not in editions:
            findings.append(_no_edition(wanted, editions, row.place))
            continue
        words = {name: row.cells.get(head, "") for head, name in columns.placeholders.items()
                 if head in row.cells or name not in kept}  # fmt: skip
        changes = {key: row.cells[head] for head, key in columns.settings.items()
                   if head in row.cells}  # fmt: skip
        findings += _find_doubts(row, columns, used - kept, seen)
        try:
            config = change_settings(values, changes, words, row.place)
        except ConfigError as error:
            findings += error.findings
            continue
        copies.append(Copy(len(copies) + 1, row.place, wanted, config))
    order = {name: at for at, name in enumerate(editions)}
    copies.sort(key=lambda copy: order[copy.edition])
    return tuple(copies), tuple(findings)


def _placeholders_in(value: object) -> Iterator[str]:
    """List the placeholders in settings."""
    if isinstance(value, str):
        yield from find_placeholders(value)
    elif isinstance(value, dict):
        for one in value.values():
            yield from _placeholders_in(one)
    elif isinstance(value, list):
        for one in value:
            yield from _placeholders_in(one)


def _find_unused(people: PeopleList, columns: Columns, used: set[str]) -> Iterator[Finding]:
    for head, name in columns.placeholders.items():
        if name not in used:
            meant = did_you_mean(name, [*used, EDITION])
            yield Finding(
                "L902",
                Severity.WARNING,
                f"nothing uses the column '{head}'",
                f"{meant}It is no setting, and no chapter has the placeholder "
                f"{{{{{name}}}}}; write it where the words belong, or take the column away.",
                people.place,
            )


def _find_doubts(
    row: Row,
    columns: Columns,
    used: set[str],
    seen: dict[tuple[str, ...], Place],
) -> Iterator[Finding]:
    """Tell of a row that can be used, and may not be what was meant."""
    for head, name in columns.placeholders.items():
        if head not in row.cells and name in used:
            yield Finding(
                "L904",
                Severity.WARNING,
                f"the column '{head}' is empty in this row",
                "Nothing stands in its place, or a line to write on. Fill the cell, or say under "
                "[copy] in booklet.toml what stands there instead.",
                row.place,
            )
        if len(row.cells.get(head, "")) > _LONG:
            yield Finding(
                "L907",
                Severity.WARNING,
                f"'{head}' has {len(row.cells[head])} characters in this row",
                "Look at this copy: the words take several lines, and may move what follows.",
                row.place,
            )
    same = tuple(f"{head}={cell}" for head, cell in sorted(row.cells.items()))
    first = seen.setdefault(same, row.place)
    if first is not row.place:
        yield Finding(
            "L903",
            Severity.WARNING,
            f"this row says the same as line {first.line}",
            "Both copies are made. Take one of the rows away if it stands there by mistake.",
            row.place,
        )


def _no_edition(name: str, editions: Sequence[str], place: Place) -> Finding:
    return Finding(
        "L901",
        Severity.WARNING,
        f"there is no edition '{name}'; this copy is left out",
        name_editions(name, editions),
        place,
    )
