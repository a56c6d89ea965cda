"""A page on which only notes go on has running head and folio, as the pages before it.

Fault: footnotes that find no room on the last page of a document go on on pages that WeasyPrint
    calls blank, and gives the page name of the root: not that of what the notes belong to.
Upstream: no issue is known; CSS Paged Media 3 (4.1) calls a page blank that has no content at all.
Smallest input: a named page whose last line calls a note that is longer than its area.
Goes when: `_update_page_groups` in WeasyPrint's layout/page.py names such pages as the last one.
"""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING

from booklet.weasy.internals import name_page

if TYPE_CHECKING:
    from collections.abc import Iterator

    from booklet.weasy.protocols import Box, SkipStack


@contextmanager
def name_note_pages() -> Iterator[None]:
    """Name pages of notes alone as what stands last in the document while the context lasts."""

    def name(
        page_groups: object,
        resume_at: SkipStack | None,
        next_page: object,
        root: Box,
        blank: bool,  # noqa: FBT001 - WeasyPrint's own argument
    ) -> object:
        named = name_page.original(page_groups, resume_at, next_page, root, blank)
        goes_on = blank and resume_at is None
        return root.page_values()[1] or named if goes_on else named

    with name_page.replaced(name):
        yield
