"""A row of a list changes settings: by the heads of its columns, with cells that are text."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

import pytest

from booklet.common.errors import ConfigError, Place
from booklet.config import Config, change_settings, find_setting

if TYPE_CHECKING:
    from booklet.config.toml_lines import Key

ROW = Place("people.csv", 3)


def changed(key: Key, text: str) -> Config:
    return change_settings({"title": "Booklet"}, {key: text}, {}, ROW)


@pytest.mark.parametrize(
    ("head", "key"),
    [
        ("title", ("title",)),
        (" Cover line ", ("cover_line",)),
        ("colours.accent", ("colours", "accent")),
        ("Colours.Accent", ("colours", "accent")),
        ("editions.large-print.text_size", ("editions", "large-print", "text_size")),
        ("session", ("session", "date")),
        ("session.place", ("session", "place")),
        ("labels.chapter", ("labels", "chapter")),
        ("name", None),
        ("accent", None),
        ("colours", None),
        ("copy", None),
        ("part.title", None),
        ("", None),
    ],
)
def test_a_column_is_a_setting_when_it_is_called_after_one(head: str, key: Key | None) -> None:
    assert find_setting(head) == key


def test_cells_become_what_their_settings_take() -> None:
    assert changed(("title",), "2026").title == "2026"
    assert changed(("session", "date"), "2026-09-02").session.date == dt.date(2026, 9, 2)
    assert changed(("copyfit",), "No").copyfit is False
    assert changed(("series_number",), "3").series_number == 3
    assert changed(("author",), "Ann; Ben").authors == ("Ann", "Ben")
    assert changed(("colours", "accent"), "#036").colours.accent == "#003366"
    edition = changed(("editions", "large-print", "text_size"), "20 pt").editions["large-print"]
    assert edition.text_size == 20


def test_settings_are_filled_with_the_words_of_the_row() -> None:
    values = {"title": "For {{school}}", "copy": {"School": "nobody", "name": "you"}}
    config = change_settings(values, {("cover_line",): "{{name}}!"}, {"school": "Elm"}, ROW)
    assert (config.title, config.cover_line) == ("For Elm", "you!")
    assert config.placeholders == {"school": "Elm", "name": "you"}
    assert values["title"] == "For {{school}}"


def test_a_row_may_change_one_thing_of_a_session_that_only_has_its_day() -> None:
    values = {"session": dt.date(2026, 9, 2)}
    session = change_settings(values, {("session", "place"): "Hall"}, {}, ROW).session
    assert (session.date, session.place) == (dt.date(2026, 9, 2), "Hall")


def test_all_that_is_wrong_with_a_row_is_told_at_its_line() -> None:
    with pytest.raises(ConfigError) as caught:
        change_settings(
            {}, {("colours", "accent"): "reddish", ("session", "date"): "tomorrow"}, {}, ROW
        )
    assert {(one.code, one.place) for one in caught.value.findings} == {("L901", ROW)}
    problems = sorted(one.problem.partition(";")[0] for one in caught.value.findings)
    assert problems == ["colours.accent cannot be 'reddish'", "session.date cannot be 'tomorrow'"]
