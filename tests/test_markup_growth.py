"""To read a text twice as long takes twice the work, whatever stands in it again and again.

Counted are calls of functions, Python's and the libraries', and how many neighbours an element has
whenever it is replaced, for ElementTree goes through them all. `python -m benchmarks.growth`
measures the time, which no test may do.
"""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import pytest

from benchmarks.growth import TEXTS, read_text, write_text
from booklet.common import xhtml

if TYPE_CHECKING:
    from collections.abc import Iterable
    from xml.etree.ElementTree import Element

COUNT = 40


class _Work:
    """Counts what is done while a text is read."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.amount = 0
        original = xhtml.replace

        def replace(parent: Element, child: Element, new: Iterable[Element | str] = ()) -> None:
            self.amount += len(parent)
            original(parent, child, new)

        monkeypatch.setattr(xhtml, "replace", replace)

    def count(self, text: str) -> int:
        """Count the work of reading a text."""
        self.amount = 0
        sys.setprofile(self._see)
        try:
            read_text(text)
        finally:
            sys.setprofile(None)
        return self.amount

    def _see(self, _frame: object, event: str, _argument: object) -> None:
        self.amount += event in {"call", "c_call"}


def _first_count(head: str, piece: str) -> int:
    """Say how often a piece stands in the shortest text that is measured.

    A word of a thousand letters and more is broken every fifty, which is work that shorter words
    do not make: a step, and no slope. So the word is broken in all the texts, or in none.
    """
    count = COUNT
    while _is_broken(head, piece, count) != _is_broken(head, piece, 4 * count):
        count *= 2
    return count


def _is_broken(head: str, piece: str, count: int) -> bool:
    return "<wbr" in read_text(write_text(head, piece, count))


@pytest.mark.parametrize(
    ("head", "piece"), [text[1:] for text in TEXTS], ids=[text[0] for text in TEXTS]
)
def test_work_grows_with_the_length_of_a_text(
    monkeypatch: pytest.MonkeyPatch, head: str, piece: str
) -> None:
    work = _Work(monkeypatch)
    count = _first_count(head, piece)  # what is remembered is remembered from here on
    once, twice, four_times = (
        work.count(write_text(head, piece, count * times)) for times in (1, 2, 4)
    )
    assert four_times - twice <= 2.3 * max(twice - once, 10 * COUNT)
