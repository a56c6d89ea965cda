"""Read a small YAML mapping that somebody else may have written: bounded, and nothing run.

YAML can name a value once and repeat it many times over; a few lines can stand for gigabytes.
Aliases are therefore refused, as are deep nesting and long blocks.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import yaml

if TYPE_CHECKING:
    from yaml.nodes import Node

LONGEST_BLOCK = 100_000
"""Characters in a block of metadata."""

_DEEPEST = 20
_ALIASES = 10


class _BoundedLoader(yaml.SafeLoader):
    """A safe loader that counts aliases and levels as it composes."""

    def __init__(self, stream: str) -> None:
        super().__init__(stream)
        self._aliases = 0
        self._depth = 0

    def _mark(self) -> yaml.Mark:
        mark: yaml.Mark = self.peek_event().start_mark  # type: ignore[no-untyped-call]
        return mark

    def compose_node(self, parent: Node | None, index: int) -> Node | None:
        if self.check_event(yaml.AliasEvent):
            self._aliases += 1
            if self._aliases > _ALIASES:
                raise yaml.composer.ComposerError(
                    None, None, "too many aliases (*name)", self._mark()
                )
        self._depth += 1
        if self._depth > _DEEPEST:
            raise yaml.composer.ComposerError(
                None, None, "lists or mappings nested too deep", self._mark()
            )
        try:
            node: Node | None = super().compose_node(parent, index)
        finally:
            self._depth -= 1
        return node


def _timestamp(loader: _BoundedLoader, node: yaml.ScalarNode) -> object:
    """Read a date; what only looks like one, such as 2026-13-01, stays text for the schema."""
    try:
        return loader.construct_yaml_timestamp(node)
    except ValueError:
        return node.value


_BoundedLoader.add_constructor("tag:yaml.org,2002:timestamp", _timestamp)


def read_mapping(text: str) -> tuple[dict[str, object] | None, dict[str, int]]:
    """Read a mapping whose keys are words.

    Args:
        text: the lines between the two `---`.

    Returns:
        The mapping, None when the text is no mapping (a list, a sentence); and for each key the
        line of the file it stands on, counted from 1 with the opening `---` as line 1.

    Raises:
        yaml.YAMLError: when it cannot be read, is too long, or names a key twice.
    """
    if len(text) > LONGEST_BLOCK:
        raise yaml.YAMLError(f"it is longer than {LONGEST_BLOCK} characters")
    loader = _BoundedLoader(text)
    try:
        node = loader.get_single_node()
        if node is None:
            return {}, {}
        if not isinstance(node, yaml.MappingNode):
            return None, {}
        lines: dict[str, int] = {}
        for key, _ in node.value:
            name = str(key.value)
            if name in lines:
                raise yaml.composer.ComposerError(
                    None, None, f"'{name}' stands there twice", key.start_mark
                )
            lines[name] = key.start_mark.line + 2
        values = loader.construct_document(node)
    except (ValueError, RecursionError, TypeError) as error:
        raise yaml.YAMLError(f"a value is not possible: {error}") from error
    finally:
        loader.dispose()
    return {str(name): value for name, value in values.items()}, lines
