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
_TABLE_PARTS = name_set("table thead tbody tfoot tr th td caption colgroup col")
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
    for child in list(root):
        if child.tag not in BLOCKS and child.tag not in _TABLE_PARTS and _has_blocks(child):
            _lift(root, child)
    _place_parts(root)
    for child in list(root):
        _finish_child(root, child)
    if root.tag in _PHRASES_ONLY:
        _flatten(root)
    elif root.tag in _ITEMS:
        _wrap_strays(root, _ITEMS[root.tag])


def _finish_child(root: Element, child: Element) -> None:
    """Repair what takes a look at the whole child: paragraphs, details, empty lists."""
    if child.tag == "p" and _has_blocks(child):
        xhtml.replace(root, child, _split_paragraph(child))
    elif child.tag == "p" and not len(child) and not (child.text or "").strip():
        xhtml.replace(root, child)
    elif child.tag in _ORDERED:
        _ORDERED[child.tag](root, child)
    elif (
        (child.tag == "bdo" and not child.get("dir"))
        or (child.tag == "ruby" and child.find("rt") is None)
        or (child.tag in _ITEMS and not len(child))
    ):
        xhtml.unwrap(root, child)


def _has_blocks(item: Element) -> bool:
    return any(child.tag in BLOCKS for child in item)


def _lift(parent: Element, child: Element) -> None:
    """Take an inline element from around blocks."""
    inner = xhtml.detach_content(child)
    xhtml.replace(parent, child, inner)


def _place_parts(parent: Element) -> None:
    """Change list items and the like that have lost their list."""
    for child in list(parent):
        allowed = _PARENTS.get(child.tag)
        if allowed is None or parent.tag in allowed:
            continue
        if child.tag in {"rt", "rp"}:
            xhtml.unwrap(parent, child)
        else:
            child.tag = "div"
            child.attrib.pop("value", None)


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


def _order_details(root: Element, details: Element) -> None:  # noqa: ARG001 - as for all of them
    """Put the summary first; details without one are an ordinary box."""
    first = details.find("summary")
    if first is None:
        details.tag = "div"
        details.attrib.pop("open", None)
        return
    _bring_to_front(details, first)
    _demote(details, "summary")


def _order_figure(root: Element, figure: Element) -> None:
    """Leave one caption, first or last; what follows a last one comes after the figure."""
    caption = figure.find("figcaption")
    if caption is None:
        return
    _demote(figure, "figcaption")
    parts = xhtml.detach_content(figure)
    position = next(index for index, part in enumerate(parts) if part is caption)
    if not _is_something(parts[:position]):
        xhtml.append(figure, parts)
        return
    xhtml.append(figure, parts[: position + 1])
    after = parts[position + 1 :]
    if _is_something(after):
        xhtml.replace(root, figure, [figure, *_paragraphs(after)])


def _order_table(root: Element, table: Element) -> None:
    """Order a table's parts, head before foot; parts without rows go (HTML, 4.9.1)."""
    for group in (table, *table):
        for row in [row for row in group.findall("tr") if not len(row)]:
            xhtml.replace(group, row)
    for group in [one for one in table if one.tag in {"thead", "tbody", "tfoot"}]:
        if group.find("tr") is None and not xhtml.text_of(group):
            xhtml.replace(table, group)
    captions = table.findall("caption")
    for late in captions[1:]:
        xhtml.append(captions[0], [" ", *xhtml.detach_content(late)])
        xhtml.replace(table, late)
    for extra in (*table.findall("thead")[1:], *table.findall("tfoot")[1:]):
        extra.tag = "tbody"
    if any(child.tag not in _PART_ORDER for child in table) or (table.text or "").strip():
        return
    parts = sorted(table, key=lambda child: _PART_ORDER[child.tag])
    if parts != list(table):
        table[:] = parts
    if table.find(".//tr") is None:
        xhtml.unwrap(root, table)
        _place_parts_as_boxes(root, parts)


def _place_parts_as_boxes(root: Element, parts: Iterable[Element]) -> None:
    """Turn what is left of a table without rows, its caption, into a box."""
    for part in parts:
        if part.tag in {"col", "colgroup"}:
            xhtml.replace(root, part)
        else:
            part.tag = "div"


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


_ORDERED: dict[str, Callable[[Element, Element], None]] = {
    "details": _order_details,
    "figure": _order_figure,
    "table": _order_table,
}
"""Elements whose parts have an order."""

_PART_ORDER = {"caption": 0, "colgroup": 1, "col": 1, "thead": 2, "tbody": 3, "tr": 3, "tfoot": 4}
