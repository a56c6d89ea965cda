"""Returned booklets become one page and slips, and nothing else is kept of them."""

from __future__ import annotations

import pickle
from io import BytesIO
from typing import TYPE_CHECKING, TypeVar

import pikepdf
import pytest

from booklet.common.errors import UsageError
from booklet.pipelines.book import build_edition
from booklet.pipelines.collect import collect_plans
from booklet.scheduling.build_context import BuildContext
from booklet.session.returned_booklets import (
    LONGEST_ANSWER,
    NoFormError,
    ReturnedPlan,
    read_returned,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping
    from pathlib import Path

    from conftest import Check

Value = TypeVar("Value")

pytestmark = pytest.mark.slow

SETTINGS = 'title = "Meetings"\nsession = 2026-09-02\n'
CHAPTER = """# Fewer meetings

Text.

1. **Ask why** – every meeting has a purpose, in a sentence.

2. **Stop early** – nobody ever complained.

> [!ifthen] A plan

> [!action] Who, what
> | What | Who, or which team | By when |
> |---|---|---|
> | | | |
> | | | |
> | Cake, large | Margaret | |

> [!revisit|weeks-2]
> What happened?
"""


class MemoryCache:
    """Keeps what it is given, as bytes to look into."""

    def __init__(self) -> None:
        self.kept: dict[str, bytes] = {}

    def get(self, key: str, kind: type[Value]) -> Value | None:
        """Return what was kept."""
        value = pickle.loads(self.kept[key]) if key in self.kept else None  # noqa: S301 - our own
        return value if isinstance(value, kind) else None

    def put(self, key: str, value: object) -> None:
        """Keep a value."""
        self.kept[key] = pickle.dumps(value)


PLAN = "fewer-meetings.ifthen-1.plan-"


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Build a booklet to fill in, once."""
    folder = tmp_path_factory.mktemp("collect")
    (folder / "chapters").mkdir()
    (folder / "booklet.toml").write_text(SETTINGS, "utf-8")
    (folder / "chapters" / "fewer-meetings.md").write_text(CHAPTER, "utf-8")
    build_edition(folder, folder / "out", "standard", fillable=True)
    return folder


def fields_of(pdf: pikepdf.Pdf) -> Mapping[str, pikepdf.Object]:
    def walk(field: pikepdf.Object, above: tuple[str, ...]) -> Iterator[tuple[str, pikepdf.Object]]:
        name = (*above, str(field.T))
        if "/FT" in field:
            yield ".".join(name), field
        for kid in field.get("/Kids", []):
            if "/T" in kid:
                yield from walk(kid, name)

    return dict(one for field in pdf.Root.AcroForm.Fields for one in walk(field, ()))


@pytest.fixture
def send_back(project: Path, tmp_path: Path) -> Callable[..., Path]:
    """Fill in a booklet and put it into a folder: `send_back("a.pdf", {name: words})`."""

    def fill(file: str, answers: Mapping[str, str]) -> Path:
        returned = tmp_path / "returned"
        returned.mkdir(exist_ok=True)
        with pikepdf.open(project / "out" / "meetings-A5-fillable.pdf") as pdf:
            fields = fields_of(pdf)
            for name, words in answers.items():
                fields[name].V = pikepdf.String(words)
            pdf.save(returned / file)
        return returned

    return fill


ADA = {
    f"{PLAN}1": "a meeting has no purpose",
    f"{PLAN}2": "ask for a sentence",
    f"{PLAN}3": "we know",
    "owner.entry-1": "Ada King",
}


def test_a_page_and_slips_have_everybody_s_own_words_without_names(
    project: Path, send_back: Callable[..., Path], tmp_path: Path, poppler: Callable[..., str]
) -> None:
    send_back("a.pdf", ADA)
    send_back("again.pdf", ADA)
    send_back("b.pdf", {f"{PLAN}2": "go home"})
    returned = send_back("empty.PDF", {})
    (returned / "junk.pdf").write_bytes(b"junk")
    (returned / "letter.txt").write_text("Dear head", "utf-8")
    page, slips = collect_plans(project, tmp_path / "out", returned)
    assert [path.parent.name for path in (page.path, slips.path)] == ["collected"] * 2
    assert [one.code for one in page.findings] == ["S909", "S908"]
    assert page.measure == "2 plans on 1 page of A4"
    said = " ".join(poppler("pdftotext", "-layout", page.path, "-").split())
    themes = "1. Ask why – If a meeting has no purpose then I will ask for a sentence so that we"
    assert themes in said
    assert "Other plans – then I will go home Wednesday 16 September 2026" in said
    assert "Ada" not in said
    slip = " ".join(poppler("pdftotext", slips.path, "-").split())
    assert slip.count("ask for a sentence") == 1
    assert slip.count("What happened?") == 2
    assert "Wednesday 16 September 2026" in slip
    named, _ = collect_plans(project, tmp_path / "named", returned, with_names=True)
    assert "so that we know (Ada King)" in " ".join(
        poppler("pdftotext", "-layout", named.path, "-").split()
    )


ACTIONS = "fewer-meetings.action-1.cell-"


def test_action_tables_are_gathered_row_by_row(
    project: Path, send_back: Callable[..., Path], tmp_path: Path, poppler: Callable[..., str]
) -> None:
    send_back("a.pdf", {f"{ACTIONS}4": "Mend the gate", f"{ACTIONS}5": "Bo", f"{ACTIONS}7": "May"})
    send_back("b.pdf", {f"{ACTIONS}1": "A bench", f"{ACTIONS}3": "June", "owner.entry-1": "Ada"})
    returned = send_back("c.pdf", {f"{ACTIONS}4": "Mend the gate", f"{ACTIONS}5": "Bo"})
    page, slips = collect_plans(project, tmp_path / "out", returned)
    assert page.findings == ()
    assert page.measure == "3 actions on 1 page of A4"
    assert slips.measure == "3 slips on 1 page of A4"
    said = " ".join(poppler("pdftotext", "-layout", page.path, "-").split())
    assert (
        "Who, what What Who, or which team By when A bench June Cake, large Margaret May "
        "Mend the gate Bo Wednesday 16 September 2026"
    ) in said
    slip = " ".join(poppler("pdftotext", slips.path, "-").split())
    for words in ("What: Cake, large", "Who, or which team: Margaret", "By when: May"):
        assert slip.count(words) == 1
    assert "Ada" not in said + slip
    named, _ = collect_plans(project, tmp_path / "named", returned, with_names=True)
    assert "June (Ada)" in " ".join(poppler("pdftotext", "-layout", named.path, "-").split())


@pytest.mark.validator
def test_both_files_are_accessible_and_archivable(
    project: Path, send_back: Callable[..., Path], tmp_path: Path, vera: Check
) -> None:
    for product in collect_plans(
        project, tmp_path / "out", send_back("a.pdf", {**ADA, f"{ACTIONS}1": "A bench"})
    ):
        assert vera(product.path, "ua1", "3a") == []


def test_the_same_booklets_give_the_same_bytes_and_leave_no_trace(
    project: Path, send_back: Callable[..., Path], tmp_path: Path
) -> None:
    returned = send_back("a.pdf", {**ADA, f"{PLAN}2": "xylophone quietly"})
    cache = MemoryCache()
    context = BuildContext(cache=cache)
    made = collect_plans(project, tmp_path / "out", returned, build_context=context)
    again = collect_plans(project, tmp_path / "again", returned, build_context=context)
    assert [one.path.read_bytes() for one in made] == [one.path.read_bytes() for one in again]
    assert cache.kept
    assert not any(b"xylophone" in pickled for pickled in cache.kept.values())
    assert {path for path in (tmp_path / "out").rglob("*") if path.is_file()} == {
        one.path for one in made
    }


def test_a_folder_without_plans_is_refused(
    project: Path, send_back: Callable[..., Path], tmp_path: Path
) -> None:
    with pytest.raises(UsageError, match="there is no folder"):
        collect_plans(project, tmp_path / "out", tmp_path / "nowhere")
    with pytest.raises(UsageError, match="there is no plan") as refused:
        collect_plans(project, tmp_path / "out", send_back("empty.pdf", {}))
    assert [one.code for one in refused.value.findings] == ["S909"]


def pdf_with(fields: object) -> bytes:
    pdf = pikepdf.new()
    pdf.Root.AcroForm = pikepdf.Dictionary(Fields=fields)
    return saved(pdf)


def saved(pdf: pikepdf.Pdf) -> bytes:
    output = BytesIO()
    pdf.save(output)
    return output.getvalue()


def test_what_other_programs_do_to_a_form_is_understood() -> None:
    kid = pikepdf.Dictionary(V=pikepdf.String("in a\r\nkid \u202e\0"))
    fields = pikepdf.Array(
        [
            pikepdf.Dictionary(T=pikepdf.String("a.ifthen-1.plan-1"), Kids=pikepdf.Array([kid])),
            pikepdf.Dictionary(T=pikepdf.String("a.ifthen-1.plan-2"), V=pikepdf.String("x" * 999)),
            pikepdf.Dictionary(T=pikepdf.String("a.ifthen-1.plan-3"), V=pikepdf.Name.Off),
            pikepdf.Dictionary(T=pikepdf.String("b.ifthen-2.plan-2"), V=pikepdf.String(" ")),
            7,
        ]
    )
    assert read_returned(pdf_with(fields)).plans == (
        ReturnedPlan("a", "in a kid", "x" * LONGEST_ANSWER, ""),
    )


def test_a_hostile_form_harms_nobody() -> None:
    pdf = pikepdf.new()
    loop = pdf.make_indirect(pikepdf.Dictionary(T=pikepdf.String("a")))
    loop.Kids = pikepdf.Array([loop, loop, loop])
    pdf.Root.AcroForm = pikepdf.Dictionary(Fields=pikepdf.Array([loop]))
    with pytest.raises(NoFormError, match="no fields"):
        read_returned(saved(pdf))
    for form in (pikepdf.Array([]), pikepdf.String("x")):
        with pytest.raises(NoFormError, match="no fields"):
            read_returned(pdf_with(form))
    with pytest.raises(NoFormError, match="is no PDF"):
        read_returned(b"")
