"""A paragraph with six hundred notes."""

from pathlib import Path


def make(project: Path) -> None:
    calls = " ".join(f"word[^{number}]" for number in range(600))
    notes = "\n".join(f"[^{number}]: Note." for number in range(600))
    (project / "chapters" / "in.md").write_text(f"# A chapter\n\n{calls}\n\n{notes}\n")
