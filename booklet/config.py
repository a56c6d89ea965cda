"""What an author may set in `booklet.toml`: a schema with a default for everything.

The file is read here and nowhere else. All that is wrong with it is said at once, each with its
line.
"""

from __future__ import annotations

import datetime as dt
import re
import tomllib
from typing import TYPE_CHECKING, Annotated, Any

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    ValidationError,
)

from booklet.errors import ConfigError, Place
from booklet.language import Language
from booklet.spelling import did_you_mean

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from pydantic_core import ErrorDetails

FILE_NAME = "booklet.toml"
_LARGEST = 1_000_000


def _as_list(value: object) -> object:
    return [value] if isinstance(value, str) else value


def _as_text(value: object) -> object:
    """Let `version = 1.0` be the words an author meant."""
    return str(value) if isinstance(value, (int, float)) and not isinstance(value, bool) else value


def _check_language(value: str) -> str:
    if not re.fullmatch(r"[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*", value):
        raise ValueError("a language is written as a code such as 'en-GB', 'cy' or 'fr'")
    return value


def _check_colour(value: str) -> str:
    if not re.fullmatch(r"#[0-9a-fA-F]{6}", value):
        raise ValueError("a colour is written as '#' and six figures or letters a to f: '#0b5d66'")
    return value.lower()


def _check_address(value: str) -> str:
    if value and not re.fullmatch(r"https?://[^\s/]+\.[^\s]+", value):
        raise ValueError("an address starts with 'https://', such as 'https://www.example.org'")
    return value


def _check_isbn(value: str) -> str:
    """Check an ISBN's last figure (ISO 2108, annex A) and drop its hyphens."""
    if not value:
        return ""
    figures = value.replace("-", "").replace(" ", "").removeprefix("ISBN")
    weighted = sum(int(f) * (1, 3)[i % 2] for i, f in enumerate(figures) if f.isdecimal())
    if not re.fullmatch(r"97[89]\d{10}", figures) or weighted % 10:
        raise ValueError("an ISBN has 13 figures and begins with 978 or 979; one here is mistyped")
    return figures


def _check_identifier(value: str) -> str:
    if value and not re.fullmatch(r"urn:[a-z0-9-]+:\S+|https?://\S+", value):
        raise ValueError("an identifier begins with 'urn:uuid:', 'urn:isbn:' or 'https://'")
    return value


def _check_trim_size(value: str) -> str:
    if value != "A5":
        raise ValueError("the booklet's pages are 'A5'")
    return value


_Text = Annotated[str, BeforeValidator(_as_text)]
_Texts = Annotated[tuple[_Text, ...], BeforeValidator(_as_list)]
_Address = Annotated[_Text, AfterValidator(_check_address)]


class _Table(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, str_strip_whitespace=True)


class Part(_Table):
    """A run of chapters under one heading.

    Attributes:
        title: the heading.
        chapters: file names in the folder `chapters`.
    """

    title: _Text
    chapters: _Texts


class Colours(_Table):
    """The booklet's colours.

    Attributes:
        accent: of numerals, headings and lines, as `#rrggbb`.
    """

    accent: Annotated[str, AfterValidator(_check_colour)] = "#0f5257"


class Fonts(_Table):
    """The booklet's typefaces, by the names of their packages.

    Attributes:
        text: for reading.
        headings: for headings and labels.
    """

    text: str = "Literata"
    headings: str = "Atkinson Hyperlegible"


class Paper(_Table):
    """What the booklet is printed on.

    Attributes:
        trim_size: the size of a page.
    """

    trim_size: Annotated[str, AfterValidator(_check_trim_size)] = "A5"


class Config(_Table):
    """Everything an author may set, with its default; text that is not set is "".

    Attributes:
        title: "" takes the only chapter's title, or the name of the folder.
        subtitle: the line below the title.
        authors: in the order of the cover; written `author` in the file, one or a list.
        language: a BCP 47 tag.
        date: of this version; no other date goes into the files.
        version: what tells this printing from the last.
        identifier: a `urn:`; "" has one made from title, authors and language.
        isbn: thirteen figures.
        publisher: the school or trust.
        rights: who may copy it.
        description: one or two sentences.
        subjects: for libraries' lists.
        series: the series it belongs to.
        address: where the booklet is to be had on the web.
        large_print: one sentence on how to ask for large print.
        certified_by: who vouches for the e-book's accessibility.
        session: the day of the training session.
        chapters: file names in their order; () takes the order of their numbers.
        parts: chapters under headings; written `[[part]]` in the file.
        colours: see `Colours`.
        fonts: see `Fonts`.
        paper: see `Paper`.
        labels: the author's own words for labels, by name.
    """

    title: _Text = ""
    subtitle: _Text = ""
    authors: _Texts = Field((), alias="author")
    language: Annotated[str, AfterValidator(_check_language)] = "en-GB"
    date: dt.date | None = None
    version: _Text = ""
    identifier: Annotated[str, AfterValidator(_check_identifier)] = ""
    isbn: Annotated[_Text, AfterValidator(_check_isbn)] = ""
    publisher: _Text = ""
    rights: _Text = ""
    description: _Text = ""
    subjects: _Texts = ()
    series: _Text = ""
    address: _Address = ""
    large_print: _Text = ""
    certified_by: _Text = ""
    session: dt.date | None = None
    chapters: _Texts = ()
    parts: tuple[Part, ...] = Field((), alias="part")
    colours: Colours = Colours()
    fonts: Fonts = Fonts()
    paper: Paper = Paper()
    labels: dict[str, _Text] = Field(default_factory=dict)

    @property
    def author(self) -> str:
        """All authors on one line: "A, B and C"."""
        *first, last = self.authors or ("",)
        return f"{', '.join(first)} and {last}" if first else last

    @property
    def speech(self) -> Language:
        """The book's language, with the author's own labels."""
        return Language(self.language, self.labels)


def load_config(project: Path) -> Config:
    """Read a project's settings; without a file everything has its default.

    Args:
        project: the folder of the booklet.

    Raises:
        ConfigError: with everything that is wrong, each with its line and what to do.
    """
    text = _read(project / FILE_NAME)
    try:
        values = tomllib.loads(text)
    except (tomllib.TOMLDecodeError, RecursionError) as error:
        raise _unreadable(error) from error
    try:
        return Config.model_validate(values)
    except ValidationError as errors:
        raise _refuse(errors.errors(), text) from errors


def _read(path: Path) -> str:
    try:
        if not path.exists():
            return ""
        if not path.is_file() or path.stat().st_size > _LARGEST:
            raise ConfigError(
                f"'{FILE_NAME}' is not a file of settings",
                hint="It is a folder, a device or far too large; put a text file in its place.",
                place=Place(FILE_NAME),
            )
        return path.read_bytes().decode("utf-8-sig").replace("\r\n", "\n")
    except UnicodeDecodeError as error:
        line = error.object.count(b"\n", 0, error.start) + 1
        raise ConfigError(
            "there is a character that is not UTF-8",
            hint="Save the file again as 'UTF-8' (in Notepad: Save as, Encoding).",
            place=Place(FILE_NAME, line),
        ) from error
    except OSError as error:
        raise ConfigError(
            f"'{FILE_NAME}' cannot be read: {error.strerror}",
            hint="Close it in other programs and look at who may read it.",
            place=Place(FILE_NAME),
        ) from error


def _unreadable(error: Exception) -> ConfigError:
    where = re.search(r"\(at line (\d+), column (\d+)\)", str(error))
    place = Place(FILE_NAME, int(where[1]), int(where[2])) if where else Place(FILE_NAME)
    return ConfigError(
        f"this is not written as settings are: {str(error).split(' (at ')[0]}",
        hint='A setting is a name, an equals sign and a value: title = "Rules of Thumb". Words '
        "stand in quotation marks, dates and numbers without.",
        place=place,
    )


def _refuse(errors: Iterable[ErrorDetails], text: str) -> ConfigError:
    """Make one error of all that the schema found."""
    said = sorted((_place(error["loc"], text), *_explain(error)) for error in errors)
    place, problem, hint = said[0]
    others = "".join(f"\n{p}: error: {what}\n  hint: {do}" for p, what, do in said[1:])
    return ConfigError(problem, hint=hint + others, place=place)


def _explain(error: ErrorDetails) -> tuple[str, str]:
    name = ".".join(str(step) for step in error["loc"] if not isinstance(step, int))
    value: Any = error["input"]
    kind = error["type"]
    if kind == "extra_forbidden":
        known = _names_in(error["loc"])
        guess = did_you_mean(str(error["loc"][-1]), known)
        return f"there is no setting '{name}'", f"{guess}The settings here are: {', '.join(known)}."
    if kind == "value_error":
        reason = str(error["ctx"]["error"]) if "ctx" in error else error["msg"]
        return f"{name} cannot be '{value}'", f"{reason[0].upper()}{reason[1:]}."
    if kind == "missing":
        return f"'{name}' is missing", "Every part needs a title and its list of chapters."
    if kind.startswith("date"):
        return (
            f"{name} cannot be {value!r}",
            "Write year-month-day, no quotation marks: 2026-09-14.",
        )
    return f"{name} cannot be {value!r}", "Write it as words in quotation marks."


def _names_in(location: tuple[int | str, ...]) -> list[str]:
    """List what may be set where an unknown name stands."""
    tables: dict[str, type[_Table]] = {
        "colours": Colours,
        "fonts": Fonts,
        "paper": Paper,
        "part": Part,
    }
    table = tables.get(str(location[0]), Config) if len(location) > 1 else Config
    return [field.alias or name for name, field in table.model_fields.items()]


def _place(location: tuple[int | str, ...], text: str) -> Place:
    """Find the line a setting is written on."""
    names = [str(step) for step in location if isinstance(step, str)]
    lines = text.splitlines()
    start = 0
    if len(names) > 1:
        headers = (i for i, line in enumerate(lines) if re.match(rf"\s*\[+{names[0]}\b", line))
        start = next(headers, 0)
    for name in reversed(names):
        written = re.compile(rf"\s*\[*[\"']?{re.escape(name)}[\"']?\s*[=\].]")
        for number, line in enumerate(lines[start:], start + 1):
            if written.match(line):
                return Place(FILE_NAME, number)
    return Place(FILE_NAME)
