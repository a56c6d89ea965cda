"""What two readers of Markdown make of a text, brought into one form so that it can be compared.

Set aside is what this project does on purpose with every text: levels of headings, typographic
marks, coloured code, figures and their captions, ids, classes, `scope`.
"""

from __future__ import annotations

import re
from html.parser import HTMLParser
from typing import TYPE_CHECKING
from urllib.parse import unquote

from markup_samples import ENGLISH

from booklet.common import xhtml
from booklet.common.xhtml import element
from booklet.markup import raw_html
from booklet.markup.commonmark.parse_context import Raw
from booklet.markup.content_model import repair
from booklet.markup.dialect import parse_markdown
from booklet.markup.safety import make_safe

if TYPE_CHECKING:
    from collections.abc import Sequence
    from xml.etree.ElementTree import Element

_BLOCKS = (
    "p|div|ul|ol|li|blockquote|h|hr|table|thead|tbody|tr|td|th|dl|dt|dd|pre|section|aside|details"
    "|summary"
)
_BETWEEN_BLOCKS = re.compile(rf"\s*(</?(?:{_BLOCKS})\b[^>]*>)\s*")
_VOID = {"br", "hr", "img", "input"}
TYPOGRAPHIC = str.maketrans(
    {
        "\u201c": '"',
        "\u201d": '"',
        "\u2018": "'",
        "\u2019": "'",
        "\u2013": "--",
        "\u2014": "---",
        "\u2026": "...",
    }
)
_COLOURED = re.compile(r'<div class="highlight">(<pre>)(.*?</pre>)</div>', re.DOTALL)
_KEPT = {"href", "src", "alt", "title", "start", "checked"}


class _Normal(HTMLParser):
    """Writes HTML again, without what is set aside."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.parts: list[str] = []
        self.code = 0
        self.captions: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {key: (value or "").translate(TYPOGRAPHIC) for key, value in attrs}
        if tag == "span" and "data-tick" in given:
            tag, given = "input", {"checked": ""} if given["data-tick"] == "on" else {}
        elif tag == "span" or given.get("class") == "highlight":
            return
        tag = "h" if re.fullmatch("h[1-6]", tag) else tag
        style = re.search(r"text-align: (\w+)", given.get("style", ""))
        align = given.get("align") or (style[1] if style else "")
        kept = {key: given[key] for key in given if key in _KEPT} | (
            {"align": align} if align else {}
        )
        for key in {"href", "src"} & set(kept):
            kept[key] = unquote(kept[key])
        self.code += tag == "pre"
        self.parts.append(f"<{tag}{''.join(f' {k}={v!r}' for k, v in sorted(kept.items()))}>")

    def handle_endtag(self, tag: str) -> None:
        if tag in _VOID or tag == "span":
            return
        tag = "h" if re.fullmatch("h[1-6]", tag) else tag
        self.code -= tag == "pre"
        self.parts.append(f"</{tag}>")

    def handle_data(self, data: str) -> None:
        data = data.translate(TYPOGRAPHIC)
        self.parts.append(data if self.code else re.sub(r"\s+", " ", data))


def normal(html: str) -> str:
    """Bring HTML into the form that is compared: safe, repaired, as a browser sees it."""
    root = element("div", {}, "\x02raw:0\x03")
    return _normal(_written(root, [Raw(html, 1)]))


def ours(markdown: str) -> str:
    """Read a text with this project's Markdown, and bring it into that form."""
    return _normal(our_html(markdown))


def our_html(markdown: str) -> str:
    """Read a text with this project's Markdown; gives what is safe and repaired."""
    parsed = parse_markdown(raw_html.without_controls(markdown), ENGLISH.quotes)
    return _written(parsed.root, parsed.stash)


def _written(root: Element, stash: Sequence[Raw]) -> str:
    raw_html.restore_raw_html(root, stash)
    make_safe(root, kept=frozenset({"data-tick"}))
    repair(root)
    return xhtml.drop_forbidden(xhtml.serialise_content(root))


def _normal(html: str) -> str:
    writer = _Normal()
    writer.feed(_COLOURED.sub(r"\1\2", html))
    writer.close()
    text = _BETWEEN_BLOCKS.sub(r"\1", "".join(writer.parts))
    return text.replace("\n</code></pre>", "</code></pre>").strip()
