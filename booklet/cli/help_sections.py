"""Help in sections: what everybody needs first, what engineers need at the end."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from typer.core import TyperArgument, TyperCommand, TyperGroup

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from typer import _click  # Click's types, which Typer carries along

ENGINEERS = "For engineers"
"""The section of commands and options that nobody needs for a booklet (`rich_help_panel`)."""


_AROUND_NAMES = 6
"""Columns for the indent and for the space before what a command does, as Click has them."""


_OF_PROGRAMMERS = (
    (r" <(?:list\[)?(?:str|int|float|path)\]?>", ""),
    (r" <(?:list\[)?([^\]>]+)\]?>", r" \1"),
    (r"(\d+)<=x<=(\d+)", r"\1 to \2"),
    (r" *\[x>=\d+\]|; x>=\d+", ""),
)
"""How Typer writes types and ranges, and how people read them."""


class SectionedCommand(TyperCommand):
    """A command whose help has a section for each panel of its options."""

    def collect_usage_pieces(self, ctx: _click.Context) -> list[str]:
        """List what may follow the command, without braces and dots around its arguments."""
        pieces = super().collect_usage_pieces(ctx)
        return [re.sub(r"[{}]|\.{3}$", "", piece) for piece in pieces]

    def format_options(self, ctx: _click.Context, formatter: _click.HelpFormatter) -> None:
        """Write arguments first, then options without a panel, then the others by panel."""
        rows = []
        for parameter in self.get_params(ctx):
            record = parameter.get_help_record(ctx)
            is_argument = isinstance(parameter, TyperArgument)
            panel = getattr(parameter, "rich_help_panel", None)
            if record is not None:
                name, told = map(_for_people, record)
                rows.append(("Arguments" if is_argument else panel or "Options", (name, told)))
        _write_sections(formatter, ("Arguments", "Options", ENGINEERS), rows)


class SectionedGroup(TyperGroup):
    """A group of commands whose help has a section for each panel of its commands."""

    def format_commands(self, ctx: _click.Context, formatter: _click.HelpFormatter) -> None:
        """Write commands without a panel first, then the others by panel."""
        commands = {name: self.get_command(ctx, name) for name in self.list_commands(ctx)}
        width = max(map(len, commands))
        rows = []
        for name, command in commands.items():
            if command is not None and not command.hidden:
                panel = getattr(command, "rich_help_panel", None) or "Commands"
                told = command.get_short_help_str(formatter.width - width - _AROUND_NAMES)
                rows.append((panel, (f"{name:{width}}", told)))
        _write_sections(formatter, ("Commands", ENGINEERS), rows)


def _for_people(text: str) -> str:
    for pattern, replacement in _OF_PROGRAMMERS:
        text = re.sub(pattern, replacement, text)
    return text


def _write_sections(
    formatter: _click.HelpFormatter,
    names: Iterable[str],
    rows: Sequence[tuple[str, tuple[str, str]]],
) -> None:
    for name in names:
        own = [row for section, row in rows if section == name]
        if own:
            with formatter.section(name):
                formatter.write_dl(own)
