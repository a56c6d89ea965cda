"""Read Markdown of other programs: Obsidian, Notion, Google Docs. Most of it stays as it is. Pure.

What a chapter cannot have is changed in place; the dialect of chapters understands the rest.
"""

from __future__ import annotations

import datetime as dt
import re
from pathlib import PurePosixPath
from typing import TYPE_CHECKING
from urllib.parse import unquote

from booklet.common.words import words_of
from booklet.importers.document import Document, Status, Verbatim
from booklet.importers.ledger import words_of_chapter
from booklet.importers.losses import Loss, LossKind
from booklet.manuscript.source import read_source

if TYPE_CHECKING:
    from collections.abc import Callable

_HEADING = re.compile(
    r"#[ \t]+(?P<words>[^\n]+?)[ \t]*#*[ \t]*(?:\n|$)|(?P<under>[^\n#>-][^\n]*)\n=+[ \t]*(?:\n|$)"
)
_NOTION_NAME = re.compile(r"\s[0-9a-f]{32}$")
_NOTION_FACT = re.compile(r"(?P<name>[A-Z][\w /-]{0,30}): (?P<value>[^\n]*)\n")
_DATE = re.compile(
    r"^(?:date|created|date created|published|publish_date):\s*[\"']?(\d{4}-\d\d-\d\d)",
    re.IGNORECASE | re.MULTILINE,
)
_PICTURE = re.compile(
    r"!\[(?P<alt>(?:\\.|[^\]\\])*)\]\(\s*(?P<address><[^<>\n]*>|[^\s()]*(?:\([^\s()]*\)[^\s()]*)*)"
    r"(?P<title>\s+(?:\"(?:\\.|[^\"\\])*\"|'(?:\\.|[^'\\])*'))?\s*\)(?:\{[^{}\n]*\})?"
    r"|!\[\[(?P<wiki>[^\]|\n]+)(?:\|(?P<label>[^\]\n]*))?\]\]"
    r"|!\[(?P<alt2>[^\]\n]*)\]\[(?P<reference>[^\]\n]+)\]"
)
_DEFINITION = re.compile(
    r"^ {0,3}\[(?P<label>[^\]\n]+)\]:\s*<?(?P<address>data:image/[^>\s]+)>?[ \t]*$", re.MULTILINE
)
_NOT_PICTURES = re.compile(
    r"\.(?:md|pdf|mp[34]|m4a|mov|wav|canvas|excalidraw)(?:#.*)?$", re.IGNORECASE
)
_BOLD_HEADING = re.compile(r"^(#{1,6}[ \t]+)\*\*((?:[^*\n]|\*(?!\*))+)\*\*[ \t]*$", re.MULTILINE)
_FENCE = re.compile(r"^ {0,3}(`{3,}|~{3,})", re.MULTILINE)


def read_markdown(path: str, text: str) -> tuple[Document, ...]:
    """Read a Markdown file as one document; its metadata are taken as a chapter's are."""
    source = read_source(path, "import", text)
    stem = PurePosixPath(path.replace("\\", "/")).stem
    is_notion = _NOTION_NAME.search(stem) is not None
    body = source.body.strip("\n")
    words = list(words_of_chapter(body, path))
    losses: list[Loss] = []
    title, line = source.metadata.title, source.first_line
    heading = _HEADING.match(body)
    if heading is not None:
        said = _plain(heading["words"] or heading["under"])
        if not title or words_of(said) == words_of(title):
            if title:
                losses.append(Loss(LossKind.REPEATED, said, line))
            title = title or said
            line += body.count("\n", 0, heading.end())
            body = body[heading.end() :].lstrip("\n")
    if source.metadata.title:
        words = [*words_of(title), *words]
    date = source.metadata.date or _date_in(text[: source.body_start])
    tags = source.metadata.tags
    if is_notion:
        body, date, tags = _without_facts(body, date, tags, losses, line)
    body = _BOLD_HEADING.sub(r"\1\2", body)
    return (
        Document(
            path=path,
            title=title,
            blocks=(Verbatim(body.strip("\n"), line),) if body.strip() else (),
            words=tuple(words),
            losses=tuple(losses),
            author=source.metadata.author,
            date=date,
            tags=tags,
            language=source.metadata.language,
            status=Status.DRAFT if source.metadata.draft else Status.PUBLISHED,
        ),
    )


def _plain(words: str) -> str:
    """Take emphasis and escapes out of a heading."""
    bare = re.sub(r"\*\*|__|(?<!\w)[*_]|[*_](?!\w)|`", "", re.sub(r"\\(\W)", "\ue000\\1", words))
    return " ".join(bare.replace("\ue000", "").split())


def _date_in(metadata: str) -> dt.date | None:
    found = _DATE.search(metadata)
    try:
        return dt.date.fromisoformat(found[1]) if found else None
    except ValueError:
        return None


def _without_facts(
    body: str, date: dt.date | None, tags: tuple[str, ...], losses: list[Loss], line: int
) -> tuple[str, dt.date | None, tuple[str, ...]]:
    """Take Notion's lines of properties off the top of a page."""
    end = 0
    while found := _NOTION_FACT.match(body, end):
        losses.append(Loss(LossKind.PAGE, found[0].strip(), line, "a property of the page"))
        name, value = found["name"].lower(), found["value"]
        if name in {"tags", "category", "categories"}:
            tags = (*tags, *(tag.strip() for tag in value.split(",") if tag.strip()))
        end = found.end()
        line += 1
    return body[end:].lstrip("\n"), date, tags


def map_pictures(
    markdown: str, place: Callable[[str, str, str], str | None]
) -> tuple[str, tuple[Loss, ...]]:
    """Put each picture of a text where the chapter finds it.

    Args:
        markdown: a text.
        place: gets a picture's address, its description and its caption, and gives the path from
            the chapter; None when there is no such picture.

    Returns:
        The text, and the words of the pictures that are not there.
    """
    data = {found["label"].lower(): found["address"] for found in _DEFINITION.finditer(markdown)}
    losses: list[Loss] = []

    def put(found: re.Match[str]) -> str:
        description, caption = found["alt"] or found["alt2"] or "", (found["title"] or "").strip()
        if found["wiki"]:
            address = found["wiki"].strip()
            if _NOT_PICTURES.search(address):
                return found[0]
        elif found["reference"]:
            address = data.get(found["reference"].lower(), "")
            if not address:
                return found[0]
        else:
            address = found["address"].strip("<>")
        path = place(unquote(address), description, caption[1:-1])
        if path is None:
            losses.append(
                Loss(LossKind.PICTURE, f"{description} {caption}".strip(), 0, address[:200])
            )
            shown = address[:200].replace("--", "%2D%2D").replace(">", "%3E")
            return f"<!-- A picture belongs here: {shown} -->"
        return f"![{description}]({path}{' ' + caption if caption else ''})"

    pieces, end, fence = [], 0, ""
    for found in _FENCE.finditer(markdown):  # what stands in code stays
        if not fence:
            pieces.append(_PICTURE.sub(put, markdown[end : found.start()]))
            end, fence = found.start(), found[1]
        elif found[1].startswith(fence):
            pieces.append(markdown[end : found.end()])
            end, fence = found.end(), ""
    pieces.append(markdown[end:] if fence else _PICTURE.sub(put, markdown[end:]))
    written = _DEFINITION.sub("", "".join(pieces)) if data else "".join(pieces)
    return re.sub(r"\n{3,}", "\n\n", written).strip("\n") if data else written, tuple(losses)
