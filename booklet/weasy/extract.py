"""Cut sections out of a PDF that pydyf was about to write.

What several divisions bring along alike, such as pictures and colour profiles, is cut into sections
of its own: its symbol is its content's digest, so that the linker keeps one of each.
"""

from __future__ import annotations

import re
import zlib
from dataclasses import replace
from hashlib import sha256
from typing import TYPE_CHECKING, Any

import pydyf

from booklet.common.pdf_literals import number_literal, string_literal
from booklet.linker.section import COMPRESSION_LEVEL, ByteTemplate, Section, StreamObject
from booklet.weasy.tags.pdf_objects import number_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

_REFERENCE = re.compile(rb"\d+ 0 R")
_NO_MOVE = re.compile(rb"(?<=>)-?0(?=\])|>-?0<")  # between glyphs, by rounding
_KEYS = frozenset({"StructParent", "StructParents"})


class Symbol(str):
    """Stands in a dictionary for an object that another section defines."""

    __slots__ = ()


class Key(int):
    """Stands in an array for a key of the parent tree, counted from 0 within the section."""

    __slots__ = ()


class ObjectExtractor:
    """Cuts sections out of one PDF.

    Attributes:
        shared: sections of one stream each, found on the way, by symbol.
    """

    def __init__(
        self, pdf: pydyf.PDF, symbols: Mapping[int, str], private: Iterable[int] = ()
    ) -> None:
        """Prepare to cut.

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
        """Cut out all that can be reached.

        Args:
            roots: numbers of objects.
            exports: symbols to define, and the numbers of their objects.
            key_count: how many keys of the parent tree are used.

        Returns:
            A section, and each object's place in it by the object's number.
        """
        places = {number: place for place, number in enumerate(self._reach(roots))}
        writer = _Writer(self._symbols, places, key_count)
        objects = {number: self._pdf.objects[number] for number in places}
        plain = {n: each for n, each in objects.items() if not isinstance(each, pydyf.Stream)}
        body = writer.template(*(part for each in plain.values() for part in (each, b"\n")))
        streams = tuple(
            StreamObject(places[number], *_packed(writer, each))
            for number, each in objects.items()
            if isinstance(each, pydyf.Stream)
        )
        section = Section(
            size=len(places),
            objects=body,
            places=tuple(places[number] for number in plain),
            streams=streams,
            exports={symbol: places[number] for symbol, number in exports.items()},
            imports=tuple(writer.imports),
            key_count=key_count,
        )
        return section, places

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
        """Cut a stream into a section of its own, if it depends on nothing but such streams."""
        stream = self._pdf.objects[number]
        if number in self._private or not isinstance(stream, pydyf.Stream):
            return False
        if not _KEYS.isdisjoint(stream.extra):
            return False
        for below in _references(stream):
            if below not in self._symbols and not self._share(below):
                return False
            if not self._symbols[below].startswith("stream:"):
                return False
        writer = _Writer(self._symbols, {number: 0}, 0)
        held = StreamObject(0, *_packed(writer, stream))
        digest = sha256(repr((held.entries, tuple(writer.imports))).encode() + held.content)
        symbol = f"stream:{digest.hexdigest()}"
        self._symbols[number] = symbol
        empty = Section(1, ByteTemplate(b"", ()), (), (held,), {symbol: 0})
        self.shared[symbol] = replace(empty, imports=tuple(writer.imports))
        return True


def write_operand(operand: Any) -> bytes:  # noqa: ANN401 - whatever pydyf keeps in streams
    """Write an operator or operand of a content stream, or a value without references."""
    if isinstance(operand, bytes):
        return _NO_MOVE.sub(b"", operand) if operand.endswith(b"TJ") else operand
    if isinstance(operand, pydyf.Object):
        return bytes(operand.data)
    return _scalar(operand)


def _packed(writer: _Writer, stream: pydyf.Stream) -> tuple[ByteTemplate, bytes]:
    """Write a stream's dictionary, and its content compressed unless it has a filter already."""
    content = b"\n".join(map(write_operand, stream.stream))
    entries = {key: value for key, value in stream.extra.items() if key != "Length"}
    if "Filter" not in entries:
        entries["Filter"] = "/FlateDecode"
        content = zlib.compress(content, COMPRESSION_LEVEL)
    return writer.template(*writer.inside(entries)), content


def _references(value: Any) -> Iterator[int]:  # noqa: ANN401 - any PDF object
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
    held = string.string
    return held.decode() if isinstance(held, bytes) else str(held)


class _Writer:
    """Writes values into forms of one section."""

    def __init__(
        self, symbols: Mapping[int, str], places: Mapping[int, int], key_count: int
    ) -> None:
        self.imports: dict[str, int] = {}
        self._symbols = symbols
        self._places = places
        self._first_key = len(places)
        self._first_import = len(places) + key_count
        self._holes: list[int] = []

    def template(self, *values: Any) -> ByteTemplate:  # noqa: ANN401 - any PDF object
        """Write values one behind the other; bytes that are no reference stand as they are."""
        self._holes = []
        template = b"".join(part for value in values for part in self._parts(value))
        return ByteTemplate(template, tuple(self._holes))

    def inside(self, entries: Mapping[str, Any]) -> Iterator[Any]:
        """Prepare the inside of a dictionary for `form`."""
        for key, value in entries.items():
            yield b"/" + write_operand(key).removeprefix(b"/") + b" "
            yield Key(value) if key in _KEYS else value

    def _parts(self, value: Any) -> Iterator[bytes]:  # noqa: ANN401 - any PDF object
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
        place = self._places.get(number)
        if place is None:
            place = self._import(self._symbols[number])
        return self._hole(place) + b" 0 R"

    def _import(self, symbol: str) -> int:
        return self._first_import + self.imports.setdefault(symbol, len(self.imports))

    def _hole(self, place: int) -> bytes:
        self._holes.append(place)
        return b"%d"
