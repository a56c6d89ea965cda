"""A PDF whose pages PDFium draws and reads, the renderer that browsers show PDF files with."""

from __future__ import annotations

import io
from threading import Lock

import pypdfium2

_AROUND = 20
"""Characters that are read on either side of a point."""
_TOLERANCE = 8
"""Points by which a click may miss a character."""

_QUICKEST = 1
"""The level of compression: the picture travels from one program of a computer to another."""

PDFIUM_LOCK = Lock()
"""PDFium is not thread-safe."""


class DrawnPdf:
    """A PDF whose pages can be drawn.

    Attributes:
        sizes: the width and height of each page, in points.
    """

    def __init__(self, pdf: bytes) -> None:
        """Open a PDF."""
        with PDFIUM_LOCK:
            self._document = pypdfium2.PdfDocument(pdf)
            self.sizes = tuple(
                self._document.get_page_size(index) for index in range(len(self._document))
            )

    def draw(self, page_index: int, scale: float) -> bytes:
        """Draw a page as PNG.

        Args:
            page_index: from 0.
            scale: pixels for each point.
        """
        with PDFIUM_LOCK:
            page = self._document[page_index]
            try:
                bitmap = page.render(scale=scale)
                image = bitmap.to_pil()
            finally:
                page.close()
        drawn = io.BytesIO()
        image.save(drawn, "PNG", compress_level=_QUICKEST)
        return drawn.getvalue()

    def read_at(self, page_index: int, x: float, y: float) -> str:
        """Read the words around a point of a page; "" where there are none.

        Args:
            page_index: from 0.
            x: points from the left edge.
            y: points from the top edge.
        """
        with PDFIUM_LOCK:
            page = self._document[page_index]
            try:
                text = page.get_textpage()
                found = text.get_index(x, page.get_height() - y, _TOLERANCE, _TOLERANCE)
                if found is None:
                    return ""
                begin = max(0, found - _AROUND)
                return str(text.get_text_range(begin, 2 * _AROUND))
            finally:
                page.close()

    def close(self) -> None:
        """Give its memory back."""
        with PDFIUM_LOCK:
            self._document.close()
