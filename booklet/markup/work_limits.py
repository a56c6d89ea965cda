"""What multiplies is counted before it is set: drawings, notes in a paragraph, endless words.

Measured on one core of the machine that runs the checks: 0.7 ms for each element of a drawing that
is drawn, 30 ms for each note, and for a word as long as n thousand letters 45 n² ms.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from booklet.common.drawing_work import TooMuchError, count_drawn, drop_circles
from booklet.common.xhtml import SVG, append, detach_content, element, name_set
from booklet.markup.content_model import BLOCKS

if TYPE_CHECKING:
    from collections.abc import Iterator
    from xml.etree.ElementTree import Element

    from booklet.markup.finding_collector import FindingCollector

MOST_NOTES = 500
"""Notes in one paragraph; they are some ten pages of notes below one of text."""

_LONG_WORD = re.compile(r"\S{1000,}")
_LETTERS_TOGETHER = 50
"""Letters after which a word of a thousand and more may be broken; a line of A5 has some sixty."""

_HOLDS_NOTES = name_set("p td th li dd dt figcaption caption")


def limit_work(root: Element, collector: FindingCollector) -> None:
    """Refuse what would take minutes to set, and let endless words be broken; changes `root`."""
    for item in list(root.iter()):
        if item.tag == f"{{{SVG}}}svg":
            _check_drawing(item, collector)
        elif item.tag in _HOLDS_NOTES and not any(child.tag in BLOCKS for child in item):
            _check_notes(item, collector)
        if not item.tag.startswith("{") and _has_long_words(item):
            append(item, list(_broken(detach_content(item))))


def _check_drawing(drawing: Element, collector: FindingCollector) -> None:
    try:
        count_drawn(drawing)
        for circle in drop_circles(drawing):
            collector.warn(
                "K550",
                f"{circle} is left out",
                "No program draws it; take it out of the drawing.",
                collector.place("<use", "<svg"),
            )
    except TooMuchError as error:
        collector.refuse(
            "K534",
            f"a drawing in the text would take too long to draw: {error}",
            "Draw less of it again and again with <use>, markers and patterns; or save it as a "
            "picture (PNG) and show that.",
            collector.place("<svg"),
        )


def _check_notes(paragraph: Element, collector: FindingCollector) -> None:
    notes = sum(1 for item in paragraph.iter("a") if item.get("data-note") is not None)
    if notes > MOST_NOTES:
        collector.refuse(
            "K513",
            f"there are {notes:,} notes in one paragraph, which would take too long to set",
            f"At most {MOST_NOTES}; divide the paragraph, or put its notes into the text.",
            collector.place("[^", "^["),
        )


def _has_long_words(item: Element) -> bool:
    texts = (item.text, *(child.tail for child in item))
    return any(text and len(text) >= 1000 and _LONG_WORD.search(text) for text in texts)  # noqa: PLR2004 - as in the pattern


def _broken(parts: list[Element | str]) -> Iterator[Element | str]:
    for part in parts:
        if not isinstance(part, str):
            yield part
            continue
        end = 0
        for word in _LONG_WORD.finditer(part):
            yield part[end : word.start()]
            end = word.end()
            for start in range(word.start(), end, _LETTERS_TOGETHER):
                if start > word.start():
                    yield element("wbr")
                yield part[start : min(start + _LETTERS_TOGETHER, end)]
        yield part[end:]
