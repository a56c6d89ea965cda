"""Hyphenation patterns are parsed when a word has them.

Fault: Pyphen, which WeasyPrint asks where a word may be broken, parses all patterns of a language
    before the first word: 14,000 of British English in 0.06 seconds, 66,000 of German in 0.6, in
    each process. A chapter needs some hundreds.
Upstream: no issue is known.
Smallest input: a paragraph with `hyphens: auto`, in German.
Goes when: `HyphDict` in Pyphen parses no patterns in its constructor.
"""

from __future__ import annotations

import re
from contextlib import contextmanager
from functools import lru_cache
from typing import TYPE_CHECKING

import pyphen  # type: ignore[import-untyped] # the library has no types

from booklet.weasy.internals import Replaceable

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

_dictionary = Replaceable[type[pyphen.HyphDict]](pyphen, "HyphDict")
"""Reads a file of patterns; its argument is the path."""

_FIGURES = re.compile(r"\d")
_WEIGHT = re.compile("[1-9]")
_PATTERNS_KEPT = 20_000


@contextmanager
def parse_patterns_late() -> Iterator[None]:
    """Parse no pattern before a word has it, while the context lasts."""
    with _dictionary.replaced(_LatePatterns):
        yield


class _LatePatterns(pyphen.HyphDict):  # type: ignore[misc] # as above
    """The patterns of a language, by their letters."""

    def __init__(self, path: Path) -> None:
        """Read a file of patterns (https://manpages.debian.org/hunspell(5), hyphen's README)."""
        content = path.read_bytes()
        encoding, _, text = content.partition(b"\n")
        name = encoding.decode().strip()
        lines = text.decode("cp1251" if name.lower() == "microsoft-cp1251" else name).split("\n")
        patterns: dict[str, _Pattern] = {}
        for line in map(str.strip, lines):
            if not line or line.startswith(pyphen.ignored):
                continue
            pattern = pyphen.parse_hex(_character, line) if "^^" in line else line
            letters, _ = _part(pattern)
            if _WEIGHT.search(letters):
                patterns[_FIGURES.sub("", letters)] = _Pattern(pattern)
        self.patterns = patterns
        self.maxlen = max(map(len, patterns))
        self.cache: dict[str, object] = {}


class _Pattern(str):
    """A pattern as its file has it; what it unpacks to is parsed then."""

    __slots__ = ()

    def __iter__(self) -> Iterator[object]:  # type: ignore[override] # it is unpacked, never read
        """Yield where its values begin, and the values."""
        return iter(_parsed(str(self)))


@lru_cache(_PATTERNS_KEPT)
def _parsed(pattern: str) -> tuple[int, tuple[int, ...]]:
    letters, alternative = _part(pattern)
    read = pyphen.AlternativeParser(letters, alternative) if alternative else int
    values = [read(figure or "0") for figure, _ in pyphen.parse(letters)]
    weighty = [at for at, value in enumerate(values) if value]
    return weighty[0], tuple(values[weighty[0] : weighty[-1] + 1])


def _part(pattern: str) -> tuple[str, str]:
    """Part a pattern from another spelling that it may ask for ("omfor/om=f,2,1")."""
    if "=" not in pattern:
        return pattern, ""
    letters, _, alternative = pattern.partition("/")
    return letters, alternative


def _character(code: re.Match[str]) -> str:
    return chr(int(code[1], 16))
