"""Links out of a handout: on their own sheet they are words with a page number of the booklet."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from booklet.common import xhtml

if TYPE_CHECKING:
    from collections.abc import Mapping

_LINK = re.compile(r'<a\b[^<>]*?\bhref="#(?P<id>[^"]*)"[^<>]*>(?P<words>.*?)</a>', re.DOTALL)
_ID = re.compile(r'\bid="([^"]*)"')


def print_page_numbers(html: str, folios: Mapping[str, str]) -> str:
    """Turn every link to a place outside a document into text with the page it is on.

    The words take the room they have in the booklet, so that lines break where they did.

    Args:
        html: the document, as templates write it.
        folios: the booklet's folio for everything in it that has an id.
    """
    here = set(_ID.findall(html))

    def rewrite(link: re.Match[str]) -> str:
        if link["id"] in here:
            return link[0]
        folio = folios.get(link["id"])
        page = f" (page\u00a0{xhtml.escape(folio)})" if folio else ""
        return f'<span class="cross-reference">{link["words"]}{page}</span>'

    return _LINK.sub(rewrite, html)
