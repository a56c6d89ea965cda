"""Chapters: found in order, read from any computer, and refused with a reason, all at once."""

from __future__ import annotations

import os
import re
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st
from systems import needs_links, needs_pipes

from booklet.common.errors import Severity
from booklet.config import Config, load_config
from booklet.manuscript import Manuscript, read_manuscript
from booklet.manuscript.decoding import NotTextError, decode
from booklet.manuscript.invisible_characters import (
    VisibleText,
    make_visible,
    report_invisible_characters,
)
from booklet.manuscript.slugs import RESERVED, free_slug, plain_slug
from booklet.manuscript.source import Source
from booklet.project import read_book

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
    manuscript = read_manuscript(make_project(files), Config())
    assert slugs(manuscript) == ["one", "two", "zwei", "ten", "a", "b"]
    assert told(manuscript) == ["chapters note M115"]
    assert "01 one, 2-two, 002-zwei, 10-ten, A, b" in manuscript.findings[0].problem


def test_plain_numbers_need_no_word_about_the_order(make_project: MakeProject) -> None:
    files = {f"chapters/{name}.md": TEXT for name in ("1 a", "02-b", "10_c", "(11) d")}
    assert told(read_manuscript(make_project(files), Config())) == ["chapters note M115"]
    files.pop("chapters/(11) d.md")
    (make_project(files) / "chapters" / "(11) d.md").unlink()
    assert told(read_manuscript(make_project(files), Config())) == []


def test_the_order_of_many_chapters_is_told_shortly(make_project: MakeProject) -> None:
    files = {f"chapters/Week {number}.md": TEXT for number in range(1, 41)}
    findings = read_manuscript(make_project(files), Config()).findings
    (order,) = (one for one in findings if one.code == "M115")
    assert order.problem.startswith("the 40 chapters stand in this order: Week 1, Week 2, ")
    assert order.problem.endswith("Week 11, …, Week 40")


def test_what_lies_beside_chapters_is_named_or_may_well_lie_there(
    make_project: MakeProject,
) -> None:
    beside = (".a.md", "_b.md", "~c.md", "d.txt", "e.md.bak", "f.png", "._1-one.md", ".DS_Store")
    project = make_project({f"chapters/{name}": TEXT for name in ("1-one.md", *beside)})
    make_project({f"chapters/pictures/{name}": TEXT for name in ("g.jpg", "h.xlsx", "i.docx")})
    manuscript = read_manuscript(project, Config())
    assert slugs(manuscript) == ["one"]
    assert told(manuscript) == [
        "chapters/.a.md note M118",
        "chapters/_b.md note M118",
        "chapters/d.txt warning M117",
        "chapters/e.md.bak warning M117",
        "chapters/~c.md note M118",
        "chapters/pictures/i.docx warning M117",
    ]


def test_a_copy_can_be_named_in_booklet_toml(make_project: MakeProject) -> None:
    project = make_project(
        {
            "chapters/a.md": TEXT,
            "chapters/a (1).md": TEXT,
            "chapters/_c.md": TEXT,
            "booklet.toml": 'chapters = ["a (1).md", "_c.md"]',
        }
    )
    manuscript = read_manuscript(project, load_config(project))
    assert [source.path for source in manuscript.sources] == ["chapters/a (1).md", "chapters/_c.md"]
    assert told(manuscript) == ["chapters/a.md note M113"]


def test_a_name_that_may_be_a_copy_s_is_compared(make_project: MakeProject) -> None:
    text = "".join(f"This sentence is number {number} of ten.\n" for number in range(10))
    other = text.replace("sentence", "very different line")
    project = make_project(
        {"chapters/1-a.md": text, "chapters/1-a-SCH01.md": text + "x", "chapters/1-a-KS2.md": other}
    )
    manuscript = read_manuscript(project, Config())
    assert [source.path for source in manuscript.sources] == [
        "chapters/1-a.md",
        "chapters/1-a-KS2.md",
    ]
    assert "chapters/1-a-SCH01.md warning M116" in told(manuscript)


def test_booklet_toml_may_name_only_subfolders(make_project: MakeProject) -> None:
    project = make_project(
        {
            **{f"chapters/{name}.md": TEXT for name in ("a/2-x", "a/10-y", "b/z", "b/_n", "c/w")},
            "booklet.toml": 'chapters = ["b/z.md", "a"]',
        }
    )
    manuscript = read_manuscript(project, load_config(project))
    assert slugs(manuscript) == ["z", "x", "y"]
    assert told(manuscript) == ["chapters/c/w.md note M113"]


def test_booklet_toml_is_told_of_a_file_that_is_no_markdown(make_project: MakeProject) -> None:
    project = make_project(
        {"chapters/a.md": TEXT, "chapters/b.txt": TEXT, "booklet.toml": 'chapters=["a.md","b.txt"]'}
    )
    findings = read_manuscript(project, load_config(project)).findings
    assert findings[0].problem == "the chapter 'b.txt' is no Markdown file"


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


@needs_links
@needs_pipes
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


@needs_links
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


@needs_links
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
    ("content", "foreign"),
    [
        ("é\n“b”\n".encode(), ()),
        ("\ufeffé\n“b”\n".encode(), ()),
        ("é\r\n“b”\r\n".encode(), ()),
        ("é\r“b”\r".encode(), ()),
        ("\ufeffé\r\n“b”\n".encode("utf-16-le"), ()),
        ("\ufeffé\n“b”\n".encode("utf-16-be"), ()),
        ("é\n“b”\n".encode("cp1252"), ((1, "é"), (2, "“"), (2, "”"))),
        ("é\n".encode() + "“b”\r".encode("cp1252"), ((2, "“"), (2, "”"))),
        ("é\n“b”".encode() + b"\x85\n", ((2, "…"),)),
        ("é\n“b”\r\n\r".encode() + b"\xe9\r\xe9", ((4, "é"), (5, "é"))),
    ],
)
def test_any_computers_text_is_read(content: bytes, foreign: tuple[tuple[int, str], ...]) -> None:
    decoded = decode(content)
    assert decoded.foreign == foreign
    assert decoded.text.startswith("é\n“b”")
    assert decoded.is_foreign == (bool(foreign) and foreign[0][0] == 1)


def test_one_byte_that_no_encoding_knows_does_not_spoil_a_text() -> None:
    text = "A long text with accents: é. " * 10
    assert decode(text.encode() + b"\x9d").text == f"{text}\ufffd"
    with pytest.raises(NotTextError):
        decode(b"\x81\x8d\x8f some more")


@pytest.mark.parametrize(
    ("line", "told"),
    [
        (b"Caf\xe9 \xe2\x80\x9cyes\xe2\x80\x9d", "warning M107"),
        ("It\u00e2\u20ac\u2122s".encode(), "warning M120"),
        (b"\xc3\x82\xc2\xa35 each", "warning M120"),
        ("na\u00c3\u00afve".encode(), "warning M120"),
        ("done \u00e2\u0153\u201c".encode(), "warning M120"),
        (b"one\x0btwo", "note M121"),
        (b"one\x0ctwo", "note M121"),
        ("one\u2028two".encode(), "note M121"),
        (b"\x1b[31mred\x1b[0m", "warning M121"),
        (b"a\x01b", "warning M121"),
        ("a\ufffeb".encode(), "warning M121"),
        ("It\x92s".encode(), "warning M121"),
        (b"a\x7fb", "warning M121"),
    ],
)
def test_strange_characters_are_named_with_their_line(
    make_project: MakeProject, line: bytes, told: str
) -> None:
    text = b"# A title\n\nCaf\xc3\xa9.\n\n" + line + b"\n\n![](none.png)\n"
    project = make_project({"chapters/a.md": text})
    manuscript = read_manuscript(project, Config())
    assert [f"{one.place} {one.severity} {one.code}" for one in manuscript.findings] == [
        f"chapters/a.md:5 {told}"
    ]
    (source,) = manuscript.sources
    assert source.text.startswith("# A title\n\nCafé.\n\n")
    assert source.place_of("none.png").line == 7


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        ("one\vtwo\fthree", "one  \ntwo  \nthree"),
        ("one\v", "one  \n"),
        ("\fone", "\none"),
        ("| a\vb | c |", "| a<br>b | c |"),
        ("\x1b[1;31mred\x1b[0m", "red"),
        ("It\x92s 5\x96 6", "It’s 5– 6"),
        ("a\x01b\ufffec", "abc"),
    ],
)
def test_no_word_is_lost_with_what_cannot_be_seen(written: str, shown: str) -> None:
    assert make_visible(f"A\n{written}\nB").text == f"A\n{shown}\nB"


def test_metadata_keep_their_lines() -> None:
    text = "---\ntitle: One\vtwo\n---\nText\vtext.\nMore."
    visible = make_visible(text)
    assert visible.text == "---\ntitle: One two\n---\nText  \ntext.\nMore."
    assert (visible.breaks, visible.broken) == ((5,), (2, 4))


@pytest.mark.parametrize(
    "text",
    [
        "CITÉ\u00a0», É…",
        "„SCHÄ“",
        "CAFÉ”…",
        "Ô “Ã” Â",
        "Château â naïve",
        "café”…",
        "£5 © 2026 ½",
        "pâ”…",
    ],
)
def test_what_people_write_is_not_taken_for_a_wrong_encoding(
    make_project: MakeProject, text: str
) -> None:
    assert read_manuscript(make_project({"chapters/a.md": text}), Config()).findings == ()


WESTERN = "".join(map(chr, [*range(0xA1, 0xC0), *range(0xE1, 0x100)]))


@given(st.text(st.sampled_from(WESTERN), min_size=1, max_size=4))
def test_the_correction_of_a_wrong_encoding_is_what_was_written(letters: str) -> None:
    misread = f"a{letters}b".encode().decode("cp1252")
    source = Source("a.md", "a", misread)
    (finding,) = report_invisible_characters(source, VisibleText(misread), misread)
    assert f"Write 'a{letters}b', " in finding.hint


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
        line = decoded.foreign[-1][0] if decoded.foreign else 0
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
        ("Глава.md", "glava"),
        ("Reguły.md", "reguly"),
        ("Æble og Øl, đak og þing.md", "aeble-og-ol-dak-og-thing"),
        ("会议.md", "huiyi"),
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


@pytest.mark.skipif(os.name == "nt", reason="Windows has no such names")
def test_names_that_are_not_utf_8_are_read_as_windows_1252(
    make_project: MakeProject, tmp_path: Path
) -> None:
    name = os.fsdecode(b"caf\xe9")
    make_project(
        {f"chapters/{name}.md": "Text.\n", f"chapters/{name}.txt": "", "chapters/b.md": TEXT}
    )
    project = (tmp_path / "project").rename(tmp_path / name)
    manuscript = read_manuscript(project, Config())
    assert manuscript.folder_name == "café"
    assert [source.path for source in manuscript.sources] == ["chapters/b.md", "chapters/café.md"]
    assert "chapters/café.txt warning M117" in told(manuscript)
    book = read_book(project)
    book.title.encode()
    book.chapters[1].title.encode()


@pytest.mark.parametrize(
    ("booklet", "project", "shown"),
    [
        ("here/governors", "here", "governors"),
        ("here", "here/governors", ".."),
        ("here/governors", "here/staff", "../governors"),
        ("here", "here/chapters", ".."),
        ("here/a:b", "here", "a:b"),
    ],
)
def test_a_folder_without_chapters_is_told_of_a_booklet_nearby(
    tmp_path: Path, booklet: str, project: str, shown: str
) -> None:
    chapters = tmp_path / booklet / "chapters"
    chapters.mkdir(parents=True)
    (chapters / "a.md").write_text(TEXT)
    (tmp_path / project).mkdir(exist_ok=True)
    (finding,) = read_manuscript(tmp_path / project, Config()).findings
    assert finding.code == "M101"
    shown = str(Path(shown))
    assert finding.hint.startswith(f"There is a booklet in '{shown}': add --project \"{shown}\".")


def test_a_folder_without_chapters_is_told_of_the_option(tmp_path: Path) -> None:
    (tmp_path / "here" / "there").mkdir(parents=True)
    (finding,) = read_manuscript(tmp_path / "here" / "there", Config()).findings
    assert "name that one with --project" in finding.hint


HTML_ROW = "<tr><td>x</td></tr>"


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("| a | b |\n|---|---|\n" + "| c | d |\n" * 100_000, "3 a table of 100,000 rows"),
        ("a | b\n--|--\n" + "c | d\n" * 5_001, "3 a table of 5,001 rows"),
        ("> | a |\n> |---|\n" + "> | c |\n" * 5_001, "3 a table of 5,001 rows"),
        ("```\n" + "code\n" * 60_000 + "```\n", "3 a block of code of 60,000 lines"),
        ("~~~~\n" + "```\n" * 15_001, "3 a block of code of 15,002 lines"),
        ("    code\n" * 15_001, "3 a block of code of 15,002 lines"),
        (f"<table>\n{HTML_ROW * 5_001}\n</table>\n", "3 a table of 5,001 rows"),
        (f"<table>{HTML_ROW * 5_001}</table>\n", "3 a table of 5,001 rows"),
    ],
)
def test_what_would_take_too_long_is_refused_before_it_is_set(
    make_project: MakeProject, text: str, said: str
) -> None:
    manuscript = read_manuscript(make_project({"chapters/a.md": f"# A\n\n{text}"}), Config())
    (finding,) = manuscript.findings
    line, _, what = said.partition(" ")
    assert (finding.code, str(finding.place)) == ("M122", f"chapters/a.md:{line}")
    assert finding.problem == f"there is {what}, which would take too long to set"


@pytest.mark.parametrize(
    "text",
    [
        "| a |\n|---|\n" + "| b |\n" * 4_990,
        ("| a |\n|---|\n" + "| b |\n" * 3_000 + "\n") * 3,
        ("```\n" + "code\n" * 10_000 + "```\n\n") * 2,
        "- item\n" * 20_000,
        "A line of text.\n" * 50_000,
    ],
)
def test_long_chapters_are_fine(make_project: MakeProject, text: str) -> None:
    manuscript = read_manuscript(make_project({"chapters/a.md": f"# A\n\n{text}"}), Config())
    assert manuscript.findings == ()
