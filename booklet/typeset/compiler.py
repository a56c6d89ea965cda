"""Compile many takes: those that are remembered at once, the others alone or side by side."""

from __future__ import annotations

from typing import TYPE_CHECKING

from booklet.typeset.compile import compile_division
from booklet.typeset.memory import Memory

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from booklet.pdf.fragment import Fragment
    from booklet.typeset.equipment import Equipment
    from booklet.typeset.take import Supplies, Take


class Compiler:
    """Compiles the takes of one book."""

    def __init__(self, supplies: Supplies, equipment: Equipment) -> None:
        """Compile with these supplies, and with what the equipment has."""
        self._supplies = supplies
        self._memory = Memory(supplies, equipment.cache)
        self._crew = equipment.crew

    def compile(self, takes: Sequence[Take], tell: Callable[[Take], object]) -> list[Fragment]:
        """Compile takes; in which way does not change the result.

        Args:
            takes: of divisions that are all different.
            tell: called with each take that is finished, in whatever order.

        Returns:
            The fragments in the order of the takes.

        Raises:
            TypesetError: when a take cannot be set; what is finished stays remembered.
        """
        found: dict[str, Fragment] = {}
        missing = []
        for take in takes:
            fragment = self._memory.recall(take)
            if fragment is None:
                missing.append(take)
            else:
                found[take.division.name] = fragment
                tell(take)
        for take, fragment in self._set_missing(missing):
            self._memory.keep(take, fragment)
            found[take.division.name] = fragment
            tell(take)
        return [found[take.division.name] for take in takes]

    def _set_missing(self, takes: Sequence[Take]) -> Iterator[tuple[Take, Fragment]]:
        if self._crew is not None and self._crew.takes_on(takes):
            yield from self._crew.compile(takes, self._supplies)
        else:
            for take in takes:
                yield take, compile_division(take, self._supplies)
