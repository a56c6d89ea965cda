"""Judge the facts about a computer: what is well, what is wrong, and the one remedy for it.

No text here holds a path or a person's name: a trouble can be passed on as it is.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from booklet.doctor.package_index import Outcome

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from booklet.doctor.machine import Folder, Machine

OLDEST_PYTHON = (3, 11)
ROOM_FOR_SETTING_UP = 1_200_000_000
"""Bytes: what is installed, and what pip unpacks on the way (Windows; Linux needs half of it)."""

ROOM_FOR_A_BUILD = 200_000_000
"""Bytes: a long book with photographs, and its temporary files."""

LONGEST_PATH = 180
"""Characters of the path to the program: Windows allows 259 in all, and our own files need some."""

_PYTHON_PAGE = "https://www.python.org/downloads/"


@dataclass(frozen=True, slots=True)
class Check:
    """What came of one question.

    Attributes:
        name: what was looked at.
        found: what there is.
        remedy: what to do about it; empty when all is well.
        needs_technician: whether the remedy is for whoever looks after the school's computers.
    """

    name: str
    found: str
    remedy: str = ""
    needs_technician: bool = False


def diagnose(machine: Machine) -> tuple[Check, ...]:
    """Judge everything, in the order in which troubles are best put right."""
    return tuple(check for judge in _JUDGES for check in judge(machine))


def _judge_python(machine: Machine) -> Iterator[Check]:
    version = ".".join(map(str, machine.python))
    found = f"{version} on {machine.system} ({machine.platform})"
    if machine.python[:2] < OLDEST_PYTHON:
        remedy = f"Install Python 3.11 or newer from {_PYTHON_PAGE}."
    elif machine.platform == "win32":
        remedy = (
            f"This is a 32-bit Python. Install the one called 'Windows installer (64-bit)' from "
            f"{_PYTHON_PAGE}, and remove this one."
        )
    elif machine.platform == "win-arm64":
        remedy = (
            "For this kind of processor there is no Pango yet. Install the 'Windows installer "
            f"(64-bit)' from {_PYTHON_PAGE} beside this Python; Windows runs it as well."
        )
    elif not machine.can_make_environments:
        remedy = "This Python cannot make virtual environments. Install the whole of Python."
    else:
        remedy = ""
    yield Check("Python", found, remedy, needs_technician=bool(remedy))


def _judge_place(machine: Machine) -> Iterator[Check]:
    length = machine.program_path_length
    if machine.platform.startswith("win") and length > LONGEST_PATH:
        yield Check(
            "Place of the program",
            f"its path has {length} characters, and Windows stops at 259",
            r"Move the program's folder up, to C:\booklet for instance.",
        )
    elif machine.cloud:
        yield Check(
            "Place of the program",
            f"a folder that {machine.cloud} keeps in step; what is installed stays outside",
        )
    else:
        yield Check("Place of the program", "a folder of this computer")


def _judge_folders(machine: Machine) -> Iterator[Check]:
    if machine.missing and machine.environment is not None:
        yield _judge_folder(
            "Folder of the program",
            machine.program,
            ROOM_FOR_SETTING_UP,
            "Copy the whole program to a folder of your own, such as Documents, and run it there.",
        )
    yield _judge_folder(
        "Folder of the booklet",
        machine.project,
        ROOM_FOR_A_BUILD,
        "Copy the booklet to a folder of your own, such as Documents, or choose it with --project.",
    )
    yield _judge_folder(
        "Folder for finished files",
        machine.out,
        ROOM_FOR_A_BUILD,
        "Rename or remove what is called 'out', or choose another folder with --out.",
    )
    yield _judge_folder(
        "Folder for temporary files",
        machine.temporary,
        ROOM_FOR_A_BUILD,
        "Let TMPDIR (on Windows: TEMP) name a folder in which files can be written.",
    )


def _judge_folder(name: str, folder: Folder, room: int, remedy: str) -> Check:
    if folder.refusal is not None:
        return Check(name, f"nothing can be written there: {folder.refusal}", remedy)
    if folder.free < room:
        return Check(
            name,
            f"{folder.free / 1e6:,.0f} MB are free on its disk, and {room / 1e6:,.0f} are needed",
            "Make room on the disk: empty the bin, and move large films and photographs away.",
        )
    if folder.holds_files:
        return Check(
            name,
            "another program, most likely a virus scanner, holds new files open",
            "Ask that the virus scanner leave this folder out of its checks while files are "
            "written; until then, building again usually helps.",
            needs_technician=True,
        )
    return Check(name, f"can be written; {folder.free / 1e9:,.0f} GB are free")


def _judge_environment(machine: Machine) -> Iterator[Check]:
    environment = machine.environment
    if environment is None or not (environment.exists or machine.missing):
        return
    name = f"Environment ({environment.folder})"
    if not environment.exists:
        yield Check(name, "not made yet; the first command makes it")
    elif environment.refusal is not None:
        yield Check(
            name,
            f"its Python may not run: {environment.refusal}",
            "Ask that programs in the environment's folder may be started (an allow rule in "
            "AppLocker or the virus scanner). If nothing forbids it: remove the folder "
            f"'{environment.folder}', and the next command makes it anew.",
            needs_technician=True,
        )
    elif not environment.is_finished:
        yield Check(
            name, "half made", "Run the same command again: it goes on where set-up was stopped."
        )
    else:
        yield Check(name, "complete")


def _judge_packages(machine: Machine) -> Iterator[Check]:
    count = len(machine.missing)
    if not count:
        yield Check("Packages", "all installed")
        yield from _judge_typefaces(machine)
    elif machine.environment is not None:
        noun = "package" if count == 1 else "packages"
        yield Check("Packages", f"{count} {noun} to install; the first command does it")
    else:
        yield Check(
            "Packages",
            f"missing: {', '.join(machine.missing)}",
            "Install the program again: pip brings them along.",
        )


def _judge_typefaces(machine: Machine) -> Iterator[Check]:
    missing = machine.missing_typefaces
    if missing is None:
        return  # they are in the environment, and this is another Python
    found = f"missing: {', '.join(missing)}" if missing else "all of ours can be read"
    where = f"Remove the folder '{machine.environment.folder}'" if machine.environment else ""
    again = f"{where}, and build again." if where else "Install the program again with pip."
    remedy = again if missing else ""
    yield Check("Typefaces", found, remedy)


def _judge_pango(machine: Machine) -> Iterator[Check]:
    if machine.pango:
        yield Check("Pango, which sets pages", machine.pango)
    elif machine.pango_remedy:
        yield Check(
            "Pango, which sets pages", "missing", machine.pango_remedy, needs_technician=True
        )
    else:
        yield Check("Pango, which sets pages", "not there yet; the first command brings it")


_ASK_FOR_INDEX = "Ask that this computer may reach the Python Package Index (PyPI) and its files."
_INDEX = {
    Outcome.NO_INTERNET: "this computer is not on the internet",
    Outcome.REFUSED: "the connection is refused",
    Outcome.SLOW: "no answer in a quarter of a minute",
    Outcome.PROXY: "the proxy that this computer is told to use cannot be reached",
    Outcome.PROXY_PASSWORD: "the proxy asks for a name and a password",
    Outcome.CERTIFICATE: "a filter opens encrypted connections with a certificate of its own",
    Outcome.FORBIDDEN: "the network's filter says no",
    Outcome.STRANGE: "something answers, but it is not the package index",
}
_INDEX_REMEDIES = {
    Outcome.NO_INTERNET: "Connect to a network, and try again.",
    Outcome.REFUSED: f"{_ASK_FOR_INDEX} Or set up from another network, at home for instance.",
    Outcome.SLOW: f"Try again when the network is less busy. If it stays so: {_ASK_FOR_INDEX}",
    Outcome.PROXY: (
        "Ask for the proxy's address, and put it into the environment variable HTTPS_PROXY."
    ),
    Outcome.PROXY_PASSWORD: (
        "Ask for a proxy address that carries them, http://name:password@proxy:port, and put it "
        "into the environment variable HTTPS_PROXY."
    ),
    Outcome.CERTIFICATE: (
        "Ask for the filter's root certificate as a .pem file, and put its path into the "
        "environment variable PIP_CERT."
    ),
    Outcome.FORBIDDEN: _ASK_FOR_INDEX,
    Outcome.STRANGE: (
        "Open any web page in the browser first: a network for guests may want you to log in."
    ),
}
_ASK_NOBODY = {Outcome.NO_INTERNET, Outcome.STRANGE}


def _judge_index(machine: Machine) -> Iterator[Check]:
    outcome = machine.index.outcome
    way = " through a proxy" if machine.index.has_proxy else ""
    if outcome is Outcome.ANSWERED:
        yield Check("Package index", f"answers{way}")
    elif outcome is Outcome.NOT_ASKED:
        yield Check("Package index", "not asked, because this Python has no pip yet")
    elif machine.missing:
        yield Check(
            "Package index",
            _INDEX[outcome],
            _INDEX_REMEDIES[outcome],
            needs_technician=outcome not in _ASK_NOBODY,
        )
    else:
        yield Check("Package index", f"{_INDEX[outcome]}; nothing is needed from it now")


def _judge_chapters(machine: Machine) -> Iterator[Check]:
    if machine.chapters:
        yield Check("Chapters", str(machine.chapters))
    else:
        found = "the folder 'chapters' is empty" if machine.chapters == 0 else "no such folder"
        yield Check(
            "Chapters",
            found,
            "Go to the folder that holds 'chapters', or name it with --project; the command 'new' "
            "starts a booklet.",
        )


_JUDGES: tuple[Callable[[Machine], Iterator[Check]], ...] = (
    _judge_python,
    _judge_place,
    _judge_folders,
    _judge_environment,
    _judge_packages,
    _judge_pango,
    _judge_index,
    _judge_chapters,
)
