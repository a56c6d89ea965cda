"""Texts from elsewhere are read and understood, and every word of them is accounted for."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from word_samples import paragraph, word_file

from booklet.common.errors import ManuscriptError
from booklet.importers.chapter_file import clean_identity, write_chapter_file
from booklet.importers.document import Document, Paragraph, Table, Text
from booklet.importers.files import ImportedFile, Kind, recognise
from booklet.importers.ledger import Ledger, balance
from booklet.importers.links import resolve_links
from booklet.importers.losses import LossKind
from booklet.importers.pictures import place_pictures
from booklet.importers.plain_text import read_plain_text
from booklet.importers.read import read_file
from booklet.importers.understand import mend_title, understand

POINTS = """Meetings

Here are my five rules of thumb.

1. Start on time – people wait.

2. Finish early – nobody minds.

3.  Say why – and listen.

4. Cancel one – try it.

5. Decide – or go.

That is all.

Posted in Uncategorized | Leave a comment
"""


def imported(text: str | bytes, name: str = "post.html") -> list[tuple[str, Ledger]]:
    """Import a file without a project: each chapter's text, and its ledger."""
    content = text.encode() if isinstance(text, str) else text
    chapters = []
    for reading in read_file(ImportedFile(name, content)):
        for document in reading.documents:
            known = understand(document, is_blog=reading.is_blog)
            placed, _ = place_pictures(known.document, lambda _: None, {})
            settled = resolve_links(placed, {}, "01-a.md")
            chapter = write_chapter_file(settled)
            chapters.append((chapter, balance(settled, chapter)))
    return chapters


def body_of(text: str | bytes, name: str = "post.html") -> str:
    """Import a file that becomes one chapter, and take the text below its metadata."""
    ((chapter, ledger),) = imported(text, name)
    assert ledger.unexplained == ()
    return chapter.partition(" -->\n\n")[2]


def test_five_points_of_a_pasted_post_are_one_list_of_five_rules() -> None:
    assert body_of(POINTS, "post.txt") == (
        "Here are my five rules of thumb.\n\n"
        "1. **Start on time** – people wait.\n2. **Finish early** – nobody minds.\n"
        "3. **Say why** – and listen.\n4. **Cancel one** – try it.\n5. **Decide** – or go.\n\n"
        "That is all.\n"
    )


@pytest.mark.parametrize("path", ["/home/jo/notes.docx", "C:\\Users\\jo\\notes.docx", "notes.docx"])
def test_a_chapter_does_not_say_in_whose_folders_its_source_lay(path: str) -> None:
    assert clean_identity(Document(path, "", (), ())) == "'notes.docx'"


def test_one_point_without_a_lead_leaves_the_list_as_it_is() -> None:
    without = POINTS.replace(
        "Cancel one – try it.", "Cancel one meeting in every week that you can"
    )
    body = body_of(without, "post.txt")
    assert "1. Start on time – people wait.\n" in body
    assert "4. Cancel one meeting" in body
    assert "**" not in body


def test_several_pasted_posts_become_several_chapters() -> None:
    two = imported(
        POINTS + "\nA second post\n\nIts text.\n\nAside | Posted on by | 9 Comments\n", "a.txt"
    )
    assert [chapter.split("\n")[1] for chapter, _ in two] == [
        'title: "Meetings"',
        'title: "A second post"',
    ]
    assert [
        loss.text
        for _, ledger in two
        for loss in ledger.losses
        if loss.kind is LossKind.BOILERPLATE
    ] == [
        "Posted in Uncategorized | Leave a comment",
        "Aside | Posted on by | 9 Comments",
    ]


@pytest.mark.parametrize(
    ("markdown", "written"),
    [
        ("1) Start – now\n2) Stop: then", "1. **Start** – now\n2. **Stop:** then"),
        ("(1) **Start** now\n(2) Stop - then", "1. **Start** now\n2. **Stop** - then"),
        (
            "2. 22 heads – met\n\n   and\n3. met – 3",
            "2. **22 heads** – met\n\n   and\n3. **met** – 3",
        ),
        ("1. Start – now\n2. Stop then", "1. Start – now\n2. Stop then"),
        ("1. [a](b) – now\n2. `b` – then", "1. [a](b) – now\n2. `b` – then"),
        ("1) a\n\n1. b", "1) a\n\n1. b"),
        ("```\n1) a – b\n```", "```\n1) a – b\n```"),
        ("- a – b\n- c – d", "- a – b\n- c – d"),
    ],
)
def test_points_in_markdown_become_rules_too_and_nothing_else_changes(
    markdown: str, written: str
) -> None:
    assert body_of(f"My 2 rules:\n\n{markdown}\n", "a.md") == f"My 2 rules:\n\n{written}\n"


# ruff: noqa: E501 - a case on a line
@pytest.mark.parametrize(
    ("html", "markdown"),
    [
        ("<div>1. One</div><div>2. Two</div>", "1. One\n2. Two\n"),
        ("<p>1. One<br>2. Two<br>3. Three</p>", "1. One\n2. Two\n3. Three\n"),
        ("<p>1) One</p><p>More.</p><p>2) Two</p>", "1. One\n\n   More.\n\n2. Two\n"),
        ("<ol><li>A</li></ol><p>x</p><ol start=2><li>B</li></ol>", "1. A\n\n   x\n\n2. B\n"),
        ("<ol><li>A</li></ol><p>x</p><ol><li>B</li></ol>", "1. A\n\n   x\n\n2. B\n"),
        ("<ol><li>A<li>B</ol><p>x</p><ol><li>C<li>D</ol>", "1. A\n2. B\n\nx\n\n1. C\n2. D\n"),
        ("<h3>1. Lead</h3><p>a</p><h3>2. Other</h3><p>b</p>", "1. **Lead**\n\n   a\n\n2. **Other**\n\n   b\n"),
        ("<p><b>1. Lead</b> - a</p><p><b>2. Two:</b> b</p>", "1. **Lead** - a\n2. **Two:** b\n"),
        ("<p>• a</p><p>• b</p>", "- a\n- b\n"),
        ("<p>In 2013. A year</p><p>2014. Next</p>", "In 2013. A year\n\n2014\\. Next\n"),
        ("<p><b>Why</b></p><p>So.</p>", "## Why\n\nSo.\n"),
        ("<p><b>Why not.</b></p><p>So.</p>", "**Why not.**\n\nSo.\n"),
        ("<h4>a</h4><p>x</p><h2>b</h2><p>y</p>", "x\n\n## b\n\ny\n"),
        ("<p>x</p><h4>a</h4><p>x</p><h6>b</h6>", "x\n\n## a\n\nx\n\n### b\n"),
        ("<p>a<b>b </b>c</p>", "a**b** c\n"),
        ('<p style="x"><span style="font-weight:700">b</span></p>', "**b**\n"),
        ('<b style="font-weight:normal"><p>plain</p></b>', "plain\n"),
        ("<ul><li><input type=checkbox checked>a<li><input type=checkbox>b</ul>", "- [x] a\n- [ ] b\n"),
        ("<table><tr><td>a|b<td>c</table>", "|  |  |\n|---|---|\n| a\\|b | c |\n"),
        (
            "<table><tr><td><td><b>a</b><tr><td><b>b</b><td>c</table>",
            "|  | a |\n|---|---|\n| **b** | c |\n",
        ),
        (
            "<table><tr><td><b>a</b><td>x<tr><td>b<td>c</table>",
            "|  |  |\n|---|---|\n| **a** | x |\n| b | c |\n",
        ),
        (
            "<table><tr><th rowspan=2>a<th colspan=2>b<tr><td>c<td>d<tr><td>e<td>f<td>g</table>",
            "| a | b |  |\n|---|---|---|\n|  | c | d |\n| e | f | g |\n",
        ),
        ("<table><tr><td><p>only</p><p>layout</p></table>", "only\n\nlayout\n"),
        ("<pre>a\n  b</pre>", "```\na\n  b\n```\n"),
        ("<pre>a<pre>b</pre>\nc</pre>", "```\na\nb\n\nc\n```\n"),
        ("<blockquote><p>q<p>r</blockquote>", "> q\n>\n> r\n"),
        ("<p>a</p><hr><p>b</p>", "a\n\n___\n\nb\n"),
        ("<dl><dt>A<dd>one<dt>B<dt>C<dd><p>two<p>more</dl>", "A\n:   one\n\nB\nC\n:   two\n\n    more\n"),
        ("<dl><dd>only indented<dt>no meaning</dl>", "only indented\n\n**no meaning**\n"),
        ('<iframe src="//v.example/1"></iframe>', "<https://v.example/1>\n"),
        ('<p><a href="javascript:x()">js</a> <a href="https://a.org">web</a></p>', "js [web](https://a.org)\n"),
        ('<p>x<sup><a id=r href="#n">1</a></sup></p><ol><li id=n>Note <a href="#r">↩</a></ol>', "x[^1]\n\n[^1]: Note\n"),
        ('<p>x<a href="#ftnt1" id="ftnt_ref1">[1]</a></p><div><p><a href="#ftnt_ref1" id="ftnt1">[1]</a> Note</p></div>', "x[^1]\n\n[^1]: Note\n"),
        ('<img src="a.png" alt="shown">', "<!-- A picture belongs here: a.png -->\n"),
        ("<p>Posted in News | Leave a comment</p><p>a</p>", "a\n"),
        ("<div hidden>no</div><p>a</p><script>x</script>", "a\n"),
        ("<p>Caf&eacute; &amp; &lt;b&gt; &copy;</p>", "Café & \\<b> ©\n"),
    ],
)  # fmt: skip
def test_html_as_heads_write_it_becomes_markdown_as_they_would_write_it(
    html: str, markdown: str
) -> None:
    assert body_of(f"<p>&nbsp;</p>{html}") == markdown


@pytest.mark.parametrize(
    ("title", "mended"),
    [
        ("Rules of Thumb…………Summer Holidays", "Rules of Thumb: Summer Holidays"),
        ("Rules.......... and more", "Rules: and more"),
        ("Wait… what", "Wait… what"),
        ("To be continued.....", "To be continued"),
        ("… and then", "and then"),
        ("  Two   blanks ", "Two blanks"),
    ],
)
def test_typed_dots_in_a_title_are_mended(title: str, mended: str) -> None:
    assert mend_title(title) == mended


words = st.text("abc1. –:|*_&#<>\n", min_size=1, max_size=14)
tags = st.sampled_from(
    [
        "p",
        "div",
        "b",
        "i",
        "a",
        "li",
        "ol",
        "ul",
        "h2",
        "h3",
        "table",
        "tr",
        "td",
        "blockquote",
        "pre",
        "figure",
        "figcaption",
        "sup",
        "span",
        "br",
        "form",
        "nav",
        "button",
        "dl",
        "dt",
        "dd",
        "svg",
    ]
)
html = st.recursive(
    words.map(lambda text: text.replace("<", "&lt;")),
    lambda inner: st.tuples(tags, st.lists(inner, max_size=4)).map(
        lambda pair: f"<{pair[0]} href='#x' id=x alt=y>{''.join(pair[1])}</{pair[0]}>"
    ),
    max_leaves=14,
)


@given(st.lists(html, min_size=1, max_size=5).map("".join))
def test_the_words_of_any_html_are_in_the_chapter_or_listed(text: str) -> None:
    for chapter, ledger in imported(f"<p>start</p>{text}"):
        assert ledger.words_in == ledger.words_out + ledger.words_listed
        assert (ledger.unexplained, ledger.added) == ((), ()), chapter


TABBED = "A talk\n\nDay\tWho\nMonday\tAnn\nTuesday\t\n\n•\tcoats\n§\thats\n\nTotal:\t£5\nVAT:\t£1"


def test_tables_pasted_as_text_are_tables() -> None:
    (document,) = read_plain_text("talk.txt", TABBED)
    tables = [block for block in document.blocks if isinstance(block, Table)]
    assert [(len(one.rows), one.has_head, one.line) for one in tables] == [
        (3, True, 3),
        (2, False, 10),
    ]
    assert tables[0].rows[2] == ((Text("Tuesday"),), ())
    assert [block.content for block in document.blocks if isinstance(block, Paragraph)] == [
        (Text("• coats"),),
        (Text("• hats"),),
    ]
    assert document.words[-2:] == ("vat", "1")


@pytest.mark.parametrize(
    "typed",
    [
        "\tOne\n\tTwo",
        "a\tb\nc",
        "1.\tOne\n2.\tTwo",
        "\ta)\tOne\n\tb)\tTwo",
        "§\tOne\n§\tTwo",
        "a\tb\nc\td\te",
    ],
)
def test_other_lines_with_tabs_are_no_tables(typed: str) -> None:
    (document,) = read_plain_text("talk.txt", f"A talk\n\n{typed}")
    assert not [block for block in document.blocks if isinstance(block, Table)]


@given(st.text("abco1.) –•:|*_&#<>\n\t", min_size=1, max_size=120).filter(str.strip))
def test_the_words_of_any_plain_text_are_in_the_chapter_or_listed(text: str) -> None:
    for chapter, ledger in imported(f"zz\n\n{text}", "a.txt"):
        assert (ledger.unexplained, ledger.added) == ((), ()), chapter


def test_a_lost_word_is_listed_even_when_nobody_knows_why() -> None:
    (reading,) = read_file(ImportedFile("a.txt", b"Title\n\nOne two three.\n"))
    ledger = balance(reading.documents[0], "---\ntitle: Title\n---\n\nOne three four\n")
    assert (ledger.words_in, ledger.words_out, ledger.words_listed) == (4, 3, 1)
    assert [loss.text for loss in ledger.unexplained] == ["two"]
    assert ledger.added == ("four",)


@pytest.mark.parametrize(
    ("content", "hint"),
    [
        (b"%PDF-1.7", "save that as .docx"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "Open it in Word"),
        (b"{\\rtf1 a}", "Word (.docx)"),
        (b"   \n", "export it again"),
        (b"PK\x03\x04nonsense", "export it again"),
        (b"\x00\x01\x02\x03", "What can be imported"),
        (b"bplist00", "Page Source"),
        (b"<p>x" + b"<div>" * 5000, "Copy the text itself"),
    ],
)
def test_what_cannot_be_read_is_refused_with_a_way_out(content: bytes, hint: str) -> None:
    with pytest.raises(ManuscriptError) as refused:
        read_file(ImportedFile("a.html", content))
    assert hint in refused.value.hint


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("a.txt", b"word " * 1_000_001),
        ("a.md", b"# Title\n\n" + b"word " * 1_000_001),
        ("a.html", b"<p>" + b"word " * 1_000_001),
        ("a.docx", word_file(paragraph("word " * 1_000_001))),
    ],
)
def test_text_without_end_is_refused(name: str, content: bytes) -> None:
    with pytest.raises(ManuscriptError, match="5,000,000 are the most that are read"):
        read_file(ImportedFile(name, content))


@pytest.mark.parametrize(
    ("name", "content", "kind"),
    [
        ("a.txt", "Plain words.\n\n1. One\n", Kind.TEXT),
        ("a.txt", "<p>one</p>\n<p>two</p>", Kind.HTML),
        ("-", "<p>one</p>", Kind.HTML),
        ("-", "# Title\n\ntext", Kind.MARKDOWN),
        ("-", "Title\n\na < b and c > d", Kind.TEXT),
        ("a.md", "Plain words.", Kind.MARKDOWN),
        ("a.html", "plain", Kind.TEXT),
    ],
)
def test_a_file_is_recognised_by_what_is_in_it(name: str, content: str, kind: Kind) -> None:
    assert recognise(ImportedFile(name, content.encode())) is kind


def test_a_text_without_bottom_is_refused_by_the_name_of_its_own_file() -> None:
    with pytest.raises(ManuscriptError, match="nested too deeply") as refused:
        imported(">" * 5_000 + " x\n", "deep.md")
    assert str(refused.value.place) == "deep.md"
