"""Put elements only where HTML lets them stand (HTML, 3.2.5 content models).

Browsers forgive a list item without a list or a table in bold type; EPUB readers and the tags of a
PDF do not. Words are never lost here: what stands in the wrong place loses its element, not its
content.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from booklet.common import xhtml
from booklet.common.xhtml import element, name_set

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from xml.etree.ElementTree import Element

    Parts = list[Element | str]

BLOCKS = name_set(
    "article aside blockquote dd details div dl dt figcaption figure h1 h2 h3 h4 h5 h6 hr li ol p "
    "pre section summary table ul"
)
_PHRASES_ONLY = name_set("h1 h2 h3 h4 h5 h6 pre summary caption")
_ROW_GROUPS = name_set("thead tbody tfoot")
_TABLE_PARTS = _ROW_GROUPS | name_set("table tr th td caption colgroup col")
_PARENTS = {
    "li": frozenset({"ul", "ol"}),
    "dt": frozenset({"dl", "div"}),
    "dd": frozenset({"dl", "div"}),
    "figcaption": frozenset({"figure"}),
    "summary": frozenset({"details"}),
    "rt": frozenset({"ruby"}),
    "rp": frozenset({"ruby"}),
}
"""Elements that stand in certain parents only."""

_ITEMS = {"ul": "li", "ol": "li", "dl": "dd"}
"""What stray content of a list is wrapped in."""


def repair(root: Element) -> None:
    """Repair everything below `root`, inner elements first; drawings and formulas are let be."""
    for child in list(root):
        if not child.tag.startswith("{"):
            repair(child)
    around_blocks = [
        child
        for child in root
        if child.tag not in BLOCKS and child.tag not in _TABLE_PARTS and _has_blocks(child)
    ]
    xhtml.replace_children(root, dict.fromkeys(around_blocks))
    _place_parts(root)
    finished = {child: _finish_child(child) for child in root}
    changed = {child: parts for child, parts in finished.items() if parts != [child]}
    xhtml.replace_children(root, changed)
    if root.tag in _PHRASES_ONLY:
        _flatten(root)
    elif root.tag in _ITEMS:
        _wrap_strays(root, _ITEMS[root.tag])


def _finish_child(child: Element) -> Parts:
    """Repair what takes a look at the whole child: paragraphs, details, empty lists.

    Returns:
        What stands in its place: itself alone, mostly.
    """
    if child.tag == "p" and _has_blocks(child):
        return _split_paragraph(child)
    if child.tag == "p" and not len(child) and not (child.text or "").strip():
        return []
    if child.tag in _ORDERED:
        return _ORDERED[child.tag](child)
    if (
        (child.tag == "bdo" and not child.get("dir"))
        or (child.tag == "ruby" and child.find("rt") is None)
        or (child.tag in _ITEMS and not len(child))
    ):
        return xhtml.detach_content(child)
    return [child]


def _has_blocks(item: Element) -> bool:
    return any(child.tag in BLOCKS for child in item)


def _place_parts(parent: Element) -> None:
    """Change list items and the like that have lost their list."""
    strays = [
        child for child in parent if child.tag in _PARENTS and parent.tag not in _PARENTS[child.tag]
    ]
    for child in strays:
        if child.tag not in {"rt", "rp"}:
            child.tag = "div"
            child.attrib.pop("value", None)
    xhtml.replace_children(parent, dict.fromkeys(one for one in strays if one.tag != "div"))


def _flatten(item: Element) -> None:
    """Take blocks out of an element that holds words only; a space keeps the words apart."""
    if not _has_blocks(item) and item.find("table") is None:
        return
    xhtml.append(item, _words(xhtml.detach_content(item)))


def _words(parts: Parts) -> Parts:
    words: Parts = []
    for part in parts:
        if isinstance(part, str) or part.tag not in BLOCKS | _TABLE_PARTS:
            words.append(part)
        else:
            words += [*_words(xhtml.detach_content(part)), " "]
    return words


def _wrap_strays(items: Element, tag: str) -> None:
    """Wrap what stands between the items of a list into items of its own."""
    allowed = {"li"} if tag == "li" else {"dt", "dd", "div"}
    if (
        all(child.tag in allowed and not (child.tail or "").strip() for child in items)
        and not (items.text or "").strip()
    ):
        return
    wrapped: Parts = []
    for part in xhtml.detach_content(items):
        if not isinstance(part, str) and part.tag in allowed:
            wrapped.append(part)
        elif not isinstance(part, str) or part.strip():
            wrapped.append(element(tag, {}, part))
    xhtml.append(items, wrapped)


def _split_paragraph(paragraph: Element) -> Parts:
    """Take blocks out of a paragraph, which must not hold any; the text around them stays one."""
    split: Parts = []
    run: Parts = []
    attributes = dict(paragraph.items())
    for part in [*xhtml.detach_content(paragraph), element("p")]:
        if isinstance(part, str) or part.tag not in BLOCKS:
            run.append(part)
            continue
        if _is_something(run):
            split.append(element("p", attributes, *run))
            attributes = {}
        run = []
        split.append(part)
    return split[:-1]


def _order_details(details: Element) -> Parts:
    """Put the summary first; details without one are an ordinary box."""
    first = details.find("summary")
    if first is None:
        details.tag = "div"
        details.attrib.pop("open", None)
        return [details]
    _bring_to_front(details, first)
    _demote(details, "summary")
    return [details]


def _order_figure(figure: Element) -> Parts:
    """Leave one caption, first or last; what follows a last one comes after the figure."""
    caption = figure.find("figcaption")
    if caption is None:
        return [figure]
    _demote(figure, "figcaption")
    parts = xhtml.detach_content(figure)
    position = next(index for index, part in enumerate(parts) if part is caption)
    if not _is_something(parts[:position]):
        xhtml.append(figure, parts)
        return [figure]
    xhtml.append(figure, parts[: position + 1])
    after = parts[position + 1 :]
    return [figure, *_paragraphs(after)] if _is_something(after) else [figure]


def _order_table(table: Element) -> Parts:
    """Order a table's parts, head before foot; parts without rows go (HTML, 4.9.1)."""
    for group in (table, *table):
        empty = [row for row in group if row.tag == "tr" and not len(row)]
        xhtml.replace_children(group, dict.fromkeys(empty, ()))
    captions = table.findall("caption")
    for late in captions[1:]:
        xhtml.append(captions[0], [" ", *xhtml.detach_content(late)])
    idle = [one for one in table if one.tag in _ROW_GROUPS and one.find("tr") is None]
    idle = [group for group in idle if not xhtml.text_of(group)]
    xhtml.replace_children(table, dict.fromkeys([*captions[1:], *idle], ()))
    for extra in (*table.findall("thead")[1:], *table.findall("tfoot")[1:]):
        extra.tag = "tbody"
    if any(child.tag not in _PART_ORDER for child in table) or (table.text or "").strip():
        return [table]
    parts = sorted(table, key=lambda child: _PART_ORDER[child.tag])
    if parts != list(table):
        table[:] = parts
    return [table] if table.find(".//tr") is not None else _without_table(table)


def _without_table(table: Element) -> Parts:
    """Turn what is left of a table without rows, its caption, into a box."""
    parts = xhtml.detach_content(table)
    for part in parts:
        if not isinstance(part, str):
            part.tag = "div" if part.tag not in {"col", "colgroup"} else part.tag
    return [part for part in parts if isinstance(part, str) or part.tag == "div"]


def _bring_to_front(parent: Element, child: Element) -> None:
    xhtml.replace(parent, child)
    xhtml.append(parent, [child, *xhtml.detach_content(parent)])


def _demote(parent: Element, tag: str) -> None:
    """Turn all but the first of these children into boxes."""
    for child in parent.findall(tag)[1:]:
        child.tag = "div"


def _paragraphs(parts: Parts) -> Parts:
    paragraph = element("p", {}, *parts)
    return _split_paragraph(paragraph) if _has_blocks(paragraph) else [paragraph]


def _is_something(run: Iterable[Element | str]) -> bool:
    return any(not isinstance(one, str) or one.strip() for one in run)


_ORDERED: dict[str, Callable[[Element], Parts]] = {
    "details": _order_details,
    "figure": _order_figure,
    "table": _order_table,
}
"""Elements whose parts have an order."""

_PART_ORDER = {"caption": 0, "colgroup": 1, "col": 1, "thead": 2, "tbody": 3, "tr": 3, "tfoot": 4}
