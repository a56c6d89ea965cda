"""Slips that leave a chapter readable and not what was meant, each with its line.

A rule without a bold lead makes a plain list of all five; the minutes of a discussion's steps that
do not add up to the box's own make a session run late; a chart without numbers shows none.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from booklet.common import xhtml
from booklet.components.chart_table import read_table
from booklet.components.rules import rules_without_lead
from booklet.markup.dialect import LINE

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

    from booklet.common.errors import Place
    from booklet.common.language import Language
    from booklet.markup.finding_collector import FindingCollector


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
    options = box.get("data-options", "").split()
    allowed = next((int(one[4:]) for one in options if one.startswith("min-")), 0)
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
