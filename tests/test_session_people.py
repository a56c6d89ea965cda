"""A list of people from any spreadsheet, and the groups that are drawn from it."""

from __future__ import annotations

from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from booklet.common.errors import BookletError, ManuscriptError, UsageError
from booklet.manuscript.spreadsheet import parse_spreadsheet
from booklet.session.people import Person, draw_groups, read_people

EDITIONS = {"standard": "", "large-print": "Large print", "clear": "Clear type"}


def read(text: str) -> list[tuple[str, str, str]]:
    people = read_people(parse_spreadsheet(text.encode(), "staff.csv"), EDITIONS)
    return [(one.name, one.edition, one.team) for one in people]


@pytest.mark.parametrize(
    "text",
    [
        "Name,Edition,Team\nAda King,Large print,Maths\nBo,,\n",
        "\n\nname;edition;team\n Ada  King ;large-print;Maths\n\n;;\nBo;standard;\n",
        'Surname\tForename\tFormat\tDepartment\nKing\tAda\t"LARGE PRINT"\tMaths\n\tBo\n',
    ],
)
def test_a_list_is_read_from_any_spreadsheet(text: str) -> None:
    assert read(text) == [("Ada King", "large-print", "Maths"), ("Bo", "standard", "")]


def test_a_list_of_names_alone_needs_no_first_line() -> None:
    assert read("Ada\nBo\n") == [("Ada", "standard", ""), ("Bo", "standard", "")]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("name,edition\nAda,\nBo,larg print\n", "staff.csv:3: there is no edition 'larg print'"),
        ("who,what\nAda,clear\n", "staff.csv:1: the first line of the list names no column"),
        ("name\n", "staff.csv: the list has no names"),
        ("", "staff.csv: the list has no names"),
    ],
)
def test_what_is_wrong_with_a_list_is_told_with_its_line(text: str, said: str) -> None:
    with pytest.raises(UsageError) as refused:
        read(text)
    assert said in str(refused.value).replace("error: ", "")


@given(st.text())
def test_whatever_is_in_a_list_it_is_read_or_refused(text: str) -> None:
    try:
        found = read(text)
    except BookletError:
        return
    assert all(name.strip() for name, *_ in found)


def test_a_cell_without_end_is_told_with_its_line() -> None:
    with pytest.raises(ManuscriptError) as refused:
        read('name\nAda\n"' + "Bo " * 50_000)
    assert str(refused.value).startswith("staff.csv:3: error: a row cannot be read")


def people(*names: str, team: str = "") -> list[Person]:
    return [Person(name, team=team) for name in names]


@pytest.mark.parametrize(
    ("count", "sizes"),
    [(1, [1]), (2, [2]), (4, [4]), (5, [2, 3]), (7, [3, 4]), (8, [2, 3, 3]), (9, [3, 3, 3])],
)
def test_groups_are_of_three_or_nearly(count: int, sizes: list[int]) -> None:
    groups = draw_groups(people(*(f"P{number}" for number in range(count))))
    assert sorted(len(group) for group in groups) == sizes


def test_the_same_list_gives_the_same_groups_and_a_seed_others() -> None:
    staff = people("Ada", "Bo", "Cy", "Di", "Ed", "Flo", "Ada")
    drawn = draw_groups(staff, seed=4)
    assert draw_groups(staff[::-1], seed=4) == drawn
    assert {draw_groups(staff, seed=seed) for seed in range(9)} - {drawn}
    assert [[one.name for one in group] for group in drawn] == [
        [one.name for one in group] for group in draw_groups(staff[::-1], seed=4)
    ]


def test_people_of_one_team_are_apart() -> None:
    staff = [*people("A", "B", "C", team="Maths"), *people("D", "E", "F", team="Art"),
             *people("G", "H", "I", team="PE")]  # fmt: skip
    for seed in range(5):
        for group in draw_groups(staff, seed=seed):
            assert len({one.team for one in group}) == 3


@given(
    st.lists(st.builds(Person, st.text(max_size=3), team=st.sampled_from("abc")), min_size=1),
    st.integers(2, 6),
)
def test_everybody_is_in_one_group_and_groups_differ_by_one_at_most(
    staff: list[Person], size: int
) -> None:
    groups = draw_groups(staff, size)
    assert Counter(one for group in groups for one in group) == Counter(staff)
    sizes = {len(group) for group in groups}
    assert max(sizes) - min(sizes) <= 1
