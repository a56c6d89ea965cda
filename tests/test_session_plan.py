"""The plan of a session: what is done when, what goes when time is short, when to come back."""

from __future__ import annotations

import datetime as dt
from itertools import pairwise
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from booklet.common.dates import read_time
from booklet.common.errors import UsageError
from booklet.pipelines.session import find_chapter
from booklet.project import read_book
from booklet.session.plan import plan_session
from booklet.session.steps import MUST, Step, choose_left_out, later, timed

if TYPE_CHECKING:
    from collections.abc import Callable

    from booklet.session.plan import SessionPlan

CHAPTER = """---
aims: [Know one thing]
session: 2026-09-02
reading: 10
---
# Meetings

Some text.[^a]

> [!key]
> The line to remember.

1. **Ask why** – first.

2. **Stop early** – always.

> [!reflect|min-5]
> - Why this one?
> - Why now?

> [!facilitator] Be quiet
> Say **nothing**.

> [!discuss|min-15] In threes
> 1. **Choose (5 minutes).** A rule.
> 2. **Talk (10 minutes).** About it.

> [!quiz|min-5]
> What?

> [!ifthen|min-10]
> For example.

> [!revisit|weeks-6|weeks-2]
> What happened?

> [!facilitator|min-20] Beforehand
> Read it.

[^a]: A note with a great many words in it.
"""


@pytest.fixture
def plan(make_project: Callable[..., object]) -> Callable[..., SessionPlan]:
    """Plan a session about a chapter: `plan(text, minutes=60)`."""

    def make(text: str = CHAPTER, settings: str = "", **options: object) -> SessionPlan:
        book = read_book(make_project({"chapters/1-a.md": text, "booklet.toml": settings}))
        return plan_session(book, book.chapters[0], **options)

    return make


def times(plan: SessionPlan) -> list[str]:
    return [f"{step.start:%H:%M} {step.minutes} {step.kind}" for step in plan.timed_steps]


def test_a_plan_gives_each_step_its_time(plan: Callable[..., SessionPlan]) -> None:
    made = plan(start=dt.time(15, 30), minutes=60)
    assert times(made) == [
        *("15:30 10 read", "15:40 5 reflect", "15:45 15 discuss", "16:00 5 quiz"),
        *("16:05 10 ifthen", "16:15 15 spare"),
    ]
    assert (made.end, made.left_out, made.overrun) == (dt.time(16, 30), (), 0)
    assert [step.kind for step in made.steps] == [
        *("aims", "read", "key", "rule", "rule", "reflect", "discuss", "quiz", "ifthen"),
        *("revisit", "spare"),
    ]
    assert made.aims == ("Know one thing",)
    assert made.questions == ("Why this one?", "Why now?")


def test_a_step_has_its_words_and_the_notes_before_it(plan: Callable[..., SessionPlan]) -> None:
    made = plan()
    discuss = next(step for step in made.steps if step.kind == "discuss")
    assert discuss.title == "In threes"
    assert discuss.items == ("Choose (5 minutes). A rule.", "Talk (10 minutes). About it.")
    assert [(note.title, note.lines) for note in discuss.notes] == [("Be quiet", ("Say nothing.",))]
    assert [note.title for note in made.preparation] == ["Beforehand"]
    assert made.preparation_minutes == 20


def test_people_come_back_on_the_chapter_s_dates(plan: Callable[..., SessionPlan]) -> None:
    assert [(one.date, one.questions) for one in plan().revisits] == [
        (dt.date(2026, 9, 16), ("What happened?",)),
        (dt.date(2026, 10, 14), ("What happened?",)),
    ]
    undated = plan(CHAPTER.replace("session: 2026-09-02\n", ""))
    assert [(one.weeks, one.date) for one in undated.revisits] == [(2, None), (6, None)]


def test_settings_have_what_nobody_says(plan: Callable[..., SessionPlan]) -> None:
    settings = '[session]\nstart = "3.45 pm"\nminutes = 45\nplace = "Hall"\n'
    made = plan(settings=settings)
    assert (made.start, made.minutes, made.place, made.has_start) == (
        *(dt.time(15, 45), 45, "Hall"),
        True,
    )
    assert plan(settings=settings, start=dt.time(9), minutes=50).start == dt.time(9)
    assert plan().has_start is False
    read_before = plan(settings="[session]\nread_beforehand = true\n")
    assert "read" not in {step.kind for step in read_before.steps}


def test_reading_takes_as_long_as_its_words(plan: Callable[..., SessionPlan]) -> None:
    text = "# A\n\n" + "word " * 301 + "\n\n> [!discuss|min-5]\n> " + "talk " * 500 + "\n"
    first = plan(text).steps[0]
    assert (first.kind, first.minutes, first.is_estimated) == ("read", 3, True)
    assert plan(text, "[session]\nreading_speed = 100\n").steps[0].minutes == 4


def test_long_sessions_have_breaks(plan: Callable[..., SessionPlan]) -> None:
    text = "---\nreading: 30\n---\n# A\n\nT\n\n" + "> [!discuss|min-30]\n> Why?\n\n" * 4
    made = plan(text, "[session]\nbreak_every = 60\nbreak_minutes = 15\n", minutes=180)
    assert times(made) == [
        *("15:30 30 read", "16:00 30 discuss", "16:30 15 break", "16:45 30 discuss"),
        *("17:15 30 discuss", "17:45 15 break", "18:00 30 discuss"),
    ]


def test_what_does_not_fit_is_left_out_by_its_priority(plan: Callable[..., SessionPlan]) -> None:
    made = plan(minutes=40)
    assert [step.kind for step in made.left_out] == ["quiz"]
    assert made.end == dt.time(16, 10)
    marked = CHAPTER.replace("[!quiz|min-5]", "[!quiz|min-5|priority-1]")
    assert [step.kind for step in plan(marked, minutes=40).left_out] == ["reflect"]
    short = plan(minutes=15)
    assert [step.kind for step in short.left_out] == ["reflect", "discuss", "quiz"]
    assert (short.overrun, short.end) == (5, dt.time(15, 50))


def step(minutes: int, priority: int) -> Step:
    return Step("discuss", f"{minutes}-{priority}", dt.time(0), minutes, priority)


def test_least_is_lost_of_what_matters_most() -> None:
    steps = [step(15, 2), step(5, 3), step(10, 3), step(10, 1), step(4, 2)]
    assert [one.title for one in choose_left_out(steps, 15)] == ["5-3", "10-3"]
    assert [one.title for one in choose_left_out(steps, 5)] == ["5-3"]
    assert [one.title for one in choose_left_out(steps, 16)] == ["5-3", "10-3", "4-2"]
    assert choose_left_out(steps, 0) == choose_left_out(steps, -5) == ()


@given(
    st.lists(st.builds(step, st.integers(0, 30), st.integers(1, 3)), max_size=9),
    st.integers(0, 60),
)
def test_enough_is_gained_where_that_is_possible_and_nothing_for_no_gain(
    steps: list[Step], minutes: int
) -> None:
    left_out = choose_left_out(steps, minutes)
    gained = sum(one.minutes for one in left_out)
    may_go = [one for one in steps if one.priority != MUST]
    assert all(one in may_go for one in left_out)
    assert gained >= min(minutes, sum(one.minutes for one in may_go))
    assert all(gained - one.minutes < minutes for one in left_out)


@given(st.lists(st.builds(step, st.integers(0, 90), st.integers(1, 3)), min_size=1))
def test_steps_follow_each_other_without_gaps(steps: list[Step]) -> None:
    made = timed(steps, dt.time(15, 30))
    assert made[0].start == dt.time(15, 30)
    assert all(one.end == two.start for one, two in pairwise(made))
    assert made[-1].end == later(dt.time(15, 30), sum(one.minutes for one in steps))


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("15:30", dt.time(15, 30)),
        ("9.05", dt.time(9, 5)),
        ("3.30 pm", dt.time(15, 30)),
        ("12 am", dt.time(0)),
        ("12pm", dt.time(12)),
        (dt.time(8, 15), dt.time(8, 15)),
    ],
)
def test_a_time_is_read_as_people_write_it(written: object, read: dt.time) -> None:
    assert read_time(written) == read


@pytest.mark.parametrize("written", ["25:00", "half past three", "15", "13 pm", "15:75", ""])
def test_what_is_no_time_is_refused_with_a_hint(written: str) -> None:
    with pytest.raises(ValueError, match=r"15:30|no such time"):
        read_time(written)


def test_a_chapter_is_found_as_its_author_names_it(make_project: Callable[..., object]) -> None:
    book = read_book(
        make_project({"chapters/1-a.md": "# Meetings\n\nA.", "chapters/02-b.md": "# Doors\n\nB."})
    )
    first, second = book.chapters
    assert find_chapter(book, "") is first
    for name in ("2", "02-b.md", "02-b", "b", "doors"):
        assert find_chapter(book, name) is second
    with pytest.raises(UsageError) as refused:
        find_chapter(book, "meetngs")
    assert "no chapter 'meetngs'" in str(refused.value)
