"""What an author should look at after an import, as findings; the report has the details. Pure."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from booklet.common.errors import Finding, Place, Severity
from booklet.importers.losses import TOLD, LossKind
from booklet.importers.report import REPORT, Outcome, tell_rules

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from booklet.importers.losses import LeftOut
    from booklet.importers.report import Entry


def findings_of(entry: Entry) -> Iterator[Finding]:
    """Say what an author should look at in a chapter."""
    document = entry.document
    place = Place(document.path)
    told = [loss for loss in entry.ledger.losses if loss.text and loss.kind in TOLD]
    if told:
        number = sum(len(loss.text.split()) for loss in told)
        kinds = dict.fromkeys(loss.kind.value.lower() for loss in told)
        yield Finding(
            "I001",
            Severity.WARNING if entry.ledger.unexplained else Severity.NOTE,
            f"{number:,} words of '{document.title}' are not in its chapter ({'; '.join(kinds)})",
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
                f"of the {rules.counted} points of '{document.title}', number "
                f"{', '.join(map(str, rules.without_lead))} has no lead of its own, so they are no "
                "rules",
                f"Open each point in {entry.chapter} with a few bold words, and they are set as "
                "rules with large numerals.",
                replace(place, line=rules.line if document.unit == "line" else 0),
            )
    missing = [loss for loss in document.losses if loss.kind is LossKind.PICTURE]
    if missing:
        pictures = f"{len(missing)} pictures are" if missing[1:] else "a picture is"
        yield Finding(
            "I004",
            Severity.WARNING,
            f"{pictures} not in the file: {missing[0].note}{', …' if missing[1:] else ''}",
            "A remark in the chapter marks the place. Get the pictures from your blog, and import "
            "again with --pictures and the folder they are in.",
            place,
        )
    if entry.outcome in {Outcome.CHANGED, Outcome.EDITED}:
        hint = (
            "Import it with --update to bring the chapter up to date; what changes is shown."
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
                f"To take it along, import again with {one.hint}.",
                Place(path),
            )
