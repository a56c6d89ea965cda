"""What is not known of a session, each thing said once, and what was taken instead. Pure."""

from __future__ import annotations

from typing import TYPE_CHECKING

from booklet.common.errors import Finding, Place, Severity
from booklet.common.wording import list_words, pluralise
from booklet.session.steps import clock

if TYPE_CHECKING:
    from collections.abc import Iterator

    from booklet.markup.chapter import Chapter
    from booklet.session.plan import SessionPlan
    from booklet.session.steps import Step


def about_choice(chapter: Chapter, chapters: tuple[Chapter, ...]) -> Iterator[Finding]:
    """Say which chapter was taken, where nobody has named one of several."""
    if len(chapters) > 1:
        others = ", ".join(f"'{one.slug}'" for one in chapters if one is not chapter)
        yield Finding(
            "S901",
            Severity.NOTE,
            f"the session is about '{chapter.title}', the first chapter",
            f"Choose another with --chapter: {others}.",
        )


def about_plan(plan: SessionPlan, chapter: Chapter) -> Iterator[Finding]:
    """Say what is missing in a plan, and what does not fit into its time."""
    place = Place(chapter.path)
    if plan.date is None:
        yield Finding(
            "S902",
            Severity.NOTE,
            "the session has no day, so its dates are left to be written in, and there is nothing "
            "for calendars",
            "Write 'session: 2026-09-14' at the top of the chapter, or date = 2026-09-14 below "
            "[session] in booklet.toml.",
            place,
        )
    if not plan.has_start:
        yield Finding(
            "S903",
            Severity.NOTE,
            f"nobody has said when the session starts; {clock(plan.start)} is taken",
            'Say it with --start 15:30, or with start = "15:30" below [session] in booklet.toml.',
        )
    estimated = [step for step in plan.timed_steps if step.is_estimated]
    if estimated:
        yield Finding(
            "S904",
            Severity.NOTE,
            f"the chapter does not say how long some things take: {_minutes_of(estimated)} are "
            "taken",
            "Write min-10 after the name of a box, as in [!discuss|min-10], and 'reading: 10' at "
            "the top of the chapter.",
            place,
        )
    yield from about_length(plan, chapter)


def about_numbers(*, has_numbers: bool, address: str) -> Iterator[Finding]:
    """Say that nobody knows how many people come, or where the page for phones will be."""
    if not has_numbers:
        yield Finding(
            "S907",
            Severity.NOTE,
            "nobody has said how many people come, so the job ticket is for one copy of each file",
            "Give a list with --people staff.csv, or write copies = 24 below [session] in "
            "booklet.toml.",
        )
    if not address:
        yield Finding(
            "S906",
            Severity.NOTE,
            "the page for phones has no address yet, so the poster has no QR code",
            'Put the folder on the web and write page = "https://…" below [session] in '
            "booklet.toml; or show the code of the command 'share' on the screen.",
        )


def about_length(plan: SessionPlan, chapter: Chapter) -> Iterator[Finding]:
    """Say what does not fit into the time of a session."""
    if not plan.left_out and not plan.overrun:
        return
    left_out = f"it leaves out {_minutes_of(plan.left_out)}" if plan.left_out else ""
    too_long = f"it ends {pluralise(plan.overrun, 'minute')} late" if plan.overrun else ""
    yield Finding(
        "S905",
        Severity.WARNING if plan.overrun else Severity.NOTE,
        f"there is more in the chapter than {plan.minutes} minutes hold: "
        + " and ".join(filter(None, (left_out, too_long))),
        "Give it more time with --minutes, or say what goes first: priority-3 after the name of "
        "a box, as in [!quiz|min-5|priority-3]; priority-1 always stays.",
        Place(chapter.path),
    )


def _minutes_of(steps: tuple[Step, ...] | list[Step]) -> str:
    """List steps with their minutes: "‘Quiz’ (5 minutes)"."""
    return list_words([f"‘{one.title}’ ({pluralise(one.minutes, 'minute')})" for one in steps])
