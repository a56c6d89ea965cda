"""The fixed words of a book, in every language that has a file `layouts/words/LANGUAGE.toml`.

Whoever translates edits such a file and no code; an author may say single words otherwise in
`[labels]`, under the same names.
"""

from __future__ import annotations

import tomllib
from functools import cache
from types import MappingProxyType
from typing import TYPE_CHECKING

from booklet.common.toolchain import own_layouts

if TYPE_CHECKING:
    from collections.abc import Mapping

ENGLISH = "en"
"""The language of the fixed words where a book's own has no file."""

_NONE: Mapping[str, str] = MappingProxyType({})


@cache
def fixed_words(language: str) -> Mapping[str, str]:
    """Read the fixed words of a language, by name; none when nobody has translated them.

    Args:
        language: a code without country or script: `cy`.
    """
    path = own_layouts() / "words" / f"{language}.toml"
    if not (language.isascii() and language.isalpha()) or not path.exists():
        return _NONE
    return MappingProxyType(tomllib.loads(path.read_text("utf-8")))


LABEL_NAMES = frozenset(fixed_words(ENGLISH))
"""Every name that may stand in `[labels]`."""
