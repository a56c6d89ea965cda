"""The command line: what it says, where it says it, and how it ends."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from booklet import __version__
from booklet.cli import engineer
from booklet.common.errors import (
    BookletError,
    Finding,
    ManuscriptError,
    OutputError,
    Place,
    Severity,
)
from booklet.common.outputs import Product
from booklet.pipelines import book as pipeline

if TYPE_CHECKING:
    from collections.abc import Callable

ROOT = Path(__file__).resolve().parent.parent

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
        text=True,
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


def test_help_names_every_verb_and_gives_examples(run_booklet: Callable) -> None:
    help_text = run_booklet("--help").out
    for verb in ("pdf", "epub", "all", "cache", "new", "test"):
        assert re.search(rf"(?m)^  {verb} +[A-Z].*\.$", help_text), verb
    assert 'booklet new "Rules of thumb for meetings"' in help_text
    for jargon in ("ARGS", "<", "TEXT", "None"):
        assert jargon not in help_text.replace("COMMAND [ARGS]...", "")


@pytest.mark.parametrize("verb", ["pdf", "epub", "all", "new", "test"])
def test_every_verb_explains_itself_with_an_example(run_booklet: Callable, verb: str) -> None:
    help_text = run_booklet(verb, "--help").out
    assert f"Example: booklet {verb}" in help_text
    if verb in {"pdf", "epub", "all"}:
        for option in ("--project", "--out", "--strict", "--workers", "--no-cache", "--quiet"):
            assert option in help_text


def test_without_a_verb_it_shows_the_help(run_booklet: Callable) -> None:
    finished = run_booklet()
    assert "Commands:" in finished.out + finished.err


def test_it_tells_its_version(run_booklet: Callable) -> None:
    assert run_booklet("--version").out == f"booklet {__version__}\n"


def test_a_misspelt_verb_is_answered_with_the_right_one(run_booklet: Callable) -> None:
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
        "sys.stderr.write(' '.join(heavy & set(sys.modules)))\n"
    )
    finished = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True, cwd=ROOT
    )
    assert finished.stderr == ""


def test_an_ebook_needs_no_library_that_sets_pages(make_project: Callable) -> None:
    project = make_project({"chapters/one.md": "# One\n\nText.\n"})
    program = (
        "import sys\n"
        "class NoPango:\n"
        "    def find_spec(self, name, path=None, target=None):\n"
        "        if name.partition('.')[0] == 'weasyprint':\n"
        "            raise OSError('cannot load library libgobject-2.0-0')\n"
        "sys.meta_path.insert(0, NoPango())\n"
        "from booklet.cli import main\n"
        f"sys.argv = ['booklet', 'epub', '--project', {str(project)!r}]\n"
        "main()\n"
    )
    finished = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=False, cwd=ROOT
    )
    assert finished.returncode == 0, finished.stderr
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
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    project = make_project({"chapters/one.md": "# One\n\nText.\n"})
    for _ in range(2):
        finished = run_booklet("epub", "--no-page-list", "--project", project, "--no-cache")
        assert finished.out.startswith("Built ")
    assert not (tmp_path / "cache" / "cpd-booklet").exists()


def test_the_cache_is_shown_and_cleared(
    run_booklet: Callable, make_project: Callable, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    folder = tmp_path / "cache" / "cpd-booklet"
    project = make_project({"chapters/one.md": "# One\n\nText.\n"})
    assert run_booklet("cache", "show").out == f"{folder}: 0 entries, 0.0 MB\n"
    run_booklet("epub", "--no-page-list", "--project", project)
    assert run_booklet("cache", "show").out == f"{folder}: 2 entries, 0.0 MB\n"
    assert run_booklet("cache", "clear").out == f"Removed {folder}: 2 entries, 0.0 MB\n"
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
    assert not {0, 1} & set(codes)


def test_an_error_brings_its_findings(run_booklet: Callable, pretend: Callable) -> None:
    pretend(ManuscriptError("nothing was built", hint="Correct it.", findings=[WARNING]))
    assert run_booklet("epub").err == f"{WARNING}\nerror: nothing was built\n  hint: Correct it.\n"


def test_a_mistake_of_ours_shows_its_traceback_and_asks_for_a_report(
    run_booklet: Callable, pretend: Callable
) -> None:
    pretend(ZeroDivisionError("oops"))
    finished = run_booklet("epub")
    assert finished.code == 1
    assert "ZeroDivisionError: oops" in finished.err
    assert "Please report it" in finished.err


def test_an_interruption_is_no_mistake(run_booklet: Callable, pretend: Callable) -> None:
    pretend(KeyboardInterrupt())
    finished = run_booklet("epub")
    assert finished.code == 130
    assert finished.err.startswith("Stopped.")
    assert "Traceback" not in finished.err


@pytest.mark.skipif(sys.platform == "win32", reason="POSIX signals")
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
    for verb in ("pdf", "epub", "all"):
        finished = run_booklet(verb, "--project", tmp_path / "nowhere")
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


def test_new_starts_a_chapter(run_booklet: Callable, tmp_path: Path) -> None:
    finished = run_booklet("new", "Rules of thumb for meetings", "--project", tmp_path / "a b")
    assert finished.code == 0
    assert finished.out.splitlines() == [
        f"Wrote {tmp_path / 'a b' / 'chapters' / '01-rules-of-thumb-for-meetings.md'}",
        f"Wrote {tmp_path / 'a b' / 'booklet.toml'}",
    ]
    built = run_booklet("epub", "--project", tmp_path / "a b", "--strict")
    assert built.code == 0, built.err
    assert built.err == ""


def test_the_tests_get_what_follows(run_booklet: Callable, monkeypatch: pytest.MonkeyPatch) -> None:
    seen = {}

    def run(command: list[str], *, cwd: Path, check: bool) -> subprocess.CompletedProcess[str]:
        seen.update(command=command, cwd=cwd, check=check)
        return subprocess.CompletedProcess(command, 5)

    monkeypatch.setattr(engineer.subprocess, "run", run)
    assert run_booklet("test", "-x", "-k", "outputs", "tests/test_cli.py").code == 5
    assert seen["command"][1:] == ["-m", "pytest", "-x", "-k", "outputs", "tests/test_cli.py"]
    assert seen["cwd"] == ROOT


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
