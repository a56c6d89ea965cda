"""Extract objects from a PDF that pydyf has not written yet, as sections for the linker.

What several divisions have in common, such as pictures and colour profiles, becomes a section of
its own, whose symbol is the digest of its content, so that the linker keeps one of each.
"""

from __future__ import annotations

import re
import zlib
from typing import TYPE_CHECKING

import pydyf

from booklet.common.pdf_literals import number_literal, string_literal
from booklet.linker.section import (
    COMPRESSION_LEVEL,
    SHARED,
    ByteTemplate,
    Section,
    StreamObject,
    shared_section,
)
from booklet.weasy.tags.pdf_objects import number_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from booklet.weasy.protocols import Pdf, PdfStream

_REFERENCE = re.compile(rb"\d+ 0 R")
_NO_MOVE = re.compile(rb"(?<=>)-?0(?=\])|>-?0<")  # between glyphs, by rounding
_KEYS = frozenset({"StructParent", "StructParents"})


class Symbol(str):
    """A value in a dictionary that stands for an object which another section defines."""

    __slots__ = ()


class Key(int):
    """A value in an array that is a key of the parent tree, counted from 0 within the section."""

    __slots__ = ()


class ObjectExtractor:
    """Extracts sections from one PDF.

    Attributes:
        shared: sections of one stream each, found on the way, by symbol.
    """

    def __init__(self, pdf: Pdf, symbols: Mapping[int, str], private: Iterable[int] = ()) -> None:
        """Prepare to extract.

        Args:
            pdf: with all its objects.
            symbols: what other sections define, by object number.
            private: streams that are never shared.
        """
        self.shared: dict[str, Section] = {}
        self._pdf = pdf
        self._symbols = dict(symbols)
        self._private = set(private)

    def extract(
        self, roots: Iterable[int], exports: Mapping[str, int], key_count: int = 0
    ) -> tuple[Section, Mapping[int, int]]:
        """Extract all objects that can be reached.

        Args:
            roots: numbers of objects.
            exports: symbols to define, and the numbers of their objects.
            key_count: how many keys of the parent tree are used.

        Returns:
            A section, and each object's index in it by the object's number.
        """
        indexes = {number: index for index, number in enumerate(self._reach(roots))}
        writer = _Writer(self._symbols, indexes, key_count)
        objects = {number: self._pdf.objects[number] for number in indexes}
        plain = {n: each for n, each in objects.items() if not isinstance(each, pydyf.Stream)}
        body = writer.template(*(part for each in plain.values() for part in (each, b"\n")))
        streams = tuple(
            StreamObject(indexes[number], *_packed(writer, each))
            for number, each in objects.items()
            if isinstance(each, pydyf.Stream)
        )
        section = Section(
            size=len(indexes),
            objects=body,
            indexes=tuple(indexes[number] for number in plain),
            streams=streams,
            exports={symbol: indexes[number] for symbol, number in exports.items()},
            imports=tuple(writer.imports),
            key_count=key_count,
        )
        return section, indexes

    def _reach(self, roots: Iterable[int]) -> dict[int, None]:
        found: dict[int, None] = {}
        waiting = list(roots)[::-1]
        while waiting:
            number = waiting.pop()
            if number in found or number in self._symbols or self._share(number):
                continue
            found[number] = None
            waiting.extend(list(_references(self._pdf.objects[number]))[::-1])
        return found

    def _share(self, number: int) -> bool:
        """Make a stream a section of its own, if it depends on nothing but such streams."""
        stream = self._pdf.objects[number]
        if number in self._private or not isinstance(stream, pydyf.Stream):
            return False
        if not _KEYS.isdisjoint(stream.extra):
            return False
        for below in _references(stream):
            if below not in self._symbols and not self._share(below):
                return False
            if not self._symbols[below].startswith(SHARED):
                return False
        writer = _Writer(self._symbols, {number: 0}, 0)
        section = shared_section(*_packed(writer, stream), tuple(writer.imports))
        (symbol,) = section.exports
        self._symbols[number] = symbol
        self.shared[symbol] = section
        return True


def write_operand(operand: object) -> bytes:
    """Write an operator or operand of a content stream, or a value without references."""
    if isinstance(operand, bytes):
        return _NO_MOVE.sub(b"", operand) if operand.endswith(b"TJ") else operand
    if isinstance(operand, pydyf.Object):
        return bytes(operand.data)
    return _scalar(operand)


def _packed(writer: _Writer, stream: PdfStream) -> tuple[ByteTemplate, bytes]:
    """Write a stream's dictionary, and its content compressed unless it has a filter already."""
    content = b"\n".join(map(write_operand, stream.stream))
    entries = {key: value for key, value in stream.extra.items() if key != "Length"}
    if "Filter" not in entries:
        entries["Filter"] = "/FlateDecode"
        content = zlib.compress(content, COMPRESSION_LEVEL)
    return writer.template(*writer.inside(entries)), content


def _references(value: object) -> Iterator[int]:
    if isinstance(value, bytes):
        if _REFERENCE.fullmatch(value):
            yield number_of(value)
    elif isinstance(value, dict):
        for each in value.values():
            yield from _references(each)
    elif isinstance(value, list | tuple):
        for each in value:
            yield from _references(each)
    elif isinstance(value, pydyf.Stream):
        yield from _references(value.extra)


def _scalar(value: object) -> bytes:
    return number_literal(value) if isinstance(value, float) else str(value).encode()


def _text(string: pydyf.String) -> str:
    text = string.string  # pydyf allows both
    return text.decode() if isinstance(text, bytes) else str(text)


class _Writer:
    """Writes values into byte templates of one section."""

    def __init__(
        self, symbols: Mapping[int, str], indexes: Mapping[int, int], key_count: int
    ) -> None:
        self.imports: dict[str, int] = {}
        self._symbols = symbols
        self._indexes = indexes
        self._first_key = len(indexes)
        self._first_import = len(indexes) + key_count
        self._holes: list[int] = []

    def template(self, *values: object) -> ByteTemplate:
        """Write values one behind the other; bytes that are no reference stand as they are."""
        self._holes = []
        template = b"".join(part for value in values for part in self._parts(value))
        return ByteTemplate(template, tuple(self._holes))

    def inside(self, entries: Mapping[str, object]) -> Iterator[object]:
        """Prepare the inside of a dictionary for `template`."""
        for key, value in entries.items():
            yield b"/" + write_operand(key).removeprefix(b"/") + b" "
            yield Key(value) if key in _KEYS and isinstance(value, int) else value

    def _parts(self, value: object) -> Iterator[bytes]:
        if isinstance(value, bytes):
            if _REFERENCE.fullmatch(value):
                yield self._reference(number_of(value))
            else:
                yield value.replace(b"%", b"%%")
        elif isinstance(value, Symbol):
            yield self._hole(self._import(value)) + b" 0 R"
        elif isinstance(value, Key):
            yield self._hole(self._first_key + value)
        elif isinstance(value, pydyf.String):
            yield string_literal(_text(value)).replace(b"%", b"%%")
        elif isinstance(value, dict):
            yield b"<<"
            for part in self.inside(value):
                yield from self._parts(part)
            yield b">>"
        elif isinstance(value, list | tuple):
            yield b"["
            for each in value:
                yield from self._parts(each)
                yield b" "
            yield b"]"
        else:
            yield write_operand(value).replace(b"%", b"%%")

    def _reference(self, number: int) -> bytes:
        index = self._indexes.get(number)
        if index is None:
            index = self._import(self._symbols[number])
        return self._hole(index) + b" 0 R"

    def _import(self, symbol: str) -> int:
        return self._first_import + self.imports.setdefault(symbol, len(self.imports))

    def _hole(self, index: int) -> bytes:
        self._holes.append(index)
        return b"%d"
