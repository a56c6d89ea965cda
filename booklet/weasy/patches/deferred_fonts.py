"""Fonts are noted while pages are drawn, and not embedded when they are written.

Fault: WeasyPrint embeds its fonts into every document. When each division of a book is a document,
    to cut instances of variable fonts takes two fifths of the time, and each has its own subsets.
Upstream: no issue is known; one document for a whole book is what WeasyPrint is made for.
Smallest input: any two documents in one variable font.
Goes when: WeasyPrint can leave fonts out of a PDF on request and tell which glyphs are used.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import ValuesView

    from booklet.weasy.protocols import UsedFont


class DeferredFonts(dict[object, "UsedFont"]):
    """`Document.fonts`, which WeasyPrint fills when it draws, and goes through when it embeds.

    It looks empty to the latter.
    """

    def values(self) -> ValuesView[UsedFont]:  # type: ignore[override]
        """Return nothing."""
        return {}.values()

    def used(self) -> list[UsedFont]:
        """Return the fonts that are drawn with."""
        return list(super().values())
