"""Draw the appearance streams of form fields (ISO 32000-1, 12.5.5): text boxes, ticks, circles.

Boxes and circles are printed on the page already; only what a reader adds to them is drawn here.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from pikepdf import Array, Dictionary, Name, Object

if TYPE_CHECKING:
    import pikepdf

    from booklet.forms.font import FormFont

BACKGROUND = (0.95, 0.95, 0.95)
"""The background of fields for text, in RGB; it hides the ruled lines, so that type is legible."""

BORDER = (0.45, 0.45, 0.45)
"""The border of fields for text: over 3:1 against white and `BACKGROUND` (WCAG 1.4.11)."""

BORDER_WIDTH = 0.75
FONT_NAME = "/FormFont"
_MARK_COLOUR = "0.1 0.1 0.1"
_CONTROL_POINT = 0.5523
"""Of the radius: the control points with which four Bézier curves make a circle."""


def text_appearance(pdf: pikepdf.Pdf, width: float, height: float, font: Object) -> Object:
    """Draw an empty text field.

    The marked content `/Tx` is where a reader puts what is typed (12.7.3.3 variable text).

    Args:
        pdf: the file it is for.
        width: in points, as the next.
        height: of the field.
        font: embedded; what programs write into the field later needs it.
    """
    inset = BORDER_WIDTH / 2
    frame = f"{inset:g} {inset:g} {width - BORDER_WIDTH:.3f} {height - BORDER_WIDTH:.3f} re"
    colours = f"{_triple(BACKGROUND)} rg {_triple(BORDER)} RG"
    content = f"q {colours} {BORDER_WIDTH:g} w {frame} B Q\n/Tx BMC\nEMC\n"
    return _form(pdf, width, height, content, font)


def tick_appearance(pdf: pikepdf.Pdf, width: float, height: float) -> Object:
    """Draw a tick over a printed box."""
    steps = ((0.24, 0.52, "m"), (0.43, 0.3, "l"), (0.8, 0.78, "l"))
    path = " ".join(f"{x * width:.3f} {y * height:.3f} {step}" for x, y, step in steps)
    content = f"q {_MARK_COLOUR} RG {min(width, height) * 0.13:.3f} w 1 J 1 j {path} S Q\n"
    return _form(pdf, width, height, content)


def circle_appearance(
    pdf: pikepdf.Pdf, size: float, choice: str, font: Object, metrics: FormFont
) -> Object:
    """Draw a chosen circle: full, with its number in white.

    Args:
        pdf: the file it is for.
        size: of the circle across, in points.
        choice: the number.
        font: embedded.
        metrics: of the font.
    """
    half = size / 2
    pull = half * _CONTROL_POINT
    near, far = half - pull, half + pull
    path = (
        f"{size:.3f} {half:.3f} m "
        f"{size:.3f} {far:.3f} {far:.3f} {size:.3f} {half:.3f} {size:.3f} c "
        f"{near:.3f} {size:.3f} 0 {far:.3f} 0 {half:.3f} c "
        f"0 {near:.3f} {near:.3f} 0 {half:.3f} 0 c "
        f"{far:.3f} 0 {size:.3f} {near:.3f} {size:.3f} {half:.3f} c f"
    )
    font_size = size * 0.58
    # Widths are in thousandths of the font size: half of a thousandth centres the text.
    x = half - metrics.width(choice) * font_size / 2000
    y = half - metrics.cap_height * font_size / 2000
    text = f"BT 1 1 1 rg {FONT_NAME} {font_size:.3f} Tf {x:.3f} {y:.3f} Td <{_hex(choice)}> Tj ET"
    return _form(pdf, size, size, f"q {_MARK_COLOUR} rg {path} {text} Q\n", font)


def empty_appearance(pdf: pikepdf.Pdf, width: float, height: float) -> Object:
    """Draw nothing, so that what is printed on the page shows: the state "Off" of a button."""
    return _form(pdf, width, height, "")


def _form(
    pdf: pikepdf.Pdf, width: float, height: float, content: str, font: Object | None = None
) -> Object:
    resources = Dictionary() if font is None else Dictionary(Font=Dictionary({FONT_NAME: font}))
    stream = pdf.make_stream(
        content.encode(),
        Type=Name.XObject,
        Subtype=Name.Form,
        BBox=Array([0, 0, round(width, 3), round(height, 3)]),
        Resources=resources,
    )
    return pdf.make_indirect(stream)


def _triple(colour: tuple[float, float, float]) -> str:
    return " ".join(f"{part:g}" for part in colour)


def _hex(text: str) -> str:
    return text.encode("cp1252", errors="replace").hex()
