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
_MARKS = re.compile(r"[$:\\[{^%]")
_STRAIGHT = str.maketrans("“”‘’–—", "\"\"''--")


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
        "Delete it, or write what it stands for; it is printed as it is. 'merge' fills "
        "placeholders like {{name}} from a list, and the table [copy] in booklet.toml does in "
        "other builds."
    )


def _remark(match: re.Match[str]) -> str:  # noqa: ARG001 - as all hints
    return "End the remark in the same paragraph, or begin and end it on lines of its own."


def _small(match: re.Match[str]) -> str:  # noqa: ARG001 - as all hints
    return "Write it as HTML, such as x<sup>2</sup> or H<sub>2</sub>O."


def _command(match: re.Match[str]) -> str:  # noqa: ARG001 - as all hints
    return "Write *words* for italics, **words** for bold, or only the words."


def _attributes(match: re.Match[str]) -> str:  # noqa: ARG001 - as all hints
    return "Delete what stands in curly brackets; it belongs to headings, links and pictures only."


def _change(match: re.Match[str]) -> str:  # noqa: ARG001 - as all hints
    return "Settle the change: write the text as it shall be."


def _place(match: re.Match[str]) -> str:  # noqa: ARG001 - as all hints
    return "Delete it: only Obsidian leads to it."


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
    (re.compile(r"(?<![\w%])%%(?=\s?[^\W\d_])|\{>>"), _remark),
    (re.compile(r"(?<=\w)\^[^\s^]{1,20}\^(?!\^)"), _small),
    (re.compile(r"\\(?:text\w+|emph|cite\w*|ref|label|footnote|section)\{[^{}\n]*\}"), _command),
    (re.compile(r"\[[^\[\]\n]+\]\{[.#][^{}\n]*\}|\{:\s?[.#][^{}\n]*\}"), _attributes),
    (re.compile(r"\{(?:\+\+[^{}]+\+\+|[–—][^{}]+[–—])\}"), _change),
    (re.compile(r"(?<=\s)\^[A-Za-z][\w-]{3,}$"), _place),
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
                    typed = match[0].translate(_STRAIGHT)
                    place = collector.place(match[0], shown, typed, typed.replace("-", "--"))
                    collector.warn("K570", problem, advice, place)
    _report_lowered(root, collector)


def _report_lowered(root: Element, collector: FindingCollector) -> None:
    """Tell who writes `H~2~O` for a lowered figure that GFM strikes it out (GFM 6.5)."""
    parents = xhtml.parents_of(root) if root.find(".//del") is not None else {}
    for struck in root.iter("del"):
        siblings = list(parents[struck])
        position = siblings.index(struck)
        before = siblings[position - 1].tail if position else parents[struck].text
        if (before or "")[-1:].isalpha() and (xhtml.text_of(struck)).isdecimal():
            typed = f"~{xhtml.text_of(struck)}~"
            problem = f"'{typed}' is struck out: one wave does the same as two"
            advice = "Write it as HTML, such as H<sub>2</sub>O."
            collector.warn("K570", problem, advice, collector.place(typed))


def _prose(item: Element) -> Iterator[str]:
    """Walk over every text that is neither code nor an address."""
    if item.tag in _VERBATIM or item.tag.startswith(f"{{{xhtml.MATHML}"):
        return
    yield item.text or ""
    for child in item:
        yield from _prose(child)
        yield child.tail or ""
