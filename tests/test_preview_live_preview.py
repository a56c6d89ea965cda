"""The living engine of the preview: what was edited is set at once, and all of it when at rest."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

import pytest
from preview_soak import soak
from previewing import FILES, FIRST, LONGEST, SECOND, edit, settled, wait_for

from booklet.pipelines.book import build_pdf
from booklet.preview.live_preview import LivePreview
from booklet.preview.pdfium import DrawnPdf

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def preview(tmp_path_factory: pytest.TempPathFactory) -> Iterator[LivePreview]:
    """Write a small booklet, and begin to look at it; tests leave it as they found it."""
    project = tmp_path_factory.mktemp("living")
    for name, text in FILES.items():
        (project / name).parent.mkdir(exist_ok=True)
        (project / name).write_text(text)
    with LivePreview(project) as preview:
        preview.look_at("standard", FIRST)
        yield preview


def fresh(project: Path, out: Path) -> bytes:
    return build_pdf(project, out).path.read_bytes()


def test_at_rest_the_pages_are_those_of_the_pdf_byte_for_byte(
    preview: LivePreview, tmp_path: Path
) -> None:
    settled(preview)
    edit(preview, SECOND, lambda text: text.replace("enough", "never enough"))
    settled(preview)
    assert "never enough" in (preview.project / SECOND).read_text()
    assert preview.pdf("standard") == fresh(preview.project, tmp_path)
    edit(preview, SECOND, lambda text: text.replace("never enough", "enough"))
    settled(preview)


def test_one_letter_changes_one_page_and_nothing_else(preview: LivePreview) -> None:
    before = settled(preview)
    edit(preview, FIRST, lambda text: text.replace("slowest", "slowezt"))
    now = wait_for(preview, lambda one: one.pages != before.pages)
    pairs = zip(before.pages, now.pages, strict=True)
    changed = [index for index, (was, one) in enumerate(pairs) if was != one]
    assert len(changed) == 1
    edit(preview, FIRST, lambda text: text.replace("slowezt", "slowest"))
    assert settled(preview).pages == before.pages


def test_a_new_paragraph_leaves_the_lines_and_breaks_that_were_decided(
    preview: LivePreview,
) -> None:
    before = settled(preview)
    edit(preview, FIRST, lambda text: text.replace("# Trust\n\n", "# Trust\n\nShort.\n\n"))
    now = wait_for(preview, lambda one: one.pages != before.pages)
    assert len(now.pages) == len(before.pages)
    assert now.pages[0] == before.pages[0]
    edit(preview, FIRST, lambda text: text.replace("Short.\n\n", ""))
    settled(preview)


def test_pages_stay_while_something_is_wrong_and_say_so(preview: LivePreview) -> None:
    before = settled(preview)
    edit(preview, SECOND, lambda text: f"{text}\n![A map](nowhere.png)\n")
    wrong = wait_for(preview, lambda one: one.is_old)
    assert wrong.pages == before.pages
    places = [one.place for one in wrong.findings if one.place and one.severity == "error"]
    assert [(place.path, place.line) for place in places] == [(SECOND, 5)]
    assert preview.pdf("standard") is None
    digest = wrong.pages[0].digest
    assert preview.picture("standard", digest, 0.5).startswith(b"\x89PNG")  # type: ignore[union-attr]
    edit(preview, SECOND, lambda text: text.partition("\n![")[0])
    again = settled(preview)
    assert (again.pages, again.is_old, again.findings) == (before.pages, False, before.findings)


def test_blocks_know_their_lines_and_their_places(preview: LivePreview) -> None:
    pages = settled(preview).pages
    blocks = preview.blocks("standard", FIRST)
    words = {
        block.line: preview.words_at(
            "standard",
            pages[block.page_index].digest,
            (block.x + 0.02) * pages[block.page_index].width,
            (block.y + block.height / 2) * pages[block.page_index].height,
        )
        for block in blocks
        if block.line in {3, 5, 7}
    }
    assert "Trust grows" in words[3]
    assert "keep it" in words[5] or "Say less" in words[5]
    assert "Come back" in words[7] or "when you said" in words[7]
    assert {pages[block.page_index].source for block in blocks} == {FIRST}


def test_a_page_drawn_from_any_pdf_looks_the_same(preview: LivePreview, tmp_path: Path) -> None:
    whole = settled(preview)
    pdf = preview.pdf("standard")
    assert pdf is not None
    drawn = DrawnPdf(pdf)
    index = next(at for at, page in enumerate(whole.pages) if page.source == SECOND)
    expected = drawn.draw(index, 1.0)
    drawn.close()
    with LivePreview(preview.project) as other:
        other.look_at("standard", SECOND)
        # The chapter alone, before there is a book around it.
        alone = wait_for(other, lambda one: bool(one.pages))
        assert not alone.is_whole
        settled(other)
        assert other.picture("standard", whole.pages[index].digest, 1.0) == expected
    del tmp_path


def test_a_file_that_another_program_writes_is_shown(preview: LivePreview) -> None:
    before = settled(preview)
    path = preview.project / SECOND
    text = path.read_text()
    path.write_text(text.replace("nobody", "everybody"))
    preview.notice_files()
    wait_for(preview, lambda one: one.pages != before.pages and one.is_settled)
    assert "everybody" in preview.texts.open(SECOND).text
    path.write_text(text)
    preview.notice_files()
    assert settled(preview).pages == before.pages


def test_what_is_unsaved_is_written_at_the_end(preview: LivePreview, tmp_path: Path) -> None:
    (tmp_path / "chapters").mkdir()
    (tmp_path / SECOND).write_text("# Time\n")
    with LivePreview(tmp_path) as other:
        edit(other, SECOND, lambda text: f"{text}\nAnd more.\n")
    assert (tmp_path / SECOND).read_text() == "# Time\n\nAnd more.\n"
    del preview


@pytest.mark.parametrize("product", ["handout", "pocket-guide", "rule-cards", "slides"])
def test_what_is_made_of_a_chapter_is_shown_and_follows_it(
    preview: LivePreview, product: str
) -> None:
    settled(preview)
    preview.look_at(product, FIRST)
    wait_for(preview, lambda one: one.is_settled, product)
    before = preview.snapshot(product)
    assert {page.source for page in before.pages} == {FIRST}
    picture = preview.picture(product, before.pages[0].digest, 0.5)
    assert picture is not None
    edit(preview, FIRST, lambda text: text.replace("Say less", "Say nothing"))
    after = wait_for(preview, lambda one: one.is_settled and one.pages != before.pages, product)
    assert len(after.pages) == len(before.pages)
    preview.look_away(product)
    edit(preview, FIRST, lambda text: text.replace("Say nothing", "Say less"))
    settled(preview)


def test_a_chapter_without_rules_has_no_pocket_guide_and_it_is_said(
    preview: LivePreview,
) -> None:
    settled(preview)
    preview.look_at("pocket-guide", SECOND)
    told = wait_for(preview, lambda one: bool(one.findings), "pocket-guide")
    assert "rules" in told.findings[0].problem
    assert told.is_old or not told.pages
    preview.look_away("pocket-guide")


def test_what_this_preview_writes_itself_is_no_news(preview: LivePreview) -> None:
    before = settled(preview).number
    preview.notice_files({FIRST})
    assert preview.snapshot("standard").is_settled
    assert preview.snapshot("standard").number == before
    preview.notice_files({FIRST, "layouts/print/custom.css"})
    assert not preview.snapshot("standard").is_settled
    settled(preview)


def test_pages_come_on_a_slow_computer_too_while_somebody_types_on(
    preview: LivePreview, monkeypatch: pytest.MonkeyPatch
) -> None:
    """No page can be set as quickly as it is asked for at first."""
    monkeypatch.setattr(preview, "_patience", 0.01)
    before = settled(preview)
    start, count = time.monotonic(), 0

    def replace_word(before: str, after: str) -> None:
        edit(preview, FIRST, lambda text: text.replace(before, after, 1))

    while preview.snapshot("standard").pages == before.pages:
        assert time.monotonic() - start < LONGEST
        count += 1
        replace_word("slowest", f"slowest{'o' * count}")
        time.sleep(0.005)
        replace_word(f"slowest{'o' * count}", "slowest")
    assert count > 1
    settled(preview)


def test_random_edits_leave_nothing_behind(tmp_path: Path) -> None:
    figures = soak(tmp_path, 60, seed=3)
    assert figures.faults == []
    assert figures.edits == 60
