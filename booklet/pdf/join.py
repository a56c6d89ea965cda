"""Fragments become one file: pages, structure tree, names, outline, labels and metadata.

Nothing is set here: what a page shows was decided before. pikepdf copies pages and the structure
that belongs to them; everything the catalogue holds is written anew for the whole book.
"""

from __future__ import annotations

from contextlib import ExitStack
from io import BytesIO
from typing import TYPE_CHECKING

import pikepdf
from pikepdf import Array, Dictionary, Name, String

from booklet.pdf.metadata import information, xmp_packet
from booklet.pdf.outline import grow_outline
from booklet.pdf.share import share_streams

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from booklet.pdf.fragment import Fragment, Spot
    from booklet.pdf.labels import PageLabel
    from booklet.pdf.metadata import Properties
    from booklet.pdf.outline import OutlineItem


def join(
    fragments: Sequence[Fragment], labels: Iterable[PageLabel], properties: Properties
) -> bytes:
    """Join fragments into one tagged PDF (PDF/UA-1 and PDF/A-3a), the same bytes each time.

    Args:
        fragments: in the order of their pages; at least one.
        labels: where a numbering begins, by page index in the whole book.
        properties: what the file says about itself.
    """
    book = pikepdf.new()
    with ExitStack() as stack:
        sources = [stack.enter_context(pikepdf.open(BytesIO(each.pdf))) for each in fragments]
        book.Root.OutputIntents = Array([_output_intent(book, sources[0])])
        _join_structure(book, sources)
        share_streams(book)
        _name_places(book, fragments)
        _write_outline(book, fragments)
        book.Root.PageLabels = Dictionary(Nums=Array(_label_entries(labels)))
        _describe(book, properties)
        output = BytesIO()
        book.save(
            output,
            deterministic_id=True,
            fix_metadata_version=False,
            min_version="1.7",
            object_stream_mode=pikepdf.ObjectStreamMode.generate,
        )
    return output.getvalue()


def _output_intent(book: pikepdf.Pdf, source: pikepdf.Pdf) -> Dictionary:
    intent = source.Root.OutputIntents[0]
    entries = {key: value for key, value in intent.items() if key != "/DestOutputProfile"}
    copy = Dictionary(entries)
    copy.DestOutputProfile = book.copy_foreign(intent.DestOutputProfile)
    return copy


def _join_structure(book: pikepdf.Pdf, sources: Iterable[pikepdf.Pdf]) -> None:
    """Copy all pages, and give them one structure tree and one parent tree (14.7.4.4)."""
    document = book.make_indirect(Dictionary(Type=Name.StructElem, S=Name.Document, K=Array()))
    owners = Array()
    next_key = 0
    for source in sources:
        page_count = len(book.pages)
        for page in source.pages:
            book.pages.append(page)
        tree = book.copy_foreign(source.Root.StructTreeRoot)
        for element in tree.K[0].K:
            element.P = document
            document.K.append(element)
        owner = dict(_number_pairs(tree.ParentTree))
        for holder, entry in _structure_parents(list(book.pages)[page_count:]):
            owners.append(next_key)
            owners.append(owner[int(holder[entry])])
            holder[entry] = next_key
            next_key += 1
    root = Dictionary(
        Type=Name.StructTreeRoot,
        K=Array([document]),
        ParentTree=book.make_indirect(Dictionary(Nums=owners)),
        ParentTreeNextKey=next_key,
    )
    document.P = book.Root.StructTreeRoot = book.make_indirect(root)


def _number_pairs(tree: pikepdf.Object) -> Iterator[tuple[int, pikepdf.Object]]:
    numbers = list(tree.Nums)
    yield from zip(map(int, numbers[::2]), numbers[1::2], strict=True)


def _structure_parents(
    pages: Iterable[pikepdf.Page],
) -> Iterator[tuple[pikepdf.Object, str]]:
    """Find all that holds a key of the parent tree: pages, their annotations, forms they draw."""
    seen: set[tuple[int, int]] = set()
    for page in pages:
        yield page.obj, "/StructParents"
        for annotation in page.obj.get("/Annots", ()):
            yield annotation, "/StructParent"
        yield from ((form, "/StructParents") for form in _tagged_forms(page.obj, seen))


def _tagged_forms(holder: pikepdf.Object, seen: set[tuple[int, int]]) -> Iterator[pikepdf.Object]:
    """Find form XObjects that hold marked content: groups drawn with an opacity (14.7.4.2)."""
    resources = holder.get("/Resources", Dictionary())
    for drawn in resources.get("/XObject", Dictionary()).values():
        if drawn.objgen not in seen:
            seen.add(drawn.objgen)
            if "/StructParents" in drawn:
                yield drawn
            yield from _tagged_forms(drawn, seen)


def _name_places(book: pikepdf.Pdf, fragments: Sequence[Fragment]) -> None:
    """Name every id of the book, so that links lead across fragments (12.3.2.3)."""
    names: dict[bytes, Array] = {}
    for first_page, fragment in _with_first_page(fragments):
        for anchor, spot in fragment.anchors.items():
            names.setdefault(name_bytes(anchor), _destination(book, first_page, spot))
    pairs = Array()
    for name in sorted(names):
        pairs.extend((String(name), names[name]))
    book.Root.Names = Dictionary(Dests=book.make_indirect(Dictionary(Names=pairs)))


def name_bytes(name: str) -> bytes:
    """Write a name as link annotations have it: ASCII, else UTF-16 with a byte order mark."""
    try:
        return name.encode("ascii")
    except UnicodeEncodeError:
        return b"\xfe\xff" + name.encode("utf-16-be")


def _with_first_page(fragments: Iterable[Fragment]) -> Iterator[tuple[int, Fragment]]:
    page_index = 0
    for fragment in fragments:
        yield page_index, fragment
        page_index += fragment.page_count


def _destination(book: pikepdf.Pdf, first_page: int, spot: Spot) -> Array:
    page = book.pages[first_page + spot.page_index].obj
    return Array([page, Name.XYZ, round(spot.x, 3), round(spot.y, 3), 0])


def _write_outline(book: pikepdf.Pdf, fragments: Sequence[Fragment]) -> None:
    """Write the outline of the whole book (12.3.3)."""
    destinations: list[Array] = []
    bookmarks = []
    for first_page, fragment in _with_first_page(fragments):
        for bookmark in fragment.bookmarks:
            bookmarks.append(bookmark)
            destinations.append(_destination(book, first_page, bookmark.spot))
    root = book.make_indirect(Dictionary(Type=Name.Outlines))
    waiting = iter(destinations)
    count = _hang(book, root, grow_outline(bookmarks), waiting)
    if count:
        root.Count = count
        book.Root.Outlines = root
        book.Root.PageMode = Name.UseOutlines


def _hang(
    book: pikepdf.Pdf,
    parent: pikepdf.Object,
    items: Sequence[OutlineItem],
    destinations: Iterator[Array],
) -> int:
    """Hang outline items below a parent, and count those that show while it is open."""
    previous = None
    shown = 0
    for item in items:
        entry = book.make_indirect(
            Dictionary(Title=item.bookmark.label, Dest=next(destinations), Parent=parent)
        )
        below = _hang(book, entry, item.children, destinations)
        if below:
            entry.Count = below if item.bookmark.is_open else -below
        shown += 1 + (below if item.bookmark.is_open else 0)
        if previous is None:
            parent.First = entry
        else:
            previous.Next = entry
            entry.Prev = previous
        parent.Last = previous = entry
    return shown


def _label_entries(labels: Iterable[PageLabel]) -> Iterator[object]:
    for label in labels:
        yield label.page_index
        yield Dictionary(S=Name(f"/{label.numbering}"), St=label.first_page_number)


def _describe(book: pikepdf.Pdf, properties: Properties) -> None:
    """Say in the catalogue, the information dictionary and the XMP packet what this is."""
    catalogue = book.Root
    catalogue.Lang = properties.language
    catalogue.MarkInfo = Dictionary(Marked=True)
    catalogue.ViewerPreferences = Dictionary(DisplayDocTitle=True)
    packet = book.make_stream(xmp_packet(properties))
    packet.Type, packet.Subtype = Name.Metadata, Name.XML
    catalogue.Metadata = packet
    for name, value in information(properties).items():
        book.docinfo[name] = value
