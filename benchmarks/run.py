"""Measure everything, print a table, and write it into docs/performance.md.

    python -m benchmarks.run --quick        half a minute: does everything still run?
    python -m benchmarks.run                about an hour, on a machine that does nothing else
    python -m benchmarks.run --write        … and put the results into the documentation

Needs Linux or macOS, and for the comparisons with typst and pandoc: pip install '.[bench]'.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path

from benchmarks.chart import draw_lines
from benchmarks.contestants import ROOT, Workshop, find_abilities
from benchmarks.corpus import WORDS_IN_A_CHAPTER
from benchmarks.goals import Results, growth_series
from benchmarks.measure import RunError
from benchmarks.report import as_markdown, as_text, write_section
from benchmarks.rounds import Bench, run_round, warm_up, write_books

PAGE = Path("docs", "performance.md")
PICTURE = "images/growth.svg"
_PICTURE_TITLE = "CPU time of a whole build"


@dataclass(frozen=True, slots=True)
class Plan:
    """What is to be measured.

    Attributes:
        sizes: chapters of each book, ascending.
        main: one of them: the book that most goals are about.
        rounds: how often.
        words: of each chapter.
        write: whether the documentation gets the results.
        is_quick: whether nobody wants to know how long anything takes.
    """

    sizes: tuple[int, ...]
    main: int
    rounds: int
    words: int
    write: bool
    is_quick: bool


def main(arguments: list[str] | None = None) -> None:
    """Run the benchmarks that the command line asks for."""
    plan = read_plan(sys.argv[1:] if arguments is None else arguments)
    results = Results(main=plan.main, sizes=plan.sizes)
    with tempfile.TemporaryDirectory(prefix="benchmarks-") as folder:
        bench = Bench(Workshop(Path(folder)), find_abilities(), results, _say)
        write_books(bench, words=plan.words, is_quick=plan.is_quick)
        try:
            if not plan.is_quick:
                warm_up(bench)
            for number in range(1, plan.rounds + 1):
                _say(f"round {number} of {plan.rounds}")
                run_round(bench, number)
        except RunError as error:
            sys.exit(f"error: {error}")
    print(as_text(results))
    if plan.write:
        picture = ROOT / PAGE.parent / PICTURE
        picture.parent.mkdir(parents=True, exist_ok=True)
        picture.write_text(draw_lines(_PICTURE_TITLE, growth_series(results)), encoding="utf-8")
        write_section(ROOT / PAGE, as_markdown(results, PICTURE))
        print(f"\nWrote {PAGE} and {PAGE.parent / PICTURE}")


def read_plan(arguments: list[str]) -> Plan:
    """Read the command line."""
    parser = argparse.ArgumentParser(
        prog="python -m benchmarks.run",
        description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("--quick", action="store_true", help="tiny books, once")
    parser.add_argument(
        "--sizes", type=int, nargs="+", metavar="N", help="chapters of the books (25 50 100 200)"
    )
    parser.add_argument("--main", type=int, metavar="N", help="the book that is edited (100)")
    parser.add_argument("--rounds", type=int, metavar="N", help="how often everything runs (3)")
    parser.add_argument("--write", action="store_true", help=f"write {PAGE}")
    chosen = parser.parse_args(arguments)
    sizes = tuple(sorted(set(chosen.sizes or ([2, 4] if chosen.quick else [25, 50, 100, 200]))))
    main_size = chosen.main or (100 if 100 in sizes else sizes[-1])  # noqa: PLR2004 - the goals'
    if main_size not in sizes or sizes[0] < 1:
        parser.error("--main must be one of --sizes, and books have at least one chapter")
    return Plan(
        sizes=sizes,
        main=main_size,
        rounds=max(1, chosen.rounds or (1 if chosen.quick else 3)),
        words=WORDS_IN_A_CHAPTER // 10 if chosen.quick else WORDS_IN_A_CHAPTER,
        write=chosen.write,
        is_quick=chosen.quick,
    )


def _say(what: str) -> None:
    print(f"… {what}", file=sys.stderr, flush=True)


if __name__ == "__main__":
    main()
