"""Small books and what became of them: `pytest --update-golden` writes it anew, then read the diff.

Beside each book in `tests/golden` lies what was made of it: the chapters' HTML, the e-book's files
and contents, and a summary of the pages. Never the bytes of a PDF.
"""

from __future__ import annotations

import difflib
import re
import zipfile
from typing import TYPE_CHECKING

import pikepdf
import pytest
from conftest import ROOT

from booklet.common.xhtml import serialise_content
from booklet.pipelines.book import build_all
from booklet.project import read_book

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping
    from pathlib import Path

BOOKS = sorted(path.parent for path in (ROOT / "tests" / "golden").glob("*/chapters"))

BLOCK_TAG = re.compile(
    r"</?(?:aside|blockquote|dd|div|dl|dt|figcaption|figure|h[1-6]|img|li|ol|p|pre|section|table|"
    r"tbody|td|th|thead|tr|ul)\b[^>]*>"
)


@pytest.mark.parametrize(
    "book",
    [
        pytest.param(
            path, id=path.name, marks=[] if path.name == "smallest" else [pytest.mark.slow]
        )
        for path in BOOKS
    ],
)
def test_a_small_book_becomes_what_it_was(
    book: Path,
    tmp_path: Path,
    request: pytest.FixtureRequest,
    poppler: Callable[..., str],
) -> None:
    epub, pdf, *_ = build_all(book, tmp_path)
    seen = {
        **dict(chapters_html(book)),
        "epub.txt": epub_summary(epub.path),
        "pdf.txt": pdf_summary(pdf.path, poppler("pdftotext", "-layout", pdf.path, "-")),
    }
    folder = book / "expected"
    if request.config.getoption("--update-golden"):
        write(folder, seen)
    expected = {path.name: path.read_text("utf-8") for path in sorted(folder.glob("*"))}
    assert sorted(seen) == sorted(expected)
    for name, content in seen.items():
        difference = difflib.unified_diff(
            expected[name].splitlines(),
            content.splitlines(),
            f"expected {name}",
            "now",
            lineterm="",
        )
        assert not (lines := list(difference)), "\n".join(lines)


def chapters_html(book: Path) -> Iterator[tuple[str, str]]:
    """Show the chapters before any medium is chosen, each block's tags on lines of their own."""
    for chapter in read_book(book).chapters:
        html = f"{chapter.html}\n<!-- answers -->\n{serialise_content(chapter.answers)}"
        lines = BLOCK_TAG.sub(r"\n\g<0>\n", html).splitlines()
        yield f"{chapter.slug}.html", "\n".join(line for line in lines if line.strip()) + "\n"


def epub_summary(path: Path) -> str:
    """Show the e-book's files and its navigation document."""
    with zipfile.ZipFile(path) as archive:
        names = archive.namelist()
        (nav,) = (name for name in names if name.endswith("contents.xhtml"))
        navigation = archive.read(nav).decode()
    body = re.sub(r".*<body[^>]*>|</body>.*", "", navigation, flags=re.DOTALL)
    return "\n".join([*names, "", *(line for line in body.splitlines() if line.strip())]) + "\n"


def pdf_summary(path: Path, text: str) -> str:
    """Show how many pages there are, how they are labelled and listed, and what stands on them."""
    with pikepdf.open(path) as document, document.open_outline() as outline:
        labels = [page.label for page in document.pages]
        listed = [*outline_lines(outline.root)]
        kinds = structure_kinds(document)
    pages = text.split("\f")[: len(labels)]
    return "\n".join(
        [
            f"pages: {len(labels)}",
            f"labels: {' '.join(labels)}",
            "structure: " + ", ".join(f"{name} {count}" for name, count in sorted(kinds.items())),
            "outline:",
            *listed,
            *(
                f"\n--- {label} ---\n" + "\n".join(" ".join(line.split()) for line in lines)
                for label, page in zip(labels, pages, strict=True)
                if (lines := [line for line in page.splitlines() if line.strip()])
            ),
            "",
        ]
    )


def outline_lines(items: list[pikepdf.OutlineItem], depth: int = 1) -> Iterator[str]:
    for item in items:
        yield f"{'  ' * depth}{item.title}"
        yield from outline_lines(item.children, depth + 1)


def structure_kinds(document: pikepdf.Pdf) -> Mapping[str, int]:
    """Count the structure elements of each kind (ISO 32000-1, 14.8.4)."""
    counts: dict[str, int] = {}
    for element in document.objects:
        if isinstance(element, pikepdf.Dictionary) and "/P" in element and "/S" in element:
            kind = str(element.S).removeprefix("/")
            counts[kind] = counts.get(kind, 0) + 1
    return counts


def write(folder: Path, seen: Mapping[str, str]) -> None:
    """Put what was seen in the place of what was expected."""
    folder.mkdir(exist_ok=True)
    for path in folder.iterdir():
        path.unlink()
    for name, content in seen.items():
        (folder / name).write_text(content, "utf-8", newline="\n")
