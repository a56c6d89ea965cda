"""The names of all fixed words in a book, which an author may say otherwise in `[labels]`.

What each says in English stands where it is used; a test holds the list against those places.
"""

from __future__ import annotations

_OF_THE_LAYOUT = (
    *("answers", "ask_for_large_print", "booklet_page", "booklet_pages", "chapter", "contents"),
    *("cover", "cover_picture", "next_step", "own_rule", "pocket", "rule_cards", "side"),
    *("front_matter", "glossary", "how_to_use", "identifier", "imprint", "landmarks", "logo"),
    *("notes", "owner_date", "owner_hope", "owner_name", "owner_school", "pages", "part", "qr"),
    *("start", "timings", "timings_together", "typefaces", "version"),
)
_OF_COMPONENTS = (
    *("action", "aims", "audit", "caution", "discuss", "example", "facilitator", "ifthen"),
    *("important", "key", "note", "partner", "quiz", "reading", "reflect", "revisit", "rules"),
    *("checklist", "tip", "try", "warning"),
)
_INSIDE_COMPONENTS = (
    *("date", "if", "minute", "minutes", "partner_advice", "so_that", "then", "week_on"),
    "weeks_on",
)

LABEL_NAMES = frozenset({*_OF_THE_LAYOUT, *_OF_COMPONENTS, *_INSIDE_COMPONENTS})
"""Every name that may stand in `[labels]`."""
