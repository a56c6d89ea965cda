"""Find where page numbers are printed, while the pages are captured.

A number that is printed by itself, in figures of equal width, can be exchanged later for another of
as many figures, as a linker relocates an address; then nothing has to be rendered again. Whatever
is less clear than that is listed as fixed. Numbers are exchanged in `linker/relocate.py`. Imported
only where Pango is.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from itertools import accumulate
from types import SimpleNamespace
from typing import TYPE_CHECKING

import pydyf

from booklet.linker.fragment import PrintedNumber
from booklet.weasy.extract import write_operand
from booklet.weasy.internals import Matrix, boxes, create_layout, draw_first_line
from booklet.weasy.prepared_styles import literal_folios
from booklet.weasy.tags.pdf_objects import dictionary_at, number_of, stream_at
from booklet.weasy.tags.structure import Mark

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from xml.etree.ElementTree import Element

    from booklet.weasy.patches.deferred_fonts import DeferredFonts
    from booklet.weasy.patches.structure_boxes import Recording
    from booklet.weasy.protocols import Box, Pdf, PdfStream, Style, TextBox
    from booklet.weasy.tags.structure import Node

OWN = ""
"""Stands for the number of the page itself where others have the id they refer to."""

_FIGURES = re.compile(r"[0-9]+")
_GLYPHS = re.compile(rb"<([0-9a-f]*)>")
_MOVES = re.compile(rb"(?<=[>\[])-?[0-9.]+")
_OWN_NUMBER = ("counter()", ("page", "decimal"))
_NUMBERS_IN_TEXT = re.compile(r"counters?\(\s*page\b|target-counters?\(", re.IGNORECASE)
_FOLIO_SELECTOR = re.compile(r"\[\s*data-folio")
_FOLIO_ELSEWHERE = re.compile(r"(?:string-set|bookmark-label)[^;}]*attr\(\s*data-folio")
_COMMENT_OR_STRING = re.compile(r"/\*.*?\*/|\"[^\"\n]*\"|'[^'\n]*'", re.DOTALL)
_GLYPH_LENGTH = 4  # hexadecimal figures
_SHEETS_KEPT = 8


@dataclass(frozen=True, slots=True)
class _Site:
    """A printed number whose stream is not yet in its final form."""

    target: str
    page_index: int
    number: int
    operand: int
    offset: int
    figures: tuple[bytes, ...]


class NumberFinder:
    """Finds page numbers on the pages of one division.

    Attributes:
        fixed: ids whose numbers are also printed where they cannot be exchanged; `OWN` for the
            numbers of the pages themselves.
    """

    def __init__(self, pdf: Pdf, fonts: DeferredFonts, first_page_number: int) -> None:
        self.fixed: set[str] = set()
        self._pdf = pdf
        self._fonts = fonts
        self._first_page_number = first_page_number
        self._sites: list[_Site] = []
        self._streams = [
            stream_at(pdf, dictionary_at(pdf, page)["Contents"]) for page in pdf.page_references
        ]
        self._shown = [dict(_shown_by_mark(stream)) for stream in self._streams]
        self._drawn: dict[tuple[int, str, str], tuple[bytes, ...]] = {}

    def find_in_margins(self, recording: Recording) -> None:
        """Find the numbers of the pages themselves in margin boxes."""
        pages = {number_of(page): index for index, page in enumerate(self._pdf.page_references)}
        for box, numbers in recording.margins:
            content = box.style["content"]
            if "'page'" not in repr(content) and "target-" not in repr(content):
                continue
            entries = [self._pdf.objects[number] for number in numbers]
            marks = [
                (pages[number_of(entry["Pg"])], kid)
                for entry in entries
                if isinstance(entry, dict) and entry.get("Type") == "/StructElem"
                for kid in entry["K"]
                if isinstance(kid, int)
            ]
            number = self._first_page_number + marks[0][0] if marks else 0
            if _OWN_NUMBER not in content or not self._find(OWN, number, [box], marks):
                self.fixed.add(OWN)

    def find_in_links(self, document: Node, folios: Mapping[str, str]) -> None:
        """Find the numbers that links print behind or before them."""
        groups: dict[tuple[Element, str], list[Node]] = {}
        for node in document.walk():
            if node.element is not None and "::" in node.tag and node.element.get("data-folio"):
                groups.setdefault((node.element, node.tag), []).append(node)
        for (element, _), nodes in groups.items():
            printing = [node.box for node in nodes if node.box is not None]
            if not any("data-folio" in repr(box.style["content"]) for box in printing):
                continue
            target = element.get("href", "").removeprefix("#")
            folio = folios.get(target, "").strip("\u00a0")
            marks = dict.fromkeys(
                (leaf.page_index, leaf.mcid)
                for node in nodes
                for leaf in node.leaves()
                if isinstance(leaf, Mark)
            )
            number = int(folio) if _FIGURES.fullmatch(folio) else 0
            if not number or not self._find(target, number, printing, list(marks)):
                self.fixed.add(target)

    def fix_numbers_of_css(self, folios: Mapping[str, str], stylesheet: str, html: str) -> None:
        """List page numbers as fixed that CSS prints in the text itself, or selects elements by.

        Args:
            folios: what the division prints for each place it refers to.
            stylesheet: the CSS of all divisions.
            html: the division's, which may have styles of its own.
        """
        uses = _uses_of_numbers(stylesheet)
        if uses.by_folios or _selects_by_folios(html):
            self.fixed.update(folios)
        if uses.in_text or _NUMBERS_IN_TEXT.search(html):
            self.fixed.add(OWN)

    def printed(self, indexes: Mapping[int, int]) -> Iterator[PrintedNumber]:
        """Yield the numbers that can be exchanged, now that the content is final.

        Args:
            indexes: of content streams in their section, by object number.
        """
        starts = {
            index: list(_starts(self._streams[index]))
            for index in {site.page_index for site in self._sites}
        }
        for site in self._sites:
            yield PrintedNumber(
                target=site.target,
                stream=indexes[self._streams[site.page_index].number],
                offset=starts[site.page_index][site.operand] + site.offset,
                number=site.number,
                figures=site.figures,
            )

    def _find(
        self, target: str, number: int, printing: Sequence[Box], marks: list[tuple[int, int]]
    ) -> bool:
        """Find where a number is drawn; return whether that is in exactly one place."""
        lines = [
            (line.text, line.style)
            for box in printing
            for line in _lines(box)
            if _FIGURES.search(line.text)
        ]
        if len({text for text, _ in lines}) != 1 or _FIGURES.findall(lines[0][0]) != [str(number)]:
            return False
        (text, style) = lines[0]
        start = text.index(str(number))
        around = text[:start][-1:], text[start + len(str(number)) :][:1]
        figures = self._figures(style, *around)
        if not figures:
            return False
        drawn = b"".join(figures[int(figure)] for figure in str(number))
        found = [
            (page_index, operand, offset)
            for page_index, mcid in marks
            for operand in self._shown[page_index].get(mcid, ())
            for offset in _offsets(write_operand(self._streams[page_index].stream[operand]), drawn)
        ]
        if len(found) != 1:
            return False
        self._sites.append(_Site(target, found[0][0], number, *found[0][1:], figures))
        return True

    def _figures(self, style: Style, before: str, after: str) -> tuple[bytes, ...]:
        """Draw all figures as they would be drawn here; empty when one may move its neighbours."""
        key = (id(style), before, after)
        if key not in self._drawn:
            self._drawn[key] = self._draw_figures(style, before, after)
        return self._drawn[key]

    def _draw_figures(self, style: Style, before: str, after: str) -> tuple[bytes, ...]:
        # Pairs and neighbours show whether kerning or ligatures would move anything.
        stream = self._streams[0].clone()
        tens = "0123456789"
        pairs = "".join(one + other for one in tens for other in tens)
        text = f"{tens}|{pairs}|" + "|".join(f"{before}{figure}{after}" for figure in tens)
        layout = create_layout(text, style, None, None, 0)
        line = SimpleNamespace(text=text, style=style, pango_layout=layout)
        draw_first_line(stream, line, "clip", "none", Matrix())
        shown = [write_operand(each) for each in stream.stream if each.endswith(b"TJ")]
        fonts = [each for each in stream.stream if each.endswith(b" Tf")]
        if len(shown) != 1 or len(fonts) != 1 or any(map(float, _MOVES.findall(shown[0]))):
            return ()
        glyphs = b"".join(_GLYPHS.findall(shown[0]))
        name = fonts[0][1:].split(b" ")[0].decode()
        widths = next(font.widths for font in self._fonts.used() if font.hash == name)
        codes = [glyphs[start : start + 4] for start in range(0, 10 * _GLYPH_LENGTH, _GLYPH_LENGTH)]
        if len(glyphs) != len(text) * _GLYPH_LENGTH or len(set(codes)) != len(codes):
            return ()
        return tuple(codes) if len({widths[int(code, 16)] for code in codes}) == 1 else ()


def _shown_by_mark(stream: PdfStream) -> Iterator[tuple[int, list[int]]]:
    """List the operands that show text, for every marked-content sequence of a stream."""
    shown: list[int] = []
    for position, operand in enumerate(stream.stream):
        if isinstance(operand, pydyf.Dictionary) and "MCID" in operand:
            shown = []
            yield operand["MCID"], shown
        elif isinstance(operand, bytes) and operand.endswith(b"TJ"):
            shown.append(position)


def _starts(stream: PdfStream) -> Iterator[int]:
    """Yield where each operand of a stream will begin when it is written, in bytes."""
    return accumulate((len(write_operand(operand)) + 1 for operand in stream.stream), initial=0)


def _lines(box: Box) -> Iterable[TextBox]:
    if isinstance(box, boxes.TextBox):
        return [box]
    return [each for each in box.descendants() if isinstance(each, boxes.TextBox)]


def _offsets(operand: bytes, drawn: bytes) -> Iterator[int]:
    """Find glyphs that stand side by side in an operand."""
    for match in _GLYPHS.finditer(operand):
        for start in range(match.start(1), match.end(1), _GLYPH_LENGTH):
            if operand.startswith(drawn, start) and start + len(drawn) <= match.end(1):
                yield start


@dataclass(frozen=True, slots=True)
class _UsesOfNumbers:
    """What a style sheet does with page numbers: select elements, or print them in the text."""

    by_folios: bool
    in_text: bool


@lru_cache(maxsize=_SHEETS_KEPT)
def _uses_of_numbers(stylesheet: str) -> _UsesOfNumbers:
    css = _COMMENT_OR_STRING.sub("", literal_folios(stylesheet))
    in_text = _NUMBERS_IN_TEXT.search(_without_page_rules(css)) is not None
    return _UsesOfNumbers(_selects_by_folios(css), in_text)


def _selects_by_folios(css: str) -> bool:
    return any(found.search(css) for found in (_FOLIO_SELECTOR, _FOLIO_ELSEWHERE))


def _without_page_rules(css: str) -> str:
    """Leave out `@page` rules with all that is nested in them."""
    kept = []
    depth = 0
    for part in re.split(r"(@page[^{]*\{|[{}])", css):
        if depth:
            depth += (part.endswith("{")) - (part == "}")
        elif part.startswith("@page"):
            depth = 1
        else:
            kept.append(part)
    return "".join(kept)
