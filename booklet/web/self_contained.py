"""Make one file of a page: pictures, styles, fonts and our script in it, and a policy that holds.

The Content Security Policy lets nothing run and nothing load but what is in the file itself: our
script and the style sheets by their digests, pictures and fonts from `data:` addresses.
"""

from __future__ import annotations

import base64
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING
from xml.etree import ElementTree as ET

from booklet.common import xhtml
from booklet.common.addresses import is_carried
from booklet.common.errors import Finding, Place, Severity
from booklet.common.product_paths import PHONE_PAGE
from booklet.common.safe_css import sanitise_stylesheet
from booklet.common.xhtml import XML, element, name_set
from booklet.config.colour import lighten
from booklet.epub.sanitise import parse_document, sanitise_document
from booklet.theme.fallbacks import fallbacks_for
from booklet.theme.typefaces import CODE_FAMILY, name_families
from booklet.theme.web_fonts import embed_fonts
from booklet.web.page import TEMPLATE

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from booklet.epub.content import EbookPicture
    from booklet.theme.templates import Layouts
    from booklet.web.page import PageContent

SCRIPT = Path(__file__).with_name("page.js").read_text("utf-8")
"""The only program on the page; no project's layout can put another in its place."""

_STYLES = (
    *("ebook/text.css", "ebook/matter.css", "ebook/components.css"),
    *("web/page.css", "web/custom.css"),
)
_FIELDS = name_set("button fieldset input label legend textarea")
_CODE = name_set("code kbd samp pre")
_HIDDEN = frozenset({"style", "title"})
_ITALICS = name_set("em i cite dfn var address")
_DARK_PAGE, _CONTRAST = "#202224", 7.0
"""The lightest ground of the page in the dark; WCAG 2.2, 1.4.6."""

_LANGUAGE_OF_XML = f"{{{XML}}}lang"
"""HTML says it without a prefix, which stands beside it."""

_TYPED = frozenset(map(chr, range(0x20, 0x7F))) | frozenset("£€éèêëáàâäîïôöûüŵŷ–—‘’“”…")
"""What readers are likely to type."""


@dataclass(frozen=True, slots=True)
class FinishedPage:
    """A page as one file.

    Attributes:
        html: the file.
        findings: what had to be taken out of a project's layouts.
    """

    html: bytes
    findings: tuple[Finding, ...]


def finish_page(content: PageContent, layouts: Layouts) -> FinishedPage:
    """Make one HTML file of a page; the same page gives the same bytes.

    Raises:
        EpubError: when a project's template is not well-formed.
        LayoutError: when a style sheet or a font is missing.
    """
    document, removed = sanitise_document(content.document, PHONE_PAGE, more=_FIELDS)
    styles, removed_styles = sanitise_stylesheet(layouts.css(*_STYLES), is_carried)
    page = parse_document(document, PHONE_PAGE)
    _write_as_html(page)
    _carry_pictures(page, content.pictures)
    characters = _characters(page)
    fallbacks = fallbacks_for(characters, *content.families)
    fonts = _fonts(page, characters, (*content.families, *fallbacks))
    stylesheet = "\n".join((fonts, _properties(content, fallbacks), styles)).replace("</", r"<\/")
    page.set("data-book", content.identifier)
    head, body = page.find("head"), page.find("body")
    if head is None or body is None:
        removed = (*removed, "a head or a body")
        head, body = element("head"), element("body", {}, *page)
        page[:] = [head, body]
    own = [item.text or "" for item in page.iter("style")]
    body.append(element("script", {}, SCRIPT))
    head[:0] = [
        element("meta", {"charset": "utf-8"}),
        element(
            "meta",
            {
                "http-equiv": "Content-Security-Policy",
                "content": _policy([stylesheet, *own], has_style_attributes=_has_styles(page)),
            },
        ),
        element("meta", {"name": "viewport", "content": "width=device-width, initial-scale=1"}),
        element("meta", {"name": "referrer", "content": "no-referrer"}),
        *_description(content),
        element("link", {"rel": "icon", "href": "data:,"}),
        element("style", {}, stylesheet),
    ]
    html = ET.tostring(page, encoding="unicode", method="html")
    return FinishedPage(
        f"<!DOCTYPE html>\n{html}\n".encode(), tuple(_findings((*removed, *removed_styles)))
    )


def _write_as_html(page: ET.Element) -> None:
    """Give a tree of XHTML the names that HTML has for it: the parser knows drawings by theirs."""
    for item in page.iter():
        item.tag = item.tag.rpartition("}")[2]
        for key in list(item.keys()):
            if key == _LANGUAGE_OF_XML or key.startswith("xmlns"):
                del item.attrib[key]
            elif key == f"{{{xhtml.XLINK}}}href":
                item.set("href", item.attrib.pop(key))
        if item.tag == "style" and item.text:  # it is not escaped: nothing in it may end it
            item.text = item.text.replace("<", r"\3c ")


def _carry_pictures(page: ET.Element, pictures: Iterable[EbookPicture]) -> None:
    carried = {
        one.file_name: f"data:{one.media_type};base64,{base64.b64encode(one.content).decode()}"
        for one in pictures
    }
    for image in page.iter("img"):
        source = image.get("src", "")
        image.set("src", carried.get(source, source if source.startswith("data:") else "data:,"))


def _characters(page: ET.Element) -> frozenset[str]:
    shown = (item for item in page.iter() if item.tag not in _HIDDEN)
    texts = (text for item in shown for text in (item.text, item.tail) if text)
    return frozenset().union(*texts) | _TYPED


def _fonts(page: ET.Element, characters: frozenset[str], families: Iterable[str]) -> str:
    body = [item for item in page.iter() if item.tag not in _HIDDEN]
    tags = {item.tag for item in body}
    is_italic = bool(tags & _ITALICS) or any(xhtml.has_class(one, "stem-text") for one in body)
    rules = [embed_fonts(families, characters, italics=is_italic)]
    if tags & _CODE:
        rules.append(embed_fonts([CODE_FAMILY], characters, italics=False))
    return "\n".join(rules)


def _properties(content: PageContent, fallbacks: Iterable[str]) -> str:
    text, headings = content.families
    dark = lighten(content.accent, _CONTRAST, on=_DARK_PAGE)
    return (
        f":root {{ --accent: {content.accent}; --label: var(--accent); "
        f"--text-font: {name_families(text, *fallbacks)}; "
        f"--heading-font: {name_families(headings, *fallbacks)}; "
        f"--code-font: {name_families(CODE_FAMILY, *fallbacks)} }}\n"
        f"@media (prefers-color-scheme: dark) {{ :root {{ --accent: {dark} }} }}\n"
        f"@media print {{ :root {{ --accent: {content.accent} }} }}"
    )


def _has_styles(page: ET.Element) -> bool:
    return any(item.get("style") for item in page.iter())


def _policy(stylesheets: Iterable[str], *, has_style_attributes: bool) -> str:
    """Write the page's Content Security Policy (CSP 3, 6.1)."""
    policy: Mapping[str, str] = {
        "default-src": "'none'",
        "script-src": _digest(SCRIPT),
        "style-src": " ".join(dict.fromkeys(map(_digest, stylesheets))),
        **({"style-src-attr": "'unsafe-inline'"} if has_style_attributes else {}),
        "img-src": "data:",
        "font-src": "data:",
        "base-uri": "'none'",
        "form-action": "'none'",
    }
    return "; ".join(f"{name} {allowed}" for name, allowed in policy.items())


def _digest(text: str) -> str:
    return f"'sha256-{base64.b64encode(sha256(text.encode()).digest()).decode()}'"


def _description(content: PageContent) -> Iterator[ET.Element]:
    if content.description:
        yield element("meta", {"name": "description", "content": content.description})


def _findings(removed: Iterable[str]) -> Iterator[Finding]:
    parts = ", ".join(dict.fromkeys(removed))
    if parts:
        yield Finding(
            "W901",
            Severity.WARNING,
            f"parts of '{PHONE_PAGE}' are left out: {parts}",
            "The page for phones runs only our own script, shows nothing from elsewhere, and links "
            "only to web pages (https, http), e-mail and telephone numbers. Take it out of the "
            "project's layouts.",
            Place(f"layouts/{TEMPLATE}"),
        )
