"""The language of a book: quotation marks, labels, dates, the direction of its script."""

# ruff: noqa: RUF001 - the quotation marks of many languages look alike

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from babel import Locale, UnknownLocaleError
from babel.dates import format_date

from booklet.common.labels import ENGLISH, fixed_words

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

_FALLBACK = "en-GB"

_QUOTES: Mapping[str, tuple[str, str, str, str]] = {
    "ar": ("”", "“", "’", "‘"),
    "cs": ("„", "“", "‚", "‘"),
    "cy": ("‘", "’", "“", "”"),
    "da": ("»", "«", "›", "‹"),
    "de": ("„", "“", "‚", "‘"),
    "de-CH": ("«", "»", "‹", "›"),
    "en": ("“", "”", "‘", "’"),
    "es": ("«", "»", "“", "”"),
    "fa": ("«", "»", "‹", "›"),
    "fi": ("”", "”", "’", "’"),
    "fr": ("«\u202f", "\u202f»", "“", "”"),
    "ga": ("“", "”", "‘", "’"),
    "he": ("”", "”", "’", "’"),
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
    """The language of a book, or of a part of it, with the author's own labels.

    Attributes:
        tag: a BCP 47 tag such as `en-GB`.
        labels: the author's own words for labels, by name, from `[labels]` in booklet.toml.
    """

    tag: str = _FALLBACK
    labels: Mapping[str, str] = field(default_factory=dict, hash=False)

    def of(self, tag: str) -> Language:
        """Return this language with another tag, for a part of the book; "" keeps the book's."""
        return replace(self, tag=tag) if tag else self

    @property
    def locale(self) -> Locale:
        """Babel's locale for the language; British English where it has none."""
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

    @property
    def has_words(self) -> bool:
        """Whether somebody has translated a book's fixed words into the language."""
        return bool(fixed_words(self.base))

    def label(self, name: str) -> str:
        """Say one of the fixed words: the author's own, or that of the language, or English."""
        words = fixed_words(self.base) or fixed_words(ENGLISH)
        return self.labels.get(name) or words[name]

    def counted_label(self, one: str, many: str, number: int) -> str:
        """Say a label that goes with a number, in the form that the number asks for.

        Args:
            one: the label's name for one thing.
            many: its name for others; a language may have a form for each of Unicode CLDR's plural
                categories: `minutes_few`.
            number: how many there are; what stands for it in braces stays.
        """
        form = f"{many}_{self.locale.plural_form(number)}"
        words = fixed_words(self.base)
        if number == 1:
            said = self.label(one)
        elif many not in self.labels and form in words:
            said = words[form]
        else:
            said = self.label(many)
        return said

    def count(self, one: str, many: str, number: int, *, written: str = "") -> str:
        """Say a number of things: "5 minutes".

        Args:
            one: as for `counted_label`, and so are the next two.
            many: see there.
            number: see there.
            written: the number in words; "" writes it in figures.
        """
        said = self.counted_label(one, many, number)
        return re.sub(r"\{\w+\}", written or str(number), said)

    def language_of(self, name: str) -> str:
        """Tell which language a label is in: the book's, or English where it has no words."""
        return self.tag if self.has_words or name in self.labels else ENGLISH

    def long_date(self, day: date, *, weekday: bool = False) -> str:
        """Write a date in words: "14 September 2026", or "Monday 14 September 2026"."""
        length = "full" if weekday else "long"
        if weekday and self.base == "en" and self.locale.territory != "US":
            length = "EEEE d MMMM y"  # no comma after the weekday
        return format_date(day, length, locale=self.locale)
