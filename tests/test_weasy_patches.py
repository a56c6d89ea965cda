"""Every patch of WeasyPrint is still needed: without it the fault is there, with it there is none.

A test that fails at `without` means that WeasyPrint has been put right, and the patch can go.
"""

from __future__ import annotations

import gc
import os
import re
import subprocess
import sys
from contextlib import contextmanager, nullcontext
from datetime import UTC, date, datetime
from importlib import import_module
from io import BytesIO
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING

import pyphen
import pytest
from fontTools.ttLib import TTFont
from fontTools.varLib.instancer import instantiateVariableFont
from render_samples import SENTENCE
from weasyprint import CSS, HTML
from weasyprint.css import StyleFor
from weasyprint.css.validation.expanders import PendingExpander
from weasyprint.text.fonts import FontConfiguration, get_font_description
from weasyprint.text.line_break import Layout, create_layout

from booklet.common.pango import load_pango
from booklet.common.toolchain import own_layouts
from booklet.theme.typefaces import EMOJI_FAMILY, declared_name, find_typefaces, name_families
from booklet.theme.typefaces import font_files as font_files_of
from booklet.weasy.fetch import ResourceFetcher
from booklet.weasy.internals import (
    INITIAL_VALUES,
    draw_drawing,
    draw_emoji_with,
    ffi,
    miss_value,
    page_box,
    pango,
    resolve_lengths,
)
from booklet.weasy.patches import (
    PATCHES,
    balanced_lines,
    drawn_lines,
    filled_columns,
    fixed_lengths,
    floats,
    footnotes,
    hyphenation_patterns,
    line_ends,
    margin_styles,
    note_pages,
    solved_values,
    text_setups,
    turned_lines,
    unset_values,
    whole_drawings,
)
from booklet.weasy.patches.cluster_texts import say_clusters
from booklet.weasy.patches.deferred_fonts import DeferredFonts
from booklet.weasy.patches.deferred_imports import deferred_imports
from booklet.weasy.patches.drawn_words import DrawnTypefaces, set_drawn_words
from booklet.weasy.patches.font_dates import undated
from booklet.weasy.patches.font_instances import cut_instance
from booklet.weasy.patches.frame_stack import call_with_room
from booklet.weasy.patches.garbage_collection import (
    paused_garbage_collection,
    spare_imported_modules,
)
from booklet.weasy.patches.layout import LAYOUT_PATCHES, patched_layout
from booklet.weasy.patches.shaped_words import shape_words
from booklet.weasy.patches.structure_boxes import record_structure

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from contextlib import AbstractContextManager
    from types import ModuleType

    import pydyf

    from booklet.weasy.internals import Replaceable
    from booklet.weasy.protocols import Document

HEADINGS = ("Fault: ", "Upstream: ", "Smallest input: ", "Goes when: ")
PAGE = "@page { size: 200px 300px; margin: 20px } html { font: 16px/20px monospace; margin: 0 }"
SMALL_PAGE = "@page { size: 200px 100px; margin: 0 } html { font: 10px/10px monospace }"


def module_of(name: str) -> ModuleType:
    return import_module(f"booklet.weasy.patches.{name}")


@pytest.mark.parametrize("name", PATCHES)
def test_a_patch_says_what_it_is_for_and_when_it_can_go(name: str) -> None:
    lines = (module_of(name).__doc__ or "").splitlines()
    for heading in HEADINGS:
        assert any(line.startswith(heading) for line in lines), heading


@pytest.mark.parametrize("name", PATCHES)
def test_a_patch_has_a_test_that_shows_the_fault(name: str) -> None:
    assert callable(globals()[f"test_{name}"])


def test_all_patches_are_listed() -> None:
    from booklet.weasy import patches  # noqa: PLC0415 - only here

    (folder,) = patches.__path__
    found = {path.stem for path in Path(folder).glob("*.py")}
    assert found - {"__init__", "layout"} == set(PATCHES)
    assert len({patch.__module__ for patch in LAYOUT_PATCHES}) == len(LAYOUT_PATCHES)


def without(patch: Callable[[], AbstractContextManager[None]]) -> AbstractContextManager[None]:
    """Apply all patches of layout but one."""
    return patched_layout([each for each in LAYOUT_PATCHES if each is not patch])


def lines_of(html: str, css: str) -> list[list[str]]:
    """List the words of every line, page by page."""
    document = HTML(string=html).render(stylesheets=[CSS(string=f"{css} body {{margin: 0}}")])
    return [
        [
            "".join(box.text for box in line.descendants() if hasattr(box, "text"))
            for line in page_box(page).descendants()
            if type(line).__name__ == "LineBox"
        ]
        for page in document.pages
    ]


def width_of(words: str) -> float:
    document = HTML(string=f"<p><b>{words}</b>").render(
        stylesheets=[
            CSS(string="html{font:16px monospace} b{font-weight:400; float:left; white-space:pre}")
        ]
    )
    boxes = [b for b in page_box(document.pages[0]).descendants() if getattr(b, "text", "")]
    return float(boxes[0].width)


breaks_full_lines = pytest.mark.skipif(
    tuple(map(int, load_pango().version.split("."))) >= (1, 56),
    reason="Pango 1.56 lets the space hang by itself, 1.50 does not",
)


@breaks_full_lines
def test_line_ends() -> None:
    """A line that is full to the space is not broken after its first word."""
    html, css = full_line()
    with without(line_ends.fill_lines):
        assert lines_of(html, css)[0][0].strip() == "one"
    with patched_layout():
        assert lines_of(html, css)[0][0].strip() == "one two six"


def test_turned_lines() -> None:
    """A line of code that is too long shows where it goes on; one that its author ends does not."""
    css = f"{PAGE} pre {{ width: {width_of('12345678') + 1}px; font: 16px monospace }}"
    css += ' pre { white-space: pre-wrap; overflow-wrap: break-word; hyphenate-character: "<" }'
    css += " pre { --turn-mark: yes; margin: 0 }"
    html = "<pre>12345678\n123456789ABCDEFG\n12</pre>"
    with without(turned_lines.mark_turned_lines):
        assert lines_of(html, css)[0] == ["12345678", "12345678", "9ABCDEFG", "12"]
    with patched_layout():
        assert lines_of(html, css)[0] == ["12345678", "1234567<", "89ABCDE<", "FG", "12"]
        # A space at the end of a line hangs out of it; not before a mark.
        assert lines_of("<pre>123 567 9ABCD</pre>", css)[0] == ["123 <", "567 <", "9ABCD"]


def test_balanced_lines() -> None:
    """A title's last line is no single word; other text is broken as it always is."""
    css = f"{PAGE} h1, p {{ width: {width_of('one two three') + 1}px; font: 16px monospace }}"
    css += " h1 { --text-wrap: balance }"
    with without(balanced_lines.balance_lines):
        assert lines_of("<h1>one two three four</h1>", css)[0] == ["one two three", "four"]
    with patched_layout():
        assert lines_of("<h1>one two three four</h1>", css)[0] == ["one two", "three four"]
        assert lines_of("<p>one two three four</p>", css)[0] == ["one two three", "four"]
        noted = "<h1>one two three four<span style='float: footnote'>x</span></h1>"
        assert lines_of(noted, css)[0][0] == "one two three"


@pytest.mark.parametrize(
    ("style", "place"),
    [
        ("", 0.0),
        ("text-align: justify", 0.0),
        ("text-align: center", 0.5),
        ("text-align: end", 1.0),
        ("text-align: right", 1.0),
        ("direction: rtl", 1.0),
        ("direction: rtl; text-align: left", 0.0),
        ("direction: rtl; text-align: center", 0.5),
        ("text-align: left; text-align-last: right", None),
    ],
)
def test_balanced_lines_are_aligned_in_the_whole_measure(style: str, place: float | None) -> None:
    width = width_of("one two three") + 1
    css = f"{PAGE} body {{ margin: 0 }} h1 {{ width: {width}px; font: 16px monospace; {style} }}"
    css += " h1 { --text-wrap: balance }"
    with patched_layout():
        (page,) = HTML(string=f"<h1>one two three four</h1><style>{css}</style>").render().pages
    lines = [box for box in page_box(page).descendants() if type(box).__name__ == "LineBox"]
    lefts = [line.position_x - 20 for line in lines]
    assert len(lines) == 2
    for line, left, share in zip(
        lines, lefts, (0.0, 1.0) if place is None else (place, place), strict=True
    ):
        assert left == pytest.approx((width - line.width) * share, abs=0.5)


def full_line() -> tuple[str, str]:
    """Make a paragraph whose first line has no room for the space at its end."""
    css = f"{PAGE} p {{ width: {width_of('one two six') + 1}px; margin: 0 }}"
    return "<p>one two six <b>extraordinarily</b> long</p>", css


def test_footnotes() -> None:
    """A footnote stays on the page of its call when a later paragraph has no room."""
    css = (
        f"{PAGE} .note {{ float: footnote; line-height: 25.17px; margin-bottom: 2pt }}"
        " p { margin: 0; orphans: 2 } @page { @footnote { margin-top: 5px; padding-top: 2px } }"
    )
    text = "word " * 22
    html = f"<p>call<span class=note>the note</span></p><p>{text}</p><p>{text}</p>"
    with without(footnotes.keep_footnotes):
        first, second = lines_of(html, css)
        assert any("call" in line for line in first)
        assert any("the note" in line for line in second)
    with patched_layout():
        first, *others = lines_of(html, css)
        assert any("the note" in line for line in first)
        assert others


def test_notes_that_move_on_fill_the_pages_that_follow() -> None:
    """They do where the sum of their heights is not the area's in the last decimal."""
    css = (
        "@page { size: 200px; margin: 20px; @footnote { max-height: 70%; margin-top: 3.1px } }"
        " @page { @footnote { padding-top: 2px } } p { margin: 0 } html { font: 10px monospace }"
        " .note { float: footnote; line-height: 11.9px; margin-bottom: 2.66px }"
    )
    html = f"<p>call{''.join(f'<span class=note>{one}</span>' for one in range(24))}</p>"
    with without(footnotes.keep_footnotes):
        assert len(lines_of(html, css)) == 6
    with patched_layout():
        pages = lines_of(html, css)
    assert len(pages) == 4
    assert [line[-1] for page in pages for line in page][-1] == "3"


def test_note_pages() -> None:
    """A page on which notes go on has what the pages before it have in their margins."""
    css = (
        f"{SMALL_PAGE} .note {{ float: footnote }} body {{ page: body }} p {{ margin: 0 }}"
        " @page { @footnote { max-height: 50px } } @page body { @top-left { content: 'Head' } }"
    )
    html = "".join(f"<span class=note>{one}<br>{one}<br>{one}</span>" for one in range(3))
    heads = [without(note_pages.name_note_pages), patched_layout()]
    for patches, expected in zip(heads, (1, 3), strict=True):
        with patches:
            pages = lines_of(f"<p>call{html}</p>", css)
        assert len(pages) == 3
        assert sum("Head" in page for page in pages) == expected


def test_lines_stay_where_the_next_one_moves_on_with_its_footnote() -> None:
    css = (
        f"{PAGE} .note {{ float: footnote; footnote-policy: line }} p {{ margin: 0 }}"
        " html { orphans: 3; widows: 3 } @page { @footnote { margin-top: 50px } }"
    )
    above = "".join(f"<p>above {number}</p>" for number in range(7))
    text = "<p>1<br>2<br>3<br>4<br>5<span class=note>note</span><br>6</p>"
    for patches, lines in ((without(footnotes.keep_footnotes), 0), (patched_layout(), 3)):
        with patches:
            first, second = lines_of(above + text, css)
        assert len(first) == 7 + lines
        assert any("note" in line for line in second)


def test_a_footnotes_call_stays_on_the_line_of_its_word() -> None:
    """Pango 1.50, as Debian 12 has it, would break a line between the full stop and the figure."""
    sheet = (own_layouts() / "print" / "text.css").read_text("utf-8")
    (call,) = re.findall(r"(?m)^::footnote-call \{.*\}", sheet)
    words = "five at a time."
    width = f"p {{ width: {width_of(words) + 1}px; margin: 0 }}"
    css = f"{PAGE} {call} .note {{ float: footnote }} {width}"
    (lines,) = lines_of(f"<p>{words}<span class=note>n</span></p>", css)
    assert lines[0].strip() == "five at a"
    assert lines[1].startswith("time.")


def test_floats() -> None:
    """A float whose heading moves to the next page is there once."""
    note = '<div style="float: right">1<br>2<br>3<br>4<br>5</div>'
    html = (
        '<p style="height: 70px">text</p>'
        f'<h2 style="font-size: 10px; break-after: avoid">Heading{note}</h2>'
        '<p style="orphans: 4">a<br>b<br>c<br>d</p>'
    )
    css = f"{SMALL_PAGE} p, h2 {{ margin: 0 }}"
    with without(floats.discard_remnants):
        _, second = lines_of(html, css)
        assert second.count("5") == 2
    with patched_layout():
        _, second = lines_of(html, css)
        assert [second.count(figure) for figure in "12345"] == [1] * 5


CANNOT_BE_DRAWN = (
    '<g opacity=".5"><rect width="5" height="5" fill="url(#g)"/><rect opacity="0,5"/></g>',
    '<text text-anchor="middle" font-size="9px" x="9">W<tspan rotate="so">X</tspan></text>',
    '<g id="a"><path d="M0 0h9"/><use href="#a"/></g>',
)
GRADIENT = '<linearGradient id="g"><stop/><stop offset="1" stop-color="red"/></linearGradient>'


def objects_with(drawing: str) -> tuple[list[bytes], set[str]]:
    """Draw a drawing and a paragraph: the operators of the page, and what its resources name."""
    svg = f'<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9">{GRADIENT}{drawing}</svg>'
    pdf = write(HTML(string=f'<html lang="en"><title>t</title>{svg}<p>After').render())
    page = pdf.objects[int(pdf.page_references[0].split()[0])]
    resources = pdf.objects[int(page["Resources"].split()[0])]
    content = pdf.objects[int(page["Contents"].split()[0])]
    return list(map(bytes, filter(lambda one: isinstance(one, bytes), content.stream))), {
        f"{kind} {name}"
        for kind in ("XObject", "Pattern", "Shading")
        for name in resources.get(kind, ())
    }


@pytest.mark.parametrize("drawing", CANNOT_BE_DRAWN)
def test_whole_drawings(drawing: str) -> None:
    """A drawing that cannot be drawn leaves a page as it is where nothing is drawn at all."""
    with draw_drawing.replaced(lambda *_: None):
        nothing = objects_with("")
    with without(whole_drawings.draw_whole):
        assert objects_with(drawing) != nothing
    with patched_layout():
        assert objects_with(drawing) == nothing


def colours_of(drawing: str) -> set[tuple[int, ...]]:
    """Draw a drawing, and list the colours on the page."""
    import pypdfium2  # type: ignore[import-untyped]  # noqa: PLC0415 - slow, and only needed here

    svg = f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 200 100">{drawing}</svg>'
    style = "<style>@page { size: 200px 100px; margin: 0 }</style>"
    html = f"<html lang=en><title>t</title>{style}{svg}"
    with pypdfium2.PdfDocument(HTML(string=html).write_pdf()) as document:
        drawn = document[0].render(scale=1).to_pil().convert("RGB")
    return {colour for _, colour in drawn.getcolors(1 << 20)}


@pytest.mark.parametrize(
    ("mask", "told"),
    [
        ("<mask id=m><rect width=200 height=100 fill=white></rect></mask>", False),
        (
            "<mask id=m maskContentUnits=objectBoundingBox><rect width=1 height=1></rect></mask>",
            True,
        ),
        ("<mask id=m mask-type=alpha><rect width=200 height=100></rect></mask>", True),
        ("<mask id=m><text y=20 fill=white>M</text></mask>", True),
    ],
)
def test_a_mask_does_not_hide_what_it_shows(
    mask: str, *, told: bool, caplog: pytest.LogCaptureFixture
) -> None:
    drawing = f"{mask}<rect x=110 y=50 width=60 height=40 fill=#008080 mask=url(#m)></rect>"
    with without(whole_drawings.draw_whole):
        assert (0, 128, 128) not in colours_of(drawing)
    with patched_layout():
        assert (0, 128, 128) in colours_of(drawing)
    assert ("has a mask" in caplog.text) is told


def test_pictures_in_drawings_are_not_smoothed() -> None:
    """PDF/A-3 forbids it (6.2.8)."""
    png = (
        "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJg"
        "gg=="
    )
    drawing = f'<image width="9" height="9" href="data:image/png;base64,{png}"></image>'
    svg = f'<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9">{drawing}</svg>'
    found = []
    for patches in (without(whole_drawings.draw_whole), patched_layout()):
        with patches:
            pdf = HTML(string=f"<html lang=en><title>t</title>{svg}").write_pdf()
        found.append(b"/Interpolate true" in pdf)
    assert found == [True, False]


def test_words_along_a_path_begin_where_it_does(caplog: pytest.LogCaptureFixture) -> None:
    path = '<path id="p" d="M 3,7 C 1 2 3 4 5 6"/>'
    words = f'{path}<text><textPath href="#p">Words</textPath></text>'
    with patched_layout():
        operators, _ = objects_with(words)
    assert any(operator.startswith(b"1 0 0 -1 3 7 Tm") for operator in operators)
    assert "has words along a path" in caplog.text


@pytest.mark.parametrize(
    ("words", "at_once"),
    [
        ("<text>لا</text>", 1),
        ("<text x='1' y='2'>1\ufe0f\u20e3 to<tspan> AV</tspan></text>", 2),
        ("<text x='1, 2'>e\u0301a</text>", 2),
        ("<text letter-spacing='3'>👩🏽‍🏫🇬🇧🇫🇷</text>", 3),
        ("<text rotate='9'>e\u0301b</text>", 2),
    ],
)
def test_shaped_words(words: str, at_once: int) -> None:
    """Words in drawings are shaped whole, or each character with its marks where it is placed."""

    def places() -> int:
        operators, _ = objects_with(words)
        return sum(operator.endswith(b" Tm") for operator in operators)

    with patched_layout():
        after = places()  # the paragraph has one, too
    assert after == at_once + 1
    with without(shape_words):
        assert places() > after


def fonts_of(drawing: str) -> set[str]:
    document = HTML(string=f'<svg xmlns="http://www.w3.org/2000/svg">{drawing}</svg>').render()
    document.fonts = DeferredFonts()
    document.write_pdf(BytesIO())
    return {font.family for font in document.fonts.used()}


@pytest.mark.parametrize("family", ["Arial", "Calibri, 'Helvetica Neue'", "sans-serif", ""])
def test_drawn_words(family: str) -> None:
    """Words in drawings are in a typeface of the book, whatever the drawing asks for."""
    given = f'font-family="{family}"' if family else ""
    drawing = f'<text y="20" {given}>Word</text>'
    typefaces = DrawnTypefaces(frozenset(), {"heading": ["DejaVu Serif"], "text": ["DejaVu Sans"]})
    assert fonts_of(drawing) != {"DejaVu Serif"}
    with set_drawn_words(typefaces):
        assert fonts_of(drawing) == {"DejaVu Serif"}


def test_drawings_may_name_typefaces_of_the_book_and_kinds_of_them() -> None:
    typefaces = DrawnTypefaces.of(
        '@font-face { font-family: "Lexend"; src: url(x) } :root { --text-font: "Literata"; '
        '--heading-font: "Lexend", "Symbols"; --code-font: "JetBrains Mono" }'
    )
    assert typefaces.choose(["Nunito", "'Lexend'", "serif"]) == ["Lexend", "Symbols"]
    assert typefaces.choose(["Times", " serif"]) == ["Literata"]
    assert typefaces.choose(["Consolas", "monospace"]) == ["JetBrains Mono"]
    assert typefaces.choose(["Calibri"]) == ["Lexend", "Symbols"]


def pdf_of(words: str, *families: str) -> bytes:
    """Set words as the only paragraph of a tagged file."""
    typefaces, fonts = find_typefaces(*families), FontConfiguration()
    draw_emoji_with(declared_name(EMOJI_FAMILY), fonts)
    css = f"{typefaces.css} p {{ font-family: {name_families(*families)} }}"
    sheet = CSS(string=css, font_config=fonts, url_fetcher=ResourceFetcher(typefaces.files))
    html = HTML(string=f"<html lang=en><title>t</title><p>{words}")
    more = {"pdf_variant": "pdf/ua-1", "uncompressed_pdf": True}
    return bytes(html.write_pdf(stylesheets=[sheet], font_config=fonts, **more))


def text_of(words: str, *families: str) -> str:
    """Set words, and read them from the file with PDFium."""
    import pypdfium2  # type: ignore[import-untyped]  # noqa: PLC0415 - slow, and only needed here

    with pypdfium2.PdfDocument(pdf_of(words, *families)) as document:
        return str(document[0].get_textpage().get_text_range()).strip()


@pytest.mark.parametrize(
    ("words", "family"),
    [
        ("বিদ্যালয়ে স্বাগতম", "Noto Sans Bengali"),
        ("ਸਕੂਲ ਵਿੱਚ", "Noto Sans Gurmukhi"),
        ("பள்ளிக்கு வரவேற்கிறோம்", "Noto Sans Tamil"),
        ("विद्यालय में स्वागत", "FiraGO"),
        ("1\ufe0f\u20e3 A", EMOJI_FAMILY),
    ],
)
def test_cluster_texts(words: str, family: str) -> None:
    """Words are in the file as they were written, however their glyphs stand."""
    assert text_of(words, "Literata", family) != words
    with say_clusters():
        assert text_of(words, "Literata", family) == words


def test_kinds_of_white_space_are_told_by_their_glyph() -> None:
    with say_clusters():
        assert b"/ActualText" not in pdf_of("– one two\u00a0three\u2002four", "Literata")
        assert b"/ActualText" in pdf_of("বি", "Literata", "Noto Sans Bengali")


def test_what_readers_take_from_fonts_alone_is_left_to_them() -> None:
    """PDFium leaves emoji out of `ActualText`, and Poppler turns Arabic in it round."""
    emoji = "🧑‍🎓 👩‍🏫 🇬🇧"
    with say_clusters():
        assert text_of(emoji, "Literata", EMOJI_FAMILY).replace(" ", "") == emoji.replace(" ", "")


def test_filled_columns(monkeypatch: pytest.MonkeyPatch) -> None:
    """Filled columns are laid out twice, unless that is spared; pages stay as they are."""
    counted = []

    def count(*arguments: object) -> object:
        counted.append(arguments)
        return create_layout(*arguments)

    monkeypatch.setattr("weasyprint.text.line_break.create_layout", count)
    css = f"{PAGE} div {{ columns: 2; column-fill: auto; orphans: 1; widows: 1 }}"
    css += " section { border: 1px solid; border-radius: 9px }"
    box = f"<section>{'<p>one two three four</p>' * 9}</section>"
    html = f"<h1>one</h1><div>{box * 5}</div><p>five"
    pages, sums = [], []
    for patches in (without(filled_columns.fill_columns), patched_layout()):
        counted.clear()
        with patches:
            document = HTML(string=html).render(stylesheets=[CSS(string=css)])
        sums.append(len(counted))
        pages.append(document.write_pdf(pdf_identifier=b"", uncompressed_pdf=True))
    assert pages[0] == pages[1]
    assert sums[1] < sums[0] * 0.6


@pytest.mark.parametrize(
    "content",
    ["<p>one <span>a note</span> two</p>", "<h2>two</h2><p>one</p>"],
    ids=["footnotes", "a block across all columns"],
)
def test_other_columns_are_laid_out_as_ever(content: str) -> None:
    css = f"{PAGE} div {{ columns: 2; column-fill: auto }} h2 {{ column-span: all }}"
    css += " span { float: footnote }"
    html = f"<div>{content * 20}</div>"
    with without(filled_columns.fill_columns):
        theirs = lines_of(html, css)
    with patched_layout():
        assert lines_of(html, css) == theirs


@breaks_full_lines
def test_layout_is_weasyprints_own_again_afterwards() -> None:
    html, css = full_line()
    with pytest.raises(ZeroDivisionError), patched_layout():
        _ = 1 / 0
    assert lines_of(html, css)[0][0].strip() == "one"


def write(document: Document) -> pydyf.PDF:
    written: list[pydyf.PDF] = []
    document.write_pdf(
        BytesIO(), finisher=lambda _, pdf: written.append(pdf), pdf_variant="pdf/a-3a"
    )
    return written[0]


def test_structure_boxes() -> None:
    """An element of the structure tree says by itself nothing of the HTML it stands for."""
    html = '<html lang="en"><title>t</title><p id="a">one</p><p id="b">two</p>'
    with record_structure() as recording:
        pdf = write(HTML(string=html).render())
    elements = {
        number: entry
        for number, entry in enumerate(pdf.objects)
        if isinstance(entry, dict) and entry.get("S") == "/P"
    }
    assert [set(entry) for entry in elements.values()] == [{"Type", "S", "K", "Pg", "P"}] * 2
    found = [recording.boxes[number].element for number in elements]
    assert [None if each is None else each.get("id") for each in found] == ["a", "b"]


def literata(html: str) -> Document:
    """Lay out some HTML in a variable font."""
    typefaces = find_typefaces("Literata")
    fonts, fetcher = FontConfiguration(), ResourceFetcher(typefaces.files)
    css = CSS(
        string=typefaces.css + "html { font-family: Literata }",
        font_config=fonts,
        url_fetcher=fetcher,
    )
    document: Document = HTML(string=html, url_fetcher=fetcher).render(
        stylesheets=[css], font_config=fonts
    )
    return document


def font_files(document: Document) -> list[bytes]:
    """Collect the fonts that a document is written with."""
    pdf = write(document)
    names = ("FontFile2", "FontFile3")
    descriptors = [each for each in pdf.objects if isinstance(each, dict)]
    references = [each[name] for each in descriptors for name in names if name in each]
    return [b"".join(pdf.objects[int(each.split()[0])].stream) for each in references]


def test_deferred_fonts() -> None:
    """A document that is written embeds its fonts, unless these are deferred."""
    html = '<html lang="en"><title>t</title><p>abc</p>'
    assert len(font_files(literata(html))) == 1
    document = literata(html)
    fonts = document.fonts = DeferredFonts()
    assert font_files(document) == []
    (font,) = fonts.used()
    assert set("abc") <= set(font.to_unicode.values())


@pytest.mark.parametrize(
    ("start", "is_imported"),
    [
        ("import weasyprint", True),
        ("from booklet.weasy.loader import load_weasyprint as w; w()", False),
    ],
)
def test_deferred_imports(start: str, is_imported: bool) -> None:  # noqa: FBT001 - a parameter
    """WeasyPrint imports parts of fontTools that it does not use, unless they are deferred."""
    program = (
        "import sys\n"
        "from booklet.common.pango import found_by_weasyprint, load_pango\n"
        f"with found_by_weasyprint(load_pango()): exec({start!r})\n"
        "print('fontTools.subset' in sys.modules, 'fontTools.varLib.instancer' in sys.modules)"
    )
    finished = subprocess.run(
        [sys.executable, "-c", program], check=True, capture_output=True, text=True
    )
    assert finished.stdout == f"{is_imported} {is_imported}\n"


def test_what_is_deferred_is_there_when_it_is_used() -> None:
    with deferred_imports():
        from fontTools.varLib import instancer  # noqa: PLC0415 - this is the test
    with font_files_of("Literata") as paths:
        font = TTFont(next(path for path in paths if "Italic" not in Path(path).name))
    assert "fvar" in font
    assert "fvar" not in instancer.instantiateVariableFont(font, {"wght": 600, "opsz": 12})


@pytest.mark.parametrize("style", ["", "font-weight: 650", "font-style: italic; font-size: 40px"])
def test_font_instances(style: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """FontTools pins the axes of a variable font, unless that is done before."""
    cut = []

    def count(font: TTFont, *arguments: object, **options: object) -> TTFont:
        cut.append(font)
        return instantiateVariableFont(font, *arguments, **options)

    monkeypatch.setattr("weasyprint.pdf.fonts.instantiateVariableFont", count)
    document = literata(f'<html lang="en"><title>t</title><p style="{style}">Habit</p>')
    document.fonts = DeferredFonts(document.fonts)
    font_files(document)  # which notes what is drawn
    (font,) = document.fonts.used()
    instance = cut_instance(font)
    assert cut == []
    assert instance is not None

    font.clean(font.to_unicode, hinting=False)
    assert len(cut) == 1
    ours, theirs = TTFont(BytesIO(instance)), TTFont(BytesIO(font.file_content))
    assert "fvar" not in ours
    for glyph in map(ours.getGlyphName, font.to_unicode):
        assert ours["hmtx"][glyph][0] == pytest.approx(theirs["hmtx"][glyph][0], abs=1)
        points, expected = (
            each["glyf"][glyph].getCoordinates(each["glyf"])[0] for each in (ours, theirs)
        )
        assert len(points) == len(expected)
        for point, other in zip(points, expected, strict=True):
            assert point == pytest.approx(other, abs=1)


@pytest.mark.parametrize("before", [None, "12345"])
def test_font_dates(before: str | None, monkeypatch: pytest.MonkeyPatch) -> None:
    """A font carries the time at which it was made, unless it gets another."""
    monkeypatch.delenv("SOURCE_DATE_EPOCH", raising=False)
    today = datetime.now(tz=UTC).date()
    assert abs(made_on() - today).days <= 1
    if before:
        monkeypatch.setenv("SOURCE_DATE_EPOCH", before)
    with undated():
        assert made_on() == date(2000, 1, 1)
    assert os.environ.get("SOURCE_DATE_EPOCH") == before


def made_on() -> date:
    (content,) = font_files(literata('<html lang="en"><title>t</title><p>abc</p>'))
    seconds = TTFont(BytesIO(content))["head"].modified
    return datetime.fromtimestamp(seconds - 2_082_844_800, tz=UTC).date()  # from 1904 to 1970


def test_solved_values(monkeypatch: pytest.MonkeyPatch) -> None:
    """A shorthand with a variable is expanded for each property of each element."""
    expanded: list[str] = []
    validate = PendingExpander.validate

    def counted(pending: PendingExpander, tokens: object, wanted: str, base: object) -> object:
        expanded.append(wanted)
        return validate(pending, tokens, wanted, base)

    monkeypatch.setattr(PendingExpander, "validate", counted)
    css = "html { --size: 12px } p { font: var(--size)/20px serif }"
    html = "<p>a</p><div><p>b</p></div><main><p>c</p></main>"
    with without(solved_values.solve_once):
        alone = lines_of(html, css)
    times = len(expanded)
    expanded.clear()
    with patched_layout():
        assert lines_of(html, css) == alone
    assert len(expanded) == len(set(expanded)) < times


def test_text_setups(monkeypatch: pytest.MonkeyPatch) -> None:
    """Each text gets a font and a list of features of its own, and lists stay in memory."""
    references: list[int] = []
    descriptions: list[object] = []

    def count(*arguments: object) -> object:
        layout = create_layout(*arguments)
        attributes = pango.pango_layout_get_attributes(layout.layout)
        references.append(ffi.cast("unsigned int *", attributes)[0])  # the first field of the list
        return layout

    def describe(style: object) -> object:
        descriptions.append(style)
        return get_font_description(style)

    monkeypatch.setattr("weasyprint.text.line_break.create_layout", count)
    monkeypatch.setattr("weasyprint.text.line_break.get_font_description", describe)
    css = f"{PAGE} p {{ font-kerning: normal; letter-spacing: 1px }} b {{ font-weight: bold }}"
    html = f"<p>{SENTENCE * 20}<b>{SENTENCE}</b>"
    with without(text_setups.set_up_once):
        alone = lines_of(html, css)
    assert set(references) == {2}
    assert len(descriptions) > 20
    references.clear()
    descriptions.clear()
    with patched_layout():
        assert lines_of(html, css) == alone
    assert set(references) == {1}
    assert len(descriptions) == 2


UNUSUAL_LINES = [
    f"<p style='text-align: justify; width: 20em'>{SENTENCE * 3}",
    "<p style='hyphens: auto; width: 6em' lang=en>an extraordinary habit",
    "<p style='width: 2em'>extra\xadordi\xadnary",
    "<pre>one\ntwo\u2028three\tfour</pre>",
    "<p dir=rtl>سلام <b>12</b> (a) لا إله",
    "<p style='overflow: hidden; text-overflow: ellipsis; white-space: pre; width: 3em'>one two",
    "<p style='width: 3em; max-lines: 1; block-ellipsis: auto'>one two three four",
    "<p>\U0010fffd, e\u0301\u0323 x\u0302\u0303, office",
    "<p style='letter-spacing: 2px; word-spacing: 3px; text-decoration: underline'>one two",
    "<p style='font-variant: small-caps; font-kerning: none'>AVA To",
    "<p style='display: inline'>one <b>two</b> <i style='font-size: 0'>three</i> ",
    "<table><thead><tr><th>one<tbody><tr><td style='height: 250px'>2<tr><td>3</table>",
    "<svg width=90 height=20><text y=15>one <tspan font-weight=bold>two</tspan></text></svg>",
]


def drawn(html: str) -> tuple[list[str], list[object]]:
    """Draw some HTML; all that is drawn, and what is noted of each font."""
    document = literata(f"<style>{PAGE} html {{ font-family: Literata, serif }}</style>{html}")
    fonts = document.fonts = DeferredFonts()
    streams = [str(each.stream) for each in write(document).objects if hasattr(each, "stream")]
    return streams, [(font.hash, font.widths, font.to_unicode) for font in fonts.used()]


def test_drawn_lines(monkeypatch: pytest.MonkeyPatch) -> None:
    """A line is set up and shaped to be measured, and again to be drawn."""
    texts: list[str] = []
    set_text = Layout.set_text

    def note(layout: Layout, text: str, *, justify: bool = False) -> None:
        texts.append(text)
        set_text(layout, text, justify)

    monkeypatch.setattr(Layout, "set_text", note)
    counts = []
    for patches in (without(drawn_lines.draw_as_measured), patched_layout()):
        with patches:
            document = literata(f"<p>{SENTENCE * 20}")
            texts.clear()
            write(document)
            counts.append(len(texts))
    assert counts[0] > 10
    assert counts[1] == 0


@pytest.mark.parametrize("html", UNUSUAL_LINES)
def test_lines_are_drawn_as_ever(html: str) -> None:
    with without(drawn_lines.draw_as_measured):
        alone = drawn(html)
    assert any("TJ" in stream for stream in alone[0])
    with patched_layout():
        assert drawn(html) == alone


STYLED = """<style>
@page { margin: 20px; @top-left { content: "one" counter(page); border-bottom: 1px solid }
  @bottom-center { content: string(running, first-except); padding: 2% } }
@page :left { margin-left: 40px; @top-left { content: "two" } }
@page :first { @top-left { content: none } }
html { --wide: 40px; font: 16px/20px monospace; color: #123; hyphens: manual }
h1 { string-set: running content(); break-before: page; border-inline-start: 3px dotted }
p { margin: 1em 5%; padding-inline-start: var(--wide); text-indent: calc(10px + 1%) }
p > b { color: inherit; font-size: calc(1em + 2px); border: inherit }
div { box-sizing: border-box; width: 50%; min-height: 30px; padding: 9px; border: 2px solid }
table { border-collapse: collapse } td { border: 1px solid; padding: 3px; vertical-align: middle }
section { columns: 2; column-rule: thin solid; text-decoration: underline; display: flow-root }
span { float: right; max-width: 2em; position: relative; inset: 1px }
p::before { content: "-"; outline: 1px solid } li::marker { color: red } a { display: flex }
</style>"""
STYLED += """<h1>one</h1><p>a <b>b</b> <span>c</span></p><div dir=rtl><p>d</p><ul><li>e</ul></div>
<table><tr><td>f<td><b>g</b></table><section><p>h</p><p>i</p></section><h1>j</h1><a><i>k</i></a>
<h1>l</h1><p>m</p>"""


def laid_out() -> list[object]:
    """Lay out boxes of many styles; all values of each, and where it stands."""
    document = HTML(string=STYLED).render()
    names = [name for name in INITIAL_VALUES if "_block_" not in name and "_inline_" not in name]
    return [
        (
            {name: repr(box.style[name]) for name in ("__wide", *names)},
            {name: value for name, value in vars(box).items() if isinstance(value, (int, float))},
        )
        for page in document.pages
        for box in page_box(page).descendants()
    ]


def count_calls(
    patch: Callable[[], AbstractContextManager[None]],
    function: Replaceable[Callable[..., object]],
    monkeypatch: pytest.MonkeyPatch,
) -> list[int]:
    """Count how often a function of WeasyPrint is called without and with a patch."""
    counted: list[object] = []
    original = function.original

    def count(*arguments: object, **settings: object) -> object:
        counted.append(arguments)
        return original(*arguments, **settings)

    with without(patch), function.replaced(count):
        alone = laid_out()
    times = len(counted)
    monkeypatch.setattr(function, "original", count)
    with patched_layout():
        assert laid_out() == alone
    return [times, len(counted) - times]


def test_unset_values(monkeypatch: pytest.MonkeyPatch) -> None:
    """All values are worked out, though few are set."""
    alone, patched = count_calls(unset_values.know_unset_values, miss_value, monkeypatch)
    assert patched < alone / 3


def test_fixed_lengths(monkeypatch: pytest.MonkeyPatch) -> None:
    """Lengths are read each time, though many boxes have the same."""
    alone, patched = count_calls(fixed_lengths.read_lengths_once, resolve_lengths, monkeypatch)
    assert patched < alone / 2


def test_margin_styles(monkeypatch: pytest.MonkeyPatch) -> None:
    """Styles are computed for all boxes in the margins of each page; for three kinds of pages."""
    computed: list[object] = []
    compute = StyleFor.set_computed_styles

    def count(style_for: StyleFor, element: object, *others: object, **settings: object) -> None:
        if settings.get("pseudo_type") == "@top-left":
            computed.append(element)
        compute(style_for, element, *others, **settings)

    monkeypatch.setattr(StyleFor, "set_computed_styles", count)
    with without(margin_styles.share_margin_styles):
        alone = lines_of(STYLED + "<h1>n</h1>" * 6, "")
    assert len(computed) == len(alone) == 9
    computed.clear()
    with patched_layout():
        assert lines_of(STYLED + "<h1>n</h1>" * 6, "") == alone
    assert len(computed) == 3


def test_hyphenation_patterns(monkeypatch: pytest.MonkeyPatch) -> None:
    """All patterns of a language are parsed before its first word, though a text needs few."""
    parsed: list[str] = []
    parse = pyphen.parse
    monkeypatch.setattr(pyphen, "parse", lambda letters: parsed.append(letters) or parse(letters))
    html = "<p lang=en style='hyphens: auto; width: 90px'>extraordinary considerations"
    found = []
    for patches in (without(hyphenation_patterns.parse_patterns_late), patched_layout()):
        monkeypatch.setattr(pyphen, "hdcache", {})
        with patches:
            found.append(lines_of(html, ""))
        parsed.append("")
    alone, late = (len(list(part)) for is_end, part in groupby(parsed, "".__eq__) if not is_end)
    assert found[0] == found[1]
    assert len(found[0][0]) > 2
    assert alone > 10_000
    assert late < 200


@pytest.mark.parametrize("language", ["en_GB", "ca", "af_ZA", "bg_BG"])
def test_hyphenation_patterns_are_the_same(language: str) -> None:
    """Also those that ask for another spelling, or name characters by their numbers."""
    path = pyphen.LANGUAGES[language]
    own = pyphen.HyphDict(path)
    with patched_layout():
        late = pyphen.HyphDict(path)
    assert type(late) is not type(own)
    assert late.maxlen == own.maxlen
    assert [*late.patterns] == [*own.patterns]
    for pattern, (start, values) in own.patterns.items():
        begin, weights = late.patterns[pattern]
        assert (begin, weights) == (start, tuple(values))
        assert [vars(one) for one in weights if hasattr(one, "data")] == [
            vars(one) for one in values if hasattr(one, "data")
        ]


def test_garbage_collection() -> None:
    """A chapter of some pages makes Python look for garbage many times, unless that is paused."""
    html = f"<p>{SENTENCE * 50}</p>" * 40
    assert collections(nullcontext(), html) > 5
    assert collections(paused_garbage_collection(), html) == 0
    assert gc.isenabled()


def collections(patch: AbstractContextManager[None], html: str) -> int:
    """Count how often garbage is collected while some HTML is laid out."""
    counted: list[str] = []

    @contextmanager
    def counting() -> Iterator[None]:
        def count(phase: str, _: object) -> None:
            counted.append(phase)

        threshold = gc.get_threshold()
        gc.set_threshold(700, 10, 10)
        gc.callbacks.append(count)
        try:
            yield
        finally:
            gc.callbacks.remove(count)
            gc.set_threshold(*threshold)

    with patch, counting():
        HTML(string=html).render()
    return counted.count("start")


def test_what_is_imported_is_no_garbage() -> None:
    try:
        spare_imported_modules()
        assert gc.get_freeze_count() > 10_000
    finally:
        gc.unfreeze()


def test_garbage_collection_goes_on_after_a_fault() -> None:
    with pytest.raises(ZeroDivisionError), paused_garbage_collection():
        _ = 1 / 0
    assert gc.isenabled()


def test_garbage_collection_that_was_off_stays_off() -> None:
    gc.disable()
    try:
        with paused_garbage_collection():
            pass
        assert not gc.isenabled()
    finally:
        gc.enable()


def test_frame_stack() -> None:
    """A function that stands at the edge of a piece gets memory from the system at each call."""
    resource = pytest.importorskip("resource")  # Windows has none

    def called() -> None:
        pass

    # Its frame is larger than those between which it comes, so that it meets the edge.
    called.__code__ = called.__code__.replace(co_stacksize=200)

    def count_faults() -> int:
        before = resource.getrusage(resource.RUSAGE_SELF).ru_minflt
        for _ in range(500):
            called()
        return int(resource.getrusage(resource.RUSAGE_SELF).ru_minflt - before)

    def nested(depth: int) -> int:
        return nested(depth - 1) if depth else count_faults()

    def most_faults() -> int:
        return max(map(nested, range(200)))

    if most_faults() < 500:
        pytest.skip("this Python keeps a piece that has become empty")
    assert call_with_room(most_faults) < 50
