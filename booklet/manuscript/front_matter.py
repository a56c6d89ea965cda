"""Find the block of metadata at the top of a chapter, and read it as YAML, TOML or JSON.

The usual block stands between two lines of three hyphens. Editors and other programs write other
lines (`+++`, `—`, `----`), or none; such a block is taken for metadata only when its names are
those that a chapter may use, so that text between two rules stays text.
"""

from __future__ import annotations

import json
import re
import tomllib
from dataclasses import dataclass
from typing import TYPE_CHECKING

from booklet.common.spelling import nearest
from booklet.config.toml_lines import toml_lines
from booklet.manuscript.safe_yaml import Block, UnreadableError, read_block
from booklet.manuscript.yaml_corrections import BLANKS, KEYS, NAME, as_usual_yaml

if TYPE_CHECKING:
    from booklet.manuscript.safe_yaml import Key, Value

_OF_OTHER_PROGRAMS = frozenset(
    {"aliases", "categories", "category", "cover", "cssclass", "cssclasses", "created", "id"}
    | {"image", "keywords", "lang", "layout", "modified", "output", "permalink", "published"}
    | {"slug", "status", "summary", "description", "abstract", "template", "type", "updated"}
    | {"uuid", "weight"}
)
"""Names that Jekyll, Hugo, Obsidian and Pandoc use; they too show that a block is metadata."""

_DASHES = "-+*_=\u2010-\u2015\u2212"
_FENCE = re.compile(
    rf"(?:{BLANKS})*([{_DASHES}]{{3,}}|[\u2014\u2015]{{1,2}})(?:yaml|toml|json)?(?:{BLANKS})*"
)
_END = re.compile(rf"{_FENCE.pattern}|\.\.\.(?:{BLANKS})*")
_HYPHENS = re.compile(rf"---(?:{BLANKS})*")
_OBJECT = re.compile(rf'\s*\{{\s*("[\w-]+"\s*:[^{{}}]*)?"({"|".join(KEYS)})"\s*:')
_MEANT = 0.7
"""How near a name comes to one of ours for a block between hyphens to be metadata."""

_LOOKED_AT = 100
"""Lines of a block that are looked at; two rules may stand far apart in a long chapter."""


@dataclass(frozen=True, slots=True)
class FrontMatter:
    """A block of metadata, found.

    Attributes:
        text: what stands between its first and last line.
        first_line: the line of the file that `text` begins on, from 1.
        end: where in the file the text of the chapter begins, in characters.
        is_opened: whether a line stands above it that opens it.
        is_closed: whether a line stands below it that closes it; without one, it has no end.
    """

    text: str
    first_line: int
    end: int
    is_opened: bool = True
    is_closed: bool = True


def find_front_matter(text: str) -> FrontMatter | None:
    """Find the block at the top of a chapter; None when it begins with its text."""
    lines = text.split("\n")
    first = next((n for n, line in enumerate(lines) if not _is_blank(line)), None)
    if first is None:
        return None
    if lines[first].lstrip().startswith("{"):
        return _json_block(text, lines, first)
    if not _FENCE.fullmatch(lines[first]):
        return _unopened(text, lines, first)
    return _opened(text, lines, first)


def looks_like_front_matter(text: str) -> bool:
    """Tell whether a text begins with what is no metadata and stands where metadata do.

    Each of them has a colon, and no blank line stands among them: between two rules, the last of
    several lines would be a heading (CommonMark 0.31, 4.3).
    """
    lines = text.split("\n")
    if not _HYPHENS.fullmatch(lines[0]):
        return False
    inside = next((n for n, line in enumerate(lines[1:], 1) if _END.fullmatch(line)), 0)
    return inside > 1 and all(":" in line for line in lines[1:inside])


def _opened(text: str, lines: list[str], first: int) -> FrontMatter | None:
    """Find a block below a line that opens it."""
    rest = range(first + 1, len(lines))
    begins = next((n for n in rest if not _is_blank(lines[n])), len(lines))
    closed_at = next((n for n in rest[begins - first - 1 :] if _END.fullmatch(lines[n])), None)
    inside = lines[begins:closed_at]
    if inside and inside[0].lstrip().startswith("{"):
        is_meant = _OBJECT.match("\n".join(inside)) is not None
    elif first > 0 or not _HYPHENS.fullmatch(lines[0]):
        is_meant = _all_ours(inside[:1])
    elif begins > first + 1:
        is_meant = _all_ours(inside, exactly=True)
    else:
        is_meant = any(map(_is_meant, inside[: 1 if closed_at is None else _LOOKED_AT]))
    if not is_meant:
        return None
    if closed_at is None:
        return FrontMatter("", first + 1, 0, is_closed=False)
    return _between(text, lines, first + 1, closed_at)


def _between(text: str, lines: list[str], start: int, closed_at: int) -> FrontMatter:
    """Cut out the lines from `start` up to the one that closes the block."""
    inside = "".join(f"{line}\n" for line in lines[start:closed_at])
    return FrontMatter(inside, start + 1, _offset(text, lines, closed_at + 1))


def _unopened(text: str, lines: list[str], first: int) -> FrontMatter | None:
    """Find a block without a line above it: lines that all begin with names of ours."""
    if not _all_ours(lines[first : first + 1], exactly=True):
        return None
    end = next((n for n in range(first, len(lines)) if _is_blank(lines[n])), len(lines))
    closed_at = next((n for n in range(first, end) if _END.fullmatch(lines[n])), None)
    inside = lines[first : end if closed_at is None else closed_at]
    if not _all_ours(inside, exactly=True):
        return None
    found = _between(text, lines, first, end if closed_at is None else closed_at)
    return FrontMatter(found.text, found.first_line, found.end, is_opened=False)


def _json_block(text: str, lines: list[str], first: int) -> FrontMatter | None:
    """Find an object of JSON that has a name of ours; its own brackets are its fences."""
    start = _offset(text, lines, first)
    if not _OBJECT.match(text, start):
        return None
    try:
        end = start + json.JSONDecoder().raw_decode(text[start:].lstrip())[1]
        end += len(text[start:]) - len(text[start:].lstrip())
    except (json.JSONDecodeError, RecursionError):
        closing = re.compile(r"^[ \t]*\}[ \t]*$", re.MULTILINE).search(text, start)
        end = closing.end() if closing else len(text)
    if text[end : end + 1] == "\n":
        end += 1
    return FrontMatter(text[start:end], first + 1, end)


def _offset(text: str, lines: list[str], number: int) -> int:
    return min(len(text), sum(len(line) + 1 for line in lines[:number]))


def _is_blank(line: str) -> bool:
    return re.fullmatch(f"(?:{BLANKS})*", line) is not None


def _is_meant(line: str) -> bool:
    """Tell whether a line looks like one of metadata, such as `titel: Trust`."""
    match = NAME.match(line)
    if match is None:
        return False
    is_ours = match[1].lower() in KEYS
    is_set_off = is_ours or not match[3].strip()
    is_near = match[1].lower() in _OF_OTHER_PROGRAMS or nearest(match[1], KEYS, least=_MEANT) != ""
    return is_set_off and (is_ours or is_near)


def _all_ours(lines: list[str], *, exactly: bool = False) -> bool:
    """Tell whether every line is blank, continues another, or begins with one of our names.

    Args:
        lines: of the block.
        exactly: whether capitals count, as they do where the block does not begin as usual.
    """
    for line in lines:
        match = NAME.match(line)
        name = match[1] if match else ""
        goes_on = line[:1].isspace() or line.startswith(("-", "#", "]", "}"))
        if not goes_on and not _is_blank(line) and (name if exactly else name.lower()) not in KEYS:
            return False
    return bool(lines) and NAME.match(lines[0]) is not None


def read_front_matter(text: str) -> Block | None:
    """Read what stands in the block; None when it is a list, say, or a sentence.

    Raises:
        UnreadableError: when it cannot be read.
    """
    first = next((line for line in text.split("\n") if line.strip() and line[0] != "#"), "")
    if first.lstrip().startswith("{"):
        return _read_json(text)
    match = NAME.match(first)
    if (match and match[2] == "=") or re.match(r"\[\[?[\w.-]+\]", first):
        return _read_toml(text)
    return read_block(as_usual_yaml(text))


def _read_toml(text: str) -> Block:
    try:
        values = tomllib.loads(text)
    except (tomllib.TOMLDecodeError, RecursionError) as error:
        place = re.search(r"line (\d+), column (\d+)", str(error))
        line, column = (int(place[1]), int(place[2])) if place else (text.count("\n") or 1, 1)
        raise UnreadableError("TOML that is not written right", line - 1, column - 1) from error
    lines: dict[Key, int] = {key: line - 1 for key, line in toml_lines(text).items()}
    return Block({name: _as_words(value) for name, value in values.items()}, lines)


def _read_json(text: str) -> Block:
    try:
        values = json.loads(text)
    except json.JSONDecodeError as error:
        problem = f"JSON that is not written right ({error.msg.lower()})"
        raise UnreadableError(problem, error.lineno - 1, error.colno - 1) from error
    except RecursionError as error:
        raise UnreadableError("lists in lists without end") from error
    found = ((name, re.search(rf'"{re.escape(name)}"\s*:', text)) for name in values)
    lines: dict[Key, int] = {
        (name,): text.count("\n", 0, match.start()) if match else 0 for name, match in found
    }
    return Block({name: _as_words(value) for name, value in values.items()}, lines)


def _as_words(value: object) -> Value:
    """Write a value of TOML or JSON as YAML's reader gives it: words, lists, mappings."""
    if isinstance(value, dict):
        return {str(name): _as_words(one) for name, one in value.items()}
    if isinstance(value, list):
        return [_as_words(one) for one in value]
    if value is None:
        return ""
    return str(value).lower() if isinstance(value, bool) else str(value)
