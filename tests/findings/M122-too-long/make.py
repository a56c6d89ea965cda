"""A chapter with a table that would take hours to set."""

from pathlib import Path


def make(project: Path) -> None:
    rows = "| Monday | Assembly |\n" * 100_000
    text = f"# A chapter\n\n| Day | What |\n|---|---|\n{rows}"
    (project / "chapters" / "in.md").write_text(text)
