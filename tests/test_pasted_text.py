"""Text from other programs: every word arrives, in order; what cannot be understood is named."""

from __future__ import annotations

import re

import pytest
from markup_samples import body, codes, parse

from booklet.common import xhtml

WORDPRESS_BLOCKS = """\
<!-- wp:heading -->
<h2 class="wp-block-heading">Quiet mornings</h2>
<!-- /wp:heading -->

<!-- wp:paragraph -->
<p>Doors open at <strong>half past seven</strong>.</p>
<!-- /wp:paragraph -->

<!-- wp:list -->
<ul class="wp-block-list"><!-- wp:list-item -->
<li>Coats first</li>
<!-- /wp:list-item --></ul>
<!-- /wp:list -->"""
WORDPRESS_CLASSIC = """\
Doors open at <em>half past seven</em>.

[caption id="attachment_7" align="aligncenter" width="300"]<img src="door.jpg" alt="Door" /> \
The blue door[/caption]

<blockquote>Coats first.</blockquote>
Then breakfast."""
WORD_HTML = """\
<p class=MsoNormal style='margin-bottom:8.0pt'><span lang=EN-GB>Doors open<o:p></o:p></span></p>

<p class=MsoListParagraph style='text-indent:-18.0pt'><![if !supportLists]><span>·</span>\
<![endif]>Coats first</p>

<!--[if gte mso 9]><xml><w:View>Normal</w:View></xml><![endif]-->

<p class=MsoNormal>Then breakfast&nbsp;for all</p>"""
WORD_FILTERED = """\
<html><head><meta name=Generator content="Microsoft Word 15 (filtered)">
<style>
<!--
 p.MsoNormal {margin-top:0cm; font-size:11.0pt;}
-->
</style></head>

<body lang=EN-GB link="#0563C1" style='word-wrap:break-word'>

<div class=WordSection1>

<p class=MsoNormal align=center style='margin-bottom:8.0pt'><b><span style='color:red'>Doors
open</span></b> at <i>seven</i><a href="#_ftn1" name="_ftnref1" title=""><span
class=MsoFootnoteReference><span style='line-height:107%'>[1]</span></span></a></p>

<p class=MsoListParagraphCxSpFirst style='text-indent:-18.0pt'><span
style='font-family:Symbol'>·<span style='font:7.0pt "Times New Roman"'>&nbsp;&nbsp;&nbsp;
</span></span>Coats first</p>

<p class=MsoListParagraphCxSpMiddle style='margin-left:72.0pt;text-indent:-18.0pt'><span
style='font-family:"Courier New"'>o<span style='font:7.0pt "Times New Roman"'>&nbsp;&nbsp;
</span></span>then bags</p>

<p class=MsoListParagraphCxSpLast style='text-indent:-18.0pt'><span
style='font-family:Symbol'>·<span style='font:7.0pt "Times New Roman"'>&nbsp;&nbsp;
</span></span>Breakfast</p>

<p class=MsoNormal>&nbsp;</p>

<p class=MsoListParagraph style='text-indent:-18.0pt'>2)<span
style='font:7.0pt "Times New Roman"'>&nbsp;&nbsp;&nbsp; </span>Wait<br clear=all></p>

<table class=MsoTableGrid border=1 cellspacing=0 cellpadding=0 style='border:none'>
 <tr>
  <td width=301 valign=top style='width:225.4pt;padding:0cm 5.4pt'>
  <p class=MsoNormal><span lang=FR>Lundi</span></p>
  </td>
  <td width=301 valign=top><p class=MsoNormal>Blue</p></td>
 </tr>
</table>

</div>

<div><br clear=all>

<hr align=left size=1 width="33%">

<div id=ftn1>

<p class=MsoFootnoteText><a href="#_ftnref1" name="_ftn1" title=""><span
class=MsoFootnoteReference>[1]</span></a><span lang=EN-US> Except on Fridays.</span></p>

</div></div></body></html>"""
WORD_TEXT = (
    "Doors open\n\n\u2022\tCoats first\no\tthen bags\n\u2022\tBreakfast\n\n"
    "1)\tKnock\n2)\tWait\n\n\u2610\u00a0Hall booked"
)
GOOGLE_DOCS = """\
# **Doors open** {#doors-open}

Coats first\\! Then bags \\- quietly \\(please\\).

* Breakfast
  * toast

| Day | Room |
| :---- | :---- |
| Monday | Blue |

[image1]: <data:image/png;base64,AAAA>"""
NOTION = """\
# Doors open

<aside>
💡 Coats first

</aside>

- [ ]  Breakfast
- [x]  Toast

| Day | Room |
| --- | --- |
| Monday | Blue |"""
OBSIDIAN = """\
Doors [[02-bags|open]] at ==seven==. %%ask Jo first%%

> [!tip]- Coats first
> Then ![[plan.png|300]] breakfast^[With toast.].

#mornings"""
OUTLOOK = """\
From: A Teacher <a.teacher@example.org>
Sent: Monday
Subject: Doors open

Coats first -- see <https://www.example.org/rules--2> and
> then breakfast
"""
POWERPOINT = "Doors open\x0bat seven\x0bCoats first\n\n\u2013\tBreakfast\n\u2013\tToast"


@pytest.mark.parametrize(
    ("pasted", "expected"),
    [
        (WORDPRESS_BLOCKS, "Quiet mornings Doors open at half past seven . Coats first"),
        (WORDPRESS_CLASSIC, "Doors open at half past seven . The blue door Coats first. Then"),
        (WORD_HTML, "Doors open Coats first Then breakfast for all"),
        (
            WORD_FILTERED,
            "Doors open at seven Coats first then bags Breakfast Wait Lundi Blue",
        ),
        (WORD_TEXT, "Doors open Coats first then bags Breakfast Knock Wait Hall booked"),
        (GOOGLE_DOCS, "Coats first! Then bags - quietly (please). Breakfast toast Day Room Monday"),
        (NOTION, "Coats first Breakfast Toast Day Room Monday Blue"),
        (OBSIDIAN, "Doors open at seven . Coats first Then breakfast 1 . #mornings With toast."),
        (OUTLOOK, "From: A Teacher < a.teacher@example.org > Sent: Monday Subject: Doors open"),
        (POWERPOINT, "Doors open at seven Coats first Breakfast Toast"),
    ],
    ids=[
        *(
            "WordPress blocks",
            "WordPress classic",
            "Word HTML",
            "Word filtered",
            "Word text",
            "Google Docs",
        ),
        *("Notion", "Obsidian", "Outlook", "PowerPoint"),
    ],
)
def test_every_word_arrives(pasted: str, expected: str) -> None:
    root = xhtml.parse(parse(f"# Title\n\n{pasted}").html)
    seen = re.findall(r"\w+", " ".join(root.itertext()))
    words = iter(seen)
    missing = [word for word in re.findall(r"\w+", expected) if word not in words]
    assert missing == [], seen


def test_what_word_means_is_kept_and_its_looks_are_named_once() -> None:
    html = body(WORD_FILTERED)
    assert '<p class="MsoNormal" style="text-align: center"><b><span>Doors' in html
    assert '<span lang="FR">Lundi</span>' in html
    assert 'id="trust-_ftn1"' in html
    assert 'href="#_ftn1"' in html
    assert "margin-top" not in html
    assert sorted(set(codes(WORD_FILTERED))) == ["K550", "K553"]
    assert codes(WORD_FILTERED).count("K553") == 1
    left_out = [one.problem for one in parse(WORD_FILTERED).findings if one.code == "K550"]
    assert left_out == ["<meta> is left out", "<style> is left out"]


def test_private_remarks_are_never_printed() -> None:
    html = body(f"{OBSIDIAN}\n\n{WORDPRESS_BLOCKS}\n\n{{>>hush<<}} <!-- hush -->\n\n%%\nhush\n%%")
    assert "ask" not in html
    assert "wp:" not in html
    assert "hush" not in html


@pytest.mark.parametrize(
    "remark",
    [
        *("%%hush\n\nhush%%", "%%\nhush\n\n%%", "<!-- hush\n\nhush -->", "> %%hush\n>\n> hush%%"),
        *("a <!-- hush\n\nhush --> b", "a %%hush\n\n- hush%%", "## a {>>hush\n\nhush<<} b"),
        *(
            "- a <!-- hush\n\n  hush --> b\n- c",
            "> a %%hush\n>\n> hush%%",
        ),
    ],
)
def test_a_remark_in_several_paragraphs_is_not_printed(remark: str) -> None:
    html = body(f"before\n\n{remark}\n\nafter")
    assert "hush" not in html
    assert re.findall("before|after", html) == ["before", "after"]


@pytest.mark.parametrize(
    ("remark", "code"),
    [("a <!-- b\n\nc", "K551"), ("a %%b\n\nc", "K570"), ("{>>a\n\nb", "K570")],
)
def test_a_remark_that_is_printed_after_all_is_named(remark: str, code: str) -> None:
    assert [(one.code, "is printed" in one.problem) for one in parse(remark).findings][1:] == [
        (code, True)
    ]


@pytest.mark.parametrize(
    "text",
    [
        "a `<!-- b`\n\nc `-->` d",
        "a <!-- b\n\nc <!-- d --> c",
        "5%% of a\n\nb and 6%% of c",
        "a %%d\n\nb %%d%% c",
        "%%d\n\nd%% b\n\nc%%",
    ],
)
def test_what_begins_no_remark_hides_nothing(text: str) -> None:
    html = body(text)
    assert all(letter in re.sub("<[^>]*>", "", html) for letter in set("abc") & set(text))


@pytest.mark.parametrize(
    ("typed", "lines"),
    [
        ("a <?php b ?> c", [3]),
        ("<?php\nb\n\nd ?>\n\na c", [3]),
        ("a <!ELEMENT b> c", [3]),
        ("a\n\n<![CDATA[ b\n\nd ]]>\n\nc", [5]),
        ("<div>a <!-- e --> c\n<?b?></div>", [4]),
        ("a `<?php b ?>` <![CDATA[b]]> <!DOCTYPE html> c <? d <![CDATA[ e", []),
    ],
)
def test_instructions_for_programs_are_named_or_printed(typed: str, lines: list[int]) -> None:
    chapter = parse(f"# T\n\n{typed}")
    said = [one for one in chapter.findings if one.code == "K550"]
    assert [one.place and one.place.line for one in said] == lines
    shown = re.sub("<[^>]*>", "", chapter.html)
    assert ("b" in shown) is (not lines)
    assert "a" in shown
    assert "c" in shown


@pytest.mark.parametrize(
    "typed",
    [
        *("H~2~O", "x^2^", "{++new++}", "{--old--}", "words ^place-1", r"\textbf{x}", "[x]{.red}"),
        *("{: .red}\nx", '[gallery ids="1,2"]', "%% a\n%% b"),
    ],
)
def test_markup_that_only_others_know_is_named_with_its_line(typed: str) -> None:
    found = [one for one in parse(f"# T\n\nx\n\n{typed}").findings if one.code == "K570"]
    assert [one.place.line for one in found if one.place][:1] == [5]


@pytest.mark.parametrize("typed", ["100%% sure", "10 ^ 6 ^x", "a~b~c", "a \\ref b", "{x}", "see ^"])
def test_signs_that_mean_nothing_elsewhere_are_not_named(typed: str) -> None:
    assert codes(typed) == []


@pytest.mark.parametrize("typed", ["[Answer]: Yes", '[Note]: see "Rules"', "x\n\n[key]: No."])
def test_a_line_that_only_looks_like_an_address_is_text(typed: str) -> None:
    assert typed.split("]: ")[1][:3] in body(typed)


@pytest.mark.parametrize("typed", ["a<b and c>d", "1 <b> 2", "if a <s or s> b", "<i think so> x"])
def test_words_between_pointed_brackets_arrive_or_are_named(typed: str) -> None:
    assert re.findall(r"\w+", re.sub("<[^>]*>|&[lg]t;", " ", body(typed))) == (
        ["1", "2"] if typed == "1 <b> 2" else re.findall(r"\w+", typed)
    )
    assert codes(typed) == (["K551"] if typed == "1 <b> 2" else [])


def test_attributes_of_html_stay_attributes() -> None:
    assert 'reversed="reversed"' in body("<ol reversed><li>a</li></ol>")
    assert '<i class="a b">y</i>' in body("x <i class='a b'>y</i>")


def test_prices_stay_prices() -> None:
    text = "It costs $5 or $6, and $7.50 each; the bill was $40_000, then $50."
    assert "It costs $5 or $6, and $7.50 each; the bill was $40_000, then $50." in body(text)
    assert codes(text) == []


@pytest.mark.parametrize("box", ["[!reflect]\nWhy?", "&gt; [!key]\nx", "\\> \\[\\!key\\]\nx"])
def test_a_box_that_has_lost_its_signs_is_named(box: str) -> None:
    assert codes(box) == ["K504"]


@pytest.mark.parametrize(
    "box", ["> [!key]\n\n> words", "> [!key]\nwords", "text\n> [!key]\n> words"]
)
def test_a_box_keeps_its_words(box: str) -> None:
    html = body(box)
    assert 'data-component="key"' in html
    assert "words</p>" in html.split("<section")[1]


@pytest.mark.parametrize(
    ("typed", "component"),
    [
        ('!!! tip "Mind this"\n    words', "tip"),
        (":::note Mind this\nwords\n:::\nafter", "note"),
        ("> [!note] Mind this\n> words\n> [!tip] Another\n> more", "tip"),
    ],
)
def test_boxes_of_other_programs_are_boxes(typed: str, component: str) -> None:
    html = body(typed)
    assert f'data-component="{component}"' in html
    assert "Mind this" in html
    assert "words" in html


def test_a_surplus_cell_is_named() -> None:
    findings = parse("# T\n\n| a | b |\n|---|---|\n| 1 | 2 | lost |").findings
    assert [(one.code, "lost" in one.problem) for one in findings] == [("K560", True)]


def test_blocks_in_a_note_stay_blocks() -> None:
    html = body("a[^1]\n\n[^1]: One:\n\n    - two\n\n    | x | y |\n    |---|---|\n    | 3 | 4 |\n")
    note = html.split("data-notes")[1]
    assert "<li" in note
    assert "<table" in note


def test_a_note_that_nothing_calls_is_kept() -> None:
    text = "a[^1]\n\n[^1]: one\n\n[^1]: two\n\n[^2]: three"
    html = body(text)
    assert "two" in html
    assert "three" in html
    assert codes(text) == ["K512", "K511"]


@pytest.mark.parametrize(
    "address", ["https://www.example.org/keeping-safe--2?q='x'", "me--you@example.org"]
)
@pytest.mark.parametrize("form", ["{}", "[{}](https://example.org)", "| {} |\n|---|", "a^[{}]"])
def test_addresses_are_never_touched(address: str, form: str) -> None:
    assert address in body(form.format(address)).replace("&quot;", '"')


def test_names_of_files_are_never_touched() -> None:
    assert "minutes--final.pdf" in body("See minutes--final.pdf, and so on--and on.")


def test_a_title_s_own_anchor_and_headings_lines() -> None:
    findings = parse("# T\n\n## a\n\ntext\n\n#### b\n\n## c\n\n#### b").findings
    assert [one.place.line for one in findings if one.place] == [7, 11]


PASTED_STYLES = """\
<p class="MsoNormal" style="color:#000;margin-left:-200px;mso-pagination:none">Doors \
<span style='font-size:9.0pt;font-family:"Arial",sans-serif;font-weight:700'>open</span></p>

<p style="line-height:10px;TEXT-ALIGN: Center">Coats <b style="font-weight:normal">first</b> \
<span style="width:900px;text-decoration:underline rgb(0, 0, 0)">then</span>
<i style="font:italic bold 9pt Arial; background:black">bags</i></p>

*toast*{: style="color:red; font-style:normal; vertical-align:12px" }"""


def test_styles_are_reduced_to_what_a_book_wants_and_named_once() -> None:
    html = body(PASTED_STYLES)
    assert re.findall('style="([^"]*)"', html) == [
        "font-weight: 700",
        "text-align: center",
        "font-weight: normal",
        "text-decoration: underline",
        "font-style: italic; font-weight: bold",
        "font-style: normal",
    ]
    told = parse(f"# T\n\nFirst.\n\n{PASTED_STYLES}").findings
    assert [(one.code, one.place and one.place.line) for one in told] == [("K553", 5)]
    assert "color, margin-left, mso-pagination, font-size, font-family and others" in str(told[0])


@pytest.mark.parametrize(
    "style",
    [
        *("color:#000", "width:900px", "margin-left:-200px", "line-height:10px", "font-size:9pt"),
        *("width:calc(100% + 9in)", "text-indent:-999em", "white-space:nowrap", "height:1px"),
        *("font-size/**/:/**/9pt", "c\\6f lor:red", "letter-spacing:-1em", "color:red!important"),
        *("--x:1", "font-weight:var(--x)", "@media x{}", "color", "text-align:center 900px"),
    ],
)
@pytest.mark.parametrize("tag", ["p", "div", "span", "img", "td", "li"])
def test_nothing_fixes_colours_sizes_or_distances(style: str, tag: str) -> None:
    before, after = {"td": ("<table><tr>", "</tr></table>"), "li": ("<ul>", "</ul>")}.get(
        tag, ("", "")
    )
    text = f'{before}<{tag} style="{style}" src="a.png" alt="A">a</{tag}>{after}'
    if tag != "img":
        text = text.replace(' src="a.png" alt="A"', "")
    assert "style=" not in body(text)
    assert "K553" in codes(text)


@pytest.mark.parametrize(
    ("style", "kept"),
    [("width:50%", True), ("width:12em", True), ("width:300px", False), ("width:150%", False)],
)
def test_a_picture_keeps_a_width_that_depends_on_the_page(
    style: str,
    kept: bool,  # noqa: FBT001 - a parameter of the test
) -> None:
    assert ("style=" in body(f'Words <img src="a.png" alt="A" style="{style}"> here.')) == kept


def test_a_drawing_keeps_the_colours_and_sizes_of_its_words() -> None:
    html = body(
        '<svg viewBox="0 0 9 9" style="margin-left:-9px"><title>A</title>'
        '<text style="font-size: 3px; color: red; font-family: url(x)">a</text></svg>'
    )
    assert re.findall('style="([^"]*)"', html) == ["font-size: 3px; color: red"]
