"""The Markdown that chapters are written in: Python-Markdown with a chosen set of extensions.

Gives a tree in which raw HTML still stands as placeholders; `raw_html` puts it in, made safe.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING
from xml.etree.ElementTree import Element, SubElement

from markdown import Markdown
from markdown.extensions.abbr import AbbrBlockprocessor, AbbrExtension
from markdown.extensions.attr_list import AttrListExtension
from markdown.extensions.def_list import DefListExtension
from markdown.extensions.footnotes import (
    FootnoteBlockProcessor,
    FootnoteExtension,
    FootnoteInlineProcessor,
)
from markdown.extensions.md_in_html import MarkdownInHtmlExtension
from markdown.extensions.sane_lists import SaneListExtension
from markdown.extensions.tables import TableExtension
from markdown.treeprocessors import Treeprocessor
from pymdownx.highlight import HighlightExtension
from pymdownx.quotes import QuotesExtension
from pymdownx.superfences import SuperFencesCodeExtension
from pymdownx.tasklist import TasklistExtension

from booklet.common.xhtml import parents_of
from booklet.markup.signs import look_for_signs
from booklet.markup.typography import set_typography

if TYPE_CHECKING:
    import re
    from collections.abc import Sequence

    from markdown.blockparser import BlockParser

    from booklet.markup.typography import Quotes

NOTE_KEY = "\x02note"
"""On calls and on notes: a name no author can give an attribute, for STX never gets this far."""

NOTES = "\x02notes"
ALERT = "data-alert"
"""On callouts, as pymdownx.quotes writes it: the name and the options."""


@dataclass(frozen=True, slots=True)
class Draft:
    """What Python-Markdown makes of a chapter, before it is made safe and finished.

    Attributes:
        root: holds the chapter; footnotes stand at the end in a `div` with the attribute `NOTES`,
            each a `div` with its key in `NOTE_KEY`.
        stash: raw HTML by the number in its placeholder.
        terms: abbreviations: long forms by short form.
        term_homes: for each abbreviation, the callouts it is explained in, outermost first.
        note_homes: for each footnote, the callouts it is defined in.
        repeated_notes: keys of footnotes that are defined more than once.
    """

    root: Element
    stash: Sequence[str | Element]
    terms: dict[str, str]
    term_homes: dict[str, tuple[str, ...]]
    note_homes: dict[str, tuple[str, ...]]
    repeated_notes: tuple[str, ...]


def draft(text: str, quotes: Quotes) -> Draft:
    """Read Markdown.

    Args:
        text: lined up by `indentation.line_up`.
        quotes: of the book's language: opening and closing, double, then single.
    """
    reader = _waiting.pop(quotes, None) or _Reader(quotes)
    drafted = reader.read(text)
    _waiting[quotes] = reader
    return drafted


class _Reader:
    """Python-Markdown with everything that belongs to our Markdown; reads one text at a time."""

    def __init__(self, quotes: Quotes) -> None:
        self.notes, self.terms = _Notes(), _Terms()
        self.markdown = Markdown(
            extensions=[
                self.notes,
                self.terms,
                TableExtension(),
                DefListExtension(),
                AttrListExtension(),
                MarkdownInHtmlExtension(),
                SaneListExtension(),
                HighlightExtension(css_class="highlight", guess_lang=False),
                SuperFencesCodeExtension(),
                QuotesExtension(callouts=True),
                TasklistExtension(),
            ],
            output_format="xhtml",
        )
        # The chapter's decoding and `line_up` have made line ends, tabs and blank lines regular.
        self.markdown.preprocessors.deregister("normalize_whitespace")
        treeprocessors = self.markdown.treeprocessors
        treeprocessors.deregister("quotes")  # it forgets whether an author gave a title
        treeprocessors.register(_Typography(quotes), "typography", 6)
        self.markdown.ESCAPED_CHARS.extend(['"', "'"])
        look_for_signs(self.markdown)

    def read(self, text: str) -> Draft:
        """Read a text; what was read before leaves no trace."""
        notes, terms = self.notes, self.terms
        markdown = self.markdown.reset()
        lines = [*text.split("\n"), "", ""]
        for preprocessor in markdown.preprocessors:
            lines = preprocessor.run(lines)
        markdown.parser.parseDocument(lines)
        root = markdown.parser.root
        note_homes, term_homes = _homes(root, notes.homes), _homes(root, terms.homes)
        for treeprocessor in markdown.treeprocessors:
            changed = treeprocessor.run(root)
            root = root if changed is None else changed
        for inner, outer in notes.inner.items():
            note_homes[inner] = note_homes.get(outer, ())
        return Draft(
            root=root,
            stash=markdown.htmlStash.rawHtmlBlocks,
            terms=dict(terms.abbrs),
            term_homes=term_homes,
            note_homes=note_homes,
            repeated_notes=tuple(notes.repeated),
        )


_waiting: dict[Quotes, _Reader] = {}
"""Readers without work, by the quotation marks they set: to make one takes long. One that stumbled
over its text does not come back, and two threads never share one."""


def _homes(root: Element, found: dict[str, Element]) -> dict[str, tuple[str, ...]]:
    """Tell the callouts around each place, by the first word of what Python-Markdown notes."""
    parents = parents_of(root)
    homes = {}
    for key, place in found.items():
        around: list[str] = []
        item: Element | None = place
        while item is not None:
            alert = item.get(ALERT, "").split()
            around += alert[:1]
            item = parents.get(item)
        homes[key] = tuple(reversed(around))
    return homes


class _Typography(Treeprocessor):
    """Runs after abbreviations are marked and before escaped characters become plain again."""

    def __init__(self, quotes: Quotes) -> None:
        super().__init__()
        self.quotes = quotes

    def run(self, root: Element) -> None:
        set_typography(root, self.quotes)


class _Notes(FootnoteExtension):
    """Footnotes that know where they were defined, and leave numbers and links to others."""

    def __init__(self) -> None:
        super().__init__(PLACE_MARKER="\x02no place\x03")

    def reset(self) -> None:
        """Forget the notes of the text before."""
        super().reset()
        self.homes: dict[str, Element] = {}
        self.inner: dict[str, str] = {}
        self.repeated: list[str] = []

    def extendMarkdown(self, md: Markdown) -> None:  # noqa: N802 - Python-Markdown's name
        """Put our readers of definitions and calls in the place of the library's."""
        super().extendMarkdown(md)
        md.parser.blockprocessors.register(_NoteDefinitions(self), "footnote", 17)
        md.inlinePatterns.register(_NoteCalls(r"\[\^([^\]]*)\]", self), "footnote", 175)
        md.treeprocessors.deregister("footnote-duplicate")

    def setFootnote(self, id: str, text: str) -> None:  # noqa: A002, N802 - the library's names
        """Keep the first of several definitions."""
        if id in self.footnotes:
            self.repeated.append(id)
        else:
            super().setFootnote(id, text)

    def makeFootnotesDiv(self, root: Element) -> Element | None:  # noqa: ARG002, N802 - as above
        """Gather the notes."""
        if not self.footnotes:
            return None
        gathered = Element("div", {NOTES: ""})
        waiting = list(self.footnotes)
        for key in waiting:
            note = SubElement(gathered, "div", {NOTE_KEY: key})
            self.parser.parseChunk(note, self.footnotes[key])
            found = [one for one in self.footnotes if one not in waiting]
            self.inner.update(dict.fromkeys(found, key))
            waiting += found
        return gathered


class _NoteDefinitions(FootnoteBlockProcessor):
    def run(self, parent: Element, blocks: list[str]) -> bool:
        notes = self.footnotes
        before = set(notes.footnotes)
        found = bool(super().run(parent, blocks))
        if isinstance(notes, _Notes):
            notes.homes.update(dict.fromkeys(set(notes.footnotes) - before, parent))
        return found


class _NoteCalls(FootnoteInlineProcessor):
    def handleMatch(  # type: ignore[override] # noqa: N802 - the library's; its types disagree
        self,
        m: re.Match[str],
        data: str,  # noqa: ARG002 - as above
    ) -> tuple[Element | None, int | None, int | None]:
        if m[1] not in self.footnotes.footnotes:
            return None, None, None
        return Element("a", {NOTE_KEY: m[1]}), m.start(), m.end()


class _Terms(AbbrExtension):
    """Abbreviations that know where they were explained."""

    abbrs: dict[str, str]

    def __init__(self) -> None:
        super().__init__()
        self.homes: dict[str, Element] = {}

    def reset(self) -> None:
        """Forget the abbreviations of the text before."""
        super().reset()
        self.homes.clear()

    def extendMarkdown(self, md: Markdown) -> None:  # noqa: N802 - Python-Markdown's name
        """Put our reader of definitions in the place of the library's."""
        super().extendMarkdown(md)
        md.parser.blockprocessors.register(_TermDefinitions(md.parser, self), "abbr", 16)


class _TermDefinitions(AbbrBlockprocessor):
    def __init__(self, parser: BlockParser, terms: _Terms) -> None:
        super().__init__(parser, terms.abbrs)
        self.homes = terms.homes

    def run(self, parent: Element, blocks: list[str]) -> bool:
        before = set(self.abbrs)
        found = bool(super().run(parent, blocks))
        self.homes.update(dict.fromkeys(set(self.abbrs) - before, parent))
        return found
