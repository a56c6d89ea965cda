"""One edition or product as windows show it: which pages, of which version of the texts."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from functools import partial
from typing import TYPE_CHECKING, Any

from booklet.common.errors import Finding, Severity
from booklet.common.wording import pluralise
from booklet.preview.page_pictures import PictureStore
from booklet.preview.snapshot import ShownPage, Snapshot, exchange, list_pages, put_in

if TYPE_CHECKING:
    from collections.abc import Callable

    from booklet.common.errors import BookletError, BugError
    from booklet.linker.fragment import Fragment
    from booklet.pipelines.preview import PreviewFile, PreviewPages, PreviewPipeline


@dataclass(slots=True)
class ShownEdition:
    """What some window shows, an edition or a product; whoever uses it holds the preview's lock.

    Attributes:
        name: of the edition.
        snapshot: what windows show.
        shown: what is shown, the newest first: one chapter alone, and the whole book.
        settled: the pages that were settled last.
        last: the pages that were all set last, settled or not.
        settled_version: of the texts they are of; -1 for none.
        tried_version: of the texts that were to be settled last, whatever became of it.
        updated_version: of the texts that were set last.
        pictures: of its pages.
    """

    name: str
    snapshot: Snapshot = field(default_factory=Snapshot)
    shown: tuple[PreviewPages, ...] = ()
    settled: PreviewPages | None = None
    last: PreviewPages | None = None
    settled_version: int = -1
    tried_version: int = -1
    updated_version: int = -1
    pictures: PictureStore = field(default_factory=PictureStore)

    def prepare(
        self, pipeline: PreviewPipeline, set_pages: Callable[[], PreviewPages]
    ) -> Callable[[], Callable[[int], None]]:
        """Return what sets pages, and returns what shows them as a version of the texts."""

        def make() -> Callable[[int], None]:
            pages = set_pages()
            link = partial(pipeline.link, pages.context)
            return lambda version: self.show(version, pages, link)

        return make

    def show(self, version: int, pages: PreviewPages, link: Callable[[Fragment], bytes]) -> None:
        """Show pages, unless newer ones are shown already.

        Args:
            version: of the texts they are of.
            pages: that were set.
            link: makes a PDF of one of their divisions.
        """
        if pages.is_settled:
            self.settled, self.settled_version = pages, version
        known = max(self.updated_version, self.settled_version)
        if version < known or (self.settled_version == version and not pages.is_settled):
            return
        self.updated_version = version
        listed = list_pages(pages, self.pictures.take(pages.resolved.fragments, link))
        if pages.part is not None:
            [drawn] = self.pictures.take((pages.part.fragment,), link)
            listed = exchange(listed, pages.part.page_index, drawn.digests)
        elif pages.is_whole:
            self.last = pages
        if pages.is_whole:
            self.shown = (pages,)
        else:
            self.shown = (pages, *(one for one in self.shown if one.is_whole))
            listed = put_in(self.snapshot.pages, listed)
        self.pictures.keep({page.digest for page in listed})
        self.renew(
            title=pages.book.title,
            pages=listed,
            findings=pages.findings,
            is_old=False,
            is_settled=pages.is_settled,
            is_whole=pages.is_whole,
            measure=pluralise(len(listed), "page") if pages.is_whole else self.snapshot.measure,
        )

    def show_file(self, version: int, file: PreviewFile) -> None:
        """Show the pages of a finished file."""
        self.settled_version = version
        drawn = self.pictures.take_file(file.pdf)
        listed = tuple(
            ShownPage(digest, str(number), file.source, self.name, *size)
            for number, (digest, size) in enumerate(zip(drawn.digests, drawn.sizes, strict=True), 1)
        )
        self.pictures.keep(drawn.digests)
        self.renew(
            title=file.title,
            pages=listed,
            findings=file.findings,
            is_old=False,
            is_settled=True,
            is_whole=True,
            measure=pluralise(len(listed), "page"),
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


def finding_of(error: BookletError) -> Finding:
    """Make a finding of what ended a build."""
    return Finding("", Severity.ERROR, error.problem, error.hint, error.place)


def finding_of_bug(bug: BugError) -> Finding:
    """Make a finding of a fault of the program."""
    return Finding(
        "",
        Severity.ERROR,
        f"this is a fault of the program: {bug}",
        "Your text is safe. Change what you wrote last, and report the fault, please.",
    )


def finding_of_unwritten(error: OSError) -> Finding:
    """Make a finding of a file that cannot be written."""
    return Finding(
        "",
        Severity.ERROR,
        f"'{error.filename}' cannot be written: {error.strerror}",
        "Your text is kept here until it can. Close the file in other programs.",
    )
