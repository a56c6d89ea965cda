"""Recognise what an imported file is by its content. Touches no file.

A name says little: exports are called `.txt`, and web pages that were saved end in anything.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import Enum, auto
from pathlib import PurePosixPath

from booklet.common.errors import ManuscriptError, Place
from booklet.importers.archive import Archive
from booklet.manuscript.decoding import NotTextError, decode

LARGEST_FILE = 200_000_000
"""Bytes of a file that is read at all."""

LARGEST_TEXT = 5_000_000
"""Characters of one text: ten long novels."""

_LOOKED_AT = 4_000
_FEW = 500
"""Bytes of a text among which one may be a zero, which no text has."""

_CHARSET = re.compile(rb"""<(?:meta\b[^>]*charset|\?xml\b[^>]*encoding)\s*=\s*["']?\s*([\w.:-]+)""")
_HTML = re.compile(
    r"<!doctype\s+html|<(?:html|head|body|p|div|h[1-6]|ul|ol|table|article|blockquote|figure|br|span"
    r"|strong|em|b|i|a)\b[^<>]*>",
    re.IGNORECASE,
)
_MARKDOWN = re.compile(
    r"^(?:#{1,6} \S|>\s?\S|```|~~~|\|.*\||\[\^[^\]]+\]:|---$)|\]\([^)\s]+\)|\[\[[^\]]+\]\]|\*\*\S",
    re.MULTILINE,
)
_MARKDOWN_SUFFIXES = frozenset((".md", ".markdown", ".mdown", ".mkd"))
_READABLE = frozenset((".xml", ".wxr", ".html", ".htm", ".xhtml", ".docx", ".txt"))


class Kind(Enum):
    """What a file is read as."""

    WORDPRESS = auto()
    WORD = auto()
    HTML = auto()
    MARKDOWN = auto()
    TEXT = auto()
    ARCHIVE = auto()


@dataclass(frozen=True, slots=True)
class ImportedFile:
    """A file whose text is wanted.

    Attributes:
        path: as it was named, or as it is called inside its archive.
        content: all of it.
        beside: what lies in the same archive, by path; pictures are looked for there.
        has_folder: whether it was read from its own folder, where pictures may lie beside it.
    """

    path: str
    content: bytes
    beside: Archive | None = None
    has_folder: bool = True

    @property
    def suffix(self) -> str:
        """The ending of its name, in small letters."""
        return PurePosixPath(self.path.replace("\\", "/")).suffix.lower()


def recognise(file: ImportedFile) -> Kind:
    """Tell what a file is.

    Raises:
        ManuscriptError: when it is nothing that can be read; the hint says how to save it.
    """
    content = file.content
    _refuse_others(file)
    if content.startswith(b"PK\x03\x04"):
        return _kind_of_archive(file)
    head = decode_text(file)[:_LOOKED_AT]
    if re.search(r"<rss\b|<!-- generator=\"WordPress|wordpress\.org/export/|<wp:", head):
        return Kind.WORDPRESS
    if file.suffix in _MARKDOWN_SUFFIXES:
        return Kind.MARKDOWN
    if _HTML.search(head) and (file.suffix != ".txt" or len(_HTML.findall(head)) > 1):
        is_page = head.lstrip().startswith("<") or len(_HTML.findall(head)) > 2  # noqa: PLR2004 - more than one element
        return Kind.HTML if is_page else Kind.MARKDOWN
    return Kind.MARKDOWN if _MARKDOWN.search(head) else Kind.TEXT


def decode_text(file: ImportedFile) -> str:
    """Turn a file into text, by its own word on its encoding where UTF-8 is wrong.

    Raises:
        ManuscriptError: when it is no text.
    """
    declared = _CHARSET.search(file.content[:_LOOKED_AT])
    if declared is not None:
        try:
            file.content.decode("utf-8")
        except UnicodeDecodeError:
            name = declared[1].decode("ascii", "replace").lower()
            if name not in {"utf-8", "utf8", "us-ascii", "iso-8859-1", "latin1", "windows-1252"}:
                try:
                    return file.content.decode(name).replace("\r\n", "\n")
                except (LookupError, UnicodeDecodeError):
                    pass
    zeros = file.content.count(0)
    is_text = zeros and zeros * _FEW < len(file.content)  # a database's rubbish; UTF-16 has half
    try:
        return decode(file.content.replace(b"\0", b"") if is_text else file.content).text
    except NotTextError as error:
        raise ManuscriptError(
            "the file is no text that can be read",
            hint="What can be imported: an export of WordPress (.xml), Word (.docx), saved web "
            "pages (.html), plain text and Markdown.",
            place=Place(file.path),
        ) from error


def refuse_endless(length: int, path: str, *, largest: int = LARGEST_TEXT) -> None:
    """Refuse a text that no booklet could hold, before hours go by.

    Args:
        length: of the text, in characters.
        path: of its file.
        largest: that may be read.

    Raises:
        ManuscriptError: when it is longer.
    """
    if length > largest:
        raise ManuscriptError(
            f"the text has {length:,} characters, and {largest:,} are the most that are read",
            hint="Save or export the part that you want as a file of its own; WordPress exports "
            "the posts of some months alone.",
            place=Place(path),
        )


def _kind_of_archive(file: ImportedFile) -> Kind:
    names = Archive(file.path, file.content).names
    if any(name.lower() == "word/document.xml" for name in names) or (
        "[Content_Types].xml" in names and any(name.startswith("word/") for name in names)
    ):
        return Kind.WORD
    if "mimetype" in names and any(name == "content.xml" for name in names):
        raise _save_as_word(file.path, "an OpenDocument file", "LibreOffice")
    if any(name.startswith("Index/") or name == "Index.zip" for name in names):
        raise _save_as_word(file.path, "a Pages document", "Pages")
    if any(name.startswith(("ppt/", "xl/")) for name in names):
        kind = "a presentation" if any(name.startswith("ppt/") for name in names) else "a table"
        raise ManuscriptError(
            f"the file is {kind} of Microsoft Office, which has no running text",
            hint="Copy its text into a Word file, and import that.",
            place=Place(file.path),
        )
    return Kind.ARCHIVE


def texts_in(file: ImportedFile) -> tuple[ImportedFile, ...]:
    """Take the texts out of an archive, such as an export that was zipped.

    Raises:
        ManuscriptError: when there is none, or the archive cannot be unpacked.
    """
    archive = Archive(file.path, file.content)
    found = []
    for name in archive.names:
        parts = PurePosixPath(name).parts
        is_hidden = any(re.match(r"\.[^.]|__MACOSX", part) for part in parts)
        suffix = PurePosixPath(name).suffix.lower()
        if suffix in _READABLE | _MARKDOWN_SUFFIXES and not is_hidden:
            found.append(ImportedFile(name, archive.read(name) or b"", archive))
    if not found:
        raise ManuscriptError(
            "the archive has no text in it that can be read",
            hint="It should hold an export of WordPress (.xml), web pages, Markdown or Word files.",
            place=Place(file.path),
        )
    return tuple(sorted(found, key=lambda one: one.path))


def _refuse_others(file: ImportedFile) -> None:
    """Say how to save what is no text: PDF, old Word files and their like."""
    content = file.content
    if not content.strip():
        raise ManuscriptError(
            "the file is empty", hint="Save or export it again.", place=Place(file.path)
        )
    if content.startswith(b"%PDF"):
        raise ManuscriptError(
            "the file is a PDF: pages that are finished, whose text has lost its order",
            hint="Open the file it was made from, and save that as .docx. If there is none, Word "
            "opens a PDF and can save it as .docx; read it through afterwards.",
            place=Place(file.path),
        )
    if content.startswith(b"\xd0\xcf\x11\xe0"):
        raise _save_as_word(file.path, "an old Word file (.doc), or one with a password", "Word")
    if content.startswith(b"{\\rtf"):
        raise _save_as_word(file.path, "an RTF file", "Word or LibreOffice")
    if content.startswith(b"bplist"):
        raise ManuscriptError(
            "the file is a web archive of Safari",
            hint="Save the page again with the format 'Page Source', and import that.",
            place=Place(file.path),
        )


def _save_as_word(path: str, what: str, program: str) -> ManuscriptError:
    menu = "File, Export To, Word" if program == "Pages" else "File, Save As, Word (.docx)"
    return ManuscriptError(
        f"the file is {what}, which cannot be read here",
        hint=f"Open it in {program}, choose {menu}, and import the new file.",
        place=Place(path),
    )
