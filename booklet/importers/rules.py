"""Find the rules that a text announces, and give each its bold lead. Pure.

Heads write "my 5 rules of thumb" and then five numbered points, each with a lead of its own: bold
words, or words before a dash or a colon. Where every point has one, the list becomes rules.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from booklet.importers.document import Heading, List, Paragraph, Style, Text
from booklet.importers.inlines import drop_start, plain_text, trimmed

if TYPE_CHECKING:
    from collections.abc import Sequence

    from booklet.importers.document import Block, Inline

_NUMBERS = ("two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven",
            "twelve")  # fmt: skip
_THINGS = (
    "rules?|tips?|points?|themes?|ideas?|things?|ways?|steps?|lessons?|principles?|questions?|"
    "reasons?|suggestions?|thoughts?|reflections?|priorities|habits?|strategies"
)
_ANNOUNCEMENT = re.compile(
    rf"\b(?P<number>\d{{1,2}}|{'|'.join(_NUMBERS)})\s+(?:[\w’'-]+\s+){{0,2}}?"
    rf"(?P<thing>{_THINGS})\b(?:\s+of\s+thumb)?",
    re.IGNORECASE,
)
_PLAIN_LEAD = re.compile(r"(?P<lead>[^.!?;:\n–—]{2,100}?)(?P<mark>\s+[–—-]\s+|:\s+)(?=\S)")
_MOST_WORDS_OF_LEAD = 14
_FEWEST_RULES = 2


@dataclass(frozen=True, slots=True)
class FoundRules:
    """Numbered points of a text, beside what it says of them.

    Attributes:
        announced: the words, such as "5 Rules of Thumb"; "" when nothing announces them.
        number: how many are announced; 0 for none.
        counted: how many there are.
        are_rules: whether each has a lead, so that they are set as rules.
        without_lead: the numbers of those that have none, when most have one.
        line: where the list is.
    """

    announced: str
    number: int
    counted: int
    are_rules: bool
    without_lead: tuple[int, ...]
    line: int


def make_rules(blocks: Sequence[Block]) -> tuple[tuple[Block, ...], tuple[FoundRules, ...]]:
    """Give the points of numbered lists their bold leads, where every point has a lead.

    Returns:
        The blocks, and what was found of each announced or numbered list.
    """
    made: list[Block] = []
    found: list[FoundRules] = []
    announced: re.Match[str] | None = None
    for block in blocks:
        if isinstance(block, Paragraph | Heading):
            for match in _ANNOUNCEMENT.finditer(plain_text(block.content)):
                announced = match
        if not isinstance(block, List) or block.start is None:
            made.append(block)
            continue
        items = [_with_lead(item) for item in block.items]
        without = tuple(n for n, item in enumerate(items, block.start) if item is None)
        are_rules = not without and len(items) >= _FEWEST_RULES
        leads = [item for item in items if item is not None]
        made.append(replace(block, items=tuple(leads)) if are_rules else block)
        found.append(
            FoundRules(
                announced=" ".join(announced[0].split()) if announced else "",
                number=_number_of(announced["number"]) if announced else 0,
                counted=len(items),
                are_rules=are_rules,
                without_lead=without if len(without) * 2 < len(items) else (),
                line=block.line,
            )
        )
        announced = None
    if announced is not None:
        number = _number_of(announced["number"])
        found.append(FoundRules(" ".join(announced[0].split()), number, 0, False, (), 0))  # noqa: FBT003
    return tuple(made), tuple(found)


def _number_of(word: str) -> int:
    return int(word) if word.isdecimal() else _NUMBERS.index(word.lower()) + 2


def _with_lead(item: tuple[Block, ...]) -> tuple[Block, ...] | None:
    """Give a point a bold lead; None when it has no lead."""
    if not item or not isinstance(item[0], Paragraph):
        return None
    content = item[0].content
    bold = _bold_opening(content)
    if bold:
        return item
    text = plain_text(content)
    match = _PLAIN_LEAD.match(text)
    if match is None or len(match["lead"].split()) > _MOST_WORDS_OF_LEAD:
        return None
    lead = match["lead"] + (":" if match["mark"].startswith(":") else "")
    rest = drop_start(content, len(lead))
    if not _is_plain(content, len(lead)):
        return None
    between = Text(" ") if rest else None
    parts: list[Inline] = [Text(lead.strip(), Style.BOLD), *([between] if between else []), *rest]
    return (replace(item[0], content=trimmed(parts)), *item[1:])


def _bold_opening(content: Sequence[Inline]) -> str:
    """Take the bold words that a paragraph opens with."""
    words = ""
    for one in content:
        if not isinstance(one, Text) or (Style.BOLD not in one.style and one.text.strip()):
            break
        words += one.text
    return words.strip()


def _is_plain(content: Sequence[Inline], length: int) -> bool:
    """Tell whether so many characters at the start are words without style or address."""
    first = content[0] if content else None
    return isinstance(first, Text) and len(first.text) >= length and not first.address
