"""Find faults of typography on finished pages, from WeasyPrint's layout.

What is a fault, and its code, is decided here; whether faults stop a build, is not. Imported only
where Pango is.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from itertools import groupby, pairwise
from typing import TYPE_CHECKING

from booklet.linker.fragment import PageFault
from booklet.weasy.internals import boxes, page_box, without_placeholder
from booklet.weasy.page_boxes import find_visible

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence
    from xml.etree.ElementTree import Element

    from booklet.weasy.protocols import Box, Page

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
    block: Box
    box: Box
    text: str


@dataclass(slots=True)
class _PageContent:
    """What a page shows; `lowest` is where the last of it ends, in pixels."""

    box: Box
    lines: list[_Line] = field(default_factory=list)
    lowest: float = 0.0


def find_faults(pages: Sequence[Page]) -> tuple[PageFault, ...]:
    """Find the faults of a division's pages.

    Args:
        pages: laid out.

    Returns:
        Faults with the codes T650 to T656 and T661, kind by kind.
    """
    contents = [_read_page(index, page) for index, page in enumerate(pages)]
    return tuple(fault for check in _CHECKS for fault in check(contents))


def _read_page(index: int, page: Page) -> _PageContent:
    shown = _PageContent(page_box(page))
    text = next(box for box in shown.box.children if box.element_tag == "html")
    for block, line in _lines(text):
        words = "".join(box.text for box in line.descendants() if isinstance(box, boxes.TextBox))
        if words.strip():
            shown.lines.append(_Line(index, block, line, words.strip()))
    bottoms = [b.position_y + b.margin_height() for b in find_visible(text)]
    shown.lowest = max(bottoms, default=0.0)
    return shown


def _lines(box: Box) -> Iterator[tuple[Box, Box]]:
    """Yield the lines below a box, each with the block it stands in."""
    for child in getattr(box, "children", ()):
        inner = without_placeholder(child)
        if isinstance(inner, boxes.LineBox):
            yield box, inner
        yield from _lines(inner)


def _classes(element: Element | None) -> frozenset[str]:
    return frozenset() if element is None else frozenset(element.get("class", "").split())


def _widows_and_orphans(contents: Sequence[_PageContent]) -> Iterator[PageFault]:
    """Find paragraphs of which a single line stands on another page (widows and orphans)."""
    runs: dict[Element, list[_Line]] = {}
    for line in _all_lines(contents):
        if line.block.element is not None and line.block.element_tag != "th":
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


def _ladders(contents: Sequence[_PageContent]) -> Iterator[PageFault]:
    """Find hyphens at the ends of three lines or more, one below the other."""
    for _, group in groupby(_all_lines(contents), key=lambda line: id(line.block)):
        in_a_row = 0
        for line in group:
            in_a_row = in_a_row + 1 if line.text.endswith("-") else 0
            if in_a_row == _HYPHENS_IN_A_ROW:
                problem = f"three lines in a row end with a hyphen: {_quote(line)}"
                yield PageFault(
                    "T651", line.page_index, problem, "Change a word in this paragraph."
                )


def _stranded_headings(contents: Sequence[_PageContent]) -> Iterator[PageFault]:
    """Find headings with nothing below them on the page."""
    for shown, following in pairwise(contents):
        last = max(shown.lines, key=lambda line: line.box.position_y, default=None)
        if last is None or not following.lines or last.block.element_tag not in _HEADINGS:
            continue
        is_alone = all(line.block is last.block for line in shown.lines)
        is_on_cover = "cover-title" in _classes(last.block.element)
        if _ends(last, shown) and not is_alone and not is_on_cover:
            hint = "Shorten what stands above it, or begin a new page before it."
            yield PageFault(
                "T652", last.page_index, f"a heading stands at the foot: {_quote(last)}", hint
            )


def _ends(line: _Line, shown: _PageContent) -> bool:
    """Say whether nothing visible stands below a line."""
    bottom = line.box.position_y + line.box.height
    return bool(shown.lowest <= bottom + _TOLERANCE)


def _split_boxes(contents: Sequence[_PageContent]) -> Iterator[PageFault]:
    """Find boxes and rules of which a line or nothing stands on one of two pages."""
    parts: dict[Element, Counter[int]] = {}
    for index, shown in enumerate(contents):
        for box in shown.box.descendants():
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


def _is_line(box: Box) -> bool:
    return isinstance(box, boxes.LineBox) or "ruled-line" in _classes(box.element)


def _overfull(contents: Sequence[_PageContent]) -> Iterator[PageFault]:
    """Find lines that run out of their block."""
    for line in _all_lines(contents):
        right = max(
            (
                b.position_x + b.width
                for b in line.box.descendants()
                if isinstance(b, boxes.TextBox) and b.text.strip()
            ),
            default=0.0,
        )
        if right > line.block.content_box_x() + line.block.width + _TOLERANCE:
            hint = "Break the long word or address with a hyphen or a space."
            yield PageFault("T654", line.page_index, f"a line is too long: {_quote(line)}", hint)


def _empty(contents: Sequence[_PageContent]) -> Iterator[PageFault]:
    """Find a last page that is nearly empty."""
    if len(contents) < 2 or not contents[-1].lines:  # noqa: PLR2004 - it is the only page
        return
    last = contents[-1]
    top, height = last.box.content_box_y(), last.box.height
    if last.lowest - top < _LEAST_FILLED * height:
        problem = f"the last page is nearly empty: {_quote(last.lines[0])}"
        yield PageFault(
            "T655", len(contents) - 1, problem, "Shorten the chapter by these lines, or add notes."
        )


def _edges(contents: Sequence[_PageContent]) -> Iterator[PageFault]:
    """Find text where many copiers do not print."""
    for index, shown in enumerate(contents):
        width, height = shown.box.margin_width(), shown.box.margin_height()
        for box in shown.box.descendants():
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


def _small_drawings(contents: Sequence[_PageContent]) -> Iterator[PageFault]:
    """Find drawings whose words are smaller than the edition promises, however large they are."""
    for index, shown in enumerate(contents):
        for box in shown.box.descendants():
            element = box.element
            if element is None or not isinstance(box, boxes.ReplacedBox):
                continue
            wanted = float(element.get("data-legible-width", "0"))
            if box.width < wanted - _TOLERANCE:
                promised = float(element.get("data-legible-size", "0"))
                name = " ".join(element.get("alt", "").split()[:_WORDS_QUOTED])
                yield PageFault(
                    "T661",
                    index,
                    f"the smallest words of a drawing have {promised * box.width / wanted:.1f} "
                    f"points, and readers of this edition need {promised:g}: “{name}…”",
                    "Draw its words larger, or say in the text what they say.",
                )


def _all_lines(contents: Iterable[_PageContent]) -> Iterator[_Line]:
    for shown in contents:
        yield from shown.lines


def _quote(line: _Line) -> str:
    words = line.text.split()
    end = "…" if len(words) > _WORDS_QUOTED else ""
    return f"“{' '.join(words[:_WORDS_QUOTED])}{end}”"


_CHECKS: tuple[Callable[[Sequence[_PageContent]], Iterator[PageFault]], ...] = (
    _widows_and_orphans,
    _ladders,
    _stranded_headings,
    _split_boxes,
    _overfull,
    _empty,
    _edges,
    _small_drawings,
)
