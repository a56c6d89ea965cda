"""The e-book by pandoc, in one go from the same Markdown.

`python -m benchmarks.yardsticks.pandoc PROJECT FILE.epub`. Needs the package `pypandoc-binary`.
"""

from __future__ import annotations

import re
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pypandoc

from benchmarks.yardsticks.book import read_sources

if TYPE_CHECKING:
    from benchmarks.yardsticks.book import Source

_HEADING = re.compile(r"(?m)^(#+) (.+)$")
_LINK = re.compile(r"\]\((?P<file>[^)#/]*?)(?:\.md)?#(?P<place>[^)]+)\)")
_NOTE = re.compile(r"\[\^(\w+)\]")
_CALLOUT = re.compile(r"(?m)^> \[!\w+[^\]]*\] ?.*\n")


def main() -> None:
    """Build the e-book that the command line names."""
    project, output = Path(sys.argv[1]), Path(sys.argv[2])
    title, sources = read_sources(project)
    pypandoc.convert_text(
        "\n\n".join(_as_part(source) for source in sources),
        to="epub3",
        format="markdown",
        outputfile=str(output),
        extra_args=[
            f"--metadata=title:{title}",
            "--metadata=lang:en-GB",
            f"--resource-path={project / 'chapters'}",
        ],
    )


def _as_part(source: Source) -> str:
    """Give a chapter ids and notes of its own, so that all can stand in one text."""

    def head(match: re.Match[str]) -> str:
        words = match[2].lower().replace(" ", "-")
        place = source.slug if match[1] == "#" else f"{source.slug}-{words}"
        return f"{match[0]} {{#{place}}}"

    text = _CALLOUT.sub("", source.text)
    text = _HEADING.sub(head, text)
    text = _LINK.sub(lambda match: f"](#{match['file'] or source.slug}-{match['place']})", text)
    return _NOTE.sub(rf"[^{source.slug[:3]}\1]", text)


if __name__ == "__main__":
    main()
