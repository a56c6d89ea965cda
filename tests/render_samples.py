"""Small print copies for the tests of typesetting, made by hand: no other stage is needed."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

from booklet.linker.fragment import PageNumbers
from booklet.linker.link import link
from booklet.linker.metadata import Properties
from booklet.linker.page_labels import Numbering, PageLabel
from booklet.print.division import Division, Partition, PrintBook
from booklet.scheduling.typeset_book import gather_render_context
from booklet.scheduling.worker_task import render_division
from booklet.theme.typefaces import find_typefaces
from booklet.weasy.embed_fonts import embed_fonts
from booklet.weasy.render_job import RenderJob

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from booklet.linker.fragment import Fragment

SENTENCE = "A good habit needs no permission to begin. "
SQUARE = b"""<svg xmlns="http://www.w3.org/2000/svg" width="20" height="20">
<rect width="20" height="20"/></svg>"""
STYLESHEET = """
@page { size: 105mm 148mm; margin: 15mm; font-family: "Atkinson Hyperlegible" }
@page { font-feature-settings: "tnum" }
a::after { font-feature-settings: "tnum" }
@page :left { @top-left { content: string(book) } @bottom-left { content: counter(page) } }
@page :right { @top-right { content: string(head) } @bottom-right { content: counter(page) } }
@page front:left { @bottom-left { content: counter(page, lower-roman) } }
@page front:right { @bottom-right { content: counter(page, lower-roman) } }
html { font: 10pt/14pt "Atkinson Hyperlegible"; hyphens: manual }
body { margin: 0; string-set: book "The Book", head attr(data-head) }
html[data-partition=front_matter] { page: front }
h1, h2 { margin: 0; font-size: 14pt }
p { margin: 0 0 4pt }
.footnote { float: footnote; font-size: 8pt }
nav ol { list-style: none; padding: 0; margin: 0 }
nav a { display: block }
nav a::after { content: leader(".") target-counter(attr(href), page) }
a.see::after { content: " (page " target-counter(attr(href), page) ")" }
ol.rules { list-style: none; padding: 0 }
ol.rules > li { position: relative; padding-left: 8mm }
ol.rules > li::before { content: counter(list-item); position: absolute; left: 0 }
.ruled { height: 8mm; border-bottom: 1pt solid }
"""


def page_of(body: str, *, partition: str = "body_matter", head: str = "", lang: str = "en") -> str:
    """Wrap some HTML up as a division's document."""
    return (
        f'<!DOCTYPE html><html lang="{lang}"><head><title>t</title></head>'
        f'<body class="{partition}" data-head="{head}">{body}</body></html>'
    )


def division(
    name: str, body: str, partition: Partition = Partition.BODY_MATTER, *, lang: str = "en"
) -> Division:
    """Make a division called by its name."""
    title = name.replace("-", " ").capitalize()
    return Division(
        name, title, partition, page_of(body, partition=partition, head=title, lang=lang)
    )


def pages(count: int, text: str = "Page") -> str:
    """Fill exactly so many pages."""
    return "".join(
        f'<p style="break-before: {"page" if number else "auto"}">{text} {number + 1}</p>'
        for number in range(count)
    )


def copy_of(
    *divisions: Division,
    stylesheet: str = "",
    notes: str = '<p>Notes</p><div class="ruled"></div>',
    back_cover: str = "<p>Back cover</p>",
    resources: dict[str, bytes] | None = None,
    language: str = "en",
) -> PrintBook:
    """Make a print copy in one small typeface."""
    typefaces = find_typefaces("Atkinson Hyperlegible")
    return PrintBook(
        divisions=divisions,
        notes_page=division("notes-page", notes, Partition.BACK_MATTER),
        back_cover=division("back-cover", back_cover, Partition.BACK_MATTER),
        stylesheet=typefaces.css + STYLESHEET + stylesheet,
        resources={
            **typefaces.files,
            "booklet:picture/square.svg": SQUARE,
            **(resources or {}),
        },
        title="The Book & its “title”",
        author="A. Author",
        language=language,
        description="What it is about.",
        keywords=("schools", "habits"),
        identifier="urn:uuid:0",
        modified=date(2026, 9, 1),
    )


FRONT = """
<section id="cover"><h1>The Book</h1></section>
<section id="contents" style="break-before: page"><h1>Contents</h1>
<nav role="doc-toc"><ol>
<li><a href="#how">How to use</a></li>
<li><a href="#one">One</a><ol><li><a href="#one-rule-5">Rule five</a></li></ol></li>
<li><a href="#two">Two</a></li>
</ol></nav></section>
<section id="how" style="break-before: page"><h1>How to use</h1><p>Read.</p></section>
"""
RULES = "".join(
    f'<li id="one-rule-{number}"><p><strong>Lead {number}</strong> – {SENTENCE * 4}</p></li>'
    for number in range(1, 6)
)
ONE = f"""
<section id="one"><h1>One</h1><p>{SENTENCE * 3}Text<span class="footnote" id="one-note-1">A
note with <a href="https://example.org/">a link</a>.</span> and <a class="see" href="#two-end">the
end</a>.</p><h2 id="one-five-rules">Five rules</h2><ol class="rules">{RULES}</ol></section>
"""
TWO = f"""
<section id="two"><h1>Two</h1><p>{SENTENCE * 30}</p>
<table><caption>Who</caption><thead><tr><th>Name</th><th>Role</th></tr></thead>
<tbody><tr><th>Chair</th><td>leads</td></tr></tbody></table>
<figure><img src="booklet:picture/square.svg" alt="A square">
<figcaption>Square</figcaption></figure>
<div class="ruled"></div><p id="two-end">See <a class="see" href="#one">one</a>.</p></section>
"""


def lengthened(book: PrintBook) -> PrintBook:
    """Make a book so long, by remarks that nobody sees, that divisions are set many at a time."""
    copies = 1 + 250_000 // sum(len(each.html) for each in book.divisions)
    return replace(
        book,
        divisions=tuple(
            replace(each, html=f"{each.html}<!--{'x' * len(each.html) * copies}-->")
            for each in book.divisions
        ),
    )


def small_book() -> PrintBook:
    """Make a book with front matter, two chapters that refer to each other, and back matter."""
    glossary = '<h1 id="glossary">Glossary</h1><dl><dt>MAT</dt><dd>Trust</dd></dl>'
    return copy_of(
        division("front-matter", FRONT, Partition.FRONT_MATTER),
        division("one", ONE),
        division("two", TWO),
        division("back-matter", glossary, Partition.BACK_MATTER),
    )


def job_of(
    part: Division,
    first: int = 1,
    folios: Iterable[tuple[str, str]] = (),
    resources: Mapping[str, bytes] | None = None,
) -> RenderJob:
    """Make a job of a division and the page numbers it prints."""
    numbers = PageNumbers(first, tuple(folios))
    return RenderJob(part.name, part.title, part.html, part.partition, numbers, resources or {})


def set_alone(body: str, *, stylesheet: str = "", lang: str = "en") -> Fragment:
    """Set some HTML as a chapter of its own."""
    chapter = division("chapter", body, lang=lang)
    copy = copy_of(chapter, stylesheet=stylesheet)
    job = job_of(chapter, resources=copy.resources)
    return render_division(job, gather_render_context(copy))


def link_alone(fragment: Fragment) -> bytes:
    """Make a book of a single fragment that was set with our own typefaces only."""
    fonts, _ = embed_fonts([fragment], gather_render_context(copy_of()))
    properties = Properties("t", "", "en", "", (), "", date(2026, 9, 1))
    return link([fragment], fonts, [PageLabel(0, Numbering.ARABIC, 1)], properties)
