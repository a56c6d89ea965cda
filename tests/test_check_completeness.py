"""Not one word is lost: what authors write is in the pages and in the e-book, in order."""

from __future__ import annotations

import re
import zipfile
from typing import TYPE_CHECKING

import pytest
from conftest import ROOT
from hypothesis import given
from hypothesis import strategies as st

from booklet.check.completeness import find_missing_words
from booklet.common.words import words_of
from booklet.pipelines.book import build_all
from booklet.project import read_book

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

    from booklet.check.completeness import MissingWord

BOOKS = (ROOT, *sorted(path.parent for path in (ROOT / "tests" / "golden").glob("*/chapters")))
OUT_OF_LINE = re.compile(r"(?ms)^\[\^[^\]]+\]:.*?(?=\n\n|\Z)|^> \[!answers.*?(?=\n\n|\Z)")
"""Footnotes and answers, which stand elsewhere than they were written."""

FOR_FACILITATORS = re.compile(r"(?ms)^> \[!facilitator.*?(?=\n\n|\Z)")
NOT_WORDS = re.compile(
    r"\A---\n.*?\n---\n|"  # metadata
    r"^\*\[.*?$|^\[\^[^\]]+\]:|\[\^[^\]]+\]|^```.*?$|"  # abbreviations, notes' marks, fences
    r"(?<=\])\([^)]*\)|\{[^{}\n]*\}|<[^>\n]*>|\[![^\]]*\]|^[ >]*Table: ?|"  # addresses, options
    r"!\[[^\]]*\]|(?<=[-*+] )\[[ xX]\]|^[ >]*\d+[.)] ",  # descriptions, ticks, numbers of lists
    re.MULTILINE | re.DOTALL,
)
BLOCKS = re.compile(
    r"</?(?:p|li|h\d|t[dhr]|div|section|aside|figure|figcaption|dt|dd|title|pre|br|caption|span)\b"
)


def authors_words(markdown: str) -> tuple[str, ...]:
    """Take the words out of a chapter with a few rules of its own, not with the program's."""
    return words_of(NOT_WORDS.sub(" ", FOR_FACILITATORS.sub("", markdown)))


def ebook_words(path: Path) -> tuple[str, ...]:
    with zipfile.ZipFile(path) as archive:
        package = archive.read("EPUB/content.opf").decode()
        files = dict(re.findall(r'<item href="([^"]+)" id="([^"]+)"', package))
        order = re.findall(r'<itemref idref="([^"]+)"', package)
        by_id = {identifier: href for href, identifier in files.items()}
        pages = [archive.read(f"EPUB/{by_id[one]}").decode() for one in order]
    text = " ".join(re.sub(r"(?s)^.*?<body", "<body", page) for page in pages)
    return words_of(re.sub(r"<[^>]*>", "", BLOCKS.sub(r" \g<0>", text)))


def told(found: Sequence[MissingWord]) -> list[str]:
    return [f"{' '.join(one.before)} *{one.word}*" for one in found if not one.is_elsewhere]


@pytest.mark.slow
@pytest.mark.parametrize("book", BOOKS, ids=lambda path: path.name)
def test_every_word_of_every_chapter_arrives(
    book: Path, tmp_path: Path, poppler: Callable[..., str]
) -> None:
    epub, pdf, *_ = build_all(book, tmp_path)
    made = {
        "pages": words_of(poppler("pdftotext", pdf.path, "-")),
        "e-book": ebook_words(epub.path),
    }
    for chapter in read_book(book).chapters:
        markdown = (book / chapter.path).read_text("utf-8")
        written = authors_words(markdown)
        out_of_line = sum(len(words_of(text)) for text in OUT_OF_LINE.findall(markdown))
        for medium, words in made.items():
            found = find_missing_words(written, words)
            assert told(found) == [], f"{chapter.path}: {medium}"
            assert len(found) <= out_of_line, f"{chapter.path}: {medium}"


@given(st.lists(st.sampled_from("abcdefg"), max_size=12), st.integers(0, 12))
def test_a_word_that_is_taken_away_is_found(words: list[str], position: int) -> None:
    names = [f"{word}{number}" for number, word in enumerate(words)]
    assert find_missing_words(names, ["12", *names, "head"]) == ()
    without = [*names[:position], *names[position + 1 :]]
    assert [missing.word for missing in find_missing_words(names, without)] == names[
        position : position + 1
    ]


def test_words_may_be_broken_moved_or_written_otherwise() -> None:
    written = words_of("The co\u00adoperation of five “ﬁne” teachers, don’t you know?")
    made = words_of("12 the coop- Running head eration OF FIVE fine teachers don't you know")
    assert find_missing_words(written, made) == ()
    found = find_missing_words(
        words_of("one two three four five"), words_of("one two five three four")
    )
    assert [(missing.word, missing.is_elsewhere) for missing in found] == [("five", True)]


def test_a_loss_says_what_stands_before_it() -> None:
    (missing,) = find_missing_words(words_of("A share of a school"), words_of("A share a school"))
    assert (missing.word, missing.position, missing.before) == ("of", 2, ("a", "share"))


def test_a_letter_that_is_lost_is_a_word_that_is_lost() -> None:
    assert told(find_missing_words(words_of("and then act"), words_of("and the act"))) == [
        "and *then*"
    ]


def test_words_that_all_arrive_in_order_need_no_comparison(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("booklet.check.completeness.SequenceMatcher", None)
    assert find_missing_words(("a", "b", "a"), ("x", "a", "a", "b", "1", "a")) == ()
