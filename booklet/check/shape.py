"""What is out of shape: leads, empty boxes, foreign lists, typed headings, long chapters. Pure.

What a list's marks should be has one answer, so those findings carry a correction.
"""

from __future__ import annotations

import re
from itertools import pairwise
from statistics import median
from typing import TYPE_CHECKING

from booklet.common.errors import Finding, Fix, Severity
from booklet.components import BY_NAME, count_words
from booklet.config import EditionSettings
from booklet.markup.commonmark.node import Kind
from booklet.theme.lettering import width_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from booklet.check.checked_book import CheckedBook, CheckedChapter
    from booklet.config import Config
    from booklet.markup.commonmark.node import Node

_LINE_OF_A_RULE = 99 / 25.4 * 72
"""Points between the numeral and the right margin on an A5 page; see `layouts/print/page.css`."""

_TEXT_SIZE = EditionSettings().text_size
"""Points, in the standard edition."""

_LEAD = re.compile(r"(\*\*|__)(?P<words>.+?)\1", re.DOTALL)
_FEWEST_CHAPTERS = 3
_OUT_OF_PROPORTION = 2.5
"""How many times as long, or as short, as the middle one a chapter may be."""

_LEAST_DIFFERENCE = 300
"""Words; of two short chapters one may well be three times as long."""

_MARK = re.compile(
    r"(?P<before>[\s>]*(?:(?:[-+*]|\d{1,9}[.)])[ \t]+)*?)"
    r"(?P<mark>[\u2022\u2023\u25e6\u25aa\u25ab\u25cf\u25cb\u25a0\uf0b7\uf0a7\uf0d8\uf0fc\u00b7\u2013"
    r"\u2014\u00a7\u00d8\u00fco]|[\u2610\u2611\u2612\u25a1\u2751\U0001f5f9]|\d{1,9}\)|\(\d{1,3}\))"
    r"(?P<space>[ \t\u00a0]+)(?=\S)"
)
_BOLD_LINE = re.compile(r"(\*\*|__)(?P<words>(?:(?!\1).)*[^\s.!?,;:…])\1")
_LINE_IN_CAPITALS = re.compile(r"(?=.*[^\W\d_].{4,})(?P<words>[^.!?;…\[\]{}|]*[^\W_])")
_LONGEST_HEADING = 10
"""Words; a longer line is a sentence that somebody wants to be seen."""

_BOXES = {"\u2610": "- [ ]", "\u25a1": "- [ ]", "\u2751": "- [ ]"}
_TICKED = "\u2611\u2612\U0001f5f9"


def find_long_leads(chapter: CheckedChapter, config: Config) -> Iterator[Finding]:
    """Find leads of rules that take more than a line of the printed page."""
    for items in _lists_in(chapter.prose.document):
        leads = [_LEAD.match("\n".join(_opening(item).lines)) for item in items.children]
        if items.start < 0 or None in leads:
            continue
        for item, lead in zip(items.children, leads, strict=True):
            words = " ".join(lead["words"].split()) if lead else ""
            width = width_of(words, family=config.fonts.headings, bold=True) * _TEXT_SIZE
            if width > _LINE_OF_A_RULE:
                yield Finding(
                    "R905",
                    Severity.NOTE,
                    f"the lead of this rule has {len(words)} characters, more than a line holds",
                    "Say it in fewer words; the rest belongs into the text of the rule.",
                    chapter.line_of(item),
                )


def _opening(item: Node) -> Node:
    return item.children[0] if item.children else item


def _lists_in(container: Node) -> Iterator[Node]:
    """List the lists of a text that stand in no box and in no other list."""
    return (node for node in container.children if node.kind is Kind.LIST)


def find_empty_boxes(chapter: CheckedChapter) -> Iterator[Finding]:
    """Find boxes without a word in them, where readers look for some."""

    def search(container: Node) -> Iterator[Node]:
        for block, after in pairwise([*container.children, None]):
            if block is None:
                continue
            is_box = block.kind in {Kind.QUOTE, Kind.BOX} and bool(block.name)
            goes_on = after is not None and after.kind is Kind.QUOTE and not after.name
            if is_box and not goes_on and not _has_content(block):
                yield block
            yield from search(block)

    for box in search(chapter.prose.document):
        name = box.name.split("|")[0].strip().lower()
        if name in BY_NAME and not BY_NAME[name].may_be_empty:
            yield Finding(
                "R909",
                Severity.WARNING,
                f"the box '{name}' is empty",
                "Write something in it, each line after a '>', or take it away.",
                chapter.line_of(box),
            )


def _has_content(block: Node) -> bool:
    is_text = block.kind is not Kind.NOTHING and any(line.strip() for line in block.lines)
    is_own = is_text and block.kind is not Kind.BOX
    return is_own or any(_has_content(child) for child in block.children)


def find_foreign_marks(chapter: CheckedChapter) -> Iterator[Finding]:
    """Find items of lists with marks that are understood here and nowhere else."""

    def search(container: Node) -> Iterator[tuple[Node, Node, bool]]:
        for before, block in pairwise([None, *container.children]):
            if block is None:
                continue
            for item in block.children if block.kind is Kind.LIST else ():
                yield item, container, before is not None and before.kind is Kind.LIST
            yield from search(block)

    for item, container, follows_a_list in search(chapter.prose.document):
        place = chapter.line_of(item)
        line = chapter.source.text.split("\n")[item.line + chapter.prose.first_line - 2]
        match = _MARK.match(line)
        if match is None:
            continue
        new = _usual_mark(match["mark"])
        is_point = container.kind is Kind.ITEM and container.resumed >= 0
        column = match.start("mark") + 1
        fix = Fix(
            chapter.source.place(item.line + chapter.prose.first_line - 1, column),
            match["mark"] + match["space"],
            ("  " if is_point else "") + f"{new} ",
        )
        yield Finding(
            "R911",
            Severity.NOTE,
            f"this point begins with '{match['mark']}', which not every program takes for a list",
            f"Write '{new}' and a blank.",
            place,
            None if follows_a_list else fix,
        )


def find_typed_headings(chapter: CheckedChapter) -> Iterator[Finding]:
    """Find paragraphs of one line, in capitals or bold, which listeners do not hear as headings."""
    for block in chapter.prose.document.children:
        words = heading_in(block.lines[0]) if len(block.lines) == 1 else ""
        if block.kind is Kind.PARAGRAPH and words:
            yield Finding(
                "R912",
                Severity.NOTE,
                f"'{words}' looks like a heading, and is a paragraph",
                f"Write '## {words.capitalize() if words.isupper() else words}', so that contents, "
                "e-readers and screen readers know it.",
                chapter.line_of(block),
            )


def heading_in(line: str) -> str:
    """Read the words of a line that is typed as a heading; "" where it is none."""
    match = _BOLD_LINE.fullmatch(line.strip())
    if match is None and line.isupper():
        match = _LINE_IN_CAPITALS.fullmatch(line.strip())
    words = match["words"].split() if match else []
    return " ".join(words) if len(words) <= _LONGEST_HEADING else ""


def _usual_mark(mark: str) -> str:
    number = re.search(r"\d+", mark)
    if number:
        return f"{number[0]}."
    return "- [x]" if mark in _TICKED else _BOXES.get(mark, "-")


def find_odd_lengths(book: CheckedBook) -> Iterator[Finding]:
    """Find chapters that are much longer or shorter than the others."""
    lengths = [count_words(one.chapter.body) for one in book.chapters]
    if len(lengths) < _FEWEST_CHAPTERS:
        return
    middle = median(lengths)
    for chapter, length in zip(book.chapters, lengths, strict=True):
        ratio = max(length, 1) / max(middle, 1)
        if abs(length - middle) < _LEAST_DIFFERENCE:
            continue
        if not 1 / _OUT_OF_PROPORTION <= ratio <= _OUT_OF_PROPORTION:
            yield Finding(
                "R910",
                Severity.NOTE,
                f"this chapter has {length:,} words, and the one in the middle {middle:,.0f}",
                "Part it in two." if ratio > 1 else "Is it finished? It may be part of another.",
                chapter.source.place(),
            )
