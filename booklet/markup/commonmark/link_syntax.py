"""Labels, destinations and titles of links, definitions (CommonMark 4.7, 6.3), and wiki links."""

from __future__ import annotations

import re
from dataclasses import dataclass
from html.entities import html5
from string import punctuation
from typing import TypeAlias
from xml.etree.ElementTree import Element

from booklet.markup.identifiers import slugify

Target: TypeAlias = tuple[str, str | None]
"""Where a link leads, and its title."""

References: TypeAlias = dict[str, Target]
"""Targets by normalised label."""

_ESCAPABLE = r"!\"#$%&'()*+,\-./:;<=>?@\[\\\]^_`{|}~"
_ESCAPE_OR_ENTITY = re.compile(
    rf"\\([{_ESCAPABLE}])|&(?:#[0-9]{{1,7}}|#[xX][0-9a-fA-F]{{1,6}}|[a-zA-Z][a-zA-Z0-9]{{1,31}});"
)
_LABEL = re.compile(r"\[((?:[^\\\[\]]|\\.){1,1000})\]", re.DOTALL)
_POINTED = re.compile(r"<((?:[^<>\n\\]|\\.)*)>")
_TITLE = re.compile(r"\"((?:[^\"\\]|\\.)*)\"|'((?:[^'\\]|\\.)*)'|\(((?:[^()\\]|\\.)*)\)", re.DOTALL)
_SPACE = re.compile(r"[ \t]*\n?[ \t]*")
_BLANKS = re.compile(r"[ \t]*")
_LINE_END = re.compile(r"[ \t]*(?:\n|$)")
_FILE = re.compile(
    r"[ \t]*(?P<name>(?:[^()<>\"\n]|\([^()<>\"\n]*\)){1,300}\.\w{2,8}(?:#[\w-]+)?)"
    r"(?:[ \t]+(?:\"(?P<straight>[^\"\n]*)\"|[“„](?P<curly>[^“”„\"\n]*)[”“]))?[ \t]*\)"
)
_DESTINATION = re.compile(rf"\\[{_ESCAPABLE}]|[()\x00-\x20\x7f]")
_MOST_BRACKETS = 32
LONGEST_LABEL = 999
ESCAPABLE_CHARACTERS = frozenset(punctuation)


def normalise(label: str) -> str:
    """Make labels comparable: without case, white space made single."""
    return " ".join(label.split()).casefold().upper()


def decode_entity(entity: str) -> str:
    """Give the character that an entity or a number stands for (2.5); an unknown one as typed."""
    if entity[1] == "#":
        number = int(entity[3:-1], 16) if entity[2] in "xX" else int(entity[2:-1])
        is_character = 0 < number < 0x110000 and not 0xD800 <= number < 0xE000  # noqa: PLR2004 - Unicode, without surrogates
        return chr(number) if is_character else "\ufffd"
    return html5.get(entity[1:], entity)


def plain(text: str) -> str:
    """Resolve backslash escapes and entities."""
    if "\\" not in text and "&" not in text:
        return text
    return _ESCAPE_OR_ENTITY.sub(lambda one: one[1] or decode_entity(one[0]), text)


def read_label(text: str, position: int) -> tuple[str, int] | None:
    """Read `[label]`; gives the label and the position after it."""
    match = _LABEL.match(text, position)
    if match is None or not match[1].strip():
        return None
    return match[1], match.end()


def read_destination(text: str, position: int) -> tuple[str, int] | None:
    """Read a link's destination, pointed brackets or not."""
    if text.startswith("<", position):
        match = _POINTED.match(text, position)
        return (plain(match[1]), match.end()) if match else None
    depth, start = 0, position
    for match in _DESTINATION.finditer(text, position):
        position = match.start()
        if match[0] == "(":
            depth += 1
            if depth > _MOST_BRACKETS:
                return None
        elif match[0] == ")" and depth:
            depth -= 1
        elif match[0][0] != "\\":
            break
    else:
        position = len(text)
    if depth:
        return None
    return plain(text[start:position]), position


def read_title(text: str, position: int) -> tuple[str, int] | None:
    """Read a title in quotation marks or brackets."""
    match = _TITLE.match(text, position)
    if match is None or "\n\n" in match[0]:
        return None
    return plain(match[1] or match[2] or match[3] or ""), match.end()


def skip_space(text: str, position: int) -> int:
    """Go past blanks with at most one line end among them."""
    match = _SPACE.match(text, position)
    return match.end() if match else position


def read_target(text: str, position: int) -> tuple[Target, int] | None:
    """Read what follows the text of an inline link: `(destination "title")`.

    A file's name may have spaces in it, and the quotation marks may be a word processor's.
    """
    start = skip_space(text, position + 1)
    destination = read_destination(text, start)
    if destination is not None:
        address, end = destination
        title = None
        after = skip_space(text, end)
        if after > end and (found := read_title(text, after)) is not None:
            title, after = found
            after = skip_space(text, after)
        if text.startswith(")", after):
            return (address, title), after + 1
    file = _FILE.match(text, position + 1)
    return ((plain(file["name"]), file["straight"] or file["curly"]), file.end()) if file else None


def extract_definitions(text: str) -> tuple[str, list[tuple[str, Target]]]:
    """Take definitions off the start of a paragraph; gives the rest, and what they define."""
    found = []
    position = 0
    while text.startswith("[", position):
        definition = _read_definition(text, position)
        if definition is None:
            break
        label, target, position = definition
        found.append((normalise(label), target))
    return text[position:], found


def _read_definition(text: str, position: int) -> tuple[str, Target, int] | None:
    label = read_label(text, position)
    if label is None or not text.startswith(":", label[1]):
        return None
    start = skip_space(text, label[1] + 1)
    destination = read_destination(text, start)
    if destination is None or destination[1] == start:
        return None
    address, position = destination
    is_capital = label[0][:1].isupper() or address[:1].isupper()
    if is_capital and _PLAIN_WORD.fullmatch(text, start, position):
        return None
    end = _LINE_END.match(text, position)
    after = skip_space(text, position)
    title = read_title(text, after) if after > position else None
    if title is not None:
        title_end = _LINE_END.match(text, title[1])
        if title_end is not None:
            return label[0], (address, title[0]), title_end.end()
    return (label[0], (address, None), end.end()) if end else None


_PLAIN_WORD = re.compile(r"[^\W\d_]+[.,;!?]?")
"""With a capital somewhere it is no address: `[Answer]: Yes` is text; CommonMark leaves it out."""

_WIKI_LINK = re.compile(
    r"(!?)\[\[([^\[\]|\n#]*)(#[^\[\]|\n]*)?(?:\\?\|([^\[\]\n]*))?\]\](?![(\[:])"
)
_PICTURE_SUFFIX = re.compile(r"\.(?:png|jpe?g|gif|svg|webp|avif|bmp|tiff?)$", re.IGNORECASE)
_SUFFIX = re.compile(r"\.\w{2,8}$")
_WIDTH = re.compile(r"\d+(?:x\d+)?")


@dataclass(frozen=True, slots=True)
class WikiLink:
    """A link or a picture as note-taking programs write them: `[[chapter#heading|words]]`.

    Attributes:
        item: a link without words, or a picture.
        name: of the file it means, as written.
        words: that a link shows; "" for the name of where it leads.
        end: the position after it.
    """

    item: Element
    name: str
    words: str
    end: int


def read_wiki_link(text: str, position: int) -> WikiLink | None:
    """Read `[[02-two]]`, `[[02-two#heading|see]]` or `![[plan.png|300]]`; None when it is none."""
    match = _WIKI_LINK.match(text, position)
    if match is None or not (match[2].strip() or match[3]):
        return None
    name, heading, words = match[2].strip(), (match[3] or "").lstrip("#"), (match[4] or "").strip()
    if _PICTURE_SUFFIX.search(name):
        is_width = _WIDTH.fullmatch(words) is not None
        width = {"width": words.partition("x")[0]} if is_width else {}
        picture = Element("img", {"src": name, "alt": "" if is_width else words, **width})
        return WikiLink(picture, name, words, match.end())
    file = f"{name}.md" if name and not _SUFFIX.search(name) else name
    link = Element("a", href=file + (f"#{slugify(heading)}" if heading else ""))
    return WikiLink(link, name, words, match.end())
