"""Typefaces: declared as packages, found by family name, embedded from their files.

What a book's own families lack, such as ticks, faces and other scripts, comes from `FALLBACKS` and
not from the computer's fonts, so that it looks alike everywhere. Draws nothing; the result is
`@font-face` rules and the bytes that they name.
"""

from __future__ import annotations

import importlib
import io
import re
from contextlib import contextmanager
from dataclasses import dataclass, replace
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Any

from booklet.common.errors import LayoutError
from booklet.common.spelling import did_you_mean
from booklet.common.temporary_folders import make_temporary_folder, remove_folder
from booklet.theme.welsh_letters import WELSH_LETTERS, add_welsh_letters, find_composable

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from collections.abc import Set as AbstractSet
    from pathlib import Path

FORM_FAMILY = "Atkinson Hyperlegible"
"""For what readers type into forms."""

CODE_FAMILY = "JetBrains Mono"
"""For code, whatever the author chooses for text."""

EMOJI_FAMILY = "Noto Emoji"
"""For what is a picture unless its writer says otherwise (Unicode TR 51, emoji presentation)."""

_MODULES = {
    "Noto Sans Symbols2": (("NotoSansSymbols2_Regular", "normal", 400),),
    "Noto Sans Symbols": (("NotoSansSymbols_Regular", "normal", 400),),
    "Noto Sans Math": (("NotoSansMath_Regular", "normal", 400),),
    "FiraGO": (  # Arabic, Devanagari, Georgian, Hebrew, Thai
        ("FiraGO_Regular", "normal", 400),
        ("FiraGO_Italic", "italic", 400),
        ("FiraGO_Bold", "normal", 700),
        ("FiraGO_BoldItalic", "italic", 700),
    ),
}
"""The modules of `pymupdf_fonts` that hold the fonts of a family, with style and weight; a font is
unpacked (LZMA) when its module is imported."""

_FILES = {
    EMOJI_FAMILY: "NotoEmoji[wght].ttf",
    "Noto Sans": "NotoSans[wght].ttf",
    **{
        f"Noto Sans {script}": f"NotoSans{script}[wght].ttf"
        for script in (
            *("Arabic", "Bengali", "Gurmukhi", "Gujarati", "Tamil", "Devanagari", "Malayalam"),
            *("Telugu", "Kannada", "Sinhala", "Oriya", "Ethiopic", "Armenian", "Georgian"),
            *("Hebrew", "Thai", "Khmer", "Lao", "Myanmar"),
        )
    },
}
"""The file of `manimgx_fonts` that holds a family: upright, variable from regular to bold."""

FALLBACKS = (*_MODULES, *_FILES)
"""Families for what others lack, in their order."""

_DECLARED = re.compile(r"@font-face\s*\{[^}]*?font-family\s*:\s*[\"']?([^\"';}]+)")

_FROM_REGULAR_TO_BOLD = 400, 700


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
        content: the file, with letters of Welsh if they were asked for.
        path: where the content lies on its own; None where it is in a package's code, or changed.
    """

    file_name: str
    style: str
    weights: tuple[int, int]
    content: bytes
    path: Path | None = None

    @property
    def is_variable(self) -> bool:
        """Whether it has all weights between the two."""
        return self.weights[0] != self.weights[1]

    @property
    def weight(self) -> int:
        """Its own, which for a variable font is that of running text."""
        return 400 if self.is_variable else self.weights[0]


def find_typefaces(*families: str, characters: AbstractSet[str] = frozenset()) -> Typefaces:
    """Collect the fonts of some families, and those of the family for code.

    Args:
        families: as their packages call them, such as "Literata".
        characters: that are set in them.

    Raises:
        LayoutError: when no installed package carries a family.
    """
    rules: list[str] = []
    fonts: dict[str, bytes] = {}
    for family in dict.fromkeys((*families, CODE_FAMILY)):
        for face in faces_of(family, characters):
            rule, address = _declare(family, face)
            rules.append(rule)
            fonts[address] = face.content
    return Typefaces("\n".join(rules), fonts)


def name_families(*families: str) -> str:
    """Write families as a value of `font-family`."""
    return ", ".join(f'"{declared_name(family)}"' for family in families)


def declared_name(family: str) -> str:
    """Give the name under which style sheets know a family.

    For emoji it is one that Fontconfig does not know: where text names "Noto Emoji" for what it
    lacks, Fontconfig's own rules have all of that text asked for in fonts of emoji in colour.
    """
    return "Monochrome Emoji" if family == EMOJI_FAMILY else family


@cache
def advance_widths(family: str, *, bold: bool) -> Mapping[str, float]:
    """Tell how wide the characters of a family are, in sizes of the type.

    A variable font says so for its default weight; its bold is taken to be a twelfth wider.

    Raises:
        LayoutError: when no installed package carries the family.
    """
    nearest = nearest_face(family, bold=bold)
    with _opened(nearest) as font:
        metrics, em = font["hmtx"].metrics, font["head"].unitsPerEm
        scale = (13 / 12 if bold and nearest.is_variable else 1) / em
        names = font.getBestCmap().items()
        widths = {chr(code): metrics[name][0] * scale for code, name in names}
        return widths | {letter: widths[base] for letter, base in find_composable(font).items()}


def nearest_face(family: str, *, bold: bool, characters: AbstractSet[str] = frozenset()) -> Face:
    """Find the upright file of a family whose weight is nearest to regular or bold.

    Arguments and errors are those of `faces_of`.
    """
    upright = [face for face in faces_of(family, characters) if face.style == "normal"]
    return min(upright, key=lambda face: abs(face.weight - (700 if bold else 400)))


@cache
def line_height(family: str) -> float:
    """Tell how far lines of a family are apart, in sizes of the type (OpenType, `hhea`).

    Raises:
        LayoutError: when no installed package carries the family.
    """
    with _opened(faces_of(family)[0]) as font:
        metrics = font["hhea"]
        height: int = metrics.ascent - metrics.descent + metrics.lineGap
        return float(height / font["head"].unitsPerEm)


@contextmanager
def font_files(*families: str, characters: AbstractSet[str] = frozenset()) -> Iterator[list[str]]:
    """Give the paths of the files of some font families, for as long as the context lasts.

    Arguments and errors are those of `find_typefaces`.
    """
    faces = [face for family in dict.fromkeys(families) for face in faces_of(family, characters)]
    if all(face.path for face in faces):
        yield [str(face.path) for face in faces]
        return
    folder = make_temporary_folder()
    try:
        for face in faces:
            if not face.path:
                (folder / face.file_name).write_bytes(face.content)
        yield [str(face.path or folder / face.file_name) for face in faces]
    finally:
        remove_folder(folder)


def _opened(face: Face) -> Any:  # noqa: ANN401 - fontTools has no types
    ttlib = importlib.import_module("fontTools.ttLib")
    return ttlib.TTFont(io.BytesIO(face.content), lazy=True)


def _find(family: str) -> Any:  # noqa: ANN401 - fontpkg has no types
    fontpkg = importlib.import_module("fontpkg")
    try:
        return fontpkg.family(family)
    except fontpkg.FontpkgError as error:
        raise _not_installed(family) from error


def faces_of(family: str, characters: AbstractSet[str] = frozenset()) -> tuple[Face, ...]:
    """Read the files of a family.

    Args:
        family: as its package calls it.
        characters: that are set in it; letters of Welsh among them are composed where it has none.

    Raises:
        LayoutError: when no installed package carries it.
    """
    if WELSH_LETTERS.isdisjoint(characters):
        return _read_faces(family)
    return _complete_faces(family)


@cache
def _complete_faces(family: str) -> tuple[Face, ...]:
    return tuple(map(_complete, _read_faces(family)))


def _complete(face: Face) -> Face:
    content = add_welsh_letters(face.content)
    return face if content is face.content else replace(face, content=content, path=None)


@cache
def _read_faces(family: str) -> tuple[Face, ...]:
    if family in _MODULES:
        return tuple(
            Face(
                f"{name}.otf",
                style,
                (weight, weight),
                importlib.import_module(f"pymupdf_fonts.{name}").fontbuffer,
            )
            for name, style, weight in _MODULES[family]
        )
    if family in _FILES:
        file = files("manimgx_fonts") / _FILES[family]
        return (Face(file.name, "normal", _FROM_REGULAR_TO_BOLD, file.read_bytes()),)
    return tuple(map(_packaged_face, _find(family).files))


def _packaged_face(file: Any) -> Face:  # noqa: ANN401 - fontpkg has no types
    weights = (file.wght_min, file.wght_max) if file.variable else (file.weight, file.weight)
    return Face(file.path.name, file.style, weights, file.path.read_bytes(), file.path)


def _declare(family: str, face: Face) -> tuple[str, str]:
    """Write the `@font-face` rule of a face, and the address that it names."""
    address = f"booklet:font/{face.file_name.replace('[', '-').replace(']', '')}"
    weight = " ".join(dict.fromkeys(map(str, face.weights)))
    rule = (
        f'@font-face {{ font-family: "{declared_name(family)}"; font-style: {face.style}; '
        f'font-weight: {weight}; src: url("{address}") }}'
    )
    return rule, address


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
