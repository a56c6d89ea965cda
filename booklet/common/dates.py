"""Read a date as an author writes it, and say how it should be written when it cannot be read."""

from __future__ import annotations

import calendar
import datetime as dt
import re

EXAMPLE = "2026-09-14"

_EARLIEST, _LATEST = 1800, 2999
_BY_NUMBERS = re.compile(r"(\d{1,2})[./ -](\d{1,2})[./ -](\d{4})")
_BY_NAME = re.compile(r"(\d{1,2})(?:st|nd|rd|th)?\s+([A-Za-z]{3,})\.?,?\s+(\d{4})")
_DURATION = re.compile(
    r"(?:(\d{1,3}(?:\.\d+)?)\s*h(?:ours?|rs?)?)?\s*(?:(\d{1,4})\s*(?:m|mins?|minutes?)?)?\s*"
    r"(?:(\d{1,5})\s*s(?:ec|econds?)?)?"
)
_MONTHS = {name[:3].lower(): number for number, name in enumerate(calendar.month_name) if name}


def read_date(value: object) -> dt.date:
    """Read a date: `2026-09-14`, as text or as TOML's own kind of value.

    Raises:
        ValueError: when it is none; the message is a hint for the author.
    """
    if isinstance(value, dt.datetime):
        value = value.date()
    day = value if isinstance(value, dt.date) else _from_text(value)
    if not _EARLIEST <= day.year <= _LATEST:
        raise ValueError(f"Look at the year: it has four figures, as in {EXAMPLE}.")
    return day


def read_duration(text: str) -> dt.timedelta:
    """Read how long something takes: `90m`, `2h`, `1h30`, `45 minutes`; at most a day.

    Raises:
        ValueError: when it is none; the message is a hint for the author.
    """
    match = _DURATION.fullmatch(text.strip().lower())
    if match is None or not any(match.groups()):
        raise ValueError("Write hours and minutes, such as 90m, 2h or 1h30.")
    hours, minutes, seconds = (float(part or 0) for part in match.groups())
    length = dt.timedelta(hours=hours, minutes=minutes, seconds=seconds)
    if not dt.timedelta(0) < length <= dt.timedelta(days=1):
        raise ValueError("It can be anything up to 24h.")
    return length


def _from_text(value: object) -> dt.date:
    text = str(value).strip()
    try:
        if re.fullmatch(r"\d{4}-\d{2}-\d{2}", text):
            return dt.date.fromisoformat(text)
    except ValueError:
        raise ValueError("There is no such day: look at the month and the day.") from None
    meant = _guess(text)
    guess = f"Did you mean {meant}? " if meant else ""
    raise ValueError(f"{guess}A date is written year-month-day: {EXAMPLE}.")


def _guess(text: str) -> dt.date | None:
    """Understand a date written the British way, by numbers or with the month's name."""
    numbers, name = _BY_NUMBERS.fullmatch(text), _BY_NAME.fullmatch(text)
    year_first = re.fullmatch(r"(\d{4})[./ -](\d{1,2})[./ -](\d{1,2})", text)
    try:
        if numbers:
            return dt.date(int(numbers[3]), int(numbers[2]), int(numbers[1]))
        if year_first:
            return dt.date(int(year_first[1]), int(year_first[2]), int(year_first[3]))
        if name:
            return dt.date(int(name[3]), _MONTHS.get(name[2][:3].lower(), 0), int(name[1]))
    except ValueError:
        return None
    return None


TIME_EXAMPLE = "15:30"

_TIME = re.compile(r"(\d{1,2})(?:[:.](\d{2}))?(?::00)?\s*([ap])?\.?(?:m\.?)?", re.IGNORECASE)
_NOON = 12


def read_time(value: object) -> dt.time:
    """Read a time of day: `15:30`, `3.30 pm`, or TOML's own kind of value.

    Raises:
        ValueError: when it is none; the message is a hint for the author.
    """
    if isinstance(value, dt.time):
        return value.replace(second=0, microsecond=0, tzinfo=None)
    match = _TIME.fullmatch(str(value).strip())
    hint = f"A time is written with hours and minutes: {TIME_EXAMPLE}."
    if match is None or (match[2] is None and match[3] is None):
        raise ValueError(hint)
    hours, minutes, half = int(match[1]), int(match[2] or 0), (match[3] or "").lower()
    if half and not 1 <= hours <= _NOON:
        raise ValueError(hint)
    if half:
        hours = hours % _NOON + (_NOON if half == "p" else 0)
    try:
        return dt.time(hours, minutes)
    except ValueError:
        raise ValueError("There is no such time: hours go to 23, minutes to 59.") from None
