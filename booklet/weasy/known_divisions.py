"""Keep divisions that were rendered, for copies of the book in which only some words are others.

What is kept is the parsed document with its styles, and its pages, laid out. `render_again` begins
with that for such a copy. It has no influence on what comes out, and ends with the process.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from xml.etree.ElementTree import Element

    from booklet.copyfit.flow import Flow
    from booklet.linker.fragment import Fragment
    from booklet.linker.splice import DrawnPages, Splice
    from booklet.weasy.prepared_styles import PreparedStyles
    from booklet.weasy.protocols import Document, HtmlDocument, LayoutContext
    from booklet.weasy.render_job import RenderJob
    from booklet.weasy.rendering import Rendering

_MOST_KNOWN = 8
"""A chapter with all its boxes takes some ten megabytes."""


@dataclass(frozen=True, slots=True)
class Wording:
    """The elements of a document, and what is written in them.

    Attributes:
        elements: in document order.
        kinds: of each its name and attributes, and where there is any text.
        words: of each its own text and the text behind it.
    """

    elements: tuple[Element, ...]
    kinds: tuple[tuple[object, ...], ...]
    words: tuple[tuple[str | None, str | None], ...]

    @classmethod
    def read(cls, root: Element) -> Wording:
        """Read a document before anything is changed in it."""
        elements = tuple(root.iter())
        return cls(
            elements,
            tuple(
                (item.tag, tuple(item.items()), bool(item.text), bool(item.tail))
                for item in elements
            ),
            tuple((item.text, item.tail) for item in elements),
        )

    def write(self, other: Wording) -> None:
        """Write the words of another document, with the same elements, into this one."""
        for item, (text, tail) in zip(self.elements, other.words, strict=True):
            item.text, item.tail = text, tail

    def find_changed(self, other: Wording) -> Iterator[Element]:
        """Yield the elements in which the other document has other words."""
        parents = {child: item for item in self.elements for child in item}
        for item, (text, tail), (new_text, new_tail) in zip(
            self.elements, self.words, other.words, strict=True
        ):
            if text != new_text:
                yield item
            if tail != new_tail and item in parents:
                yield parents[item]


@dataclass(slots=True)
class KnownDivision:
    """A division that was rendered.

    Attributes:
        rendering: what was rendered.
        html: the document, in the words that were set last.
        wording: of the document, in its first words.
        context: of its layout, with all styles.
        fragment: what came of it.
        drawn: its pages, as they were drawn; None where it was only measured.
        document: the same, laid out.
        varying: the elements in which copies differ.
        flows: what was measured, by what was measured of `varying` alone.
        splices: by the first and the last page that are set again; None where that is no good.
    """

    rendering: Rendering
    html: HtmlDocument
    wording: Wording
    context: LayoutContext
    fragment: Fragment
    drawn: DrawnPages | None = None
    document: Document | None = None
    varying: set[Element] = field(default_factory=set)
    flows: dict[Flow, Fragment] = field(default_factory=dict)
    splices: dict[tuple[int, int], Splice | None] = field(default_factory=dict)

    def is_like(self, job: RenderJob, styles: PreparedStyles) -> bool:
        """Tell whether a job differs in nothing but its document."""
        own = replace(self.rendering.job, html=job.html, own_words=job.own_words)
        return self.rendering.styles is styles and own == job


_known: list[KnownDivision] = []
"""What was of use last comes first."""

_MOST_READ = 4
"""A document is measured, and soon afterwards its pages are set."""

_read: dict[str, Wording] = {}


def read_wording(html: str, parse: Callable[[str], Element]) -> Wording:
    """Read a document, unless it is one of the last that were read."""
    if html not in _read:
        for surplus in list(_read)[: max(0, len(_read) + 1 - _MOST_READ)]:
            del _read[surplus]
        _read[html] = Wording.read(parse(html))
    return _read[html]


def find_known(job: RenderJob, styles: PreparedStyles) -> list[KnownDivision]:
    """Find divisions that may differ from a job in words alone."""
    return [one for one in _known if one.is_like(job, styles)]


def remember(known: KnownDivision) -> None:
    """Keep a division that has words of a copy, or keep it for longer."""
    if not known.rendering.job.own_words or known.rendering.diagnostics.findings:
        return
    _known[:] = [known, *(one for one in _known if one is not known)][:_MOST_KNOWN]


def forget_known() -> None:
    """Forget all divisions, with the words that only copies have."""
    _known.clear()
    _read.clear()
