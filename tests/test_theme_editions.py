"""Editions: what their folders and booklet.toml say, and what is said when it makes no sense."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

from booklet.common.errors import ConfigError, UsageError
from booklet.common.toolchain import own_layouts
from booklet.config import Config, load_config
from booklet.theme.editions import EDITIONS, edition_names, find_edition
from booklet.theme.templates import Layouts

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

CHAPTER = "# One\n\nText.\n"


def settings(make_project: Callable, toml: str, **files: str | bytes) -> tuple[Config, Path]:
    project = make_project({"booklet.toml": toml, "chapters/one.md": CHAPTER, **files})
    return load_config(project), project


def test_every_folder_is_in_the_list_and_every_name_has_a_folder() -> None:
    folders = {path.parent.name for path in (own_layouts() / "editions").glob("*/edition.toml")}
    assert folders == set(EDITIONS)


@pytest.mark.parametrize("name", EDITIONS)
def test_an_edition_is_complete(name: str) -> None:
    edition = find_edition(name, Config())
    assert edition.name == edition.folders[0] == name
    assert edition.folders[-1] == "standard"
    assert edition.includes_facilitator == (name == "facilitator")


@pytest.mark.parametrize("name", EDITIONS)
def test_the_measure_is_the_page_less_its_margins(name: str) -> None:
    """Charts and tables are drawn for the measure, and the text is set between the margins."""
    edition = find_edition(name, Config())
    css = Layouts().of_edition(*edition.folders).css("print/page.css")
    width, margins = re.findall(r"(?:size|margin): (\d+)mm ([\dm ]+);", css)[:2]
    right, _, left = margins[1].replace("mm", "").split()
    room = (int(width[0]) - int(left) - int(right)) / 25.4 * 72
    assert room - 1 < edition.measure <= room + 1, (
        "change `measure` in edition.toml with the margins"
    )


def test_names_of_files_cannot_be_confused() -> None:
    labels = [find_edition(name, Config()).label for name in EDITIONS]
    assert labels[:3] == ["A5", "clear-A4", "large-print-A4"]
    assert len(set(labels)) == len(labels)


def test_clear_editions_keep_to_the_guidance() -> None:
    clear, large = (find_edition(name, Config()) for name in ("clear", "large-print"))
    assert clear.text_size >= 12
    assert clear.line_height >= 1.5
    assert large.text_size >= 18
    assert large.line_height >= 1.2
    assert {clear.text_font, large.text_font} == {"Atkinson Hyperlegible"}
    assert large.is_large_print
    assert not clear.is_large_print


def test_an_edition_takes_what_it_does_not_say_from_the_booklet(make_project: Callable) -> None:
    config, project = settings(make_project, '[colours]\naccent = "#702040"\n')
    assert find_edition("clear", config, project).accent == "#702040"
    assert find_edition("greyscale", config, project).accent == "#000000"


def test_an_author_changes_an_edition_in_booklet_toml(make_project: Callable) -> None:
    toml = '[editions.large-print]\ntitle = "Giant print"\ntext_size = "24 pt"\n'
    config, project = settings(make_project, toml)
    edition = find_edition("large-print", config, project)
    assert (edition.title, edition.text_size) == ("Giant print", 24)
    assert find_edition("clear", config, project).text_size == 14


def test_type_cannot_be_smaller_than_its_readers_need(make_project: Callable) -> None:
    config, project = settings(make_project, "[editions.large-print]\ntext_size = 12\n")
    with pytest.raises(ConfigError, match=r"cannot be 12 points") as caught:
        find_edition("large-print", config, project)
    assert str(caught.value.place) == "booklet.toml:2"
    assert "16 points or more" in caught.value.hint


def test_nobody_can_let_facilitators_notes_into_the_staffs_editions(make_project: Callable) -> None:
    with pytest.raises(ConfigError, match=r"no setting .editions\.clear\.includes_f"):
        settings(make_project, "[editions.clear]\nincludes_facilitator = true\n")


def test_an_unknown_edition_gets_a_guess(make_project: Callable) -> None:
    with pytest.raises(UsageError, match="no edition 'large'") as caught:
        find_edition("large", Config())
    assert caught.value.hint.startswith("Did you mean 'large-print'? The editions here are: ")
    config, project = settings(make_project, "\n[editions.cleer]\ntext_size = 15\n")
    with pytest.raises(ConfigError, match="no edition 'cleer'") as refused:
        find_edition("standard", config, project)
    assert str(refused.value.place) == "booklet.toml:2"


@pytest.mark.parametrize("name", ["../standard", "", "standard/..", "all"])
def test_a_name_is_not_a_path(name: str) -> None:
    with pytest.raises(UsageError):
        find_edition(name, Config())


def test_a_project_adds_an_edition(make_project: Callable) -> None:
    config, project = settings(
        make_project,
        "",
        **{
            "layouts/editions/trust/edition.toml": 'title = "Trust"\nbased_on = "large-print"\n',
            "layouts/editions/trust/print/edition.css": "h1 { color: navy }",
            "layouts/editions/large-print/print/custom.css": "h2 { color: navy }",
        },
    )
    assert edition_names(project) == (*EDITIONS, "trust")
    edition = find_edition("trust", config, project)
    assert edition.folders == ("trust", "large-print", "clear", "standard")
    assert (edition.label, edition.text_size) == ("trust-A4", 18)
    layouts = Layouts(project).of_edition(*edition.folders)
    css = layouts.css("print/edition.css")
    assert css.index("Clear type:") < css.index("Large print:") < css.index("h1 { color: navy }")
    assert layouts.css("print/custom.css") == "h2 { color: navy }"
    assert "size: 210mm 297mm" in layouts.css("print/page.css")
    assert "size: 148mm 210mm" in Layouts(project).css("print/page.css")


@pytest.mark.parametrize(
    ("tokens", "problem", "line"),
    [
        ('based_on = "clar"', "based_on cannot be 'clar': there is no edition 'clar'", ""),
        ('based_on = "mine"', "based_on cannot be 'mine': is based on itself", ""),
        ('\ntrim_size = "A3"', "trim_size cannot be 'A3'", ":2"),
        ("text_size = true", "text_size cannot be 'True'", ":1"),
        ("page_multiple = 3", "page_multiple cannot be '3'", ":1"),
        ('includes_facilitator = "yes"', "includes_facilitator cannot be 'yes'", ":1"),
        ('titel = "x"', "there is no setting 'titel'", ":1"),
        ("title: x", "this is not how a setting is written", ":1"),
    ],
)
def test_a_mistake_in_an_edition_is_shown_where_it_is(
    make_project: Callable, tokens: str, problem: str, line: str
) -> None:
    path = "layouts/editions/mine/edition.toml"
    config, project = settings(make_project, "", **{path: tokens})
    with pytest.raises(ConfigError) as caught:
        find_edition("mine", config, project)
    assert problem in str(caught.value)
    assert str(caught.value).startswith(f"{path}{line}:")


def test_a_definition_that_cannot_be_read_is_not_passed_over_for_ours(
    make_project: Callable,
) -> None:
    path = "layouts/editions/clear/edition.toml"
    config, project = settings(make_project, "", **{f"{path}/inside": ""})
    with pytest.raises(ConfigError, match="the file is a folder") as caught:
        find_edition("clear", config, project)
    assert str(caught.value.place) == path
    path = "layouts/editions/large-print/edition.toml"
    config, project = settings(make_project, "", **{path: b'title = "A"\r\n# caf\xe9'})
    with pytest.raises(ConfigError, match="not UTF-8") as refused:
        find_edition("large-print", config, project)
    assert str(refused.value.place) == f"{path}:2"


def test_what_nobody_sets_is_as_in_the_standard_edition(make_project: Callable) -> None:
    path = "layouts/editions/standard/edition.toml"
    config, project = settings(make_project, "", **{path: "text_size = 12\n"})
    ours, theirs = find_edition("standard", Config()), find_edition("standard", config, project)
    assert theirs == ours.model_copy(update={"text_size": 12})
    assert find_edition("greyscale", config, project).text_size == 12


@pytest.mark.parametrize(("accent", "ratio"), [("#77aaaa", "2.58"), ("#ffff00", "1.07")])
def test_a_pale_accent_is_refused_with_both_colours_and_the_ratio(
    make_project: Callable, accent: str, ratio: str
) -> None:
    with pytest.raises(ConfigError) as caught:
        settings(make_project, f'title = "x"\n\n[colours]\naccent = "{accent}"\n')
    message = str(caught.value)
    assert message.startswith("booklet.toml:4:")
    assert f"'{accent}': on white (#ffffff) it has a contrast of {ratio} to 1" in message
    assert "4.5 to 1" in message


def test_the_accent_must_be_readable_on_the_screens_paper_too(make_project: Callable) -> None:
    toml = '[colours]\naccent = "#767676"\n'
    config, project = settings(make_project, toml)
    with pytest.raises(ConfigError, match=r"#767676 on the screen_paper #fdf6e3 .* 4.21 to 1") as e:
        find_edition("clear", config, project)
    assert str(e.value.place) == "booklet.toml:2"
    assert find_edition("standard", config, project).accent == "#767676"
    config, project = settings(make_project, f'{toml}[editions.clear]\nscreen_paper = ""\n')
    assert find_edition("clear", config, project).screen_paper == ""


def test_a_dark_page_is_refused(make_project: Callable) -> None:
    with pytest.raises(ConfigError, match=r"black \(#000000\) on it has a contrast of 5.31 to 1"):
        settings(make_project, '[editions.clear]\nscreen_paper = "#808080"\n')
