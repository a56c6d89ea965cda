"""Slides: from the plan of a session, in type that fits, as a presentation and as pages."""

from __future__ import annotations

import io
import os
import re
import subprocess
import sys
import zipfile
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pikepdf
import pypdfium2
import pytest
from conftest import Check, missing, program
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image
from pptx import Presentation
from pptx.oxml.ns import qn

from booklet.config import Fonts
from booklet.project import read_book
from booklet.scheduling.typeset_book import typeset
from booklet.session.findings import clock
from booklet.session.plan import plan_session
from booklet.slides.fit import Slide, fit_slides
from booklet.slides.fit_table import CELL_ACROSS, FittedTable, fit_table
from booklet.slides.grid import HEIGHT, LAYOUTS, SMALLEST, WIDTH, Box, Kind, Part
from booklet.slides.measure import Measure
from booklet.slides.pages import lay_out_slides
from booklet.slides.presentation import make_presentation
from booklet.slides.topic import Line, SlideTable, Topic, Words
from booklet.slides.topics import list_topics
from booklet.theme.templates import Layouts
from booklet.theme.typefaces import font_files

if TYPE_CHECKING:
    from booklet.book import Book
    from booklet.session.plan import SessionPlan

ADDRESS = "https://example.org/meetings"
SETTINGS = """title = "Meetings"
author = "Ann Author"
date = 2026-08-01
[session]
date = 2026-09-02
start = "15:45"
minutes = 75
place = "Hall"
"""
CHAPTER = """---
aims: [Cancel one, Shorten another]
reading: 5
standfirst: What a meeting is for.
---
# Fewer meetings & better ones

Text about meetings.

> [!key]
> A meeting is a gift of other people’s time.

1. **Ask why** – first of all.

2. **Stop early** – always.

![An empty hall with sixty chairs](hall.png "The hall on a Tuesday")

![](hall.png)

Table: Where the hours went

| Kind | Before | After |
|---|---|---|
| Whole staff | 38 | 19 |
| **Altogether** | **94** | **58** |

> [!discuss|min-15] In threes
> In threes, please.
>
> 1. **Talk (10 minutes).** About the last one.
> 2. **Listen (5 minutes).** To each other.

> [!facilitator] Be quiet
> Say nothing at all.

> [!quiz|min-5]
> - What is it for?

> [!answers]
> That.

> [!ifthen|min-10] One meeting
> Choose one.

> [!action|min-5] Who does what
> | | Who | By when |
> |---|---|---|
> | 1 | | |
> | 2 | Ann | Friday |

> [!partner]

> [!try|min-300] Far too long
> Not today.
>
> | Nor | this |
> |---|---|
> | a | b |

> [!chart|bars] Hours
> | Year | Hours |
> |---|---|
> | One | 94 |
> | Two | 58 |

> [!revisit|weeks-2|weeks-6|min-5]
> What happened?

> [!facilitator] Beforehand
> Cancel one yourself.
"""
FONTS = Fonts()


@dataclass(frozen=True)
class Made:
    """The slides of a small session."""

    book: Book
    plan: SessionPlan
    topics: tuple[Topic, ...]
    slides: tuple[Slide, ...]
    pptx: bytes


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Made:
    project = tmp_path_factory.mktemp("slides")
    (project / "chapters").mkdir()
    (project / "booklet.toml").write_text(SETTINGS, "utf-8")
    (project / "chapters" / "1-meetings.md").write_text(CHAPTER, "utf-8")
    Image.new("RGB", (400, 200), "#876").save(project / "chapters" / "hall.png")
    return make(project)


def make(project: Path) -> Made:
    book = read_book(project)
    (chapter,) = book.chapters
    plan = plan_session(book, chapter)
    topics = list_topics(book, chapter, plan, ADDRESS)
    slides = fit_slides(topics, book.config.fonts)
    return Made(book, plan, topics, slides, make_presentation(book, chapter, slides, ADDRESS))


def opened(made: Made) -> Any:  # noqa: ANN401 - python-pptx's own classes
    return Presentation(io.BytesIO(made.pptx))


def test_the_slides_follow_the_plan(made: Made) -> None:
    assert [(slide.kind.name, slide.title.text) for slide in made.slides] == [
        ("OPENING", "Fewer meetings & better ones"),
        ("CODE", "Read it on your phone"),
        ("LIST", "Aims"),
        ("PAUSE", "Read the reflection"),
        ("KEY", "A meeting is a gift of other people’s time."),
        ("RULE", "Ask why"),
        ("RULE", "Stop early"),
        ("PICTURE", "The hall on a Tuesday"),
        ("TABLE", "Where the hours went"),
        ("LIST", "In threes"),
        ("LIST", "Quiz"),
        ("LIST", "Answers"),
        ("LIST", "One meeting"),
        ("PLAN", "If–then plan"),
        ("TABLE", "Who does what"),
        ("LIST", "Partner"),
        ("PICTURE", "Hours"),
        ("LIST", "Revisit"),
    ]


def test_minutes_and_hours_are_those_of_the_plan(made: Made) -> None:
    steps = {step.title: step for step in made.plan.timed_steps}
    shown = {slide.title.text: slide.words[Part.TIME].text for slide in made.slides
             if slide.kind in {Kind.LIST, Kind.TABLE} and Part.TIME in slide.words}  # fmt: skip
    assert shown.keys() == {"In threes", "Quiz", "One meeting", "Who does what", "Revisit"}
    for title, said in shown.items():
        step = steps[title]
        assert said == f"{step.minutes} minutes · {clock(step.start)}–{clock(step.end)}"


def cells(rows: tuple[tuple[Words, ...], ...]) -> list[list[str]]:
    return [[words.text for words in row] for row in rows]


def test_tables_can_be_edited_cell_by_cell(made: Made) -> None:
    tables = {slide.shapes.title.text: shape.table for slide in opened(made).slides
              for shape in slide.shapes if shape.has_table}  # fmt: skip
    read = {title: [[cell.text for cell in row.cells] for row in table.rows]
            for title, table in tables.items()}  # fmt: skip
    assert read == {
        "Where the hours went": [
            ["Kind", "Before", "After"], ["Whole staff", "38", "19"], ["Altogether", "94", "58"],
        ],
        "Who does what": [["", "Who", "By when"], ["1", "", ""], ["2", "Ann", "Friday"]],
    }  # fmt: skip
    assert all(table.first_row for table in tables.values())
    sizes = [int(size.get("sz")) for table in tables.values()
             for size in table._tbl.iter(qn("a:rPr"), qn("a:endParaRPr"))]  # fmt: skip  # noqa: SLF001 - no public way
    assert min(sizes) >= SMALLEST * 100
    runs = tables["Where the hours went"]._tbl.iter(qn("a:r"))  # noqa: SLF001 - as above
    bold = [run.text for run in runs if run.rPr.get("b")]
    assert bold == ["Kind", "Before", "After", "Altogether", "94", "58"]


def test_pictures_are_shown_whole_and_said_in_words(made: Made) -> None:
    slides = {slide.shapes.title.text: slide for slide in opened(made).slides}
    hall, hours = (slides[title].shapes[1] for title in ("The hall on a Tuesday", "Hours"))
    said = [one._element.nvPicPr.cNvPr.get("descr") for one in (hall, hours)]  # noqa: SLF001 - no public way
    assert said == ["An empty hall with sixty chairs", "Chart: Hours. One: 94. Two: 58"]
    assert (hall.width / hall.height, hall.crop_left, hall.crop_top) == (2, 0, 0)
    assert hall.width.pt == 600  # a pixel and a half for each of 400
    assert hours.image.content_type == "image/png"


def test_a_table_that_is_too_wide_or_has_spans_is_a_list() -> None:
    head = tuple(Words(f"Column{number}", "en") for number in range(12))
    rows = ((Words("Year", "en"), *[Words("x", "en")] * 11), (Words("", "en"),) * 12)
    slides = fit_slides([Topic(Kind.TABLE, Words("T", "en"), table=SlideTable(head, rows))], FONTS)
    assert {slide.kind for slide in slides} == {Kind.LIST}
    said = " ".join(line.words.text for slide in slides for line in slide.lines)
    assert said.startswith("Year: Column1 x · Column2 x")
    assert said.endswith("Column11 x")
    assert SlideTable(head[:2], ((Words("", "en"),) * 2,)).as_lines() == (
        Line(Words("Column0 · Column1", "en")),
    )


def test_dates_to_come_back_are_real_ones(made: Made) -> None:
    lines = [line.words.text for line in made.slides[-1].lines]
    assert lines == [
        "Two weeks on: Wednesday 16 September 2026",
        "Six weeks on: Wednesday 14 October 2026",
        "What happened?",
    ]


def test_only_whoever_leads_the_session_reads_the_notes(made: Made) -> None:
    presentation = opened(made)
    shown = "".join(
        shape.text_frame.text
        for slide in presentation.slides
        for shape in slide.shapes
        if shape.has_text_frame
    )
    told = {slide.shapes.title.text: slide.notes_slide.notes_text_frame.text
            for slide in presentation.slides if slide.has_notes_slide}  # fmt: skip
    assert "Say nothing" not in shown
    assert "Cancel one yourself" not in shown
    assert told == {
        "Fewer meetings & better ones": "Beforehand\nCancel one yourself.",
        "Ask why": "first of all.",
        "Stop early": "always.",
        "Quiz": "Be quiet\nSay nothing at all.",
    }


def test_bold_words_and_numbers_of_steps_are_kept(made: Made) -> None:
    (threes,) = [slide for slide in made.slides if slide.title.text == "In threes"]
    assert [(line.number, line.words.text[: line.words.lead]) for line in threes.lines] == [
        (0, ""),
        (1, "Talk (10 minutes)."),
        (2, "Listen (5 minutes)."),
    ]


def test_all_text_is_in_placeholders_of_our_layouts_and_says_its_language(made: Made) -> None:
    presentation = opened(made)
    assert (presentation.slide_width.pt, presentation.slide_height.pt) == (WIDTH, HEIGHT)
    assert [one.name for one in presentation.slide_layouts] == [kind.value for kind in Kind]
    for slide, fitted in zip(presentation.slides, made.slides, strict=True):
        assert slide.shapes[0] == slide.shapes.title
        assert all(shape.is_placeholder for shape in slide.shapes)
        assert [shape.text_frame.text for shape in slide.shapes if shape.has_text_frame] == [
            "\n".join(line.words.text for line in fitted.text_of(box.part))
            for box in LAYOUTS[fitted.kind].boxes
            if box.part is not Part.CODE and fitted.text_of(box.part)
        ]
    runs = [run for slide in presentation.slides for part in (slide, slide.notes_slide)
            for run in part.element.iter(qn("a:rPr"))]  # fmt: skip
    assert {run.get("lang") for run in runs} == {"en-GB"}


def test_the_code_says_in_words_where_it_leads(made: Made) -> None:
    slide = opened(made).slides[1]
    (picture,) = [shape for shape in slide.shapes if not shape.has_text_frame]
    words = picture._element.nvPicPr.cNvPr.get("descr")  # noqa: SLF001 - no public way
    assert words == "QR code: example.org/meetings"


def test_theme_and_properties_are_the_booklet_s(made: Made) -> None:
    properties = opened(made).core_properties
    assert properties.title == "Meetings – Fewer meetings & better ones"
    assert (properties.author, properties.language) == ("Ann Author", "en-GB")
    assert f"{properties.created:%Y-%m-%d}" == f"{properties.modified:%Y-%m-%d}" == "2026-08-01"
    with zipfile.ZipFile(io.BytesIO(made.pptx)) as archive:
        theme = archive.read("ppt/theme/theme1.xml").decode()
        assert archive.namelist()[0] == "[Content_Types].xml"
        assert not [name for name in archive.namelist() if "thumbnail" in name]
        assert {entry.date_time for entry in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}
    assert re.findall(r'<a:latin typeface="([^"]+)"', theme)[:2] == [FONTS.headings, FONTS.text]
    assert '<a:accent1><a:srgbClr val="0F5257"/></a:accent1>' in theme


def test_the_same_session_gives_the_same_bytes(made: Made) -> None:
    (chapter,) = made.book.chapters
    assert make_presentation(made.book, chapter, made.slides, ADDRESS) == made.pptx


def test_without_an_address_there_is_no_code(made: Made) -> None:
    (chapter,) = made.book.chapters
    topics = list_topics(made.book, chapter, made.plan, "")
    assert Kind.CODE not in {topic.kind for topic in topics}
    assert len(topics) == len(made.topics) - 1


words = st.text("abcdefg WMil.", min_size=1, max_size=400).map(lambda text: " ".join(text.split()))
lines = st.builds(
    lambda text, number, is_item: Line(Words(text, "en"), number if is_item else 0, is_item),
    words.filter(bool),
    st.integers(0, 12),
    st.booleans(),
)


@given(words.filter(bool), st.lists(lines, max_size=14))
@settings(max_examples=60, deadline=None)
def test_everything_fits_in_type_that_can_be_read_and_no_word_is_lost(
    title: str, texts: list[Line]
) -> None:
    topic = Topic(Kind.LIST, Words(title, "en"), {}, tuple(texts))
    slides = fit_slides([topic, topic], FONTS)
    measure = Measure(FONTS)
    assert len({slide.title.text for slide in slides}) == len(slides) or len(title) > 40
    for slide in slides:
        for box in LAYOUTS[slide.kind].boxes:
            shown = slide.text_of(box.part)
            if shown:
                size = slide.sizes[box.part]
                assert size >= SMALLEST
                assert measure.height(shown, box, size) <= box.height
    said = " ".join(line.words.text for slide in slides for line in slide.lines)
    twice = " ".join(line.words.text for line in texts * 2)
    assert said.replace(" ", "") == twice.replace(" ", "")
    told = " ".join(word.text for slide in slides for word in slide.notes)
    assert slides[0].title.text.startswith(title) or title in told


cell = words.map(lambda text: Words(text, "en"))
tables = st.integers(1, 4).flatmap(
    lambda columns: st.builds(
        SlideTable,
        st.tuples(*[cell] * columns),
        st.lists(st.tuples(*[cell] * columns), min_size=1, max_size=9).map(tuple),
        st.booleans(),
    )
)


def height_of(table: FittedTable, box: Box) -> float:
    measure = Measure(FONTS)
    heights = [
        max(
            measure.height([Line(words)], replace(box, width=width - 2 * CELL_ACROSS), table.size)
            for words, width in zip(row, table.widths, strict=True)
        )
        for row in (table.head, *table.rows)
    ]
    assert all(own <= said for own, said in zip(heights, table.heights, strict=True))
    return sum(table.heights)


@given(tables)
@settings(max_examples=60, deadline=None)
def test_tables_fit_and_no_row_is_lost(table: SlideTable) -> None:
    box = LAYOUTS[Kind.TABLE].box(Part.TABLE)
    assert box is not None
    fitted = fit_table(table, box, Measure(FONTS))
    for one in fitted:
        assert one.size >= SMALLEST
        assert sum(one.widths) <= box.width + 0.01
        assert height_of(one, box) <= box.height
        assert cells((one.head,)) == cells((table.head,))
    if fitted:
        assert [row for one in fitted for row in cells(one.rows)] == cells(table.rows)


ARABIC = """# الاجتماعات

1. **اسأل لماذا** – أوّلًا.

> [!discuss|min-15] Think aloud
> 1. **تحدّث.** عن الأخير.

> [!action]
> | ماذا | من |
> |---|---|
> |  |  |
"""


def test_slides_of_a_script_that_runs_leftward_are_mirrored(tmp_path: Path) -> None:
    (tmp_path / "chapters").mkdir()
    (tmp_path / "booklet.toml").write_text('title = "كتاب"\nlanguage = "ar"\n', "utf-8")
    (tmp_path / "chapters" / "1-a.md").write_text(ARABIC, "utf-8")
    arabic = make(tmp_path)
    presentation = opened(arabic)
    for layout in presentation.slide_layouts:
        kind = Kind(layout.name)
        left = {box.part.value: box.left + box.width for box in LAYOUTS[kind].boxes}
        for shape in layout.placeholders:
            assert shape.left.pt == pytest.approx(WIDTH - left[shape.name])
            level = shape._element.txBody.find(f"{qn('a:lstStyle')}/{qn('a:lvl1pPr')}")  # noqa: SLF001 - no public way
            is_time = kind in {Kind.LIST, Kind.PLAN, Kind.TABLE} and shape.name == "Time"
            assert (level.get("rtl"), level.get("algn")) == ("1", "l" if is_time else "r")
    (table,) = [shape for slide in presentation.slides for shape in slide.shapes if shape.has_table]
    assert table._element.graphic.graphicData.tbl.tblPr.get("rtl") == "1"  # noqa: SLF001 - as above
    (division,) = lay_out_slides(
        arabic.book, Layouts(), arabic.book.chapters[0], arabic.slides, ADDRESS
    ).divisions
    assert 'class="slide slide-rule rtl" dir="rtl"' in division.html
    assert "left: 72pt; top: 142pt; width: 624pt" in division.html  # the lead; its number is right
    assert "left: 708pt; top: 96pt; width: 180pt" in division.html


@pytest.fixture(scope="module")
def pages(made: Made) -> bytes:
    (chapter,) = made.book.chapters
    return typeset(lay_out_slides(made.book, Layouts(), chapter, made.slides, ADDRESS)).pdf


def test_the_pages_are_the_same_slides(made: Made, pages: bytes) -> None:
    with pikepdf.open(io.BytesIO(pages)) as pdf:
        assert len(pdf.pages) == len(made.slides)
        assert {tuple(map(float, page.mediabox)) for page in pdf.pages} == {(0, 0, WIDTH, HEIGHT)}
        assert pdf.Root.MarkInfo.Marked
        titles = [str(item.title) for item in pdf.open_outline().root[0].children]
    assert titles == [slide.title.text for slide in made.slides[1:]]


def test_pictures_are_as_large_on_the_pages_as_on_the_slides(made: Made, pages: bytes) -> None:
    shown = {slide.shapes.title.text: slide.shapes for slide in opened(made).slides}
    (hall,) = [shapes[1] for title, shapes in shown.items() if title == "The hall on a Tuesday"]
    with pypdfium2.PdfDocument(pages) as document:
        widths = [
            round(one.get_bounds()[2] - one.get_bounds()[0])
            for page in document
            for one in page.get_objects([pypdfium2.raw.FPDF_PAGEOBJ_IMAGE])
        ]
    assert round(hall.width.pt) in widths


# -- outside programs -------------------------------------------------------------------------


@pytest.fixture
def file(made: Made, tmp_path: Path) -> Path:
    path = tmp_path / "slides.pptx"
    path.write_bytes(made.pptx)
    return path


@pytest.mark.validator
def test_powerpoint_would_have_nothing_to_repair(file: Path) -> None:
    command = [sys.executable, "-m", "openxml_audit", "--policy", "strict", file]
    checked = subprocess.run(command, capture_output=True, text=True, check=False)
    assert checked.returncode == 0, checked.stdout + checked.stderr
    assert "Errors: 0" in checked.stdout


@pytest.mark.validator
@pytest.mark.parametrize("has_typefaces", [True, False])
def test_no_text_overflows_and_none_hides_another(
    file: Path,
    tmp_path: Path,
    has_typefaces: bool,  # noqa: FBT001 - a parameter of the test
) -> None:
    """Not even where another typeface stands for the booklet's: DejaVu Sans, which is wide."""
    program("fc-match", "fontconfig")  # by which the validator finds typefaces
    with font_files(FONTS.text, FONTS.headings) as files:
        folders = {Path(file).parent for file in files}
    if not has_typefaces:
        folders = {Path("/usr/share/fonts/truetype/dejavu")}
        if not all(folder.is_dir() for folder in folders):
            missing("DejaVu Sans", "Debian: apt install fonts-dejavu-core")
    known = "".join(f"<dir>{folder}</dir>" for folder in sorted(folders))
    fonts = tmp_path / "fonts.conf"
    fonts.write_text(f"<fontconfig>{known}<cachedir>{tmp_path}</cachedir></fontconfig>", "utf-8")
    command = [sys.executable, "-m", "ooxml_integrity", "check", file]
    environment = {**os.environ, "FONTCONFIG_FILE": str(fonts)}
    checked = subprocess.run(command, capture_output=True, text=True, check=False, env=environment)
    assert "0 error(s), 0 warning(s)" in checked.stdout, checked.stdout + checked.stderr


@pytest.mark.validator
@pytest.mark.slow
def test_impress_opens_it_and_shows_every_slide(made: Made, file: Path, tmp_path: Path) -> None:
    office = program("soffice", "libreoffice-impress")
    profile = f"-env:UserInstallation=file://{tmp_path}/profile"
    command = [office, profile, "--headless", "--convert-to", "pdf", "--outdir", tmp_path, file]
    subprocess.run(command, check=True, capture_output=True)
    with pikepdf.open(tmp_path / "slides.pdf") as pdf:
        assert len(pdf.pages) == len(made.slides)
    to_text = [program("pdftotext", "poppler-utils"), tmp_path / "slides.pdf", "-"]
    text = " ".join(
        subprocess.run(to_text, check=True, capture_output=True).stdout.decode().split()
    )
    for slide in made.slides:
        assert slide.title.text in text


@pytest.mark.validator
@pytest.mark.slow
def test_the_pages_are_accessible(pages: bytes, vera: Check, tmp_path: Path) -> None:
    path = tmp_path / "slides.pdf"
    path.write_bytes(pages)
    assert vera(path, "ua1") == []
