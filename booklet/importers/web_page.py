"""Read web pages: saved ones, pieces of HTML that were pasted, pages that Google Docs exports."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import replace
from typing import TYPE_CHECKING

from booklet.common.errors import ManuscriptError, Place
from booklet.common.words import words_of
from booklet.importers.document import Document
from booklet.importers.files import refuse_endless
from booklet.importers.html_blocks import read_html
from booklet.importers.html_elements import INLINE, SILENT
from booklet.importers.losses import Loss, LossKind

if TYPE_CHECKING:
    from collections.abc import Sequence

    from lxml.etree import _Element

LARGEST_PAGE = 20_000_000
"""Characters of HTML of one text, pictures inside it included."""

_AROUND = re.compile(
    r"\b(?:sharedaddy|sd-sharing\S*|jp-relatedposts|jp-post-flair|share-(?:buttons?|links?)|social\S*"
    r"|addtoany\S*|entry-(?:meta|footer|utility)|post-?(?:meta|footer|navigation|nav|info)|byline"
    r"|posted-on|cat-links|tags-links|comments?(?:-\S+)?|respond|widget\S*|sidebar\S*|navigation"
    r"|nav-(?:links|previous|next|above|below)|breadcrumbs?|related(?:-?posts?)?|wpcnt|wpa"
    r"|author-(?:info|box|bio)|cookie\S*|site-(?:header|footer)|skip-link\S*|edit-link|more-link"
    r"|wp-block-(?:post-(?:date|author\S*|terms|navigation-link|comments\S*)|comments\S*"
    r"|latest-posts|categories|archives|tag-cloud|search|navigation|site-\S+))(?!\S)",
    re.IGNORECASE,
)
_ARTICLE = re.compile(r"\b(?:hentry|type-post|blog-?post|h-entry)\b", re.IGNORECASE)
_CONTENT = re.compile(
    r"\b(?:entry-content|post-(?:content|body|entry)|article-(?:content|body)|e-content|storycontent)\b",
    re.IGNORECASE,
)
_TITLE = re.compile(
    r"\b(?:entry-title|post-title|wp-block-post-title|p-name|article-title)\b", re.IGNORECASE
)
_SITE_SUFFIX = re.compile(r"\s+(?:[|«»·•–—]|-)\s+[^|«»·•–—]{1,80}$")


def parse_html(text: str, path: str) -> _Element:
    """Parse HTML.

    Args:
        text: a page or a piece of one.
        path: of its file, for messages.

    Raises:
        ManuscriptError: when it is too long, or has elements in each other without end.
    """
    from lxml import etree  # noqa: PLC0415 - only what imports needs it

    if len(text) > LARGEST_PAGE:
        raise ManuscriptError(
            f"one text has {len(text):,} characters of HTML, and {LARGEST_PAGE:,} are the most "
            "that are read",
            hint="Save the part that you want as a page of its own.",
            place=Place(path),
        )
    parser = etree.HTMLParser(encoding="utf-8", huge_tree=True, no_network=True)
    clean = re.sub("[\x00-\x08\x0b\x0e-\x1f\ud800-\udfff]", "", text)
    clean = re.sub("[\ue000-\uf8ff]", " ", clean)  # we mark things with them
    try:
        root = etree.fromstring(f"<!DOCTYPE html><body>{clean}".encode(), parser)
    except etree.XMLSyntaxError:
        root = None
    if root is None or any("xcessive depth" in entry.message for entry in parser.error_log):
        raise ManuscriptError(
            "the HTML has elements in each other without end, and cannot be read",
            hint="Copy the text itself out of your browser, and paste it into a Word file.",
            place=Place(path),
        )
    texts = (item for item in root.iter("*") if item.tag not in SILENT)
    refuse_endless(sum(len(item.text or "") + len(item.tail or "") for item in texts), path)
    return root


def read_web_page(path: str, text: str) -> tuple[Document, ...]:
    """Read a page: each of its articles is a text of its own.

    Args:
        path: of the file, for messages.
        text: its HTML.

    Raises:
        ManuscriptError: as `parse_html` does.
    """
    root = parse_html(text, path)
    articles = _articles(root)
    documents = [_read_article(path, root, one, is_only=len(articles) == 1) for one in articles]
    documents = [one for one in documents if one.words] or documents[:1]
    first = documents[0]
    outside = [words for words in _texts_outside(root, articles) if words]
    said = " ".join(" ".join("".join(title.itertext()) for title in root.iter("title")).split())
    losses = [Loss(LossKind.PAGE, words) for words in outside]
    if first.title and said:
        losses.append(Loss(LossKind.REPEATED, said))
    elif said:
        title = _SITE_SUFFIX.sub("", said)
        first = replace(first, title=title)
        losses.append(Loss(LossKind.PAGE, said.removeprefix(title).strip(" |«»·•–—-")))
    words = (*words_of(said), *(word for one in outside for word in words_of(one)))
    documents[0] = replace(first, words=(*words, *first.words)).losing(*losses)
    return tuple(documents)


def _articles(root: _Element) -> list[_Element]:
    """Find the texts of a page: its articles, its main part, or all of it."""
    for is_one in (_is_article, _is_content, _is_main):
        found = [
            item
            for item in root.iter("*")
            if is_one(item) and not _is_comment(item) and len("".join(item.itertext()).split()) > 0
        ]
        outermost = _outermost(found)
        if outermost:
            return outermost
    body = next(root.iter("body"), root)
    return [body]


def _is_article(item: _Element) -> bool:
    return item.tag == "article" or bool(_ARTICLE.search(item.get("class") or ""))


def _is_content(item: _Element) -> bool:
    return bool(_CONTENT.search(item.get("class") or ""))


def _is_main(item: _Element) -> bool:
    return item.tag == "main" or item.get("role") == "main"


def _is_comment(item: _Element) -> bool:
    around = [item, *item.iterancestors()]
    return any(re.search(r"\bcomment", one.get("class") or "") for one in around[:-2])


def _outermost(items: Sequence[_Element]) -> list[_Element]:
    known = set(items)
    return [item for item in items if not known.intersection(item.iterancestors())]


def _why_left_out(item: _Element) -> LossKind | None:
    """Tell whether an element stands around what its author wrote."""
    if item.tag in {"nav", "footer"} or item.get("role") in {"navigation", "banner", "contentinfo"}:
        return LossKind.PAGE
    classes = f"{item.get('class') or ''} {item.get('id') or ''}"
    return LossKind.PAGE if classes.strip() and _AROUND.search(classes) else None


def _read_article(path: str, root: _Element, article: _Element, *, is_only: bool) -> Document:
    heading = next(
        (one for one in article.iter("*") if _TITLE.search(one.get("class") or "")), None
    )
    if heading is None:
        heading = next(article.iter("h1"), None)
    title = "" if heading is None else " ".join("".join(heading.itertext()).split())
    content = read_html(
        article, left_out=_why_left_out, silent=frozenset(() if heading is None else (heading,))
    )
    return Document(
        path=path,
        title=title,
        blocks=content.blocks,
        notes=content.notes,
        words=(*words_of(title), *content.words),
        losses=content.losses,
        address=_address(root, article, is_only=is_only),
        author=_meta(root, "author") if is_only else "",
        date=_date(root, article, is_only=is_only),
        tags=tuple(
            dict.fromkeys(
                " ".join("".join(link.itertext()).split())
                for link in article.iter("a")
                if "tag" in (link.get("rel") or "").split()
            )
        ),
        language=_language(root),
    )


def _meta(root: _Element, name: str) -> str:
    for item in root.iter("meta"):
        if name in {item.get("name"), item.get("property")}:
            return " ".join((item.get("content") or "").split())
    return ""


def _address(root: _Element, article: _Element, *, is_only: bool) -> str:
    if is_only:
        for link in root.iter("link"):
            if link.get("rel") == "canonical":
                return link.get("href") or ""
        return _meta(root, "og:url")
    for link in article.iter("a"):
        if link.get("rel") == "bookmark":
            return link.get("href") or ""
    return ""


def _date(root: _Element, article: _Element, *, is_only: bool) -> dt.date | None:
    said = [time.get("datetime") or "" for time in article.iter("time")]
    if is_only:
        said.insert(0, _meta(root, "article:published_time"))
    for text in said:
        try:
            return dt.date.fromisoformat(text[:10])
        except ValueError:
            continue
    return None


def _language(root: _Element) -> str:
    page = next(root.iter("html"), root)
    language = page.get("lang") or ""
    return language if re.fullmatch(r"[a-zA-Z]{2,3}(?:-[\w-]+)?", language) else ""


def _texts_outside(root: _Element, articles: Sequence[_Element]) -> list[str]:
    """Take the text around the articles, a piece for each block."""
    from lxml import etree  # noqa: PLC0415 - only what imports needs it

    inside = set(articles)
    texts: list[str] = [""]
    skipped: _Element | None = None
    silent = {"script", "style", "template", "title"}
    for event, item in etree.iterwalk(root, events=("start", "end", "comment", "pi")):
        if event == "start" and skipped is None:
            if item in inside or item.tag in silent:
                skipped = item
                continue
            texts.append("") if item.tag not in INLINE else None
            texts[-1] += f" {item.get('alt')} " if item.get("alt") else ""
            texts[-1] += item.text or ""
        elif event != "start" and (skipped is None or skipped is item):
            skipped = None
            if item is not root:
                texts.append("") if item.tag not in INLINE else None
                texts[-1] += item.tail or ""
    return [" ".join(text.split()) for text in texts]
