"""Ids that are unique in the whole book, also where one chapter is named like the start of another.

Every id begins with its chapter's slug, so two chapters can only get in each other's way when one
slug begins like the other: a heading "Holidays" in the chapter `summer` would be called like the
chapter `summer-holidays`. It becomes `summer-_holidays`; ids of other chapters stay as they are.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from booklet.common import xhtml
from booklet.manuscript.slugs import RESERVED

if TYPE_CHECKING:
    from collections.abc import Iterable

    from booklet.markup.chapter import Chapter

_NAMING = frozenset(
    {"id", "href", "for", "headers", "data-note", "data-link", "aria-labelledby"}
    | {"aria-describedby"}
)


def keep_ids_distinct(chapters: Iterable[Chapter]) -> tuple[Chapter, ...]:
    """Rename the ids that another chapter, or a part of the outputs, could have as well."""
    chapters = tuple(chapters)
    others = {chapter.slug for chapter in chapters} | RESERVED
    return tuple(_keep_apart(chapter, others) for chapter in chapters)


def _keep_apart(chapter: Chapter, others: Iterable[str]) -> Chapter:
    start = f"{chapter.slug}-"
    rivals = tuple(other for other in others if other.startswith(start))
    if not any(f'"{rival}' in chapter.html + chapter.answers_html for rival in rivals):
        return chapter

    def rename(name: str) -> str:
        is_shared = any(name == rival or name.startswith(f"{rival}-") for rival in rivals)
        return f"{start}_{name.removeprefix(start)}" if is_shared else name

    def rewrite(html: str) -> str:
        root = xhtml.parse(html)
        for item in root.iter():
            for key in _NAMING.intersection(item.keys()):
                names = item.get(key, "").split(" ")
                item.set(
                    key,
                    " ".join(
                        f"#{rename(name[1:])}" if name.startswith("#") else rename(name)
                        for name in names
                    ),
                )
        return xhtml.serialise_content(root)

    return replace(
        chapter,
        html=rewrite(chapter.html),
        answers_html=rewrite(chapter.answers_html),
        places=tuple((rename(identifier), name) for identifier, name in chapter.places),
        headings=tuple(replace(one, id=rename(one.id)) for one in chapter.headings),
    )
