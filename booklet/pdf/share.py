"""What several fragments brought along alike is kept once: pictures, fonts, colour profiles."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pikepdf

if TYPE_CHECKING:
    from collections.abc import Iterable


def share_streams(book: pikepdf.Pdf) -> None:
    """Keep one of each picture, font file and colour profile that several fragments brought."""
    first: dict[tuple[bytes, bytes], pikepdf.Object] = {}
    twins: dict[tuple[int, int], pikepdf.Object] = {}
    for item in book.objects:
        if isinstance(item, pikepdf.Stream) and _is_leaf(item):
            settings = pikepdf.Dictionary(dict(item.stream_dict.items()))
            key = (settings.unparse(resolved=True), item.read_raw_bytes())
            if first.setdefault(key, item) is not item:
                twins[item.objgen] = first[key]
    if twins:
        for item in book.objects:
            _redirect(item, twins)


def _is_leaf(item: object) -> bool:
    """Tell whether nothing in an object refers to another, so that equal ones are the same."""
    if isinstance(item, pikepdf.Stream):
        return all(_is_leaf(value) for value in item.stream_dict.values())
    if not isinstance(item, pikepdf.Object):
        return True
    if item.is_indirect:
        return False
    if isinstance(item, pikepdf.Dictionary):
        return all(_is_leaf(value) for value in item.values())
    return not isinstance(item, pikepdf.Array) or all(map(_is_leaf, item))


def _redirect(item: pikepdf.Object, twins: dict[tuple[int, int], pikepdf.Object]) -> None:
    """Point everything inside one object at the twin that stays."""
    pairs: Iterable[tuple[str | int, object]]
    if isinstance(item, pikepdf.Stream):
        item = item.stream_dict
    if isinstance(item, pikepdf.Dictionary):
        pairs = list(item.items())
    elif isinstance(item, pikepdf.Array):
        pairs = list(enumerate(item))
    else:
        return
    for place, value in pairs:
        if not isinstance(value, pikepdf.Object):
            continue
        if value.is_indirect:
            if twin := twins.get(value.objgen):
                item[place] = twin
        else:
            _redirect(value, twins)
