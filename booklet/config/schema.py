"""The schema of `booklet.toml`: every setting has a default."""

from __future__ import annotations

from typing import Annotated, Any

from babel.lists import format_list
from pydantic import BeforeValidator, Field, model_validator

from booklet.common.language import Language
from booklet.config.editions import EditionSettings
from booklet.config.session import SessionSettings, as_session
from booklet.config.values import (
    Address,
    Boolean,
    Colour,
    CoverDesign,
    Date,
    FilePath,
    Identifier,
    Isbn,
    LabelName,
    LanguageTag,
    PlaceholderName,
    PlaceInSeries,
    Table,
    Text,
    Texts,
    TrimSize,
    refusal,
)


class Part(Table):
    """A run of chapters under one heading.

    Attributes:
        title: the heading.
        chapters: file names in the folder `chapters`.
    """

    title: Text = Field(min_length=1)
    chapters: Texts = Field(min_length=1)


class Colours(Table):
    """The booklet's colours.

    Attributes:
        accent: of numerals, headings and lines, as `#rrggbb`; dark enough for text on white.
    """

    accent: Colour = "#0f5257"


class Fonts(Table):
    """The booklet's typefaces, by family name.

    Attributes:
        text: for reading.
        headings: for headings and labels.
    """

    text: Text = Field("Literata", min_length=1)
    headings: Text = Field("Atkinson Hyperlegible", min_length=1)


class Paper(Table):
    """What the booklet is printed on.

    Attributes:
        trim_size: the size of a page.
    """

    trim_size: TrimSize = "A5"


class Ebook(Table):
    """How the e-book is made.

    Attributes:
        png_copies: whether there is also a PNG copy of every drawing (SVG).
    """

    png_copies: Boolean = False


class Pictures(Table):
    """What becomes of pictures.

    Attributes:
        original_size: whether they keep all their pixels, where paper and screens show fewer.
    """

    original_size: Boolean = False


class Contributors(Table):
    """Who else had a hand in the booklet, by what they did.

    Attributes:
        editor: who saw the texts through.
        foreword: who wrote the foreword.
        illustrator: who drew.
        photographer: who took the pictures.
        translator: who translated.
        designer: who designed the booklet.
        consultant: who advised.
        contributor: who helped in any other way.
    """

    editor: Texts = ()
    foreword: Texts = ()
    illustrator: Texts = ()
    photographer: Texts = ()
    translator: Texts = ()
    designer: Texts = ()
    consultant: Texts = ()
    contributor: Texts = ()


class Config(Table):
    """Everything an author may set, with its default; text that is not set is "".

    Attributes:
        title: "" takes the only chapter's title, or else the name of the folder.
        subtitle: the line below the title.
        authors: in the order of the cover; written `author` in the file, one or a list.
        language: a BCP 47 tag.
        date: of this version.
        version: what tells this printing from the last.
        identifier: an address or a URN; "" has one made from title, authors and language.
        isbn: thirteen figures, or "".
        publisher: the school or trust.
        rights: who may copy it.
        description: one or two sentences.
        subjects: for the lists of libraries and e-readers.
        series: the series it belongs to.
        series_number: its place in the series, from 1; None when it has none.
        contributors: see `Contributors`.
        cover: its design: "thumbprint", "colour" (a field of the accent) or "picture".
        cover_picture: a picture of the project for the design "picture", by its path.
        cover_alt: what it shows, in words.
        cover_line: a few words at the top of the cover: the occasion, or the school's motto.
        logo: a picture of the project for cover and title page, by its path.
        address: where the booklet is to be had on the web.
        large_print: one sentence on how to ask for large print.
        rules_page: whether all the rules are gathered on a page at the back.
        title_page: whether there is a title page after the cover, and the identifier in the
            imprint; None has them in booklets of more than 24 pages only.
        certified_by: who vouches for the e-book's accessibility.
        session: see `SessionSettings`.
        copyfit: whether pages are made full and few, in every edition that does not say otherwise;
            None leaves it to the edition.
        chapters_open_on_recto: whether every chapter begins on a right-hand page, likewise.
        chapters: file names in their order; () takes all, by their numbers.
        parts: chapters under headings; written `[[part]]` in the file.
        colours: see `Colours`.
        fonts: see `Fonts`.
        paper: see `Paper`.
        ebook: see `Ebook`.
        pictures: see `Pictures`.
        editions: changes to editions, by name; written `[editions.NAME]` in the file.
        labels: the author's own words for labels, by name.
        placeholders: what fills placeholders such as `{{name}}`, by name; written `[copy]`.
    """

    title: Text = ""
    subtitle: Text = ""
    authors: Texts = Field((), alias="author")
    language: LanguageTag = "en-GB"
    date: Date | None = None
    version: Text = ""
    identifier: Identifier = ""
    isbn: Isbn = ""
    publisher: Text = ""
    rights: Text = ""
    description: Text = ""
    subjects: Texts = ()
    series: Text = ""
    series_number: PlaceInSeries | None = None
    contributors: Contributors = Contributors()
    cover: CoverDesign = "thumbprint"
    cover_picture: FilePath = ""
    cover_alt: Text = ""
    cover_line: Text = ""
    logo: FilePath = ""
    address: Address = ""
    large_print: Text = ""
    rules_page: Boolean = True
    title_page: Boolean | None = None
    certified_by: Text = ""
    session: Annotated[SessionSettings, BeforeValidator(as_session)] = SessionSettings()
    copyfit: Boolean | None = None
    chapters_open_on_recto: Boolean | None = None
    chapters: Texts = ()
    parts: tuple[Part, ...] = Field((), alias="part")
    colours: Colours = Colours()
    fonts: Fonts = Fonts()
    paper: Paper = Paper()
    ebook: Ebook = Ebook()
    pictures: Pictures = Pictures()
    editions: dict[str, EditionSettings] = Field(default_factory=dict)
    labels: dict[LabelName, Text] = Field(default_factory=dict)
    placeholders: dict[PlaceholderName, Text] = Field(default_factory=dict, alias="copy")

    @model_validator(mode="before")
    @classmethod
    def _one_order(cls, values: dict[str, Any]) -> dict[str, Any]:
        """Refuse two answers to the question which chapters come in which order."""
        if values.get("chapters") and values.get("part"):
            raise refusal(
                "'chapters' and [[part]] both say which chapters there are",
                "List the chapters inside the parts, and take away the line 'chapters = …'.",
            )
        return values

    @model_validator(mode="before")
    @classmethod
    def _picture_for_its_design(cls, values: dict[str, Any]) -> dict[str, Any]:
        """Refuse a cover with a picture that does not say which."""
        if values.get("cover") == "picture" and not values.get("cover_picture"):
            raise refusal(
                "the cover 'picture' needs a picture",
                'Name one, like this: cover_picture = "images/hall.jpg".',
            )
        return values

    @property
    def author(self) -> str:
        """All authors on one line, in the book's language: "A, B and C"."""
        return format_list(self.authors, locale=self.book_language.locale)

    @property
    def book_language(self) -> Language:
        """The book's language, with the author's own labels."""
        return Language(self.language, self.labels)

    @property
    def page_address(self) -> str:
        """Where the page for phones will be; "" when nobody knows."""
        return self.session.page or self.address
