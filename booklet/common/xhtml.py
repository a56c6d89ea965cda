"""Well-formed XHTML fragments as trees, and back.

HTML elements have plain tags (`p`), everything else its namespace (`{…svg}path`). This module knows
nothing of Markdown, components or books, and it does not repair: what it reads is well-formed.
"""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING
from xml.etree.ElementTree import Element, ParseError, XMLParser

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

SVG = "http://www.w3.org/2000/svg"
MATHML = "http://www.w3.org/1998/Math/MathML"
XLINK = "http://www.w3.org/1999/xlink"
XML = "http://www.w3.org/XML/1998/namespace"
OPS = "http://www.idpf.org/2007/ops"
"""EPUB 3.3, 5.2: the namespace of `epub:type`; whole documents declare its prefix."""


def name_set(words: str) -> frozenset[str]:
    """Read a set of names written as one text; a table of two hundred names stays readable."""
    return frozenset(words.split())


VOID = name_set("area base br col embed hr img input link meta param source track wbr")
"""Elements that never have content (HTML, 13.1.2)."""

_HTML = "http://www.w3.org/1999/xhtml"
_PREFIXES = {XML: "xml", OPS: "epub", XLINK: "xlink"}
_FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


def element(
    tag: str, attributes: Mapping[str, str] | None = None, *children: Element | str
) -> Element:
    """Make an element with its attributes and content in one go."""
    made = Element(tag, dict(attributes or {}))
    append(made, children)
    return made


def append(parent: Element, children: Iterable[Element | str]) -> None:
    """Put elements and text at the end of `parent`."""
    texts: list[str] = []  # joined at once: to add ten thousand one by one takes seconds
    for child in children:
        if isinstance(child, str):
            texts.append(child)
        else:
            _append_text(parent, len(parent), "".join(texts))
            texts.clear()
            parent.append(child)
    _append_text(parent, len(parent), "".join(texts))


def detach_content(parent: Element) -> list[Element | str]:
    """Take everything out of `parent`: its text and elements, in order, the tails set free."""
    taken: list[Element | str] = [parent.text] if parent.text else []
    for child in list(parent):
        tail, child.tail = child.tail, None
        taken.append(child)
        if tail:
            taken.append(tail)
    parent.text = None
    parent[:] = []
    return taken


def replace(parent: Element, child: Element, new: Iterable[Element | str] = ()) -> None:
    """Put `new` in the place of `child`; the text after it stays."""
    position = list(parent).index(child)
    parent.remove(child)
    tail, child.tail = child.tail, None
    for item in [*new, tail or ""]:
        if isinstance(item, str):
            _append_text(parent, position, item)
        else:
            parent.insert(position, item)
            position += 1


def unwrap(parent: Element, child: Element) -> None:
    """Put the content of `child` in its place."""
    replace(parent, child, detach_content(child))


def unwrap_all(root: Element, children: Iterable[Element]) -> None:
    """Put the content of each of `children`, which may stand in one another, in its place."""
    replace_all(root, dict.fromkeys(children))


def replace_all(root: Element, new: Mapping[Element, Iterable[Element | str] | None]) -> None:
    """Put others in the place of many elements at once, in time that grows with the tree only.

    Args:
        root: changed in place; it is none of the elements.
        new: what takes the place of each element; None for its own content.
    """
    if not new:
        return
    for parent in list(root.iter()):
        if parent not in new and any(child in new for child in parent):
            append(parent, _replaced(detach_content(parent), new))


def replace_children(
    parent: Element, new: Mapping[Element, Iterable[Element | str] | None]
) -> None:
    """Put others in the place of many children of one element; see `replace_all`."""
    if new:
        append(parent, _replaced(detach_content(parent), new))


def _replaced(
    parts: Iterable[Element | str], new: Mapping[Element, Iterable[Element | str] | None]
) -> Iterator[Element | str]:
    waiting = [iter(parts)]  # no recursion: raw HTML may be thousands of elements deep
    while waiting:
        for part in waiting[-1]:
            if isinstance(part, str) or part not in new:
                yield part
                continue
            instead = new[part]
            if instead is None:
                waiting.append(iter(detach_content(part)))
                break
            yield from instead
        else:
            waiting.pop()


def parents_of(root: Element) -> dict[Element, Element]:
    """Tell the parent of every element below `root`."""
    return {child: parent for parent in root.iter() for child in parent}


def ancestors_of(start: Element, parents: Mapping[Element, Element]) -> Iterator[Element]:
    """Walk from the parent of `start` up to the root."""
    parent = parents.get(start)
    while parent is not None:
        yield parent
        parent = parents.get(parent)


def depth_of(root: Element) -> int:
    """Count how many elements stand in one another below `root`, however many they are."""
    depth, level = 0, [root]
    while level := [child for item in level for child in item]:
        depth += 1
    return depth


def text_of(root: Element) -> str:
    """Read the text of an element, white space made single."""
    return " ".join("".join(root.itertext()).split())


def has_class(item: Element, name: str) -> bool:
    """Tell whether the element has this class."""
    return name in item.get("class", "").split()


def add_class(item: Element, *names: str) -> None:
    """Give the element these classes as well."""
    own = item.get("class", "").split()
    item.set("class", " ".join([*own, *(name for name in names if name not in own)]))


def remove_class(item: Element, *names: str) -> None:
    """Take these classes from the element."""
    kept = [name for name in item.get("class", "").split() if name not in names]
    if kept:
        item.set("class", " ".join(kept))
    else:
        item.attrib.pop("class", None)


def parse(html: str) -> Element:
    """Read a well-formed fragment.

    Returns:
        A `div` that holds the fragment.

    Raises:
        ValueError: when the fragment is not well-formed, which only a mistake in this program
            can bring about.
    """
    parser = XMLParser()  # noqa: S314 - what is read was written by `serialise`
    try:
        parser.feed(f'<div xmlns:epub="{OPS}" xmlns:xlink="{XLINK}">')
        parser.feed(html)
        parser.feed("</div>")
        root = parser.close()
    except ParseError as error:
        raise ValueError(f"not well-formed: {error}") from error
    if _HTML in html:
        for item in root.iter():
            item.tag = item.tag.removeprefix(f"{{{_HTML}}}")
    return root


def normalise(root: Element) -> Element:
    """Bring a tree that was built piece by piece into the form in which `parse` would read it.

    Characters that XML forbids are dropped, white space at both ends as well, void elements are
    emptied, and every text is a plain `str`: a subclass, such as Markdown's, would come along
    wherever the tree is pickled.

    Returns:
        `root`, changed in place.
    """
    for item in root.iter():
        if item.tag in VOID:
            item.text = None
            item[:] = []
        item.text = _normalise_text(item.text)
        item.tail = _normalise_text(item.tail)
        for key, text in item.items():
            # XML 1.0, 2.11 and 3.3.3: a carriage return in an attribute is read as a space.
            item.set(key, drop_forbidden(str(text)).replace("\r\n", " ").replace("\r", " "))
    root.text = (root.text or "").lstrip() or None
    if len(root):
        root[-1].tail = (root[-1].tail or "").rstrip() or None
    elif root.text:
        root.text = root.text.rstrip()
    return root


def serialise(item: Element) -> str:
    """Write an element as XHTML.

    Characters that XML forbids are written like all others: whoever puts text from outside into a
    tree drops them, there or from what is written.
    """
    parts: list[str] = []
    _write(item, "", parts)
    return "".join(parts)


def serialise_content(item: Element) -> str:
    """Write what is inside an element as XHTML, without the element itself; see `serialise`."""
    parts: list[str] = []
    _write_content(item, "", parts)
    return "".join(parts)


def escape(text: str) -> str:
    """Make text safe as content or as an attribute's value; characters XML forbids are dropped."""
    return _escape(drop_forbidden(text))


def take_out(root: Element, attribute: str) -> str:
    """Take out the child that has an attribute.

    Returns:
        What stood in it, ready to be written; "" when there is none.
    """
    child = next((item for item in root if item.get(attribute) is not None), None)
    if child is None:
        return ""
    replace(root, child)
    return drop_forbidden(serialise_content(child))


def drop_forbidden(text: str) -> str:
    """Leave out the characters that no XML document may hold (XML 1.0, 2.2)."""
    return _FORBIDDEN.sub("", text)


def _normalise_text(text: str | None) -> str | None:
    if not text:
        return None
    # XML 1.0, 2.11: line ends are read as line feeds.
    plain = drop_forbidden(str(text)).replace("\r\n", "\n").replace("\r", "\n")
    return plain or None


def _append_text(parent: Element, position: int, text: str) -> None:
    if not text:
        return
    if position:
        previous = parent[position - 1]
        previous.tail = (previous.tail or "") + text
    else:
        parent.text = (parent.text or "") + text


def _write(item: Element, outer: str, parts: list[str]) -> None:
    namespace, name = _split(item.tag)
    parts.append(f"<{name}")
    if namespace != outer:
        parts.append(f' xmlns="{namespace or _HTML}"')
    for key, text in item.items():
        parts.append(f' {_qualify(key)}="{_escape_value(text)}"')
    if (name in VOID) if namespace == "" else not (len(item) or item.text):
        parts.append("/>")
        return
    parts.append(">")
    _write_content(item, namespace, parts)
    parts.append(f"</{name}>")


def _write_content(item: Element, namespace: str, parts: list[str]) -> None:
    if item.text:
        parts.append(_escape(item.text))
    for child in item:
        _write(child, namespace, parts)
        if child.tail:
            parts.append(_escape(child.tail))


@cache
def _split(tag: str) -> tuple[str, str]:
    """Take a tag or a key apart: its namespace, "" for HTML, and its name."""
    namespace, _, name = tag.rpartition("}")
    return namespace.removeprefix("{"), name


@cache
def _qualify(key: str) -> str:
    """Give an attribute its prefix, and before it the declaration that documents lack."""
    namespace, name = _split(key)
    prefix = _PREFIXES.get(namespace, "")
    declared = f'xmlns:xlink="{XLINK}" ' if prefix == "xlink" else ""
    return f"{declared}{prefix}:{name}" if prefix else name


def _escape(text: str) -> str:
    # To look for each of them in turn takes a third of the time of a regular expression.
    if "&" in text:
        text = text.replace("&", "&amp;")
    if "<" in text:
        text = text.replace("<", "&lt;")
    if ">" in text:
        text = text.replace(">", "&gt;")
    if '"' in text:
        text = text.replace('"', "&quot;")
    return text


def _escape_value(text: str) -> str:
    return _escape(text).replace("\n", "&#10;").replace("\t", "&#9;")
