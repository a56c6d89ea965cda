"""The margin column of the facilitator's edition: notes, times and answers beside their places.

A note stands beside what follows it in the chapter. One at the chapter's end is about the whole
session and stands beside the chapter's opening, under the list of what takes how long. The answers
to a quiz stand beside the quiz.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from booklet.common import xhtml
from booklet.common.xhtml import element

if TYPE_CHECKING:
    from collections.abc import Iterator
    from xml.etree.ElementTree import Element

    from booklet.components import ComponentContext

NOTE = "margin-note"
"""The class of everything in the margin."""

_BESIDE = "beside"
_HEADINGS = xhtml.name_set("h2 h3 h4 h5 h6")


def fill_margin(root: Element, answers: Element, context: ComponentContext) -> Element:
    """Move what is for the facilitator into the margin.

    Args:
        root: a chapter as it is printed, facilitators' material in its place; it is changed.
        answers: the answers to its quiz, as they are printed; empty when there are none.
        context: the chapter's, for ids and labels.

    Returns:
        What stands beside the chapter's opening, in a `div`.
    """
    _replace_pictures_with_alt_text(root)
    opening = element("div")
    total = _list_times(root, context)
    if total is not None:
        opening.append(total)
    xhtml.append(opening, _closing_notes(root))
    _place_notes(root)
    if len(answers) or answers.text:
        _place_answers(root, answers, context)
    _place_times(root)
    return opening


def _replace_pictures_with_alt_text(root: Element) -> None:
    """Put words in the place of pictures in notes: the book carries only what everybody sees."""
    for note in [item for item in root.iter() if _is_note(item)]:
        parents = xhtml.parents_of(note)
        for picture in list(note.iter("img")):
            if not picture.get("src", "").startswith(("booklet:", "data:")):
                xhtml.replace(parents[picture], picture, [picture.get("alt", "")])


def _is_note(item: Element) -> bool:
    return item.tag == "aside" and xhtml.has_class(item, "facilitator")


def _closing_notes(root: Element) -> list[Element]:
    """Take out the notes that nothing but notes follows."""
    taken: list[Element] = []
    while len(root) and _is_note(root[-1]) and not (root[-1].tail or "").strip():
        note = root[-1]
        root.remove(note)
        note.tail = None
        xhtml.add_class(note, NOTE)
        taken.insert(0, note)
    return taken


def _place_notes(root: Element) -> None:
    """Put every note into what follows it, so that a page never parts the two."""
    parents = xhtml.parents_of(root)
    for note in reversed([item for item in root.iter() if _is_note(item)]):
        xhtml.add_class(note, NOTE)
        parent = parents[note]
        position = list(parent).index(note)
        if position + 1 < len(parent) and not (note.tail or "").strip():
            following = parent[position + 1]
            xhtml.replace(parent, note)
            _put_beside(note, following, parent)


def _put_beside(note: Element, place: Element, parent: Element) -> None:
    if xhtml.has_class(place, "rules") and len(place):
        place = place[0]
    if place.tag in {"section", "aside", "li", "blockquote"} or xhtml.has_class(place, _BESIDE):
        place.insert(0, note)
        note.tail, place.text = place.text, None
        return
    xhtml.replace(parent, place, [beside := element("div", {"class": _BESIDE}, note, place)])
    if place.tag in _HEADINGS:
        xhtml.add_class(beside, "beside-heading")


def _place_answers(root: Element, answers: Element, context: ComponentContext) -> None:
    """Put the answers beside the first quiz, and take away what sends readers to the back."""
    parents = xhtml.parents_of(root)
    for line in [item for item in root.iter("p") if xhtml.has_class(item, "quiz-link")]:
        xhtml.replace(parents[line], line)
    quiz = next((item for item in root.iter("section") if xhtml.has_class(item, "quiz")), root)
    title = element(
        "p", {"class": "component-title"}, context.phrase(context.label("answers"), "answers")
    )
    body = element("div", {"class": "component-body"}, *xhtml.detach_content(answers))
    note = {"class": f"{NOTE} margin-answers", "id": f"{context.slug}-answers"}
    quiz.insert(0, element("aside", note, title, body))


def _place_times(root: Element) -> None:
    """Lift how long something takes out of its title; a note keeps its own."""
    parents = xhtml.parents_of(root)
    for time in [item for item in root.iter("span") if xhtml.has_class(item, "component-time")]:
        title = parents[time]
        box = parents[title]
        if box.tag != "section":
            continue
        xhtml.replace(title, time)
        box.insert(0, element("p", {"class": f"{NOTE} margin-time"}, *xhtml.detach_content(time)))


def _list_times(root: Element, context: ComponentContext) -> Element | None:
    """List what takes how long, and how long all of it takes together."""
    times = list(_times(root))
    if not times:
        return None
    lines = [element("li", {}, element("strong", {}, time), " ", what) for what, time, _ in times]
    title = context.phrase(context.label("timings"), "timings")
    together = context.language.count("minute", "minutes", sum(minutes for _, _, minutes in times))
    said = context.label("timings_together").replace("{time}", together)
    return element(
        "aside",
        {"class": f"{NOTE} margin-timings"},
        element("p", {"class": "component-title"}, title),
        element("ul", {"class": "timings"}, *lines),
        element("p", {"class": "timings-together"}, context.phrase(said, "timings_together")),
    )


def _times(root: Element) -> Iterator[tuple[Element | str, Element | str, int]]:
    """Find everything that takes time: what it is called, how long it takes, and in minutes."""
    for title in root.iter("p"):
        if not xhtml.has_class(title, "component-title"):
            continue
        time = next((t for t in title if xhtml.has_class(t, "component-time")), None)
        if time is None or title.get("id", "").split("-")[-3:-2] == ["facilitator"]:
            continue
        said = xhtml.text_of(time)
        figures = "".join(sign for sign in said if sign.isdecimal())
        whole = xhtml.text_of(title)
        what = whole.removesuffix(said).strip()
        yield _with_language(what, title), _with_language(said, title), int(figures or 0)


def _with_language(words: str, title: Element) -> Element | str:
    """Say of words from a title which language they are in, where the title says so."""
    spans = (span for span in title.iter("span") if span.get("lang") is not None)
    said = next((span for span in spans if xhtml.text_of(span) == words), None)
    return words if said is None else element("span", {"lang": said.get("lang", "")}, words)
