"""Extras: which packages a command needs besides the program's own, and how they are asked for."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest

from booklet.common.errors import SetupError
from booklet.common.extras import EXTRAS, list_requirements, require_extra, wanted_extras

PYPROJECT = Path(__file__).parents[1] / "pyproject.toml"
PROJECT = tomllib.loads(PYPROJECT.read_text("utf-8"))["project"]


@pytest.mark.parametrize(
    ("typed", "extras"),
    [
        ("", set()),
        ("pdf", set()),
        ("pdf --workers 2", set()),
        ("pdf --scheduler tcp://here:1", {"cluster"}),
        ("merge people.csv --scheduler=tcp://here:1", {"cluster", "merge"}),
        ("collect forms", {"session"}),
        ("preview", {"preview"}),
        ("preview --help", set()),
        ("test --help", set()),
        ("test -k --scheduler", {"test"}),
    ],
)
def test_a_command_asks_for_what_it_needs(typed: str, extras: set[str]) -> None:
    assert wanted_extras(typed.split()) == extras


def test_an_extra_that_names_others_brings_their_packages_once() -> None:
    project = {
        "dependencies": ["jinja2>=3"],
        "optional-dependencies": {
            "share": ["server>=1"],
            "preview": ["cpd-booklet[share]", "pixels>=1"],
            "test": ["cpd-booklet[preview, share]", "pytest>=8"],
        },
    }
    assert list_requirements(project, {"test"}) == [
        "jinja2>=3",
        "server>=1",
        "pixels>=1",
        "pytest>=8",
    ]
    assert list_requirements(project, ()) == ["jinja2>=3"]


def test_every_extra_of_a_command_exists_and_is_there_for_the_tests() -> None:
    assert {*EXTRAS.values()} <= {*PROJECT["optional-dependencies"]}
    for extra in EXTRAS.values():
        assert {*list_requirements(PROJECT, {extra})} <= {*list_requirements(PROJECT, {"test"})}


def test_a_missing_package_is_named_with_the_command_that_brings_it() -> None:
    require_extra("share", "json")
    with pytest.raises(SetupError, match="not installed: nowhere_to_be_found") as caught:
        require_extra("share", "json", "nowhere_to_be_found")
    assert "cpd-booklet[share]" in caught.value.hint
