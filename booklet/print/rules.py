"""The rules of a reflection as plain text, for small paper, posters and lists."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from booklet.common import xhtml
from booklet.common.memoize import memoize
from booklet.components import ComponentContext, Medium, render_components

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

    from booklet.book import Book
    from booklet.markup.chapter import Chapter

_BLOCKS = xhtml.name_set("p li dd dt div blockquote")
_ELLIPSIS = "…"
_SENTENCE = re.compile(r".+?(?:[.!?…]+[\"'”’»)]*(?=\s|$)|$)", re.DOTALL)
_LONGEST_LEAD = 90


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule, as plain text.

    Attributes:
        number: as printed beside it.
        lead: its opening words in bold.
        text: the rest of its text; "" when there is none.
    """

    number: int
    lead: str
    text: str


def rules_of(book: Book, chapter: Chapter) -> tuple[Rule, ...]:
    """Read a reflection's rules as plain text, without notes and pictures."""
    context = ComponentContext(slug=chapter.slug, language=book.config.book_language)
    return _read_rules(chapter.body, context)


@memoize
def _read_rules(body: Element, context: ComponentContext) -> tuple[Rule, ...]:
    root = render_components(body, Medium.PRINT, context)
    return tuple(
        _read_rule(number, item)
        for rules in root.iter("ol")
        if xhtml.has_class(rules, "rules")
        for number, item in enumerate(rules.findall("li"), int(rules.get("start", "1")))
    )


def _read_rule(number: int, item: Element) -> Rule:
    parents = xhtml.parents_of(item)
    for part in list(item.iter()):
        if xhtml.has_class(part, "footnote"):
            xhtml.replace(parents[part], part)
        elif part.tag in _BLOCKS:
            part.tail = f" {part.tail or ''}"
    lead = next(part for part in item.iter() if xhtml.has_class(part, "rule-lead"))
    words = xhtml.text_of(lead)
    rest = xhtml.text_of(item).removeprefix(words)
    return Rule(number, condense(words, _LONGEST_LEAD), rest.lstrip(" –—-:.,").strip())


def condense(text: str, room: int) -> str:
    """Shorten a text to whole sentences.

    Args:
        text: with single spaces.
        room: how many characters it may have.

    Returns:
        The opening sentences that fit; where not even the first one fits, its opening words and an
        ellipsis.
    """
    if len(text) <= room:
        return text
    kept = 0
    for sentence in _SENTENCE.finditer(text):
        if len(text[: sentence.end()].rstrip()) > room:
            break
        kept = sentence.end()
    if kept:
        return text[:kept].strip()
    words = text[:room].rpartition(" ")[0] or text[: room - 1]
    return words.rstrip(" ,;:–-") + _ELLIPSIS
