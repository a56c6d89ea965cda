"""From a book to the copy that is typeset: front matter, chapters, back matter, and their looks."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from markupsafe import Markup

from booklet.components import ComponentContext, Medium, realise
from booklet.components.rules import leads_in
from booklet.layout.artwork import cover_art, mark
from booklet.layout.division import Division, Partition, PrintCopy
from booklet.layout.fonts import find_typefaces
from booklet.layout.matter import Matter, matter_of
from booklet.qr import qr_code

if TYPE_CHECKING:
    from collections.abc import Sequence

    from booklet.book import Book, Term
    from booklet.config import Config
    from booklet.layout.environment import Layouts
    from booklet.markup.chapter import Chapter

_STYLESHEETS = (
    "print/page.css",
    "print/text.css",
    "print/components.css",
    "print/matter.css",
    "print/custom.css",
)
_LINES_ON_A_PAGE = 19
_LETTERS_IN_A_LINE = 60
_LONGEST_DETAILED_CONTENTS = 60


@dataclass(frozen=True, slots=True)
class ContentsLine:
    """A line of the printed contents.

    Attributes:
        kind: `part`, `chapter` or `matter`.
        title: plain text.
        href: `#ID`, or "" for a part.
        partition: "front" when its page is numbered in roman figures.
        children: the rules, or else the headings, of a chapter.
    """

    kind: str
    title: str
    href: str = ""
    partition: str = ""
    children: tuple[ContentsLine, ...] = ()


def lay_out_pages(book: Book, layouts: Layouts) -> PrintCopy:
    """Fill in the templates of every division and collect what their style sheet names.

    Args:
        book: finished, with its links resolved.
        layouts: where templates and style sheets come from.

    Raises:
        LayoutError: when a template or a font is missing or wrong.
    """
    matter = matter_of(book)
    typefaces = find_typefaces(book.config.fonts.text, book.config.fonts.headings)
    accent = book.config.colours.accent
    drawings = {
        "booklet:art/cover.svg": cover_art(accent).encode(),
        "booklet:art/mark.svg": mark(accent).encode(),
    }
    pictures = {f"booklet:picture/{p.name}": p.content for p in book.pictures.values()}
    return PrintCopy(
        divisions=(
            _front_matter(book, matter, layouts),
            *(_chapter(book, number, matter, layouts) for number in range(len(book.chapters))),
            *_back_matter(book, matter, layouts),
        ),
        notes_page=_notes_page(matter, layouts),
        back_cover=_back_cover(matter, layouts),
        stylesheet="\n".join((typefaces.css, _tokens(book.config), layouts.css(*_STYLESHEETS))),
        resources={**typefaces.files, **drawings, **pictures},
        title=book.title,
        author=matter.author,
        language=matter.language,
        description=matter.description,
        keywords=tuple(book.config.subjects),
        identifier=book.identifier,
        modified=book.modified,
    )


def _tokens(config: Config) -> str:
    """Write the author's colours and fonts as custom properties, for text and for margins."""
    properties = (
        f"--accent: {config.colours.accent}; --ink: #1a1a1a; --quiet: #4d4d4d; --line: #8a8a8a; "
        f'--text-font: "{config.fonts.text}"; --heading-font: "{config.fonts.headings}"; '
        '--code-font: "JetBrains Mono";'
    )
    return f":root {{ {properties} }}\n@page {{ {properties} }}"


def _front_matter(book: Book, matter: Matter, layouts: Layouts) -> Division:
    html = layouts.render(
        "print/front-matter.html",
        matter=matter,
        title=matter.labels["front_matter"],
        partition="front-matter",
        running_head=matter.title,
        title_length=_title_length(matter.title),
        contents=_contents(book, matter),
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


def _contents(book: Book, matter: Matter) -> tuple[ContentsLine, ...]:
    detailed = sum(1 + len(_inside(c)) for c in book.chapters) <= _LONGEST_DETAILED_CONTENTS
    lines = []
    if matter.components:
        lines.append(
            ContentsLine("matter", matter.labels["how_to_use"], "#how-to-use", partition="front")
        )
    for part in book.parts:
        if part.title:
            lines.append(ContentsLine("part", part.title))
        lines += [
            ContentsLine("chapter", c.title, f"#{c.slug}", children=_inside(c) if detailed else ())
            for c in part.chapters
        ]
    if book.answers:
        lines.append(ContentsLine("matter", matter.labels["answers"], "#answers"))
    if book.terms:
        lines.append(ContentsLine("matter", matter.labels["glossary"], "#glossary"))
    return tuple(lines)


def _inside(chapter: Chapter) -> tuple[ContentsLine, ...]:
    """List a chapter's rules or, where it has none, its headings of the second level."""
    rules = leads_in(chapter.html)
    inside = rules or [(h.id, h.text) for h in chapter.headings if h.level == 2]  # noqa: PLR2004
    return tuple(ContentsLine("inside", text, f"#{identifier}") for identifier, text in inside)


def _chapter(book: Book, index: int, matter: Matter, layouts: Layouts) -> Division:
    chapter = book.chapters[index]
    number_line = f"{matter.labels['chapter']} {index + 1}" if len(book.chapters) > 1 else ""
    author = chapter.metadata.author
    html = layouts.render(
        "print/chapter.html",
        matter=matter,
        title=chapter.title,
        partition="body-matter",
        running_head=chapter.title,
        id=chapter.slug,
        number_line=number_line,
        title_html=Markup(chapter.title_html),  # noqa: S704 - made safe by markup
        standfirst=chapter.metadata.subtitle,
        byline=author if author != matter.author else "",
        html=_realise(book, chapter, chapter.html),
    )
    return Division(chapter.slug, chapter.title, Partition.BODY_MATTER, html)


def _realise(book: Book, chapter: Chapter, html: str, *, is_body: bool = True) -> Markup:
    context = ComponentContext(
        slug=chapter.slug,
        language=book.config.speech,
        session=chapter.metadata.session or book.config.session,
        aims=chapter.metadata.aims,
        lines_per_page=_LINES_ON_A_PAGE,
    )
    realised = realise(html, Medium.PRINT, context, is_body=is_body)
    for path, picture in book.pictures.items():
        realised = realised.replace(f'src="{path}"', f'src="booklet:picture/{picture.name}"')
    return Markup(realised)  # noqa: S704 - made safe by markup


def _back_matter(book: Book, matter: Matter, layouts: Layouts) -> tuple[Division, ...]:
    if not book.answers and not book.terms:
        return ()
    title = matter.labels["glossary"] if book.terms else matter.labels["answers"]
    html = layouts.render(
        "print/back-matter.html",
        matter=matter,
        title=title,
        partition="back-matter",
        running_head=title,
        terms=book.terms,
        line_count=_lines_below(book.terms),
        answers=[
            {
                "id": f"{answers.chapter.slug}-answers",
                "chapter_id": answers.chapter.slug,
                "title": answers.chapter.title,
                "html": _realise(book, answers.chapter, answers.html, is_body=False),
            }
            for answers in book.answers
        ],
    )
    return (Division("back-matter", title, Partition.BACK_MATTER, html),)


def _lines_below(terms: Sequence[Term]) -> int:
    """Count the ruled lines that fill the page below a short glossary.

    A page holds as many lines as a page of notes; the heading takes the room of three, a term that
    of two and one more for every line its long form runs over, the label of the notes one.
    """
    taken = 4 + sum(2 + len(term.long) // _LETTERS_IN_A_LINE for term in terms)
    return max(0, _LINES_ON_A_PAGE - taken)


def _notes_page(matter: Matter, layouts: Layouts) -> Division:
    title = matter.labels["notes"]
    html = layouts.render(
        "print/notes-page.html",
        matter=matter,
        title=title,
        partition="body-matter",
        running_head=matter.title,
        line_count=_LINES_ON_A_PAGE,
    )
    return Division("notes-page", title, Partition.BODY_MATTER, html)


def _back_cover(matter: Matter, layouts: Layouts) -> Division:
    html = layouts.render(
        "print/back-cover.html",
        matter=matter,
        title=matter.title,
        partition="back-matter",
        running_head=matter.title,
        qr=qr_code(matter.address) if matter.address else "",
    )
    return Division("back-cover", matter.title, Partition.BACK_MATTER, html)
