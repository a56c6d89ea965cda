"""Footnotes: at the foot of the page on paper, pop-ups and a list at the end on screens.

The neutral form is written by `booklet.markup.footnotes`: a call is `<a data-note="ID">1</a>`, and
the notes stand at the end in `<section data-notes="…">`, each a `<div id="ID">`. Calls in the
chapter's title open its text, in a `<span data-title-notes="">`, until the title is written.
"""

from __future__ import annotations

from copy import deepcopy
from typing import TYPE_CHECKING

from booklet.common import xhtml
from booklet.common.xhtml import OPS, element, name_set
from booklet.components.component import Medium
from booklet.components.paper_notes import make_pieces

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

TITLE_NOTES = "data-title-notes"

EPUB_TYPE = f"{{{OPS}}}type"

_HEADINGS = name_set("h2 h3 h4 h5 h6")
_BLOCKS = name_set(
    "p ul ol li dl dt dd table thead tbody tr th td caption div blockquote pre section figure "
    "figcaption h2 h3 h4 h5 h6 aside"
)


def render_notes(root: Element, medium: Medium) -> None:
    """Put every footnote of a chapter where the medium wants it."""
    notes = _extract_notes(root)
    if medium is Medium.PRINT:
        _label_headings(root)
        _set_at_calls(root, notes, (), {})
    else:
        _set_at_end(
            root, notes, *(("div", "div") if medium is Medium.WEB else ("section", "aside"))
        )


def _extract_notes(root: Element) -> dict[str, Element]:
    """Take the notes out of the tree, by id."""
    parents = xhtml.parents_of(root)
    notes: dict[str, Element] = {}
    for section in [item for item in root.iter("section") if item.get("data-notes") is not None]:
        for note in section:
            notes[note.get("id", "")] = note
        xhtml.replace(parents[section], section)
    return notes


def _label_headings(root: Element) -> None:
    """Give headings the words of their bookmarks where they call notes, whose numbers are none."""
    for heading in root.iter():
        if heading.tag in _HEADINGS and any(item.get("data-note") for item in heading.iter("a")):
            words = deepcopy(heading)
            calls = [item for item in words.iter("a") if item.get("data-note")]
            xhtml.replace_all(words, dict.fromkeys(calls, ()))
            heading.set("data-bookmark", " ".join(xhtml.text_of(words).split()))


def _set_at_calls(
    root: Element, notes: dict[str, Element], around: tuple[str, ...], numbers: dict[str, int]
) -> None:
    """Put the text of each note in the place of its call; a note within a note in brackets.

    Args:
        root: the text with the calls; changed in place.
        notes: by id.
        around: the notes that the text stands in, for none is set within itself.
        numbers: those of the notes that are set; where one is called again, its number is enough.
            Grows.
    """
    replaced: dict[Element, list[Element | str]] = {}
    for call in [link for link in root.iter("a") if link.get("data-note")]:
        identifier = call.get("data-note", "")
        note = notes.get(identifier)
        if note is None or identifier in around or len(around) > 1:
            replaced[call] = []
            continue
        if not around and identifier in numbers:
            again = element("span", {"class": "note-again"}, str(numbers[identifier]))
            replaced[call] = [again]
            continue
        body = deepcopy(note)
        if around:
            for inner in body.iter():
                inner.attrib.pop("id", None)
        else:
            numbers[identifier] = len(numbers) + 1
        _set_at_calls(body, notes, (*around, identifier), numbers)
        replaced[call] = [" (", *_make_inline(body), ")"] if around else list(make_pieces(body))
    xhtml.replace_all(root, replaced)


def _make_inline(body: Element) -> list[Element | str]:
    """Turn paragraphs, lists and tables into a run of text, for brackets hold no blocks."""
    inline: list[Element | str] = []
    for part in xhtml.detach_content(body):
        if isinstance(part, str):
            inline.append(part)
        elif part.tag in _BLOCKS:
            inner = _make_inline(part)
            inline += [" ", *inner] if inline else inner
        else:
            inline.append(part)
    while inline and isinstance(inline[0], str) and not inline[0].strip():
        inline.pop(0)
    if inline and isinstance(inline[-1], str):
        inline[-1] = inline[-1].rstrip()
    return inline


def _set_at_end(root: Element, notes: dict[str, Element], holder: str, tag: str) -> None:
    """Link calls and notes both ways; the notes stand in one section at the end.

    Args:
        root: changed in place.
        notes: by id.
        holder: the element for all of them.
        tag: the element for each; many asides on one page are many landmarks of one name.
    """
    order: list[str] = []
    waiting = [root]
    calls: dict[str, int] = {}
    numbers: dict[str, str] = {}
    while waiting:
        text = waiting.pop(0)
        parents = xhtml.parents_of(text)
        for call in [link for link in text.iter("a") if link.get("data-note")]:
            identifier = call.get("data-note", "")
            if identifier not in notes:
                xhtml.replace(parents[call], call)
                continue
            if identifier not in calls:
                order.append(identifier)
                waiting.append(notes[identifier])
            calls[identifier] = calls.get(identifier, 0) + 1
            numbers[identifier] = call.text or str(len(order))
            _make_call(call, identifier, calls[identifier])
    if order:
        asides = [_make_aside(tag, notes[one], one, numbers[one]) for one in order]
        section = {"class": "footnotes", EPUB_TYPE: "footnotes"}
        root.append(element(holder, section, *asides))


def _make_call(call: Element, identifier: str, occurrence: int) -> None:
    again = f"-{occurrence}" if occurrence > 1 else ""
    call.attrib.clear()
    call.attrib.update(
        {
            EPUB_TYPE: "noteref",
            "role": "doc-noteref",
            "class": "note-reference",
            "id": f"{identifier}-call{again}",
            "href": f"#{identifier}",
        }
    )


def _make_aside(tag: str, note: Element, identifier: str, number: str) -> Element:
    back = element("a", {"role": "doc-backlink", "href": f"#{identifier}-call"}, number)
    inner = xhtml.detach_content(note)
    blocks = [part for part in inner if not isinstance(part, str)]
    if blocks and blocks[0].tag == "p":
        opening = blocks[0]
        xhtml.append(opening, [back, " ", *xhtml.detach_content(opening)])
    else:
        inner.insert(0, element("p", {}, back))
    attributes = {EPUB_TYPE: "footnote", "role": "doc-footnote", "id": identifier}
    return element(tag, attributes, *inner)
