"""What the cache returns is what rendering the job again would give."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from render_samples import SENTENCE, SQUARE, copy_of, division, job_of, lengthened, pages

from booklet.common.cache import FolderCache
from booklet.common.memory_cache import MemoryCache
from booklet.print.division import Division, Partition
from booklet.scheduling.build_context import BuildContext
from booklet.scheduling.fragment_cache import FragmentCache
from booklet.scheduling.typeset_book import gather_render_context, typeset
from booklet.scheduling.worker_task import render_division

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from pathlib import Path

    from booklet.linker.fragment import Fragment
    from booklet.weasy.render_job import RenderContext, RenderJob

SEE = f'<p id="a">{SENTENCE}<a class="see" href="#b">See</a>.</p>'
FIXED = "p::before { content: counter(page) }"


def job(first: int = 11, folio: str = "12", body: str = SEE) -> RenderJob:
    chapter = division("chapter", body)
    return job_of(chapter, first, [("b", folio)], copy_of(chapter).resources)


def set_it(one: RenderJob, stylesheet: str = "") -> Fragment:
    return render_division(one, gather_render_context(copy_of(stylesheet=stylesheet)))


@pytest.fixture(params=["one build", "two builds"])
def caches(request: pytest.FixtureRequest, tmp_path: Path) -> Callable[..., FragmentCache]:
    """Make caches that last for one build, or from one build to the next."""

    def open_cache(stylesheet: str = "") -> FragmentCache:
        render_context = gather_render_context(copy_of(stylesheet=stylesheet))
        if request.param == "two builds":
            return FragmentCache(render_context, FolderCache(tmp_path, ""))
        return opened.setdefault(stylesheet, FragmentCache(render_context))

    opened: dict[str, FragmentCache] = {}
    return open_cache


def test_other_numbers_of_the_same_width_are_exchanged(
    caches: Callable[..., FragmentCache],
) -> None:
    caches().put(job(11, "12"), set_it(job(11, "12")))
    other = job(15, "98")
    assert caches().get(other) == set_it(other)


@pytest.mark.parametrize(
    "other",
    [job(12), job(111), job(11, "9"), job(11, "xii"), job(body=SEE + "!")],
    ids=["verso", "three figures", "one figure", "roman", "text"],
)
def test_numbers_of_other_widths_are_not_found(
    other: RenderJob, caches: Callable[..., FragmentCache]
) -> None:
    caches().put(job(), set_it(job()))
    assert caches().get(other) is None


def test_numbers_that_cannot_be_exchanged_are_part_of_the_key(
    caches: Callable[..., FragmentCache],
) -> None:
    for one in (job(11), job(13)):
        assert caches(FIXED).get(one) is None
        caches(FIXED).put(one, set_it(one, FIXED))
    for one in (job(11), job(13)):
        assert caches(FIXED).get(one) == set_it(one, FIXED)


def test_another_picture_is_another_job(caches: Callable[..., FragmentCache]) -> None:
    body = '<p><img src="booklet:picture/square.svg" alt="x"></p>'
    caches().put(job(body=body), set_it(job(body=body)))
    other = SQUARE.replace(b"20", b"40")
    changed = replace(job(body=body), resources={"booklet:picture/square.svg": other})
    assert caches().get(job(body=body)) is not None
    assert caches().get(changed) is None


def test_a_font_file_is_kept_once_for_all_fragments(tmp_path: Path) -> None:
    render_context, files = gather_render_context(copy_of()), {"digest": b"a font" * 100_000}
    for body in ("<p>one</p>", "<p>two</p>", "<p>three</p>"):
        fragment = replace(set_it(job(body=body)), font_files=files)
        FragmentCache(render_context, FolderCache(tmp_path, "")).put(job(body=body), fragment)
        assert (
            FragmentCache(render_context, FolderCache(tmp_path, "")).get(job(body=body)) == fragment
        )
    assert sum(path.stat().st_size for path in tmp_path.rglob("*") if path.is_file()) < 1_200_000


def test_a_fragment_whose_font_file_is_gone_is_set_again(tmp_path: Path) -> None:
    render_context = gather_render_context(copy_of())
    fragment = replace(set_it(job()), font_files={"digest": b"x" * 500_000})
    FragmentCache(render_context, FolderCache(tmp_path, "")).put(job(), fragment)
    max(tmp_path.iterdir(), key=lambda path: path.stat().st_size).unlink()
    assert FragmentCache(render_context, FolderCache(tmp_path, "")).get(job()) is None


PAINTED = (
    "p {{ color: {0}; border: 1pt solid {0}; border-right: 2pt dashed #0000ff }} "
    '@page {{ @top-left {{ background: {0} }} }} html {{ background: url("booklet:art/mark.svg") }}'
)
DRAWN = '<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"><path d="M0 0h9" {0}/></svg>'
PICTURES = f'{SEE}<p><img src="booklet:picture/square.svg" alt="x"></p>'


class InColour:
    """The same chapter in any colour, with one cache for all."""

    def __init__(self, more: str = "") -> None:
        self.css = PAINTED + more
        self.cache = MemoryCache()

    def of(self, colour: str) -> tuple[RenderContext, FragmentCache, Mapping[str, bytes]]:
        """Give what it is rendered with, the cache, and the files it names."""
        drawn = {"booklet:art/mark.svg": f'fill="{colour}"', "booklet:picture/square.svg": colour}
        resources = {
            address: DRAWN.format(f'stroke="{colour}" {paint}').encode()
            for address, paint in drawn.items()
        }
        book = copy_of(stylesheet=self.css.format(colour), resources=resources)
        context = gather_render_context(replace(book, accent=colour))
        return context, FragmentCache(context, self.cache, recolours=True), book.resources

    def job(self, colour: str, first: int = 11, folio: str = "12") -> RenderJob:
        """Make the job that renders it."""
        return job_of(division("chapter", PICTURES), first, [("b", folio)], self.of(colour)[2])

    def render(self, colour: str, first: int = 11, folio: str = "12") -> Fragment:
        """Render it, whatever is in the cache."""
        return render_division(self.job(colour, first, folio), self.of(colour)[0])

    def known(self, colour: str, first: int = 11, folio: str = "12") -> Fragment | None:
        """Say what the cache knows of it."""
        return self.of(colour)[1].get(self.job(colour, first, folio))

    def keep(self, *colours: str) -> None:
        """Render it in some colours, and keep that."""
        for colour in colours:
            assert self.known(colour) is None
            self.of(colour)[1].put(self.job(colour), self.render(colour))


def test_pages_in_other_colours_are_made_from_those_in_two() -> None:
    chapter = InColour()
    chapter.keep("#663300", "#0f5257")
    for colour in ("#aa0000", "#00ff00"):  # written shorter than the first, and much shorter
        assert chapter.known(colour) == chapter.render(colour)
    assert chapter.known("#aa0000", 15, "98") == chapter.render("#aa0000", 15, "98")


@pytest.mark.parametrize(
    ("css", "colour"),
    [
        ("", "#0000ff"),  # as one of the borders
        ("p {{ border-style: groove }}", "#aa0000"),  # lighter and darker tones
        ("p {{ background: linear-gradient({0}, red) }}", "#aa0000"),
    ],
)
def test_pages_that_depend_on_a_colour_otherwise_are_rendered(css: str, colour: str) -> None:
    chapter = InColour(css)
    chapter.keep("#663300", "#0f5257")
    assert chapter.known(colour) is None


NAMES = ("one", "two", "three")
EDITS = st.lists(
    st.tuples(st.sampled_from(NAMES), st.integers(0, 4), st.sampled_from(NAMES)),
    min_size=1,
    max_size=5,
)


def chapter_of(name: str, length: int, target: str) -> Division:
    body = f'<section id="{name}"><h1>{name}</h1>{pages(length) if length else ""}'
    see = f'<p>{SENTENCE}<a class="see" href="#{target}">See</a></p></section>'
    return division(name, body + see)


@pytest.mark.slow
@settings(
    max_examples=6, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(edits=EDITS, first=st.sampled_from([1, 5, 95]), is_long=st.booleans())
def test_a_build_with_a_cache_gives_the_bytes_of_one_without(
    edits: list[tuple[str, int, str]],
    first: int,
    is_long: bool,  # noqa: FBT001 - drawn
    tmp_path_factory: pytest.TempPathFactory,
) -> None:
    """Random chapters are edited in random order; page numbers move over 9, 10, 99 and 100."""
    folder = tmp_path_factory.mktemp("cache")
    contents = "".join(f'<li><a href="#{name}">{name}</a></li>' for name in NAMES)
    front = division("front", f"<nav><ol>{contents}</ol></nav>", Partition.FRONT_MATTER)
    chapters = {name: chapter_of(name, 1, "three") for name in NAMES}
    for name, length, target in edits:
        chapters[name] = chapter_of(name, length, target)
        copy = replace(copy_of(front, *chapters.values()), first_page_number=first)
        copy = lengthened(copy) if is_long else copy
        cached = typeset(copy, BuildContext(cache=FolderCache(folder, "")))
        assert cached.pdf == typeset(copy).pdf
