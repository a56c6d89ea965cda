"""What one side of a sheet draws: the contents of its pages, one after the other.

Page content is used as it is wherever that is safe, because a stream more for each page would make
the sheets larger than their source. Where a page gives a name, such as that of a font, another
meaning than the pages before it on its side, its content gets other names. It becomes a form
XObject only when that is impossible, when it was not read, or when it leaves something open.
"""

from __future__ import annotations

from copy import copy
from typing import TYPE_CHECKING

from pikepdf import Dictionary

from booklet.common.pdf_literals import coordinates
from booklet.imposition.page_content import make_form
from booklet.imposition.resource_names import merge_resources, rename

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pikepdf import Object, Pdf

    from booklet.imposition.page_content import PageContent

_DEFAULT_SPACES = ("/DefaultGray", "/DefaultRGB", "/DefaultCMYK")


class SideContent:
    """The content of one side, which grows page by page.

    Attributes:
        parts: what is drawn, in order: streams of pages, and our own operators around them.
        resources: what the parts name.
        group: how the pages that are drawn directly blend with their paper; None when they do not
            say.
    """

    def __init__(self, pdf: Pdf) -> None:
        self.parts: list[bytes | Object] = []
        self.resources: Object = Dictionary()
        self.group: Object | None = None
        self._pdf = pdf
        self._painting: tuple[bytes | None, ...] | None = None

    def add_page(self, content: PageContent, *, clip: bytes, matrix: bytes) -> None:
        """Draw a page.

        Args:
            content: what it draws.
            clip: the rectangle on the side that it may not leave.
            matrix: from its own units to the side's.
        """
        self.write(b"q %b re W n %b cm" % (clip, matrix))
        if not self._draw_directly(content):
            self._draw_form(content)
        self.write(b"Q")

    def write(self, operators: bytes) -> None:
        """Go on with operators of our own."""
        last = self.parts[-1] if self.parts else None
        if isinstance(last, bytes):
            self.parts[-1] = b"%b\n%b" % (last, operators)
        else:
            self.parts.append(operators)

    def _draw_directly(self, content: PageContent) -> bool:
        """Draw a page's streams as they are, if that is safe."""
        painting = _painting(content)
        if content.closing is None or self._painting not in {None, painting}:
            return False
        streams: Sequence[bytes | Object] = content.streams
        merged = merge_resources(self.resources, content.resources)
        if merged is None:
            renamed = self._rename(content)
            if renamed is None:
                return False
            streams, merged = renamed
        self.resources, self.group, self._painting = merged, content.group, painting
        left, bottom, right, top = content.box
        self.write(b"%b re W n" % coordinates((left, bottom, right - left, top - bottom)))
        self.parts += streams
        if content.closing:
            self.write(content.closing)
        return True

    def _rename(self, content: PageContent) -> tuple[list[bytes | Object], Object] | None:
        """Give a page's resources names that the pages before it leave free."""
        if content.unpacked is None:
            return None
        whole = self._pdf.make_stream(content.unpacked)
        renamed = rename(whole, content.resources, self.resources)
        if renamed is None:
            return None
        written, resources = renamed
        merged = merge_resources(self.resources, resources)
        return None if merged is None else ([self._pdf.make_stream(written)], merged)

    def _draw_form(self, content: PageContent) -> None:
        named = self.resources.get("/XObject")
        forms = copy(named) if isinstance(named, Dictionary) else Dictionary()
        name = next(name for name in map("/P{}".format, range(len(forms) + 1)) if name not in forms)
        forms[name] = make_form(content, self._pdf)
        self.resources = copy(self.resources)
        self.resources.XObject = forms
        self.write(b"%b Do" % name.encode())


def _painting(content: PageContent) -> tuple[bytes | None, ...]:
    """Say what all of a page's painting depends on, besides what it names itself."""
    spaces = content.resources.get("/ColorSpace")
    default_spaces = (
        spaces.get(name) if isinstance(spaces, Dictionary) else None for name in _DEFAULT_SPACES
    )
    return tuple(
        None if meaning is None else meaning.unparse()
        for meaning in (content.group, *default_spaces)
    )
