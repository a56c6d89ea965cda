"""The same book by typst, the far goal: a compiler for books, written in Rust.

`python -m benchmarks.yardsticks.typst PROJECT FILE.pdf` compiles; `write_sources` has to be called
before, and does not count: whoever writes for typst has no Markdown to turn. Needs the package
`typst`.
"""

from __future__ import annotations

import re
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import fontpkg
import typst

from benchmarks.yardsticks.book import read_sources

if TYPE_CHECKING:
    from collections.abc import Iterator

    from benchmarks.yardsticks.book import Source

FOLDER = "typst"
MAIN = "book.typ"
_LAYOUT = """\
#set document(title: "{title}", author: "The Generator")
#set page(
  width: 148mm, height: 210mm,
  margin: (inside: 18mm, outside: 16mm, top: 20mm, bottom: 22mm),
  numbering: "1",
  header: context {{
    let here-page = here().page()
    if calc.odd(here-page) {{
      let titles = query(heading.where(level: 1).before(here()))
      if titles.len() > 0 {{ align(right, text(8pt, titles.last().body)) }}
    }} else {{ text(8pt)[{title}] }}
  }},
)
#set text(font: ("Literata", "Libertinus Serif"), size: 10.2pt, lang: "en", region: "GB",
  hyphenate: true)
#set par(leading: 0.55em, spacing: 1.1em)
#set footnote.entry(separator: line(length: 22mm, stroke: 0.5pt))
#show heading.where(level: 1): it => {{ pagebreak(to: "odd", weak: true); it; v(20pt) }}
#show heading.where(level: 1): set text(size: 25pt)
#show figure: set align(left)
#text(27pt)[{title}]
#outline(title: "Contents", depth: 1)
"""
_REFERENCE = """\
#let reference(target, body) = [
  #link(target, body) (page #context counter(page).at(target).first())#h(0pt, weak: true)
]
"""
_INLINE = (
    (re.compile(r"\*\*(.+?)\*\*"), r"#strong[\1]"),
    (re.compile(r"(?<![*\w])\*([^*]+)\*"), r"#emph[\1]"),
)
_LINK = re.compile(r"\[([^\]^]+)\]\(([^)#]*?)(?:\.md)?#([^)]+)\)")
_NOTE_TEXT = re.compile(r"(?m)^\[\^(\w+)\]: (.+)\n?")
_PICTURE = re.compile(r'!\[([^\]]*)\]\(([^) ]+) "([^"]*)"\)')


def main() -> None:
    """Compile the book that the command line names."""
    project, output = Path(sys.argv[1]), Path(sys.argv[2])
    output.write_bytes(compile_book(compiler(project)))


def compile_book(known: typst.Compiler) -> bytes:
    """Compile a book, as tagged PDF/UA-1."""
    content = known.compile(format="pdf", pdf_standards=["ua-1"])
    if not isinstance(content, bytes):
        raise TypeError("typst made no single file")
    return content


def compiler(project: Path) -> typst.Compiler:
    """Make a compiler of a project's typst sources; it remembers what it has compiled."""
    fonts = {
        str(file.path.parent)
        for family in ("Literata", "Atkinson Hyperlegible")
        for file in fontpkg.family(family).files
    }
    return typst.Compiler(
        str(project / FOLDER / MAIN),
        root=str(project),
        font_paths=sorted(fonts),
        ignore_system_fonts=True,
    )


def write_sources(project: Path) -> None:
    """Write the book for typst: one file for each chapter and one that includes them all."""
    title, sources = read_sources(project)
    folder = project / FOLDER
    folder.mkdir(exist_ok=True)
    includes = [f'#include "{source.slug}.typ"' for source in sources]
    main_text = "\n".join((_LAYOUT.format(title=title), *includes, ""))
    (folder / MAIN).write_text(main_text, encoding="utf-8")
    for source in sources:
        text = translate(source)
        (folder / f"{source.slug}.typ").write_text(text, encoding="utf-8")


def translate(source: Source) -> str:
    """Turn a generated chapter's Markdown into typst's markup."""
    notes = dict(_NOTE_TEXT.findall(source.text))
    blocks = re.split(r"\n{2,}", _NOTE_TEXT.sub("", source.text).strip())
    return _REFERENCE + "\n\n".join(_translate_blocks(blocks, notes, source.slug))


def _translate_blocks(blocks: list[str], notes: dict[str, str], slug: str) -> Iterator[str]:
    caption = ""
    for block in blocks:
        if block.startswith("#"):
            marks, words = block.split(" ", 1)
            place = slug if marks == "#" else f"{slug}-{words.lower().replace(' ', '-')}"
            yield f"{'=' * len(marks)} {words} <{place}>"
        elif block.startswith("Table: "):
            caption = block.removeprefix("Table: ")
        elif block.startswith("|"):
            yield _table(block, caption)
        elif match := _PICTURE.fullmatch(block):
            yield (
                f'#figure(image("/chapters/{match[2]}", alt: "{match[1]}"), caption: [{match[3]}])'
            )
        elif block.startswith("> [!"):
            yield f"#quote(block: true)[{_inline(block.split('> ', 2)[-1], notes, slug)}]"
        elif re.match(r"\d+\. ", block):
            yield _inline(re.sub(r"(?m)^\d+\. ", "+ ", block), notes, slug)
        else:
            yield _inline(block, notes, slug)


def _inline(text: str, notes: dict[str, str], slug: str) -> str:
    for pattern, replacement in _INLINE:
        text = pattern.sub(replacement, text)
    text = _LINK.sub(lambda m: f"#reference(<{m[2] or slug}-{m[3]}>)[{m[1]}]", text)
    return re.sub(r"\[\^(\w+)\]", lambda m: f"#footnote[{_inline(notes[m[1]], {}, slug)}]", text)


def _table(block: str, caption: str) -> str:
    head, _, *rows = [
        [cell.strip() for cell in line.strip("|").split("|")] for line in block.splitlines()
    ]
    cells = ", ".join(f"[{cell}]" for row in rows for cell in row)
    header = ", ".join(f"[{cell}]" for cell in head)
    return (
        f"#figure(table(columns: (auto, 1fr, auto), table.header({header}), {cells}), "
        f"caption: [{caption}])"
    )


if __name__ == "__main__":
    main()
