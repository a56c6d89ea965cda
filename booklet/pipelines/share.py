"""The stages of sharing in their order: from finished files to a page on phones or on a website."""

# ruff: noqa: PLC0415 - every stage is imported where it begins, as in the pipeline

from __future__ import annotations

import asyncio
import datetime as dt
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

from booklet.common.outputs import Product
from booklet.common.wording import pluralise
from booklet.pipelines.build import raise_for
from booklet.project import read_book

if TYPE_CHECKING:
    from pathlib import Path

    from booklet.book import Publication
    from booklet.server.listen import Listener
    from booklet.share.files import SharedFile
    from booklet.theme.templates import Layouts

LONG_WAIT = dt.timedelta(minutes=1)
"""When nobody has come by then, something may be in the way."""

_BETWEEN_LOOKS = 0.5
"""Seconds between looks at the clock. Each look is at the time of day: a timer would stand still
while a laptop sleeps."""


@dataclass(frozen=True, slots=True)
class Shared:
    """What is going to be shared.

    Attributes:
        folder: where the files are.
        files: the files, in the order of their buttons.
        publication: what the book says about itself.
        layouts: what the pages are laid out with.
    """

    folder: Path
    files: tuple[SharedFile, ...]
    publication: Publication
    layouts: Layouts


class VisitObserver(Protocol):
    """Hears what happens while something is shared."""

    def has_come(self) -> None:
        """The first other device has opened the page."""

    def has_not_come(self) -> None:
        """No other device has done so for a while."""


def find_shared(project: Path, out: Path) -> Shared:
    """Find what was built and is for everybody.

    Args:
        project: the folder with `chapters/`.
        out: the folder for finished files.

    Raises:
        UsageError: when nothing was built yet.
        BookletError: when the project cannot be read.
    """
    from booklet.share.files import choose_folder, find_files
    from booklet.theme.templates import Layouts

    book = read_book(project)
    raise_for(book.findings, strict=False)
    folder = choose_folder(out)
    return Shared(folder, find_files(folder, book), book.publication, Layouts(project))


def write_shared(shared: Shared, folder: Path) -> Product:
    """Write the page and its files to a folder for a website."""
    from booklet.share.page import lay_out_page
    from booklet.share.website import write_website

    page = lay_out_page(shared.publication, shared.layouts, shared.files)
    path = write_website(folder, page, shared.files)
    return Product(path, f"with {pluralise(len(shared.files), 'file')}", ())


def serve_shared(
    shared: Shared,
    listener: Listener,
    own_addresses: frozenset[str],
    ends: dt.datetime,
    audience: VisitObserver,
) -> int:
    """Serve the page and its files until it is time, or somebody presses Ctrl-C.

    Args:
        shared: what.
        listener: where; its first host is told to people.
        own_addresses: of this computer, so that it does not count as another device.
        ends: when.
        audience: hears of other devices.

    Returns:
        How many other devices have opened the page.
    """
    from booklet.server.listen import LOOPBACK
    from booklet.server.run import run_server
    from booklet.share.app import Visitors, make_app
    from booklet.share.page import lay_out_leader_page, lay_out_page

    is_open = listener.hosts[0] != LOOPBACK
    page = lay_out_page(shared.publication, shared.layouts, shared.files)
    leader = lay_out_leader_page(
        shared.publication, shared.layouts, listener.address, f"{ends:%H:%M}", is_open=is_open
    )
    visitors = Visitors(own_addresses)
    waits_until = dt.datetime.now().astimezone() + LONG_WAIT

    async def until() -> None:
        has_come, has_been_told = False, not is_open
        while (now := dt.datetime.now().astimezone()) < ends:
            if visitors.count and not has_come:
                has_come = has_been_told = True
                audience.has_come()
            elif now > waits_until and not has_been_told:
                has_been_told = True
                audience.has_not_come()
            await asyncio.sleep(_BETWEEN_LOOKS)

    run_server(make_app(page, leader, shared.files, visitors), listener, until)
    return visitors.count
