"""What the preview answers: only to its own window, and only about this project's chapters."""

from __future__ import annotations

import json
from contextlib import contextmanager
from typing import TYPE_CHECKING

import pytest
from previewing import FILES, FIRST
from serving import Answer, connect, read_answer, serving

from booklet.preview.app import make_app
from booklet.preview.session import PreviewSession

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from conftest import MakeProject

    from booklet.server.listen import Listener


@pytest.fixture
def project(make_project: MakeProject) -> Path:
    return make_project(FILES)


@contextmanager
def served(project: Path) -> Iterator[Listener]:
    """Serve a project; no page is set, for nobody looks at one."""
    with PreviewSession(project) as session, serving(make_app(session)) as listener:
        yield listener


def request(
    listener: Listener,
    method: str,
    path: str,
    values: object = None,
    **headers: str,
) -> Answer:
    """Make a request as a page would; a header that is "" is left out."""
    body = b"" if values is None else json.dumps(values).encode()
    name = f"{listener.hosts[0]}:{listener.port}"
    sent = {"Host": name, "Connection": "close", "Content-Length": str(len(body))}
    if values is not None:
        sent |= {"Content-Type": "application/json", "Origin": f"http://{name}"}
    sent |= {key.replace("_", "-"): value for key, value in headers.items()}
    lines = [f"{method} /{listener.secret}{path} HTTP/1.1"]
    lines += [f"{key}: {value}" for key, value in sent.items() if value]
    with connect(listener) as connection:
        connection.sendall("\r\n".join([*lines, "", ""]).encode() + body)
        return read_answer(connection)


def test_a_text_is_read_edited_and_written(project: Path) -> None:
    with served(project) as listener:
        text = json.loads(request(listener, "GET", f"/text?path={FIRST}").body)
        assert text["text"] == FILES[FIRST]
        new = {"path": FIRST, "text": "# Trust\r\n\nNew.\n", "revision": text["revision"]}
        assert json.loads(request(listener, "POST", "/text", new).body) == {"revision": 2}
        # The same window again, with what it has not heard of: another window's text.
        stale = request(listener, "POST", "/text", {**new, "text": "Other"})
        assert (stale.status, json.loads(stale.body)["text"]) == (409, "# Trust\n\nNew.\n")
    assert (project / FIRST).read_text() == "# Trust\n\nNew.\n"


def test_a_hostile_page_gets_nothing(project: Path) -> None:
    change = {"path": FIRST, "text": "Stolen", "revision": 1}
    with served(project) as listener:
        rebound = {"Host": f"evil.example:{listener.port}"}
        for path in ("/", f"/text?path={FIRST}", "/events", "/chapters"):
            assert request(listener, "GET", path, **rebound).status == 421
        assert request(listener, "POST", "/text", change, **rebound).status == 421
        for origin in ("https://evil.example", "null", "http://127.0.0.1:1"):
            assert request(listener, "POST", "/text", change, Origin=origin).status == 403
        for kind in ("text/plain", "application/x-www-form-urlencoded", ""):
            sent = request(listener, "POST", "/text", change, Origin="", Content_Type=kind)
            assert sent.status == 415
        page = request(listener, "GET", "/")
        assert "frame-ancestors 'none'" in page.headers["content-security-policy"]
        assert "unsafe" not in page.headers["content-security-policy"]
        assert "access-control-allow-origin" not in page.headers
    assert (project / FIRST).read_text() == FILES[FIRST]


@pytest.mark.parametrize(
    "path",
    ["../secret.md", "/etc/passwd", "chapters/../../secret.md", "chapters", "", "out/x.pdf"],
)
def test_only_chapters_and_settings_are_read(project: Path, path: str) -> None:
    (project.parent / "secret.md").write_text("Secret")
    with served(project) as listener:
        assert request(listener, "GET", f"/text?path={path}").status == 404
        values = {"path": path, "text": "x", "revision": 1}
        assert request(listener, "POST", "/text", values).status == 404


@pytest.mark.parametrize(
    "values",
    [[], "x", {"path": 1}, {"path": FIRST}, {"path": FIRST, "text": "x", "revision": "1"}],
)
def test_a_request_that_makes_no_sense_is_no_fault_of_ours(project: Path, values: object) -> None:
    with served(project) as listener:
        assert request(listener, "POST", "/text", values).status in {400, 404}


def test_everything_that_the_page_names_is_there(project: Path) -> None:
    with served(project) as listener:
        page = request(listener, "GET", "/").body.decode()
        assert "://" not in page.replace("http://www.w3.org", "")
        for name in ("assets/preview.css", "assets/main.js", "assets/icon.svg"):
            assert name in page
            assert request(listener, "GET", f"/{name}").status == 200
        for name in ("dom", "http", "editor", "pages", "chapters", "findings", "snippets"):
            assert request(listener, "GET", f"/assets/{name}.js").status == 200
        for name in ("fonts/text", "fonts/labels"):
            assert request(listener, "GET", f"/{name}").body[:4] == b"\x00\x01\x00\x00"
        assert request(listener, "GET", "/assets/..%2f..%2fapp.py").status == 404


def test_a_new_booklet_begins_in_an_empty_folder(tmp_path: Path) -> None:
    with served(tmp_path) as listener:
        assert 'data-is-new="yes"' in request(listener, "GET", "/").body.decode()
        answer = request(listener, "POST", "/chapters", {"title": "My rules", "author": "A. B."})
        assert json.loads(answer.body) == {"path": "chapters/01-my-rules.md"}
        empty = request(listener, "POST", "/chapters", {"title": "…"})
        assert (empty.status, bool(json.loads(empty.body)["hint"])) == (422, True)
    assert 'title = "My rules"' in (tmp_path / "booklet.toml").read_text()
