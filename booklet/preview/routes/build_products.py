"""What a window asks to be built: the copier's files, the e-book, a session's folder; and these."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from pathlib import PurePosixPath
from typing import TYPE_CHECKING

from starlette.exceptions import HTTPException
from starlette.responses import FileResponse, JSONResponse

from booklet.common.outputs import OUT, folder_inside
from booklet.common.product_paths import STANDARD
from booklet.common.stray_settings import FILE_NAME
from booklet.pipelines.book import build_edition, build_epub
from booklet.pipelines.preview import PRODUCTS
from booklet.pipelines.session import build_session
from booklet.preview.routes.requests import known_path, read_values, string_of
from booklet.theme.editions import edition_names

if TYPE_CHECKING:
    from pathlib import Path

    from starlette.requests import Request
    from starlette.responses import Response

    from booklet.common.outputs import Product
    from booklet.preview.live_preview import LivePreview
    from booklet.preview.routes.requests import Answer
    from booklet.scheduling.build_context import BuildContext


async def _build(preview: LivePreview, request: Request) -> Response:
    """Build what was asked for from what is written now; most pages are set already."""
    values = await read_values(request)
    what = string_of(values, "what")
    edition = str(values.get("edition") or STANDARD)
    edition = STANDARD if edition in PRODUCTS else edition
    chapter = str(values.get("chapter") or "")
    if what not in _BUILDS or edition not in edition_names(preview.project):
        raise HTTPException(400)
    if chapter:
        chapter = known_path(preview, chapter)
    answer = await asyncio.to_thread(_products, preview, what, edition, chapter)
    return JSONResponse({"products": answer})


def _products(preview: LivePreview, what: str, edition: str, chapter: str) -> list[dict[str, str]]:
    preview.texts.save()
    out = folder_inside(preview.project, OUT)
    with preview.building.begin(what) as progress:
        context = replace(preview.build_context, progress=progress)
        products = _BUILDS[what](preview.project, out, edition, chapter, context)
    names = preview.building.offer(out, (one.path for one in products))
    return [
        {"name": name, "measure": one.measure} for name, one in zip(names, products, strict=True)
    ]


def _build_copier(
    project: Path, out: Path, edition: str, chapter: str, context: BuildContext
) -> tuple[Product, ...]:
    del chapter
    return build_edition(project, out, edition, build_context=context)


def _build_ebook(
    project: Path, out: Path, edition: str, chapter: str, context: BuildContext
) -> tuple[Product, ...]:
    del edition, chapter
    return (build_epub(project, out, build_context=context),)


def _build_session(
    project: Path, out: Path, edition: str, chapter: str, context: BuildContext
) -> tuple[Product, ...]:
    """Build the folder for a session about the chapter that is open; else about the first."""
    del edition
    name = PurePosixPath(chapter).name if chapter != FILE_NAME else ""
    return build_session(project, out, chapter=name, build_context=context)


_BUILDS = {"copier": _build_copier, "ebook": _build_ebook, "session": _build_session}
"""What is built, by the name that its button sends."""


async def _product(preview: LivePreview, request: Request) -> Response:
    path = preview.building.offered(request.path_params["name"])
    if path is None or not path.is_file():
        raise HTTPException(404)
    return FileResponse(path, filename=path.name)


RESULTS: tuple[tuple[str, Answer, str], ...] = (
    ("/build", _build, "POST"),
    ("/products/{name:path}", _product, "GET"),
)
"""Addresses, what answers there, and the method of the requests."""
