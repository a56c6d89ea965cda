"""The block of metadata at the top of a chapter: YAML between two lines of three hyphens.

All of it is optional. Every problem is said with its line; a block that cannot be read is never
silently shown as text, and text that only looks like a block stays text.
"""

from __future__ import annotations

import datetime as dt
import re
from typing import TYPE_CHECKING, Annotated

import yaml
from pydantic import AliasChoices, BaseModel, BeforeValidator, ConfigDict, Field, ValidationError

from booklet.errors import Finding, Severity
from booklet.manuscript.safe_yaml import read_mapping
from booklet.spelling import did_you_mean

if TYPE_CHECKING:
    from collections.abc import Mapping

    from booklet.errors import Place
    from booklet.manuscript.source import Source

_OPENING = re.compile(r"---[ \t]*\n")
_CLOSING = re.compile(r"^(?:---|\.\.\.)[ \t]*$", re.MULTILINE)
_LOOKS_LIKE_A_KEY = re.compile(r"^[A-Za-z_-]+[ \t]*:(?:[ \t]|$)", re.MULTILINE)


def _as_text(value: object) -> object:
    """Let `title: 2026` and `title: true` be the words an author meant."""
    return str(value) if isinstance(value, (int, float)) else value


def _as_list(value: object) -> object:
    """Let a single aim or tag stand without a list around it."""
    return [value] if isinstance(value, str) else value


_Text = Annotated[str, BeforeValidator(_as_text)]
_Texts = Annotated[tuple[_Text, ...], BeforeValidator(_as_list)]


class Metadata(BaseModel):
    """What an author says about a chapter.

    Attributes:
        title: "" when the chapter's first heading is its title.
        subtitle: the standfirst below the title, or "".
        author: "" when it is the book's author.
        date: when it was written or last changed.
        aims: what readers will take away, as plain text.
        session: the day of the training session, when it differs from the book's.
        tags: subjects.
        draft: whether it is left out of the book.
    """

    model_config = ConfigDict(extra="forbid", frozen=True, str_strip_whitespace=True)

    title: _Text = ""
    subtitle: _Text = Field("", validation_alias=AliasChoices("subtitle", "standfirst"))
    author: _Text = ""
    date: dt.date | None = None
    aims: _Texts = ()
    session: dt.date | None = None
    tags: _Texts = ()
    draft: bool = False


KEYS = ("title", "subtitle", "standfirst", "author", "date", "aims", "session", "tags", "draft")
"""The names an author may use."""


def read_metadata(source: Source) -> tuple[Metadata, str, int, tuple[Finding, ...]]:
    """Take the metadata off the top of a chapter.

    Args:
        source: the chapter's file.

    Returns:
        The metadata; the text below them; the line that the text starts on, from 1; findings.
    """
    block, body, body_line = _split(source.text)
    if block is None:
        return Metadata(), source.text, 1, ()
    try:
        values, lines = read_mapping(block)
    except yaml.YAMLError as error:
        if not _LOOKS_LIKE_A_KEY.search(block):
            return Metadata(), source.text, 1, ()
        return Metadata(), body, body_line, (_unreadable(source, error),)
    if values is None:
        return Metadata(), source.text, 1, ()
    metadata, findings = _check(source, values, lines)
    return metadata, body, body_line, findings


def _split(text: str) -> tuple[str | None, str, int]:
    """Part a file into its block and its text; no block when the second `---` is missing."""
    opening = _OPENING.match(text)
    closing = _CLOSING.search(text, opening.end()) if opening else None
    if opening is None or closing is None:
        return None, text, 1
    body_start = min(closing.end() + 1, len(text))
    line = text.count("\n", 0, body_start) + 1
    return text[opening.end() : closing.start()], text[body_start:], line


def _unreadable(source: Source, error: yaml.YAMLError) -> Finding:
    mark = getattr(error, "problem_mark", None)
    place = source.place(mark.line + 2, mark.column + 1) if mark else source.place(1)
    problem = getattr(error, "problem", None) or str(error)
    return Finding(
        "M202",
        Severity.ERROR,
        f"the block at the top cannot be read: {problem}",
        "Write one 'name: value' on a line; put quotation marks round a value with a colon in it.",
        place,
    )


def _check(
    source: Source, values: Mapping[str, object], lines: Mapping[str, int]
) -> tuple[Metadata, tuple[Finding, ...]]:
    """Hold values against the schema; what is wrong is reported and left out."""
    kept = dict(values)
    findings: list[Finding] = []
    while True:
        try:
            return Metadata.model_validate(kept), tuple(findings)
        except ValidationError as errors:
            for error in errors.errors():
                name = str(error["loc"][0])
                place = source.place(lines.get(name, 1))
                findings.append(_finding(name, kept.pop(name), error["type"], place))


def _finding(name: str, value: object, kind: str, place: Place) -> Finding:
    if kind == "extra_forbidden":
        guess = did_you_mean(name, KEYS) if name not in KEYS else "It is there twice. "
        return Finding(
            "M201",
            Severity.WARNING,
            f"'{name}' is not something a chapter can say about itself",
            f"{guess}The names are: {', '.join(KEYS)}.",
            place,
        )
    expected = {
        "date": "a date is written year-month-day, without quotation marks: 2026-09-14",
        "session": "a date is written year-month-day, without quotation marks: 2026-09-14",
        "aims": "write one aim on each line, each after a hyphen and a space",
        "tags": "write one tag on each line, each after a hyphen and a space",
        "draft": "write true or false",
    }.get(name, "write it as words on one line")
    return Finding(
        "M203",
        Severity.ERROR,
        f"{name} cannot be {value!r}",
        f"{expected[0].upper()}{expected[1:]}.",
        place,
    )
