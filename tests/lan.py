"""A computer that shares a folder, and a phone in the same Wi-Fi: two network namespaces of Linux.

Run by `tests/test_share.py` inside `unshare --net --mount`, where nothing of the machine's own
networks is seen or changed; prints what the phone got, and what the computer said, as JSON.
"""

from __future__ import annotations

import json
import signal
import subprocess
import sys
from typing import IO

COMPUTER, PHONE, STRANGER = "192.168.77.1", "192.168.77.20", "10.99.0.1"
NETWORK = f"""
mount -t tmpfs none /run
ip link set lo up
ip netns add phone
ip link add wlan0 type veth peer name wlan1 netns phone
ip address add {COMPUTER}/24 dev wlan0
ip link set wlan0 up
ip link add eth0 type veth peer name cable
ip address add {STRANGER}/24 dev eth0
ip link set eth0 up
ip link set cable up
ip -n phone address add {PHONE}/24 dev wlan1
ip -n phone link set wlan1 up
ip -n phone link set lo up
ip -n phone route add default via {COMPUTER}
"""
FETCH = """
import hashlib, json, sys, urllib.error, urllib.request
opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
got = {}
for address in sys.argv[1:]:
    try:
        with opener.open(address, timeout=20) as answer:
            got[address] = [answer.status, hashlib.sha256(answer.read()).hexdigest()]
    except urllib.error.HTTPError as error:
        got[address] = [error.code, ""]
    except OSError as error:
        got[address] = [0, ""]
print(json.dumps(got))
"""


def read_until(said: str, output: IO[str]) -> list[str]:
    """Read a program's lines up to one with some words in it."""
    lines: list[str] = []
    while not lines or said not in lines[-1]:
        lines.append(output.readline())
        assert lines[-1], "".join(lines)
    return lines


def main(project: str, *names: str) -> None:
    """Share a project's folder in the network, fetch files of it on the phone, and stop."""
    subprocess.run(["sh", "-e", "-c", NETWORK], check=True)
    command = [sys.executable, "-m", "booklet", "share", "--project", project, "--lan"]
    with subprocess.Popen(
        [*command, "--for", "5m"], stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
    ) as server:
        assert server.stdout is not None
        lines = read_until("Open on phones: ", server.stdout)
        address = lines[-1].removeprefix("Open on phones: ").strip()
        leader = f"{address}leader/"
        elsewhere = address.replace(COMPUTER, STRANGER)
        wanted = [address, *(f"{address}{name}" for name in names), leader, elsewhere]
        phone = ["ip", "netns", "exec", "phone", sys.executable, "-c", FETCH, *wanted]
        fetched = subprocess.run(phone, check=True, capture_output=True, text=True)
        lines += read_until("has opened the page", server.stdout)
        server.send_signal(signal.SIGINT)
        rest, _ = server.communicate(timeout=60)
    got = json.loads(fetched.stdout)
    answers = {one.replace(address, "page/"): answer for one, answer in got.items()}
    answers["elsewhere"] = answers.pop(elsewhere)
    told = {"address": address, "got": answers, "said": "".join(lines) + rest}
    sys.stdout.write(json.dumps(told))


if __name__ == "__main__":
    main(*sys.argv[1:])
