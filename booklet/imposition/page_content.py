"""What source pages draw, brought over into the PDF of the sheets.

Streams are copied as they are, still compressed, and resources that pages share stay shared. Where
a page comes on a sheet is not known here.
"""

from __future__ import annotations

import warnings
from copy import copy
from dataclasses import dataclass
from typing import TYPE_CHECKING

import pikepdf
from pikepdf import Array, Dictionary, Name, Stream

from booklet.imposition.source_pages import inherited

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pikepdf import Object, Pdf

    from booklet.imposition.source_pages import Box, SourcePage

_CLOSES = {"Q": "q", "ET": "BT", "EMC": "BMC", "EX": "BX"}
_OPENS = {"q": "q", "BT": "BT", "BMC": "BMC", "BDC": "BMC", "BX": "BX"}
_END = "EndOfPage"
_UNFINISHED_PATH = {b"m", b"l", b"c", b"v", b"y", b"h", b"re", b"W", b"W*"}
_LONGEST_OPERATOR = 3
_LARGEST_TO_READ = 1_000_000
"""Packed bytes: beside so many, those of a form are nothing."""


@dataclass(frozen=True, slots=True)
class PageContent:
    """What a page draws, as objects of the PDF of the sheets.

    Attributes:
        streams: its content, to be read one after the other; at least one.
        resources: what the content names.
        group: how the page blends with its paper; None when it does not say.
        box: left, bottom, right, top of what is visible, in the page's own units.
        unpacked: all of its content; None when it was not read.
        closing: operators that close what it leaves open, so that other content may follow; None
            when that is impossible.
    """

    streams: tuple[Object, ...]
    resources: Object
    group: Object | None
    box: Box
    unpacked: bytes | None
    closing: bytes | None


class ContentCopier:
    """Copies what the pages of one PDF draw into another."""

    def __init__(self, source: Pdf, destination: Pdf, *, is_tidy: bool) -> None:
        """Copy from one PDF to another.

        Args:
            source: whose pages are drawn.
            destination: of the sheets.
            is_tidy: whether it is known that all pages close what they open.
        """
        self._is_tidy = is_tidy
        self._source = source
        self._destination = destination
        self._copies: dict[bytes, Object | None] = {}

    def copy(self, page: SourcePage) -> PageContent | None:
        """Copy what a page draws; None for an empty page."""
        node = self._source.pages[page.page_number - 1].obj
        streams = _streams(node.get("/Contents"))
        unpacked = None if self._is_tidy else _read(streams)
        if unpacked == b"" or not streams:
            return None
        group = self._copy(node.get("/Group"))
        resources = self._copy(inherited(node, "/Resources"))
        return PageContent(
            streams=tuple(self._destination.copy_foreign(stream) for stream in streams),
            resources=Dictionary() if resources is None else resources,
            group=group,
            box=page.box,
            unpacked=unpacked,
            closing=b"" if self._is_tidy else unpacked and close(unpacked),
        )

    def _copy(self, dictionary: Object | None) -> Object | None:
        """Copy a dictionary, or find the equal one copied before.

        Returns:
            None when it is no dictionary, or a whole page, which is never copied.
        """
        if not isinstance(dictionary, Dictionary):
            return None
        key = dictionary.unparse(resolved=True)
        if key not in self._copies:
            if not dictionary.is_indirect:
                dictionary = self._source.make_indirect(dictionary)
            copied = self._destination.copy_foreign(dictionary)
            self._copies[key] = copied if isinstance(copied, Dictionary) else None
        return self._copies[key]


def make_form(content: PageContent, pdf: Pdf) -> Object:
    """Make a form XObject of a page (ISO 32000-1, 8.10), which other content cannot disturb."""
    if len(content.streams) == 1:
        form = copy(content.streams[0])
    else:
        form = pdf.make_stream(_join(content.streams))
    form.Subtype = Name.Form
    form.BBox = Array([round(edge, 4) for edge in content.box])
    form.Resources = content.resources
    if content.group is not None:
        form.Group = content.group
    return form


def close(content: bytes) -> bytes | None:
    """Find the operators that close what content leaves open, so that other content may follow.

    Returns:
        Nothing for most content; `b"Q"` where one graphics state was not restored; None for content
        that closes what it has not opened, or leaves open a text object, marked content, a path or
        a string.
    """
    operations = _parse(b"%b\n%b" % (content, _END.encode()))
    last = content[-_LONGEST_OPERATOR:].split()[-1:]
    if not operations or operations[-1] != (_END, 0) or _UNFINISHED_PATH.intersection(last):
        return None
    still_open = dict.fromkeys(_OPENS.values(), 0)
    for operator, _ in operations[:-1]:
        if operator in _OPENS:
            still_open[_OPENS[operator]] += 1
        else:
            still_open[_CLOSES[operator]] -= 1
        if min(still_open.values()) < 0:
            return None
    unrestored = still_open.pop("q")
    return None if any(still_open.values()) else b" ".join([b"Q"] * unrestored)


def _parse(content: bytes) -> Sequence[tuple[str, int]]:
    """List what opens and closes something, each with the number of its operands."""
    operators = " ".join((*_OPENS, *_CLOSES, _END))
    with warnings.catch_warnings(), pikepdf.new() as scratch:
        warnings.simplefilter("error")
        try:
            parsed = pikepdf.parse_content_stream(scratch.make_stream(content), operators)
        except (pikepdf.PdfError, RuntimeError, UserWarning, ValueError):  # nonsense in a stream
            return ()
        return [(str(found.operator), len(found.operands)) for found in parsed]


def _streams(contents: Object | None) -> Sequence[Object]:
    if isinstance(contents, Stream):
        return [contents]
    if isinstance(contents, Array):
        return [part for part in contents if isinstance(part, Stream)]
    return []


def _read(streams: Sequence[Object]) -> bytes | None:
    """Unpack the content of a page; None when that is impossible, or not worth the time."""
    try:
        if sum(len(stream.read_raw_bytes()) for stream in streams) > _LARGEST_TO_READ:
            return None
        return _join(streams)
    except (pikepdf.PdfError, RuntimeError):  # a damaged stream, or one with an unknown filter
        return None


def _join(streams: Sequence[Object]) -> bytes:
    # ISO 32000-1, 7.8.2: the division between streams may fall only between tokens.
    return b"\n".join(stream.read_bytes() for stream in streams).rstrip()
