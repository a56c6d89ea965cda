"""Commands that build something: the options that all of them have, declared once."""

from __future__ import annotations

import inspect
from dataclasses import dataclass
from typing import TYPE_CHECKING, Concatenate

from booklet.cli import options
from booklet.cli.console import print_products, report_errors, say, wait_for_reader
from booklet.cli.failures import remove_report
from booklet.cli.runtime import open_build_context
from booklet.common.errors import Severity

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from contextlib import AbstractContextManager
    from pathlib import Path

    import typer

    from booklet.common.outputs import Product
    from booklet.scheduling.build_context import BuildContext

    Command = Callable[Concatenate["Build", ...], None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Build:
    """What is asked of a build; each field is an option, in the order of the help."""

    project: options.Project = None
    out: options.Out = None
    strict: options.Strict = False
    workers: options.Workers = None
    scheduler: options.Scheduler = None
    no_cache: options.NoCache = False
    open_them: options.Open = False
    tidy: options.Tidy = False
    quiet: options.Quiet = False

    @property
    def folders(self) -> tuple[Path, Path]:
        """The project's folder, and the folder for finished files."""
        return options.find_folders(self.project, self.out)

    def open_context(self, *, renders_pages: bool = True) -> AbstractContextManager[BuildContext]:
        """Start what the build runs with; see `open_build_context`."""
        return open_build_context(
            quiet=self.quiet,
            workers=self.workers,
            scheduler=self.scheduler,
            no_cache=self.no_cache,
            renders_pages=renders_pages,
        )

    def print(self, products: Iterable[Product], *, copies: int = 1) -> None:
        """Print what was built and found, and open it if that was asked for.

        A report of an earlier fault beside it is removed. Where the starter was double-clicked
        and there is something to read, its window stays.

        Args:
            products: what was built.
            copies: how many of each will be printed.
        """
        products = list(products)
        print_products(
            products, quiet=self.quiet, open_them=self.open_them, tidy=self.tidy, copies=copies
        )
        if remove_report(self.folders[1]) and not self.quiet:
            say("Removed the report of the program's earlier fault")
        severities = {finding.severity for product in products for finding in product.findings}
        if severities - {Severity.NOTE}:
            wait_for_reader()


def build_command(app: typer.Typer, name: str, *, epilog: str) -> Callable[[Command], Command]:
    """Add a command that builds something.

    Args:
        app: gets the command.
        name: as people type it.
        epilog: an example, shown below the help.

    Returns:
        A decorator for a function that takes a `Build` and the options that only this command has,
        which come first in the help. Errors it raises are reported.
    """

    def add(function: Command) -> Command:
        _, *own = inspect.signature(function, eval_str=True).parameters.values()
        shared = inspect.signature(Build, eval_str=True).parameters

        def command(**chosen: object) -> None:
            asked = {name: chosen.pop(name) for name in shared}
            with report_errors():
                function(Build(**asked), **chosen)  # type: ignore[arg-type]  # Typer checks them

        command.__doc__ = function.__doc__
        # Typer reads options from here.
        command.__signature__ = inspect.Signature([*own, *shared.values()])  # type: ignore[attr-defined]
        app.command(name, epilog=epilog)(command)
        return function

    return add
