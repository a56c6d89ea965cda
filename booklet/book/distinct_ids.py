"""Ids that are unique in the whole book, also where one chapter is named like the start of another.

Every id begins with its chapter's slug, so two chapters can only get in each other's way when one
slug begins like the other: a heading "Holidays" in the chapter `summer` would be called like the
chapter `summer-holidays`. It becomes `summer-_holidays`; ids of other chapters stay as they are.
"""

from __future__ import annotations

from copy import deepcopy
from dataclasses import replace
from typing import TYPE_CHECKING

from booklet.manuscript.slugs import RESERVED

if TYPE_CHECKING:
    from collections.abc import Iterable
    from xml.etree.ElementTree import Element

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
    texts = (chapter.body, chapter.answers)
    if not rivals or not any(_names_any(rivals, text) for text in texts):
        return chapter

    def rename(name: str) -> str:
        is_shared = any(name == rival or name.startswith(f"{rival}-") for rival in rivals)
        return f"{start}_{name.removeprefix(start)}" if is_shared else name

    def rewrite(text: Element) -> Element:
        root = deepcopy(text)
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
        return root

    return replace(
        chapter,
        body=rewrite(chapter.body),
        answers=rewrite(chapter.answers),
        rules=tuple((rename(identifier), lead) for identifier, lead in chapter.rules),
        link_targets=tuple(
            target._replace(id=rename(target.id)) for target in chapter.link_targets
        ),
        headings=tuple(replace(one, id=rename(one.id)) for one in chapter.headings),
        lines=tuple((rename(identifier), line) for identifier, line in chapter.lines),
    )


def _names_any(names: tuple[str, ...], text: Element) -> bool:
    """Tell whether the value of any attribute begins with one of `names`."""
    return any(value.startswith(names) for item in text.iter() for value in item.attrib.values())
