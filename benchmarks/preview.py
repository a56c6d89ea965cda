"""Measure the preview in Chromium: from a key to its page on the screen, and to its letter.

    python -m benchmarks.preview --quick     a minute: does everything still run?
    python -m benchmarks.preview             on a machine with two cores that does nothing else

A key is pressed as soon as the page of the one before is seen, so nothing rests in between. The
page is seen in the first frame after its new picture has taken the place of the old one.

Where the package `typst` is installed, a second line has what `typst watch` takes on the same text,
from the changed file to a picture of the page; see `watching` for what that leaves out.
"""

from __future__ import annotations

import argparse
import importlib
import importlib.util
import json
import re
import shutil
import signal
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path
from statistics import median, quantiles
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from benchmarks.contestants import ROOT, Workshop, ours
from benchmarks.corpus import write_corpus
from benchmarks.edits import middle_chapter
from benchmarks.measure import RunError
from benchmarks.watching import FAR_IN, PLAIN_WORDS, time_edits

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

_LONGEST = 1800.0
"""Seconds that a long book may take until all its pages are there."""

_SHORTEST_GOAL = 0.5
"""Seconds, for our own two reflections, of which there is no text for typst."""

_IS_SETTLED = "document.getElementById('status').dataset.kind === 'good'"
_WATCH = """((at) => {
  const area = document.getElementById('text');
  area.focus();
  area.setSelectionRange(at, at);
  area.addEventListener('beforeinput', () => {
    const began = performance.now();
    const frame = (act) => requestAnimationFrame(() => setTimeout(act));
    const pages = [...document.querySelectorAll('.page')];
    const known = new Set(pages.map((one) => one.dataset.digest));
    window.timed = {};
    frame(() => { window.timed.letter = performance.now() - began; });
    const observer = new MutationObserver((changes) => {
      if (changes.every(({target}) => known.has(target.dataset.drawn))) return;
      observer.disconnect();
      frame(() => { window.timed.page = performance.now() - began; });
    });
    const drawn = {subtree: true, attributeFilter: ['data-drawn']};
    observer.observe(document.getElementById('pages'), drawn);
  });
})(%d)"""


@dataclass(frozen=True, slots=True)
class Delays:
    """How long keys have taken.

    Attributes:
        page: seconds to the page on the screen, for each key.
        letter: seconds to the letter in the text, likewise; () where that was not measured.
    """

    page: tuple[float, ...]
    letter: tuple[float, ...] = ()


def main(arguments: list[str] | None = None) -> None:
    """Run what the command line asks for, and print a line for each book."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.preview", description=__doc__)
    parser.add_argument("--quick", action="store_true", help="one small book and a few keys")
    parser.add_argument("--keys", type=int, metavar="N", help="how many keys in each book (100)")
    parser.add_argument("--book", type=Path, metavar="DIR", help="this book, and no other")
    chosen = parser.parse_args(sys.argv[1:] if arguments is None else arguments)
    count = chosen.keys or (4 if chosen.quick else 100)
    has_typst = importlib.util.find_spec("typst") is not None
    with tempfile.TemporaryDirectory(prefix="benchmarks-") as folder:
        workshop = Workshop(Path(folder))
        try:
            for name, project, goal in _books(workshop, chosen.book, is_quick=chosen.quick):
                print(tell(name, time_keys(workshop, project, count), goal), flush=True)
                if goal > _SHORTEST_GOAL and has_typst:
                    pdf = workshop.out("typst") / "watched.pdf"
                    seconds = time_edits(project, pdf, count, workshop.environment)
                    print(tell("  typst watch, on the same text", Delays(seconds)), flush=True)
        except RunError as error:
            sys.exit(f"error: {error}")


def tell(name: str, delays: Delays, goal: float = 0) -> str:
    """Write the line of a book."""
    hoped = f" (goal {goal:g} s)" if goal else ""
    letter = f"; letter: 95 % within {_percentile(delays.letter):.3f} s" if delays.letter else ""
    return (
        f"{name:29} page: 95 % within {_percentile(delays.page):.3f} s{hoped},"
        f" half within {median(delays.page):.3f} s{letter}"
    )


def time_keys(workshop: Workshop, project: Path, count: int) -> Delays:
    """Press keys in the middle chapter of a book, one after the other.

    Args:
        workshop: where our program keeps its cache.
        project: the folder of the book; its middle chapter is changed.
        count: how many keys, 2 at least.

    Raises:
        RunError: when the browser is missing, or the preview does not start.
    """
    chromium = shutil.which("chromium")
    if chromium is None:
        raise RunError("Chromium is not installed")
    # As the tests see it; their folder is no package.
    sys.path.insert(0, str(ROOT / "tests"))
    browsing = importlib.import_module("browser").browsing
    chapter = middle_chapter(project / "chapters")
    place = PLAIN_WORDS.search(chapter.read_text("utf-8"))
    if place is None:
        raise RunError(f"{chapter} has no paragraph of plain words")
    command = ours("preview", "--project", project, "--no-open", "--quiet")
    with subprocess.Popen(
        command, cwd=ROOT, env=workshop.environment, stdout=subprocess.PIPE, encoding="utf-8"
    ) as process:
        try:
            line = process.stdout.readline() if process.stdout else ""
            address = re.search(r"http://\S+", line)
            if address is None:
                raise RunError("the preview has not started")
            with browsing(chromium) as browser:
                opened = f"{address[0]}#{quote(f'chapters/{chapter.name}', safe='')}"
                tab = browser.open(opened)
                tab.wait_for(_IS_SETTLED, _LONGEST)
                tab.run(_WATCH % (place.start() + FAR_IN))
                return _delays([_press(tab) for _ in range(count)])
        finally:
            process.send_signal(signal.SIGINT)


def _press(tab: Any) -> dict[str, float]:  # noqa: ANN401 - a tab of the tests' browser
    tab.type("e")
    timed: str = tab.wait_for("window.timed.page && JSON.stringify(window.timed)")
    found: dict[str, float] = json.loads(timed)
    return found


def _delays(timed: Sequence[dict[str, float]]) -> Delays:
    return Delays(
        page=tuple(one["page"] / 1000 for one in timed),
        letter=tuple(one["letter"] / 1000 for one in timed),
    )


def _percentile(seconds: Sequence[float]) -> float:
    """Return what 95 of 100 are within."""
    return quantiles(seconds, n=20, method="inclusive")[-1]


def _books(
    workshop: Workshop, book: Path | None, *, is_quick: bool
) -> Iterator[tuple[str, Path, float]]:
    """Write each book, with the goal in seconds; 0 for none."""
    project = workshop.book("copy")
    if book is not None:
        shutil.copytree(book, project, ignore=shutil.ignore_patterns("out", ".*"))
        yield book.resolve().name, project, 0
        return
    shutil.copytree(ROOT / "chapters", project / "chapters")
    shutil.copy(ROOT / "booklet.toml", project)
    yield "our two reflections", project, 0.5
    if not is_quick:
        for count, words, goal in ((5, 1000, 0.8), (100, 3000, 1.5)):
            project = workshop.book(str(count))
            write_corpus(project, count, words=words)
            yield f"{count} chapters of {words:,} words", project, goal


if __name__ == "__main__":
    main()
