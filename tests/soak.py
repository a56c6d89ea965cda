"""Soak test, run by hand: random builds, edits, kills and damage, as long as one likes.

    python tests/soak.py --minutes 60 --kills 500

Each round takes a random book, changes it, and builds it with two workers. Most rounds are killed
(SIGKILL) at a random moment, most of them after the workers have started; some damage the cache
first, and some find no room on a disk (as root on Linux, which can make a small one). After each,
the finished files must be whole, those of the last good build; the next build must succeed and, at
the end of each book, give the bytes of a build without cache and workers. Nothing may be left in
the temporary folder. Prints the figures for docs/reliability.md.
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
WORKERS = 2
ROUNDS_OF_A_BOOK = 16
CHAPTERS = (2, 8)
WORDS_OF_A_CHAPTER = (10, 1000)
BUILD = """
from booklet.cli import main
from booklet.scheduling.workers import LocalWorkers
LocalWorkers.__init__.__kwdefaults__["enough_work"] = 0
main()
"""
"""Builds with workers however short the book is, so that an hour sees many kills."""
NO_ROOM = (0, 9, 10)
"""How a build may end whose disk is full: as ever, if only the cache is; by `OutputError`; or by
`SetupError`, if workers find no room for temporary files."""


@dataclass(slots=True)
class Figures:
    """What has happened so far."""

    builds: int = 0
    kills: int = 0
    kills_with_workers: int = 0
    compared: int = 0
    damaged: int = 0
    full: int = 0
    largest_memory: list[int] = field(default_factory=list)
    faults: list[str] = field(default_factory=list)


def main() -> None:
    """Go on until the time is over and enough were killed, then print the figures."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--minutes", type=float, default=60)
    parser.add_argument("--kills", type=int, default=0, help="go on until so many are killed")
    parser.add_argument("--longest", type=float, default=4, help="seconds to a kill, at most")
    parser.add_argument("--seed", type=int, default=1)
    asked = parser.parse_args()
    chance = random.Random(asked.seed)  # noqa: S311 - no secret
    figures = Figures()
    began = time.monotonic()
    with tempfile.TemporaryDirectory(prefix="soak-") as folder:
        while time.monotonic() - began < asked.minutes * 60 or figures.kills < asked.kills:
            soak_book(Path(folder, "book"), chance, asked.longest, figures)
            shutil.rmtree(Path(folder, "book"))
            print(f"{time.monotonic() - began:.0f} s: {figures}", file=sys.stderr, flush=True)
    print(
        f"seed {asked.seed}, {(time.monotonic() - began) / 60:.0f} minutes: "
        f"{figures.builds} builds, {figures.kills} killed "
        f"({figures.kills_with_workers} with workers), {figures.damaged} caches damaged, "
        f"{figures.full} full disks, {figures.compared} books compared byte for byte; "
        f"largest memory of a process in MB: {figures.largest_memory}; "
        f"faults: {figures.faults or 'none'}"
    )
    sys.exit(bool(figures.faults))


def soak_book(folder: Path, chance: random.Random, longest: float, figures: Figures) -> None:
    """Build one random book again and again, while things happen to it."""
    project, temporary, cache = folder / "project", folder / "tmp", folder / "cache"
    for path in (project / "chapters", temporary, cache):
        path.mkdir(parents=True)
    for number in range(chance.randint(*CHAPTERS)):
        edit(project / "chapters" / f"{number:02}.md", chance)
    environment = {
        **os.environ,
        "TMPDIR": str(temporary),
        "XDG_CACHE_HOME": str(cache),
        "PYTHONPATH": str(ROOT),
    }
    for _ in range(ROUNDS_OF_A_BOOK):
        chapters = sorted((project / "chapters").iterdir())
        for path in chance.sample(chapters, chance.choice([1, len(chapters)])):
            edit(path, chance)
        if chance.random() < 0.2:
            damage(cache, chance, figures)
        seconds = chance.uniform(0, longest) if chance.random() < 0.85 else None
        before = contents(project / "out")
        if seconds is None and can_fill_disks() and chance.random() < 0.2:
            full = chance.choice([project / "out", temporary, cache])
            code = build(project, environment, ("--workers", str(WORKERS)), figures, full=full)
            figures.full += 1
            is_right = code in NO_ROOM
        else:
            at_work = chance.random() < 0.8
            options = ("--workers", str(WORKERS))
            code = build(project, environment, options, figures, seconds=seconds, at_work=at_work)
            is_right = code == 0 or (code == -signal.SIGKILL and seconds is not None)
        after = contents(project / "out")
        if not is_right:
            figures.faults.append(f"a build ended with {code}")
        for name, content in after.items():
            if content != before.get(name):
                look_at(name, content, figures)
    compare_with_fresh(project, environment, temporary, figures)


def compare_with_fresh(
    project: Path, environment: dict[str, str], temporary: Path, figures: Figures
) -> None:
    """Compare the last build with one from nothing, and look for what was left behind."""
    build(project, environment, (), figures)
    kept = contents(project / "out")
    shutil.rmtree(project / "out")
    build(project, environment, ("--no-cache", "--workers", "1"), figures)
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
    """Write a chapter anew."""
    words = " ".join(chance.choice(WORDS) for _ in range(chance.randint(*WORDS_OF_A_CHAPTER)))
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


def can_fill_disks() -> bool:
    """Say whether a small disk can be mounted, which only this process and its children see."""
    if sys.platform != "linux" or os.geteuid() != 0 or shutil.which("unshare") is None:
        return False
    return subprocess.run(["unshare", "--mount", "true"], check=False).returncode == 0


def build(
    project: Path,
    environment: dict[str, str],
    options: tuple[str, ...],
    figures: Figures,
    *,
    seconds: float | None = None,
    at_work: bool = False,
    full: Path | None = None,
) -> int:
    """Build everything; kill the build after so many seconds, if any are given.

    Those count from when its workers have started, if it is to be killed at work, and else from its
    beginning. For this build the folder `full` is an empty disk of 64 kB.
    """
    command = [sys.executable, "-c", BUILD, "all", "--project", str(project), "--quiet"]
    if full is not None:
        full.mkdir(exist_ok=True)
        mount = 'mount -t tmpfs -o size=64k tmpfs "$0" && exec "$@"'
        command = ["unshare", "--mount", "sh", "-c", mount, str(full), *command]
    program = subprocess.Popen([*command, *options], cwd=ROOT, env=environment)
    figures.builds += 1
    while at_work and seconds is not None and program.poll() is None:
        if count_children(program) > WORKERS:
            break
        time.sleep(0.02)
    try:
        return program.wait(seconds)
    except subprocess.TimeoutExpired:
        figures.kills_with_workers += count_children(program) > WORKERS
        program.send_signal(signal.SIGKILL)
        figures.kills += 1
        return program.wait()


def count_children(program: subprocess.Popen[bytes]) -> int:
    """Count what a build has started, where proc(5) tells: its workers, and what tracks them."""
    tasks = Path(f"/proc/{program.pid}/task").glob("*/children")
    try:
        return sum(len(task.read_text("ascii").split()) for task in tasks)
    except OSError:  # it has just ended
        return 0


def contents(out: Path) -> dict[str, bytes]:
    """Read the finished files."""
    return {
        str(path.relative_to(out)): path.read_bytes()
        for path in out.rglob("[!.]*")
        if path.is_file()
    }


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
