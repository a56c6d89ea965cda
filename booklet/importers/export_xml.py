"""Parse the XML of WordPress' exports, broken ones too, element by element.

lxml mends what it can, and what it would stumble over is mended before; entities are never
resolved, and nothing is fetched. Elements are known by their local names, because many exports
never declare their prefixes.
"""

from __future__ import annotations

import html
import re
from contextlib import suppress
from dataclasses import dataclass
from itertools import chain
from typing import TYPE_CHECKING

from booklet.common.errors import Finding, ManuscriptError, Place, Severity
from booklet.common.xhtml import name_set
from booklet.importers.losses import LeftOut

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from lxml.etree import _Element

_CDATA = "<![CDATA["
_PART_END = re.compile(r"</(?:wp|content|excerpt|dc):\w+>\s*<")
_DECLARATION = re.compile(r"\A\s*<\?xml[^>]*\?>")
_DOCTYPE = re.compile(
    r"<!DOCTYPE[^\[<>]{0,1000}(?:\[.{0,10000}?\]\s{0,100})?>", re.DOTALL | re.IGNORECASE
)
_BARE_AMPERSAND = re.compile(r"&(?!(?:#\d{1,7}|#x[0-9a-fA-F]{1,6}|lt|gt|amp|quot|apos);)")
_BARE_LESS = re.compile(r"<(?!/?[A-Za-z_][^<>]*>|!--|!\[CDATA\[|\?[A-Za-z])")
_NAMED = re.compile(r"&([A-Za-z][A-Za-z0-9]{1,30});")
_FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff\ud800-\udfff]")

_OF_BLOG = name_set("title link description language base_blog_url")
OF_ITEM = name_set(
    "title link pubDate creator guid description encoded category postmeta comment attachment_url "
    "post_id post_date post_date_gmt post_modified post_modified_gmt post_name post_parent "
    "post_type post_password status menu_order is_sticky comment_status ping_status"
)
TERMS = name_set("category tag term")
_HARMLESS = name_set("ERR_MISPLACED_CDATA_END ERR_DOCUMENT_END")
_CONSEQUENCE = re.compile(
    r"(?:mismatch: (?:item line \d+ and )?|in tag )(?:channel|rss|export)\b", re.IGNORECASE
)
"""What a parser complains of and no word is lost by."""

_SPARE_ELEMENTS = 200
"""Around an export: an end that fits no beginning ends the element it stands in, whichever it is,
and behind the end of the outermost one a parser reads no more."""

_MOST_DAMAGES = 50
"""That the report lists: a file of another kind has one in each line."""

_MOST_ELEMENTS = 400_000
"""In one post: one with ten thousand comments has half of it."""

_PARSED_AT_ONCE = 100_000
"""Bytes; the elements of so many are in memory at a time."""


@dataclass(frozen=True, slots=True)
class Damage:
    """A place where the XML of an export is broken, and was mended as well as can be.

    Attributes:
        line: in the file.
        title: of the post that it is in; "" when it is in none.
        is_end: whether the file ends there, in the middle of something.
    """

    line: int
    title: str
    is_end: bool


def list_damages(damages: Sequence[Damage]) -> Iterator[LeftOut]:
    """Name the places of an export where words may be missing."""
    for damage in damages[:_MOST_DAMAGES]:
        where = f"line {damage.line}" + (f", in '{damage.title}'" if damage.title else "")
        yield LeftOut(
            f"what should follow {where}, where the file was cut off"
            if damage.is_end
            else f"what cannot be read at {where}, where the XML is broken"
        )


def findings_of_damages(damages: Sequence[Damage], path: str) -> Iterator[Finding]:
    """Say where an export is broken, and what that means."""
    if not damages:
        return
    first = damages[0]
    more = f" and at {len(damages) - 1} more places" if damages[1:] else ""
    where = f", in '{first.title}'" if first.title else ""
    problem = "the file was cut off" if first.is_end else f"the XML of the export is broken{more}"
    yield Finding(
        "I007",
        Severity.WARNING,
        f"{problem}{where}; all that can be read was read",
        "Words may be missing there, and import-report.md lists the places. Look at the chapter, "
        "or export again in WordPress (Tools, Export), year by year if the file is large.",
        Place(path, first.line),
    )


def parse_elements(text: str, path: str, broken: list[int]) -> Iterator[_Element]:
    """Parse element by element, so that no more than one of a large export is in memory as a tree.

    Args:
        text: of the whole file.
        path: of the file, for messages.
        broken: gets, at the end, the lines where the XML is broken.

    Raises:
        ManuscriptError: when one has more elements than any post.
    """
    from lxml import etree  # noqa: PLC0415 - only what imports needs it

    parser = etree.XMLPullParser(
        events=("start", "end"),
        recover=True,
        huge_tree=True,
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
    )
    count, items = -_SPARE_ELEMENTS, 0
    for piece in chain(_pieces(text), (None,)):
        with suppress(etree.XMLSyntaxError):
            if piece is None:
                parser.close()  # ends what the file leaves open
            else:
                parser.feed(piece)
        for event, element in parser.read_events():
            name = local_name(element)
            if event == "start":
                count += 1
                if count > _MOST_ELEMENTS:
                    raise ManuscriptError(
                        f"one post of the export has more than {_MOST_ELEMENTS:,} elements of XML",
                        hint="Look at whether the file is the one you meant, or export again.",
                        place=Place(path),
                    )
            elif name == "item":
                yield element
                _forget(element)
                count, items = 0, items + 1
            elif name == "author" or (
                name in OF_ITEM and _local_parent(element) != "item"
                if items
                else name in TERMS or (name in _OF_BLOG and _local_parent(element) == "channel")
            ):
                yield element
    for error in parser.feed_error_log:
        is_namespace = error.domain_name == "NAMESPACE"
        if not (is_namespace or error.type_name in _HARMLESS or _CONSEQUENCE.search(error.message)):
            broken.append(error.line)


def _forget(item: _Element) -> None:
    """Take an item that was read out of the tree; what is behind it needs it there until then."""
    item.clear()
    before = item.getprevious()
    parent = item.getparent()
    if parent is not None and before is not None and local_name(before) == "item":
        parent.remove(before)


def _local_parent(element: _Element) -> str:
    parent = element.getparent()
    return "" if parent is None else local_name(parent)


def local_name(element: _Element) -> str:
    """Take an element's name without its namespace or its undeclared prefix."""
    tag = element.tag if isinstance(element.tag, str) else ""
    return tag.rpartition("}")[2].rpartition(":")[2]


def _pieces(text: str) -> Iterator[bytes]:
    """Cut a mended export into pieces for a parser."""
    yield b'<?xml version="1.0" encoding="UTF-8"?>\n' + b"<export>" * _SPARE_ELEMENTS
    for mended in _mended(text):
        for start in range(0, len(mended), _PARSED_AT_ONCE):
            yield mended[start : start + _PARSED_AT_ONCE]
    yield b"</export>" * _SPARE_ELEMENTS


def _mended(text: str) -> Iterator[bytes]:
    """Mend what an XML parser may not pass over (XML 1.0, 2.2 and 4.1), outside of CDATA.

    Piece by piece: an export may have hundreds of megabytes, and is in memory once already.
    """
    first = position = max(text.find("<"), 0)
    mark = 0
    while (start := text.find(_CDATA, position)) >= 0:
        yield _mend(text[position:start], is_first=position == first)
        inside = start + len(_CDATA)
        if mark < inside:
            mark = text.find("]]>", inside)
            mark = len(text) if mark < 0 else mark  # the file was cut off
        # Where the mark of an end is missing, that of a later part stands behind another beginning.
        another = text.find(_CDATA, inside, mark)
        missed = _PART_END.search(text, inside, another) if another >= 0 else None
        end = missed.start() if missed else mark
        yield f"{_CDATA}{_FORBIDDEN.sub('', text[inside:end])}]]>".encode()
        position = end if missed else end + len("]]>")
    yield _mend(text[position:], is_first=position == first)


def _mend(markup: str, *, is_first: bool) -> bytes:
    markup = _FORBIDDEN.sub("", markup)
    if is_first:
        markup = _DECLARATION.sub("", markup).lstrip()
    markup = _NAMED.sub(_plain_entity, _DOCTYPE.sub(" ", markup))
    # Behind a '<' that opens nothing and a remark that never ends lxml would read no more.
    markup = _BARE_LESS.sub("&lt;", markup)
    end = markup.rfind("-->") + 1
    markup = markup[:end] + markup[end:].replace("<!--", "&lt;!--")
    return _BARE_AMPERSAND.sub("&amp;", markup).encode()


def _plain_entity(found: re.Match[str]) -> str:
    """Write an entity of HTML as its character; XML knows five of them (XML 1.0, 4.6)."""
    if found[1] in {"lt", "gt", "amp", "quot", "apos"}:
        return found[0]
    plain = html.unescape(found[0])
    return plain if plain != found[0] else f"&amp;{found[1]};"
