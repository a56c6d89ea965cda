"""Cross-references: links within the book, from what authors write to ids.

`parse_chapter` leaves such links as the author wrote them, in
`<a class="cross-reference" href="02-summer.md#rule-2">`; only the whole book knows where they lead.
"""

from __future__ import annotations

import posixpath
from copy import deepcopy
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING
from urllib.parse import unquote

from booklet.common import xhtml
from booklet.common.errors import Finding, Severity
from booklet.common.files import composed
from booklet.common.memoize import memoize
from booklet.common.spelling import did_you_mean
from booklet.components.rules import leads_in
from booklet.markup.chapter import LinkTarget
from booklet.markup.identifiers import slugify
from booklet.markup.links import CROSS_REFERENCE

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping, Sequence
    from xml.etree.ElementTree import Element

    from booklet.common.errors import Place
    from booklet.markup.chapter import Chapter


@dataclass(frozen=True, slots=True)
class LinkTargets:
    """Everything in a book that a link can lead to.

    Attributes:
        home_of: for each id the slug of its chapter.
        target_of: for each id what a link without words calls it, and in which language.
        language: the book's own.
        spelling_of: for each id, with its accents composed, how it is spelt in the book.
        slug_of: for each chapter's path, with its accents composed, its slug.
    """

    home_of: Mapping[str, str]
    target_of: Mapping[str, LinkTarget]
    language: str
    spelling_of: Mapping[str, str]
    slug_of: Mapping[str, str]


def list_link_targets(chapters: Sequence[Chapter], language: str) -> LinkTargets:
    """List the link targets of all chapters; what is for facilitators only is not among them.

    Args:
        chapters: of the book.
        language: the book's, as a BCP 47 tag.
    """
    home_of: dict[str, str] = {}
    target_of: dict[str, LinkTarget] = {}
    for chapter in chapters:
        targets = [LinkTarget(chapter.slug, chapter.title), *chapter.link_targets]
        if chapter.has_answers:
            targets.append(LinkTarget(f"{chapter.slug}-answers", ""))
        spoken = chapter.metadata.language or language
        for target in targets:
            if target.id in home_of:
                continue
            home_of[target.id] = chapter.slug
            # `replace` takes four times as long, and a long book has ten thousand of these.
            target_of[target.id] = (
                target if target.language else LinkTarget(target.id, target.name, spoken)
            )
    return LinkTargets(
        home_of,
        target_of,
        language,
        spelling_of={composed(identifier): identifier for identifier in home_of},
        slug_of={composed(chapter.path): chapter.slug for chapter in chapters},
    )


def resolve_references(
    chapter: Chapter, link_targets: LinkTargets, left_out: Collection[str] = ()
) -> tuple[Chapter, tuple[Finding, ...]]:
    """Point a chapter's links at ids; a link that leads nowhere becomes plain text.

    Args:
        chapter: its links as the author wrote them.
        link_targets: of the whole book.
        left_out: paths of chapters that are not in the book, such as drafts.

    Returns:
        The chapter, and a warning for each link that leads nowhere.
    """
    targets = {one.target: _find(one.target, chapter, link_targets) for one in chapter.references}

    def rewrite(text: Element) -> Element:
        written = dict.fromkeys(link.get("href", "") for link in _cross_references(text))
        found = ((link, _find(link, chapter, link_targets)) for link in written)
        resolved = ((link, link_targets.target_of[target]) for link, target in found if target)
        spoken = chapter.metadata.language or link_targets.language
        return point_links(text, tuple(resolved), spoken) if written else text

    body = rewrite(chapter.body)
    gets_words = any(not xhtml.text_of(link) for link in _cross_references(chapter.body))
    resolved = replace(
        chapter,
        body=body,
        answers=rewrite(chapter.answers),
        rules=leads_in(body) if gets_words else chapter.rules,
        references=tuple(
            replace(one, target=targets[one.target])
            for one in chapter.references
            if targets[one.target]
        ),
    )
    findings = tuple(
        _broken(one.target, chapter, one.place, link_targets, left_out)
        for one in chapter.references
        if not targets[one.target]
    )
    return resolved, findings


@memoize
def point_links(
    text: Element, targets: tuple[tuple[str, LinkTarget], ...], language: str
) -> Element:
    """Point the cross-references in a copy of a chapter's text at ids.

    Args:
        text: `Chapter.body` or `Chapter.answers`.
        targets: where each link as written leads; of a link that is not among them only its words
            stay.
        language: the chapter's; a link that gets its words says when they are in another.
    """
    target_of = dict(targets)
    root = deepcopy(text)
    broken = []
    for link in _cross_references(root):  # a facilitator's as well
        target = target_of.get(link.get("href", ""))
        is_wordless = not xhtml.text_of(link) and next(link.iter("img"), None) is None
        if target is None:
            if is_wordless:
                link.text = link.get("href", "").removesuffix(".md")
            broken.append(link)
            continue
        link.set("href", f"#{target.id}")
        if is_wordless:
            link.text = target.name or target.id
            if target.name and target.language != language:
                link.set("lang", target.language)
    xhtml.unwrap_all(root, broken)
    return root


def _cross_references(text: Element) -> Iterator[Element]:
    return (link for link in text.iter("a") if xhtml.has_class(link, CROSS_REFERENCE))


def _chapter_meant(path: str, chapter: Chapter, slug_of: Mapping[str, str]) -> str:
    """Find the slug of the chapter that a link's path means, seen from another chapter.

    Paths start at the chapter's own folder; one that starts at the project's is understood too.
    """
    if not path:
        return chapter.slug
    path = composed(path.replace("\\", "/"))  # as Windows writes it
    own_folder = composed(posixpath.dirname(chapter.path))
    from_here = posixpath.normpath(posixpath.join(own_folder, path))
    return slug_of.get(from_here) or slug_of.get(posixpath.normpath(path), "")


def _find(written: str, chapter: Chapter, link_targets: LinkTargets) -> str:
    """Find the id a link means; "" when there is none."""
    path, _, fragment = unquote(written).partition("#")
    slug = _chapter_meant(path, chapter, link_targets.slug_of)
    if not fragment or not slug:
        return slug
    inside = (f"{slug}-{fragment}", f"{slug}-_{fragment}", fragment)
    anywhere = () if path else (fragment,)
    here, there = (
        [spelt for one in names if (spelt := link_targets.spelling_of.get(composed(one)))]
        for names in (inside, anywhere)
    )
    found = next((one for one in here if link_targets.home_of[one] == slug), "")
    if not found and fragment == slugify(link_targets.target_of[slug].name):
        return slug  # the title's own anchor, as other programs make it
    return found or next(iter(there), "")


def _broken(
    written: str,
    chapter: Chapter,
    place: Place,
    link_targets: LinkTargets,
    left_out: Collection[str],
) -> Finding:
    path, _, fragment = unquote(written).partition("#")
    slug = _chapter_meant(path, chapter, link_targets.slug_of)
    if slug:
        problem, hint = _no_such_target(fragment, slug, link_targets)
        return Finding("B401", Severity.WARNING, problem, hint, place)
    folder = posixpath.dirname(chapter.path)
    meant = posixpath.normpath(posixpath.join(folder, path.replace("\\", "/")))
    if composed(meant) in map(composed, left_out):
        problem = f"the link leads to '{path}', which is left out of this book"
        hint = "Until it is in the book, only the words of the link are shown."
    else:
        problem = f"the link leads to '{path}', which is no chapter of this book"
        names = [posixpath.relpath(known, folder or ".") for known in link_targets.slug_of]
        hint = f"{did_you_mean(path, names)}Link to a chapter by the name of its file."
    return Finding("B401", Severity.WARNING, problem, hint, place)


def _no_such_target(fragment: str, slug: str, link_targets: LinkTargets) -> tuple[str, str]:
    inside = [
        one.removeprefix(f"{slug}-").removeprefix("_")
        for one, home in link_targets.home_of.items()
        if home == slug and one != slug
    ]
    guess = did_you_mean(fragment, inside)
    hint = "Rules are #rule-1, #rule-2 …; a heading is its words with hyphens: #around-the-table."
    return f"the link leads to '#{fragment}', which is not there", f"{guess}{hint}"
