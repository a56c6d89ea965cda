"""The package document: what an e-book says about itself."""

from __future__ import annotations

import io
import zipfile
from xml.etree import ElementTree as ET

import pytest
from epub_samples import pack, sample_book, sample_chapter

from booklet.common.errors import Place
from booklet.common.page_map import PageMap, PrintedPage, TextPosition
from booklet.config.schema import Contributors
from booklet.epub.package import RELATORS
from booklet.markup.chapter import PictureUse

OPF = "{http://www.idpf.org/2007/opf}"
DC = "{http://purl.org/dc/elements/1.1/}"
XML = "{http://www.w3.org/XML/1998/namespace}"


def package(**settings: object) -> ET.Element:
    content = pack(sample_book(**settings))
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return ET.fromstring(archive.read("EPUB/content.opf"))  # noqa: S314 - our own output


def texts(root: ET.Element, name: str) -> list[str | None]:
    return [item.text for item in root.iter(f"{DC}{name}")]


def metas(root: ET.Element) -> list[tuple[str | None, str | None, str | None]]:
    return [
        (item.get("refines"), item.get("property"), item.text)
        for item in root.iter(f"{OPF}meta")
        if item.get("property")
    ]


def test_title_subtitle_and_authors_say_what_they_are() -> None:
    root = package()
    assert texts(root, "title") == ["Rules of Thumb", "Two reflections"]
    assert texts(root, "creator") == ["Ann Author", "Ben Author"]
    assert ("#title", "title-type", "main") in metas(root)
    assert ("#subtitle", "title-type", "subtitle") in metas(root)
    assert ("#author-2", "role", "aut") in metas(root)


def test_everything_booklet_toml_says_is_in_the_package() -> None:
    own = "urn:uuid:0f9d7f4e-6d0b-4b7e-9d61-0d6a3f1c2a55"
    root = package(isbn="9783161484100", identifier=own)
    assert texts(root, "identifier") == [own, "urn:isbn:9783161484100"]
    assert texts(root, "language") == ["en-GB"]
    assert texts(root, "publisher") == ["A school"]
    assert texts(root, "rights") == ["CC BY-SA 4.0"]
    assert texts(root, "subject") == ["leadership", "partnership"]
    assert texts(root, "date") == ["2026-09-01"]
    assert (None, "belongs-to-collection", "Reflections") in metas(root)


def test_everybody_is_named_with_what_they_did() -> None:
    root = package(
        contributors={"editor": ("Ann", "Ben"), "illustrator": ("Cat",)}, series_number=2
    )
    assert texts(root, "contributor") == ["Ann", "Ben", "Cat"]
    assert [
        (refines, text)
        for refines, name, text in metas(root)
        if name == "role" and refines and "contributor" in refines
    ] == [("#contributor-1", "edt"), ("#contributor-2", "edt"), ("#contributor-3", "ill")]
    assert ("#series", "group-position", "2") in metas(root)


def test_every_kind_of_contributor_has_a_code() -> None:
    assert set(RELATORS) == set(Contributors.model_fields)


def test_the_printed_edition_is_named_where_its_pages_are_marked() -> None:
    page_map = PageMap((PrintedPage("1", "trust", (TextPosition("trust", 0),)),))
    for settings, expected in (
        ({}, "Rules of Thumb, Version 1.0, 1 September 2026"),
        ({"version": "", "date": None, "isbn": "9783161484100"},
         "Rules of Thumb, ISBN 9783161484100"),
    ):  # fmt: skip
        made = pack(sample_book(**settings), page_map=page_map)
        with zipfile.ZipFile(io.BytesIO(made)) as archive:
            root = ET.fromstring(archive.read("EPUB/content.opf"))  # noqa: S314 - our own output
        assert (None, "pageBreakSource", expected) in metas(root)
        features = [text for _, name, text in metas(root) if name.endswith("accessibilityFeature")]
        assert {"pageBreakMarkers", "pageNavigation"} <= set(features)


def test_without_a_printed_edition_no_page_is_mentioned() -> None:
    assert not [name for _, name, _ in metas(package()) if "pageBreak" in name]


def test_what_an_author_leaves_out_is_left_out() -> None:
    root = package(
        subtitle="", series="", publisher="", rights="", description="", subjects=(), date=None
    )
    assert texts(root, "title") == ["Rules of Thumb"]
    for name in ("publisher", "rights", "description", "subject", "date"):
        assert texts(root, name) == []


def modified(**settings: object) -> str:
    (found,) = [text for _, name, text in metas(package(**settings)) if name == "dcterms:modified"]
    return found


def test_the_only_day_is_the_books_own() -> None:
    assert modified().startswith("2026-09-01T")
    assert modified() == modified()


def test_another_release_of_a_book_keeps_its_identifier_and_gets_another_time() -> None:
    first, second = package(version="1.0"), package(version="1.1")
    assert texts(first, "identifier") == texts(second, "identifier")
    assert modified(version="1.0") != modified(version="1.1")
    assert modified(rights="All") != modified(rights="None")


def test_the_package_speaks_the_books_language_and_direction() -> None:
    root = package(language="ar")
    assert root.get(f"{XML}lang") == "ar"
    spine = root.find(f"{OPF}spine")
    assert spine is not None
    assert spine.get("page-progression-direction") == "rtl"


@pytest.mark.parametrize(
    ("certified_by", "html", "claimed"),
    [
        ("", "<p>A word.</p>", False),
        ("A school", "<p>A word.</p>", True),
        ("A school", '<p><img src="chapters/map.png"/></p>', False),
    ],
)
def test_conformance_is_claimed_only_when_somebody_vouches_and_nothing_stands_against_it(
    certified_by: str, html: str, *, claimed: bool
) -> None:
    root = package(chapters=(sample_chapter("one", "One", html),), certified_by=certified_by)
    names = [name for _, name, _ in metas(root)]
    assert ("dcterms:conformsTo" in names) is claimed
    assert ("a11y:certifiedBy" in names) is claimed


def test_a_picture_that_got_an_empty_text_for_want_of_words_is_no_decoration() -> None:
    use = PictureUse("chapters/map.png", None, Place("chapters/one.md", 3))
    html = '<p><img src="chapters/map.png" alt=""/></p>'
    root = package(chapters=(sample_chapter("one", "One", html, pictures=(use,)),))
    said = [text for _, name, text in metas(root) if name == "schema:accessModeSufficient"]
    assert said == ["textual,visual"]
