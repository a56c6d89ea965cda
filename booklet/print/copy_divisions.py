"""What divisions of a copy say that others do not: only these are set again for the next."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from markupsafe import Markup, escape

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

    from booklet.print.division import Division

NEW_DIVISION = Markup("<!-- division -->")
"""Where front matter is cut: before the cover, the owner's page and the rest, and behind it."""

_OWNER = {"owner_name": "name", "owner_school": "school", "owner_date": "", "owner_hope": ""}
"""The lines on the owner's page, and the placeholder that fills each."""


def owner_lines(placeholders: Mapping[str, str]) -> dict[str, str]:
    """Say what stands on the owner's page, by the label of the line; "" for a line to write on."""
    return {line: placeholders.get(name, "") for line, name in _OWNER.items()}


def cut_front_matter(whole: Division, own_words: Collection[str]) -> tuple[Division, ...]:
    """Cut front matter, so that the owner's page is a division of its own.

    Layouts that do not say where to cut have all of it in one.

    Args:
        whole: all of it.
        own_words: that only this copy may say.
    """
    head, *pieces = whole.html.split(NEW_DIVISION)
    names = ("front-matter-cover", "front-matter-owner", whole.name)
    if len(pieces) != len(names) + 1:
        return (mark_own_words(whole, own_words),)
    tail = pieces.pop()
    return tuple(
        mark_own_words(
            replace(
                whole,
                name=name,
                html=f"{head}{piece}{tail}",
                is_one_page=name is not whole.name,
            ),
            own_words,
        )
        for name, piece in zip(names, pieces, strict=True)
    )


def mark_own_words(division: Division, own_words: Collection[str]) -> Division:
    """Note which of a copy's own words stand in a division, as far as its HTML shows."""
    found = (
        words
        for words in sorted(own_words)
        if re.search(rf"(?<!\w){re.escape(escape(words))}(?!\w)", division.html)
    )
    return replace(division, own_words=tuple(found))
