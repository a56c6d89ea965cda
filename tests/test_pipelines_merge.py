"""Personal copies: each is, byte for byte, the booklet that its row's settings alone would give."""

from __future__ import annotations

import csv
import io
import re
import shutil
import subprocess
from typing import TYPE_CHECKING

import pikepdf
import pytest
from conftest import program
from workbook_samples import make_workbook

from booklet.common.errors import ManuscriptError, UsageError
from booklet.epub import make
from booklet.epub.cover import render_cover
from booklet.pipelines.book import build_edition, build_epub
from booklet.pipelines.merge import Wanted, build_copies, forecast_copies
from booklet.scheduling.build_context import BuildContext
from booklet.scheduling.workers import LocalWorkers

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from conftest import Check, Finished

    from booklet.epub.content import CoverPicture

pytestmark = pytest.mark.slow

CHAPTER = """# A short chapter

> [!aims]
> - To begin

Some words for everybody, and a few more so that there is a line or two of them.

> [!reflect|lines-3] Your turn
> What is it?
"""
PERSONAL = """# A letter

Dear {{name}} of {{school}},

please come. `{{name}}`
"""
LONG = "Wolfeschlegelsteinhausenbergerdorff and of the Holy Trinity and All Saints " * 3
LOGO = (
    '<svg xmlns="http://www.w3.org/2000/svg" width="40" height="20"><path d="M0 0h40v20z"/></svg>'
)
SETTINGS = 'title = "Small"\ncover_line = "For {{school}}"\n'
PEOPLE = f"""\ufeffname;school;colours.accent;logo;edition;session\r
Ada Lovelace;Elm Academy;;;;\r
"Griffiths, Thomas";"Ysgol
y Bryn";#663300;logo.svg;;2026-09-02\r
"Żółć <b>&amp;</b> {{{{school}}}}";Elm Academy;;;;\r
Юлия;;;;Large print;\r
Ada Lovelace;Elm Academy;;;clear;\r
Bo;Elm Academy;#0a3d62;;;\r
"{LONG}";Elm Academy;;;;\r
"""


class Recorded(dict[str, object]):
    """A cache that shows what was put into it."""

    def get(self, key: str, kind: type) -> object:  # type: ignore[override]
        """Return what was put under a key."""
        return self[key] if isinstance(super().get(key), kind) else None

    def put(self, key: str, value: object) -> None:
        """Keep a value."""
        self[key] = value


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("merge")
    (folder / "chapters").mkdir()
    (folder / "booklet.toml").write_text(SETTINGS, "utf-8")
    (folder / "logo.svg").write_text(LOGO, "utf-8")
    (folder / "chapters" / "01-short.md").write_text(CHAPTER, "utf-8")
    (folder / "chapters" / "02-letter.md").write_text(PERSONAL, "utf-8")
    (folder / "people.csv").write_text(PEOPLE, "utf-8", newline="")
    return folder


@pytest.fixture(scope="module")
def made(project: Path) -> Path:
    """Make all copies once, with their e-books."""
    out = project / "out"
    build_copies(project, out, project / "people.csv", Wanted(epub=True))
    return out / "copies"


ELM = 'school = "Elm Academy"\n'
ROWS = {
    1: ("standard", f'[copy]\nname = "Ada Lovelace"\n{ELM}'),
    2: (
        "standard",
        """logo = "logo.svg"
session = 2026-09-02
[colours]
accent = "#663300"
[copy]
name = "Griffiths, Thomas"
school = "Ysgol y Bryn"
""",
    ),
    3: ("standard", f'[copy]\nname = "Żółć <b>&amp;</b> {{{{school}}}}"\n{ELM}'),
    4: ("large-print", '[copy]\nname = "Юлия"\nschool = ""\n'),
    5: ("clear", f'[copy]\nname = "Ada Lovelace"\n{ELM}'),
    6: ("standard", f'[colours]\naccent = "#0a3d62"\n[copy]\nname = "Bo"\n{ELM}'),
    7: ("standard", f'[copy]\nname = "{LONG.strip()}"\n{ELM}'),
}
"""What each row says, as its author would write it in booklet.toml: the edition, and settings."""


@pytest.mark.parametrize("number", [1, 2, 3, 4, 5, 6, 7])
def test_a_copy_is_what_its_settings_alone_give(
    number: int, project: Path, made: Path, tmp_path: Path
) -> None:
    alone = tmp_path / project.name
    alone.mkdir()
    edition, settings = ROWS[number]
    (alone / "booklet.toml").write_text(SETTINGS + settings, "utf-8")
    (alone / "logo.svg").write_text(LOGO, "utf-8")
    shutil.copytree(project / "chapters", alone / "chapters")
    pages = build_edition(alone, tmp_path / "out", edition)[0].path
    (copy,) = made.glob(f"*-copy-{number:02}.pdf")
    assert copy.read_bytes() == pages.read_bytes()
    if edition == "standard":
        book = build_epub(alone, tmp_path / "out").path
        assert copy.with_suffix(".epub").read_bytes() == book.read_bytes()


def test_values_are_text_and_code_stays_as_it_is(made: Path) -> None:
    text = words_of(next(made.glob("*-copy-03.pdf")))
    assert "Dear Żółć <b>&amp;</b> {{school}} of Elm Academy," in text
    assert "{{name}}" in text


def words_of(path: Path) -> str:
    command = [program("pdftotext", "poppler-utils"), "-layout", path, "-"]
    said = subprocess.run(command, capture_output=True, check=True)
    return re.sub(r"\s+", " ", said.stdout.decode())


def test_the_joined_file_has_all_copies_and_no_tags(made: Path) -> None:
    (joined,) = made.glob("*-all-copies.pdf")
    (listed,) = made.glob("*-copies.csv")
    rows = list(csv.DictReader(io.StringIO(listed.read_text("utf-8-sig"))))
    assert [row["line"] for row in rows] == ["2", "3", "5", "8", "9", "7", "6"]  # sorted by edition
    assert [row["edition"] for row in rows] == ["standard"] * 5 + ["clear", "large-print"]
    with pikepdf.open(joined) as pages:
        assert "/StructTreeRoot" not in pages.Root
        assert all("/Annots" not in page and "/StructParents" not in page for page in pages.pages)
        first = 1
        for row in rows:
            assert int(row["first page"]) == first
            with pikepdf.open(made / row["file"]) as copy:
                assert int(row["pages"]) == len(copy.pages)
                for page, same in zip(copy.pages, pages.pages[first - 1 :], strict=False):
                    assert same.Contents.read_bytes() == page.Contents.read_bytes()
                    assert list(same.mediabox) == list(page.mediabox)
            count = int(row["last page"]) - first + 1
            assert count % 4 == 0
            first += count
        assert first - 1 == len(pages.pages)


def test_what_copies_share_is_in_the_joined_file_once(made: Path) -> None:
    (joined,) = made.glob("*-all-copies.pdf")
    with pikepdf.open(joined) as pages:
        drawn = [page.Contents.objgen for page in pages.pages if "/Contents" in page]
    assert len(set(drawn)) < len(drawn) - 4


def test_no_name_is_in_the_cache_the_names_of_files_or_the_list(
    project: Path, tmp_path: Path
) -> None:
    (tmp_path / "people.csv").write_text("name\nXylophontine\n", "utf-8")
    cache = Recorded()
    build_copies(
        project, tmp_path, tmp_path / "people.csv", build_context=BuildContext(cache=cache)
    )
    assert "Xylophontine" not in repr(cache)
    names = [path.name for path in (tmp_path / "copies").iterdir()]
    assert "xylophontine" not in " ".join(names)
    (listed,) = (tmp_path / "copies").glob("*.csv")
    assert "Xylophontine" not in listed.read_text("utf-8")
    build_copies(project, tmp_path, tmp_path / "people.csv", Wanted(names="Name"), BuildContext())
    assert "xylophontine" in " ".join(path.name for path in (tmp_path / "copies").iterdir())
    assert "Xylophontine" in listed.read_text("utf-8")


def test_workers_give_the_same_files(project: Path, tmp_path: Path) -> None:
    people = "name,school\n" + "".join(f"Person {number},Elm\n" for number in range(12))
    (tmp_path / "people.csv").write_text(people, "utf-8")
    told: list[tuple[int, int]] = []

    def tell(_title: str, done: int, total: int) -> None:
        told.append((done, total))

    with LocalWorkers(2) as workers:
        build_context = BuildContext(progress=tell, workers=workers)
        build_copies(project, tmp_path / "a", tmp_path / "people.csv", build_context=build_context)
    build_copies(project, tmp_path / "b", tmp_path / "people.csv")
    assert files_in(tmp_path / "a") == files_in(tmp_path / "b")
    assert len(files_in(tmp_path / "a")) == 14
    assert told == [(done, 12) for done in range(1, 13)]


def files_in(out: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in (out / "copies").iterdir()}


def test_a_dry_run_counts_files_and_sheets_and_makes_none(
    project: Path, tmp_path: Path, run_booklet: Callable[..., Finished]
) -> None:
    forecast = forecast_copies(
        project, tmp_path, project / "people.csv", Wanted(epub=True), BuildContext()
    )
    assert (forecast.copies, forecast.files) == (7, 16)
    assert forecast.sheets * 2 <= forecast.pages <= forecast.sheets * 4
    (tmp_path / "one.csv").write_text("name\nAda\n", "utf-8")
    finished = run_booklet(
        *("merge", tmp_path / "one.csv", "--project", project, "--out", tmp_path, "--dry-run")
    )
    said = re.sub(r"\d+", "n", finished.out)
    counted = "n copy would be n files with n pages = n sheets of An, and take "
    assert re.fullmatch(rf"{counted}(about n min|less than a minute)\.\n", said)
    assert not (tmp_path / "copies").exists()


def test_a_cover_that_copies_share_is_drawn_once(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    drawn = []

    def draw(cover: CoverPicture) -> bytes:
        drawn.append(cover.svg)
        return render_cover(cover)

    monkeypatch.setattr(make, "render_cover", draw)
    (tmp_path / "chapters").mkdir()
    (tmp_path / "chapters/way.md").write_text("# A way\n\nA few words.\n", "utf-8")
    people = "name,title\nAda,\nBo,\nCy,Another\nDi,\n"
    (tmp_path / "people.csv").write_text(people, "utf-8")
    build_copies(tmp_path, tmp_path, tmp_path / "people.csv", Wanted(epub=True))
    assert len(drawn) == 2


def test_what_there_is_to_say_of_e_books_is_told(tmp_path: Path) -> None:
    (tmp_path / "chapters").mkdir()
    (tmp_path / "chapters/way.md").write_text("# \u9053 and way\n\nA few words.\n", "utf-8")
    (tmp_path / "people.csv").write_text("name\nAda\nBo\n", "utf-8")
    joined, _ = build_copies(tmp_path, tmp_path, tmp_path / "people.csv", Wanted(epub=True))
    assert [one.code for one in joined.findings].count("E703") == 1


def test_a_list_from_excel_is_read_like_one_of_text(
    project: Path, made: Path, tmp_path: Path
) -> None:
    (tmp_path / "people.xlsx").write_bytes(
        make_workbook([["Name", "School"], ["Ada Lovelace", "Elm Academy"]])
    )
    build_copies(project, tmp_path, tmp_path / "people.xlsx")
    (copy,) = (tmp_path / "copies").glob("*-copy-01.pdf")
    assert copy.read_bytes() == next(made.glob("*-copy-01.pdf")).read_bytes()


@pytest.mark.parametrize(
    ("content", "said"),
    [(b"", "the list is empty"), (b"name\n", "has no rows"), (b"\x00\x01\x02", "neither")],
)
def test_a_list_that_is_none_is_refused(
    content: bytes, said: str, project: Path, tmp_path: Path
) -> None:
    (tmp_path / "people.csv").write_bytes(content)
    with pytest.raises(ManuscriptError, match=said):
        build_copies(project, tmp_path, tmp_path / "people.csv")


def test_what_is_not_there_is_told(project: Path, tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="cannot be read"):
        build_copies(project, tmp_path, tmp_path / "nobody.csv")
    people = project / "people.csv"
    with pytest.raises(UsageError, match="no column 'who'"):
        build_copies(project, tmp_path, people, Wanted(names="who"))
    with pytest.raises(UsageError, match="no edition 'small'"):
        build_copies(project, tmp_path, people, Wanted(edition="small"))


@pytest.mark.validator
def test_copies_are_accessible_pdfs(made: Path, vera: Check) -> None:
    for number in (1, 3):
        (copy,) = made.glob(f"*-copy-{number:02}.pdf")
        assert vera(copy, "ua1", "3a") == []
