#!/usr/bin/env python3
"""Make the booklet and the e-book on any computer that has Python.

`python build.py --help` tells more. This file only sets things up. When the running Python has
every package that pyproject.toml asks for, it hands over to the program at once. Otherwise it
makes a virtual environment, in the folder `.venv` if that is a good place, installs the packages
there in the versions of constraints.txt, and hands over to that; it does so again when one of the
two files changes, or the program's version. Where a Debian, or one of its kin, has no pip or no
Pango, its own packages are unpacked there too. All of that needs nothing but Python's own library.
"""

import sys

if sys.version_info < (3, 11):  # noqa: UP036 - whoever has an older one should read a sentence
    sys.exit(
        "error: this is Python {}.{}, and Python 3.11 or newer is needed\n"
        "  hint: Install it from https://www.python.org/downloads/ and try again.".format(
            *sys.version_info
        )
    )

import contextlib
import hashlib
import importlib.util
import os
import re
import shutil
import subprocess
from collections.abc import Iterator
from collections.abc import Set as AbstractSet
from pathlib import Path
from typing import NoReturn

from booklet.common.environment import environment_folder, takes_environment
from booklet.common.extras import list_requirements, wanted_extras

FOLDER = Path(__file__).resolve().parent
VENV = environment_folder(FOLDER)
DEBIAN_WHEELS = Path("/usr/share/python-wheels")
VENV_PYTHON = VENV / ("Scripts/python.exe" if sys.platform == "win32" else "bin/python")
LOCK = VENV / "set-up.lock"
STAMP = VENV / "set-up.stamp"
SYSTEM = VENV / "system"  # booklet/common/pango.py looks for it there
VERSION_FILE = "booklet/__init__.py"
UNFINISHED = "unfinished"
NEWS = 5  # changes that are told after an update
WHEELS = FOLDER / "wheels"  # only in an offline kit, which has all packages
TYPED_PYTHON = "BOOKLET_TYPED_PYTHON"  # what somebody typed, for the process that goes on
_BROUGHT_ALONG = 1.8  # packages in all for each that is asked for, roughly


def main() -> None:
    """Set up if need be, then run the program with the same arguments."""
    extras = wanted_extras(sys.argv[1:])
    in_venv = Path(sys.prefix) == VENV
    if is_set_up(extras) if in_venv else can_run_here(extras):
        hand_over()
    if sys.argv[1:2] == ["doctor"] and not (is_set_up(extras) and venv_starts()):
        examine_before_set_up()
    if not is_set_up(extras):
        set_up(extras)
    run_again_in_venv()


def can_run_here(extras: AbstractSet[str]) -> bool:
    """Tell whether this Python has all the packages, without importing any of them."""
    if importlib.util.find_spec("weasyprint") is None:
        return False  # the usual case on a fresh machine, told in a millisecond
    return all(is_installed(requirement) for requirement in requirements(extras))


def is_installed(requirement: str) -> bool:
    """Tell whether this Python has a package such as `jinja2>=3.1` or `weasyprint==70.0`."""
    from importlib import metadata  # noqa: PLC0415 - slow to import, and seldom needed

    if not is_wanted_here(requirement):
        return True
    requirement = requirement.partition(";")[0]
    parts = re.split(r"(==|>=)", requirement.replace(" ", ""))
    try:
        installed = metadata.version(parts[0])
    except metadata.PackageNotFoundError:
        return False
    if len(parts) == 1:
        return True
    have, want = ([int(n) for n in re.findall(r"\d+", text)] for text in (installed, parts[2]))
    return have == want if parts[1] == "==" else have >= want


def is_wanted_here(requirement: str) -> bool:
    """Tell whether a requirement is one of this system."""
    marker = requirement.partition(";")[2]
    return not marker or holds(marker)


def holds(marker: str) -> bool:
    """Tell whether an environment marker is true of this Python: the kinds pyproject.toml uses.

    Args:
        marker: comparisons with `==` or `!=` joined by `and`, such as `sys_platform == 'win32'`
            (the specification of dependency specifiers has more).
    """
    return all(compares(comparison) for comparison in marker.split(" and "))


def compares(comparison: str) -> bool:
    """Tell whether one comparison of an environment marker is true of this Python."""
    import platform  # noqa: PLC0415 - slow to import, and seldom needed

    parts = re.fullmatch(r"""\s*(\w+)\s*(==|!=)\s*(['"])([^'"]*)\3\s*""", comparison)
    values = {"sys_platform": sys.platform, "platform_machine": platform.machine()}
    if parts is None or parts[1] not in values:
        give_up(
            "pyproject.toml has an environment marker that build.py cannot read: "
            f"{comparison.strip()}",
            "Write it as comparisons of sys_platform or platform_machine, joined by 'and'; or "
            "teach build.py more.",
        )
    return (values[parts[1]] == parts[4]) is (parts[2] == "==")


def requirements(extras: AbstractSet[str]) -> list[str]:
    """Read from pyproject.toml what is to be installed."""
    import tomllib  # noqa: PLC0415 - not needed when everything is set up

    project = tomllib.loads((FOLDER / "pyproject.toml").read_text("utf-8"))["project"]
    return list_requirements(project, extras)


def is_set_up(extras: AbstractSet[str]) -> bool:
    """Tell whether `.venv` holds what the program asks for today."""
    current, _, installed = read_stamp()
    return VENV_PYTHON.exists() and current == digest() and extras <= installed


def read_stamp() -> tuple[str, str, frozenset[str]]:
    """Read what was installed: the digest of then, the program's version, and the extras."""
    try:
        current, version, *extras = [*STAMP.read_text("utf-8").split(), "", ""]
    except OSError:
        return "", "", frozenset()
    return current, version, frozenset(filter(None, extras))


def digest() -> str:
    """Sum up what decides what is installed in a word that changes when that does."""
    files = (FOLDER / name for name in ("pyproject.toml", "constraints.txt", VERSION_FILE))
    return hashlib.sha256(b"\0".join(file.read_bytes() for file in files)).hexdigest()


def set_up(extras: AbstractSet[str]) -> None:
    """Make `.venv`, or bring it up to date; whatever was left half-made is made anew."""
    refuse_odd_folders()
    refuse_odd_processors()
    with only_one_at_a_time():
        if is_set_up(extras):
            return  # another run did it while this one waited
        current, version, installed = read_stamp()
        is_extended = VENV_PYTHON.exists() and current == digest()
        extras |= installed if is_extended else frozenset()
        wanted = requirements(extras)
        if is_extended:
            # What is there already makes old pips slow: they read its metadata again and again.
            there = set(requirements(installed))
            wanted = [requirement for requirement in wanted if requirement not in there]
        if wanted:
            purpose = f"what '{sys.argv[1]}' needs" if extras else "what the program needs"
            say(f"Setting up, only this once: installing {purpose} into {VENV} …")
        if not STAMP.exists() or not VENV_PYTHON.exists() or STAMP.read_text("utf-8") == UNFINISHED:
            empty_venv()
            pip = make_venv()
        else:
            pip = pip_for_venv()
        if not is_extended:  # else it stays as good as it was, even if this fails
            STAMP.write_text(UNFINISHED, "utf-8")
        kit = ["--no-index", "--find-links", str(WHEELS)] if WHEELS.is_dir() else []
        options = ["--no-compile", "--progress-bar", "off", *kit]
        if wanted:  # another extra may have brought all of it
            run(
                [*pip, "install", *options, "-c", str(FOLDER / "constraints.txt"), *wanted],
                problem="the packages could not be installed",
                hint=about_kit() if kit else "What pip says above may tell you more.",
                package_count=round(_BROUGHT_ALONG * sum(map(is_wanted_here, wanted))),
            )
        STAMP.write_text(" ".join([digest(), program_version(), *sorted(extras)]), "utf-8")
        if version not in {"", program_version()}:
            say(what_is_new())


def program_version() -> str:
    """Read the version without importing the program."""
    found = re.search(r'__version__ = "(.*)"', (FOLDER / VERSION_FILE).read_text("utf-8"))
    return found[1] if found else "unknown"


def what_is_new() -> str:
    """Tell somebody who has used an earlier version what this one can do, from CHANGELOG.md."""
    said = f"This is version {program_version()}. Your chapters and settings stay as they are."
    try:
        newest = (FOLDER / "CHANGELOG.md").read_text("utf-8").split("\n## ")[1]
    except (OSError, IndexError):
        return said
    changes = re.findall(r"(?m)^- (.*?)[.:;](?: |$)", newest)[:NEWS]
    lines = "".join(f"  - {change}\n" for change in changes)
    return f"{said} New, among other things:\n{lines}CHANGELOG.md tells all of it."


def about_kit() -> str:
    """Say what the offline kit is for, which may be another computer."""
    made_for = (WHEELS / "made-for.txt").read_text("utf-8")
    here = ".".join(map(str, sys.version_info[:2]))
    return f"This kit was made for {made_for}, and this is Python {here} on {sys.platform}."


def refuse_odd_folders() -> None:
    """End where Python's own `venv` makes no environment, before it says so in its own words."""
    if not takes_environment(VENV):
        give_up(
            f"Python cannot install packages into {VENV}, because this path has a "
            f"'{os.pathsep}' or letters that are not UTF-8",
            "Rename that folder, or move the project to another, and run the same command again.",
        )


def refuse_odd_processors() -> None:
    """End where there is a Python but no Pango for it."""
    import sysconfig  # noqa: PLC0415 - slow to import, and seldom needed

    if sysconfig.get_platform() in {"win-arm64", "win32"}:
        give_up(
            "for this kind of Python on Windows there is no Pango, which sets pages",
            "Install the 'Windows installer (64-bit)' from https://www.python.org/downloads/, "
            "which Windows on ARM runs as well, remove this Python, and run the same command "
            "again.",
        )


@contextlib.contextmanager
def only_one_at_a_time() -> Iterator[None]:
    """Let a second set-up of the same folder wait until the first has ended, however it ends."""
    try:
        VENV.mkdir(parents=True, exist_ok=True)
        lock = LOCK.open("wb")
    except OSError as error:
        give_up(
            f"the folder {VENV} cannot be made: {error.strerror}",
            "Copy the whole project to a folder of your own and run the command there.",
        )
    with lock:
        if sys.platform == "win32":
            import msvcrt  # noqa: PLC0415 - exists on Windows only

            while True:
                with contextlib.suppress(OSError):  # it gives up after ten seconds; we do not
                    msvcrt.locking(lock.fileno(), msvcrt.LK_LOCK, 1)
                    break
        else:
            import fcntl  # noqa: PLC0415 - exists everywhere else

            fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def empty_venv() -> None:
    """Remove a half-made environment, but no one that somebody else made and we never touched."""
    if not STAMP.exists():
        return
    for entry in VENV.iterdir():
        if entry.is_dir() and not entry.is_symlink():
            shutil.rmtree(entry)
        elif entry != LOCK:
            entry.unlink()


def make_venv() -> list[str]:
    """Make the environment, with a pip of its own where Python brings one.

    Returns:
        The command that installs packages into it.
    """
    STAMP.write_text(UNFINISHED, "utf-8")
    bare = [] if importlib.util.find_spec("ensurepip") else ["--without-pip"]
    has_pip = not bare or importlib.util.find_spec("pip")
    wheel = None if has_pip else next(WHEELS.glob("pip-*.whl"), None) or fetch_pip()
    run(
        [sys.executable, "-m", "venv", *bare, str(VENV)],
        problem=f"the virtual environment {VENV} could not be made",
        hint=complete_python(),
    )
    if wheel:
        run(
            [str(VENV_PYTHON), f"{wheel}/pip", "install", "-q", "--no-index", str(wheel)],
            problem="pip could not be installed",
            hint=complete_python(),
        )
    return pip_for_venv()


def fetch_pip() -> Path:
    """Fetch the pip that this Python came without, and in the same go Pango if it is missing.

    Returns:
        pip's wheel; Python can run what is in it.
    """
    from booklet.common import distribution  # noqa: PLC0415 - seldom needed
    from booklet.common.errors import SetupError  # noqa: PLC0415

    if not distribution.can_fetch():
        give_up("this Python cannot make virtual environments", complete_python())
    packages = [*distribution.PIP, *([] if pango_is_here() else distribution.PANGO)]
    try:
        distribution.fetch(packages, SYSTEM)
    except SetupError as error:
        give_up(error.problem, error.hint)
    except KeyboardInterrupt:
        sys.exit(130)
    wheels = [*SYSTEM.glob("usr/share/python-wheels/pip-*.whl"), *DEBIAN_WHEELS.glob("pip-*.whl")]
    if not wheels:
        give_up("this system's packages have no pip", complete_python())
    return wheels[0]


def complete_python() -> str:
    """Say how to get a Python that can make virtual environments."""
    if sys.platform == "linux":
        return (
            "On Debian and Ubuntu: sudo apt install python3-venv. On other systems install the "
            "whole of Python. Then run the same command again."
        )
    return "Install Python from https://www.python.org/downloads/ and run the same command again."


def pip_for_venv() -> list[str]:
    """Choose the environment's own pip or, where it has none, the running Python's."""
    if any(VENV.glob("[Ll]ib/**/site-packages/pip/__main__.py")):
        return [str(VENV_PYTHON), "-m", "pip"]
    return [sys.executable, "-m", "pip", "--python", str(VENV_PYTHON)]


def run(command: list[str], *, problem: str, hint: str, package_count: int = 0) -> None:
    """Run a command, and end with a message when it fails.

    pip complains of a broken connection for each attempt, and then of a package that does not
    exist; that is one sentence here. Whatever else a command complains of is shown.

    `package_count` is how many packages pip will fetch, roughly.
    """
    progress = Progress(package_count)
    output = []
    try:
        with subprocess.Popen(  # noqa: S603 - our own
            command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, errors="replace"
        ) as process:
            for line in process.stdout or ():
                output.append(line)
                progress.show(line)
    except KeyboardInterrupt:
        sys.exit(130)
    finally:
        progress.clear()
    if not process.returncode:
        return
    said = "".join(output)
    if "connection broken by" in said:
        give_up(
            "the packages could not be downloaded: there is no connection to the package index",
            "This needs the internet, once. Check the connection, and the proxy if there is one, "
            "and run the same command again: what was downloaded is kept.",
        )
    complaints = [line for line in output if re.match("ERROR|WARNING|error|  ", line)]
    say("".join(complaints or output).rstrip())
    give_up(problem, hint)


class Progress:
    """One line on the terminal that says how far pip is; nothing where there is no terminal."""

    def __init__(self, expected: int) -> None:
        self._expected = expected
        self._fetched = 0
        self._width = 0
        self._is_shown = sys.stderr.isatty()

    def show(self, line: str) -> None:
        """Say what a line of pip's means for whoever waits."""
        words = line.split()
        if words[:1] == ["Collecting"]:
            self._fetched += 1
            name = re.split(r"[=<>!~;(\[]", words[1])[0]
            of_all = f" of about {self._expected}" if self._fetched <= self._expected else ""
            self._write(f"  package {self._fetched}{of_all}: {name}")
        elif words[:2] == ["Installing", "collected"]:
            self._write(f"  putting {len(words) - 3} packages in place, half a minute more")

    def clear(self) -> None:
        """Take the line away again."""
        if self._width:
            self._write("")

    def _write(self, text: str) -> None:
        if self._is_shown:
            sys.stderr.write(f"\r{text:{self._width}}" + ("" if text else "\r"))
            sys.stderr.flush()
            self._width = len(text)


def give_up(problem: str, hint: str) -> NoReturn:
    """End with the exit code that means: something is missing on this machine."""
    say(f"error: {problem}\n  hint: {hint}")
    sys.exit(10)


def say(message: str) -> None:
    """Tell the person at the terminal; the standard output belongs to the program."""
    sys.stderr.write(message + "\n")
    sys.stderr.flush()


def run_again_in_venv() -> NoReturn:
    """Start this file once more, with the environment's Python."""
    command = [str(VENV_PYTHON), *sys.argv]
    os.environ.setdefault(TYPED_PYTHON, typed_python())
    try:
        if sys.platform == "win32":  # where exec would give the terminal back too early
            sys.exit(subprocess.run(command, check=False).returncode)  # noqa: S603 - our own
        os.execv(command[0], command)  # noqa: S606 - our own command
    except OSError as error:
        give_up(
            f"the Python in {VENV} may not be started: {error.strerror}",
            "Something on this computer forbids it; 'python build.py doctor' tells more.",
        )


def venv_starts() -> bool:
    """Tell whether this computer lets the environment's Python run."""
    try:
        command = [str(VENV_PYTHON), "-c", ""]
        return subprocess.run(command, check=False).returncode == 0  # noqa: S603 - our own
    except OSError:
        return False


def examine_before_set_up() -> NoReturn:
    """Run the command `doctor` with nothing but Python's own library."""
    from booklet.doctor.command import run_doctor  # noqa: PLC0415 - seldom needed

    installed = is_set_up(frozenset())  # but its Python does not start
    wanted = [] if installed else requirements(frozenset())
    missing = [requirement for requirement in wanted if not is_installed(requirement)]
    sys.exit(run_doctor(sys.argv[2:], [re.split("[=>;]", name)[0].strip() for name in missing]))


def bring_pango() -> None:
    """Fetch Pango, which sets pages, where this Linux has packages of it.

    Where it has none, or the internet is away, the program goes on without: it knows what it can
    make all the same, and says what is missing.
    """
    from booklet.common import distribution  # noqa: PLC0415 - now it is needed
    from booklet.common.errors import SetupError  # noqa: PLC0415

    if pango_is_here() or not distribution.can_fetch():
        return
    with only_one_at_a_time():
        if pango_is_here():
            return  # another run did it while this one waited
        say(f"Fetching Pango from this system's packages into {SYSTEM} …")
        try:
            distribution.fetch(distribution.PANGO, SYSTEM)
        except SetupError as error:
            say(str(error))
        except KeyboardInterrupt:
            sys.exit(130)


def pango_is_here() -> bool:
    """Tell whether the libraries that set pages can be loaded; this loads them."""
    from booklet.common.errors import SetupError  # noqa: PLC0415
    from booklet.common.pango import load_pango  # noqa: PLC0415 - now it is needed

    try:
        load_pango()
    except SetupError:
        return False
    return True


def as_typed() -> str:
    """Say how this program is started in the current folder."""
    script = sys.argv[0]
    python = os.environ.get(TYPED_PYTHON) or typed_python()
    return f'{python} "{script}"' if " " in script else f"{python} {script}"


def typed_python() -> str:
    """Say how Python is called here: `python3` where somebody has typed that."""
    name = Path(sys.orig_argv[0]).name
    return name if re.fullmatch(r"python3(\.\d+)?", name) else "python"


def hand_over() -> NoReturn:
    """Run the program in this very process."""
    bring_pango()
    from booklet.cli import main as run_program  # noqa: PLC0415 - now its packages are there

    run_program(program=as_typed())
    sys.exit()


if __name__ == "__main__":
    try:
        main()
    except KeyboardInterrupt:  # while modules are imported; later the program says more
        sys.exit(130)
