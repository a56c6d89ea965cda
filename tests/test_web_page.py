"""The page for phones: a whole booklet in one file that works alone, and keeps to itself."""

from __future__ import annotations

import json
import os
import re
import subprocess
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
import tinyhtml5
from conftest import ROOT, missing, program
from epub_samples import sample_book
from markup_samples import rendered, shown

from booklet.common.errors import BugError
from booklet.common.language import Language
from booklet.components import ComponentContext, Medium
from booklet.finished_files import find_in_page, write_page
from booklet.project import read_book
from booklet.theme.templates import Layouts
from booklet.web import finish_page, lay_out_web_page
from booklet.web.page import Download
from booklet.web.self_contained import SCRIPT

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

    from booklet.book import Book

LARGEST = 300_000
"""Bytes of our own booklet as a page: what a phone on a school's network loads at once."""

BOXES = """# Boxes

*[MAT]: multi-academy trust

A MAT *is* `one` thing.[^a]

> [!key]
> A line to remember.

1. **Ask** – why.
2. **Listen** – first.

> [!reflect|min-5]
> - What do we leave unsaid?
> - What could we lend?

> [!discuss|min-5] Final word
> 1. Choose.
> 2. Speak.

> [!audit]
> - **Values.** We could say them.
> - We look at our data.

> [!ifthen]

> [!partner]

> [!notes]

> [!quiz]
> How many rules?

> [!answers]
> Two.

- [ ] Ring the school down the road
- [x] Read this

> [!facilitator]
> Only for the facilitator.

| a | b | c | d |
|---|---|---|---|
| 1 | 2 | 3 | 4 |

[^a]: A note.
"""


def page_of(book: Book, project: Path | None = None) -> bytes:
    layouts = Layouts(project)
    downloads = [Download("epub_file", "booklet.epub")]
    return finish_page(lay_out_web_page(book, layouts, downloads), layouts).html


def read(html: bytes) -> Element:
    page: Element = tinyhtml5.parse(html, namespace_html_elements=False)
    return page


@pytest.fixture(scope="module")
def boxes(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    project = tmp_path_factory.mktemp("boxes")
    (project / "chapters").mkdir()
    (project / "chapters" / "1-boxes.md").write_text(BOXES, "utf-8")
    (project / "chapters" / "2-more.md").write_text(BOXES.replace("# Boxes", "# More"), "utf-8")
    return page_of(read_book(project), project)


def test_every_link_inside_the_page_leads_to_one_place(boxes: bytes) -> None:
    page = read(boxes)
    ids = [one for item in page.iter() if (one := item.get("id"))]
    assert len(ids) == len(set(ids))
    links = {item.get("href", "") for item in page.iter("a")}
    assert {link[1:] for link in links if link.startswith("#")} <= set(ids)
    assert [link for link in links if not link.startswith("#")] == ["booklet.epub"]
    named = " ".join(item.get("aria-labelledby", "") for item in page.iter()).split()
    assert set(named) <= set(ids)


def test_headings_go_down_one_level_at_a_time(boxes: bytes) -> None:
    page = read(boxes)
    levels = [int(item.tag[1]) for item in page.iter() if re.fullmatch("h[1-6]", str(item.tag))]
    assert levels.count(1) == 1
    assert all(after <= before + 1 for before, after in pairwise(levels))


def test_the_page_says_what_the_book_says_and_nothing_for_the_facilitator(boxes: bytes) -> None:
    words = " ".join("".join(read(boxes).itertext()).split())
    for said in ("A line to remember.", "What could we lend?", "Two.", "multi-academy trust"):
        assert said in words
    assert "Only for the facilitator" not in words


def test_every_field_has_a_name_and_an_id_of_its_own(boxes: bytes) -> None:
    page = read(boxes)
    labelled = {item.get("for") for item in page.iter("label")}
    inside = {item for label in page.iter("label") for item in label.iter("input")}
    fields = [item for item in page.iter() if item.tag in {"input", "textarea"}]
    assert len(fields) == 2 * (2 + 2 * 5 + 3 + 2 + 1 + 2)
    for field in fields:
        assert field.get("id")
        is_named = field.get("aria-labelledby") or field.get("aria-label")
        assert field in inside or is_named or field.get("id") in labelled


def test_an_answer_stays_with_its_question_in_a_new_release() -> None:
    box = '<section data-component="reflect" id="t-reflect-1"><ul>{}</ul></section>'
    question = '<li id="t-item-1f">What now?</li>'
    for questions in (question, f'<li id="t-item-2e">First?</li>{question}'):
        html = rendered(box.format(questions), Medium.WEB, ComponentContext("t", Language()))
        assert html.count('id="t-item-1f-answer"') == 1


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("> [!reflect|lines-0]\n> - Why?", "<li>Why?</li>"),
        (
            "> [!reflect]\n> Why?",
            'id="trust-reflect-1-answer" aria-labelledby="trust-reflect-1-title"></textarea>',
        ),
        ("> [!audit]\n> - We do.", 'role="radiogroup"'),
        ("> [!ifthen]", "sent to nobody"),
        ("> [!action]\n> | What | Who |\n> |---|---|\n> | Bell | |", 'aria-label="Who, Bell"'),
        ("> [!key]\n> Words.", 'role="doc-pullquote"'),
    ],
)
def test_boxes_have_fields_where_paper_has_lines(written: str, expected: str) -> None:
    assert expected in shown(written, Medium.WEB)


def test_a_policy_lets_nothing_in_and_our_script_alone_run(boxes: bytes) -> None:
    text = boxes.decode()
    policy = re.search(r'"Content-Security-Policy" content="([^"]*)"', text)
    assert policy
    rules = dict(rule.split(" ", 1) for rule in policy[1].split("; "))
    assert rules["default-src"] == rules["base-uri"] == rules["form-action"] == "'none'"
    assert rules["img-src"] == rules["font-src"] == "data:"
    assert re.fullmatch(r"'sha256-[\w+/=]+'", rules["script-src"])
    assert text.index("Content-Security-Policy") < text.index("<style>") < text.index("<script>")
    assert list(find_in_page(boxes)) == []


@pytest.mark.parametrize(
    ("html", "told"),
    [
        ("<script>go()</script>", "<script>"),
        ("<p onclick='go()'>x</p>", "onclick"),
        ("<img src='https://example.org/a.png'>", "https://example.org/a.png"),
        ("<a href='javascript:go()'>x</a>", "javascript:go()"),
        ("<iframe></iframe>", "<iframe>"),
        ("<style>p { background: url(https://example.org) }</style>", "https://example.org"),
        ("<link rel=stylesheet href=other.css>", "other.css"),
    ],
)
def test_a_last_look_refuses_a_page_with_anything_else(
    html: str, told: str, tmp_path: Path
) -> None:
    with pytest.raises(BugError, match=re.escape(told)):
        write_page(tmp_path / "index.html", f"<!DOCTYPE html>{html}".encode())
    write_page(tmp_path / "index.html", f"<!DOCTYPE html><script>{SCRIPT}</script>".encode())


def test_what_a_layout_may_not_do_is_taken_out_of_the_page() -> None:
    folder = ROOT / "tests" / "findings" / "W901-layout-script"
    page = page_of(sample_book(), folder)
    assert list(find_in_page(page)) == []
    assert b"Words in a form stay." in page


def test_the_same_book_gives_the_same_bytes() -> None:
    assert page_of(sample_book()) == page_of(sample_book())


def test_pictures_are_in_the_page() -> None:
    images = list(read(page_of(sample_book())).iter("img"))
    assert images
    carried = re.compile(r"data:image/(png|webp);base64,.+")
    assert all(carried.fullmatch(image.get("src", "")) for image in images)


def test_signs_bring_a_typeface_along(tmp_path: Path) -> None:
    def fonts(text: str) -> str:
        (tmp_path / "chapters").mkdir(exist_ok=True)
        (tmp_path / "chapters" / "1.md").write_text(f"# One\n\n{text}\n", "utf-8")
        page = page_of(read_book(tmp_path), tmp_path).decode()
        return re.sub(r"base64,[^\"]+", "", page)

    symbols = '"Noto Sans Symbols2"'
    assert f"@font-face {{ font-family: {symbols};" in fonts("Done ✓")
    assert f'--text-font: "Literata", "Literata", "Atkinson Hyperlegible", {symbols};' in fonts("✓")
    assert symbols not in fonts("Done")


@pytest.mark.slow
def test_our_own_booklet_loads_at_once() -> None:
    assert len(page_of(read_book(ROOT), ROOT)) <= LARGEST


# -- outside programs -------------------------------------------------------------------------


def packages() -> Path:
    """Find the folder of npm packages; skip or fail without what is needed here."""
    named = os.environ.get("BOOKLET_READERS")
    folder = (
        Path(named) if named else Path.home() / ".cache" / "booklet-validators" / "node_modules"
    )
    for package in ("axe-core", "puppeteer-core", "vnu-jar"):
        if not (folder / package).is_dir():
            missing(package, "npm install, as in .ci/run, and BOOKLET_READERS names the folder")
    return folder


@pytest.mark.validator
@pytest.mark.slow
def test_the_checker_of_html_has_nothing_to_say(boxes: bytes, tmp_path: Path) -> None:
    """It knows no digests in a policy and no `data:` in one; the browser below judges that."""
    jar = packages() / "vnu-jar" / "build" / "dist" / "vnu.jar"
    page = tmp_path / "index.html"
    page.write_bytes(boxes)
    ignored = "--filterpattern", ".*violates Content Security Policy.*"
    command = [program("java", "default-jre-headless"), "-jar", jar, *ignored, page]
    checked = subprocess.run(command, capture_output=True, text=True, check=False)
    assert (checked.returncode, checked.stderr) == (0, "")


@pytest.mark.validator
@pytest.mark.slow
def test_a_browser_shows_it_to_everybody_and_keeps_what_is_typed(
    boxes: bytes, chromium: str, tmp_path: Path
) -> None:
    """On three widths, in light, dark and forced colours, with scripts and without."""
    page, profile = tmp_path / "index.html", tmp_path / "profile"
    page.write_bytes(boxes)
    profile.mkdir()
    looked = subprocess.run(
        [program("node", "nodejs"), ROOT / "tests" / "validators" / "look_at_page.cjs",
         chromium, profile, page],
        env={**os.environ, "NODE_PATH": str(packages()), "HOME": str(profile)},
        capture_output=True,
        text=True,
        check=False,
    )  # fmt: skip
    assert looked.returncode == 0, looked.stderr
    told: dict[str, Any] = json.loads(looked.stdout)
    assert told["told"] == []
    assert told["outside"] == []
    assert told["kept"] == {
        "typed": "At half past eight",
        "deleted": "",
        "zoom": "1.15",
        "ticked": 3,
        "unfolded": 2,
        "plain": 0,
    }
