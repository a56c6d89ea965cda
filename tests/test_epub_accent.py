"""The accent in the e-book's style sheet, and the mark of a chapter as a drawing and as a file."""

from __future__ import annotations

import re

import pytest
from epub_samples import pack, sample_book, sample_chapter
from test_epub_make import made

from booklet.config.colour import contrast_between
from booklet.epub.accent import write_accent
from booklet.theme.chapter_mark import inline_mark, mark_picture

DARK = "@media (min-width: 1em) and (prefers-color-scheme: dark)"


@pytest.mark.parametrize(
    ("css", "written"),
    [
        ("p { color: inherit }", "p { color: inherit }"),
        (
            "h2 { margin: 0; color: var( --accent ) }",
            f"h2 {{ margin: 0; color: #0f5257 }}\n{DARK} {{ h2 {{ color: #1d828a }} }}",
        ),
        (
            "@supports (a: b) {a{color:var(--accent)}}",
            f"@supports (a: b) {{a{{color:#0f5257}}\n{DARK} {{ a {{ color:#1d828a }} }}}}",
        ),
        ("p { color: inherit } h2", "p { color: inherit }"),
        (
            "i { color: var(--label) }",
            f"i {{ color: #0f5257 }}\n{DARK} {{ i {{ color: inherit }} }}",
        ),
    ],
)
def test_every_reader_knows_the_accent_and_dark_pages_have_their_own(
    css: str, written: str
) -> None:
    assert write_accent(css, "#0f5257").strip() == written.strip()


@pytest.mark.parametrize("accent", ["#0f5257", "#5b2a6e", "#000000", "#0000ff", "#7a5c00"])
@pytest.mark.parametrize(
    ("page", "contrast"), [("#ffffff", 4.5), ("#1e1e1e", 3.0), ("#000000", 4.5)]
)
def test_the_accent_of_dark_pages_can_be_read_on_white_paper_too(
    accent: str, page: str, contrast: float
) -> None:
    """WCAG 2.2, 1.4.3 and 1.4.11: small type has the colour of the text on dark pages."""
    tone = re.findall("#......", write_accent("h2 { color: var(--accent) }", accent))[1]
    assert contrast_between(tone, page) >= contrast


def test_a_later_rule_wins_on_dark_pages_too() -> None:
    written = write_accent("h2 { color: var(--accent) } h2 { color: red }", "#0f5257")
    assert re.findall(r"color: ([^ ]+)", written) == ["#0f5257", "#1d828a", "red"]


def test_old_readers_find_nothing_that_they_do_not_know() -> None:
    style = re.sub(r"/\*.*?\*/", "", made()["EPUB/style.css"].decode(), flags=re.DOTALL).strip()
    assert "--accent" not in style
    assert style.startswith("@namespace")  # which counts nowhere else (CSS Namespaces 3, 2)
    assert style.count("#0f5257") == style.count(DARK) > style.count("#1d828a") > 5
    outside = re.sub(
        r"@supports[^{]*\{(?:[^{}]*\{(?:[^{}]*\{[^{}]*\})*[^{}]*\})*[^{}]*\}", "", style
    )
    assert "h2 { color: #0f5257 }" in outside
    assert "::marker" in style
    assert "::marker" not in outside  # one unknown selector takes the whole list with it


def test_a_filed_mark_is_the_drawn_one_in_the_accent() -> None:
    drawn, filed = inline_mark("Trust"), mark_picture("Trust", "#0f5257")
    assert (filed.media_type, filed.width, filed.height) == ("image/svg+xml", 54, 60)
    paths = re.findall(r' d="([^"]+)"', filed.content.decode())
    assert paths == re.findall(r' d="([^"]+)"', drawn)
    assert b"currentColor" not in filed.content


def test_chapters_of_one_title_share_a_filed_mark() -> None:
    chapters = tuple(sample_chapter(slug, "One", "<p>Text.</p>") for slug in ("one", "two"))
    book = sample_book(chapters, ebook={"png_copies": True})
    assert pack(book) == pack(book)
    assert sum(name.startswith("EPUB/images/chapter-mark") for name in made(book)) == 2
