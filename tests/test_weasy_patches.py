"""Lines break where they are full, and notes stand on the page of their call."""

from __future__ import annotations

import pytest
from weasyprint import CSS, HTML

from booklet.weasy.patches import patched_layout

PAGE = "@page { size: 200px 300px; margin: 20px } html { font: 16px/20px monospace; margin: 0 }"


def lines_of(html: str, css: str) -> list[list[str]]:
    """Tell the words of every line, page by page."""
    document = HTML(string=html).render(
        stylesheets=[CSS(string=f"{PAGE} body {{margin: 0}} {css}")]
    )
    pages = []
    for page in document.pages:
        lines = [box for box in page._page_box.descendants() if type(box).__name__ == "LineBox"]  # noqa: SLF001 - the only way to see lines
        pages.append(
            ["".join(b.text for b in line.descendants() if hasattr(b, "text")) for line in lines]
        )
    return pages


def width_of(words: str) -> float:
    document = HTML(string=f"<p><b>{words}</b>").render(
        stylesheets=[
            CSS(string="html{font:16px monospace} b{font-weight:400; float:left; white-space:pre}")
        ]
    )
    boxes = [b for b in document.pages[0]._page_box.descendants() if getattr(b, "text", "")]  # noqa: SLF001 - as above
    return boxes[0].width


def test_a_line_that_is_full_to_the_space_is_not_broken_after_its_first_word() -> None:
    words = "one two six"
    css = f"p {{ width: {width_of(words) + 1}px; margin: 0 }}"
    html = f"<p>{words} <b>extraordinarily</b> long</p>"
    with patched_layout():
        (mended,) = lines_of(html, css)
    assert mended[0].strip() == words


def test_a_footnote_stays_on_the_page_of_its_call() -> None:
    css = (
        ".note { float: footnote; line-height: 25.17px; margin-bottom: 2pt }"
        " p { margin: 0; orphans: 2 } @page { @footnote { margin-top: 5px; padding-top: 2px } }"
    )
    text = "word " * 22
    html = f"<p>call<span class=note>the note</span></p><p>{text}</p><p>{text}</p>"
    with patched_layout():
        pages = lines_of(html, css)
    assert len(pages) > 1
    assert any("the note" in line for line in pages[0])


def test_weasyprint_is_as_it_was_afterwards() -> None:
    from weasyprint.layout import block, inline  # noqa: PLC0415 - what is tested

    before = block._linebox_layout, inline.split_first_line  # noqa: SLF001 - as above
    with pytest.raises(ZeroDivisionError), patched_layout():
        _ = 1 / 0
    assert (block._linebox_layout, inline.split_first_line) == before  # noqa: SLF001 - as above
