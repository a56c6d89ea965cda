"""Everything for one session: what each file says agrees with all the others."""

from __future__ import annotations

import csv
import datetime as dt
import json
import os
import re
import subprocess
import zipfile
from typing import TYPE_CHECKING
from urllib.parse import unquote

import icalendar
import pikepdf
import pptx
import pytest
from conftest import ROOT, Check, missing, program
from reading import find_libraries
from workbook_samples import make_workbook

from booklet.common.errors import BookletError, ConfigError
from booklet.common.product_paths import ProductPaths
from booklet.pipelines.session import build_session, choose_folder
from booklet.project import read_book
from booklet.session.plan import plan_session

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

pytestmark = pytest.mark.slow

SETTINGS = """title = "Meetings"
author = "Ann"
[session]
date = 2026-09-02
start = "15:45"
minutes = 50
place = "Hall"
page = "https://example.org/meetings"
sheet_price = 0.05
"""
CHAPTER = """---
aims: [Cancel one]
reading: 5
---
# Fewer meetings

Text about meetings.

1. **Ask why** – first.

2. **Stop early** – always.

> [!discuss|min-15] In threes
> 1. **Talk (15 minutes).** About it.

> [!facilitator] Be quiet
> Say nothing.

> [!quiz|min-5]
> What?

> [!answers]
> That.

> [!ifthen|min-10]

> [!revisit|weeks-2|weeks-6|min-5]
> What happened?
"""
STAFF = "name,edition\nAda,\nBo,Large print\nCy,\nDi,\nEd,\nFlo,\nGus,\n"


def write_project(folder: Path, settings: str = SETTINGS) -> Path:
    (folder / "chapters").mkdir(parents=True)
    (folder / "booklet.toml").write_text(settings, "utf-8")
    (folder / "chapters" / "01-meetings.md").write_text(CHAPTER, "utf-8")
    (folder / "staff.csv").write_text(STAFF, "utf-8")
    return folder


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Build a session once."""
    project = write_project(tmp_path_factory.mktemp("session") / "project")
    products = build_session(project, project / "out", people=project / "staff.csv")
    assert products[0].path.name == "00-read-me.html"
    return products[0].path.parent


@pytest.fixture
def words(folder: Path, poppler: Callable[..., str]) -> Callable[[str], str]:
    """Read the text of a PDF of the session, white space made single."""
    return lambda name: " ".join(poppler("pdftotext", "-layout", folder / name, "-").split())


def pages_in(path: Path) -> int:
    with pikepdf.open(path) as pdf:
        return len(pdf.pages)


def test_the_list_of_files_names_every_file_and_what_it_is_for(folder: Path) -> None:
    page = (folder / "00-read-me.html").read_text("utf-8")
    named = {unquote(name) for name in re.findall(r'<li><a href="([^"]+)"', page)}
    assert named == {path.name for path in folder.iterdir()} - {"00-read-me.html"}
    assert len(re.findall(r'class="purpose">[A-Z][^<]{20,}\.<', page)) == len(named)
    assert folder.name == "session-2026-09-02"


@pytest.mark.validator
def test_checkers_have_nothing_to_say_of_the_list_of_files(
    folder: Path, chromium: str, tmp_path: Path
) -> None:
    page, libraries = folder / "00-read-me.html", find_libraries()
    if libraries is None or not (libraries / "vnu-jar").is_dir():
        missing("axe-core, puppeteer-core and vnu-jar", "npm install, as in .ci/run")
    jar = libraries / "vnu-jar" / "build" / "dist" / "vnu.jar"
    command = [program("java", "default-jre-headless"), "-jar", jar, page]
    checked = subprocess.run(command, capture_output=True, text=True, check=False)
    assert (checked.returncode, checked.stderr) == (0, "")
    script = ROOT / "tests" / "validators" / "axe_page.cjs"
    looked = subprocess.run(
        [program("node", "nodejs"), script, chromium, tmp_path, page],
        env={**os.environ, "NODE_PATH": str(libraries), "HOME": str(tmp_path)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert looked.returncode == 0, looked.stderr
    assert json.loads(looked.stdout) == []


@pytest.mark.validator
@pytest.mark.parametrize("name", ["job-ticket", "run-sheet", "groups", "poster", "rules-poster"])
def test_sheets_are_accessible_and_archivable(folder: Path, name: str, vera: Check) -> None:
    assert vera(folder / f"{name}.pdf", "ua1", "3a") == []


def test_the_ticket_orders_what_the_list_asks_for(folder: Path, words: Callable) -> None:
    said = words("job-ticket.pdf")
    rows = re.findall(r"(\S+\.pdf) (\d+) (\d+) (\d+)", said)
    orders = {name: (int(copies), int(each), int(all_)) for name, copies, each, all_ in rows}
    for name, (_, each, _) in orders.items():
        sides = 1 if "rule-cards" in name else 2
        assert each == -(-pages_in(folder / name) // sides), name
    assert all(copies * each == all_ for copies, each, all_ in orders.values())
    assert orders["meetings-A4-booklet.pdf"][0] == STAFF.count(",\n")
    assert orders["meetings-large-print-A4-pages.pdf"][0] == STAFF.count("Large print")
    total = sum(all_ for *_, all_ in orders.values())
    assert f"All of it {total} " in said
    assert f"Paper: {total} sheets of A4" in said
    assert f"Cost: £{total * 0.05:.2f} at £0.05 a sheet" in said
    assert orders["meetings-1-meetings-A4-rule-cards.pdf"][0] == 2  # groups of seven people


def test_minutes_and_times_agree(folder: Path, words: Callable) -> None:
    run = words("run-sheet.pdf")
    times = re.findall(r"(\d\d):(\d\d) (\d+) [A-Z]", run)
    starts = [int(hours) * 60 + int(minutes) for hours, minutes, _ in times]
    lengths = [int(length) for *_, length in times]
    assert starts[0] == 15 * 60 + 45
    assert [one + length for one, length in zip(starts, lengths, strict=True)][:-1] == starts[1:]
    assert starts[-1] + lengths[-1] == 16 * 60 + 35
    assert lengths == [5, 15, 5, 10, 5, 10]
    assert "leave out Quiz (5)" in run
    timings = words("meetings-facilitator-A4-pages.pdf")
    assert "Together: 35 minutes" in timings  # all but the reading and the time in hand
    assert sum(lengths[1:-1]) == 35
    assert "15:45–16:35" in words("poster.pdf")
    assert "15:45–16:35" in words("job-ticket.pdf")
    assert "15:45–16:35" in (folder / "00-read-me.html").read_text("utf-8")


def test_dates_agree(folder: Path, words: Callable) -> None:
    day = "Wednesday 2 September 2026"
    assert day in (folder / "00-read-me.html").read_text("utf-8")
    for name in ("job-ticket.pdf", "run-sheet.pdf", "poster.pdf", "groups.pdf"):
        assert day in words(name), name
    with zipfile.ZipFile(folder / "meetings.epub") as archive:
        ebook = "".join(
            archive.read(name).decode() for name in archive.namelist() if name.endswith(".xhtml")
        )
    for revisit in ("Wednesday 16 September 2026", "Wednesday 14 October 2026"):
        assert revisit in words("run-sheet.pdf")
        assert revisit in words("meetings-A5-pages.pdf")
        assert revisit in ebook
        assert revisit in (folder / "index.html").read_text("utf-8")


def test_slides_say_the_same_minutes_and_dates(folder: Path, words: Callable) -> None:
    slides = pptx.Presentation(folder / "slides.pptx").slides
    shown = [
        " ".join(shape.text_frame.text for shape in slide.shapes if shape.has_text_frame)
        for slide in slides
    ]
    run = words("run-sheet.pdf")
    for title, minutes in (("In threes", 15), ("Quiz", 5), ("If–then plan", 10)):
        assert any(title in one and f"{minutes} minutes" in one for one in shown), title
        assert f" {minutes} {title} " in run
    for said in (" ".join(shown), words("slides.pdf")):
        for day in ("Wednesday 2 September 2026", "Wednesday 16 September 2026",
                    "Wednesday 14 October 2026"):  # fmt: skip
            assert day in said
    assert len(slides) == pages_in(folder / "slides.pdf")


def test_calendars_have_the_same_times_and_dates(folder: Path) -> None:
    events = icalendar.Calendar.from_ical((folder / "session.ics").read_bytes()).walk("VEVENT")
    session, *revisits = [(one.decoded("dtstart"), one.decoded("dtend")) for one in events]
    assert [f"{time:%Y-%m-%d %H:%M}" for time in session] == [
        "2026-09-02 15:45",
        "2026-09-02 16:35",
    ]
    assert [day for day, _ in revisits] == [dt.date(2026, 9, 16), dt.date(2026, 10, 14)]


def test_only_the_leader_s_files_have_the_leader_s_notes(folder: Path, words: Callable) -> None:
    private = {path.name for path in folder.glob("*.pdf") if "Say nothing" in words(path.name)}
    assert private == {"run-sheet.pdf", "meetings-facilitator-A4-pages.pdf"}


def test_everybody_is_in_a_group_and_in_no_other_file(folder: Path, words: Callable) -> None:
    names = {line.partition(",")[0] for line in STAFF.splitlines()[1:]}
    assert names <= set(words("groups.pdf").split())
    others = " ".join(words(path.name) for path in folder.glob("*.pdf") if path.stem != "groups")
    assert not {"Gus", "Flo"} & set(others.split())


def test_a_list_from_excel_gives_what_one_of_text_gives(folder: Path, tmp_path: Path) -> None:
    project = write_project(tmp_path / "project")
    rows = csv.reader((project / "staff.csv").read_text("utf-8").splitlines())
    (project / "staff.xlsx").write_bytes(make_workbook(list(rows)))
    read_me = build_session(project, tmp_path / "out", people=project / "staff.xlsx")[0].path
    assert (read_me.parent / "groups.pdf").read_bytes() == (folder / "groups.pdf").read_bytes()


def test_the_same_project_gives_the_same_bytes(folder: Path, tmp_path: Path) -> None:
    project = write_project(tmp_path / "elsewhere")
    again = build_session(project, tmp_path / "out", people=project / "staff.csv")[0].path.parent
    assert {path.name: path.read_bytes() for path in folder.iterdir()} == {
        path.name: path.read_bytes() for path in again.iterdir()
    }


def test_without_list_day_and_time_each_is_said_once(tmp_path: Path) -> None:
    project = write_project(tmp_path / "project", 'title = "Meetings"\n')
    folder = project / "out" / "session-meetings"
    folder.mkdir(parents=True)
    stale = '<li><a href="groups.pdf">groups.pdf</a><li><a href="..%2Fkept.pdf">x</a>'
    (folder / "00-read-me.html").write_text(stale, "utf-8")
    for path in (folder / "groups.pdf", folder / "mine.txt", folder.parent / "kept.pdf"):
        path.write_bytes(b"")
    products = build_session(project, project / "out")
    codes = [one.code for product in products for one in product.findings]
    assert sorted(code for code in codes if code[0] == "S") == ["S902", "S903", "S906", "S907"]
    assert products[0].path.parent.name == "session-meetings"
    assert not {"groups.pdf", "session.ics"} & {product.path.name for product in products}
    assert not (folder / "groups.pdf").exists()  # it is stale, and has people's names
    assert (folder / "mine.txt").exists()
    assert (folder.parent / "kept.pdf").exists()
    book = read_book(project)
    assert plan_session(book, book.chapters[0]).start == dt.time(15, 30)


def test_sessions_of_two_chapters_on_one_day_have_a_folder_each(tmp_path: Path) -> None:
    project = write_project(tmp_path / "project")
    chapters = project / "chapters"
    (chapters / "02-other.md").write_text("# Another\n\nText.\n", "utf-8")
    (chapters / "03-later.md").write_text("---\nsession: 2027-01-11\n---\n# Later\n", "utf-8")
    book = read_book(project)
    paths = ProductPaths(project / "out", book.slug)
    assert [choose_folder(paths, book, one).out.name for one in book.chapters] == [
        "session-2026-09-02",
        "session-2026-09-02-2-other",
        "session-2027-01-11",
    ]


@pytest.mark.parametrize(
    ("people", "said"),
    [("none.csv", "cannot be read"), ("chapters", "cannot be read"), ("bad.csv", "neither a CSV")],
)
def test_a_list_that_cannot_be_read_is_refused(people: str, said: str, tmp_path: Path) -> None:
    project = write_project(tmp_path / "project")
    (project / "bad.csv").write_bytes(b"a\0b")
    with pytest.raises(BookletError) as refused:
        build_session(project, project / "out", people=project / people)
    assert said in str(refused.value)


def test_copies_of_an_edition_that_does_not_exist_are_refused_with_their_line(
    tmp_path: Path,
) -> None:
    project = write_project(tmp_path / "project", SETTINGS + "[session.copies]\nlarge = 2\n")
    with pytest.raises(ConfigError) as refused:
        build_session(project, project / "out")
    assert "booklet.toml:11" in str(refused.value)
    assert "large-print" in str(refused.value)


def test_the_page_for_phones_offers_the_files_beside_it(folder: Path) -> None:
    page = (folder / "index.html").read_text("utf-8")
    offered = re.findall(r'class="download" href="([^"]*)"', page)
    assert [unquote(one).rpartition(".")[2] for one in offered] == ["epub", "pdf"]
    assert all((folder / unquote(one)).is_file() for one in offered)
    assert "Wednesday 16 September 2026" in page
    assert "Say nothing." not in page


def test_slides_come_as_a_presentation_and_as_pages(folder: Path) -> None:
    with zipfile.ZipFile(folder / "slides.pptx") as archive:
        names = [one for one in archive.namelist() if re.fullmatch(r"ppt/slides/[^/]+", one)]
        first = archive.read("ppt/slides/slide1.xml").decode()
    with pikepdf.open(folder / "slides.pdf") as pages:
        assert len(pages.pages) == len(names)
    assert "Wednesday 2 September 2026 · 15:45–16:35 · Hall" in first
