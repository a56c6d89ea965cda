"""A drawing is drawn whole, or not at all.

Fault: when WeasyPrint cannot draw a part of a drawing it logs that and goes on with the page, but
    what was begun is never ended: a state that is not restored, a group that everything else goes
    into. What follows on the page is scaled, moved, clipped, or not there at all.
Upstream: no issue is known; `SVGImage.draw` catches every exception and restores nothing.
Smallest input: a drawing with `opacity="0,5"` before a paragraph.
Goes when: `SVGImage.draw` in WeasyPrint's images.py leaves the stream as it was when it fails.
"""

from __future__ import annotations

import logging
from contextlib import contextmanager
from typing import TYPE_CHECKING

from booklet.weasy.internals import draw_drawing, drawing_name, remember_stream, try_to_draw

if TYPE_CHECKING:
    from collections.abc import Iterator

_LOGGER = logging.getLogger("weasyprint")


@contextmanager
def draw_whole() -> Iterator[None]:
    """Leave no part of a drawing that cannot be drawn while the context lasts."""
    with draw_drawing.replaced(_draw_whole):
        yield


def _draw_whole(image: object, stream: object, width: float, height: float, _: object) -> None:
    undo = remember_stream(stream)
    try:
        try_to_draw(image, stream, width, height)
    except Exception as error:  # noqa: BLE001 - drawings may come from anybody, and say anything
        undo()
        _LOGGER.error("Drawing '%s' cannot be drawn: %s", drawing_name(image), error)  # noqa: TRY400 - one line
