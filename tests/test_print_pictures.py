"""Pictures on paper are as large as their author asks, and no larger than a page bears."""

from __future__ import annotations

import io
from dataclasses import dataclass
from typing import TYPE_CHECKING

import pikepdf
import pypdfium2
import pytest
from PIL import Image

from booklet.pipelines.book import build_pdf

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

MILLIMETRE = 72 / 25.4
MEASURE = 114.0
"""Millimetres: how wide a line of text is in the standard edition."""
TWO_FIFTHS = 0.4 * 168
"""Of the height that text has on a page."""

CHAPTER = """# Pictures

![1](land.png "c1")

![2](tall.png "c2")

![3](land.png "c3"){.half}

![4](land.png "Caption beside"){.beside}

![5](tall.png "Caption beside"){.beside}

![6](small.png "c6")

![7](small.png "c7"){.wide}

![8](tall.png "c8"){.wide}

![9](tall.png "c9"){width=300}
"""


def picture(width: int, height: int) -> bytes:
    output = io.BytesIO()
    Image.new("L", (width, height), 128).save(output, "PNG")
    return output.getvalue()


@dataclass(frozen=True, slots=True)
class Shown:
    """The box of a picture; lengths in millimetres, from the left and the foot of the page."""

    left: float
    foot: float
    width: float
    height: float


def figures_in(node: pikepdf.Object) -> Iterator[pikepdf.Object]:
    """Walk through a structure tree in reading order (ISO 32000-1, 14.7.2)."""
    kids = node.get("/K", [])
    for kid in kids if isinstance(kids, pikepdf.Array) else [kids]:
        if isinstance(kid, pikepdf.Dictionary):
            if kid.get("/S") == "/Figure":
                yield kid
            yield from figures_in(kid)


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    project = tmp_path_factory.mktemp("pictures")
    (project / "chapters").mkdir()
    (project / "booklet.toml").write_text("copyfit = false\n")
    (project / "chapters" / "1-a.md").write_text(CHAPTER)
    for name, size in (("land", (1600, 900)), ("tall", (900, 1600)), ("small", (160, 120))):
        (project / "chapters" / f"{name}.png").write_bytes(picture(*size))
    return build_pdf(project, project / "out").path


@pytest.fixture(scope="module")
def shown(built: Path) -> dict[str, Shown]:
    found = {}
    with pikepdf.open(built) as pdf:
        for figure in figures_in(pdf.Root.StructTreeRoot):
            words = str(figure.get("/Alt", ""))
            if words.isdecimal():
                attributes = figure.A if isinstance(figure.A, pikepdf.Array) else [figure.A]
                left, foot, right, top = next(
                    [float(n) / MILLIMETRE for n in one.BBox]
                    for one in attributes
                    if "/BBox" in one
                )
                found[words] = Shown(left, foot, right - left, top - foot)
    return found


def test_a_picture_is_as_wide_as_the_text_if_it_can(shown: dict[str, Shown]) -> None:
    assert shown["1"].width == pytest.approx(MEASURE, abs=0.1)
    assert shown["6"].width == pytest.approx(160 / 96 * 25.4, abs=0.1)
    assert shown["3"].width == pytest.approx(MEASURE / 2, abs=0.1)
    assert shown["7"].width == pytest.approx(MEASURE, abs=0.1)


def test_a_tall_picture_takes_two_fifths_of_a_page_unless_a_wide_one_is_asked_for(
    shown: dict[str, Shown],
) -> None:
    for name in ("2", "5", "9"):
        assert shown[name].height <= TWO_FIFTHS, name
    assert shown["8"].height > 2 * TWO_FIFTHS
    assert all(one.height <= 150.1 for one in shown.values())


def test_no_picture_is_pressed_out_of_shape(built: Path) -> None:
    """The matrix that paints each one has its own proportions, whatever its box."""
    document = pypdfium2.PdfDocument(built)
    proportions = set()
    for page in document:
        for drawn in page.get_objects(filter=[pypdfium2.raw.FPDF_PAGEOBJ_IMAGE]):
            left, foot, right, top = drawn.get_bounds()
            proportions.add(round((right - left) / (top - foot), 2))
    document.close()
    assert proportions == {round(16 / 9, 2), round(9 / 16, 2), round(4 / 3, 2)}


def test_a_caption_stands_beside_its_picture_when_asked(
    built: Path, shown: dict[str, Shown]
) -> None:
    document = pypdfium2.PdfDocument(built)
    places = []
    for page in document:
        text = page.get_textpage()
        search = text.search("Caption beside")
        while (found := search.get_next()) is not None:
            left, foot, *_ = text.get_charbox(found[0])
            places.append((left / MILLIMETRE, foot / MILLIMETRE))
    document.close()
    assert len(places) == 2
    for name, (left, foot) in zip(("4", "5"), places, strict=True):
        one = shown[name]
        assert left >= one.left + one.width + 4
        assert one.foot - 1 <= foot <= one.foot + one.height
