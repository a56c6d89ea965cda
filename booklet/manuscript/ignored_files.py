"""Files beside the chapters that are none: each is named, with what to do about it.

An author who saved a chapter in a word processor, or whose file service made a copy, must not find
out from the printed booklet. Pictures and what systems hide are passed over without a word.
"""

from __future__ import annotations

from dataclasses import dataclass
from filecmp import cmp
from itertools import chain
from pathlib import PurePosixPath
from typing import TYPE_CHECKING, TypeAlias

from booklet.common.errors import Finding, Place, Severity
from booklet.common.file_copies import are_alike, find_copy_names
from booklet.common.files import readable_name

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from pathlib import Path

SUFFIXES = frozenset({".md", ".markdown"})
"""What chapters' names end in."""

_TEXT = frozenset({"", ".adoc", ".mdown", ".mdx", ".mkd", ".mkdn", ".org", ".rst", ".text", ".txt"})
_WORD_PROCESSOR = frozenset(
    {".abw", ".doc", ".docm", ".docx", ".dotx", ".fodt", ".gdoc", ".htm", ".html", ".odt", ".pages"}
    | {".pdf", ".pptx", ".rtf", ".tex", ".wpd", ".wps", ".xhtml", ".key", ".odp", ".ppt", ".epub"}
)
_SHOWN_OR_HIDDEN = frozenset(
    {".avif", ".bmp", ".css", ".db", ".eps", ".gif", ".heic", ".ini", ".jpeg", ".jpg", ".lnk"}
    | {".mp3", ".mp4", ".png", ".svg", ".svgz", ".tif", ".tiff", ".toml", ".url", ".webp"}
)
"""Pictures and more that may well lie beside chapters; of settings, `config` tells."""

_BEGIN = 'A chapter is a file whose name ends in .md. Type: python build.py new "My title"'
_RENAME = "To put it into the booklet, rename it so that it ends in .md alone"
_SAVE = (
    "To put it into the booklet, save it as plain text or Markdown, with a name that ends in .md"
)
_LARGEST_COMPARED = 1_000_000
"""Bytes of two files that are compared line by line."""


@dataclass(frozen=True, slots=True)
class Copy:
    """A copy of a chapter.

    Attributes:
        original: the chapter's name.
        state: how the copy compares with it: "is newer".
    """

    original: str
    state: str


def has_chapter_name(name: str) -> bool:
    """Tell whether a file's name is one of a chapter's."""
    path = PurePosixPath(name)
    is_left_out = name.startswith((".", "_", "~")) or path.stem.lower() == "readme"
    return path.suffix.lower() in SUFFIXES and not is_left_out


def find_copies(folder: Path, names: Sequence[str]) -> Mapping[str, Copy]:
    """Find copies of chapters among the files of a folder, by their names."""
    chapters = [name for name in names if has_chapter_name(name)]
    copies = {}
    for name, found in find_copy_names(names, chapters).items():
        state = _compare(folder / name, folder / found.original, certain=found.is_certain)
        if state:
            copies[name] = Copy(found.original, state)
    return copies


def _compare(copy: Path, original: Path, *, certain: bool) -> str:
    """Say how a copy compares with its original; "" when the texts show that it is none."""
    try:
        if not certain and not _are_alike(copy, original):
            return ""
        if copy.stat().st_size == original.stat().st_size and _same(copy, original):
            return "says the same"
        age = copy.stat().st_mtime_ns - original.stat().st_mtime_ns
    except OSError:  # a link of Emacs that leads nowhere, say
        return "cannot be read" if certain else ""
    return "is newer" if age > 0 else "is older" if age else "is as old, but says something else"


def _are_alike(copy: Path, original: Path) -> bool:
    texts = []
    for path in (copy, original):
        if not path.is_file() or path.stat().st_size > _LARGEST_COMPARED:
            return False
        texts.append(path.read_bytes().decode("utf-8", "replace"))
    return are_alike(*texts)


def _same(copy: Path, original: Path) -> bool:
    """Compare two files of the same size, neither of them a pipe or a device."""
    return copy.is_file() and original.is_file() and cmp(copy, original, shallow=False)


def report_ignored_files(
    shown: str, names: Iterable[str], inside: Iterable[str], copies: Mapping[str, Copy]
) -> tuple[Finding, ...]:
    """Name the files beside the chapters that are not in the book.

    Args:
        shown: the folder, as its author sees it.
        names: of the files in it.
        inside: paths of the files in its subfolders.
        copies: see `find_copies`.
    """
    reports = chain(_beside(names, copies), ((path, _in_a_folder(path)) for path in inside))
    return tuple(
        Finding(*said, Place(readable_name(f"{shown}/{name}"))) for name, said in reports if said
    )


_Message: TypeAlias = tuple[str, Severity, str, str]
"""Code, severity, problem and hint."""


def _beside(
    names: Iterable[str], copies: Mapping[str, Copy]
) -> Iterator[tuple[str, _Message | None]]:
    for name in names:
        copy = copies.get(name)
        if copy is not None:
            yield name, _a_copy(copy)
        elif not has_chapter_name(name):
            yield name, _no_chapter(name)


def _a_copy(copy: Copy) -> _Message:
    same = copy.state == "says the same"
    problem = f"this looks like a copy of '{copy.original}' and is left out; it {copy.state}"
    hint = (
        "Delete it."
        if same
        else f"Take over into '{copy.original}' what you want to keep of it, and delete it. If it "
        "is a chapter of its own, give it another name."
    )
    return "M116", Severity.WARNING, problem, hint


def _no_chapter(name: str) -> _Message | None:
    """Say why a file in the folder of chapters is none; None for what may well lie there."""
    path = PurePosixPath(name)
    suffix = path.suffix.lower()
    if suffix in SUFFIXES:
        return None if name.startswith("._") else _named_aside(path)  # macOS keeps icons in those
    if name.startswith(".") or suffix in _SHOWN_OR_HIDDEN:
        return None
    return _of_another_kind(path)


def _named_aside(path: PurePosixPath) -> _Message:
    is_readme = path.stem.lower() == "readme"
    why = (
        "a README tells about its folder" if is_readme else f"its name begins with '{path.name[0]}'"
    )
    return (
        "M118",
        Severity.NOTE,
        f"this file is left out: {why}",
        "If it is a chapter, give it another name.",
    )


def _of_another_kind(path: PurePosixPath) -> _Message:
    suffix = path.suffix.lower()
    kind = f"its name ends in '{path.suffix}'" if suffix else "its name does not end in .md"
    if suffix in _WORD_PROCESSOR:
        hint = f"{_SAVE}: '{_as_markdown(path)}'."
    elif suffix in _TEXT or any(inner.lower() in SUFFIXES for inner in path.suffixes):
        hint = f"{_RENAME}: '{_as_markdown(path)}'."
    else:
        hint = "If it is a chapter, save it as plain text with a name that ends in .md."
    return "M117", Severity.WARNING, f"this file is left out: {kind}", hint


def _as_markdown(path: PurePosixPath) -> str:
    stem = path.name
    while PurePosixPath(stem).suffix.lower() in SUFFIXES | _TEXT - {""} | _WORD_PROCESSOR:
        stem = PurePosixPath(stem).stem
    return f"{stem}.md"


def _in_a_folder(name: str) -> _Message | None:
    path = PurePosixPath(name)
    if has_chapter_name(path.name):
        return (
            "M119",
            Severity.WARNING,
            "this file is left out: it lies in a folder of its own",
            f"Move it up into 'chapters', or name it in booklet.toml: chapters = [\"{name}\"].",
        )
    is_written = path.suffix.lower() in (_TEXT - {""}) | _WORD_PROCESSOR - {".pdf"}
    return _of_another_kind(path) if is_written and path.name[0] not in "._" else None


def why_no_chapter(names: Sequence[str], inside: Sequence[str]) -> str:
    """Say what to do in a folder without chapters."""
    below = [name for name in inside if has_chapter_name(PurePosixPath(name).name)]
    if below:
        named = ", ".join(f'"{name}"' for name in below[:3])
        more = ", …" if len(below) > 3 else ""  # noqa: PLR2004 - three show how it is done
        return (
            f"There are some in its folders. Move them up, or name them in booklet.toml: "
            f"chapters = [{named}{more}]."
        )
    other = next((PurePosixPath(name) for name in names if _no_chapter(name)), None)
    if other is None:
        return _BEGIN
    if other.suffix.lower() in SUFFIXES:
        return f"If '{other}' is a chapter, give it another name."
    way = "Save" if other.suffix.lower() in _WORD_PROCESSOR else "Rename"
    ending = (
        "as plain text, with a name that ends in .md"
        if way == "Save"
        else f"so that it ends in .md: '{_as_markdown(other)}'"
    )
    return f"{way} '{other}' {ending}."
