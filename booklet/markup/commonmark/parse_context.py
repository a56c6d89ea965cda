"""What is gathered while one text is read, beside its tree."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, ClassVar
from xml.etree.ElementTree import Element

from booklet.common.xhtml import element

if TYPE_CHECKING:
    from booklet.markup.commonmark.link_syntax import References


_LONGEST_SHOWN = 40


@dataclass(frozen=True, slots=True)
class Raw:
    """A piece of raw HTML that stands in the tree as a placeholder.

    Attributes:
        html: as typed, or as the highlighter wrote it.
        line: where it was typed, from 1.
    """

    html: str
    line: int


@dataclass(frozen=True, slots=True)
class UnplacedFinding:
    """Something to tell the author: a finding before its file is known.

    Attributes:
        code: the finding's.
        problem: what is wrong.
        hint: what to do.
        line: where, from 1.
    """

    code: str
    problem: str
    hint: str
    line: int


@dataclass(slots=True)
class ParseContext:
    """What is gathered while one text is read, beside its tree.

    Attributes:
        references: targets of links by normalised label.
        notes: holds the footnotes, each a `div` with its key in `NOTE_KEY`.
        note_keys: keys as the author wrote them, by what is compared.
        note_homes: for each footnote, the callouts it is defined in, outermost first.
        repeated_notes: keys that are defined again, each with the line.
        terms: abbreviations: long forms by short form.
        term_homes: for each abbreviation, the callouts it is explained in.
        stash: raw HTML by the number in its placeholder.
        findings: for the author.
        code_lines: lines, from 1, in which code stands.
    """

    NOTE_KEY: ClassVar[str] = "\x02note"

    references: References = field(default_factory=dict)
    notes: Element = field(default_factory=lambda: Element("div"))
    note_keys: dict[str, str] = field(default_factory=dict)
    note_containers: dict[str, tuple[str, ...]] = field(default_factory=dict)
    repeated_notes: list[tuple[str, int]] = field(default_factory=list)
    terms: dict[str, str] = field(default_factory=dict)
    term_containers: dict[str, tuple[str, ...]] = field(default_factory=dict)
    stash: list[Raw] = field(default_factory=list)
    findings: list[UnplacedFinding] = field(default_factory=list)
    code_lines: set[int] = field(default_factory=set)

    def hold(self, html: str, line: int) -> str:
        """Put raw HTML aside; gives the placeholder for it."""
        self.stash.append(Raw(html.replace("\x0b", "\n").replace("\x0c", "\n"), line))
        return f"\x02raw:{len(self.stash) - 1}\x03"

    def report_unclosed(self, tag: str, line: int) -> None:
        """Tell the author about HTML that is never closed."""
        self.findings.append(unclosed(tag, line))

    def report_instruction(self, text: str, line: int) -> None:
        """Tell the author about `<?…?>` and the like, which a browser does not show either."""
        shown = " ".join(text.split())
        shown = shown if len(shown) <= _LONGEST_SHOWN else f"{shown[:_LONGEST_SHOWN]}…"
        problem = f"'{shown}' is meant for a program, and is left out"
        hint = "Delete it; or, to show it, write it as code, between ` and `."
        self.findings.append(UnplacedFinding("K550", problem, hint, line))

    def note_key(self, written: str) -> str | None:
        """Find the footnote that a call means, its key as written in the definition."""
        return self.note_keys.get(_compared(written))

    def add_note(self, key: str, line: int, around: tuple[str, ...]) -> Element:
        """Make room for a footnote; a second one of the same name is kept, but not called."""
        compared = _compared(key)
        if compared in self.note_keys:
            self.repeated_notes.append((key, line))
            key = f"{key}\x02{len(self.repeated_notes)}"
        else:
            self.note_keys[compared] = key
        self.note_containers[key] = around
        note = element("div", {self.NOTE_KEY: key})
        self.notes.append(note)
        return note

    def add_inline_note(self, words: list[str | Element], around: tuple[str, ...]) -> Element:
        """Add a footnote that is written where it is called; gives the call."""
        key = f"\x02{len(self.notes)}"
        self.note_containers[key] = around
        self.notes.append(element("div", {self.NOTE_KEY: key}, element("p", {}, *words)))
        return Element("a", {self.NOTE_KEY: key})


def unclosed(tag: str, line: int) -> UnplacedFinding:
    """Say that an HTML tag, or a remark, is never closed."""
    if tag.startswith("<!--"):
        return UnplacedFinding(
            "K551",
            "the remark <!-- is not closed in its paragraph, and is printed",
            "End it with --> before the next blank line, or begin it on a line of its own.",
            line,
        )
    return UnplacedFinding(
        "K551",
        f"the HTML tag {tag} is never closed",
        "It is left out, so that it cannot swallow what follows. Close it, or delete it.",
        line,
    )


def _compared(key: str) -> str:
    return " ".join(key.split()).casefold()
