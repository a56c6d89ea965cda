"""What a typographer would not let pass is found, and nothing else."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from conftest import ROOT
from render_samples import SENTENCE, copy_of, division

from booklet.common.finding_codes import UNREADABLE
from booklet.pipelines.book import build_pdf
from booklet.print.pages import lay_out_pages
from booklet.project import read_book
from booklet.scheduling.typeset_book import typeset
from booklet.theme.templates import Layouts
from booklet.theme.typefaces import find_typefaces

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from booklet.common.errors import Finding

FOUR_LINES = """
@page { size: 100mm 60mm; margin: 10mm }
html { font-family: "Atkinson Hyperlegible" }
body { margin: 0 }
p, h2 { font-size: 10pt; line-height: 10mm; margin: 0; orphans: 1; widows: 1; break-after: auto }
"""


def faults_in(html: str) -> tuple[Finding, ...]:
    """Set some HTML on small pages that hold four lines and nothing else."""
    copy = replace(
        copy_of(division("in", html)),
        stylesheet=f"{find_typefaces('Atkinson Hyperlegible').css}\n{FOUR_LINES}",
        notes_page=None,
        back_cover=None,
        page_multiple=1,
    )
    return typeset(copy).faults


@pytest.mark.parametrize(
    "html",
    [
        pytest.param("<p>one<br>two<br>three<br>four</p><p>five<br>six</p>", id="whole paragraphs"),
        pytest.param("<p>a<br>b<br>c<br>d<br>e<br>f</p>", id="two lines on the next page"),
        pytest.param("<p>one-<br>two-<br>three<br>four-</p>", id="two hyphens in a row"),
        pytest.param("<p>a</p><h2>High</h2><p>b<br>c<br>d<br>e</p>", id="text below a heading"),
        pytest.param("<h2>Alone</h2><p style='break-before: page'>b<br>c</p>", id="a title page"),
        pytest.param(
            "<p>Autumn</p><h1 class=cover-title>T</h1><p style='break-before: page'>b<br>c</p>",
            id="a cover with a title below a line",
        ),
        pytest.param("<p>a single line</p>", id="a short chapter"),
        pytest.param("<h2>The end</h2>", id="a heading that ends the text"),
    ],
)
def test_good_pages_have_no_faults(html: str) -> None:
    assert [str(fault) for fault in faults_in(html)] == []


def test_a_fault_names_the_printed_page_and_the_words() -> None:
    (fault,) = faults_in("<p>one<br>two<br>three<br>four<br>five</p>")
    assert "page 2" in fault.problem
    assert "five" in fault.problem


@pytest.mark.slow
def test_our_own_booklet_has_no_faults() -> None:
    copy = lay_out_pages(read_book(ROOT), Layouts())
    assert [str(fault) for fault in typeset(copy).faults] == []


def test_what_nobody_can_read_is_told_in_every_build(make_project: Callable[..., Path]) -> None:
    project = make_project(
        {
            "chapters/a.md": f"# A\n\n{SENTENCE * 3}\n",
            "layouts/print/custom.css": ".chapter p { width: 170mm }",
        }
    )
    codes = {finding.code for finding in build_pdf(project, project / "out").findings}
    assert codes & UNREADABLE
