"""Take a file of another program that was dropped or chosen: its texts become chapters."""

from __future__ import annotations

import asyncio
from pathlib import PurePosixPath
from typing import TYPE_CHECKING, Any

from starlette.exceptions import HTTPException
from starlette.responses import JSONResponse

from booklet.common.extras import require_extra
from booklet.importers.files import LARGEST_FILE, ImportedFile
from booklet.importers.report import Outcome
from booklet.importers.select import Choice
from booklet.pipelines.import_files import import_files
from booklet.preview.project_files import ProjectFiles, decode_text
from booklet.preview.routes.messages import finding_message
from booklet.preview.routes.requests import read_body

if TYPE_CHECKING:
    from starlette.requests import Request
    from starlette.responses import Response

    from booklet.preview.live_preview import LivePreview
    from booklet.preview.routes.requests import Answer

_KIND = "application/octet-stream"
"""What a file is sent as, whatever it is: no form of another site can send this."""


async def _import(preview: LivePreview, request: Request) -> Response:
    if request.headers.get("content-type", "") != _KIND:
        raise HTTPException(415)
    name = PurePosixPath(request.query_params.get("name", "").replace("\\", "/")).name
    content = await read_body(request, LARGEST_FILE)
    is_update = request.query_params.get("update", "") == "yes"
    ledger = await asyncio.to_thread(import_dropped, preview, name, content, is_update=is_update)
    preview.notice_files()
    return JSONResponse(ledger)


def import_dropped(
    preview: LivePreview, name: str, content: bytes, *, is_update: bool = False
) -> dict[str, Any]:
    """Import a file, after what is unsaved is written; nothing that is there is written over.

    Args:
        preview: of the project.
        name: that the file had.
        content: all of it.
        is_update: whether chapters that were imported before, and not changed since, are brought up
            to date.

    Returns:
        The ledger: what became of each chapter, the words, the findings, and the report's text.

    Raises:
        BookletError: as `import_files` does.
        OSError: when what is unsaved cannot be written.
    """
    require_extra("import", "lxml", "mammoth")
    preview.texts.save()
    file = ImportedFile(name or "file", content, has_folder=False)
    with preview.building.begin("import"):
        result = import_files((file,), preview.project, Choice(), is_update=is_update)
    report = result.report.relative_to(preview.project).as_posix()
    return {
        "chapters": [
            {
                "path": one.path.relative_to(preview.project).as_posix(),
                "verb": one.outcome.verb,
                "told": one.outcome.sentence,
                "isOutdated": one.outcome is Outcome.CHANGED,
            }
            for one in result.chapters
        ],
        "words": result.words_in,
        "listed": result.words_listed,
        "findings": [finding_message(one) for one in result.findings],
        "report": decode_text(report, ProjectFiles(preview.project).read(report) or b""),
    }


IMPORTS: tuple[tuple[str, Answer, str], ...] = (("/import", _import, "POST"),)
"""Addresses, what answers there, and the method of the requests."""
