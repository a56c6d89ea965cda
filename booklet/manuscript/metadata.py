"""The block of metadata at the top of a chapter: YAML between two lines of three hyphens.

All of it is optional. Every problem is said with its line; a block that cannot be read is never
silently shown as text, and text that only looks like a block stays text.
"""

from __future__ import annotations

import datetime as dt
import re
from typing import TYPE_CHECKING, Annotated, Any

from pydantic import AliasChoices, BaseModel, BeforeValidator, ConfigDict, Field, ValidationError
from pydantic_core import PydanticCustomError

from booklet.common.dates import read_date
from booklet.common.errors import Finding, Severity
from booklet.common.spelling import did_you_mean, nearest
from booklet.config.values import as_language
from booklet.manuscript.safe_yaml import BeyondLimitsError, UnreadableError, read_block

if TYPE_CHECKING:
    from pydantic_core import ErrorDetails

    from booklet.manuscript.safe_yaml import Block
    from booklet.manuscript.source import Source

KEYS = (
    *("title", "subtitle", "standfirst", "author", "date", "language"),
    *("aims", "session", "tags", "draft"),
)
"""The names an author may use."""

_OPENING = re.compile(r"---[ \t]*\n")
_CLOSING = re.compile(r"^(?:---|\.\.\.)[ \t]*$", re.MULTILINE)
_NAME = re.compile(r"\s*[\"']?([A-Za-z][\w-]*)[\"']?[ \t]*:(?:[ \t]|$)")
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


def _truth(value: object) -> bool:
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
        subtitle: the standfirst below the title, or "".
        author: "" when it is the book's author.
        date: when it was written or last changed.
        language: a BCP 47 tag, when it is not the book's.
        aims: what readers will take away, as plain text.
        session: the day of the training session, when it differs from the book's.
        tags: subjects.
        draft: whether it is left out of the book.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    title: _Text = ""
    subtitle: _Text = Field("", validation_alias=AliasChoices("subtitle", "standfirst"))
    author: Annotated[str, BeforeValidator(_authors)] = ""
    date: _Date = None
    language: Annotated[str, BeforeValidator(_language)] = ""
    aims: _Texts = ()
    session: _Date = None
    tags: _Texts = ()
    draft: Annotated[bool, BeforeValidator(_truth)] = False


def read_metadata(source: Source) -> tuple[Metadata, str, int, tuple[Finding, ...]]:
    """Take the metadata off the top of a chapter.

    Args:
        source: the chapter's file.

    Returns:
        The metadata; the text below them; the line that the text starts on, from 1; findings.
    """
    as_text = Metadata(), source.text, 1
    opening = _OPENING.match(source.text)
    if opening is None:
        return *as_text, ()
    closing = _CLOSING.search(source.text, opening.end())
    if closing is None:
        return *as_text, _never_closed(source, opening.end())
    text = source.text[opening.end() : closing.start()]
    body_start = min(closing.end() + 1, len(source.text))
    body = source.text[body_start:], source.text.count("\n", 0, body_start) + 1
    try:
        block = read_block(text)
    except UnreadableError as error:
        is_meant = isinstance(error, BeyondLimitsError) or _names_something(text)
        if not is_meant:
            return *as_text, ()
        return _title_alone(text), *body, (_unreadable(source, error),)
    if block is None:
        return *as_text, ()
    metadata, findings = _check(source, block)
    return metadata, *body, findings


def _begins_with_a_name(line: str) -> bool:
    """Tell whether a line looks like one of metadata, such as `titel: Trust`."""
    match = _NAME.match(line)
    return match is not None and nearest(match[1], KEYS, least=0.7) != ""


def _names_something(text: str) -> bool:
    return any(_begins_with_a_name(line) for line in text.split("\n"))


def _never_closed(source: Source, start: int) -> tuple[Finding, ...]:
    """Say that the second `---` is missing, if the text was meant as metadata at all."""
    if not _begins_with_a_name(source.text[start:].split("\n", 1)[0]):
        return ()
    return (
        Finding(
            "M204",
            Severity.ERROR,
            "the block at the top begins with '---' but never ends",
            "Write a line of three hyphens below it, before the text begins.",
            source.place(1),
        ),
    )


def _title_alone(text: str) -> Metadata:
    """Make out the title in a block that cannot be read, so that the chapter has its name."""
    written = re.search(r"^title[ \t]*:[ \t]*(.+)$", text, re.MULTILINE)
    return Metadata(title=written[1].strip("\"' ")) if written else Metadata()


def _unreadable(source: Source, error: UnreadableError) -> Finding:
    place = source.place(error.line + 2, error.column + 1)
    said = str(error)
    problem = next((ours for theirs, ours in _MEANINGS.items() if theirs in said), said)
    return Finding(
        "M202",
        Severity.ERROR,
        f"the block at the top cannot be read: {problem}",
        "Write one 'name: value' on a line, and put quotation marks round a value with a colon or "
        'other marks in it: title: "Meetings: fewer, shorter"',
        place,
    )


def _check(source: Source, block: Block) -> tuple[Metadata, tuple[Finding, ...]]:
    """Hold values against the schema; what is wrong is reported and left out."""
    kept: dict[str, Any] = dict(block.values)
    findings = [
        _repeated(source, f"'{name}' stands there twice", line) for name, line in block.repeated
    ]
    if "subtitle" in kept and "standfirst" in kept:
        problem = "'subtitle' and 'standfirst' are two names for one thing"
        findings.append(_repeated(source, problem, block.lines["standfirst",]))
        del kept["standfirst"]
    try:
        return Metadata.model_validate(kept), tuple(findings)
    except ValidationError as errors:
        for error in errors.errors():
            findings.append(_finding(source, block, error))
            kept.pop(str(error["loc"][0]), None)
    return Metadata.model_validate(kept), tuple(
        sorted(findings, key=lambda one: one.place or source.place())
    )


def _repeated(source: Source, problem: str, line: int) -> Finding:
    hint = "Take one of the two lines away."
    return Finding("M205", Severity.ERROR, problem, hint, source.place(line + 2))


def _finding(source: Source, block: Block, error: ErrorDetails) -> Finding:
    name = str(error["loc"][0])
    place = source.place(block.lines[name,] + 2)
    if error["type"] == "extra_forbidden":
        return Finding(
            "M201",
            Severity.WARNING,
            f"'{name}' is not something a chapter can say about itself",
            f"{did_you_mean(name, KEYS)}The names are: {', '.join(KEYS)}.",
            place,
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
