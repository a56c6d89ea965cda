"""Write the page and its files to a folder for a website.

A folder on a site is read while it is written: each file is replaced in one step, the page after
the files that it leads to, and what it no longer leads to is removed last.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from booklet.common.errors import OutputError, UsageError
from booklet.common.file_names import portable_name
from booklet.common.files import ReadFailure, read_inside, read_text_inside
from booklet.common.outputs import prepare_folder, write_output

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from booklet.share.files import SharedFile
    from booklet.share.page import Page

INDEX = "index.html"
_LIST = "booklet-share.json"
"""Names the files that we wrote, so that the next time only they are replaced."""

_LARGEST = 2_000_000_000
_LARGEST_LIST = 1_000_000


def write_website(folder: Path, page: Page, files: Sequence[SharedFile]) -> Path:
    """Write the page and the files that it leads to, side by side.

    Args:
        folder: empty, or written by this function before; it is made if need be.
        page: its links are relative.
        files: that it leads to.

    Returns:
        The page.

    Raises:
        UsageError: when the folder holds what is not ours.
        OutputError: when something cannot be written.
    """
    prepare_folder(folder)
    ours = _read_list(folder)
    names = [*(file.name for file in files), INDEX, _LIST]
    _refuse_what_is_not_ours(folder, ours, names)
    for file in files:
        content = read_inside(file.path.parent.resolve(), file.path, largest=_LARGEST)
        if isinstance(content, ReadFailure):
            raise UsageError(
                f"'{file.path}' {content.reason}", hint="Build it again, and then share it."
            )
        write_output(folder / file.name, content)
    # Both lists, until nothing of the old one is left: an interrupted run is taken up by the next.
    _write_list(folder, {*ours, *names})
    write_output(folder / INDEX, page.html.encode())
    for name in ours - {*names}:
        try:
            (folder / name).unlink(missing_ok=True)
        except OSError as error:
            raise OutputError(
                f"'{folder / name}' cannot be removed: {error.strerror or error}",
                hint="It may be open in another program: close it and try again.",
            ) from error
    _write_list(folder, {*names})
    return folder / INDEX


def _read_list(folder: Path) -> frozenset[str]:
    """Read which files of the folder we have written; none when there is no list of ours."""
    text = read_text_inside(folder.resolve(), folder / _LIST, largest=_LARGEST_LIST)
    if isinstance(text, ReadFailure):
        return frozenset()
    try:
        names = json.loads(text)["files"]
    except (ValueError, LookupError, TypeError):
        return frozenset()
    texts = (name for name in names if isinstance(name, str))
    return frozenset(name for name in texts if portable_name(name) == name)  # none leads elsewhere


def _write_list(folder: Path, names: set[str]) -> None:
    text = json.dumps({"files": sorted(names)}, ensure_ascii=False, indent=1)
    write_output(folder / _LIST, f"{text}\n".encode())


def _refuse_what_is_not_ours(folder: Path, ours: frozenset[str], names: Sequence[str]) -> None:
    """Stop before anything of somebody else's is replaced."""
    there = {path.name for path in folder.iterdir()}
    foreign = there if not ours else there.intersection(names) - ours
    if foreign:
        raise UsageError(
            f"the folder '{folder}' has files that were not written by 'share', such as "
            f"'{min(foreign)}'",
            hint="Name a new folder, or an empty one; it is made if it is not there.",
        )
