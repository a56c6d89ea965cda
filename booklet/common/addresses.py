"""What an address may be in a finished file: a place of the book, a web page, e-mail, a telephone.

Judged as browsers read them (URL Standard, 4.4): control characters and spaces are passed over, a
backslash is a slash, and capital letters are small ones.
"""

from __future__ import annotations

import re

_IGNORED = re.compile(r"[\x00-\x20\x7f]+")
_ELSEWHERE = re.compile(r"[a-z][a-z0-9+.-]*:|[/\\]{2}", re.IGNORECASE)
_LINKED = re.compile(r"(?:https?|mailto|tel):", re.IGNORECASE)
_PICTURE = re.compile(r"data:image/(?:png|jpeg|gif|webp)[;,]", re.IGNORECASE)


def is_inside(address: str) -> bool:
    """Tell whether an address is that of something in the same book."""
    return not _ELSEWHERE.match(_IGNORED.sub("", address))


def is_carried(address: str) -> bool:
    """Tell whether what an address names comes with the book: in it, or in the address itself."""
    return is_inside(address) or bool(_PICTURE.match(_IGNORED.sub("", address)))


def may_be_linked(address: str) -> bool:
    """Tell whether a link may lead there; nothing but web, e-mail and telephone leads outside."""
    return is_inside(address) or bool(_LINKED.match(_IGNORED.sub("", address)))
