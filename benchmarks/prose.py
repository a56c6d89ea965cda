"""Sentences without a meaning but with the shape of English, the same for the same seed.

The words are long and short as in real prose, some with apostrophes, so that lines break, hyphenate
and fall short as they do in a book.
"""

from __future__ import annotations

from random import Random
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

_WORDS = {
    kind: tuple(" ".join(words.split()).split(", "))
    for kind, words in {
        "noun": """school, teacher, pupil, corridor, timetable, lesson, governor, playground,
            notebook, library, question, answer, kettle, meeting, assembly, classroom, whiteboard,
            register, conversation, improvement, expectation, responsibility, weather, afternoon,
            staircase, partnership, habit, promise, idea, disagreement, reputation, curriculum,
            budget, colleague, caretaker, visitor, neighbourhood, garden, kitchen, pencil, trombone,
            hedge, lantern, ferry, harbour, mountain, signature, calendar, understanding, rule""",
        "plural": """schools, teachers, pupils, corridors, lessons, governors, questions, answers,
            meetings, expectations, habits, promises, ideas, disagreements, colleagues, visitors,
            gardens, pencils, lanterns, ferries, mountains, envelopes, conversations""",
        "adjective": """quiet, late, ordinary, generous, reluctant, patient, early, remarkable,
            plain, brave, comfortable, inconvenient, uncertain, professional, long, short, honest,
            difficult, extraordinary, shared, forgotten, practical, sensible, careful, distant""",
        "verb": """keeps, changes, follows, remembers, improves, interrupts, surprises, outlasts,
            explains, encourages, misunderstands, postpones, welcomes, borrows, measures, repairs,
            crosses, reorganises, shortens, describes, rewards, protects, carries, avoids""",
        "do": """keep, change, follow, remember, improve, interrupt, surprise, explain, encourage,
            cross, postpone, welcome, borrow, measure, repair, reorganise, shorten, describe""",
        "adverb": """slowly, seldom, usually, quietly, again, eventually, carefully, almost, always,
            unexpectedly, without hesitation, in the end, by Friday, nevertheless""",
        "preposition": "behind, before, after, beyond, beside, without, under, near, across",
        "place": """hall, staff room, car park, front office, back row, upper corridor, music room,
            old boiler house, far end of the field, head’s study, science block, dinner queue""",
        "name": "Abara, Ellison, Fenwick, Haddad, Ingram, Kowalski, Lindqvist, Marsh, Okafor",
        "number": "two, three, four, five, seven, nine, eleven, twelve, fifteen, thirty, ninety",
    }.items()
}
_SENTENCES = (
    "The {adjective} {noun} {verb} the {noun} {preposition} the {place}.",
    "Nobody who {verb} the {noun} {preposition} the {place} {adverb} {verb} that {noun}.",
    "It’s the {noun}, not the {noun}, that {verb} {plural}.",
    "When {plural} {do} {plural}, the {noun} {verb} the {noun}, and the {place} is {adjective}.",
    "There are {number} {plural} {preposition} every {adjective} {noun}.",
    "If the {noun} is {adjective}, {do} it; if it isn’t, {do} the {plural} first.",
    "In the {place} we {do} {plural} because the {noun} {adverb} {verb} the {noun}.",
    "“{plural_first} {do} {plural},” said {name}, and went on to {do} the {adjective} {noun}.",
    "The {noun} is {adjective} only as long as the {plural} {preposition} it are {adjective}.",
    "For {number} years {name} and {name} used to {do} the {plural} of the {place} {adverb}.",
    "What {verb} that {noun} – and what {verb} the {noun} {preposition} it – is {adjective}.",
    "{plural_first} that {do} the {noun} {do} the {noun} {preposition} it as well.",
    "Then the {adjective}, {adjective} {noun} {verb} *the {noun}* of the {place}.",
    "Whoever {verb} the {noun} {verb} **the {adjective} {plural}** too, {number} at a time.",
)


class Prose:
    """Writes sentences; one after the other, never the same book for two seeds."""

    def __init__(self, seed: str) -> None:
        self._random = Random(seed)  # noqa: S311 - nobody has to keep these words secret

    def below(self, limit: int) -> int:
        """Pick a whole number from 0 up to, but without, `limit`.

        Python promises the same sequence of `random()` for the same seed for ever, and of nothing
        else.
        """
        return int(self._random.random() * limit)

    def pick(self, choices: Sequence[str]) -> str:
        """Pick one."""
        return choices[self.below(len(choices))]

    def word(self, kind: str) -> str:
        """Pick a word: `noun`, `plural`, `adjective`, `verb`, `place` and others."""
        if kind == "plural_first":
            return self.word("plural").capitalize()
        return self.pick(_WORDS[kind])

    def sentence(self) -> str:
        """Write a sentence, with its full stop."""
        return self.pick(_SENTENCES).format_map(_Picked(self))

    def phrase(self) -> str:
        """Write a few words in lower case, without a stop."""
        return "{adjective} {plural} {preposition} the {place}".format_map(_Picked(self))

    def title(self) -> str:
        """Write a heading of plain words, so that every program makes the same id from it."""
        words = "{adjective} {plural} and the {noun}".format_map(_Picked(self))
        return words[0].upper() + words[1:]

    def sentences(self, word_count: int) -> Iterator[str]:
        """Write sentences until there are at least so many words."""
        written = 0
        while written < word_count:
            sentence = self.sentence()
            written += len(sentence.split())
            yield sentence

    def paragraph(self, word_count: int) -> str:
        """Write a paragraph of about so many words, on one line."""
        return " ".join(self.sentences(word_count))


class _Picked(dict[str, str]):
    """Gives `str.format_map` a new word each time it asks."""

    def __init__(self, prose: Prose) -> None:
        self._prose = prose

    def __missing__(self, kind: str) -> str:
        return self._prose.word(kind)
