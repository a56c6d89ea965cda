"""From the blocks of a text to Python-Markdown's tree of elements."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar
from xml.etree.ElementTree import Element, SubElement

from pymdownx.highlight import Highlight

from booklet.common import xhtml
from booklet.markup.commonmark import html_blocks, tables
from booklet.markup.commonmark.node import Kind, Node
from booklet.markup.commonmark.parse_context import UnplacedFinding

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from markdown import Markdown

    from booklet.markup.commonmark.parse_context import ParseContext

ALERT = "data-alert"
"""On callouts: the name and the options."""

TITLE = "\x02title"
"""On the paragraph that is a callout's own title."""

LINE = "\x02line"
"""The line of headings, items and callouts; no author can give an attribute such a name."""

SOURCE_LINE = "\x02source"
"""On every block that was written in Markdown: the line it begins on; until blocks have ids."""

_LANGUAGE = re.compile(r"\{?[ \t]*\.?([\w#+-][\w#.+-]*)")
_OPTION = re.compile(r"(hl_lines|title)=(?:\"([^\"]*)\"|'([^']*)'|(\S+?))(?=[\s}]|$)")
_TASK = re.compile(r"\[([ xX])\][ \t]+(?=\S)")


@dataclass(frozen=True, slots=True)
class Leaf:
    """An element whose text is still to be read.

    Attributes:
        item: the element, empty.
        text: with its markup.
        line: where it begins.
        around: the callouts it stands in, outermost first.
        tick: a box to draw before it, "on" or "off"; "" for none.
        parent: what takes the place of a paragraph in a tight list; None for all others.
    """

    item: Element
    text: str
    line: int
    around: tuple[str, ...]
    tick: str = ""
    parent: Element | None = None


class TreeBuilder:
    """Makes elements of one text's blocks."""

    def __init__(self, md: Markdown, collected: ParseContext) -> None:
        self.highlight = Highlight(md=md, guess_lang=False, stripnl=False)
        self.collected = collected
        self.leaves: list[Leaf] = []

    def fill(self, parent: Element, node: Node, around: tuple[str, ...] = ()) -> None:
        """Put the blocks inside a container into an element."""
        for child in node.children:
            self.BUILDERS[child.kind](self, parent, child, around)

    def _leaf(self, item: Element, text: str, line: int, around: tuple[str, ...]) -> None:
        item.set(SOURCE_LINE, str(line))
        self.leaves.append(Leaf(item, text, line, around))

    def _paragraph(self, parent: Element, node: Node, around: tuple[str, ...]) -> None:
        text = "\n".join(node.lines).strip()
        self._leaf(SubElement(parent, "p"), text, node.line, around)

    def _heading(self, parent: Element, node: Node, around: tuple[str, ...]) -> None:
        heading = SubElement(parent, f"h{node.level}", {LINE: str(node.line)})
        self._leaf(heading, "\n".join(node.lines).strip(), node.line, around)

    def _rule(self, parent: Element, node: Node, around: tuple[str, ...]) -> None:  # noqa: ARG002 - as all builders
        SubElement(parent, "hr")

    def _nothing(self, parent: Element, node: Node, around: tuple[str, ...]) -> None:  # noqa: ARG002 - as all builders
        if node.name:
            self.collected.terms[node.name] = node.title
            self.collected.term_containers[node.name] = around

    def _html(self, parent: Element, node: Node, around: tuple[str, ...]) -> None:
        if not node.is_closed and node.name not in {"6", "7"}:
            self._paragraph(parent, node, around)
        elif node.name != html_blocks.REMARK:
            html = "\n".join(node.lines)
            for start, end in reversed(html_blocks.instructions(html)):
                line = node.line + html.count("\n", 0, start)
                self.collected.report_instruction(html[start:end], line)
                html = html[:start] + "\n" * html.count("\n", start, end) + html[end:]
            xhtml.append(parent, [self.collected.hold(html, node.line)])

    def _fence(self, parent: Element, node: Node, around: tuple[str, ...]) -> None:  # noqa: ARG002 - as all builders
        language = _LANGUAGE.match(node.name)
        options = {one[1]: one[2] or one[3] or one[4] or "" for one in _OPTION.finditer(node.name)}
        self._code(parent, node, language[1] if language else "", options)
        if not node.is_closed:
            problem = f"the fence of code {node.marker} is never closed"
            hint = f"Everything after it is set as code. Write {node.marker} below the code."
            self.collected.findings.append(UnplacedFinding("K552", problem, hint, node.line))

    def _indented_code(self, parent: Element, node: Node, around: tuple[str, ...]) -> None:  # noqa: ARG002 - as all builders
        self._code(parent, node, "", {})

    def _code(self, parent: Element, node: Node, language: str, options: dict[str, str]) -> None:
        self.collected.code_lines.update(range(node.line, node.last_line() + 1))
        source = "".join(f"{line}\n" for line in node.lines)
        html = self.highlight.highlight(
            source.replace("\x0b", "\n").replace("\x0c", "\n"),
            language,
            hl_lines=_line_numbers(options.get("hl_lines", "")),
            title=options.get("title"),
        )
        # Pygments begins with an empty element. Behind that a word is not the first of its line any
        # more, and WeasyPrint breaks only those that are.
        html = str(html).replace("<pre><span></span>", "<pre>", 1)
        xhtml.append(parent, [self.collected.hold(html, node.line)])

    def _table(self, parent: Element, node: Node, around: tuple[str, ...]) -> None:
        aligned = tables.alignments(node.lines[1])
        table = SubElement(parent, "table", {SOURCE_LINE: str(node.line)})
        head = SubElement(table, "thead")
        self._row(head, "th", (node.lines[0], node.line), aligned, around)
        body = SubElement(table, "tbody") if len(node.lines) > 2 else head  # noqa: PLR2004 - head, delimiters
        for line, row in enumerate(node.lines[2:], node.line + 2):
            self._row(body, "td", (row, line), aligned, around)

    def _row(
        self,
        parent: Element,
        tag: str,
        written: tuple[str, int],
        aligned: Sequence[str],
        around: tuple[str, ...],
    ) -> None:
        row = SubElement(parent, "tr")
        text, line = written
        found = tables.cells(text)
        surplus = [cell for cell in found[len(aligned) :] if cell]
        if surplus:
            problem = f"this row has more cells than the table has columns: '{' | '.join(surplus)}'"
            hint = "What is too much is left out. Write a pipe that belongs to the text as \\|."
            self.collected.findings.append(UnplacedFinding("K560", problem, hint, line))
        for position, alignment in enumerate(aligned):
            style = {"style": f"text-align: {alignment}"} if alignment else {}
            cell = SubElement(row, tag, style)
            self._leaf(cell, found[position] if position < len(found) else "", line, around)

    def _quote(self, parent: Element, node: Node, around: tuple[str, ...]) -> None:
        quote = SubElement(parent, "blockquote", {SOURCE_LINE: str(node.line)})
        if node.name:
            name, *options = (one.strip() for one in node.name.split("|"))
            quote.set(ALERT, " ".join([name, *options]))
            quote.set(LINE, str(node.line))
            around = (*around, name)
            if node.title:
                title = SubElement(quote, "p", {TITLE: ""})
                self._leaf(title, node.title, node.line, around)
        self.fill(quote, node, around)

    def _box(self, parent: Element, node: Node, around: tuple[str, ...]) -> None:
        if node.children:
            self._quote(parent, node, around)
        else:
            self._paragraph(parent, node, around)
        if node.marker and not node.is_closed:
            problem = f"the box '{node.lines[0]}' is never closed"
            hint = f"It goes on to the end of the text. Write {node.marker} below its last line."
            self.collected.findings.append(UnplacedFinding("K552", problem, hint, node.line))

    def _list(self, parent: Element, node: Node, around: tuple[str, ...]) -> None:
        is_ordered = node.start >= 0
        start = {"start": str(node.start)} if is_ordered and node.start != 1 else {}
        items = SubElement(parent, "ol" if is_ordered else "ul", start)
        is_loose = node.is_loose()
        for child in node.children:
            line = str(child.line)
            item = SubElement(items, "li", {LINE: line, SOURCE_LINE: line})
            self._item(item, child, around, is_loose=is_loose)

    def _item(self, item: Element, node: Node, around: tuple[str, ...], *, is_loose: bool) -> None:
        first = len(self.leaves)
        self.fill(item, node, around)
        direct = {id(child) for child in item if child.tag == "p"}
        for position in range(first, len(self.leaves)):
            leaf = self.leaves[position]
            if id(leaf.item) not in direct:
                continue
            task = _TASK.match(leaf.text) if leaf.item is item[0] and not item.text else None
            tick, text = leaf.tick, leaf.text
            if task or (node.tick and leaf.item is item[0]):
                tick = node.tick or ("off" if task and task[1] == " " else "on")
                text = text[task.end() :] if task else text
                item.set("class", "task-list-item")
            self.leaves[position] = Leaf(
                leaf.item, text, leaf.line, around, tick, None if is_loose else item
            )

    def _terms(self, parent: Element, node: Node, around: tuple[str, ...]) -> None:
        terms = SubElement(parent, "dl")
        previous: Node | None = None
        for child in node.children:
            if child.kind is Kind.PARAGRAPH:
                for line, text in enumerate(child.lines, child.line):
                    self._leaf(SubElement(terms, "dt"), text.strip(), line, around)
            else:
                blank = previous is not None and child.line > previous.last_line() + 1
                loose = blank or child.is_loose() or Node(Kind.LIST, 0, children=[child]).is_loose()
                self._item(SubElement(terms, "dd"), child, around, is_loose=loose)
            previous = child

    def _note(self, parent: Element, node: Node, around: tuple[str, ...]) -> None:  # noqa: ARG002 - as all builders
        self.fill(self.collected.add_note(node.name, node.line, around), node, around)

    BUILDERS: ClassVar[
        Mapping[Kind, Callable[[TreeBuilder, Element, Node, tuple[str, ...]], None]]
    ] = {
        Kind.PARAGRAPH: _paragraph,
        Kind.HEADING: _heading,
        Kind.RULE: _rule,
        Kind.NOTHING: _nothing,
        Kind.HTML: _html,
        Kind.FENCE: _fence,
        Kind.CODE: _indented_code,
        Kind.TABLE: _table,
        Kind.QUOTE: _quote,
        Kind.BOX: _box,
        Kind.LIST: _list,
        Kind.TERMS: _terms,
        Kind.NOTE: _note,
    }


def _line_numbers(written: str) -> list[int]:
    """Read `1 3-5`, the lines of code to be marked."""
    found = re.findall(r"(\d{1,5})(?:-(\d{1,5}))?", written)
    return [line for one, last in found for line in range(int(one), int(last or one) + 1)]
