"""The strings of front and back matter, the same on paper and on screen.

Covers, title page, imprint, the page on how to use the book: their sentences are made here once,
from a book's metadata and labels, for the templates of both media.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from markupsafe import Markup, escape

from booklet.common.labels import ENGLISH, LABEL_NAMES, fixed_words
from booklet.common.language import Language
from booklet.markup.typography import typographic
from booklet.theme.cover import CoverText

if TYPE_CHECKING:
    from collections.abc import Mapping

    from booklet.book import Publication
    from booklet.theme.editions import Edition


@dataclass(frozen=True, slots=True)
class BookStrings:
    """The sentences of front and back matter; "" where a book does not say.

    Attributes:
        title: the book's.
        subtitle: the line below it.
        series: the series it belongs to.
        author: all authors, as one line.
        publisher: the school or trust that gives it out.
        description: one or two sentences for the back.
        date_line: the date in the book's language: "1 September 2026".
        version_line: "Version 1.0".
        rights: who may copy it.
        large_print: how to ask for large print; "" in large print itself.
        cover_line: the author's few words for the top of the cover.
        edition_line: which edition this is: "Large print"; "" for the booklet as it is.
        edition_note: whom this edition is for.
        edition_label: which of the fixed words its name is; "" when an author has named it.
        edition_note_label: the same of the note.
        logo_alt: what to say for the logo: whose it is.
        identifier: the book's `urn:`.
        typefaces_line: which typefaces it is set in.
        address: where the book is to be had, with its scheme.
        address_line: the same as one types it.
        language: a BCP 47 tag.
        direction: "ltr" or "rtl".
        components: the names of the components that the chapters use.
        labels: the fixed words of the layout, by name, in the book's language if it has them.
        languages: the language of each label that is not in the book's.
    """

    title: str
    subtitle: str
    series: str
    author: str
    publisher: str
    description: str
    date_line: str
    version_line: str
    rights: str
    large_print: str
    cover_line: str
    edition_line: str
    edition_note: str
    edition_label: str
    edition_note_label: str
    logo_alt: str
    identifier: str
    typefaces_line: str
    address: str
    address_line: str
    language: str
    direction: str
    components: frozenset[str]
    labels: Mapping[str, str] = field(hash=False)
    languages: Mapping[str, str] = field(hash=False)

    def lang(self, name: str) -> Markup:
        """Write the attributes that say which language a label is in; "" for the book's own."""
        return _lang(self.languages.get(name, ""))

    def lang_within(self, name: str) -> Markup:
        """Go back to the book's language inside an element with the language of a label."""
        return _lang(self.language if name in self.languages else "")

    def marked(self, line: str, name: str) -> Markup:
        """Mark the label that a line begins with, where it is in another language."""
        label = self.labels[name]
        if name not in self.languages or not line.startswith(label):
            return escape(line)
        return Markup("<span{}>{}</span>{}").format(self.lang(name), label, line[len(label) :])

    @property
    def cover_text(self) -> CoverText:
        """The words of the cover."""
        return CoverText(
            title=self.title,
            line=" · ".join(filter(None, (self.series, self.cover_line))),
            subtitle=self.subtitle,
            edition=self.edition_line,
            author=self.author,
            publisher=self.publisher,
            date=self.date_line,
        )

    @property
    def lang_of_large_print(self) -> Markup:
        """Do so for the sentence on large print, which may be the author's own."""
        is_ours = self.large_print == self.labels["ask_for_large_print"]
        return self.lang("ask_for_large_print") if is_ours else Markup()

    @property
    def lang_of_english(self) -> Markup:
        """Do so for what is said in English only, such as the note for the copier."""
        return _lang("" if self.language.startswith(ENGLISH) else ENGLISH)


def _lang(tag: str) -> Markup:
    if not tag:
        return Markup()
    return Markup(' xml:lang="{0}" lang="{0}" dir="{1}"').format(tag, Language(tag).direction)


def book_strings_of(publication: Publication, edition: Edition | None = None) -> BookStrings:
    """Put together what a book says about itself.

    Args:
        publication: the book without its text.
        edition: for paper; None for the e-book.
    """
    config, language = publication.config, publication.config.book_language
    labels = {name: language.label(name) for name in LABEL_NAMES}

    def typeset_quotes(text: str) -> str:
        return typographic(text, language.quotes)

    edition_label, edition_note_label = (
        (_label_of(edition.title), _label_of(edition.description)) if edition else ("", "")
    )
    typefaces = (config.fonts.text, config.fonts.headings)
    if edition:
        typefaces = (edition.text_font, edition.heading_font)
    return BookStrings(
        title=typeset_quotes(publication.title),
        subtitle=typeset_quotes(config.subtitle),
        series=typeset_quotes(config.series),
        author=typeset_quotes(config.author),
        publisher=typeset_quotes(config.publisher),
        description=typeset_quotes(config.description),
        date_line=language.long_date(config.date) if config.date else "",
        version_line=f"{labels['version']} {config.version}" if config.version else "",
        rights=typeset_quotes(config.rights),
        large_print=""
        if edition and edition.is_large_print
        else typeset_quotes(config.large_print) or labels["ask_for_large_print"],
        cover_line=typeset_quotes(config.cover_line),
        edition_line=labels.get(edition_label, edition.title if edition else ""),
        edition_note=labels.get(edition_note_label, edition.description if edition else ""),
        edition_label=edition_label,
        edition_note_label=edition_note_label,
        logo_alt=": ".join(filter(None, (labels["logo"], config.publisher))),
        identifier=publication.identifier,
        typefaces_line=f"{labels['typefaces']} {' · '.join(dict.fromkeys(typefaces))}",
        address=config.address,
        address_line=config.address.split("://", 1)[-1].rstrip("/"),
        language=config.language,
        direction=language.direction,
        components=publication.components,
        labels=labels,
        languages={
            name: spoken
            for name in labels
            if (spoken := language.language_of(name)) != language.tag
        },
    )


def _label_of(words: str) -> str:
    """Find which of the fixed words an edition's title or description is; "" for an author's own.

    An edition that is based on one of ours may have kept one of the two.
    """
    english = fixed_words(ENGLISH).items()
    names = (name for name, said in english if name.startswith("edition_") and said == words)
    return next(names, "")
