"""Trace one chapter's way through the program, and count how often its text is handed over.

    python -m benchmarks.trace_chapter

A book is built that holds a word which stands nowhere else, once as its only chapter and once among
twenty others, and every call of a function of `booklet/` is looked at while that happens.

A *hand-over* is a call with an argument, or a variable of an enclosing function, from which the
word can be reached: a text or bytes, a tree of elements, a container, a field of one of our own
objects. Objects of other packages are not looked into: what WeasyPrint makes of a text are boxes,
what Jinja makes of it is a string again. A property counts as the field it looks like.

The *way* is the files that are handed the text by another package, in order. A package is a folder
of `booklet/`; how it works inside, such as the passes of `markup/` over the tree it has made, is
its own affair, and `--verbose` shows it. `common/` is the library that all packages use, and no
station. A file that a package asks several times, as `markup/` asks the components whether they
know an element, is one station of the way. A *return* is a file that gets the text again from
another package than the one that handed it over first: then a later stage goes back for what an
earlier one did.

What is followed is the text, not facts about it: titles, ids and page numbers travel freely. On the
way to a PDF it is followed until WeasyPrint takes it, in `weasy/render.py`: from there on it is
boxes and glyphs, of which there are as many as the chapter has. On the way to an e-book it is
followed until the archive is written, in `finished_files.py`, which reads the finished file again
to see what is in it, whoever made it.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from collections import Counter, deque
from dataclasses import dataclass
from functools import cache
from inspect import CO_GENERATOR, CO_VARARGS, CO_VARKEYWORDS
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING, ParamSpec, TypeVar
from unittest import mock
from xml.etree.ElementTree import Element

import booklet
from booklet import finished_files
from booklet.common import memoize
from booklet.pipelines.book import build_epub, build_pdf
from booklet.weasy import render

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping
    from types import FrameType

_Arguments = ParamSpec("_Arguments")
_Result = TypeVar("_Result")

WORD = "xylophonist"
NEIGHBOURS = 20

_PACKAGE = Path(booklet.__file__).parent
_LONG = 200
"""Characters or bytes from which on it pays to remember whether a text holds the word."""

_CHAPTER = f"""---
title: The marked one
---

The {WORD} rehearses before the bell. See [the second rule](#rule-2).

## Rules

1. **Begin** – somewhere.
2. **Go on** – elsewhere.

> [!reflect|lines-3]
> What would you play?
"""
_NEIGHBOUR = "# Neighbour {number}\n\nSome words[^1] of number {number}.\n\n[^1]: A note.\n"

_MEMO = "common/memoize.py"
"""Holds all that any chapter has been given; what it calls is looked at."""

BUILDS: Mapping[str, Callable[[Path], object]] = {
    "pdf": lambda project: build_pdf(project, project / "out"),
    "epub": lambda project: build_epub(project, project / "out", page_list=False),
}
"""What is traced. The e-book has no page list: for that, pages are set as they are for the PDF."""


@dataclass(frozen=True, slots=True)
class HandOver:
    """A call that was handed the word.

    Attributes:
        caller: the file that the call came from, through other packages and `common/` or not; ""
            for this one.
        file: the file of the function, such as `print/pages.py`.
        function: its qualified name.
    """

    caller: str
    file: str
    function: str

    @property
    def is_between_packages(self) -> bool:
        """Whether the text has come from another package, and to one that is a station."""
        return _package(self.file) not in {_package(self.caller), "common"}


@dataclass(frozen=True, slots=True)
class Trace:
    """All hand-overs of one build, in order."""

    hand_overs: tuple[HandOver, ...]

    @property
    def way(self) -> tuple[str, ...]:
        """The files that the text comes to, in order; one that it comes back to is there again."""
        way: list[str] = []
        brought_by: dict[str, str] = {}
        for one in self.hand_overs:
            if one.is_between_packages:
                package = brought_by.get(one.file)
                brought_by[one.file] = _package(one.caller)
                if package != _package(one.caller):
                    way.append(one.file)
        return tuple(way)

    @property
    def returns(self) -> int:
        """How often the text comes back to a file, from another package than before."""
        return len(self.way) - len(set(self.way))

    def count(self, file: str, *functions: str) -> int:
        """Count the hand-overs to some functions of a file."""
        return sum(one.file == file and one.function in functions for one in self.hand_overs)


def trace(build: Callable[[Path], object], neighbours: int) -> Trace:
    """Build a book and follow the marked chapter.

    Args:
        build: builds the project in a folder, without a cache.
        neighbours: how many other chapters the book has, half of them before the marked one.
    """
    with tempfile.TemporaryDirectory() as folder:
        project = Path(folder)
        (project / "chapters").mkdir()
        (project / "chapters" / "50-marked.md").write_text(_CHAPTER, "utf-8")
        for number in range(neighbours):
            place = 10 + number if number < neighbours // 2 else 60 + number
            text = _NEIGHBOUR.format(number=number)
            (project / "chapters" / f"{place}-neighbour-{number}.md").write_text(text, "utf-8")
        for _ in range(memoize.ROUNDS + 1):
            memoize.forget_unused()  # what an earlier build has left
        tracer = _Tracer()
        with (
            mock.patch.object(render, "render_pages", tracer.unfollowed(render.render_pages)),
            mock.patch.object(
                finished_files, "write_epub", tracer.unfollowed(finished_files.write_epub)
            ),
        ):
            sys.setprofile(tracer.look)
            try:
                build(project)
            finally:
                sys.setprofile(None)
    return Trace(tuple(tracer.hand_overs))


class _Tracer:
    """Looks at every call while a book is built."""

    def __init__(self) -> None:
        self.hand_overs: list[HandOver] = []
        self._resumed: set[FrameType] = set()
        self._texts: dict[int, tuple[object, bool]] = {}
        self._frozen: dict[int, tuple[object, bool]] = {}

    def look(self, frame: FrameType, event: str, _argument: object) -> None:
        """Note a call down if it is handed the word; a profile function of `sys.setprofile`."""
        if event != "call":
            return
        file = _file_of(frame.f_code.co_filename)
        if not file or file == _MEMO or frame.f_code.co_name.startswith("<"):
            return
        if frame in self._resumed or _is_property(frame):
            return
        if frame.f_code.co_flags & CO_GENERATOR:
            self._resumed.add(frame)  # it is entered again for each value it yields
        if any(self._holds(value, set()) for value in _values(frame)):
            self.hand_overs.append(HandOver(_caller_of(frame), file, frame.f_code.co_qualname))

    def unfollowed(self, function: Callable[_Arguments, _Result]) -> Callable[_Arguments, _Result]:
        """Let a function be called as ever, but note down only that it is; the rest is not ours."""

        def look_once(frame: FrameType, event: str, argument: object) -> None:
            if event == "call":
                self.look(frame, event, argument)
                sys.setprofile(None)

        def call(*arguments: _Arguments.args, **named: _Arguments.kwargs) -> _Result:
            sys.setprofile(look_once)
            try:
                return function(*arguments, **named)
            finally:
                sys.setprofile(self.look)

        return call

    def _holds(self, value: object, seen: set[int]) -> bool:
        """Tell whether the word can be reached from a value."""
        if isinstance(value, str | bytes):
            return self._says(value)
        if value is None or isinstance(value, int | float | type) or id(value) in seen:
            return False
        seen.add(id(value))
        if id(value) in self._frozen:
            return self._frozen[id(value)][1]
        holds = any(self._holds(part, seen) for part in _parts(value))
        if getattr(getattr(type(value), "__dataclass_params__", None), "frozen", False):
            self._frozen[id(value)] = value, holds  # what is set once is looked into once
        return holds

    def _says(self, text: str | bytes) -> bool:
        if len(text) < _LONG:
            return WORD in text if isinstance(text, str) else WORD.encode() in text
        known = self._texts.get(id(text))
        if known is None:  # the text is kept, so that no other gets its id
            says = WORD in text if isinstance(text, str) else WORD.encode() in text
            known = self._texts[id(text)] = (text, says)
        return known[1]


def _parts(value: object) -> Iterator[object]:
    """Give what a value consists of, one level deep."""
    if isinstance(value, Element):
        yield value.text
        yield value.tail
        yield from value.attrib.values()
        yield from value
    elif isinstance(value, dict | MappingProxyType):
        for key, one in list(value.items()):
            yield key
            yield one
    elif isinstance(value, list | tuple | set | frozenset | deque):
        yield from list(value)
    elif type(value).__module__.partition(".")[0] == "booklet":
        yield from list(getattr(value, "__dict__", {}).values())
        for kind in type(value).__mro__:
            for name in getattr(kind, "__slots__", ()):
                yield getattr(value, name, None)


def _values(frame: FrameType) -> Iterator[object]:
    """Give the arguments of a call that begins, and the variables around its function."""
    code = frame.f_code
    count = code.co_argcount + code.co_kwonlyargcount
    count += bool(code.co_flags & CO_VARARGS) + bool(code.co_flags & CO_VARKEYWORDS)
    values = frame.f_locals
    names = (*code.co_varnames[:count], *code.co_freevars)
    return (values[name] for name in names if name in values)


def _is_property(frame: FrameType) -> bool:
    names = frame.f_code.co_varnames[: frame.f_code.co_argcount]
    owner = frame.f_locals.get(names[0]) if names else None
    return isinstance(getattr(type(owner), frame.f_code.co_name, None), property)


@cache
def _file_of(path: str) -> str:
    """Name a file of `booklet/`; "" for any other."""
    inside = Path(path).is_relative_to(_PACKAGE)
    return Path(path).relative_to(_PACKAGE).as_posix() if inside else ""


def _caller_of(frame: FrameType) -> str:
    caller = frame.f_back
    while caller is not None:
        file = _file_of(caller.f_code.co_filename)
        if file and _package(file) != "common":
            return file
        caller = caller.f_back
    return ""


def _package(file: str) -> str:
    return file.partition("/")[0]


def main() -> None:
    """Trace both media and say what was found."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition(".")[0])
    parser.add_argument("--verbose", action="store_true", help="list every hand-over")
    verbose = parser.parse_args().verbose
    for name, build in BUILDS.items():
        alone, among = trace(build, 0), trace(build, NEIGHBOURS)
        print(f"{name}: {len(set(alone.way))} files, {alone.returns} returns; "
              f"{len(alone.hand_overs)} hand-overs alone, "
              f"{len(among.hand_overs)} with {NEIGHBOURS} neighbours")  # fmt: skip
        for file in alone.way:
            print(f"  {file}")
        parsed = alone.count("common/xhtml.py", "parse")
        written = alone.count("common/xhtml.py", "serialise", "serialise_content")
        print(f"  read as HTML {parsed} times, written as HTML {written} times")
        if verbose:
            for hand_over in alone.hand_overs:
                print(f"    {hand_over.caller} → {hand_over.file}: {hand_over.function}")
        more = Counter(among.hand_overs) - Counter(alone.hand_overs)
        for hand_over, count in more.most_common():
            print(f"  with neighbours {count} more: {hand_over.file}: {hand_over.function}")


if __name__ == "__main__":
    main()
