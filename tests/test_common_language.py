"""Languages: dates, quotation marks, labels and the direction of the script."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from booklet.common.dates import read_date
from booklet.common.language import Language

DAY = dt.date(2026, 9, 14)


@pytest.mark.parametrize(
    ("tag", "date", "with_weekday"),
    [
        ("en-GB", "14 September 2026", "Monday 14 September 2026"),
        ("en-US", "September 14, 2026", "Monday, September 14, 2026"),
        ("cy", "14 Medi 2026", "Dydd Llun, 14 Medi 2026"),
        ("fr", "14 septembre 2026", "lundi 14 septembre 2026"),
    ],
)
def test_dates_are_written_as_people_write_them(tag: str, date: str, with_weekday: str) -> None:
    assert Language(tag).long_date(DAY) == date
    assert Language(tag).long_date(DAY, weekday=True) == with_weekday


@pytest.mark.parametrize(
    ("tag", "direction"),
    [("en-GB", "ltr"), ("ar", "rtl"), ("ur-PK", "rtl"), ("ur-Latn", "ltr"), ("az-Arab", "rtl")],
)
def test_scripts_run_their_way(tag: str, direction: str) -> None:
    assert Language(tag).direction == direction


def test_quotation_marks_are_the_languages_or_the_countrys() -> None:
    assert Language("de").quotes[:2] == ("„", "“")
    assert Language("de-CH").quotes[:2] == ("«", "»")
    assert Language("tlh").quotes == Language("en-GB").quotes


def test_a_label_is_the_authors_or_ours() -> None:
    language = Language("cy", {"answers": "Atebion"})
    assert language.label("answers") == "Atebion"
    assert language.label("notes") == "Nodiadau"


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("14/09/2026", "2026-09-14"),
        ("14.9.2026", "2026-09-14"),
        ("2026/9/14", "2026-09-14"),
        ("14 September 2026", "2026-09-14"),
        ("14th Sept. 2026", "2026-09-14"),
    ],
)
def test_a_date_written_otherwise_is_understood_and_explained(written: str, meant: str) -> None:
    with pytest.raises(ValueError, match=f"Did you mean {meant}"):
        read_date(written)


@pytest.mark.parametrize("written", ["", "soon", "2026-9-1x", "31/31/2026", "14 Smarch 2026", None])
def test_what_is_no_date_is_refused_with_an_example(written: object) -> None:
    with pytest.raises(ValueError, match="A date is written year-month-day: 2026-09-14"):
        read_date(written)


@given(st.dates(dt.date(1800, 1, 1), dt.date(2999, 12, 31)))
def test_a_date_comes_back_as_it_was_written(day: dt.date) -> None:
    assert read_date(day.isoformat()) == read_date(day) == day
    assert read_date(dt.datetime(day.year, day.month, day.day, 12)) == day  # noqa: DTZ001 - as TOML gives it
