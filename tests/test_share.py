"""What is for everybody is shared with everybody, and nothing else is with anybody."""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
import re
import signal
import socket
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

import psutil
import pytest
from conftest import missing, program
from lan import NETWORK
from reading import find_libraries
from serving import Answer, ask, read_answer, serving
from systems import needs_links, needs_posix

from booklet.common.dates import read_duration
from booklet.common.errors import UsageError
from booklet.pipelines.share import find_shared, write_shared
from booklet.share import network
from booklet.share.app import Visitors, make_app
from booklet.share.files import Kind, choose_folder
from booklet.share.network import local_addresses
from booklet.share.page import lay_out_leader_page, lay_out_page

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from conftest import Finished, Sample
    from starlette.types import ASGIApp, Receive, Scope, Send

    from booklet.pipelines.share import Shared
    from booklet.server.listen import Listener

    MakeProject = Callable[[Mapping[str, str | bytes]], Path]

PROJECT = {
    "booklet.toml": 'title = "Talk"\nlanguage = "en-GB"\n',
    "chapters/1-listen.md": "# Listen\n\nX.\n",
}
FOR_EVERYBODY = {
    "index.html": b"<!DOCTYPE html><title>Listen</title>",
    "talk.epub": b"an e-book" * 1000,
    "talk-A5-pages.pdf": b"%PDF pages",
    "talk-A5-fillable.pdf": b"%PDF form",
    "editions/talk-clear-A4-pages.pdf": b"%PDF clear",
    "editions/talk-clear-A4-screen.pdf": b"%PDF clear in a colour",
    "editions/talk-large-print-A4-pages.pdf": b"%PDF large",
    "session.ics": b"BEGIN:VCALENDAR",
    "handouts/talk-1-listen-A4-handout.pdf": b"%PDF handout",
}
FOR_SOME = (
    *("talk-A4-booklet.pdf", "talk-print-me.pdf", "job-ticket.pdf", "run-sheet.pdf", "groups.html"),
    *("editions/talk-facilitator-A4-pages.pdf", "00-read-me.html", "staff.csv", "slides.pptx"),
)
SHOWN = (
    *("read.html", "talk.epub", "talk-A5-pages.pdf", "talk-A5-fillable.pdf"),
    *("talk-clear-A4-screen.pdf", "talk-large-print-A4-pages.pdf", "session.ics"),
    "talk-1-listen-A4-handout.pdf",
)


@pytest.fixture
def project(make_project: MakeProject) -> Path:
    built = {**FOR_EVERYBODY, **dict.fromkeys(FOR_SOME, b"not for phones")}
    return make_project({**PROJECT, **{f"out/{name}": content for name, content in built.items()}})


@pytest.fixture
def shared(project: Path) -> Shared:
    return find_shared(project, project / "out")


class Served(NamedTuple):
    """What is served while a test runs."""

    listener: Listener
    visitors: Visitors
    out: Path


@pytest.fixture
def served(shared: Shared) -> Iterator[Served]:
    visitors = Visitors(frozenset())
    page = lay_out_page(shared.publication, shared.layouts, shared.files)
    leader = lay_out_leader_page(
        shared.publication, shared.layouts, "http://127.0.0.1:1/x/", "17:30", is_open=True
    )
    with serving(make_app(page, leader, shared.files, visitors)) as listener:
        yield Served(listener, visitors, shared.folder)


def test_the_files_for_everybody_are_found_in_the_order_of_their_buttons(shared: Shared) -> None:
    assert tuple(file.name for file in shared.files) == SHOWN


def test_the_session_that_was_built_last_is_shared(project: Path) -> None:
    out = project / "out"
    assert choose_folder(out) == out
    for name, day in (("session-2026-09-02", 2), ("session-2026-09-01", 3)):
        (out / name).mkdir()
        (out / name / "talk.epub").write_bytes(b"x")
        os.utime(out / name, (day, day))
    found = find_shared(project, out)
    assert found.folder == out / "session-2026-09-01"
    assert [file.name for file in found.files] == ["talk.epub"]


def test_nothing_to_share_is_said(make_project: MakeProject) -> None:
    project = make_project(PROJECT)
    with pytest.raises(UsageError, match=r"nothing in .* to share yet"):
        find_shared(project, project / "out")


@needs_links
def test_a_link_in_a_folder_from_anybody_shares_nothing(project: Path, tmp_path: Path) -> None:
    secret = tmp_path / "secret"
    secret.write_bytes(b"mine")
    out = project / "out"
    (out / "talk.epub").unlink()
    (out / "talk.epub").symlink_to(secret)
    (out / "session-x").symlink_to(tmp_path)
    shared = find_shared(project, out)
    assert shared.folder == out
    assert Kind.EPUB not in {file.kind for file in shared.files}


def test_every_listed_file_arrives_as_it_is(served: Served) -> None:
    for name, path in zip(
        SHOWN, (key for key in FOR_EVERYBODY if "clear-A4-pages" not in key), strict=True
    ):
        answer = ask(served.listener, name)
        assert (answer.status, answer.body) == (200, FOR_EVERYBODY[path]), name
        assert answer.headers["content-disposition"] == f'inline; filename="{name}"'
    kinds = {name: ask(served.listener, name).headers["content-type"] for name in SHOWN}
    assert kinds["talk.epub"] == "application/epub+zip"
    assert kinds["session.ics"].startswith("text/calendar")
    assert kinds["talk-A5-pages.pdf"] == "application/pdf"


@pytest.mark.parametrize(
    "path",
    [
        *(
            "index.html",
            "job-ticket.pdf",
            "editions/talk-facilitator-A4-pages.pdf",
            "out/talk.epub",
        ),
        *("../talk.epub", "../../booklet.toml", "%2e%2e/%2e%2e/booklet.toml", "..%2fbooklet.toml"),
        *(
            "..\\booklet.toml",
            "talk.epub%00.pdf",
            "/etc/passwd",
            "//etc/passwd",
            "C:/x",
            "talk.EPUB",
        ),
        *("~/x", "file:///etc/passwd", "http://127.0.0.1/etc/passwd", "%c0%ae%c0%ae/", "a" * 9000),
    ],
)
def test_nothing_else_is_ever_read(served: Served, path: str) -> None:
    for target in (
        path,
        f"/{served.listener.secret}/{path}",
        f"/{served.listener.secret}/x/../{path}",
    ):
        answer = ask(served.listener, target)
        assert answer.status in {400, 404}, target
        assert b"not for phones" not in answer.body
        assert b"title" not in answer.body


def test_it_can_only_be_read(served: Served) -> None:
    for method in ("POST", "PUT", "DELETE", "OPTIONS", "TRACE"):
        assert ask(served.listener, "talk.epub", method=method).status == 405, method
        assert ask(served.listener, "", method=method).status == 405, method
    head = ask(served.listener, "talk.epub", method="HEAD")
    assert (head.status, head.headers["content-length"], head.body) == (200, "9000", b"")


@pytest.mark.parametrize(
    ("asked", "status", "part"),
    [
        ("bytes=0-3", 206, slice(4)),
        ("bytes=-5", 206, slice(-5, None)),
        ("bytes=8990-", 206, slice(8990, None)),
        ("bytes=9000-", 416, slice(0, 0)),
        ("bytes=5-2", 400, None),
        ("lines=1-2", 400, None),
    ],
)
def test_a_part_of_a_file_can_be_asked_for(
    served: Served, asked: str, status: int, part: slice | None
) -> None:
    answer = ask(served.listener, "talk.epub", Range=asked)
    assert answer.status == status
    if part is not None:
        assert answer.body == FOR_EVERYBODY["talk.epub"][part]
    assert ask(served.listener, "talk.epub").headers["accept-ranges"] == "bytes"


def test_a_hundred_parts_cost_no_more_than_the_file(served: Served) -> None:
    ranges = ",".join(f"{start}-8999" for start in range(90))
    assert len(ask(served.listener, "talk.epub", Range=f"bytes={ranges}").body) <= 9000
    many = ",".join("0-0" for _ in range(2000))
    assert len(ask(served.listener, "talk.epub", Range=f"bytes={many}").body) <= 9000


def test_a_browser_asks_whether_its_copy_is_still_right(served: Served) -> None:
    for path in ("", "talk.epub"):
        first = ask(served.listener, path)
        assert first.headers["cache-control"] == "private, no-cache"
        again = ask(served.listener, path, If_None_Match=first.headers["etag"])
        assert (again.status, again.body) == (304, b"")
        assert again.headers["etag"] == first.headers["etag"]
    tag = ask(served.listener, "talk.epub").headers["etag"]
    part = ask(served.listener, "talk.epub", Range="bytes=0-0", If_Range=tag)
    assert (part.status, part.body) == (206, b"a")
    (served.out / "talk.epub").write_bytes(b"built again")
    assert ask(served.listener, "talk.epub", If_None_Match=tag).body == b"built again"
    whole = ask(served.listener, "talk.epub", Range="bytes=0-0", If_Range=tag)
    assert (whole.status, whole.body) == (200, b"built again")


def test_a_file_that_has_gone_is_not_there(served: Served) -> None:
    (served.out / "talk.epub").unlink()
    assert ask(served.listener, "talk.epub").status == 404


def test_a_page_may_load_nothing_from_anywhere(served: Served) -> None:
    for path in ("", "leader/", "read.html"):
        policy = ask(served.listener, path).headers["content-security-policy"]
        assert policy.startswith("default-src 'none'; ")
        assert "frame-ancestors 'none'" in policy
    assert "script-src" not in ask(served.listener, "").headers["content-security-policy"]


def test_devices_are_counted_once_and_only_for_the_leader(
    served: Served, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Visitors, "is_own", lambda _, host: host == "127.0.0.1")
    status = f"/{served.listener.secret}/leader/status"
    assert json.loads(ask(served.listener, status).body) == {"devices": 0}
    for source in ("127.0.0.5", "127.0.0.5", "127.0.0.6"):
        assert ask(served.listener, "", source=source).status == 200
    assert json.loads(ask(served.listener, status).body) == {"devices": 2}
    for path in ("leader/", "leader/status"):
        assert ask(served.listener, path, source="127.0.0.5").status == 404


def test_this_computer_is_no_other_device() -> None:
    visitors = Visitors(frozenset({"192.168.1.20"}))
    for host in ("127.0.0.1", "192.168.1.20", "192.168.1.7", "192.168.1.7"):
        visitors.note(host)
    assert visitors.count == 1


def test_wi_fi_comes_before_cables_and_virtual_networks(monkeypatch: pytest.MonkeyPatch) -> None:
    class Entry(NamedTuple):
        family: socket.AddressFamily
        address: str

    class State(NamedTuple):
        isup: bool

    v4, v6 = socket.AF_INET, socket.AF_INET6
    entries = {
        "docker0": [Entry(v4, "172.17.0.1")],
        "lo": [Entry(v4, "127.0.0.1")],
        "eth0": [Entry(v4, "10.0.0.5"), Entry(v6, "fe80::1")],
        "eth1": [Entry(v4, "169.254.3.4")],
        "wlan0": [Entry(v4, "192.168.1.20")],
        "wlan1": [Entry(v4, "192.168.1.21")],
    }
    monkeypatch.setattr(network.psutil, "net_if_addrs", lambda: entries)
    states = {name: State(name != "wlan1") for name in entries}
    monkeypatch.setattr(network.psutil, "net_if_stats", lambda: states)
    assert local_addresses() == ("192.168.1.20", "10.0.0.5", "172.17.0.1")


@pytest.mark.parametrize(
    ("written", "minutes"),
    [("2h", 120), ("90m", 90), ("1h30", 90), ("1h 5 min", 65), ("45", 45), ("1.5h", 90)],
)
def test_how_long_is_written_as_people_do(written: str, minutes: float) -> None:
    assert read_duration(written).total_seconds() == 60 * minutes


@pytest.mark.parametrize("written", ["", "soon", "0h", "-1h", "25h", "1d", "99999999h"])
def test_no_other_length_is_taken(written: str) -> None:
    with pytest.raises(ValueError, match=r"hours and minutes|up to 24h"):
        read_duration(written)


def test_a_website_has_the_same_page_and_files(shared: Shared, tmp_path: Path) -> None:
    site = tmp_path / "site"
    product = write_shared(shared, site)
    assert product.path == site / "index.html"
    page = product.path.read_text("utf-8")
    assert page == lay_out_page(shared.publication, shared.layouts, shared.files).html
    links = re.findall(r'href="([^"]+)"', page)
    assert [link for link in links if not link.startswith("data:")] == list(SHOWN)
    assert "://" not in page
    assert {path.name for path in site.iterdir()} == {*SHOWN, "index.html", "booklet-share.json"}
    assert (site / "talk.epub").read_bytes() == FOR_EVERYBODY["talk.epub"]


def test_a_website_is_replaced_and_what_is_no_longer_there_goes(
    project: Path, shared: Shared, tmp_path: Path
) -> None:
    write_shared(shared, tmp_path / "site")
    (tmp_path / "site" / "logo.png").write_bytes(b"the school's own")
    (project / "out" / "session.ics").unlink()
    (project / "out" / "talk.epub").write_bytes(b"built again")
    write_shared(find_shared(project, project / "out"), tmp_path / "site")
    names = {path.name for path in (tmp_path / "site").iterdir()}
    assert names == {*SHOWN, "index.html", "booklet-share.json", "logo.png"} - {"session.ics"}
    assert (tmp_path / "site" / "talk.epub").read_bytes() == b"built again"


@pytest.mark.parametrize("name", ["index.html", "holiday.jpg", "booklet-share.json"])
def test_a_folder_with_somebody_else_s_files_is_left_alone(
    shared: Shared, tmp_path: Path, name: str
) -> None:
    site = tmp_path / "site"
    site.mkdir()
    (site / name).write_text("not ours")
    with pytest.raises(UsageError, match=f"such as '{name}'"):
        write_shared(shared, site)
    assert [path.name for path in site.iterdir()] == [name]


def test_a_list_from_anybody_removes_nothing_elsewhere(shared: Shared, tmp_path: Path) -> None:
    site, other = tmp_path / "site", tmp_path / "other.txt"
    other.write_text("mine")
    site.mkdir()
    names = ["../other.txt", str(other), "..", "", "sub/x", 3]
    (site / "booklet-share.json").write_text(json.dumps({"files": ["booklet-share.json", *names]}))
    write_shared(shared, site)
    assert other.read_text() == "mine"


def test_the_command_says_where_and_that_only_this_computer_gets_there(
    run_booklet: Callable[..., Finished], project: Path
) -> None:
    said = run_booklet("share", "--project", project, "--for", "1s")
    assert said.code == 0, said.err
    assert re.search(r"(?m)^Open: http://127\.0\.0\.1:\d+/[a-z2-9]{5}-[a-z2-9]{5}/$", said.out)
    assert "█▀▀▀▀▀█" not in said.out, "no phone gets there"
    assert said.out.endswith("Stopped. No other device opened the page.\n")
    assert "only this computer can open it" in said.err
    assert "--lan" in said.err


def test_the_command_writes_a_folder_for_a_website(
    run_booklet: Callable[..., Finished], project: Path, tmp_path: Path
) -> None:
    said = run_booklet("share", "--project", project, "--to", tmp_path / "site")
    assert (said.code, said.err) == (0, "")
    assert re.fullmatch(r"Built .*index\.html \(with 8 files\)\n", said.out)


@pytest.mark.parametrize(
    ("arguments", "problem"),
    [
        (["--for", "soon"], "--for cannot be 'soon'"),
        (["--to", "site", "--lan"], "--to writes files and serves nothing"),
        (["--address", "192.0.2.1"], "nothing can be served at 192.0.2.1"),
    ],
)
def test_what_cannot_be_is_said(
    run_booklet: Callable[..., Finished], project: Path, arguments: list[str], problem: str
) -> None:
    said = run_booklet("share", "--project", project, *arguments)
    assert said.code in {2, 10}
    assert problem in said.err
    assert "hint: " in said.err


def test_a_computer_in_no_network_is_told_so(
    run_booklet: Callable[..., Finished], project: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(network.psutil, "net_if_addrs", dict)
    said = run_booklet("share", "--project", project, "--lan")
    assert said.code == 10
    assert "this computer is in no network" in said.err


@contextlib.contextmanager
def sharing(project: Path, *arguments: str) -> Iterator[tuple[subprocess.Popen[str], str]]:
    """Run the command as a process of its own; yield it and the address it prints."""
    with subprocess.Popen(
        [sys.executable, "-m", "booklet", "share", "--project", str(project), *arguments],
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        encoding="utf-8",
        env={**os.environ, "PYTHONUTF8": "1", "PYTHONUNBUFFERED": "1"},
    ) as process:
        assert process.stdout is not None
        try:
            lines = iter(process.stdout.readline, "")
            yield process, next(line.split(": ")[1].strip() for line in lines if "http" in line)
        finally:
            process.kill()


def request_to(address: str, source: str) -> tuple[socket.socket, bytes]:
    """Connect to an address from one of loopback's; return the request that is to be sent."""
    host, path = address.removeprefix("http://").split("/", 1)
    name, port = host.split(":")
    client = socket.create_connection((name, int(port)), 120, source_address=(source, 0))
    request = f"GET /{path} HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n\r\n"
    return client, request.encode()


def fetch(address: str, source: str) -> Answer:
    client, request = request_to(address, source)
    with client:
        client.sendall(request)
        return read_answer(client)


@needs_posix
@pytest.mark.slow
def test_ctrl_c_ends_it_in_good_order(project: Path) -> None:
    with sharing(project, "--address", "127.0.0.2", "--for", "5m") as (process, address):
        listening = {
            one.laddr[0]
            for one in psutil.Process(process.pid).net_connections()
            if one.status == "LISTEN"
        }
        assert listening == {"127.0.0.1", "127.0.0.2"}
        assert address.startswith("http://127.0.0.2:")
        assert fetch(address, "127.0.0.3").status == 200
        process.send_signal(signal.SIGINT)
        rest, _ = process.communicate(timeout=30)
    assert process.returncode == 0
    assert rest.endswith("Stopped. No other device opened the page.\n")
    assert "Traceback" not in rest


@pytest.mark.validator
@pytest.mark.slow
@pytest.mark.skipif(sys.platform != "linux", reason="network namespaces are Linux's")
def test_a_phone_in_the_same_wi_fi_gets_there_and_nobody_in_another_network(project: Path) -> None:
    program("ip", "iproute2")
    apart = [program("unshare", "util-linux"), "--net", "--mount"]
    apart += [] if os.getuid() == 0 else ["--user", "--map-root-user"]
    trial = [*apart, "sh", "-e", "-c", NETWORK]
    if subprocess.run(trial, capture_output=True, check=False).returncode:
        pytest.skip("this system lets nobody make a network of their own")
    name = "talk.epub"
    command = [*apart, sys.executable, Path(__file__).with_name("lan.py"), project, name]
    run = subprocess.run(
        command, capture_output=True, text=True, check=False, env={**os.environ, "PYTHONUTF8": "1"}
    )
    assert run.returncode == 0, run.stderr
    told = json.loads(run.stdout)
    assert told["address"].startswith("http://192.168.77.1:")  # Wi-Fi before cables
    got = told["got"]
    assert got["page/"][0] == 200
    assert got[f"page/{name}"] == [200, hashlib.sha256(FOR_EVERYBODY[name]).hexdigest()]
    assert got["page/leader/"][0] == 404  # that page is for the computer's own screen
    assert got["elsewhere"][0] == 0
    assert "█▀▀▀▀▀█" in told["said"]
    assert "more than one address: 192.168.77.1, 10.99.0.1" in told["said"]
    assert "The first other device has opened the page." in told["said"]
    assert "Stopped. 1 other device opened the page." in told["said"]


@needs_posix
@pytest.mark.slow
def test_two_hundred_clients_at_once_beside_hostile_ones(project: Path) -> None:
    """Each gets all of 5 MB, and the server's memory does not grow with their number."""
    content = os.urandom(5_000_000)
    (project / "out" / "talk.epub").write_bytes(content)
    digest = hashlib.sha256(content).hexdigest()
    with sharing(project, "--for", "5m") as (process, address), contextlib.ExitStack() as stack:

        def fetch_book(number: int) -> tuple[int, str]:
            answer = fetch(f"{address}talk.epub", f"127.0.1.{number % 100 + 1}")
            return answer.status, hashlib.sha256(answer.body).hexdigest()

        assert fetch_book(0) == (200, digest)
        server = psutil.Process(process.pid)
        before, most = server.memory_info().rss, 0
        for number in range(60):  # half a request, nothing at all, an answer that is never read
            client, request = request_to(f"{address}talk.epub", "127.0.2.1")
            stack.enter_context(client)
            client.sendall((request[:20], b"", request)[number % 3])
        with ThreadPoolExecutor(200) as pool:
            answers = [pool.submit(fetch_book, number) for number in range(200)]
            while not all(answer.done() for answer in answers):
                most = max(most, server.memory_info().rss)
                time.sleep(0.05)
        assert {answer.result() for answer in answers} == {(200, digest)}
        assert most - before < 100_000_000  # 200 answers in memory would be 1,000,000,000
        assert process.poll() is None


@pytest.fixture(scope="module")
def libraries() -> Path:
    found = find_libraries()
    if found is None:
        missing("puppeteer-core", "npm: see .ci/run")
        raise AssertionError
    return found


@pytest.mark.validator
@pytest.mark.slow
def test_a_browser_walks_from_the_page_to_the_e_book_and_the_booklet(
    make_project: MakeProject, sample: Sample, chromium: str, libraries: Path, tmp_path: Path
) -> None:
    built = {"talk.epub": sample.epub.read_bytes(), "talk-A5-pages.pdf": sample.pdf.read_bytes()}
    project = make_project(
        {
            **PROJECT,
            "out/index.html": FOR_EVERYBODY["index.html"],
            **{f"out/{name}": content for name, content in built.items()},
        }
    )
    shared = find_shared(project, project / "out")
    page = lay_out_page(shared.publication, shared.layouts, shared.files)
    with serving(make_app(page, page, shared.files, Visitors(frozenset()))) as listener:
        told = walk(listener.address, chromium, libraries, tmp_path)
    assert (told["violations"], told["overflows"], told["errors"]) == ([], [], [])
    assert min(told["targets"]) >= 44  # WCAG 2.2, 2.5.5
    own = (f"http://127.0.0.1:{listener.port}/", "data:", "chrome-extension:")  # its PDF viewer
    assert [one for one in told["asked"] if not one.startswith(own)] == []
    base = listener.address
    files = told["files"]
    assert [*files] == [f"{base}read.html", f"{base}talk.epub", f"{base}talk-A5-pages.pdf"]
    assert files[f"{base}read.html"]["title"] == "Listen"
    assert (tmp_path / files[f"{base}talk.epub"]["name"]).read_bytes() == built["talk.epub"]


@pytest.mark.validator
@pytest.mark.slow
def test_the_leader_s_page_tells_who_has_come(
    shared: Shared, chromium: str, libraries: Path, tmp_path: Path
) -> None:
    visitors = Visitors(frozenset())
    visitors.note("192.168.1.7")
    page = lay_out_page(shared.publication, shared.layouts, shared.files)
    apps: list[ASGIApp] = []

    async def app(scope: Scope, receive: Receive, send: Send) -> None:
        await apps[0](scope, receive, send)

    with serving(app) as listener:
        leader = lay_out_leader_page(
            shared.publication, shared.layouts, listener.address, "17:30", is_open=True
        )
        apps.append(make_app(page, leader, shared.files, visitors))
        told = walk(f"{listener.address}leader/", chromium, libraries, tmp_path)
    assert (told["violations"], told["overflows"], told["errors"]) == ([], [], [])
    assert "One other device has connected. Open until 17:30." in told["text"]


def walk(address: str, chromium: str, libraries: Path, folder: Path) -> dict[str, Any]:
    """Walk over a page in a browser, and return what was seen."""
    finished = subprocess.run(
        [
            program("node", "nodejs"),
            str(Path(__file__).parent / "browser" / "walk.cjs"),
            chromium,
            address,
            str(folder),
        ],
        env={**os.environ, "NODE_PATH": str(libraries)},
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )
    assert finished.returncode == 0, finished.stderr
    told: dict[str, Any] = json.loads(finished.stdout)
    return told
