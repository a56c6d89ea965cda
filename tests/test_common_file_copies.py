"""Copies of files are known by the names that services, systems and editors give them."""

from __future__ import annotations

import pytest

from booklet.common.file_copies import CopyName, are_alike, find_copy_names

COPIES = (
    *("x (1).md", "x(2).md", "x - Copy.md", "x - Copy (2).md", "x copy.md", "x copy 2.md"),
    *("Copy of x.md", "Copy (2) of x.md", "x - Kopie.md", "Kopie von x.md", "x - copie.md"),
    *("x (Mary's conflicted copy 2026-09-14).md", "x (conflicted copy 2026-09-14 101112).md"),
    *("x (Case Conflict).md", "x [Conflict].md", "x (SFConflict a@b.uk 2026-09-14-10-11-12).md"),
    *("x.sync-conflict-20260914-101112-ABCDEFG.md", "x_conflict-20260914-101112.md"),
    *("x-LAPTOP.md", "x-DESKTOP-4F2K9.md", "x-HEAD-PC.md", "x-Mary's MacBook Pro.md"),
    *("~x.md", "~$x.md", ".#x.md", "#x.md#", ".x.md.swp", "x.md~", "x.md.bak", "x.md.orig"),
    *("x.md.~1~", "x_BASE_1234.md", "x.backup.md", "X (1).MD", "x-LAPTOP-7.md"),
)
CHAPTERS = (
    *("y (1).md", "x-SEND-matters.md", "x2.md", "xcopy.md", "photocopy.md", "x (second part).md"),
    *("conflict.md", "x-conflict.md", "resolving x.md", "x.md", "Copy of y.md", "x-laptops.md"),
)


@pytest.mark.parametrize("name", COPIES)
def test_a_copy_is_known_while_its_original_is_there(name: str) -> None:
    assert find_copy_names([name], ["x.md", name]) == {name: CopyName("x.md", is_certain=True)}
    assert find_copy_names([name], [name]) == {}


@pytest.mark.parametrize("name", CHAPTERS)
def test_other_names_are_names_of_chapters(name: str) -> None:
    assert find_copy_names([name], ["x.md", name]) == {}


@pytest.mark.parametrize("name", ["x-SCH0234.md", "x-KS2.md", "x 2.md", "x-old.md", "x v2.md"])
def test_some_names_say_copy_only_together_with_the_text(name: str) -> None:
    assert find_copy_names([name], ["x.md", name]) == {name: CopyName("x.md", is_certain=False)}


def test_a_computer_s_name_follows_a_name_with_hyphens() -> None:
    for name in ("01-a-LAPTOP.md", "01-a-LAPTOP-X1.md", "01-a-HEAD-PC.md", "01-a-Al's iMac.md"):
        found = find_copy_names([name], ["01-a.md", name])
        assert found == {name: CopyName("01-a.md", is_certain=True)}


def test_texts_are_alike_when_most_of_their_lines_are() -> None:
    lines = [f"This is line number {number} of the text.\n" for number in range(10)]
    assert are_alike("".join(lines), "".join(lines[:-1]) + "Something else altogether.\n")
    others = [f"Another sentence, number {number}.\n" for number in range(3)]
    assert not are_alike("".join(lines), "".join([*lines[:5], *others]))
    assert not are_alike("", "")
    assert not are_alike("short\n", "short\n")
