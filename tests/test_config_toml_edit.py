"""One setting is changed in a file of settings; nothing else in it is."""

from __future__ import annotations

import datetime as dt
import tomllib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from booklet.common.errors import UsageError
from booklet.config.toml_edit import Value, set_value

DAY = dt.date(2026, 9, 2)
SETTINGS = """\
# Ours.
title = "A # B"   # kept
# logo = "images/logo.png"
author = [
  "One",
  "Two",
]
session = 2026-01-01

# [ebook]

[colours]
# Dark.
accent = '#123456' # ours

[labels]
quiz = "Test"
"""


@pytest.mark.parametrize(
    ("key", "value", "old", "new"),
    [
        (("title",), 'Say "C"', '"A # B"   # kept', '"Say \\"C\\""   # kept'),
        (("logo",), "a.png", 'logo.png"\n', 'logo.png"\nlogo = "a.png"\n'),
        (("author",), ["One", "É"], '[\n  "One",\n  "Two",\n]', '["One", "É"]'),
        (("author",), None, 'author = [\n  "One",\n  "Two",\n]\n', ""),
        (("session",), DAY, "2026-01-01", "2026-09-02"),
        (("subtitle",), "S", "2026-01-01\n", '2026-01-01\nsubtitle = "S"\n'),
        (("colours", "accent"), "#000000", "'#123456' # ours", '"#000000" # ours'),
        (("ebook", "name"), "N", 'quiz = "Test"\n', 'quiz = "Test"\n\n[ebook]\nname = "N"\n'),
        (("labels", "note"), "N", "[labels]\n", '[labels]\nnote = "N"\n'),
        (("title",), "A # B", "", ""),
        (("subtitle",), None, "", ""),
    ],
)
def test_only_the_setting_changes(key: tuple[str, ...], value: Value, old: str, new: str) -> None:
    assert set_value(SETTINGS, key, value) == SETTINGS.replace(old, new, 1)


@pytest.mark.parametrize(
    ("before", "key", "value", "after"),
    [
        ("", ("title",), "T", 'title = "T"\n'),
        ("# Mine.\n[colours]\n", ("title",), "T", 'title = "T"\n# Mine.\n[colours]\n'),
        ("", ("colours", "accent"), "#000", '[colours]\naccent = "#000"\n'),
        ('logo = "a\\b.png"', ("title",), "T", 'logo = "a\\b.png"\ntitle = "T"'),
        ("session = { date = 2026-01-01, minutes = 60 } # x", ("session", "date"), DAY,
         "session = { date = 2026-09-02, minutes = 60 } # x"),
        ("session = { date = 2026-01-01, minutes = 60 }", ("session", "date"), None,
         "session = { minutes = 60 }"),
        ('colours.accent = "#111"', ("colours", "accent"), "#000", 'colours.accent = "#000"'),
    ],
)  # fmt: skip
def test_settings_are_found_however_they_are_written(
    before: str, key: tuple[str, ...], value: Value, after: str
) -> None:
    assert set_value(before, key, value) == after


def test_what_would_lose_a_comment_is_left_to_its_author() -> None:
    written = 'author = [\n  "One", # the first\n  "Two",\n]\n'
    with pytest.raises(UsageError) as raised:
        set_value(written, ("author",), "Three")
    assert "text of the settings" in raised.value.hint


@given(st.text(st.characters(exclude_categories=["Cc", "Cs"]), max_size=20))
def test_any_words_can_be_set(words: str) -> None:
    after = set_value(SETTINGS, ("title",), words)
    assert tomllib.loads(after) == {**tomllib.loads(SETTINGS), "title": words}
