"""The e-book as a whole: what is in it, in which order, and that it is the same every time."""

from __future__ import annotations

import io
import re
import zipfile
from dataclasses import replace
from typing import TYPE_CHECKING
from xml.etree import ElementTree as ET

import pytest
from epub_samples import pack, sample_book, sample_chapter
from hypothesis import given, settings
from hypothesis import strategies as st

from booklet.book import Book, BookPart
from booklet.common import xhtml
from booklet.common.errors import Finding, Severity

if TYPE_CHECKING:
    from pathlib import Path

XHTML = "{http://www.w3.org/1999/xhtml}"
OPF = "{http://www.idpf.org/2007/opf}"
DC = "{http://purl.org/dc/elements/1.1/}"
OPS = "{http://www.idpf.org/2007/ops}"


def unpack(content: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def made(book: Book | None = None) -> dict[str, bytes]:
    return unpack(pack(book or sample_book()))


def document(files: dict[str, bytes], name: str) -> ET.Element:
    return ET.fromstring(files[f"EPUB/{name}"])  # noqa: S314 - our own output


def lines(listed: ET.Element, depth: int = 0) -> list[str]:
    drawn = []
    for item in listed:
        link = item.find(f"{XHTML}a")
        assert link is not None
        drawn.append(f"{'  ' * depth}{''.join(link.itertext())} -> {link.get('href')}")
        inner = item.find(f"{XHTML}ol")
        if inner is not None:
            drawn += lines(inner, depth + 1)
    return drawn


def navigation(files: dict[str, bytes], kind: str) -> list[str]:
    for nav in document(files, "contents.xhtml").iter(f"{XHTML}nav"):
        if nav.get(f"{OPS}type") == kind:
            listed = nav.find(f"{XHTML}ol")
            assert listed is not None
            return lines(listed)
    return []


def test_the_package_holds_each_document_and_each_picture_once() -> None:
    assert sorted(made()) == [
        "EPUB/answers.xhtml",
        "EPUB/content.opf",
        "EPUB/contents.ncx",
        "EPUB/contents.xhtml",
        "EPUB/cover.xhtml",
        "EPUB/glossary.xhtml",
        "EPUB/how-to-use.xhtml",
        "EPUB/images/copy-of-map-3f2a9c.png",
        "EPUB/images/cover.png",
        "EPUB/imprint.xhtml",
        "EPUB/style.css",
        "EPUB/summer.xhtml",
        "EPUB/title-page.xhtml",
        "EPUB/trust.xhtml",
        "META-INF/container.xml",
        "mimetype",
    ]


def test_the_reading_order_runs_from_the_cover_to_the_glossary() -> None:
    package = document(made(), "content.opf")
    order = [item.get("idref") for item in package.iter(f"{OPF}itemref")]
    assert order == [
        "cover",
        "title-page",
        "imprint",
        "contents",
        "how-to-use",
        "chapter-trust",
        "chapter-summer",
        "answers",
        "glossary",
    ]


def test_the_contents_list_chapters_with_their_rules_and_sections_in_reading_order() -> None:
    assert navigation(made(), "toc") == [
        "How to use this booklet -> how-to-use.xhtml",
        "Trust & <partnership> -> trust.xhtml",
        "  Values -> trust.xhtml#trust-rule-1",
        "  Context -> trust.xhtml#trust-rule-2",
        "  Around the table -> trust.xhtml#trust-around-the-table",
        "Summer -> summer.xhtml",
        "  Reflect -> summer.xhtml#summer-rule-1",
        "Answers -> answers.xhtml",
        "Glossary -> glossary.xhtml",
    ]


def test_landmarks_lead_to_cover_contents_text_and_back_matter() -> None:
    assert navigation(made(), "landmarks") == [
        "Cover -> cover.xhtml",
        "Contents -> contents.xhtml#toc",
        "Start of the text -> trust.xhtml",
        "Answers -> answers.xhtml",
        "Glossary -> glossary.xhtml",
    ]


def test_parts_have_title_pages_and_hold_their_chapters_in_the_contents() -> None:
    chapters = tuple(sample_chapter(slug, slug.title(), "<p>A word.</p>") for slug in "ab")
    parts = (BookPart("First", chapters[:1]), BookPart("Second", chapters[1:]))
    files = made(sample_book(chapters, parts=parts))
    assert navigation(files, "toc")[:4] == [
        "First -> part-1.xhtml",
        "  A -> a.xhtml",
        "Second -> part-2.xhtml",
        "  B -> b.xhtml",
    ]


def test_the_ncx_says_the_same_as_the_contents() -> None:
    files = made()
    ncx = document(files, "contents.ncx")
    name = "{http://www.daisy.org/z3986/2005/ncx/}"
    found = [
        f"{point.findtext(f'{name}navLabel/{name}text')} -> "
        f"{point.find(f'{name}content').get('src')}"  # type: ignore[union-attr]
        for point in ncx.iter(f"{name}navPoint")
    ]
    assert found == [line.strip() for line in navigation(files, "toc")]


def test_every_link_leads_to_an_id_that_is_there() -> None:
    files = made()
    documents = {
        name: document(files, name.removeprefix("EPUB/")) for name in files if "xhtml" in name
    }
    ids = {
        f"{name.removeprefix('EPUB/')}#{item.get('id')}"
        for name, root in documents.items()
        for item in root.iter()
        if item.get("id")
    }
    followed = 0
    for name, root in documents.items():
        for link in root.iter(f"{XHTML}a"):
            href = link.get("href", "https:")
            if href.startswith("https:"):
                continue
            target = f"{name.removeprefix('EPUB/')}{href}" if href.startswith("#") else href
            assert target in ids or f"EPUB/{target}" in files, (name, href)
            followed += 1
    assert followed > 15


def test_pictures_stand_on_white_so_that_black_lines_show_at_night() -> None:
    style = made()["EPUB/style.css"].decode()
    assert "img, svg { max-width: 100%; height: auto; background: #fff }" in style
    assert "svg { color: #000 }" in style


@pytest.mark.parametrize(
    ("findings", "said"),
    [
        ((), "Every picture is described in words."),
        (("K533",), "1 picture has no description in words."),
    ],
)
def test_a_drawing_in_the_text_is_described_by_its_own_title(
    findings: tuple[str, ...], said: str
) -> None:
    html = '<svg xmlns="http://www.w3.org/2000/svg" role="img"><title>A line</title></svg>'
    found = tuple(Finding(code, Severity.WARNING, "", "") for code in findings)
    chapter = sample_chapter("one", "One", f"<p>{html}</p>", findings=found)
    assert said in made(sample_book((chapter,)))["EPUB/content.opf"].decode()


def test_facilitators_material_and_lines_to_write_on_are_left_out() -> None:
    text = made()["EPUB/trust.xhtml"].decode()
    assert "facilitator" not in text
    assert "ruled-line" not in text


def test_the_same_book_gives_the_same_bytes() -> None:
    assert pack(sample_book()) == pack(sample_book())


def test_the_container_has_no_clock_and_opens_with_an_uncompressed_media_type() -> None:
    with zipfile.ZipFile(io.BytesIO(pack(sample_book()))) as archive:
        first, *others = archive.infolist()
    assert (first.filename, first.compress_type, first.extra) == ("mimetype", 0, b"")
    assert {entry.date_time for entry in [first, *others]} == {(1980, 1, 1, 0, 0, 0)}


FORCED = re.compile(
    r"(?<![-\w])(background(-color)?|color)\s*:\s*(?!inherit|none|#0f5257|#1d828a)\S"
)


def test_nothing_is_forced_on_running_text() -> None:
    style = re.sub(r"/\*.*?\*/", "", made()["EPUB/style.css"].decode(), flags=re.DOTALL)
    rules = re.findall(r"([^{}]+)\{([^{}]*)\}", style)
    assert not [
        (selector.strip(), said)
        for selector, said in rules
        if FORCED.search(said) and selector.strip() not in {"img, svg", "svg"}
    ]
    assert not re.search(r"font-family(?!: monospace)", style)
    assert not re.search(r"\d(px|pt|mm|cm)\b", style)
    for selector, said in rules:
        if selector.strip() in {"body", "p", "html"}:
            assert "font-size" not in said
            assert "line-height" not in said


@pytest.mark.slow
@settings(max_examples=25, deadline=None)
@given(
    st.text(st.characters(exclude_categories=["Cs"]), max_size=40),
    st.sampled_from(
        ["", "“Quotes” & <tags>", "🎉 Fête", "שלום עולם", "]]>", '"'],
    ),
)
def test_any_title_gives_wellformed_documents_that_say_it(odd: str, known: str) -> None:
    title = f"{known}{odd}"
    visible = "".join(filter(str.isprintable, odd))  # the settings refuse anything else
    chapter = sample_chapter("one", title, "<p>A word.</p>")
    chapter_files = made(
        sample_book((chapter,), title=title, subtitle=visible, author=(visible or "A",))
    )
    for name, content in chapter_files.items():
        if name.endswith((".xhtml", ".opf", ".ncx", ".xml")):
            ET.fromstring(content)  # noqa: S314 - our own output
    said = document(chapter_files, "content.opf").findtext(f".//{DC}title") or ""
    sayable = re.sub("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]", "", title)
    assert said.split() == sayable.split()


@pytest.mark.validator
def test_epubcheck_has_no_complaint(epubcheck, tmp_path: Path) -> None:  # noqa: ANN001 - a fixture
    path = tmp_path / "book.epub"
    path.write_bytes(pack(sample_book()))
    assert epubcheck(path) == []


@pytest.mark.validator
def test_an_odd_book_that_runs_from_right_to_left_passes_epubcheck(
    epubcheck,  # noqa: ANN001 - a fixture
    tmp_path: Path,
) -> None:
    chapters = tuple(
        sample_chapter(slug, title, "<p>A word.</p>")
        for slug, title in (("glossary", "A & B"), ("cover", "🎉"), ("contents", "שלום"))
    )
    book = sample_book(
        chapters,
        title="“Odd” & <odder> 🎉",
        language="ar",
        certified_by="A school",
        isbn="9783161484100",
        parts=(BookPart("Part & parcel", chapters),),
    )
    path = tmp_path / "book.epub"
    path.write_bytes(pack(book))
    assert epubcheck(path) == []


@pytest.mark.validator
@pytest.mark.slow
def test_ace_finds_no_violation(ace, tmp_path: Path) -> None:  # noqa: ANN001 - a fixture
    path = tmp_path / "book.epub"
    path.write_bytes(pack(sample_book(certified_by="A school")))
    assert ace(path) == []


def test_another_text_is_another_release_of_the_same_book() -> None:
    book = sample_book()
    first = book.chapters[0]
    longer = replace(first, body=xhtml.parse(f"{first.html}<p>More.</p>"))
    part = replace(book.parts[0], chapters=(longer,))
    packages = [
        made(one)["EPUB/content.opf"].decode() for one in (book, replace(book, parts=(part,)))
    ]
    moments = {re.findall(r'"dcterms:modified">([^<]+)<', one)[0] for one in packages}
    assert len(moments) == 2
    assert {moment[:10] for moment in moments} == {"2026-09-01"}
