"""How strings and numbers are written in a PDF (ISO 32000-1, 7.3), on one line."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

_TO_ESCAPE = re.compile(rb"[\\()\x00-\x1f\x7f]")

_MANY = 50_000
"""Numbers of a book; most of them come again and again."""


def string_literal(text: str) -> bytes:
    """Write a string: ASCII as it is, anything else as UTF-16 (7.9.2.2)."""
    try:
        raw = text.encode("ascii")
    except UnicodeEncodeError:
        return b"<" + ("\ufeff" + text).encode("utf-16-be").hex().encode() + b">"
    return b"(" + _TO_ESCAPE.sub(_octal, raw) + b")"


@lru_cache(maxsize=_MANY)
def number_literal(number: float) -> bytes:
    """Write a number with six decimals at most: `number_literal(2.50) == b"2.5"`.

    Minus zero, which is the same number, is written as zero is.
    """
    return f"{number + 0.0:.6f}".rstrip("0").rstrip(".").encode()


@lru_cache(maxsize=_MANY)
def point_literal(number: float) -> bytes:
    """Write a coordinate on a page, in points, to a thousandth."""
    return number_literal(round(number, 3))


def coordinates(numbers: Iterable[float]) -> bytes:
    """Write numbers in a row, each to a ten-thousandth of a point."""
    return " ".join(
        f"{round(number, 4) + 0.0:.4f}".rstrip("0").rstrip(".") for number in numbers
    ).encode()


def _octal(match: re.Match[bytes]) -> bytes:
    return b"\\%03o" % match[0][0]
