"""Workers: processes on this machine that render jobs side by side.

They are started when there is enough to do, kept until the build ends, and end with the process
that started them, however that comes about.
"""

from __future__ import annotations

import contextlib
import multiprocessing
import os
import signal
import sys
import threading
import time
from concurrent.futures import BrokenExecutor, ProcessPoolExecutor
from pathlib import Path
from typing import TYPE_CHECKING, Any, Self

from booklet.common.temporary_folders import lie_in, make_process_folder, remove_folder
from booklet.scheduling.batches import BatchRunner, LostBatchesError, worker_died
from booklet.scheduling.dispatch import LostWorkersError, dispatch
from booklet.scheduling.worker_task import prepare_worker, render_division

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from concurrent.futures import Future

    from booklet.linker.fragment import Fragment
    from booklet.scheduling.batches import Job, Keyed, Result, Task
    from booklet.weasy.render_job import RenderContext, RenderJob

ENOUGH_WORK = 120_000
"""Letters of HTML that take some three seconds; to start two workers takes more than one."""

_LETTERS_IN_A_SECOND = 40_000

_MOST_ON_WINDOWS = 61
"""What `ProcessPoolExecutor` allows there."""

SECONDS_TO_END = 5
"""How long to wait for a process that was terminated; usually it takes milliseconds."""

_SECONDS_TO_DIE = 60
"""How long to wait for a process that was killed; on a busy machine it can take seconds."""

_MOMENT = 0.005
"""How long another thread may need to note that a process has ended, in seconds."""

_STARTING = threading.Lock()
"""Held while a pool starts its processes, so that no other pool takes them for its own."""

_CAN_BLOCK_SIGNALS = hasattr(signal, "pthread_sigmask")
"""Whether this system can block a signal for a moment; child processes inherit that."""


def core_count() -> int:
    """Count the cores that this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


class LocalWorkers:
    """Worker processes on this machine; use them as a context."""

    def __init__(self, count: int, *, enough_work: int = ENOUGH_WORK) -> None:
        """Prepare workers without starting any.

        Args:
            count: how many at most.
            enough_work: letters of HTML from which on it is worth starting them.
        """
        self.count = min(count, _MOST_ON_WINDOWS) if sys.platform == "win32" else count
        self._enough_work = enough_work
        self._pool: _Pool | None = None

    def __enter__(self) -> Self:
        """Begin; nothing is started yet."""
        return self

    def __exit__(self, kind: type[BaseException] | None, *_: object) -> None:
        """End all workers: at once, when something went wrong or somebody pressed Ctrl-C."""
        if kind is not None:
            self._stop()
        elif self._pool is not None:
            self._pool.end()

    def prepare(self) -> None:
        """Start the workers: until they can render, something else can be done."""
        if self.count < 2 or self._pool is not None:  # noqa: PLR2004 - side by side are two
            return
        with contextlib.suppress(ImportError, NotImplementedError, OSError):
            self._pool = _open_pool(self.count)
            for _ in range(self.count):
                self._pool.submit(prepare_worker)

    def accepts(self, jobs: Sequence[RenderJob]) -> bool:
        """Say whether it is worth starting the workers, or whether they are running already."""
        if self.count < 2 or len(jobs) < 2:  # noqa: PLR2004 - side by side are two
            return False
        letters = sum(len(job.html) for job in jobs)
        return self._pool is not None or letters >= self._enough_work

    def accepts_series(self, seconds: float) -> bool:
        """Say whether it is worth starting the workers, or whether they are running already."""
        if self.count < 2:  # noqa: PLR2004 - side by side are two
            return False
        return self._pool is not None or seconds * _LETTERS_IN_A_SECOND >= self._enough_work

    def render(
        self, jobs: Sequence[RenderJob], render_context: RenderContext
    ) -> Iterator[tuple[RenderJob, Fragment]]:
        """Render jobs side by side; when workers die, find out which job is to blame.

        Raises:
            BugError: when something unexpected goes wrong; it names the division.
            TypesetError: when a job cannot be rendered, or when its worker has died again; it names
                the division.
        """
        left = {job.name: job for job in jobs}
        while left:
            try:
                for job, fragment in self._render_together(left.values(), render_context):
                    del left[job.name]
                    yield job, fragment
            except LostWorkersError as error:
                self._stop()
                for suspect in error.jobs:
                    yield suspect, self._render_alone(suspect, render_context)
                    del left[suspect.name]

    def run_batches(
        self,
        task: Task[Job, Result],
        batches: Iterator[tuple[Job, ...]],
        context: Keyed,
    ) -> Iterator[Result]:
        """Run batches side by side, and give the results in order.

        Errors are those of `render`; a batch is done again when its worker dies, a few times.
        """
        runner = BatchRunner(task, batches, context, self.count + 2)
        while True:
            try:
                pool = self._pool = self._pool or _open_pool(self.count)
            except (ImportError, NotImplementedError, OSError):  # this system allows no processes
                yield from runner.run_here()
                return
            try:
                yield from runner.run(pool, has_workers=pool.all_run)
            except LostBatchesError:
                self._stop()
            else:
                return

    def _render_together(
        self, jobs: Iterable[RenderJob], render_context: RenderContext
    ) -> Iterator[tuple[RenderJob, Fragment]]:
        jobs = list(jobs)
        try:
            pool = self._pool = self._pool or _open_pool(min(self.count, len(jobs)))
        except (ImportError, NotImplementedError, OSError):  # this system allows no processes
            yield from ((job, render_division(job, render_context)) for job in jobs)
        else:
            yield from dispatch(
                pool, jobs, render_context, self.count + 1, has_workers=pool.all_run
            )

    def _render_alone(self, job: RenderJob, render_context: RenderContext) -> Fragment:
        """Render a job in a process of its own, so that no other job is lost with it."""
        pool = self._pool = _open_pool(1)
        try:
            ((_, fragment),) = dispatch(pool, [job], render_context, 1, has_workers=pool.all_run)
        except LostWorkersError as error:
            raise worker_died(job) from error
        finally:
            self._stop()
        return fragment

    def _stop(self) -> None:
        """End all workers at once."""
        if self._pool is not None:
            self._pool.stop()
            self._pool = None


class _Pool(ProcessPoolExecutor):
    """Starts processes with SIGINT blocked until they are ready for it.

    A process that Ctrl-C meets while Python is still starting prints a traceback of its own.
    """

    def __init__(self, *arguments: Any, **named: Any) -> None:  # noqa: ANN401 - as its parent
        super().__init__(*arguments, **named)
        self._started: set[multiprocessing.process.BaseProcess] = set()
        self._is_stopped = False

    def submit(self, *arguments: Any, **named: Any) -> Future[Any]:  # noqa: ANN401 - as its parent
        """Submit a job; the first one starts the processes.

        Raises:
            BrokenExecutor: when they have died, or another thread has stopped them.
        """
        with _STARTING:
            if self._is_stopped:
                raise BrokenExecutor("the workers have been stopped")
            others = set(multiprocessing.active_children())
            previous_mask = None
            if _CAN_BLOCK_SIGNALS:
                previous_mask = signal.pthread_sigmask(signal.SIG_BLOCK, [signal.SIGINT])
            try:
                return super().submit(*arguments, **named)
            finally:
                self._started |= set(multiprocessing.active_children()) - others
                if previous_mask is not None:
                    signal.pthread_sigmask(signal.SIG_SETMASK, previous_mask)

    def all_run(self) -> bool:
        """Tell whether all jobs can still be finished.

        Not when another thread has stopped the pool: `concurrent.futures.wait` is never told of the
        jobs that were cancelled with it. Nor when a process is stopped (SIGSTOP).
        """
        if self._is_stopped:
            return False
        stopped = [process for process in self._started if _is_stopped(process)]
        if stopped:
            time.sleep(1)  # a build that was stopped as a whole, with Ctrl-Z, goes on as a whole
        return not any(map(_is_stopped, stopped))

    def end(self) -> None:
        """Let its processes end, which have nothing to do; one that does not is ended."""
        self.shutdown(wait=False)
        for process in self._started:
            if not _has_ended(process, SECONDS_TO_END):
                process.kill()
                _has_ended(process, _SECONDS_TO_DIE)

    def stop(self) -> None:
        """End all its processes at once, whatever they are doing, also those that are stopped."""
        executor: Any = self  # its thread and its queue have no public names
        with _STARTING:
            manager, calls = executor._executor_manager_thread, executor._call_queue  # noqa: SLF001
            self._is_stopped = True
            self.shutdown(wait=False, cancel_futures=True)
        for process in self._started:
            process.kill()
        for process in self._started:
            _has_ended(process, _SECONDS_TO_DIE)
        # A thread of the executor may be writing a job to the pipe that they read from. Up to
        # Python 3.11.4 nobody tells it that they are gone, and this process would never end:
        # https://github.com/python/cpython/issues/94777
        if manager is not None:
            manager.join(SECONDS_TO_END)
            if manager.is_alive():
                calls._reader.close()  # noqa: SLF001 - as later versions of Python do themselves


def _has_ended(process: multiprocessing.process.BaseProcess, seconds: float) -> bool:
    """Wait for a process to end, at most some seconds.

    The executor's own thread waits for it, too. Of two threads that wait for one process the system
    tells only one how it ended, and `join` in the other returns before that has been noted.
    """
    latest = time.monotonic() + seconds
    while process.is_alive() and (left := latest - time.monotonic()) > 0:
        process.join(left)
        time.sleep(_MOMENT)
    return not process.is_alive()


def _is_stopped(process: multiprocessing.process.BaseProcess) -> bool:
    """Look at the state of a process (proc(5)); systems without `/proc` do not tell."""
    try:
        status = Path(f"/proc/{process.pid}/stat").read_text("ascii", "replace")
    except OSError:
        return False
    return status.rpartition(")")[2].split()[0] in {"T", "t"}


def _open_pool(count: int) -> _Pool:
    # "spawn" exists on every system; "fork" is unsafe beside the thread of a progress bar.
    return _Pool(
        count,
        mp_context=multiprocessing.get_context("spawn"),
        initializer=_initialise,
        initargs=(str(make_process_folder()),),
    )


def _initialise(parent_folder: str) -> None:
    """Let Ctrl-C end a worker without a message, and let it end with its parent.

    Args:
        parent_folder: the parent's temporary folder, which a worker may find itself to remove.
    """
    signal.signal(signal.SIGINT, signal.SIG_DFL)
    if _CAN_BLOCK_SIGNALS:
        signal.pthread_sigmask(signal.SIG_UNBLOCK, [signal.SIGINT])
    lie_in(Path(parent_folder))
    parent = multiprocessing.parent_process()
    if parent is not None:
        threading.Thread(target=_end_with, args=(parent, parent_folder), daemon=True).start()


def _end_with(parent: multiprocessing.process.BaseProcess, parent_folder: str) -> None:
    parent.join()
    remove_folder(Path(parent_folder))
    os._exit(1)
