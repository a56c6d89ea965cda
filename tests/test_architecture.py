"""The architecture holds: layers, no cycles, edges, small modules, and true pages."""

from __future__ import annotations

import ast
import re
import sys
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from booklet.common.finding_codes import CATALOGUE

if TYPE_CHECKING:
    from collections.abc import Iterator

ROOT = Path(__file__).resolve().parent.parent
PACKAGE = ROOT / "booklet"
LONGEST_MODULE = 400
COMFORTABLE_MODULE = 250

# Each layer may use those above it in this list, never those below.
LAYERS = (
    ("common",),
    ("copyfit",),
    ("config",),
    (
        *("manuscript.source", "manuscript.safe_yaml", "manuscript.front_matter"),
        *("manuscript.metadata", "manuscript.yaml_corrections"),
    ),
    ("components",),
    ("markup",),
    ("manuscript",),
    ("importers",),
    ("book",),
    ("theme",),
    ("imposition", "forms"),
    ("print",),
    ("linker",),
    ("weasy",),
    ("scheduling",),
    ("epub",),
    ("web",),
    ("server",),
    ("session",),
    ("slides",),
    ("share",),
    ("check",),
    ("build_manifest", "finished_files", "project", "offline_kit", "scaffold"),
    ("merge",),
    ("pipelines",),
    ("doctor", "preview"),
    ("cli",),
    ("__main__",),
)

# Files, the clock, the network, the environment and other programs: only here, and why.
EDGES = {
    "__main__": "takes the current folder out of Python's path",
    "build_manifest": "sums up the files of a project and their times",
    "cli.console": "shows paths as seen from the current folder",
    "cli.failures": "looks beside finished files for the report of an earlier fault",
    "cli.program": "closes the standard output",
    "cli.share": "says when sharing ends",
    "cli.test": "starts pytest",
    "common.atomic_files": "writes files in one step",
    "common.bug_report": "leaves the home folder out of a report",
    "common.cache": "keeps files in the user's cache folder",
    "common.distribution": "asks the system's package manager",
    "common.environment": "finds the folder that this system has for programs",
    "common.files": "reads the files of a project",
    "common.outputs": "writes finished files",
    "common.pango": "finds and loads libraries",
    "common.retry": "waits for a file that others have open",
    "common.temporary_folders": "makes and removes folders for temporary files",
    "common.toolchain": "looks at our own files, packages, libraries and fonts",
    "common.labels": "reads the words of our layouts",
    "config.load": "tells a link that leads nowhere from no file",
    "common.stray_settings": "looks for settings that are not read",
    "doctor.machine": "looks at the computer",
    "doctor.package_index": "asks the package index, through pip",
    "offline_kit": "packs the program, and downloads packages through pip",
    "manuscript.listing": "lists the folder of chapters",
    "manuscript.ignored_files": "tells files apart that lie beside chapters",
    "manuscript.pictures": "looks beside a picture that is missing",
    "manuscript.load": "finds the folder of the project",
    "session.calendar_file": "reads the rules of a time zone from a package",
    "pipelines.collect": "reads the booklets that people have sent back",
    "pipelines.session": "removes files of a session that an earlier build made",
    "pipelines.check": "finds the folder of the project, and reads a baseline",
    "pipelines.fix_files": "corrects chapters",
    "importers.sources": "finds what is imported, and its pictures",
    "pipelines.import_files": "looks at the chapters that are there",
    "scheduling.side_by_side": "measures how long things take, and names what workers keep by it",
    "merge.dispatch_copies": "names what workers keep for a merge by the time",
    "manuscript.spreadsheet": "reads lists of people",
    "pipelines.merge": "measures how long a copy takes, for a forecast",
    "cli.preview": "makes the folder of a new booklet, and hears signals",
    "preview.app": "reads its own pages and scripts",
    "preview.chapters": "renames chapters",
    "preview.routes.messages": "opens chapters",
    "preview.texts": "opens chapters",
    "preview.live_preview": "waits until typing rests",
    "preview.routes.build_products": "looks whether a file is still there",
    "preview.routes.edit_settings": "opens the settings",
    "preview.project_files": "reads and writes files of a project",
    "preview.watch": "notices changed files",
    "preview.routes.edit_texts": "opens chapters",
    "pipelines.copier": "reads PDFs that were built before",
    "pipelines.share": "looks at the clock",
    "project": "finds the folder of the project",
    "scaffold": "starts chapters",
    "scheduling.cluster": "speaks to a scheduler",
    "scheduling.workers": "starts processes",
    "server.listen": "listens at this computer's addresses",
    "share.app": "looks whether a file is still there",
    "share.files": "lists what was built",
    "share.network": "asks the system for this computer's addresses",
    "share.website": "lists and empties a folder for a website",
    "theme.editions": "lists the editions of a project",
    "theme.template_loader": "reads our own layouts",
    "theme.typefaces": "reads the fonts of packages, and unpacks some",
    "web.self_contained": "reads the script of the page",
    "weasy.patches.hyphenation_patterns": "reads Pyphen's files of patterns, as Pyphen does",
    "weasy.patches.font_dates": "sets the variable by which fontTools dates fonts",
}
OUTSIDE_MODULES = {
    *(
        "distributed",
        "http",
        "random",
        "secrets",
        "shutil",
        "socket",
        "subprocess",
        "tempfile",
        "time",
    ),
    "urllib.request",
}
OUTSIDE_CALLS = {
    *("chmod", "cwd", "exists", "expanduser", "glob", "home", "is_dir", "is_file", "is_symlink"),
    *("iterdir", "lstat", "mkdir", "open", "read_bytes", "read_text", "rename", "resolve", "rglob"),
    *("rmdir", "samefile", "stat", "symlink_to", "touch", "unlink", "write_bytes", "write_text"),
    *("now", "today", "utcnow"),
}
# Methods of the same names that touch no file: libraries that read from memory, streams of a PDF.
INSIDE_CALLS = {"Image.open", "image.open", "part.read_bytes", "pikepdf.open", "stream.read_bytes"}

# What runs in a Python in which nothing is installed yet, and the packages it names all the same.
BEFORE_SET_UP = {
    "build.py": {"pip", "weasyprint"},  # looked for, not imported
    "": set(),
    "common.distribution": set(),
    "common.environment": set(),
    "common.errors": set(),
    "common.extras": {""},  # looks for what it is asked for
    "common.pango": {"cffi"},  # for WeasyPrint, and imported when WeasyPrint is
    "doctor": set(),
    **{f"doctor.{name}": set() for name in ("command", "diagnosis", "machine", "package_index")},
}

TYPESETTERS = {"pydyf", "weasyprint"}

# Names in the pages for engineers that are not ours: programs, libraries, terms, placeholders.
FOREIGN_NAMES = {
    *(
        "NAME",
        "booklet",
        "distributed",
        "fontTools",
        "fonttools",
        "pikepdf",
        "pip",
        "pydyf",
        "pytest",
    ),
    *("CSS", "EDGES", "HTML", "LAYERS", "TOC", "TOCI", "epilog", "slow", "trixie", "wine64"),
    *("Client.get_executor", "concurrent.futures.Executor"),
}


MODULES_HEAD = """# Every module

Each line is the first of the module’s own docstring. This page is written by
`python build.py test tests/test_architecture.py --update-golden`.

| module | what it does |
|---|---|
"""


@cache
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


def imports_of(path: Path) -> set[str]:
    """Collect what a module imports from the package, also late, also for its types only."""
    found = set()
    for node in ast.walk(tree_of(path)):
        if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("booklet"):
            inside = (node.module or "").partition(".")[2]
            for alias in node.names:
                longer = f"{inside}.{alias.name}".strip(".")
                found.add(longer if longer in modules() else inside)
        elif isinstance(node, ast.Import):
            names = (alias.name.partition(".") for alias in node.names)
            found.update(rest for first, _, rest in names if first == "booklet")
    return found


def libraries_of(path: Path) -> set[str]:
    """Collect the modules that a module imports, by statement or by name, early or late."""
    found = set()
    for node in ast.walk(tree_of(path)):
        if isinstance(node, ast.Import):
            found.update(alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            found.add(node.module or "")
        elif isinstance(node, ast.Call) and "import" in ast.unparse(node.func) and node.args:
            name = node.args[0]
            found.add(str(name.value) if isinstance(name, ast.Constant) else "")
    return found


def reaches_outside(path: Path) -> set[str]:
    """Collect the imports and calls by which a module touches what is outside the program."""
    found = libraries_of(path) & OUTSIDE_MODULES
    for node in ast.walk(tree_of(path)):
        if isinstance(node, ast.Attribute) and ast.unparse(node.value) == "os":
            found.add(ast.unparse(node))
        elif isinstance(node, ast.Call):
            called = ast.unparse(node.func)
            owner, _, method = called.rpartition(".")
            if method in (OUTSIDE_CALLS if owner else {"open"}) and called not in INSIDE_CALLS:
                found.add(called)
    return found


def layer_of(module: str) -> int:
    """Find the layer of a module: its own entry, or else that of the package it is in."""
    name = module
    while name:
        for level, names in enumerate(LAYERS):
            if name in names:
                return level
        name = name.rpartition(".")[0]
    pytest.fail(f"{module} has no layer: add it to LAYERS in tests/test_architecture.py")


@pytest.mark.parametrize("module", sorted(modules()))
def test_a_module_uses_only_layers_above_its_own(module: str) -> None:
    if not module:
        return
    level = layer_of(module)
    below = {used for used in imports_of(modules()[module]) if used and layer_of(used) > level}
    assert below == set(), (
        f"{module} imports {', '.join(sorted(below))}, which LAYERS puts below it: pass the "
        "value in as an argument, or move what both need to a layer above"
    )


def test_imports_go_round_in_no_circle() -> None:
    graph = {
        name: {used for used in imports_of(path) if used != name}
        for name, path in modules().items()
    }
    done: set[str] = set()

    def visit(name: str, way: tuple[str, ...]) -> None:
        circle = " → ".join([*way[way.index(name) :], name]) if name in way else ""
        assert not circle, f"these modules import each other in a circle: {circle}"
        if name not in done:
            for used in sorted(graph.get(name, ())):
                visit(used, (*way, name))
            done.add(name)

    for name in sorted(graph):
        visit(name, ())


def test_only_the_edges_touch_the_world_outside() -> None:
    outside = {name: reaches_outside(path) for name, path in modules().items()}
    unlisted = {name: calls for name, calls in outside.items() if calls and name not in EDGES}
    assert unlisted == {}, (
        "only modules in EDGES may touch files, the environment, the network or the clock: let the "
        "caller pass in what was read, or give the module a line with its reason in EDGES"
    )
    idle = {name for name in EDGES if not outside[name]}
    assert idle == set(), "these touch nothing outside any more: take their lines out of EDGES"


@pytest.mark.parametrize(
    ("code", "seen"),
    [
        ("import subprocess", {"subprocess"}),
        ("def f():\n    from tempfile import mkstemp", {"tempfile"}),
        ("import_module('socket')", {"socket"}),
        ("open('a')", {"open"}),
        ("x = os.environ['HOME']", {"os.environ"}),
        ("os.remove(path)", {"os.remove"}),
        ("(folder / 'a').read_text()", {"(folder / 'a').read_text"}),
        ("path.write_bytes(b'')\npath.unlink()", {"path.write_bytes", "path.unlink"}),
        ("dt.date.today()", {"dt.date.today"}),
        ("Image.open(memory)\nread(path)", set()),
    ],
)
def test_whatever_touches_the_world_outside_is_seen(
    code: str, seen: set[str], tmp_path: Path
) -> None:
    path = tmp_path / "module.py"
    path.write_text(code, "utf-8")
    assert reaches_outside(path) == seen


@pytest.mark.parametrize("module", sorted(BEFORE_SET_UP))
def test_what_runs_before_it_is_set_up_needs_only_the_standard_library(module: str) -> None:
    path = modules().get(module) or ROOT / module
    used = {library.partition(".")[0] for library in libraries_of(path)}
    assert used - set(sys.stdlib_module_names) <= {"booklet", *BEFORE_SET_UP[module]}


def test_only_the_border_knows_the_typesetter() -> None:
    for name, path in modules().items():
        used = {library.partition(".")[0] for library in libraries_of(path)} & TYPESETTERS
        assert name.partition(".")[0] == "weasy" or not used, (
            f"{name} imports {', '.join(sorted(used))}: only modules of booklet/weasy may"
        )


def test_tests_find_outside_programs_with_the_helper_that_skips_without_them() -> None:
    """Elsewhere than on our machines a missing one is no failure; see `conftest.program`."""
    outside = {"chromium", "ebook-convert", "java", "node", "pdffonts", "pdfinfo", "pdftoppm",
               "pdftotext", "qpdf"}  # fmt: skip
    for path in sorted((ROOT / "tests").glob("*.py")):
        for node in ast.walk(tree_of(path)):
            if isinstance(node, ast.List) and node.elts and isinstance(node.elts[0], ast.Constant):
                assert node.elts[0].value not in outside, (
                    f"{path.name}:{node.lineno}: start it with `program` of tests/conftest.py, "
                    "which skips the test where it is missing"
                )


def test_only_the_command_line_prints_and_exits() -> None:
    for name, path in modules().items():
        if name.partition(".")[0] == "cli":
            continue
        for node in ast.walk(tree_of(path)):
            if isinstance(node, ast.Call):
                called = ast.unparse(node.func)
                assert called not in {"print", "sys.exit", "exit"}, (
                    f"{name} line {node.lineno} calls {called}: return a Finding or raise a "
                    "BookletError, and let booklet/cli print and exit"
                )


def test_modules_can_be_read_in_a_sitting() -> None:
    lengths = {name: len(path.read_text("utf-8").splitlines()) for name, path in modules().items()}
    too_long = {name: n for name, n in lengths.items() if n > LONGEST_MODULE}
    assert too_long == {}, f"no module may have more than {LONGEST_MODULE} lines: split it"
    comfortable = sum(n <= COMFORTABLE_MODULE for n in lengths.values())
    assert comfortable >= 0.9 * len(lengths), (
        f"nine modules in ten have at most {COMFORTABLE_MODULE} lines: split one that has more"
    )


def test_every_module_says_what_it_does() -> None:
    for name, path in modules().items():
        assert ast.get_docstring(tree_of(path)), f"{name} has no docstring: say what it does"


def test_the_list_of_modules_has_one_line_for_each(request: pytest.FixtureRequest) -> None:
    page = ROOT / "docs" / "modules.md"
    expected = MODULES_HEAD + "".join(
        f"| `{path.relative_to(ROOT).as_posix()}` | {line} |\n" for path, line in summaries()
    )
    if request.config.getoption("--update-golden"):
        page.write_text(expected, "utf-8")
    assert page.read_text("utf-8").splitlines() == expected.splitlines(), (
        "write the list anew: python build.py test tests/test_architecture.py --update-golden"
    )


def summaries() -> Iterator[tuple[Path, str]]:
    """Take the first line of each module's docstring."""
    for path in modules().values():
        yield path, (ast.get_docstring(tree_of(path)) or "").splitlines()[0].replace("|", "\\|")


def test_the_pages_for_people_name_only_files_that_exist() -> None:
    for page in [*ROOT.glob("*.md"), *(ROOT / "docs").glob("*.md")]:
        text = re.sub(r"(?ms)^```.*?^```|`[^`\n]*`", "", page.read_text("utf-8"))
        for target in re.findall(r"\]\((?!https?:|#|mailto:)([^)#\s]+)", text):
            assert (page.parent / target).exists(), f"{page.name} names {target}"


@cache
def defined_names() -> frozenset[str]:
    """Collect what has a name in the package: modules, classes, functions, attributes, options."""
    names = {*FOREIGN_NAMES, *CATALOGUE}
    for module, path in modules().items():
        names.update(module.split("."))
        for node in ast.walk(tree_of(path)):
            if isinstance(node, ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef):
                names.add(node.name)
            elif isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store):
                names.add(node.id)
            elif isinstance(node, ast.arg):
                names.add(node.arg)
    return frozenset(names)


def missing_from(span: str) -> list[str]:
    """List what a code span names and is not there: files of ours, and names in the package."""
    missing = []
    for word in span.split():
        word = word.strip("'\"(),;@")  # noqa: PLW2901 - the same word, without its quotation marks
        is_pattern = bool(re.search(r"[*…<>=]|NAME|CODE|^[-/~.]|://", word))
        if is_pattern or not word:
            continue
        if "/" in word or re.search(r"\.(py|md|toml|txt|css)$", word):
            is_there = any((place / word).exists() for place in (ROOT, PACKAGE))
            repeated = (ROOT / "layouts", ROOT / "tests" / "findings")  # folders of the same shape
            if not is_there and not any(any(place.rglob(word)) for place in repeated):
                missing.append(word)
        elif " " not in span and re.fullmatch(r"[A-Za-z_][\w.]*(\(.*\))?", word):
            name = word.partition("(")[0]
            known = name in FOREIGN_NAMES or name.rpartition(".")[2] in defined_names()
            missing += [] if known else [name]
    return missing


@pytest.mark.parametrize("page", ["ARCHITECTURE.md", "CONTRIBUTING.md", "docs/performance.md"])
def test_the_pages_for_engineers_name_only_what_there_is(page: str) -> None:
    text = re.sub(r"(?ms)^```.*?^```", "", (ROOT / page).read_text("utf-8"))
    spans = re.findall(r"`([^`\n]+)`", text)
    gone = {span: missing for span in spans if (missing := missing_from(span))}
    assert gone == {}, f"{page} names files or names in code that are not there"


def test_a_name_that_is_gone_is_noticed() -> None:
    assert missing_from("booklet/common/files.py") == missing_from("read_inside") == []
    assert missing_from("booklet/typeset/settle.py") == ["booklet/typeset/settle.py"]
    assert missing_from("python build.py test tests/test_gone.py") == ["tests/test_gone.py"]
    assert missing_from("compile_division") == ["compile_division"]


def unknown_tests(text: str) -> list[str]:
    """List the tests that a script names, a file or one of its functions, and are not there."""
    unknown = []
    for file, test in re.findall(r"\b(tests/[\w/]+\.py)(?:::(\w+))?", text):
        path = ROOT / file
        if not path.exists() or (test and f"def {test}(" not in path.read_text("utf-8")):
            unknown.append(f"{file}::{test}" if test else file)
    return unknown


def test_the_checks_name_only_tests_that_exist() -> None:
    scripts = [path for path in (ROOT / ".ci").rglob("*") if path.is_file()]
    named = "\n".join(path.read_text("utf-8") for path in scripts)
    assert "tests/test_common_pango.py" in named
    assert unknown_tests(named) == []


def test_a_test_that_is_gone_is_noticed() -> None:
    here = f"tests/test_architecture.py::{test_a_test_that_is_gone_is_noticed.__name__}"
    assert unknown_tests(f"{here} --deselect=tests/test_cli.py") == []
    assert unknown_tests("(-q tests/test_gone.py)") == ["tests/test_gone.py"]
    assert unknown_tests(f"--deselect={here}_not") == [f"{here}_not"]
