"""Languages of phrases and chapters in the e-book."""

from __future__ import annotations

from dataclasses import replace

import pytest
from epub_samples import sample_book, sample_chapter

from booklet.common.language import Language
from booklet.common.xhtml import parse, serialise_content
from booklet.epub.chapter_texts import add_lang_attributes
from booklet.epub.documents import lay_out_documents
from booklet.manuscript.metadata import Metadata
from booklet.manuscript.source import read_source
from booklet.markup.parse import parse_chapter
from booklet.theme.templates import Layouts


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ('<em lang="de">x</em>', '<em lang="de" xml:lang="de">x</em>'),
        ('<em lang="ar">x</em>', '<em lang="ar" xml:lang="ar" dir="rtl">x</em>'),
        ('<em lang="ar" dir="ltr">x</em>', '<em lang="ar" dir="ltr" xml:lang="ar">x</em>'),
        (
            '<p lang="he">x <i lang="ar">y</i> <b lang="fr">z</b></p>',
            (
                '<p lang="he" xml:lang="he" dir="rtl">x <i lang="ar" xml:lang="ar">y</i> '
                '<b lang="fr" xml:lang="fr" dir="ltr">z</b></p>'
            ),
        ),
        ("<p>x</p>", "<p>x</p>"),
    ],
)
def test_a_phrase_says_its_language_twice_and_its_direction_where_it_turns(
    given: str, expected: str
) -> None:
    root = parse(given)
    add_lang_attributes(root, Language("en-GB"))
    assert serialise_content(root) == expected


def test_a_chapter_in_another_language_says_so_wherever_it_is_named() -> None:
    arabic = Metadata.model_validate({"language": "ar"})
    chapters = (
        sample_chapter("one", "One", "<p>x</p>"),
        sample_chapter(
            "two",
            "Two",
            '<p>y</p><section data-component="quiz" id="two-quiz-1" data-link="two-answers">'
            "<p>z</p></section>",
            answers_html="<p>a</p>",
        ),
    )
    chapters = (chapters[0], replace(chapters[1], metadata=arabic))
    made = {one.file_name: one.xhtml for one in lay_out_documents(
        sample_book(chapters), Layouts()).documents}  # fmt: skip
    said = 'xml:lang="ar" lang="ar" dir="rtl"'
    assert said in made["two.xhtml"].partition("<head>")[0]
    assert said not in made["one.xhtml"]
    assert f'<li {said}><a href="two.xhtml">' in made["contents.xhtml"]
    assert f'<section id="two-answers" {said}' in made["answers.xhtml"]


def test_a_chapters_quotation_marks_are_those_of_its_language() -> None:
    source = read_source("chapters/x.md", "x", '---\nlanguage: de\n---\n# X\n\n"Gut."\n')
    assert "„Gut.“" in parse_chapter(source, Language("en-GB")).html


def test_our_labels_in_a_chapter_of_another_language_say_that_they_are_in_the_books() -> None:
    html = (
        '<section data-component="discuss" data-options="min-5" id="un-discuss-1"><p>Lire.</p>'
        '</section><section data-component="reflect" id="un-reflect-1">'
        '<p data-part="title">Et vous ?</p><p>Quoi ?</p></section>'
    )
    chapter = sample_chapter("un", "Un", html)
    foreign = chapter.metadata.model_copy(update={"language": "ar"})
    book = sample_book((replace(chapter, metadata=foreign),))
    text = next(
        document.xhtml
        for document in lay_out_documents(book, Layouts()).documents
        if document.name == "chapter-un"
    )
    ours = '<span lang="en-GB" dir="ltr" xml:lang="en-GB">'
    assert f'{ours}Discuss</span> <span class="component-time">{ours}5 minutes</span>' in text
    assert ">Et vous ?</p>" in text
    assert text.count(ours) == 2
