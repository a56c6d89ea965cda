"""The command `share`: what was built, on the phones in the room or in a folder for a website."""

from __future__ import annotations

import datetime as dt
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from booklet.cli import options
from booklet.cli.console import print_note, print_products, report_errors, say, shown_path
from booklet.cli.help_sections import ENGINEERS
from booklet.common.dates import read_duration
from booklet.common.errors import SetupError, UsageError

if TYPE_CHECKING:
    from booklet.pipelines.share import Shared
    from booklet.server.listen import Listener

app = typer.Typer()

_BLACK_ON_WHITE, _PLAIN = "\x1b[30;107m", "\x1b[0m"


@app.command("share", epilog="Example: {program} share --lan --for 2h --open")
def _share(
    *,
    lan: Annotated[
        bool,
        typer.Option("--lan", help="Let the other devices in this network open the page."),
    ] = False,
    duration: Annotated[
        str, typer.Option("--for", metavar="TIME", help="When to stop: 90m, 2h or 1h30.")
    ] = "2h",
    to: Annotated[
        Path | None,
        typer.Option(
            "--to",
            metavar="FOLDER",
            help="Write the page and its files there, for a website, instead of serving them.",
        ),
    ] = None,
    address: Annotated[
        str | None,
        typer.Option(
            "--address",
            rich_help_panel=ENGINEERS,
            metavar="ADDRESS",
            help="Be reached in the network at this one of the computer's addresses.",
        ),
    ] = None,
    port: Annotated[
        int,
        typer.Option(
            "--port",
            rich_help_panel=ENGINEERS,
            metavar="N",
            min=0,
            max=65_535,
            help="Listen at this port; without this, at any that is free.",
        ),
    ] = 0,
    project: options.Project = None,
    out: options.Out = None,
    open_them: Annotated[
        bool, typer.Option("--open", help="Then open the page with the QR code, to be shown.")
    ] = False,
    quiet: options.Quiet = False,
) -> None:
    """Share what was built with the phones in the room.

    They scan a QR code and find the e-book, the booklet and the rest of the newest session on one
    page. It is there until you press Ctrl-C or the time is over. Only this computer can open it
    unless you say --lan.
    """
    with report_errors():
        from booklet.common.extras import require_extra
        from booklet.pipelines.share import find_shared, write_shared

        require_extra("share", "psutil", "starlette", "uvicorn")
        try:
            length = read_duration(duration)
        except ValueError as error:
            raise UsageError(f"--for cannot be '{duration}'", hint=str(error)) from error
        if to is not None and (lan or address or port):
            raise UsageError(
                "--to writes files and serves nothing",
                hint="Leave out --lan, --address and --port, or leave out --to.",
            )
        shared = find_shared(*options.find_folders(project, out))
        if to is not None:
            print_products([write_shared(shared, to)], quiet=quiet, open_them=open_them)
        else:
            _serve(
                shared,
                _choose_hosts(address, lan=lan),
                port,
                length,
                open_it=open_them,
                quiet=quiet,
            )


def _choose_hosts(address: str | None, *, lan: bool) -> tuple[str, ...]:
    """Choose the addresses to listen at, the one to tell people first."""
    from booklet.server.listen import LOOPBACK
    from booklet.share.network import local_addresses

    if address is None and not lan:
        return (LOOPBACK,)
    others = local_addresses()
    if address is None and not others:
        raise SetupError(
            "this computer is in no network",
            hint="Connect it to the Wi-Fi that the phones use, or to a phone's hotspot.",
        )
    if address is None and others[1:]:
        print_note(
            f"this computer has more than one address: {', '.join(others)}",
            f"If phones do not get to {others[0]}, stop and choose another with --address.",
        )
    chosen = others[0] if address is None else address
    return (chosen, LOOPBACK) if chosen != LOOPBACK else (LOOPBACK,)


def _serve(
    shared: Shared,
    hosts: tuple[str, ...],
    port: int,
    length: dt.timedelta,
    *,
    open_it: bool,
    quiet: bool,
) -> None:
    from booklet.common.wording import pluralise
    from booklet.pipelines.share import serve_shared
    from booklet.server.listen import LOOPBACK, listen
    from booklet.share.network import local_addresses

    own = frozenset({*hosts, *local_addresses()})
    with listen(hosts, port) as listener:
        ends = dt.datetime.now().astimezone() + length
        leader = f"http://{LOOPBACK}:{listener.port}/{listener.secret}/leader/"
        files = pluralise(len(shared.files), "file")
        say(f"Sharing {shown_path(shared.folder)} ({files}) until {ends:%H:%M}; Ctrl-C ends it")
        say(f"Open on phones: {listener.address}" if hosts[1:] else f"Open: {listener.address}")
        if not quiet:
            if hosts[1:]:  # else no phone gets there
                _print_code(listener)
            say(f"For your screen: {leader}")
        if not hosts[1:]:
            print_note(
                "only this computer can open it",
                "To let phones in, stop with Ctrl-C and start again with --lan.",
            )
        if open_it:
            typer.launch(leader)
        count = serve_shared(shared, listener, own, ends, _Terminal(quiet=quiet))
    if not quiet:
        devices = pluralise(count, "other device") if count else "No other device"
        say(f"Stopped. {devices} opened the page.")


class _Terminal:
    """Prints what happens while something is shared."""

    def __init__(self, *, quiet: bool) -> None:
        self._quiet = quiet

    def has_come(self) -> None:
        """Say that it works."""
        if not self._quiet:
            say("The first other device has opened the page.")

    def has_not_come(self) -> None:
        """Say what may be in the way."""
        print_note(
            "no other device has opened the page yet",
            "If phones do not get there: they must be in the same network, and not in one for "
            "guests, which keeps devices apart. This computer's firewall must let Python be "
            "reached. Else make a hotspot on a phone, connect this computer and the others to it, "
            "and start again; or use --to FOLDER, and put that folder on the school's website.",
        )


def _print_code(listener: Listener) -> None:
    """Draw the QR code with half blocks, if they can be shown."""
    from booklet.common.qr import qr_code_lines

    lines = qr_code_lines(listener.address)
    try:
        "".join(lines).encode(sys.stdout.encoding)
    except (AttributeError, UnicodeEncodeError):
        return
    # Dark on light, whatever the terminal's own colours are: not every phone reads the reverse.
    # Where the output is no terminal, Click takes the colours out.
    for line in lines:
        say(f"{_BLACK_ON_WHITE}{line}{_PLAIN}")
