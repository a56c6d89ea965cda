"""The plan of a session: what is done from when to when, and what may be left out. Pure.

Every file for a session takes its times and dates from here, so that they agree.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from booklet.components.revisit import DEFAULT_WEEKS
from booklet.session.boxes import RULE, Box, Note, count_read_words, read_boxes

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from booklet.book import Book
    from booklet.markup.chapter import Chapter

AIMS, READING, BREAK, SPARE = "aims", "read", "break", "spare"
USUAL_START = dt.time(15, 30)
MUST, USUAL, FIRST_TO_GO = 1, 2, 3

_USUAL_MINUTES = {
    "reflect": 5,
    "discuss": 10,
    "audit": 5,
    "quiz": 5,
    "action": 5,
    "ifthen": 5,
    "try": 5,
}
"""How long a box is taken to need that does not say; other boxes take no time of their own."""

_USUAL_PRIORITIES = {
    "read": MUST,
    "ifthen": MUST,
    "revisit": MUST,
    "quiz": FIRST_TO_GO,
    "try": FIRST_TO_GO,
}
"""What goes where nothing is marked: a plan and its dates are what a session is for."""

_ASKS = frozenset({"partner", "reading", "revisit", *_USUAL_MINUTES})
_READ_ALONG = frozenset({"key", RULE})
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


@dataclass(frozen=True, slots=True)
class Revisit:
    """A day on which people come back to their plans.

    Attributes:
        weeks: after the session.
        date: None when the session's own is not known.
        title: of the box.
        questions: what its box says, a paragraph or an item of a list each.
    """

    weeks: int
    date: dt.date | None
    title: str
    questions: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class SessionPlan:
    """A session from its first minute to its last.

    Attributes:
        book_title: of the booklet.
        title: of the chapter.
        slug: of the chapter.
        date: None when it is not known.
        start: by the clock.
        has_start: whether somebody has said when it starts; else it is the usual time.
        minutes: how long it may take.
        place: where it is; "" when that is not known.
        aims: what people will take away.
        steps: in order, and without gaps; the first starts at `start`.
        left_out: what the time does not allow, in the chapter's order.
        preparation: what whoever leads it is told about the whole session.
        questions: those that people think about in the session.
        revisits: in the order of their dates.
    """

    book_title: str
    title: str
    slug: str
    date: dt.date | None
    start: dt.time
    has_start: bool
    minutes: int
    place: str
    aims: tuple[str, ...]
    steps: tuple[Step, ...]
    left_out: tuple[Step, ...]
    preparation: tuple[Note, ...]
    questions: tuple[str, ...]
    revisits: tuple[Revisit, ...]

    @property
    def timed_steps(self) -> tuple[Step, ...]:
        """The steps that take time of their own."""
        return tuple(step for step in self.steps if step.minutes)

    @property
    def end(self) -> dt.time:
        """When the last step is over."""
        return later(self.start, sum(step.minutes for step in self.steps))

    @property
    def overrun(self) -> int:
        """How many minutes it takes more than it may, although all is left out that can be."""
        return max(0, sum(step.minutes for step in self.steps) - self.minutes)

    @property
    def preparation_minutes(self) -> int:
        """How long whoever leads it prepares."""
        notes = (*self.preparation, *(note for step in self.steps for note in step.notes))
        return sum(note.minutes for note in notes)


def later(time: dt.time, minutes: int) -> dt.time:
    """Tell the time so many minutes later; after midnight it begins again."""
    total = (time.hour * 60 + time.minute + minutes) % _MINUTES_IN_A_DAY
    return dt.time(*divmod(total, 60))


def plan_session(
    book: Book,
    chapter: Chapter,
    *,
    start: dt.time | None = None,
    minutes: int | None = None,
) -> SessionPlan:
    """Plan a session about a chapter.

    Args:
        book: its settings have what is not said here.
        chapter: one of the book's.
        start: by the clock; None takes the settings', or the usual time.
        minutes: how long it may take; None takes the settings'.
    """
    settings = book.config.session
    language = book.config.book_language
    boxes, preparation = read_boxes(chapter, language.of(chapter.metadata.language))
    date = chapter.metadata.session or settings.date
    said = start or settings.start
    allowed = settings.minutes if minutes is None else minutes
    steps = [
        *_opening(chapter, boxes, book),
        *(_step_of(box) for box in boxes if box.kind in _ASKS),
    ]

    def with_breaks(those: Iterable[Step]) -> list[Step]:
        pause = Step(
            BREAK, language.label("session_break"), USUAL_START, settings.break_minutes, MUST
        )
        return _add_breaks(those, pause, settings.break_every)

    needed = sum(step.minutes for step in with_breaks(steps))
    left_out = choose_left_out(steps, needed - allowed)
    kept = with_breaks(step for step in steps if step not in left_out)
    spare = allowed - sum(step.minutes for step in kept)
    if spare > 0:
        title = language.label("session_spare")
        kept.append(Step(SPARE, title, USUAL_START, spare, FIRST_TO_GO))
    return SessionPlan(
        book_title=book.title,
        title=chapter.title,
        slug=chapter.slug,
        date=date,
        start=said or USUAL_START,
        has_start=said is not None,
        minutes=allowed,
        place=settings.place,
        aims=_aims(chapter, boxes),
        steps=timed(kept, said or USUAL_START),
        left_out=left_out,
        preparation=preparation,
        questions=tuple(
            line for box in boxes if box.kind == "reflect" for line in box.items or box.lines
        ),
        revisits=_revisits(boxes, date),
    )


@dataclass(frozen=True, slots=True)
class LatePlan:
    """What becomes of a session that starts late and should still end on time.

    Attributes:
        minutes: how late it starts.
        steps: that are left, with their times; without time in hand.
        left_out: what goes, in the session's order.
        spare: how many minutes of time in hand are left.
        overrun: how many minutes it ends late, although all is left out that can be.
    """

    minutes: int
    steps: tuple[Step, ...]
    left_out: tuple[Step, ...]
    spare: int
    overrun: int


def start_late(plan: SessionPlan, minutes: int) -> LatePlan:
    """Plan a session that starts late: the time in hand goes first, then what matters least."""
    kept = [step for step in plan.steps if step.kind != SPARE]
    spare = sum(step.minutes for step in plan.steps if step.kind == SPARE)
    left_out = choose_left_out(kept, minutes - spare)
    gained = spare + sum(step.minutes for step in left_out)
    steps = [step for step in kept if step not in left_out]
    return LatePlan(
        minutes=minutes,
        steps=timed(steps, later(plan.start, minutes)),
        left_out=left_out,
        spare=max(0, gained - minutes),
        overrun=max(0, minutes - gained),
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


def _opening(chapter: Chapter, boxes: Sequence[Box], book: Book) -> list[Step]:
    """List what comes before anybody does anything: the aims, and the chapter to be read."""
    settings, language = book.config.session, book.config.book_language
    aims = _aims(chapter, boxes)
    box = next((box for box in boxes if box.kind == AIMS), None)
    steps = []
    if aims:
        title = box.title if box else language.of(chapter.metadata.language).label(AIMS)
        notes = box.notes if box else ()
        steps.append(
            Step(AIMS, title, USUAL_START, (box.minutes if box else 0) or 0, MUST,
                 id=box.id if box else "", lines=aims, items=aims, notes=notes)
        )  # fmt: skip
    said = chapter.metadata.reading
    reckoned = -(-count_read_words(chapter) // settings.reading_speed)
    if not settings.read_beforehand and (said or reckoned):
        steps.append(
            Step(READING, language.label("session_read"), USUAL_START, said or reckoned, MUST,
                 is_estimated=said is None)
        )  # fmt: skip
    return [*steps, *(_step_of(box) for box in boxes if box.kind in _READ_ALONG)]


def _aims(chapter: Chapter, boxes: Sequence[Box]) -> tuple[str, ...]:
    box = next((box for box in boxes if box.kind == AIMS), None)
    return (box.items or box.lines) if box else chapter.metadata.aims


def _step_of(box: Box) -> Step:
    usual = _USUAL_MINUTES.get(box.kind, 0)
    return Step(
        kind=box.kind,
        title=box.title,
        start=USUAL_START,
        minutes=usual if box.minutes is None else box.minutes,
        priority=box.priority or _USUAL_PRIORITIES.get(box.kind, USUAL),
        is_estimated=box.minutes is None and usual > 0,
        id=box.id,
        lines=box.lines,
        items=box.items,
        notes=box.notes,
    )


def _add_breaks(steps: Iterable[Step], pause: Step, every: int) -> list[Step]:
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


def _revisits(boxes: Sequence[Box], date: dt.date | None) -> tuple[Revisit, ...]:
    found = [
        Revisit(weeks, date + dt.timedelta(weeks=weeks) if date else None, box.title, box.lines)
        for box in boxes
        if box.kind == "revisit"
        for weeks in box.weeks or DEFAULT_WEEKS
    ]
    return tuple(dict.fromkeys(sorted(found, key=lambda one: one.weeks)))
