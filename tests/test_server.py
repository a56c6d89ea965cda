"""A local server is reached by those who know its address, and one client harms no other."""

from __future__ import annotations

import contextlib
import gc
import re
import socket
import time
import warnings
from typing import TYPE_CHECKING

import pytest
from serving import admitting, ask, connect, read_answer, serving
from starlette.applications import Starlette
from starlette.responses import PlainTextResponse, StreamingResponse
from starlette.routing import Route

from booklet.common.errors import BugError, SetupError
from booklet.server import run
from booklet.server.listen import listen, listen_again, new_secret

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Iterator

    from starlette.requests import Request

    from booklet.server.listen import Listener

MEGABYTE = b"x" * 1_000_000


def hello(request: Request) -> PlainTextResponse:
    return PlainTextResponse(f"hello from {request.scope['root_path']}")


def much(_: Request) -> StreamingResponse:
    async def parts() -> AsyncIterator[bytes]:
        for _ in range(200):
            yield MEGABYTE

    return StreamingResponse(parts())


def break_down(_: Request) -> PlainTextResponse:
    raise LookupError("a fault of ours")


ROUTES = [Route("/", hello), Route("/much", much), Route("/broken", break_down)]


@pytest.fixture
def listener() -> Iterator[Listener]:
    with serving(Starlette(routes=ROUTES)) as listener:
        yield listener


def test_whoever_knows_the_address_is_answered(listener: Listener) -> None:
    answer = ask(listener, "")
    assert (answer.status, answer.body) == (200, f"hello from /{listener.secret}".encode())
    assert answer.headers["referrer-policy"] == "no-referrer"
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert "server" not in answer.headers


def test_the_address_is_long_and_new_each_time_and_can_be_typed() -> None:
    secrets = {new_secret() for _ in range(200)}
    assert len(secrets) == 200
    assert all(re.fullmatch(r"[a-hjkmnp-z2-9]{5}-[a-hjkmnp-z2-9]{5}", one) for one in secrets)


@pytest.mark.parametrize("typed", ["/{}", "/{}".upper()])
def test_an_address_without_its_last_stroke_or_in_capitals_leads_on(
    listener: Listener, typed: str
) -> None:
    secret = listener.secret.upper() if typed.isupper() else listener.secret
    answer = ask(listener, f"/{secret}")
    assert (answer.status, answer.headers["location"]) == (308, f"/{listener.secret}/")


@pytest.mark.parametrize("path", ["/", "/wrong/", "/%2e%2e/", "//", "/wr%C3%B6ng/", "/favicon.ico"])
def test_no_other_path_tells_anything(listener: Listener, path: str) -> None:
    assert ask(listener, path).status == 404


def test_no_other_name_leads_here(listener: Listener) -> None:
    port = listener.port
    for host in ("example.org", f"example.org:{port}", "127.0.0.1", f"127.0.0.1:{port + 1}", ""):
        assert ask(listener, "", host=host).status == 421, host
    assert ask(listener, "", host=f"LOCALHOST:{port}").status == 200


def test_no_other_site_is_answered(listener: Listener) -> None:
    own = f"http://127.0.0.1:{listener.port}"
    assert ask(listener, "", Origin=own).status == 200
    for origin in ("http://example.org", "null", own.replace("http", "https")):
        assert ask(listener, "", Origin=origin).status == 403, origin


def test_who_claims_to_be_another_is_not_believed() -> None:
    def client(request: Request) -> PlainTextResponse:
        return PlainTextResponse(str(request.client and request.client.host))

    with serving(Starlette(routes=[Route("/", client)])) as listener:
        assert ask(listener, "", X_Forwarded_For="10.0.0.9").body == b"127.0.0.1"


def test_nothing_listens_but_the_addresses_that_were_named() -> None:
    with listen(["127.0.0.1", "127.0.0.2"]) as listener:
        assert [one.getsockname() for one in listener.sockets] == [
            ("127.0.0.1", listener.port),
            ("127.0.0.2", listener.port),
        ]
        for host, is_open in (("127.0.0.2", True), ("127.0.0.3", False)):
            with contextlib.closing(socket.socket()) as client:
                assert (client.connect_ex((host, listener.port)) == 0) is is_open


def test_a_port_that_is_taken_is_named() -> None:
    with listen() as first, pytest.raises(SetupError, match=f"port {first.port}"):  # noqa: SIM117
        with listen(port=first.port):
            pass


def test_huge_headers_are_refused(listener: Listener) -> None:
    assert ask(listener, "", X_Much="x" * 2_000_000).status in {0, 400}
    assert ask(listener, "").status == 200


@pytest.mark.parametrize(
    "sent",
    [
        b"",
        b"GET / HTTP/1.1\r\nHost: x\r\n",
        b"POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 9\r\n\r\n",
        b"GET / HTTP/1.1\r\nHost: x\r\n\r\n",
    ],
    ids=["nothing", "half a request", "no body", "kept alive"],
)
def test_a_connection_that_says_no_more_is_closed(
    sent: bytes, listener: Listener, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(run, "PATIENCE", 0.3)
    with connect(listener) as connection:
        connection.sendall(sent)
        read_answer(connection)  # it comes back: the server has closed


def test_a_client_that_drips_a_request_is_not_waited_for(
    listener: Listener, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(run, "PATIENCE", 0.3)

    def drip(connection: socket.socket) -> None:
        for letter in b"GET /" + b"x" * 1_000:
            connection.send(bytes([letter]))
            time.sleep(0.02)

    with connect(listener) as connection, pytest.raises(ConnectionError):
        drip(connection)


def test_an_answer_that_nobody_reads_is_given_up(
    listener: Listener, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(run, "PATIENCE", 0.3)
    with connect(listener) as connection:
        request = f"GET /{listener.secret}/much HTTP/1.1\r\nHost: 127.0.0.1:{listener.port}\r\n\r\n"
        connection.sendall(request.encode())
        time.sleep(1)
        received = 0
        with contextlib.suppress(ConnectionError):
            while part := connection.recv(1_000_000):
                received += len(part)
    assert received < 200 * len(MEGABYTE)
    assert ask(listener, "").status == 200


def test_no_connection_is_left_open_when_the_server_has_stopped(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(run, "_GRACE", 0.2)
    with warnings.catch_warnings(record=True) as caught, contextlib.ExitStack() as stack:
        warnings.simplefilter("always")
        with serving(Starlette(routes=ROUTES)) as listener:
            connection = stack.enter_context(connect(listener))
            line = f"GET /{listener.secret}/much HTTP/1.1\r\nHost: 127.0.0.1:{listener.port}"
            connection.sendall(f"{line}\r\n\r\n".encode())
            assert connection.recv(1)
        gc.collect()
    assert [str(one.message) for one in caught if one.category is ResourceWarning] == []


@pytest.mark.parametrize(
    "rubbish", [b"\0" * 50, b"GET\r\n\r\n", b"\x16\x03\x01\x02\x00\x01\x00", b"SSH-2.0-x\r\n\r\n"]
)
def test_what_is_no_http_is_turned_away(rubbish: bytes, listener: Listener) -> None:
    with connect(listener) as connection:
        connection.sendall(rubbish)
        connection.shutdown(socket.SHUT_WR)
        assert read_answer(connection).status in {0, 400}
    assert ask(listener, "").status == 200


def test_one_address_cannot_take_all_connections(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(run, "_MOST_CONNECTIONS", 8)
    with serving(Starlette(routes=ROUTES)) as listener, contextlib.ExitStack() as stack:
        for _ in range(8):
            stack.enter_context(connect(listener, source="127.0.0.7"))
        assert ask(listener, "", source="127.0.0.7").status == 0
        assert ask(listener, "", source="127.0.0.8").status == 200


def test_a_fault_of_ours_is_told_when_all_others_have_been_served() -> None:
    statuses = []

    def ask_twice() -> None:
        with serving(Starlette(routes=ROUTES)) as listener:
            statuses.extend(ask(listener, path).status for path in ("broken", ""))

    with pytest.raises(BugError, match="a fault of ours"):
        ask_twice()
    assert statuses == [500, 200]


def test_a_client_that_goes_away_is_no_fault(listener: Listener) -> None:
    for path in ("", "much"):
        with connect(listener) as connection:
            line = f"GET /{listener.secret}/{path} HTTP/1.1\r\nHost: 127.0.0.1:{listener.port}"
            connection.sendall(f"{line}\r\n\r\n".encode())
            connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, b"\1\0\0\0\0\0\0\0")
    assert ask(listener, "").status == 200


def test_an_address_lets_one_browser_in_and_works_once() -> None:
    told: list[str] = []
    with admitting(Starlette(routes=ROUTES), told=told) as (listener, admission):
        for cookie in ("", "booklet=", "booklet=wrong", "x", "booklet=wr\xf6ng"):
            assert ask(listener, "", Cookie=cookie).status == 403
        token = admission.address.removeprefix(listener.origin)
        admitted = ask(listener, token)
        assert (admitted.status, admitted.headers["location"]) == (303, f"/{listener.secret}/")
        given = admitted.headers["set-cookie"].lower()
        assert "httponly" in given
        assert "samesite=lax" in given
        assert f"path=/{listener.secret}/" in given
        cookie = admitted.headers["set-cookie"].partition(";")[0]
        assert ask(listener, "", Cookie=cookie).status == 200
        assert not told
        # Somebody has found the address among the running programs; its user is told a new one.
        for _ in range(2):
            again = ask(listener, token)
            assert (again.status, "set-cookie" in again.headers) == (410, False)
        assert told == [admission.address]
        assert token not in admission.address
        assert ask(listener, told[0].removeprefix(listener.origin)).status == 303


def test_a_token_is_not_taken_under_another_name_or_from_another_site() -> None:
    with admitting(Starlette(routes=ROUTES)) as (listener, admission):
        token = admission.address.removeprefix(listener.origin)
        assert ask(listener, token, host=f"evil.example:{listener.port}").status == 421
        assert ask(listener, token, Origin="https://evil.example").status == 403
        assert ask(listener, token).status == 303


def test_a_program_that_is_started_again_is_found_where_it_was() -> None:
    # The second one finds the port taken.
    with listen_again(None) as first, listen_again(first.identity) as meanwhile:
        assert meanwhile.port != first.port
        assert meanwhile.secret != first.secret
    with listen_again(first.identity) as again:
        assert (again.identity, again.address) == (first.identity, first.address)
