"""Messages come in the order of their places, in colours that mean something."""

from __future__ import annotations

import re

from hypothesis import given
from hypothesis import strategies as st

from booklet.cli.messages import in_order, messages_of
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
    notes = [finding for finding in ordered if finding.severity is Severity.NOTE]
    assert ordered[len(ordered) - len(notes) :] == notes
    for group in (ordered[: len(ordered) - len(notes)], notes):
        placed = [finding.place for finding in group if finding.place]
        assert placed == sorted(placed)
        assert all(finding.place for finding in group[len(group) - len(placed) :])


def many(code: str, count: int, severity: Severity = Severity.WARNING) -> list[Finding]:
    return [Finding(code, severity, "p", "h", Place("a.md", line)) for line in range(1, count + 1)]


def test_five_of_a_kind_are_shown_and_the_others_counted() -> None:
    messages = [text for _, text in messages_of([*many("M109", 1999), *many("M101", 5)])]
    assert sum("[M101]" in text for text in messages) == 5
    of_a_kind = [text for text in messages if "[M109]" in text]
    assert [text.partition(":")[0] for text in of_a_kind] == ["a.md"] * 5 + ["warning"]
    assert "and 1,994 more of this kind: two chapters whose names differ only" in of_a_kind[-1]
    assert "a.md:6, a.md:7, " in of_a_kind[-1]
    assert of_a_kind[-1].endswith("a.md:15, ….")


def test_kinds_are_told_apart_by_how_bad_they_are() -> None:
    messages = messages_of([*many("M118", 4), *many("M118", 4, Severity.NOTE)])
    assert len(messages) == 8


@given(st.lists(findings))
def test_no_finding_goes_uncounted(some: list[Finding]) -> None:
    messages = [text for _, text in messages_of(some)]
    more = [int(found[1]) for text in messages if (found := re.search(r"and (\d+) more", text))]
    assert len(messages) - len(more) + sum(more) == len(set(some))
