"""Links from one place of the book to another: from what authors write to ids."""

from __future__ import annotations

import posixpath
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING
from urllib.parse import unquote

from booklet.common.errors import Finding, Severity
from booklet.common.spelling import did_you_mean
from booklet.markup.references import rewrite_references, written_references

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence

    from booklet.common.errors import Place
    from booklet.markup.chapter import Chapter


@dataclass(frozen=True, slots=True)
class LinkTargets:
    """All places of a book that a link can lead to.

    Attributes:
        home_of: for each id the slug of its chapter.
        name_of: for each id what a link without words calls it; "" when it has no name.
        slug_of: for each chapter's path its slug.
    """

    home_of: Mapping[str, str]
    name_of: Mapping[str, str]
    slug_of: Mapping[str, str]


def list_places(chapters: Sequence[Chapter]) -> LinkTargets:
    """List the places of all chapters; what is for facilitators only is not among them."""
    home_of: dict[str, str] = {}
    name_of: dict[str, str] = {}
    for chapter in chapters:
        named = {chapter.slug: chapter.title, **dict(chapter.places)}
        if chapter.answers_html:
            named[f"{chapter.slug}-answers"] = ""
        for identifier, name in named.items():
            home_of.setdefault(identifier, chapter.slug)
            name_of.setdefault(identifier, name)
    return LinkTargets(home_of, name_of, {chapter.path: chapter.slug for chapter in chapters})


def resolve_references(
    chapter: Chapter, gazetteer: LinkTargets, left_out: Collection[str] = ()
) -> tuple[Chapter, tuple[Finding, ...]]:
    """Point a chapter's links at ids; a link that leads nowhere becomes plain text.

    Args:
        chapter: its links as the author wrote them.
        gazetteer: of the whole book.
        left_out: paths of chapters that are not in the book, such as drafts.

    Returns:
        The chapter, and a warning for each link that leads nowhere.
    """
    targets = {one.target: _find(one.target, chapter, gazetteer) for one in chapter.references}

    def rewrite(html: str) -> str:
        written = written_references(html)  # a facilitator's as well
        found = ((link, _find(link, chapter, gazetteer)) for link in written)
        resolved = ((link, target, gazetteer.name_of[target]) for link, target in found if target)
        return rewrite_references(html, tuple(resolved))

    resolved = replace(
        chapter,
        html=rewrite(chapter.html),
        answers_html=rewrite(chapter.answers_html),
        references=tuple(
            replace(one, target=targets[one.target])
            for one in chapter.references
            if targets[one.target]
        ),
    )
    findings = tuple(
        _broken(one.target, chapter, one.place, gazetteer, left_out)
        for one in chapter.references
        if not targets[one.target]
    )
    return resolved, findings


def _chapter_meant(path: str, chapter: Chapter, slug_of: Mapping[str, str]) -> str:
    """Find the slug of the chapter that a link's path means, seen from another chapter.

    Paths start at the chapter's own folder; one that starts at the project's is understood too.
    """
    if not path:
        return chapter.slug
    own_folder = posixpath.dirname(chapter.path)
    from_here = posixpath.normpath(posixpath.join(own_folder, path))
    return slug_of.get(from_here) or slug_of.get(posixpath.normpath(path), "")


def _find(written: str, chapter: Chapter, gazetteer: LinkTargets) -> str:
    """Find the id a link means; "" when there is none."""
    path, _, fragment = unquote(written).partition("#")
    slug = _chapter_meant(path, chapter, gazetteer.slug_of)
    if not fragment or not slug:
        return slug
    inside = (f"{slug}-{fragment}", f"{slug}-_{fragment}", fragment)
    anywhere = () if path else (fragment,)
    return next(
        (one for one in inside if gazetteer.home_of.get(one) == slug),
        next((one for one in anywhere if one in gazetteer.home_of), ""),
    )


def _broken(
    written: str, chapter: Chapter, place: Place, gazetteer: LinkTargets, left_out: Collection[str]
) -> Finding:
    path, _, fragment = unquote(written).partition("#")
    slug = _chapter_meant(path, chapter, gazetteer.slug_of)
    if slug:
        problem, hint = _no_such_place(fragment, slug, gazetteer)
        return Finding("B401", Severity.WARNING, problem, hint, place)
    folder = posixpath.dirname(chapter.path)
    if posixpath.normpath(posixpath.join(folder, path)) in left_out:
        problem = f"the link leads to '{path}', which is left out of this book"
        hint = "Until it is in the book, only the words of the link are shown."
    else:
        problem = f"the link leads to '{path}', which is no chapter of this book"
        names = [posixpath.relpath(known, folder or ".") for known in gazetteer.slug_of]
        hint = f"{did_you_mean(path, names)}Link to a chapter by the name of its file."
    return Finding("B401", Severity.WARNING, problem, hint, place)


def _no_such_place(fragment: str, slug: str, gazetteer: LinkTargets) -> tuple[str, str]:
    inside = [
        one.removeprefix(f"{slug}-").removeprefix("_")
        for one, home in gazetteer.home_of.items()
        if home == slug and one != slug
    ]
    guess = did_you_mean(fragment, inside)
    hint = "Rules are #rule-1, #rule-2 …; a heading is its words with hyphens: #around-the-table."
    return f"the link leads to '#{fragment}', which is not there", f"{guess}{hint}"
