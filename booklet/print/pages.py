"""Lay a book out for paper, cover and title page too: HTML for each division, one style sheet."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from textwrap import shorten
from typing import TYPE_CHECKING

from markupsafe import Markup

from booklet.book.book import foreign_language
from booklet.common import xhtml
from booklet.common.memoize import memoize
from booklet.common.qr import qr_code
from booklet.components import ComponentContext, Medium, render_components
from booklet.components.chart_canvas import DrawingStyle
from booklet.print.contents import mark_address, printed_contents
from booklet.print.copy_divisions import (
    NEW_DIVISION,
    cut_front_matter,
    mark_own_words,
    owner_lines,
)
from booklet.print.cover import cover_drawings, cover_of
from booklet.print.division import Division, Partition, PrintBook
from booklet.print.margin import fill_margin
from booklet.print.rules_list import ChapterRules, has_rules_page, list_rules
from booklet.theme.book_strings import BookStrings, book_strings_of
from booklet.theme.chapter_mark import chapter_mark
from booklet.theme.cover import css_box
from booklet.theme.editions import STANDARD, find_edition
from booklet.theme.style_bundle import LOGO, picture_address, style_bundle_of, type_sizes

if TYPE_CHECKING:
    from collections.abc import Sequence
    from xml.etree.ElementTree import Element

    from booklet.book import Book, Publication, Term
    from booklet.markup.chapter import Chapter
    from booklet.print.contents import ContentsLine
    from booklet.theme.cover import Cover
    from booklet.theme.editions import Edition
    from booklet.theme.templates import Layouts

_LETTERS_IN_A_LINE = 60
_LETTERS_IN_A_HEAD = 60
"""What fits on one line above the text, in every edition but large print, which cuts it short."""
_LONG_TITLE = 120  # letters; a title page has a smaller size for more


@dataclass(frozen=True, slots=True)
class ShownPicture:
    """A picture that chapters show.

    Attributes:
        path: in the project.
        address: while pages are set.
        is_portrait: whether it is taller than wide.
    """

    path: str
    address: str
    is_portrait: bool


@dataclass(frozen=True, slots=True)
class _PrintBuilder:
    """What every division of one edition is laid out with; it holds no chapter's text."""

    publication: Publication
    strings: BookStrings
    layouts: Layouts
    edition: Edition
    logo: str
    cover: Cover
    pictures: tuple[ShownPicture, ...]

    def render(self, template: str, *, title: str, partition: str, **values: object) -> str:
        """Fill in one of the templates for paper."""
        return self.layouts.render(
            f"print/{template}.html",
            matter=self.strings,
            edition=self.edition,
            title=title,
            partition=partition,
            logo=self.logo,
            css_box=css_box,
            cover_alt=self.publication.config.cover_alt,
            **values,
        )


def lay_out_pages(book: Book, layouts: Layouts, edition: Edition | None = None) -> PrintBook:
    """Fill in the templates of every division and collect what their style sheet names.

    Args:
        book: finished, with its links resolved.
        layouts: where templates and style sheets come from.
        edition: what to make of the book; None for the standard edition.

    Raises:
        LayoutError: when a template or a font is missing or wrong.
    """
    publication, chapters = book.publication, book.chapters
    edition = edition or find_edition(STANDARD, book.config)
    layouts = layouts.of_edition(*edition.folders)
    strings = book_strings_of(publication, edition)
    builder = _PrintBuilder(
        publication,
        strings,
        layouts,
        edition,
        logo=LOGO if book.logo else "",
        cover=cover_of(book, strings, edition),
        pictures=tuple(
            ShownPicture(path, picture_address(one), is_portrait=one.height > one.width)
            for path, one in book.pictures.items()
        ),
    )
    # In the facilitator's edition answers stand beside the quiz instead.
    answered = () if edition.includes_facilitator else book.chapters_with_answers
    drawings = {
        mark_address(chapter): chapter_mark(chapter.title, edition.accent) for chapter in chapters
    }
    style_bundle = style_bundle_of(
        edition,
        layouts,
        pictures=book.pictures.values(),
        logo=book.logo,
        original_size=book.config.pictures.original_size,
        cover_picture=book.cover_picture if builder.cover.art_kind == "picture" else None,
        drawings=drawings | cover_drawings(builder.cover),
    )
    rules = list_rules(book) if has_rules_page(book) else ()
    contents = printed_contents(book, strings, with_answers=bool(answered), with_rules=bool(rules))
    is_numbered = len(chapters) > 1
    own_words = frozenset(word for words in book.own_words.values() for word in words)
    return PrintBook(
        divisions=(
            *_front_matter(builder, contents, own_words),
            *(
                replace(
                    _chapter(builder, chapter, number if is_numbered else 0),
                    own_words=book.own_words.get(chapter.slug, ()),
                )
                for number, chapter in enumerate(chapters, 1)
            ),
            *(
                mark_own_words(division, own_words)
                for division in _back_matter(builder, book.terms, answered, rules)
            ),
        ),
        notes_page=_notes_page(builder),
        gap_page=_gap_page(builder) if edition.copyfit else None,
        back_cover=_back_cover(builder),
        stylesheet=style_bundle.stylesheet,
        resources=style_bundle.resources,
        title=" – ".join(filter(None, (book.title, strings.edition_line))),
        author=strings.author,
        language=strings.language,
        description=strings.description,
        keywords=tuple(book.config.subjects),
        identifier=book.identifier,
        modified=book.modified,
        page_multiple=edition.page_multiple,
        opens_on_recto=edition.chapters_open_on_recto,
        copyfit=edition.copyfit,
        pages_on_a_sheet=edition.pages_on_a_sheet,
        is_grey=edition.greyscale,
    )


def _front_matter(
    builder: _PrintBuilder, contents: tuple[ContentsLine, ...], own_words: frozenset[str]
) -> tuple[Division, ...]:
    """Lay out front matter; the owner's page of a copy is a division of its own."""
    strings, places = builder.strings, builder.publication.config.places
    owner = owner_lines(places)
    title = strings.labels["front_matter"]
    html = builder.render(
        "front-matter",
        title=title,
        partition="front-matter",
        running_head=strings.title,
        cover=builder.cover,
        is_crowded=len(strings.title) > _LONG_TITLE,
        contents=contents,
        owner=owner,
        new_division=NEW_DIVISION if places else "",
    )
    whole = Division("front-matter", title, Partition.FRONT_MATTER, html)
    own_words |= {words for words in owner.values() if words}
    return cut_front_matter(whole, own_words)


def _chapter(builder: _PrintBuilder, chapter: Chapter, number: int) -> Division:
    """Lay out a chapter; `number` is 0 for the only one of a book."""
    strings, author = builder.strings, chapter.metadata.author
    margin, text = _write_text(builder, chapter)
    html = builder.render(
        "chapter",
        language=builder.publication.config.book_language.of(chapter.metadata.language),
        title=chapter.title,
        partition="body-matter",
        running_head=_running_head(chapter),
        id=chapter.slug,
        mark=mark_address(chapter),
        number_line=f"{strings.labels['chapter']} {number}" if number else "",
        title_html=Markup(chapter.title_html),  # noqa: S704 - made safe by markup
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


def _write_text(builder: _PrintBuilder, chapter: Chapter) -> tuple[Markup, Markup]:
    """Write what stands in the margin beside the chapter's opening, and the chapter's text."""
    context = _context(builder, chapter)
    if builder.edition.includes_facilitator:
        return _write_with_margin(chapter.body, chapter.answers, context, builder.pictures)
    return Markup(), _write(chapter.body, context, builder.pictures)


# An author who looks at pages while writing changes one chapter at a time: the text of the others
# need not be written again. The trees are the same objects as long as the chapters are the same.
@memoize
def _write(
    text: Element,
    context: ComponentContext,
    pictures: tuple[ShownPicture, ...],
    *,
    is_body: bool = True,
) -> Markup:
    """Write a text as it is printed; the arguments are those of `_render`."""
    return _serialise(_render(text, context, pictures, is_body=is_body))


@memoize
def _write_with_margin(
    text: Element,
    answers: Element,
    context: ComponentContext,
    pictures: tuple[ShownPicture, ...],
) -> tuple[Markup, Markup]:
    """Write a text with what is beside it for the facilitator, and what is beside its opening."""
    root = _render(text, context, pictures)
    opening = fill_margin(root, _render(answers, context, pictures, is_body=False), context)
    return _serialise(opening), _serialise(root)


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
    """Turn components and pictures into what is printed.

    Args:
        text: `Chapter.body` or `Chapter.answers`.
        context: what components may know of the book around them.
        pictures: that may be shown.
        is_body: False for `Chapter.answers`.
    """
    root = render_components(text, Medium.PRINT, context, is_body=is_body)
    by_path = {picture.path: picture for picture in pictures}
    for figure in root.iter("figure"):
        shown = (by_path.get(image.get("src", "")) for image in figure.iter("img"))
        if any(picture and picture.is_portrait for picture in shown):
            xhtml.add_class(figure, "picture-portrait")
    for image in root.iter("img"):
        picture = by_path.get(image.get("src", ""))
        if picture is not None:
            image.set("src", picture.address)
    return root


def _context(builder: _PrintBuilder, chapter: Chapter) -> ComponentContext:
    config = builder.publication.config
    return ComponentContext(
        slug=chapter.slug,
        language=config.book_language,
        chapter_language=foreign_language(chapter.metadata, config),
        session=chapter.metadata.session or config.session.date,
        aims=chapter.metadata.aims,
        drawing=DrawingStyle(
            accent=builder.edition.accent,
            typefaces=f"{builder.edition.heading_font}, sans-serif",
            width=builder.edition.measure,
            text_size=type_sizes(builder.edition)["note"],
        ),
        lines_per_page=builder.edition.lines_per_page,
        for_facilitator=builder.edition.includes_facilitator,
    )


def _back_matter(
    builder: _PrintBuilder,
    terms: Sequence[Term],
    answered: Sequence[Chapter],
    rules: tuple[ChapterRules, ...],
) -> tuple[Division, ...]:
    """Lay out rules, answers and glossary; `answered` has the chapters with answers."""
    kinds = (("glossary", terms), ("answers", answered), ("all_rules", rules))
    label = next((kind for kind, content in kinds if content), "")
    if not label:
        return ()
    title = builder.strings.labels[label]
    html = builder.render(
        "back-matter",
        title=title,
        partition="back-matter",
        running_head=title,
        groups=rules,
        terms=terms,
        line_count=0 if rules else _lines_below(terms, builder.edition.lines_per_page),
        answers=[
            {
                "id": f"{chapter.slug}-answers",
                "chapter_id": chapter.slug,
                "title": chapter.title,
                "html": _write(
                    chapter.answers, _context(builder, chapter), builder.pictures, is_body=False
                ),
            }
            for chapter in answered
        ],
    )
    return (Division("back-matter", title, Partition.BACK_MATTER, html),)


def _lines_below(terms: Sequence[Term], lines_per_page: int) -> int:
    """Count the ruled lines that fill the page below a short glossary.

    A page holds as many lines as a page of notes; the heading takes the room of three, a term that
    of two and one more for every line its long form runs over, the label of the notes one.
    """
    taken = 4 + sum(2 + len(term.long) // _LETTERS_IN_A_LINE for term in terms)
    return max(0, lines_per_page - taken)


def _notes_page(builder: _PrintBuilder) -> Division:
    title = builder.strings.labels["notes"]
    html = builder.render(
        "notes-page",
        title=title,
        partition="body-matter",
        running_head=builder.strings.title,
        line_count=builder.edition.lines_per_page,
    )
    return Division("notes-page", title, Partition.BODY_MATTER, html)


def _gap_page(builder: _PrintBuilder) -> Division:
    """Lay out the page that faces the opening of a chapter when the one before ends too soon."""
    title = builder.strings.labels["notes"]
    html = builder.render(
        "gap-page", title=title, partition="body-matter", running_head=builder.strings.title
    )
    return Division("gap-page", title, Partition.BODY_MATTER, html)


def _back_cover(builder: _PrintBuilder) -> Division:
    strings = builder.strings
    html = builder.render(
        "back-cover",
        title=strings.title,
        partition="back-matter",
        running_head=strings.title,
        qr=qr_code(strings.address) if strings.address else "",
    )
    return Division("back-cover", strings.title, Partition.BACK_MATTER, html)
