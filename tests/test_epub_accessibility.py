"""What is said of accessibility follows from what is in the documents."""

from __future__ import annotations

import pytest

from booklet.common.errors import EpubError
from booklet.epub.accessibility import describe_accessibility
from booklet.epub.content import ContentDocument, EbookPicture
from booklet.epub.document_facts import DocumentFacts, read_facts, sum_facts

HTML = '<html xmlns="http://www.w3.org/1999/xhtml"><body>{}</body></html>'


def facts_of(body: str) -> DocumentFacts:
    return read_facts(ContentDocument("one", "one.xhtml", "One", HTML.format(body)))


def described(body: str, *pictures: EbookPicture, has_page_list: bool = False):  # noqa: ANN201
    return describe_accessibility(facts_of(body), pictures, has_page_list=has_page_list)


def test_a_book_of_words_is_textual_only() -> None:
    said = described("<h1>One</h1><p>Words</p>")
    assert said.modes == ("textual",)
    assert said.sufficient == ("textual",)
    assert said.conforms


def test_described_pictures_keep_text_sufficient() -> None:
    said = described('<img src="a.png" alt="A map"/>')
    assert said.modes == ("textual", "visual")
    assert said.sufficient == ("textual", "textual,visual")
    assert "alternativeText" in said.features
    assert "Every picture is described" in said.summary


@pytest.mark.parametrize("image", ['<img src="a.png"/>', '<img src="a.png" alt=" "/>'])
def test_a_picture_without_words_downgrades_the_claim(image: str) -> None:
    said = described(image)
    assert said.sufficient == ("textual,visual",)
    assert "alternativeText" not in said.features
    assert not said.conforms
    assert "1 picture has no description" in said.summary


@pytest.mark.parametrize(
    "image", ['<img src="a.png" alt=""/>', '<img role="doc-cover" src="c.png" alt="Cover"/>']
)
def test_decoration_and_cover_make_no_book_visual(image: str) -> None:
    assert described(image).modes == ("textual",)


@pytest.mark.parametrize(
    "body", ["<table><tr><td>1</td></tr></table>", "<h1>One</h1><h3>Three</h3>"]
)
def test_bare_tables_and_skipped_headings_stand_against_a_claim(body: str) -> None:
    assert not described(body).conforms


def test_formulas_are_said_and_go_into_the_manifest() -> None:
    body = '<math xmlns="http://www.w3.org/1998/Math/MathML" alttext="x"><mi>x</mi></math>'
    assert facts_of(body).properties == ("mathml",)
    assert "MathML" in described(body).features


def test_a_drawing_needs_a_name() -> None:
    svg = '<svg xmlns="http://www.w3.org/2000/svg"{}/>'
    assert facts_of(svg.format(' role="img" aria-label="A line"')).described == 1
    assert facts_of(svg.format("")).undescribed == 1
    assert facts_of(svg.format(' aria-hidden="true"')).properties == ("svg",)


def test_printed_pages_are_claimed_only_with_a_page_list() -> None:
    assert "pageNavigation" in described("<p>1</p>", has_page_list=True).features
    assert "pageNavigation" not in described("<p>1</p>").features


@pytest.mark.parametrize(
    ("media_type", "content", "hazards"),
    [
        ("image/png", b"\x89PNG", ("none",)),
        ("image/svg+xml", b"<svg><animate/></svg>", ("unknown",)),
        ("image/gif", b"GIF89a" + b"\x21\xf9\x04" * 2, ("unknown",)),
        ("image/gif", b"GIF89a" + b"\x21\xf9\x04", ("none",)),
    ],
)
def test_moving_pictures_are_a_hazard_nobody_has_measured(
    media_type: str, content: bytes, hazards: tuple[str, ...]
) -> None:
    said = described("<p>1</p>", EbookPicture("images/a", media_type, content))
    assert said.hazards == hazards


def test_facts_of_all_documents_are_added_up() -> None:
    total = sum_facts([facts_of("<h1>One</h1>"), facts_of('<h1>Two</h1><img src="a.png"/>')])
    assert (total.headings, total.undescribed) == (2, 1)


def test_a_broken_template_is_named_with_a_hint() -> None:
    with pytest.raises(EpubError, match="not well-formed") as caught:
        facts_of("<p>&nbsp;</p>")
    assert "&#160;" in caught.value.hint
