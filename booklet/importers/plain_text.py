"""Read plain text: paragraphs, typed lists, pasted tables, where posts end and begin. Pure."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from booklet.common.words import words_of
from booklet.importers.boilerplate import ends_post
from booklet.importers.document import Document, Paragraph, Table, Text
from booklet.importers.headings import TYPED_POINT, may_be_title
from booklet.importers.inlines import plain_text

if TYPE_CHECKING:
    from collections.abc import Sequence

    from booklet.importers.document import Block

_WRAPPED_AT = 100
"""Characters; where no line is longer, lines that follow each other are one wrapped paragraph."""

_MARK = re.compile(r"\s*(?:[^\w\s]{1,2}|\(?[^\W_]{1,4}[.)]|[a-z])\t")
"""What a word processor parts from a point of a list with a tab: a bullet, a letter, a number."""


def read_plain_text(path: str, text: str) -> tuple[Document, ...]:
    """Read the posts of a text.

    Args:
        path: of the file, for messages.
        text: with single line ends.

    Returns:
        One document for each post: where several were pasted one after another, the line under each
        of them ("Posted in … | Leave a comment") tells where the next begins.
    """
    posts: list[list[Block]] = [[]]
    for block in _blocks(text.split("\n")):
        posts[-1].append(block)
        if len(posts[-1]) > 1 and ends_post(_words_in(block)):
            posts.append([])
    if not posts[-1] or all(ends_post(_words_in(one)) for one in posts[-1]):
        rest = posts.pop()
        if posts:
            posts[-1] += rest
        else:
            posts = [rest]
    return tuple(_post(path, post) for post in posts if post)


def _post(path: str, blocks: Sequence[Block]) -> Document:
    words = words_of("\n".join(map(_words_in, blocks)))
    first = _words_in(blocks[0]).strip()
    is_title = len(blocks) > 1 and isinstance(blocks[0], Paragraph) and may_be_title(first)
    return Document(
        path=path,
        title=first.lstrip("# ") if is_title else "",
        blocks=tuple(blocks[is_title:]),
        words=words,
    )


def _words_in(block: Block) -> str:
    if isinstance(block, Table):
        return "\n".join(plain_text(cell) for row in block.rows for cell in row)
    return plain_text(block.content) if isinstance(block, Paragraph) else ""


def _blocks(lines: Sequence[str]) -> list[Block]:
    """Find tables, whose cells word processors part with tabs, and the paragraphs between them."""
    is_wrapped = max(map(len, lines), default=0) <= _WRAPPED_AT and not all(map(str.strip, lines))
    found: list[Block] = []
    rest = begun = 0
    while begun < len(lines):
        rows = _rows(lines, begun)
        if rows:
            found += _paragraphs(lines, rest, begun, is_wrapped=is_wrapped)
            has_head = all(rows[0]) and not any(map(str.isdigit, "".join(rows[0])))
            cells = tuple(tuple((Text(cell),) if cell else () for cell in row) for row in rows)
            found.append(Table(cells, has_head, line=begun + 1))
            begun = rest = begun + len(rows)
        else:
            begun += 1
    return [*found, *_paragraphs(lines, rest, len(lines), is_wrapped=is_wrapped)]


def _rows(lines: Sequence[str], begin: int) -> list[list[str]]:
    """Read the rows of a table that begins with a line; none where it is no table."""
    rows: list[list[str]] = []
    for number in range(begin, len(lines)):
        line = lines[number]
        cells = [_one_line(cell) for cell in line.split("\t")]
        if len(list(filter(None, cells))) < (1 if rows else 2) or _MARK.match(line):
            break
        if rows and len(cells) != len(rows[0]):
            break
        rows.append(cells)
    return rows if len(rows) > 1 else []


def _one_line(text: str) -> str:
    return re.sub(r"[\s\x00-\x1f]+", " ", text).strip()


def _paragraphs(lines: Sequence[str], begin: int, end: int, *, is_wrapped: bool) -> list[Paragraph]:
    """Join the lines of each paragraph from one line to another.

    Pasted text has a paragraph on each line; mail and typewritten text break lines where they are
    full, and have blank lines between paragraphs.
    """
    paragraphs: list[tuple[int, str]] = []
    follows = False
    for number, line in enumerate(lines[begin:end], begin + 1):
        words = _one_line(re.sub(r"^\s*[o§Ø]\t", "• ", line))
        if not words:
            follows = False
            continue
        is_point = TYPED_POINT.match(line) or _MARK.match(line)
        if follows and is_wrapped and not is_point:
            first, before = paragraphs[-1]
            paragraphs[-1] = (first, f"{before} {words}")
        else:
            paragraphs.append((number, words))
        follows = True
    return [Paragraph((Text(words),), line) for line, words in paragraphs]
