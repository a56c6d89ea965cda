"""Our own booklet, built whole, and looked at by those who did not build it."""

from __future__ import annotations

import re
import zipfile
from pathlib import Path
from typing import TYPE_CHECKING
from xml.etree import ElementTree as ET

import pikepdf
import pytest
from conftest import ROOT

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from conftest import Check, Sample

pytestmark = pytest.mark.slow  # whoever comes first waits for the whole booklet

CHAPTERS = sorted((ROOT / "chapters").glob("*.md"))
FAMILIES = {"Literata", "AtkinsonHyperlegible", "JetBrainsMono"}
XHTML = "{http://www.w3.org/1999/xhtml}"
WIDEST_GAP = 80
"""Words of ours that may stand between two words of the author's: labels, a head, a footnote."""


@pytest.mark.validator
def test_the_pages_keep_to_the_standards(sample: Sample, vera: Check, qpdf: Check) -> None:
    assert vera(sample.pdf, "ua1", "3a") == []
    assert qpdf(sample.pdf) == []


@pytest.mark.validator
def test_the_ebook_is_valid_and_accessible(sample: Sample, epubcheck: Check, ace: Check) -> None:
    assert epubcheck(sample.epub) == []
    assert ace(sample.epub) == []


@pytest.mark.validator
def test_only_our_typefaces_are_in_the_pages(sample: Sample, poppler: Callable[..., str]) -> None:
    lines = poppler("pdffonts", sample.pdf).splitlines()[2:]
    names = {re.split(r"[+\s]", line)[1].replace("-", "") for line in lines}
    assert names
    for name in names:
        assert any(name.startswith(family) for family in FAMILIES), name
    assert all(re.search(r" yes yes yes +\d+ +0$", line) for line in lines)  # embedded, subset


@pytest.mark.validator
def test_the_pages_say_what_they_are(sample: Sample, poppler: Callable[..., str]) -> None:
    facts = dict(
        re.split(r":\s*", line, maxsplit=1)
        for line in poppler("pdfinfo", sample.pdf).splitlines()
        if ":" in line
    )
    assert facts["Title"] == "Rules of Thumb"
    assert facts["Tagged"] == "yes"
    assert int(facts["Pages"]) % 4 == 0
    width, height = (float(n) for n in re.findall(r"[\d.]+", facts["Page size"])[:2])
    assert (round(width, 1), round(height, 1)) == (419.5, 595.3)


def test_pages_are_labelled_and_listed(sample: Sample) -> None:
    with pikepdf.open(sample.pdf) as document, document.open_outline() as outline:
        assert str(document.Root.Lang) == "en-GB"
        labels = document.Root.PageLabels.Nums
        assert (labels[0], labels[1].S) == (0, "/r")
        assert labels[3].S == "/D"
        titles = [item.title for item in outline.root]
    for path in CHAPTERS:
        assert title_of(path) in titles


@pytest.mark.validator
def test_every_word_of_the_chapters_is_in_the_pages_in_order(
    sample: Sample, poppler: Callable[..., str]
) -> None:
    printed = words(poppler("pdftotext", sample.pdf, "-"))
    for path in CHAPTERS:
        assert first_missing(authors_words(path), printed) == ""


def test_every_word_of_the_chapters_is_in_the_ebook_in_order(sample: Sample) -> None:
    read = [
        word for _, root in documents(sample.epub) for word in words("\n".join(root.itertext()))
    ]
    for path in CHAPTERS:
        assert first_missing(authors_words(path), read) == ""


def test_the_rules_of_each_chapter_are_one_list_of_five(sample: Sample) -> None:
    with pikepdf.open(sample.pdf) as document:
        lists = [
            [str(item.S) for item in children(element)]
            for element in elements(document.Root.StructTreeRoot)
            if element.S == "/L" and str(element.get("/A", {}).get("/ListNumbering")) == "/Decimal"
        ]
    assert lists.count(["/LI"] * 5) >= len(CHAPTERS)
    found = [
        (root, rules)
        for _, root in documents(sample.epub)
        for rules in root.iter(f"{XHTML}ol")
        if rules.get("class") == "rules"
    ]
    assert len(found) == len(CHAPTERS)
    for _, rules in found:
        assert [item.tag for item in rules] == [f"{XHTML}li"] * 5
        assert rules.get("start") is None


@pytest.mark.validator
def test_what_is_for_facilitators_is_in_no_output(
    sample: Sample, poppler: Callable[..., str]
) -> None:
    printed = " ".join(words(poppler("pdftotext", sample.pdf, "-")))
    read = " ".join(
        word for _, root in documents(sample.epub) for word in words(" ".join(root.itertext()))
    )
    notes = [note for path in CHAPTERS for note in facilitators_notes(path)]
    assert notes
    for note in notes:
        for sentence in re.split(r"[.!?]\s", note):
            text = " ".join(words(sentence))
            if len(text.split()) > 5:
                assert text not in printed
                assert text not in read


def title_of(path: Path) -> str:
    found = re.search(r"(?m)^(?:title: *|# )[\"']?(.*?)[\"']?$", path.read_text("utf-8"))
    assert found
    return found[1]


def words(text: str) -> list[str]:
    """Split a text into words without marks; a word parted at the end of a line is one again."""
    whole = re.sub(r"[-\u00ad\u2010\u2011]\s*\n\s*|[-\u00ad\u2010\u2011'\u2019]", "", text)
    return re.findall(r"[^\W\d_]+|\d+", whole.casefold())  # a note number clings to its word


def first_missing(wanted: list[str], found: list[str]) -> str:
    """Say which word is not where it should be; "" when all are there, in order."""
    opening = wanted[:6]
    place = next((n for n in range(len(found)) if found[n : n + 6] == opening), None)
    if place is None:
        return f"the opening '{' '.join(opening)}'"
    for word in wanted:
        if word not in found[place : place + WIDEST_GAP]:
            return f"'{word}' after '{' '.join(found[max(place - 8, 0) : place])}'"
        place = found.index(word, place) + 1
    return ""


def authors_words(path: Path) -> list[str]:
    """Read a chapter's running words without our parser: no marks, no metadata, no definitions."""
    text = path.read_text("utf-8")
    text = re.sub(r"\A---\n.*?\n---\n", "", text, flags=re.DOTALL)
    text = re.sub(r"(?m)^> \[!(?:facilitator|answers).*\n(?:>.*\n?)*", "", text)
    text = re.sub(r"(?m)^> \[!notes.*\n(?:>.*\n?)*", "", text)  # paper only
    text = re.sub(r"\[!\w+(?:\|[\w-]+)*\]", "", text)
    text = re.sub(r"(?m)^\[\^[^\]]+\]:.*\n(?:[ \t]+.*\n)*", "", text)
    text = re.sub(r"(?m)^\*\[[^\]]+\]:.*$", "", text)
    text = re.sub(r"\[\^[^\]]+\]|\{:[^}]*\}|<!--.*?-->|\]\([^)]*\)", "", text, flags=re.DOTALL)
    text = re.sub(r"(?m)^(?:> *)*(?:\d+\.|[-*]) +(?:\[[ x]\] )?", "", text)
    return words(text)


def facilitators_notes(path: Path) -> list[str]:
    found = re.findall(r"(?m)^> \[!facilitator.*\n((?:>.*\n?)*)", path.read_text("utf-8"))
    return [re.sub(r"(?m)^> ?", "", note) for note in found]


def documents(epub: Path) -> Iterator[tuple[str, ET.Element]]:
    """Read the content documents in reading order."""
    with zipfile.ZipFile(epub) as archive:
        (package,) = (name for name in archive.namelist() if name.endswith(".opf"))
        root = ET.fromstring(archive.read(package))  # noqa: S314 - our own
        space = {"opf": "http://www.idpf.org/2007/opf"}
        hrefs = {item.get("id"): item.get("href") for item in root.iterfind(".//opf:item", space)}
        for reference in root.iterfind(".//opf:itemref", space):
            name = str(Path(package).parent / str(hrefs[reference.get("idref")]))
            yield name, ET.fromstring(archive.read(name))  # noqa: S314 - our own


def elements(node: pikepdf.Object) -> Iterator[pikepdf.Object]:
    """Walk a structure tree (ISO 32000-1, 14.7.2)."""
    for child in children(node):
        yield child
        yield from elements(child)


def children(node: pikepdf.Object) -> list[pikepdf.Object]:
    below = node.get("/K", [])
    kids = list(below) if isinstance(below, pikepdf.Array) else [below]
    return [kid for kid in kids if isinstance(kid, pikepdf.Dictionary) and "/S" in kid]
