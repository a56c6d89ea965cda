"""Shortcodes of WordPress, such as `[caption …]`, written as HTML. Pure.

No word goes: a shortcode that nothing is made of is kept in an attribute, to be listed as a loss;
what stands between the two ends of one stays text. One that is understood is markup, as tags are.
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
"""An element of ours, which no page has; `data-said` is a shortcode that is lost, as typed."""

_KNOWN = name_set(
    "caption wp_caption gallery embed audio video playlist youtube vimeo slideshare soundcloud "
    "contact-form contact-form-7 contact-field poll polldaddy twitter tweet googlemaps googlevideo "
    "dailymotion ted wpvideo scribd instagram flickr archives sitemap blog_subscription_form latex"
)
_CAPTIONS = name_set("caption wp_caption")
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
        if found["close"] is not None and name in _KNOWN:
            return "</figcaption></figure>" if name in _CAPTIONS else ""
        facts = {
            key.lower(): double or single or bare
            for key, double, single, bare in _FACT.findall(html.unescape(found["facts"] or ""))
        }
        if name in _CAPTIONS:  # with its words, as WordPress wrote it before 2012
            return f"<figure><figcaption>{html.escape(facts.get('caption', ''))}"
        pictures = self._gallery(found[0], facts) if name == "gallery" else ""
        address = _ADDRESS.search(found["facts"] or "")
        if address is not None and name in _KNOWN:
            return _element("", address[0])
        return pictures or ("" if name == "embed" else _element(found[0]))

    def _gallery(self, said: str, facts: Mapping[str, str]) -> str:
        ids: Sequence[str] = re.findall(r"\d+", facts.get("ids") or facts.get("include") or "")
        if not ids:
            home = facts.get("id", self.post)
            ids = [key for key, one in self.attachments.items() if one.parent == home]
        shown = [self.attachments[one] for one in ids if one in self.attachments]
        others = "" if len(shown) == len(ids) else _element(said)
        return others + "".join(
            f'<figure><img src="{html.escape(one.address)}" alt="{html.escape(one.description)}">'
            f"<figcaption>{html.escape(one.caption)}</figcaption></figure>"
            for one in shown
        )


def _element(said: str, address: str = "") -> str:
    """Write an element with what nobody understands of a shortcode, and where it led."""
    led = f' data-address="{html.escape(address)}"' if address else ""
    return f'<{ELEMENT} data-said="{html.escape(said)}"{led}></{ELEMENT}>'
