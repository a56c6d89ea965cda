"""Source pages as form XObjects (ISO 32000-1, 8.10), which can be drawn on a sheet side by side."""

from __future__ import annotations

from copy import copy
from typing import TYPE_CHECKING

from pikepdf import Array, Dictionary, Name, Stream

from booklet.imposition.source import inherited

if TYPE_CHECKING:
    from pikepdf import Object, Pdf

    from booklet.imposition.source import SourcePage


class FormXObjects:
    """Source pages as form XObjects of the PDF of the sheets; what they share stays shared."""

    def __init__(self, source: Pdf, destination: Pdf) -> None:
        self._source = source
        self._source = source
        self._destination = destination
        self._nodes = [page.obj for page in source.pages]  # asked for one by one, each is slow
        self._dictionaries: dict[bytes, Object | None] = {}
        self._forms: dict[tuple[object, ...], Object] = {}

    def form(self, page: SourcePage, *, with_group: bool) -> Object | None:
        """Make a form XObject of what a page draws, clipped to its visible box.

        Args:
            page: of the source.
            with_group: whether the form has the page's transparency group.

        Returns:
            None when the page is empty.
        """
        content = self._content(page)
        if content is None:
            return None
        resources = self.copy_dictionary(inherited(self._node(page), "/Resources"))
        entries = Dictionary(
            Subtype=Name.Form,
            BBox=Array([round(edge, 4) for edge in page.box]),
            Resources=Dictionary() if resources is None else resources,
        )
        group = self.group(page) if with_group else None
        if group is not None:
            entries.Group = group
        key = (content.objgen, entries.unparse())
        if key not in self._forms:
            for name in ("/Filter", "/DecodeParms"):
                if name in content:
                    entries[name] = content[name]
            self._forms[key] = copy(content)
            # All other entries go: in a form, /Matrix or /OC would mean something.
            self._forms[key].stream_dict = entries
        return self._forms[key]

    def group(self, page: SourcePage) -> Object | None:
        """Copy a page's transparency group (ISO 32000-1, 11.4.7); None when it has none."""
        return self.copy_dictionary(self._node(page).get("/Group"))

    def copy_dictionary(self, dictionary: Object | None) -> Object | None:
        """Copy a dictionary, or find the equal one that was copied before.

        Returns:
            The same object for equal dictionaries; None when it is no dictionary, or a node of the
            page tree, which qpdf does not copy.
        """
        if not isinstance(dictionary, Dictionary):
            return None
        key = dictionary.unparse(resolved=True)
        if key not in self._dictionaries:
            if not dictionary.is_indirect:
                dictionary = self._source.make_indirect(dictionary)
            copied = self._destination.copy_foreign(dictionary)
            self._dictionaries[key] = copied if isinstance(copied, Dictionary) else None
        return self._dictionaries[key]

    def _content(self, page: SourcePage) -> Object | None:
        """Copy the content of a page in one stream; None when it has none."""
        contents = self._node(page).get("/Contents")
        parts = list(contents) if isinstance(contents, Array) else [contents]
        streams = [part for part in parts if isinstance(part, Stream)]
        if not streams:
            return None
        if len(streams) == 1:
            # Not decoded: readers draw as much of a damaged stream as they can, qpdf refuses it.
            return self._destination.copy_foreign(streams[0])
        # 7.8.2: the division between streams may fall only between tokens.
        return self._destination.make_stream(b"\n".join(part.read_bytes() for part in streams))

    def _node(self, page: SourcePage) -> Object:
        return self._nodes[page.page_number - 1]
