"""Take the words out of finished pages and e-books, by other means than they were made with."""

from __future__ import annotations

import io
import re
import zipfile
from typing import TYPE_CHECKING
from xml.etree import ElementTree as ET

from booklet.check.completeness import words_of
from booklet.common.xhtml import name_set

if TYPE_CHECKING:
    from collections.abc import Mapping

    from booklet.common.page_map import PageMap

_INLINE = name_set(
    "a abbr b bdi bdo cite code del dfn em i ins kbd mark q ruby s samp small span strong sub sup "
    "u var wbr"
)
_HYPHEN_AT_LINE_END = re.compile("[\ufffe\x02]\\s*|-\r?\n")
"""PDFium writes U+0002 for a hyphen that it takes for one between the halves of a word."""

_WORD_AND_FIGURE = re.compile(r"([^\W\d_]+)(\d{1,4})")
"""A word and the number of the footnote that is called behind it."""


def words_on_pages(pdf: bytes, page_map: PageMap) -> Mapping[str, tuple[str, ...]]:
    """Read the words on the pages of each division with PDFium, which drew none of them.

    Args:
        pdf: the finished file.
        page_map: which division each page belongs to.
    """
    import pypdfium2  # noqa: PLC0415 - large, only needed here

    texts: dict[str, list[str]] = {}
    document = pypdfium2.PdfDocument(pdf)
    try:
        for index, printed in enumerate(page_map.pages):
            page = document[index]
            text = page.get_textpage()
            texts.setdefault(printed.division, []).append(text.get_text_bounded())
            texts[printed.division] += _descriptions_on(page.raw)
            text.close()
            page.close()
    finally:
        document.close()
    return {
        name: _words_in(_HYPHEN_AT_LINE_END.sub("", "\n".join(pages)))
        for name, pages in texts.items()
    }


def _descriptions_on(page: object) -> list[str]:
    """Read the alternate descriptions on a page (ISO 32000-1, 14.9.3): charts say their numbers.

    In a chart, numbers stand where they belong and not in their order: where two of them are in one
    place, a reader of text finds one.
    """
    import ctypes  # noqa: PLC0415 - only needed here

    from pypdfium2 import raw  # noqa: PLC0415 - as above

    found: list[str] = []

    def visit(item: object) -> None:
        length = raw.FPDF_StructElement_GetAltText(item, None, 0)
        if length:
            buffer = ctypes.create_string_buffer(length)
            raw.FPDF_StructElement_GetAltText(item, buffer, length)
            found.append(buffer.raw.decode("utf-16-le").rstrip("\0"))
        for index in range(raw.FPDF_StructElement_CountChildren(item)):
            if child := raw.FPDF_StructElement_GetChildAtIndex(item, index):
                visit(child)

    tree = raw.FPDF_StructTree_GetForPage(page)
    if tree:
        for index in range(raw.FPDF_StructTree_CountChildren(tree)):
            visit(raw.FPDF_StructTree_GetChildAtIndex(tree, index))
        raw.FPDF_StructTree_Close(tree)
    return found


def words_in_epub(epub: bytes) -> Mapping[str, tuple[str, ...]]:
    """Read the words of each document of an e-book, by its file name."""
    with zipfile.ZipFile(io.BytesIO(epub)) as archive:
        return {
            name.rpartition("/")[2]: _words_in(_text_of(_body_of(archive.read(name))))
            for name in archive.namelist()
            if name.endswith(".xhtml")
        }


def words_on_page(html: bytes) -> Mapping[str, tuple[str, ...]]:
    """Read the words of each section of a web page that has an id, inner sections included."""
    import tinyhtml5  # type: ignore[import-untyped]  # noqa: PLC0415 - only needed here

    page = tinyhtml5.parse(html, namespace_html_elements=False)
    return {
        section.get("id", ""): _words_in(_text_of(section))
        for section in page.iter("section")
        if section.get("id")
    }


def _words_in(text: str) -> tuple[str, ...]:
    found = ((word, _WORD_AND_FIGURE.fullmatch(word)) for word in words_of(text))
    return tuple(part for word, match in found for part in (match.groups() if match else (word,)))


def _body_of(document: bytes) -> ET.Element:
    root = ET.fromstring(document)  # noqa: S314 - our own file, made and looked through before
    return next((item for item in root.iter() if item.tag.endswith("}body")), root)


def _text_of(root: ET.Element) -> str:
    """Read the text of an element; only blocks part words."""
    parts: list[str] = []

    def read(item: ET.Element) -> None:
        gap = "" if str(item.tag).rpartition("}")[2] in _INLINE else " "
        parts.extend((gap, item.text or ""))
        for child in item:
            read(child)
            parts.append(child.tail or "")
        parts.append(gap)

    read(root)
    return "".join(parts)
