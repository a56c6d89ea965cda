"""Pages get at the book's resources and at nothing else."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from booklet.weasy.fetch import ResourceFetcher

if TYPE_CHECKING:
    from pathlib import Path

RESOURCES = {
    "booklet:picture/map.png": b"PNG",
    "booklet:picture/Hier & là.svg": b"<svg/>",
    "booklet:font/Literata[opsz].ttf": b"TTF",
}


def test_a_resource_comes_with_its_media_type() -> None:
    response = ResourceFetcher(RESOURCES)("booklet:picture/map.png")
    assert response.read() == b"PNG"
    assert response.content_type == "image/png"


@pytest.mark.parametrize(
    ("address", "content"),
    [
        ("booklet:picture/Hier%20&%20l%C3%A0.svg", b"<svg/>"),
        ("booklet:font/Literata%5Bopsz%5D.ttf", b"TTF"),
        ("booklet:font/Literata[opsz].ttf#iefix", b"TTF"),
    ],
)
def test_addresses_may_be_quoted(address: str, content: bytes) -> None:
    assert ResourceFetcher(RESOURCES)(address).read() == content


def test_data_addresses_are_their_own_content() -> None:
    response = ResourceFetcher({})("data:image/svg+xml;base64,PHN2Zy8+")
    assert response.read() == b"<svg/>"
    assert response.content_type == "image/svg+xml"


def test_what_is_missing_is_recorded() -> None:
    fetcher = ResourceFetcher(RESOURCES)
    with pytest.raises(ValueError, match="no resource"):
        fetcher("booklet:picture/mapp.png")
    assert fetcher.missing == ["booklet:picture/mapp.png"]
    assert fetcher.refused == []


@pytest.mark.parametrize(
    "address",
    [
        "file:///etc/passwd",
        "FILE:///etc/passwd",
        "http://localhost:1/x.png",
        "https://example.org/x.css",
        "ftp://example.org/x",
        "//example.org/x.png",
        "/etc/passwd",
        "../secret.png",
        "jar:file:/x!/y",
    ],
)
def test_everything_else_is_refused_and_recorded(address: str) -> None:
    fetcher = ResourceFetcher(RESOURCES)
    with pytest.raises(ValueError, match="not part of the book"):
        fetcher(address)
    assert fetcher.refused == [address]


def test_a_redirect_cannot_lead_out(tmp_path: Path) -> None:
    """The fetcher has no way to open a file, even when it is asked through its parent class."""
    secret = tmp_path / "secret.txt"
    secret.write_text("secret")
    with pytest.raises(ValueError, match="not part of the book"):
        ResourceFetcher({}).open(secret.as_uri())
