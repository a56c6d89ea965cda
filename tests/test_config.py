"""Settings: everything has a default, and every mistake has its line and what to do."""

from __future__ import annotations

import datetime as dt
import os
import tomllib
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given
from hypothesis import strategies as st
from systems import needs_links, needs_pipes

from booklet.common.errors import ConfigError, Place
from booklet.common.stray_settings import stray_findings
from booklet.config import Config, load_config, place_of_setting
from booklet.config.colour import contrast_between, darken, named_colour
from booklet.config.toml_lines import toml_lines
from booklet.config.values import as_isbn


def load(folder: Path, text: str | bytes) -> Config:
    (folder / "booklet.toml").write_bytes(text.encode() if isinstance(text, str) else text)
    return load_config(folder)


def refused(folder: Path, text: str | bytes) -> str:
    """Load settings that cannot be used, and give what the author is told."""
    with pytest.raises(ConfigError) as caught:
        load(folder, text)
    return "\n".join(map(str, [*caught.value.findings, caught.value]))


def test_without_a_file_everything_has_its_default(tmp_path: Path) -> None:
    config = load_config(tmp_path)
    assert (config.title, config.author, config.language) == ("", "", "en-GB")
    assert config.fonts.text == "Literata"


def test_an_empty_file_says_the_same_as_none(tmp_path: Path) -> None:
    assert load(tmp_path, "") == load(tmp_path, "\ufeff# nothing\r\n") == Config()


def test_everything_that_is_set_is_read(tmp_path: Path) -> None:
    config = load(
        tmp_path,
        'title = "Rules  of\\tThumb"\nauthor = ["Ann", "Ben", "Cleo"]\nversion = 1.0\n'
        'date = 2026-09-01\nsession = "2026-09-02"\nlanguage = "en_gb"\nsubjects = "schools"\n'
        '[colours]\naccent = "#036"\n[labels]\nanswers = "Atebion"\n'
        '[[part]]\ntitle = "One"\nchapters = ["a.md"]\n',
    )
    assert config.title == "Rules of Thumb"
    assert config.authors == ("Ann", "Ben", "Cleo")
    assert config.author == "Ann, Ben and Cleo"
    assert config.version == "1.0"
    assert (config.date, config.session.date) == (dt.date(2026, 9, 1), dt.date(2026, 9, 2))
    assert config.language == "en-GB"
    assert config.subjects == ("schools",)
    assert config.colours.accent == "#003366"
    assert config.book_language.label("answers") == "Atebion"
    assert [(part.title, part.chapters) for part in config.parts] == [("One", ("a.md",))]


def test_a_non_breaking_space_stays_in_a_title(tmp_path: Path) -> None:
    assert load(tmp_path, 'title = "Year\u00a07"').title == "Year\u00a07"


def test_all_mistakes_are_told_at_once_each_with_its_line(tmp_path: Path) -> None:
    said = refused(tmp_path, '# Ours\ntitel = "A"\n\ndate = 1\n[fonts]\ntext = ["x"]\nsize = 1\n')
    assert [line.split(":")[1] for line in said.splitlines() if line.startswith("booklet")] == [
        *["2", "4", "6", "7"],
        " error",
    ]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ('titel = "A"', "1: error: there is no setting 'titel'\n  hint: Did you mean 'title'?"),
        ('authors = "A"', "Did you mean 'author'?"),
        ('licence = "A"', "Did you mean 'rights'?"),
        ('accent = "#123456"', "'accent' belongs below a line [colours]"),
        ('[colours]\ntitle = "A"', "2: error: there is no setting 'colours.title'\n"),
        ('[fonts]\ntitle = "A"', "'title' belongs above the first line in square brackets"),
        (
            '[labels]\ncontnts = "Cynnwys"',
            "2: error: labels.contnts is no label\n  hint: Did you mean 'contents'? The labels are",
        ),
        ("title = true", "1: error: title is not words\n"),
        ('title = "a\\u0007b"', "cannot be seen"),
        ("author = [1, [2]]", "1: error: author is not words\n"),
        ("subjects = 3", "Write the list in brackets"),
        ('language = "english"', "Did you mean 'en-GB'?"),
        ('language = "Welsh"', "Did you mean 'cy'?"),
        ('language = "en-UK"', "Did you mean 'en-GB'?"),
        ('language = ""', "A language is a code"),
        ('date = "14/9/2026"', "Did you mean 2026-09-14?"),
        ('date = "1st Sept 2026"', "Did you mean 2026-09-01?"),
        ("date = 20260914", "year-month-day"),
        ("date = 0026-09-14", "Look at the year"),
        ("date = 2026-09-31", "booklet.toml:1:"),
        ('isbn = "978-0-306-40615-8"', "it is 9780306406157"),
        ('isbn = "0-306-40615-3"', "it is 0306406152"),
        ('isbn = "12345"', "13 figures"),
        ('identifier = "my-book"', "urn:uuid:"),
        ('identifier = "urn:uuid:12"', "urn:uuid:"),
        ('identifier = "urn:isbn:9780306406158"', "it is 9780306406157"),
        ('address = "example.org"', "https://www.example.org/booklet"),
        ('address = "https://exa mple.org"', "https://www.example.org/booklet"),
        ('address = "https://[x"', "https://www.example.org/booklet"),
        ('[colours]\naccent = "teal"', "'teal' is #008080"),
        ('[colours]\naccent = "#12345"', "six figures"),
        ('[paper]\ntrim_size = "A7"', "2: error: paper.trim_size cannot be 'A7'"),
        ('colours = "red"', "Begin with a line [colours]"),
        ('part = ["a"]', "Each part begins with a line [[part]]"),
        ('[[part]]\ntitle = ""\nchapters = []', "2: error: 'part.title' says nothing"),
        ('chapters = ["a.md"]\n[[part]]\ntitle = "A"\nchapters = ["b.md"]', "1: error: 'chapters'"),
        ("title = Rules", "1:9: error: this is not how a setting is written"),
        ("title = Rules", "Words stand in straight quotation marks"),
        ("title = “Rules”", "Words stand in straight quotation marks"),
        ('title: "Rules"', "equals sign instead of the colon"),
        ('title = "Rules', "1: error:"),
        ('a = 1\ntitle = "A"\ntitle = "B"\n', "3: error:"),
        ("a = " + "[" * 5000, "this is not how a setting is written"),
        (b"title = 'caf\xe9'", "1: error: 'booklet.toml' has a character that is not UTF-8"),
        (b"#" * 1_000_001, "'booklet.toml' is too large"),
    ],
)
def test_a_mistake_is_explained(text: str | bytes, said: str, tmp_path: Path) -> None:
    told = refused(tmp_path, text)
    assert said in told
    assert "\n  hint: " in told


@needs_links
@needs_pipes
def test_a_folder_a_link_outside_and_a_pipe_are_no_settings(tmp_path: Path) -> None:
    for number, make in enumerate(
        (
            lambda path: path.mkdir(),
            lambda path: path.symlink_to("/etc/hostname"),
            lambda path: path.symlink_to("booklet.toml"),
            os.mkfifo,
        )
    ):
        folder = tmp_path / str(number)
        folder.mkdir()
        make(folder / "booklet.toml")
        with pytest.raises(ConfigError, match=r"booklet\.toml"):
            load_config(folder)


@given(st.text(alphabet="0123456789", min_size=12, max_size=12))
def test_one_last_figure_of_ten_makes_an_isbn(figures: str) -> None:
    isbn = "978" + figures[:9]
    fitting = []
    for last in "0123456789":
        try:
            fitting.append(as_isbn(isbn + last))
        except ValueError:
            continue
    assert len(fitting) == 1


def test_a_colours_name_is_known_however_often_it_is_asked_for() -> None:
    names = ("teal", "Teal", "dark green", "teal", "teel")
    assert [named_colour(name) for name in names] == [
        *["#008080", "#008080", "#006400", "#008080"],
        "",
    ]


def test_a_short_isbn_becomes_a_long_one() -> None:
    assert as_isbn("ISBN 0-306-40615-2") == as_isbn("978-0-306-40615-7") == "9780306406157"
    assert as_isbn("0-8044-2957-X") == "9780804429573"


@given(st.integers(0, 0xFFFFFF).map(lambda number: f"#{number:06x}"))
def test_a_darker_shade_can_always_be_read(colour: str) -> None:
    assert contrast_between(darken(colour, 4.5), "#ffffff") >= 4.5


NAMES = st.text(alphabet="abcdefgh_", min_size=1, max_size=6)
VALUES = st.sampled_from(["1", '"x"', "[\n  1,\n  2,\n]", '"""\na = 1\n[b]\n"""', "{ a = 1 }"])


@given(
    st.lists(st.tuples(NAMES, VALUES), unique_by=lambda pair: pair[0]),
    st.lists(st.sampled_from(["", "# a = 1", "   "]), max_size=2),
)
def test_every_setting_is_found_on_its_line(
    settings: list[tuple[str, str]], between: list[str]
) -> None:
    lines: list[str] = []
    expected = {}
    for name, value in settings:
        lines += between
        expected[name] = len(lines) + 1
        lines += f"{name} = {value}".split("\n")
    text = "\n".join(lines)
    tomllib.loads(text)
    found = toml_lines(text)
    assert {name: found[name,] for name in expected} == expected


def test_tables_and_their_settings_are_found_too() -> None:
    text = "a.b = 1\n[c]\nd = 2\n[[part]]\nt = 1\n[[part]]\n\nt = 2\n[part.x]\ny = 1\n"
    found = toml_lines(text)
    assert found["a", "b"] == found["a",] == 1
    assert (found["c",], found["c", "d"]) == (2, 3)
    assert (found["part", 0, "t"], found["part", 1], found["part", 1, "t"]) == (5, 6, 8)
    assert found["part", 1, "x", "y"] == 10


def test_a_value_in_a_long_list_has_its_own_line(tmp_path: Path) -> None:
    load(tmp_path, 'chapters = [\n  "a.md",\n  "b.md",\n]\n')
    assert place_of_setting(tmp_path, ("chapters",), "b.md") == Place("booklet.toml", 3)
    assert place_of_setting(tmp_path, ("chapters",), "c.md") == Place("booklet.toml", 1)


@given(st.one_of(st.binary(max_size=300), st.text(max_size=100).map(str.encode)))
def test_any_bytes_give_settings_or_a_clear_error(content: bytes) -> None:
    with TemporaryDirectory() as folder:
        try:
            load(Path(folder), content)
        except ConfigError as error:
            told = error
        else:
            return
    assert told.hint
    assert told.place is not None


@pytest.mark.parametrize(
    ("line", "correction"),
    [
        ("title = \u201cMeetings: fewer\u201d", 'title = "Meetings: fewer"'),
        ("title = [Draft] M", 'title = "[Draft] M"'),
        ('title = "Rules" for staff', "title = '\"Rules\" for staff'"),
        ("title = 'It's fine'", 'title = "It\'s fine"'),
        ('title = "Never closed', 'title = "Never closed"'),
        ("title = Rules", 'title = "Rules"'),
        ("title = 'Never closed", 'title = "Never closed"'),
        ("title = \u2018Rules\u2019", 'title = "Rules"'),
        ("title = {A} B", 'title = "{A} B"'),
        ("title = 5 rules", 'title = "5 rules"'),
    ],
)
def test_the_line_that_cannot_be_read_is_shown_as_it_ought_to_be(
    tmp_path: Path, line: str, correction: str
) -> None:
    text = f'author = "A"\n# Note\n\n{line}\nchapters = ["a.md", "b.md"]\n'
    (tmp_path / "booklet.toml").write_text(text, "utf-8")
    with pytest.raises(ConfigError) as caught:
        load_config(tmp_path)
    assert caught.value.place is not None
    assert caught.value.place.line == 4
    assert caught.value.hint == f"Words stand in straight quotation marks: {correction}"
    (tmp_path / "booklet.toml").write_text(text.replace(line, correction), "utf-8")
    load_config(tmp_path)


@pytest.mark.parametrize(
    "text",
    [
        'title = "A"\nchapters = ["a.md",\n"b.md"\nauthor = "B"\n',
        'title = "A"\nrights = """One\nTwo\nThree\n',
        'title = "A"\ncontributors = { editor = "B"\nauthor = "C"\n',
        'title = "A"\nchapters = ["a.md" "b.md"]\nauthor = "C"\n',
    ],
)
def test_a_setting_that_never_ends_is_named_where_it_begins(tmp_path: Path, text: str) -> None:
    (tmp_path / "booklet.toml").write_text(text, "utf-8")
    with pytest.raises(ConfigError) as caught:
        load_config(tmp_path)
    assert caught.value.place is not None
    assert caught.value.place.line == 2


@pytest.mark.parametrize(
    "written",
    [r'"images\logo.png"', r"'images\logo.png'", r'"images\\logo.png"', '"images/logo.png"'],
)
def test_a_backslash_in_a_path_is_a_slash(tmp_path: Path, written: str) -> None:
    chapters = r'["parts\new\unit.md", ' + "\n" + r"'parts\two.md']"
    text = f'title = "A"\nlogo = {written}\nchapters = {chapters}\n'
    (tmp_path / "booklet.toml").write_text(text, "utf-8")
    config = load_config(tmp_path)
    assert config.logo == "images/logo.png"
    assert [name.replace("\\", "/") for name in config.chapters] == [
        "parts/new/unit.md",
        "parts/two.md",
    ]
    assert place_of_setting(tmp_path, ("chapters",), config.chapters[1]).line == 4


@pytest.mark.parametrize(
    "path", [r"C:\Users\head\logo.png", "D:/logo.png", "/logo.png", r"\\server\logo.png", "~/a.png"]
)
def test_a_place_on_one_computer_is_named_as_that(tmp_path: Path, path: str) -> None:
    (tmp_path / "booklet.toml").write_text(f'title = "A"\nlogo = "{path}"\n', "utf-8")
    with pytest.raises(ConfigError, match="which is a place on one computer") as caught:
        load_config(tmp_path)
    assert caught.value.place == Place("booklet.toml", 2)


def test_a_backslash_elsewhere_is_explained(tmp_path: Path) -> None:
    (tmp_path / "booklet.toml").write_text('title = "Maths \\ science"\n', "utf-8")
    with pytest.raises(ConfigError) as caught:
        load_config(tmp_path)
    assert "A backslash stands between single quotation marks" in caught.value.hint


STRAY = (
    *("booklet.toml.txt", "Booklet.toml", "booklet (1).toml", "chapters/booklet.toml"),
    *("booklet.toml~", "booklet - Copy.toml", "booklet.yaml", "booklet.tml", "booklets.toml"),
    *("booklet-LAPTOP.toml", "booklet.sync-conflict-20260914-101112-ABC.toml", "BOOKLET.TOML.TXT"),
    *("booklet_settings.toml", "chapters/booklet.toml.txt", ".#booklet.toml"),
)


@pytest.mark.parametrize("name", STRAY)
@pytest.mark.parametrize(
    ("others", "hint"), [((), "'booklet.toml'"), (("booklet.toml",), "Take over into")]
)
def test_settings_under_another_name_are_named(
    tmp_path: Path, name: str, others: tuple[str, ...], hint: str
) -> None:
    (tmp_path / "chapters").mkdir()
    for one in (name, *others):
        (tmp_path / one).write_text('title = "A"', "utf-8")
    if name == "Booklet.toml" and (tmp_path / "BOOKLET.toml").exists():
        pytest.skip("capitals make no other name here")
    (finding,) = stray_findings(tmp_path)
    assert (finding.code, finding.place) == ("C004", Place(name))
    assert hint in finding.hint


@pytest.mark.parametrize("name", ["pyproject.toml", "booklet.pdf", "out.toml", "chapters/a.toml"])
def test_other_files_are_no_settings(tmp_path: Path, name: str) -> None:
    (tmp_path / "chapters").mkdir()
    (tmp_path / name).write_text("", "utf-8")
    assert list(stray_findings(tmp_path)) == []


@pytest.mark.parametrize("table", ["colours", "contributors", "ebook", "fonts", "paper"])
def test_a_wrong_name_in_any_table_is_told(tmp_path: Path, table: str) -> None:
    (tmp_path / "booklet.toml").write_text(f"[{table}]\nno_such_name = 1\n")
    with pytest.raises(ConfigError) as caught:
        load_config(tmp_path)
    told = "".join(map(str, caught.value.findings)) or str(caught.value)
    assert "there is no setting" in told
    assert "no_such_name" in told
