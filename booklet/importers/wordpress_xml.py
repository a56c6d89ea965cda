"""The XML of WordPress' exports, mended and read item by item: WXR 1.0 to 1.2, broken ones too.

WXR is RSS 2.0 with elements of WordPress' own. lxml mends what it can; entities are never resolved,
and nothing is fetched. Elements are known by their local names, because many exports never declare
their prefixes.
"""

from __future__ import annotations

import html
import re
from contextlib import suppress
from dataclasses import dataclass, field
from itertools import chain
from typing import TYPE_CHECKING

from booklet.common.errors import ManuscriptError, Place
from booklet.common.xhtml import name_set
from booklet.importers.document import NO_BLOG, Blog
from booklet.importers.files import LARGEST_TEXT, refuse_endless

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from lxml.etree import _Element

_CDATA = re.compile(r"<!\[CDATA\[.*?(?:\]\]>|\Z)", re.DOTALL)
_DECLARATION = re.compile(r"\A\s*<\?xml[^>]*\?>")
_DOCTYPE = re.compile(
    r"<!DOCTYPE[^\[<>]{0,1000}(?:\[.{0,10000}?\]\s{0,100})?>", re.DOTALL | re.IGNORECASE
)
_BARE_AMPERSAND = re.compile(r"&(?!(?:#\d{1,7}|#x[0-9a-fA-F]{1,6}|lt|gt|amp|quot|apos);)")
_NAMED = re.compile(r"&([A-Za-z][A-Za-z0-9]{1,30});")
_FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff\ud800-\udfff]")

_OF_BLOG = name_set("title link description language base_blog_url")
_META = name_set("_wp_attachment_image_alt _menu_item_object_id footnotes")
_MOST_ELEMENTS = 400_000
"""In one post: one with ten thousand comments has half of it."""

_PARSED_AT_ONCE = 100_000
"""Bytes; the elements of so many are in memory at a time."""

_LARGEST_BLOG = 10 * LARGEST_TEXT
"""Characters of all posts together."""


@dataclass(slots=True)
class Export:
    """What is gathered while an export is read."""

    blog: Blog = NO_BLOG
    authors: dict[str, str] = field(default_factory=dict)
    items: list[Item] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Item:
    """An item of an export, as it was written."""

    facts: Mapping[str, str]
    lines: Mapping[str, int]
    tags: tuple[str, ...]
    meta: Mapping[str, str]
    comments: tuple[tuple[str, str], ...]


def _pieces(text: str) -> Iterator[bytes]:
    """Cut a mended export into pieces for a parser."""
    yield b'<?xml version="1.0" encoding="UTF-8"?>\n'
    for mended in _mended(text):
        for start in range(0, len(mended), _PARSED_AT_ONCE):
            yield mended[start : start + _PARSED_AT_ONCE]


def _mended(text: str) -> Iterator[bytes]:
    """Mend what an XML parser may not pass over (XML 1.0, 2.2 and 4.1), outside of CDATA.

    Piece by piece: an export may have hundreds of megabytes, and is in memory once already.
    """
    start = position = max(text.find("<"), 0)
    for found in _CDATA.finditer(text, start):
        yield _mend(text[position : found.start()], is_first=position == start)
        is_whole = found[0].endswith("]]>")  # else the file was cut off
        yield _FORBIDDEN.sub("", found[0] if is_whole else f"{found[0]}]]>").encode()
        position = found.end()
    yield _mend(text[position:], is_first=position == start)


def _mend(markup: str, *, is_first: bool) -> bytes:
    markup = _FORBIDDEN.sub("", markup)
    if is_first:
        markup = _DECLARATION.sub("", markup).lstrip()
    markup = _NAMED.sub(_plain_entity, _DOCTYPE.sub(" ", markup))
    return _BARE_AMPERSAND.sub("&amp;", markup).encode()


def _plain_entity(found: re.Match[str]) -> str:
    """Write an entity of HTML as its character; XML knows five of them (XML 1.0, 4.6)."""
    if found[1] in {"lt", "gt", "amp", "quot", "apos"}:
        return found[0]
    plain = html.unescape(found[0])
    return plain if plain != found[0] else f"&amp;{found[1]};"


def _items(text: str, path: str) -> Iterator[_Element]:
    """Parse item by item, so that no more than one of a large export is in memory as a tree.

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
    count = 0
    for piece in chain(_pieces(text), (None,)):
        with suppress(etree.XMLSyntaxError):
            if piece is None:
                parser.close()  # ends what the file leaves open
            else:
                parser.feed(piece)
        for event, element in parser.read_events():
            name = _local(element)
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
                count = 0
            elif name == "author" or (name in _OF_BLOG and _local_parent(element) == "channel"):
                yield element


def _forget(item: _Element) -> None:
    """Take an item that was read out of the tree; what is behind it needs it there until then."""
    item.clear()
    before = item.getprevious()
    parent = item.getparent()
    if parent is not None and before is not None and _local(before) == "item":
        parent.remove(before)


def _local_parent(element: _Element) -> str:
    parent = element.getparent()
    return "" if parent is None else _local(parent)


def _local(element: _Element) -> str:
    """Take an element's name without its namespace or its undeclared prefix."""
    tag = element.tag if isinstance(element.tag, str) else ""
    return tag.rpartition("}")[2].rpartition(":")[2]


def read_export(text: str, path: str) -> Export:
    """Read the items of an export, and what it says of its blog.

    Args:
        text: of the whole file.
        path: of the file, for messages.

    Raises:
        ManuscriptError: when it has more text than any booklet could hold.
    """
    export = Export()
    length = 0
    for element in _items(text, path):
        if _local(element) == "item":
            item = _read_item(element)
            length += len(item.facts.get("content", ""))
            refuse_endless(length, path, largest=_LARGEST_BLOG)
            export.items.append(item)
        else:
            _gather(export, element)
    return export


def _gather(export: Export, element: _Element) -> None:
    name, text = _local(element), " ".join("".join(element.itertext()).split())
    if name == "author":
        facts = {_local(child): (child.text or "").strip() for child in element.iterchildren("*")}
        shown = facts.get("author_display_name") or facts.get("author_login", "")
        export.authors[facts.get("author_login", "")] = shown
    else:
        blog = export.blog
        match name:
            case "title" if not blog.title:
                export.blog = Blog(html.unescape(text), "", blog.address, blog.description)
            case "link" | "base_blog_url" if not blog.address:
                export.blog = Blog(blog.title, "", text, blog.description)
            case "description" if not blog.description:
                export.blog = Blog(blog.title, "", blog.address, html.unescape(text))


def _read_item(element: _Element) -> Item:
    facts: dict[str, str] = {}
    lines: dict[str, int] = {}
    tags: list[str] = []
    meta: dict[str, str] = {}
    comments: list[tuple[str, str]] = []
    for child in element.iterchildren("*"):
        name = _local(child)
        text = "".join(child.itertext())
        if name == "encoded":
            name = "excerpt" if "excerpt" in str(child.tag) else "content"
        if name == "category":
            if child.get("domain") in {None, "category", "tag", "post_tag"} and text.strip():
                tags.append(html.unescape(" ".join(text.split())))
        elif name == "postmeta":
            pair = {_local(one): "".join(one.itertext()) for one in child.iterchildren("*")}
            if pair.get("meta_key") in _META:  # programs that build pages keep megabytes there
                meta[pair["meta_key"]] = pair.get("meta_value", "")
        elif name == "comment":
            one = {_local(part): "".join(part.itertext()) for part in child.iterchildren("*")}
            is_talk = one.get("comment_type", "") in {"", "comment"}
            approved = one.get("comment_approved", "1") == "1" and is_talk
            comments.append(("1" if approved else "", one.get("comment_content", "")))
        elif name not in facts:
            facts[name] = text.strip() if name not in {"content", "excerpt"} else text
            lines[name] = child.sourceline or 0
    shown = [tag for tag in dict.fromkeys(tags) if tag.casefold() != "uncategorized"]
    return Item(facts, lines, tuple(shown), meta, tuple(comments))
