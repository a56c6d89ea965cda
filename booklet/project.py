"""Read a project: settings, chapters, pictures, and how they hang together.

The first half of the pipeline, which all products share.
"""

# ruff: noqa: PLC0415 - every stage is imported where it begins, as in the pipeline

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from booklet.common.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from booklet.book import Book
    from booklet.common.cache import Cache
    from booklet.config import Config
    from booklet.manuscript import Manuscript
    from booklet.manuscript.source import Source
    from booklet.markup.chapter import Chapter


_FEW = 8
"""Chapters that are kept one by one; of more, all of the book are kept again."""


def read_book(project: Path, cache: Cache | None = None) -> Book:
    """Read a project: settings, chapters, pictures, and how they hang together.

    Args:
        project: its folder.
        cache: keeps chapters that have been understood before; None forgets them.

    Raises:
        UsageError: when there is no such folder.
        ConfigError: when `booklet.toml` cannot be used.
        ManuscriptError: when the chapters cannot be used at all.
    """
    from booklet.book import make_book
    from booklet.config import load_config
    from booklet.manuscript import read_logo, read_manuscript, read_pictures

    if not project.is_dir():
        raise UsageError(
            f"there is no folder '{project}'",
            hint="--project takes the folder that holds your 'chapters' folder.",
        )
    config = load_config(project)
    manuscript = read_manuscript(project, config)
    chapters = _read_chapters(project, manuscript, config, cache)
    pictures, findings = read_pictures(project, chapters)
    logo, logo_findings = read_logo(project, config)
    findings = (*findings, *logo_findings)
    return replace(make_book(config, manuscript, chapters, pictures, findings), logo=logo)


def _read_chapters(
    project: Path, manuscript: Manuscript, config: Config, cache: Cache | None
) -> tuple[Chapter, ...]:
    """Parse the chapters, and remember how those were understood that have not changed.

    All chapters of a project are one entry of the cache, for a hundred small files take longer;
    the few that have changed since it was written have entries of their own.
    """
    if cache is None:
        return tuple(_parse(source, config) for source in manuscript.sources)
    speech = f"{config.language} {config.labels!r}"
    shelf = f"chapters {str(project.resolve())!r} {speech}"
    shelved: Mapping[Source, Chapter] = cache.get(shelf) or {}
    unshelved = {*manuscript.sources} - shelved.keys()
    keys = {source: f"chapter {source!r} {speech}" for source in unshelved}
    kept = {source: cache.get(key) for source, key in keys.items()}
    known = {**shelved, **{source: chapter for source, chapter in kept.items() if chapter}}
    new = {source: _parse(source, config) for source in manuscript.sources if source not in known}
    chapters = {source: known.get(source) or new[source] for source in manuscript.sources}
    if len(new) > _FEW:
        cache.put(shelf, chapters)
    else:
        for source, chapter in new.items():
            cache.put(keys[source], chapter)
    return tuple(chapters.values())


def _parse(source: Source, config: Config) -> Chapter:
    from booklet.markup.parse import parse_chapter

    return parse_chapter(source, config.speech)
