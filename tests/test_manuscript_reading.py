"""Chapters: found in order, read from any computer, and refused with a reason, all at once."""

from __future__ import annotations

import os
import re
import time
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from booklet.common.errors import Severity
from booklet.config import Config, load_config
from booklet.manuscript import Manuscript, read_manuscript
from booklet.manuscript.decoding import NotTextError, decode
from booklet.manuscript.slugs import RESERVED, free_slug, plain_slug

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    MakeProject = Callable[[Mapping[str, str | bytes]], Path]

TEXT = "# One\n\nText.\n"


def told(manuscript: Manuscript) -> list[str]:
    """Name place, severity and code of what the author is told."""
    return [f"{one.place} {one.severity} {one.code}" for one in manuscript.findings]


def slugs(manuscript: Manuscript) -> list[str]:
    return [source.slug for source in manuscript.sources]


def test_a_folder_with_one_chapter_is_enough(make_project: MakeProject) -> None:
    manuscript = read_manuscript(make_project({"chapters/one.md": TEXT}), Config())
    (source,) = manuscript.sources
    assert (source.path, source.slug, source.text) == ("chapters/one.md", "one", TEXT)
    assert manuscript.folder_name == "project"
    assert manuscript.findings == ()


def test_numbers_come_first_then_names(make_project: MakeProject) -> None:
    names = ["10-ten.md", "2-two.md", "01 one.MD", "b.markdown", "A.md", "002-zwei.md"]
    files = {f"chapters/{name}": TEXT for name in names}
    ignored = {
        f"chapters/{name}": TEXT for name in (".a.md", "_b.md", "~c.md", "d.txt", "e.md.bak")
    }
    manuscript = read_manuscript(make_project({**files, **ignored}), Config())
    assert slugs(manuscript) == ["one", "zwei", "two", "ten", "a", "b"]
    assert manuscript.findings == ()


def test_booklet_toml_says_the_order_and_the_parts(make_project: MakeProject) -> None:
    project = make_project(
        {
            **{f"chapters/{name}.md": TEXT for name in ("a", "b", "c", "été")},
            "chapters/extra/d.md": TEXT,
            "booklet.toml": '[[part]]\ntitle = "P"\nchapters = ["chapters/c.md", "./a.md"]\n'
            '[[part]]\ntitle = "Q"\nchapters = ["extra\\\\d.md", "e\u0301te\u0301.md"]\n',
        }
    )
    manuscript = read_manuscript(project, load_config(project))
    assert [(part.title, [s.slug for s in part.sources]) for part in manuscript.parts] == [
        ("P", ["c", "a"]),
        ("Q", ["d", "ete"]),
    ]
    assert told(manuscript) == ["chapters/b.md note M113"]


@pytest.mark.parametrize("name", ["../secret.md", "/etc/passwd.md", "x/../../../secret.md"])
def test_booklet_toml_cannot_name_files_outside(make_project: MakeProject, name: str) -> None:
    project = make_project(
        {"chapters/a.md": TEXT, "secret.md": TEXT, "booklet.toml": f'chapters = ["a.md", "{name}"]'}
    )
    assert told(read_manuscript(project, load_config(project))) == ["booklet.toml:1 error M110"]


def test_everything_wrong_is_told_at_once(make_project: MakeProject) -> None:
    project = make_project(
        {
            "chapters/1-good.md": TEXT,
            "chapters/2-folder.md/x": b"",
            "chapters/3-empty.md": "  \n\n",
            "chapters/4-only-metadata.md": "---\ntitle: A\n---\n\n",
            "chapters/5-zero.md": b"one\r\ntwo\x00",
            "chapters/6-half.md": b"\xff\xfea\x00\n\x00\x00\xd8",
            "chapters/7-large.md": b"#" * 5_000_001,
            "chapters/8-draft.md": "---\ndraft: true\n---\n",
            "chapters/8-good.md": TEXT,
        }
    )
    os.mkfifo(project / "chapters" / "9-pipe.md")
    (project / "chapters" / "91-loop.md").symlink_to("91-loop.md")
    (project / "chapters" / "92-outside.md").symlink_to("/etc/hostname")
    (project / "chapters" / "93-nowhere.md").symlink_to("nothing.md")
    manuscript = read_manuscript(project, Config())
    assert slugs(manuscript) == ["good", "good-2"]
    assert [re.sub(r"chapters/(\d+)-[\w-]+\.md", r"\1", one) for one in told(manuscript)] == [
        "2 error M102",
        "3 error M108",
        "4 error M108",
        "5:2 error M106",
        "6:2 error M106",
        "7 error M105",
        "8 note M112",
        "8 warning M109",
        "9 error M102",
        "91 error M104",
        "92 error M103",
        "93 error M110",
    ]


def test_a_link_inside_the_project_is_fine(make_project: MakeProject) -> None:
    project = make_project({"chapters/a.md": TEXT, "shared/b.md": TEXT})
    (project / "chapters" / "b.md").symlink_to("../shared/b.md")
    assert slugs(read_manuscript(project, Config())) == ["a", "b"]


def test_without_chapters_the_reason_is_told(make_project: MakeProject, tmp_path: Path) -> None:
    assert told(read_manuscript(tmp_path, Config())) == ["chapters error M101"]
    project = make_project({"chapters": "a file"})
    assert told(read_manuscript(project, Config())) == ["chapters error M101"]


@pytest.mark.parametrize(
    ("name", "hint"), [("a.txt", "Rename 'a.txt'"), ("b.docx", "Save 'b.docx'"), ("c.png", "new")]
)
def test_a_file_of_another_kind_is_named(make_project: MakeProject, name: str, hint: str) -> None:
    (finding,) = read_manuscript(make_project({f"chapters/{name}": TEXT}), Config()).findings
    assert finding.code == "M111"
    assert hint in finding.hint


def test_a_folder_of_chapters_elsewhere_is_not_looked_into(
    make_project: MakeProject, tmp_path: Path
) -> None:
    project = make_project({"booklet.toml": ""})
    (tmp_path / "elsewhere").mkdir()
    (project / "chapters").symlink_to(tmp_path / "elsewhere")
    assert told(read_manuscript(project, Config())) == ["chapters error M103"]


def test_only_drafts_are_no_book(make_project: MakeProject) -> None:
    project = make_project({"chapters/a.md": "---\ndraft: true\n---\nText."})
    assert told(read_manuscript(project, Config())) == [
        "chapters/a.md note M112",
        "chapters error M111",
    ]


@pytest.mark.parametrize(
    ("content", "foreign_line"),
    [
        ("é\n“b”\n".encode(), 0),
        ("\ufeffé\n“b”\n".encode(), 0),
        ("é\r\n“b”\r\n".encode(), 0),
        ("é\r“b”\r".encode(), 0),
        ("\ufeffé\r\n“b”\n".encode("utf-16-le"), 0),
        ("\ufeffé\n“b”\n".encode("utf-16-be"), 0),
        ("é\n“b”\n".encode("cp1252"), 1),
        ("é\n".encode() + "“b”\r".encode("cp1252"), 2),
    ],
)
def test_any_computers_text_is_read(content: bytes, foreign_line: int) -> None:
    decoded = decode(content)
    assert decoded.foreign_line == foreign_line
    if foreign_line < 2:
        assert decoded.text == "é\n“b”\n"


@given(st.text(st.characters(exclude_characters="\0", codec="utf-8")))
def test_text_comes_back_from_every_unicode_encoding(text: str) -> None:
    unified = text.replace("\r\n", "\n").replace("\r", "\n")
    for encoding in ("utf-16-le", "utf-16-be", "utf-8"):
        assert decode(f"\ufeff{text}".encode(encoding)).text == unified


@given(st.binary())
def test_any_bytes_are_text_with_single_line_ends_or_none(content: bytes) -> None:
    try:
        decoded = decode(content)
    except NotTextError as error:
        line = error.line
    else:
        assert not set("\r\0") & set(decoded.text)
        line = decoded.foreign_line
    assert 0 <= line <= content.count(b"\n") + content.count(b"\r") + 1


@given(st.lists(st.binary(max_size=60), min_size=1, max_size=3))
def test_any_bytes_as_chapters_give_sources_or_findings(contents: list[bytes]) -> None:
    with TemporaryDirectory() as folder:
        (Path(folder) / "chapters").mkdir()
        for number, content in enumerate(contents):
            (Path(folder) / "chapters" / f"{number}-a.md").write_bytes(content)
        manuscript = read_manuscript(Path(folder), Config())
    errors = {one.place for one in manuscript.findings if one.severity is not Severity.WARNING}
    assert len(manuscript.sources) + len(errors) >= len(contents)
    assert len(set(slugs(manuscript))) == len(manuscript.sources)


@pytest.mark.parametrize(
    ("name", "slug"),
    [
        ("01-school-partnerships.md", "school-partnerships"),
        ("02 Été à Paris.md", "ete-a-paris"),
        ("3. What's_next?.markdown", "whats-next"),
        ("Straße.md", "strasse"),
        ("Smørrebrød.md", "smorrebrod"),
        ("2026.md", "chapter-2026"),
        ("7-7-habits.md", "chapter-7-habits"),
        ("Глава.md", "глава"),
        ("01-.md", "chapter-01"),
        ("!.md", "chapter"),
        ("glossary.md", "glossary-chapter"),
        ("01-part-1.md", "part-1-chapter"),
        ("page-xii.md", "page-xii-chapter"),
        ("term-dates.md", "term-dates"),
        ("x" * 200 + ".md", "x" * 60),
    ],
)
def test_a_slug_is_the_name_without_number_and_accents(name: str, slug: str) -> None:
    assert plain_slug(name) == slug


@given(st.lists(st.text(max_size=40).map(lambda stem: f"{stem}.md"), max_size=30))
def test_slugs_are_unique_and_fit_for_ids(names: list[str]) -> None:
    taken: set[str] = set()
    for name in names:
        slug = free_slug(plain_slug(name), taken)
        assert slug not in taken | RESERVED
        assert slug[0].isalpha()
        assert re.fullmatch(r"[^\W_]+(-[^\W_]+)*", slug)
        taken.add(slug)


def test_a_hundred_chapters_are_read_quickly(make_project: MakeProject) -> None:
    block = "---\ntitle: A\naims:\n  - One\n  - Two\ndate: 2026-09-01\n---\n\n"
    project = make_project({f"chapters/{n:03}-a{n}.md": block + TEXT * 200 for n in range(100)})
    start = time.perf_counter()
    assert len(read_manuscript(project, Config()).sources) == 100
    assert time.perf_counter() - start < 1
