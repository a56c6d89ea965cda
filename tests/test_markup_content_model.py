"""Elements in the wrong place lose their element, never their words."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from epub_samples import sample_picture
from markup_samples import body

from booklet.pipelines.book import build_epub

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from pathlib import Path

    from conftest import Check

OUT_OF_ORDER = [
    (
        '<figure><img src="a.png" alt="x"><figcaption>c</figcaption>after</figure>',
        '<img src="chapters/a.png" alt="x"/><figcaption>c</figcaption></figure><p>after</p>',
    ),
    (
        "<figure><figcaption>a</figcaption><figcaption>b</figcaption><p>x</p></figure>",
        "<figcaption>a</figcaption><div>b</div><p>x</p></figure>",
    ),
    (
        "<table><tr><td>1</td></tr><caption>late</caption></table>",
        "<caption>late</caption><tbody><tr><td>1</td></tr></tbody></table>",
    ),
    (
        "<details><p>t</p><summary>late</summary></details>",
        "<details><summary>late</summary><p>t</p></details>",
    ),
    ("<p><bdo>words</bdo></p>", "<p>words</p>"),
    (
        "<table><tfoot><tr><td>f</td></tr></tfoot><tbody></tbody></table>",
        "<tfoot><tr><td>f</td></tr></tfoot></table>",
    ),
]


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("a <b>b <hr> c</b> d", "<p>a b </p><hr/><p> c d</p>"),
        ("a <span><ul><li>b</li></ul></span>", "<p>a </p><ul><li>b</li></ul>"),
        ("x <li>a</li> y", "<p>x </p><div>a</div><p> y</p>"),
        ("x <rt>a</rt> y", "<p>x a y</p>"),
        ("x <summary>a</summary> y", "<p>x </p><div>a</div><p> y</p>"),
        (
            "<ul>a<li>b</li> c <i>d</i></ul>",
            "<ul><li>a</li><li>b</li><li> c </li><li><i>d</i></li></ul>",
        ),
        ("<dl>a<dt>b</dt></dl>", "<dl><dd>a</dd><dt>b</dt></dl>"),
        ("<ul></ul>\n\nx", "<p>x</p>"),
        ("<details><p>a</p></details>", "<div><p>a</p></div>"),
        (
            "<details open><summary>a</summary>b</details>",
            '<details open="open"><summary>a</summary>b</details>',
        ),
        ("<h2>a <div>b</div> c</h2>", '<h2 id="trust-a-b-c">a b  c</h2>'),
        ("<pre>a<p>b</p></pre>", "<pre>ab </pre>"),
        (
            "<table><caption><p>a</p></caption><tr><td>b</td></tr></table>",
            "<table><caption>a </caption><tbody><tr><td>b</td></tr></tbody></table>",
        ),
        (
            "<table><tr><th><h2>a</h2></th></tr></table>",
            "<table><tbody><tr><th><p><strong>a</strong></p></th></tr></tbody></table>",
        ),
    ],
)
def test_html_is_put_right(typed: str, kept: str) -> None:
    html = body(typed).replace(' id="trust-table-1"', "").replace(' scope="row"', "")
    assert html == kept


@pytest.mark.parametrize(("written", "repaired"), OUT_OF_ORDER)
def test_parts_stand_in_their_order_and_no_word_is_lost(written: str, repaired: str) -> None:
    assert body(written).endswith(repaired)


MORE = (
    "<figure><p>before</p><figcaption>c</figcaption><p>after</p>and more</figure>",
    "<figure><figcaption>a</figcaption><p>x</p><figcaption>b</figcaption></figure>",
    "<table><thead><tr><th>h</th></tr></thead><tr><td>1</td></tr><caption>late</caption></table>",
    "<details><p>t</p><summary>late</summary>x<summary>later</summary></details>",
    "words <bdo>in the <b>middle</b></bdo> and <bdo dir=rtl>kept</bdo>",
    "<table><tfoot><tr><td>f</td></tr></tfoot><tbody></tbody><tbody><tr><td>b</td></tr></tbody></table>",
)


@pytest.mark.validator
def test_epubcheck_accepts_a_book_of_parts_out_of_order(
    make_project: Callable[[Mapping[str, str | bytes]], Path], epubcheck: Check
) -> None:
    typed = [written for written, _ in OUT_OF_ORDER] + list(MORE)
    inside = "".join(f"> {one}\n>\n" for one in typed)
    text = "\n\n".join(
        ["# Parts", *typed, f"> [!discuss]\n{inside}", *(f"- {one}" for one in typed)]
    )
    project = make_project({"chapters/a.md": text, "chapters/a.png": sample_picture().content})
    epub = build_epub(project, project / "out", page_list=False)
    assert epubcheck(epub.path) == []
