"""Read the plans that people have typed into a booklet's form (ISO 32000-1, 12.7). Pure.

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


def read_plans(pdf: bytes) -> tuple[ReturnedPlan, ...]:
    """Read the if–then plans of a returned booklet; those that were left empty are passed over.

    Args:
        pdf: the file.

    Raises:
        NoFormError: when it cannot be read, or has no fields for plans.
    """
    try:
        with pikepdf.open(io.BytesIO(pdf)) as opened:
            form = opened.Root.get("/AcroForm")
            fields = form.get("/Fields", ()) if isinstance(form, pikepdf.Dictionary) else ()
            answers = dict(_answers(fields))
    except pikepdf.PasswordError as error:
        raise NoFormError("needs a password") from error
    except pikepdf.PdfError as error:
        raise NoFormError("is no PDF, or is damaged") from error
    plans: dict[tuple[str, str], dict[str, str]] = {}
    for name, answer in answers.items():
        match = _PLAN.fullmatch(name)
        if match:
            plans.setdefault((match["slug"], match["box"]), {})[match["stem"]] = answer
    if not plans:
        raise NoFormError("has no fields for plans")
    return tuple(
        ReturnedPlan(
            slug=slug,
            when=stems.get("1", ""),
            action=stems.get("2", ""),
            purpose=stems.get("3", ""),
            name=answers.get(_NAME, ""),
        )
        for (slug, _), stems in plans.items()
        if any(stems.values())
    )


def _answers(fields: object) -> Iterator[tuple[str, str]]:
    """Walk through the fields and what was typed into them; some programs write it in a kid."""
    waiting = [(field, "", 0) for field in _kids(fields)]
    seen = 0
    while waiting:
        field, above, depth = waiting.pop()
        seen += 1
        if not isinstance(field, pikepdf.Dictionary) or depth > _DEEPEST or seen > _MOST_FIELDS:
            continue
        own = field.get("/T")
        name = ".".join(filter(None, (above, _text(own))))
        if "/V" in field:
            yield name, _text(field.get("/V"))
        waiting += [(kid, name, depth + 1) for kid in _kids(field.get("/Kids"))]


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
