"""What was worked out before is not worked out again, and is forgotten when nobody asks for it."""

from __future__ import annotations

from booklet.common import memoize as module
from booklet.common.memoize import forget_unused, memoize


def test_a_result_is_kept_as_long_as_it_is_asked_for() -> None:
    asked: list[tuple[str, bool]] = []

    @memoize
    def shout(word: str, *, is_loud: bool = False) -> str:
        asked.append((word, is_loud))
        return word.upper() if is_loud else word

    assert (shout("a"), shout("a"), shout("a", is_loud=True), shout("b")) == ("a", "a", "A", "b")
    assert asked == [("a", False), ("a", True), ("b", False)]
    for _ in range(module.ROUNDS + 1):
        shout("a")
        forget_unused()
    asked.clear()
    assert (shout("a"), shout("b")) == ("a", "b")
    assert asked == [("b", False)]


def test_only_some_hundred_results_are_kept() -> None:
    asked = []

    @memoize
    def double(number: int) -> int:
        asked.append(number)
        return 2 * number

    for number in range(module.MOST_RESULTS + 1):
        double(number)
    asked.clear()
    assert (double(module.MOST_RESULTS), double(0)) == (2 * module.MOST_RESULTS, 0)
    assert asked == [0]
