"""Long notes go on overleaf, long lines of code on the next line: nothing runs off the paper."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pypdfium2
import pytest

from booklet.common.finding_codes import UNREADABLE
from booklet.pipelines.book import build_edition

if TYPE_CHECKING:
    from pathlib import Path

SENTENCE = "A school begins a habit and keeps it up"


def long_note(name: str, words: int) -> str:
    """Write a note whose tenth words all say where they stand."""
    said = (SENTENCE.split() * (words // 9 + 1))[:words]
    return " ".join(f"{name}x{n}" if n % 10 == 0 else word for n, word in enumerate(said))


CALLS = " ".join(f"Word[^{number}]" for number in range(1, 7))
NOTES = "\n\n".join(f"[^{number}]: {long_note(f'n{number}', 115)}" for number in range(1, 7))
CHAPTER = f"""# Notes

Before it[^long].

{CALLS} and on.

{"Words behind it. " * 40}

```
{"y" * 80}
{"x" * 300}
```

Again it[^long].

[^long]: {long_note("long", 720)}

{NOTES}
"""
MARKS = [f"longx{n}" for n in range(0, 720, 10)] + [
    f"n{number}x{n}" for number in range(1, 7) for n in range(0, 115, 10)
]


@pytest.fixture(scope="module", params=["standard", "large-print"])
def pages(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> list[str]:
    """Set the chapter in an edition; the text of each page, as far as it is on the paper."""
    project: Path = tmp_path_factory.mktemp(request.param)
    (project / "chapters").mkdir()
    (project / "chapters" / "1-a.md").write_text(CHAPTER)
    product, *_ = build_edition(project, project / "out", request.param)
    assert [one for one in product.findings if one.code in UNREADABLE] == []
    document = pypdfium2.PdfDocument(product.path)
    return [page.get_textpage().get_text_bounded() for page in document]


@pytest.mark.slow
def test_every_word_of_a_long_note_is_on_some_page_in_order(pages: list[str]) -> None:
    text = re.sub(r"-?\s+", " ", " ".join(pages))
    found = re.findall(r"\b(?:long|n\d)x\d+\b", text)
    assert sorted(found) == sorted(MARKS)
    for name in ("long", *(f"n{number}" for number in range(1, 7))):
        numbers = [int(one.partition("x")[2]) for one in found if one.startswith(f"{name}x")]
        assert numbers == sorted(numbers)
    assert sum(bool(re.search(r"longx\d", page)) for page in pages) > 1


@pytest.mark.slow
def test_a_long_line_of_code_is_whole_and_shows_where_it_is_turned(pages: list[str]) -> None:
    text = "".join("".join(pages).split())
    for letter, count in (("x", 300), ("y", 80)):
        run = max(re.findall(f"[{letter}↙]+", text), key=len)
        assert run.count(letter) == count
        assert run.count("↙") >= 1
