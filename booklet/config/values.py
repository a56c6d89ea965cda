"""What a single setting may be, and what to say to an author when it is something else."""

from __future__ import annotations

import datetime as dt
import re
import uuid
from typing import Annotated
from urllib.parse import urlsplit

from babel import Locale
from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict
from pydantic_core import PydanticCustomError

from booklet.common.dates import read_date
from booklet.common.labels import LABEL_NAMES
from booklet.common.placeholders import find_placeholders, placeholder_name
from booklet.common.spelling import did_you_mean, nearest
from booklet.config.colour import BLACK, WHITE, contrast_between, darken, named_colour

LEAST_CONTRAST = 4.5
"""Between text and what it stands on (WCAG 2.2, 1.4.3)."""

LEAST_CONTRAST_OF_PAPER = 15
"""Between black and a page's colour on screens; every other colour of the page loses less."""

_TAG = re.compile(
    r"(?P<language>[a-z]{2,3})(-(?P<script>[a-z]{4}))?(-(?P<region>[a-z]{2}|\d{3}))?"
    r"(-(?:[a-z0-9]{5,8}|\d[a-z0-9]{3}))*",
    re.IGNORECASE,
)
_TRIM_SIZES = ("A5",)
_UNSEEN = re.compile("[\x00-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")
"""Characters that XML 1.0 forbids or advises against (2.2)."""


class Table(BaseModel):
    """A table of settings: no unknown names, and nothing changes once it is read."""

    model_config = ConfigDict(extra="forbid", frozen=True)


def refusal(problem: str, hint: str) -> PydanticCustomError:
    """Make the error that a validator raises; `problem` goes on from the setting's name."""
    return PydanticCustomError("refused", "{problem}", {"problem": problem, "hint": hint})


def as_text(value: object) -> str:
    """Read words; a number, as in `version = 1.0`, is what its author typed."""
    if isinstance(value, bool) or not isinstance(value, (str, int, float)):
        raise refusal("is not words", 'Write words in quotation marks: "like this".')
    text = re.sub(r"[ \t\r\n]+", " ", str(value)).strip()
    if _UNSEEN.search(text):
        raise refusal("has a character in it that cannot be seen", "Type it again by hand.")
    return text


def as_texts(value: object) -> tuple[str, ...]:
    """Read a list of words; a single one needs no list around it."""
    if isinstance(value, (list, tuple)):
        return tuple(text for text in map(as_text, value) if text)
    if isinstance(value, str):
        return tuple(text for text in (as_text(value),) if text)
    raise refusal("is not a list of words", 'Write the list in brackets: ["one", "two"].')


def as_date(value: object) -> dt.date:
    """Read a date."""
    try:
        return read_date(value)
    except ValueError as error:
        raise refusal(f"cannot be '{value}'", str(error)) from error


def as_language(tag: str) -> str:
    """Check a language tag (BCP 47) and give it its usual capitals."""
    english = Locale("en")
    match = _TAG.fullmatch(tag.replace("_", "-"))
    if match is None or match["language"].lower() not in english.languages:
        by_name = {name.lower(): code for code, name in english.languages.items()}
        meant = by_name.get(nearest(tag, by_name).lower(), "")
        meant = "en-GB" if meant == "en" else meant
        guess = f"Did you mean '{meant}'? " if meant else ""
        raise refusal(
            f"cannot be '{tag}'",
            f"{guess}A language is a code: 'en-GB' is British English, 'cy' Welsh, 'fr' French.",
        )
    region = (match["region"] or "").upper()
    if region and region not in english.territories:
        guess = "Did you mean 'en-GB'? " if region == "UK" else ""
        raise refusal(
            f"cannot be '{tag}'", f"{guess}There is no country '{region}'; Great Britain is 'GB'."
        )
    rest = match[0][
        match.end("region" if region else "script" if match["script"] else "language") :
    ]
    parts = (match["language"].lower(), (match["script"] or "").title(), region)
    return "-".join(part for part in parts if part) + rest.lower()


def as_colour(value: str) -> str:
    """Check a colour and write it as `#rrggbb`; it must be dark enough to be read on paper."""
    colour = as_any_colour(value)
    contrast = contrast_between(colour, WHITE)
    if contrast < LEAST_CONTRAST:
        raise refusal(
            f"cannot be '{value}': on white ({WHITE}) it has a contrast of {_ratio(contrast)} "
            f"to 1, and text needs {LEAST_CONTRAST} to 1 (WCAG 2.2, level AA)",
            f"'{darken(colour, LEAST_CONTRAST)}' is the same colour, dark enough.",
        )
    return colour


def as_paper_colour(value: str) -> str:
    """Check the colour of a page on screens: black must be easy to read on it; "" for none."""
    if not value:
        return ""
    colour = as_any_colour(value)
    contrast = contrast_between(BLACK, colour)
    if contrast < LEAST_CONTRAST_OF_PAPER:
        raise refusal(
            f"cannot be '{value}': black ({BLACK}) on it has a contrast of {_ratio(contrast)} "
            f"to 1, and a page to read on needs {LEAST_CONTRAST_OF_PAPER} to 1",
            "Choose a very light colour, such as '#fdf6e3'.",
        )
    return colour


def _ratio(contrast: float) -> str:
    """Write a contrast so that it never looks better than it is."""
    return f"{int(contrast * 100) / 100:.2f}"


def as_any_colour(value: str) -> str:
    """Check a colour and write it as `#rrggbb`."""
    short = re.fullmatch(r"#([0-9a-f])([0-9a-f])([0-9a-f])", value.lower())
    colour = "#" + "".join(2 * figure for figure in short.groups()) if short else value.lower()
    if not re.fullmatch(r"#[0-9a-f]{6}", colour):
        known = named_colour(value)
        guess = f"'{value}' is {known}. " if known else ""
        raise refusal(
            f"cannot be '{value}'",
            f"{guess}A colour is written as '#' and six figures or letters a to f: '#0b5d66'.",
        )
    return colour


def as_address(value: str) -> str:
    """Check an address of the web."""
    try:
        parts = urlsplit(value)
        is_address = parts.scheme in {"http", "https"} and "." in (parts.hostname or "")
    except ValueError:
        is_address = False
    if value and (not is_address or re.search(r"\s", value)):
        raise refusal(
            f"cannot be '{value}'", "Write the whole of it: 'https://www.example.org/booklet'."
        )
    return value


def as_path(value: str) -> str:
    """Check the path of a file in the project; Windows' backslashes are slashes."""
    path = value.replace("\\", "/")
    if re.match(r"[A-Za-z]:|/|~|file:", path, re.IGNORECASE):
        raise refusal(
            f"cannot be '{value}', which is a place on one computer",
            "Copy the file into the project, and write its path from the folder of booklet.toml: "
            "'images/logo.png'.",
        )
    return path


def as_isbn(value: str) -> str:
    """Check an ISBN's last figure (ISO 2108, 5.4) and write it as thirteen figures."""
    figures = re.sub(r"[\s\u2010-\u2013-]|^ISBN(-1[03])?:?", "", value.strip(), flags=re.IGNORECASE)
    if not figures:
        return ""
    if re.fullmatch(r"\d{9}[\dXx]", figures):
        if _last_of_ten(figures[:9]) != figures[9].upper():
            raise _mistyped(value, figures[:9] + _last_of_ten(figures[:9]))
        return f"978{figures[:9]}{_last_of_thirteen(f'978{figures[:9]}')}"
    if not re.fullmatch(r"97[89]\d{10}", figures):
        raise refusal(f"cannot be '{value}'", "An ISBN has 13 figures and begins with 978 or 979.")
    if _last_of_thirteen(figures[:12]) != figures[12]:
        raise _mistyped(value, figures[:12] + _last_of_thirteen(figures[:12]))
    return figures


def _mistyped(value: str, expected: str) -> PydanticCustomError:
    return refusal(
        f"cannot be '{value}': its last figure does not fit the others",
        f"Look for a mistyped figure; if all others are right, it is {expected}.",
    )


def _last_of_thirteen(figures: str) -> str:
    total = sum(int(figure) * (1, 3)[position % 2] for position, figure in enumerate(figures))
    return str(-total % 10)


def _last_of_ten(figures: str) -> str:
    total = sum(int(figure) * (10 - position) for position, figure in enumerate(figures))
    return "0123456789X"[-total % 11]


def as_identifier(value: str) -> str:
    """Check an identifier: a URN, an address, or a bare UUID or ISBN, which get their prefix."""
    if not value or re.fullmatch(r"https?://[^\s/]+\S*|urn:(?!uuid:|isbn:)[a-z0-9-]+:\S+", value):
        return value
    kind, figures = value[:9].lower(), value[9:]
    if kind == "urn:isbn:" or re.fullmatch(r"(ISBN\s*)?97[89][\d -]+", value, re.IGNORECASE):
        return f"urn:isbn:{as_isbn(figures if kind == 'urn:isbn:' else value)}"
    try:
        return f"urn:uuid:{uuid.UUID(figures if kind == 'urn:uuid:' else value)}"
    except ValueError:
        raise refusal(
            f"cannot be '{value}'",
            "It begins with 'urn:isbn:', 'urn:uuid:' or 'https://'. Leave it out, and the booklet "
            "gets one of its own.",
        ) from None


def as_label(name: str) -> str:
    """Check the name of one of the book's fixed words."""
    if name not in LABEL_NAMES:
        guess = did_you_mean(name, LABEL_NAMES)
        raise refusal("is no label", f"{guess}The labels are: {', '.join(sorted(LABEL_NAMES))}.")
    return name


def as_placeholder_name(name: str) -> str:
    """Check the name of a placeholder that a copy fills."""
    if not find_placeholders(f"{{{{{name}}}}}"):
        raise refusal(
            "cannot be the name of a placeholder",
            "A name begins with a letter or figure, and has letters, figures, spaces and hyphens.",
        )
    return placeholder_name(name)


def as_place_in_series(value: object) -> int:
    """Check a book's place in its series."""
    if isinstance(value, bool) or not isinstance(value, int) or value < 1:
        raise refusal(f"cannot be '{value}'", "Write a whole number from 1: series_number = 2.")
    return value


def as_boolean(value: object) -> bool:
    """Read yes or no."""
    if not isinstance(value, bool):
        raise refusal(f"cannot be '{value}'", "Write true or false, without quotation marks.")
    return value


def as_trim_size(value: str) -> str:
    """Check the size of a page."""
    if value.upper() not in _TRIM_SIZES:
        guess = did_you_mean(value, _TRIM_SIZES)
        raise refusal(f"cannot be '{value}'", f"{guess}A booklet's pages are 'A5'.")
    return value.upper()


def as_cover_design(value: str) -> str:
    """Check the name of a cover's design; "color" is a spelling of "colour"."""
    name = "colour" if value.lower() == "color" else value.lower()
    if name not in COVER_DESIGNS:
        guess = did_you_mean(value, COVER_DESIGNS)
        known = ", ".join(f"'{design}'" for design in COVER_DESIGNS)
        raise refusal(f"cannot be '{value}'", f"{guess}The designs are {known}.")
    return name


COVER_DESIGNS = ("thumbprint", "colour", "picture")

Text = Annotated[str, BeforeValidator(as_text)]
Texts = Annotated[tuple[str, ...], BeforeValidator(as_texts)]
Date = Annotated[dt.date, BeforeValidator(as_date)]
Boolean = Annotated[bool, BeforeValidator(as_boolean)]
Address = Annotated[Text, AfterValidator(as_address)]
Colour = Annotated[Text, AfterValidator(as_colour)]
PaperColour = Annotated[Text, AfterValidator(as_paper_colour)]
Identifier = Annotated[Text, AfterValidator(as_identifier)]
CoverDesign = Annotated[Text, AfterValidator(as_cover_design)]
FilePath = Annotated[Text, AfterValidator(as_path)]
Isbn = Annotated[Text, AfterValidator(as_isbn)]
LabelName = Annotated[str, AfterValidator(as_label)]
LanguageTag = Annotated[Text, AfterValidator(as_language)]
PlaceInSeries = Annotated[int, BeforeValidator(as_place_in_series)]
PlaceholderName = Annotated[str, AfterValidator(as_placeholder_name)]
TrimSize = Annotated[Text, AfterValidator(as_trim_size)]
