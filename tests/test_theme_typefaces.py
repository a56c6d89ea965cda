"""Signs that a book's typefaces lack come from typefaces of ours, not from the computer's."""

from __future__ import annotations

import io
import json
import os
import subprocess
import sys
import unicodedata
import zipfile
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import pikepdf
import pytest
from fontTools.ttLib import TTFont

from booklet.config import Fonts
from booklet.epub.png_copies import draw_pixels
from booklet.theme.fallbacks import fallbacks_for, split_by_family
from booklet.theme.typefaces import (
    EMOJI_FAMILY,
    FALLBACKS,
    Face,
    advance_widths,
    faces_of,
    find_typefaces,
    font_files,
)
from booklet.theme.welsh_letters import WELSH_LETTERS, add_welsh_letters

if TYPE_CHECKING:
    from collections.abc import Callable

SIGNS = "✓ ✗ ★ ☆ ☐ ⇒ ○ ☺ ≈ ✔\ufe0f 🙂 🎉 ✅"
JOINED = "👩🏾‍🏫 🇬🇧 1️⃣ ❤️"
OTHER_SCRIPTS = "שלום سلام नमस्ते বাংলা ਪੰਜਾਬੀ ગુજરાતી தமிழ் አማርኛ"
SYMBOLS = "Noto Sans Symbols2"
LITERATA, ATKINSON = "Literata", "Atkinson Hyperlegible"

CHAPTER = f"""# Signs ✓

Signs {SIGNS}, {JOINED}, words {OTHER_SCRIPTS}, **bold ✓ 🎉**, `code ☐`.

<svg viewBox="0 0 40 20" role="img"><title>A star</title><text y="15">★🙂</text></svg>
"""

BUILD = """
import json, sys
from pathlib import Path
from booklet.pipelines.book import build_epub, build_pdf
for name in ("signs", "others"):
    project = Path(sys.argv[1], name)
    built = [build_pdf(project, project / "out")]
    if name == "signs":
        built.append(build_epub(project, project / "out"))
    print(json.dumps([[str(one.path), list(map(str, one.findings))] for one in built]))
"""


@dataclass(frozen=True, slots=True)
class Built:
    """What was built where there are no other typefaces.

    Attributes:
        pdf: with signs that ours have.
        epub: of the same booklet.
        findings: of both.
        about_others: what is said of a booklet with signs that ours lack, too.
    """

    pdf: Path
    epub: Path
    findings: list[str]
    about_others: list[str]


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Built:
    folder = tmp_path_factory.mktemp("signs")
    for name, text in (("signs", CHAPTER), ("others", "# Others\n\nOne 漢.\n\nTwo 字 漢 ✓.\n")):
        (folder / name / "chapters").mkdir(parents=True)
        (folder / name / "chapters" / "1-one.md").write_text(text, "utf-8")
    fonts = folder / "fonts.conf"
    fonts.write_text(f"<fontconfig><cachedir>{folder}</cachedir></fontconfig>", "utf-8")
    done = subprocess.run(
        [sys.executable, "-c", BUILD, str(folder)],
        capture_output=True,
        text=True,
        check=True,
        env={**os.environ, "FONTCONFIG_FILE": str(fonts), "XDG_CACHE_HOME": str(folder)},
    )
    signs, others = map(json.loads, done.stdout.splitlines())
    (pdf, said), (epub, also_said) = signs
    return Built(folder / pdf, folder / epub, said + also_said, others[0][1])


def test_signs_are_drawn_where_there_is_no_other_typeface(built: Built) -> None:
    assert built.findings == []
    names = set()
    with pikepdf.open(built.pdf) as pdf:
        for item in pdf.objects:
            if isinstance(item, pikepdf.Dictionary) and item.get("/Type") == "/FontDescriptor":
                names.add(str(item.FontName).partition("+")[2].partition("-")[2])
        assert b"<pdfuaid:part>1</pdfuaid:part>" in pdf.Root.Metadata.read_bytes()
    ours = {"Sans-Symbols", "Sans-Symbols2", "Sans-Math"}
    assert ours <= names, "which are called Noto"
    assert {"Emoji", "Emoji-Bold", "Sans-Bengali", "Sans-Tamil"} <= names


@pytest.mark.validator
def test_such_a_file_is_accessible(built: Built, vera: Callable[..., list[str]]) -> None:
    assert vera(built.pdf, "ua1", "3a") == []


def test_an_e_book_says_them_and_draws_them_on_its_cover(built: Built) -> None:
    with zipfile.ZipFile(built.epub) as epub:
        names = [name for name in epub.namelist() if name.endswith(".xhtml")]
        text = "".join(epub.read(name).decode() for name in names)
    assert SIGNS in text


def test_signs_that_ours_lack_are_one_finding(built: Built) -> None:
    (finding,) = built.about_others
    assert "T606" in finding
    assert "字 (U+5B57), 漢 (U+6F22)" in finding
    assert "chapters/1-one.md:3" in finding
    assert "chapters/1-one.md:5" in finding


def test_only_what_a_text_needs_is_loaded() -> None:
    plain = frozenset("Words – “quoted”, é, \u00ad\u200b\u2009\ufe0f☐"[:-1])
    assert fallbacks_for(plain, LITERATA, ATKINSON) == ()
    assert fallbacks_for(frozenset("→"), LITERATA, ATKINSON) == (LITERATA, ATKINSON)
    assert fallbacks_for(frozenset("a☐"), LITERATA, ATKINSON) == (LITERATA, ATKINSON, SYMBOLS)
    assert fallbacks_for(frozenset("⇒"), LITERATA) == (LITERATA, "Noto Sans Math")
    assert fallbacks_for(frozenset("ש"), LITERATA) == (LITERATA, "FiraGO")
    assert fallbacks_for(frozenset("漢"), LITERATA) == (LITERATA,)
    assert fallbacks_for(frozenset("🙂"), LITERATA) == (LITERATA, EMOJI_FAMILY)
    assert fallbacks_for(frozenset("ʳ"), LITERATA) == (LITERATA, "Noto Sans")
    assert fallbacks_for(frozenset("বাংলা"), LITERATA) == (LITERATA, "Noto Sans Bengali")


def test_pictures_are_drawn_with_the_family_of_emoji_also_where_another_has_them() -> None:
    """Pango asks for emoji there, and would find the computer's."""
    assert "⭐" in advance_widths(SYMBOLS, bold=False)
    assert fallbacks_for(frozenset("⭐"), LITERATA) == (LITERATA, SYMBOLS, EMOJI_FAMILY)
    assert fallbacks_for(frozenset("©\ufe0f"), LITERATA) == (LITERATA, EMOJI_FAMILY)
    runs = list(split_by_family("1 1️⃣ 👩🏾‍🏫 ☐⭐", LITERATA, SYMBOLS, EMOJI_FAMILY))
    assert runs == [
        (LITERATA, "1 "),
        (EMOJI_FAMILY, "1️⃣"),
        (LITERATA, " "),
        (EMOJI_FAMILY, "👩🏾‍🏫"),
        (LITERATA, " "),
        (SYMBOLS, "☐"),
        (EMOJI_FAMILY, "⭐"),
    ]


def test_every_typeface_can_be_unpacked() -> None:
    for family in FALLBACKS:
        for face in faces_of(family):
            assert face.content[:4] in {b"OTTO", b"\0\1\0\0"}
    with font_files(LITERATA, SYMBOLS) as paths:
        assert all(os.path.getsize(path) for path in paths)  # noqa: PTH202 - as resvg gets them
    assert not os.path.exists(paths[-1])  # noqa: PTH110


def test_pixels_of_a_drawing_show_them() -> None:
    def draw(sign: str) -> bytes:
        text = f'<text y="8">{sign}</text>'
        svg = f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9">{text}</svg>'
        return draw_pixels("a.svg", svg.encode(), (60, 60), Fonts())

    assert len({draw(""), draw("★"), draw("☐"), draw("☺")}) == 4


@pytest.mark.parametrize("face", faces_of(ATKINSON, WELSH_LETTERS), ids=lambda face: face.file_name)
def test_letters_of_welsh_are_composed_where_a_typeface_lacks_them(face: Face) -> None:
    """A mark is as far from the middle of its letter as that above the o."""
    font = TTFont(io.BytesIO(face.content))
    names, widths, glyphs = font.getBestCmap(), font["hmtx"].metrics, font["glyf"]

    def off_the_middle(letter: str) -> tuple[str, float, int]:
        name = names[ord(letter)]
        _, mark = glyphs[name].components
        return mark.glyphName, round(mark.x - widths[name][0] / 2), mark.y

    for letter, model in zip("ŵŷẁẃẅỳŴŶẀẂẄỲ", "ôôòóöòÔÔÒÓÖÒ", strict=True):
        (mark, off, high), like = off_the_middle(letter), off_the_middle(model)
        assert (mark, high) == (like[0], like[2])
        assert abs(off - like[1]) <= 1
        base = unicodedata.normalize("NFD", letter)[0]
        assert widths[names[ord(letter)]][0] == widths[names[ord(base)]][0]
    assert add_welsh_letters(face.content) is face.content


def test_letters_of_welsh_are_as_wide_as_those_below_their_marks() -> None:
    """They are known to be there, and composed only for a text that has them."""
    assert fallbacks_for(frozenset("ŵŷŴŶ"), LITERATA, ATKINSON) == ()
    for bold in (False, True):
        widths = advance_widths(ATKINSON, bold=bold)
        assert [widths[one] for one in "ŵŷẁŴ"] == [widths[one] for one in "wywW"]
    assert all(face.path for face in faces_of(ATKINSON, frozenset("wyâ")))
    assert not any(face.path for face in faces_of(ATKINSON, frozenset("dŵr")))
    assert find_typefaces(ATKINSON, characters=frozenset("dŵr")) != find_typefaces(ATKINSON)


def test_a_typeface_that_has_the_letters_of_welsh_stays_as_it_is() -> None:
    assert all(
        face.path and face.path.read_bytes() == face.content
        for face in faces_of(LITERATA, WELSH_LETTERS)
    )
    with font_files(LITERATA, ATKINSON, characters=WELSH_LETTERS) as paths:
        assert [Path(path).name for path in paths] == [
            face.file_name for family in (LITERATA, ATKINSON) for face in faces_of(family)
        ]
        assert Path(paths[-1]).read_bytes() == faces_of(ATKINSON, WELSH_LETTERS)[-1].content
    assert not Path(paths[-1]).exists()
