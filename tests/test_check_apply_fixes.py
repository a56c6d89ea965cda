"""Corrections change what they name and nothing else, whatever wrote the file."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from booklet.check.apply_fixes import apply_fixes, show_changes
from booklet.common.errors import BookletError, Fix, Place
from booklet.config.load import find_setting_faults
from booklet.project import read_book

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from booklet.common.errors import Finding


def fix(line: int, column: int, old: str, new: str) -> Fix:
    return Fix(Place("chapters/in.md", line, column), old, new)


def found_in(project: Path, chapter: bytes, settings: str = "") -> Sequence[Finding]:
    """Collect what an author is told about one chapter and settings."""
    (project / "chapters").mkdir(exist_ok=True)
    (project / "chapters" / "in.md").write_bytes(chapter)
    (project / "booklet.toml").write_text(settings, "utf-8")
    try:
        return read_book(project).findings
    except BookletError:
        return find_setting_faults(project)


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_line_ends_and_encoding_stay(end: str, encoding: str) -> None:
    text = f"one{end}twwo é two{end}{end}three"
    after = apply_fixes(text.encode(encoding), [fix(2, 1, "twwo", "two")])
    assert after.decode(encoding) == text.replace("twwo", "two")


def test_several_corrections_of_one_line_are_all_made() -> None:
    fixes = [fix(1, 1, "a", "the first"), fix(1, 5, "c", ""), fix(1, 3, "b", "b!")]
    assert apply_fixes(b"a b c", fixes) == b"the first b! "
    assert apply_fixes(b"a b c", [*fixes, *fixes]) == b"the first b! "


def test_a_correction_of_another_text_is_left_out() -> None:
    assert apply_fixes(b"something else", [fix(1, 1, "one", "two")]) == b"something else"
    assert apply_fixes(b"one one", [fix(1, 2, "one", "two")]) == b"one one"
    assert apply_fixes(b"x", [fix(7, 1, "x", "y")]) == b"x"


def test_a_place_that_is_off_is_found_where_it_can_be_only_one() -> None:
    assert apply_fixes(b"so one day", [fix(1, 1, "one", "two")]) == b"so two day"


@given(st.text("a\r\nb é", max_size=20), st.integers(1, 4), st.integers(0, 5))
def test_what_does_not_fit_changes_nothing(text: str, line: int, column: int) -> None:
    content = text.encode()
    assert apply_fixes(content, [fix(line, column, "zzz", "y"), fix(line, column, "", "")]) == (
        content
    )


def test_a_file_of_another_encoding_is_saved_as_utf_8(tmp_path: Path) -> None:
    (finding,) = found_in(tmp_path, b"# Title\n\nA caf\xe9.\n")
    assert finding.code == "M107"
    assert finding.fix is not None
    after = apply_fixes(b"# Title\n\nA caf\xe9.\n", [finding.fix])
    assert after.decode() == "# Title\n\nA café.\n"


@pytest.mark.parametrize(
    ("chapter", "corrected"),
    [
        ("---\ntitel: One\nSesion: 2026-09-14\n---\nWords.\n", "title: One\nsession: 2026-09-14"),
        ("# One\n\nItâ€™s hers, and itâ€™s good.\n", "It’s hers, and it’s good."),
        ("---\ntitel: One\ntitle: Two\n---\nWords.\n", "titel: One\ntitle: Two"),
        ("---\ntitle: One\nweather: fine\n---\nWords.\n", "title: One\nweather: fine"),
    ],
    ids=["names", "encoding", "a name that is taken", "no name that is near"],
)
def test_a_chapter_is_corrected_where_there_is_one_answer(
    chapter: str, corrected: str, tmp_path: Path
) -> None:
    found = found_in(tmp_path, chapter.encode())
    assert found
    after = apply_fixes(chapter.encode(), [one.fix for one in found if one.fix])
    assert corrected in after.decode()


@pytest.mark.parametrize(
    ("settings", "corrected"),
    [
        ('titel = "One"\n', 'title = "One"\n'),
        ('[color]\nacent = "#0f5257"\n', '[colours]\nacent = "#0f5257"\n'),
        ('[colours]\nacent = "#0f5257"\n', '[colours]\naccent = "#0f5257"\n'),
        ('title = "One"\nTitle = "Two"\n', 'title = "One"\nTitle = "Two"\n'),
    ],
)
def test_settings_are_corrected_where_there_is_one_answer(
    settings: str, corrected: str, tmp_path: Path
) -> None:
    found = found_in(tmp_path, b"# One\n\nWords.\n", settings)
    assert [one.code for one in found] == ["C001"]
    after = apply_fixes(settings.encode(), [one.fix for one in found if one.fix])
    assert after.decode() == corrected


def test_changes_are_shown_before_they_are_made() -> None:
    shown = show_changes("chapters/in.md", b"one\r\ntwwo\r\n", b"one\r\ntwo\r\n")
    assert shown == (
        "--- chapters/in.md\n+++ chapters/in.md (corrected)\n@@ -2 +2 @@\n-twwo\n+two\n"
    )
    assert show_changes("chapters/in.md", b"caf\xe9", "café".encode()) == ""


def test_a_diff_does_not_tell_what_a_message_would_not() -> None:
    before, after = (
        b"\xe2\x80\xa2 Zebedee in Year 4\none\ntwwo\n",
        b"- Zebedee in Year 4\none\ntwo\n",
    )
    shown = show_changes("chapters/in.md", before, after, {1})
    assert shown.splitlines()[2:] == [
        "@@ -1 +1 @@", "-• … … … …", "+- … … … …", "@@ -3 +3 @@", "-twwo", "+two"
    ]  # fmt: skip
