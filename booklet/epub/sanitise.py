"""Sanitise an e-book: what its documents and styles may not do is taken out, and told.

Chapters are made safe when they are read, but layouts may come from anybody as well. Whatever a
document was made from, here it is parsed as a reading system would parse it, and judged by what
stands in it: no script, nothing from outside the book, no link but to web, e-mail and telephone.
"""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING
from xml.etree import ElementTree as ET

from booklet.common import xhtml
from booklet.common.addresses import is_carried, may_be_linked
from booklet.common.errors import EpubError, Finding, Place, Severity
from booklet.common.safe_css import sanitise_style, sanitise_stylesheet
from booklet.common.xhtml import MATHML, OPS, SVG, name_set
from booklet.epub.content import STYLESHEET
from booklet.epub.cover import about_missing_signs
from booklet.markup.safety import MATHML_TAGS, SVG_TAGS, TAGS, WITHOUT_CONTENT

if TYPE_CHECKING:
    from collections.abc import Iterable

    from booklet.epub.content import EbookContent

_XHTML = "http://www.w3.org/1999/xhtml"
_NCX = "http://www.daisy.org/z3986/2005/ncx/"
_ELEMENTS = {
    _XHTML: TAGS
    | name_set("address body head header hgroup footer html link main meta nav style title"),
    SVG: SVG_TAGS
    | name_set("filter image metadata style switch view")
    | name_set("feBlend feOffset"),
    MATHML: MATHML_TAGS | name_set("annotation"),
    _NCX: name_set(
        "audio content docAuthor docTitle head meta navInfo navLabel navList navMap navPoint "
        "navTarget ncx pageList pageTarget text"
    ),
}
"""What a document of an e-book is made of, by namespace; `title` counts as text here."""

_FORBIDDEN_ATTRIBUTES = name_set(
    "action archive autofocus background base classid code codebase data formaction http-equiv "
    "lowsrc manifest ping poster profile srcdoc srcset"
)
"""Attributes that load, run or send something (HTML, index of attributes, and older versions)."""

_LINKS = frozenset({f"{{{_XHTML}}}a", f"{{{SVG}}}a"})
_ADDRESSES = name_set("cite href longdesc src")
_PROLOGUE = re.compile(r"<!DOCTYPE(?!\s+html\s*>)|<\?(?!xml\s)", re.IGNORECASE)


def finish_content(content: EbookContent) -> tuple[EbookContent, tuple[Finding, ...]]:
    """Take everything out of an e-book that may not stand in one.

    Args:
        content: made from the book and the project's layouts.

    Returns:
        The content, unchanged where there was nothing to take out, a finding for each file, and
        one for a cover with signs that the book's typefaces lack.

    Raises:
        EpubError: when a document is not well-formed.
    """
    findings: list[Finding] = []
    documents = []
    for document in content.documents:
        sanitised, removed = sanitise_document(document.xhtml, document.file_name)
        documents.append(replace(document, xhtml=sanitised) if removed else document)
        findings += _findings(document.file_name, removed)
    ncx, removed = sanitise_document(content.ncx, "contents.ncx")
    findings += _findings("contents.ncx", removed)
    stylesheet, removed_styles = sanitise_stylesheet(content.stylesheet, is_carried)
    findings += _findings(STYLESHEET, removed_styles)
    if findings:
        content = replace(content, documents=tuple(documents), ncx=ncx, stylesheet=stylesheet)
    if content.cover.missing_signs:
        findings.append(about_missing_signs(content.cover.missing_signs))
    return content, tuple(findings)


def sanitise_document(
    document: str, file_name: str, *, more: frozenset[str] = frozenset()
) -> tuple[str, tuple[str, ...]]:
    """Take out of a document what may not stand in an e-book.

    Args:
        document: XHTML, or the NCX.
        file_name: to name it by.
        more: elements of HTML that may stand in this document as well.

    Returns:
        The document, unchanged when there was nothing to take out, and what was.

    Raises:
        EpubError: when it is not well-formed XML.
    """
    root = parse_document(document, file_name)
    removed = ["a document type or an instruction of its own"] if _PROLOGUE.search(document) else []
    strangers = [item for item in root.iter() if item is not root and not _is_allowed(item, more)]
    removed += (f"<{item.tag.rpartition('}')[2]}>" for item in strangers)
    xhtml.replace_all(root, {item: _kept_of(item) for item in strangers})
    for item in root.iter():
        if item.tag in {f"{{{_XHTML}}}style", f"{{{SVG}}}style"}:
            style, loading = sanitise_stylesheet("".join(item.itertext()), is_carried)
            item[:] = []
            item.text = style
            removed += loading
        removed += _sanitise_attributes(item)
    return (_written(root) if removed else document), tuple(removed)


def parse_document(document: str, file_name: str) -> ET.Element:
    """Read a document as a reading system would.

    Raises:
        EpubError: when it is not well-formed XML.
    """
    try:
        # Our own templates declare no entities; what a project's declare is not written again.
        return ET.fromstring(document)  # noqa: S314 - see above
    except ET.ParseError as error:
        raise EpubError(
            f"'{file_name}' is not well-formed XHTML: {error}",
            hint="If your project has templates of its own under layouts/ebook, close every "
            "element in them and write &#160; for &nbsp;. Otherwise please report this.",
            place=Place(f"layouts/ebook ({file_name})", error.position[0]),
        ) from error


def _is_allowed(item: ET.Element, more: frozenset[str]) -> bool:
    namespace, _, name = item.tag.removeprefix("{").rpartition("}")
    is_known = name in _ELEMENTS.get(namespace, ()) or (namespace == _XHTML and name in more)
    return is_known and not (name == "meta" and "http-equiv" in item.attrib)


def _kept_of(stranger: ET.Element) -> tuple[()] | None:
    """Keep what stands in an element of HTML that may not be there, unless it is no text."""
    namespace, _, name = stranger.tag.removeprefix("{").rpartition("}")
    return None if namespace == _XHTML and name not in WITHOUT_CONTENT else ()


def _sanitise_attributes(item: ET.Element) -> list[str]:
    removed: list[str] = []
    for key, value in list(item.items()):
        name = key.rpartition("}")[2].lower()
        if name == "style":
            style, loading = sanitise_style(value, is_carried)
            item.set(key, style)
            removed += loading
        elif name.startswith("on") or name in _FORBIDDEN_ATTRIBUTES:
            removed.append(f"'{name}'")
            del item.attrib[key]
        elif name in _ADDRESSES:
            judge = may_be_linked if item.tag in _LINKS or name == "cite" else is_carried
            if not judge(value):
                removed.append(f"the address '{value.strip()[:60]}'")
                del item.attrib[key]
    return removed


def _written(root: ET.Element) -> str:
    """Write a document again, with the declarations that its parts may need."""
    for item in root.iter():
        item.tag = item.tag.removeprefix(f"{{{_XHTML}}}")
    if root.tag == "html":
        prefixes = {"xmlns": _XHTML, "xmlns:epub": OPS}
        root.attrib.update({**prefixes, **root.attrib})
    head = '<?xml version="1.0" encoding="utf-8"?>\n'
    return (
        f"{head}<!DOCTYPE html>\n{xhtml.serialise(root)}\n"
        if root.tag == "html"
        else (f"{head}{xhtml.serialise(root)}\n")
    )


def _findings(file_name: str, removed: Iterable[str]) -> list[Finding]:
    parts = list(dict.fromkeys(removed))
    if not parts:
        return []
    more = " …" if len(parts) > 5 else ""  # noqa: PLR2004 - enough to find the others
    return [
        Finding(
            "E702",
            Severity.WARNING,
            f"parts of '{file_name}' are left out of the e-book: {', '.join(parts[:5])}{more}",
            "An e-book runs no program, shows nothing from elsewhere, and links only to web pages "
            "(https, http), e-mail and telephone numbers. Take it out of the project's layouts.",
            Place("layouts/ebook"),
        )
    ]
