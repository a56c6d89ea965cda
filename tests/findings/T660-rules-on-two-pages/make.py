"""More rules than any page holds."""

from pathlib import Path


def make(project: Path) -> None:
    rules = "".join(f"{number}. **Rule number {number}** – text.\n" for number in range(1, 80))
    for name in ("one", "two"):
        (project / "chapters" / f"{name}.md").write_text(f"# {name.title()}\n\n{rules}", "utf-8")
