"""Find the rules that a text announces, and give each its bold lead. Pure.

Heads write "my 5 rules of thumb" and then five numbered points, each with a lead of its own: bold
words, or words before a dash or a colon. Where every point has one, the list becomes rules.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from booklet.common.words import NUMBER, number_of
from booklet.importers.document import Heading, List, Paragraph, Style, Text, Verbatim
from booklet.importers.inlines import drop_start, plain_text, trimmed
from booklet.markup.commonmark.node import Kind
from booklet.markup.commonmark.structure import NestingError, read_structure

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from booklet.importers.document import Block, Inline
    from booklet.markup.commonmark.node import Node

_THINGS = (
    "rules?|tips?|points?|themes?|ideas?|things?|ways?|steps?|lessons?|principles?|questions?|"
    "reasons?|suggestions?|thoughts?|reflections?|priorities|habits?|strategies"
)
_ANNOUNCEMENT = re.compile(
    rf"\b(?!(?:0|1|one)\b)(?P<number>{NUMBER})\s+(?:[\w’'-]+\s+){{0,2}}?"
    rf"(?P<thing>{_THINGS})\b(?:\s+of\s+thumb)?",
    re.IGNORECASE,
)
_PLAIN_LEAD = re.compile(r"(?P<lead>[^.!?;:\n–—]{2,100}?)(?P<mark>\s+[–—-]\s+|:\s+)(?=\S)")
_MARKDOWN_LEAD = re.compile(r"(\*\*|__)(?=\S).+?\1", re.DOTALL)
_MARKUP = re.compile(r"[\\`*_<>\[\]]")
_NUMBER_IN_BRACKETS = re.compile(r"^(?P<before>\s*)\(?(?P<number>\d{1,9})\)(?=\s)")
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
        if isinstance(block, Verbatim):
            markdown, in_it, announced = _make_rules_in_markdown(block, announced)
            made.append(markdown)
            found += in_it
            continue
        if isinstance(block, Paragraph | Heading):
            announced = _announced_in(plain_text(block.content)) or announced
        if not isinstance(block, List) or block.start is None:
            made.append(block)
            continue
        items = [_with_lead(item) for item in block.items]
        rules = _compare(announced, block.start, [item is not None for item in items], block.line)
        leads = tuple(item for item in items if item is not None)
        made.append(replace(block, items=leads) if rules.are_rules else block)
        found.append(rules)
        announced = None
    if announced is not None:
        number = number_of(announced["number"])
        found.append(FoundRules(" ".join(announced[0].split()), number, 0, False, (), 0))  # noqa: FBT003 - a value with a place for each field
    return tuple(made), tuple(found)


def _announced_in(text: str) -> re.Match[str] | None:
    """Find the last words of a text that announce rules."""
    return max(_ANNOUNCEMENT.finditer(text), key=re.Match.start, default=None)


def _compare(
    announced: re.Match[str] | None, start: int, have_leads: Sequence[bool], line: int
) -> FoundRules:
    """Compare a numbered list with what announces it."""
    without = tuple(number for number, has_lead in enumerate(have_leads, start) if not has_lead)
    return FoundRules(
        announced=" ".join(announced[0].split()) if announced else "",
        number=number_of(announced["number"]) if announced else 0,
        counted=len(have_leads),
        are_rules=not without and len(have_leads) >= _FEWEST_RULES,
        without_lead=without if len(without) * 2 < len(have_leads) else (),
        line=line,
    )


def _make_rules_in_markdown(
    block: Verbatim, announced: re.Match[str] | None
) -> tuple[Verbatim, list[FoundRules], re.Match[str] | None]:
    """Do the same in Markdown, whose other words stay as they are typed.

    Returns:
        The Markdown, what was found, and words that announce a list which has not come yet.
    """
    try:
        blocks = read_structure(block.markdown).document.children
    except NestingError:  # the build tells of it
        return block, [], announced
    lines = block.markdown.split("\n")
    found = []
    for before, node, after in zip([None, *blocks], blocks, [*blocks[1:], None], strict=False):
        if node.kind in {Kind.PARAGRAPH, Kind.HEADING}:
            announced = _announced_in("\n".join(node.lines)) or announced
        if node.kind is not Kind.LIST or node.children[0].start < 0:
            continue
        if not any(one is not None and one.kind is Kind.LIST for one in (before, after)):
            _write_full_stops(lines, node.children)
        leads = [_lead_in_markdown(item, lines[item.line - 1]) for item in node.children]
        rules = _compare(
            announced,
            node.children[0].start,
            [lead is not None for lead in leads],
            block.line + node.line - 1,
        )
        found.append(rules)
        announced = None
        if rules.are_rules:
            for item, lead in zip(node.children, leads, strict=True):
                if lead:
                    line = lines[item.line - 1]
                    at = line.rfind(item.children[0].lines[0])
                    lines[item.line - 1] = line[:at] + line[at:].replace(lead, f"**{lead}**", 1)
    return replace(block, markdown="\n".join(lines)), found, announced


def _write_full_stops(lines: list[str], items: Iterable[Node]) -> None:
    """Write "1." for "1)", which not every program takes for a list."""
    for item in items:
        line = lines[item.line - 1]
        lines[item.line - 1] = _NUMBER_IN_BRACKETS.sub(r"\g<before>\g<number>.", line, count=1)


def _lead_in_markdown(item: Node, line: str) -> str | None:
    """Find the words at the start of a point that would be its lead; "" when they are bold."""
    opening = item.children[0] if item.children else None
    if opening is None or opening.kind is not Kind.PARAGRAPH:
        return None
    if _MARKDOWN_LEAD.match("\n".join(opening.lines)):
        return ""
    match = _PLAIN_LEAD.match(opening.lines[0])
    if match is None or len(match["lead"].split()) > _MOST_WORDS_OF_LEAD:
        return None
    lead = match["lead"] + (":" if match["mark"].startswith(":") else "")
    return None if _MARKUP.search(lead) or opening.lines[0] not in line else lead.strip()


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
