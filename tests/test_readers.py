"""Our own e-book in reading libraries that apps are made of, in a real browser.

foliate-js is the engine of Foliate, epub.js that of many readers on the web, Readium's streamer and
navigator those of Thorium, on the desktop and on the web. All three open the book at the size of a
phone, follow every line of the contents and every printed page, and turn pages; foliate-js also
opens a footnote as a pop-up, the way Apple Books and Kobo do.
"""

from __future__ import annotations

import re
import subprocess
import zipfile
from typing import TYPE_CHECKING, Any
from xml.etree import ElementTree as ET

import pytest
from conftest import Sample, missing, program
from reading import find_libraries, publish, read

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

pytestmark = [pytest.mark.validator, pytest.mark.slow]

XHTML = "{http://www.w3.org/1999/xhtml}"
OPS = "{http://www.idpf.org/2007/ops}"
READERS = ("in_foliate", "in_epubjs", "in_readium")


@pytest.fixture(scope="module")
def libraries() -> Path:
    found = find_libraries()
    if found is None:
        missing("a reader", "npm install, as in .ci/run, and BOOKLET_READERS names the folder")
    assert found is not None
    return found


def document(book: Path, name: str) -> ET.Element:
    with zipfile.ZipFile(book) as archive:
        return ET.fromstring(archive.read(f"EPUB/{name}"))  # noqa: S314 - our own output


def navigation(book: Path, kind: str) -> Iterator[tuple[str, str]]:
    """Read one list of the contents: words and address of each line."""
    for nav in document(book, "contents.xhtml").iter(f"{XHTML}nav"):
        if nav.get(f"{OPS}type") == kind:
            for link in nav.iter(f"{XHTML}a"):
                yield "".join(link.itertext()), link.get("href", "")


def opening(book: Path, href: str) -> str:
    """Read the words that stand at an address: some letters of them, without white space."""
    name, _, identifier = href.partition("#")
    body = document(book, name).find(f"{XHTML}body")
    assert body is not None
    text, has_begun = "", not identifier
    waiting: list[ET.Element | str] = [body]
    while waiting and len(text) < 60:
        part = waiting.pop()
        if isinstance(part, str):
            text += squeezed(part) if has_begun else ""
            continue
        has_begun = has_begun or part.get("id") == identifier
        waiting += [one for child in reversed(part) for one in (child.tail or "", child)]
        waiting.append(part.text or "")
    assert has_begun, f"{href} leads nowhere"
    return text[:12]


def squeezed(text: str) -> str:
    return re.sub(r"[\s\u00ad]", "", text)


def check_places(book: Path, kind: str, told: list[list[Any]]) -> None:
    lines = [line for line in navigation(book, kind) if line[1]]
    assert len(lines) == len(told) > 0
    for (label, href), (_, shown, *_) in zip(lines, told, strict=True):
        assert shown, f"nothing shows at {label}"
        assert opening(book, href) in squeezed(shown), (label, href)


@pytest.fixture(scope="module")
def in_foliate(sample: Sample, chromium: str, libraries: Path) -> dict[str, Any]:
    noted = next(name for name, _ in calls(sample.epub))
    return read(sample.epub, f"foliate.html?note=EPUB/{noted}", chromium, libraries)


@pytest.fixture(scope="module")
def in_epubjs(sample: Sample, chromium: str, libraries: Path) -> dict[str, Any]:
    return read(sample.epub, "epubjs.html", chromium, libraries)


@pytest.fixture(scope="module")
def in_readium(
    sample: Sample, chromium: str, libraries: Path, tmp_path_factory: pytest.TempPathFactory
) -> dict[str, Any]:
    folder = tmp_path_factory.mktemp("readium")
    publish(sample.epub, folder, program("node", "nodejs"), libraries)
    return read(folder, "readium.html", chromium, libraries)


def calls(book: Path) -> Iterator[tuple[str, str]]:
    """List the calls of footnotes: the document and the note's id."""
    with zipfile.ZipFile(book) as archive:
        names = [name.removeprefix("EPUB/") for name in archive.namelist() if "xhtml" in name]
    for name in names:
        for link in document(book, name).iter(f"{XHTML}a"):
            if link.get("role") == "doc-noteref":
                yield name, link.get("href", "").removeprefix("#")


@pytest.mark.parametrize("reader", READERS)
def test_every_line_of_the_contents_leads_to_its_text(
    reader: str, sample: Sample, request: pytest.FixtureRequest
) -> None:
    told = request.getfixturevalue(reader)
    check_places(sample.epub, "toc", told["contents"])
    assert [label for label, *_ in told["contents"]] == [
        " ".join(label.split()) for label, _ in navigation(sample.epub, "toc")
    ]


@pytest.mark.parametrize("reader", READERS)
def test_every_printed_page_is_found_by_its_number(
    reader: str, sample: Sample, request: pytest.FixtureRequest
) -> None:
    check_places(sample.epub, "page-list", request.getfixturevalue(reader)["pages"])


@pytest.mark.parametrize("reader", READERS)
def test_every_turn_of_a_page_shows_something_new(
    reader: str, request: pytest.FixtureRequest
) -> None:
    screens = request.getfixturevalue(reader)["screens"]
    assert len(screens) == len({*screens}) >= 8
    assert all(screens)


def test_a_footnote_opens_as_a_popup_with_nothing_but_its_number_and_its_words(
    in_foliate: dict[str, Any], sample: Sample
) -> None:
    name, identifier = next(calls(sample.epub))
    note = next(item for item in document(sample.epub, name).iter() if item.get("id") == identifier)
    assert in_foliate["note"]["type"] == "footnote"
    assert squeezed(in_foliate["note"]["text"]) == squeezed("".join(note.itertext()))


@pytest.mark.parametrize("reader", ["in_foliate", "in_readium"])
def test_the_reader_knows_the_ways_into_the_book(
    reader: str, request: pytest.FixtureRequest
) -> None:
    told = request.getfixturevalue(reader)
    assert told["title"]
    assert [kind for one in told["landmarks"] for kind in one][:3] == [
        "cover",
        "toc",
        "bodymatter",
    ]


def test_calibre_makes_a_kindle_book_of_it_without_a_complaint(
    sample: Sample, tmp_path: Path
) -> None:
    kindle = tmp_path / "book.azw3"
    finished = subprocess.run(
        [program("ebook-convert", "calibre"), str(sample.epub), str(kindle),
         "--debug-pipeline", str(tmp_path / "stages")],
        capture_output=True,
        text=True,
        check=False,
        env={"PATH": "/usr/bin:/bin", "HOME": str(tmp_path), "QT_QPA_PLATFORM": "offscreen",
             "QTWEBENGINE_CHROMIUM_FLAGS": "--no-sandbox", "LANG": "C.UTF-8"},
    )  # fmt: skip
    said = finished.stdout + finished.stderr
    assert finished.returncode == 0, said
    assert not re.findall(r"(?im)^.*\b(?:warning|error|failed|traceback|invalid)\b.*$", said), said
    assert kindle.read_bytes()[60:68] == b"BOOKMOBI"
    style = "".join(one.read_text() for one in (tmp_path / "stages/processed").rglob("*.css"))
    assert "#0f5257" in style  # on white pages, never the lighter one for dark pages
    assert "#34bac4" not in re.sub(r"@media[^{]*\{(?:[^{}]*\{[^{}]*\})*[^{}]*\}", "", style)
