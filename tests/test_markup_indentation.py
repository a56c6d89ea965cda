"""Two, three or four spaces mean the same: the list goes on."""

from __future__ import annotations

import pytest
from markup_samples import body, codes, parse

from booklet.common.errors import ManuscriptError


@pytest.mark.parametrize("indent", ["  ", "   ", "    ", "\t"])
def test_a_second_paragraph_keeps_five_rules_one_list(indent: str) -> None:
    text = "\n\n".join(f"{n}. **Lead {n}** – text.\n\n{indent}More of {n}." for n in range(1, 6))
    html = body(text)
    assert html.count("<ol") == 1
    assert [f'id="trust-rule-{n}"' in html for n in range(1, 7)] == [True] * 5 + [False]
    assert html.count("<p>More of") == 5


@pytest.mark.parametrize("indent", [2, 3, 4])
def test_bullets_nest_by_two_three_or_four_spaces(indent: int) -> None:
    text = f"- a\n{' ' * indent}- b\n{' ' * indent * 2}- c\n- d"
    assert "".join(body(text).split()) == (
        "<ul><li>a<ul><li>b<ul><li>c</li></ul></li></ul></li><li>d</li></ul>"
    )


@pytest.mark.parametrize("indent", [2, 3, 4])
def test_bullets_nest_in_numbered_items(indent: int) -> None:
    html = "".join(body(f"1. a\n{' ' * indent}- b\n2. c").split())
    assert html == "<ol><li>a<ul><li>b</li></ul></li><li>c</li></ol>"


def test_a_list_may_follow_its_paragraph_at_once() -> None:
    assert "<li>one</li>" in body("We agreed:\n- one\n- two")


def test_a_number_in_running_text_starts_no_list() -> None:
    assert "<ol" not in body("She was born in\n1987. He was not.")


def test_a_fence_in_a_list_stays_in_it() -> None:
    html = body("1. one\n\n   ```python\n   if x:\n       y\n   ```\n\n2. two")
    assert html.count("<ol") == 1
    assert '<span class="k">if</span>' in html


def test_an_unclosed_fence_goes_on_to_the_end_and_is_named() -> None:
    html = body("```python\n\nx **bold**\n\n## Next")
    assert "**" in html
    assert "Next" in html
    assert codes("```python\n\nx") == ["K552"]


def test_words_after_the_language_of_a_fence_are_ignored() -> None:
    assert 'class="k">fn</span>' in body("```rust,editable\nfn main() {}\n```")


def test_lists_in_quotations_are_lined_up_too() -> None:
    html = body("> [!discuss]\n> 1. one\n>\n>    more\n>\n> 2. two")
    assert html.count("<ol") == 1


def test_indented_code_stays_code() -> None:
    assert "<code>- no list\n</code>" in body("Text.\n\n    - no list\n")


@pytest.mark.parametrize(
    "text",
    [
        "> " * 1000 + "x",
        "\n".join("  " * n + "- x" for n in range(1000)),
        "- " * 1000 + "x",
        "<div>" * 1000 + "x" + "</div>" * 1000,
    ],
    ids=["quotes", "lists", "one-line lists", "tags"],
)
def test_hopeless_nesting_is_an_error_with_a_hint(text: str) -> None:
    with pytest.raises(ManuscriptError, match="nested too deeply") as caught:
        parse(f"Words.\n\n{text}")
    assert caught.value.place is not None
    assert caught.value.hint


def test_the_error_names_the_line() -> None:
    with pytest.raises(ManuscriptError) as caught:
        parse("---\ntitle: T\n---\n\nWords.\n\n" + "> " * 100 + "x")
    assert caught.value.place is not None
    assert caught.value.place.line == 7
