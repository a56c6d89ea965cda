"""One round of runs: every program builds every book once, so that all share good and bad moments.

Our program is measured as its users start it, by `build.py`, each time in a new process.
"""

from __future__ import annotations

import shutil
from dataclasses import dataclass
from typing import TYPE_CHECKING

from benchmarks.contestants import ROOT, WORKERS, module, ours_building
from benchmarks.corpus import outline, write_corpus
from benchmarks.edits import change_word, lengthen, middle_chapter
from benchmarks.measure import Cost, measure
from benchmarks.our_pages import write_style_sheet
from benchmarks.sameness import compare

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from benchmarks.contestants import Abilities, Workshop
    from benchmarks.goals import Results

_SAMPLE = "sample"
_FITTED = "sample-fitted"
_EDITS_IN_A_LIVING_PROCESS = 3


@dataclass(frozen=True, slots=True)
class Bench:
    """Where, what and how to measure.

    Attributes:
        workshop: the folders.
        abilities: what can be measured.
        results: where the costs go.
        say: tells whoever waits what runs next.
    """

    workshop: Workshop
    abilities: Abilities
    results: Results
    say: Callable[[str], object]

    def run(self, name: str, command: list[str]) -> Cost:
        """Measure a command and keep what it has cost."""
        self.say(name)
        cost = measure(command, folder=ROOT, environment=self.workshop.environment)
        self.results.add(name, cost)
        return cost


def write_books(bench: Bench, *, words: int, is_quick: bool) -> None:
    """Write all books, and copy our own booklet; one chapter of it where that will do."""
    for size in bench.results.sizes:
        project = bench.workshop.book(str(size))
        write_corpus(project, size, words=words)
        write_style_sheet(project)
        if bench.abilities.typst:
            from benchmarks.yardsticks.typst import write_sources  # noqa: PLC0415 - an extra

            write_sources(project)
    settings = (ROOT / "booklet.toml").read_text("utf-8")
    for name, text in ((_SAMPLE, f"copyfit = false\n{settings}"), (_FITTED, settings)):
        sample = bench.workshop.book(name)
        copy_chapters(sample, 1 if is_quick else None)
        (sample / "booklet.toml").write_text(text, encoding="utf-8")


def copy_chapters(project: Path, count: int | None = None) -> None:
    """Copy the chapters of this project's own booklet, or the last ones of them."""
    shutil.copytree(ROOT / "chapters", project / "chapters")
    chapters = sorted((project / "chapters").glob("*.md"))
    for chapter in chapters[: -count if count else 0]:
        chapter.unlink()


def warm_up(bench: Bench) -> None:
    """Let the system build its cache of fonts, and Python its bytecode, before anything counts."""
    project, out = bench.workshop.book(_SAMPLE), bench.workshop.out("warm-up")
    for command in (
        ours_building("all", project, out),
        module("yardsticks.one_document", project, out / "one.pdf"),
    ):
        measure(command, folder=ROOT, environment=bench.workshop.environment)


def run_round(bench: Bench, number: int) -> None:
    """Run everything once.

    Args:
        bench: where and what.
        number: of the round, from 1; each edits the book in another way.
    """
    for size in bench.results.sizes:
        _set_pages(bench, size)
        if size == bench.results.main:
            if number == 1:
                _compare_pages(bench, size)
            _edit(bench, size, number)
            _make_ebooks(bench, size)
            _live(bench, size)
    _set_sample(bench)


def _set_pages(bench: Bench, size: int) -> None:
    project = bench.workshop.book(str(size))
    plain = bench.workshop.out("plain") / f"{size}.pdf"
    bench.run(f"plain {size}", module("yardsticks.plain", project, plain))
    bench.results.file_sizes[f"plain {size}"] = plain.stat().st_size
    script = bench.workshop.out("script") / f"{size}.pdf"
    bench.run(f"script {size}", module("yardsticks.independent", project, script))
    if bench.abilities.typst:
        compiled = bench.workshop.out("typst") / f"{size}.pdf"
        bench.run(f"typst {size}", module("yardsticks.typst", project, compiled))
    bench.workshop.forget([project])
    _build(bench, f"ours cold {size}", project)
    bench.results.file_sizes[f"ours cold {size}"] = _our_pages(bench, project).stat().st_size


def _build(bench: Bench, name: str, project: Path, product: str = "pdf") -> None:
    out = bench.workshop.out(f"ours-{project.name}")
    options: tuple[str, ...] = WORKERS if product == "pdf" and bench.abilities.workers else ()
    if product == "epub" and bench.abilities.without_page_list:
        options = (bench.abilities.without_page_list,)
    bench.run(name, ours_building(product, project, out, *options))


def _our_pages(bench: Bench, project: Path) -> Path:
    return next(bench.workshop.out(f"ours-{project.name}").glob("*-pages.pdf"))


def _compare_pages(bench: Bench, size: int) -> None:
    """Look whether our pages say what the plain ones say, if both break lines in one way."""
    if not bench.abilities.pdftotext:
        return
    project, corrected = (
        bench.workshop.book(str(size)),
        bench.workshop.out("patched") / "patched.pdf",
    )
    bench.say(f"comparing {size}")
    command = module("yardsticks.patched", project, corrected)
    measure(command, folder=ROOT, environment=bench.workshop.environment)
    for how, plain in (
        ("with our patches of WeasyPrint", corrected),
        ("as it is", bench.workshop.out("plain") / f"{size}.pdf"),
    ):
        same = compare(_our_pages(bench, project), plain, first_title=outline(1).title)
        bench.results.collector.append(
            f"Text, links and bookmarks against the plain build {how}: {same}."
        )


def _edit(bench: Bench, size: int, number: int) -> None:
    """Build again after edits; without a cache that would be a cold build, so it waits."""
    if not bench.abilities.cache:
        return
    project = bench.workshop.book(str(size))
    chapter = middle_chapter(project / "chapters")
    _build(bench, "ours unchanged", project)
    change_word(chapter)
    _build(bench, "ours word", project)
    before = chapter.read_text(encoding="utf-8")
    lengthen(chapter, f"round {number}")
    _build(bench, "ours moved", project)
    chapter.write_text(before, encoding="utf-8")


def _make_ebooks(bench: Bench, size: int) -> None:
    project, out = bench.workshop.book(str(size)), bench.workshop.out("e-books")
    plain = module("yardsticks.plain_epub", project, out / "plain.epub")
    bench.run("plain e-book", plain)
    if bench.abilities.pandoc:
        bench.run("pandoc e-book", module("yardsticks.pandoc", project, out / "pandoc.epub"))
    bench.workshop.forget([project])
    _build(bench, "ours e-book", project, "epub")
    if bench.abilities.cache:
        _build(bench, "ours e-book unchanged", project, "epub")


def _live(bench: Bench, size: int) -> None:
    """Time edits in a process that goes on; the median of them is the round's figure."""
    programs = [
        name
        for name, able in (("typst", bench.abilities.typst), ("ours", bench.abilities.cache))
        if able
    ]
    for program in programs:
        project, out = bench.workshop.book(str(size)), bench.workshop.out(f"living-{program}")
        bench.say(f"{program} living")
        cost = measure(
            module("living", program, project, out, _EDITS_IN_A_LIVING_PROCESS),
            folder=ROOT,
            environment=bench.workshop.environment,
        )
        seconds = sorted(map(float, cost.said.split()))[_EDITS_IN_A_LIVING_PROCESS // 2]
        bench.results.add(f"{program} living", Cost(cpu=cost.cpu, wall=seconds, memory=cost.memory))


def _set_sample(bench: Bench) -> None:
    project = bench.workshop.book(_SAMPLE)
    one = bench.workshop.out("plain") / "sample.pdf"
    bench.run("plain sample", module("yardsticks.one_document", project, one))
    bench.workshop.forget([project])
    _build(bench, "ours sample", project)
    if bench.abilities.cache:
        _build(bench, "ours sample unchanged", project)
    _build(bench, "ours handouts", project, "handouts")
    fitted = bench.workshop.book(_FITTED)
    bench.workshop.forget([fitted])
    _build(bench, "ours sample fitted", fitted)
