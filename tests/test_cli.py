"""The command line: what it says, where it says it, and how it ends."""

from __future__ import annotations

import errno
import io
import os
import re
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from PIL import Image
from systems import keep_caches_in, needs_links, needs_posix

from booklet import __version__
from booklet.cli.console import DOUBLE_CLICKED
from booklet.cli.failures import report_failure
from booklet.common.bug_report import FIRST_LINE
from booklet.common.cache import cache_folder
from booklet.common.errors import (
    BookletError,
    BugError,
    Finding,
    ManuscriptError,
    OutputError,
    Place,
    SetupError,
    Severity,
    UsageError,
)
from booklet.common.outputs import Product
from booklet.pipelines import book as pipeline
from booklet.theme.editions import EDITIONS

if TYPE_CHECKING:
    from collections.abc import Callable

ROOT = Path(__file__).resolve().parent.parent
COMMAND_NAMES = (
    *("new", "import", "preview", "all", "pdf", "epub", "check", "handouts", "rules-poster"),
    *("session", "share", "collect", "merge", "impose", "print-me", "test-sheet", "doctor"),
    *("offline-kit", "cache", "test"),
)

WARNING = Finding(
    "M101",
    Severity.WARNING,
    "the chapter has no title",
    "Begin it with '# A title'.",
    Place("chapters/02-b.md", 3),
)
EARLIER = Finding(
    "M102", Severity.WARNING, "this comes first", "Look.", Place("chapters/01-a.md", 20)
)


def shell(*arguments: object, **environment: str) -> subprocess.CompletedProcess[str]:
    """Run the program as a process of its own."""
    return subprocess.run(
        [sys.executable, "-m", "booklet", *map(str, arguments)],
        capture_output=True,
        encoding="utf-8",
        errors="replace",
        check=False,
        cwd=ROOT,
        env={**os.environ, **environment},
    )


@pytest.fixture
def pretend(monkeypatch: pytest.MonkeyPatch) -> Callable[[object], None]:
    """Let `build_epub` return or raise what a test wants."""

    def set_result(result: object) -> None:
        def build_epub(*_: object, **__: object) -> object:
            if isinstance(result, BaseException):
                raise result
            return result

        monkeypatch.setattr(pipeline, "build_epub", build_epub)

    return set_result


def test_help_names_every_command_and_gives_examples(run_booklet: Callable) -> None:
    help_text = run_booklet("--help").out
    listed = help_text.partition("Commands:")[2].partition("Examples:")[0]
    assert re.findall(r"(?m)^  (\S+) +[A-Z].*\.$", listed) == list(COMMAND_NAMES)
    assert "..." not in listed
    assert 'booklet new "Rules of thumb for meetings"' in help_text
    for jargon in ("ARGS", "<", "TEXT", "None"):
        assert jargon not in help_text.replace("COMMAND [ARGS]...", "")


@pytest.mark.parametrize("command", [*COMMAND_NAMES, "cache show", "cache clear"])
def test_every_command_explains_itself_with_an_example(run_booklet: Callable, command: str) -> None:
    help_text = run_booklet(*command.split(), "--help").out
    said = help_text.replace("{{name}}", "").replace(" [ARGS]...", "")
    assert not re.search(r"[<{}]|\.\.\.|x>=", said)
    if command != "cache":
        assert f"Example: booklet {command}" in help_text
    if command in {"pdf", "epub", "all", "handouts"}:
        for option in ("--project", "--out", "--strict", "--workers", "--no-cache", "--quiet"):
            assert option in help_text


@pytest.mark.parametrize(
    ("command", "everyday", "engineers"),
    [
        ("", {"new", "all", "doctor"}, {"offline-kit", "cache", "test"}),
        ("pdf", {"--edition", "--open", "--quiet"}, {"--workers", "--scheduler", "--no-cache"}),
        ("impose", {"--copies", "--paper"}, {"--creep", "--creep-factor", "--signature"}),
    ],
)
def test_what_engineers_need_stands_in_a_section_of_its_own(
    run_booklet: Callable, command: str, everyday: set[str], engineers: set[str]
) -> None:
    first, _, second = run_booklet(*command.split(), "--help").out.partition("For engineers:")
    names = set(re.findall(r"(?m)^  (?:-\w, )?(\S+)", second.partition("Example")[0]))
    assert names == engineers
    assert everyday <= set(re.findall(r"(?m)^  (?:-\w, )?(\S+)", first))


def test_the_help_and_the_guide_name_every_edition(run_booklet: Callable) -> None:
    help_text = " ".join(run_booklet("pdf", "--help").out.split())
    guide = (ROOT / "docs" / "editions.md").read_text("utf-8")
    for name in EDITIONS:
        assert f" {name}, " in help_text
        assert f"`{name}`" in guide


def test_without_a_command_it_shows_the_help(run_booklet: Callable) -> None:
    finished = run_booklet()
    assert "Commands:" in finished.out + finished.err


def test_it_tells_its_version(run_booklet: Callable) -> None:
    assert run_booklet("--version").out == f"booklet {__version__}\n"


def test_a_misspelt_command_is_answered_with_the_right_one(run_booklet: Callable) -> None:
    finished = run_booklet("epbu")
    assert finished.code == 2
    assert "Did you mean 'epub'?" in finished.err


def test_help_imports_nothing_heavy() -> None:
    program = (
        "import sys\n"
        "from booklet.cli import main\n"
        "sys.argv = ['booklet', 'pdf', '--help']\n"
        "try:\n    main()\nexcept SystemExit:\n    pass\n"
        "heavy = {'weasyprint', 'ebooklib', 'markdown', 'PIL', 'lxml', 'pikepdf', 'jinja2'}\n"
        "heavy |= {'asyncio', 'packaging', 'booklet.importers', 'booklet.cli.preview'}\n"
        "sys.stderr.write(' '.join(heavy & set(sys.modules)))\n"
    )
    finished = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True, cwd=ROOT
    )
    assert finished.stderr == ""


@pytest.mark.slow
def test_an_ebook_needs_no_library_that_sets_pages(make_project: Callable) -> None:
    project = make_project({"chapters/one.md": "# One\n\nText.\n"})
    program = (
        "import ctypes, sys\n"
        "def refuse(file): raise OSError(file)\n"
        "ctypes.CDLL = refuse\n"
        "from booklet.cli import main\n"
        f"sys.argv = ['booklet', 'epub', '--project', {str(project)!r}]\n"
        "main()\n"
    )
    finished = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=False, cwd=ROOT
    )
    assert finished.returncode == 0, finished.stderr
    assert "no list of printed pages: pages cannot be set because Pango is missing" in (
        finished.stderr
    )
    assert list((project / "out").glob("*.epub"))


def test_the_last_line_says_what_was_built(
    run_booklet: Callable, pretend: Callable, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.chdir(tmp_path)
    pretend(Product(tmp_path / "out" / "a.epub", "2 chapters", ()))
    finished = run_booklet("epub")
    assert finished.out == f"Built {Path('out/a.epub')} (2 chapters)\n"
    assert finished.err == ""
    assert finished.code == 0


@pytest.mark.slow
def test_a_build_with_nothing_to_do_says_so_and_imports_no_stage(make_project: Callable) -> None:
    project = make_project({"chapters/one.md": "# One\n\nText.\n"})
    program = (
        "import sys\n"
        "from booklet.cli import main\n"
        f"sys.argv = ['booklet', 'pdf', '--project', {str(project)!r}]\n"
        "try:\n    main()\nexcept SystemExit:\n    pass\n"
        "heavy = {'weasyprint', 'markdown', 'nh3', 'PIL', 'lxml', 'pikepdf', 'jinja2'}\n"
        "print(*(heavy & set(sys.modules)))\n"
    )

    def run() -> list[str]:
        command = [sys.executable, "-c", program]
        finished = subprocess.run(command, capture_output=True, text=True, check=True, cwd=ROOT)
        return finished.stdout.splitlines()

    first, second = run(), run()
    assert [line.replace("Built", "Unchanged") for line in first[:-1]] == second[:-1]
    assert all(line.startswith("Unchanged ") for line in second[:-1])
    assert (bool(first[-1]), second[-1]) == (True, "")


def test_no_cache_builds_anew_and_keeps_nothing(
    run_booklet: Callable, make_project: Callable, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    keep_caches_in(tmp_path / "cache", monkeypatch)
    project = make_project({"chapters/one.md": "# One\n\nText.\n"})
    for _ in range(2):
        finished = run_booklet("epub", "--no-page-list", "--project", project, "--no-cache")
        assert finished.out.startswith("Built ")
    assert not cache_folder().exists()


def test_the_cache_is_shown_and_cleared(
    run_booklet: Callable, make_project: Callable, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    keep_caches_in(tmp_path / "cache", monkeypatch)
    folder = cache_folder()
    project = make_project({"chapters/one.md": "# One\n\nText.\n"})
    assert run_booklet("cache", "show").out == f"{folder}: 0 entries, 0.0 MB\n"
    run_booklet("epub", "--no-page-list", "--project", project)
    assert run_booklet("cache", "show").out == f"{folder}: 4 entries, 0.1 MB\n"
    assert run_booklet("cache", "clear").out == f"Removed {folder}: 4 entries, 0.1 MB\n"
    assert not folder.exists()
    again = run_booklet("epub", "--no-page-list", "--project", project)
    assert again.out.startswith("Built ")
    assert "Example: booklet cache clear" in run_booklet("cache", "clear", "--help").out


def test_workers_and_a_scheduler_exclude_each_other(
    run_booklet: Callable, make_project: Callable
) -> None:
    project = make_project({"chapters/one.md": "# One\n"})
    options = ("--workers", "2", "--scheduler", "tcp://127.0.0.1:1")
    finished = run_booklet("pdf", "--project", project, *options)
    assert finished.code == 2
    assert "--workers and --scheduler cannot be used together" in finished.err


def test_quiet_keeps_only_what_needs_attention(run_booklet: Callable, pretend: Callable) -> None:
    pretend(Product(Path("a.epub"), "2 chapters", (WARNING,)))
    finished = run_booklet("epub", "--quiet")
    assert finished.out == ""
    assert "the chapter has no title" in finished.err


def test_quiet_leaves_out_notes(run_booklet: Callable, pretend: Callable) -> None:
    note = Finding("M103", Severity.NOTE, "something to know", "No matter.")
    pretend(Product(Path("a.epub"), "2 chapters", (note,)))
    assert "something to know" in run_booklet("epub").err
    assert run_booklet("epub", "--quiet").err == ""


def test_findings_are_sorted_and_said_once(run_booklet: Callable, pretend: Callable) -> None:
    pretend(Product(Path("a.epub"), "2 chapters", (WARNING, EARLIER, WARNING)))
    finished = run_booklet("epub")
    assert finished.err == f"{EARLIER}\n{WARNING}\n"
    assert "Built" in finished.out


@pytest.mark.parametrize("family", BookletError.__subclasses__(), ids=lambda f: f.__name__)
def test_each_family_of_errors_has_its_exit_code(
    run_booklet: Callable, pretend: Callable, family: type[BookletError]
) -> None:
    pretend(family("it went wrong", hint="Do this.", place=Place("chapters/a.md", 3)))
    finished = run_booklet("epub")
    assert finished.code == family.exit_code
    assert finished.err == "chapters/a.md:3: error: it went wrong\n  hint: Do this.\n"
    assert finished.out == ""


def test_exit_codes_tell_families_apart() -> None:
    codes = [family.exit_code for family in BookletError.__subclasses__()]
    assert sorted(set(codes)) == sorted(codes)
    assert not {0, 1, BugError.exit_code} & set(codes)


@pytest.mark.parametrize(
    ("arguments", "problem", "hint"),
    [
        (["pdf", "--copys", "3"], "there is no option '--copys'", "Did you mean --copies"),
        (["pfd"], "no such command 'pfd'", "Did you mean 'pdf'? 'booklet --help' tells"),
        (
            ["new", "Two", "words", "more"],
            "it is not clear what 'words more' is for\n",
            "What has spaces stands in quotation marks, and a folder behind --project. 'booklet",
        ),
        (
            ["pdf", "../ours"],
            "it is not clear what '../ours' is for\n",
            "What has spaces stands in",
        ),
        (["impose"], "missing argument 'FILE'", "'booklet impose --help' tells"),
        (
            ["pdf", "--copies", "x"],
            "invalid value for '--copies': write a number\n",
            "'booklet pdf --help' tells",
        ),
        (
            ["pdf", "--copies", "0"],
            "invalid value for '--copies': write a number from 1 on\n",
            "'booklet pdf --help' tells",
        ),
        (
            ["check", "--format", "xml"],
            "invalid value for '--format': 'xml' is not one of 'text', 'json', 'sarif'\n",
            "'booklet check --help' tells",
        ),
        (
            ["session", "--minutes", "999"],
            "invalid value for '--minutes': write a number up to 600\n",
            "'booklet session --help' tells",
        ),
    ],
)
def test_what_no_command_understands_is_told_as_every_error_is(
    run_booklet: Callable, arguments: list[str], problem: str, hint: str
) -> None:
    finished = run_booklet(*arguments)
    assert finished.code == UsageError.exit_code
    assert finished.err.startswith(f"error: {problem}")
    assert f"\n  hint: {hint}" in finished.err
    assert len(finished.err.splitlines()) == 2


def test_without_a_command_the_help_is_shown(run_booklet: Callable) -> None:
    finished = run_booklet()
    assert finished.code == UsageError.exit_code
    assert "Commands:" in finished.err


def test_an_error_brings_its_findings(run_booklet: Callable, pretend: Callable) -> None:
    pretend(ManuscriptError("nothing was built", hint="Correct it.", findings=[WARNING]))
    assert run_booklet("epub").err == f"{WARNING}\nerror: nothing was built\n  hint: Correct it.\n"


def test_a_fault_of_the_program_is_reported_in_a_file_beside_the_output(
    run_booklet: Callable, pretend: Callable, tmp_path: Path
) -> None:
    pretend(ZeroDivisionError("oops"))
    out = tmp_path / "of mine"
    finished = run_booklet("epub", f"--out={out}")
    assert finished.code == BugError.exit_code
    assert finished.out == ""
    assert len(finished.err.splitlines()) == 1
    assert "Traceback" not in finished.err
    report = (out / "bug-report.txt").read_text("utf-8")
    assert str(out / "bug-report.txt") in finished.err
    assert "Traceback (most recent call last)" in report
    assert report.endswith("ZeroDivisionError: oops\n")


def test_a_report_goes_when_what_has_failed_is_built(
    run_booklet: Callable, make_project: Callable
) -> None:
    project = make_project({"chapters/01-one.md": "# One\n\nText.\n"})
    report = project / "out" / "bug-report.txt"
    for text, is_ours in ((f"{FIRST_LINE}\n\nCommand: x\n", True), ("Of my own.\n", False)):
        report.parent.mkdir(exist_ok=True)
        report.write_text(text, "utf-8")
        finished = run_booklet("epub", "--no-page-list", "--project", project)
        assert finished.code == 0
        assert report.exists() is not is_ours
        assert ("Removed the report" in finished.out) is is_ours


def test_a_report_lies_in_the_folder_out_without_an_option(
    run_booklet: Callable, pretend: Callable, tmp_path: Path
) -> None:
    pretend(BugError("setting 'One'", "Traceback: of a worker\n"))
    finished = run_booklet("epub", "--project", tmp_path)
    assert finished.code == BugError.exit_code
    assert "while setting 'One'" in finished.err
    assert (
        (tmp_path / "out/bug-report.txt")
        .read_text("utf-8")
        .endswith("\n\nTraceback: of a worker\n")
    )


def test_a_report_that_cannot_be_written_there_goes_to_a_temporary_file(
    run_booklet: Callable, pretend: Callable, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(
        "booklet.cli.failures.find_temporary_folder", lambda: tmp_path / "temporary"
    )
    (tmp_path / "out").write_text("in the way")
    pretend(ZeroDivisionError("oops"))
    finished = run_booklet("epub", "--project", tmp_path)
    assert finished.code == BugError.exit_code
    assert str(tmp_path / "temporary/bug-report.txt") in finished.err
    assert (tmp_path / "temporary/bug-report.txt").exists()


def test_a_report_that_cannot_be_written_at_all_is_shown(
    run_booklet: Callable, pretend: Callable, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "out").write_text("in the way")
    monkeypatch.setattr("booklet.cli.failures.find_temporary_folder", lambda: tmp_path / "out")
    pretend(ZeroDivisionError("oops"))
    finished = run_booklet("epub", "--project", tmp_path)
    assert finished.code == BugError.exit_code
    assert "ZeroDivisionError: oops" in finished.err
    assert "the lines above" in finished.err


@pytest.mark.parametrize(
    ("error", "code", "words"),
    [
        (MemoryError(), SetupError.exit_code, "error: there is not enough memory\n"),
        (OSError(errno.ENOSPC, "x", "a.pdf"), OutputError.exit_code, "the disk of 'a.pdf' is full"),
    ],
)
def test_what_a_machine_has_run_out_of_is_no_fault_of_the_program(
    *,
    error: Exception,
    code: int,
    words: str,
    run_booklet: Callable,
    pretend: Callable,
    tmp_path: Path,
) -> None:
    pretend(error)
    finished = run_booklet("epub", "--project", tmp_path)
    assert finished.code == code
    assert words in finished.err
    assert "\n  hint: " in finished.err
    assert not (tmp_path / "out").exists()


def test_an_interruption_is_no_mistake(run_booklet: Callable, pretend: Callable) -> None:
    pretend(KeyboardInterrupt())
    finished = run_booklet("epub")
    assert finished.code == 130
    assert finished.err.startswith("Stopped.")
    assert "Traceback" not in finished.err


@needs_posix
def test_ctrl_c_ends_a_real_run_cleanly(make_project: Callable) -> None:
    text = "# One\n\n" + "Some words to set on many pages. " * 4000
    project = make_project({f"chapters/{n:02}.md": text for n in range(1, 20)})
    with subprocess.Popen(
        [sys.executable, "-m", "booklet", "pdf", "--project", str(project)],
        stderr=subprocess.PIPE,
        text=True,
        cwd=ROOT,
    ) as process:
        while not (project / "out").exists():  # it is made just before the long work begins
            assert process.poll() is None
            time.sleep(0.05)
        time.sleep(1)
        process.send_signal(signal.SIGINT)
        _, err = process.communicate(timeout=30)
    assert process.returncode == 130, err
    assert err.startswith("Stopped.")
    assert list((project / "out").iterdir()) == []


def test_colour_is_for_terminals_that_want_it(make_project: Callable) -> None:
    project = make_project({"chapters/one.md": "---\ntitel: One\n---\n\nText.\n"})
    command = ("epub", "--project", project)
    plain = shell(*command, NO_COLOR="1", FORCE_COLOR="")
    coloured = shell(*command, FORCE_COLOR="1", NO_COLOR="", TERM="xterm")
    assert "titel" in plain.stderr
    assert "\x1b[" not in plain.stderr + plain.stdout + coloured.stdout
    assert "\x1b[1;3" in coloured.stderr
    assert re.sub(r"\x1b\[[\d;]*m", "", coloured.stderr) == plain.stderr


def test_a_folder_that_is_not_there_is_a_usage_error(run_booklet: Callable, tmp_path: Path) -> None:
    for command in ("pdf", "epub", "all"):
        finished = run_booklet(command, "--project", tmp_path / "nowhere")
        assert finished.code == 2
        assert "nowhere" in finished.err
        assert "hint:" in finished.err


def test_results_go_where_out_says(run_booklet: Callable, make_project: Callable) -> None:
    project = make_project({"chapters/one.md": "# One\n\nText.\n"})
    elsewhere = project.parent / "else where"
    finished = run_booklet("epub", "--project", project, "--out", elsewhere)
    assert finished.code == 0, finished.err
    assert [path.suffix for path in elsewhere.iterdir()] == [".epub"]
    assert not (project / "out").exists()


def test_strict_builds_nothing_while_there_are_warnings(
    run_booklet: Callable, make_project: Callable
) -> None:
    project = make_project({"chapters/one.md": "# One\n\n![](missing.png)\n"})
    finished = run_booklet("epub", "--project", project, "--strict")
    assert finished.code == ManuscriptError.exit_code
    assert "missing.png" in finished.err
    assert not list(project.glob("out/*"))


def test_new_starts_a_booklet(run_booklet: Callable, tmp_path: Path) -> None:
    finished = run_booklet("new", "Rules of thumb for meetings", "--project", tmp_path / "a b")
    assert finished.code == 0
    chapter = tmp_path / "a b" / "chapters" / "01-rules-of-thumb-for-meetings.md"
    *written, edit, build = finished.out.splitlines()
    assert written[:2] == [f"Wrote {chapter}", f"Wrote {tmp_path / 'a b' / 'booklet.toml'}"]
    assert edit.startswith(f"Open {chapter} in any text editor")
    assert build == f'Then type: booklet all --project "{tmp_path / "a b"}"'
    built = run_booklet("epub", "--project", tmp_path / "a b", "--strict")
    assert built.code == ManuscriptError.exit_code
    assert "[M123]" in built.err
    built = run_booklet("epub", "--project", tmp_path / "a b")
    assert built.code == 0, built.err
    assert built.err.count("warning: ") == 1


def test_new_in_a_booklet_says_less(
    run_booklet: Callable, make_project: Callable, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(make_project({"chapters/01-a.md": "# A\n"}))
    finished = run_booklet("new", "B")
    assert finished.out.splitlines() == [
        f"Wrote {Path('chapters/02-b.md')}",
        f"Open {Path('chapters/02-b.md')} in any text editor and write over what is there.",
        "Then type: booklet all",
    ]


@pytest.mark.parametrize(("is_new", "questions"), [(True, 2), (False, 1)])
def test_new_asks_whoever_sits_at_a_terminal(
    run_booklet: Callable,
    make_project: Callable,
    monkeypatch: pytest.MonkeyPatch,
    *,
    is_new: bool,
    questions: int,
) -> None:
    project = make_project({"notes.txt": ""} if is_new else {"chapters/01-a.md": "# A\n"})
    terminal = io.StringIO("Meetings\nJo Smith\n")
    monkeypatch.setattr(terminal, "isatty", lambda: True)
    monkeypatch.setattr(sys, "stdin", terminal)
    finished = run_booklet("new", "--project", project)
    assert finished.code == 0, finished
    assert finished.err.startswith(f"What is the {'booklet' if is_new else 'chapter'} called?")
    assert finished.err.count("?") == questions
    if is_new:
        assert 'author = "Jo Smith"' in (project / "booklet.toml").read_text("utf-8")


@pytest.mark.parametrize("is_double_clicked", [True, False])
def test_a_window_stays_while_there_are_warnings_to_read(
    run_booklet: Callable,
    make_project: Callable,
    monkeypatch: pytest.MonkeyPatch,
    *,
    is_double_clicked: bool,
) -> None:
    project = make_project({"chapters/01-a.md": ""})
    terminal = io.StringIO("\n")
    monkeypatch.setattr(terminal, "isatty", lambda: True)
    monkeypatch.setattr(sys, "stdin", terminal)
    if is_double_clicked:
        monkeypatch.setenv(DOUBLE_CLICKED, "1")
    for text, has_warnings in (("", False), ("[Lost](#nowhere)", True)):
        (project / "chapters/01-a.md").write_text(f"# A\n\nText. {text}\n", "utf-8")
        finished = run_booklet("epub", "--no-page-list", "--project", project)
        assert finished.code == 0
        stays = "Press Return to close this window." in finished.out
        assert stays is (is_double_clicked and has_warnings)


def test_hints_name_the_program_as_it_was_typed(run_booklet: Callable, tmp_path: Path) -> None:
    finished = run_booklet("pdf", "--project", tmp_path)
    assert 'To begin one here, type: booklet new "My title"' in finished.err
    assert "build.py" not in finished.err


def test_new_without_a_title_and_a_terminal_is_a_usage_error(
    run_booklet: Callable, tmp_path: Path
) -> None:
    finished = run_booklet("new", "--project", tmp_path)
    assert finished.code == 2
    assert "a chapter needs a title" in finished.err
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("title", ["../school", ".", "/home/head", "C:\\booklet", "~/booklet"])
def test_new_takes_no_folder_for_a_title(run_booklet: Callable, tmp_path: Path, title: str) -> None:
    finished = run_booklet("new", title, "--project", tmp_path)
    assert finished.code == UsageError.exit_code
    assert "is a folder, and no title" in finished.err
    assert finished.err.rstrip().endswith(title.removeprefix("~"))  # Windows gets the home folder
    assert list(tmp_path.iterdir()) == []


def test_the_tests_get_what_follows(run_booklet: Callable, monkeypatch: pytest.MonkeyPatch) -> None:
    seen = {}

    def run(command: list[str], *, cwd: Path, check: bool) -> subprocess.CompletedProcess[str]:
        seen.update(command=command, cwd=cwd, check=check)
        return subprocess.CompletedProcess(command, 5)

    monkeypatch.setattr(subprocess, "run", run)
    assert run_booklet("test", "-x", "-k", "outputs", "tests/test_cli.py").code == 5
    assert seen["command"][1:] == ["-m", "pytest", "-x", "-k", "outputs", "tests/test_cli.py"]
    assert seen["cwd"] == ROOT
    run_booklet("test", "--quick", "-x")
    assert seen["command"][1:] == ["-m", "pytest", "-m", "not slow and not validator", "-x"]


def test_a_full_disk_is_told_without_a_traceback(
    run_booklet: Callable, make_project: Callable, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(_: int) -> None:
        raise OSError(28, "No space left on device")

    project = make_project({"chapters/one.md": "# One\n\nText.\n"})
    monkeypatch.setattr(os, "fsync", fail)
    finished = run_booklet("epub", "--project", project)
    assert finished.code == OutputError.exit_code
    assert "disk is full" in finished.err
    assert list((project / "out").iterdir()) == []


def test_a_terminal_without_some_letters_gets_numbers_for_them(make_project: Callable) -> None:
    """Where a program's output goes on Windows, there is a code page of some hundred letters."""
    project = make_project(
        {"booklet.toml": 'title = "Reguły"', "chapters/Правила.md": "---\ntitel: Ł\n---\n\nText.\n"}
    )
    for encoding in ("cp1252", "ascii"):
        finished = shell(
            "epub",
            "--no-page-list",
            "--project",
            project,
            PYTHONIOENCODING=encoding,
            PYTHONUTF8="0",
        )
        assert finished.returncode == 0, finished.stderr
        assert "reguly.epub" in finished.stdout
        assert r"chapters/\u041f\u0440\u0430\u0432\u0438\u043b\u0430.md" in finished.stderr
        assert "Traceback" not in finished.stderr


@pytest.mark.skipif(sys.platform != "win32", reason="only Windows refuses to replace open files")
def test_a_booklet_that_a_reader_has_open_is_kept_and_named(
    run_booklet: Callable, make_project: Callable
) -> None:
    project = make_project({"chapters/one.md": "# One\n\nText.\n"})
    command = ("epub", "--no-page-list", "--project", project)
    assert run_booklet(*command).code == 0
    (book,) = (project / "out").iterdir()
    good = book.read_bytes()
    (project / "chapters" / "one.md").write_text("# One\n\nAnother text.\n", "utf-8")
    with book.open("rb"):
        finished = run_booklet(*command)
    assert finished.code == 9
    assert "open in another program: close it and try again" in finished.err
    assert book.read_bytes() == good
    assert list((project / "out").iterdir()) == [book]
    assert run_booklet(*command).out.startswith("Built ")
    assert book.read_bytes() != good


def test_many_findings_of_a_kind_are_counted_and_still_stop_a_strict_build(
    tmp_path: Path,
) -> None:
    (tmp_path / "chapters").mkdir()
    Image.new("RGB", (4, 4)).save(tmp_path / "chapters" / "a.png")
    (tmp_path / "chapters" / "a.md").write_text("# One\n\n" + "![](a.png)\n\n" * 9)
    finished = shell("epub", "--no-page-list", "--project", tmp_path)
    assert finished.stderr.count("[K532]") == 6
    assert "and 4 more of this kind: a picture without a description [K532]" in finished.stderr
    finished = shell("epub", "--no-page-list", "--strict", "--project", tmp_path)
    assert finished.returncode == 4
    assert "nothing was built because of 9 warnings" in finished.stderr


@needs_links
@pytest.mark.parametrize("command", ["pdf", "epub", "all", "handouts", "print-me", "test-sheet"])
def test_a_project_decides_nowhere_to_write_but_in_itself(
    run_booklet: Callable, make_project: Callable, tmp_path: Path, command: str
) -> None:
    project, elsewhere = make_project({"chapters/01-one.md": "# One\n\nText.\n"}), tmp_path / "else"
    elsewhere.mkdir()
    (project / "out").symlink_to(elsewhere)
    finished = run_booklet(command, "--project", project)
    assert finished.code == OutputError.exit_code
    assert "'out' is a link that leads out of the project" in finished.err
    assert list(elsewhere.iterdir()) == []


@needs_links
def test_not_even_a_report_goes_where_a_project_wants_it(
    make_project: Callable, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    project, elsewhere = make_project({"chapters/01-one.md": "# One\n"}), tmp_path / "else"
    elsewhere.mkdir()
    (project / "out").symlink_to(elsewhere)
    monkeypatch.setattr("booklet.cli.failures.find_temporary_folder", lambda: tmp_path)
    code = report_failure(ZeroDivisionError("oops"), ["epub", "--project", str(project)])
    assert code == BugError.exit_code
    assert list(elsewhere.iterdir()) == []
    assert (tmp_path / "bug-report.txt").exists()


@needs_posix
@pytest.mark.parametrize(
    "redirection", ["2>&-", ">&-", ">/dev/full", "2>/dev/full", ">/dev/full 2>&1", "| true"]
)
def test_a_build_succeeds_where_nobody_can_read_what_it_says(
    make_project: Callable, redirection: str
) -> None:
    if "/dev/full" in redirection and not Path("/dev/full").exists():
        pytest.skip("no /dev/full here")
    project = make_project({"chapters/01-one.md": "# One\n\nText [^1].\n"})
    command = f'"{sys.executable}" build.py epub --no-page-list --project "{project}" {redirection}'
    finished = subprocess.run(
        ["bash", "-c", f"set -o pipefail; {command}"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert finished.returncode == 0
    assert "Traceback" not in finished.stderr
    assert "Exception" not in finished.stderr
    assert list((project / "out").glob("*.epub"))


def test_a_folder_full_of_modules_runs_none_of_them(tmp_path: Path) -> None:
    for name in ("typer", "rich", "yaml", "tomllib"):
        (tmp_path / f"{name}.py").write_text("raise SystemExit('hostile')")
    finished = subprocess.run(
        [sys.executable, "-m", "booklet", "--version"],
        cwd=tmp_path,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert (finished.returncode, finished.stderr) == (0, "")
    assert finished.stdout.startswith("booklet ")


@needs_posix
def test_a_cache_that_others_can_write_to_is_not_used_and_that_is_said(
    run_booklet: Callable, make_project: Callable, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    keep_caches_in(tmp_path / "caches", monkeypatch)
    cache_folder().mkdir(parents=True)
    cache_folder().chmod(0o777)
    project = make_project({"chapters/01-one.md": "# One\n\nText.\n"})
    finished = run_booklet("epub", "--no-page-list", "--project", project)
    assert finished.code == 0
    assert "nothing is kept for the next build" in finished.err
    assert "may be written to by other users" in finished.err
    assert list(cache_folder().iterdir()) == []
