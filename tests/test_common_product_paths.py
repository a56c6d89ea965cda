"""Finished files lie where people look for them, under names that say what they are for."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from booklet.common.errors import OutputError
from booklet.common.outputs import prepare_folder
from booklet.common.product_paths import ProductPaths

OUT = Path("out")
THUMB = ProductPaths(OUT, "rules-of-thumb")
LONG = ProductPaths(OUT, "what-we-have-learnt-in-eleven-years-of-leading-small-schools")


def test_the_standard_edition_and_the_e_book_lie_on_top() -> None:
    assert THUMB.epub == Path("out/rules-of-thumb.epub")
    assert THUMB.pages() == Path("out/rules-of-thumb-A5-pages.pdf")
    assert THUMB.sheets("A4-booklet") == Path("out/rules-of-thumb-A4-booklet.pdf")
    assert THUMB.fillable("A5", "standard") == Path("out/rules-of-thumb-A5-fillable.pdf")
    assert THUMB.print_note == Path("out/rules-of-thumb-print-me.pdf")


def test_all_else_has_a_folder_of_its_own() -> None:
    editions = Path("out/editions")
    large = "large-print-A4", "large-print"
    assert THUMB.pages(*large) == editions / "rules-of-thumb-large-print-A4-pages.pdf"
    assert THUMB.fillable(*large) == editions / "rules-of-thumb-large-print-A4-fillable.pdf"
    assert THUMB.screen("clear-A4", "clear") == editions / "rules-of-thumb-clear-A4-screen.pdf"
    greyscale = editions / "rules-of-thumb-greyscale-A4-booklet.pdf"
    assert THUMB.sheets("A4-booklet", "greyscale") == greyscale
    assert THUMB.handout(2, "summer-holidays", "A4-handout") == Path(
        "out/handouts/rules-of-thumb-2-summer-holidays-A4-handout.pdf"
    )


def test_names_are_cut_between_words() -> None:
    name = LONG.pages("large-print-A4", "large-print").name
    assert name == "what-we-have-learnt-in-eleven-large-print-A4-pages.pdf"
    assert LONG.epub.name == "what-we-have-learnt-in-eleven.epub"
    chapter = "making-the-most-of-the-summer-holidays-as-a-school-leader"
    names = [LONG.handout(number, chapter, "A4-rule-cards").name for number in (1, 2)]
    assert names[0] != names[1]
    assert names[0].startswith("what-we-1-making-the-most-of-the-summer-A4")
    assert all(len(name) <= 60 for name in names)


def test_a_name_of_one_long_word_is_cut_too() -> None:
    paths = ProductPaths(OUT, "o" * 60)
    assert paths.pages().name == f"{'o' * 32}-A5-pages.pdf"
    assert len(paths.handout(1, "u" * 90, "A4-handout").name) <= 60


def test_names_are_good_on_every_system() -> None:
    assert ProductPaths(OUT, "nul").epub.name == "nul-booklet.epub"
    assert ProductPaths(OUT, "nul").pages().name == "nul-A5-pages.pdf"
    assert ProductPaths(OUT, "a").sheets("A4-booklet", "Jour 1: lire").name == (
        "a-Jour 1- lire-A4-booklet.pdf"
    )


def test_a_folder_that_leads_out_is_refused(tmp_path: Path) -> None:
    (tmp_path / "elsewhere").mkdir()
    out = tmp_path / "out"
    out.mkdir()
    (out / "handouts").symlink_to(tmp_path / "elsewhere")
    with pytest.raises(OutputError, match="leads out"):
        prepare_folder(out)


def test_everything_for_a_session_lies_side_by_side_in_its_folder() -> None:
    session = THUMB.session(dt.date(2026, 9, 2), "summer-holidays")
    assert session.file("job-ticket.pdf") == Path("out/session-2026-09-02/job-ticket.pdf")
    large = session.pages("large-print-A4", "large-print")
    assert large == Path("out/session-2026-09-02/rules-of-thumb-large-print-A4-pages.pdf")
    assert session.handout(1, "summer", "A4-handout").parent == session.out
    other = THUMB.session(dt.date(2026, 9, 2), "summer-holidays", 2)
    assert other.file("run-sheet.pdf") == Path(
        "out/session-2026-09-02-2-summer-holidays/run-sheet.pdf"
    )
    undated = THUMB.session(None, "summer-holidays")
    assert undated.out == Path("out/session-summer-holidays")
