"""The language of a book: quotation marks, labels, dates, the direction of its script."""

# ruff: noqa: RUF001 - the quotation marks of many languages look alike

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from babel import Locale, UnknownLocaleError
from babel.dates import format_date

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

_FALLBACK = "en-GB"

_QUOTES: Mapping[str, tuple[str, str, str, str]] = {
    "cs": ("„", "“", "‚", "‘"),
    "cy": ("‘", "’", "“", "”"),
    "da": ("»", "«", "›", "‹"),
    "de": ("„", "“", "‚", "‘"),
    "de-CH": ("«", "»", "‹", "›"),
    "en": ("“", "”", "‘", "’"),
    "es": ("«", "»", "“", "”"),
    "fi": ("”", "”", "’", "’"),
    "fr": ("«\u202f", "\u202f»", "“", "”"),
    "ga": ("“", "”", "‘", "’"),
    "it": ("«", "»", "“", "”"),
    "nl": ("“", "”", "‘", "’"),
    "no": ("«", "»", "‘", "’"),
    "pl": ("„", "”", "‚", "’"),
    "pt": ("«", "»", "“", "”"),
    "sv": ("”", "”", "’", "’"),
}
"""Opening and closing marks by language: double, then single (Unicode CLDR, delimiters)."""

_RIGHT_TO_LEFT = frozenset(["ar", "ckb", "dv", "fa", "he", "ps", "sd", "ug", "ur", "yi"])
_LEFTWARD_SCRIPTS = frozenset(["arab", "hebr", "nkoo", "syrc", "thaa"])


@dataclass(frozen=True, slots=True)
class Language:
    """How a book speaks.

    Attributes:
        tag: a BCP 47 tag such as `en-GB`.
        labels: the author's own words for labels, by name, from `[labels]` in booklet.toml.
    """

    tag: str = _FALLBACK
    labels: Mapping[str, str] = field(default_factory=dict, hash=False)

    def of(self, tag: str) -> Language:
        """Tell the language of a part of the book: its own, or "" for the book's."""
        return replace(self, tag=tag) if tag else self

    @property
    def locale(self) -> Locale:
        """Babel's knowledge of the language; British English where it has none."""
        for tag in (self.tag, self.base):
            try:
                return Locale.parse(tag, sep="-")
            except (UnknownLocaleError, ValueError):
                continue
        return Locale.parse(_FALLBACK, sep="-")

    @property
    def base(self) -> str:
        """The language without its country: `en`."""
        return self.tag.split("-")[0].lower()

    @property
    def direction(self) -> str:
        """How its script runs: `ltr` or `rtl`."""
        scripts = re.findall(r"-([a-z]{4})(?![^-])", self.tag.lower())
        is_leftward = scripts[0] in _LEFTWARD_SCRIPTS if scripts else self.base in _RIGHT_TO_LEFT
        return "rtl" if is_leftward else "ltr"

    @property
    def quotes(self) -> tuple[str, str, str, str]:
        """Opening and closing quotation marks: double, then single."""
        return _QUOTES.get(self.tag) or _QUOTES.get(self.base) or _QUOTES["en"]

    def label(self, name: str, english: str) -> str:
        """Say a label: the author's own word for it, or else the English one."""
        return self.labels.get(name, english)

    def long_date(self, day: date, *, weekday: bool = False) -> str:
        """Write a date in words: "14 September 2026", or "Monday 14 September 2026"."""
        length = "full" if weekday else "long"
        if weekday and self.base == "en" and self.locale.territory != "US":
            length = "EEEE d MMMM y"  # no comma after the weekday
        return format_date(day, length, locale=self.locale)
