"""WeasyPrint is loaded late, with the Pango that was found, and never speaks for itself."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from booklet.weasy import loader

ROOT = Path(loader.__file__).parents[2]

# No library can be opened, as on a machine that has none.
WITHOUT_PANGO = """
import ctypes, sys
def refuse(file):
    raise OSError(f"{file}: cannot open shared object file")
ctypes.CDLL = refuse
from booklet.cli import main
sys.argv = ["booklet", *sys.argv[1:]]
main()
"""


def run_without_pango(*arguments: object) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-c", WITHOUT_PANGO, *map(str, arguments)],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )


def test_without_pango_the_pdf_ends_in_one_sentence_of_ours(tmp_path: Path) -> None:
    chapter = tmp_path / "chapters" / "one.md"
    chapter.parent.mkdir()
    chapter.write_text("# One\n\nText.\n")
    finished = run_without_pango("pdf", "--project", tmp_path, "--no-cache")
    assert finished.returncode == 10
    assert "error: pages cannot be set because Pango is missing on this machine" in finished.stderr
    assert "hint: Install " in finished.stderr
    assert "WeasyPrint" not in finished.stdout + finished.stderr
    assert "Traceback" not in finished.stderr


def test_without_pango_there_is_an_ebook_all_the_same(tmp_path: Path) -> None:
    chapter = tmp_path / "chapters" / "one.md"
    chapter.parent.mkdir()
    chapter.write_text("# One\n\nText.\n")
    finished = run_without_pango("epub", "--project", tmp_path, "--no-cache")
    assert finished.returncode == 0, finished.stderr
    assert list(tmp_path.glob("out/*.epub"))
    assert "Pango is missing" in finished.stderr
    assert "WeasyPrint" not in finished.stdout + finished.stderr


def test_a_missing_pango_does_not_stand_in_the_way_of_importing() -> None:
    """What plans pages can be used on a machine that cannot set them."""
    code = (
        "import sys, booklet.scheduling.resolve_page_numbers, booklet.weasy.diagnostics\n"
        "sys.exit('weasyprint' in sys.modules)"
    )
    finished = subprocess.run([sys.executable, "-c", code], cwd=ROOT, check=False)
    assert finished.returncode == 0


def test_without_assertions_no_page_is_set(tmp_path: Path) -> None:
    """WeasyPrint's assertions do work, so its pages would be others, and wrong."""
    chapter = tmp_path / "chapters" / "one.md"
    chapter.parent.mkdir()
    chapter.write_text("# One\n\nText.\n")
    command = [sys.executable, "-O", ROOT / "build.py"]
    arguments = ["pdf", "--project", tmp_path, "--no-cache"]
    finished = subprocess.run(
        [*command, *arguments], capture_output=True, text=True, check=False, cwd=ROOT
    )
    assert finished.returncode == 10
    assert "error: Python was started without assertions" in finished.stderr
    assert "hint: Leave out the option -O" in finished.stderr
