"""Open any PDF for imposing, and read the size and the rotation of its pages as a reader sees them.

What stands outside the visible, trimmed page is left out. Filled-in forms and printable notes
become part of the page, links do not. Names and strings may hold any bytes: nothing here or in
`draw` decodes a name, because pikepdf can decode only those that are UTF-8, which ISO 32000-1
(7.3.5) recommends and does not ask for.
"""

from __future__ import annotations

from collections import Counter
from contextlib import contextmanager
from dataclasses import dataclass
from io import BytesIO
from math import isfinite
from typing import TYPE_CHECKING

import pikepdf
from pikepdf import Array, Dictionary, String

from booklet.common.errors import ImpositionError
from booklet.imposition.paper import POINTS_PER_MM

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from pikepdf import Object, Page, Pdf

MAX_PAGES = 10_000
MAX_BYTES = 2_000_000_000
MAX_TREE_DEPTH = 100

BOX_EDGES = 4

Box = tuple[float, float, float, float]


@dataclass(frozen=True, slots=True)
class SourcePage:
    """One page as a reader sees it, turned so that it stands upright.

    Attributes:
        page_number: from 1.
        box: left, bottom, right, top of what is visible, in the page's own units.
        user_unit: points for each of these units (ISO 32000-1, table 30, UserUnit).
        rotation: clockwise degrees that make the page stand upright: 0, 90, 180 or 270.
        is_turned: whether the page is wider than high and was laid on its side; its head is then
            at the left, on rectos and versos alike.
    """

    page_number: int
    box: Box
    user_unit: float
    rotation: int
    is_turned: bool

    @property
    def page_width(self) -> float:
        """Its shorter edge, in points."""
        return min(self.box[2] - self.box[0], self.box[3] - self.box[1]) * self.user_unit

    @property
    def page_height(self) -> float:
        """Its longer edge, in points."""
        return max(self.box[2] - self.box[0], self.box[3] - self.box[1]) * self.user_unit


@contextmanager
def open_source(pdf: bytes) -> Iterator[Pdf]:
    """Open a PDF that is going to be printed.

    Raises:
        ImpositionError: when it cannot be opened, may not be printed, or is too large or empty;
            also when it turns out to be damaged while it is used.
    """
    if len(pdf) > MAX_BYTES:
        raise ImpositionError(
            f"the PDF is too large ({len(pdf) / 1e9:.1f} GB)",
            hint="Make its pictures smaller, or split it and impose the parts.",
        )
    with _damage_is_an_error(), _opened(pdf) as source:
        _check(source)
        with _overflow_is_damage():
            _flatten_annotations(source)
        yield source


def _opened(pdf: bytes) -> Pdf:
    try:
        with _overflow_is_damage():
            return pikepdf.open(BytesIO(pdf))
    except pikepdf.PasswordError as error:
        raise ImpositionError(
            "the PDF is locked with a password",
            hint="Open it in a PDF reader, save it without the password, and impose that file.",
        ) from error


@contextmanager
def _overflow_is_damage() -> Iterator[None]:
    """Tell a number of the file that is too large for qpdf from a mistake of ours.

    pikepdf raises OverflowError or ValueError for it; only calls of pikepdf that raise them for
    nothing else belong inside.
    """
    try:
        yield
    except (OverflowError, ValueError) as error:
        raise pikepdf.PdfError(str(error)) from error


@contextmanager
def _damage_is_an_error() -> Iterator[None]:
    """Say what to do about a broken PDF, at whatever step that is noticed."""
    try:
        yield
    except (pikepdf.PdfError, RuntimeError) as error:  # qpdf has both for what it cannot read
        raise ImpositionError(
            "the file is no PDF, or a damaged one",
            hint="Open it in a PDF reader; if that works, print it to a new PDF and use that.",
        ) from error


def read_pages(source: Pdf) -> tuple[SourcePage, ...]:
    """Read the geometry of every page.

    Raises:
        ImpositionError: when a page has no size.
    """
    return tuple(_read_page(page, number) for number, page in enumerate(source.pages, 1))


def runs_right_to_left(pdf: Pdf) -> bool:
    """Tell whether a PDF says that its pages are read from right to left (12.2, table 150)."""
    preferences = pdf.Root.get("/ViewerPreferences")
    if not isinstance(preferences, Dictionary):
        return False
    return bool(preferences.get("/Direction") == pikepdf.Name.R2L)


def find_title(source: Pdf) -> str:
    """Find the title in the document information dictionary (ISO 32000-1, 14.3.3); "" if none."""
    return decode_text(source.docinfo.get("/Title")).strip()


def usual_size(pages: Sequence[SourcePage]) -> tuple[float, float]:
    """Find the size that most pages have, to the millimetre; the earlier one of two equals."""
    counted: Counter[tuple[int, int]] = Counter()
    first: dict[tuple[int, int], SourcePage] = {}
    for page in pages:
        in_mm = (round(page.page_width / POINTS_PER_MM), round(page.page_height / POINTS_PER_MM))
        counted[in_mm] += 1
        first.setdefault(in_mm, page)
    usual = first[counted.most_common(1)[0][0]]
    return usual.page_width, usual.page_height


def _check(source: Pdf) -> None:
    if not (source.allow.print_lowres or source.allow.print_highres):
        raise ImpositionError(
            "the PDF's author does not allow it to be printed",
            hint="Ask the author for a file without this restriction.",
        )
    page_count = len(source.pages)
    if page_count == 0:
        raise ImpositionError("the PDF has no pages", hint="Choose a PDF with at least one page.")
    if page_count > MAX_PAGES:
        raise ImpositionError(
            f"the PDF has {page_count:,} pages; {MAX_PAGES:,} can be imposed at once",
            hint="Split it and impose the parts.",
        )


def _flatten_annotations(source: Pdf) -> None:
    """Draw printable notes and filled-in fields into their pages (ISO 32000-1, 12.5.5)."""
    form = source.Root.get("/AcroForm")
    if isinstance(form, Dictionary) and bool(form.get("/NeedAppearances")):
        source.generate_appearance_streams()
    if any(_has_appearance(page) for page in source.pages):
        source.flatten_annotations("print")


def _has_appearance(page: Page) -> bool:
    annotations = page.obj.get("/Annots")
    return isinstance(annotations, Array) and any(
        isinstance(annotation, Dictionary) and "/AP" in annotation for annotation in annotations
    )


def _read_page(page: Page, page_number: int) -> SourcePage:
    node = page.obj
    media = _box(inherited(node, "/MediaBox"))
    if media is None:
        raise ImpositionError(
            f"page {page_number} of the PDF has no size",
            hint="Open it in a PDF reader and print it to a new PDF.",
        )
    crop = _overlap(media, _box(inherited(node, "/CropBox")))
    box = _overlap(crop, _box(node.get("/TrimBox")))
    rotation = _number(inherited(node, "/Rotate"), 0) % 360
    if rotation % 90:
        rotation = 0
    edges = (box[2] - box[0], box[3] - box[1])
    is_wide = edges[0] > edges[1] if rotation % 180 == 0 else edges[0] < edges[1]
    if is_wide:
        rotation += 270
    unit = _number(node.get("/UserUnit"), 1)
    return SourcePage(page_number, box, unit if unit > 0 else 1.0, int(rotation) % 360, is_wide)


def inherited(node: Object, key: str) -> Object | None:
    """Look a page attribute up in the page and in its ancestors (ISO 32000-1, 7.7.3.4)."""
    for _ in range(MAX_TREE_DEPTH):
        if key in node:
            return node[key]
        parent = node.get("/Parent")
        if not isinstance(parent, Dictionary):
            break
        node = parent
    return None


def decode_text(value: object) -> str:
    """Read a text string (ISO 32000-1, 7.9.2.2), whatever bytes it holds; "" when it is none."""
    if not isinstance(value, String):
        return ""
    try:
        return str(value)
    except UnicodeDecodeError:  # it says that it is UTF-8, and is not
        return bytes(value).decode("utf-8-sig", errors="replace")


def _number(value: object, default: float) -> float:
    try:
        number = float(value)  # type: ignore[arg-type]  # a PDF may hold anything here
    except (TypeError, ValueError):
        return default
    return number if isfinite(number) else default


def _box(value: object) -> Box | None:
    """Read a rectangle, whichever corners it names; None when it is no rectangle with an area."""
    if not isinstance(value, Array) or len(value) != BOX_EDGES:
        return None
    edges = [_number(edge, float("nan")) for edge in value]
    left, right = sorted(edges[::2])
    bottom, top = sorted(edges[1::2])
    return (left, bottom, right, top) if right > left and top > bottom else None


def _overlap(outer: Box, inner: Box | None) -> Box:
    """Intersect two boxes; a box that is missing or lies outside changes nothing."""
    if inner is None:
        return outer
    left, bottom = max(outer[0], inner[0]), max(outer[1], inner[1])
    right, top = min(outer[2], inner[2]), min(outer[3], inner[3])
    return (left, bottom, right, top) if right > left and top > bottom else outer
