"""Memory: takes that have been set before, so that nothing is set twice.

A take is remembered by everything its pages depend on but the page numbers it prints; those are
exchanged when it is recalled. Whatever cannot be exchanged is remembered with its numbers as well.
"""

from __future__ import annotations

from dataclasses import replace
from hashlib import sha256
from typing import TYPE_CHECKING, Any, Protocol

from booklet.remembered import remembered
from booklet.typeset.relocate import relocate, room_of

if TYPE_CHECKING:
    from booklet.layout.division import Division
    from booklet.pdf.fragment import Fragment
    from booklet.typeset.take import Supplies, Take


class Cache(Protocol):
    """Keeps finished things from one build to the next; may lose any of them at any time."""

    def get(self, key: str) -> Any:  # noqa: ANN401 - whatever was put there
        """Return what was put under a key, or None."""

    def put(self, key: str, value: object) -> object:
        """Keep a frozen value that can be pickled."""


class Memory:
    """Remembers the fragments of takes that are set with the same supplies."""

    def __init__(self, supplies: Supplies, cache: Cache | None = None) -> None:
        """Remember for this build or, with a cache, from one build to the next."""
        self._supplies_key = supplies.key
        self._cache = cache
        self._known: dict[str, tuple[Take, Fragment] | None] = {}

    def recall(self, take: Take) -> Fragment | None:
        """Give what setting the take would give; None when it has to be set."""
        for key in self._keys(take):
            if known := self._look_up(key, take):
                was, fragment = known
                if moved := relocate(fragment, was, take):
                    return moved
        return None

    def keep(self, take: Take, fragment: Fragment) -> None:
        """Remember a take that was set; font files are kept once for all of them."""
        by_room, by_numbers = self._keys(take)
        key = by_numbers if self._look_up(by_room, take) else by_room
        self._known[key] = take, fragment
        if self._cache is not None:
            for name, content in fragment.font_files.items():
                if self._cache.get(_font_key(name)) is None:
                    self._cache.put(_font_key(name), content)
            bare = replace(fragment, font_files=dict.fromkeys(fragment.font_files, b""))
            self._cache.put(key, (take.first_page_number, take.folios, bare))

    def _look_up(self, key: str, take: Take) -> tuple[Take, Fragment] | None:
        if key not in self._known:
            self._known[key] = self._look_up_in_cache(key, take)
        return self._known[key]

    def _look_up_in_cache(self, key: str, take: Take) -> tuple[Take, Fragment] | None:
        kept = self._cache.get(key) if self._cache is not None else None
        if self._cache is None or kept is None:
            return None
        first_page_number, folios, bare = kept
        files = {name: self._cache.get(_font_key(name)) for name in bare.font_files}
        if None in files.values():
            return None
        was = replace(take, first_page_number=first_page_number, folios=folios)
        return was, replace(bare, font_files=files)

    def _keys(self, take: Take) -> tuple[str, str]:
        """Name a take without and with the numbers it prints."""
        division = _digest_of(take.division)
        digest = sha256(f"{self._supplies_key} {division} {room_of(take)}".encode())
        for address, content in sorted(take.resources.items()):
            digest.update(f"\n{address} {len(content)} ".encode() + content)
        by_room = f"fragment-{digest.hexdigest()}"
        digest.update(f"\n{take.first_page_number} {take.folios}".encode())
        return by_room, f"fragment-{digest.hexdigest()}"


@remembered
def _digest_of(division: Division) -> str:
    return sha256(repr(division).encode()).hexdigest()


def _font_key(digest: str) -> str:
    return f"font-file-{digest}"
