"""Two notes of Obsidian in an archive, one of them a draft."""

import zipfile
from pathlib import Path


def make(project: Path) -> None:
    with zipfile.ZipFile(project / "notes.zip", "w") as archive:
        archive.writestr("a.md", "# Ready\n\nRead me.\n")
        archive.writestr("b.md", "---\ndraft: true\n---\n\n# Not ready\n\nNot yet.\n")
