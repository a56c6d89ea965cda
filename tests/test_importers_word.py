"""Word files keep their numbers, notes and boxes of text; what does not come along is listed."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from test_importers_reading import imported
from word_samples import paragraph, picture, run, text_box, word_file

from booklet.common.errors import ManuscriptError

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from booklet.importers.ledger import Ledger

PNG = bytes.fromhex(
    "89504e470d0a1a0a0000000d49484452000000010000000108060000001f15c4890000000d49444154789c6360606060"
    "000000050001a5f645400000000049454e44ae426082"
)


def read(content: bytes) -> tuple[str, Ledger]:
    """Import a Word file; the text below its metadata, and its ledger, which must add up."""
    ((chapter, ledger),) = imported(content, "a.docx")
    assert (ledger.unexplained, ledger.added) == ((), ()), chapter
    return chapter.partition(" -->\n\n")[2], ledger


def losses_of(ledger: Ledger) -> list[tuple[str, str, int]]:
    return [(loss.kind.name, loss.text, loss.line) for loss in ledger.losses]


@pytest.mark.parametrize(
    ("body", "markdown"),
    [
        ([("A", 1), ("B", 1)], "1. A\n2. B\n"),
        ([("A", 1), ("x", 0), ("B", 1)], "1. A\n\n   x\n\n2. B\n"),
        ([("A", 1), ("x", 0), ("B", 5)], "1. A\n\n   x\n\n2. B\n"),
        ([("A", 1), ("B", 1), ("x", 0), ("C", 3)], "1. A\n2. B\n\nx\n\n1. C\n"),
        ([("A", 4), ("B", 4)], "7. A\n8. B\n"),
        ([("A", 2), ("B", 2)], "- A\n- B\n"),
        ([("A", 6), ("B", 6)], "- [ ] A\n- [ ] B\n"),
        ([("A", 1), ("B", 2)], "1. A\n\n- B\n"),
        ([("1. A", 0), ("2. B", 0)], "1. A\n2. B\n"),
        ([("A", 99)], "A\n"),
    ],
)
def test_numbers_are_those_that_word_writes(body: list[tuple[str, int]], markdown: str) -> None:
    text, _ = read(word_file("".join(paragraph(words, number=number) for words, number in body)))
    assert text == markdown


def test_lists_in_lists_and_numbers_of_styles() -> None:
    inner = "".join(
        [
            paragraph("A", style="Rule"),
            paragraph("a", number=1, level=1),
            paragraph("b", number=1, level=1),
            paragraph("B", style="MyRule"),
            paragraph("c", number=1, level=1),
        ]
    )
    assert read(word_file(inner))[0] == "1. A\n\n   1. a\n   2. b\n2. B\n\n   1. c\n"


def test_rules_of_a_word_file_are_rules() -> None:
    body = paragraph("My 2 rules", style="Title") + "".join(
        paragraph(run(lead, "<w:b/>"), f" – {text}", number=1)
        for lead, text in [("Start", "now"), ("Stop", "then")]
    )
    ((chapter, _),) = imported(word_file(body), "a.docx")
    assert 'title: "My 2 rules"' in chapter
    assert chapter.endswith("1. **Start** – now\n2. **Stop** – then\n")


def test_a_short_first_line_is_the_title_where_no_style_says_so() -> None:
    text = paragraph("Every head has an assembly that she would like to have back, and I have two.")
    ((chapter, _),) = imported(word_file(paragraph("Less is more") + text), "a.docx")
    assert chapter.startswith('---\ntitle: "Less is more"\n---\n')
    assert chapter.count("Less is more") == 1
    for first in ("It was late.", "1. Less", "two, three,"):
        body, _ = read(word_file(paragraph(first) + text))
        assert body.startswith(first.replace("1.", "1\\."))


def test_terms_and_meanings_by_their_styles() -> None:
    body = paragraph("Trust", style="DefinitionTerm") + paragraph("Kept.", style="Definition")
    assert read(word_file(body))[0] == "Trust\n:   Kept.\n"


@pytest.mark.parametrize("kind", ["drop", "margin"])
def test_a_large_initial_stays_with_its_word(kind: str) -> None:
    initial = (
        f'<w:p><w:pPr><w:framePr w:dropCap="{kind}" w:lines="3"/></w:pPr>{run("O")}</w:p>'
        f"<w:p><w:pPr><w:keepNext/></w:pPr>{run('nce more.')}</w:p>"
    )
    text, ledger = read(word_file(paragraph("Before") + initial + paragraph("After")))
    assert text == "Before\n\nOnce more.\n\nAfter\n"
    assert losses_of(ledger) == []


def test_notes_boxes_formulas_and_fields_come_along() -> None:
    note = (
        '<w:footnote w:id="2"><w:p><w:r><w:footnoteRef/></w:r>'
        + run("Where")
        + "</w:p></w:footnote>"
    )
    body = (
        paragraph("Said", '<w:r><w:footnoteReference w:id="2"/></w:r>', run("."))
        + paragraph("Before", text_box(paragraph("In the box"), paragraph("And more")))
        + paragraph(f"<w:fldSimple w:instr='DATE'>{run('Today')}</w:fldSimple>", " it is")
        + paragraph("E", "<m:oMath><m:r><m:t>=mc2</m:t></m:r></m:oMath>")
        + paragraph('<w:r><w:footnoteReference w:id="77"/></w:r>', run("Lost call"))
    )
    text, ledger = read(word_file(body, footnotes=note))
    assert text == (
        "Said[^1].\n\nBefore\n\nIn the box\n\nAnd more\n\nToday it is\n\nE=mc2\n\nLost call\n\n"
        "[^1]: Where\n"
    )
    assert losses_of(ledger) == []


def test_changes_remarks_headers_and_contents_are_listed_with_their_places() -> None:
    comment = f'<w:comment w:id="0" w:author="P. Private">{paragraph("Really?")}</w:comment>'
    body = (
        paragraph("Contents .... 1", style="TOC1")
        + paragraph(
            "New ",
            f"<w:ins>{run('words')}</w:ins>",
            "<w:del><w:r><w:delText>old</w:delText></w:r></w:del>",
        )
        + paragraph(
            "Kept", '<w:r><w:commentReference w:id="0"/></w:r>', run("secret", "<w:vanish/>")
        )
    )
    text, ledger = read(word_file(body, comments=comment, header1=paragraph("My school")))
    assert text == "New words\n\nKept\n"
    assert sorted(losses_of(ledger)) == [
        ("CHANGE", "old", 2),
        ("COMMENT", "Really?", 3),
        ("CONTENTS", "Contents .... 1", 1),
        ("HEADER", "My school", 0),
        ("HIDDEN", "secret", 3),
    ]


TABLE_STYLES = """
<w:style w:type="table" w:styleId="Grid"/>
<w:style w:type="table" w:styleId="Striped"><w:tblStylePr w:type="firstRow">
<w:rPr><w:b/></w:rPr></w:tblStylePr></w:style>
<w:style w:type="table" w:styleId="Ours"><w:basedOn w:val="Striped"/></w:style>
<w:style w:type="table" w:styleId="Circle"><w:basedOn w:val="Circle"/></w:style>
"""


def table(style: str = "", look: str = "", row: str = "", cell: str = "", words: str = "") -> str:
    """Make a table of two rows; what is said of a row, cell and words is said of the first."""
    rows = [
        f"<w:tr><w:trPr>{row * is_first}</w:trPr>"
        + "".join(
            f"<w:tc><w:tcPr>{cell * is_first}</w:tcPr>"
            f"{paragraph(run(text, words * is_first))}</w:tc>"
            for text in texts
        )
        + "</w:tr>"
        for is_first, texts in [(True, ("a", "b")), (False, ("c|d", "e"))]
    ]
    look = f'<w:tblStyle w:val="{style}"/><w:tblLook {look}/>'
    return f"<w:tbl><w:tblPr>{look}</w:tblPr>{''.join(rows)}</w:tbl>"


@pytest.mark.parametrize(
    "table",
    [
        table(row="<w:tblHeader/>"),
        table("Striped", 'w:firstRow="1"'),
        table("Ours", 'w:val="04A0"'),
        table(cell='<w:shd w:fill="1F4E79"/>'),
        table(words="<w:b/>"),
    ],
)
def test_the_first_row_of_a_table_is_its_head_where_word_shows_it_so(table: str) -> None:
    text, ledger = read(word_file(table, styles=TABLE_STYLES))
    assert text == "| a | b |\n|---|---|\n| c\\|d | e |\n"
    assert losses_of(ledger) == []


@pytest.mark.parametrize(
    "table",
    [
        table(),
        table("Grid", 'w:firstRow="1" w:val="04A0"'),
        table("Striped", 'w:firstRow="0" w:val="0480"'),
        table("Circle", 'w:firstRow="1"'),
        table(row='<w:tblHeader w:val="0"/>'),
        table(cell='<w:shd w:fill="auto"/>'),
    ],
)
def test_a_table_without_a_head_gets_none_and_keeps_its_cells(table: str) -> None:
    text, _ = read(word_file(table, styles=TABLE_STYLES))
    assert text == "|  |  |\n|---|---|\n| a | b |\n| c\\|d | e |\n"


def test_pictures_come_from_inside_the_file_only(run_booklet: Callable, tmp_path: Path) -> None:
    (tmp_path / "secret.png").write_bytes(PNG)
    kind = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/image"
    relations = (
        f'<Relationship Id="r9" Type="{kind}" Target="media/dog.png"/>'
        f'<Relationship Id="r8" Type="{kind}" TargetMode="External" Target="secret.png"/>'
        f'<Relationship Id="r7" Type="{kind}" Target="../../secret.png"/>'
    )
    body = paragraph("Dog", style="Title") + paragraph(
        picture('r:embed="r9"', "A dog"), picture('r:link="r8"'), picture('r:embed="r7"')
    )
    path = tmp_path / "a.docx"
    path.write_bytes(word_file(body, relations=relations, files={"word/media/dog.png": PNG}))
    finished = run_booklet("import", path, "--project", tmp_path / "made")
    assert "2 pictures are not in the file" in finished.err
    assert "Save each as PNG or JPEG" in finished.err
    images = list((tmp_path / "made" / "chapters" / "images").iterdir())
    assert [(image.name, image.read_bytes()) for image in images] == [("dog.png", PNG)]
    chapter = (tmp_path / "made" / "chapters" / "01-dog.md").read_text("utf-8")
    assert "![A dog](images/dog.png)" in chapter


@pytest.mark.parametrize("content", [word_file("<w:p><w:r>"), word_file("")])
def test_a_broken_word_file_is_refused_with_a_way_out(content: bytes) -> None:
    with pytest.raises(ManuscriptError) as refused:
        imported(content, "a.docx")
    assert "in Word" in refused.value.hint


def test_pictures_are_no_part_of_the_text_that_is_read(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("booklet.importers.web_page.LARGEST_PAGE", 300)
    kind = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/image"
    relation = f'<Relationship Id="r9" Type="{kind}" Target="media/a.png"/>'
    photograph = {"word/media/a.png": PNG + bytes(2000)}
    body = paragraph(picture('r:embed="r9"', "A dog")) + paragraph("Words")
    assert read(word_file(body, relations=relation, files=photograph))[0].endswith("Words\n")


def test_a_picture_of_windows_own_kind_is_named_with_what_to_do() -> None:
    kind = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/image"
    relation = f'<Relationship Id="r9" Type="{kind}" Target="media/a.xml"/>'
    body = paragraph(picture('r:embed="r9"', "A plan"))
    content = word_file(body, relations=relation, files={"word/media/a.xml": "no picture"})
    text, ledger = read(content)
    assert "<!-- A picture belongs here: a picture of the kind" in text
    assert [(loss.text, loss.note.rpartition(": ")[2]) for loss in ledger.losses] == [
        ("A plan", "save it as PNG")
    ]


def test_a_typed_caption_belongs_to_the_picture_above_it() -> None:
    kind = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/image"
    relation = f'<Relationship Id="r9" Type="{kind}" Target="media/a.png"/>'
    body = "".join(
        (
            paragraph(run("We met in the hall, and brought our own chairs.")),
            paragraph(picture('r:embed="r9"', "A hall")),
            paragraph(run("Figure A: The chairs")),
            paragraph(picture('r:embed="r9"', "A door")),
            paragraph(run("Figures are no captions, and this is a sentence.")),
        )
    )
    text, ledger = read(word_file(body, relations=relation, files={"word/media/a.png": PNG}))
    assert "chairs" not in text.partition("own chairs.")[2]
    assert "\n\nFigures are no captions" in text
    assert [words for _, words, _ in losses_of(ledger)] == ["A hall Figure A: The chairs", "A door"]


def test_a_word_file_with_too_much_text_is_told_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("booklet.importers.word._LARGEST_PART", 2_000)
    assert read(word_file(paragraph(run("Words"))))
    with pytest.raises(ManuscriptError, match="MB of text without its pictures"):
        imported(word_file(paragraph(run("Words " * 1000))), "a.docx")
