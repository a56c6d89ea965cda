"""No finished file runs a program, loads anything, or leads anywhere but to web and telephone."""

from __future__ import annotations

import io
import zipfile
from typing import TYPE_CHECKING

import pikepdf
import pytest
from render_samples import link_alone, set_alone
from test_epub_make import made

from booklet.common.addresses import is_carried, may_be_linked
from booklet.common.errors import BugError, EpubError
from booklet.epub.sanitise import sanitise_document
from booklet.finished_files import find_in_epub, find_in_pdf, write_epub, write_pdf

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from conftest import Finished, MakeProject, Sample

LINKS = (
    "https://example.org/a?b=c#d",
    "HTTP://example.org",
    "mailto:a@example.org",
    "tel:+4412345",
    "#there",
    "two.xhtml#there",
    "../images/a.png",
    "",
)
TRAPS = (
    "javascript:go()",
    "JaVaScRiPt:go()",
    " java\tscript:go()",
    "\x01javascript:go()",
    "vbscript:go",
    "data:text/html,go",
    "file:///etc/passwd",
    "launch:calc.exe",
    "ftp://example.org",
    "//example.org/a.png",
    "\\\\server\\share",
    "/\\example.org",
    "blob:x",
)


@pytest.mark.parametrize("address", LINKS)
def test_what_a_link_may_say(address: str) -> None:
    assert may_be_linked(address)


@pytest.mark.parametrize("address", TRAPS)
def test_what_no_link_may_say(address: str) -> None:
    assert not may_be_linked(address)
    assert not is_carried(address)


def test_web_pages_are_linked_but_never_loaded() -> None:
    assert not is_carried("https://example.org/a.png")
    assert is_carried("data:image/png;base64,AAAA")
    assert not is_carried("data:image/svg+xml,<svg/>")


def page(body: str, head: str = "", prologue: str = "<!DOCTYPE html>") -> str:
    return (
        f'{prologue}<html xmlns="http://www.w3.org/1999/xhtml" '
        'xmlns:epub="http://www.idpf.org/2007/ops" xmlns:xlink="http://www.w3.org/1999/xlink">'
        f"<head><title>T</title>{head}</head><body>{body}<p>Kept</p></body></html>"
    )


HARM = {
    "script": page("<script>go()</script>"),
    "script-in-svg": page('<svg xmlns="http://www.w3.org/2000/svg"><script>go()</script></svg>'),
    "handler": page('<p ONCLICK="go()">a</p>'),
    "javascript": page('<a href="java&#10;script:go()">a</a>'),
    "file": page('<a href="file:///etc/go()">a</a>'),
    "picture": page('<img src="https://go()/a.png" alt=""/>'),
    "picture-set": page('<img src="a.png" srcset="//go() 2x" alt=""/>'),
    "svg-picture": page(
        '<svg xmlns="http://www.w3.org/2000/svg"><image xlink:href="//go()/a.png"/></svg>'
    ),
    "use": page('<svg xmlns="http://www.w3.org/2000/svg"><use href="//go()/#a"/></svg>'),
    "foreign": page(
        '<svg xmlns="http://www.w3.org/2000/svg"><foreignObject><iframe '
        'xmlns="http://www.w3.org/1999/xhtml" src="go()"/></foreignObject></svg>'
    ),
    "frame": page('<iframe src="https://go()"/>'),
    "object": page('<object data="go()"/>'),
    "form": page('<form action="https://go()"><input name="a"/></form>'),
    "film": page('<video poster="//go()"><source src="//go()"/></video>'),
    "style": page("", '<style>p { background: url("//go()/a.png") }</style>'),
    "style-import": page("", '<style><b/>@import "//go()";</style>'),
    "style-halves": page("", '<style>@im@import;port "//go()";</style>'),
    "style-attribute": page("<p style=\"background: image-set('//go()' 1x)\">a</p>"),
    "style-escape": page('<p style="background: u\\72 l(//go())">a</p>'),
    "sheet": page("", '<link rel="stylesheet" href="https://go()/a.css"/>'),
    "refresh": page("", '<meta http-equiv="refresh" content="0;url=//go()"/>'),
    "base": page("", '<base href="https://go()/"/>'),
    "instruction": page("", prologue='<?xml-stylesheet href="//go()"?><!DOCTYPE html>'),
    "document-type": page("", prologue='<!DOCTYPE html SYSTEM "http://go()/a.dtd">'),
    "unknown": page('<x:y xmlns:x="urn:x" href="go()">go()</x:y>'),
}


@pytest.mark.parametrize("document", HARM.values(), ids=HARM)
def test_a_document_loses_what_may_not_stand_in_an_ebook(document: str) -> None:
    sanitised, removed = sanitise_document(document, "a.xhtml")
    assert removed
    assert "go()" not in sanitised
    assert "<p>Kept</p>" in sanitised
    assert sanitise_document(sanitised, "a.xhtml") == (sanitised, ())


def test_a_document_that_does_nothing_of_the_kind_stays_as_it_is() -> None:
    document = page(
        '<section epub:type="chapter" style="color: red"><a href="https://example.org">a</a>'
        '<img src="images/a.png" alt="x"/>'
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 1 1"><title>t</title>'
        '<use href="#a"/></svg></section>',
        "<style>@media print { p { background: url(a.png) } }</style>",
    )
    assert sanitise_document(document, "a.xhtml") == (document, ())


def test_a_document_that_is_not_well_formed_is_refused() -> None:
    with pytest.raises(EpubError, match=r"'a\.xhtml' is not well-formed"):
        sanitise_document("<html><body></html>", "a.xhtml")


LAYOUT = """{% extends "ebook/base.html" %}{% block body %}
<section id="cover" epub:type="cover"><script>go()</script>
<img src="https://www.example.org/a.png" alt=""/><a href="javascript:go()">Go</a></section>
{% endblock %}"""
PRINTED = """{% extends "print/base.html" %}{% block body %}
<a href="javascript:go()">a</a><a href="file:///etc/passwd">b</a><a href="launch:go">c</a>
<p class="trap">d</p><a rel="attachment" href="data:text/html,go()">e</a>
<p>Back</p>{% endblock %}"""


@pytest.mark.slow
def test_layouts_from_anybody_give_files_that_do_nothing(
    make_project: MakeProject, run_booklet: Callable[..., Finished]
) -> None:
    project = make_project(
        {
            "chapters/01-one.md": "# One\n\nText.\n",
            "layouts/ebook/cover.html": LAYOUT,
            "layouts/ebook/custom.css": '@import "https://www.example.org/a.css";',
            "layouts/print/back-cover.html": PRINTED,
            "layouts/print/custom.css": '.trap { link: url("javascript:go()") }',
        }
    )
    finished = run_booklet("all", "--project", project)
    assert finished.code == 0, finished.err
    for words in ("[E702]", "<script>", "@import", "[T603]", "[T612]"):
        assert words in finished.err
    for address in ("javascript:go()", "file:///etc/passwd", "launch:go", "data:text/html,go()"):
        assert f"a link to '{address}' is left out" in finished.err
    files = sorted((project / "out").iterdir())
    assert [file.suffix for file in files] == [".pdf", ".pdf", ".epub"]
    for file in files:
        find = find_in_epub if file.suffix == ".epub" else find_in_pdf
        assert list(find(file.read_bytes())) == []
    strict = run_booklet("epub", "--project", project, "--strict")
    assert strict.code != 0


@pytest.mark.slow
def test_our_own_files_pass(sample: Sample) -> None:
    assert list(find_in_pdf(sample.pdf.read_bytes())) == []
    assert list(find_in_epub(sample.epub.read_bytes())) == []


def changed(pdf: bytes, change: Callable[[pikepdf.Pdf], object]) -> bytes:
    written = io.BytesIO()
    with pikepdf.open(io.BytesIO(pdf)) as opened:
        change(opened)
        opened.save(written)
    return written.getvalue()


def act(action: str) -> Callable[[pikepdf.Pdf], object]:
    def change(pdf: pikepdf.Pdf) -> None:
        pdf.Root["/OpenAction"] = pikepdf.Object.parse(action.encode())

    return change


@pytest.mark.parametrize(
    "change",
    [
        act("<</S /JavaScript /JS (go\\(\\))>>"),
        act("<</S /Launch /F (calc.exe)>>"),
        act("<</S /URI /URI (javascript:go\\(\\))>>"),
        act("<</S /SubmitForm /F (https://example.org)>>"),
        act("<</S /GoTo /D [0 /Fit] /Next <</S /URI /URI (file:///a)>>>>"),
        lambda pdf: pdf.attachments.__setitem__("a.txt", b"a"),
        lambda pdf: pdf.pages[0].obj.__setitem__("/AA", pikepdf.Dictionary()),
        lambda pdf: pdf.pages[0].Annots.append(  # an annotation that is no object of its own
            pikepdf.Object.parse(b"<</Subtype /Link /A <</S /J#61vaScript /J#53 (go\\(\\))>>>>")
        ),
    ],
)
def test_a_pdf_that_does_something_is_never_written(
    tmp_path: Path, change: Callable[[pikepdf.Pdf], object]
) -> None:
    good = link_alone(set_alone('<p id="a">Text <a href="https://example.org">link</a></p>'))
    assert list(find_in_pdf(good)) == []
    with pytest.raises(BugError, match="a finished file holds"):
        write_pdf(tmp_path / "a.pdf", changed(good, change))
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("EPUB/evil.xhtml", HARM["script"]),
        ("EPUB/evil.css", "@import '//evil';"),
        ("EPUB/evil.svg", '<svg xmlns="http://www.w3.org/2000/svg"><script>go()</script></svg>'),
    ],
)
def test_an_ebook_that_does_something_is_never_written(
    tmp_path: Path, name: str, content: str
) -> None:
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w") as archive:
        for known, stored in {**made(), name: content.encode()}.items():
            archive.writestr(known, stored)
    with pytest.raises(BugError, match="a finished file holds"):
        write_epub(tmp_path / "a.epub", written.getvalue())
    assert list(tmp_path.iterdir()) == []


def test_an_ebook_may_hold_a_drawing_that_carries_a_picture(tmp_path: Path) -> None:
    picture = '<image href="data:image/png;base64,iVBORw0K"/>'
    drawing = f'<svg xmlns="http://www.w3.org/2000/svg">{picture}</svg>'
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w") as archive:
        for known, stored in {**made(), "EPUB/a.svg": drawing.encode()}.items():
            archive.writestr(known, stored)
    write_epub(tmp_path / "a.epub", written.getvalue())
    assert (tmp_path / "a.epub").exists()
