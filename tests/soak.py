"""Soak test, run by hand: random builds, edits, kills and damage, as long as one likes.

    python tests/soak.py --minutes 60

Each round takes a random book, changes it, and builds it with two workers; most rounds are killed
(SIGKILL) at a random moment, and some damage the cache first. After each, the finished files must
be whole, those of the last good build; the next build must succeed and, at the end of each book,
give the bytes of a build without cache and workers. Nothing may be left in the temporary folder.
Prints the figures for docs/reliability.md.
"""

from __future__ import annotations

import argparse
import os
import random
import resource
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass, field
from io import BytesIO
from pathlib import Path

import pikepdf

ROOT = Path(__file__).resolve().parent.parent
WORDS = ("school", "leader", "habit", "meeting", "corridor", "lesson", "trust", "question")
ROUNDS_OF_A_BOOK = 12


@dataclass(slots=True)
class Figures:
    """What has happened so far."""

    builds: int = 0
    kills: int = 0
    compared: int = 0
    damaged: int = 0
    largest_memory: list[int] = field(default_factory=list)
    faults: list[str] = field(default_factory=list)


def main() -> None:
    """Go on until the time is over, then print the figures."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--minutes", type=float, default=60)
    parser.add_argument("--seed", type=int, default=1)
    asked = parser.parse_args()
    chance = random.Random(asked.seed)  # noqa: S311 - no secret
    figures = Figures()
    end = time.monotonic() + asked.minutes * 60
    with tempfile.TemporaryDirectory(prefix="soak-") as folder:
        while time.monotonic() < end:
            soak_book(Path(folder, "book"), chance, figures, end)
            shutil.rmtree(Path(folder, "book"))
    print(
        f"seed {asked.seed}, {asked.minutes:g} minutes: {figures.builds} builds, "
        f"{figures.kills} killed, {figures.damaged} caches damaged, "
        f"{figures.compared} books compared byte for byte; largest memory of a process in MB: "
        f"{figures.largest_memory}; faults: {figures.faults or 'none'}"
    )
    sys.exit(bool(figures.faults))


def soak_book(folder: Path, chance: random.Random, figures: Figures, end: float) -> None:
    """Build one random book again and again, while things happen to it."""
    project, temporary, cache = folder / "project", folder / "tmp", folder / "cache"
    for path in (project / "chapters", temporary, cache):
        path.mkdir(parents=True)
    for number in range(chance.randint(2, 8)):
        edit(project / "chapters" / f"{number:02}.md", chance)
    environment = {
        **os.environ,
        "TMPDIR": str(temporary),
        "XDG_CACHE_HOME": str(cache),
        "PYTHONPATH": str(ROOT),
    }
    for _ in range(ROUNDS_OF_A_BOOK):
        if time.monotonic() > end:
            break
        edit(chance.choice(sorted((project / "chapters").iterdir())), chance)
        if chance.random() < 0.2:
            damage(cache, chance, figures)
        seconds = chance.uniform(0.1, 8) if chance.random() < 0.75 else None
        before = contents(project / "out")
        code = build(project, environment, ("--workers", "2"), seconds, figures)
        after = contents(project / "out")
        if code != 0 and seconds is None:
            figures.faults.append(f"a build ended with {code}")
        for name, content in after.items():
            if content != before.get(name):
                look_at(name, content, figures)
    compare_with_fresh(project, environment, temporary, figures)


def compare_with_fresh(
    project: Path, environment: dict[str, str], temporary: Path, figures: Figures
) -> None:
    """Compare the last build with one from nothing, and look for what was left behind."""
    build(project, environment, (), None, figures)
    kept = contents(project / "out")
    shutil.rmtree(project / "out")
    build(project, environment, ("--no-cache", "--workers", "1"), None, figures)
    figures.compared += 1
    if contents(project / "out") != kept:
        figures.faults.append("other bytes without cache and workers")
    left = [str(path) for path in temporary.iterdir()]
    left += [str(path) for path in (project / "out").glob(".*")]
    if left:
        figures.faults.append(f"left behind: {left}")
    usage = resource.getrusage(resource.RUSAGE_CHILDREN)
    figures.largest_memory.append(usage.ru_maxrss // 1000)


def edit(path: Path, chance: random.Random) -> None:
    """Write a chapter anew, of ten to three thousand words."""
    words = " ".join(chance.choice(WORDS) for _ in range(chance.randint(10, 3000)))
    path.write_text(f"# {chance.choice(WORDS)} {chance.randint(1, 99)}\n\n{words}\n")


def damage(cache: Path, chance: random.Random, figures: Figures) -> None:
    """Cut off an entry, fill it with junk, or put a pipe in its place."""
    entries = sorted(path for path in cache.rglob("*") if path.is_file())
    if entries:
        victim = chance.choice(entries)
        kind = chance.choice(["cut", "junk", "pipe"])
        if kind == "cut":
            os.truncate(victim, victim.stat().st_size // 2)
        elif kind == "junk":
            victim.write_bytes(chance.randbytes(1000))
        else:
            victim.unlink()
            os.mkfifo(victim)
        figures.damaged += 1


def build(
    project: Path,
    environment: dict[str, str],
    options: tuple[str, ...],
    seconds: float | None,
    figures: Figures,
) -> int:
    """Build everything; kill the build after so many seconds, if any are given."""
    command = [sys.executable, "-m", "booklet", "all", "--project", str(project), "--quiet"]
    program = subprocess.Popen([*command, *options], cwd=ROOT, env=environment)
    figures.builds += 1
    try:
        return program.wait(seconds)
    except subprocess.TimeoutExpired:
        program.send_signal(signal.SIGKILL)
        figures.kills += 1
        return program.wait()


def contents(out: Path) -> dict[str, bytes]:
    """Read the finished files."""
    return {path.name: path.read_bytes() for path in out.glob("[!.]*")} if out.exists() else {}


def look_at(name: str, content: bytes, figures: Figures) -> None:
    """See that a finished file is whole."""
    if name.endswith(".pdf"):
        try:
            with pikepdf.open(BytesIO(content)) as opened:
                opened.check_pdf_syntax()
        except pikepdf.PdfError as error:
            figures.faults.append(f"{name}: {error}")


if __name__ == "__main__":
    main()
