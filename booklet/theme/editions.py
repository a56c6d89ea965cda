"""Editions: find one by name, with the settings that it inherits, has itself and gets changed.

An edition is a folder `layouts/editions/NAME` with an `edition.toml` and, where it differs, files
that are found before those of `layouts/print`. A project may have editions of its own, and may
change settings of ours in booklet.toml. What there is to set, `booklet/config/editions.py` says.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from booklet.common.errors import ConfigError, Place, UsageError
from booklet.common.files import SAVE_AS_UTF8, FailureKind
from booklet.common.product_paths import STANDARD
from booklet.common.spelling import did_you_mean
from booklet.config import (
    EditionDefinition,
    EditionSettings,
    place_of_setting,
    read_settings,
)
from booklet.config.colour import contrast_between
from booklet.config.values import LEAST_CONTRAST
from booklet.theme.template_loader import read_layout

if TYPE_CHECKING:
    from collections.abc import Collection
    from pathlib import Path

    from booklet.config import Config

EDITIONS = (STANDARD, "clear", "large-print", "facilitator", "greyscale")
"""Our own; a new one is a new folder in `layouts/editions` and a name here."""

FOLDER = "editions"
FILE_NAME = "edition.toml"
_PAGES_PER_FOLDED_SHEET = 4
_LARGEST_FILE = 1_000_000
_LARGE_PRINT = 16  # points: UKAAF's minimum for large print


class Edition(EditionDefinition):
    """One product of a booklet, with its own typography and pagination.

    Attributes:
        name: of its folder: "large-print".
        folders: where its files are looked for: those of what it is based on come last.
    """

    name: str
    folders: tuple[str, ...]

    @property
    def label(self) -> str:
        """What tells its files from others: "A5" for the standard one, "large-print-A4"."""
        return self.trim_size if self.name == STANDARD else f"{self.name}-{self.trim_size}"

    @property
    def pages_on_a_sheet(self) -> int:
        """How many of its pages a sheet of A4 takes, both sides printed."""
        return 4 if self.trim_size == "A5" else 2

    def count_sheets(self, page_count: int) -> int:
        """Count the sheets of A4 that so many of its pages take, both sides printed."""
        return -(-page_count // self.pages_on_a_sheet)

    @property
    def folds(self) -> bool:
        """Whether its pages are half a sheet of A4, to be folded into a booklet."""
        return self.trim_size == "A5" and self.page_multiple == _PAGES_PER_FOLDED_SHEET

    @property
    def is_large_print(self) -> bool:
        """Whether its type is as large as large print has to be (UKAAF: 16 points or more)."""
        return self.text_size >= _LARGE_PRINT


def name_editions(asked: str, known: Collection[str]) -> str:
    """Write the hint for whoever asks for an edition that does not exist."""
    return f"{did_you_mean(asked, known)}The editions here are: {', '.join(known)}."


def edition_names(project: Path | None) -> tuple[str, ...]:
    """List the editions there are: ours, then those that the project adds."""
    names = list(EDITIONS)
    if project is not None:
        found = (project / "layouts" / FOLDER).glob(f"*/{FILE_NAME}")
        names += sorted(path.parent.name for path in found if path.parent.name not in EDITIONS)
    return tuple(names)


def find_edition(name: str, config: Config, project: Path | None = None) -> Edition:
    """Put an edition's settings together: those it inherits, its own, and the author's changes.

    Args:
        name: of its folder.
        config: the author's settings.
        project: whose `layouts/editions` are looked at before ours.

    Raises:
        UsageError: when there is no such edition.
        ConfigError: when a setting cannot be used, or booklet.toml names an unknown edition.
    """
    known = edition_names(project)
    _check_names(config, known, project)
    if name not in known:
        raise UsageError(
            f"there is no edition '{name}'",
            hint=name_editions(name, known),
        )
    folders, inherited = _inherit(name, known, project)
    changes = config.editions.get(name, EditionSettings())
    edition = Edition(
        **{
            "accent": config.colours.accent,
            "text_font": config.fonts.text,
            "heading_font": config.fonts.headings,
            **inherited,
            **_settings_for_all(config),
            **_settings_in(changes),
            "name": name,
            "folders": folders,
        }
    )
    if "text_size" in changes.model_fields_set:
        _check_size(edition, project)
    _check_contrast(edition, project)
    return edition


def _inherit(
    name: str, known: tuple[str, ...], project: Path | None
) -> tuple[tuple[str, ...], dict[str, Any]]:
    """Follow `based_on` to the end: the folders, nearest first, and the settings of all of them."""
    folders: list[str] = []
    settings: dict[str, Any] = {}
    while name:
        folders.append(name)
        own = _read_definition(name, project)
        settings = _settings_in(own) | settings
        base = own.based_on or ("" if name == STANDARD else STANDARD)
        if base and (base in folders or base not in known):
            problem = "is based on itself" if base in folders else f"there is no edition '{base}'"
            raise ConfigError(
                f"based_on cannot be '{base}': {problem}",
                hint=f"{did_you_mean(base, known)}Name the edition whose looks this one changes.",
                place=Place(f"layouts/{FOLDER}/{name}/{FILE_NAME}"),
            )
        name = base
    return tuple(folders), settings


def _settings_for_all(config: Config) -> dict[str, Any]:
    """List what booklet.toml says of every edition."""
    said = {name: getattr(config, name) for name in ("copyfit", "chapters_open_on_recto")}
    return {name: value for name, value in said.items() if value is not None}


def _settings_in(table: EditionSettings) -> dict[str, Any]:
    """List the settings that are written in a file, and none that has only its default."""
    return {name: getattr(table, name) for name in table.model_fields_set}


def _read_definition(name: str, project: Path | None) -> EditionDefinition:
    """Read `edition.toml`: the project's, or ours."""
    path = f"{FOLDER}/{name}/{FILE_NAME}"
    text = read_layout(project, path, largest=_LARGEST_FILE)
    if isinstance(text, str):
        return read_settings(text, EditionDefinition, f"layouts/{path}")
    hint = "An edition's settings are an ordinary file inside the project."
    raise ConfigError(
        f"the file {text.reason}",
        hint=SAVE_AS_UTF8 if text.kind is FailureKind.NOT_UTF8 else hint,
        place=Place(f"layouts/{path}", text.line),
    )


def _check_names(config: Config, known: tuple[str, ...], project: Path | None) -> None:
    for name in config.editions:
        if name not in known:
            raise ConfigError(
                f"there is no edition '{name}'",
                hint=name_editions(name, known),
                place=_place(project, name),
            )


def _check_size(edition: Edition, project: Path | None) -> None:
    if edition.text_size < edition.smallest_text_size:
        raise ConfigError(
            f"editions.{edition.name}.text_size cannot be {edition.text_size:g} points",
            hint=f"Readers of this edition need {edition.smallest_text_size:g} points or more.",
            place=_place(project, edition.name, "text_size"),
        )


def _check_contrast(edition: Edition, project: Path | None) -> None:
    """See that the accent can be read on the page's colour, too (WCAG 2.2, 1.4.3)."""
    if not edition.screen_paper:
        return
    contrast = contrast_between(edition.accent, edition.screen_paper)
    if contrast < LEAST_CONTRAST:
        raise ConfigError(
            f"the accent {edition.accent} on the screen_paper {edition.screen_paper} of the "
            f"edition '{edition.name}' has a contrast of {int(contrast * 100) / 100:.2f} to 1, "
            f"and text needs {LEAST_CONTRAST} to 1 (WCAG 2.2, level AA)",
            hint="Choose a darker accent, or a lighter screen_paper for this edition.",
            place=_place(project, edition.name),
        )


def _place(project: Path | None, *key: str) -> Place | None:
    """Find the line of an edition's setting, or else that of its table, or of the accent."""
    if project is None:
        return None
    keys: tuple[tuple[str, ...], ...]
    keys = (("editions", *key), ("editions", key[0]), ("colours", "accent"))
    places = [place_of_setting(project, one) for one in keys]
    return next((place for place in places if place.line), places[0])
