"""The XML of WordPress' exports, mended and read item by item: WXR 1.0 to 1.2, broken ones too.

WXR is RSS 2.0 with elements of WordPress' own. lxml mends what it can; entities are never resolved,
and nothing is fetched. Elements are known by their local names, because many exports never declare
their prefixes.
"""

from __future__ import annotations

import html
import io
import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from booklet.importers.document import NO_BLOG, Blog

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from lxml.etree import _Element

_CDATA = re.compile(r"(<!\[CDATA\[.*?\]\]>)", re.DOTALL)
_DOCTYPE = re.compile(r"<!DOCTYPE[^\[>]*(?:\[.*?\]\s*)?>", re.DOTALL | re.IGNORECASE)
_BARE_AMPERSAND = re.compile(r"&(?!(?:#\d{1,7}|#x[0-9a-fA-F]{1,6}|lt|gt|amp|quot|apos);)")
_NAMED = re.compile(r"&([A-Za-z][A-Za-z0-9]{1,30});")
_FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff\ud800-\udfff]")


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


def _mended(text: str) -> bytes:
    """Mend what an XML parser may not pass over (XML 1.0, 2.2 and 4.1), outside of CDATA."""
    text = _FORBIDDEN.sub("", text)
    start = text.find("<")
    text = text[start:] if start > 0 else text
    if text.rfind("<![CDATA[") > text.rfind("]]>"):  # the file was cut off
        text += "]]>"
    pieces = _CDATA.split(text)
    for number in range(0, len(pieces), 2):
        piece = _NAMED.sub(_plain_entity, _DOCTYPE.sub(" ", pieces[number]))
        pieces[number] = _BARE_AMPERSAND.sub("&amp;", piece)
    body = re.sub(r"^\s*<\?xml[^>]*\?>", "", "".join(pieces))
    return f'<?xml version="1.0" encoding="UTF-8"?>\n{body.lstrip()}'.encode()


def _plain_entity(found: re.Match[str]) -> str:
    """Write an entity of HTML as its character; XML knows five of them (XML 1.0, 4.6)."""
    if found[1] in {"lt", "gt", "amp", "quot", "apos"}:
        return found[0]
    plain = html.unescape(found[0])
    return plain if plain != found[0] else f"&amp;{found[1]};"


def _items(content: bytes) -> Iterator[_Element]:
    """Parse item by item, so that a large export does not stay in memory as a tree."""
    from lxml import etree  # noqa: PLC0415 - only what imports needs it

    events = etree.iterparse(
        io.BytesIO(content),
        events=("end",),
        recover=True,
        huge_tree=True,
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
    )
    try:
        for _, element in events:
            name = _local(element)
            if name == "item":
                yield element
                element.clear()
            elif name in {
                "channel",
                "author",
                "title",
                "link",
                "description",
                "language",
                "base_blog_url",
            }:
                parent = element.getparent()
                if name == "author" or (parent is not None and _local(parent) == "channel"):
                    yield element
    except etree.XMLSyntaxError:
        return


def _local(element: _Element) -> str:
    """Take an element's name without its namespace or its undeclared prefix."""
    tag = element.tag if isinstance(element.tag, str) else ""
    return tag.rpartition("}")[2].rpartition(":")[2]


def read_export(text: str) -> Export:
    """Read the items of an export, and what it says of its blog."""
    export = Export()
    for element in _items(_mended(text)):
        _gather(export, element)
    return export


def _gather(export: Export, element: _Element) -> None:
    name, text = _local(element), " ".join("".join(element.itertext()).split())
    if name == "item":
        export.items.append(_read_item(element))
    elif name == "author":
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
            meta[pair.get("meta_key", "")] = pair.get("meta_value", "")
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
