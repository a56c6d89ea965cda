"""What an author meant to type: the nearest known word, or none."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from booklet.common.spelling import did_you_mean, nearest

KEYS = ("title", "subtitle", "author", "date", "aims")


@pytest.mark.parametrize(
    ("word", "meant"),
    [
        ("titel", "title"),
        ("Title", "title"),
        ("sub-title", "subtitle"),
        ("auhtor", "author"),
        ("AIMS", "aims"),
        ("colour", ""),
        ("", ""),
    ],
)
def test_the_nearest_word_is_found_whatever_its_capitals(word: str, meant: str) -> None:
    assert nearest(word, KEYS) == meant


def test_the_guess_is_written_as_the_word_is_known() -> None:
    assert nearest("MAPP.PNG", ["Map.png", "plan.png"]) == "Map.png"


def test_one_may_ask_for_more_likeness() -> None:
    assert nearest("dates of birth", KEYS, least=0.4) == "date"
    assert nearest("dates of birth", KEYS, least=0.7) == ""


def test_a_question_goes_before_the_rest_of_a_hint_or_is_left_out() -> None:
    assert did_you_mean("titel", KEYS) == "Did you mean 'title'? "
    assert did_you_mean("xyz", KEYS) == ""
    assert did_you_mean("title", ()) == ""


def test_a_word_of_a_megabyte_is_compared_at_once() -> None:
    assert nearest("title" * 200_000, KEYS) == ""


@pytest.mark.slow
@given(st.text(max_size=200), st.lists(st.text()))
def test_a_guess_is_always_one_of_the_known_words(word: str, known: list[str]) -> None:
    assert nearest(word, known) in {*known, ""}
    assert nearest(word, [*known, word]).lower() == word.lower()
