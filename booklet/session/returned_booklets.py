"""Read what people have typed into a booklet's form (ISO 32000-1, 12.7): their plans. Pure.

A returned file has been through somebody else's program: nothing in it is trusted to be as it was.
"""

from __future__ import annotations

import io
import re
import unicodedata
from dataclasses import dataclass
from typing import TYPE_CHECKING

import pikepdf

if TYPE_CHECKING:
    from collections.abc import Iterator

LONGEST_ANSWER = 600
"""Characters of a field that are read: more than its lines hold."""

_PLAN = re.compile(r"(?P<slug>[^.]+)\.(?P<box>ifthen-\d+)\.plan-(?P<stem>[123])(?:-\d+)?")
_CELL = re.compile(r"(?P<slug>[^.]+)\.(?P<box>action-\d+)\.cell-\d+(?:-\d+)?")
_NAME = "owner.entry-1"
_DEEPEST = 12
_MOST_FIELDS = 20_000


class NoFormError(ValueError):
    """A file that is no PDF with a form of ours; the message says what it is, after "it"."""


@dataclass(frozen=True, slots=True)
class ReturnedPlan:
    """What somebody said they would do, in their own words.

    Attributes:
        slug: of the chapter.
        when: what follows "If"; "" when it was left empty, as the others may be.
        action: what follows "then I will".
        purpose: what follows "so that".
        name: of the booklet's owner; "" when there is none.
    """

    slug: str
    when: str
    action: str
    purpose: str
    name: str = ""


@dataclass(frozen=True, slots=True)
class ReturnedCell:
    """What somebody wrote into a cell of an action table.

    Attributes:
        slug: of the chapter.
        box: which of its boxes: "action-1".
        label: of the field: "Who does what: By when, 2".
        text: in their own words.
        name: of the booklet's owner; "" when there is none.
        booklet: which of the returned ones it stands in.
    """

    slug: str
    box: str
    label: str
    text: str
    name: str = ""
    booklet: int = 0


@dataclass(frozen=True, slots=True)
class ReturnedBooklet:
    """What was planned in one booklet.

    Attributes:
        plans: if–then plans; those that were left empty are not there.
        cells: of action tables; the same.
    """

    plans: tuple[ReturnedPlan, ...]
    cells: tuple[ReturnedCell, ...]


def read_returned(pdf: bytes, booklet: int = 0) -> ReturnedBooklet:
    """Read the plans of a returned booklet.

    Args:
        pdf: the file.
        booklet: its number among the returned ones.

    Raises:
        NoFormError: when it cannot be read, or has no fields for plans.
    """
    try:
        with pikepdf.open(io.BytesIO(pdf)) as opened:
            form = opened.Root.get("/AcroForm")
            fields = form.get("/Fields", ()) if isinstance(form, pikepdf.Dictionary) else ()
            answers = {name: (text, label) for name, text, label in _answers(fields)}
    except pikepdf.PasswordError as error:
        raise NoFormError("needs a password") from error
    except pikepdf.PdfError as error:
        raise NoFormError("is no PDF, or is damaged") from error
    owner, _ = answers.get(_NAME, ("", ""))
    plans: dict[tuple[str, str], dict[str, str]] = {}
    cells: list[ReturnedCell] = []
    for name, (text, label) in answers.items():
        if match := _PLAN.fullmatch(name):
            plans.setdefault((match["slug"], match["box"]), {})[match["stem"]] = text
        elif match := _CELL.fullmatch(name):
            cells.append(ReturnedCell(match["slug"], match["box"], label, text, owner, booklet))
    if not plans and not cells:
        raise NoFormError("has no fields for plans")
    made = (
        ReturnedPlan(
            slug=slug,
            when=stems.get("1", ""),
            action=stems.get("2", ""),
            purpose=stems.get("3", ""),
            name=owner,
        )
        for (slug, _), stems in plans.items()
        if any(stems.values())
    )
    return ReturnedBooklet(tuple(made), tuple(cell for cell in cells if cell.text))


def _answers(fields: object) -> Iterator[tuple[str, str, str]]:
    """Walk through the fields: names, what was typed into them, and labels.

    Some programs write what was typed into a kid.
    """
    waiting = [(field, "", "", 0) for field in _kids(fields)]
    seen = 0
    while waiting:
        field, above, label, depth = waiting.pop()
        seen += 1
        if not isinstance(field, pikepdf.Dictionary) or depth > _DEEPEST or seen > _MOST_FIELDS:
            continue
        own = field.get("/T")
        name = ".".join(filter(None, (above, _text(own))))
        label = _text(field.get("/TU")) or label
        if "/V" in field:
            yield name, _text(field.get("/V")), label
        waiting += [(kid, name, label, depth + 1) for kid in _kids(field.get("/Kids"))]


def _kids(value: object) -> list[object]:
    return list(value.as_list()) if isinstance(value, pikepdf.Array) else []


def _text(value: object) -> str:
    """Read a text string or stream (7.9.2) as words on one line, without what cannot be seen."""
    if isinstance(value, pikepdf.String):
        said = str(value)
    elif isinstance(value, pikepdf.Stream):
        stream = value
        said = str(pikepdf.String(stream.read_bytes()))
    else:
        return ""
    seen = "".join(" " if unicodedata.category(sign)[0] == "C" else sign for sign in said)
    return " ".join(seen.split())[:LONGEST_ANSWER]
