"""Read Word files (.docx): mammoth for the text, and a count of our own for the numbers.

mammoth gets a copy in which every numbered paragraph carries its number as a bookmark; lists of its
own forget where they begin. Nothing outside the file is opened.
"""

from __future__ import annotations

import io
import posixpath
import re
import zipfile
from typing import TYPE_CHECKING
from urllib.parse import quote

from booklet.common.errors import ManuscriptError, Place
from booklet.common.words import words_of
from booklet.common.xhtml import name_set
from booklet.importers.archive import Archive
from booklet.importers.document import Document, Heading, Paragraph
from booklet.importers.files import refuse_endless
from booklet.importers.headings import LONGEST_TITLE, may_be_title
from booklet.importers.html_blocks import read_html
from booklet.importers.inlines import has_call, plain_text
from booklet.importers.losses import Loss, LossKind
from booklet.importers.web_page import parse_html
from booklet.importers.word_lists import mark_numbers, paragraphs_of, with_lists
from booklet.importers.word_numbering import Numbering, attribute, local_name
from booklet.importers.word_parts import Preparation, text_of
from booklet.importers.word_tables import mark_table_heads

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lxml.etree import _Element
    from mammoth.documents import Image

    from booklet.importers.document import Block

_STYLES = """
p[style-name='Title'] => h1.title:fresh
p[style-name='Subtitle'] => p.subtitle:fresh
p[style-name='Quote'] => blockquote > p:fresh
p[style-name='Intense Quote'] => blockquote > p:fresh
p[style-name='Block Text'] => blockquote > p:fresh
p[style-name='Source Code'] => pre:separator('\\n')
p[style-name='HTML Preformatted'] => pre:separator('\\n')
p[style-name='Plain Text'] => p:fresh
p[style-name='Definition Term'] => dl > dt:fresh
p[style-name='Definition'] => dl > dd:fresh
r[style-name='Verbatim Char'] => code
r[style-name='HTML Code'] => code
highlight => mark
"""
_SHOWN = name_set("image/png image/jpeg image/gif image/svg+xml image/webp")
"""Kinds of pictures that a booklet can show."""

_LARGEST_PART = 60_000_000
_LOOKED_AT = 3
"""Blocks at the start in which a heading, or else the first paragraph of a text, is looked for."""

_NOTES = ("footnote", "endnote")


def read_word(path: str, content: bytes) -> tuple[Document, ...]:
    """Read a Word file as one document.

    Args:
        path: of the file, for messages.
        content: all of it.

    Raises:
        ManuscriptError: when it cannot be read.
    """
    return (_WordFile(path, content).read(),)


class _WordFile:
    """A Word file, while it is read."""

    def __init__(self, path: str, content: bytes) -> None:
        self.path = path
        self.archive = Archive(path, content)
        self.parts: dict[str, str] = {}
        main = [name for name, kind in self._related("", "_rels/.rels") if kind == "officeDocument"]
        self.main = main[0] if main else "word/document.xml"
        folder, name = posixpath.split(self.main)
        relations = f"{folder}/_rels/{name}.rels"
        self.targets = dict(self._targets(folder, relations))
        self.parts = {kind: target for target, kind in self._related(folder, relations)}
        self.words: list[str] = []
        self.losses: list[Loss] = []

    def read(self) -> Document:
        document = self._part(self.main)
        if document is None or not any(local_name(item) == "body" for item in document):
            raise self._broken()
        styles = self._part("styles")
        numbering = Numbering(self._part("numbering"), styles)
        changed = {self.main: document}
        for kind in _NOTES:
            part = self._part(f"{kind}s")
            if part is not None:
                changed[self.parts[f"{kind}s"]] = part
        places = {item: n for n, item in enumerate(paragraphs_of(document), 1)}
        self._read_comments(document, places)
        self._read_headers()
        notes = {kind: self._note_ids(kind) for kind in _NOTES}
        for name, part in changed.items():
            preparation = Preparation(self._has_picture if name == self.main else lambda _: False)
            preparation.prepare(part)
            self.losses += preparation.losses
            self.words += [loss.text for loss in preparation.losses]
            _drop_lost_calls(part, notes)
            self.words.append(_text_of_part(part))
        refuse_endless(sum(map(len, self.words)), self.path)
        mark_numbers(document, numbering)
        mark_table_heads(document, styles)
        read = read_html(with_lists(parse_html(self._convert(changed), self.path)))
        # What mammoth has numbered itself is no word of the file.
        losses = [loss for loss in read.losses if loss.kind is not LossKind.NUMBERING]
        title, blocks = _take_title(read.blocks)
        return Document(
            path=self.path,
            title=title,
            blocks=blocks,
            notes=read.notes,
            words=words_of("\n".join(self.words)),
            losses=(*losses, *self.losses),
            unit="paragraph",
        )

    # --- The parts of the package (ECMA-376, Part 2) ----------------------------------------------

    def _part(self, name: str) -> _Element | None:
        """Parse a part, by its path or by what it is to the document."""
        from lxml import etree  # noqa: PLC0415 - only what imports needs it

        content = self.archive.read(self.parts.get(name, name)) if name else None
        if content is None:
            return None
        if len(content) > _LARGEST_PART:
            size, most = len(content) // 1_000_000, _LARGEST_PART // 1_000_000
            raise ManuscriptError(
                f"the Word file has {size} MB of text without its pictures, and {most} MB are the "
                "most that are read",
                hint="Save the part that you want as a file of its own.",
                place=Place(self.path),
            )
        if b"<!DOCTYPE" in content[:2_000]:
            raise self._broken()
        parser = etree.XMLParser(
            resolve_entities=False, no_network=True, load_dtd=False, huge_tree=True
        )
        try:
            return etree.fromstring(content, parser)
        except etree.XMLSyntaxError as error:
            raise self._broken() from error

    def _relations(self, name: str) -> Iterator[_Element]:
        root = self._part(name)
        yield from (item for item in (root if root is not None else ()))

    def _related(self, folder: str, name: str) -> Iterator[tuple[str, str]]:
        for item in self._relations(name):
            if attribute(item, "TargetMode") != "External":
                kind = attribute(item, "Type").rpartition("/")[2]
                yield _entry(folder, attribute(item, "Target")), kind

    def _targets(self, folder: str, name: str) -> Iterator[tuple[str, str]]:
        for item in self._relations(name):
            is_inside = attribute(item, "TargetMode") != "External"
            target = attribute(item, "Target")
            yield attribute(item, "Id"), _entry(folder, target) if is_inside else ""

    def _has_picture(self, relation: str) -> bool:
        return self.targets.get(relation, "") in self.archive.names

    def _note_ids(self, kind: str) -> set[str]:
        part = self._part(f"{kind}s")
        return {attribute(item, "id") for item in (part if part is not None else ())}

    def _broken(self) -> ManuscriptError:
        return ManuscriptError(
            "the Word file is broken, or is none",
            hint="Open it in Word, save it under another name as .docx, and import that.",
            place=Place(self.path),
        )

    # --- What does not come along -----------------------------------------------------------------

    def _read_comments(self, document: _Element, places: dict[_Element, int]) -> None:
        part = self._part("comments") if "comments" in self.parts else None
        if part is None:
            return
        calls: dict[str, int] = {}
        for item in document.iter("*"):
            if local_name(item) in {"commentReference", "commentRangeStart"}:
                paragraph = next((one for one in item.iterancestors() if one in places), None)
                if paragraph is not None:
                    calls.setdefault(attribute(item, "id"), places[paragraph])
        for comment in part:
            text = " ".join(text_of(comment).split())
            if text:
                place = calls.get(attribute(comment, "id"), 0)
                self.losses.append(Loss(LossKind.COMMENT, text, place))
                self.words.append(text)

    def _read_headers(self) -> None:
        for name in dict.fromkeys(self.targets.values()):
            if re.search(r"(?:^|/)(?:header|footer)\d*\.xml$", name):
                part = self._part(name)
                text = " ".join(text_of(part).split()) if part is not None else ""
                if text:
                    self.losses.append(Loss(LossKind.HEADER, text))
                    self.words.append(text)

    # --- mammoth ----------------------------------------------------------------------------------

    def _convert(self, changed: dict[str, _Element]) -> str:
        """Have mammoth make HTML of a copy whose parts were prepared, with no picture in it."""
        import mammoth  # noqa: PLC0415 - only Word files need it
        from lxml import etree  # noqa: PLC0415 - and so here

        written = {name: etree.tostring(part) for name, part in changed.items()}
        left_out = {self.parts.get("numbering"), self.parts.get("comments"), "mammoth/style-map"}
        packed = io.BytesIO()
        with zipfile.ZipFile(packed, "w") as copy:
            for name in self.archive.names:
                if name not in left_out:
                    is_text = name.endswith((".xml", ".rels"))
                    content = written.get(name) or (self.archive.read(name) if is_text else b"")
                    copy.writestr(name, content or b"")
        try:
            html = mammoth.convert_to_html(
                packed,
                style_map=_STYLES,
                include_embedded_style_map=False,
                convert_image=mammoth.images.img_element(_name_picture),
            ).value
        except Exception as error:
            raise self._broken() from error
        # Lines are counted as paragraphs, for places.
        return re.sub(r"(</(?:p|h[1-6]|pre)>)", "\\1\n", html)


def _name_picture(image: Image) -> dict[str, str]:
    """Name a picture by its path in the file, from which it is taken when the chapter is written.

    One that no booklet can show is named by its kind.
    """
    if image.content_type not in _SHOWN:
        return {"src": f"data:{image.content_type},"}
    with image.open() as stream:
        return {"src": quote(stream.name)}


def _take_title(blocks: tuple[Block, ...]) -> tuple[str, tuple[Block, ...]]:
    """Take the first line for a title where no style says that it is one; many files have none."""
    first = blocks[0] if blocks else None
    near = blocks[1:_LOOKED_AT]
    has_text = any(
        isinstance(block, Paragraph) and len(plain_text(block.content).split()) > LONGEST_TITLE
        for block in near
    )
    has_heading = any(isinstance(block, Heading) for block in near)
    if not isinstance(first, Paragraph) or has_heading or not has_text:
        return "", blocks
    words = plain_text(first.content)
    is_title = may_be_title(words) and "\n" not in words and not has_call(first.content)
    return (words, blocks[1:]) if is_title else ("", blocks)


def _entry(folder: str, target: str) -> str:
    """Find the name in the archive that a relationship leads to; it never leads out of that."""
    path = target.lstrip("/") if target.startswith("/") else posixpath.join(folder, target)
    return posixpath.normpath(path)


def _text_of_part(part: _Element) -> str:
    """Take the text of a part without Word's own lines above the notes."""
    return "\n".join(
        text_of(item)
        for item in part
        if attribute(item, "type") not in {"separator", "continuationSeparator"}
    )


def _drop_lost_calls(part: _Element, notes: dict[str, set[str]]) -> None:
    """Drop calls of notes that are not in the file; mammoth would stop at them."""
    for item in list(part.iter("*")):
        kind = local_name(item).removesuffix("Reference")
        parent = item.getparent()
        is_call = kind in notes and kind != local_name(item)
        if is_call and parent is not None and attribute(item, "id") not in notes[kind]:
            parent.remove(item)
