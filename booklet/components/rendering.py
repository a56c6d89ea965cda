"""Render the components in a chapter's tree as HTML for paper or for screens.

What a component becomes is the component's own affair; this module finds them and takes them apart.
The neutral form it reads is written by `booklet.markup.callouts`:
`<section data-component="reflect" data-options="lines-4" id="…">` with an optional first child
`<p data-part="title">`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from booklet.common import xhtml
from booklet.common.xhtml import element
from booklet.components.aims import aims_from_metadata
from booklet.components.component import Medium
from booklet.components.component_use import ComponentUse

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from xml.etree.ElementTree import Element

    from booklet.components.component import Component
    from booklet.components.component_use import ComponentContext


def remove_private(root: Element, by_name: Mapping[str, Component]) -> None:
    """Take out what is for facilitators only."""
    private = [item for item in root.iter() if is_private(item, by_name)]
    parents = xhtml.parents_of(root) if private else {}
    for item in private:
        if item in parents:
            xhtml.replace(parents[item], item)


def visible_items(root: Element, by_name: Mapping[str, Component]) -> Iterator[Element]:
    """Walk through a text in reading order, and pass over what is for facilitators only."""
    waiting = [root]
    while waiting:
        item = waiting.pop()
        if not is_private(item, by_name):
            yield item
            waiting += reversed(item)


def identifiers_of(root: Element) -> set[str]:
    """List the ids below `root`."""
    return {item.get("id", "") for item in root.iter()} - {""}


def unwrap_links_to(root: Element, gone: set[str]) -> None:
    """Keep the words of links whose places are not in this medium, and drop the links."""
    addresses = {f"#{identifier}" for identifier in gone}
    xhtml.unwrap_all(root, [link for link in root.iter("a") if link.get("href") in addresses])


def is_private(item: Element, by_name: Mapping[str, Component]) -> bool:
    """Tell whether an element is for facilitators only: a component, or a note defined in one."""
    name = item.get("data-component", "")
    return (name in by_name and by_name[name].is_private) or item.get("data-private") is not None


def components_in(root: Element) -> frozenset[str]:
    """Name the components that a chapter uses, those for facilitators and lists of rules too."""
    found = {name for item in root.iter() if (name := item.get("data-component"))}
    has_rules = any(xhtml.has_class(item, "rules") for item in root.iter("ol"))
    return frozenset({*found, "rules"} if has_rules else found)


def add_aims(root: Element, context: ComponentContext) -> None:
    """Open the chapter with the aims of its metadata, unless it has a box of aims."""
    has_own = any(item.get("data-component") == "aims" for item in root.iter("section"))
    if context.aims and not has_own:
        root.insert(0, aims_from_metadata(context))
        root[0].tail, root.text = root.text, None


def render_boxes(
    root: Element, by_name: Mapping[str, Component], medium: Medium, context: ComponentContext
) -> None:
    """Put every component below `root` into its final form, inner ones first."""
    found = [item for item in root.iter("section") if item.get("data-component")]
    parents = xhtml.parents_of(root)
    for section in reversed(found):
        parent = parents[section]
        component = by_name[section.get("data-component", "")]
        use = _parse_use(section, component, context)
        xhtml.replace(parent, section, component.renderer(medium)(use, context))
    if medium is Medium.EBOOK:
        _name_landmarks_once(root)
    elif medium is Medium.WEB:
        _group_boxes(root)


def _name_landmarks_once(root: Element) -> None:
    """Let only the first of several boxes with one title be a landmark.

    A section with a name is one, and an aside (HTML-AAM 1.0); landmarks must differ in name.
    """
    named: set[tuple[str, str]] = set()
    for box in (one for one in root.iter() if one.tag in {"section", "aside"}):
        title_id = box.get("aria-labelledby", "")
        title = next((item for item in box if item.get("id") == title_id), None)
        name = xhtml.text_of(title) if title is not None else box.get("aria-label", "")
        if box.tag == "aside" and xhtml.has_class(box, "component"):
            continue  # it has a role of its own
        if box.tag == "aside" and not box.get("role") and (box.tag, name) in named:
            box.set("role", "note")
        elif box.tag == "section" and name and (box.tag, name) in named:
            del box.attrib["aria-label" if title is None else "aria-labelledby"]
        named.add((box.tag, name))


def _group_boxes(root: Element) -> None:
    """Let boxes be groups with names: a whole booklet on one page has too many for landmarks.

    A section would have to have a heading, too (HTML, 4.3.3).
    """
    for section in root.iter("section"):
        if section.get("aria-labelledby") and xhtml.has_class(section, "component"):
            section.tag = "div"
            section.set("role", "group")
    for aside in root.iter("aside"):
        if xhtml.has_class(aside, "key"):
            aside.tag = "div"
            aside.set("role", "doc-pullquote")


def read_options(section: Element) -> dict[str, tuple[int, ...]]:
    """Read the options of a component in its neutral form.

    Returns:
        Numbers by the option's name; an empty tuple for an option without a number.
    """
    options: dict[str, tuple[int, ...]] = {}
    for written in section.get("data-options", "").split():
        name, _, number = written.rpartition("-")
        if name and number.isdecimal():
            options[name] = (*options.get(name, ()), int(number))
        else:
            options[written] = ()
    return options


def _parse_use(section: Element, component: Component, context: ComponentContext) -> ComponentUse:
    options = read_options(section)
    title = section[0] if len(section) and section[0].get("data-part") == "title" else None
    if title is not None:
        xhtml.replace(section, title)
    return ComponentUse(
        name=component.name,
        label=context.label(component.name),
        id=section.get("id", ""),
        title=title,
        options=options,
        body=element("div", {}, *xhtml.detach_content(section)),
        link=section.get("data-link", ""),
        family=component.family,
    )
