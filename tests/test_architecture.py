"""The architecture holds: layers, no cycles, small modules, and a page that describes them all."""

from __future__ import annotations

import ast
import re
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Iterator

ROOT = Path(__file__).resolve().parent.parent
PACKAGE = ROOT / "booklet"
LONGEST_MODULE = 400
COMFORTABLE_MODULE = 250

# Each layer may use those above it in this list, never those below.
LAYERS = (
    ("common",),
    ("config",),
    ("manuscript.source", "manuscript.safe_yaml", "manuscript.metadata"),
    ("components",),
    ("markup",),
    ("manuscript",),
    ("book",),
    ("theme",),
    ("imposition", "forms"),
    ("print",),
    ("linker",),
    ("weasy",),
    ("scheduling",),
    ("epub",),
    ("build_manifest", "project", "scaffold"),
    ("pipelines",),
    ("cli",),
    ("__main__",),
)

# Files, the clock, the network, the environment and other programs: only at the edges.
EDGES = {
    "build_manifest",
    "cli",
    "common.cache",
    "common.files",
    "common.outputs",
    "common.toolchain",
    "config",
    "manuscript",
    "pipelines",
    "scaffold",
    "scheduling.cluster",
    "scheduling.workers",
    "theme.fonts",
    "theme.templates",
}


def modules() -> dict[str, Path]:
    """List the package's modules by name, without the package's own."""
    found = {}
    for path in sorted(PACKAGE.rglob("*.py")):
        parts = path.relative_to(PACKAGE).with_suffix("").parts
        found[".".join(parts[:-1] if parts[-1] == "__init__" else parts)] = path
    return found


@cache
def tree_of(path: Path) -> ast.Module:
    return ast.parse(path.read_text("utf-8"), str(path))


def imports_of(path: Path, *, at_run_time: bool) -> set[str]:
    """Collect what a module imports from the package.

    Args:
        path: of the module.
        at_run_time: leave out what only the type checker imports, and what functions import late.
    """
    found = set()
    skipped: set[ast.AST] = set()
    for node in ast.walk(tree_of(path)):
        late = isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) or (
            isinstance(node, ast.If) and "TYPE_CHECKING" in ast.unparse(node.test)
        )
        if at_run_time and late:
            skipped.update(ast.walk(node))
        if node in skipped:
            continue
        if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("booklet"):
            inside = (node.module or "").partition(".")[2]
            for alias in node.names:
                longer = f"{inside}.{alias.name}".strip(".")
                found.add(longer if longer in modules() else inside)
        elif isinstance(node, ast.Import):
            names = (alias.name.partition(".") for alias in node.names)
            found.update(rest for first, _, rest in names if first == "booklet")
    return found


def layer_of(module: str) -> int:
    """Find the layer of a module: its own entry, or else that of the package it is in."""
    name = module
    while name:
        for level, names in enumerate(LAYERS):
            if name in names:
                return level
        name = name.rpartition(".")[0]
    pytest.fail(f"{module} has no layer: add it to LAYERS in this test")


@pytest.mark.parametrize("module", sorted(modules()))
def test_a_module_uses_only_layers_above_its_own(module: str) -> None:
    if not module:
        return
    level = layer_of(module)
    below = {
        used
        for used in imports_of(modules()[module], at_run_time=False)
        if used and layer_of(used) > level
    }
    assert below == set(), f"{module} reaches down to {', '.join(sorted(below))}"


def test_imports_go_round_in_no_circle() -> None:
    graph = {
        name: {used for used in imports_of(path, at_run_time=True) if used != name}
        for name, path in modules().items()
    }
    done: set[str] = set()

    def visit(name: str, way: tuple[str, ...]) -> None:
        assert name not in way, " → ".join([*way[way.index(name) :], name])
        if name not in done:
            for used in sorted(graph.get(name, ())):
                visit(used, (*way, name))
            done.add(name)

    for name in sorted(graph):
        visit(name, ())


def test_only_the_edges_touch_the_world_outside() -> None:
    worldly = {"http", "shutil", "socket", "subprocess", "tempfile", "time", "urllib.request"}
    for name, path in modules().items():
        if any(name == edge or name.startswith(f"{edge}.") for edge in EDGES):
            continue
        nodes = list(ast.walk(tree_of(path)))
        used = {
            alias.name for node in nodes if isinstance(node, ast.Import) for alias in node.names
        }
        used |= {node.module or "" for node in nodes if isinstance(node, ast.ImportFrom)}
        assert used & worldly == set(), f"{name} imports {', '.join(sorted(used & worldly))}"


def test_only_the_command_line_prints_and_exits() -> None:
    for name, path in modules().items():
        if name.partition(".")[0] == "cli":
            continue
        for node in ast.walk(tree_of(path)):
            if isinstance(node, ast.Call):
                called = ast.unparse(node.func)
                assert called not in {"print", "sys.exit", "exit"}, f"{name}: {called}"


def test_modules_can_be_read_in_a_sitting() -> None:
    lengths = {name: len(path.read_text("utf-8").splitlines()) for name, path in modules().items()}
    assert {name: n for name, n in lengths.items() if n > LONGEST_MODULE} == {}
    comfortable = sum(n <= COMFORTABLE_MODULE for n in lengths.values())
    assert comfortable >= 0.9 * len(lengths)


def test_every_module_says_what_it_does() -> None:
    for name, path in modules().items():
        assert ast.get_docstring(tree_of(path)), name


def test_the_architecture_page_has_one_line_for_each_module(
    request: pytest.FixtureRequest,
) -> None:
    page = ROOT / "ARCHITECTURE.md"
    heading = "\n| module | what it does |\n|---|---|\n"
    prose, _, table = page.read_text("utf-8").partition(heading)
    rows = "".join(
        f"| `{path.relative_to(ROOT).as_posix()}` | {line} |\n" for path, line in lines()
    )
    if request.config.getoption("--update-golden"):
        page.write_text(f"{prose.rstrip()}\n{heading}{rows}", "utf-8")
        table = rows
    assert table.splitlines() == rows.splitlines()


def lines() -> Iterator[tuple[Path, str]]:
    """Take the first line of each module's docstring."""
    for path in modules().values():
        yield path, (ast.get_docstring(tree_of(path)) or "").splitlines()[0].replace("|", "\\|")


def test_the_pages_for_people_name_only_files_that_exist() -> None:
    for page in [*ROOT.glob("*.md"), *(ROOT / "docs").glob("*.md")]:
        text = re.sub(r"(?ms)^```.*?^```|`[^`\n]*`", "", page.read_text("utf-8"))
        for target in re.findall(r"\]\((?!https?:|#|mailto:)([^)#\s]+)", text):
            assert (page.parent / target).exists(), f"{page.name} names {target}"
