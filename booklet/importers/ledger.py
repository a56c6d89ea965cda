"""The ledger of loss: every word of a source is in its chapter, or listed. Pure.

The words of a source are counted by its reader, those of a chapter by reading the chapter as a
build does. What stands in one and not in the other, and nobody has listed, is listed here: a word
may be lost, but never without a trace.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from booklet.common.errors import ManuscriptError, Place
from booklet.common.language import Language
from booklet.common.words import words_of
from booklet.common.xhtml import name_set
from booklet.importers.chapter_file import without_origin
from booklet.importers.losses import Loss, LossKind
from booklet.manuscript.source import read_source
from booklet.markup.parse import parse_chapter

if TYPE_CHECKING:
    from collections.abc import Iterator
    from xml.etree.ElementTree import Element

    from booklet.importers.document import Document

_INLINE = name_set(
    "a abbr b bdi bdo cite code data del dfn em i ins kbd mark q rp rt ruby s samp small span "
    "strong sub sup time u var wbr"
)


@dataclass(frozen=True, slots=True)
class Ledger:
    """How the words of one text add up: `words_in == words_out + words_listed`, always.

    Attributes:
        words_in: words of the source.
        words_out: those of them that are in the chapter.
        words_listed: those that are listed as losses.
        losses: what is not in the chapter, in the order of the source.
        added: words of the chapter that are not in the source, such as a title for a text without.
    """

    words_in: int
    words_out: int
    words_listed: int
    losses: tuple[Loss, ...]
    added: tuple[str, ...]

    @property
    def unexplained(self) -> tuple[Loss, ...]:
        """Losses that no rule of ours explains."""
        return tuple(loss for loss in self.losses if loss.kind is LossKind.UNEXPLAINED)


def balance(document: Document, chapter: str) -> Ledger:
    """Compare the words of a text with those of the chapter it became.

    Args:
        document: with everything that was left out.
        chapter: the chapter's file.
    """
    # The line that says where it came from has no words, and would be read as HTML at great cost.
    in_chapter = words_of_chapter(without_origin(chapter), document.path)
    source, written = Counter(document.words), Counter(in_chapter)
    listed = Counter(word for loss in document.losses for word in words_of(loss.text))
    losses = document.losses
    lost = _in_order(document.words, source - written - listed)
    if lost:
        losses = (*losses, Loss(LossKind.UNEXPLAINED, " ".join(lost)))
    # For each word: source + added = written + listed + lost.
    added = _in_order(in_chapter, written + listed - source)
    words_listed = listed.total() + len(lost)
    return Ledger(
        words_in=len(document.words),
        words_out=len(document.words) - words_listed,
        words_listed=words_listed,
        losses=losses,
        added=added,
    )


def _in_order(words: tuple[str, ...], wanted: Counter[str]) -> tuple[str, ...]:
    """List words in the order of a text, each as often as it is wanted, the last ones first."""
    left = +wanted
    if not left:
        return ()
    found = []
    for word in reversed(words):
        if left[word] > 0:
            left[word] -= 1
            found.append(word)
    return tuple(reversed(found))


def words_of_chapter(chapter: str, path: str) -> tuple[str, ...]:
    """Take the words of a chapter's file, as a build reads them: also descriptions and notes.

    Args:
        chapter: the file.
        path: of the file that was imported, for messages.

    Raises:
        ManuscriptError: when the text cannot be understood at all, as of `parse_chapter`.
    """
    source = read_source("chapters/import.md", "import", chapter)
    try:
        read = parse_chapter(source, Language(), blocks_have_ids=False)
    except ManuscriptError as error:
        raise ManuscriptError(error.problem, hint=error.hint, place=Place(path)) from error
    title = () if not source.metadata.title and read.title == "Import" else (read.title,)
    texts = [
        *title,
        source.metadata.subtitle,
        "".join((*_texts(read.body), *_texts(read.answers))),
        *(words for term in read.terms for words in term),
    ]
    return words_of("\n".join(texts))


def _texts(item: Element) -> Iterator[str]:
    """Take the texts of an element; those of two blocks stand on lines of their own."""
    apart = "" if item.tag in _INLINE else "\n"
    yield apart
    yield f"\n{item.get('alt')}\n" if item.get("alt") else ""
    # A call has a number, which is the booklet's own.
    yield (item.text or "") if item.get("data-note") is None else " "
    for child in item:
        yield from _texts(child)
        yield child.tail or ""
    yield apart
