"""Ask the package index for one small package, the way pip will, and tell what came of it.

pip knows the proxy, the certificates and the index of this machine, so it is pip that asks. The
package goes into a temporary folder and away again.
"""

from __future__ import annotations

import re
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from enum import Enum
from importlib.util import find_spec
from urllib.request import getproxies

_PACKAGE = "segno"
"""Small, pure Python, and one that the program needs anyhow."""

_PATIENCE = 60
"""Seconds for all of it."""


class Outcome(Enum):
    """How the index answered."""

    ANSWERED = "answered"
    NO_INTERNET = "no name is found"
    REFUSED = "no connection"
    SLOW = "no answer in time"
    PROXY = "the proxy is not reached"
    PROXY_PASSWORD = "the proxy asks who we are"  # noqa: S105 - no password, an outcome
    CERTIFICATE = "a certificate is not trusted"
    FORBIDDEN = "the answer is no"
    STRANGE = "another answer"
    NOT_ASKED = "this Python has no pip"


# What pip says, the most telling first: a proxy's trouble is also one of the connection.
_SIGNS = (
    (Outcome.PROXY_PASSWORD, r"\b407\b|Proxy Authentication"),
    (Outcome.PROXY, r"ProxyError|to proxy|proxy URL|SOCKS"),
    (Outcome.CERTIFICATE, r"CERTIFICATE_VERIFY|SSLError|ssl certificate|SSLCert"),
    (Outcome.NO_INTERNET, r"resolve|getaddrinfo|[Nn]ame or service|name resolution|nodename"),
    (Outcome.SLOW, r"[Tt]imed? ?out|Timeout"),
    (Outcome.FORBIDDEN, r"\b(401|403|451)\b|Forbidden|Unauthorized"),
    (Outcome.REFUSED, r"refused|unreachable|NewConnectionError|reset by|Connection|WinError 10"),
)


@dataclass(frozen=True, slots=True)
class IndexAnswer:
    """How the package index answered.

    Attributes:
        outcome: which of the ways.
        has_proxy: whether this machine is told to use a proxy.
    """

    outcome: Outcome
    has_proxy: bool


def ask_package_index() -> IndexAnswer:
    """Download one small package, and throw it away."""
    has_proxy = bool(getproxies())
    if find_spec("pip") is None:
        return IndexAnswer(Outcome.NOT_ASKED, has_proxy)
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder:
        options = (
            "-vv --no-deps --no-cache-dir --disable-pip-version-check --retries 0 --timeout 15"
        )
        try:
            finished = subprocess.run(  # noqa: S603 - pip, with arguments of ours
                [sys.executable, "-m", "pip", "download", *options.split(), "-d", folder, _PACKAGE],
                check=False,
                capture_output=True,
                text=True,
                errors="replace",
                timeout=_PATIENCE,
                stdin=subprocess.DEVNULL,  # pip would ask for a proxy's password
            )
        except subprocess.TimeoutExpired:
            return IndexAnswer(Outcome.SLOW, has_proxy)
        except OSError:
            return IndexAnswer(Outcome.NOT_ASKED, has_proxy)
    if finished.returncode == 0:
        return IndexAnswer(Outcome.ANSWERED, has_proxy)
    return IndexAnswer(outcome_of(finished.stderr + finished.stdout), has_proxy)


def outcome_of(words: str) -> Outcome:
    """Tell from what pip says, at its most talkative, why it could not download."""
    complaints = "\n".join(re.findall(r"(?m)^(?:Could not fetch|ERROR|WARNING).*", words))
    for outcome, sign in _SIGNS:
        if re.search(sign, complaints):
            return outcome
    return Outcome.STRANGE
