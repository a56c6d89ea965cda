"""The preview's pages and answers for browsers, on Starlette. It knows no address and no secret.

Whoever serves it stands before it: `booklet/server/guard.py` turns away requests from other sites
and under other names. Requests that change something are JSON, which no form of another site can
send either.
"""

from __future__ import annotations

from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING

import jinja2
from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from booklet.common.errors import BookletError
from booklet.pipelines.preview import PRODUCTS
from booklet.preview.routes.add_pictures import PICTURES
from booklet.preview.routes.build_products import RESULTS
from booklet.preview.routes.edit_settings import SETTINGS
from booklet.preview.routes.edit_texts import WRITING
from booklet.preview.routes.import_files import IMPORTS
from booklet.preview.routes.messages import text_message
from booklet.preview.routes.requests import FOR_EVER
from booklet.preview.routes.view_pages import VIEWING
from booklet.preview.texts import StaleEditError
from booklet.scaffold import is_new
from booklet.theme.editions import edition_names
from booklet.theme.typefaces import nearest_face
from booklet.theme.welsh_letters import WELSH_LETTERS

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from starlette.requests import Request

    from booklet.preview.live_preview import LivePreview
    from booklet.preview.routes.requests import Answer


_TYPES = {
    ".css": "text/css",
    ".js": "text/javascript",
    ".html": "text/html",
    ".svg": "image/svg+xml",
}
_FONTS = {"text": "Literata", "labels": "Atkinson Hyperlegible"}
_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' blob: data:; "
    "font-src 'self'; connect-src 'self'; base-uri 'none'; form-action 'none'; "
    "frame-ancestors 'none'"
)


def make_app(preview: LivePreview) -> Starlette:
    """Make the application for one project."""
    routes = (
        ("/", _page, "GET"),
        ("/assets/{name}", _asset, "GET"),
        ("/fonts/{name}", _font, "GET"),
        *VIEWING,
        *WRITING,
        *PICTURES,
        *RESULTS,
        *IMPORTS,
        *SETTINGS,
    )

    def bound(answer: Answer) -> Callable[[Request], Awaitable[Response]]:
        async def respond(request: Request) -> Response:
            try:
                response = await answer(preview, request)
            except BookletError as error:
                response = JSONResponse({"problem": error.problem, "hint": error.hint}, 422)
            except StaleEditError as error:
                response = JSONResponse(text_message(preview, error.current), 409)
            except OSError as error:
                problem = f"'{error.filename}' cannot be changed: {error.strerror}"
                hint = "Close it in other programs, and look at whether you may write there."
                response = JSONResponse({"problem": problem, "hint": hint}, 422)
            response.headers["Content-Security-Policy"] = _POLICY
            response.headers.setdefault("Cache-Control", "no-store")
            return response

        return respond

    return Starlette(
        routes=[Route(path, bound(answer), methods=[method]) for path, answer, method in routes]
    )


async def _page(preview: LivePreview, request: Request) -> Response:
    del request
    template = _templates().get_template("preview.html")
    html = template.render(
        folder=preview.project.resolve().name,
        is_new=is_new(preview.project),
        editions=edition_names(preview.project),
        products=PRODUCTS,
    )
    return Response(html, media_type="text/html")


async def _asset(preview: LivePreview, request: Request) -> Response:
    del preview
    name = request.path_params["name"]
    found = next((one for one in _assets() if one == name), None)
    if found is None:
        raise HTTPException(404)
    suffix = name[name.rindex(".") :]
    return Response(
        _assets()[found], media_type=_TYPES[suffix], headers={"Cache-Control": "no-cache"}
    )


async def _font(preview: LivePreview, request: Request) -> Response:
    del preview
    family = _FONTS.get(request.path_params["name"])
    if family is None:
        raise HTTPException(404)
    face = nearest_face(family, bold=False, characters=WELSH_LETTERS)
    return Response(face.content, media_type="font/ttf", headers={"Cache-Control": FOR_EVER})


@cache
def _assets() -> dict[str, bytes]:
    folder = files("booklet.preview") / "web"
    return {
        one.name: one.read_bytes()
        for one in folder.iterdir()
        if one.name.endswith((".css", ".js", ".svg"))
    }


@cache
def _templates() -> jinja2.Environment:
    return jinja2.Environment(
        loader=jinja2.PackageLoader("booklet.preview", "web"), autoescape=True
    )
