"""Lay out only the pages of a division that an edit has changed. Imported only where Pango is.

WeasyPrint lays pages out one after the other, and what it carries from one to the next is little:
where the next page starts in the tree of boxes, and the state of counters. Both are kept of each
page of a finished layout (`LayoutStarts`). When the division has been edited, layout begins at the
last kept start that the edit cannot have moved, and ends where a page starts as one did before,
behind the edit: all other pages are as they were.
"""

from __future__ import annotations

from contextlib import contextmanager
from copy import deepcopy
from dataclasses import dataclass, field, replace
from hashlib import blake2b
from typing import TYPE_CHECKING

from booklet.common.equal_ends import count_equal_ends
from booklet.linker.fragment import LayoutStart, LayoutStarts
from booklet.weasy.internals import (
    boxes,
    finish_page,
    lay_out_document,
    new_remake_state,
    remake_page,
)

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from xml.etree.ElementTree import Element

    from booklet.weasy.protocols import (
        Box,
        HtmlDocument,
        LayoutContext,
        PageEntry,
        PageState,
        SkipStack,
    )


class OutOfStepError(Exception):
    """The edit has changed more than some pages in the middle; all must be laid out."""


@dataclass(slots=True)
class LayoutRecord:
    """What became of a layout.

    Attributes:
        starts: of all pages, when all were laid out and can be begun from again.
        first_index: of the first page that was laid out, from 0.
    """

    starts: LayoutStarts | None = None
    first_index: int = 0


@contextmanager
def recorded_layout(
    first_page_number: int, before: LayoutStarts | None = None
) -> Iterator[LayoutRecord]:
    """Let WeasyPrint lay out documents, each recorded, while the context lasts.

    Args:
        first_page_number: of the division.
        before: of the layout before an edit: only the pages that it has changed are laid out. Then
            `OutOfStepError` may be raised.
    """
    record = LayoutRecord()
    carried: dict[int, bool] = {0: False}

    def remake_and_look(
        index: int, context: LayoutContext, *rest: object
    ) -> tuple[Box, SkipStack | None]:
        made = remake_page.original(index, context, *rest)
        carried[index + 1] = bool(context.broken_out_of_flow or context.reported_footnotes)
        return made

    def lay_out(html: HtmlDocument, root_box: Box, context: LayoutContext) -> list[Box]:
        root = html.etree_element
        if before is not None:
            moved = _renumber(before, first_page_number)
            part = _PartialLayout(moved, root, root_box, context)
            record.first_index = part.first_index
            return part.lay_out(html)
        pages = list(lay_out_document.original(html, root_box, context))
        if not any(context.running_elements.values()):
            record.starts = _keep(root, root_box, context, carried, first_page_number)
        return pages

    with remake_page.replaced(remake_and_look), lay_out_document.replaced(lay_out):
        yield record


def _keep(
    root: Element,
    root_box: Box,
    context: LayoutContext,
    carried: Mapping[int, bool],
    first_page_number: int,
) -> LayoutStarts:
    """Keep where the pages of a finished layout start."""
    positions = {element: index for index, element in enumerate(root.iter())}
    starts = []
    # The last entry is where a page after the end would start.
    for index, made in enumerate(context.page_maker[:-1]):
        resume_at, next_page, right_page, state, _ = made
        located = None if carried.get(index, True) else _locate(root_box, resume_at, positions)
        starts.append(
            LayoutStart(
                element=-1 if located is None else located[0],
                inner="" if located is None else located[1],
                resume_at=deepcopy(resume_at),
                next_page=dict(next_page),
                right_page=right_page,
                state=deepcopy(state),
                strings=_strings_before(context, index),
            )
        )
    looks, kinds = _digest_elements(root)
    sizes = dict(context.style_for.initial_page_sizes)
    return LayoutStarts(looks, kinds, tuple(starts), sizes, first_page_number)


def _renumber(before: LayoutStarts, first_page_number: int) -> LayoutStarts:
    """Give pages the numbers that they have when the division begins on another page."""
    step = first_page_number - before.first_page_number

    def renumbered(state: PageState) -> PageState:
        quotes, counters, *rest = deepcopy(state)
        if "page" in counters:
            counters["page"] = [number + step for number in counters["page"]]
        return (quotes, counters, *rest)

    return replace(
        before, starts=tuple(replace(one, state=renumbered(one.state)) for one in before.starts)
    )


def _locate(
    root_box: Box, resume_at: SkipStack | None, positions: Mapping[Element, int]
) -> tuple[int, str] | None:
    """Name a place in the tree of boxes by its innermost element, and the path inside of that.

    Returns:
        The position of the element in document order and the path; None where there are several
        paths, as in columns and the rows of tables.
    """
    box, skip, element, inner = root_box, resume_at, 0, resume_at
    while skip:
        if len(skip) > 1:
            return None
        ((index, below),) = skip.items()
        if not isinstance(box, boxes.ParentBox):
            break
        box, skip = box.children[index], below
        if box.element in positions and "::" not in box.element_tag:
            element, inner = positions[box.element], below
    return element, repr(inner)


def _strings_before(context: LayoutContext, page_index: int) -> dict[str, str]:
    """Say what each named string (CSS GCPM 3, 1.1) was set to last before a page."""
    return {
        name: by_page[max(earlier)][-1]
        for name, by_page in context.string_set.items()
        if (earlier := [number for number in by_page if number <= page_index and by_page[number]])
    }


def _digest_elements(root: Element) -> tuple[tuple[bytes, ...], tuple[bytes, ...]]:
    """Digest the elements of a document: all of each, and only what kind it is."""
    looks, kinds = [], []
    for element in root.iter():
        values = element.attrib
        kind = f"{element.tag}\0{values.get('class')}\0{values.get('style')}"
        look = f"{kind}\0{sorted(values.items())}\0{element.text}\0{element.tail}"
        looks.append(blake2b(look.encode("utf-8", "replace"), digest_size=8).digest())
        kinds.append(blake2b(kind.encode("utf-8", "replace"), digest_size=8).digest())
    return tuple(looks), tuple(kinds)


@dataclass(slots=True)
class _PartialLayout:
    """Lays out the pages of an edited document that are not as they were.

    Attributes:
        before: of the document before the edit.
        root: of the edited document.
        root_box: of its tree of boxes.
        context: its layout.
        first_index: of the first page to lay out.
    """

    before: LayoutStarts
    root: Element
    root_box: Box
    context: LayoutContext
    first_index: int = 0
    _positions: dict[Element, int] = field(default_factory=dict)
    _same_at_end: int = 0

    def __post_init__(self) -> None:
        """Find out what is as it was, and where to begin."""
        looks, kinds = _digest_elements(self.root)
        old = self.before.looks
        self._positions = {element: index for index, element in enumerate(self.root.iter())}
        same, self._same_at_end = count_equal_ends(old, looks)
        self.first_index = self._choose_first(same, kinds)

    def _choose_first(self, same: int, kinds: Sequence[bytes]) -> int:
        """Choose the last page that surely starts where it did.

        A forced break stays whatever comes after it. Another may move with what follows, but not
        with what stands on the page after the next.
        """
        starts = self.before.starts
        begun = [at for at, start in enumerate(starts) if 0 <= start.element <= same]
        for at in reversed(begun):
            start = starts[at]
            is_forced = start.next_page["break"] != "any" and start.inner == "None"
            if is_forced and start.element == same and same < len(kinds):
                is_forced = kinds[same] == self.before.kinds[same]
            if is_forced and at:
                return at
            if start.element < same and at < begun[-1]:
                return at
        return 0

    def lay_out(self, html: HtmlDocument) -> list[Box]:
        """Lay pages out until one ends where a page ended before.

        Raises:
            OutOfStepError: when none does.
        """
        context, starts, first = self.context, self.before.starts, self.first_index
        start = starts[first]
        context.style_for.initial_page_sizes.update(self.before.page_sizes)
        unused: PageEntry = (None, None, None, None, {})
        begin = (start.resume_at, start.next_page, start.right_page, deepcopy(start.state))
        context.page_maker = [unused] * first + [(*begin, new_remake_state())]
        context.rendered_notes = []
        for name, text in start.strings.items():
            context.string_set[name][first] = [text]
        pages = []
        index = first
        while True:
            context.page_maker[index][-1].update(new_remake_state())
            page, resume_at = remake_page.original(index, context, self.root_box, html)
            pages.append(page)
            index += 1
            self._collect_strings(page, index)
            if resume_at is None and not context.reported_footnotes:
                if index != len(starts):
                    raise OutOfStepError
                break
            if index == len(starts):
                raise OutOfStepError
            if self._is_in_step(index):
                break
        made = context.page_maker[first:index]
        if any(one[-1]["content_changed"] or one[-1]["pages_wanted"] for one in made):
            raise OutOfStepError
        for number, page in enumerate(pages, first + 1):
            finish_page(context, page, number)
        return pages

    def _collect_strings(self, page: Box, page_number: int) -> None:
        if page.fixed_boxes:
            raise OutOfStepError
        for box in page.descendants():
            if box.missing_link:
                raise OutOfStepError
            if box.string_set and box.string_set != "none":
                for name, text in box.string_set:
                    self.context.string_set[name][page_number].append(text)

    def _is_in_step(self, index: int) -> bool:
        """Tell whether a page starts as it did before, with nothing but what was there before."""
        context, start = self.context, self.before.starts[index]
        resume_at, next_page, right_page, state, _ = context.page_maker[index]
        if start.element < 0 or context.broken_out_of_flow or context.reported_footnotes:
            return False
        located = _locate(self.root_box, resume_at, self._positions)
        if located is None:
            return False
        left = len(self._positions) - located[0]
        left_before = len(self.before.looks) - start.element
        return (
            left == left_before
            and left <= self._same_at_end
            and located[1] == start.inner
            and next_page == start.next_page
            and right_page == start.right_page
            and state[:3] == start.state[:3]
            and _strings_before(context, index) == start.strings
        )
