"""Choose the families that stand in for what a book's own lack, for a text and for its runs."""

from __future__ import annotations

import unicodedata
from itertools import groupby
from typing import TYPE_CHECKING

from booklet.theme.typefaces import EMOJI_FAMILY, FALLBACKS, advance_widths

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from collections.abc import Set as AbstractSet

_AS_PICTURE = "\N{VARIATION SELECTOR-16}"
_JOINER = "\N{ZERO WIDTH JOINER}"
_OF_FLAGS = frozenset(map(chr, range(0x1F1E6, 0x1F200)))
_SKIN_TONES = frozenset(map(chr, range(0x1F3FB, 0x1F400)))


def fallbacks_for(characters: AbstractSet[str], *families: str) -> tuple[str, ...]:
    """Name the families that stand in for characters which one of a book's families lacks.

    Args:
        characters: of a text; only letters, marks, figures, punctuation and symbols count.
        families: the book's own.

    Returns:
        The book's own families, then those of `FALLBACKS` that have a character which none of
        these has, and that of emoji where there is one; nothing when each of the book's own has
        all of them.

    Raises:
        LayoutError: when no installed package carries a family.
    """
    known = [advance_widths(family, bold=False) for family in families]
    lacking = {
        one for one in characters if any(one not in each for each in known) and is_drawn(one)
    }
    has_emoji = _has_emoji(characters)
    if not lacking and not has_emoji:
        return ()
    found = list(families)
    lacking.difference_update(*known)
    for family in FALLBACKS if lacking or has_emoji else ():
        drawn = lacking and lacking.intersection(advance_widths(family, bold=False))
        if drawn or (has_emoji and family == EMOJI_FAMILY):
            found.append(family)
            lacking -= drawn
    return tuple(found)


def split_by_family(text: str, *families: str) -> Iterator[tuple[str, str]]:
    """Split a text into runs, each with the first of some families that has all of it.

    What none has is given to the first, and so is white space, for it is wide among emoji. Emoji
    are drawn with their own family where that is among them.
    """

    def family_of(cluster: str) -> str:
        drawn = [one for one in cluster if is_drawn(one)]
        ordered = sorted(families, key=EMOJI_FAMILY.__ne__) if is_emoji(cluster) else families
        has_all = (one for one in ordered if advance_widths(one, bold=False).keys() >= set(drawn))
        return next(has_all, families[0]) if drawn else families[0]

    for family, run in groupby(split_clusters(text), key=family_of):
        yield family, "".join(run)


def split_clusters(text: str) -> Iterator[str]:
    """Yield what is drawn as one: a base with its marks, or emoji that are joined to one."""
    cluster = ""
    for one in text:
        goes_on = unicodedata.category(one) in {"Mn", "Mc", "Me", "Cf"} or one in _SKIN_TONES
        goes_on = goes_on or (one in _OF_FLAGS and cluster in _OF_FLAGS)
        if cluster and not goes_on and not cluster.endswith(_JOINER):
            yield cluster
            cluster = ""
        cluster += one
    if cluster:
        yield cluster


def is_emoji(text: Iterable[str]) -> bool:
    """Tell whether a character of a text is a picture unless its writer says otherwise.

    It is wide (Unicode Annex 11, ED4), or VARIATION SELECTOR-16 is behind it: Pango draws it with a
    font of emoji, also where another has it.
    """
    return any(one == _AS_PICTURE or _is_wide_symbol(one) for one in text)


def is_drawn(character: str) -> bool:
    """Tell whether a character is seen: a letter, mark, figure, punctuation or symbol."""
    is_selector = "\N{VARIATION SELECTOR-1}" <= character <= _AS_PICTURE
    return unicodedata.category(character)[0] in "LMNPS" and not is_selector


def _has_emoji(characters: AbstractSet[str]) -> bool:
    is_asked_for = _AS_PICTURE in characters
    pictures = {
        one
        for one in characters
        if _is_wide_symbol(one) or (is_asked_for and not one.isascii() and is_drawn(one))
    }
    return bool(pictures) and not pictures.isdisjoint(advance_widths(EMOJI_FAMILY, bold=False))


def _is_wide_symbol(character: str) -> bool:
    is_symbol = unicodedata.category(character)[0] == "S"
    return is_symbol and unicodedata.east_asian_width(character) == "W"
