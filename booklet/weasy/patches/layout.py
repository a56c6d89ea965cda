"""All patches of WeasyPrint's layout and drawing at once. Each stands in a module of its own."""

from __future__ import annotations

from contextlib import ExitStack, contextmanager
from typing import TYPE_CHECKING

from booklet.weasy.patches.balanced_lines import balance_lines
from booklet.weasy.patches.drawn_lines import draw_as_measured
from booklet.weasy.patches.filled_columns import fill_columns
from booklet.weasy.patches.fixed_lengths import read_lengths_once
from booklet.weasy.patches.floats import discard_remnants
from booklet.weasy.patches.footnotes import keep_footnotes
from booklet.weasy.patches.hyphenation_patterns import parse_patterns_late
from booklet.weasy.patches.line_ends import fill_lines
from booklet.weasy.patches.margin_styles import share_margin_styles
from booklet.weasy.patches.note_pages import name_note_pages
from booklet.weasy.patches.shaped_words import shape_words
from booklet.weasy.patches.solved_values import solve_once
from booklet.weasy.patches.text_setups import set_up_once
from booklet.weasy.patches.turned_lines import mark_turned_lines
from booklet.weasy.patches.unset_values import know_unset_values
from booklet.weasy.patches.whole_drawings import draw_whole

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from contextlib import AbstractContextManager

LAYOUT_PATCHES: tuple[Callable[[], AbstractContextManager[None]], ...] = (
    keep_footnotes,
    name_note_pages,
    fill_lines,
    mark_turned_lines,
    balance_lines,
    discard_remnants,
    draw_whole,
    shape_words,
    fill_columns,
    solve_once,
    set_up_once,
    draw_as_measured,
    know_unset_values,
    read_lengths_once,
    share_margin_styles,
    parse_patterns_late,
)


@contextmanager
def patched_layout(
    patches: Sequence[Callable[[], AbstractContextManager[None]]] = LAYOUT_PATCHES,
) -> Iterator[None]:
    """Apply patches while the context lasts."""
    with ExitStack() as stack:
        for patch in patches:
            stack.enter_context(patch())
        yield
