"""Small books for the tests of the e-book, made by hand so that no other stage is needed."""

from __future__ import annotations

import io
from datetime import date
from typing import TYPE_CHECKING

from PIL import Image

from booklet.book import Book, BookPart, Term
from booklet.common import xhtml
from booklet.common.language import Language
from booklet.common.xhtml import escape
from booklet.components.rendering import components_in
from booklet.components.rules import leads_in
from booklet.config import Config
from booklet.epub import lay_out_documents, make_epub
from booklet.manuscript.metadata import Metadata
from booklet.manuscript.pictures import Picture
from booklet.markup.chapter import Chapter, Heading
from booklet.markup.links import find_link_targets
from booklet.theme.templates import Layouts

if TYPE_CHECKING:
    from booklet.common.page_map import PageMap

TRUST = """
<p>Schools have <em>every</em> reason for pride.<a data-note="trust-note-1">1</a></p>
<section data-component="key" id="trust-key-1"><p>The future is collaborative.</p></section>
<ol class="rules">
<li class="rule" id="trust-rule-1"><p><strong class="rule-lead">Values</strong> – together.</p></li>
<li class="rule" id="trust-rule-2"><p><strong class="rule-lead">Context</strong> – we look.</p></li>
</ol>
<h2 id="trust-around-the-table">Around the table</h2>
<section data-component="reflect" id="trust-reflect-1" data-options="lines-4">
<ul><li>What now?</li></ul></section>
<section data-component="discuss" id="trust-discuss-1" data-options="min-15">
<p data-part="title">Final word</p>
<ol><li>Read.</li><li>Speak.</li></ol></section>
<figure id="trust-figure-1"><img src="chapters/map.png" alt="A map of the schools"/>
<figcaption>Where we are</figcaption></figure>
<table id="trust-table-1"><caption>Who leads</caption>
<thead><tr><th>Name</th><th>Role</th></tr></thead>
<tbody><tr><th>Chair</th><td>leads</td></tr></tbody></table>
<section data-component="quiz" id="trust-quiz-1" data-link="trust-answers">
<ol><li>How many rules?</li></ol></section>
<section data-component="notes" data-options="lines-12" id="trust-notes-1"></section>
<p>See <a class="cross-reference" href="#summer-rule-1">the summer</a>, our
<a class="cross-reference" href="#trust-rule-2">second rule</a> and
<a href="https://example.org/a%20b">a page</a>.</p>
<section data-component="facilitator"><p>Only for the facilitator.</p></section>
<section data-notes="1"><div id="trust-note-1"><p>A note.</p></div></section>
"""

SUMMER = """
<p>Every summer there is time for an <abbr title="initial teacher training">ITT</abbr> book.</p>
<ol class="rules" start="1">
<li class="rule" id="summer-rule-1"><p><strong class="rule-lead">Reflect</strong> – now.</p></li>
</ol>
<p><img src="chapters/copy-of-map.png" alt=""/> <a href="#nowhere">lost</a></p>
"""


def sample_config(**settings: object) -> Config:
    """Settings with everything filled in."""
    values = {
        "subtitle": "Two reflections",
        "series": "Reflections",
        "author": ("Ann Author", "Ben Author"),
        "publisher": "A school",
        "description": "Short reflections for a session.",
        "date": date(2026, 9, 1),
        "version": "1.0",
        "rights": "CC BY-SA 4.0",
        "address": "https://example.org/rules",
        "subjects": ("leadership", "partnership"),
        "session": date(2026, 9, 1),
    }
    return Config.model_validate({**values, **settings})


def sample_chapter(
    slug: str, title: str, html: str, *, answers_html: str = "", **values: object
) -> Chapter:
    """A chapter as Markdown gives it."""
    body = xhtml.parse(html)
    metadata = Metadata.model_validate(
        {name: values.pop(name) for name in ("subtitle", "aims") if name in values}
    )
    given = {
        "slug": slug,
        "path": f"chapters/{slug}.md",
        "metadata": metadata,
        "title": title,
        "title_html": escape(title),
        "body": body,
        "answers": xhtml.parse(answers_html),
        "headings": (),
        "link_targets": tuple(find_link_targets(body, Language())),
        "references": (),
        "pictures": (),
        "terms": (),
        "rules": leads_in(body),
        "components": components_in(body),
        "findings": (),
        **values,
    }
    return Chapter(**given)


def sample_picture(name: str = "map-3f2a9c.png") -> Picture:
    """A grey picture, 40 by 20 pixels."""
    file = io.BytesIO()
    Image.new("L", (40, 20), 128).save(file, "PNG")
    return Picture(name, "image/png", file.getvalue(), 40, 20)


def sample_book(chapters: tuple[Chapter, ...] | None = None, **settings: object) -> Book:
    """Two chapters with a bit of everything, or the chapters given."""
    if chapters is None:
        chapters = (
            sample_chapter(
                "trust",
                "Trust & <partnership>",
                TRUST,
                subtitle="What I look for.",
                aims=["Know two signs"],
                headings=(Heading(2, "trust-around-the-table", "Around the table"),),
                answers_html='<p><a href="#trust-quiz-1">Two</a>.</p>',
            ),
            sample_chapter("summer", "Summer", SUMMER),
        )
    title = settings.pop("title", "Rules of Thumb")
    parts = settings.pop("parts", (BookPart("", chapters),))
    return Book(
        config=sample_config(**settings),
        title=title,
        parts=parts,
        terms=(Term("ITT", "initial teacher training", "term-itt"),),
        pictures={
            "chapters/map.png": sample_picture(),
            "chapters/copy-of-map.png": sample_picture("copy-of-map-3f2a9c.png"),
        },
        home_of={"trust-notes-1": "trust", "trust-rule-1": "trust"},
        findings=(),
    )


def pack(book: Book, *, page_map: PageMap | None = None) -> bytes:
    """Make a book's EPUB file, in our own layout."""
    return make_epub(lay_out_documents(book, Layouts(), page_map=page_map))
