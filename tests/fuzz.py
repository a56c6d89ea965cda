"""Fuzz test, run by hand: changed bytes of good inputs, as long as one likes.

    python tests/fuzz.py --minutes 10
    python tests/fuzz.py --minutes 10 --guided      needs: pip install atheris

Whatever is read must give a result or an error of ours, never another exception, and take less than
ten seconds. Prints how many inputs were tried, and each fault. Guided by coverage, it keeps changes
that reach new lines of the program, and ends at the first fault.
"""

from __future__ import annotations

import argparse
import random
import sys
import time
import traceback
import warnings
from contextlib import nullcontext, suppress
from io import BytesIO
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, NoReturn

import pikepdf
from odd_pdfs import odd_pdf
from PIL import Image

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

GUIDED = "--guided" in sys.argv
if GUIDED:
    import atheris

with atheris.instrument_imports(include=["booklet"]) if GUIDED else nullcontext():
    from booklet.common.errors import BookletError
    from booklet.epub.sanitise import sanitise_document
    from booklet.imposition.impose import impose
    from booklet.manuscript.drawings import UnsafeDrawingError, clean_drawing
    from booklet.project import read_book

if TYPE_CHECKING:
    from collections.abc import Callable

SLOWEST = 10
DRAWING = b"""<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"><style>.a { fill: url(#g) }
</style><linearGradient id="g"><stop offset="1"/></linearGradient><path class="a" d="M0 0 L9 9"
style="stroke: red"/><use href="#g"/><text>Words</text></svg>"""
DOCUMENT = b"""<html xmlns="http://www.w3.org/1999/xhtml"><head><title>T</title></head><body>
<p style="color: red">a <a href="https://example.org">b</a></p></body></html>"""


def main() -> None:
    """Go on until the time is over, then print the figures."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--minutes", type=float, default=10)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--guided", action="store_true")
    asked = parser.parse_args()
    warnings.simplefilter("ignore")  # libraries' own, of which every second input has some
    if asked.guided:
        with TemporaryDirectory() as folder:
            fuzz_guided(inputs(Path(folder)), Path(folder), asked.minutes, asked.seed)
    chance = random.Random(asked.seed)  # noqa: S311 - no secret
    tried, faults = 0, []
    end = time.monotonic() + asked.minutes * 60
    with TemporaryDirectory() as folder:
        targets = inputs(Path(folder))
        while time.monotonic() < end:
            read, good = chance.choice(targets)
            content = changed(chance.choice(good), chance)
            started = time.process_time()
            tried += 1
            try:
                read(content)
            except (BookletError, UnsafeDrawingError):
                pass
            except Exception:  # noqa: BLE001 - this is what is looked for
                faults.append(f"{content!r}\n{traceback.format_exc()}")
            if time.process_time() - started > SLOWEST:
                faults.append(f"{content!r}\ntook more than {SLOWEST} s")
    print("\n".join([*faults, f"seed {asked.seed}: {tried:,} inputs, {len(faults)} faults"]))
    sys.exit(bool(faults))


def fuzz_guided(
    targets: list[tuple[Callable[[bytes], object], list[bytes]]],
    folder: Path,
    minutes: float,
    seed: int,
) -> NoReturn:
    """Let libFuzzer change good inputs; the first byte of each says what reads it."""
    corpus = folder / "corpus"
    corpus.mkdir()
    for kind, (_, good) in enumerate(targets):
        for number, content in enumerate(good):
            (corpus / f"{kind}-{number}").write_bytes(bytes([kind]) + content)

    def read(content: bytes) -> None:
        if content:
            with suppress(BookletError, UnsafeDrawingError):
                targets[content[0] % len(targets)][0](content[1:])

    limits = (f"-max_total_time={minutes * 60:.0f}", f"-timeout={SLOWEST}", f"-seed={seed}")
    atheris.Setup([sys.argv[0], *limits, "-max_len=20000", str(corpus)], read)
    atheris.Fuzz()
    raise AssertionError  # it ends the process


def inputs(project: Path) -> list[tuple[Callable[[bytes], object], list[bytes]]]:
    """List what is fuzzed, each with good inputs."""
    (project / "chapters").mkdir()
    chapters = [path.read_bytes() for path in sorted((ROOT / "chapters").glob("*.md"))]
    components = [path.read_bytes() for path in (ROOT / "tests/golden/components").glob("*.md")]
    settings = [b'title = "A"\nauthor = "B"\ndate = 2026-09-01\n[ebook]\npng_copies = true\n']

    def read(name: str) -> Callable[[bytes], object]:
        def read_project(content: bytes) -> object:
            for path in (project / "booklet.toml", project / "chapters/a.png"):
                path.unlink(missing_ok=True)
            (project / "chapters/01.md").write_text("# One\n\n![A](a.png)\n")
            (project / name).write_bytes(content)
            return read_book(project)

        return read_project

    def screen(content: bytes) -> object:
        return sanitise_document(content.decode("utf-8", "replace"), "a.xhtml")

    return [
        (read("chapters/01.md"), [*chapters, *components]),
        (read("booklet.toml"), settings),
        (read("chapters/a.png"), [picture(kind) for kind in ("PNG", "JPEG", "GIF", "WEBP")]),
        (clean_drawing, [DRAWING]),
        (screen, [DOCUMENT]),
        (impose, [small_pdf(), *(odd_pdf(random.Random(seed)) for seed in range(200))]),  # noqa: S311
    ]


def picture(kind: str) -> bytes:
    written = BytesIO()
    Image.linear_gradient("L").convert("RGB").save(written, kind)
    return written.getvalue()


def small_pdf() -> bytes:
    written = BytesIO()
    with pikepdf.new() as pdf:
        for _ in range(3):
            pdf.add_blank_page(page_size=(420, 595))
        pdf.docinfo["/Title"] = "A title"
        pdf.save(written, object_stream_mode=pikepdf.ObjectStreamMode.disable)
    return written.getvalue()


def changed(content: bytes, chance: random.Random) -> bytes:
    """Change, take out, double or add a few bytes."""
    made = bytearray(content)
    for _ in range(chance.randint(1, 8)):
        start = chance.randrange(len(made) + 1)
        length = chance.choice([1, 1, 2, 8, 40])
        part = made[start : start + length]
        made[start : start + length] = chance.choice(
            [b"", part * 2, chance.randbytes(length), bytes(chance.choices(content, k=length))]
        )
    return bytes(made)


if __name__ == "__main__":
    main()
