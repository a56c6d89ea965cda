"""Reading: what to read next; on paper the first link is printed and drawn as a QR code."""

from __future__ import annotations

from typing import TYPE_CHECKING

from booklet.common import xhtml
from booklet.common.qr import qr_code
from booklet.common.xhtml import element
from booklet.components.box import box
from booklet.components.component import MINUTES, PRIORITY, Component, SessionStep

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

    from booklet.components.component_use import ComponentContext, ComponentUse


def _on_paper(use: ComponentUse, context: ComponentContext) -> list[Element]:
    body = xhtml.detach_content(use.body)
    holder = element("div", {}, *body)
    address = next(
        (
            link.get("href", "")
            for link in holder.iter("a")
            if link.get("href", "").startswith(("http://", "https://"))
        ),
        "",
    )
    body = xhtml.detach_content(holder)
    if address:
        body.append(_printed_link(address, context))
    return [box(use, context, body)]


def _printed_link(address: str, context: ComponentContext) -> Element:
    shown = address.removeprefix("https://").removeprefix("http://").rstrip("/")
    link = element("div", {"class": "reading-link"})
    drawn = qr_code(address)
    if drawn:
        alt = f"{context.label('qr')}: {address}"
        link.append(element("img", {"class": "qr", "src": drawn, "alt": alt, **context.lang("qr")}))
    link.append(element("span", {"class": "reading-address"}, shown))
    return link


READING = Component("reading", (MINUTES, PRIORITY), print=_on_paper, step=SessionStep())
