"""Fragments are read and written without change, and edits keep the text around them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markup_samples import rendered

from booklet.common import xhtml
from booklet.common.language import Language
from booklet.common.xhtml import SVG, element
from booklet.components import ComponentContext, Medium
from booklet.manuscript.source import read_source
from booklet.markup.parse import parse_chapter

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

TAGS = st.sampled_from(["p", "div", "em", f"{{{SVG}}}g"])
TEXT = st.text(st.characters(codec="utf-8", exclude_categories=("Cc", "Cs"))).filter(
    lambda text: not set(text) & {"\ufffe", "\uffff"}
)
TREES = st.recursive(
    st.builds(lambda tag, title, text: element(tag, {"title": title}, text), TAGS, TEXT, TEXT),
    lambda inner: st.builds(
        lambda tag, children: element(tag, {}, *children), TAGS, st.lists(inner | TEXT)
    ),
    max_leaves=8,
)


@given(TREES)
def test_what_is_written_is_read_back_the_same(tree: object) -> None:
    written = xhtml.serialise(tree)
    assert xhtml.serialise_content(xhtml.parse(written)) == written


def test_empty_elements_are_closed_as_html_and_as_xml_understand() -> None:
    assert (
        xhtml.serialise(element("p", {}, "a", element("br"), element("i")))
        == "<p>a<br/><i></i></p>"
    )


def test_a_drawing_declares_its_namespace_once() -> None:
    drawing = element(f"{{{SVG}}}svg", {"viewBox": "0 0 1 1"}, element(f"{{{SVG}}}path"))
    assert xhtml.serialise(drawing) == (
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 1 1"><path/></svg>'
    )


def test_characters_that_xml_forbids_are_dropped() -> None:
    assert xhtml.escape('a\x00\x1b&<">\ufffe') == "a&amp;&lt;&quot;&gt;"


@pytest.mark.parametrize("medium", Medium)
def test_no_forbidden_character_gets_into_a_chapter(medium: Medium) -> None:
    text = (
        'title: "A\\x01\\uFFFE"\naims: ["B\\x02"]\n---\nC\uffff <b title="&#3;">&#4;D</b> &#5;E\n'
    )
    chapter = parse_chapter(read_source("chapters/one.md", "one", f"---\n{text}"), Language())
    context = ComponentContext("one", Language(), aims=chapter.metadata.aims)
    assert (chapter.title, xhtml.text_of(xhtml.parse(chapter.html))) == ("A", "C D E")
    assert xhtml.text_of(xhtml.parse(rendered(chapter.html, medium, context))).endswith("C D E")


def test_unwrapping_keeps_every_word_in_its_place() -> None:
    root = xhtml.parse("a <b>b <i>c</i> d</b> e")
    xhtml.unwrap(root, root[0])
    assert xhtml.serialise_content(root) == "a b <i>c</i> d e"


def test_removing_keeps_the_text_after_it() -> None:
    root = xhtml.parse("<i>a</i> b <i>c</i> d")
    xhtml.replace(root, root[1])
    assert xhtml.serialise_content(root) == "<i>a</i> b  d"


def test_what_is_not_well_formed_is_refused() -> None:
    with pytest.raises(ValueError, match="not well-formed"):
        xhtml.parse("<p>")


def test_depth_is_counted_without_recursion() -> None:
    root = element("div")
    inner = root
    for _ in range(5000):
        inner.append(element("div"))
        inner = inner[0]
    assert xhtml.depth_of(root) == 5000


def test_many_elements_leave_at_once_and_every_word_stays_in_its_place() -> None:
    root = xhtml.parse("<p>a<b>b<i>c</i>d<b>e</b></b>f<i>g<b>h</b></i>i<img alt='j'/>k</p>")
    picture = next(root.iter("img"))
    xhtml.replace_all(root, {**dict.fromkeys(root.iter("b")), picture: ["J", underlined()]})
    assert xhtml.serialise_content(root) == "<p>ab<i>c</i>def<i>gh</i>iJ<u></u>k</p>"


def underlined() -> Element:
    return xhtml.element("u")


def test_many_links_leave_a_paragraph_in_one_walk(monkeypatch: pytest.MonkeyPatch) -> None:
    # To take out one takes as long as the paragraph has children: it is taken apart once, for all.
    monkeypatch.setattr(xhtml, "replace", lambda *_: pytest.fail("taken out one by one"))
    detached: list[Element] = []
    detach = xhtml.detach_content

    def count(parent: Element) -> list[Element | str]:
        detached.append(parent)
        return detach(parent)

    monkeypatch.setattr(xhtml, "detach_content", count)
    links = [xhtml.element("a", {}, "x") for _ in range(300)]
    root = xhtml.element("div", {}, xhtml.element("p", {}, *links))
    xhtml.unwrap_all(root, links)
    assert root[0].text == "x" * len(links)
    assert len(detached) == 1 + len(links)
