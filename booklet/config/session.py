"""The settings of a training session: when it is, how long it takes, and for how many people.

They stand in `[session]`; a book that only wants real dates printed may write `session = DATE`.
"""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Annotated, Any

from babel.core import get_global
from pydantic import AfterValidator, BeforeValidator, Field

from booklet.common.dates import read_time
from booklet.common.product_paths import STANDARD
from booklet.config.values import Address, Boolean, Date, Table, Text, as_date, as_text, refusal

_DEAREST_SHEET = 100
_MOST_COPIES = 9999


def _whole(value: object, least: int, most: int, example: str) -> int:
    if isinstance(value, bool) or not isinstance(value, int) or not least <= value <= most:
        raise refusal(
            f"cannot be '{value}'",
            f"Write a whole number from {least} to {most}, without quotation marks: {example}.",
        )
    return value


def as_clock_time(value: object) -> dt.time:
    """Read a time of day."""
    try:
        return read_time(value)
    except ValueError as error:
        raise refusal(f"cannot be '{value}'", str(error)) from error


def as_session_minutes(value: object) -> int:
    """Read how long a session takes."""
    return _whole(value, 10, 600, "60")


def as_break_minutes(value: object) -> int:
    """Read how long a break is; 0 for none."""
    return _whole(value, 0, 120, "10")


def as_reading_speed(value: object) -> int:
    """Read how many words people read in a minute."""
    return _whole(value, 50, 400, "150")


def as_group_size(value: object) -> int:
    """Read how many people talk together."""
    return _whole(value, 2, 12, "3")


def as_seed(value: object) -> int:
    """Read the number that groups are drawn by."""
    return _whole(value, 0, 1_000_000, "7")


def as_copy_count(value: object) -> int:
    """Read how many copies of an edition are wanted."""
    return _whole(value, 0, _MOST_COPIES, "24")


def as_copies(value: object) -> object:
    """Read a number of copies, which is of the standard edition, or a table with editions."""
    return {STANDARD: value} if isinstance(value, int) else value


def as_sheet_price(value: object) -> Decimal:
    """Read what a printed sheet costs."""
    is_number = isinstance(value, (int, float)) and not isinstance(value, bool)
    price = Decimal(str(value)) if is_number else Decimal(-1)
    if not 0 < price <= _DEAREST_SHEET:
        raise refusal(
            f"cannot be '{value}'",
            "Write what one sheet costs, printed on both sides, as a number: 0.04.",
        )
    return price


def as_currency(value: str) -> str:
    """Check the code of a currency (ISO 4217)."""
    if not (len(value) == len("GBP") and value.isascii() and value.isalpha()):
        raise refusal(f"cannot be '{value}'", "Write the three letters of a currency: 'GBP'.")
    return value.upper()


def as_time_zone(value: str) -> str:
    """Check the name of a time zone (IANA Time Zone Database)."""
    if value not in get_global("zone_territories") or value == "Etc/Unknown":
        raise refusal(
            f"cannot be '{value}'", "Write it as calendars do: 'Europe/London', 'Europe/Paris'."
        )
    return value


class SessionSettings(Table):
    """When and where a session is, how long it takes, and for how many people.

    Attributes:
        date: its day; None when it is not known.
        start: its time; None when it is not known.
        minutes: how long it takes.
        place: where it is.
        read_beforehand: whether people have read the chapter when they come.
        reading_speed: words a minute, for chapters that do not say how long reading takes.
        break_minutes: how long a break is; 0 for no breaks.
        break_every: minutes of work after which a break is due.
        time_zone: of its time, for calendars.
        group_size: how many people talk together.
        group_seed: another number draws other groups.
        copies: how many of each edition, by the edition's name.
        sheet_price: what a sheet costs, printed on both sides; None leaves the cost out.
        currency: of the price.
        page: the address of the page for phones, once it is on the web.
    """

    date: Date | None = None
    start: Annotated[dt.time, BeforeValidator(as_clock_time)] | None = None
    minutes: Annotated[int, BeforeValidator(as_session_minutes)] = 60
    place: Text = ""
    read_beforehand: Boolean = False
    reading_speed: Annotated[int, BeforeValidator(as_reading_speed)] = 150
    break_minutes: Annotated[int, BeforeValidator(as_break_minutes)] = 10
    break_every: Annotated[int, BeforeValidator(as_session_minutes)] = 90
    time_zone: Annotated[Text, AfterValidator(as_time_zone)] = "Europe/London"
    group_size: Annotated[int, BeforeValidator(as_group_size)] = 3
    group_seed: Annotated[int, BeforeValidator(as_seed)] = 1
    copies: Annotated[
        dict[
            Annotated[str, BeforeValidator(as_text)],
            Annotated[int, BeforeValidator(as_copy_count)],
        ],
        BeforeValidator(as_copies),
    ] = Field(default_factory=dict)
    sheet_price: Annotated[Decimal, BeforeValidator(as_sheet_price)] | None = None
    currency: Annotated[Text, AfterValidator(as_currency)] = "GBP"
    page: Address = ""


def as_session(value: object) -> Any:  # noqa: ANN401 - pydantic goes on with what comes back
    """Read the table, or its day alone: `session = 2026-09-02`."""
    if isinstance(value, (dict, SessionSettings)):
        return value
    return SessionSettings(date=as_date(value))
