"""The information dictionary and the XMP packet say the same."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING
from xml.etree import ElementTree as ET

import pikepdf

from booklet.linker.metadata import Properties, information, xmp_packet
from booklet.pipelines.book import build_pdf

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from pathlib import Path

BOOK = Properties(
    title="Habits & <rules>",
    author="A. Author",
    language="en-GB",
    description="What it is.",
    keywords=("schools", "habits"),
    identifier="urn:uuid:0",
    modified=date(2026, 9, 1),
)
NAMES = {
    "dc": "http://purl.org/dc/elements/1.1/",
    "pdf": "http://ns.adobe.com/pdf/1.3/",
    "pdfaid": "http://www.aiim.org/pdfa/ns/id/",
    "pdfuaid": "http://www.aiim.org/pdfua/ns/id/",
    "xmp": "http://ns.adobe.com/xap/1.0/",
}


def said(properties: Properties, name: str) -> str | None:
    packet = ET.fromstring(xmp_packet(properties).decode())  # noqa: S314 - our own
    found = packet.find(f".//{name}", NAMES)
    return None if found is None else "".join(found.itertext())


def test_both_say_the_same() -> None:
    entries = information(BOOK)
    assert entries["/Title"] == said(BOOK, "dc:title") == "Habits & <rules>"
    assert entries["/Author"] == said(BOOK, "dc:creator") == "A. Author"
    assert entries["/Subject"] == said(BOOK, "dc:description") == "What it is."
    assert entries["/Keywords"] == said(BOOK, "pdf:Keywords") == "schools, habits"
    assert entries["/Producer"] == said(BOOK, "pdf:Producer")
    assert entries["/Creator"] == said(BOOK, "xmp:CreatorTool")


def test_the_only_date_is_the_books() -> None:
    entries = information(BOOK)
    assert entries["/CreationDate"] == entries["/ModDate"] == "D:20260901000000Z"
    for name in ("xmp:CreateDate", "xmp:ModifyDate", "xmp:MetadataDate"):
        assert said(BOOK, name) == "2026-09-01T00:00:00Z"


def test_both_standards_are_claimed() -> None:
    assert said(BOOK, "pdfaid:part") == "3"
    assert said(BOOK, "pdfaid:conformance") == "A"
    assert said(BOOK, "pdfuaid:part") == "1"


def test_what_is_not_known_is_left_out() -> None:
    bare = replace(BOOK, author="", description="", keywords=(), identifier="")
    assert not {"/Author", "/Subject", "/Keywords"} & set(information(bare))
    for name in ("dc:creator", "dc:description", "dc:subject", "dc:identifier", "pdf:Keywords"):
        assert said(bare, name) is None


def test_another_release_is_the_same_work_and_another_file(
    make_project: Callable[[Mapping[str, str | bytes]], Path], tmp_path: Path
) -> None:
    known = []
    for version in ("1.0", "1.1"):
        settings = f'title = "T"\ndate = 2026-09-01\nversion = "{version}"\n'
        project = make_project({"booklet.toml": settings, "chapters/1.md": "# A\n\nWords.\n"})
        made = build_pdf(project, tmp_path / version)
        with pikepdf.open(made.path) as pdf, pdf.open_metadata() as xmp:
            identifiers = [bytes(one) for one in pdf.trailer["/ID"]]
            known.append((xmp["dc:identifier"], xmp["xmp:ModifyDate"], identifiers))
    (work, modified, first), (same_work, same_day, second) = known
    assert (work, modified) == (same_work, same_day)
    # ISO 32000-1, 14.4: readers keep their notes under these; a file is never taken for another.
    assert first[0] == first[1] != second[0] == second[1]
