"""Make the pictures in `docs/pictures` anew, from what the program builds today.

    .venv/bin/python docs/make_pictures.py             all of them
    .venv/bin/python docs/make_pictures.py preview     only the window of the preview

It builds our own two reflections, draws some of their pages with poppler's pdftoppm, and puts them
side by side. The window of the preview is seen in Chromium, as the browser tests see it.
"""

from __future__ import annotations

import io
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from PIL import Image, ImageFilter

ROOT = Path(__file__).resolve().parents[1]
PICTURES = ROOT / "docs" / "pictures"

OPENING, RULES, AUDIT, TABLE = (
    "Aims",
    "Keep school improvement the main thing",
    "the partnership you know best",
    "Around the table",
)
"""Words by which pages are found, whatever their numbers are."""

EDITIONS = {
    "standard": ("{out}/*-A5-pages.pdf", (OPENING, RULES, AUDIT)),
    "clear": ("{out}/editions/*-clear-A4-screen.pdf", (OPENING, RULES, AUDIT)),
    "large-print": ("{out}/editions/*-large-print-A4-pages.pdf", (OPENING, RULES, AUDIT)),
    "facilitator": ("{out}/editions/*-facilitator-A4-pages.pdf", (OPENING, TABLE, AUDIT)),
    "greyscale": ("{out}/editions/*-greyscale-A5-pages.pdf", (OPENING, RULES, AUDIT)),
}
CARET = f"""(() => {{
  const area = document.getElementById("text"), at = area.value.indexOf("{RULES}");
  area.focus();
  area.setSelectionRange(at, at);
  area.scrollTop = area.scrollHeight * (at / area.value.length) - area.clientHeight / 3;
}})()"""
"""Puts the caret into a rule, and brings it into view."""

ALL_IS_DRAWN = (
    "[...document.querySelectorAll('.page[data-near]')].every((one) =>"
    " one.dataset.drawn === one.dataset.digest)"
    " && [...document.querySelectorAll('.thumbnail img[src]')].length > 8"
    " && [...document.querySelectorAll('.thumbnail img[src]')].every((one) =>"
    " one.complete && one.getAttribute('src') === one.parentNode.dataset.wanted)"
)
MARK_IS_SEEN = """
[...document.querySelectorAll(".page:has(.mark:not([hidden])) img")].some((one) => one.src)
"""
DESK = (236, 234, 228)
GAP = 15


def main() -> None:
    """Build, draw, and write the pictures that are asked for."""
    if sys.argv[1:] != ["preview"]:
        picture_products()
    picture_preview()


def picture_products() -> None:
    """Build everything, and picture pages of it."""
    with tempfile.TemporaryDirectory() as name:
        out = Path(name)
        for command in (["pdf", "--edition", "all"], ["handouts"]):
            build = [sys.executable, "build.py", *command, "--quiet", "--out", name]
            subprocess.run(build, cwd=ROOT, check=True)
        for edition, (pattern, words) in EDITIONS.items():
            pdf = find(pattern, out)
            pages = [1, *(page_with(pdf, each) for each in words)]
            save(edition, in_a_row([draw(pdf, page, height=430) for page in pages]))
        booklet = find("{out}/*-A5-pages.pdf", out)
        rules = page_with(booklet, RULES)
        spread = (draw(booklet, page, height=700) for page in (1, rules - 1, rules))
        save("pages", as_a_spread(*spread))
        handout = find("{out}/handouts/*-1-*-A4-handout.pdf", out)
        cards = find("{out}/handouts/*-2-*-A4-rule-cards.pdf", out)
        sides = [draw(handout, 1, height=620), draw(handout, 2, height=620)]
        save("handouts", in_a_row([*sides, draw(cards, 1, height=620)]))
        save("pocket-guide", in_a_row([draw(find("{out}/handouts/*-1-*-pocket.pdf", out), 1, 530)]))


def picture_preview() -> None:
    """Open our own reflections in the preview, and picture its window."""
    sys.path[:0] = [str(ROOT), str(ROOT / "tests")]
    # Found only now: in the folders of the program and of its tests.
    from browser import browsing  # noqa: PLC0415
    from serving import serving  # noqa: PLC0415

    from booklet.preview.app import make_app  # noqa: PLC0415
    from booklet.preview.live_preview import LivePreview  # noqa: PLC0415

    chromium = shutil.which("chromium") or shutil.which("chromium-browser")
    if chromium is None:
        sys.exit("Chromium is not installed; its program is looked for as 'chromium'.")
    with tempfile.TemporaryDirectory() as name:
        project, seen = Path(name, "booklet"), Path(name, "seen.png")
        shutil.copytree(ROOT / "chapters", project / "chapters")
        shutil.copy(ROOT / "booklet.toml", project)
        with (
            LivePreview(project) as preview,
            serving(make_app(preview)) as listener,
            browsing(chromium) as browser,
        ):
            tab = browser.open(listener.address, 1280, 760)
            tab.wait_for("document.getElementById('status').dataset.kind === 'good'", 300)
            tab.run(CARET)
            tab.wait_for(MARK_IS_SEEN)
            tab.wait_for(ALL_IS_DRAWN)
            tab.picture(seen)
        with Image.open(seen) as picture:
            save("preview", picture.convert("RGB"), colours=64)


def find(pattern: str, out: Path) -> Path:
    """Find the one file of a pattern."""
    [path] = out.glob(pattern.removeprefix("{out}/"))
    return path


def page_with(pdf: Path, words: str) -> int:
    """Return the number of the first page, from 1, after the contents that has some words."""
    text = subprocess.run(
        ["pdftotext", str(pdf), "-"], check=True, capture_output=True, text=True
    ).stdout
    pages = [" ".join(page.split()) for page in text.split("\f")]
    opening = next(number for number, page in enumerate(pages, 1) if f" {OPENING} " in page)
    return next(n for n, page in enumerate(pages, 1) if n >= opening and words in page)


def draw(pdf: Path, page: int, height: int) -> Image.Image:
    """Draw a page.

    Args:
        pdf: its file.
        page: its number, from 1.
        height: in pixels.
    """
    size = ["-scale-to-x", "-1", "-scale-to-y", str(2 * height)]
    command = ["pdftoppm", "-png", "-f", str(page), "-l", str(page), *size, str(pdf)]
    drawn = subprocess.run(command, check=True, capture_output=True).stdout
    with Image.open(io.BytesIO(drawn)) as picture:
        width = round(picture.width * height / picture.height)
        return picture.convert("RGB").resize((width, height), Image.Resampling.LANCZOS)


def in_a_row(pages: list[Image.Image]) -> Image.Image:
    """Put pages side by side on a desk."""
    width = sum(page.width for page in pages) + GAP * (len(pages) + 1)
    desk = Image.new("RGB", (width, pages[0].height + 2 * GAP), DESK)
    left = GAP
    for page in pages:
        lay_down(desk, page, left, GAP)
        left += page.width + GAP
    return desk


def as_a_spread(cover: Image.Image, verso: Image.Image, recto: Image.Image) -> Image.Image:
    """Put a cover beside two facing pages."""
    spread = Image.new("RGB", (verso.width + recto.width, verso.height))
    spread.paste(verso, (0, 0))
    spread.paste(recto, (verso.width, 0))
    fold = Image.linear_gradient("L").rotate(90).resize((24, verso.height)).point(lambda v: v // 8)
    grey = Image.new("RGB", fold.size, (90, 90, 90))
    spread.paste(grey, (verso.width - 24, 0), fold)
    spread.paste(grey, (verso.width, 0), fold.transpose(Image.Transpose.FLIP_LEFT_RIGHT))
    margin = 40
    size = cover.width + spread.width + 3 * margin, cover.height + 2 * margin
    desk = Image.new("RGB", size, DESK)
    lay_down(desk, cover, margin, margin)
    lay_down(desk, spread, cover.width + 2 * margin, margin)
    return desk


def lay_down(desk: Image.Image, page: Image.Image, left: int, top: int) -> None:
    """Paste a page with a soft shadow."""
    shadow = Image.new("L", desk.size, 0)
    shadow.paste(110, (left + 2, top + 4, left + 2 + page.width, top + 4 + page.height))
    desk.paste((60, 60, 55), mask=shadow.filter(ImageFilter.GaussianBlur(6)))
    desk.paste(page, (left, top))


def save(name: str, picture: Image.Image, *, colours: int = 128) -> None:
    """Write a picture with few colours, which keeps it small."""
    path = PICTURES / f"{name}.png"
    picture.quantize(colours, dither=Image.Dither.NONE).save(path, optimize=True)
    print(path.relative_to(ROOT))


if __name__ == "__main__":
    main()
