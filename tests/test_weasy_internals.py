"""WeasyPrint's internals are used in one room, named in one module, and for one version."""

from __future__ import annotations

import ast
import re
from collections.abc import Callable
from pathlib import Path
from types import ModuleType, SimpleNamespace
from typing import TYPE_CHECKING

import pytest
import weasyprint

from booklet.weasy import internals

if TYPE_CHECKING:
    from collections.abc import Iterator

PACKAGE = Path(internals.__file__).parent.parent
DOCUMENTED = {
    "weasyprint": {"CSS", "DEFAULT_OPTIONS", "HTML"},
    "weasyprint.text.fonts": {"FontConfiguration"},
    "weasyprint.urls": {"URLFetcher", "URLFetcherResponse"},
}
PRIVATE = ("_page_box", "_box")
ROOM = PACKAGE / "weasy"
# Modules of the room that hand out objects of the two libraries.
BORDER = {
    f"booklet.weasy.{name}"
    for name in ("internals", "protocols", "capture", "extract", "typefaces")
}


def test_it_is_the_version_whose_internals_we_use() -> None:
    """Another version may name its internals otherwise: read `internals`, and look at all pages."""
    assert weasyprint.__version__ == internals.KNOWN_VERSION


def test_nobody_else_reaches_beyond_what_is_documented() -> None:
    # Read from the source: what a module may use of another shows in no behaviour until a newer
    # WeasyPrint breaks it, and then in every page at once.
    for path in PACKAGE.rglob("*.py"):
        if path != Path(internals.__file__):
            assert not list(undocumented(ast.parse(path.read_text("utf-8")))), path


def test_no_other_room_handles_weasyprint_or_pydyf() -> None:
    for path in PACKAGE.rglob("*.py"):
        if path.parent != ROOM and ROOM not in path.parents:
            names = set(imported(ast.parse(path.read_text("utf-8"))))
            assert not names & {"weasyprint", "pydyf"}, path
            assert not names & BORDER, path


def imported(tree: ast.Module) -> Iterator[str]:
    """List the packages, and our own modules, that a module imports at any time."""
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom):
            yield node.module or ""
            yield (node.module or "").partition(".")[0]
        elif isinstance(node, ast.Import):
            yield from (name.name.partition(".")[0] for name in node.names)


def test_only_the_protocols_have_values_of_any_type() -> None:
    """What is read of the two libraries' objects is said in `protocols`, once."""
    for path in ROOM.rglob("*.py"):
        if path.name != "protocols.py":
            assert "Any" not in re.findall(r"\w+", path.read_text("utf-8")), path


def undocumented(tree: ast.Module) -> list[str]:
    """List what a module uses of WeasyPrint beyond its documentation."""
    found = []
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("weasyprint"):
            known = DOCUMENTED.get(node.module or "", set())
            found += [name.name for name in node.names if name.name not in known]
        elif isinstance(node, ast.Import):
            found += [name.name for name in node.names if name.name.startswith("weasyprint.")]
        elif isinstance(node, ast.Attribute) and node.attr in PRIVATE:
            found.append(node.attr)
        elif isinstance(node, ast.Constant) and node.value in PRIVATE:
            found.append(node.value)
    return found


def test_the_test_above_can_fail() -> None:
    for code in (
        "from weasyprint.layout import block",
        "import weasyprint.pdf.tags",
        "from weasyprint import Document",
        "page._page_box.children",
        "getattr(box, '_box', box)",
    ):
        assert undocumented(ast.parse(code))


def test_a_function_is_its_own_again_afterwards_whatever_happens() -> None:
    module = ModuleType("theirs")
    module.invert = lambda number: 1 / number  # type: ignore[attr-defined]
    invert = internals.Replaceable[Callable[[int], float]](module, "invert")
    with invert.replaced(lambda number: invert.original(number) + 1):
        assert (module.invert(2), invert.original(2)) == (1.5, 0.5)
    with pytest.raises(ZeroDivisionError), invert.replaced(invert.original):
        module.invert(0)
    assert module.invert(2) == 0.5


def test_a_box_is_itself_unless_a_placeholder_stands_for_it() -> None:
    box = SimpleNamespace()
    assert internals.without_placeholder(box) is box  # type: ignore[arg-type]
