"""The cache: what was put in comes out, whole or not at all, and it never grows without end."""

from __future__ import annotations

import os
import pickle
from concurrent.futures import ThreadPoolExecutor
from hashlib import sha256
from pathlib import Path

import pytest
from systems import keep_caches_in, needs_pipes, needs_posix

from booklet.common import cache as cache_module
from booklet.common.cache import FolderCache, cache_folder, clear, measure_usage, why_untrusted
from booklet.common.errors import OutputError, Severity

SIZE = 10_000


def entries(folder: Path) -> list[Path]:
    return sorted(path for path in folder.rglob("*") if path.is_file())


def fresh(folder: Path, toolchain: str = "one", **settings: int) -> FolderCache:
    """Look at the folder as another process would."""
    return FolderCache(folder, toolchain, **settings)


def test_what_was_put_in_comes_out(tmp_path: Path) -> None:
    fresh(tmp_path).put("key", ("value", b"\x00\xff"))
    assert fresh(tmp_path).get("key", tuple) == ("value", b"\x00\xff")
    assert fresh(tmp_path).get("other", object) is None


def test_a_value_of_another_kind_is_not_there(tmp_path: Path) -> None:
    cache = fresh(tmp_path)
    cache.put("key", 1)
    assert cache.get("key", str) is None
    assert fresh(tmp_path).get("key", str) is None


def test_another_toolchain_knows_nothing_of_it(tmp_path: Path) -> None:
    fresh(tmp_path, "one").put("key", 1)
    assert fresh(tmp_path, "two").get("key", object) is None


@pytest.mark.parametrize(
    "damage",
    [
        lambda content: content[:-1],
        lambda content: content[:10],
        lambda _: b"",
        lambda content: content[:40] + bytes([content[40] ^ 1]) + content[41:],
    ],
    ids=["cut", "cut short", "empty", "one bit"],
)
def test_a_damaged_entry_is_noticed_and_removed(tmp_path: Path, damage: object) -> None:
    fresh(tmp_path).put("key", "a value that is long enough")
    (path,) = entries(tmp_path)
    path.write_bytes(damage(path.read_bytes()))  # type: ignore[operator]
    assert fresh(tmp_path).get("key", object) is None
    assert entries(tmp_path) == []
    fresh(tmp_path).put("key", "anew")
    assert fresh(tmp_path).get("key", str) == "anew"


def test_the_oldest_go_first_when_there_is_too_much(tmp_path: Path) -> None:
    cache = fresh(tmp_path, largest=3 * SIZE)
    for number in range(4):
        cache.put(f"{number}", os.urandom(SIZE))
        for path in entries(tmp_path):
            os.utime(path, (path.stat().st_atime - 100, path.stat().st_mtime - 100))
    assert fresh(tmp_path).get("0", object) is not None, "it is used now, so it is the newest"
    cache.evict()
    known = [number for number in range(4) if fresh(tmp_path).get(f"{number}", object) is not None]
    assert known == [0, 3]
    assert measure_usage(tmp_path).size <= 3 * SIZE


def test_nothing_is_thrown_away_as_long_as_there_is_room(tmp_path: Path) -> None:
    cache = fresh(tmp_path)
    cache.put("key", 1)
    cache.evict()
    assert fresh(tmp_path).get("key", int) == 1


def test_a_process_that_goes_on_has_it_at_hand(tmp_path: Path) -> None:
    cache, value = fresh(tmp_path), ("a", "tuple")
    cache.put("key", value)
    assert cache.get("key", object) is value


def test_a_folder_that_cannot_be_written_to_is_done_without(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    cache = fresh(tmp_path / "file")
    cache.put("key", 1)
    cache.evict()
    assert fresh(tmp_path / "file").get("key", object) is None


def test_many_builds_share_a_folder(tmp_path: Path) -> None:
    def write_and_read(number: int) -> bool:
        cache = fresh(tmp_path)
        cache.put("same", [number] * 5000)
        found = fresh(tmp_path).get("same", list)
        return found is not None and len(set(found)) == 1

    with ThreadPoolExecutor(8) as threads:
        assert all(threads.map(write_and_read, range(100)))
    assert len(entries(tmp_path)) == 1


def _refuse(monkeypatch: pytest.MonkeyPatch, method: str, times: int) -> list[Path]:
    """Be on Windows, where others have a file open, and let waiting take no time."""
    refused: list[Path] = []
    owner = Path if method == "replace" else cache_module
    original = getattr(owner, method)

    def refuse(path: Path, *arguments: object) -> object:
        if len(refused) < times:
            refused.append(path)
            raise PermissionError(13, "in use", str(path))
        return original(path, *arguments)

    monkeypatch.setattr("booklet.common.retry.sys.platform", "win32")
    monkeypatch.setattr("booklet.common.retry.time.sleep", lambda _: None)
    monkeypatch.setattr(owner, method, refuse)
    return refused


@pytest.mark.parametrize("method", ["replace", "_read_own"])
def test_an_entry_that_others_have_open_is_waited_for(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, method: str
) -> None:
    fresh(tmp_path).put("key", "old")
    refused = _refuse(monkeypatch, method, 2)
    fresh(tmp_path).put("key", "new")
    assert fresh(tmp_path).get("key", str) == "new"
    assert len(refused) == 2
    assert len(entries(tmp_path)) == 1


def test_a_folder_that_stays_locked_does_not_stop_every_build_for_minutes(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    refused = _refuse(monkeypatch, "replace", 10_000)
    cache = fresh(tmp_path)
    cache.put("first", 1)
    waited_for = len(refused)
    for number in range(10):
        cache.put(f"{number}", number)
    assert waited_for > 1
    assert len(refused) == waited_for + 10, "once is enough"
    assert cache.get("first", int) == 1
    assert entries(tmp_path) == []


@needs_posix
def test_the_folder_is_for_its_owner_alone(tmp_path: Path) -> None:
    fresh(tmp_path / "cache").put("key", 1)
    (entry,) = entries(tmp_path)
    assert entry.parent.stat().st_mode & 0o077 == 0
    assert entry.stat().st_mode & 0o077 == 0


def test_clearing_tells_what_was_there(tmp_path: Path) -> None:
    folder = tmp_path / "cache"
    assert str(clear(folder)) == "0 entries, 0.0 MB"
    fresh(folder).put("key", bytes(2_000_000))
    assert str(clear(folder)) == "1 entry, 2.0 MB"
    assert not folder.exists()


def test_what_cannot_be_removed_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(path: Path) -> None:
        raise PermissionError(13, "Permission denied", str(path))

    monkeypatch.setattr("booklet.common.cache.shutil.rmtree", refuse)
    with pytest.raises(OutputError, match=r"cannot be removed: Permission denied"):
        clear(tmp_path)


def test_the_folder_is_the_users(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    keep_caches_in(tmp_path, monkeypatch)
    assert "cpd-booklet" in cache_folder().relative_to(tmp_path).parts


def planted(folder: Path, value: object) -> FolderCache:
    """Put something with a right digest where the entry "a" is looked for."""
    cache = fresh(folder)
    cache.put("a", 1)
    (entry,) = folder.iterdir()
    content = pickle.dumps(value)
    entry.write_bytes(sha256(content).digest() + content)
    return fresh(folder)


class _Runs:
    """Runs something when it is read, as any pickle can."""

    def __init__(self, path: Path) -> None:
        self._path = path

    def __reduce__(self) -> tuple[object, ...]:
        return Path.touch, (self._path,)


def test_no_entry_runs_anything(tmp_path: Path) -> None:
    folder = tmp_path / "cache"
    assert planted(folder, _Runs(tmp_path / "ran")).get("a", object) is None
    assert not (tmp_path / "ran").exists()
    assert planted(folder, ("a", 1.5)).get("a", object) == ("a", 1.5)


def test_a_member_of_an_enumeration_comes_back_from_any_python(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """Python 3.11.2, which Debian 12 has, pickles it as a call of `getattr`."""

    def by_name(member: Severity, _protocol: int) -> tuple[object, ...]:
        return getattr, (Severity, member.name)

    monkeypatch.setattr(Severity, "__reduce_ex__", by_name)
    fresh(tmp_path / "cache").put("a", (Severity.ERROR,))
    assert fresh(tmp_path / "cache").get("a", tuple) == (Severity.ERROR,)


@pytest.mark.parametrize(
    "owner",
    [
        ("os", "system"),
        ("builtins", "eval"),
        ("booklet.cli.test", "subprocess.Popen"),
        ("booklet.common.outputs", "write_output"),
        ("booklet.common.cache", "Path"),
    ],
)
def test_an_entry_names_nothing_but_values(owner: tuple[str, str], tmp_path: Path) -> None:
    """`pickle` writes no such entry; whoever means harm writes it byte by byte."""
    names = (bytes([len(name)]) + name.encode() for name in owner)
    planted = b"\x80\x04" + b"".join(b"\x8c" + name for name in names) + b"\x93."
    assert callable(pickle.loads(planted))  # noqa: S301 - harmless: nothing is called
    cache = fresh(tmp_path / "cache")
    cache.put("a", 1)
    (entry,) = (tmp_path / "cache").iterdir()
    entry.write_bytes(planted)
    assert fresh(tmp_path / "cache").get("a", object) is None


@pytest.mark.parametrize("content", [b"", b"junk", b"cno.such\nthing\n.", b"\x80\x05]"])
def test_what_cannot_be_read_is_not_there(tmp_path: Path, content: bytes) -> None:
    folder = tmp_path / "cache"
    fresh(folder).put("a", 1)
    (entry,) = folder.iterdir()
    entry.write_bytes(sha256(content).digest() + content)
    assert fresh(folder).get("a", object) is None


@needs_pipes
def test_a_pipe_is_not_waited_for_and_a_link_not_followed(tmp_path: Path) -> None:
    folder = tmp_path / "cache"
    fresh(folder).put("a", 1)
    (entry,) = folder.iterdir()
    entry.rename(tmp_path / "elsewhere")
    entry.symlink_to(tmp_path / "elsewhere")
    assert fresh(folder).get("a", object) is None
    entry.unlink()
    os.mkfifo(entry)
    assert fresh(folder).get("a", object) is None


@needs_posix
def test_what_others_may_write_is_not_read(tmp_path: Path) -> None:
    folder = tmp_path / "cache"
    fresh(folder).put("a", 1)
    assert why_untrusted(folder) is None
    assert why_untrusted(tmp_path / "not-yet") is None
    (entry,) = folder.iterdir()
    entry.chmod(0o666)
    assert fresh(folder).get("a", object) is None
    folder.chmod(0o777)
    assert why_untrusted(folder) == "may be written to by other users"
    assert why_untrusted(folder / "inner") == (
        f"lies in '{folder}', which may be written to by other users"
    )
    (tmp_path / "link").symlink_to(folder)
    assert why_untrusted(tmp_path / "link") == "may be written to by other users"
    folder.chmod(0o1777)  # as /tmp: nobody can exchange what is another's
    assert why_untrusted(folder) is None


@needs_posix
def test_the_folder_of_another_user_is_not_used(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    if (me := os.getuid()) == 0:  # root's folders are trusted, and root can give one away
        os.chown(tmp_path, 12345, -1)
    else:
        monkeypatch.setattr(os, "getuid", lambda: me + 1)
    assert why_untrusted(tmp_path) == "belongs to another user"
