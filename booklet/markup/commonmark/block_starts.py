"""What may begin a block, in the order of precedence (CommonMark 0.31, 4 and 5; GFM's extensions).

Each function takes the open blocks, the line, and the number of open containers that the line
belongs to. It gives the number of containers that the rest of the line belongs to, `USED_UP` when
nothing is left of it, or None when no such block begins there.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeAlias

from booklet.markup.commonmark import html_blocks, markers
from booklet.markup.commonmark.line import TAB
from booklet.markup.commonmark.node import Kind, Node
from booklet.markup.commonmark.open_blocks import USED_UP

if TYPE_CHECKING:
    from collections.abc import Callable

    from booklet.markup.commonmark.line import Line
    from booklet.markup.commonmark.markers import ItemMarker
    from booklet.markup.commonmark.open_blocks import OpenBlocks

    Start: TypeAlias = Callable[[OpenBlocks, Line, int], int | None]

CODE_INDENT = 4


def quote(blocks: OpenBlocks, line: Line, matched: int) -> int | None:
    """Begin a quotation (5.1), or a callout: `> [!name|options] Title`."""
    if not line.rest.startswith(">"):
        return None
    node = Node(Kind.QUOTE, line.number, end=line.number)
    line.advance(1)
    line.strip(1)
    matched = blocks.start_container(node, matched)
    callout = markers.CALLOUT.match(line.rest) if line.indent < CODE_INDENT else None
    if callout is None:
        return matched
    node.name, node.title = callout[1], callout[2].strip()
    return USED_UP


def heading(blocks: OpenBlocks, line: Line, matched: int) -> int | None:
    """Begin an ATX heading (4.2)."""
    match = markers.ATX_HEADING.match(line.rest)
    if match is None:
        return None
    words = line.rest[match.end() :]
    words = markers.CLOSING_HASHES.sub(r" \1", words).strip(" \t")
    node = Node(Kind.HEADING, line.number, level=len(match[1]), lines=[words])
    return blocks.start_leaf(node, line, matched)


def fence(blocks: OpenBlocks, line: Line, matched: int) -> int | None:
    """Begin fenced code (4.5)."""
    match = markers.FENCE.match(line.rest)
    if match is None:
        return None
    node = Node(Kind.FENCE, line.number, indent=line.indent, marker=match[1] or match[3])
    node.name = (match[2] or match[4] or "").strip()
    return blocks.start_leaf(node, line, matched)


def html(blocks: OpenBlocks, line: Line, matched: int) -> int | None:
    """Begin a block of raw HTML (4.6); what must end and never does is text."""
    if not line.rest.startswith("<"):
        return None
    opening = html_blocks.with_markdown_inside(line.rest)
    if opening is not None:
        return _markdown_in_html(blocks, line, matched, opening)
    in_paragraph = blocks.is_in_paragraph()
    condition = html_blocks.start_condition(line.rest, in_paragraph=in_paragraph)
    if not condition or blocks.last_ends.get(condition, line.number) < line.number:
        return None
    node = Node(Kind.HTML, line.number, name=condition, lines=[line.text])
    blocks.start_leaf(node, line, matched)
    if html_blocks.ends(condition, line.rest):
        node.is_closed = True
        blocks.close(len(blocks.open))
    return USED_UP


def remark(blocks: OpenBlocks, line: Line, matched: int) -> int | None:
    """Begin a remark for oneself that begins a line and ends another, with blank lines in it."""
    _, is_one, words = line.rest.partition(html_blocks.REMARK)
    if not is_one or not line.rest.startswith(html_blocks.REMARK) or html_blocks.REMARK in words:
        return None
    start = blocks.text.find(html_blocks.REMARK, blocks.position) + len(html_blocks.REMARK)
    if not html_blocks.ends_a_line(blocks.text, start):
        return None
    node = Node(Kind.HTML, line.number, name=html_blocks.REMARK, lines=[line.rest])
    return blocks.start_leaf(node, line, matched)


def _markdown_in_html(
    blocks: OpenBlocks, line: Line, matched: int, opening: tuple[str, str]
) -> int:
    """Begin an element with `markdown="1"`: its tag is HTML, and what follows is Markdown."""
    tag, rest = opening
    node = Node(Kind.HTML, line.number, name="7", lines=[tag], is_closed=True)
    blocks.start_leaf(node, line, matched)
    blocks.close(len(blocks.open))
    name = tag[1:].split()[0]
    words, closing, _ = rest.partition(f"</{name}>")
    if words.strip():
        paragraph = Node(Kind.PARAGRAPH, line.number, lines=[words.strip()])
        blocks.start_leaf(paragraph, line, len(blocks.open))
    if closing:
        rest = rest[len(words) :]
        node = Node(Kind.HTML, line.number, name="7", lines=[rest], is_closed=True)
        blocks.start_leaf(node, line, len(blocks.open))
        blocks.close(len(blocks.open))
    return USED_UP


def setext_heading(blocks: OpenBlocks, line: Line, matched: int) -> int | None:
    """Turn the open paragraph into a heading (4.3)."""
    leaf = blocks.leaf
    is_ours = matched == len(blocks.open) and blocks.is_in_paragraph()
    if not is_ours or leaf is None or not markers.SETEXT_UNDERLINE.match(line.rest):
        return None
    blocks.extract_definitions(leaf)
    if leaf.kind is not Kind.PARAGRAPH:
        paragraph = Node(Kind.PARAGRAPH, line.number, lines=[line.rest])
        return blocks.start_leaf(paragraph, line, matched)
    leaf.kind = Kind.HEADING
    leaf.level = 1 if line.rest.startswith("=") else 2
    leaf.end = line.number
    blocks.close(matched)
    return USED_UP


def thematic_break(blocks: OpenBlocks, line: Line, matched: int) -> int | None:
    """Draw a rule (4.1)."""
    if not markers.THEMATIC_BREAK.match(line.rest):
        return None
    blocks.start_leaf(Node(Kind.RULE, line.number), line, matched)
    blocks.close(len(blocks.open))
    return USED_UP


def item(blocks: OpenBlocks, line: Line, matched: int) -> int | None:
    """Begin a list item (5.2), and a list when no fitting one is open (5.3)."""
    marker = markers.item_marker(line)
    if marker is None:
        return None
    if matched == len(blocks.open) and blocks.is_in_paragraph():
        is_empty = not line.rest[len(marker.text) :].strip()
        if is_empty or (marker.is_ordered and marker.number != 1):
            return None
    matched = _resume(blocks, line, matched, marker)
    node = Node(Kind.ITEM, line.number, indent=line.indent, start=marker.number, tick=marker.tick)
    node.offset = markers.consume_marker(line, marker)
    container = blocks.open[matched - 1]
    if container.kind is not Kind.LIST or container.marker != marker.family:
        new = Node(Kind.LIST, line.number, marker=marker.family, start=marker.number)
        matched = blocks.start_container(new, matched)
    return blocks.start_container(node, matched)


def _resume(blocks: OpenBlocks, line: Line, matched: int, marker: ItemMarker) -> int:
    """Go back into the last item of a list for bullets that stand right below it.

    Not CommonMark: bullets below a number, without indentation or a blank line, are points of that
    number; so are a word processor's bullets of the second level below those of the first.
    """
    while matched < len(blocks.open):
        around, inside = blocks.open[matched - 1 : matched + 1]
        if around.kind is not Kind.LIST or around.marker == marker.family or marker.is_ordered:
            return matched
        is_point = around.start >= 0 and blocks.last_blank != line.number - 1
        is_second = marker.is_second_level and not markers.is_second_level(around.marker)
        if inside.kind is not Kind.ITEM or not (is_point or is_second):
            return matched
        inside.resumed = line.indent
        matched += 1
        if matched < len(blocks.open) and blocks.open[matched].kind is Kind.LIST:
            matched += 1
    return matched


def note(blocks: OpenBlocks, line: Line, matched: int) -> int | None:
    """Begin the text of a footnote, `[^key]: …`."""
    match = markers.NOTE.match(line.rest) if line.rest.startswith("[^") else None
    if match is None:
        return None
    node = Node(Kind.NOTE, line.number, indent=line.indent, offset=TAB, name=match[1])
    line.advance(match.end())
    matched = blocks.start_container(node, matched)
    blocks.structure.notes.append(node)
    return matched


def abbreviation(blocks: OpenBlocks, line: Line, matched: int) -> int | None:
    """Take the explanation of an abbreviation, `*[MAT]: multi-academy trust`."""
    match = markers.ABBREVIATION.match(line.rest) if line.rest.startswith("*[") else None
    if match is None or not match[2].strip():
        return None
    node = Node(Kind.NOTHING, line.number, name=match[1], title=match[2].strip())
    blocks.start_leaf(node, line, matched)
    blocks.close(len(blocks.open))
    return USED_UP


def meaning(blocks: OpenBlocks, line: Line, matched: int) -> int | None:
    """Begin a meaning, `:   …`, of the terms in the paragraph before it."""
    match = markers.MEANING.match(line.rest) if line.rest.startswith(":") else None
    if match is None:
        return None
    around = blocks.open[matched - 1]
    if around.kind is not Kind.TERMS:
        last = around.children[-1] if around.children else None
        if last is None or last.kind is not Kind.PARAGRAPH or line.number - last.end > 2:  # noqa: PLR2004 - one blank line
            return None
        blocks.close(matched)
        if last.kind is not Kind.PARAGRAPH:  # it was nothing but link reference definitions
            return None
        around.children.pop()
        if around.children and around.children[-1].kind is Kind.TERMS:
            terms = around.children[-1]
            blocks.open.append(terms)
        else:
            terms = Node(Kind.TERMS, last.line)
            blocks.start_container(terms, matched)
        terms.children.append(last)
        matched = len(blocks.open)
    node = Node(Kind.MEANING, line.number, indent=line.indent, offset=TAB)
    line.advance(match.end())
    line.strip(line.indent)
    return blocks.start_container(node, matched)


def box(blocks: OpenBlocks, line: Line, matched: int) -> int | None:
    """Begin a box of another program: `!!! note "Title"` or `:::note Title`."""
    match = markers.ADMONITION.match(line.rest)
    if match is not None:
        node = Node(Kind.BOX, line.number, offset=TAB, name=match[1], title=match[2] or "")
        node.indent, node.lines = line.indent, [line.rest]
        blocks.start_container(node, matched)
        return USED_UP
    match = markers.FENCED_BOX.match(line.rest) if line.rest.startswith(":::") else None
    if match is None:
        return None
    node = Node(Kind.BOX, line.number, name=match[2] or match[3], marker=match[1])
    node.title, node.lines = match[4] or match[5] or "", [line.rest]
    blocks.start_container(node, matched)
    return USED_UP


STARTS: tuple[Start, ...] = (
    quote,
    heading,
    fence,
    html,
    remark,
    setext_heading,
    thematic_break,
    item,
    note,
    abbreviation,
    meaning,
    box,
)
