"""The book's date in place of today's."""

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
    """Let fontTools write the book's date into fonts, not today's."""
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
