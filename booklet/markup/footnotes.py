"""Footnotes: numbered in the order of their calls, checked, and put into their neutral form.

A call is `<a data-note="SLUG-note-1">1</a>`; the notes stand at the end of the chapter in
`<section data-notes="">`, each a `<div id="SLUG-note-1">`. `booklet.components.footnotes` puts them
where a medium wants them.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from booklet.common import xhtml
from booklet.common.xhtml import element
from booklet.components import BY_NAME
from booklet.markup.dialect import NOTE_KEY, NOTES

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from xml.etree.ElementTree import Element

    from booklet.markup.identifiers import Identifiers
    from booklet.markup.places import Remarks

_UNDEFINED = re.compile(r"\[\^([^\]\s]{1,80})\]")
_VERBATIM = frozenset({"code", "pre", "kbd", "samp"})


def take_notes(root: Element) -> dict[str, Element]:
    """Take the notes out of the tree, by the key their author gave them."""
    notes: dict[str, Element] = {}
    for holder in [child for child in root if child.get(NOTES) is not None]:
        notes.update({note.attrib.pop(NOTE_KEY, ""): note for note in holder})
        xhtml.replace(root, holder)
    return notes


def number_notes(
    roots: Iterable[Element],
    notes: Mapping[str, Element],
    homes: Mapping[str, tuple[str, ...]],
    identifiers: Identifiers,
    remarks: Remarks,
) -> None:
    """Number the calls in reading order and put each text's notes at its end.

    A note that is defined in a facilitator's box is the facilitator's, wherever it is called.

    Args:
        roots: the chapter, and the answers to its quiz; changed in place.
        notes: by their author's key.
        homes: the callouts each note is defined in.
        identifiers: gives the notes their ids.
        remarks: for calls without a note and notes without a call.
    """
    number = 0
    placed: dict[str, str] = {}
    numbers: dict[str, int] = {}
    for root in roots:
        section = element("section", {"data-notes": ""})
        texts = [root]
        for text in texts:
            parents = xhtml.parents_of(text)
            for call in [link for link in text.iter("a") if link.get(NOTE_KEY) is not None]:
                key = call.attrib.pop(NOTE_KEY)
                note = notes.get(key)
                if note is None:
                    xhtml.replace(parents[call], call)
                    continue
                if key not in placed:
                    number += 1
                    numbers[key] = number
                    placed[key] = identifiers.claim_number("note")
                    note.set("id", placed[key])
                    if _is_private(homes.get(key, ())):
                        note.set("data-private", "")
                    section.append(note)
                    texts.append(note)
                call.set("data-note", placed[key])
                call.text = str(numbers[key])
        if len(section):
            root.append(section)
    for key in notes:
        if key not in placed:
            problem = f"the footnote [^{key}] is never called"
            hint = f"Put [^{key}] where it belongs, or delete the note; it is left out."
            remarks.warn("K511", problem, hint, remarks.place(f"[^{key}]:"))


def check_calls(root: Element, repeated: Iterable[str], remarks: Remarks) -> None:
    """Remark on calls that no note answers, and on notes defined twice."""
    for key in repeated:
        problem = f"the footnote [^{key}] is defined twice"
        remarks.place(f"[^{key}]:")
        place = remarks.place(f"[^{key}]:")
        remarks.warn("K512", problem, "The first one is used; give the other its own name.", place)
    if not any("[^" in text for text in root.itertext()):
        return
    for text in _prose(root):
        for match in _UNDEFINED.finditer(text):
            problem = f"the footnote {match[0]} is not defined"
            hint = f"Add a line '{match[0]}: text of the note', or delete the call."
            remarks.warn("K510", problem, hint, remarks.place(match[0]))


def _is_private(home: tuple[str, ...]) -> bool:
    return any(name in BY_NAME and BY_NAME[name].is_private for name in home)


def _prose(item: Element) -> Iterable[str]:
    """Walk over every text that is not code."""
    if item.tag in _VERBATIM:
        return
    yield item.text or ""
    for child in item:
        yield from _prose(child)
        yield child.tail or ""
