"""Put plans together that are about the same thing: the rule whose words they use. Pure."""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from booklet.print.rules import Rule
    from booklet.session.returned_booklets import ReturnedPlan

_WORD = re.compile(r"[^\W\d_]{5,}")
_LEAD_COUNTS = 2.0
_FEWEST = 2
"""How many words a plan must share with a rule; one alone may be there by chance."""


def group_by_rule(
    plans: Iterable[ReturnedPlan], rules: Sequence[Rule]
) -> tuple[tuple[Rule | None, tuple[ReturnedPlan, ...]], ...]:
    """Group plans by the rule of the chapter that they have most words in common with.

    A word counts the less the more rules have it, and twice where it stands in a rule's lead.
    Within a group the plans are in the order of their words, which does not tell whose they are.

    Args:
        plans: of one chapter.
        rules: of the chapter.

    Returns:
        Rules with plans, in their order; last of all, under None, plans that fit no rule.
    """
    words = [stems_of(f"{rule.lead} {rule.text}") for rule in rules]
    leads = [stems_of(rule.lead) for rule in rules]
    known = Counter(stem for stems in words for stem in stems)
    groups: dict[int, list[ReturnedPlan]] = {}
    for plan in sorted(plans, key=lambda one: (one.when.casefold(), one.action, one.purpose)):
        own = stems_of(f"{plan.when} {plan.action} {plan.purpose}")
        shared = [own & stems for stems in words]
        scores = [
            sum((_LEAD_COUNTS if stem in lead else 1.0) / known[stem] for stem in sorted(stems))
            if len(stems) >= _FEWEST
            else 0.0
            for stems, lead in zip(shared, leads, strict=True)
        ]
        best = max(scores, default=0.0)
        groups.setdefault(scores.index(best) if best else len(rules), []).append(plan)
    return tuple(
        (rules[index] if index < len(rules) else None, tuple(groups[index]))
        for index in sorted(groups)
    )


def stems_of(text: str) -> frozenset[str]:
    """Take the words of a text that say something, without the commonest English endings."""
    return frozenset(_stem(word) for word in _WORD.findall(text.casefold()))


def _stem(word: str) -> str:
    for ending in ("ings", "ing", "ies", "ed", "es", "s"):
        if word.endswith(ending) and len(word) - len(ending) >= len("word"):
            return word.removesuffix(ending)
    return word.removesuffix("e") if len(word) > len("word") else word
