"""What of a source is not in its chapter, and why. Values."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import Enum

PRIVATE_ADDRESS = re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+|\b\d{1,3}(?:\.\d{1,3}){3}\b")
"""An e-mail address, or an IP address: whoever it belongs to wrote it to a blog, not to a book."""


class LossKind(Enum):
    """Why something of a source is not in a chapter; the value is a heading of the report."""

    BOILERPLATE = "What the blog or the page adds to every post"
    PAGE = "What stands around the text on the page"
    REPEATED = "Said twice: in the title and in the text"
    NUMBERING = "Typed numbers and bullets that are now the list's own"
    FORM = "Fields and buttons"
    HIDDEN = "What was hidden on the page"
    EXCERPT = "Excerpts too long to stand below a title"
    PICTURE = "Pictures that are not in the file"
    FEATURED = "Pictures that the blog shows with a post and not in its text"
    SHORTCODE = "Shortcodes of the blog's software"
    LINK = "Links that a booklet cannot follow"
    COMMENT = "Comments and remarks"
    CHANGE = "Deleted words of tracked changes"
    CONTENTS = "Lists of contents: the booklet makes its own"
    HEADER = "Headers and footers of the pages"
    EMBEDDED = "Embedded objects"
    UNEXPLAINED = "Not found again, and nobody knows why: please look"


TOLD = frozenset(
    {
        LossKind.FORM,
        LossKind.HIDDEN,
        LossKind.SHORTCODE,
        LossKind.CHANGE,
        LossKind.HEADER,
        LossKind.EMBEDDED,
        LossKind.UNEXPLAINED,
    }
)
"""What an author is told of at once, because a reader may miss it; the report has everything."""


@dataclass(frozen=True, slots=True)
class Loss:
    """Something of a source that is not in the chapter.

    Attributes:
        kind: why.
        text: its words; "" when it has none.
        line: where it stood; 0 when that is not known.
        note: what it is or what to do, in words; or "".
    """

    kind: LossKind
    text: str
    line: int = 0
    note: str = ""


@dataclass(frozen=True, slots=True)
class LeftOut:
    """A text that is not imported as a whole, or a piece of a blog that is no text.

    Attributes:
        what: with its name: "the post 'Exclusions' (private)".
        words: how many words it has.
        hint: the option that would take it along, or "".
    """

    what: str
    words: int = 0
    hint: str = ""
