"""A cluster: the workers of a Dask scheduler set takes side by side (extra `cluster`).

Each worker is a machine or process with this package and Pango; no disk is shared.
"""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING

from booklet.errors import SetupError
from booklet.typeset.dispatch import ExecutorCrew

if TYPE_CHECKING:
    from collections.abc import Iterator

_SECONDS_TO_ANSWER = 10
_JOBS_FOR_A_THREAD = 2


@contextmanager
def cluster_crew(address: str) -> Iterator[ExecutorCrew]:
    """Use the workers of a scheduler until the context ends.

    Args:
        address: of the scheduler, such as `tcp://10.1.2.3:8786`.

    Raises:
        SetupError: when `dask.distributed` is not installed, when no scheduler answers at this
            address, or when it has no workers.
    """
    try:
        from distributed import Client  # noqa: PLC0415 - an extra, and slow to import
    except ImportError as error:
        raise SetupError(
            "--scheduler needs the package 'distributed', which is not installed",
            hint="Install it with: pip install 'distributed'",
        ) from error
    try:
        client = Client(address, timeout=_SECONDS_TO_ANSWER, set_as_default=False)
    except (OSError, ValueError, TimeoutError) as error:
        raise SetupError(
            f"no scheduler answers at '{address}'",
            hint="Start one with 'dask scheduler', and give its address as it shows it, such as "
            "tcp://192.168.1.20:8786.",
        ) from error
    with client:
        threads = sum(client.ncores().values())
        if not threads:
            raise SetupError(
                f"the scheduler at '{address}' has no workers",
                hint=f"Start one on each machine that is to help: dask worker {address}",
            )
        yield ExecutorCrew(client.get_executor(pure=False), threads * _JOBS_FOR_A_THREAD)
