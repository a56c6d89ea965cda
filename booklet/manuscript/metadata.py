"""What a chapter says about itself, in the block of metadata at its top.

All of it is optional. Every problem is said with its line; a block that cannot be read is never
silently shown as text, and text that only looks like a block stays text.
"""

from __future__ import annotations

import datetime as dt
import re
from typing import TYPE_CHECKING, Annotated, Any, Protocol

from pydantic import AliasChoices, BaseModel, BeforeValidator, ConfigDict, Field, ValidationError
from pydantic_core import PydanticCustomError

from booklet.common.dates import read_date
from booklet.common.errors import Finding, Fix, Severity
from booklet.common.spelling import NEARLY_THE_SAME, did_you_mean, nearest
from booklet.config.values import as_language
from booklet.manuscript.front_matter import (
    find_front_matter,
    looks_like_front_matter,
    read_front_matter,
)
from booklet.manuscript.safe_yaml import BeyondLimitsError, UnreadableError
from booklet.manuscript.yaml_corrections import KEYS, comment_lines, find_correction

if TYPE_CHECKING:
    from pydantic_core import ErrorDetails

    from booklet.common.errors import Place
    from booklet.manuscript.front_matter import FrontMatter
    from booklet.manuscript.safe_yaml import Block

_YES = frozenset({"true", "yes", "on"})
_NO = frozenset({"false", "no", "off", ""})
_MEANINGS = {
    "mapping values are not allowed": "a colon inside a value",
    "could not find expected ':'": "a line without a name and a colon",
    "but found '*'": "a value that begins with '*'",
    "undefined alias": "a value that begins with '*'",
    "cannot start any token": "a character that cannot begin a value",
    "while scanning a quoted scalar": "a quotation mark that is never closed",
    "found unexpected end of stream": "a quotation mark or bracket that is never closed",
    "expected <block end>": "a line that is indented differently from its neighbours",
    "expected ',' or": "a bracket that is never closed",
}
"""What YAML's reader complains of, and what that means to an author."""


def _refusal(hint: str) -> PydanticCustomError:
    return PydanticCustomError("refused", "{hint}", {"hint": hint})


def _text(value: object) -> str:
    if not isinstance(value, str):
        raise _refusal("Write it as words on one line.")
    return re.sub(r"[ \t\r\n]+", " ", value).strip()


def _texts(value: object) -> tuple[str, ...]:
    items = value if isinstance(value, list) else [value]
    if not all(isinstance(item, str) for item in items):
        raise _refusal("Write one on each line, each after a hyphen and a space.")
    return tuple(text for text in map(_text, items) if text)


def _authors(value: object) -> str:
    return ", ".join(_texts(value)) if isinstance(value, list) else _text(value)


def _date(value: object) -> dt.date | None:
    try:
        return read_date(_text(value)) if value != "" else None
    except ValueError as error:
        raise _refusal(str(error)) from error


def _minutes(value: object) -> int | None:
    written = re.fullmatch(r"(\d{1,3})(?:\s*min(?:ute)?s?)?", _text(value))
    if value == "":
        return None
    if written is None or not int(written[1]):
        raise _refusal("Write how many minutes reading takes, as a whole number: 10.")
    return int(written[1])


def _boolean(value: object) -> bool:
    word = _text(value).lower()
    if word not in _YES | _NO:
        raise _refusal("Write true or false.")
    return word in _YES


def _language(value: object) -> str:
    try:
        return as_language(_text(value)) if value != "" else ""
    except PydanticCustomError as error:
        raise _refusal(str((error.context or {}).get("hint", ""))) from error


_Text = Annotated[str, BeforeValidator(_text)]
_Texts = Annotated[tuple[str, ...], BeforeValidator(_texts)]
_Date = Annotated[dt.date | None, BeforeValidator(_date)]


class Metadata(BaseModel):
    """What an author says about a chapter.

    Attributes:
        title: "" when the chapter's first heading is its title.
        short_title: what stands at the head of its pages when the title is long, or "".
        subtitle: the standfirst below the title, or "".
        author: "" when it is the book's author.
        date: when it was written or last changed.
        language: a BCP 47 tag, when it is not the book's.
        aims: what readers will take away, as plain text.
        session: the day of the training session, when it differs from the book's.
        reading: how many minutes people take to read it; None leaves it to be reckoned.
        tags: subjects.
        draft: whether it is left out of the book.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    title: _Text = ""
    short_title: _Text = ""
    subtitle: _Text = Field("", validation_alias=AliasChoices("subtitle", "standfirst"))
    author: Annotated[str, BeforeValidator(_authors)] = ""
    date: _Date = None
    language: Annotated[str, BeforeValidator(_language)] = ""
    aims: _Texts = ()
    session: _Date = None
    reading: Annotated[int | None, BeforeValidator(_minutes)] = None
    tags: _Texts = ()
    draft: Annotated[bool, BeforeValidator(_boolean)] = False


class ChapterFile(Protocol):
    """What metadata are read from; a `Source` is one."""

    @property
    def text(self) -> str:
        """The whole file."""

    def place(self, line: int = 0, column: int = 0) -> Place:
        """Name a place in it, counted from 1; 0 for the whole of it."""


def read_metadata(source: ChapterFile) -> tuple[Metadata, str, int, tuple[Finding, ...]]:
    """Take the metadata off the top of a chapter.

    Args:
        source: the chapter's file.

    Returns:
        The metadata; the text below them; the line that the text starts on, from 1; findings.
    """
    as_text = Metadata(), source.text, 1
    found = find_front_matter(source.text)
    if found is None:
        return *as_text, (_printed(source),) if looks_like_front_matter(source.text) else ()
    if not found.is_closed:
        return *as_text, (_never_closed(source, found.first_line),)
    body = source.text[found.end :], source.text.count("\n", 0, found.end) + 1
    unopened = () if found.is_opened else (_never_opened(source, found.first_line),)
    try:
        block = read_front_matter(found.text)
    except UnreadableError as error:
        finding = _unreadable(source, found, error)
        return _title_alone(found.text), *body, (*unopened, finding)
    if block is None:
        return *as_text, ()
    metadata, findings = _check(source, block, found.first_line)
    collector = (_remark(source, found.first_line + line) for line in comment_lines(found.text))
    return metadata, *body, (*unopened, *findings, *collector)


def _never_closed(source: ChapterFile, line: int) -> Finding:
    return Finding(
        "M204",
        Severity.ERROR,
        f"the block at the top begins with '{source.text.split(chr(10))[line - 1].strip()}' but "
        "never ends",
        "Write a line of three hyphens below it, before the text begins.",
        source.place(line),
    )


def _printed(source: ChapterFile) -> Finding:
    names = ", ".join(Metadata.model_fields)
    return Finding(
        "M207",
        Severity.WARNING,
        "the lines at the top stand between hyphens as metadata do, but have no name that metadata "
        "can have: they are printed, the last of them as a heading",
        f"Take them out, or begin them with names that a chapter knows: {names}. If they are text, "
        "leave a blank line before the second row of hyphens.",
        source.place(1),
    )


def _never_opened(source: ChapterFile, line: int) -> Finding:
    return Finding(
        "M204",
        Severity.WARNING,
        "the block at the top has no line of three hyphens above it",
        "It is read as metadata. Write a line '---' above it and another below it.",
        source.place(line),
    )


def _remark(source: ChapterFile, line: int) -> Finding:
    return Finding(
        "M206",
        Severity.NOTE,
        "what stands after '#' in the block at the top is taken for a remark and left out",
        'If it belongs to the words, put quotation marks round them: title: "Update # 2".',
        source.place(line),
    )


def _title_alone(text: str) -> Metadata:
    """Make out the title in a block that cannot be read, so that the chapter has its name."""
    written = re.search(r"^title[ \t]*[:=][ \t]*(.+)$", text, re.MULTILINE)
    return Metadata(title=written[1].strip("\"'“”‘’ ")) if written else Metadata()


def _unreadable(source: ChapterFile, found: FrontMatter, error: UnreadableError) -> Finding:
    """Say which line cannot be read, and how to write it."""
    said = str(error)
    problem = next((ours for theirs, ours in _MEANINGS.items() if theirs in said), said)
    lines = found.text.split("\n")
    blank = next((n for n, line in enumerate(lines[: error.line]) if not line.strip()), None)
    is_yaml = not isinstance(error, BeyondLimitsError) and not re.match("TOML|JSON", said)
    correction = find_correction(found.text) if is_yaml else None
    hint = (
        "Write one 'name: value' on a line, and put quotation marks round a value with a colon or "
        'other marks in it: title: "Meetings: fewer, shorter"'
    )
    if correction is not None:
        line, column, written = correction
        hint = f"Write the line like this: {written}" if written else hint
        return _cannot_be_read(source.place(found.first_line + line, column), problem, hint)
    if is_yaml and blank:
        problem = "text stands in it"
        hint = "Write a line of three hyphens where the block ends and the text begins."
        return _cannot_be_read(source.place(found.first_line + blank), problem, hint)
    if said.startswith("TOML"):
        hint = 'Write one name, an equals sign and a value on a line: title = "Meetings"'
    elif said.startswith("JSON"):
        hint = 'Write it between two lines of three hyphens instead, one name on a line: title: "A"'
    return _cannot_be_read(
        source.place(found.first_line + error.line, error.column + 1), problem, hint
    )


def _cannot_be_read(place: Place, problem: str, hint: str) -> Finding:
    problem = f"the block at the top cannot be read: {problem}"
    return Finding("M202", Severity.ERROR, problem, hint, place)


def _check(
    source: ChapterFile, block: Block, first_line: int
) -> tuple[Metadata, tuple[Finding, ...]]:
    """Hold values against the schema; what is wrong is reported and left out."""
    kept: dict[str, Any] = dict(block.values)
    findings = [
        _repeated(source, f"'{name}' stands there twice", first_line + line)
        for name, line in block.repeated
    ]
    if "subtitle" in kept and "standfirst" in kept:
        problem = "'subtitle' and 'standfirst' are two names for one thing"
        findings.append(_repeated(source, problem, first_line + block.lines["standfirst",]))
        del kept["standfirst"]
    try:
        return Metadata.model_validate(kept), tuple(findings)
    except ValidationError as errors:
        for error in errors.errors():
            findings.append(_finding(source, block, first_line, error))
            kept.pop(str(error["loc"][0]), None)
    return Metadata.model_validate(kept), tuple(
        sorted(findings, key=lambda one: one.place or source.place())
    )


def _other_name(source: ChapterFile, block: Block, name: str, line: int) -> Fix | None:
    """Exchange a name that is nearly one of ours; never for one that stands there already."""
    meant = nearest(name, KEYS, least=NEARLY_THE_SAME)
    column = source.text.split("\n")[line - 1].find(name) + 1
    if not meant or not column or meant in block.values:
        return None
    return Fix(source.place(line, column), name, meant)


def _repeated(source: ChapterFile, problem: str, line: int) -> Finding:
    hint = "Take one of the two lines away."
    return Finding("M205", Severity.ERROR, problem, hint, source.place(line))


def _finding(source: ChapterFile, block: Block, first_line: int, error: ErrorDetails) -> Finding:
    name = str(error["loc"][0])
    line = block.lines.get((name,), 0) + first_line
    place = source.place(line)
    if error["type"] == "extra_forbidden":
        return Finding(
            "M201",
            Severity.WARNING,
            f"'{name}' is not something a chapter can say about itself",
            f"{did_you_mean(name, KEYS)}The names are: {', '.join(KEYS)}.",
            place,
            _other_name(source, block, name, line),
        )
    value = block.values[name]
    kind = "a list" if isinstance(value, list) else "names with values of their own"
    shown = f"'{value}'" if isinstance(value, str) else kind
    return Finding(
        "M203",
        Severity.ERROR,
        f"{name} cannot be {shown}",
        error["ctx"]["hint"],
        place,
    )
