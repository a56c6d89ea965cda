"""What each component becomes, drawn out for a reviewer; and what must never be seen.

Each `tests/golden/components/NAME.md` has the two files beside it that show what it becomes.
"""

from __future__ import annotations

import datetime as dt
import re
from importlib import import_module
from pathlib import Path
from pkgutil import iter_modules
from typing import TYPE_CHECKING

import pytest
from conftest import ROOT
from hypothesis import given, settings
from hypothesis import strategies as st
from markup_samples import ENGLISH, body, parse, rendered, shown

import booklet.components
from booklet.common import xhtml
from booklet.common.language import Language
from booklet.components import BY_NAME, COMPONENTS, Component, ComponentContext, Medium
from booklet.components.component_use import Family
from booklet.weasy.measure_flow import WORK_FAMILIES

if TYPE_CHECKING:
    from collections.abc import Mapping

GOLDEN = Path(__file__).parent / "golden" / "components"
CASES = sorted(path.stem for path in GOLDEN.glob("*.md"))


def tidy(html: str) -> str:
    """Put each block on its own line and shorten drawings, for people to read."""
    html = re.sub(r'src="data:[^"]*"', 'src="data:…"', html)
    html = re.sub(r"\s*\n\s*", " ", html)
    blocks = "section|aside|div|p|ul|ol|li|table|thead|tbody|tr|figure|h2"
    html = re.sub(rf"(?=<(?:{blocks})[ >])", "\n", html)
    html = re.sub(r"(?:<div class=\"ruled-line\"></div>\s*)+", _count_lines, html)
    return "\n".join(line.rstrip() for line in html.strip().split("\n")) + "\n"


def _count_lines(match: re.Match[str]) -> str:
    count = match[0].count("ruled-line")
    return f'\n<div class="ruled-line"></div> × {count} '


@pytest.mark.parametrize("medium", Medium)
@pytest.mark.parametrize("case", CASES)
def test_each_component_becomes_what_is_drawn(
    case: str, medium: Medium, request: pytest.FixtureRequest
) -> None:
    expected = GOLDEN / f"{case}.{medium}.html"
    seen = tidy(shown((GOLDEN / f"{case}.md").read_text("utf-8"), medium))
    if request.config.getoption("--update-golden"):
        expected.write_text(seen, "utf-8")
    assert seen == expected.read_text("utf-8")


def test_every_component_has_a_drawing() -> None:
    alerts = {"tip", "important", "warning", "caution"}
    assert set(CASES) - {"footnotes"} == set(BY_NAME) - alerts


def test_every_component_is_made_in_one_file_and_has_a_line_in_the_tuple() -> None:
    files = iter_modules(booklet.components.__path__)
    modules = [import_module(f"booklet.components.{file.name}") for file in files]
    homes: dict[str, set[str]] = {}
    for module in modules:
        for value in vars(module).values():
            for component in value if isinstance(value, tuple) else (value,):
                if isinstance(component, Component):
                    homes.setdefault(component.name, set()).add(module.__name__)
    assert homes.keys() == BY_NAME.keys()
    assert all(len(home) == 1 for home in homes.values())


def test_pages_know_the_families_of_boxes_that_ask_for_work() -> None:
    assert {Family.THINK, Family.TALK, Family.DO} == WORK_FAMILIES


def test_authors_find_every_component_in_their_guide() -> None:
    page = (ROOT / "docs" / "writing-chapters.md").read_text("utf-8")
    shown_there = {name for name in BY_NAME if re.search(rf"\[!{name}[\]|]", page)}
    recognised = {component.name for component in COMPONENTS if component.recognise}
    assert BY_NAME.keys() - shown_there <= recognised
    assert all(name in page for name in recognised)


FACILITATOR = """## Open

Before[^f] ZZZ.

> [!facilitator|min-10] Secret title
> Secret words ZZZ[^s] ![Secret picture](secret.png) <b>Secret raw</b>
>
> ## Secret heading {#secret}
>
> > [!reflect] Secret inner
> > Secret question
>
> 1. **Secret lead** – text
>
> | Secret |
> |---|
> | Secret |
>
> ```
> Secret code
> ```
>
> - [ ] Secret task
>
> *[ZZZ]: Secret term
>
> [^s]: Secret note
>
> [^f]: Secret note called outside
>
> [Secret link](#secret) [Secret rule](#rule-1)

> [!example]
> Outer.
>
> > [!facilitator]
> > Secret inside a box

- item

    > [!facilitator]
    > Secret inside a list

> [!quiz]
> Why?
>
> > [!facilitator]
> > Secret in a quiz

> [!answers]
> So.
>
> > [!facilitator]
> > Secret in answers

> [!FACILITATOR]
> > > [!key]
> > > Secret deep

See [the place](#secret).

## Close
"""


@pytest.mark.parametrize("medium", Medium)
def test_facilitators_words_are_in_no_output(medium: Medium) -> None:
    chapter = parse(f"# Title\n\n{FACILITATOR}")
    context = ComponentContext("trust", ENGLISH)
    seen = rendered(chapter.html, medium, context)
    seen += rendered(xhtml.serialise_content(chapter.answers), medium, context, is_body=False)
    assert "secret" not in seen.replace("#secret", "").lower()
    for words in ("Before", "Outer.", "item", "Why?", "So.", "the place", "Close"):
        assert words in seen


def test_facilitators_words_are_in_nothing_else_either() -> None:
    chapter = parse(f"# Title\n\n{FACILITATOR}")
    assert [heading.text for heading in chapter.headings] == ["Open", "Close"]
    assert chapter.terms == ()
    assert chapter.pictures == ()
    assert [one.target for one in chapter.references] == ["#secret"]


NEST = st.recursive(
    st.just("Plain words.\n"),
    lambda inner: (
        st.tuples(st.sampled_from(["facilitator", "example", "notes", "quiz"]), inner)
        .map(
            lambda two: (
                f"[!{two[0]}]\nHidden words.\n\n{two[1]}"
                if two[0] == "facilitator"
                else f"[!{two[0]}]\n{two[1]}"
            )
        )
        .map(lambda text: "".join(f"> {line}\n" for line in text.splitlines()))
    ),
    max_leaves=4,
)


@settings(max_examples=60, deadline=None)
@given(NEST)
def test_facilitators_words_stay_hidden_however_boxes_nest(text: str) -> None:
    for medium in Medium:
        assert "Hidden" not in shown(text, medium)


def test_aims_of_the_metadata_open_the_chapter_unless_it_has_its_own() -> None:
    aims = ("Listen", "Plan <b>")
    seen = shown("Text.", Medium.PRINT, aims=aims)
    assert seen.startswith('<section class="component aims" id="trust-aims-1"')
    assert "<li>Plan &lt;b&gt;</li>" in seen
    own = shown("Text.\n\n> [!aims]\n> - Mine", Medium.PRINT, aims=aims)
    assert "Listen" not in own
    assert shown("Text.", Medium.PRINT).startswith("<p>")


def test_aims_stay_out_of_the_answers() -> None:
    context = ComponentContext("trust", ENGLISH, aims=("Listen",))
    assert rendered("<p>So.</p>", Medium.PRINT, context, is_body=False) == "<p>So.</p>"


@pytest.mark.parametrize(
    "text",
    [
        "1. **A** – b\n2. **C** – d",
        "1. **A** – b\n\n2. **C** – d",
        "1. **A** – b\n\n   \n2. **C** – d",
    ],
    ids=["tight", "loose", "blank with spaces"],
)
def test_rules_are_the_same_tight_or_loose(text: str) -> None:
    assert "".join(body(text).split("\n")) == (
        '<ol class="rules">'
        '<li class="rule" id="trust-rule-1"><p><strong class="rule-lead">A</strong> – b</p></li>'
        '<li class="rule" id="trust-rule-2"><p><strong class="rule-lead">C</strong> – d</p></li>'
        "</ol>"
    )


@pytest.mark.parametrize(
    "text",
    ["1. **A** – b\n2. plain", "- **A** – b", "1. Some **bold**", "- x\n    1. **A** – b"],
    ids=["mixed", "bullets", "bold later", "nested"],
)
def test_other_lists_are_no_rules(text: str) -> None:
    assert "rule" not in body(text)


def test_rules_keep_their_first_number() -> None:
    html = body("3. **C** – d\n4. **E** – f")
    assert '<ol start="3" class="rules">' in html
    assert 'id="trust-rule-3"' in html


@pytest.mark.parametrize(
    ("first", "count", "expected"), [(1, 9, ""), (1, 10, " digits-2"), (98, 3, " digits-3")]
)
def test_numerals_of_two_figures_get_a_size_that_fits(
    first: int, count: int, expected: str
) -> None:
    text = "\n".join(f"{first + n}. **Lead {n}** – text" for n in range(count))
    assert f'class="rules{expected}"' in shown(text, Medium.PRINT)


def test_a_second_list_of_rules_gets_ids_of_its_own() -> None:
    html = body("1. **A** – b\n\nBetween.\n\n1. **C** – d")
    assert 'id="trust-rule-1"' in html
    assert 'id="trust-rule-1-2"' in html


def test_a_nested_list_in_a_tight_rule_stays_below_its_paragraph() -> None:
    html = "".join(body("1. **A** – b\n    - c\n2. **D** – e").split("\n"))
    assert "– b</p><ul><li>c</li></ul></li>" in html


@pytest.mark.parametrize(
    ("labels", "expected"),
    [({}, "15 munud"), ({"minutes": "{minutes} munud"}, "15 munud")],
)
def test_times_are_said_in_the_books_language(labels: Mapping[str, str], expected: str) -> None:
    context = ComponentContext("trust", Language("cy", labels))
    seen = rendered(body("> [!discuss|min-15]\n> x"), Medium.PRINT, context)
    assert f'<span class="component-time">{expected}</span>' in seen


def test_one_minute_is_not_plural() -> None:
    assert ">1 minute<" in shown("> [!try|min-1]\n> x", Medium.EBOOK)


def test_without_a_session_there_are_lines_for_the_dates_on_paper_only() -> None:
    html = body("> [!revisit|weeks-1|weeks-13]")
    context = ComponentContext("trust", ENGLISH)
    on_paper = rendered(html, Medium.PRINT, context)
    label = '<span class="revisit-label">One week on:</span>'
    assert f'<li>{label} <span class="write-on"></span></li>' in on_paper
    assert "<li>13 weeks on</li>" in rendered(html, Medium.EBOOK, context)


@given(st.dates(dt.date(1900, 1, 1), dt.date(2200, 1, 1)), st.integers(1, 104))
@settings(max_examples=30, deadline=None)
def test_dates_are_whole_weeks_after_the_session(session: dt.date, weeks: int) -> None:
    context = ComponentContext("trust", ENGLISH, session=session)
    seen = rendered(body(f"> [!revisit|weeks-{weeks}]"), Medium.PRINT, context)
    assert f"{session:%A}" in seen


def test_notes_with_words_are_kept_on_screens() -> None:
    assert shown("> [!notes]\n> Write down one thing.", Medium.EBOOK).count("Write down") == 1
    assert shown("> [!notes|lines-5]", Medium.EBOOK).strip() == ""


def test_a_link_to_a_place_that_a_medium_leaves_out_keeps_its_words() -> None:
    html = body("> [!notes]\n\nSee [the notes](#notes-1).")
    html = html.replace('href="#notes-1"', 'href="#trust-notes-1"')  # as the book resolves it
    on_paper, on_screens = (
        rendered(html, medium, ComponentContext("trust", ENGLISH))
        for medium in (Medium.PRINT, Medium.EBOOK)
    )
    assert '<a href="#trust-notes-1" class="cross-reference">the notes</a>.' in on_paper
    assert 'id="trust-notes-1"' in on_paper
    assert "<a" not in on_screens
    assert "See the notes." in on_screens


@pytest.mark.parametrize("medium", Medium)
def test_rendering_is_pure_and_well_formed(medium: Medium) -> None:
    text = "\n\n".join((GOLDEN / f"{case}.md").read_text("utf-8") for case in CASES)
    first, second = shown(text, medium), shown(text, medium)
    assert first == second
    ids = [item.get("id") for item in xhtml.parse(first).iter() if item.get("id")]
    assert len(ids) == len(set(ids))


def test_two_boxes_of_one_title_are_not_two_landmarks_of_one_name() -> None:
    text = "> [!tip]\n> One.\n\n> [!tip]\n> Two.\n\n> [!tip] Other\n> Three.\n"
    assert shown(text, Medium.EBOOK).count("aria-labelledby") == 2
    typed = "> [!key]\n> A\n\n> [!key]\n> B\n\n<aside>One</aside>\n\n<aside>Two</aside>\n\n"
    typed += '<section aria-label="x">1</section>\n\n<section aria-label="x">2</section>\n'
    seen = shown(typed, Medium.EBOOK)
    assert seen.count("<aside>") == seen.count('<aside role="note">') == 1
    assert seen.count('aria-label="x"') == 1


def test_the_lead_of_a_rule_has_no_colon_where_it_stands_alone() -> None:
    chapter = parse("1. **Stop early:** now.\n2. **Go** – home.\n")
    assert [lead for _, lead in chapter.rules] == ["Stop early", "Go"]


def test_no_colour_of_an_author_s_stands_against_the_claim_of_contrast() -> None:
    seen = shown('<span style="color:#ccc">pale</span> *x*{: style="color:#ccc" }', Medium.EBOOK)
    assert "pale" in seen
    assert "#ccc" not in seen
