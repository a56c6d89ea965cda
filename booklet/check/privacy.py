"""Numbers, addresses, dates and photographs that tell of somebody. Messages say where, never what.

Only photographs are looked for in files (Exif 2.32, 4.6.6), and none is unpacked.
"""

from __future__ import annotations

import io
import re
import warnings
from typing import TYPE_CHECKING

from PIL import Image
from PIL.ExifTags import IFD

from booklet.check.prose import Role
from booklet.common.errors import Finding, Severity
from booklet.common.files import ReadFailure, find_spelling, read_inside
from booklet.common.xhtml import name_set
from booklet.manuscript.pictures import BROKEN_PICTURE_ERRORS, LARGEST_FILE

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from booklet.check.checked_book import CheckedBook, CheckedChapter
    from booklet.check.prose import Passage

_UPN = re.compile(r"(?<![A-Za-z0-9])([A-HJ-NP-RT-Z])(\d{11}[\dA-HJ-NP-RT-Z])(?![A-Za-z0-9])")
_UPN_LETTERS = "ABCDEFGHJKLMNPQRTUVWXYZ"

_EMAIL = re.compile(r"(?<![\w.+-])([\w.+-]+)@([\w-]+(?:\.[\w-]+)+)")
_EXAMPLE_DOMAINS = re.compile(r"(?:.*\.)?example(?:\.\w+)?|.*\.(?:test|invalid|example|localhost)")
_SHARED_MAILBOXES = name_set(
    "accounts admin admissions bookings bursar contact data dpo editor enquiries enquiry events "
    "finance governors hello help helpdesk hr info it jobs library mail media news newsletter "
    "noreply no-reply office post press privacy reception recruitment safeguarding school send "
    "sencos senco support team training website web welcome you your.name name someone "
    "user email"
)
"""Names of mailboxes that belong to nobody."""

_MONTH = (
    r"(?:Jan(?:uary)?|Feb(?:ruary)?|Mar(?:ch)?|Apr(?:il)?|May|June?|July?|Aug(?:ust)?"
    r"|Sept?(?:ember)?|Oct(?:ober)?|Nov(?:ember)?|Dec(?:ember)?)"
)
_DATE = (
    rf"(?:\d{{1,2}}\s?[/.-]\s?\d{{1,2}}\s?[/.-]\s?(?P<short>\d{{4}}|\d{{2}})|(?P<iso>\d{{4}})-\d\d-\d\d"
    rf"|\d{{1,2}}(?:st|nd|rd|th)?\s+(?:of\s+)?{_MONTH}\.?,?\s+(?P<long>\d{{4}})"
    rf"|{_MONTH}\.?\s+\d{{1,2}}(?:st|nd|rd|th)?,?\s+(?P<american>\d{{4}}))"
)
_BORN = re.compile(
    rf"\b(?:(?P<said>d\.?\s?o\.?\s?b\b\.?|date\s+of\s+birth|birth\s?date)[^.\n\d]{{0,20}}"
    rf"|born\s+(?:on\s+)?(?:the\s+)?(?:\w+day,?\s+)?(?:the\s+)?|birthday\s+(?:is|was)\s+(?:on\s+)?){_DATE}",
    re.IGNORECASE,
)
_PUPILS_ARE_YOUNGER = 25
"""Years; who was born longer ago is no pupil, and may be Charles Dickens."""

_CENTURY = 100
_LATITUDE, _LONGITUDE = 2, 4


def find_pupil_numbers(chapter: CheckedChapter) -> Iterator[Finding]:
    """Find unique pupil numbers, told from others by their check letter (DfE, UPN guide)."""
    for passage in chapter.prose.passages:
        for match in _UPN.finditer(passage.raw):
            if match[1] == check_letter(match[2]):
                yield _finding_at(
                    "D902",
                    "a unique pupil number (UPN) stands here",
                    "Take it away: with it a pupil can be found in every national record.",
                    passage,
                    match.start(),
                )


def check_letter(figures: str) -> str:
    """Compute the check letter of a unique pupil number.

    Args:
        figures: the twelve characters after the letter; the last is one in a temporary number.
    """
    values = [int(one) if one.isdigit() else _UPN_LETTERS.index(one) for one in figures]
    total = sum(weight * one for weight, one in enumerate(values, 2))
    return _UPN_LETTERS[total % len(_UPN_LETTERS)]


def find_emails(chapter: CheckedChapter) -> Iterator[Finding]:
    """Find e-mail addresses of people; those of offices and examples are meant to be known."""
    for passage in chapter.prose.passages:
        for match in _EMAIL.finditer(passage.raw):
            mailbox, domain = match[1].lower(), match[2].lower()
            if mailbox in _SHARED_MAILBOXES or _EXAMPLE_DOMAINS.fullmatch(domain):
                continue
            yield _finding_at(
                "D903",
                "somebody's e-mail address stands here",
                "A booklet goes further than one thinks. Give the office's, or ask the person.",
                passage,
                match.start(),
            )


def find_phone_numbers(chapter: CheckedChapter, region: str) -> Iterator[Finding]:
    """Find telephone numbers that are valid; helplines and the like are meant to be known.

    Args:
        chapter: to be checked.
        region: the country in which numbers without a country code are dialled: "GB".
    """
    from phonenumbers import (  # noqa: PLC0415 - large, and only this check needs it
        Leniency,
        PhoneNumberMatcher,
        PhoneNumberType,
        number_type,
    )

    of_people = {
        PhoneNumberType.FIXED_LINE,
        PhoneNumberType.FIXED_LINE_OR_MOBILE,
        PhoneNumberType.MOBILE,
        PhoneNumberType.PERSONAL_NUMBER,
        PhoneNumberType.VOIP,
    }
    for passage in chapter.prose.passages:
        if passage.role is Role.CODE or not re.search(r"\d(?:[\s()-]*\d){8}", passage.raw):
            continue
        for match in PhoneNumberMatcher(passage.raw, region, leniency=Leniency.VALID):
            if number_type(match.number) in of_people:
                yield _finding_at(
                    "D904",
                    "a telephone number stands here",
                    "A booklet goes further than one thinks. Is everybody meant to ring it?",
                    passage,
                    match.start,
                )


def find_birth_dates(chapter: CheckedChapter, this_year: int) -> Iterator[Finding]:
    """Find dates of birth of anybody who may be a pupil.

    Args:
        chapter: to be checked.
        this_year: of the newest source; the clock has no say in it.
    """
    for passage in chapter.prose.passages:
        for match in _BORN.finditer(passage.raw):
            written = match["short"] or match["iso"] or match["long"] or match["american"]
            year = int(written)
            if year < _CENTURY:
                year += 2000 if year <= this_year % _CENTURY else 1900
            if match["said"] or year >= this_year - _PUPILS_ARE_YOUNGER:
                yield _finding_at(
                    "D905",
                    "somebody's date of birth stands here",
                    "Take it away; an age in years says as much.",
                    passage,
                    match.start(),
                )


def _finding_at(code: str, problem: str, hint: str, passage: Passage, position: int) -> Finding:
    return Finding(code, Severity.WARNING, problem, hint, passage.place(position))


def find_photo_locations(project: Path, book: CheckedBook) -> Iterator[Finding]:
    """Find photographs that say where they were taken.

    Args:
        project: the folder that no picture lies outside of, its links resolved.
        book: shows them.
    """
    seen: set[str] = set()
    for chapter in book.chapters:
        for use in chapter.chapter.pictures:
            if use.path in seen or use.path not in book.book.pictures:
                continue
            seen.add(use.path)
            content = read_inside(project, find_spelling(project, use.path), largest=LARGEST_FILE)
            if not isinstance(content, ReadFailure) and _says_where(content):
                yield Finding(
                    "D906",
                    Severity.WARNING,
                    f"the file '{use.path}' says where the photograph was taken",
                    "The booklet and the e-book leave that out, but whoever gets the file itself "
                    "has it. Take the place out in a picture program before you pass the file on.",
                    use.place,
                )


def _says_where(content: bytes) -> bool:
    try:
        with warnings.catch_warnings(), Image.open(io.BytesIO(content)) as image:
            warnings.simplefilter("ignore")
            places = image.getexif().get_ifd(IFD.GPSInfo)
    except BROKEN_PICTURE_ERRORS:  # a drawing, or one that another finding is about
        return False
    return _LATITUDE in places and _LONGITUDE in places
