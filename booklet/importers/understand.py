"""Understand what authors write: from a text as it was read to one that makes a good chapter. Pure.

The order counts: what the blog adds goes first, so that it stands between no two points; headings
come before lists, because a numbered heading is a point with the text below it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from booklet.common.words import words_of
from booklet.importers.boilerplate import is_boilerplate
from booklet.importers.document import Figure, Heading, List, Paragraph, Quote, Text
from booklet.importers.headings import close_level_gaps, find_bold_headings, list_numbered_headings
from booklet.importers.inlines import joined, on_one_line, plain_text
from booklet.importers.lists import find_marker, make_lists
from booklet.importers.losses import PRIVATE_ADDRESS, Loss, LossKind
from booklet.importers.rules import make_rules

if TYPE_CHECKING:
    from collections.abc import Iterable

    from booklet.importers.document import Block, Comment, Document
    from booklet.importers.rules import FoundRules

_DOTS = re.compile(r"\s*(?:…|\.{2,})[.…\s]*")
_CAPTION = re.compile(
    r"(?:Figure|Fig\.?|Picture|Photo(?:graph)?|Image|Diagram|Chart|Map) (?:\d{1,3}|[A-Z])"
    r"(?:[.:]| [–-]) ?\S.{0,250}"
)
_SHORTEST_WRAPPED = 50
"""Characters of a line; verses and addresses have shorter ones."""

_LOOKED_AT = 3
"""Blocks at the start in which a title may be said again."""


@dataclass(frozen=True, slots=True)
class Understood:
    """A text that is ready to be written, and what its rules are."""

    document: Document
    rules: tuple[FoundRules, ...]


def understand(document: Document, *, is_blog: bool, has_comments: bool = False) -> Understood:
    """Find title, headings, lists and rules of a text.

    Args:
        document: as it was read.
        is_blog: whether a blog's software has had its hands on it and adds lines of its own.
        has_comments: whether readers' comments come along, at the end.
    """
    blocks, losses = document.blocks, list(document.losses)
    if is_blog:
        blocks = _with_whole_lines(_without_boilerplate(blocks, losses))
    else:
        blocks = _with_captions(blocks)
    title, blocks = _title(document.title, blocks)
    blocks = _without_title(title, blocks, losses)
    blocks = find_bold_headings(blocks)
    blocks, numbers = list_numbered_headings(blocks)
    losses += numbers
    blocks, numbers = make_lists(blocks)
    losses += numbers
    blocks, rules = make_rules(blocks)
    blocks = (*close_level_gaps(blocks), *_comments(document.comments, losses, wanted=has_comments))
    return Understood(
        replace(document, title=mend_title(title), blocks=blocks, losses=tuple(losses)), rules
    )


def mend_title(title: str) -> str:
    """Take typed dots out of a title: "Rules of Thumb………Summer" is "Rules of Thumb: Summer"."""
    words = " ".join(title.split())

    def mend(dots: re.Match[str]) -> str:
        is_long = sum(3 if dot == "…" else dot == "." for dot in dots[0]) > 3  # noqa: PLR2004 - the dots of one ellipsis
        if not dots.end() < len(words):
            return "…" if not is_long else ""
        if not dots.start():
            return ""
        return ": " if is_long else dots[0]

    return _DOTS.sub(mend, words).strip()


def _without_boilerplate(blocks: tuple[Block, ...], losses: list[Loss]) -> tuple[Block, ...]:
    kept: list[Block] = []
    for block in blocks:
        words = plain_text(block.content) if isinstance(block, Paragraph | Heading) else ""
        if words and is_boilerplate(words):
            losses.append(Loss(LossKind.BOILERPLATE, words, block.line))
        else:
            kept.append(block)
    return tuple(kept)


def _with_whole_lines(blocks: Iterable[Block]) -> tuple[Block, ...]:
    """Join the lines of paragraphs that a mail program or an editor has broken at its margin."""
    whole: list[Block] = []
    for block in blocks:
        if isinstance(block, Paragraph) and _is_wrapped(plain_text(block.content).split("\n")):
            whole.append(replace(block, content=tuple(joined(on_one_line(block.content)))))
        elif isinstance(block, List):
            whole.append(replace(block, items=tuple(map(_with_whole_lines, block.items))))
        elif isinstance(block, Quote):
            whole.append(replace(block, blocks=_with_whole_lines(block.blocks)))
        else:
            whole.append(block)
    return tuple(whole)


def _is_wrapped(lines: list[str]) -> bool:
    """Tell whether there is a width at which each line is full: the next word has no room in it."""
    full, words = lines[:-1], [line.split() for line in lines]
    if len(full) < 2 or not all(words) or min(map(len, full)) < _SHORTEST_WRAPPED:  # noqa: PLR2004 - one line may be full by chance
        return False
    room = min(len(line) + 1 + len(after[0]) for line, after in zip(full, words[1:], strict=True))
    return max(map(len, lines)) < room


def _with_captions(blocks: Iterable[Block]) -> tuple[Block, ...]:
    """Put "Figure 1: …" below a picture to the picture, so that no page comes between them."""
    kept: list[Block] = []
    for block in blocks:
        last = kept[-1] if kept else None
        if (
            isinstance(last, Figure)
            and not last.caption
            and isinstance(block, Paragraph)
            and _CAPTION.fullmatch(plain_text(block.content))
        ):
            kept[-1] = replace(last, caption=block.content)
        else:
            kept.append(block)
    return tuple(kept)


def _title(title: str, blocks: tuple[Block, ...]) -> tuple[str, tuple[Block, ...]]:
    """Take the first heading for a title where there is none."""
    if title or not blocks or not isinstance(blocks[0], Heading):
        return title, blocks
    if find_marker(blocks[0].content) is not None:
        return title, blocks
    return plain_text(blocks[0].content).replace("\n", " "), blocks[1:]


def _without_title(title: str, blocks: tuple[Block, ...], losses: list[Loss]) -> tuple[Block, ...]:
    """Drop a first line that says the title again."""
    for position, block in enumerate(blocks[:_LOOKED_AT]):
        if not isinstance(block, Paragraph | Heading):
            continue
        words = plain_text(block.content)
        if words.strip() and words_of(words) == words_of(title):
            losses.append(Loss(LossKind.REPEATED, words, block.line))
            return (*blocks[:position], *blocks[position + 1 :])
    return blocks


def _comments(
    comments: Iterable[Comment], losses: list[Loss], *, wanted: bool
) -> tuple[Block, ...]:
    """Quote the comments that were approved, without addresses; all others are listed."""
    quotes = []
    for comment in comments:
        if not wanted or not comment.is_approved:
            note = "" if comment.is_approved else "never approved"
            note = "a link from another site" if comment.is_ping else note
            losses.append(Loss(LossKind.COMMENT, comment.text, 0, note))
            continue
        addresses = PRIVATE_ADDRESS.findall(comment.text)
        losses += [Loss(LossKind.COMMENT, address, 0, "an address") for address in addresses]
        paragraphs = PRIVATE_ADDRESS.sub("…", comment.text).split("\n\n")
        quotes.append(Quote(tuple(Paragraph((Text(words),)) for words in paragraphs if words)))
    return (Heading(2, (Text("Comments"),)), *quotes) if quotes else ()
