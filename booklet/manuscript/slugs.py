"""Names for chapters in ids, links and file names, made from what the author called the files."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from booklet.common.file_names import to_ascii

if TYPE_CHECKING:
    from collections.abc import Container

RESERVED = frozenset(
    {
        "all-rules",
        "answers",
        "back-cover",
        "back-matter",
        "contents",
        "cover",
        "front-matter",
        "front-matter-cover",
        "front-matter-owner",
        "glossary",
    }
    | {
        "all-rules",
        "how-to-use",
        "imprint",
        "landmarks",
        "nav",
        "notes",
        "owner",
        "package",
        "page",
        "page-list",
    }
    | {"part", "term", "title-page", "toc"}
)
"""What outputs call their own parts; a chapter of that name gets `-chapter` after it."""

LONGEST = 60
"""Characters; some systems allow file names of 255 bytes, and ids grow on slugs."""

_NUMBER = re.compile(r"(\d+)(?:[-_. ]+|(?=\D)|$)")


def number_of(name: str) -> int | None:
    """Read the number that a file's name begins with: 2 for `02-summer.md`."""
    match = _NUMBER.match(name)
    return int(match[1][:18]) if match else None


def plain_slug(name: str) -> str:
    """Make a slug from a file's name: no number, no suffix, no accents, no capitals.

    `02 Été à Paris.md` becomes `ete-a-paris`, `Глава.md` becomes `glava`. It begins with a letter,
    as ids must.
    """
    stem = name.rpartition(".")[0] or name
    match = _NUMBER.match(stem)
    without_number = stem[match.end() :] if match else stem
    letters = to_ascii((without_number or stem).casefold()).lower().replace("'", "")
    slug = "-".join(re.findall(r"[a-z0-9]+", letters))[:LONGEST].strip("-")
    if not slug or not slug[0].isalpha():
        slug = f"chapter-{slug}".strip("-")
    is_ours = slug in RESERVED or re.fullmatch(r"part-\d+|page-[\divxlcdm]+", slug)
    return f"{slug}-chapter" if is_ours else slug


def free_slug(slug: str, taken: Container[str]) -> str:
    """Give `slug`, or `slug-2` and so on when that is taken."""
    unique, number = slug, 1
    while unique in taken:
        number += 1
        unique = f"{slug}-{number}"
    return unique
