"""The plain build with our patches of how WeasyPrint breaks lines and pages.

`python -m benchmarks.yardsticks.patched PROJECT FILE.pdf`. It is not measured: with the same line
ends, two books can be compared to the letter. So it also does what our program does to the text
for the sake of its lines: a short last word keeps the word before with it.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from benchmarks.yardsticks import plain
from booklet.common.xhtml import parse, serialise_content
from booklet.print.chapter_text import join_last_words
from booklet.weasy.patches.layout import patched_layout

if TYPE_CHECKING:
    from benchmarks.yardsticks.book import Chapter


def _end_paragraphs(chapter: Chapter) -> Chapter:
    root = parse(chapter.html)
    join_last_words(root)
    return replace(chapter, html=serialise_content(root))


if __name__ == "__main__":
    with patched_layout():
        plain.main(_end_paragraphs)
