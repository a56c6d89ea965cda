"""What an author is told after an import: the report, with every word, and findings. Pure."""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import Enum
from itertools import groupby
from typing import TYPE_CHECKING

from booklet.common.errors import Finding, Place, Severity
from booklet.importers.losses import PRIVATE_ADDRESS, TOLD, LossKind

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


class Outcome(Enum):
    """What became of a chapter's file: in a word, and as a sentence of the report."""

    NEW = "Wrote", "A new chapter."
    UNCHANGED = "Unchanged", "It was imported before and is the same."
    CHANGED = (
        "Left",
        "It was imported before and is different now; 'import' with --update brings it up to date.",
    )
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
        yield f"Added, and not in the text itself: {_words(' '.join(ledger.added))}."
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
    words = PRIVATE_ADDRESS.sub("…@…", loss.text)
    return f"- {where}{_words(words) or 'no words'}{note}"


def _left_out(one: LeftOut) -> str:
    words = f", {one.words:,} words" if one.words else ""
    hint = f"; the command `import` takes it along with `{one.hint}`" if one.hint else ""
    return f"- {_words(one.what)}{words}{hint}"


def _words(text: str) -> str:
    """Quote an author's words so that nothing in them is markup."""
    plain = " ".join(text.split())
    return "".join(f"\\{one}" if one in "\\`*_[]<>#|~" else one for one in plain)


def _code(text: str) -> str:
    return f"`{' '.join(text.split()).replace('`', '')}`"


def findings_of(entry: Entry) -> Iterator[Finding]:
    """Say what an author should look at in a chapter."""
    document = entry.document
    place = Place(document.path)
    name = document.title or entry.chapter
    told = [loss for loss in entry.ledger.losses if loss.text and loss.kind in TOLD]
    if told:
        number = sum(len(loss.text.split()) for loss in told)
        kinds = dict.fromkeys(loss.kind.value.lower() for loss in told)
        yield Finding(
            "I001",
            Severity.WARNING if entry.ledger.unexplained else Severity.NOTE,
            f"{f'{number:,} words' if number > 1 else 'a word'} of '{name}' "
            f"{'are' if number > 1 else 'is'} not in its chapter ({'; '.join(kinds)})",
            f"{REPORT} lists them. Put back by hand what readers need.",
            place,
        )
    for rules in entry.rules:
        if rules.announced and rules.number != rules.counted:
            yield Finding(
                "I002",
                Severity.WARNING,
                tell_rules(rules, document.unit).rstrip("."),
                f"Look at the list in {entry.chapter}.",
                replace(place, line=rules.line if document.unit == "line" else 0),
            )
        elif rules.without_lead:
            yield Finding(
                "I003",
                Severity.NOTE,
                f"of the {rules.counted} points of '{name}', number "
                f"{', '.join(map(str, rules.without_lead))} has no lead of its own, so they are no "
                "rules",
                f"Open each point in {entry.chapter} with a few bold words, and they are set as "
                "rules with large numerals.",
                replace(place, line=rules.line if document.unit == "line" else 0),
            )
    missing = [loss for loss in document.losses if loss.kind is LossKind.PICTURE]
    if missing:
        pictures = f"{len(missing)} pictures are" if missing[1:] else "a picture is"
        where = "A remark in the chapter marks the place."
        yield Finding(
            "I004",
            Severity.WARNING,
            f"{pictures} not in the file: {missing[0].note}{', …' if missing[1:] else ''}",
            f"{where} Save each as PNG or JPEG beside the chapter, and put it there."
            if document.unit == "paragraph"
            else f"{where} Get the pictures from your blog; the command 'import' puts them in with "
            "--pictures and the folder they are in.",
            place,
        )
    if entry.outcome in {Outcome.CHANGED, Outcome.EDITED}:
        hint = (
            "The command 'import' with --update brings the chapter up to date, and shows what "
            "changes."
            if entry.outcome is Outcome.CHANGED
            else "You have changed the chapter since, so it stays as it is. Make the changes that "
            "you want by hand, or remove the chapter and import again."
        )
        yield Finding(
            "I005",
            Severity.NOTE,
            f"{entry.chapter} was imported before, and its text is different now",
            hint,
            place,
        )


def findings_of_left_out(left_out: Sequence[LeftOut], path: str) -> Iterator[Finding]:
    """Name the texts that are left out, each with the option that takes it along."""
    for one in left_out:
        if one.hint:
            yield Finding(
                "I006",
                Severity.NOTE,
                f"{one.what} is left out",
                f"The command 'import' takes it along with {one.hint}.",
                Place(path),
            )
