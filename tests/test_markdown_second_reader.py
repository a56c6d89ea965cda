"""No word is lost: what a second reader of CommonMark finds in a text, ours finds as well.

Generated documents are read by markdown-it-py too. Compared is what a reader of the book sees: all
characters in order (white space set aside), the numbers of lists, the cells of tables.
"""

from __future__ import annotations

import os
import re
from html.parser import HTMLParser

from hypothesis import assume, given, settings
from hypothesis import strategies as st
from markdown_comparison import TYPOGRAPHIC, our_html
from markdown_it import MarkdownIt

from booklet.markup.commonmark.structure import NestingError

DOCUMENTS = int(os.environ.get("BOOKLET_DOCUMENTS", "2000"))
"""How many documents are generated; CI takes a few thousand, a long run a hundred thousand."""

SECOND = MarkdownIt("commonmark", {"html": True}).enable(["table", "strikethrough"])

MARKS = (
    *("*", "**", "***", "_", "__", "~~", "`", "``", "[", "]", "(", ")", "![", "](u)", "](<u v>)"),
    *("[a]", "[b]", "![p](q)", "[x](y 'z')", "[x][a]", "&amp;", "&copy;", "&", "&#35;", "\\"),
    *(
        "\\*",
        "\\#",
        "\\\\",
        "\\`",
        "<b>",
        "</b>",
        "<i>",
        "</i>",
        "< ",
        "<5",
        ">",
        "<!-- r -->",
        "|",
    ),
    *(
        "<u:v>",
        "<m@n.o>",
        "#",
        "!",
        "-",
        "+",
        ".",
        ",",
        ";",
        "'",
        '"',
        "$",
        "\u00a3",
        "5",
        "\u00e9",
    ),
)
STARTS = (
    *("# ", "## ", "#", "####### ", "- ", "-", "+ ", "* ", "1. ", "2. ", "3) ", "1.", "> ", ">"),
    *(
        ">> ",
        "```",
        "~~~",
        "````",
        "``` py",
        "    ",
        "\t",
        "   ",
        "  ",
        " ",
        "---",
        "***",
        "===",
        "=",
        "--",
        "| ",
        "|---|---|",
        "| a | b |",
        "|-|-|",
        ":-:|-",
        "- - ",
        "> - ",
        "- > ",
        "1. - ",
    ),
    *("<div>", "</div>", "<p>", "</p>", "<section>"),
    *("[a]: /u\n\n", "[b]: /w 'T'\n\n", "   - ", "     ", "  - ", "- # ", "-\t", "1.\t", "## x ##"),
)
WORDS = ("w", "word", "two words", "Ab", "z9", "caf\u00e9")

PIECES = st.one_of(
    st.sampled_from(MARKS), st.sampled_from(WORDS), st.sampled_from((" ", "  ", "\t"))
)
LINES = st.builds(
    "{}{}".format,
    st.lists(st.sampled_from(STARTS), max_size=2).map("".join),
    st.lists(PIECES, max_size=7).map("".join),
)
TEXTS = st.lists(LINES, min_size=1, max_size=9).map("\n".join)

ANOTHER_READING = {
    "a run of three tildes strikes nothing (GFM 6.5)": re.compile(r"[^\n~]~~~|~~~~?[^\n]*~~"),
    "a picture's description holds no tags": re.compile(r"!\[[^\]]*<"),
    "the second reader counts tabs otherwise behind and below a quotation": re.compile(
        r">[^\n]*\t|>[^\n]*\n[^\n]*\t"
    ),
    "the second reader takes code below a quotation in a quotation (5.1, laziness)": re.compile(
        r">[ ]*>[^\n]*\n {4}"
    ),
}
"""Where the words themselves are others; what is not compared."""

ON_PURPOSE = {
    "bullets right below a number are points of that number": re.compile(
        r"^[ >\t]*(?:[-+*][ \t]+)*\d[.)].*\n(?:.+\n)*?[ >\t]*(?:>[ ]?)*[-+*](?:[ \t]|$)",
        re.MULTILINE,
    ),
    "two columns are enough to go on with a numbered item": re.compile(
        r"^[ >\t]*(?:[-+*>][ \t]*)*\d[.)](?:.*\n)+?[> \t]*(?: {2}|\t)", re.MULTILINE
    ),
}
"""Where ours reads the structure of a text otherwise; docs/writing-chapters.md has the reasons.
Words are compared there as well, numbers and signs are not."""


class _Seen(HTMLParser):
    """What a reader sees of a piece of HTML."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.text: list[str] = []
        self.numbers: list[int] = []
        self.lists: list[int] = []
        self.cells: list[int] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        if tag in {"ol", "ul"}:
            self.lists.append(int(given.get("start") or 1) if tag == "ol" else -1)
        elif tag == "li" and self.lists and self.lists[-1] >= 0:
            self.numbers.append(self.lists[-1])
            self.lists[-1] += 1
        elif tag in {"td", "th"}:
            self.text.append("\u2502")
        elif tag == "img":
            self.text.append(given.get("alt") or "")

    def handle_endtag(self, tag: str) -> None:
        if tag in {"ol", "ul"} and self.lists:
            self.lists.pop()

    def handle_data(self, data: str) -> None:
        self.text.append(data)


def seen(html: str) -> tuple[str, list[int]]:
    """Tell the characters that a reader sees, and the numbers of lists."""
    reader = _Seen()
    reader.feed(html)
    reader.close()
    text = "".join(reader.text).translate(TYPOGRAPHIC)
    return re.sub(r"\s+", "", text), reader.numbers


@settings(max_examples=DOCUMENTS, deadline=None, derandomize="BOOKLET_DOCUMENTS" not in os.environ)
@given(TEXTS)
def test_a_second_reader_sees_the_same_words_numbers_and_cells(text: str) -> None:
    assume(not any(pattern.search(text) for pattern in ANOTHER_READING.values()))
    try:
        found = seen(our_html(text))
    except NestingError:
        return
    expected = seen(SECOND.render(text))
    if any(pattern.search(text) for pattern in ON_PURPOSE.values()):
        assert re.findall(r"\w+", found[0]) == re.findall(r"\w+", expected[0])
    else:
        assert found == expected
