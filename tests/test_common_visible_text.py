"""Text from outside never commands a terminal, and never looks like a message of ours."""

from __future__ import annotations

import sys
import unicodedata
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st
from systems import needs_posix

from booklet.cli.console import progress_bar
from booklet.common.errors import Finding, OutputError, Place, Severity
from booklet.common.visible_text import visible, visible_lines

if TYPE_CHECKING:
    from collections.abc import Callable

    from conftest import Finished, MakeProject

EVIL = "\x1b]0;owned\x07\x9b31m\u202e\r\nchapters/00.md:1: error: send money"


@given(st.text())
def test_nothing_of_it_is_obeyed_and_nothing_visible_changes(text: str) -> None:
    shown = visible(text)
    assert not any(unicodedata.category(letter) in {"Cc", "Zl", "Zp", "Cs"} for letter in shown)
    assert visible(shown) == shown
    if text.isprintable():
        assert shown == text


def test_words_of_every_language_stay() -> None:
    for words in (
        "Reguły dla szkół",
        "\u0642\u200c\u0647",
        "क\u094d\u200dष",
        "Über\u00adlegung",
        "😀",
    ):
        assert visible(words) == words
    assert visible_lines("one\ntwo\x1b") == "one\ntwo\\x1b"


def test_a_message_has_two_lines_whatever_it_quotes() -> None:
    place = Place(EVIL, 3)
    for message in (
        str(Finding("M101", Severity.ERROR, EVIL, EVIL, place)),
        str(OutputError(EVIL, hint=EVIL, place=place)),
    ):
        first, second = message.split("\n")
        assert second.startswith("  hint: ")
        assert (first + second).isprintable()


TEXTS = {
    "metadata": {
        "chapters/01-one.md": '---\ntitle: "A\\e[31m\\nerror: B"\ncolour: "\\e[1m"\n---\nx'
    },
    "settings": {
        "chapters/01-one.md": "# One\n",
        "booklet.toml": 'title = "A\\u001b[31m"\n"wrong\\u001b[2J\\nerror: forged" = 1\n',
    },
    "link": {"chapters/01-one.md": "# One\n\n[x](two%1b%5b2J.md) and ![y](a%0aerror:%20b.png)\n"},
    "words": {"chapters/01-one.md": "# One \u202e\u2067\n\n[x](\u202egnp.exe) [^\x1b[5m]\n"},
    "template": {
        "chapters/01-one.md": "# One\n",
        "layouts/ebook/chapter.html": "{% include 'a\\x1b[2J\\nerror: forged' %}",
    },
    "expression": {
        "chapters/01-one.md": "# One\n",
        "layouts/ebook/chapter.html": "{{ '\x1b[2J'.nothing.at.all }}{% \x1b",
    },
    "style": {
        "chapters/01-one.md": "# One\n",
        "layouts/print/custom.css": "p { color: \x1b[31m; \x1b[2J: red } @\x9b1m;",
    },
}


@pytest.mark.parametrize("files", TEXTS.values(), ids=TEXTS)
def test_no_file_of_a_project_speaks_to_the_terminal(
    make_project: MakeProject, run_booklet: Callable[..., Finished], files: dict[str, str]
) -> None:
    finished = run_booklet("epub", "--project", make_project(files))
    assert_plain(finished)


@needs_posix
def test_no_name_of_a_file_speaks_to_the_terminal(
    make_project: MakeProject, run_booklet: Callable[..., Finished]
) -> None:
    evil = EVIL.replace("/", "|").replace("\x9b", "")
    project = make_project({f"chapters/01-{evil}.md": "# One\n\n![x](no.png)\n"})
    finished = run_booklet("epub", "--project", project)
    assert r"\x1b]0;owned" in finished.err
    assert_plain(finished)


def assert_plain(finished: Finished) -> None:
    """Look for whatever is no message of ours: every line begins as ours do."""
    text = finished.out + finished.err
    assert text
    assert "\x1b" not in text
    for line in text.splitlines():
        assert line.isprintable(), line
        assert not line.startswith("error: forged")
    ours = ("  hint: ", "Built ", "chapters/", "booklet.toml", "layouts/", *map(str, Severity))
    assert all(line.startswith(ours) for line in text.splitlines())
    assert "send money" not in {line[-10:] for line in text.splitlines() if line[:8] == "chapters"}


def test_a_title_is_no_markup(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Rich's own would end the build at a tag that closes nothing."""
    monkeypatch.setattr(sys.stderr, "isatty", lambda: True)
    monkeypatch.setenv("FORCE_COLOR", "1")  # Rich looks for itself
    with progress_bar(quiet=False) as progress:
        assert progress is not None
        for number, title in enumerate(("One", "Close tags\x1b[2J\n[/b]"), 1):
            progress(title, number, 3)
    shown = capsys.readouterr().err
    assert r"Set Close tags\x1b[2J\n[/b]" in shown
