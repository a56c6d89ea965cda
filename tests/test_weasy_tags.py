"""What a screen reader hears: one test for each repair of the structure tree."""

from __future__ import annotations

from textwrap import dedent

import pytest
from render_samples import SENTENCE, link_alone, pages, set_alone
from structure_verifier import Tagged

HEARD = {
    "text belongs to its paragraph, without an element for each line": (
        "<p>One <em>two</em> three</p>",
        """
        P
          “One ”
          Span
            “two”
          “ three”
        """,
    ),
    "spans that say nothing leave no trace": (
        '<p>One <span class="x">two, </span><small>three</small></p>',
        """
        P
          “One two, three”
        """,
    ),
    "boxes that only draw leave no trace": (
        (
            '<div class="ruled"></div><section><p></p><div><div class="ruled"></div></div>'
            "</section><p>x</p>"
        ),
        """
        P
          “x”
        """,
    ),
    "text in a box without paragraphs is one": (
        "<div>One</div><section>Two <p>three</p></section><aside>Four</aside>",
        """
        P
          “One”
        Sect
          P
            “Two ”
          P
            “three”
        P
          “Four”
        """,
    ),
    "languages are named where they change": (
        '<p>One <span lang="fr">deux <i lang="en">three</i></span></p><p lang="de">vier</p>',
        """
        P
          “One ”
          Span lang='fr'
            “deux ”
            Span lang='en'
              “three”
        P lang='de'
          “vier”
        """,
    ),
    "abbreviations are written out": (
        '<p><abbr title="Multi-academy trust">MAT</abbr></p>',
        """
        P
          Span e='Multi-academy trust'
            “MAT”
        """,
    ),
    "code and quotations say so": (
        "<p><code>x</code><q>y</q></p><pre><code>z</code></pre>",
        """
        P
          Code
            “x”
          Quote
            ““y””
        P
          Code
            “z”
        """,
    ),
    "tight and loose lists have labels and bodies": (
        "<ul><li>One</li><li><p>Two</p><p>Three</p></li></ul>",
        """
        L Disc
          LI
            Lbl
              “• ”
            LBody
              “One”
          LI
            Lbl
              “• ”
            LBody
              P
                “Two”
              P
                “Three”
        """,
    ),
    "a list keeps its start and its style": (
        '<ol start="3" style="list-style: lower-roman inside"><li>One</li></ol>',
        """
        L LowerRoman
          LI
            Lbl
              “iii. ”
            LBody
              “One”
        """,
    ),
    "a nested list stands in its item": (
        (
            "<ol><li>One<ul><li>Two</li></ul></li><li><p>Three</p><ul><li>Four</li></ul>"
            "<p>Five</p></li></ol>"
        ),
        """
        L Decimal
          LI
            Lbl
              “1. ”
            LBody
              P
                “One”
              L Circle
                LI
                  Lbl
                    “◦ ”
                  LBody
                    “Two”
          LI
            Lbl
              “2. ”
            LBody
              P
                “Three”
              L Circle
                LI
                  Lbl
                    “◦ ”
                  LBody
                    “Four”
              P
                “Five”
        """,
    ),
    "the numeral of a rule is its label": (
        '<ol class="rules"><li><p><strong>Lead</strong> – text</p></li></ol>',
        """
        L Decimal
          LI
            Lbl
              “1”
            LBody
              P
                Span
                  “Lead”
                “ – text”
        """,
    ),
    "a list without labels has none": (
        '<ul style="list-style: none"><li>One</li></ul>',
        """
        L
          LI
            LBody
              “One”
        """,
    ),
    "a term is the label of its definitions": (
        "<dl><dt>A</dt><dt>B</dt><dd>One</dd><dd>Two</dd><div><dt>C</dt><dd>Three</dd></div></dl>",
        """
        L
          LI
            Lbl
              “A”
            Lbl
              “B”
            LBody
              P
                “One”
              P
                “Two”
          LI
            Lbl
              “C”
            LBody
              “Three”
        """,
    ),
    "contents are a table of contents with one link for each entry": (
        (
            '<nav role="doc-toc"><ol><li>Part</li><li><a href="#a"><em>One</em></a><ol><li>'
            '<a href="#b">Two</a></li></ol></li></ol></nav><p id="a">a</p><p id="b">b</p>'
        ),
        """
        Div
          TOC
            TOCI
              P
                “Part”
            TOCI
              Reference
                Link
                  → #a
                  Span
                    “One”
              TOC
                TOCI
                  Reference
                    Link
                      → #b
                      “Two”
        P
          “a”
        P
          “b”
        """,
    ),
    "header cells say what they head": (
        (
            "<table><caption>Who</caption><thead><tr><th>A</th><th>B</th></tr></thead><tbody>"
            '<tr><th>C</th><td>1</td></tr><tr><th scope="col">D</th><td></td></tr></tbody></table>'
        ),
        """
        Table
          Caption
            “Who”
          THead
            TR
              TH Column
                “A”
              TH Column
                “B”
          TBody
            TR
              TH Row
                “C”
              TD
                “1”
            TR
              TH Column
                “D”
              TD
        """,
    ),
    "a footnote is read where it is called": (
        '<p>One<span class="footnote">Two</span> three</p>',
        """
        P
          “One”
          Reference
            “1”
          Note
            Lbl
              “1. ”
            P
              “Two”
          “ three”
        """,
    ),
    "a picture has its words, and its caption beside it": (
        (
            '<figure><img src="booklet:picture/square.svg" alt="A  square"><figcaption>Square'
            "</figcaption></figure>"
        ),
        """
        Div
          Figure alt='A square'
            “”
          Caption
            “Square”
        """,
    ),
    "decoration is not heard": (
        (
            '<p>One <img src="booklet:picture/square.svg" alt=""><img alt="x" role="presentation" '
            'src="booklet:picture/square.svg"><span aria-hidden="true">two</span></p>'
        ),
        """
        P
          “One ”
        """,
    ),
    "a drawing has the words of its title or label": (
        (
            '<div><svg width="9" height="9"><title>One</title><path d="M0 0"/></svg></div>'
            '<div><svg width="9" height="9" aria-label="Two"><path d="M0 0"/></svg></div>'
        ),
        """
        Div
          Figure alt='One'
            “”
        Div
          Figure alt='Two'
            “”
        """,
    ),
    "a formula is read as its alternative text": (
        (
            '<p><math xmlns="http://www.w3.org/1998/Math/MathML" alttext="x squared">'
            "<msup><mi>x</mi><mn>2</mn></msup></math></p>"
        ),
        """
        P
          Formula alt='x squared'
            “x2”
        """,
    ),
    "a link that leads nowhere is text": (
        "<p><a>One</a></p>",
        """
        P
          “One”
        """,
    ),
}


def read(body: str, **options: str) -> Tagged:
    return Tagged(link_alone(set_alone(body, **options)))


def heard(body: str, **options: str) -> str:
    speech = read(body, **options).speak()
    return dedent(speech.partition("\n")[2])


@pytest.mark.parametrize("case", HEARD)
def test_heard(case: str) -> None:
    body, expected = HEARD[case]
    assert heard(body) == dedent(expected).strip()


def test_running_heads_and_folios_are_pagination_artifacts() -> None:
    fragment = read("<p>x</p>")
    assert sorted(fragment.artifacts()) == [("Footer", "1"), ("Header", "Chapter")]


def test_leader_dots_are_artifacts() -> None:
    body = '<nav><a href="#a">One</a></nav><p id="a">x</p>'
    artifacts = read(body).artifacts()
    assert ("Layout", ".") in artifacts


def test_what_pages_break_apart_is_one_element() -> None:
    items = "".join(f"<li><p>{SENTENCE * 8}</p></li>" for _ in range(9))
    tagged = read(f'<section><ol class="rules">{items}</ol></section>')
    assert len(tagged.pdf.pages) > 1
    roles = tagged.roles()
    assert (roles["Sect"], roles["L"], roles["LI"], roles["P"], roles["Lbl"]) == (1, 1, 9, 9, 9)


def test_the_repeated_head_of_a_table_is_heard_once() -> None:
    rows = "".join(f"<tr><td>{number} {SENTENCE}</td></tr>" for number in range(40))
    tagged = read(f"<table><thead><tr><th>A</th></tr></thead>{rows}</table>")
    assert len(tagged.pdf.pages) > 1
    roles = tagged.roles()
    assert (roles["Table"], roles["THead"], roles["TH"], roles["TBody"]) == (1, 1, 1, 1)
    assert ("Layout", "A") in tagged.artifacts()


def test_a_row_broken_over_pages_keeps_its_cells() -> None:
    cells = "".join(f"<td>{word} {SENTENCE * 60}</td>" for word in ("one", "two"))
    tagged = read(f"<table><tr>{cells}</tr></table>")
    assert len(tagged.pdf.pages) > 1
    assert tagged.roles()["TR"] == 1
    assert tagged.roles()["TD"] == 2


def test_a_long_note_is_one_note() -> None:
    tagged = read(f'<p>x<span class="footnote">{SENTENCE * 99}</span></p>')
    assert len(tagged.pdf.pages) > 1
    assert tagged.roles()["Note"] == 1


def test_a_link_has_one_annotation_for_each_line_and_says_where_it_leads() -> None:
    body = f'<p><a class="see" href="#a">{SENTENCE * 2}<em>far</em></a></p><p id="a">x</p>'
    tagged = read(body)
    annotations = tagged.pdf.pages[0].Annots
    assert tagged.roles()["Link"] == 1
    tops = [float(each.Rect[3]) for each in annotations]
    assert len(tops) == len(set(tops)) > 1
    assert {str(each.Contents) for each in annotations} == {f"{SENTENCE * 2}far"}


def test_a_link_covers_the_picture_in_it() -> None:
    body = (
        '<p><a href="https://example.org/"><img src="booklet:picture/square.svg" alt="Square" '
        'style="width: 30mm; height: 30mm"></a></p>'
    )
    tagged = read(body)
    (annotation,) = tagged.pdf.pages[0].Annots
    left, bottom, right, top = map(float, annotation.Rect)
    assert right - left == pytest.approx(30 / 25.4 * 72, abs=0.1)
    assert top - bottom >= 30 / 25.4 * 72
    assert str(annotation.Contents) == "Square"


def test_a_picture_says_where_it_is_on_the_page() -> None:
    body = (
        '<img src="booklet:picture/square.svg" alt="x" style="display: block; width: 10mm; '
        'height: 20mm">'
    )
    tagged = read(body)
    (figure,) = (each for each, _ in tagged.elements() if each.S == "/Figure")
    left, bottom, right, top = (float(each) / 72 * 25.4 for each in figure.A.BBox)
    assert (left, right) == pytest.approx((15, 25), abs=0.1)
    assert (bottom, top) == pytest.approx((148 - 15 - 20, 148 - 15), abs=0.1)


def test_text_drawn_through_an_opacity_is_still_heard() -> None:
    """It stands in a form of its own, whose marks are numbered apart from the page's."""
    assert "“seen”" in heard('<p>One</p><p style="opacity: 0.5">Half <em>seen</em></p>')


def test_another_language_than_the_books_is_named_throughout() -> None:
    assert heard("<p>Un</p><p>Deux</p>", lang="fr") == (
        "P lang='fr'\n  “Un”\nP lang='fr'\n  “Deux”"
    )


def test_pages_without_text_have_no_elements() -> None:
    assert heard('<div class="ruled"></div>') == ""
    assert heard(pages(1, "")) == "P\n  “1”"
