"""The results as a table, for the terminal and for docs/performance.md."""

from __future__ import annotations

import os
import platform
import re
from importlib.metadata import version
from typing import TYPE_CHECKING

from benchmarks.goals import Figure, lines

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from benchmarks.goals import Line, Results

BEGIN, END = "<!-- measured: begin -->", "<!-- measured: end -->"
_MEASURED = re.compile(re.escape(BEGIN) + ".*?" + re.escape(END), re.DOTALL)
_HEAD = ("what", "yardstick", "ours", "ratio", "goal", "")
_PAGE = f"""\
# How fast it is

{BEGIN}
{END}
"""


def rows(results: Results) -> list[tuple[str, ...]]:
    """Lay out the goals and what became of them, a row each."""
    return [_row(line) for line in lines(results)]


def _row(line: Line) -> tuple[str, ...]:
    ratio = "" if line.ratio is None else f"{line.ratio:.3f}"
    return line.what, line.theirs, line.ours, ratio, f"≤ {line.goal:g}", line.verdict


def as_text(results: Results) -> str:
    """Write the table for the terminal, the columns lined up."""
    table = [_HEAD, *rows(results)]
    widths = [max(len(row[column]) for row in table) for column in range(len(_HEAD))]
    written = [
        "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip()
        for row in table
    ]
    return "\n".join((*written, "", *results.collector))


def as_markdown(results: Results, picture: str) -> str:
    """Write the measured section of docs/performance.md.

    Args:
        results: everything.
        picture: path of the picture of how cost grows, relative to that page.
    """
    table = [_HEAD, ("---",) * len(_HEAD), *rows(results)]
    runs = [("run", "CPU", "time", "memory"), ("---",) * 4]
    for name in results.costs:
        figures = [results.figure(name, figure) or 0.0 for figure in Figure]
        runs.append(
            (name, f"{figures[0]:.2f} s", f"{figures[1]:.2f} s", f"{figures[2] / 2**20:.0f} MiB")
        )
    rounds = max((len(costs) for costs in results.costs.values()), default=0)
    return "\n\n".join(
        (
            f"Medians of {rounds} interleaved runs on {_machine()}.",
            _table(table),
            *results.collector,
            f"![CPU time over the number of chapters]({picture})",
            "All runs:",
            _table(runs),
        )
    )


def write_section(page: Path, section: str) -> None:
    """Put the measured section between its marks; the page is made if there is none."""
    text = page.read_text(encoding="utf-8") if page.exists() else _PAGE
    changed, count = _MEASURED.subn(lambda _: f"{BEGIN}\n{section}\n{END}", text)
    if not count:
        raise ValueError(f"{page} has no line '{BEGIN}'")
    page.write_text(changed, encoding="utf-8")


def _table(table: Sequence[tuple[str, ...]]) -> str:
    return "\n".join(f"| {' | '.join(row)} |" for row in table)


def _machine() -> str:
    return (
        f"{os.cpu_count()} cores ({platform.machine()}, {platform.system()}), "
        f"Python {platform.python_version()}, WeasyPrint {version('weasyprint')}"
    )
