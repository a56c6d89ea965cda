"""How long an edit takes in a process that stays alive, as a preview does.

`python -m benchmarks.living ours|typst PROJECT OUT COUNT` builds a book, then edits a chapter and
builds again COUNT times, and prints the seconds that each of these builds took, one to a line.
"""

from __future__ import annotations

import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING

from benchmarks.edits import change_word, middle_chapter

if TYPE_CHECKING:
    from collections.abc import Callable


def main() -> None:
    """Build, edit, and build again."""
    program, project, out = sys.argv[1], Path(sys.argv[2]), Path(sys.argv[3])
    build, chapter = {"ours": _ours, "typst": _typst}[program](project, out)
    build()
    for _ in range(int(sys.argv[4])):
        change_word(chapter)
        began = time.perf_counter()
        build()
        print(time.perf_counter() - began)


def _ours(project: Path, out: Path) -> tuple[Callable[[], object], Path]:
    # Imported here, because the other side must not pay for it.
    from booklet.common.cache import FolderCache, cache_folder  # noqa: PLC0415
    from booklet.common.toolchain import fingerprint  # noqa: PLC0415
    from booklet.pipelines.book import typeset_pages  # noqa: PLC0415
    from booklet.scheduling.build_context import BuildContext  # noqa: PLC0415

    build_context = BuildContext(cache=FolderCache(cache_folder(), fingerprint()))

    def build() -> None:
        (out / "ours.pdf").write_bytes(typeset_pages(project, build_context).pdf)

    return build, middle_chapter(project / "chapters")


def _typst(project: Path, out: Path) -> tuple[Callable[[], object], Path]:
    from benchmarks.yardsticks import typst  # noqa: PLC0415 - as above

    compiler = typst.compiler(project)

    def build() -> None:
        (out / "typst.pdf").write_bytes(typst.compile_book(compiler))

    return build, middle_chapter(project / typst.FOLDER, ".typ")


if __name__ == "__main__":
    main()
