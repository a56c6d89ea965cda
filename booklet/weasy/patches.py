"""Mends of how WeasyPrint 70 breaks lines and pages.

It moves every footnote of a page to the next one when that makes room for one more line of text,
and whenever the sums of their heights differ in the last decimal: notes end up pages behind their
calls. And when the words before a link or emphasis fit on a line, but the space after them does
not, it breaks that line after its first word. And when a box moves to the next page with a float in
it that would have run over the edge of the first, the rest of that float is there a second time.
"""

from __future__ import annotations

from contextlib import contextmanager
from math import inf
from typing import TYPE_CHECKING, Any

from booklet.weasy.internals import lay_out_lines, make_page, split_first_line

if TYPE_CHECKING:
    from collections.abc import Iterator


@contextmanager
def patched_layout() -> Iterator[None]:
    """Let notes stay with their calls, lines break where they are full, and floats appear once."""
    with (
        lay_out_lines.replaced(_lay_out_lines_with_own_notes),
        split_first_line.replaced(_split_where_full),
        make_page.replaced(_make_page_without_remnants),
    ):
        yield


class _OwnNotes:
    """A layout context for one paragraph: it moves no notes but its own, and only to gain room."""

    def __init__(self, context: Any) -> None:  # noqa: ANN401 - WeasyPrint's
        if isinstance(context, _OwnNotes):
            context = context._context  # noqa: SLF001 - of its own kind
        object.__setattr__(self, "_context", context)
        object.__setattr__(self, "_before", list(context.current_page_footnotes))

    def __getattr__(self, name: str) -> Any:  # noqa: ANN401 - whatever the context has
        return getattr(self._context, name)

    def __setattr__(self, name: str, value: object) -> None:
        setattr(self._context, name, value)

    @property
    def current_page_footnotes(self) -> list[Any]:
        """The notes on this page that the paragraph has called."""
        return [note for note in self._context.current_page_footnotes if note not in self._before]

    def layout_footnote(self, note: Any) -> bool:  # noqa: ANN401 - WeasyPrint's
        """Put a note on the page; it overflows only where its area may not grow."""
        overflows: bool = self._context.layout_footnote(note)
        return overflows and self._context.current_footnote_area.max_height < inf


def _lay_out_lines_with_own_notes(context: Any, *arguments: Any, **settings: Any) -> Any:  # noqa: ANN401 - WeasyPrint's
    return lay_out_lines(_OwnNotes(context), *arguments, **settings)


def _split_where_full(
    text: str,
    style: Any,  # noqa: ANN401 - WeasyPrint's
    context: Any,  # noqa: ANN401 - WeasyPrint's
    max_width: float | None,
    *arguments: Any,  # noqa: ANN401 - WeasyPrint's
    **settings: Any,  # noqa: ANN401 - WeasyPrint's
) -> Any:  # noqa: ANN401 - WeasyPrint's
    """Let a space at the end of a text hang over the end of the line."""

    def split(words: str, width: float | None) -> Any:  # noqa: ANN401 - WeasyPrint's
        return split_first_line(words, style, context, width, *arguments, **settings)

    found = split(text, max_width)
    words = text.rstrip(" ")
    if found[2] is None or words in {text, ""} or max_width in (None, inf):
        return found
    first_line = text.encode()[: found[2]]
    if len(first_line.split()) > 1:
        return found  # it is not broken after its first word
    _, _, resume_index, width, *_ = split(words, max_width)
    return split(text, None) if resume_index is None and width <= max_width else found


def _make_page_without_remnants(context: Any, *arguments: Any, **settings: Any) -> Any:  # noqa: ANN401 - WeasyPrint's
    """Make a page, and forget the rest of every float that does not begin on it after all."""
    made = make_page(context, *arguments, **settings)
    if context.broken_out_of_flow:
        shown = set(made[0].descendants(placeholders=True))
        for box in [box for box in context.broken_out_of_flow if box not in shown]:
            del context.broken_out_of_flow[box]
    return made
