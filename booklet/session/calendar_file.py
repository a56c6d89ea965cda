"""The dates of a session for calendars (iCalendar, RFC 5545): the session, and each revisit.

Outlook, Google and Apple read it alike: whole days are `VALUE=DATE` with an exclusive end, a time
of day names a time zone that is described in the file by its rules, and every event keeps its UID
from one version of the file to the next, so that a calendar renews it instead of adding another.
"""

from __future__ import annotations

import datetime as dt
import re
import uuid
from dataclasses import dataclass
from importlib.resources import files
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

if TYPE_CHECKING:
    from collections.abc import Sequence

    from icalendar import Calendar, Event, Timezone

    from booklet.book import Book
    from booklet.session.plan import SessionPlan

_FORMER = 1970
"""The year in which a rule of a time zone begins: before anything that is planned."""

_LAST_WEEK = 5
_DAYS = ("SU", "MO", "TU", "WE", "TH", "FR", "SA")
_NAME = r"(?:[A-Za-z]{3,}|<[A-Za-z0-9+-]+>)"
_OFFSET = r"[+-]?\d{1,2}(?::\d{2}){0,2}"
_CHANGE = r",M(\d+)\.(\d)\.(\d)(?:/(\d{1,2}))?"
_POSIX = re.compile(rf"({_NAME})({_OFFSET})(?:({_NAME})({_OFFSET})?{_CHANGE}{_CHANGE})?")
"""The rule at the end of a file of the IANA Time Zone Database (RFC 8536, 3.3; POSIX, TZ)."""


@dataclass(frozen=True, slots=True)
class _Season:
    """Standard or daylight-saving time.

    Attributes:
        name: "GMT".
        offset: from UTC.
        before: the offset until it begins.
        change: month, week and weekday (from Sunday, 0) of its first day, and the hour by the
            clock before; None for a zone that never changes.
    """

    name: str
    offset: dt.timedelta
    before: dt.timedelta
    change: tuple[int, int, int, int] | None


def make_calendar(book: Book, plan: SessionPlan) -> bytes:
    """Write the session and the days of its revisits as a calendar.

    Args:
        book: that it is from: its identifier makes those of the events, its date stamps them.
        plan: of the session, with a day.

    Returns:
        The file; the same plan gives the same bytes.
    """
    from icalendar import Calendar  # noqa: PLC0415 - of the extra `session`, and slow to import

    calendar = Calendar()
    calendar.add("version", "2.0")
    calendar.add("prodid", "-//Booklets for staff training//cpd-booklet//EN")
    calendar.add("calscale", "GREGORIAN")
    calendar.add("method", "PUBLISH")
    calendar.add("x-wr-calname", plan.title)
    _add_session(calendar, book, plan)
    for revisit in plan.revisits:
        if revisit.date is None:
            continue
        event = _event(book, plan, f"revisit-{revisit.weeks}", f"{revisit.title}: {plan.title}")
        _set_days(event, revisit.date)
        event.add("transp", "TRANSPARENT")
        event.add("description", "\n".join((*revisit.questions, *plan.questions)))
        calendar.add_component(event)
    return bytes(calendar.to_ical(sorted=False))


def _add_session(calendar: Calendar, book: Book, plan: SessionPlan) -> None:
    """Add the session: at its time where somebody has said when, else as a whole day."""
    if plan.date is None:
        return
    event = _event(book, plan, "session", plan.title)
    if plan.has_start:
        name = book.config.session.time_zone
        begins = dt.datetime.combine(plan.date, plan.start, ZoneInfo(name))
        ends = begins + dt.timedelta(minutes=plan.minutes + plan.overrun)
        zone = _make_zone(name)
        if zone is None:
            begins, ends = begins.astimezone(dt.UTC), ends.astimezone(dt.UTC)
        else:
            calendar.add_component(zone)
        event.add("dtstart", begins)
        event.add("dtend", ends)
    else:
        _set_days(event, plan.date)
    address = book.config.page_address
    event.add("description", "\n".join(filter(None, (*plan.aims, *plan.questions, address))))
    if plan.place:
        event.add("location", plan.place)
    if address:
        event.add("url", address)
    calendar.add_component(event)


def _event(book: Book, plan: SessionPlan, name: str, summary: str) -> Event:
    """Make an event with what all have: an identifier that stays, and a stamp of the sources."""
    from icalendar import Event  # noqa: PLC0415 - as above

    event = Event()
    event.add("uid", str(uuid.uuid5(uuid.NAMESPACE_URL, f"{book.identifier}#{plan.slug}-{name}")))
    stamp = dt.datetime.combine(book.modified, dt.time(), dt.UTC)
    event.add("dtstamp", stamp)
    event.add("last-modified", stamp)
    event.add("summary", summary)
    return event


def _set_days(event: Event, day: dt.date) -> None:
    """Let an event last one whole day (RFC 5545, 3.6.1: the end is the first day after it)."""
    event.add("dtstart", day)
    event.add("dtend", day + dt.timedelta(days=1))


def _make_zone(name: str) -> Timezone | None:
    """Describe a time zone by its rules; None for one that needs more than RFC 5545 says simply."""
    from icalendar import (  # noqa: PLC0415 - as above
        Timezone,
        TimezoneDaylight,
        TimezoneStandard,
    )

    seasons = _read_seasons(_posix_rule(name))
    if not seasons:
        return None
    zone = Timezone()
    zone.add("tzid", name)
    for season, kind in zip(seasons, (TimezoneStandard, TimezoneDaylight), strict=False):
        part = kind()
        part.add("dtstart", _first_change(season))
        part.add("tzoffsetfrom", season.before)
        part.add("tzoffsetto", season.offset)
        part.add("tzname", season.name)
        if season.change:
            month, week, weekday, _ = season.change
            place = -1 if week == _LAST_WEEK else week
            part.add("rrule", {"FREQ": "YEARLY", "BYMONTH": month,
                               "BYDAY": f"{place}{_DAYS[weekday]}"})  # fmt: skip
        zone.add_component(part)
    return zone


def _posix_rule(name: str) -> str:
    """Read the last line of a zone's file: "GMT0BST,M3.5.0/1,M10.5.0"."""
    path = files("tzdata").joinpath("zoneinfo", *name.split("/"))
    return path.read_bytes().rstrip(b"\n").rpartition(b"\n")[2].decode("ascii")


def _read_seasons(rule: str) -> tuple[_Season, ...]:
    """Read a rule: standard time, then daylight-saving time if there is any; () for others."""
    match = _POSIX.fullmatch(rule)
    if match is None:
        return ()
    standard = -_hours(match[2])  # POSIX counts westward
    if not match[3]:
        return (_Season(match[1].strip("<>"), standard, standard, None),)
    summer = -_hours(match[4]) if match[4] else standard + dt.timedelta(hours=1)
    begins, ends = (_read_change(match.groups()[first : first + 4]) for first in (4, 8))
    return (
        _Season(match[1].strip("<>"), standard, summer, ends),
        _Season(match[3].strip("<>"), summer, standard, begins),
    )


def _read_change(figures: Sequence[str | None]) -> tuple[int, int, int, int]:
    """Read month, week, weekday and hour; a rule without an hour means two o'clock (POSIX, TZ)."""
    month, week, weekday, hour = (2 if one is None else int(one) for one in figures)
    return month, week, weekday, hour


def _hours(written: str) -> dt.timedelta:
    sign = -1 if written.startswith("-") else 1
    hours, minutes, *_ = (*map(int, written.lstrip("+-").split(":")), 0)
    return sign * dt.timedelta(hours=hours, minutes=minutes)


def _first_change(season: _Season) -> dt.datetime:
    """Find when a season begins in the year in which its rule does, by the clock before."""
    if season.change is None:
        return dt.datetime(_FORMER, 1, 1)  # noqa: DTZ001 - local time, as RFC 5545 (3.6.5) has it
    month, week, weekday, hour = season.change
    first = dt.date(_FORMER, month, 1)
    day = first + dt.timedelta(days=(weekday - first.isoweekday()) % 7 + 7 * (week - 1))
    if day.month != month:
        day -= dt.timedelta(weeks=1)
    return dt.datetime.combine(day, dt.time(hour))
