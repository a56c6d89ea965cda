"""Small paper with a reflection's rules: cards cut from A4, and a guide folded for the pocket."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from booklet.common.product_paths import STANDARD
from booklet.common.qr import qr_code
from booklet.components.ifthen import STEMS
from booklet.print.cover import cover_drawings, pocket_cover_of
from booklet.print.division import Division, Partition
from booklet.print.rules import Rule, condense, rules_of
from booklet.print.single_sheet import print_alone
from booklet.theme.book_strings import book_strings_of
from booklet.theme.cover import css_box
from booklet.theme.editions import find_edition
from booklet.theme.style_bundle import style_bundle_of

if TYPE_CHECKING:
    from booklet.book import Book
    from booklet.markup.chapter import Chapter
    from booklet.print.division import PrintBook
    from booklet.theme.templates import Layouts

CARDS_ON_A_SHEET = 4
MOST_RULES_IN_A_POCKET = 15

_PANELS = 5
_STYLE = "print/rule-cards.css"
_ROOM_ON_A_CARD = 620
_CARD_SIZES = ((240, "large"), (390, "medium"), (505, "small"))
_ROOM_ON_A_PANEL = {1: 280, 2: 90}
_USUAL_LEAD = 40


@dataclass(frozen=True, slots=True)
class Card:
    """What is printed on one card.

    Attributes:
        rule: with as much of its text as there is room for; None for a card to write on.
        size: of its type: "large", "medium", "small" or "smallest".
    """

    rule: Rule | None
    size: str = ""


@dataclass(frozen=True, slots=True)
class _Address:
    """Where a pocket guide sends its reader, and what is there."""

    title: str
    qr: str
    href: str
    line: str


def lay_out_rule_cards(book: Book, layouts: Layouts, chapter: Chapter) -> PrintBook:
    """Lay out a reflection's rules as A6 cards, four on each page of A4.

    The places that are left on the last page are cards to write on.

    Raises:
        LayoutError: when a template or a font is missing or wrong.
    """
    cards = [_card(rule) for rule in rules_of(book, chapter)]
    cards += [Card(None)] * (-len(cards) % CARDS_ON_A_SHEET)
    sheets = [cards[start : start + 4] for start in range(0, len(cards), CARDS_ON_A_SHEET)]
    return _lay_out(book, layouts, chapter, "rule-cards", sheets=sheets)


def lay_out_pocket_guide(
    book: Book, layouts: Layouts, chapter: Chapter, fullness: float = 1.0
) -> PrintBook:
    """Lay out the eight A7 pages of a pocket guide, to be imposed on one side of A4.

    Args:
        book: that the reflection is from.
        layouts: where templates and style sheets come from.
        chapter: the reflection.
        fullness: how much of a rule's text is shown: 1 for what usually fits, 0 for none.

    Raises:
        LayoutError: when a template or a font is missing or wrong.
    """
    return _lay_out(
        book,
        layouts,
        chapter,
        "pocket",
        panels=_share_out(rules_of(book, chapter), fullness),
        stems=STEMS,
        address=_address(book, chapter),
    )


def _card(rule: Rule) -> Card:
    taken = _length_beyond_usual(rule)
    text = condense(rule.text, _ROOM_ON_A_CARD - taken)
    size = next((name for most, name in _CARD_SIZES if len(text) + taken <= most), "smallest")
    return Card(Rule(rule.number, rule.lead, text), size)


def _length_beyond_usual(rule: Rule) -> int:
    """Tell how many characters of text an unusually long lead leaves no room for."""
    return 2 * max(0, len(rule.lead) - _USUAL_LEAD)


def _share_out(rules: tuple[Rule, ...], fullness: float) -> list[list[Rule]]:
    """Share rules out among the pages between the cover and the next step, in their order."""
    fewest, left_over = divmod(len(rules), _PANELS)
    panels, first = [], 0
    for panel in range(_PANELS):
        count = fewest + (panel < left_over)
        room = int(_ROOM_ON_A_PANEL.get(count, 0) * fullness)
        panels.append([_shorten(rule, room) for rule in rules[first : first + count]])
        first += count
    return panels


def _shorten(rule: Rule, room: int) -> Rule:
    room -= _length_beyond_usual(rule)
    return replace(rule, text=condense(rule.text, room) if room > 0 else "")


def _address(book: Book, chapter: Chapter) -> _Address | None:
    """Choose the booklet's own address, or else the first the reflection says to read."""
    reading = book.config.book_language.label("reading")
    choice = (book.title, book.config.address), (reading, _first_reading(chapter))
    title, address = next((one for one in choice if one[1]), ("", ""))
    drawn = qr_code(address) if address else ""
    line = address.split("://", 1)[-1].rstrip("/")
    return _Address(title, drawn, address, line) if drawn else None


def _first_reading(chapter: Chapter) -> str:
    for box in chapter.body.iter("section"):
        if box.get("data-component") == "reading":
            for link in box.iter("a"):
                href = link.get("href", "")
                if href.startswith(("http://", "https://")):
                    return href
    return ""


def _lay_out(
    book: Book, layouts: Layouts, chapter: Chapter, name: str, **values: object
) -> PrintBook:
    edition = find_edition(STANDARD, book.config)
    strings = book_strings_of(book.publication, edition)
    cover = pocket_cover_of(book, strings, edition, chapter)
    title = f"{chapter.title} – {strings.labels[name.replace('-', '_')]}"
    html = layouts.render(
        f"print/{name}.html",
        matter=strings,
        title=title,
        partition=name,
        running_head="",
        cover=cover,
        css_box=css_box,
        cover_alt=book.config.cover_alt,
        logo="",
        chapter_title=chapter.title,
        standfirst=chapter.metadata.subtitle,
        author=chapter.metadata.author or strings.author,
        **values,
    )
    style_bundle = style_bundle_of(
        edition,
        layouts,
        _STYLE,
        html=[html],
        pictures=book.pictures.values(),
        logo=book.logo,
        original_size=book.config.pictures.original_size,
        cover_picture=book.cover_picture if cover.art_kind == "picture" else None,
        drawings=cover_drawings(cover),
    )
    division = Division(name, title, Partition.BODY_MATTER, html, chapter.path)
    alone = print_alone(
        division, book, edition, style_bundle, title=title, name=f"{chapter.slug}-{name}"
    )
    return replace(
        alone,
        author=chapter.metadata.author or strings.author,
        description=chapter.metadata.subtitle,
        keywords=chapter.metadata.tags,
    )
