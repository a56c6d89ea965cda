"""What the preview answers: only to its own window, and only about this project's chapters."""

from __future__ import annotations

import asyncio
import json
from contextlib import contextmanager
from threading import Thread
from typing import TYPE_CHECKING

import pytest
from previewing import FILES, FIRST, SECOND, edit
from serving import Answer, connect, read_answer, serving
from test_importers_wordpress import export, item
from word_samples import paragraph, word_file

from booklet.pipelines.session import PARTS
from booklet.preview.app import make_app
from booklet.preview.building import Building, BuildStep
from booklet.preview.live_preview import LivePreview
from booklet.preview.routes.view_pages import stream_news

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
    with LivePreview(project) as preview, serving(make_app(preview)) as listener:
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


def test_a_window_hears_everything_once_and_then_what_has_changed(project: Path) -> None:
    """A message with all of a long book would be read while somebody types."""

    async def listen(preview: LivePreview) -> list[dict[str, object]]:
        messages = stream_news(preview, "standard", FIRST)
        heard = []
        async for message in messages:
            if message.startswith("data: "):
                heard.append(json.loads(message.removeprefix("data: ")))
                if len(heard) == 1:
                    edit(preview, FIRST, lambda text: text.replace("# Trust", "# Faith"))
                elif "chapters" in heard[-1]:
                    break
        await messages.aclose()
        return heard

    preview = LivePreview(project)  # nobody sets pages
    first, *later = asyncio.run(listen(preview))
    assert {"chapters", "findings", "text", "splice", "title", "blocks"} <= first.keys()
    told = {name: value for one in later for name, value in one.items()}
    assert told.keys() == {"chapters", "text"}
    assert [one["title"] for one in told["chapters"]] == ["Faith", "Time"]


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
        for name in (
            "dom",
            "http",
            "editor",
            "pages",
            "thumbnails",
            "chapters",
            "findings",
            "snippets",
            "pictures",
            "imports",
            "settings",
            "results",
        ):
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


def send_file(
    listener: Listener, address: str, name: str, content: bytes, kind: str = "image/png"
) -> Answer:
    """Send a file as a page would that it was dropped on."""
    with connect(listener) as connection:
        head = (
            f"POST /{listener.secret}/{address}?name={name} HTTP/1.1\r\n"
            f"Host: {listener.hosts[0]}:{listener.port}\r\nConnection: close\r\n"
            f"Content-Type: {kind}\r\nContent-Length: {len(content)}\r\n\r\n"
        )
        connection.sendall(head.encode() + content)
        return read_answer(connection)


def test_a_picture_is_kept_once_and_never_over_another(project: Path) -> None:
    with served(project) as listener:
        assert json.loads(send_file(listener, "picture", "Our%20Map.PNG", b"one").body) == {
            "path": "images/our-map.png"
        }
        assert json.loads(send_file(listener, "picture", "Our%20Map.PNG", b"one").body) == {
            "path": "images/our-map.png"
        }
        other = {"path": "images/our-map-2.png"}
        assert (
            json.loads(send_file(listener, "picture", "..%2F..%2FOur%20Map.png", b"two").body)
            == other
        )
        assert send_file(listener, "picture", "run.html", b"<script>").status == 422
        assert send_file(listener, "picture", "map.png", b"x", "text/plain").status == 415
    images = project / "chapters/images"
    assert {path.name: path.read_bytes() for path in images.iterdir()} == {
        "our-map.png": b"one",
        "our-map-2.png": b"two",
    }


def test_a_dropped_file_becomes_a_chapter_and_every_word_is_told(project: Path) -> None:
    (project / "secret.png").write_bytes(b"x")
    page = b"<h1>Wolves</h1><p>They are <script>x</script>shy.</p><img src='secret.png' alt='A'>"
    kind = "application/octet-stream"
    with served(project) as listener:
        text = json.loads(request(listener, "GET", f"/text?path={FIRST}").body)
        new = {"path": FIRST, "text": "# Trust\n\nNew.\n", "revision": text["revision"]}
        request(listener, "POST", "/text", new)
        answer = send_file(listener, "import", "..%2FWolves.html", page, kind)
        ledger = json.loads(answer.body)
        [chapter] = ledger["chapters"]
        assert (chapter["path"], chapter["verb"]) == ("chapters/03-wolves.md", "Wrote")
        assert ledger["words"] >= 3
        assert ledger["report"].startswith("# Import report")
        listed = json.loads(request(listener, "GET", "/chapters").body)["chapters"]
        assert [one["title"] for one in listed] == ["Trust", "Time", "Wolves"]
        again = json.loads(send_file(listener, "import", "Wolves.html", page, kind).body)
        assert [one["verb"] for one in again["chapters"]] == ["Unchanged"]
        newer = page.replace(b"shy", b"bold")
        left = json.loads(send_file(listener, "import", "Wolves.html", newer, kind).body)
        assert [one["isOutdated"] for one in left["chapters"]] == [True]
        assert "They are shy." in (project / "chapters/03-wolves.md").read_text()
        asked = "Wolves.html&update=yes"
        brought = json.loads(send_file(listener, "import", asked, newer, kind).body)
        assert [one["verb"] for one in brought["chapters"]] == ["Updated"]
        unusable = send_file(listener, "import", "run.exe", b"MZ\x00\x01" * 99, kind)
        assert (unusable.status, bool(json.loads(unusable.body)["hint"])) == (422, True)
        assert send_file(listener, "import", "a.txt", b"Words", "text/plain").status == 415
    assert "They are bold." in (project / "chapters/03-wolves.md").read_text()
    assert (project / FIRST).read_text() == "# Trust\n\nNew.\n"
    assert not (project / "chapters/images").exists()  # nothing beside a file that has no folder


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("rules.docx", word_file(paragraph("Wolves", style="Title") + paragraph("They are shy."))),
        ("blog.xml", export(item("<p>They are shy.</p>", title="Wolves")).encode()),
    ],
)
def test_word_and_wordpress_become_chapters(tmp_path: Path, name: str, content: bytes) -> None:
    with served(tmp_path) as listener:
        sent = send_file(listener, "import", name, content, "application/octet-stream")
        [chapter] = json.loads(sent.body)["chapters"]
        assert chapter["path"] == "chapters/01-wolves.md"
        assert 'data-is-new=""' in request(listener, "GET", "/").body.decode()
    assert "They are shy." in (tmp_path / "chapters/01-wolves.md").read_text()


def test_the_form_of_settings_changes_only_its_lines(project: Path) -> None:
    (project / "booklet.toml").write_text('# Ours.\ntitle = "Trust"  # short\nversion = "2"\n')
    with served(project) as listener:
        shown = json.loads(request(listener, "GET", "/settings").body)
        assert (shown["title"], shown["accent"], shown["authors"]) == ("Trust", "#0f5257", [])
        new = {"title": "Trust  me", "authors": ["A", "B"], "session": "2026-09-02"}
        assert request(listener, "POST", "/settings", new).status == 200
        pale = json.loads(request(listener, "POST", "/settings", {"accent": "#ffff00"}).body)
        assert "contrast" in pale["problem"]
        assert "dark enough" in pale["hint"]
        for wrong in ({"isbn": "1"}, {"title": 1}, {"authors": "A"}, {"session": "soon"}):
            assert request(listener, "POST", "/settings", wrong).status == 400
    assert (project / "booklet.toml").read_text() == (
        '# Ours.\ntitle = "Trust me"  # short\nversion = "2"\n'
        'author = ["A", "B"]\nsession = 2026-09-02\n'
    )


def test_settings_that_are_wrong_are_mended_in_the_text(project: Path) -> None:
    (project / "booklet.toml").write_text('title = "Trust"\nautor = "A"\n')
    with served(project) as listener:
        assert request(listener, "GET", "/settings").status == 422
        assert request(listener, "POST", "/settings", {"title": "New"}).status == 422
    assert (project / "booklet.toml").read_text() == 'title = "Trust"\nautor = "A"\n'


def test_settings_begin_with_an_empty_file(make_project: MakeProject) -> None:
    project = make_project({FIRST: FILES[FIRST]})
    with served(project) as listener:
        text = json.loads(request(listener, "GET", "/text?path=booklet.toml").body)
        assert text["text"] == ""
        new = {"path": "booklet.toml", "text": 'title = "T"\n', "revision": text["revision"]}
        assert request(listener, "POST", "/text", new).status == 200
    assert (project / "booklet.toml").read_text() == 'title = "T"\n'


@pytest.mark.slow
def test_the_copier_gets_what_is_written_now(project: Path) -> None:
    with served(project) as listener:
        text = json.loads(request(listener, "GET", f"/text?path={FIRST}").body)
        new = {"path": FIRST, "text": "# Trust\n\nNew.\n", "revision": text["revision"]}
        request(listener, "POST", "/text", new)
        answer = request(listener, "POST", "/build", {"what": "copier"})
        names = [one["name"] for one in json.loads(answer.body)["products"]]
        assert [name for name in names if name.endswith("A4-booklet.pdf")]
        product = request(listener, "GET", f"/products/{names[0]}")
        assert product.body == (project / "out" / names[0]).read_bytes()
        assert "attachment" in product.headers["content-disposition"]
        assert request(listener, "GET", "/products/booklet.toml").status == 404
        assert request(listener, "POST", "/build", {"what": "rm"}).status == 400
        elsewhere = {"what": "session", "chapter": "chapters/../../secret.md"}
        assert request(listener, "POST", "/build", elsewhere).status == 404
    assert (project / FIRST).read_text() == "# Trust\n\nNew.\n"


@pytest.mark.slow
def test_the_folder_for_a_session_is_about_the_chapter_that_is_open(project: Path) -> None:
    steps: list[BuildStep | None] = []
    with LivePreview(project) as preview, serving(make_app(preview)) as listener:
        preview.listen(lambda: steps.append(preview.building.step))
        asked = {"what": "session", "chapter": SECOND}
        answer = request(listener, "POST", "/build", asked)
        names = [one["name"] for one in json.loads(answer.body)["products"]]
        assert names[0].endswith("-time/00-read-me.html")
        read_me = request(listener, "GET", f"/products/{names[0]}")
        assert read_me.body == (project / "out" / names[0]).read_bytes()
    told = [one for one in steps if one and one.what == "session"]
    assert [one.title for one in told if one.total == len(PARTS)][-1] == "posters"
    assert told[-1].done == told[-1].total
    assert steps[-1] is None


def test_one_build_runs_at_a_time_and_its_end_is_told_whatever_happens() -> None:
    steps: list[BuildStep | None] = []
    building = Building(lambda: steps.append(building.step))

    def build_another() -> None:
        with building.begin("copier"):
            pass

    def fail() -> None:
        with building.begin("ebook") as report:
            report("Trust", 1, 2)
            other.start()
            raise OSError("the disk is full")

    other = Thread(target=build_another)
    with pytest.raises(OSError, match="full"):
        fail()
    other.join()
    assert steps == [
        BuildStep("ebook"),
        BuildStep("ebook", "Trust", 1, 2),
        None,
        BuildStep("copier"),
        None,
    ]
