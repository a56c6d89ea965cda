"""Each finding, brought about by the smallest project that does: `tests/findings/CODE-name/`.

A folder holds `in.md`, or a whole project, and `expected.txt`, what the author is told. What a
folder cannot hold, such as a file of six megabytes, is made by `make(project)` in its `make.py`.
For findings of the typesetter, which layouts rather than authors bring about, it holds `in.html`.
"""

from __future__ import annotations

import re
import runpy
import shutil
from typing import TYPE_CHECKING

import pytest
from conftest import ROOT

from booklet.common.errors import BookletError, SetupError
from booklet.common.finding_codes import CATALOGUE, STAGES
from booklet.pipelines.book import build_epub, typeset_pages
from booklet.pipelines.check import check_project, check_texts_of
from booklet.pipelines.collect import read_folder
from booklet.pipelines.handouts import build_handouts
from booklet.pipelines.merge import build_copies
from booklet.project import assemble_book, read_book, read_sources
from booklet.session.findings import about_choice, about_numbers, about_plan
from booklet.session.plan import plan_session
from booklet.theme.templates import Layouts
from booklet.web import finish_page, lay_out_web_page

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from booklet.common.errors import Finding

FOLDERS = sorted(path for path in (ROOT / "tests" / "findings").iterdir() if path.is_dir())
OURS = {"expected.txt", "make.py", "in.md"}


def found_in(project: Path) -> Sequence[Finding]:
    """Collect what a project's author is told."""
    try:
        return read_book(project).findings
    except BookletError as error:
        return error.findings or [error]  # type: ignore[list-item]  # it prints alike


def found_on_pages(html: str, code: str) -> Sequence[Finding]:
    """Collect what is said when some HTML is set as a chapter."""
    from render_samples import copy_of, division  # noqa: PLC0415 - slow, and seldom needed

    from booklet.scheduling.typeset_book import typeset  # noqa: PLC0415

    book = typeset(copy_of(division("in", html)))
    return (*book.findings, *(fault for fault in book.faults if fault.code == code))


def found_when_set(project: Path) -> Sequence[Finding]:
    """Collect what is said when the pages of a project are set."""
    return typeset_pages(project).findings


def refuse_to_set_pages() -> None:
    raise SetupError("Pango is missing", hint="Install it.")


def found_in_ebook(project: Path) -> Sequence[Finding]:
    """Collect what is said when an e-book is built where pages cannot be set."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("booklet.scheduling.worker_task.load_weasyprint", refuse_to_set_pages)
        return build_epub(project, project / "out").findings


def found_in_handouts(project: Path) -> Sequence[Finding]:
    """Collect what is said when handouts are built."""
    return build_handouts(project, project / "out")[0].findings


def found_in_copies(project: Path) -> Sequence[Finding]:
    """Collect what is said when copies are made from the list `people.csv`."""
    try:
        return build_copies(project, project / "out", project / "people.csv")[0].findings
    except BookletError as error:
        return error.findings


def found_in_session(project: Path) -> Sequence[Finding]:
    """Collect what is said of the plan for a session, or of booklets that were sent back."""
    if (project / "returned").is_dir():
        return read_folder(project / "returned", with_names=False)[1]
    book = read_book(project)
    (first, *_) = book.chapters
    plan, settings = plan_session(book, first), book.config.session
    return (
        *about_choice(first, book.chapters),
        *about_plan(plan, first),
        *about_numbers(has_numbers=bool(settings.copies), address=settings.page),
    )


def found_in_page(project: Path) -> Sequence[Finding]:
    """Collect what is said when the page for phones is made."""
    layouts = Layouts(project)
    return finish_page(lay_out_web_page(read_book(project), layouts), layouts).findings


def found_in_texts(project: Path) -> Sequence[Finding]:
    """Collect what is said about the texts, as a colleague would read them."""
    config, manuscript = read_sources(project)
    return check_texts_of(project, assemble_book(project, config, manuscript), manuscript)[1]


def found_in_check(project: Path) -> Sequence[Finding]:
    """Collect what a check says where pages cannot be set."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("booklet.scheduling.worker_task.load_weasyprint", refuse_to_set_pages)
        return check_project(project).findings


def found_in_import(project: Path) -> Sequence[Finding]:
    """Collect what is said when the project's other files are imported, the first one twice."""
    from booklet.importers.files import ImportedFile  # noqa: PLC0415 - a room of its own
    from booklet.importers.select import Choice  # noqa: PLC0415
    from booklet.pipelines.import_files import import_files  # noqa: PLC0415

    files = [path for path in sorted(project.iterdir()) if path.is_file()]
    said: Sequence[Finding] = ()
    for path in files:
        source = ImportedFile(path.name, path.read_bytes())
        said = import_files([source], project / "made", Choice()).findings
    return said


def write_project(folder: Path, project: Path) -> None:
    """Copy the project out of a finding's folder, and make what the folder cannot hold."""
    (project / "chapters").mkdir(parents=True)
    for source in sorted(folder.iterdir()):
        if source.name == "in.md":
            shutil.copy(source, project / "chapters" / "in.md")
        elif source.is_dir():
            shutil.copytree(source, project / source.name, symlinks=True, dirs_exist_ok=True)
        elif source.name not in OURS:
            shutil.copy(source, project / source.name)
    if (folder / "make.py").exists():
        runpy.run_path(str(folder / "make.py"))["make"](project)


FINDERS = {
    "E": found_in_ebook,
    "H": found_in_handouts,
    "L": found_in_copies,
    "I": found_in_import,
    "S": found_in_session,
    "W": found_in_page,
    "R": found_in_texts,
    "D": found_in_texts,
    "V": found_in_check,
    "T": found_when_set,
}
"""How findings with other letters than these are brought about: by reading the book."""


@pytest.mark.parametrize(
    "folder",
    [
        pytest.param(path, id=path.name, marks=[pytest.mark.slow] if path.name[0] in "HL" else [])
        for path in FOLDERS
    ],
)
def test_a_finding_says_place_problem_and_hint(
    folder: Path, tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    code = folder.name.partition("-")[0]
    if (folder / "in.html").exists():
        found = found_on_pages((folder / "in.html").read_text("utf-8"), code)
    else:
        write_project(folder, tmp_path / "project")
        found = FINDERS.get(code[0], found_in)(tmp_path / "project")
    said = "".join(f"{one}\n" for one in found)
    said = re.sub("'[^']+' of this machine", "'…' of this machine", said)
    if code == "T605" and "[T606]" in said:
        pytest.skip("this machine has no typeface besides ours that knows the character")
    expected = folder / "expected.txt"
    if request.config.getoption("--update-golden"):
        expected.write_text(said, "utf-8")
    assert said == expected.read_text("utf-8")
    assert re.search(rf"\[{code}\]|^booklet\.toml", said), "the folder shows another finding"
    assert "\n  hint: " in said


def test_every_code_has_a_folder_and_every_folder_a_code() -> None:
    shown = [folder.name.partition("-")[0] for folder in FOLDERS]
    assert len(shown) == len(set(shown))
    assert set(shown) == set(CATALOGUE)


def test_every_code_in_the_program_is_in_the_catalogue_and_the_other_way_round() -> None:
    catalogue = ROOT / "booklet" / "common" / "finding_codes.py"
    assert catalogue.is_file()
    program = "".join(
        path.read_text("utf-8") for path in (ROOT / "booklet").rglob("*.py") if path != catalogue
    )
    letters = "".join(STAGES)
    assert set(re.findall(rf'"([{letters}]\d{{3}})"', program)) == set(CATALOGUE)


def test_a_code_is_in_the_group_of_its_stage() -> None:
    in_order = sorted(CATALOGUE, key=lambda code: ([*STAGES].index(code[0]), code))
    assert list(CATALOGUE) == in_order
    assert all(meaning and not meaning.endswith(".") for meaning in CATALOGUE.values())
