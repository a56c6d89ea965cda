"""Pages of the same kind share the styles of their margin boxes.

Fault: WeasyPrint computes the styles of all eighteen boxes in the margins of each page, whether
    they are there or not, though they differ only from one kind of page to another: a thirty-fifth
    of the time for a chapter.
Upstream: no issue is known.
Smallest input: two pages.
Goes when: `set_page_type_computed_styles` in WeasyPrint's layout/page.py keeps the styles of margin
    boxes by the rules that match.
"""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING

from booklet.weasy.internals import compute_page_styles

if TYPE_CHECKING:
    from collections.abc import Iterator

    from booklet.weasy.protocols import HtmlDocument, StyleFor

_KNOWN = "_margin_styles"
"""Where the styles of a document keep them."""


@contextmanager
def share_margin_styles() -> Iterator[None]:
    """Compute the styles of margin boxes once for each kind of page while the context lasts."""
    with compute_page_styles.replaced(_compute):
        yield


def _compute(page_type: object, html: HtmlDocument, style_for: StyleFor) -> None:
    style_for.add_page_declarations(page_type)
    said = {
        pseudo: by
        for (kind, pseudo), by in style_for.get_cascaded_styles().items()
        if kind == page_type
    }
    wanted = {"root": html.etree_element, "base_url": html.base_url}
    style_for.set_computed_styles(page_type, parent=html.etree_element, **wanted)
    rules = frozenset(
        (pseudo, name, id(value), repr(weight))
        for pseudo, declarations in said.items()
        for name, (value, weight) in declarations.items()
    )
    known = vars(style_for).setdefault(_KNOWN, {})
    computed = style_for.get_computed_styles()
    if rules not in known:
        for pseudo in filter(None, said):
            style_for.set_computed_styles(page_type, pseudo_type=pseudo, parent=page_type, **wanted)
        known[rules] = {pseudo: computed[page_type, pseudo] for pseudo in filter(None, said)}
    computed.update({(page_type, pseudo): style for pseudo, style in known[rules].items()})
