"""Where a block of raw HTML begins and ends, and what is a tag at all (CommonMark 4.6, 6.6)."""

from __future__ import annotations

import re

from booklet.common.xhtml import VOID, name_set
from booklet.markup.safety import MATHML_TAGS, SVG_TAGS, TAGS, WITHOUT_CONTENT

KNOWN_TAGS = frozenset(
    name.lower()
    for name in TAGS
    | SVG_TAGS
    | MATHML_TAGS
    | WITHOUT_CONTENT
    | VOID
    | name_set(
        "acronym address applet basefont bdo big blink body button center data dialog dir "
        "fieldset font footer form frame frameset header hgroup html label legend main map marquee "
        "menu menuitem meter nav nobr noframes optgroup option output picture progress search "
        "slot strike template time tt animate foreignObject feGaussianBlur filter image switch "
        "view annotation annotation-xml none"
    )
)
"""Elements of HTML, SVG and MathML; anything else in pointed brackets is text: `<your name>`."""

ATTRIBUTE = r"""\s+[a-zA-Z_:][\w.:-]*(?:\s*=\s*(?:[^\s"'=<>`]+|'[^']*'|"[^"]*"))?"""
OPEN_TAG = rf"<(?P<open>[a-zA-Z][a-zA-Z0-9-]*)(?:{ATTRIBUTE})*\s*/?>"
CLOSING_TAG = r"</(?P<closing>[a-zA-Z][a-zA-Z0-9-]*)\s*>"
OFFICE_TAG = r"</?(?P<office>(?:o|w|v|m|x|st1):[a-zA-Z]+)(?:[^<>]*)>"
"""Word's own, such as `<o:p>`: they hold words, and are none."""

_BLOCK_NAMES = name_set(
    "address article aside base basefont blockquote body caption center col colgroup dd details "
    "dialog dir div dl dt fieldset figcaption figure footer form frame frameset h1 h2 h3 h4 h5 h6 "
    "head header hr html iframe legend li link main menu menuitem nav noframes ol optgroup option "
    "p param search section summary table tbody td tfoot th thead title tr track ul"
)
_STARTS = (
    ("1", re.compile(r"<(?:script|pre|style|textarea)(?:[\s>]|$)", re.IGNORECASE)),
    ("2", re.compile(r"<!--")),
    ("3", re.compile(r"<\?")),
    ("4", re.compile(r"<![A-Za-z]")),
    ("5", re.compile(r"<!\[CDATA\[")),
    ("6", re.compile(rf"</?(?:{'|'.join(sorted(_BLOCK_NAMES))})(?:\s|/?>|$)", re.IGNORECASE)),
)
_ENDS: dict[str, re.Pattern[str]] = {
    "1": re.compile(r"</(?:script|pre|style|textarea)>", re.IGNORECASE),
    "2": re.compile(r"-->"),
    "3": re.compile(r"\?>"),
    "4": re.compile(r">"),
    "5": re.compile(r"\]\]>"),
}
_INSTRUCTION = re.compile(r"<!--|<\?|<!\[CDATA\[|<!doctype\b|<![a-z]", re.IGNORECASE)
_CLOSINGS = {"<!--": "-->", "<?": "?>", "<![cdata[": "]]>"}
SILENT = ("<!--", "<!doctype")
"""How a comment and a document type begin, in small letters: nobody misses them."""

REMARK = "%%"
"""What a remark for oneself in several lines stands between, and the name of its kind."""

_ENDS[REMARK] = re.compile(r"%%[ \t]*$", re.MULTILINE)
REMARKS = (("<!--", "-->"), ("{>>", "<<}"), (REMARK, REMARK))
"""Between what remarks stand that nobody prints."""

_WHOLE_REMARK = re.compile(
    r"<!--(?:(?!<!--).)*?-->|\{>>(?:(?!\{>>).)*?<<\}"
    r"|(?<![\w%])%%(?:[^\W\d_][^%]*?[^\s%]|[ \t][^%]*[ \t])%%(?![\w%])",
    re.DOTALL,
)
_VALUE = re.compile(r"""\s*=\s*(?:"[^"]*"|'[^']*'|[^\s"'=<>`]+)""")
_BARE_WORD = re.compile(r"\s([A-Za-z]+)(?=[\s/>])")
_BOOLEAN = name_set(
    "allowfullscreen async autofocus autoplay checked compact controls default defer disabled "
    "download formnovalidate hidden inert ismap itemscope loop markdown multiple muted nohref "
    "nomodule noresize noshade novalidate nowrap open playsinline readonly required reversed "
    "selected"
)
"""Attributes that HTML lets stand without a value."""

_TAG_ALONE = re.compile(rf"(?:{OPEN_TAG}|{CLOSING_TAG})[ \t]*$", re.IGNORECASE)
_MARKDOWN = re.compile(
    rf"""(?=<[a-zA-Z][^<>]*\smarkdown(?:=["']?(?:1|block|span)["']?)?[\s>])({OPEN_TAG})(.*)$""",
    re.IGNORECASE,
)


def start_condition(text: str, *, in_paragraph: bool) -> str:
    """Tell the start condition that a line fulfils, "1" to "7"; "" when it is no HTML."""
    for condition, pattern in _STARTS:
        if pattern.match(text):
            return condition
    alone = None if in_paragraph else _TAG_ALONE.match(text)
    return "7" if alone and is_known(alone["open"] or alone["closing"], alone[0]) else ""


def is_known(name: str, tag: str) -> bool:
    """Tell whether a tag is one of HTML's; with words in it that say nothing there, it is text.

    `a<b and c>d` is a tag for CommonMark (6.6), and its words would be lost.
    """
    names = _VALUE.sub("=", tag)
    return name.lower() in KNOWN_TAGS and not any(
        word.lower() not in _BOOLEAN for word in _BARE_WORD.findall(names)
    )


def ends(condition: str, text: str) -> bool:
    """Tell whether a line fulfils the end condition; "6" and "7" end at a blank line."""
    pattern = _ENDS.get(condition)
    return pattern is not None and pattern.search(text) is not None


def remark_at(text: str, position: int) -> re.Match[str] | None:
    """Match a whole remark at a position of a text, over any number of lines."""
    return _WHOLE_REMARK.match(text, position)


def ends_a_line(text: str, position: int) -> bool:
    """Tell whether the next end of a remark in several lines is the end of a line."""
    end = text.find(REMARK, position)
    return end >= 0 and _ENDS[REMARK].match(text, end) is not None


def last_ends(text: str) -> dict[str, int]:
    """Tell the last line, from 1, that fulfils each end condition, so that nothing waits for it."""
    last: dict[str, int] = {}
    for condition, pattern in _ENDS.items():
        position = -1
        for match in pattern.finditer(text):
            position = match.start()
        last[condition] = text.count("\n", 0, position) + 1 if position >= 0 else 0
    return last


def instructions(html: str) -> list[tuple[int, int]]:
    """Find what is neither element, comment nor document type (6.6): where each begins and ends."""
    found, position, unclosed = [], 0, set()
    for match in _INSTRUCTION.finditer(html):
        opening, start = match[0].lower(), match.start()
        closing = _CLOSINGS.get(opening, ">")
        if start < position or closing in unclosed:
            continue
        end = html.find(closing, start + 2)
        if end < 0:
            unclosed.add(closing)
            continue
        position = end + len(closing)
        if opening not in SILENT:
            found.append((start, position))
    return found


def with_markdown_inside(text: str) -> tuple[str, str] | None:
    """Part an opening tag with `markdown="1"` from what follows it in its line."""
    match = _MARKDOWN.match(text)
    return (match[1], match[match.lastindex or 0]) if match else None
