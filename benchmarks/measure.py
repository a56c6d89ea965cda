"""What a command costs: seconds of CPU and of the clock, and memory, all its processes together."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import threading
import time
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from typing import TYPE_CHECKING, Self

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

_PROC = Path("/proc")
_PAGE = os.sysconf("SC_PAGE_SIZE")
_TICK = 1 / os.sysconf("SC_CLK_TCK")
_PAUSE = 0.02
_UNIT_OF_MAXRSS = 1 if sys.platform == "darwin" else 1024


class RunError(Exception):
    """A command that was to be measured has failed; the message ends with what it said."""


@dataclass(frozen=True, slots=True)
class Cost:
    """What a run has cost.

    Attributes:
        cpu: seconds of user and system time, with all descendants.
        wall: seconds of the clock.
        memory: bytes that all its processes together held at the same moment, at most.
        said: what it wrote to the standard output.
    """

    cpu: float
    wall: float
    memory: int
    said: str = ""


def middle(costs: Sequence[Cost]) -> Cost:
    """Take the median of each figure by itself."""
    return Cost(
        cpu=median(cost.cpu for cost in costs),
        wall=median(cost.wall for cost in costs),
        memory=round(median(cost.memory for cost in costs)),
    )


def measure(command: Sequence[str], *, folder: Path, environment: Mapping[str, str]) -> Cost:
    """Run a command to its end.

    Args:
        command: program and arguments.
        folder: to run it in.
        environment: all of its environment variables.

    Raises:
        RunError: when it fails.
    """
    with tempfile.TemporaryFile() as output, tempfile.TemporaryFile() as messages:
        began = time.perf_counter()
        process = subprocess.Popen(
            command,
            cwd=folder,
            env=environment,
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=messages,
        )
        with _Watch(process.pid) as watch:
            _, status, usage = os.wait4(process.pid, 0)
            wall = time.perf_counter() - began
        process.returncode = os.waitstatus_to_exitcode(status)
        output.seek(0)
        messages.seek(0)
        said = output.read().decode(errors="replace")
        if process.returncode:
            complaint = messages.read().decode(errors="replace")[-2000:]
            raise RunError(f"{' '.join(command)} ended with {process.returncode}\n{complaint}")
    return Cost(
        cpu=max(usage.ru_utime + usage.ru_stime, watch.cpu),
        wall=wall,
        # On Linux `ru_maxrss` counts what the forked process held before it became the program.
        memory=watch.memory or usage.ru_maxrss * _UNIT_OF_MAXRSS,
        said=said,
    )


class _Watch:
    """Looks at a process and its descendants again and again (Linux; elsewhere it sees nothing).

    The operating system adds up the time of children only when their parents wait for them, and
    never the memory of several processes.
    """

    def __init__(self, pid: int) -> None:
        self.memory = 0
        self._pid = pid
        self._times: dict[tuple[int, str], float] = {}
        self._ended = threading.Event()
        self._thread = threading.Thread(target=self._look_again_and_again, daemon=True)

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._ended.set()
        self._thread.join()

    @property
    def cpu(self) -> float:
        """Seconds of CPU, as far as they were seen."""
        return sum(self._times.values())

    def _look_again_and_again(self) -> None:
        while not self._ended.wait(_PAUSE):
            self.memory = max(self.memory, sum(self._look(pid) for pid in _family(self._pid)))

    def _look(self, pid: int) -> int:
        """Note a process's time, and tell its resident memory in bytes (proc(5))."""
        try:
            fields = (_PROC / str(pid) / "stat").read_text("utf-8").rpartition(")")[2].split()
        except OSError:  # it has ended
            return 0
        user, system, started, pages = fields[11], fields[12], fields[19], fields[21]
        self._times[pid, started] = (int(user) + int(system)) * _TICK
        return int(pages) * _PAGE


def _family(pid: int) -> Iterator[int]:
    """List a process and all its descendants."""
    yield pid
    try:
        threads = list((_PROC / str(pid) / "task").iterdir())
        children = " ".join((thread / "children").read_text("utf-8") for thread in threads).split()
    except OSError:
        return
    for child in children:
        yield from _family(int(child))
