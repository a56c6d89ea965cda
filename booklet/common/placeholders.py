"""Placeholders in an author's words that each copy fills with words of its own: `{{name}}`. Pure.

A placeholder is two curly brackets round a name. Only names that a copy has words for are filled,
once: what fills a placeholder is plain text in which nothing is looked for again.
"""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

_PLACEHOLDER = re.compile(r"\{\{\s*([^\W_][\w \n-]{0,60}?)\s*\}\}")


def placeholder_name(written: str) -> str:
    """Write a placeholder's or column's name in one way: `School name` is `school_name`."""
    return "_".join(re.split(r"[\s_-]+", unicodedata.normalize("NFC", written).casefold().strip()))


def find_placeholders(text: str) -> frozenset[str]:
    """List the names of the placeholders in a text."""
    if "{{" not in text:
        return frozenset()
    return frozenset(placeholder_name(match[1]) for match in _PLACEHOLDER.finditer(text))


def fill_placeholders(text: str, values: Mapping[str, str]) -> str:
    """Fill the placeholders in a text; one that has no value stays as it was typed.

    Args:
        text: plain, not HTML.
        values: by `placeholder_name`.
    """
    if "{{" not in text:
        return text
    return _PLACEHOLDER.sub(lambda match: values.get(placeholder_name(match[1]), match[0]), text)
