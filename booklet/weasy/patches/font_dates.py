"""Embedded fonts carry no date of the day on which they were made.

Fault: fontTools writes the present time into every instance of a variable font that it makes for
    WeasyPrint, so that no two builds are the same.
Upstream: https://github.com/Kozea/WeasyPrint/issues/1553, closed: `SOURCE_DATE_EPOCH` is the way
    (https://reproducible-builds.org/specs/source-date-epoch/). It is one variable for the whole
    process, and whoever else is in it may want the time.
Smallest input: a letter in a variable font.
Goes when: WeasyPrint takes a date as an option, or calls fontTools with `recalcTimestamp=False`.
"""

from __future__ import annotations

import os
from contextlib import contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

_VARIABLE = "SOURCE_DATE_EPOCH"
_MOMENT = "946684800"
"""1 January 2000, in every book, so that books of all dates can have the same fonts."""


@contextmanager
def undated() -> Iterator[None]:
    """Let fontTools write the same date into all fonts while the context lasts."""
    before = os.environ.get(_VARIABLE)
    os.environ[_VARIABLE] = _MOMENT
    try:
        yield
    finally:
        if before is None:
            del os.environ[_VARIABLE]
        else:
            os.environ[_VARIABLE] = before
