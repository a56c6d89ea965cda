"""A cluster: the workers of a Dask scheduler render jobs side by side (extra `cluster`).

Each worker is a machine or process with this package and Pango; no disk is shared.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Self

from booklet.common.errors import SetupError
from booklet.common.extras import require_extra
from booklet.scheduling.batches import PATIENCE, BatchRunner, LostBatchesError
from booklet.scheduling.dispatch import LostWorkersError, dispatch

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from booklet.linker.fragment import Fragment
    from booklet.scheduling.batches import Job, Keyed, Result, Task
    from booklet.weasy.render_job import RenderContext, RenderJob

_JOBS_FOR_A_THREAD = 2


class ClusterWorkers:
    """The workers of a scheduler; use them as a context. It connects when there is work."""

    def __init__(
        self, address: str, *, patience: float = PATIENCE, seconds_to_answer: float = 10
    ) -> None:
        """Prepare to use a scheduler.

        Args:
            address: of the scheduler, such as `tcp://192.168.1.20:8786`.
            patience: seconds without a result after which it is asked whether it has workers.
            seconds_to_answer: how long it may take to answer for the first time.
        """
        self._address = address
        self._patience = patience
        self._seconds_to_answer = seconds_to_answer
        self._client: Any = None

    def __enter__(self) -> Self:
        """Begin; nothing is connected yet."""
        return self

    def __exit__(self, *_: object) -> None:
        """Close the connection to the scheduler."""
        if self._client is not None:
            self._client.close()

    def prepare(self) -> None:
        """Do nothing: the workers are running."""

    def accepts(self, jobs: Sequence[RenderJob]) -> bool:
        """Accept any jobs."""
        return bool(jobs)

    def accepts_series(self, seconds: float) -> bool:  # noqa: ARG002 - whatever they take
        """Accept none: its machines do not share the cache. Divisions are rendered there."""
        return False

    def render(
        self, jobs: Sequence[RenderJob], render_context: RenderContext
    ) -> Iterator[tuple[RenderJob, Fragment]]:
        """Render jobs side by side; Dask gives the jobs of a worker that dies to another.

        Raises:
            BugError: when something unexpected goes wrong; it names the division.
            SetupError: when `distributed` is not installed, when no scheduler answers at this
                address, or when it has no workers, or other ones than this program needs.
            TypesetError: when a job cannot be rendered; it names the division.
        """
        threads = self.count
        if not threads:
            raise self._without_workers("has no workers")
        executor = self._client.get_executor(pure=False)
        try:
            yield from dispatch(
                executor,
                jobs,
                render_context,
                threads * _JOBS_FOR_A_THREAD,
                has_workers=lambda: bool(self._client.ncores()),
                fatal=_fatal_exceptions(),
                patience=self._patience,
            )
        except LostWorkersError as error:
            raise self._without_workers("has lost its last worker") from error

    @property
    def count(self) -> int:
        """How many threads they have together."""
        return sum(self._connected().ncores().values())

    def run_batches(
        self,
        task: Task[Job, Result],
        batches: Iterator[tuple[Job, ...]],
        context: Keyed,
    ) -> Iterator[Result]:
        """Run batches side by side, and give the results in order.

        Dask gives the batches of a worker that dies to another; errors are those of `render`.
        """
        client = self._connected()
        if not self.count:
            raise self._without_workers("has no workers")
        runner = BatchRunner(task, batches, context, self.count * _JOBS_FOR_A_THREAD + 1)
        try:
            yield from runner.run(
                client.get_executor(pure=False),
                has_workers=lambda: bool(client.ncores()),
                fatal=_fatal_exceptions(),
                patience=self._patience,
            )
        except LostBatchesError as error:
            raise self._without_workers("has lost its last worker") from error

    def _connected(self) -> Any:  # noqa: ANN401 - distributed has no types
        self._client = self._client or _connect(self._address, self._seconds_to_answer)
        return self._client

    def _without_workers(self, how: str) -> SetupError:
        return SetupError(
            f"the scheduler at '{self._address}' {how}",
            hint=f"Start one on each machine that is to help: dask worker {self._address}",
        )


def _fatal_exceptions() -> tuple[type[Exception], ...]:
    """Name the exceptions by which Dask gives up a job that has ended several workers."""
    from distributed import KilledWorker  # noqa: PLC0415 - an extra, and slow to import

    return (KilledWorker,)


def _connect(address: str, seconds_to_answer: float) -> Any:  # noqa: ANN401 - distributed has no types
    require_extra("cluster", "distributed")
    from distributed import Client  # noqa: PLC0415 - an extra, and slow to import

    try:
        return Client(address, timeout=seconds_to_answer, set_as_default=False)
    except TypeError as error:  # so it says that it has no certificate for an address of tls://
        raise SetupError(
            f"Dask has no certificate to show to '{address}'",
            hint="Set DASK_DISTRIBUTED__COMM__TLS__CA_FILE and the others that SECURITY.md names.",
        ) from error
    except (OSError, ValueError) as error:
        raise SetupError(
            f"no scheduler answers at '{address}'",
            hint="Start one with 'dask scheduler', and give its address as it shows it, such as "
            "tcp://192.168.1.20:8786.",
        ) from error
