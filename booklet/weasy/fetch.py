"""Fetch what pages name: the book's own resources and `data:` addresses, and nothing else.

This is the only way by which a page can read a file, so an author's HTML cannot read others.
"""

from __future__ import annotations

from mimetypes import guess_type
from typing import TYPE_CHECKING
from urllib.parse import unquote

from weasyprint.urls import URLFetcher, URLFetcherResponse

if TYPE_CHECKING:
    from collections.abc import Mapping

SCHEME = "booklet:"


class ResourceFetcher(URLFetcher):  # type: ignore[misc]  # WeasyPrint has no types
    """Fetch the book's resources and nothing else: no file, no network.

    Attributes:
        missing: `booklet:` addresses that do not exist, in the order of requests.
        refused: all other addresses that were requested.
    """

    def __init__(self, resources: Mapping[str, bytes]) -> None:
        super().__init__(allowed_protocols=("data",), allow_redirects=False)
        self._resources = resources
        self.missing: list[str] = []
        self.refused: list[str] = []

    def fetch(self, url: str, headers: Mapping[str, str] | None = None) -> URLFetcherResponse:
        """Answer for one address.

        Raises:
            ValueError: when there is no such resource, or the address leads out of the book.
        """
        if url[:5].lower() == "data:":
            return super().fetch(url, headers)
        if not url.startswith(SCHEME):
            self.refused.append(url)
            raise ValueError(f"'{url}' is not part of the book")
        address = url.partition("#")[0]
        content = self._resources.get(address, self._resources.get(unquote(address)))
        if content is None:
            self.missing.append(unquote(address))
            raise ValueError(f"there is no resource '{address}'")
        media_type = guess_type(unquote(address))[0] or "application/octet-stream"
        return URLFetcherResponse(url, content, {"Content-Type": media_type})
