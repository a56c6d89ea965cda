"""Markup of other programs that means nothing here: it stays as typed, and its author is told.

What has a plain meaning here is understood by `commonmark`: `[[chapter]]`, `![[picture.png]]`,
`%%remark%%`, `^[note]`, `!!! note`, `:::note`, `[caption]`.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from pymdownx import gemoji_db

from booklet.common import xhtml

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from xml.etree.ElementTree import Element

    from booklet.markup.finding_collector import FindingCollector

_VERBATIM = frozenset({"code", "pre", "kbd", "samp", "a"})
_MARKS = re.compile(r"[$:\\[{]")


def _contents(match: re.Match[str]) -> str:  # noqa: ARG001 - as all hints
    return "Delete the line: the booklet makes its own contents."


def _page_break(match: re.Match[str]) -> str:  # noqa: ARG001 - as all hints
    return (
        'Delete it, or write <div style="break-before: page"></div>, with blank lines around it, '
        "where a page must begin."
    )


def _short_code(match: re.Match[str]) -> str:  # noqa: ARG001 - as all hints
    return "WordPress puts something in its place, here nothing does: write what readers shall see."


def _formula(match: re.Match[str]) -> str:  # noqa: ARG001 - as all hints
    return "Write it with signs, such as x² or ½, or as HTML, such as x<sup>2</sup>, or as MathML."


def _face(match: re.Match[str]) -> str | None:
    known = gemoji_db.emoji.get(match[0])
    if known is None:
        return None
    character = "".join(chr(int(one, 16)) for one in known["unicode"].split("-"))
    return f"Type the sign itself, {character}, or say it in words."


def _template(match: re.Match[str]) -> str:  # noqa: ARG001 - as all hints
    return (
        "Delete it, or write what it stands for; it is printed as it is. 'merge' fills places like "
        "{{name}} from a list, and the table [copy] in booklet.toml does in other builds."
    )


FOREIGN: tuple[tuple[re.Pattern[str], Callable[[re.Match[str]], str | None]], ...] = (
    (re.compile(r"\[\[?_?toc_?\]?\]|\{:toc\}", re.IGNORECASE), _contents),
    (re.compile(r"\\(?:newpage|pagebreak|clearpage)\b|\{\{< ?pagebreak ?>\}\}"), _page_break),
    (
        re.compile(r"\[/?(?:caption|gallery|embed|audio|video|playlist|vc_\w+)\b[^\]]*\]"),
        _short_code,
    ),
    (re.compile(r"\$\$[^$]+\$\$|\\\((?:[^\\]|\\(?!\)))+\\\)|\\begin\{\w+\*?\}"), _formula),
    (
        re.compile(r"(?<![\w$])\$(?=[^\s$][^$\n]*[\\^_{=])(?![\d.,]+\s)[^$\n]*[^\s$\\]\$(?![\w$])"),
        _formula,
    ),
    (re.compile(r"(?<![\w:]):[a-z0-9][a-z0-9_+-]*:(?![\w:])"), _face),
    (re.compile(r"\{[{%][^{}%]{1,80}[%}]\}"), _template),
)
"""What is looked for, and what to say about it; None when it means nothing there either."""


def report_unsupported_markup(root: Element, collector: FindingCollector) -> None:
    """Tell an author about markup that only other programs understand."""
    for text in _prose(root):
        if not _MARKS.search(text):
            continue
        for pattern, hint in FOREIGN:
            for match in pattern.finditer(text):
                advice = hint(match)
                if advice is not None:
                    shown = " ".join(match[0].split())
                    problem = f"'{shown}' means nothing here and is printed as typed"
                    collector.warn("K570", problem, advice, collector.place(match[0], shown))


def _prose(item: Element) -> Iterator[str]:
    """Walk over every text that is neither code nor an address."""
    if item.tag in _VERBATIM or item.tag.startswith(f"{{{xhtml.MATHML}"):
        return
    yield item.text or ""
    for child in item:
        yield from _prose(child)
        yield child.tail or ""
