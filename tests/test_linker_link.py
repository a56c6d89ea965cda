"""Fragments become one file: whatever the whole book has is written once, and found again."""

from __future__ import annotations

from datetime import date
from functools import cache
from io import BytesIO
from typing import TYPE_CHECKING

import pikepdf
from render_samples import copy_of, division, job_of, pages
from structure_verifier import Tagged

from booklet.linker.link import link
from booklet.linker.metadata import Properties
from booklet.linker.page_labels import Numbering, PageLabel
from booklet.scheduling.typeset_book import gather_render_context
from booklet.scheduling.worker_task import render_division
from booklet.weasy.embed_fonts import embed_fonts

if TYPE_CHECKING:
    from booklet.linker.fragment import Fragment
    from booklet.linker.section import Section

PROPERTIES = Properties("A (b) %d", "Ö", "en", "", ("x",), "urn:x", date(2026, 9, 1))
PICTURE = '<p id="{0}"><img src="booklet:picture/square.svg" alt="{0}"></p>'
BODIES = {
    "one": '<h1 id="one">One</h1>' + PICTURE.format("ä") + pages(2),
    "two": '<h1 id="two">Two</h1><h2>Below</h2><p><a href="#one">One</a></p>',
}


@cache
def parts() -> tuple[tuple[Fragment, ...], tuple[Section, ...]]:
    divisions = [division(name, body) for name, body in BODIES.items()]
    render_context = gather_render_context(copy_of(*divisions))
    folios = ({}, {"one": "1"})
    fragments = tuple(
        render_division(job_of(each, 1, known.items()), render_context)
        for each, known in zip(divisions, folios, strict=True)
    )
    return fragments, embed_fonts(fragments, render_context)[0]


def linked(*fragments: Fragment) -> bytes:
    labels = [PageLabel(0, Numbering.ROMAN, 1), PageLabel(1, Numbering.ARABIC, 7)]
    return link(fragments or parts()[0], parts()[1], labels, PROPERTIES)


def opened(*fragments: Fragment) -> pikepdf.Pdf:
    return pikepdf.open(BytesIO(linked(*fragments)))


def test_a_file_without_a_fault() -> None:
    with opened() as pdf:
        assert pdf.check_pdf_syntax() == []
        assert pdf.pdf_version == "1.7"


def test_the_same_fragments_give_the_same_bytes() -> None:
    assert linked() == linked()
    first, second = parts()[0]
    assert linked(second, first) != linked()


def test_pages_stand_in_the_order_of_fragments() -> None:
    first, second = parts()[0]
    with opened(second, first) as pdf:
        assert len(pdf.pages) == first.page_count + second.page_count
        assert [page.label for page in pdf.pages][:3] == ["i", "7", "8"]
        assert str(pdf.Root.Outlines.First.Title) == "Two"


def test_the_outline_leads_to_pages() -> None:
    with opened() as pdf:
        top = pdf.Root.Outlines
        one, two = top.First, top.Last
        assert (str(one.Title), str(two.Title), str(two.First.Title)) == ("One", "Two", "Below")
        assert int(top.Count) == 3
        assert two.Prev.objgen == one.objgen
        assert two.Dest[0].objgen == pdf.pages[-1].obj.objgen


def test_names_lead_across_fragments_and_are_sorted() -> None:
    with opened() as pdf:
        pairs = list(pdf.Root.Names.Dests.Names)
        names = [bytes(name) for name in pairs[::2]]
        assert names == [b"one", b"two", "\ufeffä".encode("utf-16-be")]
        assert pairs[1][0].objgen == pdf.pages[0].obj.objgen
        (annotation,) = pdf.pages[-1].Annots
        assert bytes(annotation.Dest) == b"one"


def test_one_tree_owns_all_content() -> None:
    tagged = Tagged(linked())
    assert len(list(tagged.pdf.Root.StructTreeRoot.ParentTree.Kids)) == 2
    owners = tagged.owners()
    holders = [int(page.obj.StructParents) for page in tagged.pdf.pages]
    assert len(set(holders)) == len(holders)
    assert set(holders) < owners.keys()


def test_what_fragments_share_is_there_once() -> None:
    with opened() as pdf:
        files = [item for item in pdf.objects if _holds(item, "/FontFile2")]
        profiles = [item for item in pdf.objects if _holds(item, "/DestOutputProfile")]
        contents = [
            item.read_bytes() for item in pdf.objects
            if isinstance(item, pikepdf.Stream) and len(item.read_bytes()) > 2000
        ]  # fmt: skip
        assert len(files) == len({str(item.FontName) for item in files})
        assert len({item.DestOutputProfile.objgen for item in profiles}) == 1
        assert len(contents) == len(set(contents))


def test_what_the_file_says_about_itself() -> None:
    with opened() as pdf:
        assert str(pdf.docinfo.Title) == "A (b) %d"
        assert str(pdf.docinfo.Author) == "Ö"
        with pdf.open_metadata() as metadata:
            assert metadata["dc:title"] == "A (b) %d"
            assert metadata["pdfaid:part"] == "3"
        assert bool(pdf.Root.MarkInfo.Marked)
        assert bool(pdf.Root.ViewerPreferences.DisplayDocTitle)


def _holds(item: pikepdf.Object, key: str) -> bool:
    return isinstance(item, pikepdf.Dictionary) and key in item
