"""Generated documents, read by our Markdown and by markdown-it-py: no word may be lost.

    python tests/second_reader.py 1000000 --seed 7

reads a million of them in one process; about three milliseconds each. It prints every document that
the two read otherwise, made as short as it can be, and how many there were. The suite does the same
with a few thousand (`test_markdown_second_reader.py`).

Compared is what a reader of the book sees: all characters in order (white space set aside), the
numbers of lists, the cells of tables.
"""

from __future__ import annotations

import argparse
import re
import sys
import time
from html.parser import HTMLParser
from itertools import count
from pathlib import Path
from random import Random
from typing import TYPE_CHECKING

sys.path.insert(0, str(Path(__file__).parent.parent))

from markdown_comparison import TYPOGRAPHIC, our_html
from markdown_it import MarkdownIt
from markup_samples import parse

from booklet.common.errors import ManuscriptError
from booklet.markup.commonmark.structure import NestingError

if TYPE_CHECKING:
    from collections.abc import Iterator

SECOND = MarkdownIt("commonmark", {"html": True}).enable(["table", "strikethrough"])

MARKS = (
    *("*", "**", "***", "_", "__", "~~", "`", "``", "[", "]", "(", ")", "![", "](u)", "](<u v=w>)"),
    *(
        "[a]",
        "[b]",
        "![p](q)",
        "[x](y 'z')",
        "[x][a]",
        "&amp;",
        "&copy;",
        "&",
        "&#35;",
        "\\",
        "\\*",
    ),
    *("\\#", "\\\\", "\\`", "< ", "<5", ">", "|", "<u:v>", "<m@n.o>", "#", "!", "-", "+", ".", ","),
    *(";", "'", '"', "$", "\u00a3", "5", "\u00e9"),
)
WORDS = ("w", "word", "two words", "Ab", "z9", "caf\u00e9")
BLANKS = (" ", " ", " ", " ", "  ", "\t")
PIECES = (*MARKS, *WORDS * 9, *BLANKS * 9)
STARTS = (
    *("# ", "## ", "#", "####### ", "- ", "-", "+ ", "* ", "1. ", "2. ", "3) ", "1.", "> ", ">"),
    *(">> ", "    ", "\t", "   ", "  ", " ", "---", "***", "===", "="),
    *("--", "| ", "|---|---|", "| a | b |", "|-|-|", ":-:|-", "- - ", "> - ", "- > ", "1. - "),
    *("[a]: /u\n\n", "[b]: /w 'T'\n\n", "   - ", "     ", "  - ", "- # ", "-\t", "1.\t", "## x ##"),
)
HTML = ("<b>", "</b>", "<i>", "</i>", "<!-- r -->")
HTML_BLOCKS = ("<div>", "</div>", "<p>", "</p>", "<section>")
FENCES = ("```", "~~~", "````", "``` py")
VOCABULARIES = (
    *[(STARTS, PIECES)] * 3,
    ((*STARTS, *HTML_BLOCKS * 2, *FENCES * 2), (*PIECES, *HTML * 3)),
)
"""What lines begin with, and go on with; raw HTML and code, the slowest to read, are in every
fourth text only."""

ANOTHER_READING = {
    "a run of three tildes strikes nothing (GFM 6.5)": re.compile(
        r"^(?![ >]*(?:[-+*][ ]+|\d[.)][ ]+)*~~~)[^\n]*~~~|^[ ]{4}[^\n]*~~~|~~~[^\n]*~~",
        re.MULTILINE,
    ),
    "what begins no tag that HTML knows is text": re.compile(
        r"<(?=[A-Za-z/!?])(?!/?(?:b|i|p|div|section)>|!-- r -->|u:v>|m@n[.]o>|u v=w>)"
    ),
    "a picture's description holds no tags": re.compile(r"!\[(?:[^\[\]]|\[[^\[\]]*\])*<"),
    "the second reader ends a list of numbers at an empty item above two blank lines": re.compile(
        r"\d[.)][ \t]*(?:\n[ \t>]*){3,}\d"
    ),
    "dashes below a line make a heading (4.3), no table of one column": re.compile(
        r"\|[^\n]*\n[ >\t]*-+[ \t]*(?:\n|$)"
    ),
    "the second reader calls no place by its label before a bracket that ends a text (6.3)": (
        re.compile(r"\]\([ \t]*(?:\n|$)")
    ),
    "the second reader shows no picture by its label before a bracket (6.3, 6.4)": re.compile(
        r"!\[[^\]\n]*\]\((?!(?:[^\s<()]*|<[^<>\n]*>)(?:[ \t]+'[^'\n]*')?\))"
    ),
    "words in two pairs of brackets are a link to a chapter, which says its title": re.compile(
        r"\[\[[^\[\]\n]+\]\]"
    ),
    "the second reader knows no tasks": re.compile(r"(?:[-+*]|\d[.)])[ \t]+\[[ \txX]\]"),
    "the second reader counts tabs otherwise behind and below a quotation": re.compile(
        r"^[-+*\d.) \t]*>[^\n]*\t|^[-+*\d.) \t]*>[^\n]*\n[^\n]*\t", re.MULTILINE
    ),
    "the second reader takes code below a quotation in a quotation (5.1, laziness)": re.compile(
        r">[ ]*>[^\n]*\n {4}"
    ),
    "the second reader takes a > indented by four for a quotation, once there was one": re.compile(
        r">(?:.|\n)*\n[ ]*(?: {4}|\t)[ \t]*>"
    ),
    "the second reader takes what is indented by four below an item for code (5.2, laziness)": (
        re.compile(
            r"^[ ]*(?:[-+*]|\d[.)]|>)(?:.|\n)*\n[ ]*(?: {4}|\t)[ \t]*(?:[-+*#>|<`~=]|\d[.)])",
            re.MULTILINE,
        )
    ),
    "the second reader makes no table's head of a line that is indented by four": re.compile(
        r"\n[ >]*(?: {4}|\t)[^\n]*\|[^\n]*\n[ >]{0,3}[:|-]"
    ),
    "the second reader makes no table's head of a line that is lazy (5.1); GitHub's does": (
        re.compile(r"^([ >\t]*)[^ >\t\n][^\n]*\|[^\n]*\n\1[ >\t]+[:|-]", re.MULTILINE)
    ),
    "the second reader makes a table's head of a heading, an item, a tag, a fence": re.compile(
        r"^[ >]*(?:#{1,6}[ \t]|[-+*][ \t]|\d[.)][ \t]|[>`~<])[^\n]*\|[^\n]*\n {0,3}[:|-]",
        re.MULTILINE,
    ),
}
"""Where the words themselves are others; such texts are not generated."""

ANOTHER_STRUCTURE = {
    "bullets right below a number are points of that number": re.compile(
        r"^[ >\t]*(?:[-+*][ \t]+)*\d[.)].*\n(?:.+\n)*?[ >\t]*(?:>[ ]?)*[-+*](?:[ \t]|$)",
        re.MULTILINE,
    ),
    "two columns are enough to go on with a numbered item": re.compile(
        r"^[ >\t]*(?:[-+*>][ \t]*)*\d[.)](?:.*\n)+?[> \t]*(?: {2}|\t)", re.MULTILINE
    ),
}
"""Where ours reads the structure of a text otherwise; docs/writing-chapters.md has the reasons.
Letters are compared there as well, numbers and signs are not; nor is what would be code, a tag or
a link for one of the two."""

CODE_TAGS_LINKS = re.compile(r"[<`\\&]|~~~|\]\(|\]: |^[> ]*(?: {4}|\t)", re.MULTILINE)


class _Seen(HTMLParser):
    """What a reader sees of a piece of HTML."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.text: list[str] = []
        self.numbers: list[int] = []
        self.lists: list[int] = []

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


def generate_document(random: Random) -> str:
    """Make a document of one to nine lines, most of them short."""
    starts, pieces = random.choice(VOCABULARIES)
    return "\n".join(
        "".join(random.choices(starts, k=random.choice((0, 1, 1, 2))))
        + "".join(random.choices(pieces, k=random.choice((0, 1, 1, 2, 3, 4, 5, 7))))
        for _ in range(random.choice((1, 1, 2, 2, 2, 3, 3, 4, 6, 9)))
    )


def _letters(text: str) -> str:
    return re.sub(r"[\W\d_]", "", text)


def _has_another_structure(text: str) -> bool:
    return any(pattern.search(text) for pattern in ANOTHER_STRUCTURE.values())


def difference(text: str) -> str:
    """Tell what the two readers see differently in a text; "" when it is nothing."""
    try:
        found = seen(our_html(text))
    except NestingError:
        return ""
    expected = seen(SECOND.render(text))
    if _has_another_structure(text):
        is_alike = _letters(found[0]) == _letters(expected[0])
    else:
        is_alike = found == expected
    return "" if is_alike else f"ours: {found}\ntheirs: {expected}"


def failure(text: str) -> str:
    """Tell what is wrong with a text: another reading, or an exception; "" when nothing is."""
    try:
        return difference(text)
    except Exception as error:  # noqa: BLE001 - each is a finding, and the next text is read
        return repr(error)


def shortest(text: str) -> str:
    """Leave out of a failing text whatever it fails without."""
    length = len(text)
    while length:
        for start in range(0, len(text), length):
            shorter = text[:start] + text[start + length :]
            if failure(shorter) and _is_comparable(shorter):
                text = shorter
                break
        else:
            length //= 2
    return text


def _is_comparable(text: str) -> bool:
    if any(pattern.search(text) for pattern in ANOTHER_READING.values()):
        return False
    return not (_has_another_structure(text) and CODE_TAGS_LINKS.search(text))


def generate(seed: int) -> Iterator[str]:
    """Generate comparable documents without end; the same for a seed."""
    random = Random(seed)  # noqa: S311 - no secret
    while True:
        text = generate_document(random)
        if _is_comparable(text):
            yield text


def main() -> int:
    """Read as many documents as the command line says."""
    arguments = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    arguments.add_argument("documents", type=int)
    arguments.add_argument("--seed", type=int, default=0)
    given = arguments.parse_args()
    failed, slowest = 0, (0.0, "")
    for number, text in zip(count(1), generate(given.seed)):
        start = time.process_time()
        wrong = failure(text)
        slowest = max(slowest, (time.process_time() - start, text))
        if not wrong and number % 20 == 0:
            try:
                parse(text)
            except ManuscriptError:
                pass
            except Exception as error:  # noqa: BLE001 - as above
                wrong = repr(error)
        if wrong:
            failed += 1
            short = shortest(text)
            print(f"{number}: {text!r}\n{short!r}\n{failure(short) or wrong}\n", flush=True)
        if number % 10_000 == 0 or number == given.documents:
            print(f"{number:,} read, {failed} failed; the slowest took "
                  f"{slowest[0] * 1000:.0f} ms: {slowest[1]!r}", flush=True)  # fmt: skip
        if number == given.documents:
            return 1 if failed else 0
    return 0


if __name__ == "__main__":
    sys.exit(main())
