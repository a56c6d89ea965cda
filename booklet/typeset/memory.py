"""Memory: takes that have been set before, so that nothing is set twice.

A take is remembered by everything its pages depend on but the page numbers it prints; those are
exchanged when it is recalled. Whatever cannot be exchanged is remembered with its numbers as well.
"""

from __future__ import annotations

from dataclasses import replace
from hashlib import sha256
from typing import TYPE_CHECKING, Any, Protocol

from booklet.typeset.relocate import form_of, relocate

if TYPE_CHECKING:
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
        self._supplies = supplies.key
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
        """Remember a take that was set.

        What is drawn with this machine's own fonts is forgotten at the end of the build, because
        nobody tells us when they change.
        """
        by_form, by_numbers = self._keys(take)
        key = by_numbers if self._look_up(by_form, take) else by_form
        self._known[key] = take, fragment
        if self._cache is not None and not fragment.font_files:
            self._cache.put(key, (take.first_page_number, take.folios, fragment))

    def _look_up(self, key: str, take: Take) -> tuple[Take, Fragment] | None:
        if key not in self._known:
            kept = self._cache.get(key) if self._cache is not None else None
            self._known[key] = _unpacked(take, *kept) if kept else None
        return self._known[key]

    def _keys(self, take: Take) -> tuple[str, str]:
        """Name a take without and with the numbers it prints."""
        digest = sha256(f"{self._supplies} {take.division!r} {form_of(take)}".encode())
        for address, content in sorted(take.resources.items()):
            digest.update(f"\n{address} {len(content)} ".encode() + content)
        by_form = f"fragment-{digest.hexdigest()}"
        digest.update(f"\n{take.first_page_number} {take.folios}".encode())
        return by_form, f"fragment-{digest.hexdigest()}"


def _unpacked(
    take: Take, first_page_number: int, folios: tuple[tuple[str, str], ...], fragment: Fragment
) -> tuple[Take, Fragment]:
    return replace(take, first_page_number=first_page_number, folios=folios), fragment
