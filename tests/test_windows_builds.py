"""What Windows builds is what Linux builds. `.ci/wine` builds on both and then runs this.

The folder `BOOKLET_BUILDS` has `windows/` and `linux/` with the same files. The bytes of a PDF are
not compared, since each system has another Pango and HarfBuzz, which subset fonts in their own way.
"""

from __future__ import annotations

import io
import os
import re
import zipfile
from pathlib import Path
from typing import TYPE_CHECKING

import pikepdf
import pytest
from PIL import Image, ImageChops

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    Check = Callable[..., list[str]]
    Poppler = Callable[..., str]

BUILDS = Path(os.environ.get("BOOKLET_BUILDS", "/nowhere"))
WINDOWS, LINUX = BUILDS / "windows", BUILDS / "linux"


def built(pattern: str, folder: Path = LINUX) -> list[str]:
    """List the files that Linux has built, by their paths."""
    files = (path for path in folder.rglob(pattern) if path.is_file())
    return sorted(path.relative_to(folder).as_posix() for path in files)


TAGGED = [name for name in built("*.pdf") if not re.search(r"-A4-(booklet|pocket)\.pdf$", name)]

pytestmark = pytest.mark.skipif(
    "BOOKLET_BUILDS" not in os.environ, reason="compares what .ci/wine builds on two systems"
)


def test_both_have_built_the_same_files() -> None:
    assert built("*", WINDOWS) == built("*")
    assert len(TAGGED) >= 8
    assert built("*.epub") != []


@pytest.mark.parametrize("name", built("*.pdf"))
def test_pages_have_the_same_text_and_breaks(name: str, poppler: Poppler) -> None:
    """`pdftotext` ends every page with a form feed."""
    windows, linux = (
        poppler("pdftotext", "-layout", folder / name, "-").split("\f")
        for folder in (WINDOWS, LINUX)
    )
    assert windows == linux


@pytest.mark.parametrize("name", built("*.pdf"))
def test_every_word_stands_in_the_same_place(name: str, poppler: Poppler) -> None:
    windows, linux = (
        re.findall(r"<(?:page|word) .*", poppler("pdftotext", "-bbox", folder / name, "-"))
        for folder in (WINDOWS, LINUX)
    )
    assert len(linux) > 1
    assert windows == linux


@pytest.mark.parametrize("name", TAGGED)
def test_screen_readers_are_told_the_same(name: str) -> None:
    windows, linux = (list(structure(folder / name)) for folder in (WINDOWS, LINUX))
    assert len(linux) > 1
    assert windows == linux


def structure(path: Path) -> Iterator[str]:
    """List a PDF's structure elements with their attributes, in reading order, indented.

    Of a marked-content sequence its page and number are told (ISO 32000-2, 14.7.5).
    """
    with pikepdf.open(path) as pdf:
        pages = {page.objgen: number for number, page in enumerate(pdf.pages)}
        waiting: list[tuple[int, pikepdf.Object | int]] = [(0, pdf.Root.StructTreeRoot)]
        while waiting:
            depth, node = waiting.pop()
            if isinstance(node, int):
                yield f"{' ' * depth}content {node}"
                continue
            page = pages.get(node.Pg.objgen) if "/Pg" in node else None
            told = [node.get("/S"), page, node.get("/MCID")]
            told += [node.get(key) for key in ("/ID", "/Alt", "/ActualText", "/Lang", "/T", "/E")]
            attributes = node.get("/A")
            told.append(attributes.unparse(resolved=True) if attributes is not None else None)
            yield " " * depth + " ".join(str(one) for one in told)
            kids = node.get("/K", pikepdf.Array())
            listed = list(kids) if isinstance(kids, pikepdf.Array) else [kids]
            waiting += [(depth + 1, kid) for kid in reversed(listed)]


@pytest.mark.parametrize("name", TAGGED)
def test_pages_made_on_windows_keep_to_the_standards(name: str, vera: Check) -> None:
    assert vera(WINDOWS / name, "ua1", "3a") == []


@pytest.mark.parametrize("name", built("*.pdf"))
def test_pages_made_on_windows_are_sound(name: str, qpdf: Check) -> None:
    assert qpdf(WINDOWS / name) == []


@pytest.mark.parametrize("name", built("*.epub"))
def test_the_e_book_made_on_windows_keeps_to_the_standard(name: str, epubcheck: Check) -> None:
    assert epubcheck(WINDOWS / name) == []


@pytest.mark.parametrize("name", built("*.epub"))
def test_the_e_book_is_the_same_file_by_file(name: str) -> None:
    with zipfile.ZipFile(WINDOWS / name) as windows, zipfile.ZipFile(LINUX / name) as linux:
        assert windows.namelist() == linux.namelist()
        for inner in linux.namelist():
            if inner.endswith(".png"):
                pixels = [pixels_of(book.read(inner)) for book in (windows, linux)]
                assert ImageChops.difference(*pixels).getbbox() is None, inner
            else:
                assert windows.read(inner) == linux.read(inner), inner


def pixels_of(png: bytes) -> Image.Image:
    """Read a picture; its bytes depend on the library that compresses them."""
    return Image.open(io.BytesIO(png)).convert("RGBA")
