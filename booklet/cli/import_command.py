"""The command `import`: from where authors write to chapters."""

from __future__ import annotations

import datetime as dt
import sys
from pathlib import Path
from typing import Annotated

import typer

from booklet.cli import options
from booklet.cli.console import print_imported, progress_bar, report_errors
from booklet.common.errors import UsageError
from booklet.importers.select import Choice, Include, Order

app = typer.Typer()


@app.command("import", epilog="Example: {program} import my-blog.xml --project ../my-booklet")
def _import(
    context: typer.Context,
    files: Annotated[
        list[str],
        typer.Argument(
            metavar="FILE…", help="What to import; '-' reads pasted text from the standard input."
        ),
    ],
    *,
    only: Annotated[
        list[str] | None,
        typer.Option("--only", metavar="WORDS", help="Only texts with these words in the title."),
    ] = None,
    tag: Annotated[
        list[str] | None,
        typer.Option("--tag", metavar="NAME", help="Only texts with this tag or category."),
    ] = None,
    since: Annotated[
        dt.datetime | None,
        typer.Option(
            "--since", metavar="DATE", formats=["%Y-%m-%d"], help="Only from this day on."
        ),
    ] = None,
    until: Annotated[
        dt.datetime | None,
        typer.Option("--until", metavar="DATE", formats=["%Y-%m-%d"], help="Only up to this day."),
    ] = None,
    include: Annotated[
        list[Include] | None, typer.Option("--include", help="What is left out otherwise.")
    ] = None,
    order: Annotated[
        Order, typer.Option("--order", help="By date, as in the blog's menu, or as in the file.")
    ] = Order.DATE,
    pictures: Annotated[
        Path | None,
        typer.Option(
            "--pictures",
            metavar="DIR",
            help="A folder with the blog's pictures; nothing is ever fetched from the web.",
        ),
    ] = None,
    update: Annotated[
        bool, typer.Option("--update", help="Bring chapters up to date that you imported before.")
    ] = False,
    author: options.Author = None,
    project: options.Project = None,
    quiet: options.Quiet = False,
) -> None:
    """Make chapters of a blog, Word files, web pages or text.

    Each post or file becomes a numbered chapter with its pictures beside it, and numbered points
    become rules. Nothing of yours is written over. Drafts and private posts are left out, and
    'import-report.md' lists every word that did not come along.
    """
    with report_errors():
        from booklet.common.extras import require_extra
        from booklet.importers.sources import read_files
        from booklet.pipelines.import_files import import_files

        require_extra("import", "lxml", "mammoth")
        choice = Choice(
            only=tuple(only or ()),
            since=since.date() if since else None,
            until=until.date() if until else None,
            tags=tuple(tag or ()),
            include=frozenset(include or ()),
            order=order,
        )
        sources = read_files(files, _read_pasted() if "-" in files else b"")
        with progress_bar(quiet=quiet, begins="Reading", done_is="") as progress:
            result = import_files(
                sources,
                Path() if project is None else project,
                choice,
                author=author or "",
                pictures=pictures,
                is_update=update,
                progress=progress,
            )
        print_imported(
            result, str(context.find_root().info_name), Path() if project is None else project,
            quiet=quiet,
        )  # fmt: skip


def _read_pasted() -> bytes:
    """Read what was pasted, or comes out of another program.

    Raises:
        UsageError: when there is no standard input.
    """
    if sys.stdin is None:
        raise UsageError("there is nothing to read", hint="Name a file instead of '-'.")
    if sys.stdin.isatty():
        end = "Ctrl-Z and Return" if sys.platform == "win32" else "Ctrl-D"
        typer.echo(f"Paste the text, then press {end} on a line of its own.", err=True)
    return sys.stdin.buffer.read()
