"""A book in Arabic is bound at the right; its code runs from left to right."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pikepdf
import pypdfium2
import pytest

from booklet.pipelines.book import build_edition

if TYPE_CHECKING:
    from pathlib import Path

CHAPTER = """# قواعد[^2]

نص عادي.[^1]

1. **ابدأ** – كلمات.
2. **انته** – كلمات.

```
first => second != third
```

- [x] احجز

| AAA | BBB |
|---|---|
| CCC | DDD |

[^1]: NOTE.

[^2]: TITLE.
"""


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """Build the booklet; its pages, and the sheets for the copier."""
    project = tmp_path_factory.mktemp("arabic")
    (project / "chapters").mkdir()
    (project / "booklet.toml").write_text('language = "ar"\n', "utf-8")
    (project / "chapters" / "1-a.md").write_text(CHAPTER, "utf-8")
    pages, sheets, *_ = build_edition(project, project / "out", "standard")
    return pages.path, sheets.path


def place_of(path: Path, words: str) -> tuple[float, float]:
    """Find how far words begin and end from the left edge of their page, in points."""
    for page in pypdfium2.PdfDocument(path):
        text = page.get_textpage()
        found = text.search(words).get_next()
        if found is not None:
            first, count = found
            return text.get_charbox(first)[0], text.get_charbox(first + count - 1)[2]
    raise AssertionError(words)


@pytest.mark.slow
def test_the_file_is_read_from_right_to_left_and_bound_at_the_right(
    built: tuple[Path, Path],
) -> None:
    pages, sheets = built
    with pikepdf.open(pages) as pdf:
        assert pdf.Root.ViewerPreferences.Direction == pikepdf.Name.R2L
    # The cover is the left half of the first side: the fold is at its right.
    side = pypdfium2.PdfDocument(sheets)[0].render(scale=0.5).to_pil().convert("L")
    half = side.width // 2
    darkness = [
        sum(255 - value for value in side.crop((left, 0, left + half, side.height)).tobytes())
        for left in (0, half)
    ]
    assert darkness[0] > darkness[1] * 3


@pytest.mark.slow
def test_the_first_column_stands_at_the_right(built: tuple[Path, Path]) -> None:
    assert place_of(built[0], "AAA")[0] > place_of(built[0], "BBB")[1]
    assert place_of(built[0], "NOTE")[0] > 210  # beside the right margin of a page of 420


@pytest.mark.slow
def test_code_runs_from_left_to_right(built: tuple[Path, Path]) -> None:
    places = [place_of(built[0], words) for words in ("first", "=>", "second", "!=", "third")]
    assert places == sorted(places)


@pytest.mark.slow
def test_a_note_of_the_title_is_on_the_page_and_not_in_the_bookmarks(
    built: tuple[Path, Path],
) -> None:
    assert place_of(built[0], "TITLE")[0] > 210
    titles = [one.get_title() for one in pypdfium2.PdfDocument(built[0]).get_toc()]
    assert "قواعد" in titles


@pytest.mark.slow
def test_one_short_rule_stands_above_the_notes_at_the_right(built: tuple[Path, Path]) -> None:
    """PDFium used to draw a hairline below them, too."""
    document = pypdfium2.PdfDocument(built[0])
    page = next(one for one in document if "TITLE" in one.get_textpage().get_text_bounded())
    picture = page.render(scale=2, draw_annots=False).to_pil().convert("L")
    width, height = picture.size
    rows = [picture.crop((0, y, width, y + 1)).tobytes() for y in range(height * 2 // 3, height)]
    runs = [run for row in rows for run in re.finditer(rb"[\x00-\xaf]{60,}", row)]
    assert 1 <= len(runs) <= 2  # one line, of one row of pixels or two
    assert all(width // 2 < run.start() < run.end() for run in runs)


@pytest.mark.slow
def test_code_has_no_ligatures(built: tuple[Path, Path]) -> None:
    """In a ligature the typeface draws one sign and leaves the other's place empty."""
    for page in pypdfium2.PdfDocument(built[0]):
        text = page.get_textpage()
        found = text.search("!=").get_next()
        if found is not None:
            boxes = [text.get_charbox(found[0] + offset) for offset in (0, 1)]
            assert all(right - left > 1 for left, _, right, _ in boxes)
            assert boxes[0][2] < boxes[1][0]
            return
    raise AssertionError


@pytest.mark.slow
@pytest.mark.parametrize("edition", ["facilitator", "large-print"])
def test_text_of_other_editions_begins_at_the_right_and_stays_on_the_paper(
    edition: str, tmp_path: Path
) -> None:
    text = "# قواعد\n\nABC.\n\n> [!facilitator|min-5]\n> XYZ words for whoever leads.\n"
    (tmp_path / "chapters").mkdir()
    (tmp_path / "booklet.toml").write_text('language = "ar"\n', "utf-8")
    (tmp_path / "chapters" / "1-a.md").write_text(text, "utf-8")
    built, *_ = build_edition(tmp_path, tmp_path / "out", edition)
    assert not [one for one in built.findings if one.code == "T656"]
    assert place_of(built.path, "ABC")[0] > 595 / 2
    if edition == "facilitator":
        left, right = place_of(built.path, "whoever")
        assert 23 < left < right < 595 / 3
