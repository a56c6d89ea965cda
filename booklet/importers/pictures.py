"""Put the pictures of imported texts beside the chapters. Pure: bytes in, bytes out."""

from __future__ import annotations

import base64
import binascii
import hashlib
import re
from dataclasses import dataclass, replace
from pathlib import PurePosixPath
from typing import TYPE_CHECKING
from urllib.parse import unquote, urlsplit

from booklet.common.file_names import portable_name, to_ascii
from booklet.importers.document import Definition, Figure, List, Quote, Verbatim
from booklet.importers.inlines import plain_text
from booklet.importers.losses import Loss, LossKind
from booklet.importers.markdown_text import map_pictures
from booklet.manuscript.pictures import LARGEST_FILE

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from booklet.importers.document import Block, Document

FOLDER = "images"
"""Beside the chapters."""

_KINDS = (
    (b"\x89PNG\r\n\x1a\n", ".png"),
    (b"\xff\xd8\xff", ".jpg"),
    (b"GIF8", ".gif"),
    (b"<svg", ".svg"),
)
_LONGEST_STEM = 50
_DATA = re.compile(r"data:image/[\w.+-]+;base64,(?P<content>[A-Za-z0-9+/=\s]*)")


@dataclass(frozen=True, slots=True)
class PictureFile:
    """A picture beside the chapters: its name in the folder, and its bytes."""

    name: str
    content: bytes


def place_pictures(
    document: Document, find: Callable[[str], bytes | None], taken: Mapping[str, bytes]
) -> tuple[Document, tuple[PictureFile, ...]]:
    """Find the pictures of a text, and name their files.

    Args:
        document: a text whose pictures have the addresses of their source.
        find: gives the content of the file that an address means; None when there is none. It is
            not asked for pictures that stand in the text itself.
        taken: the pictures that are beside the chapters already, by name.

    Returns:
        The text with paths from the chapter; what is not there is listed as a loss. And the
        pictures.
    """
    placing = _Placing(find, taken)
    blocks = placing.place(document.blocks)
    notes = tuple(replace(note, blocks=placing.place(note.blocks)) for note in document.notes)
    placed = replace(document, blocks=blocks, notes=notes)
    return placed.losing(*placing.losses), tuple(placing.files.values())


class _Placing:
    def __init__(self, find: Callable[[str], bytes | None], taken: Mapping[str, bytes]) -> None:
        self.find = find
        self.taken = taken
        self.files: dict[str, PictureFile] = {}
        self.losses: list[Loss] = []

    def place(self, blocks: Sequence[Block]) -> tuple[Block, ...]:
        placed: list[Block] = []
        for block in blocks:
            if isinstance(block, Figure):
                placed.append(self._figure(block))
            elif isinstance(block, List):
                items = tuple(self.place(item) for item in block.items)
                placed.append(replace(block, items=items))
            elif isinstance(block, Quote | Definition):
                placed.append(replace(block, blocks=self.place(block.blocks)))
            elif isinstance(block, Verbatim):
                text, losses = map_pictures(block.markdown, self._path_in_markdown)
                self.losses += losses
                placed.append(replace(block, markdown=text))
            else:
                placed.append(block)
        return tuple(placed)

    def _figure(self, figure: Figure) -> Figure:
        path = self._path(figure.address)
        if path is None:
            words = f"{figure.description} {plain_text(figure.caption)}".strip()
            shown = figure.address[:300]
            if shown.startswith("data:"):  # such as Windows' own drawings in Word files
                kind = re.split("[;,]", shown.removeprefix("data:"))[0]
                shown = f"a picture of the kind {kind or 'unknown'}: save it as PNG"
            self.losses.append(Loss(LossKind.PICTURE, words, figure.line, shown))
            return replace(figure, address=shown)
        return replace(figure, address=path, is_there=True)

    def _path_in_markdown(self, address: str, _description: str, _caption: str) -> str | None:
        return self._path(address)

    def _path(self, address: str) -> str | None:
        carried = _DATA.fullmatch(address)
        if carried is not None:
            content, stem = _decoded(carried["content"]), "picture"
        elif address.startswith("data:"):
            return None
        else:
            content, stem = self.find(address), _stem_of(address)
        suffix = _suffix_of(content or b"")
        if content is None or not suffix or len(content) > LARGEST_FILE:
            return None
        name = self._free_name(stem, suffix, content)
        self.files[name] = PictureFile(name, content)
        return f"{FOLDER}/{name}"

    def _free_name(self, stem: str, suffix: str, content: bytes) -> str:
        """Name a picture after its file; another one of that name gets a part of its digest."""
        name = f"{stem}{suffix}"
        known = self.files[name].content if name in self.files else self.taken.get(name)
        if known is None or known == content:
            return name
        return f"{stem}-{hashlib.sha256(content).hexdigest()[:8]}{suffix}"


def _decoded(content: str) -> bytes | None:
    if len(content) > LARGEST_FILE * 3 // 2:
        return None
    try:
        return base64.b64decode(content)
    except (binascii.Error, ValueError):
        return None


def _suffix_of(content: bytes) -> str:
    if content[:4] == b"RIFF" and content[8:12] == b"WEBP":
        return ".webp"
    start = content[:2000].lstrip(b"\xef\xbb\xbf \t\r\n")
    if start.startswith(b"<?xml") and b"<svg" in start:
        return ".svg"
    return next((suffix for mark, suffix in _KINDS if start.startswith(mark)), "")


def _stem_of(address: str) -> str:
    try:
        path = unquote(urlsplit(address).path)
    except ValueError:
        path = ""
    stem = PurePosixPath(path.replace("\\", "/")).stem
    words = re.findall(r"[a-z0-9]+", to_ascii(stem).lower())
    name = "-".join(words)[:_LONGEST_STEM].strip("-") or "picture"
    return portable_name(name)
