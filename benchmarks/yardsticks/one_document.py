"""The very pages of our booklet, set in one go: for booklets whose boxes no plain script knows.

`python -m benchmarks.yardsticks.one_document PROJECT FILE.pdf`. Chapters are read and laid out by
our own program; then WeasyPrint gets everything as one document.
"""

from __future__ import annotations

import re
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from benchmarks.our_pages import print_copy
from booklet.weasy.loader import load_weasyprint

load_weasyprint()  # before any other import of it, so that it finds Pango
from weasyprint import CSS, HTML  # noqa: E402
from weasyprint.text.fonts import FontConfiguration  # noqa: E402

from booklet.weasy.fetch import ResourceFetcher  # noqa: E402

if TYPE_CHECKING:
    from booklet.print.division import PrintBook

_BODY = re.compile(r"<body class=\"([^\"]*)\"[^>]*>(.*)</body>", re.DOTALL)
_ONE_DOCUMENT = """
.division { break-before: recto; counter-reset: footnote }
@page :nth(1 of body) { counter-set: page 1 }
"""


def main() -> None:
    """Build the booklet that the command line names."""
    project, output = Path(sys.argv[1]), Path(sys.argv[2])
    copy = print_copy(project)
    fonts = FontConfiguration()
    fetcher = ResourceFetcher(copy.resources)
    css = CSS(string=copy.stylesheet + _ONE_DOCUMENT, font_config=fonts, url_fetcher=fetcher)
    HTML(string=_join(copy), url_fetcher=fetcher).write_pdf(
        output, stylesheets=[css], font_config=fonts, pdf_variant="pdf/ua-1"
    )


def _join(copy: PrintBook) -> str:
    bodies = [
        f'<div class="division {match[1]}">{match[2]}</div>'
        for division in (*copy.divisions, copy.back_cover)
        if division is not None and (match := _BODY.search(division.html))
    ]
    head = f'<head><meta charset="utf-8"><title>{copy.title}</title></head>'
    return f'<html lang="{copy.language}">{head}<body>{"".join(bodies)}</body></html>'


if __name__ == "__main__":
    main()
