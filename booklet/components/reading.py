"""Reading: what to read next; on paper the first link is printed and drawn as a QR code."""

from __future__ import annotations

from typing import TYPE_CHECKING

import segno

from booklet import xhtml
from booklet.components.component import MINUTES, Component, ComponentContext, Use, box
from booklet.xhtml import element

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

QUIET_ZONE = 4
"""Modules of white around the code (ISO/IEC 18004, 9.1: at least 4)."""

LONGEST_ADDRESS = 600
"""Longer addresses make a code too dense for a phone's camera in print."""


def _on_paper(use: Use, context: ComponentContext) -> list[Element]:
    body = xhtml.content(use.body)
    holder = element("div", {}, *body)
    address = next(
        (
            link.get("href", "")
            for link in holder.iter("a")
            if link.get("href", "").startswith(("http://", "https://"))
        ),
        "",
    )
    body = xhtml.content(holder)
    if address:
        body.append(_printed_link(address, context))
    return [box(use, context, body)]


def _printed_link(address: str, context: ComponentContext) -> Element:
    shown = address.removeprefix("https://").removeprefix("http://").rstrip("/")
    link = element("div", {"class": "reading-link"})
    if len(address) <= LONGEST_ADDRESS:
        alt = f"{context.label('qr', 'QR code')}: {address}"
        link.append(element("img", {"class": "qr", "src": _draw(address), "alt": alt}))
    link.append(element("span", {"class": "reading-address"}, shown))
    return link


def _draw(address: str) -> str:
    """Draw a QR code as a `data:` address, the same for the same input."""
    code = segno.make(address, error="m", boost_error=False, micro=False)
    return code.svg_data_uri(border=QUIET_ZONE, encode_minimal=False, omitsize=True, nl=False)


READING = Component("reading", "Further reading", (MINUTES,), print=_on_paper)
