"""The preview in a real browser: what is typed comes to the page, what is wrong is mended."""

from __future__ import annotations

import json
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import pytest
from browser import browsing
from previewing import FILES, FIRST, SECOND
from serving import admitting
from test_readers import find_libraries

from booklet.preview.app import make_app
from booklet.preview.live_preview import LivePreview

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from browser import Browser, Tab

    from booklet.server.listen import Listener

pytestmark = pytest.mark.slow

GOOD = "document.getElementById('status').dataset.kind === 'good'"
AREA = "document.getElementById('text')"


@dataclass(frozen=True, slots=True)
class Window:
    """A project that is served, and a tab that shows it."""

    preview: LivePreview
    browser: Browser
    tab: Tab
    listener: Listener

    @property
    def address(self) -> str:
        """What a second window is opened at, in the same browser."""
        return self.listener.address

    @property
    def project(self) -> Path:
        """The project's folder."""
        return self.preview.project

    def caret_to(self, words: str, *, end: bool = False) -> None:
        """Put the caret before or behind some words."""
        moved = f" + {len(words)}" if end else ""
        self.tab.run(
            f"(() => {{ const at = {AREA}.value.indexOf({words!r}){moved};"
            f"{AREA}.focus(); {AREA}.setSelectionRange(at, at); }})()"
        )

    def shown(self) -> list[str]:
        """Tell which pages are seen, by the digests of their pictures."""
        found: list[str] = self.tab.run(
            "[...document.querySelectorAll('.page')].map((one) => one.dataset.drawn ?? '')"
        )
        return found


@pytest.fixture(scope="module")
def browser(chromium: str) -> Iterator[Browser]:
    with browsing(chromium) as browser:
        yield browser


@contextmanager
def opened(
    project: Path, browser: Browser, *, width: int = 1280, keeps_tab: bool = False
) -> Iterator[Window]:
    with ExitStack() as stack:
        preview = stack.enter_context(LivePreview(project))
        listener, admission = stack.enter_context(admitting(make_app(preview)))
        tab = browser.open(admission.address, width)
        if not keeps_tab:
            stack.callback(tab.close)
        yield Window(preview, browser, tab, listener)


@pytest.fixture(scope="module")
def window(browser: Browser, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Window]:
    """Show a small booklet; each test leaves the texts as they were."""
    project = tmp_path_factory.mktemp("seen")
    for name, text in FILES.items():
        (project / name).parent.mkdir(exist_ok=True)
        (project / name).write_text(text)
    with opened(project, browser) as window:
        window.tab.wait_for(GOOD)
        yield window


def test_only_pages_near_the_ones_that_are_seen_have_pictures(window: Window) -> None:
    """In a long book each picture costs a little in every frame, and all of them are too many."""
    drawn = "[...document.querySelectorAll('.page')].map((one) => Boolean(one.dataset.drawn))"
    window.tab.resize(1280, 300)
    window.tab.run("location.reload()")
    window.tab.wait_for(f"document.readyState === 'complete' && {drawn}[0]")
    for _ in range(6):
        window.tab.run("document.getElementById('larger').click()")
    window.tab.wait_for(GOOD)
    near = window.tab.run(drawn)
    assert near[0]
    assert not near[-1]
    window.tab.run("document.getElementById('pages-box').scrollTo(0, 1e6)")
    window.tab.wait_for(f"{drawn}.at(-1)")
    window.tab.run("document.getElementById('fit').click()")
    window.tab.resize(1280, 800)


def test_a_chapter_that_is_opened_comes_into_view(window: Window) -> None:
    seen = (
        "(() => { const mark = document.querySelector('.page .mark')?.getBoundingClientRect();"
        "const pane = document.getElementById('pages-box').getBoundingClientRect();"
        "return mark && mark.top >= pane.top && mark.bottom <= pane.bottom; })()"
    )
    window.tab.resize(1280, 400)
    for path in (SECOND, FIRST):
        window.tab.click(f'[data-key="open {path}"]')
        words = f"document.getElementById('text-name').textContent.endsWith({path!r})"
        window.tab.wait_for(f"{words} && {seen}")
    window.tab.resize(1280, 800)


def test_a_picture_moves_with_its_page(window: Window) -> None:
    """Else what comes in before it shows the pictures of others, until its own are drawn."""
    places = window.tab.run(
        "import(new URL('assets/pages.js', document.baseURI)).then(({samePlaces}) => samePlaces("
        "[{source: 'a.md'}, {source: 'a.md'}, {source: 'b.md'}],"
        "[{source: ''}, {source: 'a.md'}, {source: 'a.md'}, {source: 'a.md'}, {source: 'b.md'}]))"
    )
    assert places == [-1, 0, 1, -1, 2]


def test_a_rule_is_put_in_by_its_button_and_seen_on_the_page(window: Window) -> None:
    window.caret_to("when you said.", end=True)
    window.tab.wait_for("document.querySelector('.page .mark:not([hidden])')")
    before = window.shown()
    window.tab.click("#toolbar button:nth-child(4)")
    assert window.tab.run(f"{AREA}.value").count("3. **[your rule in a few words]** – ") == 1
    window.tab.type("Pay back")  # over the words that the button has selected
    window.tab.wait_for(f"{AREA}.value.includes('3. **Pay back** – ')")
    written = window.tab.wait_for(
        "[...document.querySelectorAll('.page')].findIndex((one) => one.dataset.drawn"
        f" && !{before!r}.includes(one.dataset.drawn))"
        " + 1"
    )
    assert written
    window.tab.wait_for(GOOD)
    assert "3. **Pay back**" in (window.project / FIRST).read_text()
    edition, digest = "standard", window.preview.snapshot("standard").pages
    words = " ".join(
        window.preview.words_at(edition, page.digest, x, y)
        for page in digest
        if page.source == FIRST
        for x in (110, 160)
        for y in range(120, 560, 12)
    )
    assert "Pay back" in words
    undo(window)


def test_nothing_is_put_in_among_the_metadata(window: Window) -> None:
    window.caret_to("# Trust")
    window.tab.type("---\nsubtitle: Slowly\n---\n\n")
    window.tab.run(f"{AREA}.setSelectionRange(0, 0)")
    window.tab.click("#toolbar button:nth-child(10)")
    written = window.tab.run(f"{AREA}.value")
    assert written.startswith("---\nsubtitle: Slowly\n---\n\n| [your heading] |")
    window.tab.wait_for(GOOD)
    undo(window)


def undo(window: Window) -> None:
    """Take back what was typed, as the browser's own undo does."""
    while window.tab.run(f"{AREA}.value") != FILES[FIRST]:
        assert window.tab.run(f"{AREA}.focus(), document.execCommand('undo')")
    window.tab.wait_for(GOOD)


def test_a_fault_is_told_with_its_line_and_mended_by_its_button(window: Window) -> None:
    window.caret_to("# Trust")
    window.tab.type("---\nautor: A. Head\n---\n")
    told = window.tab.wait_for("document.querySelector('#findings li')?.innerText")
    assert "autor" in told
    assert "line 2" in told
    window.tab.wait_for("document.querySelector('#findings .mend')")
    window.tab.click("#findings .mend")
    window.tab.wait_for(f"{AREA}.value.startsWith('---\\nauthor: A. Head')")
    window.tab.wait_for("!document.querySelector('#findings li')")
    undo(window)


def test_while_something_is_wrong_the_pages_of_before_are_marked_as_old(window: Window) -> None:
    before = window.shown()
    window.caret_to("1. **Say less**")
    window.tab.type("![A map](none.png)\n\n")
    window.tab.wait_for("!document.getElementById('old').hidden")
    assert "none.png" in window.tab.run("document.getElementById('findings').innerText")
    assert window.tab.run("document.getElementById('status').dataset.kind") == "bad"
    assert window.shown() == before
    undo(window)
    assert window.tab.run("document.getElementById('old').hidden")


def test_a_click_on_a_page_goes_to_the_words_in_the_source(window: Window) -> None:
    pages = window.preview.snapshot("standard").pages
    place = next(one for one in window.preview.blocks("standard", SECOND) if one.line == 3)
    selector = f"document.querySelectorAll('.page')[{place.page_index}]"
    window.tab.run(f"{selector}.scrollIntoView({{block: 'center'}})")
    x, y = window.tab.run(
        f"(() => {{ const box = {selector}.getBoundingClientRect(); return ["
        f"box.left + box.width * {place.x + place.width * 0.3},"
        f"box.top + box.height * {place.y + place.height * 0.3}]; }})()"
    )
    window.tab.click_at(x, y)
    window.tab.wait_for(f"{AREA}.value.startsWith('# Time')")
    at = window.tab.wait_for(f"document.activeElement === {AREA} && {AREA}.selectionStart")
    assert FILES[SECOND].count("\n", 0, at) == 2
    assert pages[place.page_index].source == SECOND
    window.tab.click("#chapters li:first-child .chapter")
    window.tab.wait_for(f"{AREA}.value.startsWith('# Trust')")


def test_a_button_that_is_pressed_stays_until_it_is_let_go(window: Window) -> None:
    """A list that was made anew between press and release would lose the click."""
    digests = "[...document.querySelectorAll('.page')].map((one) => one.dataset.digest).join()"
    before = window.tab.run(digests)
    box = "document.querySelector('#chapters li:last-child .chapter').getBoundingClientRect()"
    x, y = window.tab.run(f"[{box}.left + 40, {box}.top + {box}.height / 2]")
    values = {"x": x, "y": y, "button": "left", "clickCount": 1}
    window.tab.call("Input.dispatchMouseEvent", type="mousePressed", **values)
    (window.project / SECOND).write_text(FILES[SECOND].replace("# Time", "# Time, later"))
    window.preview.notice_files()
    window.tab.wait_for(f"{digests} !== {before!r}")
    window.tab.call("Input.dispatchMouseEvent", type="mouseReleased", **values)
    window.tab.wait_for(f"{AREA}.value.startsWith('# Time, later')")
    window.tab.wait_for("document.getElementById('chapters').innerText.includes('Time, later')")
    (window.project / SECOND).write_text(FILES[SECOND])
    window.preview.notice_files()
    window.tab.wait_for(f"{AREA}.value === {FILES[SECOND]!r}")
    window.tab.wait_for(f"{digests} === {before!r}")
    window.tab.click("#chapters li:first-child .chapter")
    window.tab.wait_for(f"{AREA}.value.startsWith('# Trust')")
    window.tab.wait_for(GOOD)


MARK_IS_SEEN = (
    "(() => { const mark = document.querySelector('.page .mark:not([hidden])');"
    "if (!mark) return false; const box = mark.getBoundingClientRect(),"
    "pane = document.getElementById('pages-box').getBoundingClientRect();"
    "return box.top > pane.top && box.top < pane.bottom; })()"
)


def test_moving_in_the_source_brings_its_page_into_view(window: Window) -> None:
    window.tab.run("document.getElementById('pages-box').scrollTop = 0")
    assert not window.tab.run(MARK_IS_SEEN)
    window.caret_to("What did you promise?")
    window.tab.wait_for(MARK_IS_SEEN)


def test_nothing_moves_where_one_looks_when_the_text_grows(window: Window) -> None:
    top = "document.querySelector('.page .mark:not([hidden])').getBoundingClientRect().top"
    window.caret_to("What did you promise?", end=True)
    window.tab.wait_for(MARK_IS_SEEN)
    before = window.tab.run(top)
    window.tab.type(" And to whom?")
    window.tab.wait_for(GOOD)
    assert abs(window.tab.run(top) - before) < 2
    undo(window)


def test_two_windows_write_the_same_chapter(window: Window) -> None:
    other = window.browser.open(window.address)
    other.wait_for(f"{AREA}.value.startsWith('# Trust')")
    window.caret_to("Trust grows")
    window.tab.type("Indeed: ")
    other.wait_for(f"{AREA}.value.includes('Indeed: Trust grows')")
    other.run(f"{AREA}.focus(), {AREA}.setSelectionRange(9, 9)")
    other.type("Slowly. ")
    window.tab.wait_for(f"{AREA}.value.includes('Slowly. Indeed: ')")
    other.close()
    other = window.browser.open(window.address)
    other.wait_for(f"{AREA}.value.includes('Slowly. Indeed: ')")
    other.run(f"{AREA}.focus(), {AREA}.select()")
    other.type(FILES[FIRST])
    window.tab.wait_for(f"{AREA}.value === {FILES[FIRST]!r}")
    other.close()
    window.tab.wait_for(GOOD)


def test_a_window_outlives_the_program_and_loses_nothing(browser: Browser, tmp_path: Path) -> None:
    for name, text in FILES.items():
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(text)
    with opened(tmp_path, browser, keeps_tab=True) as window:
        window.tab.wait_for(GOOD)
        before = window.listener.identity
    window.tab.wait_for("document.getElementById('status').dataset.kind === 'bad'")
    window.caret_to("Trust grows")
    window.tab.type("Meanwhile: ")
    # Another program, too, changes the chapter before this one is started again.
    (tmp_path / FIRST).write_text(f"{FILES[FIRST]}\nBy another.\n")
    with LivePreview(tmp_path) as preview, admitting(make_app(preview), before):
        window.tab.wait_for(GOOD)
        written = window.tab.run(f"{AREA}.value")
        assert "Meanwhile: Trust grows" in written
        assert "By another." in written
        window.tab.wait_for(GOOD)
        assert preview.texts.open(FIRST).text == written
        window.tab.close()
    assert (tmp_path / FIRST).read_text() == written


def test_two_windows_that_write_in_the_same_words_ask_which_should_stay(window: Window) -> None:
    now = window.preview.texts.open(FIRST)
    theirs = now.text.replace("Trust grows", "Trust shrinks")
    window.preview.texts.edit(FIRST, theirs, now.revision)  # of which this window is not told yet
    window.caret_to("grows")
    window.tab.run(f"{AREA}.setSelectionRange({AREA}.selectionStart, {AREA}.selectionStart + 5)")
    window.tab.type("sinks")
    window.tab.wait_for("!document.getElementById('conflict').hidden")
    assert "shrinks" in window.tab.run("document.querySelector('#conflict pre').textContent")
    assert "Trust sinks" in window.tab.run(f"{AREA}.value")
    assert not violations(window)
    window.tab.click("#conflict .row button:last-child")
    window.tab.wait_for(f"{AREA}.value.includes('Trust shrinks')")
    assert window.tab.run("document.getElementById('conflict').hidden")
    window.tab.run(f"{AREA}.focus(), {AREA}.select()")
    window.tab.type(FILES[FIRST])
    window.tab.wait_for(GOOD)
    assert (window.project / FIRST).read_text() == FILES[FIRST]


def test_chapters_change_places_by_keyboard(window: Window) -> None:
    names = "[...document.querySelectorAll('.chapter .name')].map((one) => one.innerText.trim())"
    assert window.tab.run(names) == ["Trust", "Time"]
    window.tab.run("document.querySelector('[aria-label=\"Move down: Trust\"]').focus()")
    window.tab.press("Enter", 13, text="\r")
    window.tab.wait_for(f"({names}).join() === 'Time,Trust'")
    assert (window.project / "chapters/02-trust.md").read_text() == FILES[FIRST]
    window.tab.wait_for("document.querySelector('[aria-label=\"Move up: Trust\"]')")
    window.tab.run("document.querySelector('[aria-label=\"Move up: Trust\"]').focus()")
    window.tab.press("Enter", 13, text="\r")
    window.tab.wait_for(f"({names}).join() === 'Trust,Time'")
    assert sorted(path.name for path in (window.project / "chapters").iterdir()) == [
        "01-trust.md",
        "02-time.md",
    ]
    window.tab.wait_for(GOOD)


@pytest.mark.parametrize(("scheme", "forced"), [("light", False), ("dark", False), ("dark", True)])
def test_axe_finds_nothing(window: Window, scheme: str, *, forced: bool) -> None:
    window.tab.prefer(scheme, forced=forced)
    found = violations(window)
    window.tab.prefer()
    if found is None:
        pytest.skip("axe-core is not installed")
    assert found == []


def test_everything_is_reached_by_keyboard(window: Window) -> None:
    window.tab.wait_for("document.querySelectorAll('.page').length > 3")
    window.tab.run("document.activeElement.blur()")
    named = "((one) => one.id || one.className || one.tagName)(document.activeElement)"
    reached = []
    for _ in range(40):
        window.tab.press("Tab", 9)
        reached.append(window.tab.run(named))
    wanted = {"edition", "text", "chapter", "new-chapter", "settings", "tool", "thumbnail", "page"}
    assert wanted <= set(reached), reached
    window.tab.run("document.querySelector('.thumbnail[tabindex=\"0\"]').focus()")
    window.tab.press("End", 35)
    window.tab.press("Enter", 13, text="\r")
    assert window.tab.run("document.querySelector('.thumbnail:last-child').ariaCurrent") == "page"
    place = next(one for one in window.preview.blocks("standard", SECOND) if one.line == 3)
    window.tab.run(f"document.querySelectorAll('.page')[{place.page_index - 1}].focus()")
    window.tab.press("ArrowRight", 39)
    window.tab.press("Enter", 13, text="\r")
    window.tab.wait_for(f"document.activeElement === {AREA} && {AREA}.value.startsWith('# Time')")
    window.tab.click("#chapters li:first-child .chapter")
    window.tab.wait_for(f"{AREA}.value.startsWith('# Trust')")


def test_products_of_the_chapter_are_in_the_menu(window: Window) -> None:
    menu = "document.getElementById('edition')"
    window.tab.run(f"{menu}.value = 'slides', {menu}.dispatchEvent(new Event('change'))")
    window.tab.wait_for(GOOD)
    page = "document.querySelector('.page')"
    window.tab.wait_for(f"{page} && {page}.clientWidth > {page}.clientHeight")
    window.tab.run(f"{menu}.value = 'standard', {menu}.dispatchEvent(new Event('change'))")
    window.tab.wait_for(f"{page} && {page}.clientWidth < {page}.clientHeight")
    window.tab.wait_for(GOOD)


def violations(window: Window) -> list[dict[str, Any]] | None:
    """Let axe look for barriers in what is seen; None when it is not installed."""
    libraries = find_libraries()
    axe = None if libraries is None else libraries / "axe-core/axe.min.js"
    if axe is None or not axe.exists():
        return None
    window.tab.run(axe.read_text("utf-8"))
    found: list[dict[str, Any]] = window.tab.run(
        "axe.run().then((found) => found.violations.map((one) =>"
        " [one.id, one.nodes.map((node) => node.target.join(' ') + ' ' + node.failureSummary)]))"
    )
    return found


def test_an_empty_folder_becomes_a_booklet(browser: Browser, tmp_path: Path) -> None:
    with opened(tmp_path, browser) as window:
        window.tab.wait_for("document.activeElement.id === 'welcome-title'")
        window.tab.type("Rules for Mondays")
        window.tab.press("Tab", 9)
        window.tab.type("A. Head")
        window.tab.press("Enter", 13, text="\r")
        window.tab.wait_for("document.querySelectorAll('.page img[src]').length > 1")
        window.tab.wait_for(GOOD)
        assert "Rules for Mondays" in window.tab.run(f"{AREA}.value")
        assert window.tab.run("document.activeElement.id") == "text"
    assert (tmp_path / "chapters/01-rules-for-mondays.md").exists()


def choose(window: Window, path: Path) -> None:
    """Choose a picture with the button for it."""
    root = window.tab.call("DOM.getDocument")["root"]["nodeId"]
    chooser = window.tab.call("DOM.querySelector", nodeId=root, selector="#picture-file")
    window.tab.call("DOM.setFileInputFiles", files=[str(path)], nodeId=chooser["nodeId"])


def drop_picture(window: Window, path: Path) -> None:
    """Drop a picture on the text."""
    drop(window, path.read_text(), path.name, "image/svg+xml", AREA)


@pytest.mark.parametrize("put_in", [choose, drop_picture])
def test_a_picture_stands_on_the_page_once_it_is_described(
    window: Window, tmp_path: Path, put_in: Callable[[Window, Path], None]
) -> None:
    picture = tmp_path / f"Our map {put_in.__name__}.svg"
    picture.write_text(
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 40 20">'
        '<rect width="40" height="20" fill="#345"/></svg>'
    )
    name = f"our-map-{put_in.__name__.replace('_', '-')}.svg"
    before = window.preview.snapshot("standard").pages
    window.caret_to("when you said.", end=True)
    put_in(window, picture)
    window.tab.wait_for("document.getElementById('dialog').open")
    window.tab.click("#dialog-ok")
    told = "document.getElementById('dialog-problem').textContent"
    assert "what it shows" in window.tab.wait_for(told)
    window.tab.run("document.querySelector('#dialog [name=alt]').focus()")
    window.tab.type("The way to school")
    window.tab.click("#dialog-ok")
    window.tab.wait_for(f"{AREA}.value.includes('![The way to school](images/{name})')")
    window.tab.wait_for(GOOD)
    now = window.preview.snapshot("standard")
    assert not now.is_old
    assert now.pages != before
    assert (window.project / "chapters/images" / name).read_bytes() == picture.read_bytes()
    undo(window)


def test_a_build_shows_how_far_it_is_and_gives_its_files(window: Window) -> None:
    shown = "!document.getElementById('building').hidden"
    button = "document.querySelector('.build[data-what=ebook]')"
    assert not window.tab.run(shown)
    assert window.tab.run(f"{button}.click(), {button}.disabled && {shown}")
    window.tab.wait_for("document.getElementById('dialog').open")
    assert window.tab.run("document.querySelector('.products a').innerText").endswith(".epub")
    assert not window.tab.run(f"{shown} || {button}.disabled")
    window.tab.click("#dialog-ok")


def test_a_text_dropped_on_an_empty_folder_becomes_a_booklet(
    browser: Browser, tmp_path: Path
) -> None:
    with opened(tmp_path, browser) as window:
        window.tab.wait_for("document.activeElement.id === 'welcome-title'")
        drop(window, "Wolves\n\nThey are shy.\n")
        window.tab.wait_for("document.getElementById('dialog').open")
        told = window.tab.run("document.querySelector('.ledger').innerText")
        assert "words read = " in told
        assert "chapters/01-wolves.md – A new chapter." in told
        assert not violations(window)
        window.tab.click("#dialog-ok")
        window.tab.wait_for(f"{AREA}.value.includes('They are shy.')")
        drop(window, "Wolves\n\nThey are bold.\n")
        window.tab.wait_for("document.querySelector('.ledger .mend')")
        window.tab.click(".ledger .mend")
        told = "document.querySelector('.ledger')?.innerText.includes('brought up to date')"
        window.tab.wait_for(f"{told} && document.getElementById('dialog').open")
        window.tab.click("#dialog-ok")
        window.tab.wait_for(f"{AREA}.value.includes('They are bold.')")
        window.tab.wait_for(GOOD)


def drop(
    window: Window,
    text: str,
    name: str = "wolves.txt",
    kind: str = "text/plain",
    on: str = "document.body",
) -> None:
    """Drop a file on the window or, with an expression, on a part of it."""
    window.tab.run(
        "(() => { const moved = new DataTransfer();"
        f"moved.items.add(new File([{json.dumps(text)}], {name!r}, {{type: {kind!r}}}));"
        "const values = {dataTransfer: moved, bubbles: true, cancelable: true};"
        f"{on}.dispatchEvent(new DragEvent('drop', values)); }})()"
    )


def test_the_title_is_changed_in_a_form(window: Window) -> None:
    window.tab.click("#settings")
    window.tab.wait_for("document.getElementById('dialog').open")
    assert not violations(window)
    title = "document.querySelector('#dialog [name=title]')"
    window.tab.run(f"{title}.focus(), {title}.select()")
    window.tab.type("Trust and time")
    window.tab.click("#dialog-ok")
    window.tab.wait_for("document.getElementById('title').textContent === 'Trust and time'")
    window.tab.wait_for(GOOD)
    saved = (window.project / "booklet.toml").read_text()
    assert saved == FILES["booklet.toml"].replace('"Trust"', '"Trust and time"')
