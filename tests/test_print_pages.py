"""What stands on the pages: covers, contents, chapters, answers, glossary, and in which colours."""

from __future__ import annotations

import io
import re
from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import TYPE_CHECKING

import pypdfium2
import pytest
import tinyhtml5
from PIL import Image

from booklet.common.errors import LayoutError
from booklet.common.labels import LABEL_NAMES
from booklet.common.language import Language
from booklet.common.xhtml import has_class, text_of
from booklet.markup.typography import typographic
from booklet.print.contents import ContentsLine, printed_contents
from booklet.print.division import Division, Partition, PrintBook
from booklet.print.pages import lay_out_pages
from booklet.project import read_book
from booklet.scheduling.typeset_book import typeset
from booklet.theme.book_strings import book_strings_of
from booklet.theme.templates import Layouts
from booklet.theme.typefaces import find_typefaces

if TYPE_CHECKING:
    from pathlib import Path
    from xml.etree.ElementTree import Element

RULES = "# Trust\n\n1. **Know why** – first.\n\n2. **Know how** – then.\n"
DEFAULT_BUILD_CONTEXT = "# {}\n\nText.\n"


@pytest.fixture
def lay_out(make_project: Callable[..., Path]) -> Callable[..., PrintBook]:
    """Lay out a project from its files: `lay_out({"chapters/one.md": "# One"})`."""

    def lay_out(files: Mapping[str, str | bytes]) -> PrintBook:
        project = make_project(files)
        return lay_out_pages(read_book(project), Layouts(project))

    return lay_out


LayOut = Callable[[Mapping[str, str | bytes]], PrintBook]


def division(copy: PrintBook, name: str) -> Division:
    return next(each for each in copy.divisions if each.name == name)


def tree(page: Division) -> Element:
    """Read what stands in a division's body, as a browser would."""
    return tinyhtml5.parse(page.html, namespace_html_elements=False).find("body")


def ids_in(page: Division) -> list[str]:
    return [item.attrib["id"] for item in tree(page).iter() if "id" in item.attrib]


def marked(page: Division, name: str) -> list[str]:
    """Collect the words of everything that has a class."""
    return [" ".join(text_of(i).split()) for i in tree(page).iter() if has_class(i, name)]


def contents_of(copy: PrintBook) -> list[tuple[str, str]]:
    front = tree(division(copy, "front-matter"))
    nav = next(front.iter("nav"))
    return [(text_of(link), link.get("href", "")) for link in nav.iter("a")]


def picture() -> bytes:
    file = io.BytesIO()
    Image.new("RGB", (40, 20), "teal").save(file, "PNG")
    return file.getvalue()


def test_a_folder_with_one_chapter_makes_a_whole_booklet(lay_out: LayOut) -> None:
    copy = lay_out({"chapters/one.md": "# Trust\n\nText.\n"})
    assert [(each.name, each.partition) for each in copy.divisions] == [
        ("front-matter", Partition.FRONT_MATTER),
        ("one", Partition.BODY_MATTER),
    ]
    front = ids_in(copy.divisions[0])
    assert front == ["cover", "owner", "title-page", "imprint", "contents"]
    assert ids_in(copy.back_cover) == ["back-cover"]
    assert copy.title == "Trust"
    assert copy.language == "en-GB"
    assert len(marked(copy.notes_page, "ruled-line")) == 19


@pytest.mark.parametrize(
    ("body", "is_below"), [("Text.", False), ("1. **Do** it.\n2. **Stop** it.", True)]
)
def test_the_imprint_is_below_the_contents_where_its_page_is_taken(
    body: str, *, is_below: bool, lay_out: LayOut
) -> None:
    short = lay_out({"chapters/one.md": f"# One\n\n{body}\n"}).short_front_matter
    assert short is not None
    assert ("imprint-below" in short.html) is is_below
    assert ("how-to-use" in ids_in(short)) is is_below


def test_settings_appear_on_the_pages(lay_out: LayOut) -> None:
    copy = lay_out(
        {
            "booklet.toml": 'title = "Rules"\nsubtitle = "Of thumb"\nseries = "Reflections"\n'
            'author = ["Ann", "Ben"]\npublisher = "A Trust"\ndate = 2026-09-14\nversion = "1.2"\n'
            'rights = "CC BY"\nlarge_print = "Ask Ann."\naddress = "https://example.org/rules/"\n'
            'description = "Short pieces."\nidentifier = "urn:isbn:9783161484100"\n',
            "chapters/one.md": DEFAULT_BUILD_CONTEXT.format("One"),
        }
    )
    front = copy.divisions[0]
    assert marked(front, "cover-title") == marked(front, "title-page-title") == ["Rules"]
    assert marked(front, "cover-author") == ["Ann and Ben"]
    assert marked(front, "cover-publisher") == ["A Trust"]
    assert marked(front, "cover-date") == ["14 September 2026"]
    (imprint,) = marked(front, "imprint-text")
    for said in ("Version 1.2, 14 September 2026", "CC BY", "Ask Ann.", "example.org/rules", "Set"):
        assert said in imprint
    assert "Identifier: urn:isbn:9783161484100" in imprint
    assert marked(copy.back_cover, "back-cover-text") == ["Short pieces."]
    assert "Rules · Version 1.2 · 14 September 2026" in marked(copy.back_cover, "back-cover")[0]
    assert 'alt="QR code: https://example.org/rules/"' in copy.back_cover.html
    assert copy.author == "Ann and Ben"


def test_what_is_not_set_leaves_no_trace(lay_out: LayOut) -> None:
    copy = lay_out({"chapters/one.md": DEFAULT_BUILD_CONTEXT.format("One")})
    everything = "".join(each.html for each in (*copy.divisions, copy.back_cover))
    assert "None" not in everything
    assert re.findall(r"<p[^>]*>\s*</p>|href=\"\"|src=\"\"", everything) == []
    assert "QR code" not in everything


def test_the_contents_list_rules_or_else_headings(lay_out: LayOut) -> None:
    copy = lay_out(
        {
            "chapters/1-trust.md": RULES,
            "chapters/2-summer.md": "# Summer\n\n## Before\n\n### Deep\n\n## After\n",
        }
    )
    assert contents_of(copy) == [
        ("How to use this booklet", "#how-to-use"),
        ("Trust", "#trust"),
        ("Know why", "#trust-rule-1"),
        ("Know how", "#trust-rule-2"),
        ("Summer", "#summer"),
        ("Before", "#summer-before"),
        ("After", "#summer-after"),
    ]


def test_every_line_of_the_contents_leads_to_a_place(lay_out: LayOut) -> None:
    copy = lay_out(
        {
            "chapters/1.md": RULES + "\n> [!quiz]\n> Why?\n\n> [!answers]\n> So.\n",
            "chapters/2.md": "# Two\n\nA MAT.\n\n*[MAT]: Multi-academy trust\n",
        }
    )
    places = {f"#{each}" for page in copy.divisions for each in ids_in(page)}
    lines = contents_of(copy)
    assert [title for title, _ in lines[-2:]] == ["Answers", "Glossary"]
    assert {href for _, href in lines} <= places


def test_long_contents_list_chapters_only(lay_out: LayOut) -> None:
    files = {f"chapters/{n:02}-c{n}.md": RULES.replace("Trust", f"C{n}") for n in range(1, 22)}
    titles = [title for title, _ in contents_of(lay_out(files))]
    chapters = [f"C{n}" for n in range(1, 22)]
    assert titles == ["How to use this booklet", *chapters, "All the rules"]


def test_parts_head_their_chapters_in_the_contents(make_project: Callable[..., Path]) -> None:
    project = make_project(
        {
            "booklet.toml": '[[part]]\ntitle = "Work"\nchapters = ["b.md"]\n'
            '[[part]]\ntitle = "Rest"\nchapters = ["a.md"]\n',
            "chapters/a.md": DEFAULT_BUILD_CONTEXT.format("A"),
            "chapters/b.md": DEFAULT_BUILD_CONTEXT.format("B"),
        }
    )
    book = read_book(project)
    assert printed_contents(book, book_strings_of(book.publication), with_answers=False) == (
        ContentsLine("part", "Work"),
        ContentsLine("chapter", "B", "#b", mark="booklet:art/mark-b.svg"),
        ContentsLine("part", "Rest"),
        ContentsLine("chapter", "A", "#a", mark="booklet:art/mark-a.svg"),
    )


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Text.", False),
        ("Code: `<section data-component='reflect'>`", False),
        ("> [!facilitator]\n> Begin on time.", False),
        ("> [!reflect]\n> Why?", True),
        ("1. **Lead** – text.\n2. **Lead** – text.", True),
    ],
)
def test_how_to_use_stands_there_when_there_is_something_to_use(
    text: str, *, expected: bool, lay_out: LayOut
) -> None:
    copy = lay_out({"chapters/one.md": f"# One\n\n{text}\n"})
    assert ("how-to-use" in ids_in(copy.divisions[0])) is expected
    assert (("How to use this booklet", "#how-to-use") in contents_of(copy)) is expected


def test_aims_alone_are_something_to_use(lay_out: LayOut) -> None:
    copy = lay_out({"chapters/one.md": "---\ntitle: One\naims: [Know why]\n---\nText.\n"})
    assert "how-to-use" in ids_in(copy.divisions[0])


def test_facilitators_notes_are_not_on_the_pages(lay_out: LayOut) -> None:
    copy = lay_out(
        {"chapters/one.md": f"{RULES}\n> [!facilitator]\n> Hush.\n>\n> 1. **Hush** – hush.\n"}
    )
    assert not any("Hush" in each.html for each in copy.divisions)


@pytest.mark.parametrize(
    ("metadata", "head"),
    [
        ("title: Short and sweet", "Short and sweet"),
        (f"title: 'Being replaceable: {'handing over, ' * 6}and letting go'", "Being replaceable"),
        (f"title: {'again and ' * 12}on", f"{'again and ' * 5}again and…"),
        (f"title: {'on and ' * 12}on\nshort_title: On and on", "On and on"),
    ],
)
def test_a_running_head_is_one_line(metadata: str, head: str, lay_out: LayOut) -> None:
    copy = lay_out({"chapters/one.md": f"---\n{metadata}\n---\nText."})
    chapter = next(each for each in copy.divisions if each.partition is Partition.BODY_MATTER)
    assert f'data-running-head="{head}"' in chapter.html


def test_a_very_long_title_is_smaller_on_the_title_page(lay_out: LayOut) -> None:
    for title, is_crowded in (("Rules of Thumb", False), ("Rules of thumb " * 12, True)):
        copy = lay_out({"chapters/one.md": DEFAULT_BUILD_CONTEXT.format(title.strip())})
        assert ('class="title-page crowded"' in copy.divisions[0].html) == is_crowded


def test_each_chapter_has_its_own_mark_at_its_opening_and_in_the_contents(lay_out: LayOut) -> None:
    copy = lay_out({f"chapters/{name}.md": DEFAULT_BUILD_CONTEXT.format(name) for name in "ab"})
    drawings = [copy.resources[f"booklet:art/mark-{name}.svg"] for name in "ab"]
    assert drawings[0] != drawings[1]
    for name in "ab":
        address = f"url(booklet:art/mark-{name}.svg)"
        assert address in division(copy, name).html
        assert address in division(copy, "front-matter").html


@pytest.mark.parametrize("design", ["thumbprint", "colour", "picture"])
def test_a_cover_has_the_design_that_was_asked_for(design: str, lay_out: LayOut) -> None:
    copy = lay_out(
        {
            "booklet.toml": f'cover = "{design}"\ncover_picture = "hall.png"\n'
            'cover_alt = "Our hall"\n',
            "hall.png": picture(),
            "chapters/a.md": DEFAULT_BUILD_CONTEXT.format("A"),
        }
    )
    html = copy.divisions[0].html
    assert ("cover-panel" in html) == (design == "colour")
    assert ('alt="Our hall"' in html) == (design == "picture")
    assert ("booklet:art/cover-picture" in copy.resources) == (design == "picture")
    assert ("booklet:art/cover.svg" in copy.resources) == (design != "picture")


def test_a_cover_s_picture_fills_its_box(lay_out: LayOut) -> None:
    copy = lay_out(
        {
            "booklet.toml": 'cover = "picture"\ncover_picture = "hall.png"\ncover_alt = "Hall"\n',
            "hall.png": picture(),
            "chapters/a.md": DEFAULT_BUILD_CONTEXT.format("A"),
        }
    )
    style = re.search(r'class="cover-picture"[^>]*style="([^"]*)"', copy.divisions[0].html)
    assert style is not None
    boxed = dict(re.findall(r"(width|height): ([\d.]+)pt", style[1]))
    with pypdfium2.PdfDocument(typeset(replace(copy, divisions=copy.divisions[:1])).pdf) as pdf:
        (shown,) = pdf[0].get_objects([pypdfium2.raw.FPDF_PAGEOBJ_IMAGE])
        left, bottom, right, top = shown.get_bounds()
    assert right - left >= float(boxed["width"]) - 1
    assert top - bottom >= float(boxed["height"]) - 1


HOSTILE = "<script>alert(1)</script> \"><img src=x onerror=y> & ' {{ 7 * 6 }} {% raw %}"


def test_no_setting_can_break_out_of_its_place(lay_out: LayOut) -> None:
    names = ("title", "subtitle", "author", "publisher", "rights", "description", "version")
    settings = [f"{name} = '''{HOSTILE}'''" for name in (*names, "series", "large_print")]
    labels = [f"{name} = '''{HOSTILE}'''" for name in LABEL_NAMES]
    copy = lay_out(
        {
            "booklet.toml": "\n".join([*settings, "[labels]", *labels]),
            "chapters/one.md": f"---\ntitle: {HOSTILE!r}\nsubtitle: {HOSTILE!r}\n"
            f"author: {HOSTILE!r}\naims: [{HOSTILE!r}]\n---\nText.\n\n*[MAT]: {HOSTILE}\n\nMAT.\n",
        }
    )
    for page in (*copy.divisions, copy.notes_page, copy.back_cover):
        root = tree(page)
        assert not list(root.iter("script"))
        assert not [item for item in root.iter() if item.get("onerror")]
        assert "<script" not in page.html
        assert re.search(r'<body [^<>]* data-book-title="&lt;script&gt;[^"<>]*"', page.html)
        assert "42" not in text_of(root)
    printed = typographic(HOSTILE, Language("en-GB").quotes)
    assert marked(copy.divisions[0], "cover-title") == [printed]


def test_a_title_keeps_its_emphasis_on_its_own_page_only(lay_out: LayOut) -> None:
    copy = lay_out({"chapters/one.md": "# Trust *and* `x < y`\n\nText.\n"})
    (title,) = re.findall(r"<h1[^>]*>(.*)</h1>", copy.divisions[1].html)
    assert title == "Trust <em>and</em> <code>x &lt; y</code>"
    assert contents_of(copy) == [("Trust and x < y", "#one")]
    assert 'data-running-head="Trust and x &lt; y"' in copy.divisions[1].html


def test_chapters_are_numbered_when_there_are_several(lay_out: LayOut) -> None:
    one = lay_out({"chapters/a.md": DEFAULT_BUILD_CONTEXT.format("A")})
    assert marked(one.divisions[1], "opener-number") == []
    two = lay_out({"chapters/b.md": DEFAULT_BUILD_CONTEXT.format("B")})
    assert [marked(each, "opener-number") for each in two.divisions[1:]] == [
        ["Reflection 1"],
        ["Reflection 2"],
    ]


def test_a_chapters_author_is_named_when_it_is_not_the_books(lay_out: LayOut) -> None:
    copy = lay_out(
        {
            "booklet.toml": 'author = "Ann"\n',
            "chapters/a.md": "---\ntitle: A\nauthor: Ann\nsubtitle: Why\n---\nText.\n",
            "chapters/b.md": "---\ntitle: B\nauthor: Ben\n---\nText.\n",
        }
    )
    assert [marked(each, "byline") for each in copy.divisions[1:]] == [[], ["Ben"]]
    assert marked(copy.divisions[1], "standfirst") == ["Why"]


@pytest.mark.parametrize("name", ["map.png", "A & B's map.png", "plan#1 100%.png", "Übung.png"])
def test_pictures_are_carried_along_whatever_their_names(name: str, lay_out: LayOut) -> None:
    written = name.replace("%", "%25").replace("#", "%23")
    copy = lay_out(
        {"chapters/one.md": f"# One\n\n![A map](<{written}>)\n", f"chapters/{name}": picture()}
    )
    (shown,) = tree(copy.divisions[1]).iter("img")
    assert copy.resources[shown.attrib["src"]] == picture()
    assert shown.get("alt") == "A map"


def test_words_that_look_like_a_picture_stay_as_they_are(lay_out: LayOut) -> None:
    text = '# One\n\n![A map](map.png)\n\n`src="chapters/map.png"`\n'
    copy = lay_out({"chapters/one.md": text, "chapters/map.png": picture()})
    (code,) = tree(copy.divisions[1]).iter("code")
    assert text_of(code) == 'src="chapters/map.png"'


def test_answers_are_gathered_at_the_back_and_linked_both_ways(lay_out: LayOut) -> None:
    quiz = "# {0}\n\n> [!quiz]\n> Why?\n\n> [!answers]\n> Because {0}.\n"
    copy = lay_out({"chapters/a.md": quiz.format("A"), "chapters/b.md": quiz.format("B")})
    back = copy.divisions[-1]
    assert (back.name, back.partition, back.title) == (
        "back-matter",
        Partition.BACK_MATTER,
        "Answers",
    )
    assert ids_in(back)[:2] == ["answers", "a-answers"]
    assert "b-answers" in ids_in(back)
    links = [link.get("href") for link in tree(copy.divisions[1]).iter("a")]
    assert links == ["#a-answers"]
    assert "Because A." not in copy.divisions[1].html


def test_the_glossary_is_filled_up_with_lines(lay_out: LayOut) -> None:
    def glossary(count: int) -> Division:
        terms = "".join(f"*[T{n}]: Term number {n}\n\n" for n in range(count))
        text = f"# One\n\n{terms}\n" + " ".join(f"T{n}" for n in range(count))
        return lay_out({"chapters/one.md": text}).divisions[-1]

    few, many = glossary(2), glossary(12)
    assert few.title == "Glossary"
    assert ids_in(few)[:3] == ["glossary", "term-t0", "term-t1"]
    assert len(marked(few, "ruled-line")) == 11
    assert marked(few, "closing-notes") == []
    assert len(marked(many, "ruled-line")) == len(marked(many, "closing-notes")) == 1


def test_ids_are_unique_in_the_whole_booklet(lay_out: LayOut) -> None:
    text = (
        "# Notes\n\n## Contents\n\n## Cover\n\n1. **Glossary** – one.\n2. **Answers** – two.\n\n"
        "> [!quiz]\n> Why?\n\n> [!answers]\n> So.\n\n*[MAT]: Trust\n\nMAT[^1]\n\n[^1]: Note.\n"
    )
    names = (
        "cover",
        "notes",
        "contents",
        "front-matter",
        "glossary",
        "answers",
        "term",
        "back-cover",
    )
    copy = lay_out({f"chapters/{name}.md": text for name in names})
    pages = (*copy.divisions, copy.back_cover, copy.notes_page)
    everything = [each for page in pages for each in ids_in(page)]
    assert len(everything) == len(set(everything))
    assert len({page.name for page in pages}) == len(pages)


def test_the_accent_is_the_authors_in_style_and_drawings(lay_out: LayOut) -> None:
    copy = lay_out(
        {
            "booklet.toml": '[colours]\naccent = "#7A1F3D"\n',
            "chapters/a.md": DEFAULT_BUILD_CONTEXT.format("A"),
        }
    )
    assert copy.stylesheet.count("--accent: #7a1f3d;") == 2
    for name in ("cover", "mark"):
        drawing = copy.resources[f"booklet:art/{name}.svg"].decode()
        assert "#7a1f3d" in drawing
        assert "#0f5257" not in drawing


def test_styles_stand_in_their_order_and_the_projects_last(lay_out: LayOut) -> None:
    copy = lay_out(
        {
            "layouts/print/custom.css": "/* mine */",
            "layouts/print/matter.css": "/* matter of mine */",
            "chapters/a.md": DEFAULT_BUILD_CONTEXT.format("A"),
        }
    )
    order = ["@font-face", ":root", "@page", "/* matter of mine */", "/* mine */"]
    assert sorted(order, key=copy.stylesheet.index) == order
    assert copy.stylesheet.endswith("/* mine */")


def test_everything_the_style_names_is_there(lay_out: LayOut) -> None:
    copy = lay_out({"chapters/a.md": DEFAULT_BUILD_CONTEXT.format("A")})
    named = set(re.findall(r"booklet:[^\"')\s]+", copy.stylesheet))
    named |= {each for page in copy.divisions for each in re.findall(r"booklet:[^\")]+", page.html)}
    assert named == set(copy.resources)


def test_a_projects_template_is_used(lay_out: LayOut) -> None:
    copy = lay_out(
        {
            "layouts/print/owner.html": "<p>Return to {{ matter.title }}</p>",
            "chapters/a.md": "# A\n\nB",
        }
    )
    assert "<p>Return to A</p>" in copy.divisions[0].html
    assert "owner-line" not in copy.divisions[0].html


def test_a_projects_broken_template_is_an_error_with_its_line(lay_out: LayOut) -> None:
    files = {"layouts/print/owner.html": "\n{{ matter.titel }}", "chapters/a.md": "# A\n\nB"}
    with pytest.raises(LayoutError) as caught:
        lay_out(files)
    assert str(caught.value).startswith("layouts/print/owner.html:2: error: ")
    assert "Did you mean 'title'?" in caught.value.hint


def test_a_font_that_is_not_installed_is_an_error_that_names_those_that_are(
    lay_out: LayOut,
) -> None:
    with pytest.raises(LayoutError, match="the font 'Litterata' is not installed") as caught:
        lay_out({"booklet.toml": '[fonts]\ntext = "Litterata"\n', "chapters/a.md": "# A\n\nB"})
    assert "Did you mean 'Literata'?" in caught.value.hint
    assert "Atkinson Hyperlegible" in caught.value.hint


@pytest.mark.parametrize("family", ["../../etc", "Times New Roman", '"; } * { x: "', "x" * 5000])
def test_no_name_of_a_font_does_harm(family: str) -> None:
    with pytest.raises(LayoutError, match="is not installed"):
        find_typefaces(family)


def test_typefaces_are_embedded_from_their_packages_once() -> None:
    faces = find_typefaces("Literata", "Literata", "Atkinson Hyperlegible")
    assert faces.css.count("@font-face") == len(faces.files)
    assert set(re.findall(r'font-family: "([^"]+)"', faces.css)) == {
        "Literata",
        "Atkinson Hyperlegible",
        "JetBrains Mono",
    }
    assert all(
        content[:4] in {b"\0\1\0\0", b"OTTO", b"wOFF", b"wOF2"} for content in faces.files.values()
    )


def test_labels_are_the_authors_own(lay_out: LayOut) -> None:
    copy = lay_out(
        {
            "booklet.toml": 'language = "cy"\n[labels]\ncontents = "Cynnwys"\nchapter = "Pennod"\n',
            "chapters/a.md": DEFAULT_BUILD_CONTEXT.format("A"),
            "chapters/b.md": DEFAULT_BUILD_CONTEXT.format("B"),
        }
    )
    assert "Cynnwys" in marked(copy.divisions[0], "matter-heading")
    assert marked(copy.divisions[1], "opener-number") == ["Pennod 1"]
    assert '<html lang="cy" dir="ltr" ' in copy.divisions[1].html


def test_a_language_that_runs_leftward_says_so(lay_out: LayOut) -> None:
    copy = lay_out(
        {"booklet.toml": 'language = "ur"\n', "chapters/a.md": DEFAULT_BUILD_CONTEXT.format("A")}
    )
    assert all('<html lang="ur" dir="rtl" ' in each.html for each in copy.divisions)


def test_dates_to_come_back_follow_the_session(lay_out: LayOut) -> None:
    revisit = "# A\n\n> [!revisit|weeks-2]\n> Look again.\n"
    copy = lay_out(
        {
            "booklet.toml": "session = 2026-09-01\n",
            "chapters/a.md": revisit,
            "chapters/b.md": f"---\nsession: 2026-10-05\n---\n{revisit.replace('A', 'B')}",
        }
    )
    first, second = (marked(each, "revisit-dates")[0] for each in copy.divisions[1:])
    assert "15 September 2026" in first
    assert "19 October 2026" in second


def test_laying_out_twice_gives_the_same(make_project: Callable[..., Path]) -> None:
    project = make_project(
        {"chapters/a.md": RULES, "chapters/b.md": DEFAULT_BUILD_CONTEXT.format("B")}
    )
    book = read_book(project)
    assert lay_out_pages(book, Layouts(project)) == lay_out_pages(book, Layouts(project))


def test_our_words_above_a_foreign_title_are_in_the_books_language(lay_out: LayOut) -> None:
    arabic = "---\nlanguage: ar\n---\n" + DEFAULT_BUILD_CONTEXT.format("B")
    copy = lay_out(
        {"chapters/1-a.md": DEFAULT_BUILD_CONTEXT.format("A"), "chapters/2-b.md": arabic}
    )
    own, foreign = (each.html for each in copy.divisions if each.name in {"a", "b"})
    assert '<p class="opener-number">Reflection 1</p>' in own
    assert '<p class="opener-number" lang="en-GB" dir="ltr">Reflection 2</p>' in foreign
