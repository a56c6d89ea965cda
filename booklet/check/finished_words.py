"""Take the words out of finished pages and e-books, by other means than they were made with."""

from __future__ import annotations

import io
import re
import zipfile
from functools import partial
from hashlib import sha256
from typing import TYPE_CHECKING
from xml.etree import ElementTree as ET

from booklet.common.cache import remember
from booklet.common.words import words_of
from booklet.common.xhtml import name_set

if TYPE_CHECKING:
    from collections.abc import Container, Iterable, Mapping

    from booklet.common.cache import Cache
    from booklet.common.page_map import PageMap
    from booklet.scheduling.typeset_book import TypesetBook

_INLINE = name_set(
    "a abbr b bdi bdo cite code del dfn em i ins kbd mark q ruby s samp small span strong sub sup "
    "u var wbr"
)
_HYPHEN_AT_LINE_END = re.compile("[\ufffe\x02]\\s*|-\r?\n")
"""PDFium writes U+0002 for a hyphen that it takes for one between the halves of a word."""

_HALF_WORD = re.compile("(\\w+)[\ufffe\x02]\\s*(?=(.?))", re.DOTALL)

_WORD_AND_FIGURE = re.compile(r"([^\W\d_]+)(\d{1,4})")
"""A word and the number of the footnote that is called behind it."""


def words_on_pages(pages: TypesetBook, cache: Cache | None = None) -> Mapping[str, tuple[str, ...]]:
    """Read the words on the pages of each division with PDFium, which drew none of them.

    Args:
        pages: finished.
        cache: keeps the words of divisions; those whose pages are as they were are not read again.
    """
    keys = _digest_divisions(pages) if cache else {}
    kept = {name: cache.get(key, tuple) for name, key in keys.items()} if cache else {}
    known = {name: words for name, words in kept.items() if words is not None}
    wanted = {page.division for page in pages.page_map.pages} - known.keys()
    new = _read_pages(pages.pdf, pages.page_map, wanted) if wanted else {}
    if cache:
        for name in new.keys() & keys.keys():
            cache.put(keys[name], new[name])
    return {**known, **new}


def _digest_divisions(pages: TypesetBook) -> Mapping[str, str]:
    """Make a key of all that the text on each division's pages follows from, by its name.

    Fonts are those of the whole book; of what they say of glyphs, a division reads only its own.
    """
    from booklet.weasy.embed_fonts import unite  # noqa: PLC0415 - slow, and pages are set already

    letters = {use.symbol: use.to_unicode for use in unite(pages.fragments)}
    digests: dict[str, str] = {}
    for fragment in pages.fragments:
        content = fragment.content
        drawn = [
            (use.symbol, {glyph: letters[use.symbol][glyph] for glyph in use.to_unicode})
            for use in fragment.fonts
        ]
        own = repr((content.section, content.shared, content.pages, content.elements, drawn))
        before = digests.get(fragment.name, "words on pages")
        digests[fragment.name] = f"{before} {sha256(own.encode()).hexdigest()}"
    return digests


def _read_pages(
    pdf: bytes, page_map: PageMap, divisions: Container[str]
) -> Mapping[str, tuple[str, ...]]:
    texts: dict[str, list[str]] = {}
    wanted = [i for i, page in enumerate(page_map.pages) if page.division in divisions]
    for index, text in zip(wanted, _texts_of_pages(pdf, wanted), strict=True):
        texts.setdefault(page_map.pages[index].division, []).append(text)
    return {name: _words_of_pages(pages) for name, pages in texts.items()}


def words_of_pdf(pdf: bytes) -> tuple[str, ...]:
    """Read the words on all pages of a file with PDFium."""
    return _words_of_pages(_texts_of_pages(pdf))


def _texts_of_pages(pdf: bytes, wanted: Iterable[int] | None = None) -> list[str]:
    """Read the text of pages, all or those with these indices, and what is said of drawings."""
    import pypdfium2  # noqa: PLC0415 - large, only needed here

    texts: list[str] = []
    document = pypdfium2.PdfDocument(pdf)
    try:
        for index in range(len(document)) if wanted is None else wanted:
            page = document[index]
            text = page.get_textpage()
            texts.append("\n".join((text.get_text_bounded(), *_descriptions_on(page.raw))))
            text.close()
            page.close()
    finally:
        document.close()
    return texts


def _words_of_pages(texts: Iterable[str]) -> tuple[str, ...]:
    pages: list[str] = []
    for text in texts:
        half = ""
        if pages and text[:1].islower():
            pages[-1], half = _take_half_word(pages[-1])
        pages.append(half + text)
    return _words_in(_HYPHEN_AT_LINE_END.sub("", "\n".join(pages)))


def _take_half_word(page: str) -> tuple[str, str]:
    """Take the first half of a word from a page that ends inside of it.

    Behind it stands what is below or above the page's text: a note, a running head.
    """
    for match in reversed([*_HALF_WORD.finditer(page)]):
        half, after = match.groups()
        if not (after.islower() or half.isupper()):
            start, end = match.span()
            return f"{page[:start]}\n{page[end:]}", half
    return page, ""


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


def words_in_epub(epub: bytes, cache: Cache | None = None) -> Mapping[str, tuple[str, ...]]:
    """Read the words of each document of an e-book, by its file name.

    Args:
        epub: the file.
        cache: keeps the words of documents.
    """
    words = {}
    with zipfile.ZipFile(io.BytesIO(epub)) as archive:
        for name in archive.namelist():
            if name.endswith(".xhtml"):
                document = archive.read(name)
                key = f"words in document {sha256(document).hexdigest()}"
                read = partial(_words_in_document, document)
                words[name.rpartition("/")[2]] = remember(cache, key, tuple, read)
    return words


def _words_in_document(document: bytes) -> tuple[str, ...]:
    return _words_in(_text_of(_body_of(document)))


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
