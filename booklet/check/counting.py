"""Numbers in the text that the text itself does not keep: "five rules", "10 minutes to read". Pure.

Only English numbers and nouns are read.
"""

from __future__ import annotations

import re
from itertools import pairwise
from typing import TYPE_CHECKING

from booklet.check.sentences import sentences_of
from booklet.common.errors import Finding, Severity
from booklet.common.words import NUMBER, number_of
from booklet.components.rendering import read_options
from booklet.markup.commonmark.node import Kind

if TYPE_CHECKING:
    from collections.abc import Iterator

    from booklet.check.checked_book import CheckedChapter
    from booklet.check.prose import Passage
    from booklet.markup.commonmark.node import Node

_COUNT = rf"(?P<number>{NUMBER})\s+(?:(?!of\b)[\w’'-]+\s+)?"
_NOUNS = (
    "rules|themes|principles|points|steps|questions|reasons|ways|things|signs|tips|ideas|lessons|"
    "habits|mistakes|tasks|actions|aims|goals|suggestions|examples|commitments|promises|stages"
)
_RULES = re.compile(
    rf"(?:\A\W*|\b(?:these|those|my|our|the|following|all|here\s+are|there\s+are)\s+){_COUNT}rules\b",
    re.IGNORECASE,
)
_AHEAD = re.compile(
    rf"(?:\A\W*|\b(?:these|following|here\s+are|there\s+are|are|my|our|the|with|in|have|has|for)\s+"
    rf"(?:(?:the|my|our|these|following|some)\s+)?){_COUNT}(?:{_NOUNS})\b",
    re.IGNORECASE,
)
_BACK = re.compile(rf"\b(?:these|those|all)\s+{_COUNT}(?:{_NOUNS})\b", re.IGNORECASE)
_POINTS_AHEAD = re.compile(r"\b(?:these|following|here\s+are|below)\b|:\s*\Z", re.IGNORECASE)

_TIMES = re.compile(
    rf"\b(?P<number>{NUMBER})(?:\s+(?:minutes?|mins?))?\s+(?:to|for|on|in)\b", re.IGNORECASE
)
_FEWEST_TIMES = 3
_TOTAL = re.compile(
    rf"\b(?P<half>hour\s+and\s+a\s+half)\b|\b(?P<quarters>three\s+quarters\s+of\s+an\s+hour)\b"
    rf"|\b(?P<thirty>half\s+an\s+hour)\b|\b(?P<hour>hour)\b"
    rf"|\b(?P<number>{NUMBER})(?:\s+|-)(?:minutes?|mins?)\b",
    re.IGNORECASE,
)
_TOTALS = {"half": 90, "quarters": 45, "thirty": 30, "hour": 60}
_REST = re.compile(
    rf"\bleav(?:es|ing)\s+(?:you\s+)?(?P<number>{NUMBER})\b"
    rf"|\b(?P<spare>{NUMBER})(?:\s+minutes?)?\s+(?:are\s+|is\s+)?(?:left|spare|over)\b",
    re.IGNORECASE,
)


def find_wrong_counts(chapter: CheckedChapter) -> Iterator[Finding]:
    """Find numbers of rules, points or questions that are not those of the list they are about."""
    if not chapter.is_english:
        return
    lists = [len(node.children) for node in _rule_lists(chapter.prose.document)]
    told: set[object] = set()
    findings = [
        *_around_lists(chapter, chapter.prose.document),
        *(_about_rules(chapter, lists) if lists else ()),
    ]
    for finding in findings:
        if finding.place not in told:
            told.add(finding.place)
            yield finding


def _about_rules(chapter: CheckedChapter, lists: list[int]) -> Iterator[Finding]:
    """Compare what the text says of its rules with how many there are, in any of its lists."""
    for passage in chapter.words:
        for match in _RULES.finditer(passage.plain):
            number = number_of(match["number"])
            if number > 1 and number not in {*lists, sum(lists)}:
                yield _miscounted(passage, match, "rules", lists[0])


def _rule_lists(document: Node) -> Iterator[Node]:
    """List the numbered lists whose every item begins in bold, outside of boxes."""
    for node in document.children:
        if node.kind is Kind.LIST and node.start >= 0:
            openings = (_words(item.children[0]) if item.children else "" for item in node.children)
            if all(words.startswith(("**", "__", "<strong", "<b>")) for words in openings):
                yield node


def _around_lists(chapter: CheckedChapter, container: Node) -> Iterator[Finding]:
    """Compare what stands right before and after each list with how many items it has."""
    passages = {(passage.starts[0][1], passage.raw): passage for passage in chapter.prose.passages}

    def passage_of(node: Node, words: str) -> Passage | None:
        return passages.get((node.line + chapter.prose.first_line - 1, words))

    for block in container.children:
        if block.children:
            yield from _around_lists(chapter, block)
    blocks = [one for one in container.children if not _is_key(one)]
    if container.title and blocks:  # a box's title stands before its first block
        blocks.insert(0, container)
    for before, after in pairwise(blocks):
        if after.kind is Kind.LIST and after is not container:
            words = _words(before, of_title=before is container)
            passage = passage_of(before, words)
            yield from _compare(passage, after, is_before=True) if passage else ()
        if before.kind is Kind.LIST and after.kind is Kind.PARAGRAPH:
            passage = passage_of(after, _words(after))
            yield from _compare(passage, before, is_before=False) if passage else ()


def _compare(passage: Passage, items: Node, *, is_before: bool) -> Iterator[Finding]:
    sentences = list(sentences_of(passage.plain))
    if not sentences:
        return
    start, sentence = sentences[-1] if is_before else sentences[0]
    is_heading = len(sentences) == 1 and not re.search(r"[.!?]\W*\Z", sentence)
    if is_before and not is_heading and not _POINTS_AHEAD.search(sentence):
        return
    for match in (_AHEAD if is_before else _BACK).finditer(sentence):
        number = number_of(match["number"])
        if number > 1 and number != len(items.children):
            noun = match[0].split()[-1]
            yield _miscounted(passage, match, noun, len(items.children), start)


def _is_key(block: Node) -> bool:
    return block.kind is Kind.QUOTE and block.name.split("|")[0].strip().lower() == "key"


def _words(node: Node, *, of_title: bool = False) -> str:
    return node.title if of_title else "\n".join(node.lines)


def _miscounted(
    passage: Passage, match: re.Match[str], noun: str, counted: int, start: int = 0
) -> Finding:
    return Finding(
        "R903",
        Severity.WARNING,
        f"the text says '{match['number']} {noun}', and the list has {counted}",
        "Change the number, or the list.",
        passage.place(start + match.start("number")),
    )


def find_wrong_times(chapter: CheckedChapter) -> Iterator[Finding]:
    """Find plans of a session whose parts take longer, or shorter, than they say it lasts."""
    for passage in chapter.words if chapter.is_english else ():
        sentences = list(sentences_of(passage.plain))
        for index, (start, sentence) in enumerate(sentences):
            times = list(_TIMES.finditer(sentence))
            if len(times) < _FEWEST_TIMES:
                continue
            total = _find_total(sentence[: times[0].start()])
            if total is None:
                continue
            needed = sum(number_of(match["number"]) for match in times)
            after = sentences[index + 1][1] if index + 1 < len(sentences) else ""
            rest = _REST.search(sentence[times[-1].end() :]) or _REST.search(after)
            spare = number_of(rest["number"] or rest["spare"]) if rest else 0
            boxes = _minutes_of_boxes(chapter)
            if needed + spare != total:
                yield _mistimed(passage, start, f"its parts take {needed + spare} minutes", total)
            elif boxes > total:
                yield _mistimed(passage, start, f"its boxes take {boxes} minutes", total)


def _find_total(words: str) -> int | None:
    """Find how long a session is said to be, in minutes."""
    found = list(_TOTAL.finditer(words))
    if not found:
        return None
    match = found[-1]
    return _TOTALS.get(match.lastgroup or "") or number_of(match["number"])


def _minutes_of_boxes(chapter: CheckedChapter) -> int:
    """Add up the minutes of all boxes but those for the facilitator."""
    return sum(
        minutes
        for box in chapter.chapter.body.iter("section")
        if box.get("data-component") != "facilitator"
        for minutes in read_options(box).get("min", ())
    )


def _mistimed(passage: Passage, start: int, said: str, total: int) -> Finding:
    return Finding(
        "R904",
        Severity.WARNING,
        f"the session has {total} minutes, and {said}",
        "Change the minutes of a part, or say how long the session lasts.",
        passage.place(start),
    )
