"""Short ways to read a piece of Markdown in tests."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from booklet.common import xhtml
from booklet.common.language import Language
from booklet.components import ComponentContext, Medium, render_components
from booklet.manuscript.source import read_source
from booklet.markup.parse import parse_chapter

if TYPE_CHECKING:
    from booklet.markup.chapter import Chapter

ENGLISH = Language("en-GB")
SESSION = dt.date(2026, 8, 31)


def parse(
    text: str, *, path: str = "chapters/01-trust.md", language: Language = ENGLISH
) -> Chapter:
    """Read a chapter whose slug is `trust`."""
    return parse_chapter(read_source(path, "trust", text), language, blocks_have_ids=False)


def body(text: str) -> str:
    """Read a chapter's text and give its HTML."""
    return parse(f"# Title\n\n{text}").html


def codes(text: str) -> list[str]:
    """Tell the codes of what is found in a chapter's text."""
    return [finding.code for finding in parse(f"# Title\n\n{text}").findings]


def shown(text: str, medium: Medium, *, aims: tuple[str, ...] = ()) -> str:
    """Read a chapter's text and give what readers in a medium see."""
    context = ComponentContext("trust", ENGLISH, session=SESSION, aims=aims)
    return rendered(body(text), medium, context)


def rendered(html: str, medium: Medium, context: ComponentContext, *, is_body: bool = True) -> str:
    """Give what readers in a medium see of a chapter's HTML."""
    root = render_components(xhtml.parse(html), medium, context, is_body=is_body)
    return xhtml.drop_forbidden(xhtml.serialise_content(root))  # as layouts write it
