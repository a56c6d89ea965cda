"""A value with variables is validated once, and not for every element that has it.

Fault: WeasyPrint validates a value with `var()` anew for each property of each element: a shorthand
    such as `font` is expanded a dozen times for each, with the same tokens. That takes a sixteenth
    of the time for a chapter.
Upstream: no issue is known. Values without variables are validated once, when the style sheet is
    parsed, and shared by all elements; so nobody changes them.
Smallest input: two paragraphs with `font: var(--size) serif`.
Goes when: `Pending.solve` in WeasyPrint's css/tokens.py remembers what it has solved.
"""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING, Protocol

from booklet.weasy.internals import solve_value

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

_SOLVED = "_solved_values"
_MOST_SOLVED = 200
"""Of one declaration; tokens of `style` attributes are others in each document."""

_MADE_ANEW = frozenset({"function", "() block"})
"""Tokens that are made when variables in them are replaced."""


class _Token(Protocol):
    """A token of CSS, as tinycss2 has it."""

    type: str


@contextmanager
def solve_once() -> Iterator[None]:
    """Let values be validated once for the same tokens while the context lasts."""
    with solve_value.replaced(_solve_once):
        yield


def _solve_once(
    pending: object, tokens: Sequence[_Token], wanted_key: str, base_url: str | None
) -> object:
    if any(token.type in _MADE_ANEW for token in tokens):
        return solve_value.original(pending, tokens, wanted_key, base_url)
    solved = vars(pending).setdefault(_SOLVED, {})
    key = (wanted_key, base_url, *map(id, tokens))
    if key not in solved:
        value = solve_value.original(pending, tokens, wanted_key, base_url)
        if len(solved) >= _MOST_SOLVED:
            solved.clear()
        solved[key] = value, tuple(tokens)  # kept, so that no other token gets their identity
    return solved[key][0]
