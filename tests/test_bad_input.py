"""Whatever an author, or somebody who means harm, puts into a project: a message, never a crash."""

from __future__ import annotations

import io
import json
import os
import re
import struct
import subprocess
import sys
import zipfile
import zlib
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from PIL import Image
from systems import CAN_LINK, needs_pipes, needs_posix

from booklet.common.errors import ConfigError, ManuscriptError

if TYPE_CHECKING:
    from collections.abc import Callable

ROOT = Path(__file__).resolve().parent.parent
GOOD = "# Good\n\nA chapter with nothing wrong.\n"
PRIVATE = "what-nobody-else-may-read"


def png(width: int, height: int) -> bytes:
    """Make the head of a PNG that claims a size, as a decompression bomb does."""
    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    chunks = [(b"IHDR", head), (b"IDAT", zlib.compress(b"\0" * 100)), (b"IEND", b"")]
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", len(content))
        + kind
        + content
        + struct.pack(">I", zlib.crc32(kind + content))
        for kind, content in chunks
    )


def picture() -> bytes:
    stream = io.BytesIO()
    Image.new("RGB", (40, 30), "white").save(stream, "PNG")
    return stream.getvalue()


@dataclass(frozen=True)
class Case:
    """A project with something wrong.

    Attributes:
        files: what is in it besides one good chapter.
        says: a pattern for what the author is told, with file and line.
        code: the exit code; 0 when the build goes on with a warning.
    """

    files: dict[str, str | bytes]
    says: str
    code: int = 0
    links: dict[str, str] = field(default_factory=dict)


STOPS = ManuscriptError.exit_code
CASES = {
    "nothing at all": Case({"chapters": b""}, r"error: .*\n  hint: ", STOPS),
    "a misspelt setting": Case(
        {"booklet.toml": "title = 'A'\nauhtor = 'B'\n"},
        r"booklet\.toml:2:?\d*: error: .*auhtor.*\n  hint: .*'author'",
        ConfigError.exit_code,
    ),
    "settings that are not TOML": Case(
        {"booklet.toml": "title = 'A'\nthis is not\n"},
        r"booklet\.toml:2",
        ConfigError.exit_code,
    ),
    "settings in a strange encoding": Case(
        {"booklet.toml": b"title = '\xe9t\xe9'\n"}, r"booklet\.toml:?1?", ConfigError.exit_code
    ),
    "a misspelt name in the metadata": Case(
        {"chapters/b.md": "---\ntitle: B\nauhtor: C\n---\nText.\n"},
        r"chapters/b\.md:3:?\d*: \w+: .*auhtor.*\n  hint: .*'author'",
    ),
    "metadata that is not YAML": Case(
        {"chapters/b.md": "---\ntitle: [B\n---\nText.\n"}, r"chapters/b\.md:\d", STOPS
    ),
    "a date that is none": Case(
        {"chapters/b.md": "---\ntitle: B\nsession: 2026-02-31\n---\nText.\n"},
        r"chapters/b\.md:3",
        STOPS,
    ),
    "aliases that grow without end": Case(
        {
            "chapters/b.md": "---\ntitle: B\na: &a [x,x,x,x,x,x,x,x,x]\n"
            + "".join(
                f"{c}: &{c} [{','.join('*' + b for _ in range(9))}]\n"
                for b, c in zip("abcdefgh", "bcdefghi", strict=True)
            )
            + "---\nText.\n"
        },
        r"chapters/b\.md",
        STOPS,
    ),
    "metadata that runs a program": Case(
        {"chapters/b.md": "---\ntitle: !!python/object/apply:os.system ['exit 9']\n---\nText.\n"},
        r"chapters/b\.md:2",
        STOPS,
    ),
    "an empty chapter": Case({"chapters/b.md": ""}, r"chapters/b\.md: error: .*empty", STOPS),
    "only metadata": Case(
        {"chapters/b.md": "---\ntitle: B\n---\n"}, r"chapters/b\.md: error: .*empty", STOPS
    ),
    "the same title twice": Case(
        {"chapters/b.md": GOOD}, r"chapters/good\.md:?\d*: warning: .*title"
    ),
    "a missing picture": Case(
        {"chapters/b.md": "# B\n\n![A map](mapp.png)\n", "chapters/map.png": picture()},
        r"chapters/b\.md:3.*: .*mapp\.png.*\n  hint: .*map\.png",
        STOPS,
    ),
    "a picture that is none": Case(
        {"chapters/b.md": "# B\n\n![A map](map.png)\n", "chapters/map.png": b"not a picture"},
        r"chapters/b\.md:3.*map\.png",
        STOPS,
    ),
    "half a picture": Case(
        {"chapters/b.md": "# B\n\n![A map](map.png)\n", "chapters/map.png": picture()[:60]},
        r"chapters/b\.md:3.*map\.png",
        STOPS,
    ),
    "a picture of a thousand million pixels": Case(
        {"chapters/b.md": "# B\n\n![A map](map.png)\n", "chapters/map.png": png(40_000, 40_000)},
        r"chapters/b\.md:3.*pixels",
        STOPS,
    ),
    "a picture that is a folder": Case(
        {"chapters/b.md": "# B\n\n![A map](map.png)\n", "chapters/map.png/x": b""},
        r"chapters/b\.md:3.*map\.png",
        STOPS,
    ),
    "a drawing that is no XML": Case(
        {"chapters/b.md": "# B\n\n![A map](map.svg)\n", "chapters/map.svg": b"<svg"},
        r"chapters/b\.md:3.*map\.svg",
        STOPS,
    ),
    "a drawing with entities": Case(
        {
            "chapters/b.md": "# B\n\n![A map](map.svg)\n",
            "chapters/map.svg": b'<!DOCTYPE svg [<!ENTITY a "aaaaaaaaaa">'
            + b"".join(b'<!ENTITY %c "%s">' % (98 + n, b"&%c;" % (97 + n) * 10) for n in range(9))
            + b']><svg xmlns="http://www.w3.org/2000/svg" width="1" height="1">'
            + b"<text>&j;</text></svg>",
        },
        r"chapters/b\.md:3.*map\.svg",
        STOPS,
    ),
    "a picture outside": Case(
        {"chapters/b.md": "# B\n\n![A map](../../outside.png)\n"},
        r"chapters/b\.md:3.*: warning: .*not in the project",
    ),
    "a picture by its absolute path": Case(
        {"chapters/b.md": "# B\n\n![A map](/etc/passwd)\n"},
        r"chapters/b\.md:3.*: warning: .*not in the project",
    ),
    "a picture from the network": Case(
        {"chapters/b.md": "# B\n\n![A map](http://127.0.0.1:9/map.png)\n"},
        r"chapters/b\.md:3.*: warning: .*not in the project",
    ),
    "a link out of the project": Case(
        {"chapters/b.md": "# B\n\n![A map](map.png)\n"},
        r"chapters/b\.md:3",
        STOPS,
        links={"chapters/map.png": "../../outside.png"},
    ),
    "a chapter that is a link out of the project": Case(
        {}, r"chapters/b\.md: error: .*out of", STOPS, links={"chapters/b.md": "/etc/passwd"}
    ),
    "a link in a circle": Case(
        {}, r"chapters/b\.md: error", STOPS, links={"chapters/b.md": "b.md"}
    ),
    "bytes that are no text": Case(
        {"chapters/b.md": b"# B\n\n\x00\x01\x02\xff\xfe\n"}, r"chapters/b\.md:3: error", STOPS
    ),
    "Windows-1252": Case({"chapters/b.md": b"# B\n\nCaf\xe9.\n"}, r"chapters/b\.md:3: warning"),
    "a folder called like a chapter": Case(
        {"chapters/b.md/x": b""}, r"chapters/b\.md: error: .*folder", STOPS
    ),
    "a chapter of a hundred megabytes": Case(
        {"chapters/b.md": b"#" * 100_000_000}, r"chapters/b\.md: error: .*large", STOPS
    ),
    "quotations a thousand deep": Case(
        {"chapters/b.md": "# B\n\n" + ">" * 1000 + " deep\n"}, r"chapters/b\.md:?3?: ", STOPS
    ),
    "a link that leads nowhere": Case(
        {"chapters/b.md": "# B\n\nSee [there](#nowhere) and [here](c.md).\n"},
        r"chapters/b\.md:3.*nowhere(.|\n)*chapters/b\.md:3.*c\.md",
    ),
    "a misspelt component": Case(
        {"chapters/b.md": "# B\n\n> [!reflct]\n> Why?\n"},
        r"chapters/b\.md:3.*reflct.*\n  hint: .*reflect",
    ),
    "HTML that is never closed": Case(
        {"chapters/b.md": "# B\n\n<div><b>bold\n\nText.\n"}, r"chapters/b\.md:3"
    ),
}


def write(case: Case, folder: Path) -> Path:
    project = folder / "project"
    files = {"chapters/good.md": GOOD, **case.files}
    if "chapters" in files:
        files = {}
        project.mkdir()
    for name, content in files.items():
        path = project / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content.encode() if isinstance(content, str) else content)
    for name, target in case.links.items():
        (project / name).symlink_to(target)
    (folder / "outside.png").write_bytes(picture())
    return project


@pytest.mark.parametrize("name", CASES)
def test_bad_input_gets_a_message_with_its_place(
    name: str, tmp_path: Path, run_booklet: Callable
) -> None:
    case = CASES[name]
    if case.links and not CAN_LINK:
        pytest.skip("no symbolic links here")
    project = write(case, tmp_path)
    before = project / "out" / "project.epub"
    before.parent.mkdir()
    before.write_bytes(b"the last good one")
    finished = run_booklet("epub", "--project", project)
    assert "Traceback" not in finished.err
    assert finished.code == case.code, finished.err
    assert re.search(case.says, finished.err), finished.err
    told = re.findall(r"(?m)^(?:[^ ].*: )?(?:error|warning|note): ", finished.err)
    assert finished.err.count("\n  hint: ") == len(told)
    if case.code:
        assert before.read_bytes() == b"the last good one"
        assert finished.out == ""
    else:
        assert finished.out.startswith("Built ")


@needs_pipes
def test_a_pipe_does_not_keep_the_build_waiting(tmp_path: Path) -> None:
    project = write(Case({}, ""), tmp_path)
    os.mkfifo(project / "chapters" / "b.md")
    os.mkfifo(project / "chapters" / "map.png")
    (project / "chapters" / "c.md").write_text("# C\n\n![A map](map.png)\n")
    finished = watched(project, "epub")
    assert finished.returncode == STOPS
    assert "chapters/b.md: error: this is not an ordinary file" in finished.stderr
    assert re.search(r"chapters/c\.md:3:\d+: error: .*map\.png", finished.stderr)


@needs_pipes
def test_a_pipe_for_settings_does_not_keep_the_build_waiting(tmp_path: Path) -> None:
    project = write(Case({}, ""), tmp_path)
    os.mkfifo(project / "booklet.toml")
    finished = watched(project, "epub")
    assert finished.returncode == ConfigError.exit_code
    assert finished.stderr.startswith("booklet.toml: error: ")


WATCHER = """\
import json, sys
seen = {"open": [], "connect": [], "start": []}
def watch(event, arguments):
    if event == "open" and isinstance(arguments[0], (str, bytes)):
        seen["open"].append(str(arguments[0]))
    elif event in ("socket.connect", "socket.getaddrinfo", "urllib.Request"):
        seen["connect"].append(repr(arguments))
    elif event in ("subprocess.Popen", "os.system", "os.exec", "os.posix_spawn"):
        seen["start"].append(repr(arguments))
sys.addaudithook(watch)
log = sys.argv.pop(1)
from booklet.cli import main
try:
    main()
finally:
    with open(log, "w") as stream:
        json.dump(seen, stream)
"""

HOSTILE = """\
---
title: Reaching out
---

![a](SECRET) ![b](file://SECRET) ![c](../../secret.txt) ![d](http://127.0.0.1:9/d.png)
![e](//127.0.0.1:9/e.png) ![f](data:text/html,x) ![g](drawing.svg)

<a rel="attachment" href="file://SECRET">attached</a> <a href="SECRET" download>d</a>
<link rel="attachment" href="file://SECRET"> <link rel="stylesheet" href="http://127.0.0.1:9/s.css">
<style>@import "file://SECRET"; @import url(http://127.0.0.1:9/t.css);
@font-face { font-family: x; src: url(file://SECRET) } p { background: url(SECRET); font-family: x }
</style>
<p style="background: url('file://SECRET'); content: url(http://127.0.0.1:9/p.png)">styled</p>
<object data="SECRET"></object> <embed src="file://SECRET"> <iframe src="file://SECRET"></iframe>
<img src="file://SECRET" srcset="http://127.0.0.1:9/x.png 2x" alt="x"> <video src="SECRET"></video>
<svg xmlns:xlink="http://www.w3.org/1999/xlink" width="9" height="9"><image href="file://SECRET"/>
<use xlink:href="http://127.0.0.1:9/u.svg#a"/><style>@import "SECRET";</style></svg>
<base href="file:///"> <form action="http://127.0.0.1:9/"><input></form>
<script src="http://127.0.0.1:9/s.js">fetch("http://127.0.0.1:9/")</script>

--8<-- "SECRET"

```{include=SECRET}
x
```

{{ cycler.__init__.__globals__.os.popen('cat SECRET').read() }} {% include "SECRET" %}
"""

DRAWING = """\
<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" width="20"
 height="20"><style>@import "file://SECRET"; rect { fill: url(http://127.0.0.1:9/f.svg#a) }</style>
<image xlink:href="file://SECRET" width="9" height="9"/><image href="../../secret.txt"/>
<use href="http://127.0.0.1:9/u.svg#a"/><script>fetch("http://127.0.0.1:9/")</script>
<foreignObject><iframe xmlns="http://www.w3.org/1999/xhtml" src="file://SECRET"/></foreignObject>
<rect width="20" height="20"/></svg>
"""


def watched(project: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    """Run the program and write down every file it opens and every address it asks for."""
    command = [sys.executable, "-c", WATCHER, project.parent / "seen.json"]
    return subprocess.run(
        [*command, *arguments, "--project", project],
        capture_output=True,
        text=True,
        check=False,
        cwd=ROOT,
        timeout=120,
    )


@needs_posix
@pytest.mark.slow
@pytest.mark.parametrize("verb", ["epub", "pdf"])
def test_nothing_outside_is_read_and_nobody_called(tmp_path: Path, verb: str) -> None:
    secret = tmp_path / "secret.txt"
    secret.write_text(PRIVATE)
    project = write(
        Case(
            {
                "chapters/b.md": HOSTILE.replace("SECRET", str(secret)),
                "chapters/drawing.svg": DRAWING.replace("SECRET", str(secret)),
            },
            "",
        ),
        tmp_path,
    )
    finished = watched(project, verb)
    assert finished.returncode == 0, finished.stderr
    seen = json.loads((tmp_path / "seen.json").read_text())
    assert seen["connect"] == []
    assert not [path for path in seen["open"] if "secret.txt" in path]
    assert not [command for command in seen["start"] if "secret.txt" in command]
    built = list((project / "out").iterdir())
    assert built
    assert not [path for path in built if PRIVATE in everything_in(path)]


def everything_in(path: Path) -> str:
    """Read all the text of a finished file, unpacked."""
    if path.suffix == ".epub":
        with zipfile.ZipFile(path) as archive:
            return "\n".join(
                archive.read(name).decode("utf-8", "replace") for name in archive.namelist()
            )
    streams = re.findall(rb"stream\r?\n(.*?)\r?\nendstream", path.read_bytes(), re.DOTALL)
    unpacked = path.read_bytes()
    for stream in streams:
        try:
            unpacked += zlib.decompress(stream)
        except zlib.error:
            unpacked += stream
    return unpacked.decode("latin-1")


def test_template_text_in_a_chapter_stays_text(tmp_path: Path, run_booklet: Callable) -> None:
    text = "Say {{ 7 * 6 }} and {% if true %}yes{% endif %} and {# nothing #}."
    project = write(Case({"chapters/b.md": f"# {{{{ title }}}}\n\n{text}\n"}, ""), tmp_path)
    finished = run_booklet("epub", "--project", project)
    assert finished.code == 0, finished.err
    (built,) = (project / "out").iterdir()
    assert text in everything_in(built)
    assert "{{ title }}" in everything_in(built)
