"""What HTML may do in a chapter: everything that shows text, nothing that runs, loads or hides.

One policy, used twice: nh3 applies it to raw HTML as the browser's own parser would read it, and
`make_safe` applies it to the whole tree, Markdown's attribute lists included, and tells what was
left out.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

import nh3

from booklet.common import xhtml
from booklet.common.addresses import may_be_linked
from booklet.common.drawn_values import plain_value
from booklet.common.xhtml import MATHML, SVG, XLINK, name_set
from booklet.markup.styles import safe_style

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

TAGS = name_set(
    "a abbr article aside b bdi bdo blockquote br caption cite code col colgroup dd del details "
    "dfn div dl dt em figcaption figure h1 h2 h3 h4 h5 h6 hr i img ins kbd li mark ol p pre q rp "
    "rt ruby s samp section small span strong sub summary sup table tbody td tfoot th thead tr u "
    "ul var wbr"
)
SVG_TAGS = name_set(
    "svg circle clipPath defs desc ellipse g line linearGradient marker mask path pattern polygon "
    "polyline radialGradient rect stop symbol text textPath title tspan use"
)
MATHML_TAGS = name_set(
    "math maction menclose merror mfrac mi mmultiscripts mn mo mover mpadded mphantom mprescripts "
    "mroot mrow ms mspace msqrt mstyle msub msubsup msup mtable mtd mtext mtr munder munderover "
    "semantics"
)
WITHOUT_CONTENT = name_set(
    "script style iframe object embed applet frame frameset noframes noembed noscript template "
    "textarea select datalist canvas audio video title head xmp plaintext"
)
"""Elements that leave with everything in them."""

GENERAL = {
    "id": re.compile(r".*\S.*", re.DOTALL),
    "class": re.compile(r".*", re.DOTALL),
    "lang": re.compile(r"[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8})*"),
    "dir": re.compile("ltr|rtl|auto"),
    "title": re.compile(r".*", re.DOTALL),
    "role": re.compile("presentation|none|img"),
    "aria-label": re.compile(r".*", re.DOTALL),
    "aria-hidden": re.compile("true|false"),
}
_NUMBER = re.compile(r"-?[0-9]{1,6}")
_COUNT = re.compile(r"[1-9][0-9]{0,2}")
_ANYTHING = re.compile(r".*", re.DOTALL)
ATTRIBUTES: dict[str, dict[str, re.Pattern[str]]] = {
    "a": {"href": _ANYTHING},
    "col": {"span": _COUNT},
    "colgroup": {"span": _COUNT},
    "details": {"open": _ANYTHING},
    "img": {
        "src": _ANYTHING,
        "alt": _ANYTHING,
        "width": re.compile(r"[1-9][0-9]{0,4}"),
        "height": re.compile(r"[1-9][0-9]{0,4}"),
    },
    "li": {"value": _NUMBER},
    "ol": {"start": _NUMBER, "type": re.compile("[1aAiI]"), "reversed": _ANYTHING},
    "td": {"colspan": _COUNT, "rowspan": _COUNT},
    "th": {
        "colspan": _COUNT,
        "rowspan": _COUNT,
        "scope": re.compile("col|row|colgroup|rowgroup"),
        "abbr": _ANYTHING,
    },
}
"""What elements may say about themselves, and in which form."""

SVG_ATTRIBUTES = name_set(
    "viewBox preserveAspectRatio width height x y x1 x2 y1 y2 cx cy r rx ry d points transform "
    "fill fill-opacity fill-rule stroke stroke-width stroke-linecap stroke-linejoin "
    "stroke-dasharray stroke-dashoffset stroke-opacity stroke-miterlimit opacity offset "
    "stop-color stop-opacity gradientUnits gradientTransform patternUnits patternTransform "
    "clip-path clipPathUnits mask maskUnits marker-start marker-mid marker-end markerWidth "
    "markerHeight refX refY orient text-anchor dominant-baseline font-size font-weight font-style "
    "dx dy rotate startOffset href focusable version"
)
MATHML_ATTRIBUTES = name_set(
    "display alttext mathvariant mathsize stretchy fence separator lspace rspace largeop "
    "movablelimits accent accentunder linethickness rowspacing columnspacing columnalign rowalign "
    "rowspan columnspan width height depth voffset displaystyle scriptlevel"
)

_LOCAL_REFERENCE = re.compile(r"#[\w.-]+")
_PAINT = re.compile(r"url\(\s*['\"]?(#[\w.-]+)['\"]?\s*\)")
_LOADS = re.compile(r"url|@import|expression|image|\\|/\*|[<>{}]|var\(|attr\(", re.IGNORECASE)
_BOOLEAN = {"open", "reversed"}
_PRESENTATIONAL = name_set(
    "align alink background bgcolor border bordercolor cellpadding cellspacing clear color face "
    "frame height hspace link noshade nowrap rules size text valign vlink vspace width"
)
"""Attributes that style sheets have taken the place of (HTML, 16.2): named as styles are."""

_ALIGNED = name_set("caption col colgroup div h1 h2 h3 h4 h5 h6 p tbody td tfoot th thead tr")
_UNREMARKABLE = {"markdown", "xmlns", "rel", "target"}
"""Attributes that go without a word: nobody misses them."""


_CLEANER = nh3.Cleaner(
    tags=set(TAGS | SVG_TAGS | MATHML_TAGS | {"input", "title"}),
    clean_content_tags=set(WITHOUT_CONTENT - {"title", "head"}),
    attributes={
        "*": {*GENERAL, "style"},
        "input": {"type", "checked"},
        **{tag: {"align"} for tag in _ALIGNED},
        **{tag: {*names, "align", "name"} for tag, names in ATTRIBUTES.items()},
        **{tag: set(SVG_ATTRIBUTES) for tag in SVG_TAGS},
        **{tag: set(MATHML_ATTRIBUTES) for tag in MATHML_TAGS},
    },
    url_schemes={"http", "https", "mailto", "tel"},
    link_rel=None,
)


def clean(html: str) -> str:
    """Apply the policy to raw HTML, as browsers parse it."""
    return _CLEANER.clean(html)


@dataclass(frozen=True, slots=True)
class LeftOut:
    """Something an author typed that may not stand in a book.

    Attributes:
        name: as an author would call it: `<script>`, `onclick`, `a link to 'file:…'`.
        snippets: what to look for in the source, the likeliest first.
        properties: of a style, those that a book does not follow; empty for all else.
    """

    name: str
    snippets: tuple[str, ...]
    properties: tuple[str, ...] = ()


def make_safe(
    root: Element, *, kept: frozenset[str] = frozenset(), names_links: bool = False
) -> list[LeftOut]:
    """Take everything out of a tree that the policy does not allow.

    Args:
        root: changed in place.
        kept: attributes of our own that stay.
        names_links: whether to name the links that `clean` takes out; all others are judged in
            `booklet.markup.links`.

    Returns:
        What was left out, in reading order.
    """
    left_out: list[LeftOut] = []
    parents = xhtml.parents_of(root)
    replaced: dict[Element, tuple[()] | None] = {}
    for item in root.iter():
        parent = parents.get(item)
        if not isinstance(item.tag, str):
            replaced[item] = ()
            continue
        namespace, _, name = item.tag.rpartition("}")
        if parent is not None and _is_checkbox(item):
            _make_tick(item)
        elif parent is not None and not _is_allowed(namespace, name, parent):
            left_out.append(LeftOut(f"<{name}>", (f"<{name}", f"<{name.upper()}", name)))
            replaced[item] = () if name in WITHOUT_CONTENT else None
            parents.update((child, parent) for child in item)
        else:
            if names_links and not may_be_linked(item.get("href", "")):
                link = item.get("href", "")
                left_out.append(LeftOut(f"a link to '{link[:40]}'", (link, "<a ", "<A ")))
            left_out += _make_attributes_safe(item, namespace, name, kept)
    xhtml.replace_all(root, replaced)
    return left_out


def _is_allowed(namespace: str, name: str, parent: Element) -> bool:
    """Tell whether an element may stand there; HTML may not stand in drawings and formulas."""
    if namespace == f"{{{SVG}":
        return name in SVG_TAGS
    if namespace == f"{{{MATHML}":
        return name in MATHML_TAGS
    return not namespace and name in TAGS and not parent.tag.startswith("{")


def _is_checkbox(item: Element) -> bool:
    return item.tag == "input" and item.get("type", "").lower() == "checkbox"


def _make_tick(item: Element) -> None:
    """Keep a check box as a mark; `booklet.components.checklist` draws it."""
    state = "on" if item.get("checked") is not None else "off"
    item.tag = "span"
    item.attrib.clear()
    item.set("data-tick", state)


def _make_attributes_safe(
    item: Element, namespace: str, name: str, kept: frozenset[str]
) -> list[LeftOut]:
    left_out: list[LeftOut] = []
    if not item.keys():
        return left_out
    _keep_old_attributes(item, name)
    for key, text in list(item.items()):
        if key == "style":
            left_out += _make_style_safe(item, text)
            continue
        safe = text if key in kept else _safe_value(namespace, name, key, text)
        called = key.rpartition("}")[2]
        if safe is None:
            del item.attrib[key]
            if not namespace and called in _PRESENTATIONAL:
                left_out.append(LeftOut("style", (f"{called}=", f"<{name}"), (called,)))
            elif key not in _UNREMARKABLE or "attachment" in text:
                left_out.append(LeftOut(called, (called, called.upper(), f"<{name}")))
        elif safe != text:
            item.set(key, safe)
    return left_out


def _make_style_safe(item: Element, text: str) -> list[LeftOut]:
    """Reduce a style to what a book follows."""
    style, properties = safe_style(text, item.tag)
    if style:
        item.set("style", style)
    else:
        del item.attrib["style"]
    return [LeftOut("style", ("style=", "STYLE=", "style"), properties)] if properties else []


def _keep_old_attributes(item: Element, name: str) -> None:
    """Say in today's HTML what it has lost: `width="50%"`, `align="center"`, `<a name="place">`."""
    place = item.attrib.pop("name", "") if name == "a" else ""
    if place:
        item.attrib.setdefault("id", place)
    align = item.get("align", "").lower()
    if name in _ALIGNED and align in {"left", "right", "center", "justify"}:
        item.set("style", f"text-align: {align}; {item.get('style', '')}")
        del item.attrib["align"]
    width = item.get("width", "")
    if item.tag == "img" and re.fullmatch(r"[1-9][0-9]?%|100%", width):
        item.set("style", f"{item.get('style', '')}; width: {width}")
        del item.attrib["width"]


def _safe_value(namespace: str, name: str, key: str, text: str) -> str | None:
    """Tell what an attribute may say; None when it may not be there at all."""
    if namespace and key not in GENERAL:
        return _safe_drawn_value(namespace, name, key, text)
    form = GENERAL.get(key) or ATTRIBUTES.get(name, {}).get(key)
    if form is None or not form.fullmatch(text):
        return None
    return key if key in _BOOLEAN else text


def _safe_drawn_value(namespace: str, name: str, key: str, text: str) -> str | None:
    """Tell what an attribute of SVG or MathML may say; only places in the drawing are linked."""
    if key in {"href", f"{{{XLINK}}}href"}:
        return text if name in {"use", "textPath"} and _LOCAL_REFERENCE.fullmatch(text) else None
    if namespace == f"{{{MATHML}":
        return text if key in MATHML_ATTRIBUTES else None
    plain = plain_value(key, text) if key in SVG_ATTRIBUTES else None
    is_loading = plain and _LOADS.search(plain) and not _PAINT.fullmatch(plain.strip())
    return None if is_loading else plain
