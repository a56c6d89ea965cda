"""Fit what is shown to slides: type as large as its box allows, and more slides for longer text.

No text is set smaller than `SMALLEST`; what does not fit then goes on to another slide.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from itertools import product
from typing import TYPE_CHECKING

from booklet.print.rules import condense
from booklet.slides.fit_table import FittedTable, fit_table, share_equally
from booklet.slides.grid import LAYOUTS, STEM_HEIGHT, Box, Kind, Part
from booklet.slides.measure import Measure
from booklet.slides.topic import Line, SlidePicture, Words

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from booklet.config import Fonts
    from booklet.slides.topic import Topic

_ROOMY = 30.0
"""Points: below this size a list is rather given two slides than smaller type."""

_COMFORTABLE = 28.0
"""Points: the size that a list on several slides has, if its single items let it."""


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
        picture: that it shows.
        table: that it shows, or some of its rows.
    """

    kind: Kind
    title: Words
    words: Mapping[Part, Words]
    lines: tuple[Line, ...]
    sizes: Mapping[Part, float]
    notes: tuple[Words, ...] = ()
    picture: SlidePicture | None = None
    table: FittedTable | None = None

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


def _fit(topic: Topic, measure: Measure) -> Iterator[Slide]:
    place = LAYOUTS[topic.kind].box(Part.TABLE)
    tables: tuple[FittedTable | None, ...] = (None,)
    if topic.table is not None and place is not None:
        tables = fit_table(topic.table, place, measure)
        if not tables:  # it has too many columns, or too much in a row
            as_list = replace(topic, kind=Kind.LIST, lines=topic.table.as_lines(), table=None)
            yield from _fit(as_list, measure)
            return
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
    for number, ((lines, size), table) in enumerate(product(parts, tables)):
        own = {**sizes, Part.BODY: size} if size else sizes
        notes = () if number else (*full, *topic.notes)
        yield Slide(topic.kind, title, words, tuple(lines), own, notes, topic.picture, table)


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
            heights = [measure.height([one], box, box.smallest) for one in pieces]
            shares = [pieces[share] for share in share_equally(heights, count)]
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
