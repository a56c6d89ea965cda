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
    from collections.abc import Iterable, Mapping, Sequence
    from xml.etree.ElementTree import Element

    from booklet.markup.finding_collector import FindingCollector
    from booklet.markup.identifiers import Identifiers

_UNDEFINED = re.compile(r"\[\^([^\]\s]{1,80})\]")
_VERBATIM = frozenset({"code", "pre", "kbd", "samp"})


def extract_notes(root: Element) -> dict[str, Element]:
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
    collector: FindingCollector,
) -> None:
    """Number the calls in reading order and put each text's notes at its end.

    A note that is defined in a facilitator's box is the facilitator's, wherever it is called.

    Args:
        roots: the chapter, and the answers to its quiz; changed in place.
        notes: by their author's key.
        homes: the callouts each note is defined in.
        identifiers: gives the notes their ids.
        collector: for calls without a note and notes without a call.
    """
    roots = list(roots)
    in_text = _keep_uncalled(roots, notes, homes, collector)
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
                if note is None or key in in_text:
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


def _keep_uncalled(
    roots: Sequence[Element],
    notes: Mapping[str, Element],
    homes: Mapping[str, tuple[str, ...]],
    collector: FindingCollector,
) -> set[str]:
    """Put notes that nothing calls below the text of the chapter: no word of them is lost.

    Returns:
        the keys of these notes. They may call themselves, or call each other in a circle: such a
        call has no note of its own to lead to.
    """
    reached: set[str] = set()
    for root in roots:
        _reach(root, notes, reached)
    uncalled: set[str] = set()
    kept = element("section", {"class": "uncalled-notes"})
    for key in _sources_first(notes):
        if key in reached:
            continue
        reached.add(key)
        uncalled.add(key)
        note = notes[key]
        is_private = _is_private(homes.get(key, ()))
        if "\x02" not in key:
            problem = f"the footnote [^{key}] is never called"
            where = "it is left out" if is_private else "until then it stands below the text"
            hint = f"Put [^{key}] where it belongs, or delete the note; {where}."
            collector.warn("K511", problem, hint, collector.place(f"[^{key}]:"))
        if not is_private:
            kept.append(note)
            _reach(note, notes, reached)
    if len(kept):
        roots[0].append(kept)
    return uncalled


def _sources_first(notes: Mapping[str, Element]) -> list[str]:
    """List notes that no other note calls before those that are called, each in their order."""
    called = {other for key, note in notes.items() for other in _called_keys(note) if other != key}
    return sorted(notes, key=called.__contains__)


def _called_keys(text: Element) -> Iterable[str]:
    return (call.get(NOTE_KEY, "") for call in text.iter("a"))


def _reach(text: Element, notes: Mapping[str, Element], reached: set[str]) -> None:
    """Add the keys of the notes that a text calls, and of those that they call."""
    waiting = [text]
    while waiting:
        for key in _called_keys(waiting.pop()):
            if key in notes and key not in reached:
                reached.add(key)
                waiting.append(notes[key])


def check_calls(
    root: Element, repeated: Iterable[tuple[str, int]], collector: FindingCollector
) -> None:
    """Remark on calls that no note answers, and on notes defined twice, each with its line."""
    for key, line in repeated:
        problem = f"the footnote [^{key}] is defined twice"
        hint = "The first one is called; this one stands below the text. Give it a name of its own."
        collector.warn("K512", problem, hint, collector.line(line))
    if not any("[^" in text for text in root.itertext()):
        return
    for text in _prose(root):
        for match in _UNDEFINED.finditer(text):
            problem = f"the footnote {match[0]} is not defined"
            hint = f"Add a line '{match[0]}: text of the note', or delete the call."
            collector.warn("K510", problem, hint, collector.place(match[0]))


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
