"""After an edit only the pages that it has changed are laid out, and they are the same pages."""

from __future__ import annotations

from dataclasses import replace

import pytest

from booklet.linker.fragment import PageNumbers
from booklet.linker.page_digests import digest_pages
from booklet.scheduling.worker_task import render_division
from booklet.weasy.render_job import RenderContext, RenderJob


@pytest.fixture(scope="module")
def flowing() -> tuple[RenderJob, RenderContext]:
    """Make a job of several pages, one of which begins with a forced break."""
    paragraphs = [
        f'<p id="p{number}">{"A paragraph of some words, and some more of them. " * 7}</p>'
        for number in range(24)
    ]
    paragraphs[12] = paragraphs[12].replace("<p ", '<p style="break-before: page" ')
    listed = '<ol><li id="l1">One</li><li id="l2">Two</li></ol>'
    html = f"<html><body><h1>Trust</h1>{''.join(paragraphs)}{listed}</body></html>"
    job = RenderJob("trust", "Trust", html, "body-matter", PageNumbers(3))
    style = (
        "@page { size: 420px 595px; margin: 40px; @bottom-center { content: counter(page) }"
        "@top-center { content: string(head) } } h1 { string-set: head content() }"
    )
    return job, RenderContext("key", style, {}, "en")


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ('id="p0">A paragraph', 'id="p0">Any paragraph'),
        ('id="p5">A paragraph', 'id="p5">Any paragraph'),
        ('id="p11">A paragraph', 'id="p11">Any'),
        ('page" id="p12">A', 'page" id="p12">An'),
        ('<p style="break', '<p>New.</p><p style="break'),
        ('id="p20">A paragraph of', 'id="p20">Any'),
        ('<li id="l2">', '<li>Between</li><li id="l2">'),
        ("<h1>Trust", "<h1>Mistrust"),
    ],
)
def test_pages_that_are_set_alone_are_those_of_the_whole_chapter(
    flowing: tuple[RenderJob, RenderContext], old: str, new: str
) -> None:
    job, context = flowing
    before = render_division(job, context)
    edited = replace(job, html=job.html.replace(old, new, 1), numbers=PageNumbers(5))
    assert edited.html != job.html
    whole = digest_pages(render_division(edited, context).content)
    part = render_division(replace(edited, before=before.layout), context)
    first = part.part_from or 0
    shown = digest_pages(part.content)
    assert shown == whole[first : first + len(shown)]
    moved = digest_pages(render_division(replace(job, numbers=PageNumbers(5)), context).content)
    assert (*moved[:first], *shown, *moved[first + len(shown) :]) == whole


def test_an_edit_in_the_middle_sets_few_pages(
    flowing: tuple[RenderJob, RenderContext],
) -> None:
    job, context = flowing
    before = render_division(job, context)
    html = job.html.replace('id="p14">A paragraph', 'id="p14">Any paragraph')
    part = render_division(replace(job, html=html, before=before.layout), context)
    assert part.part_from is not None
    assert part.page_count < before.page_count / 2
