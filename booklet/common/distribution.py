"""What this Linux distribution is, and how it gives us libraries.

Debian and its derivatives: packages are downloaded by apt, which checks their signatures, and
unpacked in a folder of ours. That needs no right of an administrator, and nothing on the system
changes. Elsewhere: the one command that an administrator types.

This module needs nothing but the standard library: build.py uses it while it sets up.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from typing import TYPE_CHECKING

from booklet.common.errors import SetupError

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

PANGO = ("libpango-1.0-0", "libpangoft2-1.0-0", "libharfbuzz-subset0")
"""Debian's packages that bring all that WeasyPrint draws with."""

PIP = ("python3-pip-whl",)
"""Debian's package with the pip that `python3-venv` would put into a virtual environment."""

_COMMANDS = {
    "alpine": "sudo apk add pango so:libharfbuzz-subset.so.0",
    "arch": "sudo pacman -S pango",
    "debian": f"sudo apt install {' '.join(PANGO)}",
    "fedora": "sudo dnf install pango",
    "suse": "sudo zypper install libpango-1_0-0 libharfbuzz-subset0",
}
_ALIASES = {"ubuntu": "debian", "rhel": "fedora", "centos": "fedora", "opensuse": "suse"}

# Read after the system's own settings. It keeps apt's lists and packages to ourselves, takes no
# lock, and clears the hooks by which a system tidies up after an update of its own lists.
_APT_SETTINGS = """\
Dir::State::Lists "{folder}/lists";
Dir::Cache "{folder}/cache";
Debug::NoLocking "true";
APT::Sandbox::User "root";
APT::Install-Recommends "false";
Acquire::Languages "none";
Acquire::http::Timeout "20";
Acquire::https::Timeout "20";
#clear APT::Update::Pre-Invoke;
#clear APT::Update::Post-Invoke;
#clear APT::Update::Post-Invoke-Success;
"""

# As Debian's fontconfig-config chooses when it is installed; its own links in etc/fonts/conf.d
# lead to where the files would be on the system. All names are relative, so that the folder can be
# moved: Fontconfig looks for them in FONTCONFIG_PATH.
_FONTS_CONF = """\
<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "urn:fontconfig:fonts.dtd">
<fontconfig>
  <include>etc/fonts/fonts.conf</include>
  <dir prefix="relative">usr/share/fonts</dir>
{includes}
</fontconfig>
"""
_CHOSEN_AT_INSTALLATION = ("10-hinting-slight.conf", "70-no-bitmaps.conf")


def installation_command() -> str:
    """Say how Pango is installed on this Linux."""
    for name in distribution_names():
        if command := _COMMANDS.get(name):
            return command
    return f"{_COMMANDS['debian']} (or what this system calls the package 'pango')"


def distribution_names() -> list[str]:
    """Name this Linux and those it is like, nearest first (os-release(5): ID and ID_LIKE)."""
    fields = _os_release()
    listed = f"{fields.get('ID', '')} {fields.get('ID_LIKE', '')}".split()
    return [_ALIASES.get(name, name) for name in listed]


def full_name() -> str:
    """Name this Linux with its version, such as "Debian GNU/Linux 12 (bookworm)", or as ""."""
    return _os_release().get("PRETTY_NAME", "")


def _os_release() -> dict[str, str]:
    """Read what this Linux says of itself (os-release(5)); nothing where it says nothing."""
    import platform  # noqa: PLC0415 - seldom needed

    try:
        return platform.freedesktop_os_release()
    except OSError:
        return {}


def can_fetch() -> bool:
    """Tell whether this distribution's packages can be fetched without an administrator."""
    return "debian" in distribution_names() and all(map(shutil.which, ("apt-get", "dpkg-deb")))


def fetch(packages: Sequence[str], folder: Path) -> None:
    """Download packages, with all they need that this system has not, and unpack them.

    Args:
        packages: names of Debian packages.
        folder: where their files go, as in `folder/usr/lib`. It appears when it is complete, and
            what was there before is gone.

    Raises:
        SetupError: when apt cannot download them.
    """
    partial = folder.with_name(f"{folder.name}.partial")
    shutil.rmtree(partial, ignore_errors=True)
    apt = partial / "apt"
    for name in ("lists/partial", "cache/archives/partial", "packages"):
        (apt / name).mkdir(parents=True)
    settings = apt / "apt.conf"
    settings.write_text(_APT_SETTINGS.format(folder=apt), "utf-8")
    command = ["apt-get", "-qq", "-c", str(settings)]
    # An update that fails in part, at some third party's archive, may have all that is needed; if
    # it has not, what it complained of is the cause of what follows.
    complaints = _run([*command, "update"], apt).stderr
    plan = _run([*command, "--simulate", "install", *packages], apt)
    if missing := re.findall(r"(?m)^Inst (\S+)", plan.stdout):
        download = _run([*command, "download", *missing], apt / "packages")
        plan = download if download.returncode else plan
    if plan.returncode:
        reason = (re.findall(r"(?m)^[EW]: (.*)", complaints + plan.stderr) or ["apt-get failed"])[0]
        raise SetupError(
            f"this system's packages could not be downloaded: {reason}",
            hint="This needs the internet, once. Check the connection, and the proxy if there is "
            "one, and run the same command again; or let an administrator type: "
            f"sudo apt install {' '.join(packages)}",
        )
    for package in sorted((apt / "packages").glob("*.deb")):
        if _run(["dpkg-deb", "--extract", str(package), str(partial)], apt).returncode:
            raise SetupError(
                f"{package.name} could not be unpacked into {partial}",
                hint="Make sure that there is room on the disk, and run the same command again.",
            )
    shutil.rmtree(apt)
    _configure_fonts(partial)
    shutil.rmtree(folder, ignore_errors=True)
    partial.rename(folder)


def _run(command: list[str], folder: Path) -> subprocess.CompletedProcess[str]:
    """Run one of the distribution's programs in a folder, and keep what it says."""
    return subprocess.run(  # noqa: S603 - programs of the system, arguments of ours
        command,
        cwd=folder,
        env={**os.environ, **_proxies()},
        capture_output=True,
        encoding="utf-8",
        errors="replace",
        check=False,
    )


def _proxies() -> dict[str, str]:
    """Write the environment's proxies as apt reads them: in lower case, with their scheme.

    pip, like most programs, takes `HTTP_PROXY`, `ALL_PROXY` and a mere `proxy.school:8080` too. A
    proxy of apt's own settings comes before these.
    """
    from urllib.request import getproxies  # noqa: PLC0415 - slow to import, and seldom needed

    found = getproxies()
    proxies = {name: found.get(name, found.get("all")) for name in ("http", "https")}
    variables = {
        f"{name}_proxy": proxy if "://" in proxy else f"http://{proxy}"
        for name, proxy in proxies.items()
        if proxy
    }
    return {**variables, **({"no_proxy": found["no"]} if "no" in found else {})}


def _configure_fonts(folder: Path) -> None:
    """Write `fonts.conf` where Fontconfig's own configuration is among the packages."""
    links = folder / "etc" / "fonts" / "conf.d"
    if not links.is_dir():
        return  # the system has its own
    chosen = {*(link.name for link in links.glob("*.conf")), *_CHOSEN_AT_INSTALLATION}
    includes = "\n".join(
        f'  <include ignore_missing="yes">usr/share/fontconfig/conf.avail/{name}</include>'
        for name in sorted(chosen)
    )
    (folder / "fonts.conf").write_text(_FONTS_CONF.format(includes=includes), "utf-8")
