"""From a book to the copy that is typeset: front matter, chapters, back matter, and their looks."""

from __future__ import annotations

from dataclasses import dataclass
from textwrap import wrap
from typing import TYPE_CHECKING

from markupsafe import Markup

from booklet.common import xhtml
from booklet.common.memoize import memoize
from booklet.common.qr import qr_code
from booklet.components import ComponentContext, Medium, realise
from booklet.print.contents import printed_contents
from booklet.print.division import Division, Partition, PrintBook
from booklet.print.margin import fill_margin
from booklet.theme.book_strings import BookStrings, book_strings_of
from booklet.theme.editions import STANDARD, find_edition
from booklet.theme.style_bundle import LOGO, picture_address, style_bundle_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from booklet.book import Answers, Book, Term
    from booklet.markup.chapter import Chapter
    from booklet.theme.editions import Edition
    from booklet.theme.templates import Layouts

_LETTERS_IN_A_LINE = 60


@dataclass(frozen=True, slots=True)
class _PrintBuilder:
    """What every division of one edition is laid out with."""

    book: Book
    matter: BookStrings
    layouts: Layouts
    edition: Edition

    def render(self, template: str, *, title: str, partition: str, **values: object) -> str:
        """Fill in one of the templates for paper."""
        branding = {"logo": LOGO if self.book.logo else ""}
        return self.layouts.render(
            f"print/{template}.html",
            matter=self.matter,
            edition=self.edition,
            title=title,
            partition=partition,
            **branding,
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
    edition = edition or find_edition(STANDARD, book.config)
    layouts = layouts.of_edition(*edition.folders)
    matter = book_strings_of(book, edition)
    press = _PrintBuilder(book, matter, layouts, edition)
    style_bundle = style_bundle_of(book, edition, layouts)
    return PrintBook(
        divisions=(
            _front_matter(press),
            *(_chapter(press, number) for number in range(len(book.chapters))),
            *_back_matter(press),
        ),
        notes_page=_notes_page(press),
        back_cover=_back_cover(press),
        stylesheet=style_bundle.stylesheet,
        resources=style_bundle.resources,
        title=" – ".join(filter(None, (book.title, edition.title))),
        author=matter.author,
        language=matter.language,
        description=matter.description,
        keywords=tuple(book.config.subjects),
        identifier=book.identifier,
        modified=book.modified,
        page_multiple=edition.page_multiple,
        opens_on_recto=edition.chapters_open_on_recto,
    )


def _front_matter(press: _PrintBuilder) -> Division:
    matter = press.matter
    html = press.render(
        "front-matter",
        title=matter.labels["front_matter"],
        partition="front-matter",
        running_head=matter.title,
        title_length=_title_length(matter.title),
        cover_room=_cover_room(matter.title, matter.subtitle),
        contents=printed_contents(
            press.book, matter, with_answers=bool(_answers_at_the_back(press))
        ),
    )
    return Division("front-matter", matter.labels["front_matter"], Partition.FRONT_MATTER, html)


def _title_length(title: str) -> str:
    """Choose the size of a cover's title by its length and its longest word."""
    longest_word = max(map(len, title.split()), default=0)
    if len(title) > 70 or longest_word > 20:  # noqa: PLR2004 - fits the measure at 22 pt
        return "very-long"
    if len(title) > 32 or longest_word > 13:  # noqa: PLR2004 - fits the measure at 29 pt
        return "long"
    return "short"


# For each length of title: letters in a line, the line's height, and the room above the picture.
_TITLE_ROOM = {"short": (14, 40, 115), "long": (19, 32, 165), "very-long": (24, 26, 210)}
_ROOM_ABOVE_A_SMALLER_PICTURE = 250


def _cover_room(title: str, subtitle: str) -> str:
    """Choose how much of the cover its picture leaves to the words, so that they never meet."""
    letters, line, room = _TITLE_ROOM[_title_length(title)]
    height = line * len(wrap(title, letters)) + 19 * len(wrap(subtitle, 38))
    if height > _ROOM_ABOVE_A_SMALLER_PICTURE:
        return "crowded"
    return "close" if height > room else "ample"


def _chapter(press: _PrintBuilder, index: int) -> Division:
    book, matter = press.book, press.matter
    chapter = book.chapters[index]
    number_line = f"{matter.labels['chapter']} {index + 1}" if len(book.chapters) > 1 else ""
    author = chapter.metadata.author
    margin, text = _realise_body(press, chapter)
    html = press.render(
        "chapter",
        language=book.config.speech.of(chapter.metadata.language),
        title=chapter.title,
        partition="body-matter",
        running_head=chapter.title,
        id=chapter.slug,
        number_line=number_line,
        title_html=Markup(chapter.title_html),  # noqa: S704 - made safe by markup
        standfirst=chapter.metadata.subtitle,
        byline=author if author != matter.author else "",
        margin=margin,
        html=text,
    )
    return Division(chapter.slug, chapter.title, Partition.BODY_MATTER, html, chapter.path)


def _realise_body(press: _PrintBuilder, chapter: Chapter) -> tuple[Markup, Markup]:
    """Give what stands in the margin beside the chapter's opening, and the chapter."""
    text = _realise(press, chapter, chapter.html)
    if not press.edition.includes_facilitator:
        return Markup(), text
    answers = "".join(
        _realise(press, chapter, each.html, is_body=False)
        for each in press.book.answers
        if each.chapter.slug == chapter.slug
    )
    margin, text = map(Markup, fill_margin(text, answers, _context(press, chapter)))
    return margin, text


def _realise(press: _PrintBuilder, chapter: Chapter, html: str, *, is_body: bool = True) -> Markup:
    realised = realise(html, Medium.PRINT, _context(press, chapter), is_body=is_body)
    if "<img " in realised:
        shown = press.book.pictures.items()
        realised = _show_pictures(realised, tuple((p, picture_address(each)) for p, each in shown))
    return Markup(realised)  # noqa: S704 - made safe by markup


@memoize
def _show_pictures(html: str, pictures: tuple[tuple[str, str], ...]) -> str:
    """Let every `img` show the address that its picture has while pages are set.

    Args:
        html: a fragment.
        pictures: of each, its path in the project and its address.
    """
    root = xhtml.parse(html)
    addresses = dict(pictures)
    for image in root.iter("img"):
        image.set("src", addresses.get(image.get("src", ""), image.get("src", "")))
    return xhtml.serialise_content(root)


def _context(press: _PrintBuilder, chapter: Chapter) -> ComponentContext:
    config = press.book.config
    return ComponentContext(
        slug=chapter.slug,
        language=config.speech,
        chapter_language=press.book.foreign_language(chapter),
        session=chapter.metadata.session or config.session,
        aims=chapter.metadata.aims,
        lines_per_page=press.edition.lines_per_page,
        for_facilitator=press.edition.includes_facilitator,
    )


def _answers_at_the_back(press: _PrintBuilder) -> tuple[Answers, ...]:
    """List the answers that do not stand in the margin."""
    return () if press.edition.includes_facilitator else press.book.answers


def _back_matter(press: _PrintBuilder) -> tuple[Division, ...]:
    terms, gathered = press.book.terms, _answers_at_the_back(press)
    if not gathered and not terms:
        return ()
    title = press.matter.labels["glossary" if terms else "answers"]
    html = press.render(
        "back-matter",
        title=title,
        partition="back-matter",
        running_head=title,
        terms=terms,
        line_count=_lines_below(terms, press.edition.lines_per_page),
        answers=[
            {
                "id": f"{answers.chapter.slug}-answers",
                "chapter_id": answers.chapter.slug,
                "title": answers.chapter.title,
                "html": _realise(press, answers.chapter, answers.html, is_body=False),
            }
            for answers in gathered
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


def _notes_page(press: _PrintBuilder) -> Division:
    title = press.matter.labels["notes"]
    html = press.render(
        "notes-page",
        title=title,
        partition="body-matter",
        running_head=press.matter.title,
        line_count=press.edition.lines_per_page,
    )
    return Division("notes-page", title, Partition.BODY_MATTER, html)


def _back_cover(press: _PrintBuilder) -> Division:
    matter = press.matter
    html = press.render(
        "back-cover",
        title=matter.title,
        partition="back-matter",
        running_head=matter.title,
        qr=qr_code(matter.address) if matter.address else "",
    )
    return Division("back-cover", matter.title, Partition.BACK_MATTER, html)
