"""What new chapters and settings begin with, and how to tell when it was never written over.

The texts are the author's from the moment they are written. Nothing here touches a file.
"""

from __future__ import annotations

import re
from textwrap import shorten
from typing import TYPE_CHECKING

from booklet.common.errors import Finding, Severity

if TYPE_CHECKING:
    from collections.abc import Iterator

    from booklet.manuscript.source import Source

SETTINGS = """\
# The settings of this booklet.
#
# Every line is optional: a line that starts with '#' is switched off, and what is left out has a
# sensible default. Take away the '#', and write your own between the quotation marks.

# --- What it is called ----------------------------------------------------------------------------

title = {title}
author = {author}
# subtitle = "Short reflections for staff training"
# description = "One or two sentences for the back cover."
# subjects = ["Continuing professional development"]
# language = "en-GB"

# --- This printing --------------------------------------------------------------------------------

# Raise the version whenever you hand out a changed booklet, so that people can tell them apart.
# version = "1.0"
# date = 2026-09-01

# The day of the training session; "two weeks on" then becomes a date.
# session = 2026-09-14

# publisher = "The name of your school or trust"
# cover_line = "A few words at the top of the cover"
# logo = "images/logo.png"
# address = "https://www.example.org/where-the-booklet-is"
# rights = "You may copy this booklet for your own school."
# large_print = "Ask the school office for this booklet in large print."

# A booklet of more than 24 pages has a title page and its identifier; this has them in any booklet.
# title_page = true

# --- The chapters ---------------------------------------------------------------------------------

# They come in the order of the numbers in their file names. For another order, or to leave one out:
# chapters = ["02-second.md", "01-first.md"]

# --- How it looks ---------------------------------------------------------------------------------

# One colour for numerals and headings; choose one that is still easy to read on a grey copy.
# [colours]
# accent = "#0f5257"
"""

_OPENING = """\
---
title: {title}
aims:
  - Say in one sentence what readers will know
  - Say in one sentence what they will do
---

Open with something you saw or did: one story, one question, or one worry that your colleagues
share. Three or four sentences are enough to make them want the rules.

> [!key]
> The one sentence that you would like to be quoted.

1. **Lead with a short phrase** – then say what you mean by it, with an example from a school day.

2. **Keep each rule to one idea** – if it needs "and", it may be two rules.

3. **Write as you speak** – read it aloud; where you stumble, so will they.

4. **Say what to do on Monday** – a rule that nobody can try is only an opinion.

5. **Stop at five** – people remember five.

Close with the thought that you would like to stay in the room.
"""

CHAPTER = f"""\
{_OPENING}
> [!reflect|lines-4]
> Which of the five do you follow already? Which one would change your week?

> [!discuss|min-10] In pairs
> 1. Choose the rule that you disagree with most.
> 2. Tell each other why, with an example.

> [!ifthen]
> One small plan for the next two weeks:

> [!revisit|weeks-2|weeks-6]
> What have you tried? What happened?
"""

EXAMPLE_CHAPTER = f"""\
{_OPENING}
Explain an abbreviation such as CPD once, on a line like the last one of this file, and it goes
into the glossary. A footnote stands at the foot of its page.[^source]

[^source]: Write here where it comes from, and when.

## Think

> [!reflect|lines-4|min-5]
> Which of the five do you follow already? Which one would change your week?

> [!audit|min-5] Where do we stand?
> Score each line on your own, from 1 (hardly at all) to 5 (I could show you).
>
> - Write here something that people can score.
> - Write here a second thing.

> [!notes|lines-6]

## Talk

> [!facilitator|min-5] Before the discussion
> Write here what only the leader of the session should read.

> [!discuss|min-10] In pairs
> 1. **Choose (2 minutes).** The rule that you disagree with most.
> 2. **Explain (8 minutes).** Tell each other why, with an example.

> [!example] From our own corridor
> Write here what happened, in three sentences.

> [!chart|bars] Where an hour of our meetings goes
> |                     | Minutes |
> |---------------------|---------|
> | Write here one part |      35 |
> | Write here another  |      25 |

> [!quiz|min-3]
> 1. Write here a question that has one right answer.

> [!answers]
> 1. Write here the answer; it is printed at the back.

## Do

> [!try|min-5] Now
> Write here something small that can be done on the spot.

> [!ifthen|min-5]
> One small plan for the next two weeks:

> [!action|min-5] Who does what
> | What | Who | By when |
> |------|-----|---------|
> |      |     |         |
> |      |     |         |

- [ ] Write here what should be ticked off.
- [ ] Write here what comes after it.

> [!partner]

> [!revisit|weeks-2|weeks-6]
> What have you tried? What happened?

> [!reading]
> [Write here the title of something worth reading](https://www.example.org/).

> [!tip] Boxes
> Keep the boxes that serve this piece, six at most, and delete the others with their text.

*[CPD]: Continuing professional development
"""

# What stands in the texts above and may well stay in a finished chapter.
_MAY_STAY = {
    "Which of the five do you follow already? Which one would change your week?",
    "Where do we stand?",
    "Score each line on your own, from 1 (hardly at all) to 5 (I could show you).",
    "1. Choose the rule that you disagree with most.",
    "2. Tell each other why, with an example.",
    "1. **Choose (2 minutes).** The rule that you disagree with most.",
    "2. **Explain (8 minutes).** Tell each other why, with an example.",
    "One small plan for the next two weeks:",
    "What have you tried? What happened?",
    "*[CPD]: Continuing professional development",
}
_IS_NO_SENTENCE = re.compile(r"---|##? |\[!|title:|aims:|\|")
_FILLERS = re.compile(
    r"(?i)\blorem ipsum\b|\[(?:your|insert|add|enter|type) [^\][]{2,40}\](?![(:\[])"
)


_QUOTED = 60
"""Characters of a sentence that are quoted."""


def _has_filler(line: str) -> bool:
    return ("[" in line or "ipsum" in line.lower()) and _FILLERS.search(line) is not None


def report_placeholders(source: Source) -> list[Finding]:
    """Find what was meant to be written over: the starters' own sentences, and common fillers."""
    lines = [
        (number, line)
        for number, line in enumerate(source.text.split("\n"), 1)
        if _sentence(line) in _PLACEHOLDERS or _has_filler(line)
    ]
    if not lines:
        return []
    (number, line), *others = lines
    more = f", and {len(others):,} more lines of the kind" if len(others) > 1 else ""
    more = ", and one more line of the kind" if len(others) == 1 else more
    return [
        Finding(
            "M123",
            Severity.WARNING,
            f"'{shorten(_sentence(line), _QUOTED, placeholder='…')}' is still there{more}",
            "Write your own words over what the new chapter came with, or delete it.",
            source.place(number),
        )
    ]


def _sentence(line: str) -> str:
    """Strip the marks of a box from a line."""
    return line.strip().lstrip(">").strip()


def _placeholders() -> Iterator[str]:
    for line in f"{CHAPTER}\n{EXAMPLE_CHAPTER}".split("\n"):
        sentence = _sentence(line)
        if sentence and sentence not in _MAY_STAY and not _IS_NO_SENTENCE.match(sentence):
            yield sentence


_PLACEHOLDERS = frozenset(_placeholders())
