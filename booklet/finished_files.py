"""Write finished PDFs, e-books and web pages, after a last look at what is in them.

Whatever may not be in a finished file has been taken out before, where it could be named. This
reads the finished file itself, and refuses to write one that runs a program, loads anything, or
leads anywhere but to the web, e-mail and telephone: that would be a fault of the program.
"""

# ruff: noqa: PLC0415 - what one kind of file needs is not imported for another

from __future__ import annotations

import io
import re
import zipfile
from typing import TYPE_CHECKING

from booklet.common import xhtml
from booklet.common.addresses import is_carried, may_be_linked
from booklet.common.errors import BugError
from booklet.common.outputs import write_output

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    import pikepdf

_RUNNING_KEYS = ("/AA", "/JS", "/XFA", "/EmbeddedFiles", "/RichMediaContent", "/Launch")
"""Keys of what runs, or carries other files (ISO 32000-1, 12.6.3, 12.6.4.16, 12.7.8, 7.11.4)."""

_SUSPECT = re.compile(
    rb"/(?:A(?! << (?:(?!/S )[^<>(]|\([^<>()]*\))*>>)"
    rb"|AA|JS|XFA|EmbeddedFiles|RichMediaContent|Launch|OpenAction)(?![^\s/<\[(])"
)
"""What may hold an action, as qpdf writes it; an `/A` without `/S` has a structure's attributes."""

_FRAMES = xhtml.name_set("base embed form frame iframe object")
_ADDRESSES = xhtml.name_set("action data formaction href poster src srcset")
_GOING_TO = "/GoTo"
_TO_ADDRESS = "/URI"


def write_pdf(path: Path, pdf: bytes, *, is_checked: bool = False) -> None:
    """Write a finished PDF.

    Args:
        path: where to.
        pdf: its content.
        is_checked: whether all that is in it has been through `check_pdf` before, with others.

    Raises:
        BugError: when it holds what no finished file may hold.
        OutputError: when it cannot be written.
    """
    if not is_checked:
        check_pdf(path.name, pdf)
    write_output(path, pdf)


def check_pdf(name: str, pdf: bytes) -> None:
    """Take a last look at a finished PDF.

    Args:
        name: for the report of a fault.
        pdf: its content.

    Raises:
        BugError: when it holds what no finished file may hold.
    """
    _refuse(name, list(find_in_pdf(pdf)))


def write_epub(path: Path, epub: bytes) -> None:
    """Write a finished e-book; errors are those of `write_pdf`."""
    _refuse(path.name, list(find_in_epub(epub)))
    write_output(path, epub)


def write_page(path: Path, html: bytes) -> None:
    """Write a finished page for browsers; errors are those of `write_pdf`."""
    _refuse(path.name, list(find_in_page(html)))
    write_output(path, html)


def find_in_pdf(pdf: bytes) -> Iterator[str]:
    """Find what may not be in a finished PDF: every action but links (ISO 32000-1, 12.6)."""
    import pikepdf

    with pikepdf.open(io.BytesIO(pdf)) as opened:
        for value in opened.objects:
            # Most objects are told by their names, which qpdf writes without escapes.
            if _SUSPECT.search(value.unparse(resolved=True)):
                yield from _judge(value)


def find_in_epub(epub: bytes) -> Iterator[str]:
    """Find what may not be in a finished e-book: scripts, and whatever comes from outside."""
    from booklet.common.safe_css import sanitise_stylesheet
    from booklet.epub.sanitise import sanitise_document
    from booklet.manuscript.drawings import clean_drawing

    with zipfile.ZipFile(io.BytesIO(epub)) as archive:
        for name in archive.namelist():
            kind = name.rpartition(".")[2]
            if kind in {"xhtml", "ncx"}:
                yield from sanitise_document(archive.read(name).decode(), name)[1]
            elif kind == "css":
                yield from sanitise_stylesheet(archive.read(name).decode(), is_carried)[1]
            elif kind == "svg":
                yield from clean_drawing(archive.read(name), _as_it_is).left_out


def _as_it_is(picture: bytes) -> tuple[str, bytes]:
    """Keep a picture that a drawing carries; what it is does not matter here."""
    return "image/png", picture


def find_in_page(html: bytes) -> Iterator[str]:
    """Find what may not be in a page that is one file: other scripts, anything from outside."""
    import tinyhtml5  # type: ignore[import-untyped] # the library has no types

    from booklet.common.safe_css import sanitise_stylesheet
    from booklet.web.self_contained import SCRIPT

    page = tinyhtml5.parse(html, namespace_html_elements=False)
    for item in page.iter():
        name = str(item.tag).rpartition("}")[2]
        if name in _FRAMES or (name == "script" and item.text != SCRIPT):
            yield f"<{name}>"
        elif name == "style":
            yield from sanitise_stylesheet(item.text or "", _is_in_page)[1]
        for key, value in item.attrib.items():
            attribute = key.rpartition("}")[2]
            judge = may_be_linked if name == "a" else _is_in_page
            if attribute.startswith("on"):
                yield attribute
            elif attribute in _ADDRESSES and not judge(value):
                yield value[:60]


def _is_in_page(address: str) -> bool:
    return address.startswith(("#", "data:image/", "data:font/", "data:,"))


def _judge(value: pikepdf.Object) -> Iterator[str]:
    """Judge an object and what is written inside it, which is no object of its own (7.3.10)."""
    import pikepdf

    if isinstance(value, pikepdf.Array):
        inner = list(value.as_list())
    elif isinstance(value, pikepdf.Dictionary | pikepdf.Stream):
        inner = list(value.as_dict().values())
        yield from (key for key in _RUNNING_KEYS if key in value)
        yield from _judge_actions(value)
    else:
        return
    for one in inner:
        if isinstance(one, pikepdf.Object) and not one.is_indirect:
            yield from _judge(one)


def _judge_actions(value: pikepdf.Object) -> Iterator[str]:
    import pikepdf

    for key in ("/A", "/OpenAction"):
        action = value.get(key)
        if isinstance(action, pikepdf.Dictionary) and "/S" in action:
            kind = bytes(action.S).decode("latin-1")
            address = bytes(action.get("/URI", pikepdf.String(""))).decode("latin-1")
            is_link = kind == _TO_ADDRESS and may_be_linked(address)
            if not (is_link or kind == _GOING_TO) or "/Next" in action:
                yield f"the action {kind} {address}".strip()


def _refuse(name: str, found: list[str]) -> None:
    if found:
        error = RuntimeError(f"a finished file holds {', '.join(found[:5])}")
        raise BugError.during(f"checking '{name}'", error)
