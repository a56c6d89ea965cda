"""Typefaces: declared as packages, found by family name, embedded from their files.

Draws nothing; the result is `@font-face` rules and the bytes that they name.
"""

from __future__ import annotations

import importlib
import re
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any

from booklet.common.errors import LayoutError
from booklet.common.spelling import did_you_mean

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

FORM_FAMILY = "Atkinson Hyperlegible"
"""For what readers type into forms."""

CODE_FAMILY = "JetBrains Mono"
"""For code, whatever the author chooses for text."""

_DECLARED = re.compile(r"@font-face\s*\{[^}]*?font-family\s*:\s*[\"']?([^\"';}]+)")

_UPRIGHT = "font-style: normal;"
_REGULAR = f"{_UPRIGHT} font-weight: 400;"


@dataclass(frozen=True, slots=True)
class Typefaces:
    """The families one book uses.

    Attributes:
        css: `@font-face` rules, one for each file.
        files: the fonts by the address that the rules name: `booklet:font/…`.
    """

    css: str
    files: dict[str, bytes]


@dataclass(frozen=True, slots=True)
class Face:
    """A font file of a family.

    Attributes:
        file_name: in its package.
        style: "normal" or "italic".
        weights: the lightest and the heaviest that it has; the same unless it is variable.
        content: the file.
    """

    file_name: str
    style: str
    weights: tuple[int, int]
    content: bytes

    @property
    def is_variable(self) -> bool:
        """Whether it has all weights between the two."""
        return self.weights[0] != self.weights[1]


def find_typefaces(*families: str) -> Typefaces:
    """Collect the fonts of some families, and those of the family for code.

    Args:
        families: as their packages call them, such as "Literata".

    Raises:
        LayoutError: when no installed package carries a family.
    """
    rules: list[str] = []
    files: dict[str, bytes] = {}
    for family in dict.fromkeys((*families, CODE_FAMILY)):
        for rule, address, content in _faces(family):
            rules.append(rule)
            files[address] = content
    return Typefaces("\n".join(rules), files)


def read_regular(family: str) -> bytes:
    """Read the file of a family's upright style in regular weight.

    Raises:
        LayoutError: when no installed package carries the family.
    """
    rules = ((rule, content) for rule, _, content in _faces(family))
    return next(content for rule, content in rules if _REGULAR in rule)


def read_upright(family: str) -> bytes:
    """Read the file of a family's upright style, in regular weight or in all weights.

    Raises:
        LayoutError: when no installed package carries the family.
    """
    upright = [(rule, content) for rule, _, content in _faces(family) if _UPRIGHT in rule]
    return next((content for rule, content in upright if _REGULAR in rule), upright[0][1])


@cache
def advance_widths(family: str, *, bold: bool) -> Mapping[str, float]:
    """Tell how wide the characters of a family are, in sizes of the type.

    A variable font says so for its default weight; its bold is taken to be a twelfth wider.

    Raises:
        LayoutError: when no installed package carries the family.
    """
    ttlib = importlib.import_module("fontTools.ttLib")
    upright = [file for file in _find(family).files if file.style == "normal"]
    nearest = min(upright, key=lambda file: abs((file.weight or 400) - (700 if bold else 400)))
    with ttlib.TTFont(nearest.path, lazy=True) as font:
        metrics, em = font["hmtx"].metrics, font["head"].unitsPerEm
        scale = (13 / 12 if bold and nearest.variable else 1) / em
        names = font.getBestCmap().items()
        return {chr(code): metrics[name][0] * scale for code, name in names}


@cache
def line_height(family: str) -> float:
    """Tell how far lines of a family are apart, in sizes of the type (OpenType, `hhea`).

    Raises:
        LayoutError: when no installed package carries the family.
    """
    ttlib = importlib.import_module("fontTools.ttLib")
    with ttlib.TTFont(_find(family).files[0].path, lazy=True) as font:
        metrics = font["hhea"]
        height: int = metrics.ascent - metrics.descent + metrics.lineGap
        return float(height / font["head"].unitsPerEm)


def font_files(*families: str) -> tuple[Path, ...]:
    """List the files of some font families.

    Raises:
        LayoutError: when no installed package carries a family.
    """
    return tuple(file.path for family in dict.fromkeys(families) for file in _find(family).files)


def _find(family: str) -> Any:  # noqa: ANN401 - fontpkg has no types
    fontpkg = importlib.import_module("fontpkg")
    try:
        return fontpkg.family(family)
    except fontpkg.FontpkgError as error:
        raise _not_installed(family) from error


@cache
def faces_of(family: str) -> tuple[Face, ...]:
    """Read the files of a family.

    Raises:
        LayoutError: when no installed package carries it.
    """
    return tuple(
        Face(
            file.path.name,
            file.style,
            (file.wght_min, file.wght_max) if file.variable else (file.weight, file.weight),
            file.path.read_bytes(),
        )
        for file in _find(family).files
    )


@cache
def _faces(family: str) -> tuple[tuple[str, str, bytes], ...]:
    faces = []
    for face in faces_of(family):
        address = f"booklet:font/{face.file_name.replace('[', '-').replace(']', '')}"
        weight = " ".join(dict.fromkeys(map(str, face.weights)))
        rule = (
            f'@font-face {{ font-family: "{family}"; font-style: {face.style}; '
            f'font-weight: {weight}; src: url("{address}") }}'
        )
        faces.append((rule, address, face.content))
    return tuple(faces)


def _not_installed(family: str) -> LayoutError:
    fontpkg = importlib.import_module("fontpkg")
    installed = [fontpkg.family(name).name for name in fontpkg.families()]
    return LayoutError(
        f"the font '{family}' is not installed",
        hint=f"{did_you_mean(family, installed)}The fonts here are: {', '.join(installed)}. Others "
        "are packages whose names begin with 'fontpkg-': pip install fontpkg-NAME",
    )


def declared_families(stylesheet: str) -> frozenset[str]:
    """Name the families that a style sheet declares (CSS Fonts 4, 4.1)."""
    return frozenset(name.strip() for name in _DECLARED.findall(stylesheet))
