"""Lay a book out for paper, cover and title page too: HTML for each division, one style sheet."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from booklet.common.product_paths import STANDARD
from booklet.common.qr import qr_code
from booklet.print.chapter_pages import (
    PrintBuilder,
    builder_of,
    chapter_division,
    chapter_marks,
    context_of,
    write_text,
)
from booklet.print.contents import printed_contents
from booklet.print.copy_divisions import (
    NEW_DIVISION,
    cut_front_matter,
    mark_own_words,
    owner_lines,
)
from booklet.print.cover import cover_drawings, cover_of
from booklet.print.division import Division, Partition, PrintBook
from booklet.print.rules_list import (
    CLOSENESS,
    RULES_ID,
    ChapterRules,
    has_room_for_columns,
    has_rules_page,
    list_rules,
)
from booklet.theme.editions import find_edition
from booklet.theme.style_bundle import style_bundle_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from markupsafe import Markup

    from booklet.book import Book, Term
    from booklet.markup.chapter import Chapter
    from booklet.print.contents import ContentsLine
    from booklet.theme.cover import Cover
    from booklet.theme.editions import Edition
    from booklet.theme.templates import Layouts

_LETTERS_IN_A_LINE = 60
_PARTS_OF_A_GAP, _LINES_FOR_TITLES = 2, 3
"""Of the page before a right-hand opening: its titles take the room of so many lines."""

_LONG_TITLE = 120  # letters; a title page has a smaller size for more


@dataclass(frozen=True, slots=True)
class _PrintedAnswers:
    """The answers of a chapter, for the template."""

    id: str
    chapter_id: str
    title: str
    html: Markup


def lay_out_pages(book: Book, layouts: Layouts, edition: Edition | None = None) -> PrintBook:
    """Fill in the templates of every division and collect what their style sheet names.

    Args:
        book: finished, with its links resolved.
        layouts: where templates and style sheets come from.
        edition: what to make of the book; None for the standard edition.

    Raises:
        LayoutError: when a template or a font is missing or wrong.
    """
    edition = edition or find_edition(STANDARD, book.config)
    builder = builder_of(book, layouts, edition)
    strings, layouts = builder.strings, builder.layouts
    cover = cover_of(book, strings, edition)
    # In the facilitator's edition answers stand beside the quiz instead.
    answered = () if edition.includes_facilitator else book.chapters_with_answers
    rules = list_rules(book) if has_rules_page(book) else ()
    contents = printed_contents(book, strings, with_answers=bool(answered), with_rules=bool(rules))
    own_words = frozenset(word for words in book.own_words.values() for word in words)
    has_title_page = book.config.title_page
    front = _front_matter(builder, cover, contents, own_words, is_short=has_title_page is False)
    short = _front_matter(builder, cover, contents, own_words, is_short=True)[-1]
    divisions = (
        *front,
        *(
            chapter_division(builder, one, number, book.own_words.get(one.slug, ()))
            for number, one in enumerate(book.chapters, int(len(book.chapters) > 1))
        ),
        *(
            mark_own_words(division, own_words)
            for division in _back_matter(builder, book.terms, answered, rules)
        ),
    )
    notes_page, back_cover = _notes_page(builder), _back_cover(builder)
    style_bundle = style_bundle_of(
        edition,
        layouts,
        html=(one.html for one in (*divisions, notes_page, back_cover)),
        pictures=book.pictures.values(),
        logo=book.logo,
        original_size=book.config.pictures.original_size,
        cover_picture=book.cover_picture if cover.art_kind == "picture" else None,
        drawings=chapter_marks(book.chapters, edition) | cover_drawings(cover),
    )
    return PrintBook(
        divisions=divisions,
        notes_page=notes_page,
        gap_page=_gap_page(builder) if edition.copyfit else None,
        back_cover=back_cover,
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
        short_front_matter=short if has_title_page is None and short != front[-1] else None,
        accent=edition.accent,
    )


def _front_matter(
    builder: PrintBuilder,
    cover: Cover,
    contents: tuple[ContentsLine, ...],
    own_words: frozenset[str],
    *,
    is_short: bool,
) -> tuple[Division, ...]:
    """Lay out front matter; the owner's page of a copy is a division of its own.

    Args:
        builder: of the edition.
        cover: composed.
        contents: the printed ones.
        own_words: that only this copy of the book may say.
        is_short: whether it does without title page and identifier.
    """
    strings, placeholders = builder.strings, builder.publication.config.placeholders
    owner = owner_lines(placeholders)
    title = strings.labels["front_matter"]
    html = builder.render_own(
        "front-matter",
        title=title,
        partition="front-matter",
        running_head=strings.title,
        cover=cover,
        is_crowded=len(strings.title) > _LONG_TITLE,
        is_short=is_short,
        contents=contents,
        owner=owner,
        new_division=NEW_DIVISION if placeholders else "",
    )
    whole = Division("front-matter", title, Partition.FRONT_MATTER, html)
    own_words |= {words for words in owner.values() if words}
    return cut_front_matter(whole, own_words)


def _back_matter(
    builder: PrintBuilder,
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
    answers = tuple(
        _PrintedAnswers(
            id=f"{chapter.slug}-answers",
            chapter_id=chapter.slug,
            title=chapter.title,
            html=write_text(
                chapter.answers, context_of(builder, chapter), builder.pictures, is_body=False
            ),
        )
        for chapter in answered
    )
    has_columns = has_room_for_columns(builder.edition)
    html, *closer = (
        builder.render(
            "back-matter",
            title=title,
            partition="back-matter",
            running_head=title,
            groups=rules,
            closeness=closeness,
            terms=terms,
            line_count=0 if rules else _lines_below(terms, builder.edition.lines_per_page),
            answers=answers,
        )
        for closeness in (CLOSENESS if rules and has_columns else CLOSENESS[:1])
    )
    return (
        Division(
            "back-matter",
            title,
            Partition.BACK_MATTER,
            html,
            closer=tuple(dict.fromkeys(one for one in closer if one != html)),
            together=(RULES_ID, rules[-1].id) if rules and has_columns else (),
        ),
    )


def _lines_below(terms: Sequence[Term], lines_per_page: int) -> int:
    """Count the ruled lines that fill the page below a short glossary.

    A page holds as many lines as a page of notes; the heading takes the room of three, a term that
    of two and one more for every line its long form runs over, the label of the notes one.
    """
    taken = 4 + sum(2 + len(term.long) // _LETTERS_IN_A_LINE for term in terms)
    return max(0, lines_per_page - taken)


def _notes_page(builder: PrintBuilder) -> Division:
    title = builder.strings.labels["notes"]
    html = builder.render(
        "notes-page",
        title=title,
        partition="body-matter",
        running_head=builder.strings.title,
        line_count=builder.edition.lines_per_page,
    )
    return Division("notes-page", title, Partition.BODY_MATTER, html)


def _gap_page(builder: PrintBuilder) -> Division:
    """Lay out the page that faces the opening of a chapter when the one before ends too soon.

    It sums up what was read: a rule and a step of one's own, with lines for each.
    """
    title = builder.strings.labels["notes"]
    html = builder.render(
        "gap-page",
        title=title,
        partition="body-matter",
        running_head=builder.strings.title,
        line_count=max(1, builder.edition.lines_per_page - _LINES_FOR_TITLES) // _PARTS_OF_A_GAP,
    )
    return Division("gap-page", title, Partition.BODY_MATTER, html)


def _back_cover(builder: PrintBuilder) -> Division:
    strings = builder.strings
    html = builder.render(
        "back-cover",
        title=strings.title,
        partition="back-matter",
        running_head=strings.title,
        qr=qr_code(strings.address) if strings.address else "",
    )
    return Division("back-cover", strings.title, Partition.BACK_MATTER, html)
