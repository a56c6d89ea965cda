"""`doctor` names what stands in the way on a computer, each with the one right remedy."""

from __future__ import annotations

import contextlib
import os
import shutil
import socket
import ssl
import subprocess
import sys
import threading
from collections import namedtuple
from dataclasses import replace
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from booklet.doctor import machine as machine_module
from booklet.doctor.command import list_checks, write_for_technician
from booklet.doctor.diagnosis import Check, diagnose
from booklet.doctor.machine import Environment, Folder, Machine, examine, try_folder
from booklet.doctor.package_index import IndexAnswer, Outcome, ask_package_index

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

ROOT = Path(__file__).resolve().parent.parent
GIGABYTE = 1_000_000_000

HEALTHY = Machine(
    system="Windows 11",
    platform="win-amd64",
    python=(3, 12, 4),
    can_make_environments=True,
    missing=("jinja2", "weasyprint"),
    missing_typefaces=None,
    pango=None,
    pango_remedy="",
    environment=Environment(exists=False, is_finished=False, refusal=None, folder=".venv"),
    program=Folder(None, holds_files=False, free=80 * GIGABYTE),
    project=Folder(None, holds_files=False, free=80 * GIGABYTE),
    out=Folder(None, holds_files=False, free=80 * GIGABYTE),
    temporary=Folder(None, holds_files=False, free=80 * GIGABYTE),
    program_path_length=40,
    cloud="",
    chapters=2,
    index=IndexAnswer(Outcome.ANSWERED, has_proxy=False),
)
DENIED = Folder("Access is denied", holds_files=False, free=80 * GIGABYTE)
MADE = Environment(exists=True, is_finished=True, refusal=None, folder=".venv")


def troubles(machine: Machine) -> list[Check]:
    return [check for check in diagnose(machine) if check.remedy]


def test_nothing_is_wrong_with_a_fresh_machine() -> None:
    assert troubles(HEALTHY) == []
    told = list_checks(diagnose(HEALTHY))
    assert "2 packages to install; the first command does it" in told
    assert told.endswith("All is well: booklets can be made on this computer.")


@pytest.mark.parametrize(
    ("sabotage", "name", "found", "remedy", "for_technician"),
    [
        ({"python": (3, 9, 2)}, "Python", "3.9.2", "Install Python 3.11 or newer", True),
        ({"platform": "win32"}, "Python", "win32", "64-bit", True),
        ({"platform": "win-arm64"}, "Python", "arm64", "Windows runs it as well", True),
        (
            {"platform": "linux-x86_64", "can_make_environments": False},
            *("Python", "3.12.4", "Install the whole of Python", True),
        ),
        (
            {"program_path_length": 190},
            *("Place of the program", "190 characters", r"C:\booklet", False),
        ),
        ({"program": DENIED}, "Folder of the program", "denied", "folder of your own", False),
        ({"project": DENIED}, "Folder of the booklet", "denied", "--project", False),
        ({"out": DENIED}, "Folder for finished files", "denied", "--out", False),
        ({"temporary": DENIED}, "Folder for temporary files", "denied", "TEMP", False),
        (
            {"program": Folder(None, holds_files=False, free=300_000_000)},
            *("Folder of the program", "300 MB are free", "Make room", False),
        ),
        (
            {"out": Folder(None, holds_files=True, free=80 * GIGABYTE)},
            *("Folder for finished files", "virus scanner", "leave this folder out", True),
        ),
        (
            {"environment": replace(MADE, refusal="blocked by group policy")},
            *("Environment (.venv)", "group policy", "allow rule", True),
        ),
        (
            {"environment": replace(MADE, is_finished=False)},
            *("Environment (.venv)", "half made", "same command again", False),
        ),
        (
            {"missing": (), "missing_typefaces": ("Literata",)},
            *("Typefaces", "Literata", "Remove", False),
        ),
        (
            {"missing": ("jinja2",), "environment": None},
            *("Packages", "jinja2", "Install the program again", False),
        ),
        (
            {"pango_remedy": "Install it: sudo dnf install pango"},
            *("Pango, which sets pages", "missing", "dnf", True),
        ),
        ({"chapters": None}, "Chapters", "no such folder", "--project", False),
        ({"chapters": 0}, "Chapters", "is empty", "'new'", False),
    ],
)
def test_each_sabotaged_machine_has_one_trouble_and_one_remedy(
    sabotage: dict[str, object], name: str, found: str, remedy: str, *, for_technician: bool
) -> None:
    machine = replace(HEALTHY, **sabotage)  # type: ignore[arg-type]
    [trouble] = troubles(machine)
    assert trouble.name == name
    assert found in trouble.found
    assert remedy in trouble.remedy
    assert ("It reports: (1)" in write_for_technician(diagnose(machine))) is for_technician


@pytest.mark.parametrize(
    "outcome", [one for one in Outcome if one not in {Outcome.ANSWERED, Outcome.NOT_ASKED}]
)
def test_a_network_in_the_way_matters_only_while_something_is_to_be_fetched(
    outcome: Outcome,
) -> None:
    machine = replace(HEALTHY, index=IndexAnswer(outcome, has_proxy=False))
    [trouble] = troubles(machine)
    assert trouble.name == "Package index"
    assert troubles(replace(machine, missing=(), environment=MADE)) == []


def test_remedies_for_the_network_differ() -> None:
    outcomes = set(Outcome) - {Outcome.ANSWERED, Outcome.NOT_ASKED}
    found = {
        troubles(replace(HEALTHY, index=IndexAnswer(outcome, has_proxy=True)))[0]
        for outcome in outcomes
    }
    assert len({check.found for check in found}) == len({check.remedy for check in found}) == 8


# What a network does, done for real; pip speaks to this machine alone.


@contextlib.contextmanager
def serving(status: int, body: bytes = b"", certificate: Path | None = None) -> Iterator[str]:
    """Answer every request, also a proxy's, with a status; yield the server's address."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_response(status)
            self.send_header("Content-Type", "text/html")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        do_CONNECT = do_GET  # noqa: N815 - http.server's way of naming

        def log_message(self, *_: object) -> None:
            pass

    server = HTTPServer(("127.0.0.1", 0), Handler)
    if certificate:
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(certificate)
        server.socket = context.wrap_socket(server.socket, server_side=True)
    thread = threading.Thread(target=server.serve_forever, args=(0.02,))
    thread.start()
    try:
        yield f"127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


@pytest.fixture
def network(monkeypatch: pytest.MonkeyPatch) -> Callable[..., Outcome]:
    """Ask the index with nothing of this machine's own settings."""
    for name in list(os.environ):
        if name.upper().startswith("PIP_") or name.upper().endswith("_PROXY"):
            monkeypatch.delenv(name)
    monkeypatch.setenv("PIP_CONFIG_FILE", os.devnull)

    def ask(**variables: str) -> Outcome:
        for name, value in variables.items():
            monkeypatch.setenv(name, value)
        return ask_package_index().outcome

    return ask


def closed_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        return int(listener.getsockname()[1])


def test_a_refused_connection_is_told(network: Callable[..., Outcome]) -> None:
    address = f"http://127.0.0.1:{closed_port()}/simple"
    assert network(PIP_INDEX_URL=address) is Outcome.REFUSED


def test_no_internet_is_told(network: Callable[..., Outcome]) -> None:
    assert network(PIP_INDEX_URL="https://index.invalid/simple") is Outcome.NO_INTERNET


def test_a_proxy_that_is_away_is_told(network: Callable[..., Outcome]) -> None:
    proxy = f"http://127.0.0.1:{closed_port()}"
    asked = network(PIP_INDEX_URL="https://index.invalid/simple", HTTPS_PROXY=proxy)
    assert asked is Outcome.PROXY


def test_a_proxy_that_wants_a_password_is_told(network: Callable[..., Outcome]) -> None:
    with serving(407) as address:
        index = "https://index.invalid/simple"
        asked = network(PIP_INDEX_URL=index, HTTPS_PROXY=f"http://{address}")
    assert asked is Outcome.PROXY_PASSWORD


def test_a_filter_that_says_no_is_told(network: Callable[..., Outcome]) -> None:
    with serving(403) as address:
        assert network(PIP_INDEX_URL=f"http://{address}/simple") is Outcome.FORBIDDEN


def test_a_page_to_log_in_is_told(network: Callable[..., Outcome]) -> None:
    with serving(200, b"<!DOCTYPE html><title>Welcome to our Wi-Fi</title>") as address:
        assert network(PIP_INDEX_URL=f"http://{address}/simple") is Outcome.STRANGE


@pytest.mark.skipif(shutil.which("openssl") is None, reason="makes a certificate with openssl")
def test_a_filter_that_opens_encrypted_connections_is_told(
    network: Callable[..., Outcome], tmp_path: Path
) -> None:
    certificate = tmp_path / "filter.pem"
    options = "-newkey rsa:2048 -nodes -subj /CN=localhost -keyout key.pem -out certificate.pem"
    made = ["openssl", "req", "-x509", *options.split()]
    subprocess.run(made, cwd=tmp_path, check=True, capture_output=True)
    parts = [(tmp_path / name).read_text() for name in ("key.pem", "certificate.pem")]
    certificate.write_text("".join(parts))
    with serving(200, certificate=certificate) as address:
        index = f"https://localhost:{address.rpartition(':')[2]}/simple"
        assert network(PIP_INDEX_URL=index) is Outcome.CERTIFICATE


# Folders and files, sabotaged for real.


def test_a_folder_is_left_as_it_was(tmp_path: Path) -> None:
    folder = try_folder(tmp_path / "not" / "there" / "yet")
    assert folder.refusal is None
    assert not folder.holds_files
    assert folder.free > 0
    assert list(tmp_path.iterdir()) == []


def test_a_file_in_the_way_of_a_folder_is_told(tmp_path: Path) -> None:
    (tmp_path / "out").write_text("a file")
    assert try_folder(tmp_path / "out").refusal


def test_a_full_disk_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    usage = namedtuple("usage", "total used free")(GIGABYTE, GIGABYTE, 0)  # noqa: PYI024 - as shutil's
    monkeypatch.setattr(shutil, "disk_usage", lambda _: usage)
    [trouble] = troubles(replace(HEALTHY, project=try_folder(tmp_path)))
    assert trouble.found.startswith("0 MB are free")


def test_a_program_that_holds_new_files_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def held(*_: object) -> Path:
        raise PermissionError(13, "The file is used by another process")

    monkeypatch.setattr(Path, "replace", held)
    assert try_folder(tmp_path).holds_files


@pytest.fixture
def program(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Make a folder of the program whose environment can be sabotaged."""
    (tmp_path / "build.py").touch()
    (tmp_path / ".venv" / "bin").mkdir(parents=True)
    (tmp_path / ".venv" / "Scripts").mkdir()
    (tmp_path / ".venv" / "set-up.stamp").write_text("0123 ")
    monkeypatch.setattr(machine_module, "PROGRAM", tmp_path)
    monkeypatch.setattr(
        machine_module, "ask_package_index", lambda: IndexAnswer(Outcome.ANSWERED, has_proxy=False)
    )
    return tmp_path


@pytest.mark.skipif(sys.platform == "win32", reason="written for POSIX")
@pytest.mark.parametrize(
    ("python", "stamp", "found"),
    [
        ("#!/nowhere\n", "0123 ", "may not run"),
        ("#!/bin/sh\nexit 1\n", "0123 ", "does not start"),
        ("#!/bin/sh\n", "unfinished", "half made"),
        ("#!/bin/sh\n", "0123 ", "complete"),
    ],
)
def test_an_environment_is_tried(program: Path, python: str, stamp: str, found: str) -> None:
    starter = program / ".venv" / "bin" / "python"
    starter.write_text(python)
    starter.chmod(0o755)
    (program / ".venv" / "set-up.stamp").write_text(stamp)
    checks = diagnose(examine(program, program / "out", ()))
    [environment] = [check for check in checks if check.name == "Environment (.venv)"]
    assert found in environment.found


@pytest.mark.skipif(sys.platform == "win32", reason="written for POSIX")
def test_an_environment_that_lies_elsewhere_is_named_by_its_own_folder(
    program: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    elsewhere = program / "jo" / "cpd-booklet" / "venv-12ab34cd"
    (elsewhere / "bin").mkdir(parents=True)
    (elsewhere / "bin" / "python").symlink_to("/nowhere")
    monkeypatch.setattr(machine_module, "environment_folder", lambda _: elsewhere)
    machine = examine(program, program / "out", ())
    told = list_checks(diagnose(replace(machine, missing_typefaces=("Literata",))))
    assert "Environment (cpd-booklet/venv-12ab34cd)" in told
    assert "Remove the folder 'cpd-booklet/venv-12ab34cd', and build again." in told
    assert "'.venv'" not in told


def test_a_message_to_pass_on_has_no_path(program: Path) -> None:
    project = program / "Jo Smith"
    checks = diagnose(examine(project, project / "out", ("weasyprint",)))
    told = write_for_technician(checks) + list_checks(checks)
    assert str(program) not in told
    assert "Jo Smith" not in told
    assert Path.home().name not in told.split()


def test_it_runs_before_anything_is_installed(tmp_path: Path) -> None:
    python = [str(Path(sys.base_prefix, "bin", "python3")), "-S"]
    if sys.platform == "win32":
        python = [str(Path(sys.base_prefix, "python.exe")), "-S"]
    program = tmp_path / "booklet"
    shutil.copytree(ROOT / "booklet", program / "booklet")
    for name in ("build.py", "pyproject.toml", "constraints.txt"):
        shutil.copy(ROOT / name, program / name)
    finished = subprocess.run(
        [*python, str(program / "build.py"), "doctor", "--project", str(tmp_path)],
        capture_output=True,
        text=True,
        check=False,
        env={**os.environ, "PYTHONPATH": ""},
    )
    assert finished.returncode == 10, finished.stderr
    assert "packages to install; the first command does it" in finished.stdout
    assert "!!  Chapters: no such folder" in finished.stdout
    assert not (program / ".venv").exists()


def test_the_command_tells_the_same_once_it_is_set_up(
    run_booklet: Callable[..., object], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    (tmp_path / "chapters").mkdir()
    (tmp_path / "chapters" / "01.md").write_text("# One\n")
    monkeypatch.setattr(
        machine_module, "ask_package_index", lambda: IndexAnswer(Outcome.ANSWERED, has_proxy=False)
    )
    finished = run_booklet("doctor", "--project", tmp_path)
    assert finished.code == 0, finished
    assert "ok  Typefaces: all of ours can be read" in finished.out
