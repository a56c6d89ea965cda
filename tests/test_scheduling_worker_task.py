"""One division becomes a fragment, or an error that names it."""

from __future__ import annotations

import errno
import logging
import pickle
from dataclasses import replace
from io import BytesIO
from typing import TYPE_CHECKING

import pikepdf
import pytest
from render_samples import SENTENCE, copy_of, division, job_of, link_alone, pages, set_alone
from structure_verifier import Tagged
from weasyprint import HTML

from booklet.common.errors import BugError, Finding, OutputError, Severity, TypesetError
from booklet.linker.fragment import NO_PAGES
from booklet.scheduling.typeset_book import gather_render_context
from booklet.scheduling.worker_task import render_division
from booklet.weasy import prepared_styles, render

if TYPE_CHECKING:
    from booklet.linker.fragment import Fragment


def told(fragment: Fragment) -> list[str]:
    return [each.code for each in fragment.findings]


def only(fragment: Fragment) -> Finding:
    (finding,) = fragment.findings
    return finding


def test_a_fragment_knows_its_pages_anchors_and_bookmarks() -> None:
    fragment = set_alone(pages(2) + '<h2 id="end" style="break-before: page">The  end</h2>')
    assert fragment.page_count == 3
    assert fragment.anchors["end"].page_index == 2
    (bookmark,) = fragment.bookmarks
    assert (bookmark.level, bookmark.label, bookmark.destination.page_index) == (2, "The end", 2)
    assert fragment.findings == ()


def test_what_is_not_shown_stands_at_the_top() -> None:
    fragment = set_alone(pages(2) + '<p id="gone" style="display: none">x</p>')
    assert fragment.anchors["gone"].page_index == 0


def test_nothing_is_drawn_where_an_id_is_not_on_the_page_that_was_foreseen() -> None:
    chapter = division("chapter", pages(2) + '<p id="end">The end</p>')
    context, job = gather_render_context(copy_of(chapter)), job_of(chapter)
    drawn = render_division(job, context)
    assert render_division(replace(job, foreseen=(("end", 1),)), context) == drawn
    draft = render_division(replace(job, foreseen=(("end", 0),)), context)
    assert draft.content == NO_PAGES
    assert (draft.page_count, draft.anchors) == (drawn.page_count, drawn.anchors)


def test_the_same_job_gives_the_same_fragment() -> None:
    first = set_alone(f"<h1>A</h1><p>{SENTENCE * 20}</p>")
    set_alone("<h1>Something else</h1>", stylesheet="p { color: red }")
    assert set_alone(f"<h1>A</h1><p>{SENTENCE * 20}</p>") == first


def test_a_fragment_can_be_sent_to_another_process() -> None:
    fragment = set_alone("<p>x</p>")
    assert pickle.loads(pickle.dumps(fragment)) == fragment  # noqa: S301 - our own


@pytest.mark.parametrize(
    "css",
    [
        "target-counter(attr(href), page)",
        "target-counter( attr( href ) , page )",
        "target-counter(attr(href url), page)",
        "target-counter(attr(href), page, lower-roman)",
    ],
)
def test_target_counters_print_the_folio_on_the_link(css: str) -> None:
    assert prepared_styles.literal_folios(f"a::after {{ content: {css} }}") == (
        "a::after { content: attr(data-folio) }"
    )


def test_other_counters_stay() -> None:
    css = "a { content: target-counter(attr(href), section) target-text(attr(href)) }"
    assert prepared_styles.literal_folios(css) == css


@pytest.mark.parametrize(
    ("body", "code", "words"),
    [
        ('<img src="booklet:picture/no.png" alt="x">', "T601", "'booklet:picture/no.png'"),
        ('<img src="http://localhost/x.png" alt="x">', "T602", "'http://localhost/x.png'"),
        ('<img src="file:///etc/hostname" alt="x">', "T602", "'file:///etc/hostname'"),
        ('<p style="colour: red">x</p>', "T603", "colour"),
        ('<img src="data:image/png;base64,AAAA" alt="x">', "T604", "Failed to load image"),
        ('<p><a href="#nowhere">x</a></p>', "T607", "#nowhere"),
        ('<img src="booklet:picture/square.svg">', "T608", "'booklet:picture/square.svg'"),
        ('<p id="a">x</p><p id="a">y</p>', "T611", "'a'"),
        ('<svg><image href="file:///etc/hostname"/><title>x</title></svg>', "T602", "hostname"),
        ('<p style="background: url(http://localhost/b.png)">x</p>', "T602", "b.png"),
        ('<link rel="stylesheet" href="http://localhost/a.css">', "T602", "a.css"),
        ('<style>@import "http://localhost/a.css";</style>', "T602", "a.css"),
        ('<object data="http://localhost/o.svg"></object>', "T602", "o.svg"),
        ('<embed src="http://localhost/e.svg">', "T602", "e.svg"),
    ],
)
def test_what_goes_wrong_is_a_finding(body: str, code: str, words: str) -> None:
    finding = only(set_alone(body))
    assert finding.code == code
    assert words in finding.problem
    assert "'Chapter'" in finding.problem
    assert finding.hint


def test_a_missing_resource_is_an_error_the_rest_is_a_warning() -> None:
    assert only(set_alone('<img src="booklet:no.png" alt="">')).severity is Severity.ERROR
    assert only(set_alone('<img src="http://h/no.png" alt="">')).severity is Severity.WARNING


def test_a_style_sheet_that_is_not_understood_is_a_finding() -> None:
    finding = only(set_alone("<p>x</p>", stylesheet="p { colour: red }"))
    assert finding.code == "T603"
    assert "the style sheet" in finding.problem


def test_a_variable_font_says_nothing() -> None:
    face = '@font-face { font-family: "V"; font-weight: 200 900; src: url("booklet:v.ttf") }'
    assert told(set_alone("<p>x</p>", stylesheet=face)) == ["T601"]


@pytest.mark.parametrize("tag", ["a", "link"])
def test_nothing_becomes_an_attachment(tag: str) -> None:
    fragment = set_alone(
        f'<{tag} rel="attachment" href="booklet:picture/square.svg" title="t">x</{tag}>'
    )
    with pikepdf.open(BytesIO(link_alone(fragment))) as pdf:
        assert "/EmbeddedFiles" not in pdf.Root.Names
        streams = [each for each in pdf.objects if isinstance(each, pikepdf.Stream)]
        assert not [each for each in streams if b"<rect" in each.read_bytes()]


def test_a_fragment_travels() -> None:
    fragment = set_alone('<p id="a">x</p><img src="booklet:picture/square.svg" alt="s">')
    assert pickle.loads(pickle.dumps(fragment)) == fragment  # noqa: S301 - our own


def test_the_library_says_nothing_to_anybody_else(caplog: pytest.LogCaptureFixture) -> None:
    set_alone('<p style="colour: red">x</p><img src="x.png">')
    assert caplog.records == []
    assert logging.getLogger("weasyprint").propagate
    assert logging.getLogger("weasyprint.progress").level == logging.NOTSET


def test_a_chapter_without_an_end_is_an_error(monkeypatch: pytest.MonkeyPatch) -> None:
    diagnostics = render.Diagnostics
    monkeypatch.setattr(render, "Diagnostics", lambda title, **_: diagnostics(title, page_limit=9))
    with pytest.raises(TypesetError, match="'Chapter' does not come to an end") as raised:
        set_alone(pages(10))
    assert "style sheet" in raised.value.hint


@pytest.mark.parametrize(
    ("fault", "words"),
    [
        (RecursionError(), "nested too deeply"),
        (MemoryError(), "not enough memory"),
    ],
)
def test_what_a_machine_cannot_do_names_the_chapter(
    monkeypatch: pytest.MonkeyPatch, fault: Exception, words: str
) -> None:
    def crash(*_: object) -> None:
        raise fault

    monkeypatch.setattr(render, "render_pages", crash)
    with pytest.raises(TypesetError, match=words) as raised:
        set_alone("<p>x</p>")
    assert "'Chapter'" in raised.value.problem
    assert str(pickle.loads(pickle.dumps(raised.value))) == str(raised.value)  # noqa: S301 - our own


def test_a_bug_shows_itself_with_the_chapter_and_its_traceback(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def odd(*_: object) -> None:
        raise ValueError("odd")

    monkeypatch.setattr(render, "render_pages", odd)
    with pytest.raises(BugError) as raised:
        set_alone("<p>x</p>")
    travelled = pickle.loads(pickle.dumps(raised.value))  # noqa: S301 - our own
    assert travelled.activity == "setting 'Chapter'"
    assert "in odd\n" in travelled.traceback
    assert travelled.traceback.endswith("ValueError: odd\n")
    assert str(travelled) == "ValueError: odd (while setting 'Chapter')"


def test_a_full_disk_is_no_bug(monkeypatch: pytest.MonkeyPatch) -> None:
    def fill(*_: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(render, "render_pages", fill)
    with pytest.raises(OutputError, match="is full"):
        set_alone("<p>x</p>")


def test_deep_nesting_is_an_error_with_a_hint() -> None:
    depth = 3000
    with pytest.raises(TypesetError, match="nested too deeply"):
        set_alone("<div>" * depth + "x" + "</div>" * depth)


def test_rendering_leaves_weasyprint_as_it_was() -> None:
    html = HTML(string=f'<html lang="en"><title>t</title><p>{SENTENCE * 9} <b>x</b></p></html>')

    def write() -> bytes:
        content: bytes = html.write_pdf(pdf_variant="pdf/ua-1", pdf_identifier=b"x")
        return content

    before = write()
    set_alone("<p>x</p>")
    assert write() == before


def test_a_verso_is_set_as_one() -> None:
    chapter = division("chapter", "<p>x</p>")
    render_context = gather_render_context(copy_of(chapter))

    def running(number: int) -> list[tuple[str, str]]:
        fragment = render_division(job_of(chapter, number), render_context)
        return Tagged(link_alone(fragment)).artifacts()

    assert sorted(running(7)) == [("Footer", "7"), ("Header", "Chapter")]
    assert sorted(running(8)) == [("Footer", "8"), ("Header", "The Book")]
