r"""Whether the time to read a chapter grows with its length, and no faster.

    python -m benchmarks.growth            everything, some five minutes
    python -m benchmarks.growth '<font>'   one piece

A piece of Markdown, or a slip of the keyboard, is written again and again, until to read that takes
half a second of the processor; then twice as often. Twice the text should take twice the time, and
what takes three times as long is marked.
"""

from __future__ import annotations

import sys
import time

from booklet.common.errors import ManuscriptError
from booklet.common.language import Language
from booklet.manuscript.source import read_source
from booklet.markup.parse import parse_chapter

PIECES = (
    # Emphasis and its like
    *("*a", "**a ", "*a* ", "*a _b ", "_a ", "~~a~~ ", "~a ", "H~2~O ", "==a== ", "==a ", "=="),
    *("*a **b ", "***a", "a***", "a*", "a**b", "*", "*a_", "*a_ ", "*a~~b ", "__a *b_ "),
    # Brackets and links
    *("[", "![", "^[", "]", "[a]", "[a](", "[](", "[a](b(", "[a](<", "![a](", "![[", "(", "()"),
    *("[a](#b) ", '[a](b "c") ', '[a](b "c', "![a](b.png) ", "![a](b.png)\n\n", "[[a]] ", "[[a "),
    *("[a]: /u\n", "[a]: /u\n\n", "[a]: /u\n\n[a]\n\n", "[a]:\n", "[a{n}]: /u\n\n[a{n}]\n\n"),
    *("[a][", "[a] [b][", "[a]\n", '[a]: b "\n'),
    # Footnotes and abbreviations
    *(
        "[^a]",
        "[^a]: x\n\n",
        "x[^{n}]\n\n[^{n}]: y\n\n",
        "[^{n}]",
        "^[a] ",
        "^[a ",
        "[^{n}]: y\n\n",
        "[^a]: x\n",
    ),
    *("*[A]: b\n\nA A A\n\n", "*[A{n}]: b\n\n", "*[A{n}]: b\n\nA{n}\n\n"),
    # Code, escapes, entities
    *(
        "`a``",
        "` ``",
        "`a` ",
        "`a`{.b} ",
        "```\na\n```\n\n",
        "```\n",
        "    code\n\n",
        "\\*",
        "a\\\n",
    ),
    *("&amp;", "&a", "a&nbsp;", "&#x41;", "&", "a  \n", "a\x0b", "\x1b[31m", "a\r\n"),
    # Addresses, typography, words
    *(
        "www.a.org ",
        "www.",
        "http://a.b/c ",
        "http://",
        "a@b.cd ",
        "a@b.",
        "a@",
        "a.",
        "ftp://a.b ",
    ),
    *(
        '"a" ',
        "it's 'a' ",
        "'",
        '"',
        "a--b ",
        "a--",
        "-- ",
        "--",
        "... ",
        ".",
        "word ",
        "word",
        "word\n",
    ),
    *(
        "word\n\n",
        " ",
        "\t",
        "\u00e9 ",
        "\U0001f600",
        "$5 ",
        "$a$ ",
        ":smile: ",
        "#a ",
        "[TOC]\n\n",
    ),
    *("a-b.md ", "a--b.md "),
    # Blocks
    *("> a\n", "> a\n\n", ">\n", "> a\nb\n", "> - a\nb\n", "> ```\n> a\n", "- a\n", "- a\n\n"),
    *("1. a\n\n", "1. a\n10. b\n", "1. **a** b\n\n", "- a\n  - b\n    - c\n", "-\n", "- [ ] a\n"),
    *("- [x] a\n\n", "\u2022 a\n", "1. a\n- b\n", "## a\n\n", "# a b\n", "a\n===\n\n", "---\n\n"),
    *("| a | b |\n|---|---|\n| c | d |\n\n", "|a\n|-\n", "|-", "|", "a\n:   b\n\n", ":   b\n"),
    *("> [!note] a\n> b\n\n", "> [!reflect|lines-2]\n> b\n\n", "> [!ifthen]\n> a\n\n"),
    *("> [!quiz]\n> 1. b\n\n> [!answers]\n> 1. c\n\n", "!!! note\n    a\n\n", ":::note\na\n:::\n"),
    *("> [!note]\n\n> b\n\n", '[caption]<img src="a.png"> b[/caption]\n\n', "Table: a\n\n"),
    # Remarks and attribute lists
    *(
        "%%a%% ",
        "%%a ",
        "%%\na\n%%\n\n",
        "{>>a<<} ",
        "{>>a ",
        "a %%b\n",
        "a {>>b\n\nc<<}\n",
        "{.a} ",
        "*a*{.b} ",
        "{: .a}\n",
    ),
    # Raw HTML
    *(
        "<",
        "<a ",
        '<a b="',
        "<name> ",
        "<!-- a --> ",
        "<!-- a ",
        "a <!-- b\n\nc --> ",
        "<div><?a?> <? b</div>\n",
        "<!-- a -->\n\n",
        "<![CDATA[a]]>",
        "<![CDATA[",
    ),
    *(
        "<?",
        "<?a ",
        "<?a?> ",
        '<div a="',
        "<!A ",
        "<!A> ",
        "<b>a</b>",
        "<b>",
        "</b>",
        "<em>",
        "<ins>",
        "<font>",
    ),
    *("<font>a</font>", "<center>a</center>", "<script>", "<script>a</script>", "<style>"),
    *("<textarea>", "<o:p></o:p>", "<span style='color:red'>a</span> ", '<input type="checkbox">'),
    *("<input>", "<img src=b.png alt=c> ", "<figure><img src=a.png><figcaption>b</figure>\n\n"),
    *("<svg><circle/></svg> ", "<div>\n\na\n\n</div>\n\n", "<div>\n\n", "<div>", "</div>\n\n"),
    *(
        "<details>\n\na\n\n</details>\n\n",
        "<li>a",
        "<table><tr><td>a",
        "<tr>",
        "<caption>a",
        "</td>",
    ),
    *("<p>a", "<p></p>", "<p><div>", "<ul>", "<ul></ul>", "<h2>a", "<h2></h2>", "<dl><dt>a<dd>b"),
    *("<ruby>a", "<rt>a</rt>", "<bdo>a</bdo>", "<a href='x:y'>a</a> ", "<a id=a{n}></a>"),
)
"""What is written again and again; `{n}` is a number that counts up."""

ROWS = (
    ("|a|b|\n|-|-|\n", "|c|d|\n"),
    ("|a|b|\n|-|-|\n|", "c|"),
    ("```\n", "x y\n"),
    ("> [!action]\n> |a|b|\n> |-|-|\n", "> |c|d|\n"),
    ("## ", "a[^1] "),
    ("## ", "![a](b) "),
    ("# ", "[a](b) "),
    ("[^1]: b\n\n", "a[^1] "),
    ("<table>", "<tr></tr>"),
    ("<table>", "<tr><td>a</td></tr>"),
    ("<table>", "<tbody></tbody>"),
    ("<details><summary>a</summary>", "<summary>b</summary>"),
    ("<figure><figcaption>a</figcaption>", "<figcaption>b</figcaption>"),
    ("<ul>", "a<li>b</li>"),
)
"""What begins a text, and what then goes on and on."""

TEXTS = (
    *((piece, "", piece) for piece in PIECES),
    *((head + more, head, more) for head, more in ROWS),
)
"""A name for each kind of text, how it begins, and what is repeated."""

_ENOUGH = 0.5
_MOST = 64_000
_TOO_STEEP = 3.0


def write_text(head: str, piece: str, count: int) -> str:
    """Write a chapter in which a piece stands `count` times."""
    if "{n}" not in piece:
        return f"# Title\n\n{head}{piece * count}"
    return "# Title\n\n" + head + "".join(piece.replace("{n}", str(n)) for n in range(count))


def read_text(text: str) -> str:
    """Read a chapter, to HTML; "" when it is nested too deeply, for a refusal is an answer too."""
    try:
        return parse_chapter(read_source("chapters/1.md", "one", text), Language("en-GB")).html
    except ManuscriptError:
        return ""


def _seconds(head: str, piece: str, count: int) -> float:
    text = write_text(head, piece, count)
    begun = time.process_time()
    read_text(text)
    return time.process_time() - begun


def main(wanted: list[str]) -> int:
    """Measure the texts of these names, or all; tell how many grow too steeply."""
    steep = 0
    for name, head, piece in TEXTS:
        if wanted and name not in wanted:
            continue
        count, seconds = 1000, _seconds(head, piece, 1000)
        while seconds < _ENOUGH and count < _MOST:
            count *= 2
            seconds = _seconds(head, piece, count)
        twice = _seconds(head, piece, 2 * count)
        is_steep = twice > _TOO_STEEP * max(seconds, _ENOUGH / 4)
        steep += is_steep
        print(f"{twice / seconds:5.1f} times from {count:6,}, {seconds:4.1f} s: "
              f"{name!r}{'   << too steep' if is_steep else ''}", flush=True)  # fmt: skip
    return steep


if __name__ == "__main__":
    sys.exit(1 if main(sys.argv[1:]) else 0)
