"""Shortcodes of WordPress, such as `[caption …]`, written as HTML. Pure.

No word goes: what a shortcode says of itself is kept in an attribute, to be listed as a loss, and
what stands between its two ends stays text.
"""

from __future__ import annotations

import html
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from booklet.common.xhtml import name_set

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

ELEMENT = "x-shortcode"
"""An element of ours, which no page has; its attribute `data-said` is the shortcode as typed."""

_KNOWN = name_set(
    "caption wp_caption gallery embed audio video playlist youtube vimeo slideshare soundcloud "
    "contact-form contact-form-7 contact-field poll polldaddy twitter tweet googlemaps googlevideo "
    "dailymotion ted wpvideo scribd instagram flickr archives sitemap blog_subscription_form latex"
)
_CODE = re.compile(
    r"\[(?P<escaped>\[)?(?P<close>/)?(?P<name>[A-Za-z][\w-]{1,40})"
    r"(?P<facts>(?:[ \u00a0=][^\[\]<>]*)?)"
    r"(?P<alone>/)?\](?(escaped)\])"
)
_FACT = re.compile(r"""([\w-]+)\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'\]]+))""")
_TAG = re.compile(r"(<[^<>]*>)")
_ADDRESS = re.compile(r"https?://[^\s\"'\]<>]+")


@dataclass(frozen=True, slots=True)
class Attachment:
    """A picture or file of a blog's media library, and the post it was uploaded for."""

    address: str
    description: str = ""
    caption: str = ""
    parent: str = ""


def expand_shortcodes(content: str, attachments: Mapping[str, Attachment], post: str = "") -> str:
    """Write the shortcodes of a post as HTML.

    Args:
        content: HTML of a post.
        attachments: of the blog, by their ids.
        post: the id of the post, whose own pictures a gallery without ids shows.
    """
    closed = {
        found["name"].lower() for found in _CODE.finditer(content) if found["close"] is not None
    }
    pieces = _TAG.split(content)
    expanding = _Expanding(closed, attachments, post)
    # Tags stand at odd places; a shortcode is never looked for inside of one.
    for number in range(0, len(pieces), 2):
        pieces[number] = _CODE.sub(expanding.expand, pieces[number])
    return "".join(pieces)


class _Expanding:
    def __init__(self, closed: set[str], attachments: Mapping[str, Attachment], post: str) -> None:
        self.closed = closed
        self.attachments = attachments
        self.post = post

    def expand(self, found: re.Match[str]) -> str:
        name = found["name"].lower()
        if found["escaped"] is not None:
            return found[0][1:-1]
        is_one = name in _KNOWN or name in self.closed or _FACT.search(found["facts"] or "")
        if not is_one:
            return found[0]
        said = _said(found[0])
        facts = {
            key.lower(): double or single or bare
            for key, double, single, bare in _FACT.findall(html.unescape(found["facts"] or ""))
        }
        if name in {"caption", "wp_caption"}:
            return self._caption(found, said, facts)
        if name == "gallery" and found["close"] is None:
            return said + self._gallery(facts)
        address = _ADDRESS.search(found["facts"] or "")
        if address is not None and found["close"] is None and name in _KNOWN:
            return _said(found[0].replace(address[0], " "), address[0])
        return said

    def _caption(self, found: re.Match[str], said: str, facts: Mapping[str, str]) -> str:
        if found["close"] is not None:
            return f"{said}</figcaption></figure>"
        typed = facts.get("caption", "")
        if typed and typed in found[0]:  # as WordPress wrote it before 2012
            said = _said(found[0].replace(typed, " "))
            return f"<figure>{said}<figcaption>{html.escape(typed)}</figcaption>"
        return f"<figure>{said}<figcaption>"

    def _gallery(self, facts: Mapping[str, str]) -> str:
        ids: Sequence[str] = re.findall(r"\d+", facts.get("ids") or facts.get("include") or "")
        if not ids:
            home = facts.get("id", self.post)
            ids = [key for key, one in self.attachments.items() if one.parent == home]
        shown = (self.attachments[one] for one in ids if one in self.attachments)
        return "".join(
            f'<figure><img src="{html.escape(one.address)}" alt="{html.escape(one.description)}">'
            f"<figcaption>{html.escape(one.caption)}</figcaption></figure>"
            for one in shown
        )


def _said(shortcode: str, address: str = "") -> str:
    """Write an element that says what a shortcode said, and where it led."""
    led = f' data-address="{html.escape(address)}"' if address else ""
    return f'<{ELEMENT} data-said="{html.escape(shortcode)}"{led}></{ELEMENT}>'
