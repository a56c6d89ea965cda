"""Links and pictures in an e-book: from the book's own addresses to files of the package."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

from booklet.common.xhtml import replace
from booklet.epub.content import EbookPicture

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping
    from xml.etree.ElementTree import Element

    from booklet.manuscript.pictures import Picture

_EXTERNAL_SCHEMES = ("http://", "https://", "mailto:", "tel:")


def file_pictures(
    pictures: Mapping[str, Picture], fit: Callable[[Picture], Picture]
) -> tuple[tuple[EbookPicture, ...], Mapping[str, str]]:
    """Put each picture into the package once, even when two files are the same.

    Args:
        pictures: by their path in the project folder.
        fit: scales a picture to what is read on.

    Returns:
        The files, sorted by name, and the file name for every path.
    """
    by_content: dict[bytes, EbookPicture] = {}
    file_names = {}
    for path, picture in sorted(pictures.items()):
        digest = hashlib.sha256(picture.content).digest()
        if digest not in by_content:
            shown = fit(picture)
            file_name = f"images/{shown.name}"
            by_content[digest] = EbookPicture(file_name, shown.media_type, shown.content)
        file_names[path] = by_content[digest].file_name
    return tuple(sorted(by_content.values(), key=lambda one: one.file_name)), file_names


def show_pictures(
    root: Element, pictures: Mapping[str, Picture], file_names: Mapping[str, str]
) -> None:
    """Let every `img` show its file in the package, with its dimensions.

    The author's own width or height wins. A picture that is not there gives way to its text.
    """
    for parent in list(root.iter()):
        for image in parent.findall("img"):
            path = image.get("src", "")
            if path.startswith("data:"):
                continue
            if path not in pictures:
                replace(parent, image, [image.get("alt", "")])
                continue
            image.set("src", file_names[path])
            if image.get("width") is None and image.get("height") is None:
                image.set("width", str(pictures[path].width))
                image.set("height", str(pictures[path].height))


def ids_in(root: Element) -> Iterable[str]:
    """Tell every id below `root`."""
    return (item.attrib["id"] for item in root.iter() if "id" in item.attrib)


def link_across(root: Element, here: str, addresses: Mapping[str, str]) -> None:
    """Lead every link to the file its target is in; one that leads nowhere becomes plain text.

    Args:
        root: the text of one document.
        here: that document's file name; links inside it need no file name.
        addresses: `FILE#ID` for every id of the book.
    """
    for anchor in root.iter("a"):
        href = anchor.get("href")
        if href is None:
            continue
        if href.startswith("#"):
            address = addresses.get(href[1:], "").removeprefix(here)
        else:
            address = href if href.startswith(_EXTERNAL_SCHEMES) else ""
        if address:
            anchor.set("href", address)
        else:
            del anchor.attrib["href"]
