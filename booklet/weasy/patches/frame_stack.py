"""Calls that are nested deeply take no memory from the system, and give none back, one by one.

Fault: since 3.11 Python keeps the frames of functions in pieces of 16 KiB, gets a piece when one is
    full, and gives it back when its first function returns. WeasyPrint nests calls so deeply that
    functions called thousands of times stand at such an edge: each asks the system for memory that
    it clears first. Which functions these are depends on how a chapter is nested; it takes a
    thirteenth of the time for a chapter.
Upstream: no issue of WeasyPrint is known; it is how Python is made, from 3.11 on.
Smallest input: a function that calls another in a loop, at the right depth.
Goes when: the oldest Python that we support keeps a piece that has become empty for the next call.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, ParamSpec, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable

_SLOTS = 70_000
"""Places for values, of 8 bytes, in a frame that needs a piece of 1 MiB, and leaves half of it."""

Arguments = ParamSpec("Arguments")
Result = TypeVar("Result")


def call_with_room(
    function: Callable[Arguments, Result], *arguments: Arguments.args, **settings: Arguments.kwargs
) -> Result:
    """Call a function; what it calls finds room for its frames, as far as half a mebibyte goes.

    The room is that which Python reserves for this very frame, and which no other needs: nothing of
    it is written to, so it takes addresses and no memory.
    """
    return function(*arguments, **settings)


call_with_room.__code__ = call_with_room.__code__.replace(co_stacksize=_SLOTS)
