"""Fit what is shown to slides: type as large as its box allows, and more slides for longer text.

Widths are those of the real typefaces, with a margin, since a computer without them shows another.
No text is set smaller than `SMALLEST`; what does not fit then goes on to another slide.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from itertools import pairwise
from typing import TYPE_CHECKING

from booklet.print.rules import condense
from booklet.slides.grid import LAYOUTS, STEM_HEIGHT, Box, Kind, Part
from booklet.slides.topics import Line, Words
from booklet.theme.typefaces import advance_widths, line_height

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from booklet.config import Fonts
    from booklet.slides.topics import Topic

MARGIN = 1.06
"""How much wider another typeface may be."""

INDENT = 1.1
"""How far the items of lists are set in, in sizes of the type."""

GAP = 0.4
"""Between two lines of a list, in sizes of the type."""

LEADING = 0.95
"""Of the typeface's own distance of lines, as it is set."""

_STEP = 2.0
_ROOMY = 30.0
"""Points: below this size a list is rather given two slides than smaller type."""

_COMFORTABLE = 28.0
"""Points: the size that a list on several slides has, if its single items let it."""

_WIDEST = 1.0
"""Of a character that the typeface lacks, in sizes of the type: as wide as in Chinese."""


@dataclass(frozen=True, slots=True)
class Slide:
    """One slide, finished.

    Attributes:
        kind: of its layout.
        title: different from that of every other slide.
        words: what stands in its other boxes, by their parts.
        lines: its text.
        sizes: of the type in each box, in points.
        notes: for whoever leads the session, a paragraph each.
    """

    kind: Kind
    title: Words
    words: Mapping[Part, Words]
    lines: tuple[Line, ...]
    sizes: Mapping[Part, float]
    notes: tuple[Words, ...] = field(default=())

    def text_of(self, part: Part) -> tuple[Line, ...]:
        """List what stands in a box."""
        if part is Part.BODY:
            return self.lines
        words = self.title if part is Part.TITLE else self.words.get(part)
        return (Line(words),) if words and words.text else ()


def fit_slides(topics: Iterable[Topic], fonts: Fonts) -> tuple[Slide, ...]:
    """Put topics on slides.

    Args:
        topics: in order.
        fonts: of the book.

    Raises:
        LayoutError: when a typeface is missing.
    """
    measure = Measure(fonts)
    slides = [slide for topic in topics for slide in _fit(topic, measure)]
    return tuple(_name_differently(slides, measure))


class Measure:
    """Tells how much room text takes in the book's typefaces."""

    def __init__(self, fonts: Fonts) -> None:
        """Measure in a book's typefaces."""
        self.fonts = fonts

    def family(self, box: Box) -> str:
        """Name the typeface of a box."""
        return self.fonts.text if box.is_serif else self.fonts.headings

    def height(self, lines: Sequence[Line], box: Box, size: float) -> float:
        """Tell how high some lines are in a box, in points."""
        leading = line_height(self.family(box)) * LEADING * size
        rows = sum(self.rows(line, box, size) for line in lines)
        return rows * leading + max(0, len(lines) - 1) * GAP * size

    def rows(self, line: Line, box: Box, size: float) -> int:
        """Count the rows that a line is broken into; a row too many for a word that is too wide."""
        room = (box.width - (INDENT * size if line.is_item else 0)) / (size * MARGIN)
        widths = [
            advance_widths(self.family(box), bold=box.is_bold or is_lead) for is_lead in (0, 1)
        ]
        rows, used, at = 1, 0.0, 0
        for word in line.words.text.split(" "):
            is_lead = at < line.words.lead
            width = sum(widths[is_lead].get(sign, _WIDEST) for sign in word)
            space = widths[is_lead].get(" ", 0.3)
            at += len(word) + 1
            if used and used + space + width > room:
                rows, used = rows + 1, 0.0
            used += (space if used else 0.0) + width
            while used > room:
                rows, used = rows + 1, used - room
        return rows

    def size(self, lines: Sequence[Line], box: Box, smallest: float) -> float | None:
        """Find the largest size in which lines fit a box; None when none does."""
        size = box.size
        while size >= smallest:
            if self.height(lines, box, size) <= box.height:
                return size
            size -= _STEP
        return None

    def cut(self, words: Words, box: Box) -> Words:
        """Shorten words to what a box holds in its smallest type."""
        room = len(words.text)
        while self.height([Line(words)], box, box.smallest) > box.height:
            room = min(room - 1, room * 9 // 10)
            words = replace(words, text=condense(words.text, room))
        return words


def _fit(topic: Topic, measure: Measure) -> Iterator[Slide]:
    boxes = LAYOUTS[topic.kind].boxes
    words = {Part.TITLE: topic.title, **topic.words}
    sizes: dict[Part, float] = {}
    for box in boxes:
        if box.part in words and box.part is not Part.CODE:
            words[box.part] = measure.cut(words[box.part], box)
            found = measure.size([Line(words[box.part])], box, box.smallest)
            sizes[box.part] = found or box.smallest
    title = words.pop(Part.TITLE)
    full = () if title.text == topic.title.text else (topic.title,)
    body = LAYOUTS[topic.kind].box(Part.BODY)
    parts: list[tuple[Sequence[Line], float]] = [(topic.lines, 0.0)]
    if body is not None and topic.lines:
        parts = list(_share_out(topic.lines, _room(topic.kind, body), measure))
    for number, (lines, size) in enumerate(parts):
        own = {**sizes, Part.BODY: size} if size else sizes
        notes = () if number else (*full, *topic.notes)
        yield Slide(topic.kind, title, words, tuple(lines), own, notes)


def _room(kind: Kind, body: Box) -> Box:
    """Give the box of a plan's stems the height of the type, for each has a line to itself."""
    return replace(body, height=STEM_HEIGHT * 2) if kind is Kind.PLAN else body


def _share_out(
    lines: Sequence[Line], box: Box, measure: Measure
) -> Iterator[tuple[Sequence[Line], float]]:
    """Put lines on one slide in large type, or on as few as hold them, about equally full."""
    size = measure.size(lines, box, _ROOMY)
    if size is None and len(lines) == 1:
        size = measure.size(lines, box, box.smallest)
    if size is not None:
        yield lines, size
        return
    pieces = [piece for line in lines for piece in _split(line, box, measure)]
    for least in (_COMFORTABLE, box.smallest):
        for count in range(2, len(pieces) + 1):
            shares = _equal_shares(pieces, count, box, measure)
            sizes = [measure.size(share, box, least) for share in shares]
            if None not in sizes:
                common = min(size for size in sizes if size is not None)
                yield from ((share, min(common, _ROOMY)) for share in shares)
                return
    yield from (([piece], box.smallest) for piece in pieces)


def _split(line: Line, box: Box, measure: Measure) -> Iterator[Line]:
    """Cut a line that fills more than half a slide between its sentences, or its words."""
    rest = line
    while measure.height([rest], box, box.smallest) > box.height / 2:
        text, room = rest.words.text, len(rest.words.text)
        first = rest
        while measure.height([first], box, box.smallest) > box.height / 2:
            room = min(room - 1, room * 9 // 10)
            kept = condense(text, room).removesuffix("…") or text[:room]
            first = replace(rest, words=replace(rest.words, text=kept))
        yield first
        kept_to = len(first.words.text)
        after = text[kept_to:].strip()
        if not after:
            return
        lead = max(0, rest.words.lead - kept_to - 1)
        rest = Line(Words(after, line.words.lang, lead))
    yield rest


def _equal_shares(
    lines: Sequence[Line], count: int, box: Box, measure: Measure
) -> list[Sequence[Line]]:
    """Divide lines into so many runs, the fullest of which is as low as can be."""
    heights = [measure.height([line], box, box.smallest) for line in lines]
    best: dict[int, tuple[float, tuple[int, ...]]] = {0: (0.0, ())}
    for share in range(1, count + 1):
        best = {
            end: min(
                (max(best[start][0], sum(heights[start:end])), (*best[start][1], end))
                for start in best
                if start < end
            )
            for end in range(share, len(lines) + 1)
        }
    _, ends = best[len(lines)]
    return [lines[start:end] for start, end in pairwise((0, *ends))]


def _name_differently(slides: Sequence[Slide], measure: Measure) -> Iterator[Slide]:
    """Number slides of one title, for titles are how a screen reader's users find a slide."""
    total: dict[str, int] = {}
    for slide in slides:
        total[slide.title.text] = total.get(slide.title.text, 0) + 1
    seen: dict[str, int] = {}
    for slide in slides:
        text = slide.title.text
        seen[text] = seen.get(text, 0) + 1
        if total[text] == 1:
            yield slide
            continue
        box = LAYOUTS[slide.kind].boxes[0]
        title = replace(slide.title, text=f"{text} ({seen[text]}/{total[text]})")
        title = title if measure.size([Line(title)], box, box.smallest) else slide.title
        size = measure.size([Line(title)], box, box.smallest) or box.smallest
        yield replace(slide, title=title, sizes={**slide.sizes, Part.TITLE: size})
