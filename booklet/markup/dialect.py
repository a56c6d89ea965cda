"""The Markdown that chapters are written in: CommonMark and GFM, on Python-Markdown.

Gives a tree in which raw HTML still stands as placeholders; `raw_html` puts it in, made safe.
Python-Markdown is the frame: its order of processors, attribute lists, abbreviations, escapes.
`commonmark` reads the blocks and the texts; where that differs from CommonMark on purpose is
listed in docs/writing-chapters.md.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from markdown import Markdown
from markdown.blockprocessors import BlockProcessor
from markdown.extensions.abbr import AbbrExtension
from markdown.extensions.attr_list import AttrListExtension, AttrListTreeprocessor
from markdown.treeprocessors import Treeprocessor

from booklet.common import xhtml
from booklet.common.xhtml import element
from booklet.markup.commonmark.inline import InlineReader
from booklet.markup.commonmark.markers import ATTRIBUTE_LIST
from booklet.markup.commonmark.parse_context import ParseContext
from booklet.markup.commonmark.structure import read_structure
from booklet.markup.commonmark.tree import ALERT, LINE, SOURCE_LINE, TITLE, TreeBuilder
from booklet.markup.typography import set_typography

if TYPE_CHECKING:
    from collections.abc import Sequence
    from xml.etree.ElementTree import Element

    from markdown.blockparser import BlockParser

    from booklet.markup.commonmark.parse_context import Raw, UnplacedFinding
    from booklet.markup.commonmark.tree import Leaf
    from booklet.markup.typography import Quotes

__all__ = [
    "ALERT",
    "LINE",
    "NOTES",
    "NOTE_KEY",
    "SOURCE_LINE",
    "TITLE",
    "ParsedMarkdown",
    "parse_markdown",
]

NOTE_KEY = ParseContext.NOTE_KEY
"""On calls and on notes: a name no author can give an attribute, for STX never gets this far."""

NOTES = "\x02notes"

_LIBRARY_PROCESSORS = (
    "empty",
    "indent",
    "code",
    "hashheader",
    "setextheader",
    "hr",
    "olist",
    "ulist",
    "quote",
    "reference",
    "abbr",
    "paragraph",
)


@dataclass(frozen=True, slots=True)
class ParsedMarkdown:
    """What Python-Markdown makes of a chapter, before it is made safe and finished.

    Attributes:
        root: holds the chapter; footnotes stand at the end in a `div` with the attribute `NOTES`,
            each a `div` with its key in `NOTE_KEY`.
        stash: raw HTML by the number in its placeholder.
        terms: abbreviations: long forms by short form.
        term_homes: for each abbreviation, the callouts it is explained in, outermost first.
        note_homes: for each footnote, the callouts it is defined in.
        repeated_notes: footnotes that are defined again, each with its line.
        findings: what the author should know, with lines counted in this text.
        code_lines: the lines, from 1, in which code stands.
    """

    root: Element
    stash: Sequence[Raw]
    terms: dict[str, str]
    term_containers: dict[str, tuple[str, ...]]
    note_containers: dict[str, tuple[str, ...]]
    repeated_notes: tuple[tuple[str, int], ...]
    findings: tuple[UnplacedFinding, ...]
    code_lines: frozenset[int]


def parse_markdown(text: str, quotes: Quotes) -> ParsedMarkdown:
    r"""Read Markdown.

    Args:
        text: with `\n` line ends, without the control characters that `raw_html` drops.
        quotes: of the book's language: opening and closing, double, then single.

    Raises:
        NestingError: when quotes or lists are nested too deeply.
    """
    reader = _idle_readers.pop(quotes, None) or _Reader(quotes)
    parsed = reader.read(text)
    _idle_readers[quotes] = reader
    return parsed


class _Reader:
    """Python-Markdown with everything that belongs to our Markdown; reads one text at a time."""

    def __init__(self, quotes: Quotes) -> None:
        self.terms = _AbbreviationExtension()
        self.markdown = Markdown(
            extensions=[self.terms, AttrListExtension()], output_format="xhtml"
        )
        # The chapter's decoding has made line ends regular; tabs are `Line`'s, HTML is a block's.
        for preprocessor in ("normalize_whitespace", "html_block"):
            self.markdown.preprocessors.deregister(preprocessor)
        self.blocks = _BlockStructureProcessor(self.markdown.parser)
        processors = self.markdown.parser.blockprocessors
        for name in _LIBRARY_PROCESSORS:
            processors.deregister(name)
        processors.register(self.blocks, "commonmark", 100)
        self.texts = _InlineProcessor()
        treeprocessors = self.markdown.treeprocessors
        treeprocessors.register(self.texts, "inline", 20)
        treeprocessors.register(_AttributeListProcessor(self.markdown), "attr_list", 8)
        self.typography = _TypographyProcessor(quotes)
        treeprocessors.register(self.typography, "typography", 6)

    def read(self, text: str) -> ParsedMarkdown:
        """Read a text; what was read before leaves no trace."""
        markdown = self.markdown.reset()
        collected = self.blocks.collected = self.texts.collected = ParseContext()
        markdown.parser.parseDocument(text.split("\n"))
        root = markdown.parser.root
        self.texts.leaves = self.blocks.leaves
        self.typography.stash = collected.stash
        self.terms.abbrs.update(collected.terms)
        for treeprocessor in markdown.treeprocessors:
            changed = treeprocessor.run(root)
            root = root if changed is None else changed
        parsed = ParsedMarkdown(
            root=root,
            stash=collected.stash,
            terms=collected.terms,
            term_containers=collected.term_containers,
            note_containers=collected.note_containers,
            repeated_notes=tuple(collected.repeated_notes),
            findings=tuple(collected.findings),
            code_lines=frozenset(collected.code_lines),
        )
        self._forget()
        return parsed

    def _forget(self) -> None:
        """Let go of the text, so that a reader that waits for the next keeps none in memory."""
        self.blocks.collected = self.texts.collected = ParseContext()
        self.blocks.leaves, self.texts.leaves = [], []
        self.markdown.parser.root = element(self.markdown.doc_tag)


_idle_readers: dict[Quotes, _Reader] = {}
"""Readers without work, by the quotation marks they set: to make one takes long. One that stumbled
over its text does not come back, and two threads never share one."""


class _AbbreviationExtension(AbbrExtension):
    """Marks abbreviations; `commonmark` reads their explanations."""

    abbrs: dict[str, str]


class _BlockStructureProcessor(BlockProcessor):
    """Reads all blocks of a text at once (CommonMark 4, 5), instead of one kind after the other."""

    def __init__(self, parser: BlockParser) -> None:
        super().__init__(parser)
        self.collected = ParseContext()
        self.leaves: list[Leaf] = []

    def test(self, parent: Element, block: str) -> bool:  # noqa: ARG002 - the library's
        """Take everything."""
        return True

    def run(self, parent: Element, blocks: list[str]) -> None:
        """Join what the library has cut at blank lines, and read it as one text."""
        structure = read_structure("\n\n".join(blocks))
        blocks.clear()
        self.collected.references = structure.references
        builder = TreeBuilder(self.parser.md, self.collected)
        builder.fill(parent, structure.document)
        if len(self.collected.notes):
            self.collected.notes.set(NOTES, "")
            parent.append(self.collected.notes)
        self.leaves = builder.leaves


class _InlineProcessor(Treeprocessor):
    """Reads what stands in the blocks (CommonMark 6), in the order of the text."""

    def __init__(self) -> None:
        super().__init__()
        self.collected = ParseContext()
        self.leaves: list[Leaf] = []

    def run(self, root: Element) -> None:
        """Fill every leaf."""
        reader = InlineReader(self.collected)
        for leaf in self.leaves:
            if leaf.tick:
                xhtml.append(leaf.item, [element("span", {"data-tick": leaf.tick}), " "])
            parts = _read_wordpress_caption(leaf, reader) or reader.read(
                leaf.text, leaf.line, leaf.around
            )
            xhtml.append(leaf.item, parts)
        for leaf in self.leaves:
            if leaf.parent is not None:
                is_last = leaf.parent[-1] is leaf.item and not leaf.item.tail
                xhtml.append(leaf.item, [] if is_last else ["\n"])
                xhtml.unwrap(leaf.parent, leaf.item)
        if len(self.collected.notes) and self.collected.notes.get(NOTES) is None:
            self.collected.notes.set(NOTES, "")
            root.append(self.collected.notes)


class _AttributeListProcessor(AttrListTreeprocessor):
    """Reads attribute lists: `{#id .class key="value"}` and nothing else in curly brackets."""

    # The library's annotations call them final; it reads them from the class all the same.
    HEADER_RE = re.compile(rf"[ ]+{ATTRIBUTE_LIST}[ ]*$")  # type: ignore[misc] # see above
    BLOCK_RE = re.compile(rf"\n[ ]*{ATTRIBUTE_LIST}[ ]*$")  # type: ignore[misc] # see above
    INLINE_RE = re.compile(rf"^{ATTRIBUTE_LIST}")  # type: ignore[misc] # see above


class _TypographyProcessor(Treeprocessor):
    """Runs after abbreviations are marked and before escaped characters become plain again."""

    def __init__(self, quotes: Quotes) -> None:
        super().__init__()
        self.quotes = quotes
        self.stash: Sequence[Raw] = ()

    def run(self, root: Element) -> None:
        """Set quotation marks, dashes and ellipses."""
        set_typography(root, self.quotes, [raw.html for raw in self.stash])


_WORDPRESS_CAPTION = re.compile(
    r"\[(?:wp_)?caption\b(?P<attributes>[^\]]*)\]\s*"
    r"(?P<picture>(?:<a\b[^>]*>\s*)?(?:<img\b[^>]*>|!\[[^\]]*\]\([^)]*\))(?:\s*</a>)?)"
    r"(?P<words>.*?)\[/(?:wp_)?caption\]",
    re.DOTALL | re.IGNORECASE,
)
_WORDPRESS_WORDS = re.compile(r"""\bcaption=(?:"([^"]*)"|'([^']*)')""")


def _read_wordpress_caption(leaf: Leaf, reader: InlineReader) -> list[str | Element] | None:
    """Read `[caption …]picture words[/caption]`, as WordPress writes it; None for anything else."""
    match = _WORDPRESS_CAPTION.fullmatch(leaf.text) if leaf.text.startswith("[") else None
    if match is None:
        return None
    written = _WORDPRESS_WORDS.search(match["attributes"])
    words = match["words"].strip() or (written and (written[1] or written[2])) or ""
    picture = reader.read(match["picture"], leaf.line, leaf.around)
    caption = element("figcaption", {}, *reader.read(words, leaf.line, leaf.around))
    return [element("figure", {}, *picture, *([caption] if words else []))]
