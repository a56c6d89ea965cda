"""The Component class, and the HTML of a box: what every component has in common.

This module holds no component; each has a file of its own beside it.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING

from booklet.common import xhtml
from booklet.common.language import Language
from booklet.common.xhtml import element
from booklet.components.chart_canvas import DrawingStyle

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping
    from datetime import date
    from typing import TypeAlias
    from xml.etree.ElementTree import Element

    Renderer: TypeAlias = Callable[["ComponentUse", "ComponentContext"], list[Element]]
    Recogniser: TypeAlias = Callable[[Element, Callable[[str], str]], None]
    Completer: TypeAlias = Callable[[Element, "Medium"], None]


class Medium(StrEnum):
    """Where a chapter is going to be read."""

    PRINT = "print"
    EBOOK = "ebook"
    WEB = "web"


class Family(StrEnum):
    """What a box asks of its reader; each family has a shape of its own, on paper and on screens.

    The value is a class in style sheets. A box of no family (`PLAIN`) has a look of its own.
    """

    THINK = "think"
    TALK = "talk"
    DO = "do"
    READ = "read"
    PLAIN = ""


@dataclass(frozen=True, slots=True)
class ComponentContext:
    """What components may know of the book around them.

    Attributes:
        slug: the chapter's, the prefix of every id.
        language: of the book, for labels and dates.
        chapter_language: the chapter's own, such as `fr`; "" when it is the book's.
        session: the day of the training session, if it is known.
        aims: from the chapter's metadata, as plain text; shown at the start of the chapter unless
            it has an `[!aims]` box of its own.
        drawing: how drawings look that a component makes.
        label_size: of the type of labels and tables; on paper in points.
        lines_per_page: how many ruled lines fill a page of notes.
        for_facilitator: whether facilitators' material stays; only on paper, and only in the
            edition that is made for them.
    """

    slug: str
    language: Language
    chapter_language: str = ""
    session: date | None = None
    aims: tuple[str, ...] = ()
    drawing: DrawingStyle = field(default_factory=DrawingStyle)
    label_size: float = 9.2
    lines_per_page: int = 19
    for_facilitator: bool = False

    def label(self, name: str) -> str:
        """Say a label in the book's language."""
        return self.language.label(name)

    def phrase(self, words: str, name: str = "") -> Element | str:
        """Say of words which language they are in, where the chapter is in another.

        Args:
            words: in the book's language, or a label's.
            name: of the label; "" for other words.
        """
        lang = self.lang(name)
        return element("span", lang, words) if lang else words

    def lang(self, name: str = "") -> dict[str, str]:
        """Give the attributes that say a label's language; none where it is the chapter's."""
        spoken = self.language.language_of(name) if name else self.language.tag
        is_chapters = spoken == (self.chapter_language or self.language.tag)
        if is_chapters:
            return {}
        around = Language(self.chapter_language) if self.chapter_language else self.language
        direction = Language(spoken).direction
        return {"lang": spoken} | ({"dir": direction} if direction != around.direction else {})


@dataclass(frozen=True, slots=True)
class Option:
    """Something that may stand after a callout's name: `lines-4`, or `page` without a number.

    Attributes:
        name: what stands before the hyphen.
        least: the smallest number that makes sense.
        most: the largest; 0 when the option takes no number.
        repeatable: whether it may be given more than once.
    """

    name: str
    least: int = 0
    most: int = 0
    repeatable: bool = False

    @property
    def example(self) -> str:
        """How an author writes it."""
        return f"{self.name}-{max(self.least, min(4, self.most))}" if self.most else self.name


@dataclass(frozen=True, slots=True)
class ComponentUse:
    """A component where a chapter uses it, taken apart.

    Attributes:
        name: which component.
        label: the title when the author gave none, in the book's language.
        id: unique in the book.
        title: holds the author's title; None when there is none.
        options: numbers by the option's name; an empty tuple for an option without a number.
        body: holds what the author wrote in the box.
        link: the id this use points at (a quiz: its answers); "" for none.
        family: of the component.
    """

    name: str
    label: str
    id: str
    title: Element | None
    options: Mapping[str, tuple[int, ...]]
    body: Element
    link: str = ""
    family: Family = Family.PLAIN

    def number(self, option: str, default: int) -> int:
        """Tell the number that came with an option."""
        return next(iter(self.options.get(option, ())), default)


@dataclass(frozen=True, slots=True)
class Component:
    """One kind of component.

    Attributes:
        name: as authors write it, and the class in style sheets.
        family: what it asks of its reader, which decides the shape of its box.
        options: what may stand after the name.
        print: what it becomes on paper.
        ebook: what it becomes on screens.
        web: what it becomes on a page in a browser, with fields to type into; None where that is
            what an e-book shows.
        recognise: finds it in ordinary Markdown, for components that need no callout; gets the
            chapter's tree and a function that makes an id (`rule-1`) unique in the book.
        complete: finishes for a medium what `recognise` has marked, if that needs doing.
        has_callout: whether `[!name]` makes one.
        is_private: whether it is for facilitators only; its text leaves every other output.
    """

    name: str
    options: tuple[Option, ...] = ()
    family: Family = Family.READ
    print: Renderer = field(default_factory=lambda: boxed)
    ebook: Renderer = field(default_factory=lambda: boxed)
    web: Renderer | None = None
    recognise: Recogniser | None = None
    complete: Completer | None = None
    has_callout: bool = True
    is_private: bool = False

    def renderer(self, medium: Medium) -> Renderer:
        """Tell how it is rendered for a medium."""
        if medium is Medium.PRINT:
            return self.print
        return self.web or self.ebook if medium is Medium.WEB else self.ebook


MINUTES = Option("min", 1, 600)
"""`min-15`: how long something takes; shown beside the title."""

PRIORITY = Option("priority", 1, 3)
"""`priority-3`: what may be left out when a session runs late: 3 first, then 2, and 1 never."""


def boxed(use: ComponentUse, context: ComponentContext) -> list[Element]:
    """Render a component as a plain box: title and body."""
    return [box(use, context, xhtml.detach_content(use.body))]


def box(
    use: ComponentUse,
    context: ComponentContext,
    body: Iterable[Element | str],
    *,
    classes: str = "",
) -> Element:
    """Make the section that most components are.

    Args:
        use: the component where it is used.
        context: the book around it.
        body: what goes inside.
        classes: more classes than the component's name.
    """
    title_id = f"{use.id}-title"
    title = (
        [context.phrase(use.label, use.name)]
        if use.title is None
        else xhtml.detach_content(use.title)
    )
    minutes = use.number("min", 0)
    if minutes:
        said = context.language.counted_label("minute", "minutes", minutes)
        time = context.phrase(said.replace("{minutes}", str(minutes)), "minutes")
        title += [" ", element("span", {"class": "component-time"}, time)]
    names = " ".join(filter(None, ["component", use.family, use.name, classes]))
    return element(
        "section",
        {"class": names, "id": use.id, "aria-labelledby": title_id},
        element("p", {"class": "component-title", "id": title_id}, *title),
        element("div", {"class": "component-body"}, *body),
    )


def ruled_lines(count: int) -> Element:
    """Draw lines to write on."""
    lines = (element("div", {"class": "ruled-line"}) for _ in range(count))
    return element("div", {"class": "ruled-lines"}, *lines)


def write_on() -> Element:
    """Draw a short line to write a word or a date on."""
    return element("span", {"class": "write-on"})


def is_blank(body: Element) -> bool:
    """Tell whether an author left a box empty: no words, no picture."""
    return not xhtml.text_of(body) and next(body.iter("img"), None) is None
