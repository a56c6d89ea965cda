"""A copy's words fill a book's placeholders: as text, wherever people read, never in code."""

from __future__ import annotations

from typing import TYPE_CHECKING

from booklet.common.xhtml import serialise_content
from booklet.project import read_book

if TYPE_CHECKING:
    from conftest import MakeProject

    from booklet.book import Book

CHAPTER = """# Welcome, {{name}}

Dear {{Name}} of {{school}}, `{{name}}` and {{other}}. ![A hall for {{name}}](hall.png)

> [!quiz]
> 1. Who, {{name}}?

> [!answers]
> 1. You, {{name}}.

## For {{name}} {#yours}

    {{name}}

See [](#yours).

*[OAK]: the school of {{name}}, an OAK
"""
PICTURE = b'<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"><title>x</title></svg>'


def read(make_project: MakeProject, settings: str) -> Book:
    files = {
        "booklet.toml": settings,
        "chapters/one.md": CHAPTER.replace("png", "svg"),
        "chapters/two.md": "# Two\n\nNothing of anybody's.\n",
        "chapters/hall.svg": PICTURE,
    }
    return read_book(make_project(files))


def test_every_text_that_people_read_is_filled(make_project: MakeProject) -> None:
    book = read(
        make_project,
        'title = "For {{school}}"\n[copy]\nName = "Ada <b>&</b> {{school}}"\nschool = "Elm"\n',
    )
    one, two = book.chapters
    shown = "Ada &lt;b&gt;&amp;&lt;/b&gt; {{school}}"
    assert book.title == "For Elm"
    assert one.title == "Welcome, Ada <b>&</b> {{school}}"
    assert one.title_html == f"Welcome, {shown}"
    assert one.headings[0].text == "For Ada <b>&</b> {{school}}"
    assert f"Dear {shown} of Elm, <code>{{{{name}}}}</code> and {{{{other}}}}." in one.html
    assert f'alt="A hall for {shown}"' in one.html
    assert f">For {shown}</a>" in one.html  # a link without words of its own
    assert f"You, {shown}." in serialise_content(one.answers)
    assert "<code>{{name}}\n</code>" in one.html
    assert book.terms[0].long.startswith("the school of Ada")
    assert book.own_words == {"one": ("Ada <b>&</b> {{school}}", "Elm")}
    assert [one.slug for one in book.chapters if one is not two] == ["one"]


def test_ids_are_the_same_in_all_copies(make_project: MakeProject) -> None:
    def identifiers(words: str) -> list[str]:
        book = read(make_project, f'[copy]\nname = "{words}"\n')
        return [item.get("id", "") for item in book.chapters[0].body.iter()]

    assert identifiers("Ada") == identifiers("Somebody Else Altogether")


def test_only_placeholders_that_nothing_fills_are_told(make_project: MakeProject) -> None:
    book = read(make_project, '[copy]\nname = "Ada"\nschool = "Elm"\n')
    assert [one.problem.split("'")[1] for one in book.findings if one.code == "K570"] == [
        "{{other}}"
    ]


def test_without_words_of_its_own_a_book_stays_as_it_was_typed(make_project: MakeProject) -> None:
    book = read(make_project, "")
    assert "Dear {{Name}} of {{school}}" in book.chapters[0].html
    assert book.own_words == {}
