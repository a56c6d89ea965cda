"""Packages that only some commands need: the extras of pyproject.toml.

build.py installs an extra when a command first asks for it; whoever installed the program with pip
is told how to. Nothing but Python's own library is used here: build.py reads it before anything is
installed.
"""

from __future__ import annotations

import importlib.util
import re
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from booklet.common.errors import SetupError

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

EXTRAS: Mapping[str, str] = MappingProxyType(
    {
        "import": "import",
        "preview": "preview",
        "check": "check",
        "session": "session",
        "share": "share",
        "collect": "session",
        "merge": "merge",
        "test": "test",
    }
)
"""The extra that a command needs, by the command's name."""

_CLUSTER = "cluster"
_SELF = re.compile(r"cpd-booklet\[([\w,\s-]+)\]")


def wanted_extras(arguments: Sequence[str]) -> frozenset[str]:
    """Tell which extras a command needs.

    Args:
        arguments: of the program, the command first.
    """
    command, *rest = [*arguments, ""]
    if "--help" in rest:
        return frozenset()
    wanted = {EXTRAS[command]} if command in EXTRAS else set()
    if command != "test" and any(each.split("=")[0] == "--scheduler" for each in rest):
        wanted.add(_CLUSTER)
    return frozenset(wanted)


def list_requirements(project: Mapping[str, Any], extras: Iterable[str]) -> list[str]:
    """List what is to be installed, each requirement once.

    Args:
        project: the table `project` of pyproject.toml; an extra may name others of its own, as in
            `cpd-booklet[share,session]` (Python Packaging User Guide, "Recursive extras").
        extras: what is wanted besides the program itself.
    """
    optional: Mapping[str, Sequence[str]] = project.get("optional-dependencies", {})

    def expand(requirements: Iterable[str]) -> Iterator[str]:
        for requirement in requirements:
            own = _SELF.fullmatch(requirement)
            if own is None:
                yield requirement
            else:
                for name in own[1].split(","):
                    yield from expand(optional[name.strip()])

    asked = (requirement for extra in sorted(extras) for requirement in optional.get(extra, ()))
    return list(dict.fromkeys([*project["dependencies"], *expand(asked)]))


def require_extra(extra: str, *modules: str) -> None:
    """Make sure that the packages of an extra are there, without importing them.

    Args:
        extra: its name in pyproject.toml.
        modules: what the extra's packages are imported as.

    Raises:
        SetupError: when one is missing, which build.py does not let happen.
    """
    missing = [name for name in modules if importlib.util.find_spec(name) is None]
    if missing:
        raise SetupError(
            f"this needs packages that are not installed: {', '.join(missing)}",
            hint=f"Install them with: pip install 'cpd-booklet[{extra}]'",
        )
