"""What an author most likely meant otherwise is named; what may be meant is left in peace."""

from __future__ import annotations

import pytest
from markup_samples import codes, parse

from booklet.common.language import Language

FIVE = "1. **One.** a\n2. **Two.** b\n3. {} c\n4. **Four.** d\n5. **Five.** e\n"


@pytest.mark.parametrize("lead", ["Three.", "*Three.*", "“Three”.", "Say **three**."])
def test_a_rule_without_a_bold_lead_is_named(lead: str) -> None:
    findings = parse(f"# T\n\nThree. Say.\n\n{FIVE.format(lead)}").findings
    assert [(one.code, one.place and one.place.line) for one in findings] == [("K507", 7)]
    assert findings[0].problem.startswith("rule 3 ")


@pytest.mark.parametrize(
    "text",
    [
        FIVE.format("**Three.**"),
        "1. One\n2. **Two** b\n3. three\n",
        "1. **One** a\n2. two\n",
        "1. one\n2. two\n3. three\n",
        f"- {FIVE.format('Three.')}".replace("\n", "\n  "),
        f"> [!discuss]\n{FIVE.format('Three.')}".replace("\n", "\n> "),
    ],
)
def test_other_lists_are_no_rules(text: str) -> None:
    assert codes(text) == []


STEPS = "> [!discuss|min-{}]\n> Talk.\n>\n> 1. **Think ({}).** x\n> 2. Talk for {}. y\n"


@pytest.mark.parametrize(
    ("minutes", "first", "second", "codes_expected"),
    [
        (20, "3 minutes", "5 minutes", ["K506"]),
        (8, "3 minutes", "5 minutes", []),
        (8, "3 min", "5 mins", []),
        (4, "3 minutes", "1 minute", []),
        (20, "3 minutes", "5 minutes each", []),
        (20, "3 minutes", "a while", []),
        (2, "3 minutes", "a while", ["K506"]),
        (20, "3 minutes, then 4 minutes", "5 minutes", []),
        (20, "2–3 minutes", "5 minutes", []),
    ],
)
def test_the_minutes_of_steps_add_up(
    minutes: int, first: str, second: str, codes_expected: list[str]
) -> None:
    assert codes(STEPS.format(minutes, first, second)) == codes_expected


def test_the_line_is_that_of_the_box_and_the_sum_is_said() -> None:
    good, bad = STEPS.format(8, "3 minutes", "5 minutes"), STEPS.format(9, "3 min", "5 min")
    (finding,) = parse(f"# T\n\n{good}\nWords.\n\n{bad}").findings
    assert finding.place
    assert finding.place.line == 11
    assert "9 minutes" in finding.problem
    assert "min-8" in finding.hint


def test_minutes_are_read_in_the_chapter_s_language() -> None:
    text = f"# T\n\n{STEPS.format(9, '3 munud', '5 munud')}"
    assert [one.code for one in parse(text, language=Language("cy")).findings] == ["K506"]


def test_a_rule_in_html_is_named_too() -> None:
    items = "".join(f"<li>{lead} x</li>\n" for lead in ("<b>A</b>", "B", "<b>C</b>", "<b>D</b>"))
    html = f"# T\n\n<ol>\n{items.replace('b>', 'strong>')}</ol>\n"
    assert [(one.code, one.place and one.place.line) for one in parse(html).findings] == [
        ("K507", 5)
    ]


@pytest.mark.parametrize(
    "typed",
    [
        *("– a\n– b", "· a\n· b", "-a\n-b", "→ a\n→ b", "1.a\n2.b", "x\n2. a\n3. b", "❶ a\n❷ b"),
        *("a) x\nb) y", "i. x\nii. y", "[ ] a\n[x] b", "> – a\n> – b", "- a\n  ✓ b\n  ✓ c"),
        *("| a | b |\n| c | d |", "- a\n| x |\n|--|\n| y |", "a | b | c\n--|--\n1 | 2"),
        *("Day\tWho\nMonday\tAnn", "Who:\nA\t\tx\nB\t\ty", "- a\tb\n  c\td"),
        *("What    Who\nAsk     Ann", "+---+---+\n| a | b |", "Q1. Why?\nQ2. How?"),
        *("Step 1: Ask\nStep 2: Listen",),
    ],
)
def test_lines_that_look_like_a_list_or_a_table_are_named(typed: str) -> None:
    found = parse(f"# T\n\n{typed}").findings
    assert [one.code for one in found] == ["K571"]
    assert found[0].place is not None
    assert found[0].place.line >= 3


@pytest.mark.parametrize(
    "typed",
    [
        *(
            "– a  \n– b",
            "one\n– two",
            "I am\nA. Smith",
            "5-6\n-7 degrees",
            "`– a\n– b`",
            "x → y\n→ z",
        ),
        *(
            "• a\n• b",
            "•a\n•b",
            "\u2043 a\n\u2043 b",
            "➢\ta\n➢\tb",
            "v\ta\nv\tb",
            "–\u2003a\n–\u2003b",
            "Name:\t\nDate:\t",
            "a\tb  \nc\td",
            "It ended.  Then\nit began.  Again",
            "In Year\n6. And then in\nYear 5: nothing",
        ),
    ],
)
def test_other_lines_are_not_named(typed: str) -> None:
    assert codes(typed) == []
