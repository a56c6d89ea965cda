"""Who is measured: our program, and the plain ways to the same book; the command of each."""

from __future__ import annotations

import importlib.util
import os
import re
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

ROOT = Path(__file__).resolve().parent.parent
WORKERS = ("--workers", "2")


@dataclass(frozen=True, slots=True)
class Abilities:
    """What can be measured here today.

    Attributes:
        cache: our program keeps what it has set before.
        workers: our program sets chapters side by side when asked.
        without_page_list: the option that spares an e-book the setting of pages, or "".
        typst: the package `typst` is installed.
        pandoc: the package `pypandoc-binary` is installed.
        pdftotext: Poppler's program is installed.
    """

    cache: bool
    workers: bool
    without_page_list: str
    typst: bool
    pandoc: bool
    pdftotext: bool


def find_abilities() -> Abilities:
    """Ask our program's own help, and look for the others."""
    options = _options("pdf")
    return Abilities(
        cache="--no-cache" in options,
        workers="--workers" in options,
        without_page_list=next((name for name in _options("epub") if "no-page" in name), ""),
        typst=importlib.util.find_spec("typst") is not None,
        pandoc=importlib.util.find_spec("pypandoc") is not None,
        pdftotext=shutil.which("pdftotext") is not None,
    )


def _options(product: str) -> set[str]:
    command = ours(product, "--help")
    finished = subprocess.run(command, cwd=ROOT, capture_output=True, encoding="utf-8", check=True)
    return set(re.findall(r"--[a-z][a-z-]*", finished.stdout))


def ours(*arguments: object) -> list[str]:
    """Make a command of our program, as its users type it."""
    return [sys.executable, str(ROOT / "build.py"), *map(str, arguments)]


def ours_building(product: str, project: Path, out: Path, *options: object) -> list[str]:
    """Make the command that builds `pdf`, `epub` or `all` of the book in a project's folder."""
    return ours(product, "--project", project, "--out", out, "--quiet", *options)


def module(name: str, *arguments: object) -> list[str]:
    """Make the command of one of the programs in this folder."""
    return [sys.executable, "-m", f"benchmarks.{name}", *map(str, arguments)]


@dataclass(frozen=True, slots=True)
class Workshop:
    """The folders in which books are written and built.

    Attributes:
        folder: holds everything; may be removed afterwards.
    """

    folder: Path

    @property
    def environment(self) -> Mapping[str, str]:
        """Environment variables for every command: caches are ours alone."""
        return {**os.environ, "XDG_CACHE_HOME": str(self.folder / "cache"), "NO_COLOR": "1"}

    def book(self, name: str) -> Path:
        """Name the project folder of a book."""
        return self.folder / "books" / name

    def out(self, name: str) -> Path:
        """Make the folder for what is built."""
        out = self.folder / "out" / name
        out.mkdir(parents=True, exist_ok=True)
        return out

    def forget(self, projects: Sequence[Path]) -> None:
        """Remove what our program has kept of earlier builds, and leave the fonts' cache alone."""
        kept = [project / ".booklet-cache" for project in projects]
        for folder in (*kept, *(self.folder / "cache").glob("*booklet*")):
            shutil.rmtree(folder, ignore_errors=True)
