"""The command `preview`: write on the left, the true pages on the right."""

from __future__ import annotations

import asyncio
import signal
from typing import Annotated

import typer

from booklet.cli import options
from booklet.cli.console import report_errors, say
from booklet.cli.runtime import open_cache

app = typer.Typer()

NoOpen = Annotated[bool, typer.Option("--no-open", help="Print the address, and open no browser.")]


@app.command("preview", epilog="Example: {program} preview")
def _preview(
    *,
    project: options.Project = None,
    no_open: NoOpen = False,
    no_cache: options.NoCache = False,
    quiet: options.Quiet = False,
) -> None:
    """Write in your browser, beside the printed pages.

    The address works on this computer only, and nothing is sent anywhere. Your chapters stay plain
    files: any other editor can be used at the same time. In an empty folder a new booklet begins.
    """
    with report_errors():
        from booklet.common.extras import require_extra

        require_extra("preview", "pypdfium2", "starlette", "uvicorn", "watchfiles")
        from booklet.preview.app import make_app
        from booklet.preview.live_preview import LivePreview
        from booklet.preview.watch import watch_project
        from booklet.server.guard import Admission
        from booklet.server.listen import listen_again
        from booklet.server.run import run_server

        for name in ("SIGTERM", "SIGHUP"):  # what is unsaved is written then, too
            if hasattr(signal, name):
                signal.signal(getattr(signal, name), signal.default_int_handler)
        folder, _ = options.find_folders(project, None)
        folder.mkdir(parents=True, exist_ok=True)
        cache = None if no_cache else open_cache(quiet=quiet, most_in_memory=0)
        known_as = f"preview of {folder.resolve()}"
        before = cache.get(known_as, tuple) if cache is not None else None
        with LivePreview(folder, cache=cache) as preview, listen_again(before) as listener:
            if cache is not None:
                cache.put(known_as, listener.identity)
            admission = Admission(listener, lambda new: say(f"A new address is {new}"))
            say(f"Your booklet is at {admission.address}")
            if not quiet:
                say("Press Ctrl-C here when you have finished; your text is saved by then.")
            if not no_open:
                typer.launch(admission.address)

            async def until() -> None:
                await watch_project(folder, preview.notice_files, asyncio.Event())

            run_server(make_app(preview), listener, until, admission)
