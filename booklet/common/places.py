"""Places in an author's words that each copy fills with words of its own: `{{name}}`. Pure.

A place is two curly brackets round a name. Only names that a copy has words for are filled, once:
what fills a place is plain text in which nothing is looked for again.
"""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

_PLACE = re.compile(r"\{\{\s*([^\W_][\w \n-]{0,60}?)\s*\}\}")


def place_name(written: str) -> str:
    """Write the name of a place, or of a column, in one way: `School name` is `school_name`."""
    return "_".join(re.split(r"[\s_-]+", unicodedata.normalize("NFC", written).casefold().strip()))


def find_places(text: str) -> frozenset[str]:
    """List the names of the places in a text."""
    if "{{" not in text:
        return frozenset()
    return frozenset(place_name(match[1]) for match in _PLACE.finditer(text))


def fill_places(text: str, values: Mapping[str, str]) -> str:
    """Fill the places in a text; one that has no value stays as it was typed.

    Args:
        text: plain, not HTML.
        values: by `place_name`.
    """
    if "{{" not in text:
        return text
    return _PLACE.sub(lambda match: values.get(place_name(match[1]), match[0]), text)
