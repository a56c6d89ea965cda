"""A copy that is younger than its original, others that are older."""

import os
from pathlib import Path

YEARS = {"01-a.md": 2020, "01-a (1).md": 2024}
SECONDS_OF_A_YEAR = 31_556_952


def make(project: Path) -> None:
    for path in (project / "chapters").iterdir():
        seconds = (YEARS.get(path.name, 2015) - 1970) * SECONDS_OF_A_YEAR
        os.utime(path, (seconds, seconds))
