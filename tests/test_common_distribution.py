"""A Linux without Pango: Debian's packages are unpacked in a folder of ours, or there is advice."""

from __future__ import annotations

import hashlib
import os
import platform
import shutil
import socket
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest
from recording_proxy import recording_proxy

from booklet.common.distribution import can_fetch, fetch, installation_command
from booklet.common.errors import SetupError

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="written for Linux")

# Says what it is asked, and plays an archive that has two packages.
APT_GET = """\
#!/bin/sh
echo "$PWD: $*" >>"$APT_LOG"
cat "$3" >"$APT_LOG.settings"
case "$*" in
*update) echo "$APT_COMPLAINS" >&2; exit "${APT_UPDATE_CODE:-0}" ;;
*--simulate*)
  [ -z "$APT_REFUSES" ] || { echo "E: Unable to locate it" >&2; exit 100; }
  echo "Reading package lists..."
  [ -n "$APT_HAS_ALL" ] || printf '%s\\n' "Inst libpango-1.0-0 (1.50.12 Debian:12 [amd64])" \\
    "Inst libthai0 [0.1] (0.2 Debian:12 [amd64])" "Conf libthai0 (0.2 Debian:12 [amd64])" ;;
*download*) for name in libpango-1.0-0 libthai0; do echo "$name" >"${name}_1_amd64.deb"; done ;;
esac
"""
DPKG_DEB = """\
#!/bin/sh
mkdir -p "$3/usr/lib/x86_64-linux-gnu" && cp "$2" "$3/usr/lib/x86_64-linux-gnu/"
"""
UNPACK_FONTCONFIG = """\
mkdir -p "$3/etc/fonts/conf.d"
ln -sf /usr/share/fontconfig/conf.avail/60-latin.conf "$3/etc/fonts/conf.d/"
"""


@pytest.fixture
def log(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    """Put a pretended apt in the place of the real one, on a pretended Debian."""
    programs = tmp_path / "bin"
    programs.mkdir()
    for name, text in (("apt-get", APT_GET), ("dpkg-deb", DPKG_DEB)):
        (programs / name).write_text(text)
        (programs / name).chmod(0o755)
    monkeypatch.setenv("PATH", f"{programs}{os.pathsep}{os.environ['PATH']}")
    monkeypatch.setenv("APT_LOG", str(tmp_path / "apt.log"))
    on_linux(monkeypatch, "ID=debian\n")
    return tmp_path / "apt.log"


def on_linux(monkeypatch: pytest.MonkeyPatch, release: str) -> None:
    fields = (line.split("=", 1) for line in release.splitlines())
    said = {name: value.strip('"') for name, value in fields}
    monkeypatch.setattr(platform, "freedesktop_os_release", lambda: said)


@pytest.mark.parametrize(
    ("release", "command"),
    [
        ("ID=debian\n", "sudo apt install libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0"),
        ('NAME="Ubuntu"\nID=ubuntu\nID_LIKE=debian\n', "sudo apt install libpango-1.0-0"),
        ('ID=linuxmint\nID_LIKE="ubuntu debian"\n', "sudo apt install libpango-1.0-0"),
        ("ID=fedora\n", "sudo dnf install pango"),
        ('ID="rocky"\nID_LIKE="rhel centos fedora"\n', "sudo dnf install pango"),
        ('ID="opensuse-tumbleweed"\nID_LIKE="opensuse suse"\n', "sudo zypper install libpango-1"),
        ("ID=arch\n", "sudo pacman -S pango"),
        ("ID=manjaro\nID_LIKE=arch\n", "sudo pacman -S pango"),
        ("ID=alpine\n", "sudo apk add pango so:libharfbuzz-subset.so.0"),
        ("ID=unheard-of\n", "or what this system calls the package 'pango'"),
    ],
)
def test_each_linux_has_its_command(
    monkeypatch: pytest.MonkeyPatch, release: str, command: str
) -> None:
    on_linux(monkeypatch, release)
    assert command in installation_command()


@pytest.mark.usefixtures("log")
@pytest.mark.parametrize(
    ("release", "possible"),
    [("ID=debian\n", True), ('ID=pop\nID_LIKE="ubuntu debian"\n', True), ("ID=fedora\n", False)],
)
def test_only_debian_and_its_kin_give_packages(
    monkeypatch: pytest.MonkeyPatch, release: str, *, possible: bool
) -> None:
    on_linux(monkeypatch, release)
    assert can_fetch() is possible


def test_a_debian_without_apt_gives_none(log: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(log.parent))
    assert not can_fetch()


def test_what_is_missing_is_downloaded_and_unpacked(log: Path, tmp_path: Path) -> None:
    folder = tmp_path / "system"
    fetch(["libpango-1.0-0"], folder)
    update, simulate, download = log.read_text().splitlines()
    assert update.endswith("update")
    assert simulate.endswith("--simulate install libpango-1.0-0")
    assert download.endswith("download libpango-1.0-0 libthai0")
    libraries = folder / "usr" / "lib" / "x86_64-linux-gnu"
    assert len(list(libraries.iterdir())) == 2
    assert not (folder / "apt").exists()
    assert [path.name for path in tmp_path.glob("system*")] == ["system"]


def test_nothing_on_the_system_is_written_to(log: Path, tmp_path: Path) -> None:
    fetch(["libpango-1.0-0"], tmp_path / "system")
    settings = log.with_name("apt.log.settings").read_text()
    for setting in ("Dir::State::Lists", "Dir::Cache"):
        assert f'{setting} "{tmp_path}/system.partial/apt/' in settings
    assert "#clear APT::Update::Post-Invoke;" in settings
    assert "\nDebug::NoLocking" in settings


def test_where_nothing_is_missing_nothing_is_downloaded(
    log: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("APT_HAS_ALL", "1")
    fetch(["libpango-1.0-0"], tmp_path / "system")
    assert len(log.read_text().splitlines()) == 2


def test_a_third_partys_broken_archive_is_no_obstacle(
    log: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("APT_UPDATE_CODE", "100")
    fetch(["libpango-1.0-0"], tmp_path / "system")
    assert log.read_text().count("download") == 1


def test_what_apt_refuses_is_one_clear_sentence(
    log: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    assert log.parent == tmp_path
    monkeypatch.setenv("APT_REFUSES", "1")
    with pytest.raises(SetupError, match="could not be downloaded: Unable to locate it") as raised:
        fetch(["libpango-1.0-0"], tmp_path / "system")
    assert "This needs the internet, once" in raised.value.hint
    assert "sudo apt install" in raised.value.hint
    assert not (tmp_path / "system").exists()


@pytest.mark.usefixtures("log")
def test_without_the_internet_the_cause_is_told_not_what_follows_from_it(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("APT_COMPLAINS", "W: Failed to fetch InRelease  Temporary failure")
    monkeypatch.setenv("APT_REFUSES", "1")
    with pytest.raises(SetupError, match="downloaded: Failed to fetch InRelease  Temporary fail"):
        fetch(["libpango-1.0-0"], tmp_path / "system")


@pytest.mark.usefixtures("log")
def test_a_full_disk_is_no_traceback(tmp_path: Path) -> None:
    (tmp_path / "bin" / "dpkg-deb").write_text("#!/bin/sh\nexit 2\n")
    with pytest.raises(SetupError, match="could not be unpacked") as raised:
        fetch(["libpango-1.0-0"], tmp_path / "system")
    assert "room on the disk" in raised.value.hint
    assert not (tmp_path / "system").exists()


def test_what_was_left_half_made_is_made_anew(log: Path, tmp_path: Path) -> None:
    for name in ("system", "system.partial"):
        (tmp_path / name).mkdir()
        (tmp_path / name / "leftover").touch()
    fetch(["libpango-1.0-0"], tmp_path / "system")
    assert log.exists()
    assert not list(tmp_path.rglob("leftover"))


@pytest.mark.usefixtures("log")
def test_fonts_are_chosen_as_debian_chooses_them(tmp_path: Path) -> None:
    (tmp_path / "bin" / "dpkg-deb").write_text(DPKG_DEB + UNPACK_FONTCONFIG)
    fetch(["libpango-1.0-0"], tmp_path / "system")
    text = (tmp_path / "system" / "fonts.conf").read_text("utf-8")
    assert ">usr/share/fontconfig/conf.avail/60-latin.conf<" in text
    assert ">usr/share/fontconfig/conf.avail/70-no-bitmaps.conf<" in text
    assert '<dir prefix="relative">usr/share/fonts</dir>' in text
    assert str(tmp_path) not in text  # the folder can be moved


@pytest.mark.usefixtures("log")
def test_where_the_system_configures_fonts_we_do_not(tmp_path: Path) -> None:
    fetch(["libpango-1.0-0"], tmp_path / "system")
    assert (tmp_path / "system" / "usr").exists()
    assert not (tmp_path / "system" / "fonts.conf").exists()


needs_apt = pytest.mark.skipif(
    not all(map(shutil.which, ("apt-get", "dpkg-deb"))), reason="apt is Debian's"
)
ARCHIVE = "http://archive.invalid/"


@pytest.fixture
def archive(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> dict[str, bytes]:
    """Make an archive of one package, which the real apt takes for the only one of this system.

    Returns:
        The files of the archive by their addresses. Its host does not exist.
    """
    tree = tmp_path / "tree"
    fields = (
        "Package: libproof\nVersion: 1\nArchitecture: all\nMaintainer: nobody\nDescription: none\n"
    )
    (tree / "DEBIAN").mkdir(parents=True)
    (tree / "DEBIAN" / "control").write_text(fields)
    (tree / "usr" / "lib").mkdir(parents=True)
    (tree / "usr" / "lib" / "libproof.so.0").write_text("a library")
    package = tmp_path / "libproof_1_all.deb"
    subprocess.run(
        ["dpkg-deb", "--build", "-Znone", tree, package], check=True, capture_output=True
    )
    content = package.read_bytes()
    packages = (
        f"{fields}Filename: ./{package.name}\nSize: {len(content)}\n"
        f"SHA256: {hashlib.sha256(content).hexdigest()}\n"
    ).encode()
    release = f"SHA256:\n {hashlib.sha256(packages).hexdigest()} {len(packages)} Packages\n"
    (tmp_path / "sources.list").write_text(f"deb [trusted=yes] {ARCHIVE} ./\n")
    (tmp_path / "apt.conf").write_text(
        f'Dir::Etc::SourceList "{tmp_path}/sources.list";\nDir::Etc::SourceParts "/dev/null";\n'
        'Dir::Etc::Main "/dev/null"; Dir::Etc::Parts "/dev/null"; Acquire::Retries "0";\n'
    )
    monkeypatch.setenv("APT_CONFIG", str(tmp_path / "apt.conf"))
    for name in ("http_proxy", "https_proxy", "all_proxy", "no_proxy"):
        monkeypatch.delenv(name, raising=False)
        monkeypatch.delenv(name.upper(), raising=False)
    return {
        f"{ARCHIVE}./Release": release.encode(),
        f"{ARCHIVE}./Packages": packages,
        f"{ARCHIVE}./{package.name}": content,
    }


@needs_apt
@pytest.mark.parametrize(
    ("variable", "scheme"),
    [("http_proxy", "http://"), ("HTTP_PROXY", "http://"), ("http_proxy", ""), ("ALL_PROXY", "")],
)
def test_packages_come_through_the_proxy(
    archive: dict[str, bytes],
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
    variable: str,
    scheme: str,
) -> None:
    """The environment names it in all the ways that pip understands."""
    with recording_proxy(archive) as proxy:
        monkeypatch.setenv(variable, scheme + proxy.host_and_port)
        fetch(["libproof"], tmp_path / "system")
    assert (tmp_path / "system" / "usr" / "lib" / "libproof.so.0").read_text() == "a library"
    assert set(archive) <= set(proxy.asked)


@needs_apt
def test_a_host_that_is_excepted_is_asked_without_the_proxy(
    archive: dict[str, bytes], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    with recording_proxy(archive) as proxy:
        monkeypatch.setenv("HTTP_PROXY", proxy.host_and_port)
        monkeypatch.setenv("NO_PROXY", "archive.invalid")
        with pytest.raises(SetupError, match="could not be downloaded"):
            fetch(["libproof"], tmp_path / "system")
    assert proxy.asked == []


@needs_apt
@pytest.mark.usefixtures("archive")
def test_a_machine_that_is_offline_gets_one_sentence_from_the_real_apt(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    with socket.socket() as nobody_listens:
        nobody_listens.bind(("127.0.0.1", 0))
        port = nobody_listens.getsockname()[1]
        monkeypatch.setenv("http_proxy", f"http://127.0.0.1:{port}")
        with pytest.raises(SetupError) as raised:
            fetch(["libproof"], tmp_path / "system")
    assert "could not be downloaded: Failed to fetch http://archive.invalid" in raised.value.problem
    assert "connect" in raised.value.problem
    assert "\n" not in raised.value.problem
    assert not (tmp_path / "system").exists()
