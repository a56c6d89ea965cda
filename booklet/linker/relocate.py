"""Relocate a fragment: exchange its page numbers without rendering its pages again."""

from __future__ import annotations

import re
import zlib
from dataclasses import replace
from functools import lru_cache
from typing import TYPE_CHECKING

from booklet.linker.section import COMPRESSION_LEVEL

if TYPE_CHECKING:
    from collections.abc import Iterator

    from booklet.linker.fragment import Fragment, PageNumbers, PrintedNumber

_FOLIO = re.compile(r"(\u00a0*)([0-9]+)")
_OWN = ""
_PAGES_KEPT = 5000


def number_widths(numbers: PageNumbers) -> tuple[object, ...]:
    """Sum up how wide page numbers are: those of equal widths can be exchanged."""
    folios = ((target, _FOLIO.fullmatch(folio), folio) for target, folio in numbers.folios)
    return (
        numbers.opens_on_recto,
        len(str(numbers.first)),
        tuple((target, _lengths(found) if found else folio) for target, found, folio in folios),
    )


def relocate(fragment: Fragment, old: PageNumbers, new: PageNumbers) -> Fragment | None:
    """Exchange the page numbers that a fragment prints.

    Args:
        fragment: any.
        old: the numbers it prints.
        new: those it should print.

    Returns:
        What rendering the pages anew would give; None where that could look otherwise.
    """
    changed = _changed(old, new)
    if changed == {}:
        return fragment
    if changed is None or not fragment.content.fixed_numbers.isdisjoint(changed):
        return None
    step = new.first - old.first
    relocated = []
    for printed in fragment.content.numbers:
        number = printed.number + step if printed.target == _OWN else printed.number
        number = changed.get(printed.target, number) if printed.target else number
        if len(str(number)) != len(str(printed.number)):
            return None
        relocated.append(printed if number == printed.number else printed._replace(number=number))
    edits: dict[int, list[PrintedNumber]] = {}
    for before, after in zip(fragment.content.numbers, relocated, strict=True):
        if before != after:
            edits.setdefault(after.stream, []).append(after)
    section = fragment.content.section
    streams = tuple(
        replace(stream, content=_edited(stream.content, tuple(edits[stream.index])))
        if stream.index in edits
        else stream
        for stream in section.streams
    )
    content = replace(fragment.content, section=replace(section, streams=streams))
    return replace(fragment, content=replace(content, numbers=tuple(relocated)))


def _changed(old: PageNumbers, new: PageNumbers) -> dict[str, int] | None:
    """List the numbers that change, by the ids they refer to; None when more than that changes."""
    if old.opens_on_recto != new.opens_on_recto:
        return None
    before, after = dict(old.folios), dict(new.folios)
    if before.keys() != after.keys():
        return None
    changed = {}
    for target, folio in before.items():
        if folio != after[target]:
            found, wanted = _FOLIO.fullmatch(folio), _FOLIO.fullmatch(after[target])
            if not (found and wanted) or _lengths(found) != _lengths(wanted):
                return None
            changed[target] = int(wanted[2])
    if old.first != new.first:
        changed[_OWN] = new.first
    return changed


def _lengths(folio: re.Match[str]) -> tuple[int, ...]:
    """Count the padding and the figures of a folio."""
    return tuple(map(len, folio.groups()))


@lru_cache(maxsize=_PAGES_KEPT)
def _edited(content: bytes, numbers: tuple[PrintedNumber, ...]) -> bytes:
    written = bytearray(zlib.decompress(content))
    for printed in numbers:
        glyphs = b"".join(_glyphs(printed))
        written[printed.offset : printed.offset + len(glyphs)] = glyphs
    return zlib.compress(bytes(written), COMPRESSION_LEVEL)


def _glyphs(printed: PrintedNumber) -> Iterator[bytes]:
    return (printed.figures[int(figure)] for figure in str(printed.number))
