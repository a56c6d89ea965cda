"""Prepare what all divisions of a book are set with: its style sheet, and its fonts for Pango.

Imported only where Pango is.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from weasyprint import CSS
from weasyprint.text.fonts import FontConfiguration

from booklet.common.memoize import memoize
from booklet.common.temporary_folders import (
    make_temporary_folder,
    remove_folder,
    unusable_temporary_folder,
)
from booklet.linker.fragment import digest
from booklet.theme.typefaces import EMOJI_FAMILY, declared_name
from booklet.weasy.diagnostics import Diagnostics, collect_diagnostics
from booklet.weasy.fetch import ResourceFetcher
from booklet.weasy.internals import CounterStyle, draw_emoji_with, put_fonts_into
from booklet.weasy.patches.drawn_words import DrawnTypefaces

if TYPE_CHECKING:
    from pathlib import Path

    from booklet.common.errors import Finding
    from booklet.weasy.render_job import RenderContext

_TARGET_COUNTER = re.compile(
    r"target-counter\(\s*attr\(\s*href(?:\s+url)?\s*\)\s*,\s*page\s*(?:,[^()]*)?\)", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class PreparedStyles:
    """What is prepared once for all divisions of a book: parsed CSS and loaded fonts.

    Attributes:
        folder: in which Pango reads the fonts; it goes when other styles take the place of these.
    """

    folder: Path
    fonts: FontConfiguration
    counters: CounterStyle
    css: CSS
    drawn: DrawnTypefaces
    font_files: frozenset[str]
    findings: tuple[Finding, ...]


_MOST_PREPARED = 3
"""A book has one style sheet; handouts have three: of the booklet, of A4 and of rule cards."""

_prepared: dict[str, PreparedStyles] = {}


@memoize
def parse_styles(stylesheet: str) -> CSS:
    """Parse CSS that names no resources."""
    return CSS(string=stylesheet)


def literal_folios(stylesheet: str) -> str:
    """Print the folio that a link carries where the CSS asks for its target's page counter."""
    return _TARGET_COUNTER.sub("attr(data-folio)", stylesheet)


def prepare_styles(render_context: RenderContext) -> PreparedStyles:
    """Parse the CSS and load the fonts, unless one of the last divisions had the same."""
    if render_context.key not in _prepared:
        _forget_styles(keep=_MOST_PREPARED - 1)
        folder = make_temporary_folder()
        fonts, counters = FontConfiguration(), CounterStyle()
        put_fonts_into(folder, fonts)
        draw_emoji_with(declared_name(EMOJI_FAMILY), fonts)
        fetcher = ResourceFetcher(render_context.resources)
        diagnostics = Diagnostics("the style sheet")
        try:
            with collect_diagnostics(diagnostics):
                css = CSS(
                    string=literal_folios(render_context.stylesheet),
                    url_fetcher=fetcher,
                    font_config=fonts,
                    counter_style=counters,
                )
        except OSError as error:
            remove_folder(folder)
            raise unusable_temporary_folder(error) from error
        diagnostics.report_addresses(fetcher)
        _prepared[render_context.key] = PreparedStyles(
            folder=folder,
            fonts=fonts,
            counters=counters,
            css=css,
            drawn=DrawnTypefaces.of(render_context.stylesheet),
            font_files=frozenset(map(digest, render_context.resources.values())),
            findings=tuple(diagnostics.findings),
        )
    return _prepared[render_context.key]


def _forget_styles(*, keep: int) -> None:
    for key in list(_prepared)[: max(0, len(_prepared) - keep)]:
        remove_folder(_prepared.pop(key).folder)
