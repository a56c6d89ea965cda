"""From HTML as blogs, browsers and word processors write it to blocks of words.

Every text of the page is either in a block or listed as a loss. HTML is read by lxml, which needs
no network and resolves no entities beyond HTML's own; it is walked without recursion.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from booklet.common.words import words_of
from booklet.importers.block_stack import BlockStack
from booklet.importers.document import (
    Code,
    Figure,
    Heading,
    LineBreak,
    Note,
    NoteCall,
    Paragraph,
    Separator,
    Style,
    Text,
)
from booklet.importers.html_elements import (
    CLOSED_BY,
    DRAWN,
    EMBEDDED,
    FORM,
    HEADINGS,
    INLINE,
    PICTURE_ADDRESSES,
    SILENT,
    STYLES,
    class_styles,
    is_hidden,
    is_tick,
    is_tracker,
    spans_of,
    start_of,
    style_of,
)
from booklet.importers.html_notes import find_notes
from booklet.importers.inlines import blanks_as_one, has_call, joined, plain_text, trimmed
from booklet.importers.losses import Loss, LossKind
from booklet.importers.shortcodes import ELEMENT

if TYPE_CHECKING:
    from collections.abc import Callable

    from lxml.etree import _Element

    from booklet.importers.document import Block, Inline


@dataclass(frozen=True, slots=True)
class HtmlContent:
    """What a piece of HTML holds.

    Attributes:
        blocks: in reading order.
        notes: footnotes, in the order of their calls.
        losses: text that is in no block.
        words: every word of it, counted before anything was left out.
    """

    blocks: tuple[Block, ...]
    notes: tuple[Note, ...]
    losses: tuple[Loss, ...]
    words: tuple[str, ...]


def read_html(
    root: _Element,
    *,
    left_out: Callable[[_Element], LossKind | None] = lambda _: None,
    silent: frozenset[_Element] = frozenset(),
    newlines_count: bool = False,
    first_line: int = 0,
) -> HtmlContent:
    """Read HTML.

    Args:
        root: of a tree that lxml has parsed.
        left_out: tells for an element whether its text is no part of what its author wrote.
        silent: elements that are read elsewhere, such as a title; their words are not counted.
        newlines_count: whether a blank line ends a paragraph and a line end is a line break, as in
            the classic editor of WordPress.
        first_line: the line of the file before that on which this HTML begins.
    """
    reader = _HtmlReader(root, left_out, newlines_count=newlines_count, first_line=first_line)
    reader.silent = silent
    return reader.read()


class _HtmlReader:
    """Walks the tree once, from start tag to end tag."""

    def __init__(
        self,
        root: _Element,
        left_out: Callable[[_Element], LossKind | None],
        *,
        newlines_count: bool,
        first_line: int,
    ) -> None:
        self.root = root
        self.left_out = left_out
        self.newlines_count = newlines_count
        self.first_line = first_line
        self.silent: frozenset[_Element] = frozenset()
        self.calls, self.note_elements, self.numbers = find_notes(root)
        self.classes = class_styles(root)
        self.stack = BlockStack()
        self.styles: list[Style] = [Style.PLAIN]
        self.addresses: list[str] = [""]
        self.inline: list[Inline] = []
        self.pictures: list[Figure] = []
        self.heading = 0
        self.code: list[str] | None = None
        self.code_element: _Element | None = None
        self.line = first_line
        self.skipped: _Element | None = None  # the element whose text is left out just now
        self.why: LossKind | None = None
        self.losses: list[Loss] = []
        self.lost: list[str] = []
        self.words: list[str] = []

    def read(self) -> HtmlContent:
        from lxml import etree  # noqa: PLC0415 - only what imports needs it

        for event, item in etree.iterwalk(self.root, events=("start", "end", "comment", "pi")):
            if event == "start":
                self._read_start(item)
            elif event == "end":
                self._read_end(item)
            elif self.skipped is None:
                self._text(item.tail or "")
            elif self.why is not None:
                self._lose(item.tail or "")
        self._flush()
        return HtmlContent(
            self.stack.finish(),
            tuple(Note(key, blocks) for key, blocks in self.stack.notes.items()),
            tuple(self.losses),
            words_of("".join(self.words)),
        )

    def _read_start(self, item: _Element) -> None:
        if self.skipped is None:
            self.why = self._why_skipped(item)
            if self.why is None and not self._is_silent(item):
                self._start(item)
                return
            self.skipped = item
            self._skip(item)
        if self.why is not None:
            self._lose_start(item)

    def _read_end(self, item: _Element) -> None:
        if self.skipped is None:
            self._end(item)
        elif self.skipped is item:
            if self.why is not None:
                self._finish_loss(self.why, item)
            self.skipped, self.why = None, None
        else:
            if self.why is not None:
                self._lose_end(item)
            return
        if item is not self.root:
            self._text(item.tail or "")

    # --- What is left out -------------------------------------------------------------------------

    def _skip(self, item: _Element) -> None:
        self._note_line(item)
        if item in self.calls:
            self.inline.append(NoteCall(self.calls[item]))
        elif item.tag in INLINE and self.why is not None:
            self._append(" ")  # what stood on either side does not become one word
        elif self.why is not None or item.tag not in SILENT:
            self._flush()

    def _is_silent(self, item: _Element) -> bool:
        return item.tag in SILENT or item in self.silent

    def _why_skipped(self, item: _Element) -> LossKind | None:
        if item is self.root or self._is_silent(item):
            return None
        if item.tag in FORM and not is_tick(item):
            return LossKind.FORM
        if item.tag in DRAWN:
            return LossKind.EMBEDDED
        if is_hidden(item):
            return LossKind.HIDDEN
        if item in self.numbers:
            return LossKind.NUMBERING
        return self.left_out(item)

    def _lose(self, text: str) -> None:
        self.words.append(text)
        self.lost.append(text)

    def _lose_start(self, item: _Element) -> None:
        if self._is_silent(item):
            return
        self._lose(" " if item.tag in INLINE and item is self.skipped else "")
        self._lose("" if item.tag in INLINE else "\n")
        if item.tag == "img":
            self._lose(f" {item.get('alt') or ''} ")
        self._lose(item.text or "")

    def _lose_end(self, item: _Element) -> None:
        self._lose("" if item.tag in INLINE else "\n")
        self._lose(item.tail or "")

    def _finish_loss(self, kind: LossKind, item: _Element) -> None:
        self._lose(" " if item.tag in INLINE else "\n")
        text = " ".join("".join(self.lost).split())
        self.lost = []
        if text:
            self.losses.append(Loss(kind, text, self.line))

    # --- Elements ---------------------------------------------------------------------------------

    def _note_line(self, item: _Element) -> None:
        line = item.sourceline
        if line is not None:
            self.line = self.first_line + line

    def _start(self, item: _Element) -> None:  # noqa: C901, PLR0912 - one case for each element
        tag = str(item.tag)
        if tag not in INLINE:
            self._flush()
            self.words.append("\n")
        self._note_line(item)
        if item in self.note_elements:
            self._flush()
            self.stack.begin("note", self.line)
        style = style_of(item, self.classes)
        self.styles.append((self.styles[-1] | STYLES.get(tag, Style.PLAIN) | style.on) & ~style.off)
        address = item.get("href") if tag == "a" else None
        self.addresses.append(address or self.addresses[-1] if tag == "a" else self.addresses[-1])
        if tag in HEADINGS:
            self.heading = HEADINGS[tag]
        elif tag in {"ul", "ol", "menu", "dir"}:
            self.stack.begin("list", self.line).start = start_of(item) if tag == "ol" else None
        elif tag == "li" and item not in self.note_elements:
            if self.stack.top.kind != "list":
                self.stack.begin("list", self.line)
            self.stack.begin("item", self.line)
        elif tag in {"blockquote", "dl", "dt", "dd"}:
            if tag in {"dt", "dd"} and self.stack.top.kind in {"term", "meaning"}:
                self.stack.close_to(self.stack.top.kind)  # lxml nests those that nobody closed
            self.stack.begin(CLOSED_BY[tag], self.line)
        elif tag == "pre" and self.code is None and "verse" not in (item.get("class") or ""):
            self.code, self.code_element = [], item
        elif tag == "table":
            self.stack.begin("table", self.line)
        elif tag == "tr":
            self.stack.begin_row()
        elif tag in {"td", "th"}:
            self.stack.begin_cell(self.line, spans=spans_of(item), is_head=tag == "th")
        elif tag in {"figure", "caption", "figcaption"}:
            self.stack.begin(tag, self.line)
        elif tag == "br":
            self._break()
        elif tag == "hr":
            self.stack.add(Separator(self.line))
        elif tag == "img":
            self._picture(item)
        elif tag in EMBEDDED:
            self._embed(item)
        elif tag == ELEMENT:
            self._shortcode(item.get("data-said") or "", item.get("data-address") or "")
        elif is_tick(item):
            self.stack.top.ticks.append(item.get("checked") is not None)
        self._text(item.text or "")

    def _end(self, item: _Element) -> None:
        tag = str(item.tag)
        if tag not in INLINE or tag in {"figcaption", "caption"}:
            self._flush()
            self.words.append("\n")
        self.styles.pop()
        self.addresses.pop()
        if tag in HEADINGS:
            self.heading = 0
        elif self.code is not None and item is self.code_element:
            text = "".join(self.code).strip("\n")
            self.code = self.code_element = None
            if text.strip():
                self.stack.add(Code(text, self.line))
        elif tag in CLOSED_BY and not (tag == "li" and item in self.note_elements):
            self.stack.close_to(CLOSED_BY[tag])
        if item in self.note_elements:
            self._flush()
            self.stack.close_to("note", self.note_elements[item])

    def _text(self, text: str) -> None:
        if not text:
            return
        if self.code is not None:
            self.code.append(text)
            self.words.append(text)
            return
        if self.newlines_count:
            self._text_of_lines(text)
            return
        self.words.append(text)
        self._append(blanks_as_one(text))

    def _text_of_lines(self, text: str) -> None:
        """Read text in which line ends mean something, as WordPress' `wpautop` does."""
        self.words.append(text)
        for number, part in enumerate(re.split(r"\n[ \t\r\u00a0]*\n\s*", text)):
            if number:
                self._flush()
            for row, line in enumerate(part.split("\n")):
                if row:
                    self._break()
                self._append(blanks_as_one(line))

    def _append(self, text: str) -> None:
        if text:
            self.inline.append(Text(text, self.styles[-1], self.addresses[-1]))

    def _break(self) -> None:
        self.words.append("\n")
        if self.code is not None:
            self.code.append("\n")
        else:
            self.inline.append(LineBreak())

    def _picture(self, item: _Element) -> None:
        address = next((item.get(name) for name in PICTURE_ADDRESSES if item.get(name)), "") or ""
        description = " ".join((item.get("alt") or "").split())
        self.words.append(f" {description} ")
        classes = item.get("class") or ""
        if re.search(r"\b(?:emoji|wp-smiley)\b", classes):
            self._append(description)
        elif is_tracker(item):
            if description:
                self.losses.append(Loss(LossKind.HIDDEN, description, self.line))
        elif not self._is_last_picture(address, description):
            self.pictures.append(Figure(address, description, line=self.line))
        if not any(isinstance(one, Text) and one.text.strip() for one in self.inline):
            self._place_pictures()

    def _is_last_picture(self, address: str, description: str) -> bool:
        """Tell whether the same picture has just been shown; `noscript` shows lazy ones again."""
        shown = [*self.stack.top.blocks[-1:], *self.pictures[-1:]]
        last = shown[-1] if shown else None
        if not isinstance(last, Figure) or last.address != address:
            return False
        if description:
            self.losses.append(Loss(LossKind.REPEATED, description, self.line))
        return True

    def _embed(self, item: _Element) -> None:
        address = item.get("src") or item.get("data-src") or item.get("data") or ""
        if not address:
            inner = item.find(".//source")
            address = (inner.get("src") or "") if inner is not None else ""
        if re.match(r"(?:https?:)?//", address):
            self._link(f"https:{address}" if address.startswith("//") else address)

    def _link(self, address: str) -> None:
        """Show the address of something that paper cannot show; it is what its author put there."""
        self._flush()
        self.words.append(f" {address} ")
        self.stack.add(Paragraph((Text(address, address=address),), self.line))

    def _shortcode(self, said: str, address: str) -> None:
        self.words.append(f" {said} ")
        self.losses += [Loss(LossKind.SHORTCODE, said, self.line)] if said else []
        if address:
            self._link(address)

    # --- Blocks -----------------------------------------------------------------------------------

    def _flush(self) -> None:
        """End the paragraph or heading that is being read; in code, the line."""
        if self.code and not self.code[-1].endswith("\n"):
            self.code.append("\n")
        content = trimmed(joined(self.inline))
        self.inline = []
        if content and (plain_text(content).strip() or has_call(content)):
            if self.heading:
                self.stack.add(Heading(self.heading, content, self.line))
            else:
                self.stack.add(Paragraph(content, self.line))
        self._place_pictures()

    def _place_pictures(self) -> None:
        self.stack.add(*self.pictures)
        self.pictures = []
