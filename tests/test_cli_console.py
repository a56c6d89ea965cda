"""Messages come in the order of their places, in colours that mean something."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest
import typer
from rich.progress import Progress

from booklet.cli.console import highlighted, print_products, progress_bar
from booklet.common.errors import Finding, Place, Severity
from booklet.common.outputs import Product


@pytest.mark.parametrize("severity", Severity)
def test_the_severity_is_coloured_and_no_word_changed(severity: Severity) -> None:
    finding = Finding("M101", severity, "an error: of judgement", "Look.", Place("a.md", 3))
    text = highlighted(severity, str(finding))
    assert text.plain == str(finding)
    marked = {text.plain[span.start : span.end] for span in text.spans}
    assert marked >= {str(severity), "  hint:"}


def test_square_brackets_are_no_commands() -> None:
    assert highlighted(Severity.ERROR, "error: [bold]x[/bold]").plain == "error: [bold]x[/bold]"


def test_paths_are_as_short_as_one_would_type_them(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    here = tmp_path / "here"
    here.mkdir()
    monkeypatch.chdir(here)
    built = [here / "out" / "a.pdf", tmp_path / "b.pdf"]
    print_products([Product(path, "2 pages", ()) for path in built], quiet=False)
    assert capsys.readouterr().out.splitlines() == [
        f"Built {Path('out/a.pdf')} (2 pages)",
        f"Built {tmp_path / 'b.pdf'} (2 pages)",
    ]


def test_one_product_is_opened_and_of_several_their_folder(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened: list[str] = []
    monkeypatch.setattr(typer, "launch", opened.append)
    products = [Product(tmp_path / name, "2 pages", ()) for name in ("a.pdf", "b.pdf")]
    print_products(products[:1], quiet=False, open_them=True)
    print_products(products, quiet=True, open_them=True)
    print_products(products, quiet=False)
    assert opened == [str(tmp_path / "a.pdf"), str(tmp_path)]


def test_files_of_an_earlier_title_are_named_and_removed_when_that_is_asked_for(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    old = tmp_path / "old.pdf"
    old.touch()
    products = [Product(tmp_path / "new.pdf", "2 pages", (), earlier=(old,))]
    print_products(products, quiet=False)
    said = capsys.readouterr()
    assert said.out == "Built new.pdf (2 pages)\n"
    assert "note: old.pdf: built before the title was changed" in said.err
    assert "--tidy" in said.err
    assert old.exists()

    print_products(products, quiet=False, tidy=True)
    assert capsys.readouterr().out == "Built new.pdf (2 pages)\nRemoved old.pdf\n"
    assert not old.exists()


def test_the_paper_for_all_copies_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    products = [
        Product(tmp_path / "a.pdf", "24 pages = 6 sheets of A4", (), sheets=6),
        Product(tmp_path / "a.epub", "2 chapters", ()),
    ]
    print_products(products, quiet=False, copies=200)
    assert capsys.readouterr().out.splitlines() == [
        "Built a.pdf (24 pages = 6 sheets of A4; 200 copies = 1,200 sheets)",
        "Built a.epub (2 chapters)",
    ]


def test_the_bar_promises_nothing_while_the_files_are_made(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    shown: list[dict[str, object]] = []
    monkeypatch.setattr(sys.stderr, "isatty", lambda: True)
    monkeypatch.setattr(Progress, "update", lambda *_, **changes: shown.append(changes))
    with progress_bar(quiet=False) as advance:
        assert advance
        advance("One", 1, 2)
        advance("Two", 2, 2)
    assert shown == [
        {"completed": 1, "total": 2, "description": "Set One"},
        {"total": None, "description": "Putting it together"},
    ]
