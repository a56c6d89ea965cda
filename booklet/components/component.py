"""The Component class: what the program knows of every component.

This module holds no component; each has a file of its own beside it.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Literal

from booklet.components.box import boxed
from booklet.components.component_use import Family

if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import TypeAlias
    from xml.etree.ElementTree import Element

    from booklet.components.component_use import ComponentContext, ComponentUse

    Renderer: TypeAlias = Callable[[ComponentUse, ComponentContext], list[Element]]
    Recogniser: TypeAlias = Callable[[Element, Callable[[str], str]], None]
    Completer: TypeAlias = Callable[[Element, "Medium"], None]


class Medium(StrEnum):
    """Where a chapter is going to be read."""

    PRINT = "print"
    EBOOK = "ebook"
    WEB = "web"


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
class SessionStep:
    """What people do with a component in a training session.

    Attributes:
        minutes: how long it takes where its author does not say; 0 for what takes no time of its
            own.
        priority: 1 for what must be done, 3 for what is left out first, where nothing is marked.
        listed: what of it the run sheet lists below its title: its items, its lines or nothing.
    """

    minutes: int = 0
    priority: int = 2
    listed: Literal["items", "lines", ""] = ""


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
        step: what it is in the plan of a session; None for what is no step, also where its author
            writes `min-10`.
        is_read_along: whether a session reads it with the text around it.
        may_be_empty: whether its author need not write anything in it: it has lines to write on.
        is_usually_empty: whether a quotation below it is one, and no text that a blank line has
            parted from it.
        epub_type: what it is in EPUB's vocabulary; "" when that has no word for it.
        role: what it is in DPUB-ARIA; "" when that has no word for it.
    """

    name: str
    options: tuple[Option, ...] = ()
    family: Family = Family.READ
    print: Renderer = boxed
    ebook: Renderer = boxed
    web: Renderer | None = None
    recognise: Recogniser | None = None
    complete: Completer | None = None
    has_callout: bool = True
    is_private: bool = False
    step: SessionStep | None = None
    is_read_along: bool = False
    may_be_empty: bool = False
    is_usually_empty: bool = False
    epub_type: str = ""
    role: str = ""

    def renderer(self, medium: Medium) -> Renderer:
        """Tell how it is rendered for a medium."""
        if medium is Medium.PRINT:
            return self.print
        return self.web or self.ebook if medium is Medium.WEB else self.ebook


MINUTES = Option("min", 1, 600)
"""`min-15`: how long something takes; shown beside the title."""

PRIORITY = Option("priority", 1, 3)
"""`priority-3`: what may be left out when a session runs late: 3 first, then 2, and 1 never."""
