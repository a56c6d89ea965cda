"""Find this computer's own addresses in its networks. Nothing is sent anywhere."""

from __future__ import annotations

import ipaddress
import re
import socket

import psutil

_WIRELESS = re.compile(r"wl|wi-?fi|airport|en0$", re.IGNORECASE)
"""Interfaces that phones are most likely beside; macOS calls its Wi-Fi en0."""

_VIRTUAL = re.compile(
    r"docker|br-|veth|virbr|vmnet|vboxnet|vethernet|virtual|tun|tap|utun|wg|zt|tailscale|ppp|awdl|llw",
    re.IGNORECASE,
)
"""Interfaces of virtual machines, tunnels and the like, which no phone is beside."""


def local_addresses() -> tuple[str, ...]:
    """List the IPv4 addresses under which other devices may reach this computer.

    Returns:
        The most likely first: Wi-Fi, then cables, then virtual networks. None when this computer
        is in no network.
    """
    interfaces = psutil.net_if_stats()
    found = [
        (_rank(name), entry.address)
        for name, entries in psutil.net_if_addrs().items()
        for entry in entries
        if entry.family is socket.AF_INET and name in interfaces and interfaces[name].isup
    ]
    usable = [(rank, address) for rank, address in found if _is_usable(address)]
    return tuple(address for _, address in sorted(usable, key=lambda one: one[0]))


def _rank(interface: str) -> int:
    if _VIRTUAL.match(interface):
        return 2
    return 0 if _WIRELESS.match(interface) else 1


def _is_usable(address: str) -> bool:
    """Tell whether an address is one that a network has given to this computer."""
    read = ipaddress.ip_address(address)
    return not (read.is_loopback or read.is_link_local or read.is_unspecified)
