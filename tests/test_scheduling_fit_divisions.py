"""Copyfitting is the same whoever renders, sets what was planned, and can be switched off."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from render_samples import SENTENCE, copy_of, division, page_of, pages, small_book

from booklet.common.cache import FolderCache
from booklet.print.division import Partition
from booklet.scheduling import dispatch as dispatcher_module
from booklet.scheduling.build_context import BuildContext
from booklet.scheduling.dispatch import ExecutorWorkers
from booklet.scheduling.fit_divisions import set_fitted
from booklet.scheduling.typeset_book import gather_render_context, typeset

if TYPE_CHECKING:
    from pathlib import Path

    from booklet.linker.fragment import Fragment
    from booklet.print.division import PrintBook
    from booklet.scheduling.fit_divisions import FittedBook
    from booklet.scheduling.resolve_page_numbers import ResolvedPages
    from booklet.weasy.render_job import RenderContext, RenderJob

STYLESHEET = """
.component { break-inside: avoid; border-top: 1pt solid; padding: 3pt 0 }
.ruled-line { height: 8mm; border-bottom: 1pt solid; box-sizing: border-box }
p { orphans: 2; widows: 2 }
figure { margin: 0 }
.picture-beside { display: flex }
.picture-beside img { flex: none; width: 50%; max-height: 60mm }
"""


def lines(count: int) -> str:
    ruled = '<div class="ruled-line"></div>' * count
    return (
        '<section class="component reflect"><p>Why?</p>'
        f'<div class="ruled-lines">{ruled}</div></section>'
    )


def fitted_book(*bodies: str) -> PrintBook:
    chapters = (division(f"chapter-{number}", body) for number, body in enumerate(bodies, 1))
    return replace(copy_of(*chapters, stylesheet=STYLESHEET), copyfit=True)


def set_pages(
    book: PrintBook, build_context: BuildContext | None = None
) -> tuple[ResolvedPages, FittedBook]:
    return set_fitted(book, gather_render_context(book), build_context or BuildContext())


PARAGRAPH = f"<p>{SENTENCE * 4}</p>"
CHAPTER = PARAGRAPH * 2 + lines(5) + PARAGRAPH * 3 + lines(4) + PARAGRAPH


def test_pages_come_as_they_were_planned() -> None:
    resolved, fitted = set_pages(fitted_book(CHAPTER, PARAGRAPH * 9 + lines(6) + PARAGRAPH * 2))
    counts = {
        placement.division.name: fragment.page_count
        for placement, fragment in zip(resolved.placements, resolved.fragments, strict=True)
    }
    assert len(fitted.fittings) == 2
    for name, fitting in fitted.fittings.items():
        assert counts[name] == fitting.page_count
    for fragment in resolved.fragments[:1]:
        assert all(filled >= 0.7 for filled in fragment.filled[:-1])


def test_a_row_that_is_taller_than_a_page_is_fitted_as_text_is() -> None:
    cells = f"<td>Who</td><td>{SENTENCE * 30}</td>"
    table = f"<table><thead><tr><th>A</th><th>B</th></tr></thead><tr>{cells}</tr></table>"
    book = fitted_book(PARAGRAPH * 3 + table + PARAGRAPH * 4)
    resolved, fitted = set_pages(
        replace(book, stylesheet=f"{book.stylesheet} tr, tbody {{ break-inside: avoid }}")
    )
    (fitting,) = fitted.fittings.values()
    assert fitting.page_count == resolved.fragments[0].page_count
    assert all(filled >= 0.9 for filled in resolved.fragments[0].filled[:-1])


def test_text_beside_a_block_is_fitted_as_lines_are() -> None:
    """What stands round both has begun with the block, and no break can be asked for before it."""
    steps = "<section><p>A step.</p>What comes of it.</section>" * 60
    resolved, fitted = set_pages(fitted_book(steps))
    (fitting,) = fitted.fittings.values()
    assert fitting.page_count > 1
    assert resolved.fragments[0].page_count == fitting.page_count


BESIDE = (
    '<div style="height: 40mm"></div><figure class="picture-beside">'
    '<img src="booklet:picture/square.svg" alt="A square"><figcaption>{}</figcaption></figure>'
    '<div style="height: {}mm"></div><div style="height: {}mm"></div>'
)


@pytest.mark.parametrize(
    ("caption", "below", "changes"),
    [
        ("Square", (45, 115), (0.7, 0.95)),
        ("Square", (70, 40), (1.2, 4 / 3)),
        ("Long. " * 60, (70, 40), None),
    ],
)
def test_a_picture_beside_its_caption_grows_or_shrinks_to_fill_its_page(
    caption: str, below: tuple[int, int], changes: tuple[float, float] | None
) -> None:
    """A caption that would become taller than its picture leaves it as it is."""
    resolved, fitted = set_pages(fitted_book(BESIDE.format(caption, *below)))
    (fitting,) = fitted.fittings.values()
    natural = 75 / 25.4 * 96 / 2
    if changes is None:
        assert fitting.heights == ()
        return
    ((_, height),) = fitting.heights
    assert changes[0] * natural - 0.1 <= height <= changes[1] * natural + 0.1
    assert resolved.fragments[0].page_count == 2


def test_white_at_a_foot_is_shared_out_above_blocks() -> None:
    blocks = '<div style="margin-top: 10mm; height: 30mm"></div>' * 2
    resolved, fitted = set_pages(
        fitted_book(PARAGRAPH + blocks + '<div style="height: 140mm"></div>')
    )
    (fitting,) = fitted.fittings.values()
    (_, first), (_, second) = fitting.spaces
    assert first == second > 10 / 25.4 * 96 + 10
    assert resolved.fragments[0].page_count == fitting.page_count == 2


NOTES_BELOW = (
    '<div class="component closing-notes"><p>Notes</p>'
    '<div class="ruled-lines"><div class="ruled-line"></div></div></div>'
)


@pytest.mark.parametrize(
    ("body", "counts"),
    [
        (PARAGRAPH * 3, [4]),
        (pages(2), [12]),
        (pages(2) + PARAGRAPH * 3, [4]),
        (pages(2) + PARAGRAPH * 4, []),
        (PARAGRAPH * 5, []),
        (PARAGRAPH + lines(3), [4]),
    ],
    ids=[
        "a gap follows",
        "a few lines",
        "half empty",
        "a chapter follows",
        "nearly full",
        "lines of its own",
    ],
)
def test_a_short_last_page_has_lines_for_notes(body: str, counts: list[int]) -> None:
    """Where a gap follows, or it is half empty; those of its own become more instead."""
    book = fitted_book(body + NOTES_BELOW, PARAGRAPH + NOTES_BELOW)
    book = replace(book, stylesheet=f"{book.stylesheet} .closing-notes {{ display: none }}")
    resolved, fitted = set_pages(book)
    fitting = fitted.fittings["chapter-1"]
    assert [count for _, count, _ in fitting.lines] == counts
    assert resolved.fragments[0].page_count == fitting.page_count
    if counts and lines(3) not in body:
        assert resolved.fragments[0].filled[-1] >= 0.85


def test_without_copyfitting_everything_is_as_it_was_asked_for() -> None:
    book = replace(fitted_book(CHAPTER), copyfit=False)
    _, fitted = set_pages(book)
    assert fitted.fittings == {}


def test_nobody_is_asked_to_measure_twice(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    book, cache = fitted_book(CHAPTER), FolderCache(tmp_path, "tools")
    first, _ = set_pages(book, BuildContext(cache=cache))

    def fail(*_: object) -> None:
        pytest.fail("something was rendered again")

    monkeypatch.setattr(dispatcher_module, "render_division", fail)
    again, _ = set_pages(book, BuildContext(cache=cache))
    assert again.fragments == first.fragments


def test_workers_and_the_cache_give_the_same_bytes(tmp_path: Path) -> None:
    book = replace(small_book(), copyfit=True)
    alone = typeset(book).pdf
    with ThreadPoolExecutor(2) as executor:
        workers = ExecutorWorkers(executor)
        assert typeset(book, BuildContext(workers=workers)).pdf == alone
    for _ in range(2):
        assert typeset(book, BuildContext(cache=FolderCache(tmp_path, "tools"))).pdf == alone


FRONT = division("front-matter", pages(6, "Front"), Partition.FRONT_MATTER)
SHORT_FRONT = division("front-matter", pages(4, "Short"), Partition.FRONT_MATTER)


@pytest.mark.parametrize("copyfit", [True, False])
@pytest.mark.parametrize(("body_pages", "front_pages"), [(19, 4), (20, 6)])
def test_a_short_book_has_the_short_front_matter(
    body_pages: int, front_pages: int, *, copyfit: bool
) -> None:
    book = replace(
        copy_of(FRONT, division("one", pages(body_pages))),
        copyfit=copyfit,
        short_front_matter=SHORT_FRONT,
    )
    resolved, fitted = set_pages(book)
    assert resolved.placements[0].page_count == front_pages
    assert fitted.variant.is_short == (front_pages == 4)
    if front_pages == 4:
        assert sum(placement.page_count for placement in resolved.placements) == 24


def test_no_short_front_matter_is_set_when_the_chapters_alone_are_too_many_pages(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    rendered = []
    render_division = dispatcher_module.render_division

    def note(job: RenderJob, render_context: RenderContext) -> Fragment:
        rendered.append(job.html)
        return render_division(job, render_context)

    monkeypatch.setattr(dispatcher_module, "render_division", note)
    body = division("one", pages(24))
    resolved, _ = set_pages(replace(copy_of(FRONT, body), short_front_matter=SHORT_FRONT))
    assert SHORT_FRONT.html not in rendered
    assert [one.page_count for one in resolved.fragments[:2]] == [6, 24]


@pytest.mark.parametrize("copyfit", [True, False])
def test_the_pages_of_the_text_alone_are_as_in_the_whole_book(*, copyfit: bool) -> None:
    book = replace(
        copy_of(
            FRONT,
            division("one", CHAPTER),
            division("two", CHAPTER),
            division("rules", CHAPTER, Partition.BACK_MATTER),
        ),
        copyfit=copyfit,
        short_front_matter=SHORT_FRONT,
    )
    whole, text = typeset(book), typeset(book, text_only=True)
    (front, one, two, *_), own = whole.fragments, text.fragments
    assert front.name == "front-matter"
    assert "rules" in {each.name for each in whole.fragments}
    assert [each for each in own if "notes" not in each.name] == [one, two]
    assert text.folios == whole.folios[front.page_count :][: text.page_count]


def test_front_matter_that_the_text_refers_to_is_set_with_it() -> None:
    front = replace(FRONT, html=FRONT.html.replace("<p", '<p id="preface"', 1))
    book = copy_of(front, division("one", '<p><a href="#preface">The preface</a></p>'))
    assert "preface" in typeset(book, text_only=True).anchors


def test_back_matter_that_the_text_refers_to_is_set_with_it() -> None:
    rules = division("rules", '<p id="all-rules">All</p>', Partition.BACK_MATTER)
    book = copy_of(FRONT, division("one", '<p><a href="#all-rules">All rules</a></p>'), rules)
    assert "all-rules" in typeset(book, text_only=True).anchors


def rules_in(line_height: int) -> str:
    items = "".join(f'<p id="rule-{number}">Rule</p>' for number in range(12))
    return page_of(
        f'<style>p {{ line-height: {line_height}pt }}</style><h1 id="all">All</h1>{items}'
    )


@pytest.mark.parametrize(
    ("line_heights", "chosen", "is_said"),
    [((20, 18, 16), 0, False), ((60, 20, 18), 1, False), ((60, 50), 1, True)],
)
def test_a_division_is_set_as_close_as_its_page_asks_for(
    line_heights: tuple[int, ...], chosen: int, *, is_said: bool
) -> None:
    first, *closer = map(rules_in, line_heights)
    rules = replace(
        division("rules", ""), html=first, closer=tuple(closer), together=("all", "rule-11")
    )
    resolved, fitted = set_pages(copy_of(division("one", "<p>Text.</p>"), rules))
    assert fitted.variant.closeness == {"rules": chosen}
    assert ["T660"] * is_said == [one.code for one in resolved.findings]
