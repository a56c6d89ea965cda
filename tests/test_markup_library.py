"""What we use of Python-Markdown beyond its documentation is there, and does what we need.

When the first test fails there is a new version: read what changed in its core.py and its
treeprocessors.py and in the extensions that `dialect` derives from; only then raise the version.
"""

from __future__ import annotations

import ast
from pathlib import Path
from xml.etree.ElementTree import tostring

import markdown
import pytest
from markdown.extensions.attr_list import AttrListExtension, AttrListTreeprocessor

from booklet import markup

KNOWN_VERSION = "3.11.3"


def test_it_is_the_version_whose_stages_we_replace() -> None:
    assert markdown.__version__ == KNOWN_VERSION


def test_none_of_its_private_names_is_used() -> None:
    # Read from the source: it shows in no behaviour until a newer Python-Markdown lacks the name.
    (folder,) = markup.__path__
    for path in Path(folder).rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("markdown"):
                assert not any(one.name.startswith("_") for one in node.names), path.name
            if isinstance(node, ast.Attribute) and node.attr.startswith("_"):
                owner = ast.unparse(node.value)
                assert "markdown" not in owner.lower(), f"{path.name}: {owner}.{node.attr}"


@pytest.mark.parametrize(
    ("registry", "names"),
    [
        ("preprocessors", ["normalize_whitespace", "html_block"]),
        ("treeprocessors", ["inline", "attr_list"]),
    ],
)
def test_what_we_take_out_or_replace_is_registered_under_these_names(
    registry: str, names: list[str]
) -> None:
    md = markdown.Markdown(extensions=[AttrListExtension()])
    assert [name for name in names if name not in getattr(md, registry)] == []


def test_a_text_can_be_read_in_steps() -> None:
    """`dialect` runs the stages itself, to look at the tree in between."""
    md = markdown.Markdown().reset()
    md.parser.parseDocument(["*one*", "", "two"])
    root = md.parser.root
    for treeprocessor in md.treeprocessors:
        changed = treeprocessor.run(root)
        root = root if changed is None else changed
    assert "<em>one</em>" in tostring(root, "unicode")


def test_attribute_lists_are_found_by_the_patterns_of_the_class(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    assert 'id="a"' in markdown.markdown("# One {#a}", extensions=["attr_list"])
    monkeypatch.setattr(AttrListTreeprocessor, "HEADER_RE", AttrListTreeprocessor.BLOCK_RE)
    assert 'id="a"' not in markdown.markdown("# One {#a}", extensions=["attr_list"])
