"""The list of labels is that of the words which are said."""

from __future__ import annotations

import ast
import re
from itertools import chain
from typing import TYPE_CHECKING

from conftest import ROOT

from booklet.common.labels import LABEL_NAMES
from booklet.components import COMPONENTS
from booklet.components.ifthen import STEMS
from booklet.theme.book_strings import LABELS

if TYPE_CHECKING:
    from collections.abc import Iterator


def asked_for() -> Iterator[str]:
    """Collect the names that the program asks for in so many words: `label("qr", "QR code")`."""
    for path in (ROOT / "booklet").rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Call) and ast.unparse(node.func).endswith("label"):
                inside = ast.walk(node.args[0]) if node.args else ()
                yield from (str(one.value) for one in inside if isinstance(one, ast.Constant))


def test_every_label_that_is_said_may_be_set_and_no_other() -> None:
    signatures = {"partner", "date"}
    components = {component.name for component in COMPONENTS}
    said = {*LABELS, *components, *(name for name, _ in STEMS), *signatures, *asked_for()}
    assert {name for name in said if not name.isdigit()} == LABEL_NAMES


def test_templates_ask_only_for_labels_of_the_layout() -> None:
    templates = (ROOT / "layouts").rglob("*.html")
    asked = (re.findall(r"labels\.(\w+)", path.read_text("utf-8")) for path in templates)
    assert set(chain.from_iterable(asked)) <= set(LABELS)


def test_names_of_labels_are_written_like_other_settings() -> None:
    assert all(re.fullmatch("[a-z]+(_[a-z]+)*", name) for name in LABEL_NAMES)
