"""What is sent to whoever sets copies, and what comes back. Values only."""

from __future__ import annotations

import dataclasses
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping

    from booklet.common.errors import Finding
    from booklet.common.page_map import PageMap
    from booklet.linker.section import Section
    from booklet.linker.untagged_pages import UntaggedPages
    from booklet.print.division import PrintBook


@dataclass(frozen=True, slots=True)
class MergeContext:
    """What all copies have in common.

    Attributes:
        key: is another for every merge.
        book: of one of them.
        known: what was set for it, as `MemoryCache.entries`.
        is_strict: whether a copy with faults of typography is left out.
    """

    key: str
    book: PrintBook
    known: Mapping[bytes, object]
    is_strict: bool = False

    @property
    def what(self) -> str:
        """What is set, for messages."""
        return "copies"


@dataclass(frozen=True, slots=True)
class CopyJob:
    """A copy to be set.

    Attributes:
        number: of the copy.
        changes: in which fields its print book is not that of the context.
        for_page_list: the same for the book whose pages the e-book lists; None when it is this one,
            or when no e-book is wanted.
    """

    number: int
    changes: Mapping[str, object]
    for_page_list: Mapping[str, object] | None = None


@dataclass(frozen=True, slots=True)
class FinishedCopy:
    """A copy that is set.

    Attributes:
        number: of the copy.
        pdf: the file's content.
        page_count: of the file.
        page_map: of the pages that the e-book lists.
        findings: what there is to know about its pages.
        divisions: the digests of its pages without structure, in order.
        fonts: the digests of its fonts.
    """

    number: int
    pdf: bytes
    page_count: int
    page_map: PageMap
    findings: tuple[Finding, ...]
    divisions: tuple[str, ...]
    fonts: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class FinishedBatch:
    """Some copies that are set, with what the joined file needs of them, by digests.

    Attributes:
        copies: in the order of their jobs.
        divisions: their pages without structure.
        fonts: their fonts.
    """

    copies: tuple[FinishedCopy, ...]
    divisions: Mapping[str, UntaggedPages]
    fonts: Mapping[str, Section]


def changes_of(book: PrintBook, base: PrintBook) -> dict[str, object]:
    """List in which fields a print book differs from another; resources only where they do."""
    changes: dict[str, object] = {}
    for each in dataclasses.fields(base):
        new, old = getattr(book, each.name), getattr(base, each.name)
        if new == old:
            continue
        if each.name == "resources":
            new = {
                address: None if old.get(address) == content else content
                for address, content in new.items()
            }
        elif each.name == "divisions":
            known = {division.name: division for division in old}
            new = tuple(one.name if known.get(one.name) == one else one for one in new)
        changes[each.name] = new
    return changes


def apply_changes(base: PrintBook, changes: Mapping[str, Any]) -> PrintBook:
    """Undo `changes_of`."""
    changed = dict(changes)
    if "resources" in changed:
        changed["resources"] = {
            address: base.resources[address] if content is None else content
            for address, content in changed["resources"].items()
        }
    if "divisions" in changed:
        known = {division.name: division for division in base.divisions}
        changed["divisions"] = tuple(
            known[one] if isinstance(one, str) else one for one in changed["divisions"]
        )
    return dataclasses.replace(base, **changed)
