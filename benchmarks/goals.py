"""What has been measured, and what was hoped for."""

from __future__ import annotations

import math
from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING

from benchmarks.measure import middle

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from benchmarks.measure import Cost


class Figure(StrEnum):
    """The figures of a run that goals are about."""

    CPU = "cpu"
    WALL = "wall"
    MEMORY = "memory"


CHAPTERS_IN_SAMPLE = 2
"""What this project's own booklet has."""

_UNITS = {Figure.CPU: (1, "s"), Figure.WALL: (1, "s"), Figure.MEMORY: (2**20, "MiB")}


@dataclass(slots=True)
class Results:
    """Fills up while the programs run.

    Attributes:
        main: how many chapters the book has that most goals are about.
        sizes: the chapters of all books.
        costs: every run, by what was run, such as "plain 100".
        file_sizes: bytes of finished files, by what was run.
        remarks: other findings, a line each.
    """

    main: int
    sizes: tuple[int, ...]
    costs: dict[str, list[Cost]] = field(default_factory=dict)
    file_sizes: dict[str, int] = field(default_factory=dict)
    collector: list[str] = field(default_factory=list)

    def add(self, name: str, cost: Cost) -> None:
        """Keep what a run has cost."""
        self.costs.setdefault(name, []).append(cost)

    def figure(self, name: str, figure: Figure) -> float | None:
        """Tell the median of a figure, or None when that was not measured."""
        runs = self.costs.get(name)
        return float(getattr(middle(runs), figure)) if runs else None


@dataclass(frozen=True, slots=True)
class Line:
    """A line of the table.

    Attributes:
        what: was measured.
        theirs: the yardstick's figure with its unit, or "".
        ours: our figure with its unit, or "".
        ratio: ours to theirs, or the figure the goal is about; None when it is not known yet.
        goal: the most that `ratio` should be.
    """

    what: str
    theirs: str
    ours: str
    ratio: float | None
    goal: float

    @property
    def verdict(self) -> str:
        """Say whether the goal was reached."""
        if self.ratio is None:
            return "not yet"
        return "reached" if self.ratio <= self.goal else "missed"


@dataclass(frozen=True, slots=True)
class _Goal:
    """A ratio of two runs; `{n}` in their names is the number of chapters."""

    what: str
    yardstick: str
    run: str
    figure: Figure
    most: float


_GOALS = (
    _Goal("{n} chapters, cold, time: script", "script {n}", "ours cold {n}", Figure.WALL, 0.3),
    _Goal("{n} chapters, cold, CPU: script", "script {n}", "ours cold {n}", Figure.CPU, 0.6),
    _Goal("{n} chapters, cold, CPU", "plain {n}", "ours cold {n}", Figure.CPU, 0.6),
    _Goal("a word edited, pages stay, CPU: script", "script {n}", "ours word", Figure.CPU, 0.03),
    _Goal("text added, later pages move, CPU", "plain {n}", "ours moved", Figure.CPU, 0.06),
    _Goal("nothing changed, CPU", "plain {n}", "ours unchanged", Figure.CPU, 0.01),
    _Goal("peak memory", "plain {n}", "ours cold {n}", Figure.MEMORY, 0.6),
    _Goal("sample booklet, cold, CPU", "plain sample", "ours sample", Figure.CPU, 0.8),
    _Goal("… pages fitted as well", "plain sample", "ours sample fitted", Figure.CPU, 1.2),
    _Goal("… nothing changed, CPU", "plain sample", "ours sample unchanged", Figure.CPU, 0.25),
    _Goal("edit in a living process: typst", "typst living", "ours living", Figure.WALL, 0.7),
    _Goal("e-book, CPU: plain script", "plain e-book", "ours e-book", Figure.CPU, 0.9),
    _Goal("e-book, CPU: pandoc", "pandoc e-book", "ours e-book", Figure.CPU, 1.0),
)


def lines(results: Results) -> Iterator[Line]:
    """Compare everything that was measured with its goal."""
    for goal in _GOALS:
        yield _compare(results, goal)
    yield _handouts(results)
    yield _seconds(results, "edit in a living process, time", "ours living", 1.0)
    yield _seconds(results, "e-book, nothing changed, time", "ours e-book unchanged", 1.0)
    yield _growth(results)
    yield _file_size(results)


def _compare(results: Results, goal: _Goal) -> Line:
    what, yardstick, run = (
        text.format(n=results.main) for text in (goal.what, goal.yardstick, goal.run)
    )
    theirs, own = results.figure(yardstick, goal.figure), results.figure(run, goal.figure)
    ratio = own / theirs if own is not None and theirs else None
    return Line(what, _say(theirs, goal.figure), _say(own, goal.figure), ratio, goal.most)


def _file_size(results: Results) -> Line:
    theirs, own = (
        results.file_sizes.get(f"{who} {results.main}") for who in ("plain", "ours cold")
    )
    ratio = own / theirs if own and theirs else None
    said = [f"{size / 1e6:.2f} MB" if size else "" for size in (theirs, own)]
    return Line("file size", said[0], said[1], ratio, 1.05)


def _seconds(results: Results, what: str, run: str, goal: float) -> Line:
    own = results.figure(run, Figure.WALL)
    return Line(what, "", _say(own, Figure.WALL), own, goal)


def _handouts(results: Results) -> Line:
    """Tell what the handouts of one chapter cost, its pages of the booklet among them."""
    own = results.figure("ours handouts", Figure.CPU)
    each = own / CHAPTERS_IN_SAMPLE if own is not None else None
    return Line("handouts of a chapter, CPU", "", _say(each, Figure.CPU), each, 1.5)


def _growth(results: Results) -> Line:
    """Find the exponent with which CPU time grows from the smallest book to the largest."""
    few, many = min(results.sizes), max(results.sizes)
    exponents = [
        exponent(
            few,
            many,
            results.figure(f"{who} {few}", Figure.CPU),
            results.figure(f"{who} {many}", Figure.CPU),
        )
        for who in ("plain", "ours cold")
    ]
    theirs, own = (f"{value:.2f}" if value is not None else "" for value in exponents)
    return Line(f"growth of CPU, {few} to {many} chapters", theirs, own, exponents[1], 1.0)


def exponent(few: int, many: int, small: float | None, large: float | None) -> float | None:
    """Tell the power of the chapter count with which a cost grows: 1 is in proportion."""
    if not small or not large or few == many:
        return None
    return math.log(large / small) / math.log(many / few)


def _say(value: float | None, figure: Figure) -> str:
    if value is None:
        return ""
    divisor, unit = _UNITS[figure]
    return f"{value / divisor:,.2f} {unit}" if divisor == 1 else f"{value / divisor:,.0f} {unit}"


def growth_series(results: Results) -> dict[str, Sequence[tuple[int, float]]]:
    """Collect what each way costs, by the number of chapters, as far as it was measured."""
    series: dict[str, Sequence[tuple[int, float]]] = {}
    ways = (("plain build", "plain"), ("script", "script"), ("ours, cold", "ours cold"))
    for title, who in (*ways, ("typst", "typst")):
        points = [
            (size, cost)
            for size in sorted(results.sizes)
            if (cost := results.figure(f"{who} {size}", Figure.CPU)) is not None
        ]
        if points:
            series[title] = points
    return series
