"""Read a small YAML mapping that somebody else may have written: bounded, and nothing is run.

Only words, lists and mappings come out: what `no`, `1.0` or `2026-09-14` mean is for whoever knows
which name they belong to. A few lines of YAML can stand for gigabytes by naming a value once and
repeating it, so aliases are counted; nesting and length have limits too.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeAlias

import yaml

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from yaml.nodes import Node

LONGEST_BLOCK = 100_000
"""Characters in a block of metadata."""

MOST_ALIASES = 10
"""With ten, what a block says cannot grow beyond a few times what is written."""

DEEPEST = 10
"""Lists in lists."""

Value: TypeAlias = "str | list[Value] | dict[str, Value]"
Key: TypeAlias = tuple[str | int, ...]


class UnreadableError(ValueError):
    """A block that cannot be read.

    Attributes:
        line: of the block, from 0.
        column: from 0.
    """

    def __init__(self, problem: str, line: int = 0, column: int = 0) -> None:
        super().__init__(problem)
        self.line = line
        self.column = column


class BeyondLimitsError(UnreadableError):
    """A block that is YAML, but grows too large, too deep or too long."""


@dataclass(frozen=True, slots=True)
class Block:
    """What a block says.

    Attributes:
        values: by name.
        lines: of each name, and of each item of a list as (name, number), from 0.
        repeated: names that stand there a second time, with that line; the first one counts.
    """

    values: Mapping[str, Value]
    lines: Mapping[Key, int]
    repeated: Sequence[tuple[str, int]] = ()


class _BoundedLoader(yaml.BaseLoader):
    """A loader that knows words, lists and mappings, and counts aliases and levels."""

    def __init__(self, text: str) -> None:
        super().__init__(text)
        self._aliases = 0
        self._depth = 0

    def compose_node(self, parent: Node | None, index: int) -> Node | None:
        event = self.peek_event()  # type: ignore[no-untyped-call]
        if isinstance(event, yaml.AliasEvent):
            self._aliases += 1
        self._depth += 1
        mark = event.start_mark
        if self._aliases > MOST_ALIASES:
            many = f"more than {MOST_ALIASES} aliases, such as *{event.anchor}"
            raise BeyondLimitsError(many, mark.line, mark.column)
        if self._depth > DEEPEST:
            deep = f"lists in lists, more than {DEEPEST} deep"
            raise BeyondLimitsError(deep, mark.line, mark.column)
        node: Node | None = super().compose_node(parent, index)
        self._depth -= 1
        return node


def read_block(text: str) -> Block | None:
    """Read a mapping whose names are words.

    Args:
        text: YAML.

    Returns:
        What it says; None when it is no mapping but a list, say, or a sentence.

    Raises:
        UnreadableError: when it cannot be read or goes beyond the limits.
    """
    if len(text) > LONGEST_BLOCK:
        raise BeyondLimitsError(f"more than {LONGEST_BLOCK:,} characters")
    try:
        node = yaml.compose(text, _BoundedLoader)
    except yaml.MarkedYAMLError as error:
        never_ends = (error.context or "").startswith(("while scanning", "while parsing a flow"))
        mark = (error.context_mark if never_ends else None) or error.problem_mark
        line, column = (mark.line, mark.column) if mark else (0, 0)
        raise UnreadableError(error.problem or str(error), line, column) from error
    except yaml.reader.ReaderError as error:
        line = text.count("\n", 0, error.position)
        raise UnreadableError("a character that cannot be seen", line) from error
    if node is None:
        return Block({}, {})
    if not isinstance(node, yaml.MappingNode):
        return None
    lines: dict[Key, int] = {}
    repeated: list[tuple[str, int]] = []
    values = _mapping(node, text, (), _Notes(lines, repeated), ())
    return Block(values, lines, repeated)


@dataclass(frozen=True, slots=True)
class _Notes:
    """What is written down while values are read."""

    lines: dict[Key, int]
    repeated: list[tuple[str, int]]


def _mapping(
    node: yaml.MappingNode, text: str, key: Key, notes: _Notes, around: tuple[Node, ...]
) -> dict[str, Value]:
    values: dict[str, Value] = {}
    for name_node, value_node in node.value:
        mark = name_node.start_mark
        if not isinstance(name_node, yaml.ScalarNode):
            raise UnreadableError("a name that is not a word", mark.line, mark.column)
        name = name_node.value
        if name in values:
            notes.repeated.append((name, mark.line))
            continue
        notes.lines[(*key, name)] = mark.line
        values[name] = _value(value_node, text, (*key, name), notes, (*around, node))
    return values


def _value(node: Node, text: str, key: Key, notes: _Notes, around: tuple[Node, ...]) -> Value:
    mark = node.start_mark
    if any(node is outer for outer in around):
        raise UnreadableError("a list that contains itself", mark.line, mark.column)
    if isinstance(node, yaml.ScalarNode):
        return "" if node.style is None and node.value in {"~", "null"} else str(node.value)
    if isinstance(node, yaml.SequenceNode):
        items: list[Value] = []
        for number, item in enumerate(node.value):
            notes.lines[(*key, number)] = item.start_mark.line
            items.append(_item(item, text, (*key, number), notes, (*around, node)))
        return items
    if isinstance(node, yaml.MappingNode):
        return _mapping(node, text, key, notes, around)
    raise UnreadableError("a value of an unknown kind", mark.line, mark.column)


def _item(node: Node, text: str, key: Key, notes: _Notes, around: tuple[Node, ...]) -> Value:
    """Read an item of a list; `- Know: what` is a sentence with a colon, not a mapping."""
    if isinstance(node, yaml.MappingNode) and not node.flow_style and len(node.value) == 1:
        name, value = node.value[0]
        is_sentence = isinstance(value, yaml.ScalarNode) and value.style is None
        if is_sentence and isinstance(name, yaml.ScalarNode) and name.style is None:
            return text[name.start_mark.index : value.end_mark.index].strip()
    return _value(node, text, key, notes, around)
