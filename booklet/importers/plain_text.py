"""Read plain text: paragraphs, typed lists, and where one post ends and the next begins. Pure."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from booklet.common.words import words_of
from booklet.importers.boilerplate import ends_post
from booklet.importers.document import Document, Paragraph, Text
from booklet.importers.headings import TYPED_POINT, may_be_title
from booklet.importers.inlines import plain_text

if TYPE_CHECKING:
    from collections.abc import Sequence

_WRAPPED_AT = 100
"""Characters; where no line is longer, lines that follow each other are one wrapped paragraph."""


def read_plain_text(path: str, text: str) -> tuple[Document, ...]:
    """Read the posts of a text.

    Args:
        path: of the file, for messages.
        text: with single line ends.

    Returns:
        One document for each post: where several were pasted one after another, the line under each
        of them ("Posted in … | Leave a comment") tells where the next begins.
    """
    paragraphs = _paragraphs(text.split("\n"))
    posts: list[list[Paragraph]] = [[]]
    for paragraph in paragraphs:
        posts[-1].append(paragraph)
        if len(posts[-1]) > 1 and ends_post(plain_text(paragraph.content)):
            posts.append([])
    if not posts[-1] or all(ends_post(plain_text(one.content)) for one in posts[-1]):
        rest = posts.pop()
        if posts:
            posts[-1] += rest
        else:
            posts = [rest]
    return tuple(_post(path, post) for post in posts if post)


def _post(path: str, paragraphs: Sequence[Paragraph]) -> Document:
    words = words_of("\n".join(plain_text(one.content) for one in paragraphs))
    first = plain_text(paragraphs[0].content).strip()
    is_title = len(paragraphs) > 1 and may_be_title(first)
    return Document(
        path=path,
        title=first.lstrip("# ") if is_title else "",
        blocks=tuple(paragraphs[is_title:]),
        words=words,
    )


def _paragraphs(lines: Sequence[str]) -> list[Paragraph]:
    """Join the lines of each paragraph.

    Pasted text has a paragraph on each line; mail and typewritten text break lines where they are
    full, and have blank lines between paragraphs.
    """
    is_wrapped = max((len(line) for line in lines), default=0) <= _WRAPPED_AT and any(
        not line.strip() for line in lines
    )
    paragraphs: list[tuple[int, str]] = []
    follows = False
    for number, line in enumerate(lines, 1):
        words = re.sub(r"[\s\x00-\x1f]+", " ", line).strip()
        if not words:
            follows = False
            continue
        if follows and is_wrapped and not TYPED_POINT.match(line):
            first, before = paragraphs[-1]
            paragraphs[-1] = (first, f"{before} {words}")
        else:
            paragraphs.append((number, words))
        follows = True
    return [Paragraph((Text(words),), line) for line, words in paragraphs]
