"""Ids and internal links are read without setting a page."""

from __future__ import annotations

from booklet.weasy.html_links import find_links


def test_ids_and_targets_are_found() -> None:
    links = find_links('<h1 id="a">x</h1><p><a href="#b">y</a> <a id="c" href="#a">z</a></p>')
    assert links.ids.keys() == {"a", "c"}
    assert links.targets == ("b", "a")


def test_a_target_counts_once_and_is_unquoted() -> None:
    links = find_links('<a href="#caf%C3%A9">1</a><a href="#café">2</a><a href="#x">3</a>')
    assert links.targets == ("café", "x")


def test_addresses_elsewhere_and_empty_links_are_no_targets() -> None:
    links = find_links('<a href="https://e.org/#a">1</a><a href="#">2</a><a href>3</a><a>4</a>')
    assert links.targets == ()


def test_code_that_shows_an_id_has_none() -> None:
    assert find_links("<code>&lt;p id=&quot;a&quot;&gt;</code>").ids == {}


def test_it_is_known_how_much_stands_before_an_id() -> None:
    html = '<p id="first">x</p>\n' + "x" * 60 + '\n<p id="middle">y</p>' + "y" * 60
    ids = find_links(html).ids
    assert ids["first"] == 0
    assert ids["middle"] == html.index('<p id="middle') / len(html)
