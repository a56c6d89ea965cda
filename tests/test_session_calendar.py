"""A session's dates for calendars, as two independent readers of iCalendar understand them."""

from __future__ import annotations

import datetime as dt
import json
import subprocess
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

import icalendar
import pytest
from conftest import missing, program
from reading import find_libraries

from booklet.project import read_book
from booklet.session.calendar_file import make_calendar
from booklet.session.plan import plan_session

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

READ_IN_JAVASCRIPT = """
import ICAL from {library};
let text = '';
for await (const chunk of process.stdin) text += chunk;
const calendar = new ICAL.Component(ICAL.parse(text));
for (const zone of calendar.getAllSubcomponents('vtimezone'))
  ICAL.TimezoneService.register(zone);
const when = (time) => time.isDate ? time.toString() : time.toJSDate().toISOString();
console.log(JSON.stringify(calendar.getAllSubcomponents('vevent').map((component) => {
  const event = new ICAL.Event(component);
  return [event.uid, event.summary, event.description, event.location ?? '',
          when(event.startDate), when(event.endDate)];
})));
"""
CHAPTER = """# Rules; for meetings, and more

Text.

> [!reflect|min-5]
> - Which meeting would you miss, if it were gone; and why that one of all the meetings there are?

> [!revisit|weeks-2|weeks-26]
> Ünïcödé: what happened, “honestly”? Say it in a line that is far too long for seventy-five bytes.
"""


@pytest.fixture
def make(make_project: Callable[..., Path]) -> Callable[[str], bytes]:
    """Write the calendar of a session with some settings."""

    def calendar(settings: str) -> bytes:
        book = read_book(
            make_project(
                {"booklet.toml": f'title = "T"\ndate = 2026-06-01\n[session]\n{settings}\n',
                 "chapters/1-a.md": CHAPTER}
            )
        )  # fmt: skip
        return make_calendar(book, plan_session(book, book.chapters[0]))

    return calendar


def read_in_python(file: bytes) -> list[list[str]]:
    def when(time: dt.date) -> str:
        if not isinstance(time, dt.datetime):
            return time.isoformat()
        return time.astimezone(dt.UTC).strftime("%Y-%m-%dT%H:%M:%S.000Z")

    return [
        [
            *(str(event.get(name, "")) for name in ("uid", "summary", "description", "location")),
            *(when(event.decoded(name)) for name in ("dtstart", "dtend")),
        ]
        for event in icalendar.Calendar.from_ical(file).walk("VEVENT")
    ]


TIMED = 'date = 2026-07-07\nstart = "15:30"\nminutes = 45\nplace = "Hall; at the back"'


def test_the_session_is_at_its_time_and_each_revisit_a_whole_day(
    make: Callable[[str], bytes],
) -> None:
    session, soon, later = read_in_python(make(TIMED))
    assert session[4:] == ["2026-07-07T14:30:00.000Z", "2026-07-07T15:15:00.000Z"]
    assert session[1] == "Rules; for meetings, and more"
    assert session[3] == "Hall; at the back"
    assert soon[4:] == ["2026-07-21", "2026-07-22"]
    assert later[4:] == ["2027-01-05", "2027-01-06"]
    assert soon[1] == "Revisit: Rules; for meetings, and more"
    assert "what happened, “honestly”?" in soon[2]
    assert "and why that one of all the meetings" in soon[2]


def test_without_a_time_the_session_is_a_whole_day(make: Callable[[str], bytes]) -> None:
    file = make("date = 2026-07-07")
    assert read_in_python(file)[0][4:] == ["2026-07-07", "2026-07-08"]
    assert b"DTSTART;VALUE=DATE:20260707\r\nDTEND;VALUE=DATE:20260708\r\n" in file
    assert b"VTIMEZONE" not in file


def test_the_file_is_as_calendars_want_it(make: Callable[[str], bytes]) -> None:
    file = make(TIMED)
    lines = file.split(b"\r\n")
    assert max(map(len, lines)) <= 75  # RFC 5545, 3.1
    assert b"\n" not in b"".join(lines)
    assert b"DTSTART;TZID=Europe/London:20260707T153000" in lines
    zone = file.partition(b"BEGIN:VTIMEZONE")[2].partition(b"END:VTIMEZONE")[0]
    assert b"RRULE:FREQ=YEARLY;BYDAY=-1SU;BYMONTH=3" in zone
    assert lines[1] == b"VERSION:2.0"
    assert b"METHOD:PUBLISH" in lines


def test_an_event_keeps_its_identifier_when_its_day_moves(make: Callable[[str], bytes]) -> None:
    first, moved = read_in_python(make(TIMED)), read_in_python(make("date = 2026-09-02"))
    assert [event[0] for event in first] == [event[0] for event in moved]
    assert len({event[0] for event in first}) == 3


@pytest.mark.validator
@pytest.mark.parametrize("day", ["2026-07-07", "2026-12-04", "2026-03-29", "2026-10-25"])
@pytest.mark.parametrize(
    "zone", ["Europe/London", "America/New_York", "Asia/Kolkata", "America/Nuuk", "Europe/Dublin"]
)
def test_a_second_reader_understands_the_same(
    make: Callable[[str], bytes], day: str, zone: str
) -> None:
    libraries = find_libraries()
    if libraries is None or not (libraries / "ical.js").is_dir():
        missing("ical.js", "npm install, as in .ci/run")
    file = make(f'date = {day}\nstart = "15:30"\ntime_zone = "{zone}"')
    library = json.dumps((libraries / "ical.js" / "dist" / "ical.js").as_uri())
    script = READ_IN_JAVASCRIPT.replace("{library}", library)
    command = [program("node", "nodejs"), "--input-type=module", "-e", script]
    finished = subprocess.run(command, input=file, capture_output=True, check=True)
    events = json.loads(finished.stdout)
    assert events == read_in_python(file)
    noon = dt.datetime.fromisoformat(f"{day}T15:30").replace(tzinfo=ZoneInfo(zone))
    assert events[0][4] == noon.astimezone(dt.UTC).strftime("%Y-%m-%dT%H:%M:%S.000Z")
