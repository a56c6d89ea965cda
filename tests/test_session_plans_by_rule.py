"""Plans that are about the same rule stand together."""

from __future__ import annotations

from booklet.print.rules import Rule
from booklet.session.plans_by_rule import group_by_rule, stems_of
from booklet.session.returned_booklets import ReturnedPlan

RULES = (
    Rule(1, "Start from values you share", "A vision galvanises people. Ask what it is for."),
    Rule(2, "Know your places", "Put every school’s figures on one wall, and look at the wall."),
)


def plan(when: str, action: str) -> ReturnedPlan:
    return ReturnedPlan("a", when, action, "")


def test_a_plan_stands_under_the_rule_whose_words_it_uses() -> None:
    wall = plan("we meet", "put our FIGURE on the school wall")
    values = plan("we write a vision", "ask which value people hold")
    cake = plan("it is Friday", "bring cake")
    groups = group_by_rule([cake, wall, values], RULES)
    assert groups == ((RULES[0], (values,)), (RULES[1], (wall,)), (None, (cake,)))


def test_one_word_alone_makes_no_theme() -> None:
    assert group_by_rule([plan("people", "come")], RULES)[0][0] is None


def test_the_order_does_not_tell_whose_plans_they_are() -> None:
    plans = [plan("b", "x"), plan("A", "y"), plan("", "z")]
    assert group_by_rule(plans, ()) == group_by_rule(plans[::-1], ())
    assert [one.when for one in group_by_rule(plans, ())[0][1]] == ["", "A", "b"]


def test_endings_make_no_difference() -> None:
    assert stems_of("shares sharing shared share") == {"shar"}
    assert stems_of("of the to 2026") == frozenset()
