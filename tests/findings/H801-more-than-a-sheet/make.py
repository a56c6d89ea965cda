"""A reflection far too long for one sheet."""

from pathlib import Path


def make(project: Path) -> None:
    """Write it."""
    paragraph = "Nobody reads a sentence like this one more than once in a year. " * 12
    (project / "chapters" / "in.md").write_text(
        "# Long\n\n1. **Rest** – often.\n\n" + f"{paragraph}\n\n" * 40
    )
