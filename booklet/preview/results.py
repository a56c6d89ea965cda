"""What a window asks to be built, the booklet for the copier or the e-book, and its files."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from starlette.exceptions import HTTPException
from starlette.responses import FileResponse, JSONResponse

from booklet.common.outputs import OUT, folder_inside
from booklet.pipelines.book import build_edition, build_epub
from booklet.preview.requests import read_values, string_of
from booklet.theme.editions import edition_names

if TYPE_CHECKING:
    from starlette.requests import Request
    from starlette.responses import Response

    from booklet.common.outputs import Product
    from booklet.preview.requests import Answer
    from booklet.preview.session import PreviewSession


async def _build(session: PreviewSession, request: Request) -> Response:
    """Build what was asked for from what is written now; most pages are set already."""
    values = await read_values(request)
    what = string_of(values, "what")
    edition = str(values.get("edition") or "standard")
    if what not in {"copier", "ebook"} or edition not in edition_names(session.project):
        raise HTTPException(400)
    products = await asyncio.to_thread(_products, session, what, edition)
    session.offer({product.path.name: product.path for product in products})
    return JSONResponse(
        {"products": [{"name": one.path.name, "measure": one.measure} for one in products]}
    )


def _products(session: PreviewSession, what: str, edition: str) -> tuple[Product, ...]:
    session.texts.save()
    out = folder_inside(session.project, OUT)
    context = session.build_context
    if what == "ebook":
        return (build_epub(session.project, out, build_context=context),)
    return build_edition(session.project, out, edition, build_context=context)


async def _product(session: PreviewSession, request: Request) -> Response:
    path = session.offered(request.path_params["name"])
    if path is None or not path.is_file():
        raise HTTPException(404)
    return FileResponse(path, filename=path.name)


RESULTS: tuple[tuple[str, Answer, str], ...] = (
    ("/build", _build, "POST"),
    ("/products/{name}", _product, "GET"),
)
"""Addresses, what answers there, and the method of the requests."""
