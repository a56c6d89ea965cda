"""From a chapter's source to a finished chapter."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from booklet.language import Language
    from booklet.manuscript.source import Source
    from booklet.markup.chapter import Chapter


def parse_chapter(source: Source, language: Language) -> Chapter:
    """Read one chapter.

    Args:
        source: the file as its author wrote it.
        language: the book's, for quotation marks and labels.

    Returns:
        The chapter, with everything its author should know in `findings`.

    Raises:
        ManuscriptError: when the text cannot be understood at all, such as quotes in quotes a
            hundred deep.
    """
    raise NotImplementedError(source, language)
