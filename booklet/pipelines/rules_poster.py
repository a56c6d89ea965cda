"""The stages of the rules poster: from a project's folder to a sheet for the wall."""

# ruff: noqa: PLC0415 - every stage is imported where it begins, as in the pipeline

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

from booklet.common.errors import ManuscriptError
from booklet.common.outputs import Product, check_paths
from booklet.common.product_paths import ProductPaths
from booklet.pipelines.build import build_if_changed, raise_for, set_in_largest
from booklet.scheduling.build_context import DEFAULT_BUILD_CONTEXT

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from booklet.book import Book
    from booklet.common.errors import Finding
    from booklet.scheduling.build_context import BuildContext
    from booklet.scheduling.typeset_book import TypesetBook
    from booklet.theme.templates import Layouts


def build_rules_posters(
    project: Path,
    out: Path,
    *,
    strict: bool = False,
    build_context: BuildContext = DEFAULT_BUILD_CONTEXT,
) -> tuple[Product, ...]:
    """Build a poster with all the rules of a booklet, on A4 and on A3.

    Args:
        project: the folder with `chapters/` and, if the author wants settings, `booklet.toml`.
        out: the folder for the finished files.
        strict: whether warnings stop the build.
        build_context: how pages are set.

    Raises:
        ManuscriptError: when no chapter has rules.
        BookletError: whatever else is wrong, by family.
    """
    from booklet.finished_files import write_pdf
    from booklet.print.rules_list import PAPERS

    def build(book: Book, layouts: Layouts) -> Iterator[Product]:
        if not any(chapter.rules for chapter in book.chapters):
            raise ManuscriptError(
                "there are no rules for a poster",
                hint="Rules are a numbered list whose every item begins in bold: "
                "'1. **Lead** – text'.",
            )
        products = ProductPaths(out, book.slug)
        paths = {paper: products.sheets(f"{paper}-rules-poster") for paper in PAPERS}
        check_paths(paths.values())
        quiet = replace(build_context, progress=None)
        for paper, path in paths.items():
            poster = typeset_rules_poster(book, layouts, paper, quiet)
            findings = (*book.findings, *poster.findings)
            raise_for(findings, strict=strict)
            write_pdf(path, poster.pdf)
            sides = "one side" if poster.page_count == 1 else f"{poster.page_count} sides"
            yield Product(path, f"{paper}, {sides}", findings)

    return build_if_changed(
        project, out, ("rules-poster",), build, strict=strict, build_context=build_context
    )


def check_rules_posters(
    book: Book, layouts: Layouts, build_context: BuildContext = DEFAULT_BUILD_CONTEXT
) -> Iterator[Finding]:
    """Set the posters, write nothing, and say what there is to know."""
    from booklet.print.rules_list import PAPERS

    for paper in PAPERS if any(chapter.rules for chapter in book.chapters) else ():
        yield from typeset_rules_poster(book, layouts, paper, build_context).findings


def typeset_rules_poster(
    book: Book, layouts: Layouts, paper: str, build_context: BuildContext
) -> TypesetBook:
    """Set a poster in the largest type that one side holds."""
    from booklet.print.rules_list import POSTER_SIZES, lay_out_rules_poster

    lay_out = partial(lay_out_rules_poster, book, layouts, paper)
    return set_in_largest(lay_out, POSTER_SIZES, build_context)
