"""How messages look on a terminal: their order, their colours, their paths. Prints nothing."""

from __future__ import annotations

from typing import TYPE_CHECKING

from booklet.common.errors import Severity

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from rich.text import Text

    from booklet.common.errors import Finding

_STYLES = {Severity.ERROR: "bold red", Severity.WARNING: "bold yellow", Severity.NOTE: "bold cyan"}


def in_order(findings: Iterable[Finding]) -> list[Finding]:
    """Sort findings by their places, each once; those without a place come first."""

    def order(finding: Finding) -> tuple[str, int, int]:
        place = finding.place
        return (place.path, place.line, place.column) if place else ("", 0, 0)

    return sorted(dict.fromkeys(findings), key=order)


def coloured(severity: Severity, message: str) -> Text:
    """Give a message its colours: the word for how bad it is, and the hint in the background."""
    from rich.text import Text  # noqa: PLC0415 - most runs have nothing to say

    text = Text(message)
    text.highlight_regex(rf"(?<![^ ]){severity}(?=: )", _STYLES[severity])
    text.highlight_regex(r"(?m)^  hint:", "dim")
    return text


def short_path(path: Path, base: Path) -> str:
    """Write a path as one would type it in the folder `base`."""
    resolved = path.resolve()
    return str(resolved.relative_to(base) if resolved.is_relative_to(base) else path)
