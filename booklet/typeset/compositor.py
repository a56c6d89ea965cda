"""Set the pages of one division with WeasyPrint. Imported only where pages are set.

A division learns the number of its first page from a frame of CSS, and the folios it refers to
from `data-folio` on its links, so that WeasyPrint never has to set a page twice for a number.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from io import BytesIO
from typing import TYPE_CHECKING, Any

from weasyprint import CSS, HTML
from weasyprint.text.fonts import FontConfiguration

from booklet.pdf.fragment import Bookmark, Fragment, Spot
from booklet.typeset.book_date import dated
from booklet.typeset.capture import capture
from booklet.typeset.fetch import ResourceFetcher
from booklet.typeset.fonts import digest
from booklet.typeset.form_fields import read_form_fields
from booklet.typeset.insides import CounterStyle
from booklet.typeset.mends import mended_layout
from booklet.typeset.page_faults import find_faults
from booklet.typeset.page_numbers import NumberFinder
from booklet.typeset.page_starts import read_page_starts
from booklet.typeset.proofs import Proofs, read_proofs
from booklet.typeset.tags.context import survey
from booklet.typeset.tags.reading import read_structure
from booklet.typeset.tags.recorder import record_structure
from booklet.typeset.tags.repair import repair
from booklet.typeset.tags.writing import write_structure
from booklet.typeset.typefaces import LateFonts, note_fonts

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping
    from typing import TypeAlias
    from xml.etree.ElementTree import Element

    import pydyf

    from booklet.errors import Finding
    from booklet.pdf.form_field import FormField
    from booklet.pdf.fragment import FontUse, PageSection
    from booklet.typeset.tags.context import RepairContext
    from booklet.typeset.take import Supplies, Take

    _Captured: TypeAlias = tuple[
        PageSection, tuple[FontUse, ...], Mapping[str, bytes], tuple[FormField, ...]
    ]

_VARIANT = "pdf/a-3a"
_POINTS_PER_PIXEL = 0.75
_TARGET_COUNTER = re.compile(
    r"target-counter\(\s*attr\(\s*href(?:\s+url)?\s*\)\s*,\s*page\s*(?:,[^()]*)?\)", re.IGNORECASE
)
_FONT_FACE = re.compile(r"@font-face\s*\{[^}]*?font-family\s*:\s*[\"']?([^\"';}]+)")
# PDF/A forbids smoothed images (PDF/A-3, 6.2.8); a picture keeps its shape when it is narrowed.
_FRAME = """
html {{ break-before: {side} !important; image-rendering: crisp-edges }}
img[width][height] {{ height: auto }}
@page :first {{ counter-set: page {first_page_number} !important }}
"""


@dataclass(frozen=True, slots=True)
class _Shop:
    """What is prepared once for all divisions of a book: parsed CSS and loaded fonts."""

    fonts: FontConfiguration
    counters: CounterStyle
    css: CSS
    families: frozenset[str]
    font_files: frozenset[str]
    findings: tuple[Finding, ...]


_shops: dict[str, _Shop] = {}


def compose(take: Take, supplies: Supplies) -> Fragment:
    """Set a division's pages.

    Raises:
        EndlessError: when no page is the last.
    """
    shop = _open_shop(supplies)
    fetcher = ResourceFetcher({**supplies.resources, **take.resources})
    proofs = Proofs(take.division.title, page_limit=1000 + len(take.division.html) // 8)
    with read_proofs(proofs), mended_layout(), dated(supplies.modified):
        html = HTML(string=take.division.html, url_fetcher=fetcher)
        _prepare_html(html.etree_element, take, supplies.language)
        document = html.render(
            font_config=shop.fonts,
            counter_style=shop.counters.copy(),
            stylesheets=[shop.css, CSS(string=_frame(take))],
            pdf_variant=_VARIANT,
            presentational_hints=True,  # the start of a list, the width of a picture
        )
        anchors, bookmarks = _find_places(document, html.etree_element)
        # Places in other divisions: WeasyPrint keeps only links that lead somewhere.
        for target, _ in take.folios:
            document.pages[0].anchors.setdefault(target, (0, 0, 0, 0))
        context = survey(
            html.etree_element,
            name=take.division.name,
            language=supplies.language,
            page_heights=[page.height * _POINTS_PER_PIXEL for page in document.pages],
            proofs=proofs,
        )
        fonts = document.fonts = LateFonts()
        content, uses, font_files, fields = _capture(
            document, context, shop.font_files, take, supplies.stylesheet
        )
    proofs.look_at_addresses(fetcher)
    proofs.look_at_fonts(fonts.used(), shop.families)
    return Fragment(
        name=take.division.name,
        content=content,
        page_count=len(document.pages),
        anchors=anchors,
        bookmarks=bookmarks,
        findings=(*shop.findings, *proofs.findings),
        page_starts=read_page_starts(document.pages, html.etree_element),
        fonts=uses,
        font_files=font_files,
        faults=find_faults(document.pages),
        fields=fields,
    )


def literal_folios(stylesheet: str) -> str:
    """Print the folio that a link carries where the CSS asks for its target's page counter."""
    return _TARGET_COUNTER.sub("attr(data-folio)", stylesheet)


def _open_shop(supplies: Supplies) -> _Shop:
    """Parse the CSS and load the fonts, unless the last division had the same."""
    if supplies.key not in _shops:
        fonts, counters = FontConfiguration(), CounterStyle()
        fetcher = ResourceFetcher(supplies.resources)
        proofs = Proofs("the style sheet")
        with read_proofs(proofs):
            css = CSS(
                string=literal_folios(supplies.stylesheet),
                url_fetcher=fetcher,
                font_config=fonts,
                counter_style=counters,
            )
        proofs.look_at_addresses(fetcher)
        families = {name.strip() for name in _FONT_FACE.findall(supplies.stylesheet)}
        _shops.clear()
        _shops[supplies.key] = _Shop(
            fonts=fonts,
            counters=counters,
            css=css,
            families=frozenset(families),
            font_files=frozenset(map(digest, supplies.resources.values())),
            findings=tuple(proofs.findings),
        )
    return _shops[supplies.key]


def _prepare_html(root: Element, take: Take, language: str) -> None:
    """Put folios on links, and see that nothing becomes an attachment.

    The root says which partition it stands in, because a page of notes can stand in any.
    """
    root.attrib.setdefault("lang", language)
    root.set("data-partition", take.division.partition)
    folios = dict(take.folios)
    for element in root.iter():
        if "attachment" in element.get("rel", "").lower().split():
            del element.attrib["rel"]
        target = element.get("href", "").removeprefix("#")
        if element.tag == "a" and target in folios:
            element.set("data-folio", folios[target])


def _frame(take: Take) -> str:
    side = "recto" if take.opens_on_recto else "verso"
    return _FRAME.format(side=side, first_page_number=take.first_page_number)


def _find_places(
    document: Any,  # noqa: ANN401 - WeasyPrint's
    root: Element,
) -> tuple[dict[str, Spot], tuple[Bookmark, ...]]:
    """Find where ids and bookmarks stand, in PDF coordinates.

    What has an id and is not shown stands at the top of the division.
    """
    anchors: dict[str, Spot] = {}
    bookmarks = []
    for index, page in enumerate(document.pages):

        def spot(x: float, y: float, index: int = index, height: float = page.height) -> Spot:
            return Spot(index, x * _POINTS_PER_PIXEL, (height - y) * _POINTS_PER_PIXEL)

        for name, (x, y, *_) in page.anchors.items():
            anchors.setdefault(name, spot(x, y))
        for level, label, (x, y), state in page.bookmarks:
            text = " ".join(label.split())
            bookmarks.append(Bookmark(level, text, spot(x, y), state == "open"))
    top = Spot(0, 0.0, document.pages[0].height * _POINTS_PER_PIXEL)
    for element in root.iter():
        if name := element.get("id"):
            anchors.setdefault(name, top)
    return anchors, tuple(bookmarks)


def _capture(
    document: Any,  # noqa: ANN401 - WeasyPrint's
    context: RepairContext,
    font_files: Collection[str],
    take: Take,
    stylesheet: str,
) -> _Captured:
    """Draw the pages, mend their structure tree, and cut them out before they are written."""
    captured: list[_Captured] = []

    def finish(_document: Any, pdf: pydyf.PDF) -> None:  # noqa: ANN401 - WeasyPrint's
        tree = read_structure(pdf, recording)
        numbers = NumberFinder(pdf, document.fonts, take.first_page_number)
        numbers.look_at_margins(recording)
        folios = dict(take.folios)
        numbers.look_at_links(tree, folios)
        numbers.look_at_css(folios, literal_folios(stylesheet), take.division.html)
        repair(tree, context)
        fields = read_form_fields(document.pages, tree, context, take.division.title)
        write_structure(pdf, tree, recording)
        uses, files = note_fonts(document.fonts.used(), context.name, font_files)
        captured.append((capture(pdf, uses, numbers), tuple(uses), files, fields))

    with record_structure() as recording:
        document.write_pdf(BytesIO(), finisher=finish, pdf_variant=_VARIANT, uncompressed_pdf=True)
    return captured[0]
