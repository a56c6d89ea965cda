"""Callouts, `> [!reflect|lines-4] Title`: from marked quotations to the neutral form of components.

The neutral form is `<section data-component="reflect" data-options="lines-4" id="SLUG-reflect-1">`,
a `<p data-part="title">` when the author gave a title, then the body.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from booklet.common import xhtml
from booklet.common.spelling import did_you_mean, nearest
from booklet.common.xhtml import element
from booklet.components import BY_NAME
from booklet.markup.dialect import ALERT

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

    from booklet.common.errors import Place
    from booklet.components.component import Component
    from booklet.markup.identifiers import Identifiers
    from booklet.markup.places import Remarks

COMPONENT = "data-component"

_HEADINGS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})
_NOT_A_CALLOUT = re.compile(r"\[!([^\]\n]{1,60})\]?")
_KINDS = {"note": "aside"}
"""What ids call a component, where its own name means something else: notes are footnotes."""

_NUMBERED = re.compile(r"(.*?)-?(\d+)")


def find_callouts(root: Element, identifiers: Identifiers, remarks: Remarks) -> None:
    """Turn every callout below `root` into the neutral form of its component."""
    for item in root.iter():
        if item.tag != "blockquote" and item.keys():
            item.attrib.pop(ALERT, None)
            item.attrib.pop(f"{ALERT}-collapse", None)
    for quote in root.iter("blockquote"):
        written = quote.attrib.pop(ALERT, "").split()
        quote.attrib.pop(f"{ALERT}-collapse", None)
        if written:
            _make_section(quote, written[0].lower(), written[1:], identifiers, remarks)
        else:
            _remark_on_near_miss(quote, remarks)


def callout_names() -> list[str]:
    """List the names that may stand in `[!…]`."""
    return [name for name, component in BY_NAME.items() if component.has_callout]


def _make_section(
    quote: Element, name: str, options: list[str], identifiers: Identifiers, remarks: Remarks
) -> None:
    place = remarks.place(f"[!{name}", f"[!{name.capitalize()}", f"[!{name.upper()}")
    title = _take_title(quote, name)
    component = BY_NAME.get(name)
    if component is None or not component.has_callout:
        known = callout_names()
        remarks.warn(
            "K501",
            f"there is no component called '{name}'",
            f"{did_you_mean(name, known)}It stays a plain box. There are {', '.join(known)}.",
            place,
        )
        title = title if title is not None else element("p", {}, name.replace("-", " ").title())
        component, options = BY_NAME["example"], []
    quote.tag = "section"
    quote.set(COMPONENT, component.name)
    good = _check_options(component, options, place, remarks)
    if good:
        quote.set("data-options", " ".join(good))
    if quote.get("id") is None:
        quote.set("id", identifiers.claim_number(_KINDS.get(component.name, component.name)))
    if title is not None:
        title.tag = "p"
        title.set("data-part", "title")
        quote.insert(0, title)


def _take_title(quote: Element, name: str) -> Element | None:
    """Take the title out; pymdownx puts the component's name there when the author gave none."""
    first = quote[0] if len(quote) else None
    if first is None or (first.tag != "p" and first.tag not in _HEADINGS):
        return None
    xhtml.replace(quote, first)
    words = xhtml.text_of(first)
    is_own = len(first) > 0 or words.casefold() != name.title().casefold()
    if not is_own or not (words or len(first)):
        return None
    if not len(first):
        first.text = words
    return first


def _check_options(
    component: Component, written: list[str], place: Place, remarks: Remarks
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
            remarks.warn("K502", problem, hint, place)
        elif not option.most:
            good += [option.name] if option.name not in good else []
        elif not match or not option.least <= int(match[2][:9]) <= option.most:
            problem = f"'{one}' needs a whole number from {option.least} to {option.most}"
            hint = f"It is left out. Write it like '{option.example}'."
            remarks.warn("K503", problem, hint, place)
        elif not option.repeatable and any(other.startswith(f"{option.name}-") for other in good):
            problem = f"the option '{option.name}' is given twice"
            remarks.warn("K502", problem, "The first one counts; delete the other.", place)
        else:
            good.append(f"{option.name}-{int(match[2])}")
    return good


def _remark_on_near_miss(quote: Element, remarks: Remarks) -> None:
    """Tell an author whose quotation looks like a callout and is none."""
    first = quote[0] if len(quote) else None
    match = _NOT_A_CALLOUT.match((first.text or "").lstrip()) if first is not None else None
    if match:
        remarks.warn(
            "K504",
            f"'[!{match[1]}]' does not begin a component",
            "Write it like '> [!reflect]' or '> [!reflect|lines-4] Title', with letters, digits "
            "and hyphens only; until then it stays a quotation.",
            remarks.place(f"[!{match[1]}"),
        )
