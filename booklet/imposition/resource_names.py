"""The names by which the contents of pages call their resources, when two pages share them.

Pages may give one name two meanings: `/F1` is another font on the next page. Then the second page's
content is given other names (ISO 32000-1, 7.8.3), if everything that uses names in it is known.
"""

from __future__ import annotations

import warnings
from copy import copy
from typing import TYPE_CHECKING

import pikepdf
from pikepdf import Dictionary, Name, Stream

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping

    from pikepdf import Object, Operator

_NAMED_FIRST = {
    "Tf": "/Font",
    "Do": "/XObject",
    "gs": "/ExtGState",
    "cs": "/ColorSpace",
    "CS": "/ColorSpace",
    "sh": "/Shading",
}
_NAMED_LAST = {"scn": "/Pattern", "SCN": "/Pattern", "BDC": "/Properties", "DP": "/Properties"}
"""Operators that name a resource in their first or last operand, and its category."""


def merge_resources(first: Object, second: Object) -> Object | None:
    """Merge the resources of two pages (ISO 32000-1, 7.8.3).

    Returns:
        None when they give one name two meanings.
    """
    if not first.keys() or first.unparse() == second.unparse():
        return second
    if clashing_names(first, second):
        return None
    merged = copy(first)
    for category, theirs in second.items():
        ours = first.get(category)
        if isinstance(ours, Dictionary) and isinstance(theirs, Dictionary):
            both = copy(ours)
            for name, meaning in theirs.items():
                both[name] = meaning
            merged[category] = both
        else:
            merged[category] = theirs
    return merged


def clashing_names(first: Object, second: Object) -> list[tuple[str, str]]:
    """List categories and names of resources that mean different things on two pages."""
    return [
        (category, name)
        for category, ours, theirs in _categories(first, second)
        for name, meaning in theirs.items()
        if name in ours and ours[name].unparse() != meaning.unparse()
    ]


def rename(content: Stream, resources: Object, taken: Object) -> tuple[bytes, Object] | None:
    """Give the resources of a page names that another page leaves free.

    Args:
        content: what the page draws, in one stream.
        resources: what it names.
        taken: the resources of the other page.

    Returns:
        The content and resources with other names; None when some name may be used in a way that is
        not known: by an inline image, or by a form or font without resources of its own.
    """
    if any(_borrows_names(each) for each in _that_draw(resources)):
        return None
    names: dict[tuple[str, str], Name] = {}
    renamed = copy(resources)
    for category, name in clashing_names(taken, resources):
        names[category, name] = _free_name(name, {*taken[category], *renamed[category]})
        if renamed[category].unparse() == resources[category].unparse():
            renamed[category] = copy(resources[category])
        renamed[category][names[category, name]] = resources[category][name]
        del renamed[category][name]
    written = _written_with(content, names)
    return None if written is None else (written, renamed)


def _categories(first: Object, second: Object) -> Iterator[tuple[str, Object, Object]]:
    for category, theirs in second.items():
        ours = first.get(category)
        if isinstance(ours, Dictionary) and isinstance(theirs, Dictionary):
            yield category, ours, theirs


def _that_draw(resources: Object) -> Iterator[Object]:
    """List what has content of its own: forms, Type 3 fonts, tiling patterns."""
    for category in ("/XObject", "/Font", "/Pattern"):
        found = resources.get(category)
        if isinstance(found, Dictionary):
            yield from (each for _, each in found.items() if hasattr(each, "get"))


def _borrows_names(drawn: Object) -> bool:
    """Tell whether it calls resources by the names of the page that draws it (obsolete, 7.8.3)."""
    draws = drawn.get("/Subtype") in {Name.Form, Name.Type3} or drawn.get("/PatternType") == 1
    return draws and not isinstance(drawn.get("/Resources"), Dictionary)


def _free_name(name: str, used: Collection[str]) -> Name:
    number = 2
    while f"{name}.{number}" in used:
        number += 1
    return Name(f"{name}.{number}")


def _written_with(content: Stream, names: Mapping[tuple[str, str], Name]) -> bytes | None:
    """Write content with other names."""
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        try:
            instructions = pikepdf.parse_content_stream(content)
        except (pikepdf.PdfError, RuntimeError, UserWarning, ValueError):  # nonsense in a stream
            return None
    written: list[tuple[list[Object], Operator]] = []
    for instruction in instructions:
        operator = str(instruction.operator)
        if isinstance(instruction, pikepdf.ContentStreamInlineImage):
            return None
        operands = list(instruction.operands)
        place = 0 if operator in _NAMED_FIRST else -1
        category = _NAMED_FIRST.get(operator) or _NAMED_LAST.get(operator, "")
        if category and operands and isinstance(operands[place], Name):
            operands[place] = names.get((category, str(operands[place])), operands[place])
        written.append((operands, instruction.operator))
    return pikepdf.unparse_content_stream(written)
