"""What a careful colleague finds: nearly every fault, on its line, and hardly anything else."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from conftest import ROOT
from seeded_faults import SOUND, seed

from booklet.check.apply_fixes import apply_fixes
from booklet.check.prose import JOINER, mask
from booklet.common.words import words_of
from booklet.pipelines.check import check_texts_of
from booklet.project import assemble_book, read_sources

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from booklet.common.errors import Finding

DRAWING = '<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"><path d="M0 0h9v9"/></svg>'
OURS = tuple(path.read_text("utf-8") for path in sorted((ROOT / "chapters").glob("*.md")))
ROUNDS = 2


def found_in(project: Path, *texts: str) -> Sequence[Finding]:
    """Check texts, each as a chapter of one book."""
    chapters = project / "chapters"
    chapters.mkdir(parents=True, exist_ok=True)
    (chapters / "a.svg").write_text(DRAWING, "utf-8")
    for number, text in enumerate(texts, 1):
        (chapters / f"{number:02}-chapter.md").write_text(text, "utf-8")
    config, manuscript = read_sources(project)
    return check_texts_of(project, assemble_book(project, config, manuscript), manuscript)[1]


def told_in(project: Path, *texts: str) -> list[tuple[str, int]]:
    """List codes and lines of what only a check tells."""
    found = found_in(project, *texts)
    return [(one.code, one.place.line if one.place else 0) for one in found if one.code[0] in "RDV"]


def test_of_two_hundred_seeded_faults_hardly_one_is_missed(tmp_path: Path) -> None:
    seeded = 0
    missed = []
    texts = (*SOUND, *OURS)
    for number in range(ROUNDS * len(texts)):
        text, faults = seed(texts[number % len(texts)], number)
        found = found_in(tmp_path / str(number), text)
        told = {(one.code, one.place.line) for one in found if one.place}
        seeded += len(faults)
        missed += [(number, code, line, text.split("\n")[line - 1])
                   for code, line in faults if (code, line) not in told]  # fmt: skip
    assert seeded >= 200
    assert len(missed) <= seeded // 100, missed


def test_there_is_nothing_to_find_in_sound_chapters(tmp_path: Path) -> None:
    assert told_in(tmp_path / "sound", *SOUND) == []
    assert told_in(tmp_path / "ours", *OURS) == []


@pytest.mark.parametrize(
    "text",
    [
        "The multi-academy trust (MAT) met. Every MAT did.",
        "Every MAT (a multi-academy trust) met.",
        "SLT stands for senior leadership team.",
        "Please DO NOT RUN. It was in PART II, in 1998, on the BBC.",
        "See README.md and the A4 sheets in KS2 and Y6.",
        "PD James wrote it, and JK Rowling's was another.",
        "He had had enough, and that that happened is no wonder. It goes on on page 3.",
        "The village of Sing Sing. A **very** very long day.",
        "| the | the |\n|---|---|\n| a | a |",
        "```\nthe the SLT\n```",
        "`the the` and <span>SLT</span>".replace("SLT", "words"),
        "I used to give this talk with five rules.\n\n1. **One** – only.",
        "Two of these rules matter.\n\n1. **One** – a.\n2. **Two** – b.\n3. **Three** – c.",
        "There are two things to say about it.\n\nSomething.\n\n- one\n- two\n- three",
        "I have 3 questions. They are these:\n\n- a\n- b\n- c",
        "Mr. Khan of St. Mary’s spoke for a while. " * 6,
        "The report [from 2013 here](https://www.example.org/) says so.",
        "Parent, Year 1. Mrs Khan in Year 4. Phonics in Year 2. On Monday Year 4 were in the hall.",
        "The Romans in Year 4, *Macbeth* in Year 9, PE in Year 3, and assessment in Year 6.",
        "PowerPoint in Year 6, WhatsApp in Year 9.",
        "What Year 4 need is time. Last Week Year 5 read.",
        "Parents of Year 5 came. Handwriting in Year 3 is better. Only Year 2 stayed.",
        "Write to office@stwilfrids.sch.uk or to jo@example.org.",
        "Ring Childline on 0800 1111, or 999. ISBN 978-0-14-044913-6, 2026-09-14, 10.30–11.45.",
        "Charles Dickens was born on 7 February 1812.",
        "The number B123456789012 is none.",
        "> [!notes|lines-4]\n\n> [!partner]\n\n> [!revisit|weeks-2]\n\n> [!ifthen]",
        "> [!try]\n\n> Walk round the hall.",
    ],
)
def test_what_is_right_is_not_told(text: str, tmp_path: Path) -> None:
    assert told_in(tmp_path, f"# Title\n\n{text}\n") == []


@pytest.mark.parametrize(
    "name",
    ["O’Neill", "Sean O'Brien", "Ewan McDonald", "Łukasz", "Zoë Woźniak", "Ana-Maria", "Şebnem"],
)
def test_names_are_known_however_they_are_written(name: str, tmp_path: Path) -> None:
    assert told_in(tmp_path, f"# Title\n\nOn that day {name} in Year 4 came.\n") == [("D901", 3)]


def test_words_of_other_languages_are_not_read_as_english(tmp_path: Path) -> None:
    words = "Das das ist die CDU, sagt er [here](https://a.example.org)."
    text = f"---\ntitle: Eins\nlanguage: de\n---\n\n{words}\n"
    assert told_in(tmp_path, text) == []


def test_messages_about_people_do_not_say_what_was_found(tmp_path: Path) -> None:
    private = ("Jayden", "B1", "okafor", "270000", "2014", "J.B.")
    text, _ = seed(SOUND[1], 0)
    for one in found_in(tmp_path, text):
        if one.code[0] == "D":
            said = f"{one.problem} {one.hint}"
            assert not [word for word in private if word in said]


@pytest.mark.parametrize(
    ("remark", "told"),
    [
        ("The SLT and and so on. <!-- check: off R902 R901 -->", []),
        ("The SLT and and so on. <!-- check: off R902 -->", ["R901"]),
        ("The SLT and and so on. <!-- check: off r -->", []),
        ("<!-- check: off R901, R902 -->\nThe SLT and and so on.", []),
        ("<!-- check: off R901 -->\n\nThe SLT\nand and so on.", ["R902"]),
        ("Words.\n\n<!-- check: off R902 -->\nNothing.\n\nThe SLT and and so on.",
         ["R901", "R902"]),
        ("Words.\n\n<!-- check: off R -->\n\n- The SLT\n  and and so on.", []),
    ],
)  # fmt: skip
def test_remarks_switch_findings_off(remark: str, told: list[str], tmp_path: Path) -> None:
    from booklet.check.suppressions import drop_suppressed  # noqa: PLC0415 - as a user would

    found = found_in(tmp_path, f"{remark}\n")
    _, manuscript = read_sources(tmp_path)
    left = drop_suppressed(found, manuscript.sources)
    assert sorted(one.code for one in left if one.code[0] in "RV") == told


@pytest.mark.parametrize(
    "text",
    [
        "• one\n• two\n\n  more of two",
        "1) one\n2) two\n\n   more of two\n3) three",
        "(1) one\n(2) two",
        "• one\no\ttwo\no\tthree\n• four",
        "1. one\n• a point\n• another\n2. two",
        "☐ one\n☑ two",
        "> • one\n> • two",
        "- one\n\n• two",
        "1. one\n\n1) two",
    ],
)
def test_lists_stay_as_they_are_when_their_marks_are_mended(text: str, tmp_path: Path) -> None:
    def html_of(written: str) -> str:
        found_in(tmp_path, written)
        config, manuscript = read_sources(tmp_path)
        return assemble_book(tmp_path, config, manuscript).chapters[0].html

    written = f"# Title\n\n{text}\n"
    found = found_in(tmp_path, written)
    fixes = [one.fix for one in found if one.fix]
    mended = apply_fixes(written.encode(), fixes).decode()
    assert [one.code for one in found if one.code == "R911"]
    assert html_of(mended) == html_of(written)
    assert mended != written or "one\n\n" in text


@pytest.mark.parametrize(
    "typed",
    [
        "![A hall](Our new hall (1).jpg) one [two](03 my two.md#rule-1)",
        "one ![A hall](hall.jpg “The hall”) [two](a.md)",
    ],
)
def test_names_of_files_with_spaces_are_no_words(typed: str) -> None:
    assert words_of(mask(typed).replace(JOINER, "")) == ("one", "two")


def test_cells_and_drawn_words_are_words_of_their_own() -> None:
    typed = "<title>One</title><text>two</text> th<b>re</b>e <td>a</td><td>b</td>"
    assert words_of(mask(typed).replace(JOINER, "")) == ("one", "two", "three", "a", "b")
