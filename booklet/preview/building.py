"""What is being built for a preview's windows, how far it is, and the files that came of it."""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import dataclass, field
from threading import Lock
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from pathlib import Path

    from booklet.scheduling.build_context import Progress


@dataclass(frozen=True, slots=True)
class BuildStep:
    """How far a build is.

    Attributes:
        what: is being built, as its button calls it.
        title: of what was finished last; "" at the beginning.
        done: how many steps are done.
        total: of so many; 0 while that is not known.
    """

    what: str
    title: str = ""
    done: int = 0
    total: int = 0


@dataclass(slots=True)
class Building:
    """Builds of one preview: one at a time, whichever window has asked for it.

    Attributes:
        tell: is called whenever there is something new.
        step: of the build that runs; None while none does.
    """

    tell: Callable[[], object]
    step: BuildStep | None = None
    _files: dict[str, Path] = field(default_factory=dict)
    _lock: Lock = field(default_factory=Lock)

    @contextmanager
    def begin(self, what: str) -> Iterator[Progress]:
        """Wait until no other build runs, and give what is called after each step of this one."""

        def report(title: str, done: int, total: int) -> None:
            self._show(BuildStep(what, title, done, total))

        with self._lock:
            self._show(BuildStep(what))
            try:
                yield report
            finally:
                self._show(None)

    def offer(self, out: Path, paths: Iterable[Path]) -> tuple[str, ...]:
        """Let windows have finished files, and return their names: paths in the folder `out`."""
        files = {path.relative_to(out).as_posix(): path for path in paths}
        self._files |= files
        return tuple(files)

    def offered(self, name: str) -> Path | None:
        """Return the finished file of a name; None when none was built."""
        return self._files.get(name)

    def _show(self, step: BuildStep | None) -> None:
        self.step = step
        self.tell()
