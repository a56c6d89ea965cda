"""Diagnostics: what WeasyPrint logs, fetches and draws becomes findings.

Messages that mean nothing for a book, or that another stage reports better, are dropped here.
"""

from __future__ import annotations

import logging
import re
from contextlib import contextmanager
from typing import TYPE_CHECKING

from booklet.common.errors import Finding, Severity

if TYPE_CHECKING:
    from collections.abc import Iterator

    from booklet.weasy.fetch import ResourceFetcher

_LOGGERS = ("weasyprint", "weasyprint.progress", "fontTools")
_PAGE_MESSAGE = "Step 5 - Creating layout - Page %d"

_STYLE_HINT = "Correct it in the style sheet, or take it out; the pages were set without it."
_DRAWING_HINT = (
    "The pages do without it. Open it in a drawing program and save it again as 'plain SVG', or as "
    "PNG."
)
# What is reported elsewhere, with a place and a better hint.
_REPORTED_ELSEWHERE = (
    'Image "%s" has no required alt description',
    "Failed to load stylesheet at ",
    "Font-face ",
    ".notdef glyph rendered",
    "Too many glyphs missing from ",
)
# How WeasyPrint begins a message, the code of our finding, and what to do.
_MEANINGS = (
    (
        "No anchor #",
        "T607",
        "Compare the address with the headings and ids of the book; the link was left as text.",
    ),
    (
        "Content discarded: target",
        "T607",
        "`target-text()` only reaches places in the same chapter; write the text out.",
    ),
    ("Anchor defined twice", "T611", "Give every heading and figure an id of its own."),
    (
        "Failed to load image",
        "T604",
        "Open the picture in another program and save it again as PNG, JPEG or SVG.",
    ),
    (
        "Drawing '%s' has words",
        "T604",
        "Turn them into paths in a drawing program, so that they follow the curve on paper, too.",
    ),
    ("Drawing '", "T604", _DRAWING_HINT),
    ("Failed to load inline SVG", "T604", _DRAWING_HINT),
    ("Ignored `", "T603", _STYLE_HINT),
    ("Unknown", "T603", _STYLE_HINT),
    ("Invalid", "T603", _STYLE_HINT),
    ("Parse error", "T603", _STYLE_HINT),
    ("Error: ", "T603", _STYLE_HINT),
)
# Variable fonts declare the range of their weights; WeasyPrint finds the weights without.
_HARMLESS = re.compile(r"Ignored `font-weight: \d+ \d+`")


class EndlessError(Exception):
    """Page follows page and none is the last."""


class SurplusPageError(Exception):
    """A page was begun after the last that is of use."""


class Diagnostics:
    """What is found while one division is rendered.

    Attributes:
        findings: each once, in the order they were made.
    """

    def __init__(self, title: str, *, page_limit: int = 1000, most_pages: int = 0) -> None:
        """Find nothing yet.

        Args:
            title: of the division.
            page_limit: more pages than its text can fill.
            most_pages: that are of use; 0 for any number.
        """
        self.findings: list[Finding] = []
        self._title = title
        self._page_limit = page_limit
        self._most_pages = most_pages

    def note(
        self, code: str, problem: str, hint: str, severity: Severity = Severity.WARNING
    ) -> None:
        """Add a finding, unless it is there already."""
        finding = Finding(code, severity, f"in '{self._title}': {problem}", hint)
        if finding not in self.findings:
            self.findings.append(finding)

    def interpret(self, record: logging.LogRecord) -> None:
        """Turn one message of WeasyPrint into a finding, if an author should know about it.

        Raises:
            EndlessError: when it counts more pages than the text can fill.
            SurplusPageError: when it counts more pages than are of use.
        """
        template = str(record.msg)
        if record.name == "weasyprint.progress":
            if template.startswith(_PAGE_MESSAGE) and isinstance(record.args, tuple):
                self._count_pages(record.args)
            return
        if record.levelno < logging.WARNING or template.startswith(_REPORTED_ELSEWHERE):
            return
        if _HARMLESS.match(record.getMessage()):
            return
        if any(type(each).__name__ == "URLFetchingError" for each in record.args or ()):
            return  # the fetcher has recorded which address, and why
        message = " ".join(record.getMessage().split()).rstrip(".")
        for beginning, code, hint in _MEANINGS:
            if template.startswith(beginning):
                self.note(code, message, hint)
                return
        self.note("T609", message, "WeasyPrint, which sets the pages, says so; look at the pages.")

    def _count_pages(self, arguments: tuple[object, ...]) -> None:
        count = arguments[0]
        if not isinstance(count, int):
            return
        if count > self._page_limit:
            raise EndlessError(f"it fills more than {self._page_limit} pages")
        if 0 < self._most_pages < count:
            raise SurplusPageError

    def report_addresses(self, fetcher: ResourceFetcher) -> None:
        """Report addresses that were not answered."""
        for address in fetcher.missing:
            self.note(
                "T601",
                f"there is no '{address}'",
                "A template or style sheet names a font or picture that the book does not have; "
                "compare it with our layouts.",
                Severity.ERROR,
            )
        for address in fetcher.refused:
            self.note(
                "T602",
                f"'{address}' was not fetched",
                "Pages are set without the network and without files outside the project. Put the "
                "file into the project and name it there.",
            )


class _Handler(logging.Handler):
    def __init__(self, diagnostics: Diagnostics) -> None:
        super().__init__(logging.DEBUG)
        self._diagnostics = diagnostics

    def emit(self, record: logging.LogRecord) -> None:
        self._diagnostics.interpret(record)


@contextmanager
def collect_diagnostics(diagnostics: Diagnostics) -> Iterator[None]:
    """Send everything that WeasyPrint and fontTools log to `diagnostics`, and nowhere else."""
    handler = _Handler(diagnostics)
    loggers = [logging.getLogger(name) for name in _LOGGERS]
    before = [(logger.level, logger.propagate) for logger in loggers]
    for logger in loggers:
        logger.addHandler(handler)
        logger.propagate = False
        logger.setLevel(logging.INFO)
    try:
        yield
    finally:
        for logger, (level, propagate) in zip(loggers, before, strict=True):
            logger.removeHandler(handler)
            logger.propagate = propagate
            logger.setLevel(level)
