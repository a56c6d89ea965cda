"""Every edition of a booklet, built: what each reader gets, and what nobody else may see."""

from __future__ import annotations

import io
from functools import cache
from typing import TYPE_CHECKING

import pikepdf
import pytest
from PIL import Image

from booklet.config import Config
from booklet.epub import lay_out_documents, make_epub
from booklet.pipelines.book import build_edition
from booklet.print.pages import lay_out_pages
from booklet.project import read_book
from booklet.theme.editions import EDITIONS, find_edition
from booklet.theme.templates import Layouts

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from booklet.print.division import PrintBook

CHAPTER = """---
title: One
session: 2026-09-02
aims: [Know *one* thing]
---

> [!facilitator|min-3] SECRET-TITLE
> SECRET-A: see [the second](#rule-2), [two](02-two.md#rule-1), [nowhere](#gone) and
> ![SECRET-PICTURE](map.png).[^private]

Some *emphasised* words to begin with, and a note.[^open] ![A map](map.png)

1. **Lead** – words.
2. **Second** – more *words*.

> [!facilitator]
> SECRET-B before the heading. *[SECRETABBR]: Hidden

## A heading

> [!discuss|min-15] Talk
> 1. Speak.
>
> > [!facilitator]
> > SECRET-C nested.
>
> 2. Listen.

> [!quiz|min-1]
> 1. How many?

> [!answers]
> 1. ANSWER-ONE

> [!audit]
> - One statement
> - Another statement

> [!facilitator] Afterwards
> SECRET-D at the end.

[^open]: An open note.
[^private]: SECRET-E in a note.
"""
FILES = {
    "chapters/01-one.md": CHAPTER,
    "chapters/02-two.md": "# Two\n\n1. **Other** – rule.\n\n> [!facilitator]\n> SECRET-F.\n",
    "booklet.toml": 'title = "Two things"\nlogo = "logo.png"\ncover_line = "Autumn term"\n'
    'publisher = "Our trust"\n',
}
TOLD_TO_FACILITATORS = ("SECRET-A", "SECRET-B", "SECRET-C", "SECRET-D", "SECRET-E", "SECRET-F")


def red_picture() -> bytes:
    file = io.BytesIO()
    Image.new("RGB", (60, 30), (200, 30, 30)).save(file, "PNG")
    return file.getvalue()


@pytest.fixture
def project(make_project: Callable) -> Path:
    return make_project({**FILES, "logo.png": red_picture(), "chapters/map.png": red_picture()})


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """Build every edition once; the pages by the name of the edition."""
    folder = tmp_path_factory.mktemp("editions")
    (folder / "chapters").mkdir()
    for name, text in FILES.items():
        (folder / name).write_text(text, "utf-8")
    for name in ("logo.png", "chapters/map.png"):
        (folder / name).write_bytes(red_picture())
    products = build_edition(folder, folder / "out", "all")
    config = read_book(folder).config
    labels = {f"{find_edition(name, config).label}-pages.pdf": name for name in EDITIONS}
    paths = {"screen": folder / "out" / "editions" / "two-things-clear-A4-screen.pdf"}
    for product in products:
        label = product.path.name.removeprefix("two-things-")
        if label in labels:
            paths[labels[label]] = product.path
    return paths


def copy_of(project: Path, name: str) -> PrintBook:
    book = read_book(project)
    return lay_out_pages(book, Layouts(project), find_edition(name, book.config, project))


def html_of(project: Path, name: str) -> str:
    copy = copy_of(project, name)
    return "\n".join(one.html for one in (*copy.divisions, copy.notes_page, copy.back_cover))


@pytest.mark.parametrize("name", [name for name in EDITIONS if name != "facilitator"])
def test_no_other_edition_holds_a_word_for_facilitators(project: Path, name: str) -> None:
    copy = copy_of(project, name)
    html = html_of(project, name)
    assert "SECRET" not in html
    assert "facilitator" not in html
    assert "ANSWER-ONE" in html
    assert "SECRET" not in repr((copy.title, copy.description, copy.keywords))


def test_the_e_book_holds_no_word_for_facilitators(project: Path) -> None:
    import zipfile  # noqa: PLC0415 - for this test alone

    epub = make_epub(lay_out_documents(read_book(project), Layouts(project)))
    with zipfile.ZipFile(io.BytesIO(epub)) as package:
        texts = [package.read(name) for name in package.namelist()]
    assert not any(b"SECRET" in text for text in texts)


def test_the_facilitator_has_every_note_beside_its_place(project: Path) -> None:
    html = html_of(project, "facilitator")
    assert all(html.count(said) == 1 for said in TOLD_TO_FACILITATORS)
    assert html.index("SECRET-D") < html.index("<h1 data-bookmark") < html.index("SECRET-A")
    assert html.index("SECRET-A") < html.index("Some <em>emphasised</em>")
    assert html.index("SECRET-B") < html.index("A heading</h2>") < html.index("SECRET-C")


def test_answers_stand_beside_the_quiz_and_not_at_the_back(project: Path) -> None:
    html = html_of(project, "facilitator")
    assert html.count("ANSWER-ONE") == 1
    assert html.index("ANSWER-ONE") < html.index("How many?")
    assert 'class="quiz-link"' not in html
    assert 'id="answers"' not in html
    assert html.count('id="one-answers"') == 1


def test_times_are_lifted_into_the_margin_and_added_up(project: Path) -> None:
    html = html_of(project, "facilitator")
    assert "<strong>15 minutes</strong> Talk" in html
    assert "<strong>1 minute</strong> Quiz" in html
    assert "Together: 16 minutes" in html
    assert html.count('class="margin-note margin-time"') == 2


def test_links_in_notes_lead_to_their_places_or_are_words(project: Path) -> None:
    html = html_of(project, "facilitator")
    assert '<a href="#one-rule-2" class="cross-reference">the second</a>' in html
    assert '<a href="#two-rule-1" class="cross-reference">two</a>' in html
    assert "nowhere and" in " ".join(html.split())


def test_the_cover_shows_logo_line_and_edition(project: Path) -> None:
    front = copy_of(project, "large-print").divisions[0].html
    assert '<img src="booklet:art/logo" alt="Logo: Our trust">' in front
    assert "Autumn term" in front
    assert "Large print" in front
    assert "ask whoever gave it to you" not in front
    standard = copy_of(project, "standard")
    assert "cover-edition" not in standard.divisions[0].html
    assert standard.title == "Two things"
    assert copy_of(project, "clear").title == "Two things – Clear type"


def test_a_logo_that_is_not_there_is_named_with_its_line(make_project: Callable) -> None:
    project = make_project({**FILES, "chapters/map.png": red_picture()})
    (finding,) = read_book(project).findings
    assert str(finding).startswith("booklet.toml:2: error: the picture 'logo.png' does not exist")
    assert "from the folder of booklet.toml" in finding.hint


def test_a_logo_outside_the_project_is_refused(make_project: Callable, tmp_path: Path) -> None:
    (tmp_path / "secret.png").write_bytes(red_picture())
    project = make_project({"chapters/1.md": "# One", "booklet.toml": 'logo = "../secret.png"'})
    book = read_book(project)
    assert book.logo is None
    assert [finding.code for finding in book.findings] == ["P302"]


@cache
def numbers_of(path: Path) -> tuple[tuple[float, float], int]:
    with pikepdf.open(path) as pdf:
        _, _, width, height = (float(edge) for edge in pdf.pages[0].mediabox)
        return (round(width), round(height)), len(pdf.pages)


@pytest.mark.slow
def test_pages_have_their_size_and_fill_their_paper(built: dict[str, Path]) -> None:
    for name in EDITIONS:
        edition = find_edition(name, Config())
        size, pages = numbers_of(built[name])
        assert size == {"A5": (420, 595), "A4": (595, 842)}[edition.trim_size]
        assert pages % edition.page_multiple == 0
    assert numbers_of(built["standard"])[0] == (420, 595)
    assert numbers_of(built["clear"])[0] == (595, 842)


@pytest.mark.slow
def test_only_the_facilitators_pages_show_the_notes(
    built: dict[str, Path], poppler: Callable[..., str]
) -> None:
    for name, path in built.items():
        text = poppler("pdftotext", path, "-")
        is_private = name in EDITIONS and find_edition(name, Config()).includes_facilitator
        assert ("SECRET" in text) == is_private, name
        if name == "facilitator":
            assert all(text.count(said) == 1 for said in TOLD_TO_FACILITATORS)


@pytest.mark.slow
def test_clear_editions_embed_nothing_slanted(built: dict[str, Path]) -> None:
    for name in ("clear", "large-print", "screen"):
        with pikepdf.open(built[name]) as pdf:
            fonts = {str(item.BaseFont) for item in fonts_in(pdf)}
        assert fonts
        assert all("Atkinson" in font for font in fonts)
        assert not any("Italic" in font or "Oblique" in font for font in fonts)


@pytest.mark.slow
def test_nothing_in_large_print_is_smaller_than_the_text(built: dict[str, Path]) -> None:
    with pikepdf.open(built["large-print"]) as pdf:
        sizes = {round(size, 1) for page in pdf.pages for size in type_sizes(page)}
    assert min(sizes) >= 18
    with pikepdf.open(built["clear"]) as pdf:
        assert min(size for page in pdf.pages for size in type_sizes(page)) >= 12


@pytest.mark.slow
def test_the_ink_savers_pages_are_black_and_grey(built: dict[str, Path]) -> None:
    with pikepdf.open(built["greyscale"]) as pdf:
        colours = {colour for page in pdf.pages for colour in colours_of(page)}
        spaces = {str(item.ColorSpace) for item in images_in(pdf)}
    assert colours == set()
    assert spaces == {"/DeviceGray"}


@pytest.mark.slow
def test_cream_is_a_layer_of_the_screens_file_alone(built: dict[str, Path]) -> None:
    with pikepdf.open(built["clear"]) as pdf:
        assert "/OCProperties" not in pdf.Root
    with pikepdf.open(built["screen"]) as pdf:
        (layer,) = pdf.Root.OCProperties.OCGs
        assert layer.Usage.Print.PrintState == pikepdf.Name.OFF
        assert "/AS" not in pdf.Root.OCProperties.D
        first = pikepdf.parse_content_stream(pdf.pages[0])[:4]
    assert [str(step.operator) for step in first] == ["BDC", "BDC", "q", "rg"]
    assert [round(float(part), 2) for part in first[3].operands] == [0.99, 0.96, 0.89]


@pytest.mark.slow
@pytest.mark.validator
@pytest.mark.parametrize("name", [*EDITIONS, "screen"])
def test_every_edition_is_accessible_and_archivable(
    built: dict[str, Path], vera: Callable[..., list[str]], name: str
) -> None:
    assert vera(built[name], "ua1", "3a") == []


def fonts_in(pdf: pikepdf.Pdf) -> Iterator[pikepdf.Object]:
    return (
        item
        for item in pdf.objects
        if isinstance(item, pikepdf.Dictionary) and item.get("/Type") == "/Font"
    )


def images_in(pdf: pikepdf.Pdf) -> Iterator[pikepdf.Object]:
    return (
        item
        for item in pdf.objects
        if isinstance(item, pikepdf.Stream) and item.get("/Subtype") == "/Image"
    )


def type_sizes(page: pikepdf.Page) -> Iterator[float]:
    """Follow the page's instructions and tell how large each piece of text is drawn."""
    scale, saved, size, text = 1.0, [], 0.0, 1.0
    for step in pikepdf.parse_content_stream(page):
        match str(step.operator):
            case "q":
                saved.append(scale)
            case "Q":
                scale = saved.pop()
            case "cm":
                scale *= abs(float(step.operands[3]))
            case "Tf":
                size = float(step.operands[1])
            case "Tm":
                text = abs(float(step.operands[3]))
            case "Tj" | "TJ":
                yield size * text * scale


def colours_of(page: pikepdf.Page) -> Iterator[tuple[float, ...]]:
    """Tell every colour that is set on a page; black and white inks have one part."""
    for step in pikepdf.parse_content_stream(page):
        if str(step.operator) in {"rg", "RG", "k", "K"}:
            yield tuple(float(part) for part in step.operands)
        elif str(step.operator) in {"sc", "SC", "scn", "SCN"} and len(step.operands) > 1:
            yield tuple(float(part) for part in step.operands if not isinstance(part, pikepdf.Name))
