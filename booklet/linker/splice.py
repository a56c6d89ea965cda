"""Splice pages into a fragment: those of the same division that were drawn again in other words.

A copy of a book often differs from another in a line or two. Then all objects of its division are
the same but the content streams of these pages (ISO 32000-1, 7.8.2), the letters of its fonts, and
where numbers stand in the streams. Nothing of that is assumed: the pages are drawn once alone in
the words that the whole division was drawn with, and must give all of it again.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from booklet.forms.field import FormField
    from booklet.linker.fragment import FontUse, PageSection, PrintedNumber

Value = TypeVar("Value")


@dataclass(frozen=True, slots=True)
class DrawnPages:
    """Pages that are drawn.

    Attributes:
        content: the pages with their structure.
        fonts: what is drawn with each font.
        font_files: by digest, those that are not among the book's resources.
        fields: of a form.
        drawn: the same without the letters of other copies' words, which `fonts` has too.
    """

    content: PageSection
    fonts: tuple[FontUse, ...]
    font_files: Mapping[str, bytes] = field(default_factory=dict)
    fields: tuple[FormField, ...] = ()
    drawn: tuple[FontUse, ...] = ()


@dataclass(frozen=True, slots=True)
class Splice:
    """Where pages can be spliced in.

    Attributes:
        whole: the division in its first words.
        part: some of its pages, drawn alone in the same words.
        before: what the pages before them use of each font.
        after: what the pages behind them use.
        first: the index of the first of the pages in the division, from 0.
    """

    whole: DrawnPages
    part: DrawnPages
    before: tuple[FontUse, ...]
    after: tuple[FontUse, ...]
    first: int

    def is_true(self) -> bool:
        """Tell whether the same words give the same division."""
        return self.exchange(self.part) == self.whole

    def exchange(self, new: DrawnPages) -> DrawnPages | None:
        """Exchange the pages for the same ones in other words.

        Returns:
            What drawing the whole division would give; None where that could be something else.
        """
        if _without_words(new) != _without_words(self.part):
            return None
        fonts = self._unite(new)
        if fonts is None:
            return None
        moved = dict(zip(self._numbers(self.part), self._numbers(new), strict=True))
        whole = self.whole.content
        if not moved.keys() <= set(whole.numbers):
            return None
        streams = {stream.index: stream for stream in new.content.section.streams}
        contents = {
            whole.contents[self.first + at]: streams[index].content
            for at, index in enumerate(new.content.contents)
        }
        section = replace(
            whole.section,
            streams=tuple(
                replace(stream, content=contents.get(stream.index, stream.content))
                for stream in whole.section.streams
            ),
        )
        numbers = tuple(moved.get(number, number) for number in whole.numbers)
        content = replace(whole, section=section, numbers=numbers)
        return replace(self.whole, content=content, fonts=fonts)

    def _numbers(self, drawn: DrawnPages) -> Iterator[PrintedNumber]:
        """Give the page numbers of the pages by the streams of the whole division."""
        own, whole = drawn.content, self.whole.content
        for number in own.numbers:
            page = self.first + own.contents.index(number.stream)
            yield number._replace(stream=whole.contents[page])

    def _unite(self, new: DrawnPages) -> tuple[FontUse, ...] | None:
        """Unite what all pages use of each font; the first one that draws a glyph decides."""
        found: dict[str, list[FontUse]] = {use.symbol: [] for use in self.whole.fonts}
        for use in (*self.before, *new.drawn, *self.after, *new.fonts):
            # Glyphs that a font lacks are numbered in the order of the whole division.
            if use.missing or use.symbol not in found:
                return None
            found[use.symbol].append(use)
        return tuple(
            replace(
                use,
                widths=_united(one.widths for one in found[use.symbol]),
                to_unicode=_united(one.to_unicode for one in found[use.symbol]),
            )
            for use in self.whole.fonts
            if found[use.symbol]
        )


def _united(maps: Iterable[Mapping[int, Value]]) -> dict[int, Value]:
    """Unite maps; the first that has a key decides."""
    united: dict[int, Value] = {}
    for each in maps:
        united = {**each, **united}
    return united


def _without_words(drawn: DrawnPages) -> tuple[object, ...]:
    """Leave out of pages what may differ where only their words do."""
    content = drawn.content
    streams = tuple(
        replace(stream, content=b"") if stream.index in content.contents else stream
        for stream in content.section.streams
    )
    return (
        replace(
            content,
            section=replace(content.section, streams=streams),
            numbers=tuple(number._replace(offset=0) for number in content.numbers),
        ),
        drawn.fields,
        [(use.symbol, use.resource_name, use.settings) for use in drawn.drawn],
    )
