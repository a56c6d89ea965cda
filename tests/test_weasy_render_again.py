"""A division that is rendered again in other words is what rendering it alone gives."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from booklet.linker.fragment import Fragment, PageNumbers
from booklet.scheduling.worker_task import render_division
from booklet.weasy import render
from booklet.weasy.known_divisions import forget_known
from booklet.weasy.render_job import Purpose, RenderContext, RenderJob

if TYPE_CHECKING:
    from booklet.weasy.rendering import Rendering

STYLE = (
    "@page { size: 420px 595px; margin: 40px; @bottom-center { content: counter(page) } }"
    "@page { @top-center { content: string(head) } } h2 { string-set: head content() }"
    "h2 { bookmark-level: 2 } .note { float: footnote } .aside { float: right; width: 90px }"
)
CONTEXT = RenderContext("again", STYLE, {}, "en")
WORDS = "A paragraph of some words, and some more of them. "
LONG = "Wolfeschlegelsteinhausenbergerdorff of the Holy Trinity and All Saints Academy Trust"
NAMES = ("Bo", f"{LONG} {LONG}", "Юлия & <b>words</b>")


@pytest.fixture(autouse=True)
def _begin_with_nothing() -> None:
    forget_known()


@pytest.fixture
def rendered(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """List the words of the divisions that are rendered in full."""
    found: list[str] = []
    original = render._render  # noqa: SLF001

    def note(rendering: Rendering) -> Fragment:
        found.extend(rendering.job.own_words)
        return original(rendering)

    monkeypatch.setattr(render, "_render", note)
    return found


def make_job(name: str, text: str) -> RenderJob:
    """Make a job of some pages, with a text about somebody in the middle."""
    escaped = name.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    paragraphs = [f'<p id="p{number}">{WORDS * 7}</p>' for number in range(8)]
    paragraphs[3] = text.replace("{{name}}", escaped)
    paragraphs[6] = paragraphs[6].replace("<p ", '<p style="break-before: page" ')
    html = f"<html><body><h2>Trust</h2>{''.join(paragraphs)}</body></html>"
    return RenderJob("trust", "Trust", html, "body-matter", PageNumbers(3), own_words=(name,))


def render_alone(job: RenderJob) -> Fragment:
    forget_known()
    return render_division(job, CONTEXT)


TEXTS = {
    "paragraph": '<p id="x">Dear {{name}}, this was written for you, to think about.</p>',
    "list": "<ol><li>One</li><li>Dear {{name}}, please come.</li></ol>",
    "table": "<table><tr><td>{{name}}</td><td>signs here, and so do others</td></tr></table>",
    "link": '<p>{{name}} reads <a href="#p7">what comes later</a> and <a href="#p1">more</a>.</p>',
    "columns": '<div style="columns: 2"><p>{{name}} and others</p><p>and others</p></div>',
    "twice": "<p>Dear {{name}},</p><p>please come, {{name}}. We need you.</p>",
    "heading": "<h2>For {{name}}</h2><p>Please come.</p>",
    "footnote": '<p>Please come.<span class="note">Dear {{name}}, yes, you.</span></p>',
    "beside": '<div class="aside">Aside, and more of it</div><p>Dear {{name}}, come.</p>',
    "split": f'<p id="x">{WORDS * 24} {{{{name}}}} {WORDS * 9}</p>',
}


@pytest.mark.parametrize("purpose", [Purpose.PRINT, Purpose.MEASURE])
@pytest.mark.parametrize("text", TEXTS)
def test_other_words_give_what_rendering_them_alone_gives(text: str, purpose: Purpose) -> None:
    jobs = [replace(make_job(name, TEXTS[text]), purpose=purpose) for name in ("Ada", *NAMES)]
    again = [render_division(job, CONTEXT) for job in jobs]
    for job, made in zip(jobs, again, strict=True):
        assert made == render_alone(job)


@pytest.mark.parametrize("purpose", [Purpose.PRINT, Purpose.MEASURE])
@pytest.mark.parametrize("text", ["paragraph", "list", "table", "columns", "twice", "split"])
def test_a_name_of_the_same_length_is_not_rendered_in_full(
    text: str, purpose: Purpose, rendered: list[str]
) -> None:
    for name in ("Ada", "Eva", "Bob"):
        render_division(replace(make_job(name, TEXTS[text]), purpose=purpose), CONTEXT)
    assert rendered == ["Ada"]


def test_what_is_known_is_forgotten(rendered: list[str]) -> None:
    for name in ("Ada", "Eva"):
        render_division(make_job(name, TEXTS["paragraph"]), CONTEXT)
        forget_known()
    assert rendered == ["Ada", "Eva"]


def test_a_division_in_other_attributes_is_rendered_in_full(rendered: list[str]) -> None:
    for name in ("Ada", "Eva"):
        picture = f'<p title="{name}">{name}</p>'
        render_division(make_job(name, picture), CONTEXT)
    assert rendered == ["Ada", "Eva"]
