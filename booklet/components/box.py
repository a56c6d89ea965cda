"""The HTML of a box, which most components are, and of what can be written on."""

from __future__ import annotations

from typing import TYPE_CHECKING

from booklet.common import xhtml
from booklet.common.xhtml import element

if TYPE_CHECKING:
    from collections.abc import Iterable
    from xml.etree.ElementTree import Element

    from booklet.components.component_use import ComponentContext, ComponentUse


def boxed(use: ComponentUse, context: ComponentContext) -> list[Element]:
    """Render a component as a plain box: title and body."""
    return [box(use, context, xhtml.detach_content(use.body))]


def box(
    use: ComponentUse,
    context: ComponentContext,
    body: Iterable[Element | str],
    *,
    classes: str = "",
) -> Element:
    """Make the section that most components are.

    Args:
        use: the component where it is used.
        context: the book around it.
        body: what goes inside.
        classes: more classes than the component's name.
    """
    title_id = f"{use.id}-title"
    title = (
        [context.phrase(use.label, use.name)]
        if use.title is None
        else xhtml.detach_content(use.title)
    )
    minutes = use.number("min", 0)
    if minutes:
        time = context.phrase(context.language.count("minute", "minutes", minutes), "minutes")
        title += [" ", element("span", {"class": "component-time"}, time)]
    names = " ".join(filter(None, ["component", use.family, use.name, classes]))
    return element(
        "section",
        {"class": names, "id": use.id, "aria-labelledby": title_id},
        element("p", {"class": "component-title", "id": title_id}, *title),
        element("div", {"class": "component-body"}, *body),
    )


def ruled_lines(count: int) -> Element:
    """Draw lines to write on."""
    lines = (element("div", {"class": "ruled-line"}) for _ in range(count))
    return element("div", {"class": "ruled-lines"}, *lines)


def write_on() -> Element:
    """Draw a short line to write a word or a date on."""
    return element("span", {"class": "write-on"})


def is_blank(body: Element) -> bool:
    """Tell whether an author left a box empty: no words, no picture."""
    return not xhtml.text_of(body) and next(body.iter("img"), None) is None
