"""What the command line says: messages to the standard error, results to the standard output."""

from __future__ import annotations

import contextlib
import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import typer

# Typer carries Click along, and has no public name for this.
from typer._click.globals import get_current_context

from booklet.cli.messages import messages_of
from booklet.common.errors import BookletError, Severity
from booklet.common.outputs import remove_output
from booklet.common.visible_text import visible, visible_lines
from booklet.common.wording import pluralise

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from rich.text import Text

    from booklet.common.errors import Finding
    from booklet.common.outputs import Product
    from booklet.pipelines.import_files import ImportResult
    from booklet.pipelines.merge import Forecast
    from booklet.scheduling.build_context import Progress

_PROGRAM = "python build.py"  # as hints have it that are written where nobody knows better
DOUBLE_CLICKED = "BOOKLET_DOUBLE_CLICKED"
"""Set in the environment by the files that are double-clicked (`booklet/scaffold.py`)."""

EXIT_INTERRUPTED = 130  # 128 + SIGINT, as shells report it
_A_MINUTE = 60
_STYLES = {Severity.ERROR: "bold red", Severity.WARNING: "bold yellow", Severity.NOTE: "bold cyan"}


def say(text: str, *, err: bool = False) -> None:
    """Print a line; where nobody can read it, because a pipe is closed or a disk full, go on."""
    with contextlib.suppress(OSError, ValueError):
        typer.echo(text, err=err)


@contextlib.contextmanager
def report_errors() -> Iterator[None]:
    """Turn an error into a message and an exit code; a bug of ours passes, for `main` to report."""
    try:
        yield
    except typer.Exit:
        raise
    except BookletError as error:
        _print_findings(error.findings)
        _print_message(Severity.ERROR, str(error))
        raise typer.Exit(error.exit_code) from error
    except KeyboardInterrupt as interruption:
        say("Stopped. What was built before is still there.", err=True)
        raise typer.Exit(EXIT_INTERRUPTED) from interruption


@contextlib.contextmanager
def progress_bar(
    *, quiet: bool, begins: str = "Setting pages", done_is: str = "Set "
) -> Iterator[Progress | None]:
    """Show the progress of the build on the standard error, if that is a terminal.

    Args:
        quiet: whether to show nothing.
        begins: what is said until something is done.
        done_is: what is said before the title of what was done last.
    """
    if quiet or sys.stderr is None or not sys.stderr.isatty():
        yield None
        return
    from rich.console import Console
    from rich.progress import BarColumn, Progress, TaskProgressColumn, TextColumn

    # A title is no markup: "[/b]" in one would end the build.
    description = TextColumn("{task.description}", markup=False)
    columns = (description, BarColumn(), TaskProgressColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task(begins, total=None)

        def advance(title: str, done: int, total: int) -> None:
            if done < total:
                said = f"{done_is}{visible(title)}"
                bar.update(task, completed=done, total=total, description=said)
            else:  # the files are still to be made of it: the bar moves, and promises nothing
                bar.update(task, total=None, description="Putting it together")

        yield advance


def print_products(
    products: Iterable[Product],
    *,
    quiet: bool,
    open_them: bool = False,
    tidy: bool = False,
    copies: int = 1,
) -> None:
    """Print each finding once, then what was built.

    Args:
        products: what was built.
        quiet: whether to print only what needs the author's attention.
        open_them: whether to show them as a double-click would: one file, or the folder of several.
        tidy: whether to remove files of an earlier title.
        copies: how many of each will be printed.

    Raises:
        OutputError: when such a file cannot be removed.
    """
    products = list(products)
    findings = [finding for product in products for finding in product.findings]
    _print_findings(f for f in findings if not quiet or f.severity is not Severity.NOTE)
    if not quiet:
        for product in products:
            verb = "Built" if product.is_new else "Unchanged"
            say(f"{verb} {shown_path(product.path)} ({_measure(product, copies)})")
    earlier = [path for product in products for path in product.earlier]
    if earlier and tidy:
        _remove(earlier, quiet=quiet)
    elif earlier and not quiet:
        print_note(
            f"{', '.join(map(shown_path, earlier))}: built before the title was changed, or the "
            "chapter",
            "Add --tidy to the command to remove what is no longer built, so that nobody prints "
            "it.",
        )
    if open_them and products:
        first = products[0].path
        typer.launch(str(first if len(products) == 1 else first.parent))


def wait_for_reader() -> None:
    """Keep a window that was opened by a double-click until somebody has read what is in it."""
    if os.environ.get(DOUBLE_CLICKED) and sys.stdin is not None and sys.stdin.isatty():
        say("\nPress Return to close this window.")
        with contextlib.suppress(OSError, KeyboardInterrupt):
            sys.stdin.readline()


def _measure(product: Product, copies: int) -> str:
    if copies == 1 or not product.sheets:
        return product.measure
    return f"{product.measure}; {copies:,} copies = {product.sheets * copies:,} sheets"


def _remove(paths: Iterable[Path], *, quiet: bool) -> None:
    for path in paths:
        remove_output(path)
        if not quiet:
            say(f"Removed {shown_path(path)}")


def print_forecast(forecast: Forecast) -> None:
    """Print what a list of copies would make."""
    _print_findings(forecast.findings)
    minutes = max(1, round(forecast.seconds / 60))
    duration = "less than a minute" if forecast.seconds < _A_MINUTE else f"about {minutes} min"
    say(
        f"{pluralise(forecast.copies, 'copy', is_grouped=True)} would be "
        f"{forecast.files:,} files with "
        f"{forecast.pages:,} pages = {forecast.sheets:,} sheets of A4, and take {duration}."
    )


def print_note(problem: str, hint: str) -> None:
    """Print something about this machine that stops nothing."""
    note = f"{Severity.NOTE}: {visible(problem)}\n  hint: {visible(hint)}"
    _print_message(Severity.NOTE, note)


def print_written(paths: Iterable[Path], *, quiet: bool) -> None:
    """Print which files were written for the author to edit."""
    if not quiet:
        for path in paths:
            say(f"Wrote {shown_path(path)}")


def print_next_steps(program: str, chapter: Path, project: Path, *, is_first: bool) -> None:
    """Say what comes after a new chapter, with the command as it is typed here.

    Args:
        program: as it was typed.
        chapter: its file.
        project: the folder of the booklet.
        is_first: whether the booklet is new too.
    """
    edits = f"Open {shown_path(chapter)} in any text editor and write over what is there"
    names = "; booklet.toml has the title and your name" if is_first else ""
    say(f"{edits}{names}.")
    say(f"Then type: {program} all{_project_option(project)}")


def _project_option(project: Path) -> str:
    """Write the option that names a project, as it is typed."""
    path = str(project)
    if project == Path():
        return ""
    return f' --project "{path}"' if " " in path else f" --project {path}"


def print_imported(result: ImportResult, program: str, project: Path, *, quiet: bool) -> None:
    """Print what an import has done: findings, what changes, the chapters, the words.

    Args:
        result: of the import.
        program: as it was typed.
        project: the folder of the booklet.
        quiet: whether to print only what needs the author's attention.
    """
    _print_findings(f for f in result.findings if not quiet or f.severity is not Severity.NOTE)
    if quiet:
        return
    for chapter in result.chapters:
        if chapter.difference:
            say(visible_lines(chapter.difference).rstrip("\n"))
    for path in result.others:
        say(f"Wrote {shown_path(path)}")
    for chapter in result.chapters:
        say(f"{chapter.outcome.verb} {shown_path(chapter.path)}")
    kept = result.words_in - result.words_listed
    share = f"{kept:,} of them are in the chapters" if kept < result.words_in else "none is lost"
    lists = "lists the others" if kept < result.words_in else "tells more"
    say(f"{result.words_in:,} words read, {share}; {shown_path(result.report)} {lists}")
    say(f"Then type: {program} pdf{_project_option(project)}")


def print_report(parts: Iterable[tuple[Severity | None, str]]) -> None:
    """Print the parts of a report on the standard output; see `write_text` of `booklet.check`."""
    from rich.console import Console

    console = Console()
    with contextlib.suppress(OSError, ValueError):
        for severity, part in parts:
            text = highlighted(severity, part) if severity else part
            console.print(text, soft_wrap=True, highlight=False, markup=False)


def _print_findings(findings: Iterable[Finding]) -> None:
    for severity, message in messages_of(findings):
        _print_message(severity, message)


def _print_message(severity: Severity, message: str) -> None:
    from rich.console import Console

    if sys.stderr is None:
        return
    context = get_current_context(silent=True)
    program = str(context.find_root().info_name) if context else _PROGRAM
    text = highlighted(severity, message.replace(_PROGRAM, program))
    with contextlib.suppress(OSError, ValueError):
        Console(stderr=True).print(text, soft_wrap=True, highlight=False)


def highlighted(severity: Severity, message: str) -> Text:
    """Colour the severity in a message, and dim the label of its hint."""
    from rich.text import Text

    text = Text(message)  # plain: square brackets in a chapter's words are no markup of rich
    text.highlight_regex(rf"(?<![^ ]){severity}(?=: )", _STYLES[severity])
    text.highlight_regex(r"(?m)^ +hint:", "dim")
    return text


def shown_path(path: Path) -> str:
    """Write a path as one would type it in the current folder."""
    resolved, here = path.resolve(), Path.cwd()
    return visible(str(resolved.relative_to(here) if resolved.is_relative_to(here) else path))
