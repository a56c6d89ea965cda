"""The command line: the only module that prints and exits.

Results go to the standard output, everything else to the standard error. Whatever is slow to
import is imported by the verb that needs it, so that `--help` answers at once.
"""

# ruff: noqa: PLC0415 - see above

from __future__ import annotations

import contextlib
import subprocess
import sys
import traceback
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from booklet import __version__
from booklet.errors import BookletError, Severity, UsageError
from booklet.imposition import Flip, Scheme
from booklet.messages import coloured, in_order, short_path

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from booklet.errors import Finding
    from booklet.pipeline import Product
    from booklet.typeset import Progress

_EXAMPLES = """
\b
Examples:
  {program} new "Rules of thumb for meetings"
  {program} pdf
  {program} all --project ../governors

Each chapter is a Markdown file in the folder 'chapters'. What is built appears in the folder
'out'. '{program} pdf --help' tells more about a single command.
"""

_REPORT = (
    "This is a mistake in the program, not in your booklet. Please report it with the lines "
    "above and, if you can, the chapter that caused it."
)

_STOPPED = 130
_MISTAKE = 1

_PURPOSE = "Make a printed booklet and an e-book for staff training from short Markdown chapters."

app = typer.Typer(
    add_completion=False,
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
    epilog=_EXAMPLES,
)

ProjectOption = Annotated[
    Path | None,
    typer.Option(
        "--project",
        metavar="DIR",
        help="The folder with your 'chapters'; without this, the current one.",
    ),
]
OutOption = Annotated[
    Path | None,
    typer.Option(
        "--out",
        metavar="DIR",
        help="Where the finished files go; without this, the project's folder 'out'.",
    ),
]
EditionOption = Annotated[
    str,
    typer.Option(
        "--edition",
        metavar="NAME",
        help="standard, clear, large-print, facilitator, greyscale, one of your own, or all.",
    ),
]
StrictOption = Annotated[
    bool, typer.Option("--strict", help="Build nothing while there are warnings.")
]
QuietOption = Annotated[
    bool, typer.Option("--quiet", "-q", help="Say nothing unless something needs your attention.")
]


def main(*, program: str = "booklet") -> None:
    """Run the program with the process's arguments, and exit.

    Args:
        program: how people start it, for the help.
    """
    for stream in (sys.stdout, sys.stderr):  # a file name may hold what a terminal cannot show
        with contextlib.suppress(AttributeError):
            stream.reconfigure(errors="backslashreplace")  # type: ignore[union-attr]
    app.info.epilog = _EXAMPLES.format(program=program)
    for command in app.registered_commands:
        command.epilog = (command.epilog or "").format(program=program)
    app(prog_name=program)


def _show_version(wanted: bool) -> None:  # noqa: FBT001 - Typer's way of calling
    if wanted:
        typer.echo(f"booklet {__version__}")
        raise typer.Exit


@app.callback(help=_PURPOSE)
def _program(
    *,
    _version: Annotated[
        bool,
        typer.Option(
            "--version",
            help="Show the version of this program.",
            callback=_show_version,
            is_eager=True,
        ),
    ] = False,
) -> None:
    """Give the program, as opposed to its verbs, an option."""


@app.command("pdf", epilog="Example: {program} pdf --edition large-print")
def _pdf(
    *,
    edition: EditionOption = "standard",
    project: ProjectOption = None,
    out: OutOption = None,
    strict: StrictOption = False,
    quiet: QuietOption = False,
) -> None:
    """Build the booklet, ready to print.

    The PDF has A5 pages: read it on a screen, or print it in the booklet mode of your copier.
    Other editions are for readers who need larger or clearer type, for whoever leads the session,
    and for copiers that are short of ink.
    """
    with _speaking_plainly():
        from booklet.pipeline import build_edition

        folder, target = _folders(project, out)
        with _progress_bar(quiet=quiet) as progress:
            products = build_edition(folder, target, edition, strict=strict, progress=progress)
        _announce(products, quiet=quiet)


@app.command("epub", epilog="Example: {program} epub --out ../website")
def _epub(
    *,
    project: ProjectOption = None,
    out: OutOption = None,
    strict: StrictOption = False,
    quiet: QuietOption = False,
) -> None:
    """Build the e-book.

    The EPUB file is for phones, tablets and e-readers.
    """
    with _speaking_plainly():
        from booklet.pipeline import build_epub

        folder, target = _folders(project, out)
        with _progress_bar(quiet=quiet) as progress:
            product = build_epub(folder, target, strict=strict, progress=progress)
        _announce([product], quiet=quiet)


@app.command("all", epilog="Example: {program} all --project ../governors")
def _all(
    *,
    project: ProjectOption = None,
    out: OutOption = None,
    strict: StrictOption = False,
    quiet: QuietOption = False,
) -> None:
    """Build the booklet and the e-book."""
    with _speaking_plainly():
        from booklet.pipeline import build_all

        folder, target = _folders(project, out)
        with _progress_bar(quiet=quiet) as progress:
            products = build_all(folder, target, strict=strict, progress=progress)
        _announce(products, quiet=quiet)


@app.command("impose", epilog="Example: {program} impose out/rules-of-thumb-A5-pages.pdf")
def _impose(  # noqa: PLR0917 - one argument for each option
    file: Annotated[Path, typer.Argument(metavar="FILE", help="A PDF with single pages.")],
    scheme: Annotated[
        Scheme,
        typer.Option(
            help="booklet: fold and staple; 2-up, 4-up: cut and pile; pocket: fold one sheet."
        ),
    ] = Scheme.BOOKLET,
    flip: Annotated[Flip, typer.Option(help="The edge on which the copier flips.")] = Flip.SHORT,
    signature: Annotated[
        int | None,
        typer.Option(metavar="SHEETS", min=1, help="Fold at most so many sheets together."),
    ] = None,
    creep: Annotated[
        float,
        typer.Option(metavar="MM", min=0, help="Allow for paper this thick; 80 g has 0.11 mm."),
    ] = 0.0,
    creep_factor: Annotated[
        float, typer.Option(metavar="N", min=0, help="How much of the thickness shows.")
    ] = 1.0,
    paper: Annotated[
        str | None, typer.Option(metavar="NAME", help="A5, A4 or A3; else what suits the pages.")
    ] = None,
    copies: Annotated[int, typer.Option(metavar="N", min=1, help="How many you want.")] = 1,
    out: Annotated[
        Path | None,
        typer.Option(metavar="DIR", help="Where the file goes; without this, beside FILE."),
    ] = None,
    *,
    manual_duplex: Annotated[
        bool, typer.Option("--manual-duplex", help="Fronts and backs as two files.")
    ] = False,
    back_cover: Annotated[
        bool, typer.Option("--back-cover/--no-back-cover", help="Keep the last page last.")
    ] = True,
    fold_marks: Annotated[bool, typer.Option("--fold-marks", help="Show where to fold.")] = False,
    crop_marks: Annotated[bool, typer.Option("--crop-marks", help="Show where to cut.")] = False,
    fit: Annotated[bool, typer.Option("--fit", help="Scale pages of any size.")] = False,
    quiet: QuietOption = False,
) -> None:
    """Arrange the pages of any PDF on sheets for the copier.

    The file is for printing only, with the copier's own booklet mode off.
    """
    with _speaking_plainly():
        from booklet.pipeline import impose_file

        products = impose_file(
            file,
            file.parent if out is None else out,
            scheme=scheme,
            flip=flip,
            signature_sheets=signature,
            caliper_mm=creep,
            creep_factor=creep_factor,
            keep_back_cover=back_cover,
            manual_duplex=manual_duplex,
            with_fold_marks=fold_marks,
            with_crop_marks=crop_marks,
            paper_name=paper,
            fit=fit,
            copies=copies,
        )
        _announce(products, quiet=quiet)


@app.command("print-me", epilog="Example: {program} print-me --copies 30")
def _print_me(
    copies: Annotated[int, typer.Option(metavar="N", min=1, help="How many booklets.")] = 1,
    *,
    project: ProjectOption = None,
    out: OutOption = None,
    quiet: QuietOption = False,
) -> None:
    """Write a note for whoever stands at the copier.

    It says which file to print, what to press, and how much paper to have at hand.
    """
    with _speaking_plainly():
        from booklet.pipeline import build_print_note

        folder, target = _folders(project, out)
        _announce([build_print_note(folder, target, copies)], quiet=quiet)


@app.command("test-sheet", epilog="Example: {program} test-sheet")
def _test_sheet(
    *,
    project: ProjectOption = None,
    out: OutOption = None,
    quiet: QuietOption = False,
) -> None:
    """Write one sheet that shows whether a copier is set right.

    Print it before a hundred booklets: it tells whether the copier flips and scales as it should.
    """
    with _speaking_plainly():
        from booklet.pipeline import build_test_sheet

        folder, target = _folders(project, out)
        _announce(build_test_sheet(folder, target), quiet=quiet)


@app.command("new", epilog='Example: {program} new "Rules of thumb for meetings"')
def _new(
    title: Annotated[str, typer.Argument(help="The title of the chapter.")],
    *,
    project: ProjectOption = None,
    quiet: QuietOption = False,
) -> None:
    """Start a new chapter.

    You get a file with everything in place, for you to fill in. It takes the next number, and no
    file of yours is ever changed. In an empty folder this starts a whole booklet.
    """
    with _speaking_plainly():
        from booklet.starter import start_chapter

        folder, _ = _folders(project, None)
        for written in start_chapter(folder, title):
            if not quiet:
                typer.echo(f"Wrote {_shown(written)}")


@app.command(
    "test",
    epilog="Example: {program} test -k outputs",
    context_settings={"allow_extra_args": True, "ignore_unknown_options": True},
)
def _test(context: typer.Context) -> None:
    """Test the program itself.

    This is for people who change the program; whatever you add is passed on to pytest.
    """
    root = Path(__file__).resolve().parent.parent
    with _speaking_plainly():
        if not (root / "tests").is_dir():
            raise UsageError(
                "the tests are not part of an installed program",
                hint="Get the source code and run there: python build.py test",
            )
        command = [sys.executable, "-m", "pytest", *context.args]
        raise typer.Exit(subprocess.run(command, cwd=root, check=False).returncode)  # noqa: S603


def _folders(project: Path | None, out: Path | None) -> tuple[Path, Path]:
    folder = Path() if project is None else project
    return folder, folder / "out" if out is None else out


@contextlib.contextmanager
def _speaking_plainly() -> Iterator[None]:
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
def _progress_bar(*, quiet: bool) -> Iterator[Progress | None]:
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


def _announce(products: Iterable[Product], *, quiet: bool) -> None:
    """Show each finding once, then what was built."""
    products = list(products)
    findings = [finding for product in products for finding in product.findings]
    _show_findings(f for f in findings if not quiet or f.severity is not Severity.NOTE)
    if not quiet:
        for product in products:
            typer.echo(f"Built {_shown(product.path)} ({product.measure})")


def _show_findings(findings: Iterable[Finding]) -> None:
    for finding in in_order(findings):
        _show(finding.severity, str(finding))


def _show(severity: Severity, message: str) -> None:
    from rich.console import Console

    Console(stderr=True).print(coloured(severity, message), soft_wrap=True, highlight=False)


def _shown(path: Path) -> str:
    return short_path(path, Path.cwd())
