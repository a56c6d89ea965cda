"""Elements in the wrong place lose their element, never their words."""

from __future__ import annotations

import pytest
from markup_samples import body


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
