"""Relocate: a fragment whose page numbers have changed, without setting its pages again."""

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
_PAGES_IN_MIND = 5000


def room_of(numbers: PageNumbers) -> tuple[object, ...]:
    """Say how much room page numbers take: those that take equal room can be exchanged."""
    folios = ((target, _FOLIO.fullmatch(folio), folio) for target, folio in numbers.folios)
    return (
        numbers.opens_on_recto,
        len(str(numbers.first)),
        tuple(
            (target, tuple(map(len, found.groups())) if found else folio)
            for target, found, folio in folios
        ),
    )


def relocate(fragment: Fragment, was: PageNumbers, now: PageNumbers) -> Fragment | None:
    """Exchange the page numbers that a fragment prints.

    Args:
        fragment: any.
        was: the numbers it prints.
        now: those it should print.

    Returns:
        What setting the pages anew would give; None where that could look otherwise.
    """
    changed = _changed(was, now)
    if changed == {}:
        return fragment
    if changed is None or not fragment.content.fixed_numbers.isdisjoint(changed):
        return None
    step = now.first - was.first
    moved = []
    for printed in fragment.content.numbers:
        number = printed.number + step if printed.target == _OWN else printed.number
        number = changed.get(printed.target, number) if printed.target else number
        if len(str(number)) != len(str(printed.number)):
            return None
        moved.append(printed if number == printed.number else replace(printed, number=number))
    edits: dict[int, list[PrintedNumber]] = {}
    for before, after in zip(fragment.content.numbers, moved, strict=True):
        if before != after:
            edits.setdefault(after.stream, []).append(after)
    section = fragment.content.section
    streams = tuple(
        replace(stream, content=_edited(stream.content, tuple(edits[stream.place])))
        if stream.place in edits
        else stream
        for stream in section.streams
    )
    content = replace(fragment.content, section=replace(section, streams=streams))
    return replace(fragment, content=replace(content, numbers=tuple(moved)))


def _changed(was: PageNumbers, now: PageNumbers) -> dict[str, int] | None:
    """List the numbers that change, by the ids they refer to; None when more than that changes."""
    if was.opens_on_recto != now.opens_on_recto:
        return None
    before, after = dict(was.folios), dict(now.folios)
    if before.keys() != after.keys():
        return None
    changed = {}
    for target, folio in before.items():
        if folio != after[target]:
            old, new = _FOLIO.fullmatch(folio), _FOLIO.fullmatch(after[target])
            if not (old and new) or list(map(len, old.groups())) != list(map(len, new.groups())):
                return None
            changed[target] = int(new[2])
    if was.first != now.first:
        changed[_OWN] = now.first
    return changed


@lru_cache(maxsize=_PAGES_IN_MIND)
def _edited(content: bytes, numbers: tuple[PrintedNumber, ...]) -> bytes:
    written = bytearray(zlib.decompress(content))
    for printed in numbers:
        glyphs = b"".join(_glyphs(printed))
        written[printed.offset : printed.offset + len(glyphs)] = glyphs
    return zlib.compress(bytes(written), COMPRESSION_LEVEL)


def _glyphs(printed: PrintedNumber) -> Iterator[bytes]:
    return (printed.figures[int(figure)] for figure in str(printed.number))
