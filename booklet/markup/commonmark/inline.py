"""Text with its markup, read from left to right (CommonMark 0.31, 6 and the appendix, phase 2)."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar
from xml.etree.ElementTree import Element

from markdown.util import AtomicString

from booklet.common import xhtml
from booklet.common.xhtml import element
from booklet.markup.commonmark import autolinks, html_blocks, link_syntax
from booklet.markup.commonmark.elements import Address, alternative, make_elements, shown
from booklet.markup.commonmark.emphasis import Run
from booklet.markup.commonmark.html_blocks import CLOSING_TAG, OFFICE_TAG, OPEN_TAG, is_known
from booklet.markup.commonmark.markers import ATTRIBUTE_LIST, special_in

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from booklet.markup.commonmark.elements import Part
    from booklet.markup.commonmark.parse_context import ParseContext

_RUN = re.compile(r"\*+|_+|~+|=+")
_TICKS = re.compile(r"`+")
_ENTITY = re.compile(r"&(?:#[0-9]{1,7}|#[xX][0-9a-fA-F]{1,6}|[a-zA-Z][a-zA-Z0-9]{1,31});")
_TAG = re.compile(rf"{OPEN_TAG}|{CLOSING_TAG}|{OFFICE_TAG}", re.IGNORECASE)
_INSTRUCTIONS = (
    ("<!--", "-->", re.compile(r"<!--(?:>|->|.*?-->)(?P<characters>)", re.DOTALL)),
    ("<?", "?>", re.compile(r"<\?.*?\?>(?P<characters>)", re.DOTALL)),
    ("<![CDATA[", "]]>", re.compile(r"<!\[CDATA\[(?P<characters>.*?)\]\]>", re.DOTALL)),
    ("<!", ">", re.compile(r"<![A-Za-z\[][^>]*>(?P<characters>)")),
)
"""Comments, instructions, character data, declarations: how they begin and end (6.6)."""

_URI = re.compile(r"<([A-Za-z][A-Za-z0-9+.-]{1,31}:[^\x00-\x20<>]*)>")
_MAIL = re.compile(
    r"<([a-zA-Z0-9.!#$%&'*+/=?^_`{|}~-]+@[a-zA-Z0-9](?:[a-zA-Z0-9-]{0,61}[a-zA-Z0-9])?"
    r"(?:\.[a-zA-Z0-9](?:[a-zA-Z0-9-]{0,61}[a-zA-Z0-9])?)*)>"
)
_NOTE_CALL = re.compile(r"\[\^([^\]\n]+)\]")
_REMARK = re.compile(r"%%(?![\s%])[^%]*?[^\s%]%%(?!%)|%%[ \t][^%]*[ \t]%%(?!%)")
_ATTRIBUTES = re.compile(ATTRIBUTE_LIST)
_CRITIC_REMARK = re.compile(r"\{>>.*?<<\}", re.DOTALL)


@dataclass(slots=True)
class _Bracket:
    """An opening bracket that may yet begin a link, a picture or a note.

    Attributes:
        text: as typed: `[`, `![` or `^[`.
        index: its place among the tokens.
        start: where in the text its content begins.
        is_active: whether it may still begin a link; links do not stand in links.
        has_later: whether another bracket was opened after it.
    """

    text: str
    index: int
    start: int
    is_active: bool = True
    has_later: bool = False


class InlineReader:
    """Reads the texts of one chapter."""

    def __init__(self, collected: ParseContext) -> None:
        self.collected = collected

    def read(self, text: str, line: int, around: tuple[str, ...] = ()) -> list[Part]:
        """Read one text.

        Args:
            text: of a paragraph, a heading, a cell or the like.
            line: where it begins.
            around: the callouts it stands in.
        """
        if not special_in(text).search(text) and "@" not in text and "--" not in text:
            return [text]
        return _InlineScanner(self.collected, text, line, around).read()


class _InlineScanner:
    """Goes through one text once, from left to right."""

    def __init__(
        self, collected: ParseContext, text: str, line: int, around: tuple[str, ...]
    ) -> None:
        self.collected = collected
        self.text = text
        self.line = line
        self.around = around
        self.position = self.counted = 0
        self.tokens: list[object] = []
        self.brackets: list[_Bracket] = []
        self.ticks: dict[int, list[int]] | None = None
        self.ends: dict[str, int] = {}

    def read(self) -> list[Part]:
        text, tokens = self.text, self.tokens
        special = special_in(text)
        while match := special.search(text, self.position):
            start = match.start()
            if start > self.position:
                tokens.append(text[self.position : start])
            self.position = start
            self.HANDLERS.get(text[start], _InlineScanner._bare_address)(self)
        tokens.append(text[self.position :])
        return make_elements(tokens, in_link=False)

    def _add_text(self, count: int) -> None:
        """Keep characters as text."""
        self.tokens.append(self.text[self.position : self.position + count])
        self.position += count

    def _line(self) -> int:
        self.line += self.text.count("\n", self.counted, self.position)
        self.counted = self.position
        return self.line

    def _find(self, mark: str) -> int:
        """Find a mark from here on; what is not there is looked for only once."""
        if self.ends.get(mark, 0) >= 0:
            self.ends[mark] = self.text.find(mark, self.position)
        return self.ends[mark]

    # Escapes, entities, line ends and code: sections 2.4, 2.5, 6.1, 6.7.

    def _escape(self) -> None:
        following = self.text[self.position + 1 : self.position + 2]
        if following == "\n":
            self.position += 1
            self._break(is_hard=True)
        elif following and following in link_syntax.ESCAPABLE_CHARACTERS:
            self.tokens.append(f"\x02{ord(following)}\x03")
            self.position += 2
        else:
            self._add_text(1)

    def _entity(self) -> None:
        match = _ENTITY.match(self.text, self.position)
        character = link_syntax.decode_entity(match[0]) if match else ""
        if match is None or character == match[0]:
            self._add_text(1)
            return
        self.tokens.append("".join(shown(one) for one in character))
        self.position = match.end()

    def _line_end(self) -> None:
        before = self.tokens[-1] if self.tokens else ""
        if not isinstance(before, str):
            before = ""
        elif self.tokens:
            self.tokens[-1] = before.rstrip(" \t")
        self._break(is_hard=before.endswith("  "))

    def _break(self, *, is_hard: bool) -> None:
        """Break the line, and go past the white space around it."""
        if is_hard:
            self.tokens.append(Element("br"))
        self.tokens.append("\n")
        self.position += 1
        while self.text[self.position : self.position + 1] in {" ", "\t"}:
            self.position += 1

    def _pasted_break(self) -> None:
        """Break where a word processor or a slide put a line break of its own."""
        self._break(is_hard=True)

    def _code(self) -> None:
        match = _TICKS.match(self.text, self.position)
        length = len(match[0]) if match else 1
        start = self.position + length
        end = self._closing_ticks(length, start)
        if end < 0:
            self._add_text(length)
            return
        content = self.text[start:end].replace("\n", " ")
        if content.startswith(" ") and content.endswith(" ") and content.strip(" "):
            content = content[1:-1]
        code = Element("code")
        code.text = AtomicString(content.replace("\x0b", " ").replace("\x0c", " "))
        self.tokens.append(code)
        self.position = end + length

    def _closing_ticks(self, length: int, start: int) -> int:
        if self.ticks is None:
            self.ticks = defaultdict(list)
            for match in _TICKS.finditer(self.text):
                self.ticks[len(match[0])].append(match.start())
        positions = self.ticks.get(length, [])
        index = bisect_right(positions, start - 1)
        return positions[index] if index < len(positions) else -1

    # Emphasis (6.2), addresses (6.5, GFM 6.9), tags (6.6)

    def _run(self) -> None:
        match = _RUN.match(self.text, self.position)
        end = match.end() if match else self.position + 1
        self.tokens.append(Run(self.text, self.position, end))
        self.position = end

    def _bare_address(self) -> None:
        end = autolinks.extent(self.text, self.position, in_brackets=bool(self.brackets))
        if end == self.position:
            self._add_text(1)
            return
        address = self.text[self.position : end]
        is_link = not address.lower().startswith("ftp:")
        self.tokens.append(Address(address) if is_link else autolinks.hide(address))
        self.position = end

    def _pointed(self) -> None:
        text, start = self.text, self.position
        match = _URI.match(text, start) or _MAIL.match(text, start)
        if match is not None and not _TAG.match(text, start):
            link = Element("a", href=match[1] if ":" in match[1] else f"mailto:{match[1]}")
            link.text = AtomicString(match[1])
            self.tokens.append(link)
        elif text.startswith("<!--", start) and self._find("-->") < 0:
            self.collected.report_unclosed("<!--", self._line())
            self._add_text(1)
            return
        elif match := self._instruction():
            if not match["characters"] and not match[0].lower().startswith(html_blocks.SILENT):
                self.collected.report_instruction(match[0], self._line())
            self.tokens.append(match["characters"] or "")
        else:
            match = _TAG.match(text, start)
            name = match and (match["open"] or match["closing"] or match["office"])
            if match is None or not name or not (match["office"] or is_known(name, match[0])):
                self._add_text(1)
                return
            if not match["office"]:
                self.tokens.append(self.collected.hold(match[0], self._line()))
        self.position = match.end()

    def _instruction(self) -> re.Match[str] | None:
        """Read what HTML has besides tags; only character data hold words."""
        for opening, closing, pattern in _INSTRUCTIONS:
            if self.text.startswith(opening, self.position):
                return pattern.match(self.text, self.position) if self._find(closing) >= 0 else None
        return None

    # Remarks that nobody prints

    def _remark(self) -> None:
        before = self.text[self.position - 1 : self.position]
        match = None if before.isalnum() else _REMARK.match(self.text, self.position)
        self._leave_out(match)

    def _curly_bracket(self) -> None:
        """Pass over an attribute list, which the library reads later; leave a remark out."""
        attributes = _ATTRIBUTES.match(self.text, self.position)
        if attributes is not None:
            self._add_text(len(attributes[0]))
            return
        found = self._find("<<}") >= 0
        self._leave_out(_CRITIC_REMARK.match(self.text, self.position) if found else None)

    def _leave_out(self, match: re.Match[str] | None) -> None:
        if match is None:
            self._add_text(1)
        else:
            self.position = match.end()

    # Links, pictures and notes: sections 6.3 and 6.4.

    def _open_picture(self) -> None:
        if self.text.startswith("![[", self.position) and self._wiki():
            return
        if self.text.startswith("![", self.position) and not self._called_note(self.position + 1):
            self._open("![")
        else:
            self._add_text(1)

    def _open_note(self) -> None:
        self._open("^[")

    def _open_link(self) -> None:
        if self.text.startswith("[[", self.position) and self._wiki():
            return
        key = self._called_note(self.position)
        if key is not None:
            self.tokens.append(Element("a", {self.collected.NOTE_KEY: key}))
            self.position = self.text.index("]", self.position) + 1
        else:
            self._open("[")

    def _called_note(self, position: int) -> str | None:
        """Find the footnote that is called here; None when it is no call, or is not defined."""
        match = _NOTE_CALL.match(self.text, position)
        return self.collected.note_key(match[1]) if match else None

    def _open(self, mark: str) -> None:
        if self.brackets:
            self.brackets[-1].has_later = True
        self.position += len(mark)
        self.brackets.append(_Bracket(mark, len(self.tokens), self.position))
        self.tokens.append(mark)

    def _close(self) -> None:
        if not self.brackets:
            self._add_text(1)
            return
        bracket = self.brackets.pop()
        if bracket.text == "^[":
            self.position += 1
            inner = self._contents(bracket, in_link=False)
            self.tokens.append(self.collected.add_inline_note(inner, self.around))
            return
        target = self._target(bracket) if bracket.is_active else None
        if target is None:
            self._add_text(1)
            return
        (address, title), self.position = target
        inner = self._contents(bracket, in_link=bracket.text == "[")
        named = {"title": title} if title else {}
        if bracket.text == "![":
            self.tokens.append(Element("img", {"src": address, **named, "alt": alternative(inner)}))
            return
        self.tokens.append(element("a", {"href": address, **named}, *inner))
        for earlier in reversed(self.brackets):
            if earlier.text == "[":
                if not earlier.is_active:
                    break
                earlier.is_active = False

    def _contents(self, bracket: _Bracket, *, in_link: bool) -> list[Part]:
        inner = self.tokens[bracket.index + 1 :]
        del self.tokens[bracket.index :]
        return make_elements(inner, in_link=in_link)

    def _target(self, bracket: _Bracket) -> tuple[link_syntax.Target, int] | None:
        """Find where the link leads whose text ends here; see "look for link or image"."""
        after = self.position + 1
        is_inline = self.text.startswith("(", after)
        inline = link_syntax.read_target(self.text, after) if is_inline else None
        references = self.collected.references
        if inline is not None or not references:
            return inline
        label = link_syntax.read_label(self.text, after)
        written, end = self.text[bracket.start : self.position], after
        if label is not None:
            written, end = label
        elif bracket.has_later or len(written) > link_syntax.LONGEST_LABEL:
            return None
        elif self.text.startswith("[]", after):
            end += len("[]")
        target = references.get(link_syntax.normalise(written))
        return (target, end) if target is not None else None

    def _wiki(self) -> bool:
        found = link_syntax.read_wiki_link(self.text, self.position)
        if found is None or link_syntax.normalise(found.name) in self.collected.references:
            return False
        inner = self._read_inside(found.words) if found.words and found.item.tag == "a" else []
        xhtml.append(found.item, inner)
        self.tokens.append(found.item)
        self.position = found.end
        return True

    def _read_inside(self, text: str) -> list[Part]:
        return _InlineScanner(self.collected, text, self._line(), self.around).read()

    HANDLERS: ClassVar[Mapping[str, Callable[[_InlineScanner], None]]] = {
        "\\": _escape,
        "&": _entity,
        "\n": _line_end,
        "\x0b": _pasted_break,
        "\x0c": _pasted_break,
        "\u2028": _pasted_break,
        "\u2029": _pasted_break,
        "`": _code,
        "*": _run,
        "_": _run,
        "~": _run,
        "=": _run,
        "<": _pointed,
        "%": _remark,
        "{": _curly_bracket,
        "!": _open_picture,
        "^": _open_note,
        "[": _open_link,
        "]": _close,
    }
