"""What the e-book's style sheet and documents take from the booklet: its colour and its marks."""

from __future__ import annotations

from markupsafe import Markup

from booklet.config.colour import lighten
from booklet.theme.chapter_mark import chapter_mark

_NIGHT, _CONTRAST_AT_NIGHT = "#1e1e1e", 7.0
"""The lightest of the dark pages that reading systems have; WCAG 2.2, 1.4.6."""


def palette(accent: str) -> str:
    """Declare the accent, and the one for dark pages, which has the contrast of small print."""
    light = lighten(accent, _CONTRAST_AT_NIGHT, on=_NIGHT)
    return (
        f":root {{ --accent: {accent} }}\n"
        f"@media (prefers-color-scheme: dark) {{ :root {{ --accent: {light} }} }}"
    )


def inline_mark(title: str) -> Markup:
    """Draw a chapter's mark in the colour of what is around it."""
    drawn = chapter_mark(title, "currentColor")
    return Markup(drawn.replace("<svg ", '<svg class="chapter-mark" aria-hidden="true" ', 1))  # noqa: S704 - drawn by us
