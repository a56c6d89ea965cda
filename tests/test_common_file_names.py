"""File names say what they were made from, and every system accepts them."""

from __future__ import annotations

import ntpath
import unicodedata

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from booklet.book.identity import file_slug
from booklet.common.file_names import portable_name, to_ascii

DEVICES = ["con", "PRN", "Aux", "nul", "COM1", "com9", "lpt1", "LPT9", "com¹", "com²", "lpt³"]


@pytest.mark.parametrize(
    ("title", "slug"),
    [
        ("Rules of Thumb", "rules-of-thumb"),
        ("Don't panic – it’s summer", "don-t-panic-its-summer"),
        ("Été à Paris", "ete-a-paris"),
        ("Reguły", "reguly"),
        ("Größe & Straße", "grosse-strasse"),
        ("Smørrebrød, đak, Æsop", "smorrebrod-dak-aesop"),
        ("Правила для собраний", "pravila-dlya-sobraniy"),
        ("Κανόνες", "kanones"),
        ("قواعد", "qwd"),
        ("会议 规则", "huiyi-guize"),
        ("नियम", "niym"),
        ("🎉", "booklet"),
    ],
)
def test_a_title_in_any_script_gives_a_name_one_can_read(title: str, slug: str) -> None:
    assert file_slug(title) == slug


@given(st.text())
def test_what_unicode_itself_has_in_plain_letters_stays_as_it_always_was(text: str) -> None:
    plain = unicodedata.normalize("NFKD", text)
    assume(all(one.isascii() or unicodedata.category(one)[0] not in "LMN" for one in plain))
    assert to_ascii(text) == plain.encode("ascii", "ignore").decode()


@given(st.text())
def test_composed_and_decomposed_letters_give_the_same(text: str) -> None:
    assert to_ascii(text).isascii()
    assert to_ascii(unicodedata.normalize("NFD", text)) == to_ascii(text)


@pytest.mark.parametrize("device", DEVICES)
@pytest.mark.parametrize("ending", ["", ".epub", ".tar.gz", " .pdf"])
def test_no_file_is_called_like_a_device_of_windows(device: str, ending: str) -> None:
    name = portable_name(device + ending)
    assert name == f"{device}-booklet{ending}"


@pytest.mark.parametrize(
    ("name", "portable"),
    [
        ("rules.epub", "rules.epub"),
        ("nul-A5-pages.pdf", "nul-A5-pages.pdf"),
        ("console.epub", "console.epub"),
        ("con.", "con-booklet"),
        ("Année 1: lire?.pdf", "Année 1- lire-.pdf"),
        ("ends.. ", "ends"),
        ("...", "-"),
    ],
)
def test_only_what_a_system_would_refuse_is_changed(name: str, portable: str) -> None:
    assert portable_name(name) == portable


@pytest.mark.skipif(not hasattr(ntpath, "isreserved"), reason="Python 3.13 knows Windows' names")
@given(st.text(min_size=1).filter(lambda name: "/" not in name))
def test_pythons_own_list_agrees(name: str) -> None:
    assert not ntpath.isreserved(portable_name(name))
