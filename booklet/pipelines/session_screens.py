"""The parts of a session that are shown on screens: the page for phones."""

# ruff: noqa: PLC0415 - every stage is imported where it begins, as in the pipelines

from __future__ import annotations

from typing import TYPE_CHECKING

from booklet.common.outputs import Product
from booklet.pipelines.build import pluralise, raise_for
from booklet.pipelines.session_part import Audience, SessionBuild, SessionFile

if TYPE_CHECKING:
    from collections.abc import Iterator


def phone_page(session: SessionBuild) -> Iterator[SessionFile]:
    """Write the booklet as one page for the browsers of phones."""
    from booklet.finished_files import write_page
    from booklet.web import Download, finish_page, lay_out_web_page
    from booklet.web.page import PAGE

    downloads = (
        Download("epub_file", session.paths.epub.name),
        Download("pdf_file", session.paths.pages().name),
    )
    page = finish_page(lay_out_web_page(session.book, session.layouts, downloads), session.layouts)
    raise_for(page.findings, strict=session.strict)
    path = session.paths.file(PAGE)
    write_page(path, page.html)
    yield SessionFile(
        Product(path, pluralise(-(-len(page.html) // 1000), "kilobyte"), page.findings),
        Audience.PHONES,
        "The booklet as one page for any phone, without an app. What people type into their plans "
        "stays on their own phone. Put it on the school’s site, or share this folder.",
    )
