"""Prepare the parts of a Word file for mammoth, and account for what mammoth would pass over.

Tracked deletions, hidden text, lists of contents and linked pictures are taken out and listed; text
boxes, formulas and fields become ordinary text. Names are those of ECMA-376, Part 1.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from booklet.importers.losses import Loss, LossKind
from booklet.importers.word_numbering import attribute, child_of, local_name

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from lxml.etree import _Element

_DELETED = frozenset(("del", "moveFrom"))
_UNWRAPPED = frozenset(("fldSimple", "dir", "bdo", "ruby", "rubyBase", "rt", "customXml"))
"""Elements around runs of text that mammoth does not know, or knows only in some places."""

_BLANKS = {"tab": "\t", "br": "\n", "cr": "\n", "noBreakHyphen": "\u2011", "p": "\n", "tc": "\n"}
_DROP_CAPS = frozenset(("drop", "margin"))
SWITCHED_OFF = frozenset(("0", "false", "off"))


def text_of(element: _Element) -> str:
    """Take the text of an element, with line ends and tabs where paragraphs and cells end."""
    return "".join(_pieces(element))


def _pieces(element: _Element) -> Iterator[str]:
    from lxml import etree  # noqa: PLC0415 - only what imports needs it

    for event, item in etree.iterwalk(element, events=("start", "end")):
        name = local_name(item)
        if event == "start":
            if name in {"t", "delText"}:
                yield item.text or ""
            elif name == "docPr" and item.getparent() is not None:
                yield f"\n{attribute(item, 'descr') or attribute(item, 'title')}\n"
            elif name in _BLANKS and name not in {"p", "tc"}:
                # A tab among the properties of a paragraph is a stop, not a blank.
                yield _BLANKS[name]
        elif name in {"p", "tc"}:
            yield _BLANKS[name]


class Preparation:
    """Prepares one part after the other, and keeps the losses."""

    def __init__(self, is_there: Callable[[str], bool]) -> None:
        """Args: `is_there` tells for a relationship's id whether its picture is in the file."""
        self._is_there = is_there
        self.losses: list[Loss] = []

    def prepare(self, root: _Element) -> None:
        """Change a part in place."""
        for item in list(named(root, "AlternateContent")):
            _choose(item)
        places = {item: n for n, item in enumerate(named(root, "p"), 1)}
        self._take_out_contents(root, places)
        for item in list(named(root, *_DELETED)):
            self._take_out(item, LossKind.CHANGE, places)
        for run in list(named(root, "r")):
            hidden = child_of(run, "rPr", "vanish")
            if hidden is not None and attribute(hidden, "val") not in SWITCHED_OFF:
                self._take_out(run, LossKind.HIDDEN, places)
        for item in list(named(root, "p")):
            if attribute(child_of(item, "pPr", "framePr"), "dropCap") in _DROP_CAPS:
                _join_to_next(item)
        for item in list(named(root, "oMathPara", "oMath")):
            _as_run(item)
        for item in list(named(root, *_UNWRAPPED)):
            _unwrap(item)
        for box in list(named(root, "txbxContent")):
            _lift(box)
        self._check_pictures(root, places)

    def _take_out_contents(self, root: _Element, places: dict[_Element, int]) -> None:
        """Take out the list of contents: the booklet has its own."""
        for item in list(named(root, "sdt")):
            gallery = next(named(item, "docPartGallery"), None)
            if attribute(gallery, "val") == "Table of Contents":
                self._take_out(item, LossKind.CONTENTS, places)
        for item in list(named(root, "p")):
            style = attribute(child_of(item, "pPr", "pStyle"), "val").lower()
            if style.startswith("toc") and style[3:].strip("heading").isdecimal():
                self._take_out(item, LossKind.CONTENTS, places)

    def _take_out(self, item: _Element, kind: LossKind, places: dict[_Element, int]) -> None:
        parent = item.getparent()
        if parent is None:
            return
        text = " ".join(text_of(item).split())
        if text:
            self.losses.append(Loss(kind, text, _place(item, places)))
        parent.remove(item)

    def _check_pictures(self, root: _Element, places: dict[_Element, int]) -> None:
        """Take out pictures that are not in the file; mammoth would stop at them."""
        for blip in list(named(root, "blip", "imagedata")):
            inside = attribute(blip, "embed") or (
                attribute(blip, "id") if local_name(blip) == "imagedata" else ""
            )
            parent = blip.getparent()
            if parent is None or (inside and self._is_there(inside)):
                continue
            self.losses.append(
                Loss(LossKind.PICTURE, "", _place(blip, places), "a picture linked to another file")
            )
            parent.remove(blip)


def named(root: _Element, *names: str) -> Iterator[_Element]:
    """Find all elements of some names, whatever their namespace."""
    return (item for item in root.iter("*") if local_name(item) in names)


def _place(item: _Element, places: dict[_Element, int]) -> int:
    for one in (item, *item.iterancestors()):
        if one in places:
            return places[one]
    return next((places[one] for one in named(item, "p") if one in places), 0)


def _choose(item: _Element) -> None:
    """Take one of the ways in which something is written (ECMA-376, Part 3, 10): the first."""
    choices = [one for one in item if local_name(one) == "Choice"]
    fallback = [one for one in item if local_name(one) == "Fallback"]
    chosen = next((one for one in (*choices, *fallback) if len(one)), None)
    if chosen is not None and next(named(chosen, "txbxContent", "blip"), None) is None and fallback:
        chosen = fallback[0]
    parent = item.getparent()
    if parent is None:
        return
    at = parent.index(item)
    parent.remove(item)
    for number, child in enumerate(list(chosen) if chosen is not None else []):
        parent.insert(at + number, child)


def _unwrap(item: _Element) -> None:
    parent = item.getparent()
    if parent is None:
        return
    at = parent.index(item)
    parent.remove(item)
    for number, child in enumerate(list(item)):
        parent.insert(at + number, child)


def _join_to_next(initial: _Element) -> None:
    """Put a large initial, in Word a paragraph of its own (17.3.1.11), before its word."""
    after, parent = initial.getnext(), initial.getparent()
    if after is None or parent is None or local_name(after) != "p":
        return
    properties = child_of(after, "pPr")
    start = 0 if properties is None else 1
    after[start:start] = [one for one in initial if local_name(one) != "pPr"]
    parent.remove(initial)


def _lift(box: _Element) -> None:
    """Put the paragraphs of a text box after the paragraph that it is anchored in."""
    anchor = next((one for one in box.iterancestors() if local_name(one) == "p"), None)
    holder = box.getparent()
    if anchor is None or holder is None:
        return
    outer = anchor.getparent()
    if outer is None:
        return
    at = outer.index(anchor) + 1
    while at < len(outer) and outer[at].get("lifted") is not None:
        at += 1  # boxes of one paragraph keep their order
    for number, child in enumerate(list(box)):
        child.set("lifted", "")
        outer.insert(at + number, child)
    holder.remove(box)


def _as_run(formula: _Element) -> None:
    """Write a formula as the text of its parts."""
    parent = formula.getparent()
    paragraph = next((one for one in formula.iterancestors() if local_name(one) == "p"), None)
    if parent is None or paragraph is None:
        return
    namespace = str(paragraph.tag).rpartition("}")[0] + "}"
    run = paragraph.makeelement(f"{namespace}r")
    text = paragraph.makeelement(f"{namespace}t")
    text.text = "".join(one.text or "" for one in named(formula, "t"))
    run.append(text)
    at = parent.index(formula)
    parent.remove(formula)
    parent.insert(at, run)
