"""What a session's slides say, in order, before it is known what fits on one.

Taken from the plan, so that slides, run sheet and calendar agree in their order, minutes and dates;
what whoever leads the session is told stands in the notes, and nowhere else.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from booklet.common import xhtml
from booklet.components.ifthen import STEMS
from booklet.components.revisit import say_weeks
from booklet.print.rules import rules_of
from booklet.session.boxes import RULE, lines_of
from booklet.session.steps import AIMS, BREAK, READING, SPARE, STEPS, clock
from booklet.slides.exhibits import read_exhibits
from booklet.slides.grid import Kind, Part
from booklet.slides.topic import Line, Topic, Words

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from xml.etree.ElementTree import Element

    from booklet.book import Book
    from booklet.markup.chapter import Chapter
    from booklet.session.boxes import Note
    from booklet.session.plan import Revisit, SessionPlan
    from booklet.session.steps import Step
    from booklet.slides.exhibits import Exhibit


def list_topics(book: Book, chapter: Chapter, plan: SessionPlan, address: str) -> tuple[Topic, ...]:
    """List what is shown in a session, in order.

    Args:
        book: that the chapter is from.
        chapter: that the session is about.
        plan: of the session.
        address: of the page for phones; "" when it is not known.
    """
    return tuple(_TopicMaker(book, chapter, plan).topics(address))


class _TopicMaker:
    """Says each thing in its language: the chapter's, or that of the book's fixed words."""

    def __init__(self, book: Book, chapter: Chapter, plan: SessionPlan) -> None:
        self.book, self.chapter, self.plan = book, chapter, plan
        self.language = book.config.book_language
        self.lang = chapter.metadata.language or self.language.tag
        self.elements = {one.get("id", ""): one for one in chapter.body.iter() if one.get("id")}
        rules = rules_of(book, chapter)
        self.rules = dict(zip((one for one, _ in chapter.rules), rules, strict=True))
        self.exhibits = read_exhibits(book, chapter, plan)

    def topics(self, address: str) -> Iterator[Topic]:
        yield self._opening()
        if address:
            yield self._address(address)
        before = [one for one in self.exhibits if not one.after]
        for step in self.plan.steps:
            if step.kind not in _BEFORE_THE_TEXT:
                yield from map(self._exhibit, before)
                before = []
            yield from self._step(step)
            yield from map(self._exhibit, self._after(step))
        yield from map(self._exhibit, before)

    def label(self, name: str) -> Words:
        return Words(self.language.label(name), self.language.language_of(name))

    def own(self, text: str, lead: int = 0) -> Words:
        return Words(text, self.lang, lead)

    def _opening(self) -> Topic:
        plan = self.plan
        day = self.language.long_date(plan.date, weekday=True) if plan.date else ""
        hours = f"{clock(plan.start)}–{clock(plan.end)}" if plan.has_start else ""
        when = " · ".join(filter(None, (day, hours, plan.place)))
        book_title = plan.book_title if plan.book_title != plan.title else ""
        subtitle = self.chapter.metadata.subtitle
        return Topic(
            Kind.OPENING,
            self.own(plan.title),
            {
                Part.KICKER: Words(book_title, self.language.tag),
                Part.TIME: Words(when, self.language.tag),
            },
            (Line(self.own(subtitle)),) if subtitle else (),
            self._notes(plan.preparation),
        )

    def _address(self, address: str) -> Topic:
        shown = address.split("://", 1)[-1].rstrip("/")
        code = self.label("qr")
        return Topic(
            Kind.CODE,
            self.label("session_scan"),
            {Part.CODE: Words(f"{code.text}: {shown}", code.lang)},
            (Line(Words(shown, self.language.tag)),),
        )

    def _step(self, step: Step) -> Iterator[Topic]:
        if step.kind == "key":
            yield self._key(step)
        elif step.kind == RULE:
            yield self._rule(step)
        elif step.kind == "ifthen":
            yield from self._ifthen(step)
        elif step.kind == "revisit":
            yield self._revisit(step)
        elif step.kind == "partner":
            yield self._list(step, self._lines(step) or (Line(self.label("partner_advice")),))
        elif step.kind in {BREAK, READING}:
            title = self.label("session_break" if step.kind == BREAK else "session_read")
            head = {Part.TIME: self._head(step)[Part.TIME]}
            yield Topic(Kind.PAUSE, title, head, (), self._notes(step.notes))
        elif step.kind not in _NOT_SHOWN:
            yield from self._topics_of_box(step)
            if step.kind == "quiz" and self.chapter.has_answers:
                yield self._answers(step)

    def _topics_of_box(self, step: Step) -> Iterator[Topic]:
        """Show a box: its text, then its tables; a table alone has the title of the box."""
        lines = self._lines(step)
        inside = [one for one in self.exhibits if one.is_inside and one.after == step.id]
        if lines or not inside or inside[0].picture is not None:
            yield self._list(step, lines)
        else:
            first = self._exhibit(inside.pop(0))
            caption = () if first.title.text == step.title else (first.title,)
            notes = (*self._notes(step.notes), *caption)
            yield replace(first, title=self.own(step.title), words=self._head(step), notes=notes)
        yield from map(self._exhibit, inside)

    def _after(self, step: Step) -> Iterator[Exhibit]:
        """List what the chapter shows between a step and the next; boxes show what is in them."""
        has_shown = step.kind not in {*_NOT_SHOWN, *_WITHOUT_EXHIBITS}
        return (
            one
            for one in self.exhibits
            if step.id and one.after == step.id and not (one.is_inside and has_shown)
        )

    def _exhibit(self, exhibit: Exhibit) -> Topic:
        title = self.own(exhibit.caption or exhibit.heading)
        if exhibit.picture is not None:
            return Topic(Kind.PICTURE, title, picture=exhibit.picture)
        if exhibit.table is not None:
            return Topic(Kind.TABLE, title, table=exhibit.table)
        return Topic(Kind.LIST, title, lines=tuple(Line(self.own(one)) for one in exhibit.lines))

    def _key(self, step: Step) -> Topic:
        return Topic(Kind.KEY, self.own(" ".join(step.lines)), notes=self._notes(step.notes))

    def _rule(self, step: Step) -> Topic:
        rule = self.rules[step.id]
        text = (self.own(rule.text),) if rule.text else ()
        return Topic(
            Kind.RULE,
            self.own(step.title),
            {
                Part.KICKER: self.label("rules"),
                Part.NUMBER: Words(str(rule.number), self.lang),
            },
            notes=(*self._notes(step.notes), *text),
        )

    def _list(self, step: Step, lines: Iterable[Line]) -> Topic:
        return Topic(
            Kind.LIST,
            self.own(step.title),
            self._head(step),
            tuple(lines),
            self._notes(step.notes),
        )

    def _answers(self, step: Step) -> Topic:
        lists = _numbered(self.chapter.answers)
        lines = lines_of(self.chapter.answers)
        return Topic(
            Kind.LIST,
            self.label("answers"),
            {Part.KICKER: self.own(step.title)},
            tuple(self._say(lines, lists, _leads(self.chapter.answers))),
        )

    def _ifthen(self, step: Step) -> Iterator[Topic]:
        lines = self._lines(step)
        if lines:
            yield self._list(step, lines)
        stems = (self.label(name) for name in STEMS)
        yield Topic(
            Kind.PLAN,
            self.label("ifthen"),
            {} if lines else self._head(step),
            tuple(Line(Words(f"{one.text} …", one.lang)) for one in stems),
            () if lines else self._notes(step.notes),
        )

    def _revisit(self, step: Step) -> Topic:
        dates = tuple(self._date(one) for one in self.plan.revisits if one.title == step.title)
        return self._list(step, (*dates, *self._lines(step)))

    def _date(self, revisit: Revisit) -> Line:
        weeks = say_weeks(revisit.weeks, self.language)
        lang = self.language.language_of("weeks_on")
        if revisit.date is None:
            return Line(Words(weeks, lang), is_item=True)
        day = self.language.long_date(revisit.date, weekday=True)
        return Line(Words(f"{weeks}: {day}", lang, len(weeks) + 1), is_item=True)

    def _head(self, step: Step) -> dict[Part, Words]:
        """Say what kind of box it is, unless that is its title, and when it is."""
        head = {}
        kind = self.label(step.kind) if step.kind in {AIMS, *STEPS} else None
        if kind is not None and kind.text != step.title:
            head[Part.KICKER] = kind
        if step.minutes:
            said = self.language.count("minute", "minutes", step.minutes)
            if self.plan.has_start:
                said += f" · {clock(step.start)}–{clock(step.end)}"
            head[Part.TIME] = Words(said, self.language.language_of("minutes"))
        return head

    def _lines(self, step: Step) -> tuple[Line, ...]:
        element = self.elements.get(step.id)
        if element is None:
            return tuple(Line(self.own(one), is_item=True) for one in step.lines)
        shown = {line for one in element.iter() if one.tag in {"table", "figure"}
                 for line in lines_of(one)}  # fmt: skip
        lines = [line for line in step.lines if line not in shown]
        return tuple(self._say(lines, _numbered(element), _leads(element)))

    def _say(
        self, lines: Iterable[str], items: Mapping[str, int], leads: frozenset[str]
    ) -> Iterator[Line]:
        for text in lines:
            lead = max((len(one) for one in leads if text.startswith(one)), default=0)
            yield Line(self.own(text, lead), items.get(text, 0), text in items)

    def _notes(self, notes: Iterable[Note]) -> tuple[Words, ...]:
        return tuple(self.own(text) for note in notes for text in (note.title, *note.lines))


_NOT_SHOWN = frozenset({SPARE, "reading"})
_BEFORE_THE_TEXT = frozenset({AIMS, READING, BREAK})
_WITHOUT_EXHIBITS = frozenset({"key", RULE, "ifthen", "revisit", "partner"})
"""Steps whose slides leave no place for what is shown in them: it comes after."""


def _numbered(root: Element) -> dict[str, int]:
    """Find the items of the lists below `root` by their first lines: numbers, or 0 for points."""
    found: dict[str, int] = {}
    for parent in root.iter():
        if parent.tag not in {"ul", "ol"}:
            continue
        start = parent.get("start", "1")
        for number, item in enumerate(parent, int(start) if start.isdecimal() else 1):
            for line in lines_of(item)[:1]:
                found.setdefault(line, number if parent.tag == "ol" else 0)
    return found


def _leads(root: Element) -> frozenset[str]:
    """Find the bold words with which paragraphs and items begin."""
    holders = (item for item in root.iter() if item.tag in {"li", "p"})
    return frozenset(
        xhtml.text_of(item[0])
        for item in holders
        if len(item) and item[0].tag == "strong" and not (item.text or "").strip()
    )
