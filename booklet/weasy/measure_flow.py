"""Measure a division's content for copyfitting, from WeasyPrint's layout on very tall pages.

On tall pages nothing is cut and every margin is where it belongs, so each distance is simply read.
What may be broken is read from the computed CSS; what is better kept whole, but may be broken to
fill a page, is said in `kept_boxes`. Imported only where Pango is.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from itertools import pairwise
from typing import TYPE_CHECKING

from booklet.copyfit.flow import Break, ClosingNotes, Flow, Piece, mark_headings_of_work
from booklet.weasy.elastics import (
    HIGHEST_ROW,
    LARGEST_BESIDE,
    LOWEST_ROW,
    SMALLEST_PICTURE,
    LinesToWriteOn,
    Resizable,
)
from booklet.weasy.internals import boxes, page_box
from booklet.weasy.kept_boxes import (
    AVOID,
    avoids_break_inside,
    classes,
    is_component,
    is_piece,
    may_be_broken,
)
from booklet.weasy.page_boxes import content_height, find_lines, height_on_paper, inset_above

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from xml.etree.ElementTree import Element

    from booklet.copyfit.flow import Elastic
    from booklet.weasy.protocols import Box, Page

TALL_PAGES = "@page { height: 60000px !important } .closing-notes { display: block !important }"
"""A dozen of the longest chapters' pages and more: no division of ours is cut between them."""

RUN_ON_GAP = 32.0
"""CSS pixels above a section that does without a page of its own: 24 points."""

WORK_FAMILIES = frozenset({"think", "talk", "do"})
"""Families of components, which are classes of their boxes, that ask readers to do something."""

_LINES_TOGETHER = 3
"""Lines to write on that stay together at the foot and at the top of a page."""

_WITHOUT_PADDING = (boxes.LineBox, boxes.TableRowBox, boxes.TableRowGroupBox)


@dataclass(slots=True)
class _Open:
    """A box that is being walked through; `pieces` counts those that it has given so far."""

    box: Box
    pieces: int = 0


def measure_flow(pages: Sequence[Page], root: Element) -> Flow:
    """Measure the content of a division.

    Args:
        pages: laid out with `TALL_PAGES`.
        root: the division's HTML, from which they were set.

    Returns:
        A flow without pieces where nothing stands on any page.
    """
    return _Measurer(root).measure(pages)


@dataclass(slots=True)
class _Measurer:
    """Walks through boxes in reading order and writes down pieces."""

    root: Element
    places: dict[Element, int] = field(default_factory=dict)
    pieces: list[Piece] = field(default_factory=list)
    page_heights: list[float] = field(default_factory=list)
    lines: dict[int, LinesToWriteOn] = field(default_factory=dict)
    sizes: list[Resizable] = field(default_factory=list)
    line_heights: Counter[float] = field(default_factory=Counter)
    around: list[_Open] = field(default_factory=list)
    opened: list[Box] = field(default_factory=list)
    closed: list[Box] = field(default_factory=list)
    bottom: float = 0.0
    end_of_page: float = 0.0
    edge_of_page: float = 0.0
    is_page_start: bool = True
    page_height: float = 0.0
    headers: dict[int, float] = field(default_factory=dict)
    notes: Mapping[Element, float] = field(default_factory=dict)
    begun: set[int] = field(default_factory=set)
    notes_begin: int = -1

    def measure(self, pages: Sequence[Page]) -> Flow:
        self.places = {element: place for place, element in enumerate(self.root.iter())}
        note_space = 0.0
        for page in pages:
            box = page_box(page)
            self.page_height = height_on_paper(box)
            self.notes = {
                note.element: note.margin_height()
                for area in box.children
                if isinstance(area, boxes.FootnoteAreaBox)
                for note in area.children
                if note.element is not None
            }
            for area in box.children:
                if isinstance(area, boxes.FootnoteAreaBox) and area.children:
                    note_space = area.margin_height() - area.height
            self.is_page_start, self.bottom = True, box.content_box_y()
            for child in box.children:
                if child.element_tag == "html":
                    self._visit(child)
            self.end_of_page, self.edge_of_page = self._closing(), self._edge_below()
            self.closed.clear()
        closing_notes = self._part_closing_notes() if self.notes_begin >= 0 else None
        line_height = self.line_heights.most_common(1)[0][0] if self.line_heights else 1.0
        return Flow(
            pieces=tuple(mark_headings_of_work(self.pieces)),
            page_heights=tuple(self.page_heights),
            elastics=tuple(self._elastics(line_height)),
            note_space=note_space,
            line_height=line_height,
            closing=self.end_of_page,
            closing_notes=closing_notes,
        )

    def _part_closing_notes(self) -> ClosingNotes | None:
        """Take the lines for notes at the end, which measuring alone shows, out of the pieces."""
        notes = self.pieces[self.notes_begin :]
        del self.pieces[self.notes_begin :], self.page_heights[self.notes_begin :]
        place, lines = self.lines.popitem()
        taken = sum(piece.gap + piece.height for piece in notes) + self.end_of_page
        self.end_of_page = notes[0].closing
        if notes[0].break_before is Break.FORCED:
            return None
        return ClosingNotes(place, taken - lines.height, lines.height)

    def _visit(self, box: Box) -> None:
        if not box.is_in_normal_flow():
            return
        if "closing-notes" in classes(box):
            self.notes_begin = len(self.pieces)
        self.opened.append(box)
        self.around.append(_Open(box))
        if isinstance(box, boxes.TableRowBox) and not self._finds_room(box):
            self._visit(max(box.children, key=content_height))
        elif is_piece(box):
            self._add(box)
        else:
            lines = [child for child in box.children if isinstance(child, boxes.LineBox)]
            for number, child in enumerate(box.children):
                if lines:
                    self._add_line(box, child, number, len(lines))
                else:
                    self._visit(child)
                if isinstance(box, boxes.TableBox) and getattr(child, "is_header", False):
                    self.headers[id(box)] = child.height
        self.around.pop()
        self.closed.append(box)
        if self.opened and self.opened[-1] is box:
            self.opened.pop()  # nothing in it has a height

    def _add_line(self, block: Box, line: Box, number: int, count: int) -> None:
        style = block.style
        is_torn = number and (number < style["orphans"] or count - number < style["widows"])
        self.line_heights[round(line.height, 2)] += 1
        notes = sum(self._notes_in(line))
        self._write(line, line.position_y, line.height, is_torn=bool(is_torn), notes=notes)

    def _notes_in(self, line: Box) -> Iterator[float]:
        for inner in line.descendants():
            note = getattr(inner, "footnote", None)
            if note is not None and note.element in self.notes:
                yield self.notes[note.element]

    def _add(self, box: Box) -> None:
        top, height = box.border_box_y(), box.border_height()
        if height <= 0:
            return
        notes = sum(height for line in find_lines(box) for height in self._notes_in(line))
        is_torn = False
        if "ruled-line" in classes(box):
            is_torn = self._note_line(box)
        elif isinstance(box, boxes.ReplacedBox) and self._may_shrink(box):
            self._may_become(box, height * SMALLEST_PICTURE, height, is_picture=True)
        elif "picture-beside" in classes(box):
            self._note_picture_beside(box)
        elif isinstance(box, boxes.TableRowBox) and self._is_to_write_in():
            content = max((content_height(cell) for cell in box.children), default=0.0)
            least = min(height, max(height * LOWEST_ROW, content))
            self._may_become(box, least, height * HIGHEST_ROW)
        self._write(box, top, height, is_torn=is_torn, notes=notes)

    def _may_become(self, box: Box, least: float, most: float, *, is_picture: bool = False) -> None:
        """Note which heights a box may have, whose piece is the next to be written."""
        if box.element is not None:
            place, height = self.places[box.element], box.border_height()
            self.sizes.append(Resizable(place, len(self.pieces), height, least, most, is_picture))

    def _note_picture_beside(self, figure: Box) -> None:
        """Note how large a picture may be whose caption stands beside it.

        The caption may not become taller than the picture: beside a large one it has half the
        width that it has now.
        """
        picture, *captions = figure.children
        if not isinstance(picture, boxes.ReplacedBox):
            return
        height = picture.border_height()
        caption = sum(line.height for one in captions for line in find_lines(one))
        least = max(height * SMALLEST_PICTURE, caption)
        most = min(height * LARGEST_BESIDE, picture.style["max_height"].value)
        if least <= height and 2 * caption <= height:
            self._may_become(picture, least, max(height, most))

    def _may_shrink(self, picture: Box) -> bool:
        """Tell whether a picture stands in a figure and has no words that would be too small."""
        element = picture.element
        is_drawn_for_words = element is not None and "data-legible-width" in element.attrib
        return not is_drawn_for_words and any(
            each.box.element_tag == "figure" for each in self.around
        )

    def _is_to_write_in(self) -> bool:
        """Say whether the row at hand is for handwriting: of an action plan, not its header."""
        groups = [each.box for each in self.around]
        return any("action-table" in classes(one) for one in groups) and not any(
            getattr(one, "is_header", False) for one in groups
        )

    def _note_line(self, line: Box) -> bool:
        """Note which lines to write on a line belongs to; say whether it may not be torn off."""
        parent = self.around[-2].box
        if parent.element is None:
            return False
        siblings = [child for child in parent.children if "ruled-line" in classes(child)]
        stems = sum("stem" in classes(child) for child in parent.children)
        fills = parent.element.get("data-fills") is not None
        if not fills and not stems and "ruled-lines" not in classes(parent):
            return False
        place, number, here = self.places[parent.element], siblings.index(line), len(self.pieces)
        first = self.lines[place].first if place in self.lines else here
        height, count = line.border_height(), len(siblings)
        self.lines[place] = LinesToWriteOn(first, here, height, count, stems, fills)
        return not stems and number > 0 and min(number, count - number) < _LINES_TOGETHER

    def _elastics(self, line_height: float) -> Iterator[Elastic]:
        """List what may be smaller or larger; where it can, in steps of the grid."""
        found = [
            *(lines.elastic(place, line_height) for place, lines in self.lines.items()),
            *(size.elastic(line_height / 2) for size in self.sizes),
        ]
        yield from sorted(found, key=lambda one: one.first)

    def _write(self, box: Box, top: float, height: float, *, is_torn: bool, notes: float) -> None:
        opened = [
            one for one in self.opened if one is not box or not isinstance(box, boxes.LineBox)
        ]
        borders = sum(inset_above(one) for one in opened if one is not box)
        tables = [each.box for each in self.around if each.box not in opened]
        inset = borders + sum(self.headers.get(id(table), 0.0) for table in tables)
        if self.is_page_start:
            inset = top - self.bottom
        begun = [each.box for each in self.around if each.pieces]
        places = dict.fromkeys(self._places(opened))
        elements = tuple(place for place in places if place not in self.begun)
        self.begun.update(elements)
        # Text beside blocks has an anonymous box of the element around both, which may have begun.
        kind = self._break_before(opened, begun, is_torn=is_torn, is_line=not elements)
        gap = top - self.bottom
        if self.is_page_start:
            gap = self.edge_of_page + RUN_ON_GAP + borders if kind is Break.REMOVABLE else 0.0
        optional, left_white = self._optional()
        self.pieces.append(
            Piece(
                height=height,
                gap=gap,
                inset=inset,
                closing=self.end_of_page if self.is_page_start else self._closing(),
                break_before=kind,
                elements=elements,
                kept=tuple(
                    dict.fromkeys(self._places(one for one in begun if avoids_break_inside(one)))
                ),
                notes=notes,
                is_line="ruled-line" in classes(box),
                optional=optional,
                left_white=left_white,
                is_work=any(
                    not WORK_FAMILIES.isdisjoint(classes(each.box)) for each in self.around
                ),
                space=self._space_above(opened[0], elements) if kind is Break.FREE else 0.0,
            )
        )
        self.page_heights.append(self.page_height)
        for each in self.around:
            each.pieces += 1
        self.bottom = top + height
        self.is_page_start = False
        self.opened.clear()
        self.closed.clear()

    def _break_before(
        self, opened: Sequence[Box], begun: Sequence[Box], *, is_torn: bool, is_line: bool
    ) -> Break:
        if self.is_page_start:
            can_join = any(
                one.element is not None and one.element.get("data-run-on") is not None
                for one in opened
            )
            return Break.REMOVABLE if can_join and self.pieces else Break.FORCED
        before = {one.style["break_before"] for one in opened}
        after = {one.style["break_after"] for one in self.closed}
        if is_torn or not AVOID.isdisjoint(before | after):
            return Break.FORBIDDEN
        kept = [one for one in begun if self._is_kept(one)]
        if any(not may_be_broken(one) for one in kept):
            return Break.FORBIDDEN
        if kept and kept[0].element_tag == "tbody":
            return Break.ROW
        if kept:
            return Break.KEPT_LINE if is_line else Break.KEPT
        return Break.LINE if is_line else Break.FREE

    def _finds_room(self, box: Box) -> bool:
        return box.border_height() <= self.page_height

    def _is_kept(self, box: Box) -> bool:
        """Say whether a box is better kept whole, and can be if it is none of ours."""
        return avoids_break_inside(box) and (self._finds_room(box) or is_component(box))

    def _space_above(self, block: Box, elements: Sequence[int]) -> float:
        """Measure the white above a block that begins here."""
        if next(self._places([block]), -1) not in elements:
            return 0.0
        bottoms = (one.border_box_y() + one.border_height() for one in self.closed)
        return round(block.border_box_y() - max((self.bottom, *bottoms)), 2)

    def _optional(self) -> tuple[int, float]:
        """Find the element around the piece that a template says can be left out, or -1.

        With its first piece comes the white that a least height around it leaves in its place.
        """
        for outer, each in pairwise(self.around):
            element = each.box.element
            if element is not None and element.get("data-optional") is not None:
                least = 0.0 if each.pieces else outer.box.min_height
                above = each.box.position_y - outer.box.content_box_y()
                return self.places[element], max(0.0, least - above)
        return -1, 0.0

    def _closing(self) -> float:
        """Measure what must find room below the last piece, if a page ends there.

        WeasyPrint asks for the room of borders and padding twice before it ends a page: once in
        the height of the box, once in the space to be left below it.
        """
        padding = sum(
            bottom - one.content_box_y() - one.height for one, bottom in self._ended_boxes()
        )
        return self._edge_below() + padding

    def _edge_below(self) -> float:
        """Measure how far below the last piece the last border is that ends there."""
        return max([0.0, *(bottom - self.bottom for _, bottom in self._ended_boxes())])

    def _ended_boxes(self) -> Iterator[tuple[Box, float]]:
        """Yield the boxes that end with the last piece, and where their lower borders are."""
        for one in self.closed:
            bottom = one.border_box_y() + one.border_height()
            # What goes on on the next page reaches down to the foot of the tall page.
            if not isinstance(one, _WITHOUT_PADDING) and bottom - self.bottom < self.page_height:
                yield one, bottom

    def _places(self, found: Sequence[Box] | Iterator[Box]) -> Iterator[int]:
        for box in found:
            if box.element is not None and "::" not in box.element_tag:
                place = self.places.get(box.element)
                if place is not None:
                    yield place
