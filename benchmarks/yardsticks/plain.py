"""The plain build: python-markdown makes one HTML document, WeasyPrint sets it in one go.

`python -m benchmarks.yardsticks.plain PROJECT FILE.pdf`. The style sheet is our own, put beside the
book by `write_style_sheet`, and the document is laid out as our pages are.
"""

from __future__ import annotations

import sys
from html import escape
from pathlib import Path
from typing import TYPE_CHECKING

from benchmarks.yardsticks import CHAPTER, STYLE_SHEET
from benchmarks.yardsticks.book import convert, read_sources
from booklet.weasy.loader import load_weasyprint

load_weasyprint()  # before any other import of it, so that it finds Pango
from weasyprint import CSS, HTML  # noqa: E402
from weasyprint.text.fonts import FontConfiguration  # noqa: E402

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from benchmarks.yardsticks.book import Chapter

_ONE_DOCUMENT = """
.chapter, .body-matter, .contents { break-before: recto }
.chapter { counter-reset: footnote }
.opener h1 { string-set: running-head content() }
body { string-set: book-title attr(data-book-title) }
@page body:right { @top-right { content: string(running-head, first-except) } }
@page body:blank { @top-left { content: none } @bottom-left { content: none } }
@page :nth(1 of body) { counter-set: page 1 }
"""


def main(prepare: Callable[[Chapter], Chapter] | None = None) -> None:
    """Build the book that the command line names; `prepare` may change each chapter for paper."""
    project, output = Path(sys.argv[1]), Path(sys.argv[2])
    title, sources = read_sources(project)
    chapters = [convert(source, pages=True) for source in sources]
    if prepare is not None:
        chapters = [prepare(chapter) for chapter in chapters]
    fonts = FontConfiguration()
    sheets = [
        CSS(filename=project / STYLE_SHEET, font_config=fonts),
        CSS(string=_ONE_DOCUMENT),
    ]
    html = HTML(string=write_html(title, chapters), base_url=str(project / "chapters" / "x"))
    html.write_pdf(
        output,
        stylesheets=sheets,
        font_config=fonts,
        pdf_variant="pdf/ua-1",
    )


def write_html(title: str, chapters: Sequence[Chapter]) -> str:
    """Write the whole book as one document: title page, contents, chapters."""
    lines = "".join(
        f'<li class="contents-entry contents-chapter"><a href="#{chapter.slug}">'
        f"{escape(chapter.title)}</a></li>"
        for chapter in chapters
    )
    return (
        f'<!DOCTYPE html><html lang="en-GB"><head><meta charset="utf-8"><title>{escape(title)}'
        f'</title></head><body data-book-title="{escape(title)}">'
        f'<div class="front-matter"><section class="title-page"><p class="title-page-title">'
        f'{escape(title)}</p></section><section class="contents" id="contents">'
        f'<h1 class="matter-heading">Contents</h1><nav><ol>{lines}</ol></nav></section></div>'
        f'<div class="body-matter">{"".join(_chapters(chapters))}</div></body></html>'
    )


def _chapters(chapters: Sequence[Chapter]) -> Iterator[str]:
    for number, chapter in enumerate(chapters, 1):
        title = escape(chapter.title)
        yield (
            f'<section class="chapter" id="{chapter.slug}">'
            f'<header class="opener"><div class="opener-mark"></div>'
            f'<p class="opener-number">{CHAPTER} {number}</p><h1>{title}</h1></header>'
            f"{chapter.html}</section>"
        )


if __name__ == "__main__":
    main()
