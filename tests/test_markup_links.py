"""Links lead to the web or to places in the book; pictures come from the project."""

from __future__ import annotations

import pytest
from markup_samples import body, codes, parse

from booklet.book.cross_references import point_links
from booklet.common import xhtml
from booklet.markup.chapter import LinkTarget, PictureUse


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("https://example.org/a?b=c&d#e", "https://example.org/a?b=c&amp;d#e"),
        ("HTTPS://Example.org", "https://Example.org"),
        ("<https://example.org/a b>", "https://example.org/a%20b"),
        ("https://example.org/caf\u00e9", "https://example.org/caf%C3%A9"),
        ("https://example.org/100%", "https://example.org/100%25"),
        ("mailto:head@example.org", "mailto:head@example.org"),
        ("tel:+441234", "tel:+441234"),
    ],
)
def test_links_to_the_world_outside_stay(typed: str, kept: str) -> None:
    assert f'<a href="{kept}">x</a>' in body(f"[x]({typed})")


@pytest.mark.parametrize(
    "typed",
    ["", "ftp://x", "http://", "http://[", "http://a:b", "x.pdf", "mailto:", "javascript:1"],
)
def test_other_links_leave_their_words(typed: str) -> None:
    assert body(f"[words]({typed})") == "<p>words</p>"
    assert codes(f"[words]({typed})") == ["K530"]


def test_links_within_the_book_stay_as_written_and_are_listed() -> None:
    chapter = parse("# T\n\n[a](#rule-2) [b](02-summer.md#x) [c](02-summer.md)")
    assert [one.target for one in chapter.references] == [
        "#rule-2",
        "02-summer.md#x",
        "02-summer.md",
    ]
    assert [one.place.column for one in chapter.references] == [4, 17, 37]
    assert '<a href="02-summer.md#x" class="cross-reference">b</a>' in chapter.html


def test_a_facilitators_links_and_pictures_are_not_listed() -> None:
    chapter = parse("# T\n\n> [!facilitator]\n> [a](#x) ![b](c.png)")
    assert (chapter.references, chapter.pictures) == ((), ())


def test_an_address_is_its_own_words() -> None:
    assert ">example.org/x</a>" in body("[](https://example.org/x)")


def test_pictures_are_found_from_the_chapters_folder() -> None:
    chapter = parse("# T\n\n![A map](my%20map.png)\n\n![B](../shared/b.png) x\n")
    assert [use.path for use in chapter.pictures] == ["chapters/my map.png", "shared/b.png"]
    assert chapter.pictures[0] == PictureUse(
        "chapters/my map.png", "A map", chapter.pictures[0].place
    )
    assert 'src="chapters/my map.png"' in chapter.html


@pytest.mark.parametrize(
    ("typed", "path", "caption"),
    [
        ("![P](Fotos und Mehr/Schüler im Flur.jpg)", "Fotos und Mehr/Schüler im Flur.jpg", ""),
        ("![P](Fête d'été (1).png)", "Fête d'été (1).png", ""),
        ('![P]( IMG 2041.JPG "The hall" )', "IMG 2041.JPG", "The hall"),
        ("![P](hall.jpg “The hall”)", "hall.jpg", "The hall"),
    ],
)
def test_names_of_pictures_may_have_spaces_and_captions_curly_marks(
    typed: str, path: str, caption: str
) -> None:
    chapter = parse(f"# T\n\n{typed}")
    assert [use.path for use in chapter.pictures] == [f"chapters/{path}"]
    assert ("<figcaption>" in chapter.html, caption in chapter.html) == (bool(caption), True)
    assert not chapter.findings


def test_names_of_chapters_may_have_spaces() -> None:
    for typed in ("[p](02 my chapter.md#rule-1)", "[p](<02 my chapter.md#rule-1>)"):
        (reference,) = parse(f"# T\n\n{typed}").references
        assert reference.target == "02%20my%20chapter.md#rule-1"
    assert codes("[p](our policy.docx)") == ["K530"]


@pytest.mark.parametrize(
    "typed", ["[p](/my uri)", "[p](see a. b)", "[p](two and) b.png", "[p](a (b.png)"]
)
def test_words_in_brackets_behind_brackets_are_no_file(typed: str) -> None:
    assert body(typed) == f"<p>{typed}</p>"


def test_a_picture_without_a_description_is_remarked_on() -> None:
    assert codes("![](a.png)") == ["K532"]
    assert parse("# T\n\n![](a.png)").pictures[0].alt is None
    assert codes("![](a.png){.decoration}") == []
    assert parse("# T\n\n![](a.png){.decoration}").pictures[0].alt == ""


@pytest.mark.parametrize("typed", ["../../x.png", "/x.png", "C:\\x.png", "https://x.org/x.png"])
def test_a_picture_from_elsewhere_leaves_its_words(typed: str) -> None:
    assert body(f"See ![the map]({typed}).") == "<p>See the map.</p>"
    assert codes(f"See ![the map]({typed}).") == ["K531"]


def test_places_have_names_and_facilitators_have_none() -> None:
    chapter = parse(
        "## Five *rules*\n\n1. **A** – b\n\n![x](y.png)\n\n> [!facilitator]\n> ## Hidden {#hidden}"
    )
    assert chapter.link_targets == (
        LinkTarget("trust-five-rules", "Five rules"),
        LinkTarget("trust-rule-1", "Rule 1", "en-GB"),
        LinkTarget("trust-figure-1", "Figure 1", "en-GB"),
    )


def test_references_are_pointed_at_ids_and_given_words() -> None:
    text = parse("# T\n\n[words](#a) [](#b) [gone **x**](#c)").body
    before = xhtml.serialise_content(text)
    known = (
        ("#a", LinkTarget("trust-a", "A", "fr")),
        ("#b", LinkTarget("trust-b", "Rule 2", "en-GB")),
    )
    assert xhtml.serialise_content(point_links(text, known, "en-GB")) == (
        '<p><a href="#trust-a" class="cross-reference">words</a> '
        '<a href="#trust-b" class="cross-reference">Rule 2</a> gone <strong>x</strong></p>'
    )
    assert xhtml.serialise_content(text) == before


@pytest.mark.parametrize(
    "picture",
    [
        "![A map](../../x.png)",
        "![A map](FILE:///x.png)",
        '<img src="FILE:///x.png" alt="A map">',
        "<p><img src='javascript:x' alt='A map'></p>",
        "![A map](C:\\x.png)",
    ],
)
def test_each_picture_from_elsewhere_is_named_with_its_line(picture: str) -> None:
    findings = parse(f"# T\n\n[x](#t) ![B](b.png)\n\n{picture}\n\nText.\n\n{picture}\n").findings
    assert [(one.code, one.place and one.place.line) for one in findings if one.code != "K550"] == [
        ("K531", 5),
        ("K531", 9),
    ]
    assert "''" not in "".join(one.problem for one in findings)


def test_a_backslash_in_a_path_is_a_slash() -> None:
    (use,) = parse("# T\n\n![A](images\\wide.png)").pictures
    assert use.path == "chapters/images/wide.png"
