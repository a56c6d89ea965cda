"""Retry what fails while another process has a file open.

Windows refuses to replace, and for an instant to open, a file that a virus scanner, an indexer or
another build is looking at. Elsewhere nothing of the kind happens, and nothing is tried twice.
"""

from __future__ import annotations

import sys
import time
from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable

_Result = TypeVar("_Result")

WAITS = (0.01, 0.02, 0.05, 0.1, 0.2, 0.4, 0.5, 0.7)
"""Seconds between attempts, two in all: scanners are done by then, and readers are not."""


def retry_while_open(action: Callable[[], _Result]) -> _Result:
    """Do something with a file, again and again for two seconds where Windows denies it.

    Args:
        action: is done once more only after a `PermissionError`.

    Returns:
        What the action gives.

    Raises:
        OSError: what the last attempt raised.
    """
    for seconds in WAITS if sys.platform == "win32" else ():
        try:
            return action()
        except PermissionError:
            time.sleep(seconds)
    return action()
