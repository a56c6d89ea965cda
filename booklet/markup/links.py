"""Links and pictures: where they may lead, what a chapter refers to, and what can be linked to."""

from __future__ import annotations

import posixpath
import re
from typing import TYPE_CHECKING
from urllib.parse import quote, unquote, urlsplit

from booklet.common import xhtml
from booklet.components import BY_NAME
from booklet.components.rendering import visible_items
from booklet.markup.chapter import LinkTarget, PictureUse, Reference
from booklet.markup.headings import heading_text

if TYPE_CHECKING:
    from collections.abc import Callable
    from xml.etree.ElementTree import Element

    from booklet.common.language import Language
    from booklet.markup.finding_collector import FindingCollector

_CONTROL = re.compile(r"[\x00-\x20\x7f]+")
_SCHEME = re.compile(r"[a-zA-Z][a-zA-Z0-9+.-]*:|//")
_CHAPTER = re.compile(r"[^?#]+\.(?:md|markdown)(?:#.*)?|#.+", re.IGNORECASE)
_EXTERNAL_SCHEMES = frozenset({"http", "https", "mailto", "tel"})
_LEGAL = ":/?#@!$&'()*+,;=%~[]"

CROSS_REFERENCE = "cross-reference"


def check_links(
    root: Element, is_private: Callable[[Element], bool], collector: FindingCollector
) -> tuple[Reference, ...]:
    """Keep links to the web, to addresses and to places in the book; unwrap all others.

    Args:
        root: changed in place.
        is_private: tells which elements are for facilitators only; what they refer to is not
            listed.
        collector: for links that were left out.

    Returns:
        The links to places in the book, as written.
    """
    references = []
    unwrapped: dict[Element, None] = {}
    parents = xhtml.parents_of(root)
    for link in list(root.iter("a")):
        if link.get("data-note") is not None:
            continue
        written = link.attrib.pop("href", None)
        if written is None:
            link.tag = "span"
            continue
        address = _CONTROL.sub("", written.strip().replace(" ", "%20"))
        around = xhtml.ancestors_of(link, parents)
        if any(one.tag == "a" and one not in unwrapped for one in around):
            _unwrap(link, unwrapped)
        elif _CHAPTER.fullmatch(address) and not _SCHEME.match(address):
            link.set("href", address)
            xhtml.add_class(link, CROSS_REFERENCE)
            if not any(is_private(around) for around in xhtml.ancestors_of(link, parents)):
                place = collector.place(f"({written})", f"({written}", written)
                references.append(Reference(address, place))
        elif outward := _external_address(written.strip()):
            link.set("href", outward)
            if not xhtml.text_of(link) and next(link.iter("img"), None) is None:
                link.text = outward.removeprefix("https://").removeprefix("mailto:")
        else:
            _remark(written, collector)
            _unwrap(link, unwrapped)
    xhtml.unwrap_all(root, unwrapped)
    return tuple(references)


def check_pictures(
    root: Element, folder: str, is_private: Callable[[Element], bool], collector: FindingCollector
) -> tuple[PictureUse, ...]:
    """Make every picture's path relative to the project; the words of others take their place.

    Args:
        root: changed in place.
        folder: the chapter's, relative to the project.
        is_private: tells which elements are for facilitators only; their pictures are not listed.
        collector: for pictures from outside the project and pictures without words.
    """
    uses = []
    outsiders: dict[Element, list[Element | str]] = {}
    parents = xhtml.parents_of(root)
    for picture in list(root.iter("img")):
        written = picture.get("src", "")
        path = _picture_path(written, folder)
        if not path:
            _report_picture_outside(picture, written, collector)
            outsiders[picture] = [picture.get("alt", "")]
            continue
        place = collector.place(f"]({written}", written, "![")
        alt = _alternative(picture)
        if alt is None:
            problem = f"the picture '{written}' has no description"
            hint = (
                "Write what it shows for people who do not see it: ![description](file), "
                "or mark it as decoration: ![](file){.decoration}"
            )
            collector.warn("K532", problem, hint, place)
        picture.set("src", path)
        picture.set("alt", alt or "")
        if not any(is_private(around) for around in xhtml.ancestors_of(picture, parents)):
            uses.append(PictureUse(path, alt, place))
    xhtml.replace_all(root, outsiders)
    return tuple(uses)


def _report_picture_outside(picture: Element, written: str, collector: FindingCollector) -> None:
    """Say that a picture is not in the project; HTML loses addresses such as `file:` before."""
    alt = picture.get("alt", "")
    if written:
        called = f"the picture '{_shorten(written)}'"
        place = collector.place(f"]({written}", written, "![")
    else:
        called = f"the picture that is described as '{_shorten(alt)}'" if alt else "a picture"
        place = collector.place(f'alt="{alt}"', f"alt='{alt}'", "<img", "<IMG", "![")
    hint = "Put the file beside the chapter and name it; its description is shown instead."
    collector.warn("K531", f"{called} is not in the project", hint, place)


def _alternative(picture: Element) -> str | None:
    """Tell a picture's description; "" for decoration, None when the author gave none."""
    alt = " ".join(picture.get("alt", "").split())
    is_decoration = xhtml.has_class(picture, "decoration") or picture.get("role") in {
        "presentation",
        "none",
    }
    return alt or ("" if is_decoration else None)


def _picture_path(written: str, folder: str) -> str:
    """Name the file a picture points at, relative to the project; "" when it lies outside."""
    address = _CONTROL.sub(" ", written).strip()
    if not address or _SCHEME.match(address) or "\x00" in unquote(address):
        return ""
    inside = unquote(address).replace("\\", "/")  # as Windows writes it
    path = posixpath.normpath(posixpath.join(folder, inside))
    return "" if path.startswith(("/", "../")) or path in {".", ".."} else path


def _external_address(written: str) -> str:
    """Give an address of the web, mail or telephone in a form every reader accepts, or ""."""
    address = _CONTROL.sub(lambda match: "%20" if " " in match[0] else "", written)
    try:
        parts = urlsplit(address)
        _ = parts.port
    except ValueError:
        return ""
    scheme = parts.scheme.lower()
    is_web = scheme in {"http", "https"}
    if scheme not in _EXTERNAL_SCHEMES or (is_web and not _is_host(parts.hostname)):
        return ""
    if not is_web and not parts.path:
        return ""
    address = scheme + address[len(parts.scheme) :]
    legal = _LEGAL if is_web else _LEGAL.replace("[]", "")
    return re.sub(r"%(?![0-9A-Fa-f]{2})", "%25", quote(address, safe=legal))


def _is_host(host: str | None) -> bool:
    return bool(host) and re.fullmatch(r"[\w.-]+|[0-9a-fA-F:]+", host or "") is not None


def _remark(written: str, collector: FindingCollector) -> None:
    shown = _shorten(written)
    problem = f"the link to '{shown}' is left out" if shown else "a link leads nowhere"
    hint = (
        "Links lead to the web (https://…), to mailto: or tel:, to a chapter's file "
        "(02-summer.md) or to a place in a chapter (#rule-2)."
    )
    collector.warn(
        "K530", problem, hint, collector.place(f"({written})", f"({written}", written, "<a ")
    )


def _shorten(written: str) -> str:
    return written if len(written) <= 60 else f"{written[:57]}…"  # noqa: PLR2004 - one line


def _unwrap(link: Element, unwrapped: dict[Element, None]) -> None:
    """Keep the words of a link, and its id where it has one."""
    if link.get("id") is not None:
        link.tag = "span"
    else:
        unwrapped[link] = None


_NUMBERED_LABELS = {"rule": "numbered_rule", "figure": "numbered_figure", "table": "numbered_table"}
"""What ids call the things that are numbered, and the labels with their names."""


def find_link_targets(root: Element, language: Language) -> list[LinkTarget]:
    """Find what can be linked to in a chapter's text; see `Chapter.link_targets`.

    Args:
        root: the text.
        language: the book's, for the names of rules, figures and tables.
    """
    visible = visible_items(root, BY_NAME)
    return [
        _link_target(item, identifier, language)
        for item in visible
        if (identifier := item.get("id"))
    ]


def _link_target(item: Element, identifier: str, language: Language) -> LinkTarget:
    if item.tag in {"h2", "h3", "h4", "h5", "h6"}:
        return LinkTarget(identifier, heading_text(item))
    words = identifier.rsplit("-", 2)
    is_numbered = words[-1].isdecimal() and words[-2:-1] and words[-2] in _NUMBERED_LABELS
    if not is_numbered:
        return LinkTarget(identifier, "")
    label = _NUMBERED_LABELS[words[-2]]
    name = language.label(label).replace("{number}", words[-1])
    return LinkTarget(identifier, name, language.language_of(label))
