"""Scaffold the next chapter file, and in an empty folder a whole project.

Writes new files only; whatever is there already stays as it is.
"""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING

from booklet.common.errors import OutputError, UsageError
from booklet.common.file_names import to_ascii
from booklet.common.outputs import folder_inside

if TYPE_CHECKING:
    from pathlib import Path

_SETTINGS = """\
# The settings of this booklet. Every line is optional: take away the '#' and write your own.

# title = "Rules of thumb"
# subtitle = "Short reflections for staff training"
# author = "Your name"
# date = 2026-09-14
# version = "1.0"
# rights = "You may copy this booklet for your own school."
# large_print = "Ask the school office for this booklet in large print."

# The day of the training session; "two weeks on" then becomes a date.
# session = 2026-09-14

# Chapters in another order than their numbers.
# chapters = ["02-second.md", "01-first.md"]
"""

_CHAPTER = """\
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


def start_chapter(project: Path, title: str) -> tuple[Path, ...]:
    """Write the next chapter's file, and what else an empty folder needs.

    Args:
        project: the folder of the booklet; it is made if there is none.
        title: of the new chapter.

    Returns:
        The files that were written.

    Raises:
        UsageError: when the title holds no letter or figure.
        OutputError: when a file cannot be written, or the project's folder of chapters is a link
            that leads out of it.
    """
    name = _file_name(title)
    folder = folder_inside(project, "chapters")
    try:
        is_new = not folder.exists()
        folder.mkdir(parents=True, exist_ok=True)
        chapter = folder / f"{_next_number(folder)}-{name}.md"
        written = [_write_new(chapter, _CHAPTER.format(title=_yaml_text(title)))]
        settings = project / "booklet.toml"
        if is_new and not settings.exists():
            written.append(_write_new(settings, _SETTINGS))
    except OSError as error:
        raise OutputError(
            f"the chapter cannot be started in '{project}': {error.strerror or error}",
            hint="Choose a folder where you may write, with --project.",
        ) from error
    return tuple(written)


def _file_name(title: str) -> str:
    """Make a file name of a title: ASCII letters and figures, for every system and web address."""
    words = re.findall(r"[a-z0-9]+", to_ascii(title).lower().replace("'", ""))
    if not re.search(r"\w", title):
        raise UsageError(
            "a chapter needs a title",
            hint='Write it in quotation marks: new "Rules of thumb for meetings"',
        )
    return "-".join(words)[:60].strip("-") or "chapter"


def _next_number(folder: Path) -> str:
    """Find the number after the highest one, as wide as the numbers that are there."""
    found = [match[0] for path in folder.iterdir() if (match := re.match(r"[0-9]+", path.name))]
    width = max([2, *map(len, found)])
    return f"{max([0, *map(int, found)]) + 1:0{width}}"


def _yaml_text(text: str) -> str:
    """Quote a text for the metadata block; YAML reads what JSON writes."""
    return json.dumps(" ".join(text.split()), ensure_ascii=False)


def _write_new(path: Path, text: str) -> Path:
    with path.open("x", encoding="utf-8", newline="\n") as stream:
        stream.write(text)
    return path
