"""Recognise copies that file services, systems and editors leave beside a file, by their names.

OneDrive adds the computer's name, Dropbox and Nextcloud "conflicted copy", Syncthing
"sync-conflict"; Windows, macOS and browsers count; editors keep what was there before. A name says
"copy" only while the original lies beside it: a lone `rules (1).md` is a file like any other.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from booklet.common.files import composed

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

_COPY = "copy|copie|copia|copi|kopie|kopia"
_SUFFIX = r"(?P<suffix>\.[A-Za-z]+)"
_COMPUTER = "DESKTOP|LAPTOP|PC|MacBook|iMac|iPad|Surface|Chromebook"
_BY_NAME_ALONE = tuple(
    re.compile(pattern)
    for pattern in (
        # Windows, browsers, OneDrive: "x (1).md"; Windows, macOS: "x - Copy (2).md", "x copy 2.md"
        rf"(?i)(?P<stem>.+?)\s*\(\d{{1,3}}\){_SUFFIX}",
        rf"(?i)(?P<stem>.+?)(?:\s*[-–—_]\s*|\s+)(?:{_COPY})(?:[ -]*\(?\d{{1,3}}\)?)?{_SUFFIX}",
        # Google Drive, older Windows: "Copy of x.md", "Copy (2) of x.md"
        rf"(?i)(?:{_COPY})\s*(?:\(\d+\)\s*)?(?:of|von|van|de|di|o)\s+(?P<stem>.+){_SUFFIX}",
        # Dropbox, Nextcloud, Seafile: "x (Mary's conflicted copy 2026-09-14).md"
        rf"(?i)(?P<stem>.+?)\s*[(\[][^()\[\]]*(?:conflict|konflikt|conflit)[^()\[\]]*[)\]]{_SUFFIX}",
        # Syncthing, ownCloud: "x.sync-conflict-20260914-101112-ABC.md", "x_conflict-2026….md"
        rf"(?i)(?P<stem>.+?)[._ -]+(?:sync-)?conflict-\d[\w-]*{_SUFFIX}",
        # Git's merge tools
        rf"(?i)(?P<stem>.+?)[._](?:base|local|remote|backup)_\d+{_SUFFIX}",
        # Editors: "~x.md", "~$x.md", ".#x.md", "#x.md#", ".x.md.swp", "x.md~", "x.md.bak"
        rf"(?i)(?:~\$?|\.?#)(?P<stem>.+){_SUFFIX}#?",
        rf"(?i)\.(?P<stem>.+){_SUFFIX}\.sw[a-p]",
        rf"(?i)(?P<stem>.+?){_SUFFIX}(?:~|\.~\d+~|\.(?:bak|backup|old|orig|rej|save|tmp))",
        rf"(?i)(?P<stem>.+?)[._ -]+(?:bak|backup|orig|autosave){_SUFFIX}",
        # OneDrive: "x-LAPTOP-4F2K.md", "x-Mary's MacBook Pro.md"
        rf"(?P<stem>.+)-(?:{_COMPUTER})(?:[- ][\w -]{{1,20}})?{_SUFFIX}",
        rf"(?P<stem>.+?)-[\w'’ ]+[- ](?:{_COMPUTER})(?:[- ][\w -]{{1,20}})?{_SUFFIX}",
    )
)
_BY_TEXT_TOO = (
    re.compile(rf"(?P<stem>.+)-(?=[0-9-]*[A-Z])[A-Z0-9][A-Z0-9-]{{2,14}}{_SUFFIX}"),
    re.compile(rf"(?P<stem>.+) \d{{1,2}}{_SUFFIX}"),  # iCloud
    re.compile(rf"(?P<stem>.+?)[-_. ]+(?:old|new|final|v\d+){_SUFFIX}", re.IGNORECASE),
)
"""Names of chapters in their own right look like these too: `maths-SEND.md` beside `maths.md`."""

_ALIKE = 0.8
"""Of the shorter text's lines, how many stand in the other one as well."""

_SHORTEST_LINE = 15
"""Characters; shorter lines, such as those that begin a box, are the same in many chapters."""


@dataclass(frozen=True, slots=True)
class CopyName:
    """What a file's name says.

    Attributes:
        original: the name of the file it may be a copy of, which lies beside it.
        is_certain: whether the name alone says so; else the texts decide.
    """

    original: str
    is_certain: bool


def find_copy_names(names: Iterable[str], originals: Iterable[str]) -> dict[str, CopyName]:
    """Tell which files' names say that they are copies, and of what.

    Args:
        names: of all files in a folder.
        originals: those of them that may have copies.
    """
    by_name = {composed(original).casefold(): original for original in originals}
    found = ((name, _copy_name(name, by_name)) for name in names)
    return {name: copy for name, copy in found if copy is not None}


def _copy_name(name: str, by_name: Mapping[str, str]) -> CopyName | None:
    for patterns, is_certain in ((_BY_NAME_ALONE, True), (_BY_TEXT_TOO, False)):
        for match in filter(None, (pattern.fullmatch(name) for pattern in patterns)):
            original = by_name.get(composed(match["stem"] + match["suffix"]).casefold())
            if original is not None and original != name:
                return CopyName(original, is_certain)
    return None


def are_alike(text: str, other: str) -> bool:
    """Tell whether most lines of the shorter of two texts stand in the other one too."""
    shorter, longer = sorted((_lines(text), _lines(other)), key=len)
    return bool(shorter) and len(shorter & longer) >= _ALIKE * len(shorter)


def _lines(text: str) -> set[str]:
    return {line for one in text.splitlines() if len(line := one.strip()) >= _SHORTEST_LINE}
