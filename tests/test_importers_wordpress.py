"""Exports of WordPress are read whatever is wrong with them; what is private stays out."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from xml.sax.saxutils import escape

import pytest
from test_importers_reading import imported

from booklet.common.errors import ManuscriptError
from booklet.importers.document import Status
from booklet.importers.files import ImportedFile, Kind, recognise
from booklet.importers.losses import LossKind
from booklet.importers.read import read_file
from booklet.importers.wordpress import read_wordpress
from booklet.importers.wordpress_xml import read_export

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from booklet.importers.read import Reading

HEAD = """<?xml version="1.0" encoding="UTF-8" ?>
<rss version="2.0" xmlns:excerpt="http://wordpress.org/export/1.2/excerpt/"
  xmlns:content="http://purl.org/rss/1.0/modules/content/"
  xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:wp="http://wordpress.org/export/1.2/">
<channel><title>A head&#8217;s blog</title><link>https://head.example</link>
<description>Rules of thumb</description><language>en-US</language>
<wp:author><wp:author_login>head</wp:author_login><wp:author_email>secret@head.example</wp:author_email>
<wp:author_display_name><![CDATA[A. Head]]></wp:author_display_name></wp:author>
"""


def item(
    content: str = "",
    *,
    title: str = "A post",
    kind: str = "post",
    post: int = 1,
    more: str = "",
    status: str = "publish",
    date: str = "2013-07-20",
) -> str:
    return (
        f"<item><title>{escape(title)}</title><link>https://head.example/{post}/</link>"
        f"<dc:creator>head</dc:creator><content:encoded><![CDATA[{content}]]></content:encoded>"
        f"<wp:post_id>{post}</wp:post_id><wp:post_date>{date} 10:00:00</wp:post_date>"
        f"<wp:status>{status}</wp:status><wp:post_type>{kind}</wp:post_type>{more}</item>\n"
    )


def export(*items: str) -> str:
    return f"{HEAD}{''.join(items)}</channel></rss>"


def body_of(content: str, *others: str) -> str:
    ((chapter, ledger),) = imported(export(item(content), *others), "blog.xml")
    assert (ledger.unexplained, ledger.added) == ((), ())
    return chapter.partition(" -->\n\n")[2]


def reading(text: str | bytes) -> Reading:
    content = text.encode() if isinstance(text, str) else text
    (found,) = read_file(ImportedFile("blog.xml", content))
    return found


def test_a_post_brings_its_facts_and_its_blog_with_it() -> None:
    tags = '<category domain="post_tag" nicename="x"><![CDATA[Heads &amp; all]]></category>'
    found = reading(export(item("Text", more=f"{tags}<wp:menu_order>3</wp:menu_order>")))
    (post,) = found.documents
    assert (post.title, post.author, str(post.date), post.order) == (
        *("A post", "A. Head", "2013-07-20"),
        3,
    )
    assert post.tags == ("Heads & all",)
    assert post.address == "https://head.example/1/"
    assert (found.blog.title, found.blog.address) == ("A head’s blog", "https://head.example")


@pytest.mark.parametrize(
    ("content", "markdown"),
    [
        ("One\ntwo\n\nThree", "One\\\ntwo\n\nThree\n"),
        ("1. <strong>Lead</strong> - a\n\nmore\n\n2. <b>Two</b> - b",
         "1. **Lead** - a\n\n   more\n\n2. **Two** - b\n"),
        ("<div>1. One</div>\n<div>2. Two</div>", "1. One\n2. Two\n"),
        ("[embed]https://v.example/1[/embed]", "https://v.example/1\n"),
        ("[youtube https://v.example/1]", "<https://v.example/1>\n"),
        ('[caption id="a" width="3"]<img src="x.png" alt="A"> Words[/caption]',
         "<!-- A picture belongs here: x.png -->\n"),
        ('[gallery ids="7"]', "<!-- A picture belongs here: https://head.example/dog.png -->\n"),
        ("[gallery]", "<!-- A picture belongs here: https://head.example/dog.png -->\n"),
        ("so it was [sic] and [[gallery]]", "so it was \\[sic\\] and \\[gallery\\]\n"),
        ('[vc_row css="a"]kept[/vc_row]', "kept\n"),
        ("<!-- wp:paragraph -->\n<p>a\nb</p>\n<!-- /wp:paragraph -->", "a b\n"),
        ('<!-- wp:block {"ref":8} /-->', "from a pattern\n"),
        ("<!-- wp:latest-posts /--><p>a</p>", "a\n"),
        ("<!-- wp:embed --><figure><div>\nhttps://v.example/2\n</div><figcaption>S</figcaption>",
         "https://v.example/2\n\nS\n"),
        ('<!-- wp:gallery --><ul class="blocks-gallery-grid"><li><figure><img src="x.png"></ul>',
         "<!-- A picture belongs here: x.png -->\n"),
    ],
)  # fmt: skip
def test_what_heads_write_in_wordpress_becomes_markdown(content: str, markdown: str) -> None:
    dog = item(
        title="dog",
        kind="attachment",
        post=7,
        more="<wp:attachment_url>https://head.example/dog.png</wp:attachment_url>"
        "<wp:post_parent>1</wp:post_parent>",
    )
    pattern = item("<p>from a pattern</p>", kind="wp_block", post=8)
    assert body_of(content, dog, pattern) == markdown


@pytest.mark.parametrize(
    ("content", "listed"),
    [
        ('[caption id="a" width="3"]Words[/caption]', []),
        ('[gallery columns="3" ids="7"]', []),
        ('[gallery ids="7,8"]', ['[gallery ids="7,8"]']),
        ("[gallery]", ["[gallery]"]),
        ("[embed]https://v.example/1[/embed] [audio https://v.example/a.mp3][/audio]", []),
        ("[audio][contact-form][contact-field label='Name'/][/contact-form]",
         ["[audio]", "[contact-form]", "[contact-field label='Name'/]"]),
        ("[su_box title='Say']kept[/su_box]", ["[su_box title='Say']", "[/su_box]"]),
        ("<p>a</p>\n<!-- wp:archives /-->", ["the block 'archives' in line 10"]),
        ("Read more about the colours in the handbook.", []),
        ("Published by the school in 2012.", []),
        ("Read more →", ["Read more →"]),
        ("Posted on 2 July 2012", ["Posted on 2 July 2012"]),
    ],
)  # fmt: skip
def test_what_is_listed_is_lost_and_what_is_lost_is_listed(content: str, listed: list[str]) -> None:
    more = "<wp:attachment_url>https://head.example/dog.png</wp:attachment_url>"
    ((_, ledger),) = imported(
        export(item(content), item(kind="attachment", post=7, more=more)), "blog.xml"
    )
    assert ledger.unexplained == ()
    kinds = (LossKind.SHORTCODE, LossKind.BOILERPLATE)
    lost = [loss for loss in ledger.losses if loss.kind in kinds]
    assert [one.text or f"{one.note} in line {one.line}" for one in lost] == listed


def test_a_picture_that_is_shown_with_a_post_and_not_in_it_is_listed() -> None:
    meta = (
        "<wp:postmeta><wp:meta_key>_thumbnail_id</wp:meta_key>"
        "<wp:meta_value>7</wp:meta_value></wp:postmeta>"
    )
    more = "<wp:attachment_url>https://head.example/dog.png</wp:attachment_url>"
    dog = item(kind="attachment", post=7, more=more)
    ((_, ledger),) = imported(export(item("Words", more=meta), dog), "blog.xml")
    assert [(loss.kind, loss.note) for loss in ledger.losses] == [
        (LossKind.FEATURED, "https://head.example/dog.png")
    ]
    shown = '<img src="https://head.example/dog.png">'
    ((_, ledger),) = imported(export(item(shown, more=meta), dog), "blog.xml")
    assert LossKind.FEATURED not in {loss.kind for loss in ledger.losses}


def test_a_ping_is_not_said_to_be_a_comment_that_was_refused() -> None:
    comment = (
        "<wp:comment><wp:comment_content>{}</wp:comment_content><wp:comment_type>{}</wp:comment_type>"
        "<wp:comment_approved>{}</wp:comment_approved></wp:comment>"
    )
    more = comment.format("Linked", "pingback", 1) + comment.format("Rude", "", 0)
    ((_, ledger),) = imported(export(item("Words", more=more)), "blog.xml")
    assert [loss.note for loss in ledger.losses] == ["a link from another site", "never approved"]


def test_notes_that_wordpress_keeps_beside_a_text_are_footnotes() -> None:
    meta = (
        "<wp:postmeta><wp:meta_key>footnotes</wp:meta_key><wp:meta_value><![CDATA["
        '[{"content":"Said <em>where</em>","id":"u-1"}]]]></wp:meta_value></wp:postmeta>'
    )
    call = '<p>Said<sup data-fn="u-1"><a href="#u-1" id="u-1-link">1</a></sup>.</p>'
    ((chapter, ledger),) = imported(export(item(call, more=meta)), "blog.xml")
    assert chapter.endswith("Said[^1].\n\n[^1]: Said *where*\n")
    assert ledger.unexplained == ()


@pytest.mark.parametrize(
    ("spoilt", "what"),
    [
        (lambda text: re.sub(r' xmlns:\w+="[^"]*"', "", text), "no prefix"),
        (lambda text: text.replace("Words", "Wo\x08rds"), "control character"),
        (lambda text: text.replace("Words", "Wo\0rds"), "zero byte"),
        (lambda text: text.replace("A post", "Tea & post"), "bare ampersand"),
        (lambda text: text.replace("A post", "Caf&eacute;&nbsp;post"), "HTML's entity"),
        (lambda text: text.replace("Words", "Wo]]]]><![CDATA[>rds"), "split CDATA"),
        (lambda text: text[: text.index("Words") + 5], "cut off"),
        (lambda text: "\n\n" + text, "blank lines before"),
        (lambda text: text.replace("</channel></rss>", ""), "not closed"),
        (lambda text: text.replace("<wp:status>", "<wp:status><oops>"), "wrong nesting"),
        (lambda text: text.replace("Words", "Caf\xe9 Words").encode("cp1252"), "wrong encoding"),
        (lambda text: text.replace("UTF-8", "UTF-16"), "wrong declaration"),
        (lambda text: text.replace("<rss", '<!DOCTYPE x [<!ENTITY a "aaaa">]><rss'), "a DOCTYPE"),
    ],
)  # fmt: skip
def test_broken_exports_are_read_all_the_same(
    spoilt: Callable[[str], str | bytes], what: str
) -> None:
    found = reading(spoilt(export(item("Words"))))
    assert len(found.documents) == 1, what
    assert "".join(found.documents[0].words).endswith("words"), what


def test_what_nobody_was_to_read_is_left_out_and_named() -> None:
    lock = "<wp:post_password>x</wp:post_password>"
    items = [
        item("a"),
        item("b", status="draft", post=2),
        item("c", status="private", post=3),
        item("d", more=lock, post=4),
        item("e", status="trash", post=5),
        item("f", kind="revision", status="inherit", post=6),
        item("g", kind="nav_menu_item", post=7),
        item("h", kind="jetpack-portfolio", post=8),
    ]
    found = reading(export(*items))
    assert [one.status for one in found.documents] == [
        *(Status.PUBLISHED, Status.DRAFT, Status.PRIVATE, Status.PROTECTED, Status.TRASH),
        Status.OTHER,
    ]
    assert [one.what for one in found.left_out] == [
        "1 earlier versions of texts",
        "1 entries of menus",
    ]


def test_comments_are_listed_without_addresses_and_no_address_is_ever_written(
    run_booklet: Callable, tmp_path: Path
) -> None:
    comment = (
        "<wp:comment><wp:comment_author>P. Parent</wp:comment_author>"
        "<wp:comment_author_email>parent@x.example</wp:comment_author_email>"
        "<wp:comment_author_IP>192.0.2.7</wp:comment_author_IP>"
        "<wp:comment_approved>1</wp:comment_approved><wp:comment_type></wp:comment_type>"
        "<wp:comment_content>Mail me: parent@x.example</wp:comment_content></wp:comment>"
    )
    path = tmp_path / "blog.xml"
    path.write_text(export(item("Words", more=comment)), "utf-8")
    assert run_booklet("import", path, "--project", tmp_path / "made").code == 0
    written = "".join(
        file.read_text("utf-8") for file in (tmp_path / "made").rglob("*") if file.is_file()
    )
    assert "Mail me: …@…" in written
    for private in ("parent@x", "192.0.2.7", "P. Parent", "secret@head"):
        assert private not in written


def test_comments_that_were_approved_come_along_when_they_are_asked_for(
    run_booklet: Callable, tmp_path: Path
) -> None:
    def comment(text: str, approved: int) -> str:
        return (
            "<wp:comment><wp:comment_author>P. Parent</wp:comment_author>"
            "<wp:comment_author_email>parent@x.example</wp:comment_author_email>"
            f"<wp:comment_approved>{approved}</wp:comment_approved>"
            f"<wp:comment_content><![CDATA[{text}]]></wp:comment_content></wp:comment>"
        )

    more = comment("Well said.\n\nWrite to p@x.example or 192.0.2.7!", 1) + comment("Spam", 0)
    path = tmp_path / "blog.xml"
    path.write_text(export(item("Words", more=more)), "utf-8")
    run_booklet("import", path, "--project", tmp_path / "made", "--include", "comments")
    chapter = (tmp_path / "made" / "chapters" / "01-a-post.md").read_text("utf-8")
    assert chapter.endswith("Words\n\n## Comments\n\n> Well said.\n>\n> Write to … or …!\n")
    report = (tmp_path / "made" / "import-report.md").read_text("utf-8")
    assert "Spam (`never approved`)" in report
    assert "Parent" not in report
    assert "x.example" not in report


def test_an_export_is_chosen_from_by_title_day_tag_and_order(
    run_booklet: Callable, tmp_path: Path
) -> None:
    tag = "<category domain='category'>Summer</category>"
    order = "<wp:menu_order>{}</wp:menu_order>"
    entry = order + (
        "<wp:postmeta><wp:meta_key>_menu_item_object_id</wp:meta_key>"
        "<wp:meta_value>{}</wp:meta_value></wp:postmeta>"
    )
    path = tmp_path / "blog.xml"
    path.write_text(
        export(
            item("one", title="Late", post=1, date="2014-01-01", more=tag + order.format(2)),
            item("two <a href='https://head.example/1'>late</a>", title="Early", post=2, more=tag),
            item("three", title="Other", post=3),
            *(
                item(kind="nav_menu_item", post=4 + n, more=entry.format(2 - n, post))
                for n, post in enumerate((1, 3))
            ),
        ),
        "utf-8",
    )

    def chapters(*options: str) -> list[str]:
        folder = tmp_path / f"made{'-'.join(options)}"
        run_booklet("import", path, "--project", folder, *options)
        return sorted(one.name for one in (folder / "chapters").glob("*.md"))

    assert chapters() == ["01-early.md", "02-other.md", "03-late.md"]
    assert chapters("--tag", "summer") == ["01-early.md", "02-late.md"]
    assert chapters("--only", "late") == ["01-late.md"]
    assert chapters("--since", "2014-01-01") == ["01-late.md"]
    assert chapters("--until", "2013-12-31") == ["01-early.md", "02-other.md"]
    assert chapters("--order", "menu") == ["01-other.md", "02-late.md", "03-early.md"], (
        "as menu entries say"
    )
    assert chapters("--order", "file") == ["01-late.md", "02-early.md", "03-other.md"]
    linked = (tmp_path / "made" / "chapters" / "01-early.md").read_text("utf-8")
    assert "[late](03-late.md)" in linked


def test_what_no_setting_may_be_is_left_out_of_a_new_booklet(
    run_booklet: Callable, tmp_path: Path
) -> None:
    path = tmp_path / "blog.xml"
    text = export(item("Words")).replace("https://head.example</link>", "http://localhost/</link>")
    path.write_text(text.replace("head&#8217;s", "head\x92s").replace("A. Head", "A\x80"), "utf-8")
    assert run_booklet("import", path, "--project", tmp_path / "made").code == 0
    settings = (tmp_path / "made" / "booklet.toml").read_text("utf-8")
    assert "localhost" not in settings
    assert (tmp_path / "made" / "chapters" / "01-a-post.md").exists()


def test_an_entity_bomb_is_never_expanded() -> None:
    bomb = '<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa">' + "".join(
        f'<!ENTITY {chr(98 + n)} "{f"&{chr(97 + n)};" * 10}">' for n in range(9)
    ) + '<!ENTITY file SYSTEM "file:///etc/passwd">]>'  # fmt: skip
    text = export(item("Words", title="x")).replace("<title>x", "<title>&j; &file;")
    found = reading(text.replace("<rss", f"{bomb}<rss"))
    assert found.documents[0].words == ("j", "file", "words")


def test_a_slug_or_title_that_climbs_out_stays_in_the_folder_of_chapters(
    run_booklet: Callable, tmp_path: Path
) -> None:
    path = tmp_path / "blog.xml"
    path.write_text(export(item("Words", title="../../../etc/evil")), "utf-8")
    run_booklet("import", path, "--project", tmp_path / "a" / "made")
    assert [one.name for one in (tmp_path / "a" / "made" / "chapters").iterdir()] == [
        "01-etc-evil.md"
    ]


TERMS = "<wp:category><wp:cat_name>News</wp:cat_name></wp:category><wp:tag></wp:tag>"


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (export(TERMS), "only 1 author and 2 categories and tags"),
        (export().replace("channel>", "notachannel>", 1), "broken at line 9"),
        ("<rss></rss>", "nothing else of a blog"),
    ],
)
def test_an_export_without_posts_is_refused_with_a_way_out(text: str, said: str) -> None:
    with pytest.raises(ManuscriptError, match=f"no post in the export, .*{said}") as refused:
        reading(text)
    assert "Tools, Export" in refused.value.hint


@pytest.mark.parametrize("version", ["", "<wp:wxr_version>abc</wp:wxr_version>"])
def test_the_version_of_an_export_is_nobodys_business(version: str) -> None:
    assert len(reading(export(version, item("Words"))).documents) == 1


@pytest.mark.parametrize(
    ("right", "wrong"),
    [
        ("<title>Second", "<title>I <3 a < b Second"),
        ("<title>Second", "<title>Second <!-- a remark without end"),
        ("</title>", ""),
        ("<content:encoded>", ""),
        ("<dc:creator>", "<dc:cr"),
        ("]]></content", "</content"),
        ("<wp:post_id>", ""),
        ("<item>", ""),
    ],
)
def test_no_post_is_lost_where_a_mark_is_missing(right: str, wrong: str) -> None:
    text = export(
        item("one", title="First"), item("two", title="Second"), item("three", title="Third")
    )
    start = text.index(right, text.index("one]]>") + len("one]]></content"))
    read = read_wordpress("b.xml", text[:start] + wrong + text[start + len(right) :])
    words = [word for document in read.documents for word in document.words]
    assert [word for word in words if word in {"one", "two", "three", "first", "third"}] == [
        "first", "one", "two", "third", "three"
    ]  # fmt: skip
    assert len(read.documents) == 3


def test_many_posts_may_be_broken_in_one_export() -> None:
    text = export(*(item(f"words{number}") for number in range(20)))
    read = read_wordpress("b.xml", text.replace("<dc:creator>", ""))
    words = {word for document in read.documents for word in document.words}
    assert {f"words{number}" for number in range(20)} <= words


def test_where_an_export_is_broken_is_said_and_listed() -> None:
    text = export(item("one", title="First"), item("two", title="Second", post=2), item("3"))
    broken = read_wordpress("b.xml", text.replace("two]]></content:encoded>", "two]]>"))
    assert [(one.line, one.title, one.is_end) for one in broken.damages] == [(10, "Second", False)]
    assert broken.left_out[-1].what == (
        "what cannot be read at line 10, in 'Second', where the XML is broken"
    )
    (cut,) = read_wordpress("b.xml", text[: text.index("two")]).damages
    assert (cut.title, cut.is_end) == ("Second", True)
    assert not read_wordpress("b.xml", text).damages


def test_an_export_is_known_without_its_ending() -> None:
    assert recognise(ImportedFile("blog.txt", export(item("x")).encode())) is Kind.WORDPRESS


def test_captions_of_pictures_that_are_not_there_are_listed() -> None:
    content = '[caption id="a"]<img src="x.png" alt="A dog"> Our dog[/caption]'
    ((_, ledger),) = imported(export(item(content)), "blog.xml")
    assert [loss.text for loss in ledger.losses if loss.kind is LossKind.PICTURE] == [
        "A dog Our dog"
    ]


def test_an_export_is_read_item_by_item_and_says_how_far_it_is() -> None:
    told: list[tuple[str, int, int]] = []
    content = export(item("x", title="One &amp; two"), item("y", title="Three"))
    read_file(ImportedFile("blog.xml", content.encode()), lambda *each: told.append(each))
    assert told == [("One & two", 1, 2), ("Three", 2, 2)]


def test_an_export_with_more_text_than_any_booklet_holds_is_refused(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("booklet.importers.wordpress_xml._LARGEST_BLOG", 100)
    assert read_wordpress("blog.xml", export(item("x" * 100))).documents
    with pytest.raises(ManuscriptError, match="has 101 characters, and 100 are the most"):
        read_wordpress("blog.xml", export(item("x" * 100), item("y"), item("z" * 1000)))


@pytest.mark.parametrize("hostile", ["<a/>" * 200, "<a><b>" * 100, "<!--x--><a></a>" * 200])
def test_a_post_with_more_elements_than_any_post_has_is_refused(
    hostile: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("booklet.importers.export_xml._MOST_ELEMENTS", 150)
    many = export(*(item(str(number)) for number in range(50)))
    assert len(read_wordpress("blog.xml", many).documents) == 50
    with pytest.raises(ManuscriptError, match="more than 150 elements"):
        read_wordpress("blog.xml", export(item("x", more=hostile)))


def test_declarations_that_never_end_take_no_time() -> None:
    (document,) = read_wordpress("b.xml", export(item("x")) + "<!DOCTYPE " * 200_000).documents
    assert document.words[-1] == "x"


def test_what_page_builders_keep_beside_posts_is_not_held() -> None:
    meta = (
        "<wp:postmeta><wp:meta_key>{}</wp:meta_key><wp:meta_value>{}</wp:meta_value></wp:postmeta>"
    )
    more = meta.format("_elementor_data", "x" * 99) + meta.format("footnotes", "[]")
    (post,) = read_export(export(item("x", more=more)), "blog.xml").items
    assert post.meta == {"footnotes": "[]"}


def test_posts_whose_ends_are_missing_keep_their_words() -> None:
    text = export(item("one", title="First"), item("two", title="Second", post=2))
    cut = read_wordpress("blog.xml", text.replace("</item>", "")).documents
    assert [one.title for one in cut] == ["First", "Second"]


def test_lines_that_a_program_has_broken_at_its_margin_are_one_paragraph() -> None:
    wrapped = (
        "We met in the hall, and every one of us had brought a chair along,\\\n"
        "because nobody had told us that there were any. It was the best of\\\n"
        "all the meetings of that year, and it lasted for no more than a\\\n"
        "quarter of an hour."
    ).replace("\\", "")
    assert body_of(f"<ul><li>{wrapped}</li></ul>{wrapped}").count("\n") == 3
    verse = "Some of them stood.\nSome of them sat.\nNobody left before it was over."
    assert body_of(verse) == verse.replace("\n", "\\\n") + "\n"
    apart = "\n".join(f"{name} came to see what we had done with all the chairs of ours."
                      for name in ("Amina", "Bartholomew, who was late,", "Jo"))  # fmt: skip
    assert body_of(apart).count("\\\n") == 2


def test_a_post_with_nothing_but_a_title_is_no_chapter(
    run_booklet: Callable, tmp_path: Path
) -> None:
    (tmp_path / "b.xml").write_text(export(item("Words"), item(title="Empty", post=2)), "utf-8")
    run_booklet("import", tmp_path / "b.xml", "--project", tmp_path / "made")
    assert len([*(tmp_path / "made" / "chapters").iterdir()]) == 1
    report = (tmp_path / "made" / "import-report.md").read_text("utf-8")
    assert "- the text 'Empty' (there is no text in it), 1 words" in report


def test_links_that_look_like_buttons_stay_apart() -> None:
    content = '<a href="https://a.example/b.pdf">Agenda</a><a href="https://a.example/b">Save</a>'
    assert body_of(content) == "[Agenda](https://a.example/b.pdf) [Save](https://a.example/b)\n"
