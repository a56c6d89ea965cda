"""Render the pages of one division with WeasyPrint. Imported only where Pango is.

A division gets the number of its first page from a few lines of CSS, and the folios it refers to
from `data-folio` on its links, so that WeasyPrint never has to lay a page out again for a number.
Which numbers these are, is decided in `scheduling`.
"""

from __future__ import annotations

from contextlib import suppress
from dataclasses import replace
from typing import TYPE_CHECKING

from weasyprint import HTML

from booklet.linker.fragment import NO_PAGES, Fragment
from booklet.weasy.diagnostics import Diagnostics, SurplusPageError
from booklet.weasy.draw_pages import drop_unsafe_links, find_destinations
from booklet.weasy.fetch import ResourceFetcher
from booklet.weasy.internals import make_layout_context
from booklet.weasy.known_divisions import KnownDivision, Wording, find_known, remember
from booklet.weasy.partial_layout import OutOfStepError, recorded_layout
from booklet.weasy.prepared_styles import prepare_styles
from booklet.weasy.render_again import render_again
from booklet.weasy.render_job import Purpose
from booklet.weasy.rendering import Rendering, prepare_html

if TYPE_CHECKING:
    from booklet.weasy.protocols import HtmlDocument, LayoutContext
    from booklet.weasy.render_job import RenderContext, RenderJob


def render_pages(job: RenderJob, render_context: RenderContext) -> Fragment:
    """Render a division's pages.

    Raises:
        EndlessError: when no page is the last.
    """
    if job.before is not None:
        with suppress(OutOfStepError):
            return _render(_begin(job, render_context))
    whole = _begin(replace(job, before=None), render_context)
    if job.own_words:
        for known in find_known(whole.job, whole.styles):
            made = render_again(known, _begin(whole.job, render_context))
            if made is not None:
                remember(known)
                return made
    try:
        return _render(whole)
    except SurplusPageError:
        return Fragment(job.name, NO_PAGES, job.most_pages + 1, {}, (), ())


def _begin(job: RenderJob, render_context: RenderContext) -> Rendering:
    diagnostics = Diagnostics(
        job.title, page_limit=1000 + len(job.html) // 8, most_pages=job.most_pages
    )
    return Rendering(job, render_context, prepare_styles(render_context), diagnostics)


def _render(rendering: Rendering) -> Fragment:
    job, diagnostics = rendering.job, rendering.diagnostics
    fetcher = ResourceFetcher({**rendering.render_context.resources, **job.resources})
    contexts: list[LayoutContext] = []

    def make_context(*arguments: object) -> LayoutContext:
        contexts.append(make_layout_context.original(*arguments))
        return contexts[-1]

    with (
        rendering.patched(),
        recorded_layout(job.numbers.first, job.before) as layout,
        make_layout_context.replaced(make_context),
    ):
        html: HtmlDocument = HTML(string=job.html, url_fetcher=fetcher)
        root = html.etree_element
        wording = Wording.read(root)
        prepare_html(root, job, rendering.render_context.language)
        document = rendering.lay_out(html)
        if job.purpose is Purpose.MEASURE:
            measured = rendering.measure(document, root)
            remember(KnownDivision(rendering, html, wording, contexts[0], measured))
            return measured
        anchors, _ = find_destinations(document.pages, root)
        if any(name in anchors and anchors[name].page_index != at for name, at in job.foreseen):
            return Fragment(job.name, NO_PAGES, len(document.pages), anchors, (), ())
        drop_unsafe_links(document.pages, diagnostics)
        drawn = rendering.drawer(root).draw(document, layout.first_index)
    diagnostics.report_addresses(fetcher)
    made = replace(rendering.describe(document.pages, root, drawn), layout=layout.starts)
    if job.before is not None:
        return replace(made, page_starts=(), part_from=layout.first_index)
    remember(KnownDivision(rendering, html, wording, contexts[0], made, drawn, document))
    return made
