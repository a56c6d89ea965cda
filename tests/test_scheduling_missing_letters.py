"""Letters that no typeface has are one finding with its lines; a file claims only what it is."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pikepdf
import pytest

from booklet.common.errors import Finding, ManuscriptError, Place, Severity
from booklet.pipelines.book import build_pdf
from booklet.print.division import Division, Partition
from booklet.scheduling.source_places import locate

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from booklet.common.outputs import Product

NOBODYS = "\U000ffffd\U000ffffc"
"""Letters for private use, which no font has."""

TEXT = f"""# One {NOBODYS[0]}

A paragraph of a good many words, so that two letters are no good part of them.

- First {NOBODYS[1]}
- Second {NOBODYS}

Again {NOBODYS[0]}.[^n]

[^n]: And {NOBODYS[0]} here.
"""


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Product:
    project = tmp_path_factory.mktemp("letters")
    (project / "chapters").mkdir()
    (project / "chapters" / "1-one.md").write_text(TEXT, "utf-8")
    (project / "chapters" / "2-two.md").write_text(f"# Two\n\nWords {NOBODYS[1]}.\n", "utf-8")
    return build_pdf(project, project / "out")


def test_one_finding_names_all_letters_and_their_lines(built: Product) -> None:
    (finding,) = (one for one in built.findings if one.code == "T606")
    assert "U+FFFFC" in finding.problem
    assert "U+FFFFD" in finding.problem
    assert finding.severity is Severity.WARNING
    assert finding.place is not None
    said = f"{finding.place} {finding.problem}"
    for line in (5, 6, 8, 10):
        assert f"chapters/1-one.md:{line}" in said
    assert "chapters/2-two.md:3" in said


def test_a_file_with_such_letters_does_not_say_that_it_conforms(built: Product) -> None:
    with pikepdf.open(built.path) as pdf:
        assert b"pdfaid:part" not in pdf.Root.Metadata.read_bytes()
        assert b"pdfuaid" not in pdf.Root.Metadata.read_bytes().replace(b"xmlns:pdfuaid", b"")
        assert pdf.Root.MarkInfo.Marked


def test_one_without_them_does(make_project: Callable[..., Path]) -> None:
    project = make_project({"chapters/a.md": "# A\n\nWords.\n"})
    product = build_pdf(project, project / "out")
    with pikepdf.open(product.path) as pdf:
        packet = pdf.Root.Metadata.read_bytes()
    assert b"<pdfaid:part>3</pdfaid:part>" in packet
    assert b"<pdfuaid:part>1</pdfuaid:part>" in packet


def test_a_chapter_that_cannot_be_read_is_an_error_that_names_a_font(
    make_project: Callable[..., Path],
) -> None:
    text = "".join(chr(0x12000 + number) for number in range(40))  # cuneiform
    project = make_project({"chapters/a.md": f"# A\n\n{text}\n"})
    with pytest.raises(ManuscriptError) as caught:
        build_pdf(project, project / "out")
    (finding,) = caught.value.findings
    assert (finding.code, finding.place) == ("T606", Place("chapters/a.md", 3))
    assert "fonts-noto-core" in finding.hint


def test_findings_of_pages_are_put_to_files_and_lines() -> None:
    html = (
        '<section id="a"><p id="a-p1">One</p><p id="a-p2">'
        '<img src="booklet:picture/map-01234567.svg" alt=""></p>'
        '<figure id="a-f"><svg><title>Our map</title></svg></figure></section>'
    )
    lines = (("a-p1", 3), ("a-p2", 5), ("a-f", 7))
    division = Division("a", "One", Partition.BODY_MATTER, html, "chapters/a.md", lines=lines)

    def place_of(problem: str) -> tuple[str, Place | None]:
        (found,) = locate([Finding("T604", Severity.WARNING, problem, "Mend it.")], [division])
        return found.problem, found.place

    assert place_of("in 'One': Drawing 'booklet:picture/map-01234567.svg' cannot be drawn") == (
        "Drawing 'map.svg' cannot be drawn",
        Place("chapters/a.md", 5),
    )
    assert place_of("in 'One': Drawing 'Our map' cannot be drawn")[1] == Place("chapters/a.md", 7)
    assert place_of("in 'One': something else")[1] == Place("chapters/a.md")
    assert place_of("in 'Contents': something")[1] is None
