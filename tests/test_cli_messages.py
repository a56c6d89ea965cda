"""Messages come in the order of their places, in colours that mean something."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from booklet.cli.messages import coloured, in_order, short_path
from booklet.common.errors import Finding, Place, Severity

places = st.none() | st.builds(
    Place, st.sampled_from(["a.md", "b.md"]), st.integers(0, 3), st.integers(0, 3)
)
findings = st.builds(
    Finding, st.just("M101"), st.sampled_from(Severity), st.just("p"), st.just("h"), places
)


@given(st.lists(findings))
def test_every_finding_comes_once_and_in_order(some: list[Finding]) -> None:
    ordered = in_order(some)
    assert set(ordered) == set(some)
    assert len(ordered) == len(set(some))
    placed = [finding.place for finding in ordered if finding.place]
    assert placed == sorted(placed)
    assert all(finding.place for finding in ordered[len(ordered) - len(placed) :])


@pytest.mark.parametrize("severity", Severity)
def test_the_severity_is_coloured_and_no_word_changed(severity: Severity) -> None:
    finding = Finding("M101", severity, "an error: of judgement", "Look.", Place("a.md", 3))
    text = coloured(severity, str(finding))
    assert text.plain == str(finding)
    marked = {text.plain[span.start : span.end] for span in text.spans}
    assert marked >= {str(severity), "  hint:"}


def test_square_brackets_are_no_commands() -> None:
    assert coloured(Severity.ERROR, "error: [bold]x[/bold]").plain == "error: [bold]x[/bold]"


def test_paths_are_as_short_as_one_would_type_them(tmp_path: Path) -> None:
    assert short_path(tmp_path / "out" / "a.pdf", tmp_path) == str(Path("out/a.pdf"))
    assert short_path(tmp_path / "a.pdf", tmp_path / "elsewhere") == str(tmp_path / "a.pdf")
