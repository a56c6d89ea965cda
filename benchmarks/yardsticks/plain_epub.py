"""The plain e-book: python-markdown and EbookLib in a script as anybody would write it.

`python -m benchmarks.yardsticks.plain_epub PROJECT FILE.epub`.
"""

from __future__ import annotations

import sys
from html import escape
from pathlib import Path

from ebooklib import epub

from benchmarks.yardsticks.book import convert, read_sources


def main() -> None:
    """Build the e-book that the command line names."""
    project, output = Path(sys.argv[1]), Path(sys.argv[2])
    title, sources = read_sources(project)
    package = epub.EpubBook()
    package.set_identifier("urn:uuid:00000000-0000-4000-8000-000000000000")
    package.set_title(title)
    package.set_language("en-GB")
    documents = []
    for source in sources:
        chapter = convert(source, pages=False)
        document = epub.EpubHtml(title=chapter.title, file_name=f"{chapter.slug}.xhtml")
        heading = f'<h1 id="{chapter.slug}">{escape(chapter.title)}</h1>'
        document.content = f"<html><body>{heading}{chapter.html}</body></html>"
        package.add_item(document)
        documents.append(document)
    for picture in sorted((project / "chapters" / "images").glob("*.png")):
        name = f"images/{picture.name}"
        package.add_item(
            epub.EpubItem(file_name=name, media_type="image/png", content=picture.read_bytes())
        )
    package.toc = documents
    package.spine = ["nav", *documents]
    package.add_item(epub.EpubNcx())
    package.add_item(epub.EpubNav())
    epub.write_epub(str(output), package)


if __name__ == "__main__":
    main()
