"""Read exports of WordPress: posts and pages with all that belongs to them."""

from __future__ import annotations

import datetime as dt
import html
import json
import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from booklet.common.errors import ManuscriptError
from booklet.common.words import words_of
from booklet.importers.document import Blog, Comment, Document, Status
from booklet.importers.export_xml import list_damages
from booklet.importers.html_blocks import read_html
from booklet.importers.losses import LeftOut, Loss, LossKind
from booklet.importers.shortcodes import Attachment, expand_shortcodes
from booklet.importers.web_page import parse_html
from booklet.importers.wordpress_xml import menu_order, number_menu, read_export

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from booklet.importers.export_xml import Damage
    from booklet.importers.wordpress_xml import Export, Item

_STATUSES = {
    "publish": Status.PUBLISHED,
    "inherit": Status.PUBLISHED,
    "private": Status.PRIVATE,
    "trash": Status.TRASH,
}
_TEXTS = frozenset(("post", "page"))
_OTHER_KINDS = {
    "nav_menu_item": "entries of menus",
    "revision": "earlier versions of texts",
    "attachment": "files of the media library (their titles and descriptions)",
    "wp_block": "patterns (where a text shows one, it is in that text)",
}
_BLOCK = re.compile(
    r"<!--\s*wp:(?P<name>[\w/-]+)(?P<facts>\s+\{.*?\})?\s*(?P<alone>/)?-->", re.DOTALL
)
_SHOWN_ELSEWHERE = frozenset(("more", "nextpage", "footnotes", "spacer", "separator"))
_DEEPEST_PATTERN = 3
_LONGEST_STANDFIRST = 40
"""Words of an excerpt that may stand below a title; a longer one only repeats the text."""


@dataclass(frozen=True, slots=True)
class WordPressExport:
    """An export: its texts, what it says of the blog, what is no text, and where it is broken."""

    documents: tuple[Document, ...]
    blog: Blog
    left_out: tuple[LeftOut, ...]
    damages: tuple[Damage, ...] = ()


def read_wordpress(
    path: str, text: str, progress: Callable[[str, int, int], None] | None = None
) -> WordPressExport:
    """Read an export.

    Args:
        path: of the file, for messages.
        text: of the whole file.
        progress: is called after each item: its title, its number, how many there are.

    Raises:
        ManuscriptError: when it has no post, or more text than any booklet could hold.
    """
    export = read_export(text, path)
    attachments = {
        item.facts.get("post_id", ""): _attachment(item)
        for item in export.items
        if item.facts.get("post_type") == "attachment"
    }
    patterns = {
        item.facts.get("post_id", ""): item.facts.get("content", "")
        for item in export.items
        if item.facts.get("post_type") == "wp_block"
    }
    menu = number_menu(export.items)
    documents: list[Document] = []
    others: dict[str, list[int]] = {}
    refused: list[LeftOut] = []
    for number, item in enumerate(export.items, 1):
        if progress is not None:
            progress(_plain(item.facts.get("title", "")), number, len(export.items))
        kind = item.facts.get("post_type") or "post"
        if kind in _OTHER_KINDS:
            others.setdefault(_OTHER_KINDS[kind], []).append(len(_all_words(item)))
            continue
        try:
            document = _document(path, item, export, attachments, patterns)
            place = menu.get(item.facts.get("post_id", ""), len(menu) + menu_order(item))
            documents.append(replace(document, order=place))
        except ManuscriptError as error:
            title = item.facts.get("title", "")
            refused.append(LeftOut(f"the text '{title}' ({error.problem})", len(_all_words(item))))
    left_out = tuple(LeftOut(f"{len(each)} {what}", sum(each)) for what, each in others.items())
    lost = list_damages(export.damages)
    return WordPressExport(
        tuple(documents), export.blog, (*left_out, *refused, *lost), tuple(export.damages)
    )


def _all_words(item: Item) -> tuple[str, ...]:
    """Take the words of an item that does not become a chapter."""
    texts = [
        item.facts.get("title", ""),
        item.facts.get("content", ""),
        item.facts.get("excerpt", ""),
        *(text for _, text in item.comments),
    ]
    return words_of(html.unescape(re.sub(r"<[^<>]*>|<!--.*?-->", " ", "\n".join(texts))))


def _attachment(item: Item) -> Attachment:
    return Attachment(
        address=item.facts.get("attachment_url") or item.facts.get("guid", ""),
        description=item.meta.get("_wp_attachment_image_alt", ""),
        caption=_plain(item.facts.get("excerpt", "")),
        parent=item.facts.get("post_parent", ""),
    )


def _plain(text: str) -> str:
    """Take markup out of a title or an excerpt."""
    return " ".join(html.unescape(re.sub(r"<[^<>]*>", " ", text)).split())


def _document(
    path: str,
    item: Item,
    export: Export,
    attachments: Mapping[str, Attachment],
    patterns: Mapping[str, str],
) -> Document:
    facts = item.facts
    written = facts.get("content", "").replace("\r\n", "\n").replace("\r", "\n")
    has_blocks = "<!-- wp:" in written
    content, dynamic = _expand_blocks(written, patterns)
    content = content.replace("</a><a ", "</a> <a ") + _notes(item)  # as buttons stand apart
    expanded = expand_shortcodes(content, attachments, facts.get("post_id", ""))
    line = max(0, item.lines.get("content", 1) - 1)
    read = read_html(parse_html(expanded, path), newlines_count=not has_blocks, first_line=line)
    title, excerpt = _plain(facts.get("title", "")), _plain(facts.get("excerpt", ""))
    losses = [*read.losses, *(replace(one, line=one.line + line) for one in dynamic)]
    featured = attachments.get(item.meta.get("_thumbnail_id", ""))
    if featured is not None and featured.address not in written:
        losses.append(Loss(LossKind.FEATURED, "", line, featured.address))
    is_short = len(excerpt.split()) <= _LONGEST_STANDFIRST
    if excerpt and not is_short:
        losses.append(Loss(LossKind.EXCERPT, excerpt, item.lines.get("excerpt", 0)))
    comments = tuple(
        Comment(
            "\n\n".join(filter(None, map(_plain, re.split(r"\n\s*\n", text)))),
            is_approved=kind == "approved",
            is_ping=kind == "ping",
        )
        for kind, text in item.comments
    )
    link = facts.get("link", "")
    return Document(
        path=path,
        title=title,
        standfirst=excerpt if is_short else "",
        blocks=read.blocks,
        notes=read.notes,
        comments=comments,
        words=(
            *words_of(title),
            *words_of(excerpt),
            *read.words,
            *(word for comment in comments for word in words_of(comment.text)),
        ),
        losses=tuple(losses),
        identity=link or facts.get("guid", ""),
        address=link,
        author=export.authors.get(facts.get("creator", ""), facts.get("creator", "")),
        date=_date(facts),
        tags=item.tags,
        status=_status(facts),
        is_page=facts.get("post_type") == "page",
    )


def _status(facts: Mapping[str, str]) -> Status:
    if (facts.get("post_type") or "post") not in _TEXTS:
        return Status.OTHER
    status = _STATUSES.get(facts.get("status") or "publish", Status.DRAFT)
    is_locked = status is Status.PUBLISHED and facts.get("post_password", "")
    return Status.PROTECTED if is_locked else status


def _date(facts: Mapping[str, str]) -> dt.date | None:
    """Read when a text was published: WordPress writes 0000-00-00 for never."""
    for name in ("post_date", "post_date_gmt"):
        try:
            return dt.date.fromisoformat(facts.get(name, "")[:10])
        except ValueError:
            continue
    return None


def _expand_blocks(
    content: str, patterns: Mapping[str, str], depth: int = 0
) -> tuple[str, tuple[Loss, ...]]:
    """Put patterns in where a text shows them, and name blocks that are made anew on each page."""
    losses: list[Loss] = []

    def expand(found: re.Match[str]) -> str:
        name = found["name"].removeprefix("core/")
        if not found["alone"] or name in _SHOWN_ELSEWHERE:
            return found[0]
        reference = re.search(r'"ref"\s*:\s*(\d+)', found["facts"] or "")
        line = content.count("\n", 0, found.start()) + 1
        if name == "block" and reference and reference[1] in patterns and depth < _DEEPEST_PATTERN:
            inner, lost = _expand_blocks(patterns[reference[1]], patterns, depth + 1)
            losses.extend(replace(one, line=line) for one in lost)
            return inner
        losses.append(Loss(LossKind.SHORTCODE, "", line, f"the block '{name}'"))
        return " "

    return _BLOCK.sub(expand, content), tuple(losses)


def _notes(item: Item) -> str:
    """Write the footnotes, which WordPress 6.3 and later keep beside the text, below it."""
    try:
        notes = json.loads(item.meta.get("footnotes") or "[]")
    except ValueError:
        return ""
    items = "".join(
        f'<li id="{html.escape(str(note.get("id", "")))}">{note.get("content", "")} '
        f'<a href="#{html.escape(str(note.get("id", "")))}-link">↩</a></li>'
        for note in (notes if isinstance(notes, list) else ())
        if isinstance(note, dict)
    )
    return f"\n<ol>{items}</ol>" if items else ""
