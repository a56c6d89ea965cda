"""Take a picture that was dropped or chosen: beside the chapters, under a name for every system."""

from __future__ import annotations

import asyncio
from pathlib import PurePosixPath
from typing import TYPE_CHECKING

from starlette.exceptions import HTTPException
from starlette.responses import JSONResponse

from booklet.common.errors import UsageError
from booklet.manuscript.listing import FOLDER
from booklet.manuscript.pictures import LARGEST_FILE
from booklet.preview.project_files import ProjectFiles
from booklet.preview.routes.requests import read_body
from booklet.scaffold import chapter_name

if TYPE_CHECKING:
    from pathlib import Path

    from starlette.requests import Request
    from starlette.responses import Response

    from booklet.preview.live_preview import LivePreview
    from booklet.preview.routes.requests import Answer

_SUFFIXES = frozenset({".png", ".jpg", ".jpeg", ".gif", ".webp", ".svg"})
_IMAGES = f"{FOLDER}/images"


async def _take(preview: LivePreview, request: Request) -> Response:
    if not request.headers.get("content-type", "").startswith("image/"):
        raise HTTPException(415)
    content = await read_body(request, LARGEST_FILE)
    name = request.query_params.get("name", "")
    path = await asyncio.to_thread(keep_picture, preview.project, name, content)
    preview.notice_files()
    return JSONResponse({"path": path})


def keep_picture(project: Path, name: str, content: bytes) -> str:
    """Write a picture's file, unless it is there already.

    Args:
        project: its folder.
        name: that the file had.
        content: all of it.

    Returns:
        What a chapter calls the picture: its path from the folder of chapters.

    Raises:
        UsageError: when it is no picture that a booklet can show.
        OSError: when it cannot be written.
    """
    given = PurePosixPath(name.replace("\\", "/"))
    suffix = given.suffix.lower()
    if suffix not in _SUFFIXES:
        raise UsageError(
            f"'{given.name}' is no picture that a booklet can show",
            hint="Save it as PNG or JPEG, and drop that file.",
        )
    stem = chapter_name(given.stem) if any(map(str.isalnum, given.stem)) else "picture"
    files, number = ProjectFiles(project), 1
    while True:
        end = f"-{number}" if number > 1 else ""
        path = f"{_IMAGES}/{stem}{end}{suffix}"
        known = files.read(path, largest=LARGEST_FILE)
        if known is None:
            files.write(path, content)
        if known in {None, content}:
            return path.removeprefix(f"{FOLDER}/")
        number += 1


PICTURES: tuple[tuple[str, Answer, str], ...] = (("/picture", _take, "POST"),)
"""Addresses, what answers there, and the method of the requests."""
