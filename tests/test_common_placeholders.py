"""Places are filled once, with text, and nothing else that looks like them is."""

from __future__ import annotations

import pytest

from booklet.common.placeholders import fill_placeholders, find_placeholders, placeholder_name


@pytest.mark.parametrize("written", ["School name", "school_name", " SCHOOL-name ", "school\nname"])
def test_a_place_is_written_in_many_ways(written: str) -> None:
    assert placeholder_name(written) == "school_name"
    assert fill_placeholders(f"To {{{{{written}}}}}.", {"school_name": "Elm"}) == "To Elm."


def test_what_fills_a_place_is_not_looked_at_again() -> None:
    words = {"name": "{{school}} <b>", "school": "Elm"}
    assert fill_placeholders("{{name}} {{ school }}", words) == "{{school}} <b> Elm"


@pytest.mark.parametrize(
    "text", ["{name}", "{{ name", "{{name|upper}}", "{{7*6}}", "{% name %}", "{{}}", "{{other}}"]
)
def test_nothing_else_is_filled(text: str) -> None:
    assert fill_placeholders(text, {"name": "Ada"}) == text


def test_places_are_listed_by_their_names() -> None:
    assert find_placeholders("{{Name}}, {{ name }} of {{School}}") == {"name", "school"}
