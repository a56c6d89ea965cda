"""Style sheets: seven sizes of type, shapes that tell families of boxes apart, no fixed sides."""

from __future__ import annotations

import datetime as dt
import re
from itertools import pairwise
from typing import TYPE_CHECKING

import pytest
from conftest import ROOT
from pydantic import ValidationError

from booklet.book.book import Publication
from booklet.components.component_use import Family
from booklet.config import Config, EditionDefinition
from booklet.config.colour import contrast_between, lighten
from booklet.config.editions import TYPE_SIZES
from booklet.theme.book_strings import book_strings_of
from booklet.theme.editions import EDITIONS, find_edition
from booklet.theme.style_bundle import type_sizes

if TYPE_CHECKING:
    from pathlib import Path

LAYOUTS = ROOT / "layouts"
MODIFIED = dt.date(2026, 9, 1)
SHEETS = sorted(
    path
    for path in (*LAYOUTS.glob("print/*.css"), *LAYOUTS.glob("editions/*/print/*.css"))
    if path.name not in {"rule-cards.css", "print-note.css"}  # on paper of their own
)
NAMES = [path.relative_to(LAYOUTS).as_posix() for path in SHEETS]
SIZE = re.compile(r"\bfont(?:-size)?:\s*([^;}]+)")
ON_THE_SCALE = re.compile(rf"var\(--(?:{'|'.join(TYPE_SIZES)})-size\)")


@pytest.mark.parametrize("sheet", SHEETS, ids=NAMES)
def test_a_style_sheet_has_no_size_of_type_but_the_seven(sheet: Path) -> None:
    """A cover is fitted to its words, and a raised figure is in proportion to its text."""
    text = re.sub(r"/\*.*?\*/", "", sheet.read_text("utf-8"), flags=re.DOTALL)
    text = re.sub(r"(?:sup, sub|::footnote-call|\.note-again|\.cover[-\w. ]*) \{[^}]*\}", "", text)
    others = [
        size
        for size in SIZE.findall(text)
        if not ON_THE_SCALE.search(size) and size.strip() != "1em"
    ]
    assert others == []


@pytest.mark.parametrize("name", EDITIONS)
def test_an_edition_has_seven_sizes_and_none_below_what_it_promises(name: str) -> None:
    edition = find_edition(name, Config())
    sizes = type_sizes(edition)
    assert tuple(sizes) == TYPE_SIZES
    assert all(smaller <= larger for smaller, larger in pairwise(sizes.values()))
    promised = {"large-print": 18, "clear": 12, "facilitator": 8.5}
    assert min(sizes.values()) >= promised.get(name, 8)


def test_large_print_stays_large_when_an_author_makes_it_smaller() -> None:
    config = Config.model_validate({"editions": {"large-print": {"text_size": 16}}})
    assert min(type_sizes(find_edition("large-print", config)).values()) == 16


SHAPE = re.compile(r"\b(border-(?:top|inline-start|end-start-radius|radius)|border)\s*:")


@pytest.mark.parametrize("sheet", ["print/components.css", "ebook/components.css"])
def test_families_of_boxes_differ_in_shape_and_not_only_in_words(sheet: str) -> None:
    text = (LAYOUTS / sheet).read_text("utf-8")
    shapes = {}
    for family in Family:
        rules = re.findall(rf"^[^{{}}]*\.{family}\b[^{{}}]*\{{([^}}]*)\}}", text, re.MULTILINE)
        shapes[family] = frozenset(SHAPE.findall("\n".join(rules))) if family else frozenset()
    del shapes[Family.PLAIN]
    assert all(shapes.values())
    assert len(set(shapes.values())) == len(shapes)


@pytest.mark.parametrize("sheet", ["text", "components", "matter"])
def test_what_has_a_beginning_and_an_end_is_not_tied_to_left_and_right(sheet: str) -> None:
    """In Arabic and Hebrew a list is indented, a box marked and a numeral set at the right."""
    text = (LAYOUTS / f"print/{sheet}.css").read_text("utf-8")
    assert not re.findall(r"(?:margin|padding|border)-(?:left|right)\b|text-align: left", text)


@pytest.mark.parametrize("scale", [[1, 2], [1, 1, 1, 1, 1, 1, 0.9], ["a"] * 7, 3, [1] * 8])
def test_a_scale_that_is_none_is_refused(scale: object) -> None:
    with pytest.raises(ValidationError, match="type_scale"):
        EditionDefinition.model_validate({"type_scale": scale})


def test_settings_have_the_quotation_marks_of_chapters() -> None:
    config = Config.model_validate(
        {
            "subtitle": 'For St Wilfrid\'s "new" staff -- and others',
            "author": ["Sean O'Neill"],
            "address": "https://example.org/a--b'c",
        }
    )
    publication = Publication(config, "The head's book", "slug", "urn:x", MODIFIED, frozenset())
    strings = book_strings_of(publication)
    assert strings.title == "The head’s book"
    assert strings.subtitle == "For St Wilfrid’s “new” staff – and others"
    assert strings.author == "Sean O’Neill"
    assert strings.address == "https://example.org/a--b'c"


@pytest.mark.parametrize("accent", ["#0f5257", "#000000", "#5b2a6e", "#0000ff", "#7a1f3d"])
def test_the_accent_has_a_tone_that_reads_on_dark_pages(accent: str) -> None:
    tone = lighten(accent, 7.0, on="#1e1e1e")
    assert contrast_between(tone, "#1e1e1e") >= 7.0
    assert lighten("#ffffff", 7.0, on="#1e1e1e") == "#ffffff"
