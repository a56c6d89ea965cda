"""A component where a chapter uses it, and what it may know of the book around it. Values."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING

from booklet.common.language import Language
from booklet.common.xhtml import element
from booklet.components.chart_canvas import DrawingStyle

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date
    from xml.etree.ElementTree import Element


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
