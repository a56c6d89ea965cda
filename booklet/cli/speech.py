"""What the command line says: messages to the standard error, results to the standard output."""

# ruff: noqa: PLC0415 - rich is imported when there is something to show

from __future__ import annotations

import contextlib
import sys
import traceback
from pathlib import Path
from typing import TYPE_CHECKING

import typer

from booklet.cli.messages import coloured, in_order, short_path
from booklet.common.errors import BookletError, Severity

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from booklet.common.errors import Finding
    from booklet.common.outputs import Product
    from booklet.scheduling.build_context import Progress

_REPORT = (
    "This is a mistake in the program, not in your booklet. Please report it with the lines "
    "above and, if you can, the chapter that caused it."
)
_STOPPED = 130
_MISTAKE = 1


@contextlib.contextmanager
def speaking_plainly() -> Iterator[None]:
    """Turn what goes wrong into a message and an exit code; only our own mistakes show code."""
    try:
        yield
    except typer.Exit:
        raise
    except BookletError as error:
        _show_findings(error.findings)
        _show(Severity.ERROR, str(error))
        raise typer.Exit(error.exit_code) from error
    except KeyboardInterrupt as interruption:
        typer.echo("Stopped. What was built before is still there.", err=True)
        raise typer.Exit(_STOPPED) from interruption
    except BrokenPipeError:
        raise  # whoever read our output has left; Typer ends quietly
    except Exception as mistake:
        traceback.print_exc()
        typer.echo(f"\n{_REPORT}", err=True)
        raise typer.Exit(_MISTAKE) from mistake


@contextlib.contextmanager
def progress_bar(*, quiet: bool) -> Iterator[Progress | None]:
    """Show how far the work is, where somebody is looking."""
    if quiet or not sys.stderr.isatty():
        yield None
        return
    from rich.console import Console
    from rich.progress import BarColumn, Progress, TaskProgressColumn, TextColumn

    columns = (TextColumn("{task.description}"), BarColumn(), TaskProgressColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task("Setting pages", total=None)

        def advance(title: str, done: int, total: int) -> None:
            bar.update(task, completed=done, total=total, description=f"Set {title}")

        yield advance


def announce(products: Iterable[Product], *, quiet: bool) -> None:
    """Show each finding once, then what was built."""
    products = list(products)
    findings = [finding for product in products for finding in product.findings]
    _show_findings(f for f in findings if not quiet or f.severity is not Severity.NOTE)
    if not quiet:
        for product in products:
            verb = "Built" if product.is_new else "Unchanged"
            typer.echo(f"{verb} {shown(product.path)} ({product.measure})")


def _show_findings(findings: Iterable[Finding]) -> None:
    for finding in in_order(findings):
        _show(finding.severity, str(finding))


def _show(severity: Severity, message: str) -> None:
    from rich.console import Console

    Console(stderr=True).print(coloured(severity, message), soft_wrap=True, highlight=False)


def shown(path: Path) -> str:
    """Write a path as one would type it here."""
    return short_path(path, Path.cwd())
