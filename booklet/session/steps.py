"""The steps of a session: what each is, when it begins, and what may be left out. Pure."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from booklet.components import BY_NAME
from booklet.components.component import SessionStep

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from booklet.session.boxes import Box, Note

AIMS, READING, BREAK, SPARE = "aims", "read", "break", "spare"
"""The kinds of steps that are no boxes, besides "rule"; all others are called like their box."""

MUST, USUAL, FIRST_TO_GO = 1, 2, 3
"""Priorities of steps."""

STEPS = {name: one.step for name, one in BY_NAME.items() if one.step is not None}
"""The components that are steps of a session."""

USUAL_START = dt.time(15, 30)

_MINUTES_IN_A_DAY = 24 * 60


@dataclass(frozen=True, slots=True)
class Step:
    """Something that is done in a session.

    Attributes:
        kind: the component's name, or "rule", "read", "break", "spare".
        title: as people call it.
        start: by the clock.
        minutes: how long it takes; 0 for what is part of the step before, such as a rule.
        priority: 1 for what must be done, 3 for what is left out first.
        is_estimated: whether nobody has said how long it takes.
        id: of its box in the chapter; "" when it has none.
        lines: its text, a paragraph or an item of a list each.
        items: the steps of a discussion, the questions of a quiz: what its lists hold.
        notes: what whoever leads the session is told about it.
    """

    kind: str
    title: str
    start: dt.time
    minutes: int
    priority: int = USUAL
    is_estimated: bool = False
    id: str = ""
    lines: tuple[str, ...] = ()
    items: tuple[str, ...] = ()
    notes: tuple[Note, ...] = ()

    @property
    def end(self) -> dt.time:
        """When it is over."""
        return later(self.start, self.minutes)


def clock(time: dt.time) -> str:
    """Write a time as people of all languages of these books read it: "15:30"."""
    return f"{time:%H:%M}"


def later(time: dt.time, minutes: int) -> dt.time:
    """Tell the time so many minutes later; after midnight it begins again."""
    total = (time.hour * 60 + time.minute + minutes) % _MINUTES_IN_A_DAY
    return dt.time(*divmod(total, 60))


def step_of(box: Box) -> Step:
    """Make a step of a box, still without its time by the clock."""
    usual = STEPS.get(box.kind, SessionStep())
    return Step(
        kind=box.kind,
        title=box.title,
        start=USUAL_START,
        minutes=usual.minutes if box.minutes is None else box.minutes,
        priority=box.priority or usual.priority,
        is_estimated=box.minutes is None and usual.minutes > 0,
        id=box.id,
        lines=box.lines,
        items=box.items,
        notes=box.notes,
    )


def timed(steps: Iterable[Step], start: dt.time) -> tuple[Step, ...]:
    """Give each step its start by the clock, the first at `start`."""
    done: list[Step] = []
    for step in steps:
        begins = done[-1].end if done else start
        done.append(replace(step, start=begins))
    return tuple(done)


def choose_left_out(steps: Sequence[Step], minutes: int) -> tuple[Step, ...]:
    """Choose what to leave out, to gain so many minutes.

    The least is lost of what matters most; of several ways that lose alike, the one that leaves
    out fewest steps. What must be done stays, even where that does not gain enough.

    Args:
        steps: of a session.
        minutes: to be gained; none are left out for 0 or less.

    Returns:
        Those steps, in their order.
    """
    if minutes <= 0:
        return ()
    # For so many minutes gained, the cheapest way: what is lost of each priority, and the steps.
    ways: dict[int, tuple[tuple[int, int, int], tuple[int, ...]]] = {0: ((0, 0, 0), ())}
    for index, step in enumerate(steps):
        if not step.minutes or step.priority == MUST:
            continue
        for gained, (cost, chosen) in sorted(ways.items(), reverse=True):
            total = min(gained + step.minutes, minutes)
            usual, first, count = cost
            lost = (
                usual + step.minutes * (step.priority == USUAL),
                first + step.minutes * (step.priority == FIRST_TO_GO),
                count + 1,
            )
            if total not in ways or lost < ways[total][0]:
                ways[total] = lost, (*chosen, index)
    return tuple(steps[index] for index in ways[max(ways)][1])


def add_breaks(steps: Iterable[Step], pause: Step, every: int) -> list[Step]:
    """Put a break before each step that would make people work for longer at a stretch."""
    done: list[Step] = []
    worked = 0
    for step in steps:
        if pause.minutes and worked and step.minutes and worked + step.minutes > every:
            done.append(pause)
            worked = 0
        done.append(step)
        worked += step.minutes
    return done
