"""Ids: every one begins with its chapter's slug, and none is given twice."""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING

from booklet.common.file_names import to_ascii

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

    from booklet.markup.finding_collector import FindingCollector

_UNFIT = re.compile(r"[^\w.-]+")


class Identifiers:
    """Gives out the ids of one chapter."""

    def __init__(self, slug: str) -> None:
        self._slug = slug
        self._given = {slug, f"{slug}-answers", f"{slug}-aims-1", f"{slug}-aims-1-title"}
        self._next: dict[str, int] = {}

    def is_free(self, name: str) -> bool:
        """Tell whether `SLUG-name` is still to be had."""
        return f"{self._slug}-{name}" not in self._given

    def claim(self, name: str) -> str:
        """Give `SLUG-name`, or `SLUG-name-2` and so on when that is taken."""
        identifier = f"{self._slug}-{name}"
        number = self._next.get(identifier, 2)
        unique = identifier
        while unique in self._given:
            unique = f"{identifier}-{number}"
            number += 1
        self._next[identifier] = number
        self._given.add(unique)
        return unique

    def claim_number(self, kind: str) -> str:
        """Give the next `SLUG-kind-N`, and keep the ids that outputs derive from it."""
        number = self._next.get(f"#{kind}", 1)
        while not all(self.is_free(f"{kind}-{number}{more}") for more in _DERIVED):
            number += 1
        self._next[f"#{kind}"] = number + 1
        self._given.update(f"{self._slug}-{kind}-{number}{more}" for more in _DERIVED)
        return f"{self._slug}-{kind}-{number}"


def slugify(text: str) -> str:
    """Make a name for an id from words: "Five rules!" becomes "five-rules".

    Words in another script altogether keep their letters, as readers type them in links.
    """
    composed = unicodedata.normalize("NFC", text)
    has_latin = re.search(r"\w", unicodedata.normalize("NFKD", text), re.ASCII)
    for candidate in (to_ascii(text) if has_latin else composed, composed):
        words = re.findall(r"\w+", candidate.replace("'", "").replace("\u2019", "").lower())
        if words:
            return "-".join(words)[:80].strip("-_") or "section"
    return "section"


def claim_authors_ids(
    root: Element, identifiers: Identifiers, collector: FindingCollector
) -> dict[str, str]:
    """Prefix the ids that the author gave, `{#my-id}` or in raw HTML; repair repeated ones.

    Returns:
        What each id is called now, by what the author called it.
    """
    renamed: dict[str, str] = {}
    for item in root.iter():
        written = item.get("id")
        if written is None:
            continue
        name = _UNFIT.sub("-", written.strip()).strip("-")
        if not name:
            del item.attrib["id"]
            continue
        if not identifiers.is_free(name):
            collector.warn(
                "K540",
                f"the id '{written}' is given twice",
                "Links lead to the first. Give each place a name of its own.",
                collector.place(f"#{written}", written),
            )
        item.set("id", identifiers.claim(name))
        renamed.setdefault(written, item.get("id", ""))
    return renamed


_DERIVED = ("", "-title", "-call")
