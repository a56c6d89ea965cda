"""The plan of a session: what is done from when to when, and what may be left out. Pure.

Every file for a session takes its times and dates from here, so that they agree.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import TYPE_CHECKING

from booklet.components.revisit import DEFAULT_WEEKS
from booklet.session.boxes import RULE, Box, Note, count_read_words, read_boxes
from booklet.session.steps import (
    AIMS,
    BREAK,
    FIRST_TO_GO,
    MUST,
    READING,
    SPARE,
    STEPS,
    USUAL_START,
    Step,
    add_breaks,
    choose_left_out,
    later,
    step_of,
    timed,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from booklet.book import Book
    from booklet.markup.chapter import Chapter

_READ_ALONG = frozenset({"key", RULE})


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
        *(step_of(box) for box in boxes if box.kind in STEPS),
    ]

    def with_breaks(those: Iterable[Step]) -> list[Step]:
        pause = Step(
            BREAK, language.label("session_break"), USUAL_START, settings.break_minutes, MUST
        )
        return add_breaks(those, pause, settings.break_every)

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
    return [*steps, *(step_of(box) for box in boxes if box.kind in _READ_ALONG)]


def _aims(chapter: Chapter, boxes: Sequence[Box]) -> tuple[str, ...]:
    box = next((box for box in boxes if box.kind == AIMS), None)
    return (box.items or box.lines) if box else chapter.metadata.aims


def _revisits(boxes: Sequence[Box], date: dt.date | None) -> tuple[Revisit, ...]:
    found = [
        Revisit(weeks, date + dt.timedelta(weeks=weeks) if date else None, box.title, box.lines)
        for box in boxes
        if box.kind == "revisit"
        for weeks in box.weeks or DEFAULT_WEEKS
    ]
    return tuple(dict.fromkeys(sorted(found, key=lambda one: one.weeks)))
