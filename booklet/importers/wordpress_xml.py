"""The items of WordPress' exports, WXR 1.0 to 1.2: RSS 2.0 with elements of WordPress' own."""

from __future__ import annotations

import html
import re
from bisect import bisect_right
from dataclasses import dataclass, field
from operator import itemgetter
from typing import TYPE_CHECKING

from booklet.common.errors import ManuscriptError, Place
from booklet.common.xhtml import name_set
from booklet.importers.document import NO_BLOG, Blog
from booklet.importers.export_xml import OF_ITEM, TERMS, Damage, local_name, parse_elements
from booklet.importers.files import LARGEST_TEXT, refuse_endless

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from lxml.etree import _Element

_META = name_set("_wp_attachment_image_alt _menu_item_object_id footnotes _thumbnail_id")
_END_LOOKED_AT = 1_000
"""Characters at the end of an export, among which its last mark stands."""

_LARGEST_BLOG = 10 * LARGEST_TEXT
"""Characters of all posts together."""


@dataclass(slots=True)
class Export:
    """What is gathered while an export is read.

    Attributes:
        blog: what it says of itself.
        authors: names as they are shown, by the names that they log in with.
        items: posts and all else that stands between posts.
        terms: how many categories and tags are listed apart from posts.
        damages: where the XML is broken.
    """

    blog: Blog = NO_BLOG
    authors: dict[str, str] = field(default_factory=dict)
    items: list[Item] = field(default_factory=list)
    terms: int = 0
    damages: list[Damage] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Item:
    """An item of an export, as it was written; a comment is "approved", a "ping" or neither."""

    facts: Mapping[str, str]
    lines: Mapping[str, int]
    tags: tuple[str, ...]
    meta: Mapping[str, str]
    comments: tuple[tuple[str, str], ...]


def read_export(text: str, path: str) -> Export:
    """Read the items of an export, and what it says of its blog.

    Args:
        text: of the whole file.
        path: of the file, for messages.

    Raises:
        ManuscriptError: when it has no post, or more text than any booklet could hold.
    """
    export = Export()
    length = 0
    found: list[tuple[int, Item]] = []
    broken: list[int] = []
    for parts in _parts_of_items(text, path, export, broken):
        item = _read_item(parts)
        length += len(item.facts.get("content", ""))
        refuse_endless(length, path, largest=_LARGEST_BLOG)
        found.append((parts[0].sourceline or 0 if parts else 0, item))
    found.sort(key=itemgetter(0))  # one that has no end ends behind those that follow it
    export.items += (item for _, item in found)
    is_cut = "</rss>" not in text[-_END_LOOKED_AT:]
    last = text.count("\n") + 1
    for line in sorted({min(line, last) for line in [*broken, *[last] * is_cut]}):
        at = bisect_right(found, line, key=itemgetter(0)) - 1
        title = export.items[at].facts.get("title", "") if at >= 0 else ""
        export.damages.append(Damage(line, title, is_end=is_cut and line == last))
    if not export.items:
        raise _without_posts(export, path)
    return export


def _without_posts(export: Export, path: str) -> ManuscriptError:
    """Say what is in an export that has no post."""
    there = [
        f"{count} {one if count == 1 else many}"
        for count, one, many in (
            (len(export.authors), "author", "authors"),
            (export.terms, "category or tag", "categories and tags"),
        )
        if count
    ]
    has = f"only {' and '.join(there)}" if there else "and nothing else of a blog"
    broken = f"; its XML is broken at line {export.damages[0].line}" if export.damages else ""
    return ManuscriptError(
        f"there is no post in the export, {has}{broken}",
        hint="Export again in WordPress (Tools, Export, All content). If the file is larger "
        "than your browser lets through, export year by year.",
        place=Place(path),
    )


def _parts_of_items(
    text: str, path: str, export: Export, broken: list[int]
) -> Iterator[list[_Element]]:
    """List each item's parts; what stands outside of items goes to the export.

    Where a beginning is missing, the end that is left ends the item for a parser, and the rest of
    its parts stand behind it. A second title among them is that of the next item.
    """
    parts: list[_Element] | None = None
    for element in parse_elements(text, path, broken):
        name = local_name(element)
        if name == "item":
            if parts is not None:
                yield parts
            parts = _parts(element)
        elif parts is None or name not in OF_ITEM:
            _gather(export, element)
        elif not any(local_name(one) == "item" for one in element.iterancestors()):
            if name == "title" and any(local_name(one) == "title" for one in parts):
                yield parts
                parts = []
            parts.append(element)
    if parts is not None:
        yield parts


def _gather(export: Export, element: _Element) -> None:
    name, text = local_name(element), " ".join("".join(element.itertext()).split())
    if name == "author":
        inner = element.iterchildren("*")
        facts = {local_name(child): (child.text or "").strip() for child in inner}
        shown = facts.get("author_display_name") or facts.get("author_login", "")
        export.authors[facts.get("author_login", "")] = shown
    elif name in TERMS:
        export.terms += 1
    else:
        blog = export.blog
        match name:
            case "title" if not blog.title:
                export.blog = Blog(html.unescape(text), "", blog.address, blog.description)
            case "link" | "base_blog_url" if not blog.address:
                export.blog = Blog(blog.title, "", text, blog.description)
            case "description" if not blog.description:
                export.blog = Blog(blog.title, "", blog.address, html.unescape(text))


def _parts(item: _Element) -> list[_Element]:
    """List the parts of an item, also those that stand in a part whose end is missing.

    A parser puts all that follows into that part. No part of an item has another one in it; those
    of comments and of facts have names of their own.
    """
    parts = list(item.iterchildren("*"))
    if any(local_name(inner) in OF_ITEM for part in parts for inner in part.iterchildren("*")):
        own = set(parts)
        parts = [one for one in item.iter("*") if one in own or local_name(one) in OF_ITEM]
        for one in parts:
            parent = one.getparent()
            if one not in own and parent is not None:
                parent.remove(one)
    return parts


def _read_item(parts: list[_Element]) -> Item:
    facts: dict[str, str] = {}
    lines: dict[str, int] = {}
    tags: list[str] = []
    meta: dict[str, str] = {}
    comments: list[tuple[str, str]] = []
    for child in parts:
        name = local_name(child)
        text = "".join(child.itertext())
        if name == "encoded":
            name = "excerpt" if "excerpt" in str(child.tag) else "content"
        if name == "category":
            if child.get("domain") in {None, "category", "tag", "post_tag"} and text.strip():
                tags.append(html.unescape(" ".join(text.split())))
        elif name == "postmeta":
            pair = {local_name(one): "".join(one.itertext()) for one in child.iterchildren("*")}
            if pair.get("meta_key") in _META:  # programs that build pages keep megabytes there
                meta[pair["meta_key"]] = pair.get("meta_value", "")
        elif name == "comment":
            one = {local_name(part): "".join(part.itertext()) for part in child.iterchildren("*")}
            is_talk = one.get("comment_type", "") in {"", "comment"}
            kind = "approved" if one.get("comment_approved", "1") == "1" else ""
            comments.append((kind if is_talk else "ping", one.get("comment_content", "")))
        elif name not in facts:
            facts[name] = text.strip() if name not in {"content", "excerpt"} else text
            lines[name] = child.sourceline or 0
    if not facts.get("content"):  # words between parts: the mark of their beginning is missing
        facts["content"] = "\n\n".join(filter(str.strip, (one.tail or "" for one in parts)))
    shown = [tag for tag in dict.fromkeys(tags) if tag.casefold() != "uncategorized"]
    return Item(facts, lines, tuple(shown), meta, tuple(comments))


def menu_order(item: Item) -> int:
    """Tell where a text, or an entry of a menu, stands among its like."""
    order = item.facts.get("menu_order", "")
    return int(order) if re.fullmatch(r"-?\d{1,9}", order) else 0


def number_menu(items: Iterable[Item]) -> Mapping[str, int]:
    """Number the texts that the blog's menu leads to, by their ids; others come after them."""
    entries = [item for item in items if item.facts.get("post_type") == "nav_menu_item"]
    ids = (one.meta.get("_menu_item_object_id", "") for one in sorted(entries, key=menu_order))
    return {text: place for place, text in enumerate(dict.fromkeys(ids))}
