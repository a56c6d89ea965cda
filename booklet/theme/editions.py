"""Editions: one product's settings each, from a folder of tokens, style sheets and templates.

An edition is a folder `layouts/editions/NAME` with an `edition.toml` and, where it differs, files
that are found before those of `layouts/print`. A project may have editions of its own, and may
change tokens of ours in booklet.toml.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from booklet.common.errors import ConfigError, Place, UsageError
from booklet.common.files import Refused, read_inside
from booklet.common.spelling import did_you_mean
from booklet.common.toolchain import own_layouts
from booklet.config import EditionTokens, place_of_setting, read_settings
from booklet.config.colour import contrast_between
from booklet.config.values import LEAST_CONTRAST

if TYPE_CHECKING:
    from pathlib import Path

    from booklet.config import Config

EDITIONS = ("standard", "clear", "large-print", "facilitator", "greyscale")
"""Our own; a new one is a new folder in `layouts/editions` and a name here."""

STANDARD = EDITIONS[0]
FOLDER = "editions"
FILE_NAME = "edition.toml"
FOLDED = 4
"""Pages on a folded sheet."""

_LARGEST_FILE = 1_000_000
_LARGE_PRINT = 16  # points: UKAAF's minimum for large print


@dataclass(frozen=True, slots=True)
class Edition:
    """One product of a booklet, with its own typography and pagination.

    Attributes:
        name: of its folder: "large-print".
        folders: where its files are looked for: those of what it is based on come last.
        title: what people call it; "" for the booklet as it is.
        description: one sentence on whom it is for and what it is set in, or "".
        trim_size: of its pages.
        accent: of numerals, headings and lines, as `#rrggbb`.
        text_font: for reading.
        heading_font: for headings and labels.
        text_size: of running text, in points.
        line_height: from line to line, in sizes of the type.
        lines_per_page: how many ruled lines fill a page of notes.
        page_multiple: 4 for folded sheets, 2 for leaves, 1 for single sides.
        chapters_open_on_recto: whether every chapter begins on a right-hand page.
        screen_paper: the page's colour in a second file that is for screens; "" for none.
        includes_facilitator: whether it prints facilitators' notes and answers in its margin.
        greyscale: whether everything in it is black, grey and white.
    """

    name: str
    folders: tuple[str, ...]
    title: str
    description: str
    trim_size: str
    accent: str
    text_font: str
    heading_font: str
    text_size: float
    line_height: float
    lines_per_page: int
    page_multiple: int
    chapters_open_on_recto: bool
    screen_paper: str
    includes_facilitator: bool
    greyscale: bool

    @property
    def label(self) -> str:
        """What tells its files from others: "A5" for the standard one, "large-print-A4"."""
        return self.trim_size if self.name == STANDARD else f"{self.name}-{self.trim_size}"

    @property
    def pages_on_a_sheet(self) -> int:
        """How many of its pages a sheet of A4 takes, both sides printed."""
        return 4 if self.trim_size == "A5" else 2

    @property
    def folds(self) -> bool:
        """Whether its pages are half a sheet of A4, to be folded into a booklet."""
        return self.trim_size == "A5" and self.page_multiple == FOLDED

    @property
    def is_large_print(self) -> bool:
        """Whether its type is as large as large print has to be (UKAAF: 16 points or more)."""
        return self.text_size >= _LARGE_PRINT


def edition_names(project: Path | None) -> tuple[str, ...]:
    """List the editions there are: ours, then those that the project adds."""
    names = list(EDITIONS)
    if project is not None:
        found = (project / "layouts" / FOLDER).glob(f"*/{FILE_NAME}")
        names += sorted(path.parent.name for path in found if path.parent.name not in EDITIONS)
    return tuple(names)


def find_edition(name: str, config: Config, project: Path | None = None) -> Edition:
    """Put an edition's tokens together: those it inherits, its own, and the author's changes.

    Args:
        name: of its folder.
        config: the author's settings.
        project: whose `layouts/editions` are looked at before ours.

    Raises:
        UsageError: when there is no such edition.
        ConfigError: when a token cannot be used, or booklet.toml names an unknown edition.
    """
    known = edition_names(project)
    _check_names(config, known, project)
    if name not in known:
        raise UsageError(
            f"there is no edition '{name}'",
            hint=f"{did_you_mean(name, known)}The editions here are: {', '.join(known)}.",
        )
    folders, tokens = _inherit(name, known, project)
    changes = config.editions.get(name)
    if changes is not None:
        smallest = tokens.get("smallest_text_size")
        tokens |= changes.model_dump(exclude_none=True)
        _check_size(name, tokens.get("text_size"), smallest, project)
    edition = _edition(name, folders, tokens, config)
    _check_contrast(edition, project)
    return edition


def _inherit(
    name: str, known: tuple[str, ...], project: Path | None
) -> tuple[tuple[str, ...], dict[str, object]]:
    """Follow `based_on` to the end: the folders, nearest first, and the tokens of all of them."""
    folders: list[str] = []
    tokens: dict[str, object] = {}
    while name:
        folders.append(name)
        own = _read_tokens(name, project)
        tokens = own.model_dump(exclude_none=True, exclude={"based_on"}) | tokens
        base = own.based_on or ("" if name == STANDARD else STANDARD)
        if base and (base in folders or base not in known):
            problem = "is based on itself" if base in folders else f"there is no edition '{base}'"
            raise ConfigError(
                f"based_on cannot be '{base}': {problem}",
                hint=f"{did_you_mean(base, known)}Name the edition whose looks this one changes.",
                place=Place(f"layouts/{FOLDER}/{name}/{FILE_NAME}"),
            )
        name = base
    return tuple(folders), tokens


def _read_tokens(name: str, project: Path | None) -> EditionTokens:
    """Read `edition.toml`: the project's, or ours."""
    shown = f"layouts/{FOLDER}/{name}/{FILE_NAME}"
    if project is not None:
        root = project.resolve()
        content = read_inside(root, root / shown, largest=_LARGEST_FILE)
        if isinstance(content, bytes):
            return read_settings(_text(content, shown), EditionTokens, shown)
        if name not in EDITIONS:
            raise _unreadable(content, shown)
    path = own_layouts() / FOLDER / name / FILE_NAME
    return read_settings(path.read_text("utf-8"), EditionTokens, shown)


def _text(content: bytes, shown: str) -> str:
    try:
        return content.decode("utf-8-sig").replace("\r\n", "\n")
    except UnicodeDecodeError as error:
        raise ConfigError(
            "there is a character that is not UTF-8",
            hint="Save the file again as 'UTF-8' (in Notepad: Save as, Encoding).",
            place=Place(shown, content.count(b"\n", 0, error.start) + 1),
        ) from error


def _unreadable(refused: Refused, shown: str) -> ConfigError:
    return ConfigError(
        f"the file {refused.reason}",
        hint="An edition's tokens are an ordinary file inside the project.",
        place=Place(shown),
    )


def _edition(
    name: str, folders: tuple[str, ...], tokens: dict[str, object], config: Config
) -> Edition:
    """Fill in what no token says from the booklet's own settings."""
    own = {
        "accent": config.colours.accent,
        "text_font": config.fonts.text,
        "heading_font": config.fonts.headings,
    }
    fields = {key: value for key, value in tokens.items() if key != "smallest_text_size"}
    return Edition(name=name, folders=folders, **{**own, **fields})  # type: ignore[arg-type]


def _check_names(config: Config, known: tuple[str, ...], project: Path | None) -> None:
    for name in config.editions:
        if name not in known:
            raise ConfigError(
                f"there is no edition '{name}'",
                hint=f"{did_you_mean(name, known)}The editions here are: {', '.join(known)}.",
                place=_place(project, name),
            )


def _check_size(name: str, size: object, smallest: object, project: Path | None) -> None:
    if isinstance(size, float) and isinstance(smallest, float) and size < smallest:
        raise ConfigError(
            f"editions.{name}.text_size cannot be {size:g} points",
            hint=f"Readers of this edition need {smallest:g} points or more.",
            place=_place(project, name, "text_size"),
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
