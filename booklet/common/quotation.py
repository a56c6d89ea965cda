"""Words that their author put between the wrong quotation marks, or none. Pure."""

from __future__ import annotations

_PAIRS = (
    '""',
    "''",
    "\u201c\u201d",
    "\u201e\u201c",
    "\u2018\u2019",
    "\u00ab\u00bb",
    "\u201d\u201d",
)
_OPENING = frozenset("\"'\u201c\u201e\u2018")


def strip_wrong_quotes(value: str) -> str:
    """Take away the marks round a value, which may be curly, or open and never close."""
    if len(value) > 1 and value[0] + value[-1] in _PAIRS:
        return value[1:-1]
    is_open = value[:1] in _OPENING and value[0] not in value[1:]
    return value[1:] if is_open else value
