"""Faults put into sound chapters by a script, each on a line that is known.

`seed` puts one fault of every kind into a text; the kinds vary with a number, so that some rounds
over some texts give hundreds that differ in words and places.
"""

from __future__ import annotations

import random
import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from booklet.check.privacy import check_letter

if TYPE_CHECKING:
    from collections.abc import Callable

SOUND = (
    """\
---
title: Rules of thumb for cover lessons
standfirst: What to leave behind when you cannot be there.
aims:
  - Leave work that a stranger can teach
---

On the worst Monday of my career four colleagues were ill, and I taught drama to thirty children
who knew more about it than I did. Nobody was hurt. I learnt that a cover lesson is a letter to a
stranger, and most of us write it while we are coughing.

Here are the three things that I ask for now.

1. **Say where things are** – The register, the glue, the child who must sit at the front. A map
   takes two minutes to draw and lasts for years.

2. **Set work that can be done** – Not the best lesson of the term; the safest one. “Finish the
   poster” is no lesson, and everybody in the room knows it.

3. **Write down how it ends** – A class that knows what happens in the last five minutes is calm
   in the first ten.

> [!key]
> A good cover lesson is kind to three people, and one of them is you.

> [!discuss|min-6]
> 1. **Remember (2 minutes).** The best cover lesson that you ever found on a desk.
> 2. **Compare (4 minutes).** What did it say, and what did it leave out?
""",
    """\
# What I learnt from the school office

The office sees everybody, and hears what they say on the way out. When I was new I spent a day
there, and I have spent one there in every year since (the ninth of them in a wheelchair, after a
fall on the stairs).[^fall] You should see how parents change when they have been offered a chair.

## Three doors

There are three doors: one for children, one for visitors, and one for the post. For most of the
year we talk about the first.

- The first is painted every summer.
- The second sticks.
- The third is never locked, and nobody has ever taken anything but a parcel of sponges.

| Door | Opens | Who minds it |
|------|-------|--------------|
| Children | 8.40 | whoever is on duty |
| Visitors | 9.00 | the office |

> [!reflect|lines-4|min-5]
> - Which door would a stranger choose?
> - Who was last kind to you at one?

> [!facilitator]
> Half an hour is enough: 5 minutes to reflect, 15 to walk round and 10 to talk.

[^fall]: It was the third step, which has been mended.
""",
    """\
---
title: "Assemblies: less is more"
---

Every head has an assembly that she would like to have back. Mine was about perseverance, had
twenty-six slides, and ended with a fire drill. Since then I have kept to these two rules, and so do
the teachers in Year 3 and Year 4.

1. **Tell one story** – Children remember a story and the coat that you wore. They have never been
   known to remember a bullet point.
2. **Stop before they fidget** – Eight minutes are long. Ask Dr Seuss, or anyone in Reception.

Mrs Okafor in Year 6 does better than I do: she begins with a question, and then she is quiet. It is
[the quiet that works](https://www.example.org/quiet), and it costs the school nothing.

> [!try|min-5] One story
> Think of a thing that happened to you before you were eight. Tell it to your neighbour in a
> minute.
>
> - [ ] with a beginning
> - [ ] with a coat in it

> [!quiz]
> 1. How many slides were there?

> [!answers]
> 1. Twenty-six.
""",
    """\
---
title: Saying no
aims: Say no once a week, and kindly
---

A yes is easy to say, and it is always somebody’s evening. I counted mine in the spring term. There
were forty-one, and I could remember the reason for nine of them.

What helps me is a sentence that I can say without thinking: “Let me look at the week and tell you
tomorrow.” By tomorrow half of the questions have answered themselves; the others deserve an answer
with a reason in it.

> [!example] Two kinds of no
> “I can’t, because the hall is booked” is an answer. “I’m so sorry, it’s been such a week” is a
> story about me.

## Afterwards

> [!ifthen|min-5]
> *If* somebody asks me in the corridor, *then I will* say “tomorrow”, *so that* I can look.

> [!partner]

> [!revisit|weeks-2]
> Count again. Multi-academy trusts (MATs) are welcome to count together.
""",
)
"""Chapters of our authors' kind in which there is nothing to find."""


@dataclass(eq=False)
class Line:
    """A line that knows which fault is on it."""

    text: str
    codes: list[str] = field(default_factory=list)


Seed = tuple[str, "Callable[[list[Line], random.Random], Line | None]"]

_PLACES = ("https://www.example.org/a", "02-other.md", "https://www.example.org/b?c=d")
_SENTENCE = (
    "When the bell has gone and the last of the coats has been found, and the child whose coat it "
    "is has been found as well, I walk round the building once more and look at the walls, the "
    "bins, the taps and the lights, because somebody has to{}."
)


def prose_of(lines: list[Line]) -> list[int]:
    """List the lines that are ordinary sentences and stand in a paragraph of their own."""
    return [
        index
        for index, line in enumerate(lines)
        if re.match(r"[A-Z“][^|]{40,}", line.text) and index and not lines[index - 1].text.strip()
    ]


def gaps_of(lines: list[Line]) -> list[int]:
    """List the places between blocks that belong to none."""
    body = next((n for n, line in enumerate(lines) if n and line.text == "---"), 0) + 1
    return [
        index
        for index in range(body, len(lines) - 1)
        if not lines[index].text.strip()
        and re.match(r"[A-Z“>#|]", lines[index + 1].text)
        and not re.match(r"   ", lines[index + 1].text)
    ]


def inserted(block: str, marked: int = 0) -> Callable[[list[Line], random.Random], Line]:
    """Put a block between two others; `marked` is its line with the fault."""

    def insert(lines: list[Line], chance: random.Random) -> Line:
        at = chance.choice(gaps_of(lines))
        new = [Line(text) for text in block.split("\n")]
        lines[at + 1 : at + 1] = [*new, Line("")]
        return new[marked]

    return insert


def appended(words: str) -> Callable[[list[Line], random.Random], Line]:
    """Put a sentence before a paragraph, on the same line."""

    def append(lines: list[Line], chance: random.Random) -> Line:
        line = lines[chance.choice(prose_of(lines))]
        line.text = f"{words} {line.text}"
        return line

    return append


def doubled(lines: list[Line], chance: random.Random) -> Line:
    small = r"(?<= )(?:the|of|a|and|with|it)(?= )"
    line = lines[chance.choice([n for n in prose_of(lines) if re.search(small, lines[n].text)])]
    word = chance.choice(list(re.finditer(small, line.text)))
    line.text = f"{line.text[: word.end()]} {line.text[word.start() :]}"
    return line


def doubled_over_lines(lines: list[Line], chance: random.Random) -> Line:
    new = inserted("We have always begun with the\nthe register.", 1)
    return new(lines, chance)


def misspelt_metadata(lines: list[Line], chance: random.Random) -> Line:
    name = chance.choice(("standfrist", "sesion", "tagz", "shorttitle", "auther"))
    value = "2026-09-14" if name == "sesion" else "Something"
    new = Line(f"{name}: {value}")
    if lines[0].text != "---":
        lines[:0] = [Line("---"), Line("---"), Line("")]
    lines.insert(1, new)
    return new


def pupil_number(number: int) -> str:
    figures = f"8{number:02d}2000{number:02d}001"
    return check_letter(figures) + figures


def kinds(number: int) -> list[Seed]:
    """Give a fault of every kind; others for each number."""

    def one_of(*choices: str) -> str:
        return choices[number % len(choices)]

    acronym = one_of("EHCP", "SENDCo", "DfE", "SLT", "LADO", "ECT", "ECTs", "TLRs", "PPG", "NPQSL")
    name = one_of("Jayden", "Aisha", "Oluwaseun", "Kacper", "Mia-Rose", "O’Neill", "Ruby", "Siân")
    count = one_of("four", "seven", "12", "six")
    noun = one_of("questions", "points", "steps", "reasons")
    return [
        ("R901", appended(f"The {acronym} came back on Friday.")),
        ("R902", doubled),
        ("R902", doubled_over_lines),
        ("R903", inserted(f"Here are {count} {noun}:\n\n- the first\n- the second\n- the third")),
        ("R903", inserted(f"## {count.title()} {noun}\n\n1. one\n2. two")),
        ("R904", inserted(
            "> [!facilitator]\n> "
            + one_of("The hour: 10 to read, 20 for the talk and 20 to plan.",
                     "Forty minutes will do: 10 to read, 5 to reflect, 15 for the rounds.",
                     "(45 minutes) 15 minutes to read, 15 to talk, 20 to plan.")
            + " Take it slowly.", 1)),
        ("R905", inserted(
            "1. **Begin when you said that you would begin and not when the last of them has sat "
            f"down{one_of('', ' at last', ' and found a pen')}** – always.\n2. **End early** – or "
            "on time.")),
        ("R906", appended(_SENTENCE.format(one_of("", ", and nobody else will", " do it")))),
        ("R907", appended(
            f"The guide is [{one_of('here', 'this page', 'Click here', 'link', 'read more')}]"
            f"({one_of(*_PLACES[::2])}).")),
        ("R908", inserted(
            f"![{one_of('IMG_2034.jpg', 'image', 'Photo 2', 'DSC00012', 'chart.png')}](a.svg)")),
        ("R909", inserted(f"> [!{one_of('try', 'reflect', 'key', 'example', 'discuss')}]")),
        ("R911", inserted(
            one_of("• one\n• two", "1) one\n2) two", "◦ one\n◦ two", "(1) one\n(2) two",
                   "☐ one\n☐ two"))),
        ("R912", inserted(one_of("WHY WE MEET AT ALL", "**Why we meet**", "__2. Start on time__"))),
        ("D901", appended(
            one_of(f"I asked {name} in Year 4 about it.", f"Last week {name} (Y5) told me so.",
                   f"It was {name} B., Year 2, who said it.", f"A Year 6 pupil, {name}, wept.",
                   f"There was a boy called {name} in Year 9.", "I thought of J.B. in Year 3."))),
        ("D902", appended(f"Under {pupil_number(number % 90 + 10)} there was nothing.")),
        ("D903", appended(
            one_of("Write to m.okafor@stwilfrids.sch.uk first.",
                   "It said [write to me](mailto:jane.smith@gmail.com) below."))),
        ("D904", appended(
            one_of("Ring 01865 270000 in the holidays.", "Text me on 07400 123456 if it rains.",
                   "Or telephone (01223) 337733."))),
        ("D905", appended(
            one_of("It said DOB 12/03/2014 at the top.", "She was born on 3 May 2015, in a taxi.",
                   "Date of birth: 2013-11-30."))),
        ("K501", inserted(f"> [!{one_of('reflct', 'discus', 'facilitater')}]\n> Why?")),
        ("K502", inserted(f"> [!try|{one_of('lines-3', 'page', 'weeks-2')}]\n> Think.")),
        ("K503", inserted("> [!reflect|lines-400]\n> Think.")),
        ("K506", inserted(
            f"> [!discuss|min-{number % 5 + 12}]\n> 1. **Say (3 minutes).** All.\n"
            "> 2. **Hear (4 minutes).** All.")),
        ("K510", appended(f"Nobody knows why.[^nowhere{number}]")),
        ("K511", inserted(f"[^uncalled{number}]: Nobody calls this note.")),
        ("K520", inserted("##### Much smaller")),
        ("K532", inserted("![](missing.svg)".replace("missing", "a") + " and words")),
        ("P301", inserted(f"![Two heads at a table](nowhere{number}.png)")),
        ("B401", appended(f"See [the other one](nowhere{number}.md).")),
        ("B405", inserted(f"*[ZZ{chr(65 + number % 26)}]: Something that nobody says")),
        ("M120", appended("Itâ€™s hers.")),
        ("M121", appended("A bell\x07 rang.")),
        ("M201", misspelt_metadata),
    ]  # fmt: skip


def seed(text: str, number: int) -> tuple[str, list[tuple[str, int]]]:
    """Put a fault of every kind into a text.

    Returns:
        The text, and code and line of every fault.
    """
    chance = random.Random(number)  # noqa: S311 - chance that is the same every time
    lines = [Line(one) for one in text.removesuffix("\n").split("\n")]
    for code, put in kinds(number):
        line = put(lines, chance)
        if line is not None:
            line.codes.append(code)
    seeded = [(code, n) for n, line in enumerate(lines, 1) for code in line.codes]
    return "".join(f"{line.text}\n" for line in lines), seeded
