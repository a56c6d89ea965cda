"""Lay out the page for phones, and the one with the QR code for the leader's screen. Pure."""

from __future__ import annotations

import base64
import hashlib
from dataclasses import dataclass
from typing import TYPE_CHECKING

from babel.units import format_unit
from markupsafe import Markup

from booklet.common.qr import qr_code
from booklet.config.colour import lighten
from booklet.share.files import Kind
from booklet.theme.artwork import MARK_HEIGHT, UNITS, mark_paths
from booklet.theme.book_strings import book_strings_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from booklet.book import Publication
    from booklet.common.language import Language
    from booklet.share.files import SharedFile
    from booklet.theme.templates import Layouts

_NIGHT, _CONTRAST_AT_NIGHT = "#1b1d1f", 7.0
"""The background of dark pages; WCAG 2.2, 1.4.6."""

_MEGABYTE = 1_000_000
_FORMATS = {".epub": "EPUB", ".ics": "ICS", ".pdf": "PDF"}
_CLOSED = "default-src 'none'; style-src 'unsafe-inline'; img-src data:; base-uri 'none'"
"""Nothing is loaded, nothing runs, no form is sent (CSP 3)."""


@dataclass(frozen=True, slots=True)
class Page:
    """A finished page.

    Attributes:
        html: all of it.
        policy: what it may load and run (Content Security Policy 3).
    """

    html: str
    policy: str


@dataclass(frozen=True, slots=True)
class _Button:
    """A line of the page: where it leads, what it says, and what small print stands below."""

    address: str
    label: str
    title: str
    note: str
    media_type: str


def lay_out_page(publication: Publication, layouts: Layouts, files: Sequence[SharedFile]) -> Page:
    """Lay out the page with a button for each file.

    Args:
        publication: what the book says about itself.
        layouts: where the template and its style sheet come from.
        files: that are shared, beside the page.
    """
    language = publication.config.book_language
    buttons = [_button_of(file, language) for file in files]
    first = sum(file.kind is not Kind.HANDOUT for file in files)
    html = layouts.render(
        "share/page.html",
        **_look(publication, layouts),
        buttons=buttons[:first],
        handouts=buttons[first:],
        policy=_CLOSED,
    )
    return Page(html, f"{_CLOSED}; frame-ancestors 'none'")


def lay_out_leader_page(
    publication: Publication, layouts: Layouts, address: str, until: str, *, is_open: bool
) -> Page:
    """Lay out the page that is shown to the room: a QR code, and how many devices have come.

    Args:
        publication: as above, and so are the layouts.
        layouts: the same.
        address: of the page for phones.
        until: when sharing ends, as on a clock.
        is_open: whether other devices can reach the address at all.
    """
    script = layouts.render("share/leader.js")
    digest = base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()
    policy = f"{_CLOSED}; script-src 'sha256-{digest}'; connect-src 'self'"
    html = layouts.render(
        "share/leader.html",
        **_look(publication, layouts),
        address=address,
        shown_address=address.removeprefix("http://").rstrip("/"),
        code=qr_code(address),
        until=until,
        is_open=is_open,
        script=Markup(script),  # noqa: S704 - a file of the layouts
        policy=policy,
    )
    return Page(html, f"{policy}; frame-ancestors 'none'")


def _look(publication: Publication, layouts: Layouts) -> dict[str, object]:
    """Give a template what both pages look like."""
    accent = publication.config.colours.accent
    return {
        "matter": book_strings_of(publication),
        "accent": accent,
        "accent_at_night": lighten(accent, _CONTRAST_AT_NIGHT, on=_NIGHT),
        "night": _NIGHT,
        "stylesheet": Markup(layouts.css("share/page.css", "share/custom.css")),  # noqa: S704 - as above
        "mark": Markup(mark_paths("currentColor")),  # noqa: S704 - a drawing of ours
        "mark_box": f"0 0 {UNITS} {MARK_HEIGHT * UNITS:g}",
    }


def _button_of(file: SharedFile, language: Language) -> _Button:
    megabytes = max(file.size / _MEGABYTE, 0.1)
    size = format_unit(
        round(megabytes, 1), "digital-megabyte", length="short", locale=language.locale
    )
    shown = _FORMATS.get(file.path.suffix, "")
    return _Button(
        address=file.name,
        label=file.kind.value,
        title=file.title,
        note=" · ".join(filter(None, (shown, size))),
        media_type=file.media_type,
    )
