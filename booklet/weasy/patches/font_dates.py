"""Embedded fonts carry the book's date and not today's.

Fault: fontTools writes the present time into every instance of a variable font that it makes for
    WeasyPrint, so that no two builds are the same.
Upstream: https://github.com/Kozea/WeasyPrint/issues/1553, closed: `SOURCE_DATE_EPOCH` is the way
    (https://reproducible-builds.org/specs/source-date-epoch/). It is one variable for the whole
    process, and the date is another for each book.
Smallest input: a letter in a variable font.
Goes when: WeasyPrint takes a date as an option, or calls fontTools with `recalcTimestamp=False`.
"""

from __future__ import annotations

import os
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

_VARIABLE = "SOURCE_DATE_EPOCH"


@contextmanager
def dated(modified: date) -> Iterator[None]:
    """Let fontTools write the book's date into fonts while the context lasts."""
    before = os.environ.get(_VARIABLE)
    moment = datetime(modified.year, modified.month, modified.day, tzinfo=UTC)
    os.environ[_VARIABLE] = str(int(moment.timestamp()))
    try:
        yield
    finally:
        if before is None:
            del os.environ[_VARIABLE]
        else:
            os.environ[_VARIABLE] = before
