"""Read an imported file, whatever it is: the one place that knows all readers."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from booklet.importers.archive import Archive
from booklet.importers.document import NO_BLOG, Blog
from booklet.importers.files import (
    ImportedFile,
    Kind,
    decode_text,
    recognise,
    refuse_endless,
    texts_in,
)
from booklet.importers.markdown_text import read_markdown
from booklet.importers.plain_text import read_plain_text
from booklet.importers.web_page import read_web_page
from booklet.importers.word import read_word
from booklet.importers.wordpress import read_wordpress

if TYPE_CHECKING:
    from collections.abc import Callable

    from booklet.importers.document import Document
    from booklet.importers.export_xml import Damage
    from booklet.importers.losses import LeftOut


@dataclass(frozen=True, slots=True)
class Reading:
    """What a file holds.

    Attributes:
        documents: its texts, in the order of the file.
        is_blog: whether a blog's software has added lines of its own.
        blog: what is known of the blog.
        left_out: what is no text, such as menus.
        file: beside which, or in whose archive, its pictures lie.
        damages: where an export is broken.
    """

    documents: tuple[Document, ...]
    is_blog: bool
    file: ImportedFile
    blog: Blog = NO_BLOG
    left_out: tuple[LeftOut, ...] = ()
    damages: tuple[Damage, ...] = ()


def read_file(
    file: ImportedFile, progress: Callable[[str, int, int], None] | None = None
) -> tuple[Reading, ...]:
    """Read a file, or each file of an archive.

    Args:
        file: to be read.
        progress: is called after each text of an export: its title, its number, how many there are.

    Raises:
        ManuscriptError: when it cannot be read; the hint says how to save it instead.
    """
    match recognise(file):
        case Kind.ARCHIVE:
            return tuple(
                reading
                for inner in texts_in(file)
                if recognise(inner) is not Kind.ARCHIVE
                for reading in read_file(inner, progress)
            )
        case Kind.WORD:
            inside = ImportedFile("document.docx", b"", Archive(file.path, file.content))
            return (Reading(read_word(file.path, file.content), is_blog=False, file=inside),)
        case Kind.WORDPRESS:
            export = read_wordpress(file.path, decode_text(file), progress)
            return (
                Reading(
                    export.documents,
                    is_blog=True,
                    file=file,
                    blog=export.blog,
                    left_out=export.left_out,
                    damages=export.damages,
                ),
            )
        case Kind.HTML:
            return (Reading(read_web_page(file.path, decode_text(file)), is_blog=True, file=file),)
        case Kind.MARKDOWN:
            return (Reading(read_markdown(file.path, _short(file)), is_blog=False, file=file),)
        case _:
            return (Reading(read_plain_text(file.path, _short(file)), is_blog=True, file=file),)


def _short(file: ImportedFile) -> str:
    text = decode_text(file)
    refuse_endless(len(text), file.path)
    return text
