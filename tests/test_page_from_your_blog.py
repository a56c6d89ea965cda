"""The page 'From your blog to a booklet' shows what the program really answers, step by step."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from conftest import ROOT

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

PAGE = (ROOT / "docs" / "from-your-blog.md").read_text("utf-8")
POST, IMPORTED, REPORT, CHAPTER, BUILT = re.findall(r"(?s)```text\n(.*?)```", PAGE)


@pytest.mark.slow
def test_every_step_answers_what_the_page_shows(
    run_booklet: Callable, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "program").mkdir()
    monkeypatch.chdir(tmp_path / "program")
    (tmp_path / "program" / "my-post.txt").write_text(POST, "utf-8")
    run = run_booklet("import", "my-post.txt", "--project", "../meetings", "--author", "A. Head")
    assert run.out.replace("booklet pdf", "python build.py pdf") == IMPORTED
    assert REPORT in (tmp_path / "meetings" / "import-report.md").read_text("utf-8")
    (chapter,) = (tmp_path / "meetings" / "chapters").iterdir()
    assert chapter.read_text("utf-8") == CHAPTER
    assert run_booklet("pdf", "--project", "../meetings").out == BUILT


def test_the_page_names_only_options_that_there_are(run_booklet: Callable) -> None:
    options = set(re.findall(r"`(--[a-z]+)", PAGE))
    help_text = run_booklet("import", "--help").out
    assert options
    assert {option for option in options if option not in help_text} == set()
