"""Templates and style sheets: ours, a project's in their place, and what is wrong with those."""

from __future__ import annotations

import os
import re
import sys
import tracemalloc
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest
from systems import needs_links, needs_pipes, needs_posix

from booklet.common.errors import LayoutError
from booklet.common.file_names import portable_name
from booklet.common.files import FailureKind, ReadFailure
from booklet.common.toolchain import own_layouts
from booklet.theme.template_loader import LARGEST_FILE, read_layout
from booklet.theme.templates import Layouts, LivingLayouts

MakeProject = Callable[..., Path]
BASE = "layouts/print/base.html"


@dataclass(frozen=True, slots=True)
class Page:
    """Stands for any small finished value that a template gets."""

    title: str
    running_head: str


PAGE = Page("Trust", "Rules")


def failed(project: Path, name: str = "print/base.html") -> str:
    """Fill in a template that cannot be filled in, and give what its author is told."""
    with pytest.raises(LayoutError) as caught:
        Layouts(project).render(name, page=PAGE)
    return str(caught.value)


def test_our_layouts_are_found_without_a_project() -> None:
    assert (own_layouts() / "print" / "base.html").is_file()
    assert "@page" in Layouts().css("print/page.css")


def test_a_project_replaces_one_template_and_inherits_the_others(make_project: MakeProject) -> None:
    project = make_project({"layouts/print/notes-page.html": '{% extends "print/base.html" %}'})
    values = {
        "matter": {
            "language": "cy",
            "direction": "ltr",
            "title": "T",
            "labels": {"page_word": "tudalen"},
        },
        "title": "Nodiadau",
        "partition": "body-matter",
        "running_head": "T",
    }
    html = Layouts(project).render("print/notes-page.html", **values)
    assert '<html lang="cy" dir="ltr" ' in html
    assert "ruled-line" not in html


def test_a_project_replaces_a_style_sheet_and_adds_its_own(make_project: MakeProject) -> None:
    project = make_project(
        {"layouts/print/text.css": "p { color: red }", "layouts/print/custom.css": "/* mine */"}
    )
    names = ("print/text.css", "print/components.css", "print/custom.css")
    sheets = Layouts(project).css(*names)
    assert sheets.startswith("p { color: red }\n")
    assert sheets.endswith("/* mine */")
    assert Layouts().css("print/components.css") in sheets


def test_layouts_live_until_files_have_changed(make_project: MakeProject) -> None:
    name = "print/custom.css"
    project = make_project({f"layouts/{name}": "p { color: red }"})
    living = LivingLayouts(project)
    first = living.at(1)
    assert first.css(name) == "p { color: red }"
    (project / "layouts" / name).write_text("p { color: blue }")
    assert living.at(1) is first
    assert living.at(2).css(name) == "p { color: blue }"


def test_custom_css_may_be_missing_but_our_own_may_not() -> None:
    assert Layouts().css("print/custom.css") == ""
    with pytest.raises(LayoutError, match=r"there is no style sheet 'print/pages\.css'"):
        Layouts().css("print/pages.css")


def test_an_edition_comes_before_what_it_is_based_on_and_adds_its_style(
    make_project: MakeProject,
) -> None:
    project = make_project(
        {
            "layouts/editions/near/print/base.html": "near",
            "layouts/editions/far/print/base.html": "far",
            "layouts/editions/far/print/owner.html": "far owner",
            "layouts/editions/near/print/edition.css": "/* near */",
            "layouts/editions/far/print/edition.css": "/* far */",
        }
    )
    layouts = Layouts(project).of_edition("near", "far")
    assert layouts.render("print/base.html") == "near"
    assert layouts.render("print/owner.html") == "far owner"
    assert layouts.css("print/edition.css") == "/* far */\n/* near */"


def test_values_are_escaped_and_never_read_as_templates(make_project: MakeProject) -> None:
    project = make_project({BASE: '<p title="{{ title }}">{{ title }}</p>'})
    title = "\"><script>alert('x')</script> {{ 7 * 6 }} {% if %}"
    html = Layouts(project).render("print/base.html", title=title)
    assert "<script" not in html
    assert html.count("{{ 7 * 6 }} {% if %}") == 2
    assert html.count('"') == 2


def test_accents_and_marks_of_windows_are_read(make_project: MakeProject) -> None:
    text = "\ufeffÉté\r\n{{ page.title }}\r\n"
    project = make_project({BASE: text.encode(), "layouts/print/custom.css": text.encode()})
    assert Layouts(project).render("print/base.html", page=PAGE).splitlines() == ["Été", "Trust"]
    assert Layouts(project).css("print/custom.css").startswith("Été")


BROKEN = {
    "a mark without its end": (
        "<p>\n{% if page %}\n",
        r"base\.html:2: error: the template cannot be read: .*'endif'",
    ),
    "a misspelt value": (
        "<p>\n{{ page.titel }}",
        r"base\.html:2: error: .* asks for 'titel', .*\n  hint: Did you mean 'title'",
    ),
    "a misspelt name": (
        "{{ pgae.title }}",
        r"base\.html:1: error: .* asks for 'pgae', which is not there\n  hint: Did you mean 'page'",
    ),
    "a template that is not there": (
        '\n\n{% include "print/titel.html" %}',
        r"base\.html:3: error: there is no template 'print/titel\.html'\n",
    ),
    "no such filter": ("{{ page | shout }}", r"base\.html:1: error: .*'shout'"),
    "a sum that has no result": ("{{ 1 / 0 }}", r"base\.html:1: error: .*division by zero"),
    "words that are no number": (
        "{{ page.title + 1 }}",
        r"base\.html:1: error: .*cannot be filled",
    ),
    "a round that never ends": (
        "{% for n in range(1000000000) %}{% endfor %}",
        r"base\.html:1: error: .*cannot be filled in: [Rr]ange",
    ),
    "a template in itself": (
        '{% include "print/base.html" %}',
        r"base\.html:1: error: the template includes itself without end",
    ),
    "the way to Python": (
        "{{ ''.__class__.__mro__[1].__subclasses__() }}",
        r"base\.html:1: error: .*__class__",
    ),
    "a change of what it was given": (
        "{{ page.__setattr__('title', '') }}",
        r"base\.html:1: error: .*__setattr__",
    ),
}


@pytest.mark.parametrize("name", BROKEN)
def test_a_broken_template_is_an_error_with_its_line(name: str, make_project: MakeProject) -> None:
    text, expected = BROKEN[name]
    said = failed(make_project({BASE: text}))
    assert re.match(expected, said.removeprefix("layouts/print/")), said
    assert "\n  hint: " in said


def test_the_place_is_that_of_the_template_inside(make_project: MakeProject) -> None:
    files = {BASE: '{% include "print/owner.html" %}', "layouts/print/owner.html": "\n{{ nobody }}"}
    assert failed(make_project(files)).startswith("layouts/print/owner.html:2: error: ")


def test_what_our_own_code_raises_is_a_bug_and_no_fault_of_the_template(
    make_project: MakeProject,
) -> None:
    project = make_project({BASE: "{{ portable_name(number) }}"})
    with pytest.raises(TypeError):
        Layouts(project).render("print/base.html", portable_name=portable_name, number=2)


def test_what_a_template_cannot_be_blamed_for_passes(make_project: MakeProject) -> None:
    def exhaust() -> None:
        raise MemoryError

    project = make_project({BASE: "{{ exhaust() }}"})
    with pytest.raises(MemoryError):
        Layouts(project).render("print/base.html", exhaust=exhaust)


@pytest.mark.parametrize(
    "name", ["../secret.html", "../../secret.html", "{outside}", "print/../../../secret.html"]
)
def test_a_template_reads_nothing_outside_the_layouts(name: str, make_project: MakeProject) -> None:
    project = make_project({"secret.html": "secret"})
    outside = project.parent / "secret.html"
    outside.write_text("secret")
    written = name.format(outside=outside.as_posix())
    (project / "layouts" / "print").mkdir(parents=True)
    (project / BASE).write_text('{% include "' + written + '" %}', "utf-8")
    assert "there is no template" in failed(project)


def test_no_name_begins_with_a_drive(make_project: MakeProject) -> None:
    """On Windows it would be a place of its own, wherever the folder is."""
    project = make_project({BASE: '{% include "C:/secret.html" %}'})
    inside = project / "layouts" / "C:" / "secret.html"
    if sys.platform != "win32":  # where it is a name like any other
        inside.parent.mkdir()
        inside.write_text("secret", "utf-8")
    assert "there is no template 'C:/secret.html'" in failed(project)


@needs_links
@pytest.mark.parametrize("kind", ["file", "folder"])
def test_a_link_out_of_the_project_is_an_error(kind: str, make_project: MakeProject) -> None:
    project = make_project({"chapters/one.md": "# One"})
    outside = project.parent / "print"
    outside.mkdir()
    (outside / "base.html").write_text("secret")
    (project / "layouts").mkdir()
    if kind == "folder":
        (project / "layouts" / "print").symlink_to(outside)
    else:
        (project / "layouts" / "print").mkdir()
        (project / BASE).symlink_to(outside / "base.html")
    assert failed(project).startswith(
        "layouts/print/base.html: error: this leads out of the project's folder\n"
    )


@needs_links
def test_a_link_inside_the_project_is_followed(make_project: MakeProject) -> None:
    project = make_project({"layouts/print/shared.html": "shared"})
    (project / BASE).symlink_to("shared.html")
    assert Layouts(project).render("print/base.html") == "shared"


@needs_pipes
def test_a_folder_and_a_pipe_are_no_templates(make_project: MakeProject) -> None:
    project = make_project({f"{BASE}/x": ""})
    assert "base.html: error: this is a folder" in failed(project)
    os.mkfifo(project / "layouts" / "print" / "owner.html")
    assert "error: this is not an ordinary file" in failed(project, "print/owner.html")


def test_a_file_that_is_too_large_or_no_text_is_an_error(make_project: MakeProject) -> None:
    project = make_project(
        {BASE: b" " * (LARGEST_FILE + 1), "layouts/print/owner.html": b"one\ntwo \xe9\n"}
    )
    assert "error: this is too large" in failed(project)
    assert failed(project, "print/owner.html").startswith(
        "layouts/print/owner.html:2: error: this has a character that is not UTF-8\n"
    )


def test_a_style_sheet_that_cannot_be_read_is_an_error(make_project: MakeProject) -> None:
    project = make_project({"layouts/print/custom.css": b"p { content: '\xe9' }"})
    with pytest.raises(LayoutError) as caught:
        Layouts(project).css("print/custom.css")
    assert str(caught.value).startswith("layouts/print/custom.css:1: error: ")


def test_the_same_template_gives_the_same_page_twice() -> None:
    labels = {"notes": "Notes", "page_word": "page"}
    matter = {"labels": labels, "language": "en", "direction": "ltr", "title": "T"}
    values = {"matter": {**matter, "lang": lambda _: ""}}
    given = {**values, "title": "N", "partition": "p", "running_head": "T", "line_count": 2}
    layouts = Layouts()
    first = layouts.render("print/notes-page.html", **given)
    assert first == layouts.render("print/notes-page.html", **given)
    assert first.count('class="ruled-line"') == 2


@pytest.mark.parametrize(
    "name",
    [
        "C:/Users/me/secret.html",
        "C:secret.html",
        "//server/share/secret.html",
        r"\\server\share\secret.html",
        r"\secret.html",
        "print/base.html:hidden",
        "../pyproject.toml",
        r"print\..\..\pyproject.toml",
        "/etc/hostname",
    ],
)
def test_a_name_that_leads_out_of_the_layouts_on_some_system_leads_nowhere(
    make_project: MakeProject, name: str
) -> None:
    """Also on our own shelf, which is asked after the project's."""
    project = make_project({"layouts/print/mine.html": "{% include title %}"})
    (project / "pyproject.toml").write_text("secret")
    for reader in (project, None):
        failure = read_layout(reader, name, largest=100)
        assert isinstance(failure, ReadFailure)
        assert failure.kind is FailureKind.MISSING
    with pytest.raises(LayoutError, match="there is no template"):
        Layouts(project).render("print/mine.html", title=name)


@needs_posix
def test_a_colon_in_a_name_is_refused_where_files_can_have_it(make_project: MakeProject) -> None:
    project = make_project({"layouts/C:/mine.html": "found"})
    with pytest.raises(LayoutError, match="there is no template"):
        Layouts(project).render("C:/mine.html")


@pytest.mark.parametrize(
    "template",
    [
        "{% for a in range(9999) %}{% for b in range(9999) %}{% endfor %}{% endfor %}",
        "{% for a in 'ab' recursive %}{{ loop('ab') if loop.depth < 30 }}{% endfor %}",
        "{% macro m(n) %}{% if n %}{{ m(n-1) }}{{ m(n-1) }}{% endif %}{% endmacro %}{{ m(60) }}",
        "{% for a in range(99999) %}{% for b in page.title %}x{% endfor %}{% endfor %}",
        "{{ 'x' * 10 ** 10 }}",
        "{{ 'x' * 1000000000 }}",
        "{{ [1] * 1000000000 }}",
        "{{ 'x' | center(1000000000) }}",
        "{{ 'x' | indent(1000000000) }}",
        "{{ 'x'.ljust(1000000000) }}",
        "{{ '%1000000000d' % 1 }}",
        "{{ '%*d' % (1000000000, 1) }}",
        "{{ '{:>1000000000}'.format(1) }}",
        "{{ '{:>{}}'.format(1, 1000000000) }}",
        "{{ '%1000000000d' | format(1) }}",
        "{% set a = 'x' * 9999 %}{% set b = a.replace('x', a) %}{{ b.replace('x', a) }}",
        "{% set a = 'x' * 9999 %}{% set b = a | replace('x', a) %}{{ b | replace('x', a) }}",
        "{% set a = 'x' * 999 %}" + "{% set a = a ~ a %}" * 40 + "{{ a | length }}",
        "{% set a = 'x' * 999 %}" + "{% set a = a + a %}" * 40 + "{{ a | length }}",
        "{% set a = 'x' * 999 %}" + "{% set a = [a, a] | join %}" * 40 + "{{ a | length }}",
        "{{ range(99999) | map('string') | join('x' * 99999) }}",
        "{{ (['x' * 99999] * 99999) | join }}",
        "{{ 9 ** 9 ** 9 }}",
    ],
)
def test_a_template_that_wants_too_much_is_stopped(
    make_project: MakeProject, template: str
) -> None:
    told = failed(make_project({BASE: template}))
    assert "the template asks for more work than any page needs" in told
    assert f"{BASE}:" in told


@pytest.mark.parametrize(
    "template",
    [
        "{{ (['x' * 99999] * 9999) | join }}",
        "{{ range(9999) | map('string') | join('x' * 99999) }}",
        "{{ '{:>900000000}'.format(1) }}",
        "{{ 'x' | center(900000000) }}",
    ],
)
def test_what_is_too_much_is_never_made(make_project: MakeProject, template: str) -> None:
    project = make_project({BASE: template})
    tracemalloc.start()
    try:
        failed(project)
        assert tracemalloc.get_traced_memory()[1] < 200_000_000
    finally:
        tracemalloc.stop()


def test_what_no_layout_needs_is_not_there(make_project: MakeProject) -> None:
    assert "asks for 'lipsum'" in failed(make_project({BASE: "{{ lipsum(10) }}"}))


def test_a_template_may_include_itself_only_so_often(make_project: MakeProject) -> None:
    twice = "{% set depth = depth | default(0) + 1 %}{% if depth < 20 %}" + (
        f"{{% include '{BASE.removeprefix('layouts/')}' %}}" * 2 + "{% endif %}"
    )
    assert "more work than any page needs" in failed(make_project({BASE: twice}))


def test_each_template_has_a_budget_of_its_own(make_project: MakeProject) -> None:
    loop = "{% for a in range(9999) %}{% endfor %}{{ '%d of %s' % (3, 'x') }}{{ 'ab' * 2 }}"
    layouts = Layouts(make_project({BASE: loop}))
    for _ in range(9):
        assert layouts.render("print/base.html", page=PAGE) == "3 of xabab"
