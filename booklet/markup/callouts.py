"""Callouts, `> [!reflect|lines-4] Title`: from marked quotations to the neutral form of components.

The neutral form is `<section data-component="reflect" data-options="lines-4" id="SLUG-reflect-1">`,
a `<p data-part="title">` when the author gave a title, then the body.
"""

from __future__ import annotations

import re
from itertools import pairwise
from typing import TYPE_CHECKING

from booklet.common import xhtml
from booklet.common.spelling import did_you_mean, nearest
from booklet.common.xhtml import element
from booklet.components import BY_NAME
from booklet.markup.dialect import ALERT, LINE, TITLE
from booklet.markup.near_misses import report_chart, report_minutes

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

    from booklet.common.errors import Place
    from booklet.common.language import Language
    from booklet.components.component import Component
    from booklet.markup.finding_collector import FindingCollector
    from booklet.markup.identifiers import Identifiers

COMPONENT = "data-component"

_NOT_A_CALLOUT = re.compile(r"\[!([^\]\n]{1,60})\]?")
_TYPED_OUTSIDE = re.compile(r"\s*(?:>\s*)?\[!([\w-]+)")
_ID_WORDS = {"note": "aside"}
"""What ids call a component, where its own name means something else: notes are footnotes."""

_NUMBERED = re.compile(r"(.*?)-?(\d+)")


def find_callouts(
    root: Element, language: Language, identifiers: Identifiers, collector: FindingCollector
) -> None:
    """Turn every callout below `root` into the neutral form of its component.

    Args:
        root: changed in place.
        language: of the chapter, for the times in its boxes.
        identifiers: for the ids of boxes.
        collector: for boxes that are not what their author meant.
    """
    for item in root.iter():
        if item.tag != "blockquote" and item.keys():
            item.attrib.pop(ALERT, None)
    _join_parted_boxes(root)
    for quote in root.iter("blockquote"):
        written = quote.attrib.pop(ALERT, "").split()
        line = quote.attrib.pop(LINE, "")  # raw HTML has none
        if written:
            place = collector.line(int(line), "[!") if line else collector.place(written[0])
            _make_section(quote, written, place, identifiers, collector)
            report_minutes(quote, language, place, collector)
            if written[0].lower() == "chart":
                report_chart(quote, language, place, collector)
        else:
            _report_near_miss(quote, collector)
    _report_boxes_outside_quotes(root, collector)


def _join_parted_boxes(root: Element) -> None:
    """Give a box that a blank line has parted from its text the quotation that follows it."""
    joined: list[Element] = []
    for parent in root.iter():
        for box, text in pairwise(parent):
            name = box.get(ALERT, "").split()[:1]
            is_empty = all(child.get(TITLE) is not None for child in box)
            if not name or not is_empty or _is_usually_empty(name[0].lower()):
                continue
            if text.tag == "blockquote" and ALERT not in text.attrib:
                xhtml.append(box, xhtml.detach_content(text))
                joined.append(text)
    xhtml.unwrap_all(root, joined)


def _is_usually_empty(name: str) -> bool:
    return name in BY_NAME and BY_NAME[name].is_usually_empty


_LISTS_TO_TICK = frozenset({"checklist", "tasks", "task-list"})


def callout_names() -> list[str]:
    """List the names that may stand in `[!…]`."""
    return [name for name, component in BY_NAME.items() if component.has_callout]


def _make_section(
    quote: Element,
    written: list[str],
    place: Place,
    identifiers: Identifiers,
    collector: FindingCollector,
) -> None:
    """Give a callout, written as its name and its options, its neutral form."""
    name, options = written[0].lower(), written[1:]
    title = _extract_title(quote, name)
    component = BY_NAME.get(name)
    if component is None or not component.has_callout:
        known = callout_names()
        choice = did_you_mean(name, known) or f"There are {', '.join(known)}. "
        if name in _LISTS_TO_TICK:
            choice = "Lines that begin with '- [ ]' are ticked off anywhere, in [!try] too. "
        problem = f"there is no box called '{name}'"
        collector.warn("K501", problem, f"{choice}As it is, it becomes a plain box.", place)
        title = title if title is not None else element("p", {}, name.replace("-", " ").title())
        component, options = BY_NAME["example"], []
    quote.tag = "section"
    quote.set(COMPONENT, component.name)
    good = _check_options(component, options, place, collector)
    if good:
        quote.set("data-options", " ".join(good))
    if quote.get("id") is None:
        quote.set("id", identifiers.claim_number(_ID_WORDS.get(component.name, component.name)))
    if title is not None:
        title.tag = "p"
        title.set("data-part", "title")
        quote.insert(0, title)


def _extract_title(quote: Element, name: str) -> Element | None:
    """Take the author's own title out; one that only repeats the component's name is none."""
    title = quote[0] if len(quote) and quote[0].get(TITLE) is not None else None
    if title is None:
        return None
    del title.attrib[TITLE]
    xhtml.replace(quote, title)
    is_own = len(title) > 0 or xhtml.text_of(title).casefold() != name.casefold()
    return title if is_own else None


def _check_options(
    component: Component, written: list[str], place: Place, collector: FindingCollector
) -> list[str]:
    """Keep the options that mean something; remark on the others."""
    good: list[str] = []
    known = {option.name: option for option in component.options}
    for one in (word.lower() for word in written):
        match = _NUMBERED.fullmatch(one)
        name = match[1] if match and match[1] in known else one
        option = known.get(name) or known.get(one.split("-")[0])
        if option is None:
            near = nearest(one.split("-")[0], known)
            guess = f"Did you mean '{known[near].example}'? " if near else ""
            allowed = ", ".join(known[key].example for key in known) or "none"
            problem = f"'{component.name}' has no option '{one}'"
            hint = f"{guess}It is left out. Options of '{component.name}': {allowed}."
            collector.warn("K502", problem, hint, place)
        elif not option.most:
            good += [option.name] if option.name not in good else []
        elif not match or not option.least <= int(match[2][:9]) <= option.most:
            problem = f"'{one}' needs a whole number from {option.least} to {option.most}"
            hint = f"It is left out. Write it like '{option.example}'."
            collector.warn("K503", problem, hint, place)
        elif not option.repeatable and any(other.startswith(f"{option.name}-") for other in good):
            problem = f"the option '{option.name}' is given twice"
            collector.warn("K502", problem, "The first one counts; delete the other.", place)
        else:
            good.append(f"{option.name}-{int(match[2])}")
    return good


def _report_near_miss(quote: Element, collector: FindingCollector) -> None:
    """Tell an author whose quotation looks like a callout and is none."""
    first = quote[0] if len(quote) else None
    match = _NOT_A_CALLOUT.match(xhtml.text_of(first).lstrip()) if first is not None else None
    if match:
        collector.warn(
            "K504",
            f"'[!{match[1]}]' does not begin a component",
            "Write it like '> [!reflect]' or '> [!reflect|lines-4] Title', with letters, digits "
            "and hyphens only; until then it stays a quotation.",
            collector.place(f"[!{match[1]}"),
        )


def _report_boxes_outside_quotes(root: Element, collector: FindingCollector) -> None:
    """Tell an author whose box has lost its `>` signs: pasted, or escaped by another program."""
    quoted = {quote[0] for quote in root.iter("blockquote") if len(quote)}
    for paragraph in root.iter("p"):
        match = _TYPED_OUTSIDE.match(paragraph.text or "")
        if match is None or paragraph in quoted or match[1].lower() not in callout_names():
            continue
        collector.warn(
            "K504",
            f"'[!{match[1]}]' does not begin a component",
            f"Write '> [!{match[1]}]', with a plain '>' at the start of this line and of each line "
            "of the box; until then it is text.",
            collector.place(f"[!{match[1]}", f"\\[!{match[1]}", f"\\[\\!{match[1]}"),
        )
