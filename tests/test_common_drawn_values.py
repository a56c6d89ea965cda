"""Values of drawings are written plainly, and what means nothing is named."""

from __future__ import annotations

from xml.etree.ElementTree import fromstring, tostring

import pytest

from booklet.common.drawn_values import plain_value, simplify_drawing


@pytest.mark.parametrize(
    ("name", "value", "plain"),
    [
        ("opacity", "var(--x, .5)", ".5"),
        ("opacity", "var(--known)", "0.25"),
        ("opacity", "var(--unknown)", None),
        ("opacity", "0,5", None),
        ("opacity", "50%", "50%"),
        ("opacity", "auto", None),
        ("opacity", "calc(1 / 4)", "0.25"),
        ("width", "calc(2 * (10px + 5px))", "30px"),
        ("width", "calc(100% - 5px)", None),
        ("width", "calc(1 / 0)", None),
        ("width", "min(30px, 20px)", "20px"),
        ("width", "clamp(1px, 5px, 3px)", "3px"),
        ("width", "12,5", None),
        ("width", "100%", "100%"),
        ("x", "1 2, 3.5", "1 2, 3.5"),
        ("x", "one", None),
        ("stroke-dasharray", "none", "none"),
        ("font-size", "large", "18px"),
        ("font-size", "12pt", "12pt"),
        ("font-weight", "bolder", "bold"),
        ("fill", "none", "none"),
        ("fill", "Red", "Red"),
        ("fill", "currentColor", "currentColor"),
        ("fill", "hsl(0 100% 50%)", "#ff0000"),
        ("fill", "rgb(0 128 0 / 50%)", "rgba(0, 128, 0, 0.5)"),
        ("fill", "light-dark(#fff, var(--ink, #121212))", "#fff"),
        ("fill", "url(#g) hwb(0 0% 0%)", "url(#g) #ff0000"),
        ("fill", "oklch(62.796% 0.25768 29.234)", "#ff0000"),
        ("fill", "oklab(0.62796 0.22486 0.12585 / 50%)", "rgba(255, 0, 0, 0.5)"),
        ("fill", "lab(54.29% 80.82 69.89)", "#ff0000"),
        ("fill", "lch(54.29% 106.84 40.85)", "#ff0000"),
        ("stroke", "color(xyz .4124 .2126 .0193)", "#ff0000"),
        ("fill", "color(display-p3 1 0 0)", None),
        ("fill", "reddish", None),
        ("transform", "translate(calc(2px + 3px), 4px)", "translate(5px,4px)"),
        ("d", "M0,0 L1,1", "M0,0 L1,1"),
    ],
)
def test_a_value_is_written_plainly_or_left_out(name: str, value: str, plain: str | None) -> None:
    made = plain_value(name, value, {"--known": "calc(1/4)"})
    assert (made or "").replace(" ", "") == (plain or "").replace(" ", "")
    assert (made is None) == (plain is None)
    if made is not None:
        assert plain_value(name, made) == made  # once is enough


def simplified(inside: str) -> tuple[str, tuple[str, ...]]:
    root = fromstring(f'<svg xmlns="http://www.w3.org/2000/svg">{inside}</svg>')  # noqa: S314
    left_out = simplify_drawing(root)
    return tostring(root, "unicode"), left_out


@pytest.mark.parametrize(
    ("shorthand", "longhands"),
    [
        ("bold 24px Arial", ("font-weight: bold", "font-size: 24px", "font-family: Arial")),
        ("italic 700 1.5em/1.2 'A B', serif", ("font-style: italic", "font-weight: 700")),
        ("large sans-serif", ("font-size: 18px", "font-family: sans-serif")),
    ],
)
def test_the_shorthand_of_type_is_taken_apart(shorthand: str, longhands: tuple[str, ...]) -> None:
    for drawing in (
        f"<style>text {{ font: {shorthand} }}</style><text>W</text>",
        f'<text style="font: {shorthand}">W</text>',
    ):
        made, left_out = simplified(drawing)
        assert all(longhand in made for longhand in longhands)
        assert left_out == ()


def test_variables_are_found_wherever_they_are_declared() -> None:
    made, left_out = simplified(
        '<style>svg { --ink: #123456 }</style><g style="--thin: 2px">'
        '<path fill="var(--ink)" style="stroke-width: var(--thin)"/></g>'
    )
    assert 'fill="#123456"' in made
    assert "stroke-width: 2px" in made
    assert "--" not in made
    assert left_out == ()


def test_variables_that_name_each_other_end() -> None:
    made, left_out = simplified(
        '<g style="--a: var(--b); --b: var(--a)"><path fill="var(--a)"/></g>'
    )
    assert "fill" not in made
    assert left_out == ('fill="var(--a)"',)


def test_what_means_nothing_is_named_as_it_was_written() -> None:
    _, left_out = simplified('<path opacity="0,5" style="font: caption; fill: reddish"/>')
    assert set(left_out) == {'opacity="0,5"', "font: caption", "fill: reddish"}


def test_a_plain_drawing_stays_as_it_is() -> None:
    drawing = (
        '<style>.a { fill : #123 ; font-size:12px }</style><text class="a" aria-label="calc(1)" '
        'style="letter-spacing:-1px" dx="1 2">W</text>'
    )
    made, left_out = simplified(drawing)
    assert ".a { fill : #123 ; font-size:12px }" in made
    assert 'style="letter-spacing:-1px"' in made
    assert 'aria-label="calc(1)"' in made
    assert left_out == ()


@pytest.mark.parametrize(
    ("parts", "kept"),
    [
        ("<foreignObject><b/></foreignObject><text>shown</text>", "shown"),
        ("<text systemLanguage='cy'>a</text><text systemLanguage='en-GB'>shown</text>", "shown"),
        ("<text systemLanguage='cy'>a</text><text>shown</text><text>b</text>", "shown"),
        ("<text systemLanguage='cy'>shown</text>", "shown"),
    ],
)
def test_one_part_of_a_switch_is_drawn(parts: str, kept: str) -> None:
    made, _ = simplified(f"<switch transform='scale(2)'>{parts}</switch>")
    assert "".join(fromstring(made).itertext()) == kept  # noqa: S314
    assert "switch" not in made
    assert "scale(2)" in made
