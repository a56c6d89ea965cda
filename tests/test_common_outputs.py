"""Finished files appear whole or not at all."""

from __future__ import annotations

import contextlib
import errno
import os
import subprocess
import sys
import threading
from pathlib import Path

import pytest
from systems import needs_links, needs_posix

from booklet.common.errors import OutputError
from booklet.common.outputs import (
    check_paths,
    folder_inside,
    prepare_folder,
    write_output,
)


def test_a_name_too_long_for_any_system_is_told_before_the_work(tmp_path: Path) -> None:
    with pytest.raises(OutputError, match="too long: 276 bytes") as caught:
        check_paths([tmp_path / f"{'b' * 262}-A4-pocket.pdf"])
    assert "shorter title" in caught.value.hint


def test_a_path_too_long_for_windows_is_told_before_the_work(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def path_of(length: int) -> Path:
        return tmp_path / ("f" * (length - len(str(tmp_path)) - 1))

    fits, too_long = path_of(259), path_of(260)
    monkeypatch.setattr("booklet.common.outputs.sys.platform", "linux")
    check_paths([fits, too_long])
    monkeypatch.setattr("booklet.common.outputs.sys.platform", "win32")
    check_paths([fits])
    for refuse in (
        lambda: check_paths([fits, too_long]),
        lambda: write_output(too_long, b"pages"),
        lambda: prepare_folder(path_of(248)),
    ):
        with pytest.raises(OutputError, match="and Windows takes 2") as caught:
            refuse()
        assert "--out" in caught.value.hint
    assert list(tmp_path.iterdir()) == []


def test_a_file_that_is_open_for_a_moment_is_waited_for(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As Windows refuses it; a virus scanner is done after a moment."""
    path = tmp_path / "book.pdf"
    path.write_bytes(b"old")
    replace, refused = Path.replace, []

    def refuse_twice(source: Path, target: Path) -> Path:
        if len(refused) < 2:
            refused.append(source)
            raise PermissionError(errno.EACCES, "in use", str(source), 32, str(target))
        return replace(source, target)

    monkeypatch.setattr("booklet.common.retry.sys.platform", "win32")
    monkeypatch.setattr(Path, "replace", refuse_twice)
    write_output(path, b"new")
    assert path.read_bytes() == b"new"
    assert len(refused) == 2
    assert list(tmp_path.iterdir()) == [path]


@pytest.mark.skipif(sys.platform != "win32", reason="only Windows refuses to replace open files")
def test_a_file_that_stays_open_is_named_and_kept(tmp_path: Path) -> None:
    path = tmp_path / "book.pdf"
    path.write_bytes(b"good")
    with path.open("rb"), pytest.raises(OutputError, match=r"book\.pdf' cannot be") as caught:
        write_output(path, b"new")
    assert "open in another program: close it" in caught.value.hint
    assert path.read_bytes() == b"good"
    assert list(tmp_path.iterdir()) == [path]


@pytest.mark.skipif(sys.platform != "win32", reason="only Windows refuses to replace open files")
def test_a_file_that_is_closed_soon_is_replaced(tmp_path: Path) -> None:
    path = tmp_path / "book.pdf"
    path.write_bytes(b"old")
    reader = path.open("rb")
    threading.Timer(0.4, reader.close).start()
    write_output(path, b"new")
    assert reader.closed
    assert path.read_bytes() == b"new"


def test_a_file_is_written_and_its_folder_made(tmp_path: Path) -> None:
    path = tmp_path / "out" / "deeper" / "book.pdf"
    write_output(path, b"pages")
    assert path.read_bytes() == b"pages"
    assert [entry.name for entry in path.parent.iterdir()] == ["book.pdf"]


def test_an_older_file_is_replaced(tmp_path: Path) -> None:
    path = tmp_path / "book.pdf"
    path.write_bytes(b"old")
    write_output(path, b"new")
    assert path.read_bytes() == b"new"


@needs_posix
def test_others_may_read_the_file_as_the_users_settings_allow(tmp_path: Path) -> None:
    before = os.umask(0o027)
    try:
        write_output(tmp_path / "book.pdf", b"pages")
    finally:
        os.umask(before)
    assert (tmp_path / "book.pdf").stat().st_mode & 0o777 == 0o640


def test_a_reader_never_sees_half_a_file(tmp_path: Path) -> None:
    path = tmp_path / "book.pdf"
    contents = [bytes([letter]) * 300_000 for letter in b"ab"]
    write_output(path, contents[0])
    seen: set[bytes] = set()
    done = threading.Event()

    def read() -> None:
        while not done.wait(0.05):  # on Windows nobody can replace a file that is always open
            with contextlib.suppress(PermissionError):  # nor open one that is being replaced
                seen.add(path.read_bytes())

    reader = threading.Thread(target=read)
    reader.start()
    for turn in range(10_000):  # a busy machine may not let the other thread read for a while
        write_output(path, contents[turn % 2])
        if turn >= 20 and seen:
            break
    done.set()
    reader.join()
    assert seen
    assert seen <= set(contents)


@pytest.mark.parametrize(
    ("number", "hint"),
    [
        (errno.ENOSPC, "disk is full"),
        (errno.EACCES, "open in another program"),
        (errno.EPERM, "open in another program"),
        (errno.EROFS, "can only be read"),
        (errno.EIO, "--out"),
    ],
)
@pytest.mark.parametrize("step", ["fsync", "replace"])
def test_what_goes_wrong_leaves_the_last_good_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, number: int, hint: str, step: str
) -> None:
    path = tmp_path / "book.pdf"
    path.write_bytes(b"good")

    def fail(*_: object) -> None:
        raise OSError(number, os.strerror(number))

    monkeypatch.setattr(os if step == "fsync" else Path, step, fail)
    with pytest.raises(OutputError) as caught:
        write_output(path, b"new")
    assert hint in caught.value.hint
    assert str(path) in str(caught.value)
    assert path.read_bytes() == b"good"
    assert list(tmp_path.iterdir()) == [path]


@needs_posix
def test_a_real_limit_of_the_system_is_reported(tmp_path: Path) -> None:
    resource = pytest.importorskip("resource")
    path = tmp_path / "book.pdf"
    path.write_bytes(b"good")
    program = (
        "import signal, sys\n"
        "from pathlib import Path\n"
        "from booklet.common.errors import OutputError\n"
        "from booklet.common.outputs import write_output\n"
        "signal.signal(signal.SIGXFSZ, signal.SIG_IGN)\n"
        "try:\n"
        "    write_output(Path(sys.argv[1]), bytes(100_000))\n"
        "except OutputError as error:\n"
        "    sys.exit(str(error))\n"
    )
    finished = subprocess.run(
        [sys.executable, "-B", "-c", program, str(path)],
        capture_output=True,
        text=True,
        check=False,
        preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (10_000, 10_000)),
    )
    assert "takes no file of this size" in finished.stderr
    assert path.read_bytes() == b"good"
    assert list(tmp_path.iterdir()) == [path]


def test_an_interruption_leaves_nothing_behind(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def interrupt(_: int) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(os, "fsync", interrupt)
    with pytest.raises(KeyboardInterrupt):
        write_output(tmp_path / "book.pdf", b"new")
    assert list(tmp_path.iterdir()) == []


def test_a_folder_in_the_way_is_named(tmp_path: Path) -> None:
    (tmp_path / "book.pdf").mkdir()
    with pytest.raises(OutputError, match=r"book\.pdf' is a folder"):
        write_output(tmp_path / "book.pdf", b"new")


def test_a_file_where_the_folder_should_be_is_named(tmp_path: Path) -> None:
    (tmp_path / "out").write_text("a file")
    with pytest.raises(OutputError) as writing:
        write_output(tmp_path / "out" / "book.pdf", b"new")
    with pytest.raises(OutputError) as preparing:
        prepare_folder(tmp_path / "out")
    for caught in (writing, preparing):
        assert "A file is in the way" in caught.value.hint
    assert (tmp_path / "out").read_text() == "a file"


@needs_links
def test_a_link_is_replaced_and_what_it_leads_to_left_alone(tmp_path: Path) -> None:
    precious = tmp_path / "precious.txt"
    precious.write_text("precious")
    (tmp_path / "book.pdf").symlink_to(precious)
    write_output(tmp_path / "book.pdf", b"pages")
    assert precious.read_text() == "precious"
    assert (tmp_path / "book.pdf").read_bytes() == b"pages"


def test_preparing_a_folder_leaves_it_empty(tmp_path: Path) -> None:
    prepare_folder(tmp_path / "a" / "b")
    prepare_folder(tmp_path / "a" / "b")
    assert list((tmp_path / "a" / "b").iterdir()) == []


@needs_links
def test_a_projects_own_folder_may_not_lead_elsewhere(tmp_path: Path) -> None:
    project, elsewhere = tmp_path / "project", tmp_path / "elsewhere"
    for folder in (project / "real", elsewhere):
        folder.mkdir(parents=True)
    assert folder_inside(project, "out") == project / "out"
    (project / "out").symlink_to("real")
    assert folder_inside(project, "out") == project / "out"
    for target in (elsewhere, "../elsewhere/not-yet", "out"):
        (project / "out").unlink()
        (project / "out").symlink_to(target)
        with pytest.raises(OutputError, match="leads out of the project") as caught:
            folder_inside(project, "out")
        assert "--out" in caught.value.hint


def test_what_a_killed_build_has_left_half_written_goes_with_the_next(tmp_path: Path) -> None:
    left, other = tmp_path / ".cpd-booklet-x.part", tmp_path / ".other.part"
    for path in (left, other):
        path.write_bytes(b"half")
    prepare_folder(tmp_path)
    assert list(tmp_path.iterdir()) == [other]


@needs_posix
def test_what_is_being_written_stays(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    chmod = Path.chmod

    def chmod_while_another_build_begins(path: Path, mode: int) -> None:
        prepare_folder(tmp_path)
        chmod(path, mode)

    monkeypatch.setattr(Path, "chmod", chmod_while_another_build_begins)
    write_output(tmp_path / "book.pdf", b"pages")
    assert (tmp_path / "book.pdf").read_bytes() == b"pages"
