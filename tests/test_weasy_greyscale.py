"""Whatever paints on a page of the ink saver is grey, however its colour was written."""

from __future__ import annotations

import io
from base64 import b64encode
from dataclasses import replace
from io import BytesIO
from typing import TYPE_CHECKING

import pikepdf
import pypdfium2
import pytest
from PIL import Image
from render_samples import copy_of, division

from booklet.scheduling.typeset_book import typeset

if TYPE_CHECKING:
    from booklet.print.division import PrintBook

NOTATIONS = (
    *("red", "#c03", "rgb(0 128 0)", "rgba(0, 0, 255, .5)", "hsl(200 80% 50%)", "hwb(90 10% 10%)"),
    *("lab(50% 40 59.5)", "oklch(60% 0.15 50)", "color(srgb 1 .2 0)", "device-cmyk(0 1 1 0)"),
)
GRADIENT = """<svg xmlns="http://www.w3.org/2000/svg" width="60" height="20" viewBox="0 0 60 20">
<linearGradient id="g"><stop offset="0" stop-color="#ff0000"/>
<stop offset="1" stop-color="rgba(0, 0, 255, .2)"/></linearGradient>
<radialGradient id="h"><stop stop-color="orange"/><stop offset="1" stop-color="green"/>
</radialGradient>
<pattern id="p" width="4" height="4" patternUnits="userSpaceOnUse"><path d="M0 0h2v2z" fill="red"/>
</pattern>
<rect width="20" height="20" fill="url(#g)"/><rect x="20" width="20" height="20" fill="url(#h)"/>
<rect x="40" width="20" height="20" fill="url(#p)" stroke="blue"/></svg>"""


def picture(mode: str, kind: str) -> str:
    """Give the address of a small coloured picture."""
    output = io.BytesIO()
    colour = {"RGB": (200, 30, 30), "RGBA": (200, 30, 30, 128), "P": 3, "CMYK": (0, 200, 90, 0)}
    image = Image.new(mode, (40, 20), colour[mode])
    if mode == "P":
        image.putpalette([part for index in range(256) for part in (index, 255 - index, 90)])
    image.save(output, kind)
    return f"data:image/{kind.lower()};base64,{b64encode(output.getvalue()).decode()}"


def in_drawing(address: str) -> str:
    return f"""<svg xmlns="http://www.w3.org/2000/svg" width="40" height="20"><title>t</title>
<image width="40" height="20" href="{address}"/></svg>"""


PICTURES = (
    *(picture("RGB", "PNG"), picture("RGBA", "PNG"), picture("P", "PNG")),
    *(picture("RGB", "JPEG"), picture("CMYK", "JPEG")),
)
BODY = "".join(
    (
        *(f'<p style="color:{each}; border:3px solid {each}">Words</p>' for each in NOTATIONS),
        '<hr style="height:20px; background:linear-gradient(to right, lime, hsl(0 90% 50%))">',
        '<hr style="height:20px; background:radial-gradient(rgba(255,0,0,.5), navy)">',
        GRADIENT,
        *(f'<img src="{each}" alt="a">' for each in PICTURES),
        in_drawing(PICTURES[0]),
    )
)


def in_colour() -> PrintBook:
    return copy_of(division("one", BODY), stylesheet="svg, img { margin: 2px }")


def colours_on(pdf: bytes) -> set[tuple[int, int, int]]:
    """Tell every colour that a reader sees on the first pages."""
    document = pypdfium2.PdfDocument(pdf)
    return {
        colour
        for page in list(document)[:2]
        for _, colour in page.render(scale=1).to_pil().convert("RGB").getcolors(1 << 24)
    }


def is_grey(colour: tuple[int, int, int]) -> bool:
    return max(colour) - min(colour) <= 1


@pytest.fixture(scope="module")
def grey() -> bytes:
    return typeset(replace(in_colour(), is_grey=True)).pdf


def test_everything_on_the_pages_is_grey(grey: bytes) -> None:
    seen = colours_on(grey)
    assert {colour for colour in seen if not is_grey(colour)} == set()
    assert len(seen) > len(NOTATIONS)  # and it is not white, nor black alone


def test_without_it_the_same_pages_have_colours() -> None:
    assert sum(not is_grey(colour) for colour in colours_on(typeset(in_colour()).pdf)) > 20


def test_nothing_in_the_file_has_a_colour_space_with_colours(grey: bytes) -> None:
    with pikepdf.open(BytesIO(grey)) as pdf:
        for each in pdf.objects:
            if not isinstance(each, pikepdf.Dictionary | pikepdf.Stream):
                continue
            if each.get("/Subtype") == "/Image" or "/ShadingType" in each:
                assert each.ColorSpace == pikepdf.Name.DeviceGray
        for page in pdf.pages:
            for step in pikepdf.parse_content_stream(page):
                assert str(step.operator) not in {"rg", "RG", "k", "K"}


@pytest.mark.parametrize(
    ("colour", "grey"), [("red", 76), ("lab(50% 0 0)", 119), ("oklch(60% 0.15 50)", 128)]
)
def test_a_grey_is_as_light_as_its_colour(colour: str, grey: int) -> None:
    body = f'<div style="height: 100px; background: {colour}"></div>'
    made = typeset(replace(copy_of(division("one", body)), is_grey=True)).pdf
    nearest = min(colours_on(made), key=lambda seen: abs(seen[0] - grey))
    assert abs(nearest[0] - grey) <= 12
    assert is_grey(nearest)
