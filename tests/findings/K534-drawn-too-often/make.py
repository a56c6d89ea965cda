"""A drawing of a kilobyte that stands for a million rectangles."""

from pathlib import Path


def make(project: Path) -> None:
    groups = "".join(
        f'<g id="g{level}">' + f'<use href="#g{level + 1}"/>' * 10 + "</g>" for level in range(6)
    )
    drawing = f'<svg viewBox="0 0 9 9"><title>Many</title>{groups}<g id="g6"><rect/></g></svg>'
    (project / "chapters" / "in.md").write_text(f"# A chapter\n\n{drawing}\n")
