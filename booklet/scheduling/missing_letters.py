"""Find the letters that a book's typefaces lack, with the lines they stand on: a finding for each.

Which glyphs were drawn with which font is known when a book is set; where its text came from is
known by the ids of its blocks. One finding names all letters that no font of this machine has, and
one for each font of the machine all letters that were taken from it.
"""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING
from unicodedata import category
from unicodedata import name as unicode_name

from booklet.common.errors import Finding, Severity
from booklet.scheduling.source_places import line_of, pieces_of
from booklet.theme.typefaces import declared_families

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping, Sequence

    from booklet.common.errors import Place
    from booklet.linker.fragment import Fragment
    from booklet.print.division import Division
    from booklet.scheduling.paginate import Placement

    Written = Sequence[tuple[Division, Fragment]]

_MOST_LETTERS = 12
_MOST_PLACES = 8
_GOOD_PART = 0.05
"""Of the letters of a chapter: with so many missing, it cannot be read."""

_FEW = 20
"""Letters that are no good part of any chapter."""

_EAST_ASIAN = frozenset({"CJK", "HIRAGANA", "KATAKANA", "HANGUL", "BOPOMOFO"})


def find_missing_letters(
    placements: Sequence[Placement],
    fragments: Sequence[Fragment],
    divisions: Mapping[str, Division],
    stylesheet: str,
) -> Iterator[Finding]:
    """Find the letters that the book's typefaces lack.

    Args:
        placements: of the book.
        fragments: one for each.
        divisions: by their names; they have the text.
        stylesheet: declares the book's typefaces.
    """
    families = declared_families(stylesheet)
    written = [
        (divisions[placement.division.document], fragment)
        for placement, fragment in zip(placements, fragments, strict=True)
    ]
    unknown = {letter for _, fragment in written for letter in lacking_letters(fragment)}
    if unknown:
        yield _about_unknown(unknown, written)
    for family, letters in sorted(_substitutes(written, families).items()):
        problem = f"the book's typefaces lack {_list(letters)}; '{family}' of this machine was used"
        hint = (
            "Write it in another way, or choose a typeface that has it in booklet.toml; on another "
            "machine the page may look different."
        )
        yield _finding("T605", f"{problem} instead", hint, letters, written)


def lacking_letters(fragment: Fragment) -> Iterator[str]:
    """Yield the letters of a fragment that no font has, so that a box stands for each."""
    return (chr(code) for use in fragment.fonts for code in use.missing)


def _substitutes(written: Written, families: Collection[str]) -> dict[str, set[str]]:
    """Collect the letters that other fonts than the book's were used for, by family."""
    found: dict[str, set[str]] = defaultdict(set)
    for _, fragment in written if families else ():
        for use in fragment.fonts:
            family = str(use.settings["family"])
            missing = {use.missing[code] for code in use.missing}
            if family not in families:
                found[family].update(
                    text
                    for glyph, text in use.to_unicode.items()
                    if text.strip() and glyph not in missing
                )
    return {family: letters for family, letters in found.items() if letters}


def _about_unknown(letters: Collection[str], written: Written) -> Finding:
    parts = [_part_of(letters, division.html) for division, _ in written if division.source]
    is_much = any(lost >= _FEW and lost >= _GOOD_PART * whole for lost, whole in parts)
    fonts = "; ".join(sorted({_font_for(letter) for letter in letters} - {""}))
    remedy = f", or install a font that has it: {fonts}" if fonts else ""
    return _finding(
        "T606",
        f"no font on this computer has {_list(letters)}",
        f"Write it in another way{remedy}. A box stands in its place, so the file does not say "
        "that it is PDF/UA or PDF/A.",
        letters,
        written,
        Severity.ERROR if is_much else Severity.WARNING,
    )


def _finding(  # noqa: PLR0917 - all that a finding says
    code: str,
    problem: str,
    hint: str,
    letters: Collection[str],
    written: Written,
    severity: Severity = Severity.WARNING,
) -> Finding:
    """Put together what is said of some letters: the first place leads, the others are listed."""
    places = list(dict.fromkeys(_places(letters, written)))
    others = ", ".join(map(str, places[1:_MOST_PLACES]))
    more = f" and {len(places) - _MOST_PLACES} more" if len(places) > _MOST_PLACES else ""
    also = f"; also in {others}{more}" if others else ""
    return Finding(code, severity, f"{problem}{also}", hint, places[0] if places else None)


def _list(letters: Collection[str]) -> str:
    ordered = sorted(letters)
    shown = ", ".join(f"{one} ({_code(one)})" for one in ordered[:_MOST_LETTERS])
    more = len(ordered) - _MOST_LETTERS
    return f"{shown} and {more} more" if more > 0 else shown


def _code(text: str) -> str:
    return " ".join(f"U+{ord(letter):04X}" for letter in text)


def _font_for(letter: str) -> str:
    """Name a family of fonts that has a letter, with its package; "" for what is no letter."""
    if category(letter) in {"Co", "Cn", "Cc"}:  # for private use, not assigned, control
        return ""
    script = unicode_name(letter, "").split(" ")[0].split("-")[0]
    if script in _EAST_ASIAN:
        return "'Noto Sans CJK' (on Debian and Ubuntu the package fonts-noto-cjk)"
    if category(letter).startswith("S"):
        return "'Symbola' (on Debian and Ubuntu the package fonts-symbola)"
    return "one of the Noto family (on Debian and Ubuntu the package fonts-noto-core)"


def _part_of(letters: Collection[str], html: str) -> tuple[int, int]:
    """Count how often some letters stand in a document, and all its letters."""
    pieces = (piece.text for piece in pieces_of(html) if not piece.is_address)
    text = "".join("".join(piece.split()) for piece in pieces)
    return sum(map(text.count, letters)), len(text)


def _places(letters: Collection[str], written: Written) -> Iterator[Place]:
    for division, _ in written:
        for piece in pieces_of(division.html) if division.source else ():
            if not piece.is_address and any(one in piece.text for one in letters):
                yield line_of(division, piece)
