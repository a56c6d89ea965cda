"""Soak test of the preview's living engine, run by hand: thousands of random edits of one booklet.

    PYTHONPATH=. nice python tests/preview_soak.py --edits 10000

Letters, words and whole blocks come and go, broken ones too; chapters are changed, renamed and
removed by another program meanwhile. Nothing may crash, memory must stay, and at the end the pages
must be, byte for byte, those of a fresh build. Prints the figures for docs/reliability.md.
"""

from __future__ import annotations

import argparse
import gc
import multiprocessing
import os
import random
import sys
import tempfile
import time
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from previewing import FILES, FIRST, SECOND

from booklet.common.errors import UsageError
from booklet.pipelines.book import build_pdf
from booklet.preview.live_preview import LivePreview
from booklet.preview.texts import StaleEditError

if TYPE_CHECKING:
    from collections.abc import Callable

WORDS = ("trust", "habit", "Mondays", "naïve", "„so“", "日本", "🙂", "*kept*", "`code`", "–")
BLOCKS = (
    "\n\n## A heading\n\nWith a text below it.\n\n",
    "\n\n> [!reflect|lines-4]\n> What did you promise?\n\n",
    "\n\n> [!quiz]\n> Who keeps promises?\n>\n> - [x] All\n> - [ ] None\n\n",
    "\n\n1. **Say less** – and keep it.\n2. **Come back** – when you said.\n\n",
    "\n\n| a | b |\n|---|---|\n| 1 | 2 |\n\n",
    "\n\nA note[^n].\n\n[^n]: Below.\n\n",
    "\n\n" + "A longer paragraph of words that fill the line. " * 12 + "\n\n",
)
BROKEN = (
    "\n\n![A map](nowhere.png)\n\n",
    "---\nautor: [\n---\n",
    "\n\n> [!nothing]\n> x\n\n",
    "\n\n```\nnever closed\n",
    "<div><span>",
    "[](#nowhere)",
    "| a |\n|--",
    "\x00\ufeff\u202e",
)
_LONGEST_TEXT = 4000
_TAKEN_BACK = 0.3
"""How often somebody who sees that the pages stay writes what can be set again."""

_PATIENCE = 60.0
_LAST_PATIENCE = 600.0
"""Seconds; on a machine that others keep busy, the last text takes its time."""


@dataclass(slots=True)
class Figures:
    """What has happened.

    Attributes:
        edits: how many changes of texts.
        others: how many changes of files by another program.
        settled: how often everything was settled.
        memory: megabytes of this process and of its renderers, from time to time.
        faults: whatever was wrong.
    """

    edits: int = 0
    others: int = 0
    settled: int = 0
    memory: list[tuple[int, int]] = field(default_factory=list)
    faults: list[str] = field(default_factory=list)


def main() -> None:
    """Soak as long as was asked for, and print the figures."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--edits", type=int, default=10_000)
    parser.add_argument("--seed", type=int, default=1)
    asked = parser.parse_args()
    began = time.monotonic()
    with tempfile.TemporaryDirectory(prefix="soak-") as folder:
        figures = soak(Path(folder), asked.edits, asked.seed, tell=_say_how_far)
    print(
        f"seed {asked.seed}: {figures.edits} edits, {figures.others} changes by others, settled "
        f"{figures.settled} times in {(time.monotonic() - began) / 60:.0f} minutes; megabytes of "
        f"the program and of its renderers: {figures.memory}; faults: {figures.faults or 'none'}"
    )
    sys.exit(bool(figures.faults))


def _say_how_far(figures: Figures) -> None:
    print(
        f"{figures.edits} edits, settled {figures.settled} times, megabytes {figures.memory[-1]}",
        file=sys.stderr,
        flush=True,
    )


def soak(
    project: Path, count: int, seed: int, tell: Callable[[Figures], object] = lambda _: None
) -> Figures:
    """Edit a small booklet at random, and compare it with a fresh build at the end.

    Args:
        project: an empty folder.
        count: how many edits.
        seed: another one makes other edits.
        tell: is called from time to time with what has happened so far.
    """
    chance = random.Random(seed)  # noqa: S311 - no secret
    figures = Figures()
    for name, text in FILES.items():
        (project / name).parent.mkdir(exist_ok=True)
        (project / name).write_text(text, "utf-8")
    with LivePreview(project) as preview:
        preview.look_at("standard", FIRST)
        for number in range(count):
            if chance.random() < 0.03:
                _let_another_program_act(preview, chance)
                figures.others += 1
            _edit(preview, chance)
            figures.edits += 1
            _wait(preview, chance, figures)
            if number % max(1, count // 20) == 0:
                gc.collect()
                figures.memory.append(_megabytes())
                tell(figures)
        _restore(preview)
        _settle(preview, figures)
        shown = preview.pdf("standard")
    with tempfile.TemporaryDirectory() as out:
        if shown != build_pdf(project, Path(out)).path.read_bytes():
            figures.faults.append("at the end, other bytes than those of a fresh build")
    return figures


def _edit(preview: LivePreview, chance: random.Random) -> None:
    """Change one of the texts as somebody would who types, deletes and pastes."""
    path = chance.choice((FIRST, FIRST, FIRST, SECOND))
    try:
        if preview.snapshot("standard").is_old and chance.random() < _TAKEN_BACK:
            _restore(preview)
            return
        text = preview.texts.open(path)
        preview.edit(path, _changed(text.text, path, chance), text.revision)
    except (StaleEditError, UsageError):  # its file went or changed in between
        preview.notice_files()


def _changed(text: str, path: str, chance: random.Random) -> str:
    at = chance.randint(0, len(text))
    kind = chance.choices(
        ("letter", "word", "delete", "paste", "break", "again"), (30, 20, 25, 10, 10, 5)
    )[0]
    if kind == "again" or len(text) > _LONGEST_TEXT:
        return FILES[path]
    if kind == "delete":
        return text[:at] + text[at + chance.choice((1, 1, 5, 40, 400)) :]
    put = {
        "letter": chance.choice("aeinrst .,\n"),
        "word": f" {chance.choice(WORDS)} ",
        "paste": chance.choice(BLOCKS),
        "break": chance.choice(BROKEN),
    }[kind]
    return text[:at] + put + text[at:]


def _let_another_program_act(preview: LivePreview, chance: random.Random) -> None:
    """Write, rename or remove a file under the preview."""
    path = preview.project / chance.choice((FIRST, SECOND))
    away = path.with_name(f"{path.stem}-away.md")
    kind = chance.choice(("write", "rename", "remove", "picture", "back"))
    if kind == "write":
        path.write_text(FILES[f"chapters/{path.name}"] + "\nBy another program.\n", "utf-8")
    elif kind == "rename" and path.exists():
        path.rename(away)
    elif kind == "remove":
        path.unlink(missing_ok=True)
    elif kind == "picture":
        (preview.project / "chapters/nowhere.png").write_bytes(b"no picture")
    else:
        away.unlink(missing_ok=True)
        (preview.project / "chapters/nowhere.png").unlink(missing_ok=True)
    preview.notice_files()
    for one in (FIRST, SECOND):  # as somebody decides who is asked
        try:
            text = preview.texts.open(one)
        except UsageError:
            path.write_text(FILES[one], "utf-8")
            continue
        if text.is_gone or (text.on_disk is not None and chance.random() < 0.5):
            preview.texts.keep_mine(one)
        elif text.on_disk is not None:
            preview.texts.take_theirs(one)
    preview.notice_files()


def _wait(preview: LivePreview, chance: random.Random, figures: Figures) -> None:
    """Type on at once, or look at the page, or rest until everything is settled."""
    kind = chance.choices(("on", "look", "rest"), (50, 45, 5))[0]
    if kind == "on":
        time.sleep(chance.uniform(0, 0.02))
        return
    before = preview.snapshot("standard").number
    began = time.monotonic()
    while time.monotonic() < began + (_PATIENCE if kind == "rest" else 0.6):
        snapshot = preview.snapshot("standard")
        # The same text again, where a text is broken, has no answer.
        is_answered = snapshot.number > before or time.monotonic() > began + 3
        if snapshot.is_settled or (is_answered and (kind == "look" or snapshot.is_old)):
            break
        time.sleep(0.02)
    snapshot = preview.snapshot("standard")
    figures.settled += snapshot.is_settled
    for page in snapshot.pages[2:4]:
        preview.picture("standard", page.digest, 0.5)
    bugs = [one.problem for one in snapshot.findings if "fault of the program" in one.problem]
    figures.faults += bugs


def _restore(preview: LivePreview) -> None:
    """Give both chapters a text that can be set, and take away what others have left."""
    for left in (preview.project / "chapters").glob("*-away.md"):
        left.unlink()
    (preview.project / "chapters/nowhere.png").unlink(missing_ok=True)
    preview.notice_files()
    for path in (FIRST, SECOND):
        text = preview.texts.keep_mine(path)
        preview.edit(path, FILES[path] + "\nThe end of it.\n", text.revision)


def _settle(preview: LivePreview, figures: Figures) -> None:
    until = time.monotonic() + _LAST_PATIENCE
    while not preview.snapshot("standard").is_settled:
        if time.monotonic() > until:
            figures.faults.append(f"never settled: {preview.snapshot('standard').findings}")
            return
        time.sleep(0.05)


def _megabytes() -> tuple[int, int]:
    """Measure the memory of this process and of its renderers (proc(5))."""
    children = [one.pid for one in multiprocessing.active_children() if one.pid]
    return _resident(os.getpid()), sum(map(_resident, children))


def _resident(process: int) -> int:
    try:
        pages = int(Path(f"/proc/{process}/statm").read_text("ascii").split()[1])
    except OSError:
        return 0
    return pages * os.sysconf("SC_PAGE_SIZE") // 1_000_000


if __name__ == "__main__":
    main()
