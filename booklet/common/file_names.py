"""Names for files that every system accepts, made from words in any script."""

from __future__ import annotations

import re
import unicodedata

_LETTERS_AND_NUMBERS = frozenset("LMN")
"""Major classes of Unicode's general category; marks are vowels in many scripts."""

_LATIN_ACCENTS = range(0x300, 0x370)

_FORBIDDEN = re.compile(r'[\x00-\x1f<>:"/\\|?*]')
"""Characters that Windows allows in no name."""

_DEVICE = re.compile(r"(?i)(con|prn|aux|nul|conin\$|conout\$|(com|lpt)[0-9¹²³])\s*(\.|$)")
"""Names that mean a device on Windows, whatever ending they have: `nul.epub` is `nul`."""


def to_ascii(text: str) -> str:
    """Write letters and numbers of any script in ASCII: "Reguły" becomes "Reguly".

    Accents go, and whatever else has a plain letter in it by Unicode's own tables (NFKD) keeps just
    that; other letters are transliterated one by one. Signs and emoji that are not ASCII go.
    """
    return "".join(map(_character_to_ascii, unicodedata.normalize("NFC", text)))


def _character_to_ascii(character: str) -> str:
    if character.isascii():
        return character
    plain = unicodedata.normalize("NFKD", character).encode("ascii", "ignore").decode()
    if plain or ord(character) in _LATIN_ACCENTS:
        return plain
    if unicodedata.category(character)[0] not in _LETTERS_AND_NUMBERS:
        return ""
    from anyascii import anyascii  # noqa: PLC0415 - hardly ever needed

    return re.sub("['`]", "", anyascii(character))  # signs for sounds, not for pauses


def portable_name(name: str) -> str:
    """Change what one of the systems would refuse, or would take for something else, in a name.

    Args:
        name: of a file, with its ending; not a path.

    Returns:
        The same name, unless it means a device on Windows, has a character that Windows forbids, or
        ends in a dot or a blank, which Windows drops (Microsoft, "Naming Files, Paths, and
        Namespaces").
    """
    allowed = _FORBIDDEN.sub("-", name).rstrip(". ") or "-"
    device = _DEVICE.match(allowed)
    if device is None:
        return allowed
    stem = device[1]
    return f"{stem}-booklet{allowed.removeprefix(stem)}"
