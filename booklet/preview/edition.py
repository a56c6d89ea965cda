"""One edition as windows show it: which pages, of which version of the texts."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

from booklet.pipelines.build import pluralise
from booklet.preview.pictures import DrawnBook, PageDigester, PictureStore
from booklet.preview.snapshot import Snapshot, list_pages, put_in

if TYPE_CHECKING:
    from booklet.common.errors import Finding
    from booklet.pipelines.preview import PreviewPages


@dataclass(slots=True)
class ShownEdition:
    """An edition that some window shows; whoever uses it holds the session's lock.

    Attributes:
        name: of the edition.
        snapshot: what windows show.
        shown: what is shown, the newest first: one chapter alone, and the whole book.
        settled: the pages that were settled last.
        settled_version: of the texts they are of; -1 for none.
        tried_version: of the texts that were to be settled last, whatever became of it.
        updated_version: of the texts that were set last.
        pictures: of its pages.
        digester: of its pages.
    """

    name: str
    snapshot: Snapshot = field(default_factory=Snapshot)
    shown: tuple[PreviewPages, ...] = ()
    settled: PreviewPages | None = None
    settled_version: int = -1
    tried_version: int = -1
    updated_version: int = -1
    pictures: PictureStore = field(default_factory=PictureStore)
    digester: PageDigester = field(default_factory=PageDigester)

    def show(self, version: int, pages: PreviewPages, drawn: DrawnBook) -> None:
        """Show pages, unless newer ones are shown already.

        Args:
            version: of the texts they are of.
            pages: that were set.
            drawn: the PDF they were linked into.
        """
        if pages.is_settled:
            self.settled, self.settled_version = pages, version
        known = max(self.updated_version, self.settled_version)
        if version < known or (self.settled_version == version and not pages.is_settled):
            drawn.close()
            return
        self.updated_version = version
        listed = list_pages(pages, self.digester.digest(pages.resolved), drawn.sizes)
        sources = {page.digest: (drawn, index) for index, page in enumerate(listed)}
        if pages.is_whole:
            self.shown = (pages,)
        else:
            self.shown = (pages, *(one for one in self.shown if one.is_whole))
            listed = put_in(self.snapshot.pages, listed)
            sources = {**self.pictures.sources(), **sources}
        self.pictures.offer({page.digest: sources[page.digest] for page in listed})
        self.renew(
            title=pages.book.title,
            pages=listed,
            findings=pages.findings,
            is_old=False,
            is_settled=pages.is_settled,
            is_whole=pages.is_whole,
            measure=pluralise(len(listed), "page") if pages.is_whole else self.snapshot.measure,
        )

    def refuse(self, version: int, findings: tuple[Finding, ...]) -> None:
        """Keep the pages of before, and say what is wrong with a version of the texts."""
        if version < max(self.updated_version, self.settled_version):
            return
        self.updated_version = version
        self.renew(
            findings=tuple(dict.fromkeys(findings)),
            is_old=bool(self.snapshot.pages),
            is_settled=False,
        )

    def renew(self, **changes: Any) -> None:  # noqa: ANN401 - as `replace`
        """Change what windows show."""
        self.snapshot = replace(self.snapshot, number=self.snapshot.number + 1, **changes)
