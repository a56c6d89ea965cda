"""Faults that a typographer sees on finished pages, read from WeasyPrint's layout.

What is a fault and what it is called stands here; whether faults stop a build is for others to
say. Imported only where pages are set.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from itertools import groupby, pairwise
from typing import TYPE_CHECKING, Any

from booklet.linker.fragment import PageFault
from booklet.weasy.internals import boxes, itself, page_box

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from xml.etree.ElementTree import Element

_PIXELS_PER_MM = 96 / 25.4
_SAFE_EDGE = 8 * _PIXELS_PER_MM
_TOLERANCE = 1.0  # pixels
_HYPHENS_IN_A_ROW = 3
_LEAST_FILLED = 0.15  # of the height of the text
_HEADINGS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})
_KEPT_WHOLE = frozenset({"component", "rule"})
_WORDS_QUOTED = 6


@dataclass(frozen=True, slots=True)
class _Line:
    """One line of text on a page."""

    page_index: int
    block: Any
    box: Any
    text: str


@dataclass(slots=True)
class _Sheet:
    """What a page holds."""

    box: Any
    lines: list[_Line] = field(default_factory=list)
    lowest: float = 0.0


def find_faults(pages: Sequence[Any]) -> tuple[PageFault, ...]:
    """Look at the pages of a division.

    Args:
        pages: WeasyPrint's, laid out.

    Returns:
        Faults with the codes T650 to T656, kind by kind.
    """
    sheets = [_read_sheet(index, page) for index, page in enumerate(pages)]
    style_bundle = (_lonely_lines, _ladders, _low_headings, _split_boxes, _overfull, _empty, _edges)
    return tuple(fault for look in style_bundle for fault in look(sheets))


def _read_sheet(index: int, page: Any) -> _Sheet:  # noqa: ANN401 - WeasyPrint's
    sheet = _Sheet(page_box(page))
    text = next(box for box in sheet.box.children if box.element_tag == "html")
    for block, line in _lines(text):
        words = "".join(box.text for box in line.descendants() if isinstance(box, boxes.TextBox))
        if words.strip():
            sheet.lines.append(_Line(index, block, line, words.strip()))
    bottoms = [b.position_y + b.margin_height() for b in _solid(text)]
    sheet.lowest = max(bottoms, default=0.0)
    return sheet


def _lines(box: Any) -> Iterator[tuple[Any, Any]]:  # noqa: ANN401 - WeasyPrint's
    """Go through the lines below a box, each with the block it stands in."""
    for child in getattr(box, "children", ()):
        inner = itself(child)
        if isinstance(inner, boxes.LineBox):
            yield box, inner
        yield from _lines(inner)


def _solid(box: Any) -> Iterator[Any]:  # noqa: ANN401 - WeasyPrint's
    """Go through what one sees below a box: lines of text, rules to write on, pictures."""
    for inner in box.descendants():
        classes = _classes(inner.element)
        if (
            isinstance(inner, boxes.TextBox)
            or "ruled-line" in classes
            or inner.element_tag == "img"
        ):
            yield inner


def _classes(element: Element | None) -> frozenset[str]:
    return frozenset() if element is None else frozenset(element.get("class", "").split())


def _lonely_lines(sheets: Sequence[_Sheet]) -> Iterator[PageFault]:
    """Find paragraphs of which a single line stands on another page (widows and orphans)."""
    runs: dict[Element, list[_Line]] = {}
    for line in _all_lines(sheets):
        if line.block.element is not None:
            runs.setdefault(line.block.element, []).append(line)
    for lines in runs.values():
        by_page = [list(group) for _, group in groupby(lines, key=lambda line: line.page_index)]
        if len(by_page) < 2:  # noqa: PLR2004 - it is on one page
            continue
        hint = "Shorten or lengthen the paragraph by a line."
        if len(by_page[-1]) == 1:
            line = by_page[-1][0]
            problem = f"the last line of a paragraph stands alone: {_quote(line)}"
            yield PageFault("T650", line.page_index, problem, hint)
        if len(by_page[0]) == 1:
            line = by_page[0][0]
            problem = f"the first line of a paragraph stands alone: {_quote(line)}"
            yield PageFault("T650", line.page_index, problem, hint)


def _ladders(sheets: Sequence[_Sheet]) -> Iterator[PageFault]:
    """Find hyphens at the ends of three lines or more, one below the other."""
    for _, group in groupby(_all_lines(sheets), key=lambda line: id(line.block)):
        in_a_row = 0
        for line in group:
            in_a_row = in_a_row + 1 if line.text.endswith("-") else 0
            if in_a_row == _HYPHENS_IN_A_ROW:
                problem = f"three lines in a row end with a hyphen: {_quote(line)}"
                yield PageFault(
                    "T651", line.page_index, problem, "Change a word in this paragraph."
                )


def _low_headings(sheets: Sequence[_Sheet]) -> Iterator[PageFault]:
    """Find headings with nothing below them on the page."""
    for sheet, following in pairwise(sheets):
        last = max(sheet.lines, key=lambda line: line.box.position_y, default=None)
        if last is None or not following.lines or last.block.element_tag not in _HEADINGS:
            continue
        is_alone = all(line.block is last.block for line in sheet.lines)
        is_on_cover = "cover-title" in _classes(last.block.element)
        if _ends(last, sheet) and not is_alone and not is_on_cover:
            hint = "Shorten what stands above it, or begin a new page before it."
            yield PageFault(
                "T652", last.page_index, f"a heading stands at the foot: {_quote(last)}", hint
            )


def _ends(line: _Line, sheet: _Sheet) -> bool:
    """Tell whether nothing that one sees stands below a line."""
    bottom = line.box.position_y + line.box.height
    return bool(sheet.lowest <= bottom + _TOLERANCE)


def _split_boxes(sheets: Sequence[_Sheet]) -> Iterator[PageFault]:
    """Find boxes and rules of which next to nothing stands on one of two pages."""
    parts: dict[Element, Counter[int]] = {}
    for index, sheet in enumerate(sheets):
        for box in sheet.box.descendants():
            element = box.element
            if element is None or _KEPT_WHOLE.isdisjoint(_classes(element)):
                continue
            if box.element_tag == element.tag:  # not one of its pseudo-elements
                lines = parts.setdefault(element, Counter())
                lines[index] = max(lines[index], sum(map(_is_line, box.descendants())))
    for element, pages in parts.items():
        least = min(pages, key=lambda index: pages[index])
        if len(pages) > 1 and pages[least] <= 1:
            words = " ".join("".join(element.itertext()).split()[:_WORDS_QUOTED])
            problem = f"a box is split, with one line on this page: “{words}…”"
            yield PageFault("T653", least, problem, "Move it, or shorten what stands before it.")


def _is_line(box: Any) -> bool:  # noqa: ANN401 - WeasyPrint's
    return isinstance(box, boxes.LineBox) or "ruled-line" in _classes(box.element)


def _overfull(sheets: Sequence[_Sheet]) -> Iterator[PageFault]:
    """Find lines that run out of their block."""
    for line in _all_lines(sheets):
        right = max(
            (
                b.position_x + b.width
                for b in line.box.descendants()
                if isinstance(b, boxes.TextBox)
            ),
            default=0.0,
        )
        if right > line.block.content_box_x() + line.block.width + _TOLERANCE:
            hint = "Break the long word or address with a hyphen or a space."
            yield PageFault("T654", line.page_index, f"a line is too long: {_quote(line)}", hint)


def _empty(sheets: Sequence[_Sheet]) -> Iterator[PageFault]:
    """Find a last page that holds next to nothing."""
    if len(sheets) < 2 or not sheets[-1].lines:  # noqa: PLR2004 - it is the only page
        return
    last = sheets[-1]
    top, height = last.box.content_box_y(), last.box.height
    if last.lowest - top < _LEAST_FILLED * height:
        problem = f"the last page is nearly empty: {_quote(last.lines[0])}"
        yield PageFault(
            "T655", len(sheets) - 1, problem, "Shorten the chapter by these lines, or add notes."
        )


def _edges(sheets: Sequence[_Sheet]) -> Iterator[PageFault]:
    """Find text where many copiers do not print."""
    for index, sheet in enumerate(sheets):
        width, height = sheet.box.margin_width(), sheet.box.margin_height()
        for box in sheet.box.descendants():
            if not isinstance(box, boxes.TextBox) or not box.text.strip():
                continue
            distances = (
                box.position_x,
                box.position_y,
                width - box.position_x - box.width,
                height - box.position_y - box.height,
            )
            if min(distances) < _SAFE_EDGE - _TOLERANCE:
                near = f"{min(distances) / _PIXELS_PER_MM:.0f} mm from the edge"
                problem = f"text stands {near}: “{box.text.strip()[:40]}”"
                hint = "Copiers lose what is nearer than 8 mm; widen the margin in the layout."
                yield PageFault("T656", index, problem, hint)
                break


def _all_lines(sheets: Iterable[_Sheet]) -> Iterator[_Line]:
    for sheet in sheets:
        yield from sheet.lines


def _quote(line: _Line) -> str:
    words = line.text.split()
    end = "…" if len(words) > _WORDS_QUOTED else ""
    return f"“{' '.join(words[:_WORDS_QUOTED])}{end}”"
