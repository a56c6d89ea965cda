"""Lay a chapter out for paper: its HTML, alone or as part of a book."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from textwrap import shorten
from typing import TYPE_CHECKING, Any

from markupsafe import Markup

from booklet.book.book import component_context
from booklet.common import xhtml
from booklet.common.memoize import memoize
from booklet.components import ComponentContext, Medium, render_components
from booklet.components.chart_canvas import DrawingStyle
from booklet.components.footnotes import TITLE_NOTES
from booklet.print.chapter_text import ShownPicture, prepare_text, show_picture
from booklet.print.contents import mark_address
from booklet.print.division import Division, Partition
from booklet.print.margin import fill_margin
from booklet.theme.book_strings import BookStrings, book_strings_of
from booklet.theme.chapter_mark import chapter_mark
from booklet.theme.cover import css_box
from booklet.theme.style_bundle import (
    LOGO,
    type_sizes,
)

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from xml.etree.ElementTree import Element

    from booklet.book import Book, Publication
    from booklet.markup.chapter import Chapter
    from booklet.theme.editions import Edition
    from booklet.theme.templates import Layouts

_LETTERS_IN_A_HEAD = 60
"""What fits on one line above the text, in every edition but large print, which cuts it short."""


@dataclass(frozen=True, slots=True)
class PrintBuilder:
    """What every division of one edition is laid out with; it holds no chapter's text."""

    publication: Publication
    strings: BookStrings
    layouts: Layouts
    edition: Edition
    logo: str
    pictures: tuple[ShownPicture, ...]

    def render(self, template: str, **values: Any) -> str:  # noqa: ANN401 - as of templates
        """Fill in one of the templates for paper; with the same values that is done once."""
        # Safe and unsafe text of the same characters are equal, and are not the same.
        given = tuple((name, type(value), value) for name, value in self._add(values).items())
        return _fill_in(self.layouts, template, given)

    def render_own(self, template: str, **values: Any) -> str:  # noqa: ANN401 - as above
        """Fill in a template with what only one copy of the book says."""
        return self.layouts.render(f"print/{template}.html", **self._add(values))

    def _add(self, values: Mapping[str, Any]) -> Mapping[str, Any]:
        return {
            "matter": self.strings,
            "edition": self.edition,
            "logo": self.logo,
            "css_box": css_box,
            "cover_alt": self.publication.config.cover_alt,
            **values,
        }


@memoize
def _fill_in(layouts: Layouts, template: str, values: tuple[tuple[str, type, Any], ...]) -> str:
    return layouts.render(f"print/{template}.html", **{name: value for name, _, value in values})


def builder_of(book: Book, layouts: Layouts, edition: Edition) -> PrintBuilder:
    """Gather what every division of an edition is laid out with."""
    return PrintBuilder(
        book.publication,
        book_strings_of(book.publication, edition),
        layouts.of_edition(*edition.folders),
        edition,
        logo=LOGO if book.logo else "",
        pictures=tuple(show_picture(path, one, edition) for path, one in book.pictures.items()),
    )


def chapter_marks(chapters: Sequence[Chapter], edition: Edition) -> dict[str, str]:
    """Draw the mark of each chapter, by its address."""
    return {mark_address(one): chapter_mark(one.title, edition.accent) for one in chapters}


def chapter_division(
    builder: PrintBuilder, chapter: Chapter, number: int, own_words: tuple[str, ...]
) -> Division:
    """Lay out a chapter of a book.

    Args:
        builder: of the book.
        chapter: itself.
        number: in the book; 0 for one that is alone.
        own_words: see `Division.own_words`.
    """
    strings, author = builder.strings, chapter.metadata.author
    title_notes, margin, text = _write_body(builder, chapter)
    html = builder.render(
        "chapter",
        language=builder.publication.config.book_language.of(chapter.metadata.language),
        title=chapter.title,
        partition="body-matter",
        running_head=_running_head(chapter),
        id=chapter.slug,
        mark=mark_address(chapter),
        number_line=f"{strings.labels['chapter']} {number}" if number else "",
        title_html=Markup(chapter.title_html) + title_notes,  # noqa: S704 - made safe by markup
        standfirst=chapter.metadata.subtitle,
        byline=author if author != strings.author else "",
        margin=margin,
        html=text,
    )
    return Division(
        chapter.slug,
        chapter.title,
        Partition.BODY_MATTER,
        html,
        chapter.path,
        lines=chapter.lines,
        own_words=own_words,
    )


def _running_head(chapter: Chapter) -> str:
    """Choose what stands at the head of a chapter's pages: a line at most, whole words."""
    title = chapter.metadata.short_title or chapter.title
    if len(title) <= _LETTERS_IN_A_HEAD:
        return title
    main = re.split(r":| [–—-] ", title, maxsplit=1)[0]
    if len(main) <= _LETTERS_IN_A_HEAD:
        return main
    return shorten(main, _LETTERS_IN_A_HEAD, placeholder="…")


def _write_body(builder: PrintBuilder, chapter: Chapter) -> tuple[Markup, Markup, Markup]:
    """Write the notes of a chapter's title, what stands beside its opening, and its text."""
    context = context_of(builder, chapter)
    answers = chapter.answers if builder.edition.includes_facilitator else None
    return _write_chapter(chapter.body, answers, context, builder.pictures)


# An author who looks at pages while writing changes one chapter at a time: the text of the others
# need not be written again. The trees are the same objects as long as the chapters are the same.
@memoize
def write_text(
    text: Element,
    context: ComponentContext,
    pictures: tuple[ShownPicture, ...],
    *,
    is_body: bool = True,
) -> Markup:
    """Write a text as it is printed; the arguments are those of `_render`."""
    return _serialise(_render(text, context, pictures, is_body=is_body))


@memoize
def _write_chapter(
    text: Element,
    answers: Element | None,
    context: ComponentContext,
    pictures: tuple[ShownPicture, ...],
) -> tuple[Markup, Markup, Markup]:
    """Write what `_write_body` gives; with answers, for the facilitator, whose margin has them."""
    root = _render(text, context, pictures)
    title_notes = Markup(xhtml.take_out(root, TITLE_NOTES))  # noqa: S704 - made safe by markup
    if answers is None:
        return title_notes, Markup(), _serialise(root)
    opening = fill_margin(root, _render(answers, context, pictures, is_body=False), context)
    return title_notes, _serialise(opening), _serialise(root)


def _serialise(root: Element) -> Markup:
    html = xhtml.drop_forbidden(xhtml.serialise_content(root))
    return Markup(html)  # noqa: S704 - made safe by markup


def _render(
    text: Element,
    context: ComponentContext,
    pictures: tuple[ShownPicture, ...],
    *,
    is_body: bool = True,
) -> Element:
    """Turn components, pictures and tables into what is printed.

    Args:
        text: `Chapter.body` or `Chapter.answers`.
        context: what components may know of the book around them.
        pictures: that may be shown.
        is_body: False for `Chapter.answers`.
    """
    root = render_components(text, Medium.PRINT, context, is_body=is_body)
    prepare_text(root, pictures, context)
    return root


def context_of(builder: PrintBuilder, chapter: Chapter) -> ComponentContext:
    """Gather what components may know of the book around them."""
    drawing = DrawingStyle(
        accent=builder.edition.accent,
        typefaces=f"{builder.edition.heading_font}, sans-serif",
        width=builder.edition.measure,
        text_size=type_sizes(builder.edition)["note"],
    )
    return replace(
        component_context(chapter.slug, chapter.metadata, builder.publication.config, drawing),
        label_size=type_sizes(builder.edition)["label"],
        lines_per_page=builder.edition.lines_per_page,
        for_facilitator=builder.edition.includes_facilitator,
    )
