"""The import report: what became of every word, for the author to look through. Pure."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import Enum
from itertools import groupby
from typing import TYPE_CHECKING

from booklet.importers.losses import LossKind

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from booklet.importers.document import Document
    from booklet.importers.ledger import Ledger
    from booklet.importers.losses import LeftOut, Loss
    from booklet.importers.rules import FoundRules

REPORT = "import-report.md"
"""In the folder of the project."""

HEAD = "# Import report"
"""The first line, by which the report of an earlier import is known."""

_KINDS = [*LossKind]

_ADDRESS = re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+|\b\d{1,3}(?:\.\d{1,3}){3}\b")
"""An e-mail address, or an IP address."""


class Outcome(Enum):
    """What became of a chapter's file: in a word, and as a sentence of the report."""

    NEW = "Wrote", "A new chapter."
    UNCHANGED = "Unchanged", "It was imported before and is the same."
    CHANGED = "Left", "It was imported before and is different now; --update brings it up to date."
    UPDATED = "Updated", "It was imported before, and has been brought up to date."
    EDITED = "Left", "It was imported before and has been changed here since, so it stays as it is."

    def __init__(self, verb: str, sentence: str) -> None:
        self.verb = verb
        self.sentence = sentence


@dataclass(frozen=True, slots=True)
class Entry:
    """What the report says of one chapter.

    Attributes:
        document: the text it was made from.
        chapter: its path from the project's folder.
        outcome: what became of the file.
        ledger: its words.
        rules: what was found of its numbered lists.
    """

    document: Document
    chapter: str
    outcome: Outcome
    ledger: Ledger
    rules: tuple[FoundRules, ...]


def write_report(entries: Sequence[Entry], left_out: Sequence[LeftOut]) -> str:
    """Write the report.

    Args:
        entries: one for each chapter, in order.
        left_out: texts that did not become chapters, and what is no text.
    """
    words_in = sum(entry.ledger.words_in for entry in entries)
    words_out = sum(entry.ledger.words_out for entry in entries)
    listed = sum(entry.ledger.words_listed for entry in entries)
    left = sum(one.words for one in left_out)
    lines = [
        HEAD,
        "",
        "Every word of what was imported is in a chapter, or it is listed here.",
        "",
        "| | words |",
        "|---|---:|",
        f"| in what was read | {words_in + left:,} |",
        f"| in the chapters | {words_out:,} |",
        f"| listed below, one by one | {listed:,} |",
        f"| in texts that were left out as a whole | {left:,} |",
        "",
    ]
    for entry in entries:
        lines += [*_chapter(entry), ""]
    if left_out:
        lines += ["## Left out as a whole", "", *map(_left_out, left_out), ""]
    return "\n".join(lines)


def _chapter(entry: Entry) -> Iterator[str]:
    document, ledger = entry.document, entry.ledger
    yield f"## {_code(entry.chapter)}"
    yield ""
    title = f"‘{_words(document.title)}’, from " if document.title else "From "
    yield f"{title}{_code(document.path)}. {entry.outcome.sentence}"
    yield ""
    yield (
        f"{ledger.words_in:,} words in = {ledger.words_out:,} in the chapter"
        f" + {ledger.words_listed:,} listed here."
    )
    if ledger.added:
        yield ""
        yield f"Added, because the text has none of its own: {_words(' '.join(ledger.added))}."
    for rules in entry.rules:
        yield ""
        yield tell_rules(rules, document.unit)
    losses = sorted(ledger.losses, key=lambda loss: _KINDS.index(loss.kind))
    for kind, group in groupby(losses, key=lambda loss: loss.kind):
        yield ""
        yield f"### {kind.value}"
        yield ""
        if kind is LossKind.NUMBERING:
            yield f"- {' '.join(_words(loss.text) for loss in group)}"
        else:
            yield from (_loss(loss, document.unit) for loss in group)


def tell_rules(rules: FoundRules, unit: str) -> str:
    """Say what was found of a numbered list, in a sentence or two."""
    where = f" ({unit} {rules.line})" if rules.line else ""
    said = f"The text says ‘{_words(rules.announced)}’" if rules.announced else "A numbered list"
    if not rules.counted:
        return f"{said}, but there is no numbered list."
    if not rules.announced:
        found = f"{said} of {rules.counted}{where}"
    elif rules.number == rules.counted:
        found = f"{said}, and there are {rules.counted}{where}"
    else:
        found = f"{said}, but the list{where} has {rules.counted}"
    if rules.are_rules:
        return f"{found}: each has a lead of its own, so they are set as rules."
    if rules.without_lead:
        numbers = ", ".join(map(str, rules.without_lead))
        return (
            f"{found}. They stay an ordinary list, because number {numbers} does not open with a "
            "lead of its own; open each with a few bold words (`**Lead** – …`) to make them rules."
        )
    return f"{found}. They stay an ordinary list, because they do not open with leads."


def _loss(loss: Loss, unit: str) -> str:
    where = f"{unit} {loss.line}: " if loss.line else ""
    note = f" ({_code(loss.note)})" if loss.note else ""
    words = _ADDRESS.sub("…@…", loss.text)  # a reader's address is nobody's business here
    return f"- {where}{_words(words) or 'no words'}{note}"


def _left_out(one: LeftOut) -> str:
    words = f", {one.words:,} words" if one.words else ""
    hint = f"; take it along with `{one.hint}`" if one.hint else ""
    return f"- {_words(one.what)}{words}{hint}"


def _words(text: str) -> str:
    """Quote an author's words so that nothing in them is markup."""
    plain = " ".join(text.split())
    return "".join(f"\\{one}" if one in "\\`*_[]<>#|~" else one for one in plain)


def _code(text: str) -> str:
    return f"`{' '.join(text.split()).replace('`', '')}`"
