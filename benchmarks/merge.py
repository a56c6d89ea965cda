"""Measure personal copies: a thousand names, a name in a chapter, thirty schools, two workers.

    python -m benchmarks.merge --quick       a minute: does everything still run?
    python -m benchmarks.merge               on a machine with two cores that does nothing else

The yardstick is a loop over the plain script, of which one round is measured.
"""

from __future__ import annotations

import argparse
import csv
import json
import shutil
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from benchmarks.contestants import ROOT, Workshop, module, ours, ours_building
from benchmarks.measure import Cost, RunError, measure
from benchmarks.prose import Prose
from benchmarks.rounds import copy_chapters
from booklet.common.product_paths import STANDARD
from booklet.common.wording import pluralise
from booklet.config import read_values
from booklet.merge.people import read_people_list
from booklet.merge.plan import plan_copies
from booklet.merge.row_books import RowBooks
from booklet.project import read_book
from booklet.scheduling.typeset_book import typeset
from booklet.theme.templates import Layouts

if TYPE_CHECKING:
    from collections.abc import Iterator

_SCHOOLS = 30
_MORE = 3
_STEP = 100
"""Every hundredth copy is compared with what a build alone gives."""

_PLACE = "\n\nThis was written for you, {{name}}, to think about before we meet.\n\n"
_LOGO = (
    '<svg xmlns="http://www.w3.org/2000/svg" width="80" height="40">'
    '<path d="M0 0h80v40H0z" fill="#{number:02x}3040"/></svg>'
)


@dataclass(frozen=True, slots=True)
class Goal:
    """What was hoped for.

    Attributes:
        what: is made.
        seconds: on the clock, at most.
        memory: bytes of all processes together, at most; 0 for any.
    """

    what: str
    seconds: float
    memory: int = 0


def main(arguments: list[str] | None = None) -> None:
    """Run what the command line asks for, and print a table."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.merge", description=__doc__)
    parser.add_argument("--quick", action="store_true", help="a chapter, and few copies")
    parser.add_argument("--copies", type=int, metavar="N", help="how many names (1000)")
    parser.add_argument("--covers", nargs=2, metavar=("PROJECT", "LIST"), type=Path,
                        help="only set the pages of each row, one row after the other")  # fmt: skip
    chosen = parser.parse_args(sys.argv[1:] if arguments is None else arguments)
    if chosen.covers:
        _set_covers(*chosen.covers)
        return
    copies = chosen.copies or (12 if chosen.quick else 1000)
    with tempfile.TemporaryDirectory(prefix="benchmarks-") as folder:
        try:
            for line in run(Workshop(Path(folder)), copies, 1 if chosen.quick else None):
                print(line, flush=True)
        except RunError as error:
            sys.exit(f"error: {error}")


def run(workshop: Workshop, copies: int, chapters: int | None = None) -> Iterator[str]:
    """Measure everything, and give a line for each result.

    Args:
        workshop: the folders.
        copies: how many names.
        chapters: how many of our own booklet are enough; None for all.
    """
    plain = workshop.book("plain")
    plain.mkdir(parents=True)
    _write_sample(plain, chapters)
    command = module("yardsticks.one_document", plain, workshop.out("plain") / "plain.pdf")
    one = measure(command, folder=ROOT, environment=workshop.environment)
    yield _tell(f"plain script, 1 of {copies} rounds", one, f"all: {one.wall * copies:,.0f} s")
    names = workshop.folder / "names.csv"
    _write_names(names, copies)
    sample, chapter = workshop.book("sample"), workshop.book("chapter")
    _write_sample(sample, chapters)
    _write_sample(chapter, chapters, _PLACE)
    share = copies / 1000
    cost = _merge(workshop, sample, names, 2)
    goal = Goal("", 60 * share, 600_000_000)
    yield _tell(f"{copies} names on their page", cost, _goal(goal))
    yield _tell_sameness(workshop, sample, names, copies)
    cost = _merge(workshop, chapter, names, 2)
    yield _tell(f"{copies} names in a chapter too", cost, _goal(Goal("", 180 * share)))
    yield _tell_sameness(workshop, chapter, names, copies)
    schools = workshop.folder / "schools.csv"
    count = min(_SCHOOLS, copies)
    _write_schools(schools, sample, count)
    openers = workshop.book("openers")
    _write_sample(openers, chapters, is_cut=True)
    for logo in sample.glob("logo*.svg"):
        shutil.copy(logo, openers)
    command = module("merge", "--covers", openers, schools)
    covers = measure(command, folder=ROOT, environment=workshop.environment)
    yield _tell(f"{count} cold covers and openers", covers)
    cost = _merge(workshop, sample, schools, 2)
    times = f"{cost.cpu / covers.cpu:.2f} times the CPU of those (goal 1.2)"
    yield _tell(f"{count} schools with colour, logo and date", cost, times)
    yield from _compare_workers(workshop, sample, copies * _MORE)


def _compare_workers(workshop: Workshop, project: Path, copies: int) -> Iterator[str]:
    """Make so many copies that the start, which takes some seconds, matters little."""
    names = workshop.folder / "many-names.csv"
    _write_names(names, copies)
    costs = {workers: _merge(workshop, project, names, workers) for workers in (1, 2)}
    for workers, cost in costs.items():
        yield _tell(f"{copies} names, {pluralise(workers, 'worker')}", cost)
    yield f"two workers are {costs[1].wall / costs[2].wall:.2f} times as fast as one (goal 1.8)"


def _merge(workshop: Workshop, project: Path, people: Path, workers: int) -> Cost:
    workshop.forget([project])
    out = workshop.out(f"merge {project.name} {workers}")
    options = ("--project", project, "--out", out, "--no-cache", "--quiet", "--workers", workers)
    command = ours("merge", people, *options)
    return measure(command, folder=ROOT, environment=workshop.environment)


def _tell_sameness(workshop: Workshop, project: Path, people: Path, copies: int) -> str:
    numbers = range(min(_STEP, copies), copies + 1, _STEP)
    same = sum(_is_as_alone(workshop, project, people, number) for number in numbers)
    return f"{same} of {len(numbers)} copies are, byte for byte, what a build alone gives"


def _is_as_alone(workshop: Workshop, project: Path, people: Path, number: int) -> bool:
    """Build what a row of the list asks for, and compare it with the copy that two workers made."""
    with people.open(encoding="utf-8", newline="") as file:
        row = list(csv.DictReader(file))[number - 1]
    name = f"{project.name} alone {number}"
    alone, out = workshop.book(name), workshop.out(name)
    shutil.copytree(project, alone)
    with (alone / "booklet.toml").open("a", encoding="utf-8") as settings:
        settings.write("\n[copy]\n")
        settings.writelines(f"{name} = {json.dumps(words)}\n" for name, words in row.items())
    command = ours_building("pdf", alone, out, "--no-cache")
    measure(command, folder=ROOT, environment=workshop.environment)
    (pages,) = out.glob("*-A5-pages.pdf")
    copies = sorted((workshop.out(f"merge {project.name} 2") / "copies").glob("*-copy-*.pdf"))
    return pages.read_bytes() == copies[number - 1].read_bytes()


def _set_covers(project: Path, people: Path) -> None:
    """Set a book for each row of a list, each time from nothing."""
    base, layouts = read_book(project), Layouts(project)
    listed, values = read_people_list(people), read_values(project)
    copies, _ = plan_copies(listed, values, placeholders={}, editions=[STANDARD], edition=STANDARD)
    row_books = RowBooks(project, base, layouts, None)
    for copy in copies:
        typeset(row_books.lay_out(copy))


def _write_sample(
    project: Path, chapters: int | None, place: str = "", *, is_cut: bool = False
) -> None:
    """Copy our own booklet.

    Args:
        project: where to.
        chapters: how many of its last ones; None for all.
        place: is put in before the first heading of its last chapter.
        is_cut: whether chapters end there.
    """
    project.mkdir(parents=True, exist_ok=True)
    shutil.copy(ROOT / "booklet.toml", project)
    copy_chapters(project, chapters)
    if is_cut:
        for chapter in (project / "chapters").glob("*.md"):
            chapter.write_text(chapter.read_text("utf-8").partition("\n## ")[0] + "\n", "utf-8")
        return
    last = max((project / "chapters").glob("*.md"))
    text = last.read_text("utf-8")
    at = text.index("\n## ")
    last.write_text(text[:at] + place + text[at:], "utf-8")


def _write_names(path: Path, count: int) -> None:
    prose = Prose("names")
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(["name", "school"])
        for number in range(count):
            school = f"{prose.word('name')} Primary School"
            writer.writerow([f"{prose.word('name')} {prose.word('name')} {number}", school])


def _write_schools(path: Path, project: Path, count: int) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(["school", "colours.accent", "logo", "date"])
        for number in range(count):
            logo = f"logo{number}.svg"
            (project / logo).write_text(_LOGO.format(number=number), "utf-8")
            day = f"2026-09-{1 + number % 30:02}"
            writer.writerow([f"School {number}", f"#{number:02x}3040", logo, day])


def _goal(goal: Goal) -> str:
    parts = [f"goal {goal.seconds:g} s"] if goal.seconds else []
    parts += [f"{goal.memory / 1e6:,.0f} MB"] if goal.memory else []
    return ", ".join(parts)


def _tell(what: str, cost: Cost, more: str = "") -> str:
    said = f"{what:42} {cost.wall:8.1f} s {cost.cpu:8.1f} s CPU {cost.memory / 1e6:7.0f} MB"
    return f"{said}  {more}".rstrip()


if __name__ == "__main__":
    main()
