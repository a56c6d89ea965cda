"""A script as anybody would write it who has never seen this program: the honest far end.

`python -m benchmarks.yardsticks.independent PROJECT FILE.pdf`. python-markdown makes one document,
sixty lines of CSS set it: justified and hyphenated, with contents, running heads and footnotes, and
tagged. It has none of our style sheets, typefaces and patches, so its pages are not ours.
"""

from __future__ import annotations

import sys
from html import escape
from pathlib import Path

from benchmarks.yardsticks.book import convert, read_sources
from booklet.common.pango import found_by_weasyprint, load_pango

with found_by_weasyprint(load_pango()):  # which finds the library, and changes nothing else
    from weasyprint import HTML

_CSS = """
@page {
  size: A5;
  margin: 16mm 15mm 18mm 18mm;
  @footnote { border-top: 0.4pt solid; padding-top: 4pt }
}
@page :left {
  margin: 16mm 18mm 18mm 15mm;
  @top-left { content: string(book); font: italic 8pt serif }
  @bottom-left { content: counter(page); font: 9pt serif }
}
@page :right {
  @top-right { content: string(chapter); font: italic 8pt serif }
  @bottom-right { content: counter(page); font: 9pt serif }
}
@page :first { @top-right { content: none } @bottom-right { content: none } }
html { font: 10pt/1.4 serif; hyphens: auto; text-align: justify }
body { margin: 0; orphans: 2; widows: 2 }
h1, h2, h3 { text-align: left; hyphens: none; break-after: avoid; line-height: 1.2 }
h1 { font-size: 20pt; margin: 20mm 0 10mm; string-set: chapter content() }
h2 { font-size: 13pt; margin: 14pt 0 6pt }
h3 { font-size: 11pt; margin: 10pt 0 4pt }
p { margin: 0; text-indent: 1em }
h1 + p, h2 + p, h3 + p, aside p, figcaption, li p { text-indent: 0 }
.title { margin-top: 50mm; font-size: 28pt; text-indent: 0; text-align: left }
.title { string-set: book content() }
section, nav { break-before: right }
section { counter-reset: footnote }
nav ol { list-style: none; padding: 0 }
nav a { color: inherit; text-decoration: none }
nav a::after { content: leader(".") target-counter(attr(href), page) }
a.cross-reference::after { content: " (page " target-counter(attr(href), page) ")" }
a { color: inherit }
ol, ul, dl { margin: 6pt 0; padding-left: 1.5em }
figure { margin: 8pt 0; break-inside: avoid; text-align: center }
figure img { max-width: 100% }
figcaption { font-size: 8.5pt; font-style: italic }
table { width: 100%; margin: 8pt 0; border-collapse: collapse; font-size: 9pt; break-inside: avoid }
caption { font-style: italic; text-align: left }
th, td { padding: 2pt 4pt; border-bottom: 0.4pt solid; text-align: left; vertical-align: top }
aside { margin: 8pt 0; padding: 6pt 8pt; border-left: 2pt solid; break-inside: avoid }
blockquote { margin: 6pt 1.5em; font-style: italic }
pre { font: 8pt monospace; white-space: pre-wrap; hyphens: none; text-align: left }
.footnote { float: footnote; font-size: 8pt; line-height: 1.3 }
.footnote::footnote-call { vertical-align: super; font-size: 65%; line-height: 0 }
"""


def main() -> None:
    """Build the book that the command line names."""
    project, output = Path(sys.argv[1]), Path(sys.argv[2])
    title, sources = read_sources(project)
    chapters = [convert(source, pages=True) for source in sources]
    contents = "".join(
        f'<li><a href="#{chapter.slug}">{escape(chapter.title)}</a></li>' for chapter in chapters
    )
    body = "".join(
        f'<section><h1 id="{chapter.slug}">{escape(chapter.title)}</h1>{chapter.html}</section>'
        for chapter in chapters
    )
    document = (
        f'<!DOCTYPE html><html lang="en-GB"><head><meta charset="utf-8">'
        f"<title>{escape(title)}</title><style>{_CSS}</style></head><body>"
        f'<p class="title">{escape(title)}</p><nav><ol>{contents}</ol></nav>{body}</body></html>'
    )
    html = HTML(string=document, base_url=str(project / "chapters" / "x"))
    html.write_pdf(output, pdf_variant="pdf/ua-1")


if __name__ == "__main__":
    main()
