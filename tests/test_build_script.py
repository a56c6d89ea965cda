"""build.py sets itself up on a fresh machine and starts at once on every other."""

from __future__ import annotations

import ast
import importlib.util
import io
import os
import shutil
import socket
import subprocess
import sys
import sysconfig
import time
import zipfile
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from recording_proxy import recording_proxy

if TYPE_CHECKING:
    import types

ROOT = Path(__file__).resolve().parent.parent

FAKE_PIP = """\
import os, pathlib, sys, time
log = pathlib.Path(os.environ["FAKE_PIP_LOG"])
with log.open("a", errors="surrogateescape") as stream:
    print("start", *sys.argv[1:], file=stream)
time.sleep(float(os.environ.get("FAKE_PIP_SECONDS", "0")))
with log.open("a", errors="surrogateescape") as stream:
    print("end", file=stream)
sys.exit(int(os.environ.get("FAKE_PIP_CODE", "0")))
"""

# The real module, asked to leave out the slow step of giving the environment a pip of its own.
QUICK_VENV = """\
import os, sys
sys.path.remove(os.path.dirname(__file__))
import venv
venv.main([*sys.argv[1:], "--without-pip"])
"""

PROGRAM = """\
import sys
def main(*, program):
    print(program, sys.prefix, *sys.argv[1:])
"""

SCRIPT = ("build.py", "pyproject.toml", "constraints.txt")

# In the place of booklet/common/pango.py, so that nothing is ever downloaded: there is a Pango, or
# there is one when apt has brought it.
PANGO = """\
def load_pango():
    pass
"""
NO_PANGO = """\
from pathlib import Path
from booklet.common.errors import SetupError
SYSTEM = Path(__file__).resolve().parents[2] / ".venv" / "system"
def load_pango():
    if not list(SYSTEM.glob("usr/lib/libpango-*")):
        raise SetupError("there is no Pango", hint="Install it.")
"""

# Every package asked for is missing, and is in the archive.
APT_GET = """\
#!/bin/sh
echo "$*" >>"$APT_LOG"
case "$*" in
*--simulate*)
  [ -z "$APT_REFUSES" ] || { echo "E: no network" >&2; exit 100; }
  shift 5; for name; do echo "Inst $name (1 Debian:12 [amd64])"; done ;;
*download*) shift 4; for name; do touch "${name}_1_amd64.deb"; done ;;
esac
"""

# pip's wheel is a folder here, which Python runs as it runs an archive.
DPKG_DEB = """\
#!/bin/sh
name=$(basename "$2" _1_amd64.deb)
mkdir -p "$3/usr/lib" && touch "$3/usr/lib/$name"
[ "$name" != python3-pip-whl ] || {
  mkdir -p "$3/usr/share/python-wheels/pip-23-py3-none-any.whl/pip"
  cp "$PYTHONPATH/pip/__main__.py" "$3/usr/share/python-wheels/pip-23-py3-none-any.whl/pip/"
}
"""

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="written for POSIX")


class Checkout:
    """A checkout of ours with a program that only says how it was called, and a pretended pip.

    The pip is on the path of every Python started here, so nothing is ever downloaded. The
    folder's name has a space and an accent, as people's folders do.
    """

    def __init__(self, folder: Path, name: str = "Été 2026") -> None:
        self.folder = folder / name
        self.log = folder / "pip.log"
        self.apt_log = folder / "apt.log"
        shutil.copytree(ROOT / "booklet" / "common", self.folder / "booklet" / "common")
        for file in (*SCRIPT, "booklet/__init__.py", "booklet/common/errors.py"):
            shutil.copy(ROOT / file, self.folder / file)
        (self.folder / "booklet" / "cli.py").write_text(PROGRAM)
        self.pango = self.folder / "booklet" / "common" / "pango.py"
        self.pango.write_text(PANGO)
        self.pip = folder / "pretended" / "pip"
        self.pip.mkdir(parents=True)
        (self.pip / "__init__.py").touch()
        (self.pip / "__main__.py").write_text(FAKE_PIP)
        self.quick_venv = self.pip.parent / "venv.py"
        self.quick_venv.write_text(QUICK_VENV)
        self.environment = {
            "PATH": os.environ["PATH"],
            "PYTHONPATH": str(self.pip.parent),
            "PYTHONDONTWRITEBYTECODE": "1",
            "FAKE_PIP_LOG": str(self.log),
            "APT_LOG": str(self.apt_log),
        }
        self.python = [bare_python(), "-S"]  # -S: no installed package is seen

    def hide(self, *modules: str) -> None:
        """Let the Python that starts build.py be one that lacks some modules."""
        program = (
            "import importlib.util, os, runpy, sys\n"
            "find = importlib.util.find_spec\n"
            f"hidden = {modules!r}\n"
            "importlib.util.find_spec = lambda name: None if name in hidden else find(name)\n"
            "sys.argv = sys.argv[1:]\n"
            "sys.path[0] = os.path.dirname(sys.argv[0])\n"
            "runpy.run_path(sys.argv[0], run_name='__main__')\n"
        )
        self.python = [*self.python, "-c", program]

    def without_pango(self, release: str = "ID=debian\n") -> None:
        """Let this system have no Pango but what apt, a pretended one, gives.

        Args:
            release: what its os-release says.
        """
        fields = dict(line.split("=", 1) for line in release.splitlines())
        self.pango.write_text(NO_PANGO)
        (self.folder / "booklet" / "common" / "__init__.py").write_text(
            f"import platform\nplatform.freedesktop_os_release = lambda: {fields!r}\n"
        )
        programs = self.folder.parent / "bin"
        programs.mkdir()
        for name, text in (("apt-get", APT_GET), ("dpkg-deb", DPKG_DEB)):
            (programs / name).write_text(text)
            (programs / name).chmod(0o755)
        self.environment["PATH"] = f"{programs}{os.pathsep}{self.environment['PATH']}"

    def with_real_pip(self, index: str) -> None:
        """Let the pip be a real one, with an index of its own, and `tiny` all that is needed."""
        shutil.rmtree(self.pip)
        shutil.copytree(
            str(importlib.util.find_spec("pip").submodule_search_locations[0]), self.pip
        )  # type: ignore[union-attr]
        (self.folder / "pyproject.toml").write_text(
            '[project]\ndependencies = ["tiny==1"]\noptional-dependencies = {}\n'
        )
        (self.folder / "constraints.txt").write_text("tiny==1\n")
        self.environment |= {
            "HOME": str(self.folder.parent),
            "PIP_CONFIG_FILE": os.devnull,
            "PIP_INDEX_URL": index,
            "PIP_TRUSTED_HOST": "index.invalid",
            "PIP_DISABLE_PIP_VERSION_CHECK": "1",
            "PIP_RETRIES": "1",
        }

    def downloads(self) -> list[str]:
        """List what apt was asked to download."""
        lines = self.apt_log.read_text().splitlines() if self.apt_log.exists() else []
        return [line.partition("download ")[2] for line in lines if "download" in line]

    def start(self, *arguments: str, **environment: str) -> subprocess.Popen[str]:
        """Begin `python build.py …`."""
        return subprocess.Popen(
            [*self.python, str(self.folder / "build.py"), *arguments],
            env={**self.environment, **environment},
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            errors="surrogateescape",  # names of folders
        )

    def run(self, *arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
        """Run `python build.py …` to its end."""
        with self.start(*arguments, **environment) as process:
            out, err = process.communicate(timeout=300)
        return subprocess.CompletedProcess([], process.returncode, out, err)

    def installations(self) -> list[str]:
        """List pip's runs, each with what it was asked to do."""
        lines = self.log.read_text().splitlines() if self.log.exists() else []
        return [line for line in lines if line.startswith("start")]


def bare_python() -> str:
    """Find the Python that a virtual environment was made from."""
    return str(Path(sys.base_prefix) / "bin" / f"python3.{sys.version_info.minor}")


needs_pip = pytest.mark.skipif(
    importlib.util.find_spec("pip") is None, reason="this environment has no pip"
)


@pytest.fixture
def checkout(tmp_path: Path) -> Checkout:
    return Checkout(tmp_path)


def test_an_old_python_can_read_it_and_gets_a_sentence() -> None:
    source = (ROOT / "build.py").read_text("utf-8")
    # No Python is at hand that is so old; this is what one does before it runs the first line.
    ast.parse(source, feature_version=(3, 6))
    assert "__future__" not in source  # 3.6 does not have that of annotations
    program = (
        "import runpy, sys; sys.version_info = (3, 9, 2)\n"
        f"runpy.run_path({str(ROOT / 'build.py')!r}, run_name='__main__')"
    )
    finished = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=False
    )
    assert finished.returncode == 1
    assert "this is Python 3.9, and Python 3.11 or newer is needed" in finished.stderr
    assert "hint: Install it" in finished.stderr


def test_a_python_without_packages_can_import_what_it_needs_before_it_is_set_up() -> None:
    """What is imported late, `test_architecture` looks after."""
    modules = ("common.environment", "common.pango", "common.distribution", "doctor.command")
    program = "; ".join(["import build", *(f"import booklet.{name}" for name in modules)])
    subprocess.run([bare_python(), "-S", "-c", program], cwd=ROOT, check=True)


def test_the_first_run_sets_up_and_goes_on(checkout: Checkout) -> None:
    finished = checkout.run("pdf", "--strict")
    assert finished.returncode == 0, finished.stderr
    venv = checkout.folder / ".venv"
    script = checkout.folder / "build.py"
    assert finished.stdout == f'{typed(checkout)} "{script}" {venv} pdf --strict\n'
    assert len(finished.stderr.splitlines()) == 1
    assert "Setting up" in finished.stderr
    (installation,) = checkout.installations()
    assert f"-c {checkout.folder / 'constraints.txt'}" in installation
    assert "weasyprint==70.0" in installation
    assert "hypothesis" not in installation


@pytest.mark.slow
@pytest.mark.skipif(
    not list(Path(sysconfig.get_path("stdlib")).glob("ensurepip")),
    reason="this Python came without ensurepip (Debian: apt install python3-venv)",
)
def test_a_new_environment_has_a_pip_of_its_own(checkout: Checkout) -> None:
    checkout.quick_venv.unlink()
    finished = checkout.run("pdf")
    assert finished.returncode == 0, finished.stderr
    assert list(checkout.folder.glob(".venv/lib/*/site-packages/pip/__main__.py"))
    assert "--python" not in checkout.installations()[0]


def test_the_second_run_installs_nothing_and_is_quick(checkout: Checkout) -> None:
    checkout.run("pdf")
    before = os.times()  # the processor's time: a busy computer is no defect
    finished = checkout.run("epub")
    after = os.times()
    assert after.children_user - before.children_user < 1
    assert finished.stderr == ""
    assert len(checkout.installations()) == 1


@pytest.mark.parametrize(("is_terminal", "shown"), [(True, True), (False, False)])
def test_a_terminal_sees_how_far_pip_is(
    monkeypatch: pytest.MonkeyPatch, *, is_terminal: bool, shown: bool
) -> None:
    terminal = io.StringIO()
    monkeypatch.setattr(terminal, "isatty", lambda: is_terminal)
    monkeypatch.setattr(sys, "stderr", terminal)
    progress = build_script(monkeypatch).Progress(2)
    progress.show("Collecting pillow>=11 (from -c constraints.txt)\n")
    progress.show("  Downloading pillow-13.0.0.whl (6.4 MB)\n")
    progress.show("Installing collected packages: pillow, nh3\n")
    progress.clear()
    said = terminal.getvalue()
    assert ("package 1 of about 2: pillow" in said) is shown
    assert ("putting 2 packages in place" in said) is shown
    assert said.rpartition("\r")[2] == ""


@pytest.mark.parametrize("platform", ["win-arm64", "win32"])
def test_a_python_for_which_there_is_no_pango_is_one_sentence(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], platform: str
) -> None:
    monkeypatch.setattr(sysconfig, "get_platform", lambda: platform)
    with pytest.raises(SystemExit) as ended:
        build_script(monkeypatch).refuse_odd_processors()
    assert ended.value.code == 10
    assert "64-bit" in capsys.readouterr().err


def test_a_newer_version_says_what_is_new(checkout: Checkout) -> None:
    (checkout.folder / "CHANGELOG.md").write_text(
        "# Changes\n\n## Unreleased\n\n### Added\n\n- Pages are fitted: lines are chosen so.\n"
        "- A preview. It shows pages.\n\n## 0.1.0\n\n- The beginning.\n"
    )
    first = checkout.run("pdf")
    assert "This is version" not in first.stderr
    version = checkout.folder / "booklet" / "__init__.py"
    version.write_text('"""A newer program."""\n\n__version__ = "9.0"\n')
    finished = checkout.run("pdf")
    assert finished.returncode == 0
    *_, version_line, pages, preview, rest = finished.stderr.splitlines()
    assert version_line.startswith("This is version 9.0. Your chapters and settings stay")
    assert (pages, preview) == ("  - Pages are fitted", "  - A preview")
    assert rest == "CHANGELOG.md tells all of it."
    assert checkout.run("pdf").stderr == ""


@pytest.mark.parametrize("name", ["pyproject.toml", "constraints.txt"])
def test_a_change_of_what_is_needed_sets_up_again(checkout: Checkout, name: str) -> None:
    checkout.run("pdf")
    with (checkout.folder / name).open("a") as stream:
        stream.write("\n# changed\n")
    finished = checkout.run("pdf")
    assert finished.returncode == 0, finished.stderr
    assert len(checkout.installations()) == 2
    checkout.run("pdf")
    assert len(checkout.installations()) == 2


def test_the_tests_get_their_own_packages_once(checkout: Checkout) -> None:
    checkout.run("pdf")
    checkout.run("test", "-x")
    checkout.run("test")
    checkout.run("pdf")
    plain, with_tests = checkout.installations()
    assert "hypothesis" not in plain
    assert "hypothesis" in with_tests


def test_a_command_brings_its_own_packages_and_keeps_those_of_others(checkout: Checkout) -> None:
    checkout.run("pdf")
    checkout.run("share", "--help")
    assert len(checkout.installations()) == 1
    for command in ("share", "merge", "share", "merge", "pdf"):
        finished = checkout.run(command)
        assert finished.returncode == 0, finished.stderr
    _, first, second = checkout.installations()
    assert "uvicorn" in first
    assert "calamine" not in first
    assert "weasyprint" not in first
    assert "uvicorn" not in second
    assert "calamine" in second


def test_what_the_tests_need_is_enough_for_every_command(checkout: Checkout) -> None:
    checkout.run("test")
    for command in ("merge", "share", "preview"):
        finished = checkout.run(command)
        assert finished.returncode == 0, finished.stderr
        assert finished.stderr == ""
    assert len(checkout.installations()) == 1


def test_a_command_whose_packages_cannot_be_had_leaves_the_others_as_they_are(
    checkout: Checkout,
) -> None:
    checkout.run("pdf")
    failed = checkout.run("share", FAKE_PIP_CODE="1")
    assert failed.returncode == 10
    kept = checkout.folder / ".venv" / "kept"
    kept.touch()
    finished = checkout.run("pdf")
    assert finished.returncode == 0
    assert finished.stderr == ""
    assert len(checkout.installations()) == 2
    assert checkout.run("share").returncode == 0
    assert kept.exists()


def test_a_failed_installation_says_so_and_is_made_anew(checkout: Checkout) -> None:
    failed = checkout.run("pdf", FAKE_PIP_CODE="1")
    assert failed.returncode == 10
    assert "error: the packages could not be installed\n  hint: " in failed.stderr
    leftover = checkout.folder / ".venv" / "leftover"
    leftover.touch()
    finished = checkout.run("pdf")
    assert finished.returncode == 0, finished.stderr
    assert not leftover.exists()


def wheel() -> bytes:
    """Write a wheel of a package that is called `tiny`."""
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w") as archive:
        archive.writestr("tiny.py", "")
        archive.writestr(
            "tiny-1.dist-info/METADATA", "Metadata-Version: 2.1\nName: tiny\nVersion: 1\n"
        )
        archive.writestr(
            "tiny-1.dist-info/WHEEL",
            "Wheel-Version: 1.0\nRoot-Is-Purelib: true\nTag: py3-none-any\n",
        )
        archive.writestr("tiny-1.dist-info/RECORD", "")
    return content.getvalue()


INDEX = "http://index.invalid/simple"


@pytest.mark.slow
@needs_pip
@pytest.mark.parametrize("variable", ["http_proxy", "HTTP_PROXY"])
def test_packages_come_through_the_proxy(checkout: Checkout, variable: str) -> None:
    """With a real pip, from an index whose host does not exist."""
    checkout.with_real_pip(INDEX)
    name = "tiny-1-py3-none-any.whl"
    page = f'<!DOCTYPE html><html><body><a href="{name}">{name}</a></body></html>'
    files = {f"{INDEX}/tiny/": page.encode(), f"{INDEX}/tiny/{name}": wheel()}
    with recording_proxy(files) as proxy:
        finished = checkout.run("pdf", **{variable: f"http://{proxy.host_and_port}"})
    assert finished.returncode == 0, finished.stderr
    assert finished.stdout.endswith("pdf\n")
    assert proxy.asked == list(files)
    assert list(checkout.folder.glob(".venv/lib/*/site-packages/tiny.py"))


@pytest.mark.slow
@needs_pip
@pytest.mark.parametrize("has_wheel", [True, False])
def test_an_offline_kit_installs_from_what_is_in_it(checkout: Checkout, *, has_wheel: bool) -> None:
    """With a real pip, that has no index to go to."""
    checkout.with_real_pip("http://index.invalid/simple")
    wheels = checkout.folder / "wheels"
    wheels.mkdir()
    (wheels / "made-for.txt").write_text("Windows with Python 3.13")
    if has_wheel:
        (wheels / "tiny-1-py3-none-any.whl").write_bytes(wheel())
    finished = checkout.run("pdf")
    assert bool(list(checkout.folder.glob(".venv/lib/*/site-packages/tiny.py"))) is has_wheel
    assert finished.returncode == (0 if has_wheel else 10)
    assert ("made for Windows with Python 3.13" in finished.stderr) is not has_wheel


@pytest.mark.slow
@needs_pip
@pytest.mark.parametrize("by_proxy", [True, False])
def test_a_machine_that_is_offline_gets_one_sentence(checkout: Checkout, *, by_proxy: bool) -> None:
    """With a real pip, whose own words are a dozen lines that end in a package's fault."""
    with socket.socket() as nobody_listens:
        nobody_listens.bind(("127.0.0.1", 0))
        dead = f"http://127.0.0.1:{nobody_listens.getsockname()[1]}"
        checkout.with_real_pip(INDEX if by_proxy else f"{dead}/simple")
        finished = checkout.run("pdf", **({"http_proxy": dead} if by_proxy else {}))
    assert finished.returncode == 10
    _, problem, hint = finished.stderr.splitlines()
    assert problem.startswith("error: the packages could not be downloaded: there is no connection")
    assert hint.startswith("  hint: This needs the internet, once.")


@pytest.mark.slow
@needs_pip
def test_whatever_else_pip_complains_of_is_shown(checkout: Checkout) -> None:
    checkout.with_real_pip(INDEX)
    with recording_proxy({}) as proxy:
        finished = checkout.run("pdf", http_proxy=f"http://{proxy.host_and_port}")
    assert finished.returncode == 10
    assert "ERROR: " in finished.stderr
    assert "error: the packages could not be installed" in finished.stderr


ODD_NAMES = [b"CPD 2026:27", b"\xe9t\xe9"]


@pytest.mark.parametrize("name", ODD_NAMES)
def test_in_a_folder_where_python_makes_no_environment_it_goes_elsewhere(
    tmp_path: Path, name: bytes
) -> None:
    """With the real `venv`, which refuses such names."""
    checkout = Checkout(tmp_path, os.fsdecode(name))
    finished = checkout.run("pdf", HOME=str(tmp_path))
    assert finished.returncode == 0, finished.stderr
    assert finished.stdout.endswith("pdf\n")
    assert list(tmp_path.glob(".local/share/cpd-booklet/venv-*/bin/python"))
    assert not (checkout.folder / ".venv").exists()
    assert checkout.run("pdf", HOME=str(tmp_path)).stderr == ""


@pytest.mark.parametrize("name", ODD_NAMES)
def test_a_home_where_python_makes_no_environment_either_is_named(
    tmp_path: Path, name: bytes
) -> None:
    home = tmp_path / os.fsdecode(name)
    finished = Checkout(home).run("pdf", HOME=str(home))
    assert finished.returncode == 10
    assert len(finished.stderr.splitlines()) == 2
    assert "because this path has a ':' or letters that are not UTF-8" in finished.stderr
    assert "hint: Rename that folder" in finished.stderr


def test_a_killed_set_up_is_made_anew(checkout: Checkout) -> None:
    with checkout.start("pdf", FAKE_PIP_SECONDS="3") as process:
        deadline = time.monotonic() + 30
        while not checkout.installations():
            assert time.monotonic() < deadline
            time.sleep(0.02)
        process.kill()
    finished = checkout.run("pdf")
    assert finished.returncode == 0, finished.stderr
    assert len(checkout.installations()) == 2


def test_two_runs_at_once_set_up_once(checkout: Checkout) -> None:
    with (
        checkout.start("pdf", FAKE_PIP_SECONDS="0.5") as first,
        checkout.start("epub", FAKE_PIP_SECONDS="0.5") as second,
    ):
        out, err = first.communicate(timeout=300)
        assert out.endswith("pdf\n"), err
        out, err = second.communicate(timeout=300)
        assert out.endswith("epub\n"), err
    assert len(checkout.installations()) == 1


def test_an_environment_whose_python_has_gone_is_made_anew(checkout: Checkout) -> None:
    checkout.run("pdf")
    python = checkout.folder / ".venv" / "bin" / "python"
    python.unlink()
    python.symlink_to("/no/such/python")
    finished = checkout.run("pdf")
    assert finished.returncode == 0, finished.stderr
    assert len(checkout.installations()) == 2


def test_an_environment_whose_python_may_not_run_is_one_sentence(checkout: Checkout) -> None:
    checkout.run("pdf")
    python = checkout.folder / ".venv" / "bin" / "python"
    python.unlink()
    python.write_text("#!/nowhere\n")
    python.chmod(0o755)
    finished = checkout.run("pdf")
    assert finished.returncode == 10
    assert "may not be started" in finished.stderr
    assert "doctor" in finished.stderr
    assert "Traceback" not in finished.stderr


def test_an_environment_of_somebody_elses_is_kept(checkout: Checkout) -> None:
    kept = checkout.folder / ".venv" / "kept"
    kept.parent.mkdir()
    kept.touch()
    assert checkout.run("pdf").returncode == 0
    assert kept.exists()


def test_a_folder_where_nothing_can_be_made_is_reported(checkout: Checkout) -> None:
    (checkout.folder / ".venv").write_text("a file in the way")
    finished = checkout.run("pdf")
    assert finished.returncode == 10
    assert "cannot be made" in finished.stderr
    assert "Traceback" not in finished.stderr


def test_a_python_without_ensurepip_uses_its_own_pip(checkout: Checkout) -> None:
    checkout.hide("ensurepip")
    finished = checkout.run("pdf")
    assert finished.returncode == 0, finished.stderr
    assert f"--python {checkout.folder}/.venv/bin/python" in checkout.installations()[0]


def test_a_python_without_any_pip_gets_one_from_its_debian(checkout: Checkout) -> None:
    checkout.without_pango()
    checkout.hide("ensurepip", "pip")
    finished = checkout.run("pdf")
    assert finished.returncode == 0, finished.stderr
    (packages,) = checkout.downloads()  # Pango in the same go
    assert packages.split()[0] == "python3-pip-whl"
    assert "libharfbuzz-subset0" in packages
    wheel = checkout.folder / ".venv/system/usr/share/python-wheels/pip-23-py3-none-any.whl"
    of_itself, program = checkout.installations()
    assert of_itself == f"start install -q --no-index {wheel}"
    assert "weasyprint==70.0" in program


def test_a_debian_with_pango_gives_pip_alone(checkout: Checkout) -> None:
    checkout.without_pango()
    checkout.pango.write_text(PANGO)
    checkout.hide("ensurepip", "pip")
    assert checkout.run("pdf").returncode == 0
    assert checkout.downloads() == ["python3-pip-whl"]


def test_a_python_without_any_pip_on_another_system_gets_a_hint(checkout: Checkout) -> None:
    checkout.without_pango("ID=fedora\n")
    checkout.hide("ensurepip", "pip")
    finished = checkout.run("pdf")
    assert finished.returncode == 10
    assert "this Python cannot make virtual environments" in finished.stderr
    assert "Traceback" not in finished.stderr


def test_without_the_internet_there_is_no_pip_but_one_sentence(checkout: Checkout) -> None:
    checkout.without_pango()
    checkout.hide("ensurepip", "pip")
    finished = checkout.run("pdf", APT_REFUSES="1")
    assert finished.returncode == 10
    assert "could not be downloaded: no network\n  hint: This needs the internet" in finished.stderr
    assert "Traceback" not in finished.stderr
    assert checkout.run("pdf").returncode == 0


def test_a_debian_without_pango_gets_it_once(checkout: Checkout) -> None:
    checkout.without_pango()
    finished = checkout.run("pdf")
    assert finished.returncode == 0, finished.stderr
    assert "Fetching Pango" in finished.stderr
    assert checkout.run("epub").stderr == ""
    assert len(checkout.downloads()) == 1


def test_a_pango_that_has_gone_is_fetched_though_everything_is_set_up(checkout: Checkout) -> None:
    checkout.without_pango()
    checkout.run("pdf")
    shutil.rmtree(checkout.folder / ".venv" / "system")
    assert "Fetching Pango" in checkout.run("pdf").stderr
    assert len(checkout.downloads()) == 2


def test_two_runs_at_once_fetch_pango_once(checkout: Checkout) -> None:
    checkout.without_pango()
    with checkout.start("pdf") as first, checkout.start("epub") as second:
        assert first.communicate(timeout=300)[0].endswith("pdf\n")
        assert second.communicate(timeout=300)[0].endswith("epub\n")
    assert len(checkout.downloads()) == 1


def test_where_pango_cannot_be_fetched_the_program_goes_on(checkout: Checkout) -> None:
    """It makes the e-book all the same, and tells the rest itself."""
    checkout.without_pango()
    finished = checkout.run("epub", APT_REFUSES="1")
    assert finished.returncode == 0
    assert finished.stdout.endswith("epub\n")
    assert "could not be downloaded: no network" in finished.stderr
    assert "Traceback" not in finished.stderr


def test_another_linux_without_pango_is_left_to_the_program(checkout: Checkout) -> None:
    checkout.without_pango("ID=fedora\n")
    finished = checkout.run("pdf")
    assert finished.returncode == 0
    assert finished.stdout.endswith("pdf\n")
    assert checkout.downloads() == []


def build_script(monkeypatch: pytest.MonkeyPatch) -> types.ModuleType:
    """Import build.py, which has no effect."""
    monkeypatch.syspath_prepend(str(ROOT))
    spec = importlib.util.spec_from_file_location("build_script", ROOT / "build.py")
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.mark.parametrize(
    ("system", "processor", "marker", "true"),
    [
        ("win32", "AMD64", "sys_platform == 'win32' and platform_machine == 'AMD64'", True),
        ("win32", "ARM64", "sys_platform == 'win32' and platform_machine == 'AMD64'", False),
        ("linux", "x86_64", "sys_platform == 'win32' and platform_machine == 'AMD64'", False),
        ("darwin", "arm64", ' sys_platform == "darwin" ', True),
        ("linux", "x86_64", "sys_platform!='linux'", False),
    ],
)
def test_environment_markers_are_understood(
    monkeypatch: pytest.MonkeyPatch, system: str, processor: str, marker: str, *, true: bool
) -> None:
    script = build_script(monkeypatch)
    monkeypatch.setattr(sys, "platform", system)
    monkeypatch.setattr("platform.machine", lambda: processor)
    assert script.holds(marker) is true
    assert script.is_installed(f"no-such-package>=1; {marker}") is not true
    assert script.is_installed(f"pytest>=1; {marker}")


@pytest.mark.parametrize(
    "marker",
    [
        "python_version < '3.12'",
        "sys_platform == 'win32' or sys_platform == 'darwin'",
        "sys_platform in 'win32 darwin'",
        "(sys_platform == 'win32')",
    ],
)
def test_a_marker_it_cannot_read_is_named(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], marker: str
) -> None:
    with pytest.raises(SystemExit):
        build_script(monkeypatch).is_installed(f"pytest>=1; {marker}")
    assert f"cannot read: {marker}" in capsys.readouterr().err


def test_every_requirement_of_ours_can_be_read(monkeypatch: pytest.MonkeyPatch) -> None:
    script = build_script(monkeypatch)
    wanted = script.requirements({"test", "cluster"})
    assert sum("gstreamer-libs" in requirement for requirement in wanted) == 2
    for requirement in wanted:
        script.is_installed(requirement)


def typed(checkout: Checkout) -> str:
    """Name the Python that starts a checkout, as somebody would type it."""
    name = Path(checkout.python[0]).name
    return name if name.startswith("python3") and not name.endswith(".exe") else "python"


@pytest.mark.parametrize(
    ("started_with", "said"),
    [
        ("python3", "python3"),
        ("/usr/bin/python3.12", "python3.12"),
        ("python", "python"),
        (r"C:\Programs\python.exe", "python"),
        ("/opt/an env/bin/pypy", "python"),
    ],
)
def test_python_is_called_what_somebody_has_typed(
    monkeypatch: pytest.MonkeyPatch, started_with: str, said: str
) -> None:
    script = build_script(monkeypatch)
    monkeypatch.setattr(sys, "orig_argv", [started_with, "build.py"])
    monkeypatch.setattr(sys, "argv", ["build.py"])
    monkeypatch.delenv(script.TYPED_PYTHON, raising=False)
    assert script.as_typed() == f"{said} build.py"
    monkeypatch.setenv(script.TYPED_PYTHON, "python3")  # by the process that set everything up
    assert script.as_typed() == "python3 build.py"


@pytest.mark.parametrize(("system", "word"), [("win32", "python.org"), ("linux", "sudo apt")])
def test_the_hint_about_python_suits_the_system(
    monkeypatch: pytest.MonkeyPatch, system: str, word: str
) -> None:
    script = build_script(monkeypatch)
    monkeypatch.setattr(sys, "platform", system)
    assert word in script.complete_python()
    assert ("apt" in script.complete_python()) is (system == "linux")


def test_with_every_package_there_it_hands_over_at_once(tmp_path: Path) -> None:
    checkout = Checkout(tmp_path)
    del checkout.environment["PYTHONPATH"]
    checkout.python = [sys.executable]
    finished = checkout.run("pdf")
    script = checkout.folder / "build.py"
    assert finished.stdout == f'{typed(checkout)} "{script}" {sys.prefix} pdf\n'
    assert finished.stderr == ""
    assert not (checkout.folder / ".venv").exists()


def test_a_package_that_is_too_old_is_not_used(tmp_path: Path) -> None:
    checkout = Checkout(tmp_path)
    checkout.python = [sys.executable]
    pyproject = checkout.folder / "pyproject.toml"
    pyproject.write_text(pyproject.read_text("utf-8").replace("jinja2>=3.1", "jinja2>=99"), "utf-8")
    finished = checkout.run("pdf")
    assert "Setting up" in finished.stderr
    assert "jinja2>=99" in checkout.installations()[0]
