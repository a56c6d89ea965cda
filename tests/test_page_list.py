"""The page list keeps its promise: what stands between two markers is what that page prints."""

from __future__ import annotations

import re
import zipfile
from collections import Counter
from dataclasses import dataclass
from io import BytesIO
from itertools import zip_longest
from typing import TYPE_CHECKING
from xml.etree import ElementTree as ET

import pytest
from conftest import ROOT
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from booklet.common.page_map import ONLY_ON_SCREENS
from booklet.epub import lay_out_documents, make_epub
from booklet.print.pages import lay_out_pages
from booklet.project import read_book
from booklet.scheduling.typeset_book import typeset
from booklet.theme.templates import Layouts

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from booklet.common.page_map import PageMap

XHTML = "{http://www.w3.org/1999/xhtml}"
OPS = "{http://www.idpf.org/2007/ops}"
# Points of an A5 page that hold text and notes, without running heads and folios.
TEXT_AREA = ("-r", 72, "-x", 20, "-y", 48, "-W", 380, "-H", 490)


@dataclass(frozen=True, slots=True)
class Built:
    """A book on paper and on screens."""

    pdf: bytes
    epub: bytes
    page_map: PageMap

    def document(self, name: str) -> ET.Element:
        """Read one file of the e-book."""
        with zipfile.ZipFile(BytesIO(self.epub)) as archive:
            return ET.fromstring(archive.read(f"EPUB/{name}"))  # noqa: S314 - our own output

    def page_list(self) -> list[tuple[str, str]]:
        """List the pages as the contents do: folio and address."""
        for nav in self.document("contents.xhtml").iter(f"{XHTML}nav"):
            if nav.get(f"{OPS}type") == "page-list":
                return [(link.text or "", link.get("href", "")) for link in nav.iter(f"{XHTML}a")]
        return []

    def words_by_page(self) -> dict[str, list[str]]:
        """Collect the words that stand between the markers, by folio."""
        texts: dict[str, str] = {"": ""}
        here = ""
        files = dict.fromkeys(href.partition("#")[0] for _, href in self.page_list())
        for name in files:
            body = self.document(name).find(f"{XHTML}body")
            assert body is not None
            for folio, text in _read(body):
                here = folio or here
                texts[here] = texts.get(here, "") + text
        return {folio: words(text) for folio, text in texts.items()}


def build(project: Path) -> Built:
    book, layouts = read_book(project), Layouts(project)
    pages = typeset(lay_out_pages(book, layouts))
    return Built(
        pages.pdf,
        make_epub(lay_out_documents(book, layouts, page_map=pages.page_map)),
        pages.page_map,
    )


def words(text: str) -> list[str]:
    """Take the words out of a text.

    Letters only, for figures are set by style sheets too; no words that begin with "zz", which
    stand in notes and in the heads of tables that are repeated on every page; and not the title of
    the lines for notes that paper may have below a last page.
    """
    found = re.findall(r"[^\W\d_]+", re.sub("[-\u00ad\u2019]", "", text).lower())
    return [word for word in found if not word.startswith("zz") and word != "notes"]


def _read(item: ET.Element) -> Iterator[tuple[str, str]]:
    """Walk through a document: markers as folios, and text as paper shows it."""
    if item.get(f"{OPS}type") == "pagebreak":
        yield item.get("aria-label", ""), ""
        return
    unseen = item.get("hidden") or item.get(f"{OPS}type") in {"footnotes", "toc"}
    if unseen or not ONLY_ON_SCREENS.isdisjoint(item.get("class", "").split()):
        return
    is_block = item.tag.removeprefix(XHTML) not in {"a", "abbr", "em", "strong", "span", "code"}
    yield "", (" " if is_block else "") + (item.text or "")
    for child in item:
        yield from _read(child)
        yield "", child.tail or ""
    yield "", " " if is_block else ""


def printed_words(poppler: Callable[..., str], built: Built, folder: Path) -> dict[str, list[str]]:
    """Read the words of every page that has a folio with Poppler."""
    path = folder / "book.pdf"
    path.write_bytes(built.pdf)
    printed = {}
    for number, page in enumerate(built.page_map.pages, 1):
        if page.folio:
            span = ("-f", number, "-l", number)
            text = poppler("pdftotext", *TEXT_AREA, *span, "-raw", path, "-")
            # A word goes on in small letters; a box's label, drawn after the text, does not.
            printed[page.folio] = words(re.sub(r"(?<=\w)-\n(?=[^\W\d_A-Z])", "", text))
    return printed


TEXT = [
    *("extraordinary", "responsibilities", "notwithstanding", "administration", "leadership"),
    *("internationalisation", "well-being", "a", "of", "and", "the", "school", "we", "children"),
]
SENTENCES = st.lists(st.sampled_from(TEXT), min_size=3, max_size=70).map(" ".join)
BLOCKS = (
    "{0}.",
    "**{1}** {0} **{0}**",
    "{0} [{1}](https://example.org/) {0}",
    "{0} {1}[^{2}] {0}\n\n[^{2}]: zznote zznote",
    "> {0}\n>\n> {0}",
    "- {0}\n- {1}\n\n    {0}\n- {1}",
    "1. **{1}** – {0}\n2. **{1}** – {0}",
    "| zzhead | zzhead |\n|---|---|\n| {1} | {0} |\n| {0} | {1} |\n| {1} | {1} |",
    "## {1} {1}\n\n{0}",
    "> [!reflect|lines-6]\n> {0}",
    "> [!key]\n> {1} {1}.",
    "```\n{1}\n{1} {1}\n```",
)


@st.composite
def blocks(draw: st.DrawFn) -> str:
    text = draw(SENTENCES)
    key = draw(st.integers(1, 10**9))
    block = draw(st.sampled_from(BLOCKS))
    if block.startswith("|"):  # a row taller than a page is parted in all its cells at once
        text = " ".join(text.split()[:25])
    return block.format(text, text.partition(" ")[0], key)


@settings(
    max_examples=8,
    deadline=None,
    phases=[Phase.explicit, Phase.reuse, Phase.generate],  # a book takes too long to be shrunk
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(st.lists(blocks(), min_size=4, max_size=24))
@pytest.mark.slow
def test_the_words_between_two_markers_are_the_words_of_that_page(
    poppler: Callable[..., str], tmp_path: Path, text: list[str]
) -> None:
    folder = tmp_path / "project" / "chapters"
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "1.md").write_text("# The school\n\n{}\n".format("\n\n".join(text)), "utf-8")
    built = build(tmp_path / "project")
    marked, printed = built.words_by_page(), printed_words(poppler, built, tmp_path)
    folios = [folio for folio in printed if folio.isdecimal()]
    head = tail = ""
    for folio, following in zip_longest(folios, folios[1:]):
        seen = Counter(marked.get(folio, ()))
        if head:  # the word that was broken between the last page and this one
            seen[head + tail] -= 1
            seen[tail] += 1
        first = (marked.get(following) or [""])[0]
        breaks = [
            length
            for length in range(max(1, len(first)))
            if seen + Counter([first[:length]] if length else []) == Counter(printed[folio])
        ]
        assert breaks, (folio, seen - Counter(printed[folio]), Counter(printed[folio]) - seen)
        head, tail = first[: breaks[0]], first[breaks[0] :]


@pytest.fixture(scope="module")
def our_own() -> Built:
    return build(ROOT)


@pytest.mark.slow
def test_every_word_of_our_own_ebook_is_on_the_page_it_is_said_to_be_on(
    poppler: Callable[..., str], our_own: Built, tmp_path: Path
) -> None:
    marked, printed = our_own.words_by_page(), printed_words(poppler, our_own, tmp_path)
    compared = 0
    for folio, text in printed.items():
        if folio in {"iv", "v"}:  # the imprint and the contents have words of their own on paper
            continue
        assert Counter(marked.get(folio)) - Counter(text) == Counter(), folio
        compared += len(marked.get(folio, ()))
    assert compared > 1500


def test_every_page_with_a_folio_is_listed_once_in_order(our_own: Built) -> None:
    listed = [folio for folio, _ in our_own.page_list()]
    assert listed == [page.folio for page in our_own.page_map.pages if page.folio]
    assert len(listed) > 10
    for folio, href in our_own.page_list():
        name, _, identifier = href.partition("#")
        found = [item for item in our_own.document(name).iter() if item.get("id") == identifier]
        assert [item.get("aria-label") for item in found] == [folio]


def test_covers_and_pages_that_only_fill_a_sheet_have_no_folio(our_own: Built) -> None:
    pages = our_own.page_map.pages
    assert [page.folio for page in pages[:3]] == ["", "", "iii"]
    assert pages[-1].folio == ""
    assert all(page.folio == "" for page in pages if page.division.startswith("notes-page"))
