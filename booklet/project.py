"""Read a project: settings, chapters, pictures, and how they hang together.

The first half of the pipeline, which all products share.
"""

# ruff: noqa: PLC0415 - every stage is imported where it begins, as in the pipeline

from __future__ import annotations

from dataclasses import replace
from types import MappingProxyType
from typing import TYPE_CHECKING

from booklet.common.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from pathlib import Path

    from booklet.book import Book
    from booklet.common.cache import Cache
    from booklet.config import Config
    from booklet.manuscript import Manuscript
    from booklet.manuscript.source import Source
    from booklet.markup.chapter import Chapter


_FEW = 8
"""New chapters that get entries of their own; of more, the project's entry is written anew."""


def read_book(
    project: Path,
    cache: Cache | None = None,
    config: Config | None = None,
    unsaved: Mapping[str, bytes] = MappingProxyType({}),
    announce: Callable[[int], object] | None = None,
) -> Book:
    """Read a project: settings, chapters, pictures, and how they hang together.

    Args:
        project: its folder.
        cache: keeps parsed chapters; None parses all.
        config: settings to use instead of those of booklet.toml; None for those.
        unsaved: chapters that are read instead of their files, by their paths in the project.
        announce: is told how many letters will be parsed, before they are.

    Raises:
        UsageError: when there is no such folder.
        ConfigError: when `booklet.toml` cannot be used.
        ManuscriptError: when the chapters cannot be used at all.
    """
    return assemble_book(project, *read_sources(project, config, unsaved), cache, announce)


def read_sources(
    project: Path,
    config: Config | None = None,
    unsaved: Mapping[str, bytes] = MappingProxyType({}),
) -> tuple[Config, Manuscript]:
    """Read settings and chapters as they were written; see `read_book`."""
    from booklet.config import load_config
    from booklet.manuscript import read_manuscript

    if not project.is_dir():
        raise UsageError(
            f"there is no folder '{project}'",
            hint="--project takes the folder that holds your 'chapters' folder.",
        )
    config = config or load_config(project)
    return config, read_manuscript(project, config, unsaved)


def assemble_book(
    project: Path,
    config: Config,
    manuscript: Manuscript,
    cache: Cache | None = None,
    announce: Callable[[int], object] | None = None,
) -> Book:
    """Make a book of what was read; see `read_book`."""
    from booklet.book import make_book
    from booklet.book.fill_placeholders import fill_book
    from booklet.common.stray_settings import stray_findings
    from booklet.manuscript import read_named_picture, read_pictures

    chapters = _read_chapters(project, manuscript, config, cache, announce)
    uses = [use for chapter in chapters for use in chapter.pictures]
    pictures, findings = read_pictures(project, uses)
    logo, logo_findings = read_named_picture(project, config, "logo")
    cover_picture, cover_findings = read_named_picture(project, config, "cover_picture")
    findings = (*stray_findings(project), *findings, *logo_findings, *cover_findings)
    book = make_book(config, manuscript, chapters, pictures, findings)
    book = replace(book, logo=logo, cover_picture=cover_picture)
    return fill_book(book, config) if config.placeholders else book


def _read_chapters(
    project: Path,
    manuscript: Manuscript,
    config: Config,
    cache: Cache | None,
    announce: Callable[[int], object] | None,
) -> tuple[Chapter, ...]:
    """Parse the chapters, unless the cache has what they were parsed to before.

    All chapters of a project are one entry of the cache, for a hundred small files take longer;
    the few that have changed since it was written have entries of their own.
    """
    from booklet.markup.chapter import Chapter

    def parse(sources: Sequence[Source]) -> dict[Source, Chapter]:
        if announce is not None:
            announce(sum(len(source.text) for source in sources))
        return {source: _parse(source, config) for source in sources}

    if cache is None:
        return tuple(parse(manuscript.sources).values())
    language = f"{config.language} {config.labels!r}"
    key_of_all = f"chapters {str(project.resolve())!r} {language}"
    kept_together: Mapping[Source, Chapter] = cache.get(key_of_all, dict) or {}
    others = {*manuscript.sources} - kept_together.keys()
    keys = {source: f"chapter {source!r} {language}" for source in others}
    kept_alone = {source: cache.get(key, Chapter) for source, key in keys.items()}
    known = {
        **kept_together,
        **{source: chapter for source, chapter in kept_alone.items() if chapter},
    }
    new = parse([source for source in manuscript.sources if source not in known])
    chapters = {source: known.get(source) or new[source] for source in manuscript.sources}
    if len(new) > _FEW:
        cache.put(key_of_all, chapters)
    else:
        for source, chapter in new.items():
            cache.put(keys[source], chapter)
    return tuple(chapters.values())


def _parse(source: Source, config: Config) -> Chapter:
    from booklet.markup.parse import parse_chapter

    return parse_chapter(source, config.book_language)
