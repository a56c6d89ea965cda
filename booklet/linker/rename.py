"""Rename a fragment: let pages that say the same stand for several divisions, such as gap pages."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from booklet.forms.field import plain_name

if TYPE_CHECKING:
    from collections.abc import Iterator

    from booklet.forms.field import FormField
    from booklet.linker.fragment import Fragment


def rename(fragment: Fragment, name: str) -> Fragment | None:
    """Give a fragment the name of another division.

    Args:
        fragment: any.
        name: of the other division.

    Returns:
        What rendering that division would give, if it differs in its name alone; None where the
        pages may hold the old name, in the identifiers of notes, table cells or fonts.
    """
    old = fragment.name.encode()
    is_an_id = fragment.name in fragment.anchors  # then fields may be named after that
    if is_an_id or not old.isascii() or any(old in content for content in _named(fragment)):
        return None
    fields = tuple(_rename_field(one, fragment.name, name) for one in fragment.fields)
    return replace(fragment, name=name, fields=fields)


def _rename_field(field: FormField, old: str, new: str) -> FormField:
    """Name a field after another division; one that is named after a section stays as it is."""
    scope, stop, own = field.name.partition(".")
    is_named_after_it = scope == plain_name(old)
    return replace(field, name=f"{plain_name(new)}{stop}{own}") if is_named_after_it else field


def _named(fragment: Fragment) -> Iterator[bytes]:
    """Yield what may hold the names of divisions: objects, dictionaries and symbols."""
    for section in (fragment.content.section, *fragment.content.shared):
        yield section.objects.template
        yield from (stream.entries.template for stream in section.streams)
        yield from (symbol.encode() for symbol in (*section.exports, *section.imports))
    yield from (use.symbol.encode() for use in fragment.fonts)
