"""Compile one division: from HTML to a fragment of pages that the others are linked with."""

from __future__ import annotations

from typing import TYPE_CHECKING

from booklet.errors import BookletError, TypesetError
from booklet.typeset.collector import paused_collector
from booklet.typeset.machine import ONE_AT_A_TIME, load_weasyprint
from booklet.typeset.proofs import EndlessError

if TYPE_CHECKING:
    from booklet.pdf.fragment import Fragment
    from booklet.typeset.take import Supplies, Take


def compile_division(take: Take, supplies: Supplies) -> Fragment:
    """Set one division's pages. The result depends on nothing but the arguments.

    Raises:
        SetupError: when this machine cannot set pages.
        TypesetError: when these pages cannot be set; it names the division.
    """
    load_weasyprint()
    from booklet.typeset.compositor import compose  # noqa: PLC0415 - needs Pango

    title = take.division.title
    try:
        with ONE_AT_A_TIME, paused_collector():
            return compose(take, supplies)
    except BookletError:
        raise
    except EndlessError as error:
        raise TypesetError(
            f"'{title}' does not come to an end: {error}",
            hint="Something in it cannot be put on any page; look for a very tall table row or "
            "picture, or for a height or margin in the style sheet that is larger than the page.",
        ) from error
    except RecursionError as error:
        raise TypesetError(
            f"'{title}' is nested too deeply to be set",
            hint="Look for quotations, lists or raw HTML that are hundreds of levels deep.",
        ) from error
    except MemoryError as error:
        raise TypesetError(
            f"there is not enough memory to set '{title}'",
            hint="Split it into shorter chapters, or make its pictures smaller.",
        ) from error
    except Exception as error:
        raise TypesetError(
            f"'{title}' could not be set: {type(error).__name__}: {error}",
            hint="This is a fault of the program or of WeasyPrint, brought out by something in "
            "this part of the book. Leave out half of it to find the place, and report it.",
        ) from error
