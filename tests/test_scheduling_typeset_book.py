"""A whole small book: pages, folios, links, outline, labels, and the same bytes each time."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from concurrent.futures import Executor, ProcessPoolExecutor, ThreadPoolExecutor
from dataclasses import replace
from functools import cache
from hashlib import sha256
from io import BytesIO
from multiprocessing import get_context
from pathlib import Path
from typing import TYPE_CHECKING

import page
import pikepdf
import pytest
from render_samples import SENTENCE, copy_of, division, pages, small_book
from structure_verifier import Tagged, outline_of, verify

from booklet.print.division import Partition
from booklet.scheduling.build_context import BuildContext
from booklet.scheduling.dispatch import ExecutorWorkers
from booklet.scheduling.typeset_book import TypesetBook, typeset, typeset_within

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

TESTS = Path(__file__).resolve().parent


@cache
def book() -> TypesetBook:
    return typeset(small_book())


def words_on_pages(pdf: bytes) -> list[str]:
    """Read each page's text, running heads and folios included."""
    tagged = Tagged(pdf)
    words: dict[tuple[int, int], str] = {}
    for (holder, _), text in sorted(tagged.words().items()):
        words[holder] = words.get(holder, "") + text
    return [words.get(each.obj.objgen, "") for each in tagged.pdf.pages]


def printed_folios(pdf: bytes) -> list[str]:
    """Read what stands at the foot of each page."""
    tagged = Tagged(pdf)
    found = []
    for each in tagged.pdf.pages:
        one = pikepdf.new()
        one.pages.append(each)
        content = BytesIO()
        one.save(content)
        with pikepdf.open(content) as alone:
            feet = [text for kind, text in page_artifacts(alone.pages[0]) if kind == "Footer"]
        found.append("".join(feet))
    return found


def page_artifacts(one: pikepdf.Page) -> Iterator[tuple[str, str]]:
    from structure_verifier import artifacts  # noqa: PLC0415 - only here

    yield from artifacts(one.obj, one.obj.Resources)


def test_every_page_prints_its_folio() -> None:
    assert book().findings == ()
    assert book().page_count % 4 == 0
    assert printed_folios(book().pdf) == list(book().folios)


def test_front_matter_is_roman_and_the_rest_begins_at_one() -> None:
    folios = list(book().folios)
    assert folios[:4] == ["i", "ii", "iii", "iv"]
    assert folios[4:] == [str(number + 1) for number in range(len(folios) - 4)]


def test_page_labels_are_the_folios() -> None:
    with pikepdf.open(BytesIO(book().pdf)) as pdf:
        assert [each.label for each in pdf.pages] == list(book().folios)


def test_the_structure_is_sound() -> None:
    assert verify(book().pdf) == []


def test_contents_and_references_print_the_folio_of_their_place() -> None:
    folio = {name: book().folios[index] for name, index in book().anchors.items()}
    speech = Tagged(book().pdf).speak()
    entries = dict(re.findall(r"→ #(\S+)\n\s+“(.*?)”", speech))
    assert entries["how"] == f"How to use{folio['how']}" == "How to useiii"
    assert entries["one"] == f"one (page {folio['one']})"
    assert f"Rule five{folio['one-rule-5']}" in speech
    assert f"end (page {folio['two-end']})" in speech


def test_links_lead_across_divisions() -> None:
    with pikepdf.open(BytesIO(book().pdf)) as pdf:
        pairs = list(pdf.Root.Names.Dests.Names)
        names = {str(name): place[0].objgen for name, place in zip(pairs[::2], pairs[1::2])}  # noqa: B905 - pairs
        assert set(names) == set(book().anchors)
        for name, index in book().anchors.items():
            assert names[name] == pdf.pages[index].obj.objgen


def test_the_outline_is_that_of_the_book() -> None:
    at = book().anchors
    assert outline_of(book().pdf) == [
        (0, "The Book", 0),
        (0, "Contents", at["contents"]),
        (0, "How to use", at["how"]),
        (0, "One", at["one"]),
        (1, "Five rules", at["one-five-rules"]),
        (0, "Two", at["two"]),
        (0, "Glossary", at["glossary"]),
    ]


def test_the_rules_are_one_list_from_one_to_five() -> None:
    tagged = Tagged(book().pdf)
    words = tagged.words()
    (rules,) = (
        element
        for element, _ in tagged.elements()
        if element.S == "/L" and str(element.get("/A", {}).get("/ListNumbering", "")) == "/Decimal"
    )
    labels = [
        "".join(words[place] for place in tagged.content(kid))
        for item in rules.K
        for kid in item.K
        if kid.S == "/Lbl"
    ]
    assert labels == ["1", "2", "3", "4", "5"]


def test_the_file_says_what_it_is() -> None:
    with pikepdf.open(BytesIO(book().pdf)) as pdf:
        root = pdf.Root
        assert str(root.Lang) == "en"
        assert str(pdf.docinfo.Title) == "The Book & its “title”"
        assert bool(root.ViewerPreferences.DisplayDocTitle)
        assert bool(root.MarkInfo.Marked)
        assert len(root.OutputIntents) == 1
        assert root.PageMode == "/UseOutlines"


def test_only_declared_fonts_are_embedded() -> None:
    with pikepdf.open(BytesIO(book().pdf)) as pdf:
        fonts = {str(each.BaseFont) for each in pdf.objects if _is(each, "/Font")}
    assert {name.partition("+")[2].partition("-")[0] for name in fonts} == {"Atkinson"}


def test_the_colour_profile_is_kept_once() -> None:
    with pikepdf.open(BytesIO(book().pdf)) as pdf:
        streams = [each for each in pdf.objects if isinstance(each, pikepdf.Stream)]
        contents = [each.read_bytes() for each in streams]
    assert sum(each[36:40] == b"acsp" for each in contents) == 1


def _is(item: object, kind: str) -> bool:
    return isinstance(item, pikepdf.Dictionary) and item.get("/Type") == kind


@pytest.mark.parametrize("profile", ["ua1", "pdfa3a"])
def test_it_is_accessible_and_archivable(profile: str) -> None:
    report = page.validate_pdf_bytes(book().pdf, profile=profile)
    assert [f"{each.rule_id}: {each.message}" for each in report.failures] == []


@pytest.mark.validator
def test_verapdf_and_qpdf_agree(
    vera: Callable[..., list[str]], qpdf: Callable[..., list[str]], tmp_path: Path
) -> None:
    path = tmp_path / "book.pdf"
    path.write_bytes(book().pdf)
    assert vera(path, "ua1", "3a") == []
    assert qpdf(path) == []


AGAIN = """
import sys, time
days = int(sys.argv[1])
now = time.time
time.time = lambda: now() + 86400 * days
sys.path.insert(0, sys.argv[2])
from hashlib import sha256
from render_samples import small_book
from booklet.scheduling.typeset_book import typeset
print(sha256(typeset(small_book()).pdf).hexdigest())
"""


@pytest.mark.slow
def test_another_day_in_another_folder_gives_the_same_bytes(tmp_path: Path) -> None:
    made = set()
    for days in (0, 400):
        folder = tmp_path / str(days)
        folder.mkdir()
        finished = subprocess.run(
            [sys.executable, "-c", AGAIN, str(days), str(TESTS)],
            cwd=folder,
            env={
                **os.environ,
                "PYTHONHASHSEED": str(days),
                "PYTHONPATH": str(TESTS.parent),
                "TMPDIR": str(folder),
            },
            capture_output=True,
            text=True,
            check=True,
        )
        assert finished.stderr == ""
        made.add(finished.stdout.strip())
    assert made == {sha256(book().pdf).hexdigest()}


@pytest.mark.slow
@pytest.mark.parametrize(
    "make",
    [
        lambda: ThreadPoolExecutor(2),
        lambda: ProcessPoolExecutor(2, mp_context=get_context("spawn")),
    ],
    ids=["threads", "processes"],
)
def test_executors_give_the_same_bytes(make: Callable[[], Executor]) -> None:
    with make() as executor:
        assert (
            typeset(small_book(), BuildContext(workers=ExecutorWorkers(executor))).pdf == book().pdf
        )


def test_an_edition_of_another_day_differs_only_in_its_dates() -> None:
    changed = typeset(replace(small_book(), modified=small_book().modified.replace(year=2027)))
    assert changed.pdf != book().pdf
    assert words_on_pages(changed.pdf) == words_on_pages(book().pdf)


@pytest.mark.parametrize("lines", range(2, 14, 2))
def test_a_reference_on_a_page_boundary_prints_the_page_it_leads_to(lines: int) -> None:
    """`page 9` and `page 10` break the line differently, and so move the place itself."""
    body = (
        pages(8)
        + f'<p style="break-before: page">{"x <br>" * lines}</p>'
        + '<p style="width: 26mm">Read on <a class="see" href="#end">here</a></p>' * 8
        + '<h2 id="end">The end</h2>'
    )
    made = typeset(copy_of(division("chapter", body)))
    place = made.folios[made.anchors["end"]]
    printed = set(re.findall(r"\(page[\s\u00a0]*(\d+)\)", Tagged(made.pdf).speak()))
    assert made.findings == ()
    assert printed == {place}


def test_pages_of_notes_fill_the_sheets_and_name_nothing_twice() -> None:
    notes = '<p id="notes">Notes</p>'
    copy = copy_of(division("one", pages(1)), division("two", pages(2)), notes=notes)
    made = typeset(copy)
    assert made.page_count == 8
    assert [text.startswith("Notes") for text in words_on_pages(made.pdf)] == [
        *(False, True, False, False),
        *(True, True, True, False),
    ]
    assert made.anchors["notes"] == 1
    assert verify(made.pdf) == []


def test_names_outside_ascii_are_found() -> None:
    body = '<p><a href="#caf%C3%A9">to</a></p><p id="café" style="break-before: page">Café</p>'
    made = typeset(copy_of(division("one", "<p>x</p>"), division("two", body)))
    assert made.anchors["café"] == 3
    assert verify(made.pdf) == []


def test_a_picture_of_many_chapters_is_kept_once() -> None:
    from PIL import Image  # noqa: PLC0415 - only here

    content = BytesIO()
    Image.effect_noise((64, 64), 50).save(content, "PNG")
    picture = '<img src="booklet:picture/noise.png" alt="Noise">'
    divisions = [division(f"chapter-{number}", picture) for number in range(3)]
    made = typeset(copy_of(*divisions, resources={"booklet:picture/noise.png": content.getvalue()}))
    with pikepdf.open(BytesIO(made.pdf)) as pdf:
        streams = [each for each in pdf.objects if isinstance(each, pikepdf.Stream)]
        assert sum(each.get("/Subtype") == "/Image" for each in streams) == 1


def test_a_book_of_one_page_is_a_sheet() -> None:
    made = typeset(copy_of(division("one", f"<p>{SENTENCE}</p>", Partition.FRONT_MATTER)))
    assert made.folios == ("i", "ii", "iii", "iv")


def test_a_book_without_headings_has_no_outline() -> None:
    made = typeset(copy_of(division("one", "<p>x</p>")))
    with pikepdf.open(BytesIO(made.pdf)) as pdf:
        assert "/Outlines" not in pdf.Root


def test_what_has_more_pages_than_are_of_use_is_not_drawn() -> None:
    short = replace(
        small_book(),
        divisions=(division("one", SENTENCE * 60),),
        notes_page=None,
        back_cover=None,
        page_multiple=1,
    )
    whole = typeset(short)
    assert whole.page_count > 1
    assert typeset_within(short, whole.page_count - 1) is None
    within = typeset_within(short, whole.page_count)
    assert within is not None
    assert within.pdf == whole.pdf
