"""Measure `typst watch` beside the preview: from a changed text to a picture of its page.

What it does not measure: the way from a key to the file, and from the picture to the screen, which
the times of the preview have in them; and no Markdown is read. Between the two stands a file, which
is looked at every few milliseconds. The picture is drawn as the preview draws it.

`python -m benchmarks.watching PROJECT FILE.pdf` watches a book until it is interrupted.
"""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING

import pypdfium2

from benchmarks.contestants import ROOT, module
from benchmarks.edits import middle_chapter
from benchmarks.measure import RunError
from booklet.preview.pdfium import DrawnPdf

if TYPE_CHECKING:
    from collections.abc import Mapping

PLAIN_WORDS = re.compile(r"(?m)^[A-Z][\w ,;.’–]{160,}")
"""The beginning of a paragraph of plain words."""

FAR_IN = 80
"""Characters from there to where something is typed."""

_MARKER = "Qzqz"
_LONGEST = 120.0
"""Seconds that typst may take to write the book."""
_LOOK_AGAIN = 0.003
_UNTIL_IT_WATCHES = 1.0
"""Seconds after the first file, for what changes meanwhile goes unnoticed."""


def main() -> None:
    """Watch the book that the command line names."""
    from benchmarks.yardsticks import typst  # noqa: PLC0415 - an extra

    typst.compiler(Path(sys.argv[1])).watch(sys.argv[2])


def time_edits(
    project: Path, pdf: Path, count: int, environment: Mapping[str, str]
) -> tuple[float, ...]:
    """Type letters into the middle chapter of a book that typst watches.

    Args:
        project: the folder of the book; its sources for typst are written.
        pdf: the file that typst writes.
        count: how many letters.
        environment: for the process that watches.

    Returns:
        Seconds from writing the text to the picture of its page, for each letter.

    Raises:
        RunError: when typst does not write the book.
    """
    from benchmarks.yardsticks import typst  # noqa: PLC0415 - an extra

    typst.write_sources(project)
    chapter = middle_chapter(project / typst.FOLDER, ".typ")
    text = chapter.read_text("utf-8")
    place = PLAIN_WORDS.search(text)
    if place is None:
        raise RunError(f"{chapter} has no paragraph of plain words")
    at = place.start() + FAR_IN
    command = module("watching", project, pdf)
    # It says on every edit that it has compiled.
    with subprocess.Popen(
        command, cwd=ROOT, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    ) as process:
        try:
            content = _await_file(process, pdf, b"")
            time.sleep(_UNTIL_IT_WATCHES)
            seconds = []
            page_index = None
            for letter in (f" {_MARKER} ", *"e" * count):
                text = text[:at] + letter + text[at:]
                began = time.perf_counter()
                chapter.write_text(text, "utf-8")
                content = _await_file(process, pdf, content)
                if page_index is None:
                    while (page_index := _find_page(content)) is None:
                        # What it wrote was begun before the text was changed.
                        content = _await_file(process, pdf, content)
                    continue
                DrawnPdf(content).draw(page_index, 1.0)
                seconds.append(time.perf_counter() - began)
            return tuple(seconds)
        finally:
            process.send_signal(signal.SIGINT)


def _await_file(process: subprocess.Popen[bytes], pdf: Path, before: bytes) -> bytes:
    """Wait until a file is there as a whole and says something else than before."""
    until, seen = time.monotonic() + _LONGEST, None
    while time.monotonic() < until and process.poll() is None:
        status = pdf.stat() if pdf.exists() else None
        stamp = status and (status.st_mtime_ns, status.st_size)
        if stamp and stamp != seen:
            content = pdf.read_bytes()
            if content.rstrip().endswith(b"%%EOF") and content != before:
                return content
            seen = stamp
        time.sleep(_LOOK_AGAIN)
    raise RunError(f"typst has not written {os.fspath(pdf)}")


def _find_page(content: bytes) -> int | None:
    document = pypdfium2.PdfDocument(content)
    try:
        for index in range(len(document)):
            if _MARKER in document[index].get_textpage().get_text_range():
                return index
    finally:
        document.close()
    return None


if __name__ == "__main__":
    main()
