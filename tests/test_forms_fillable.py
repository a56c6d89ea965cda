"""Forms: where one can write on paper, one can type on a screen; nothing else is different."""

from __future__ import annotations

from io import BytesIO
from typing import TYPE_CHECKING

import pikepdf
import pytest
from pikepdf.form import (
    CheckboxField,
    ExtendedAppearanceStreamGenerator,
    Form,
    RadioButtonGroup,
    TextField,
)
from render_samples import copy_of, division, link_alone, set_alone

from booklet.forms.fillable import make_fillable
from booklet.forms.font import FormFont, measure_font
from booklet.scheduling.typeset_book import typeset
from booklet.theme.typefaces import FORM_FAMILY, nearest_face

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from conftest import Check, Finished, MakeProject

    from booklet.forms.field import FormField
    from booklet.linker.fragment import Fragment

LINE = '<div class="ruled-line"></div>'
STYLESHEET = """
.ruled-line { height: 8mm; border-bottom: 1pt solid }
.write-on { display: inline-block; width: 30mm; height: 5mm; border-bottom: 1pt solid }
.tick-box { position: absolute; width: 3mm; height: 3mm; border: 1pt solid }
.audit-circle { display: inline-block; width: 5mm; height: 5mm; border-radius: 50% }
td { height: 10mm }
"""
TITLE = '<p class="component-title">{} <span class="component-time">5 minutes</span></p>'
REFLECT = f"""
<section class="component reflect" id="my-day-reflect-1">{TITLE.format("Reflect")}
<div class="component-body"><ul><li>What worked?<span class="footnote">Not
much.</span></li><li>What next?</li></ul><div class="ruled-lines">{LINE * 3}</div></div></section>
"""
IFTHEN = f"""
<section class="component ifthen" id="my-day-ifthen-1">{TITLE.format("Plan")}
<div class="component-body">
<div class="stem"><span class="stem-label">If</span><span class="write-on"></span></div>{LINE}
<div class="stem"><span class="stem-label">then I will</span><span class="write-on"></span></div>
{LINE}</div></section>
"""
CIRCLES = "".join(f'<span class="audit-circle">{score}</span>' for score in range(1, 6))
AUDIT = f"""
<section class="component audit" id="my-day-audit-1">{TITLE.format("Audit")}
<div class="component-body"><ul class="audit">
<li class="audit-row" id="my-day-item-0a1b"><span class="audit-statement">We share.</span>
<span class="audit-scale">{CIRCLES}</span></li>
<li class="audit-row"><span class="audit-statement">We act.</span>
<span class="audit-scale">{CIRCLES}</span></li></ul></div></section>
"""
CHECKLIST = """
<section id="my-day"><ul class="checklist">
<li class="checklist-item" id="my-day-item-77"><span class="tick-box"></span>Book a room</li>
<li class="checklist-item"><span class="tick-box ticked"></span>Ask a friend
<ul><li>or two</li></ul></li></ul></section>
"""
ACTION = f"""
<section class="component action" id="my-day-action-1">{TITLE.format("Action")}
<div class="component-body"><table class="action-table">
<tr><th scope="col">What</th><th scope="col">Who</th></tr>
<tr><td>Ring up</td><td></td></tr></table></div></section>
"""
BODY = f"<h1>My day</h1>{REFLECT}{IFTHEN}{AUDIT}{CHECKLIST}{ACTION}"


@pytest.fixture(scope="module")
def fragment() -> Fragment:
    return set_alone(BODY, stylesheet=STYLESHEET)


@pytest.fixture(scope="module")
def fields(fragment: Fragment) -> tuple[FormField, ...]:
    return fragment.fields


@pytest.fixture(scope="module")
def pages(fragment: Fragment) -> bytes:
    return link_alone(fragment)


@pytest.fixture(scope="module")
def font() -> FormFont:
    return measure_font(nearest_face(FORM_FAMILY, bold=False).content)


@pytest.fixture(scope="module")
def form(pages: bytes, fields: tuple[FormField, ...], font: FormFont) -> bytes:
    return make_fillable(pages, fields, font)


def test_every_place_to_write_is_a_field_with_a_readable_name_and_label(
    fields: tuple[FormField, ...],
) -> None:
    assert [(field.name, field.kind.value, field.label) for field in fields] == [
        ("my-day.reflect-1.lines-1", "lines", "Reflect: What worked? What next?"),
        ("my-day.ifthen-1.plan-1", "lines", "Plan: If"),
        ("my-day.ifthen-1.plan-2", "lines", "Plan: then I will"),
        ("my-day.audit-1.score-1", "score", "Audit: We share."),
        ("my-day.audit-1.score-2", "score", "Audit: We act."),
        ("my-day.tick-1", "tick", "Book a room"),
        ("my-day.tick-2", "tick", "Ask a friend"),
        ("my-day.action-1.cell-1", "lines", "Action: Who, Ring up"),
    ]


def test_a_field_covers_its_lines_and_a_scale_has_an_area_for_each_circle(
    fields: tuple[FormField, ...],
) -> None:
    by_name = {field.name: field for field in fields}
    (lines,) = by_name["my-day.reflect-1.lines-1"].areas
    left, bottom, right, top = lines.rectangle
    height = 8 / 25.4 * 72 + 1  # of one line, with its rule
    assert (right - left, top - bottom) == pytest.approx((75 / 25.4 * 72, 3 * height))
    (plan,) = by_name["my-day.ifthen-1.plan-1"].areas
    assert plan.rectangle[0] > left  # its words stay in sight
    scores = by_name["my-day.audit-1.score-1"].areas
    assert [area.choice for area in scores] == list("12345")
    assert len({area.rectangle for area in scores}) == 5


def test_what_is_ticked_in_the_manuscript_is_ticked(form: bytes) -> None:
    with pikepdf.open(BytesIO(form)) as pdf:
        ticks = {
            name: field for name, field in Form(pdf).items() if isinstance(field, CheckboxField)
        }
        assert {name: field.checked for name, field in ticks.items()} == {
            "my-day.tick-1": False,
            "my-day.tick-2": True,
        }


def test_lines_on_two_pages_are_two_fields_with_labels_of_their_own() -> None:
    notes = f"""<section class="component notes" id="x-notes-1">{TITLE.format("Notes")}
    <div class="component-body"><div class="ruled-lines">{LINE * 20}</div></div></section>"""
    fields = set_alone(notes, stylesheet=STYLESHEET).fields
    assert [(field.name, field.label) for field in fields] == [
        ("x.notes-1.lines-1", "Notes"),
        ("x.notes-1.lines-2", "Notes (2)"),
    ]
    assert [field.areas[0].page_index for field in fields] == [0, 1]


def test_a_cell_with_words_in_it_and_another_table_are_no_fields() -> None:
    table = "<table><tr><th>A</th></tr><tr><td></td></tr></table>"
    assert set_alone(f"{table}<p>Words.</p>").fields == ()


def test_the_form_has_the_fields_and_their_labels(
    form: bytes, fields: tuple[FormField, ...]
) -> None:
    with pikepdf.open(BytesIO(form)) as pdf:
        found = {name: field.alternate_name for name, field in Form(pdf).items()}
    assert found == {field.name: field.label for field in fields}


def test_pages_stay_the_same(pages: bytes, form: bytes) -> None:
    with pikepdf.open(BytesIO(pages)) as before, pikepdf.open(BytesIO(form)) as after:
        assert [page.Contents.read_bytes() for page in before.pages] == [
            page.Contents.read_bytes() for page in after.pages
        ]


def test_the_same_pages_give_the_same_form(
    pages: bytes, form: bytes, fields: tuple[FormField, ...], font: FormFont
) -> None:
    assert make_fillable(pages, fields, font) == form


def test_names_are_unique_even_if_places_are_not(
    pages: bytes, fields: tuple[FormField, ...], font: FormFont
) -> None:
    form = make_fillable(pages, (fields[0], fields[0], fields[0]), font)
    with pikepdf.open(BytesIO(form)) as pdf:
        assert [name for name, _ in Form(pdf).items()] == [
            "my-day.reflect-1.lines-1",
            "my-day.reflect-1.lines-1-2",
            "my-day.reflect-1.lines-1-3",
        ]


def elements(node: pikepdf.Object, trail: tuple[str, ...] = ()) -> Iterator[tuple[str, ...]]:
    """Walk a structure tree; yield each path of roles to a form field, with its words."""
    for kid in node.K if isinstance(node.K, pikepdf.Array) else [node.K]:
        if not isinstance(kid, pikepdf.Dictionary) or "/S" not in kid:
            continue
        role = str(kid.S)[1:]
        if role == "Form":
            yield (*trail, str(kid.Alt))
        yield from elements(kid, (*trail, role))


def test_screen_readers_meet_each_field_where_its_lines_are(form: bytes) -> None:
    with pikepdf.open(BytesIO(form)) as pdf:
        found = list(elements(pdf.Root.StructTreeRoot.K[0]))
    places = {words: roles for *roles, words in found}
    assert places["Reflect: What worked? What next?"][0] == "Sect"
    assert places["Book a room"] == ["Sect", "L", "LI", "LBody"]
    assert places["Audit: We act. – 4"][:4] == ["Sect", "Div", "L", "LI"]
    assert places["Action: Who, Ring up"][-2:] == ["TR", "TD"]
    assert [words for *_, words in found][:3] == [
        "Reflect: What worked? What next?",
        "Plan: If",
        "Plan: then I will",
    ]


def test_every_field_and_its_element_know_each_other(form: bytes) -> None:
    with pikepdf.open(BytesIO(form)) as pdf:
        owners = pikepdf.NumberTree(pdf.Root.StructTreeRoot.ParentTree)
        widgets = [
            (page, annotation)
            for page in pdf.pages
            for annotation in page.get("/Annots", [])
            if annotation.Subtype == "/Widget"
        ]
        assert len(widgets) == 2 * 5 + 6
        for page, widget in widgets:
            element = owners[int(widget.StructParent)]
            assert element.S == "/Form"
            assert element.K.Obj.objgen == widget.objgen
            assert element.objgen in [
                kid.objgen
                for kid in element.P.K
                if kid is not None and isinstance(kid, pikepdf.Dictionary)
            ]
            assert page.Tabs == "/S"


def test_a_form_can_be_filled_in_with_letters_of_many_languages(
    form: bytes, tmp_path: Path, poppler: Callable[..., str]
) -> None:
    path = tmp_path / "filled.pdf"
    with pikepdf.open(BytesIO(form)) as pdf:
        for field in dict(Form(pdf, ExtendedAppearanceStreamGenerator).items()).values():
            if isinstance(field, TextField):
                field.value = "Zoë’s café"
            elif isinstance(field, RadioButtonGroup):
                field.value = pikepdf.Name("/4")
        pdf.save(path)
    shown = " ".join(poppler("pdftotext", path, "-").split())
    assert shown.count("Zoë’s café") == 4
    (typed,) = [line for line in poppler("pdffonts", path).splitlines() if "WinAnsi" in line]
    assert typed.split()[:5] == ["AtkinsonHyperlegible-Regular", "TrueType", "WinAnsi", "yes", "no"]


def test_fields_of_a_book_stand_on_its_pages_and_have_names_of_their_own(font: FormFont) -> None:
    second = REFLECT.replace("my-day", "two")
    copy = copy_of(
        division("one", f"<p>Nothing.</p>{REFLECT}"),
        division("two", f"<p>Nothing.</p>{second}"),
        notes=f'<p class="component-title">Notes</p><div class="ruled-lines">{LINE}</div>',
        stylesheet=STYLESHEET,
    )
    book = typeset(copy)
    names = [field.name for field in book.fields]
    assert len(set(names)) == len(names) > 2
    two = next(field for field in book.fields if field.name.startswith("two."))
    assert two.areas[0].page_index == 2
    with pikepdf.open(BytesIO(make_fillable(book.pdf, book.fields, font))) as pdf:
        assert [words for *_, words in elements(pdf.Root.StructTreeRoot.K[0])] == [
            field.label for field in book.fields
        ]


PROJECT = {
    "booklet.toml": 'title = "Forms"\n',
    "chapters/one.md": """# One

Begin.

> [!reflect|lines-3]
> - What worked?

> [!audit] Where are we?
> - We share.
> - We act.

> [!ifthen]

> [!partner]

> [!action] Next steps
> | What | Who |
> | --- | --- |
> | Ring up |  |

- [ ] Book a room
- [x] Ask a friend

> [!notes|lines-60]
""",
}


@pytest.mark.slow
@pytest.mark.validator
def test_a_form_is_accessible_and_archivable(
    make_project: MakeProject, run_booklet: Callable[..., Finished], vera: Check
) -> None:
    project = make_project(PROJECT)
    finished = run_booklet("pdf", "--fillable", "--project", project)
    assert finished.code == 0, finished.err
    path = project / "out" / "forms-A5-fillable.pdf"
    assert f"Built {path}" in finished.out
    assert vera(path, "ua1", "3a") == []
    with pikepdf.open(path) as pdf:
        names = {name for name, _ in Form(pdf).items()}
    assert {
        "one.reflect-1.lines-1",
        "one.audit-1.score-2",
        "one.ifthen-1.plan-3",
        "one.partner-1.entry-2",
        "one.action-1.cell-1",
        "one.tick-2",
        "one.notes-1.lines-2",
    } <= names


@pytest.mark.slow
def test_to_fit_pages_takes_no_box_its_fields(
    make_project: MakeProject, run_booklet: Callable[..., Finished]
) -> None:
    kinds = []
    for settings in ("", "copyfit = false\n"):
        project = make_project({**PROJECT, "booklet.toml": f'title = "Forms"\n{settings}'})
        finished = run_booklet("pdf", "--fillable", "--project", project)
        assert finished.code == 0, finished.err
        with pikepdf.open(project / "out" / "forms-A5-fillable.pdf") as pdf:
            names = [name for name, _ in Form(pdf).items() if name.startswith("one.")]
        # Lines to write on are a field on each page that they take; all else is a field of its own.
        kinds.append({name.rsplit("-", 1)[0] if ".lines-" in name else name for name in names})
    assert kinds[0] == kinds[1]
    assert {"one.notes-1.lines", "one.reflect-1.lines", "one.ifthen-1.plan-3"} <= kinds[0]


def test_without_being_asked_for_there_is_no_form(
    make_project: MakeProject, run_booklet: Callable[..., Finished]
) -> None:
    project = make_project({"chapters/one.md": "# One\n\nText.\n"})
    assert run_booklet("pdf", "--project", project).code == 0
    assert not list((project / "out").glob("*fillable*"))
