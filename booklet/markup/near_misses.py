"""Slips that leave a chapter readable and not what was meant, each with its line.

Lines that begin alike and are no list run into one another; a rule without a bold lead makes a
plain list of all five; the minutes of a discussion's steps that do not add up to the box's own make
a session run late; a chart without numbers shows none.
"""

from __future__ import annotations

import re
from itertools import pairwise
from typing import TYPE_CHECKING

from booklet.common import xhtml
from booklet.components.chart_table import read_table
from booklet.components.rendering import read_options
from booklet.components.rules import rules_without_lead
from booklet.markup.dialect import LINE

_INNER_BLOCKS = xhtml.name_set("p ul ol dl table pre blockquote div section figure code")

if TYPE_CHECKING:
    from collections.abc import Iterator
    from xml.etree.ElementTree import Element

    from booklet.common.errors import Place
    from booklet.common.language import Language
    from booklet.markup.finding_collector import FindingCollector


_ALIKE: tuple[re.Pattern[str], ...] = (
    re.compile(
        r"[\u00b7\u2013\u2014\u2190-\u21ff\u2600-\u27bf\u2b00-\u2bff\U0001f300-\U0001faff]\ufe0f?\s"
    ),
    re.compile(r"-(?=[^\W\d])"),
    re.compile(r"\(?\d{1,2}[.)](?=\s|[^\W\d])"),
    re.compile(r"[\u2460-\u2473\u2776-\u277f]"),
    re.compile(r"\(?(?:[A-Za-z]|[ivx]{2,4})[.)]\s"),
    re.compile(r"\[[ xX]\]\s?"),
    re.compile(r"[|+](?=.*[|+]$)"),
    re.compile(r"[^\W\d_]{1,8} ?\d{1,2}[.:)]\s"),
)
_COLUMNS = re.compile(r".*?\S(?:\t| {3})\s*\S")
_DELIMITER_ROW = re.compile(r"\|?\s*:?[-–—]+:?\s*(?:\|\s*:?[-–—]+:?\s*)+\|?")
"""What lines of a list or a table begin with; two lines of one kind are no accident."""

_NO_START = "\0"
"""Stands behind a line break of the author's own: what follows it is a line on the page, too."""


def report_lookalikes(root: Element, collector: FindingCollector) -> None:
    """Name lines that look like a list or a table, and run into one another in a paragraph."""
    for item in root.iter():
        if item.tag not in {"p", "li", "dd"}:
            continue
        lines = [line.strip() for line in "".join(_own_text(item)).split("\n")]
        for line, following in pairwise(lines):
            begun = [one.match(line) for one in _ALIKE if one.match(following)]
            mark = next((match[0].strip() for match in begun if match), "")
            mark = mark or ("|" if "|" in line and _DELIMITER_ROW.fullmatch(following) else "")
            if mark:
                _report_lookalike(f"'{mark}'", collector, line, line[len(mark) :].strip(), mark)
                break
            if _COLUMNS.match(line) and _COLUMNS.match(following):
                gaps = "tabs" if "\t" in line else "wide gaps"
                _report_lookalike(gaps, collector, line, line.split()[0])
                break


def _report_lookalike(mark: str, collector: FindingCollector, *typed: str) -> None:
    collector.warn(
        "K571",
        f"lines with {mark} are no list or table and run into one another",
        "Begin each line of a list with '- ' or '1. ', with a blank line before the first; "
        "write each row of a table as '| one | two |', the second as '|---|---|'.",
        collector.place(*typed),
    )


def _own_text(item: Element) -> Iterator[str]:
    """Walk over the text of a paragraph, without that of blocks in it."""
    yield item.text or ""
    for child in item:
        if child.tag == "br":
            yield _NO_START
        elif child.tag not in _INNER_BLOCKS:
            yield from _own_text(child)
        yield child.tail or ""


def report_rules(root: Element, collector: FindingCollector) -> None:
    """Name the items that keep a list from being a list of rules; no item keeps its `LINE`."""
    for number, item in rules_without_lead(root):
        words = xhtml.text_of(item)
        line = item.get(LINE)
        collector.warn(
            "K507",
            f"rule {number} does not open with bold words, so that the list is a plain one",
            f"Begin it like the others: {number}. **{_first(words)}** …",
            collector.line(int(line)) if line else collector.place(words, "<ol", "<OL"),
        )
    for item in root.iter("li"):
        item.attrib.pop(LINE, None)


def report_minutes(
    box: Element, language: Language, place: Place, collector: FindingCollector
) -> None:
    """Compare the minutes of a box with those of its steps, where each step names its own.

    Args:
        box: in its neutral form.
        language: of the chapter, for its word for minutes.
        place: of the box.
        collector: for the finding.
    """
    allowed = next(iter(read_options(box).get("min", ())), 0)
    steps = next(iter(box.findall("ol")), None) if allowed else None
    if steps is None or not len(steps):
        return
    pattern = _minutes(language)
    times = [_time_of(step, pattern) for step in steps]
    needed = sum(time or 0 for time in times)
    if needed > allowed or (None not in times and needed != allowed):
        collector.warn(
            "K506",
            f"the box has {allowed} minutes, and its steps take {needed}",
            f"Write min-{needed}, or change the minutes of the steps.",
            place,
        )


def report_chart(
    box: Element, language: Language, place: Place, collector: FindingCollector
) -> None:
    """Name a chart that has nothing to draw; the arguments are as above."""
    table = next(box.iter("table"), None)
    if table is None or read_table(table, language.locale) is None:
        collector.warn(
            "K508",
            "the chart has no table with numbers",
            "Put a table into the box: its first column names the rows, the others have numbers. "
            "Until then it is a plain box.",
            place,
        )


def _first(words: str) -> str:
    return " ".join(words.split()[:3]).rstrip(".,:;")


def _minutes(language: Language) -> re.Pattern[str]:
    """Make a pattern for `3 minutes` that passes over `3 minutes each`."""
    said = {language.counted_label("minute", "minutes", number) for number in (1, 2, 3, 11, 100)}
    units = {"min", "mins", *(one.replace("{minutes}", "").strip() for one in said)} - {""}
    words = "|".join(re.escape(unit) for unit in sorted(units, key=len, reverse=True))
    return re.compile(rf"(?<![\w.,–-])(\d{{1,3}})\s*(?:{words})(?=\s*(?:[).,:;]|$))", re.IGNORECASE)


def _time_of(step: Element, pattern: re.Pattern[str]) -> int | None:
    """Tell how long a step takes; None where it does not say so, or in more than one way."""
    lead = next(step.iter("strong"), None)
    for text in (xhtml.text_of(lead) if lead is not None else "", xhtml.text_of(step)):
        found = pattern.findall(text)
        if len(found) == 1:
            return int(found[0])
    return None
