"""One glossary from the abbreviations that the chapters explain."""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING

from booklet.book.book import Term
from booklet.book.identity import file_slug
from booklet.common.errors import Finding, Severity

if TYPE_CHECKING:
    from collections.abc import Container, Iterable, Sequence

    from booklet.manuscript.source import Source
    from booklet.markup.chapter import Chapter


def make_glossary(
    chapters: Sequence[tuple[Chapter, Source]], taken: Container[str]
) -> tuple[tuple[Term, ...], tuple[Finding, ...]]:
    """Gather, sort and name the terms; where two explanations differ, the first one counts.

    Args:
        chapters: each with its source, in reading order.
        taken: ids that the book has already.

    Returns:
        The terms in alphabetical order, and a warning for each explanation that is passed over
        and for each that nobody needs.
    """
    found: dict[str, tuple[str, Source]] = {}
    findings = []
    for chapter, source in chapters:
        for short, long in chapter.terms:
            first, home = found.setdefault(short, (long, source))
            if _folded(first) != _folded(long):
                findings.append(_two_meanings(short, first, home, long, source))
    texts = [source.text for _, source in chapters]
    findings += [
        _unused(short, home) for short, (_, home) in found.items() if not _is_used(short, texts)
    ]
    ids: set[str] = set()
    terms = []
    for short in sorted(found, key=lambda short: (_folded(short), short)):
        unique, number = f"term-{file_slug(short)}", 1
        while unique in ids or unique in taken:
            number += 1
            unique = f"term-{file_slug(short)}-{number}"
        ids.add(unique)
        terms.append(Term(short, found[short][0], unique))
    return tuple(terms), tuple(findings)


def _folded(text: str) -> str:
    """Make words comparable: accents and capitals make no difference in alphabetical order."""
    plain = unicodedata.normalize("NFKD", " ".join(text.split()))
    return "".join(one for one in plain if not unicodedata.combining(one)).casefold()


def _is_used(short: str, texts: Iterable[str]) -> bool:
    """Tell whether an abbreviation stands anywhere but in front of its explanation."""
    word = re.compile(rf"(?<!\w)(?<!\*\[){re.escape(short)}(?!\w)")
    return any(word.search(text) for text in texts)


def _unused(short: str, home: Source) -> Finding:
    return Finding(
        "B405",
        Severity.WARNING,
        f"'{short}' is explained, but no chapter uses it",
        "Delete the line, or check how the abbreviation is written in the text.",
        home.place_of(f"*[{short}]"),
    )


def _two_meanings(short: str, first: str, home: Source, long: str, source: Source) -> Finding:
    return Finding(
        "B403",
        Severity.WARNING,
        f"'{short}' is explained as '{long}' here, but as '{first}' in {home.path}",
        "Use the same words in both; the glossary shows the first.",
        source.place_of(f"*[{short}]"),
    )
