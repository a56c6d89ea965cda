"""Chapters by python-markdown alone: as much as a plain build needs, and no more.

Knows the Markdown of the generated books: titles, footnotes, captions, links between chapters and
key lines. Ids and class names are those of our own pages, so that the same style sheet fits.
"""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from typing import TYPE_CHECKING
from xml.etree.ElementTree import Element, SubElement

from markdown import Markdown
from markdown.extensions import Extension
from markdown.treeprocessors import Treeprocessor

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

_LINK = re.compile(r"(?P<file>[^#/]*?)(?:\.md)?(?:#(?P<place>.*))?")
_CALLOUT = re.compile(r"\s*\[!(?P<kind>\w+)[^\]]*\]\s*")
_CAPTION = "Table: "
_LAST = 0


@dataclass(frozen=True, slots=True)
class Source:
    """One chapter as it was written.

    Attributes:
        slug: the file's name without its ending.
        text: its Markdown.
    """

    slug: str
    text: str


@dataclass(frozen=True, slots=True)
class Chapter:
    """One chapter as HTML.

    Attributes:
        slug: its id.
        title: plain text.
        html: without the title.
    """

    slug: str
    title: str
    html: str


def read_sources(project: Path) -> tuple[str, tuple[Source, ...]]:
    """Read a project: its title and its chapters in order."""
    settings = tomllib.loads((project / "booklet.toml").read_text("utf-8"))
    paths = sorted((project / "chapters").glob("*.md"))
    return settings["title"], tuple(Source(p.stem, p.read_text("utf-8")) for p in paths)


def convert(source: Source, *, pages: bool) -> Chapter:
    """Turn Markdown into HTML.

    Args:
        source: the chapter.
        pages: for paper, where notes stand in the text and links lead to places of one document;
            otherwise for a file of its own in an e-book.
    """
    structure = _Structure(source.slug, pages=pages)
    markdown = Markdown(
        extensions=["footnotes", "tables", "attr_list", "sane_lists", "def_list", structure],
        extension_configs={"footnotes": {"UNIQUE_IDS": True}},
        output_format="xhtml",
    )
    text = re.sub(r"\A---\n.*?\n---\n", "", source.text, flags=re.DOTALL)
    html = markdown.convert(text)
    return Chapter(source.slug, structure.title or source.slug, html)


class _Structure(Extension):
    """Adds our treeprocessor to python-markdown, and carries out the title it finds."""

    def __init__(self, slug: str, *, pages: bool) -> None:
        super().__init__()
        self.slug = slug
        self.pages = pages
        self.title = ""

    def extendMarkdown(self, md: Markdown) -> None:  # noqa: N802 - Python-Markdown's name
        md.treeprocessors.register(_Finish(md, self), "finish", _LAST)


class _Finish(Treeprocessor):
    """Gives ids, figures, captions and links; puts notes where they are called."""

    def __init__(self, md: Markdown, structure: _Structure) -> None:
        super().__init__(md)
        self.structure = structure

    def run(self, root: Element) -> None:
        for child in list(root):
            self._finish_block(root, child)
        if self.structure.pages:
            _inline_notes(root)
        for link in root.iter("a"):
            self._aim(link)

    def _finish_block(self, root: Element, block: Element) -> None:
        words = "".join(block.itertext()).strip()
        if block.tag == "h1" and not self.structure.title:
            self.structure.title = words
            root.remove(block)
        elif block.tag in {"h2", "h3"}:
            place = re.sub(r"\W+", "-", words.lower()).strip("-")
            block.set("id", f"{self.structure.slug}-{place}")
        elif block.tag == "p" and len(block) == 1 and block[0].tag == "img":
            _make_figure(block)
        elif block.tag == "p" and words.startswith(_CAPTION):
            table = list(root)[list(root).index(block) + 1]
            caption = Element("caption")
            caption.text = words.removeprefix(_CAPTION)
            table.insert(0, caption)
            root.remove(block)
        elif block.tag == "blockquote":
            _make_box(block)

    def _aim(self, link: Element) -> None:
        """Let a link between chapters lead to its place."""
        address = link.get("href", "")
        match = _LINK.fullmatch(address)
        if match is None or "footnote" in link.get("class", "") or address.startswith("http"):
            return
        slug = match["file"] or self.structure.slug
        target = f"{slug}-{match['place']}" if match["place"] else slug
        link.set("href", f"#{target}" if self.structure.pages else f"{slug}.xhtml#{target}")
        link.set("class", "cross-reference")


def _make_figure(paragraph: Element) -> None:
    caption = paragraph[0].attrib.pop("title", "")
    paragraph.tag = "figure"
    SubElement(paragraph, "figcaption").text = caption


def _make_box(quotation: Element) -> None:
    first = quotation[0] if len(quotation) else quotation
    match = _CALLOUT.match(first.text or "")
    if match:
        first.text = (first.text or "")[match.end() :]
        quotation.tag = "aside"
        quotation.set("class", f"component {match['kind'].lower()}")


def _inline_notes(root: Element) -> None:
    """Put each note's text in the place of its call, for CSS to float to the foot of the page."""
    gathered = next(_notes_division(root), None)
    if gathered is None:
        return
    root.remove(gathered)
    notes = {item.get("id"): item.find("p") for item in gathered.iter("li")}
    for call in list(root.iter("sup")):
        note = notes.get(call[0].get("href", "").removeprefix("#")) if len(call) else None
        if note is None:
            continue
        tail = call.tail
        call.clear()
        call.tag, call.tail = "span", tail
        call.set("class", "footnote")
        back = next(child for child in note if "backref" in child.get("class", ""))
        note.remove(back)
        call.text = note.text
        call.extend(note)
        if len(call):
            call[-1].tail = (call[-1].tail or "").rstrip()
        else:
            call.text = (call.text or "").rstrip()


def _notes_division(root: Element) -> Iterator[Element]:
    return (child for child in root if child.get("class") == "footnote")
