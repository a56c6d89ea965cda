"""Every finding there is, by its code: what an author may be told, in one line each.

The letter says where a finding comes from. Each code has a folder in `tests/findings` with the
smallest project that brings it about, and the message.
"""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

UNREADABLE = frozenset({"T654", "T656"})
"""Faults of pages that are told in every build: somebody would miss words."""

STAGES: Mapping[str, str] = MappingProxyType(
    {
        "C": "the settings in booklet.toml",
        "M": "the chapters' files and their metadata",
        "P": "pictures",
        "B": "the book as a whole",
        "K": "the text of a chapter",
        "T": "setting pages",
        "E": "the e-book",
        "H": "handouts",
        "S": "a session",
        "W": "the page for phones",
    }
)
"""What the first letter of a code says."""

CATALOGUE: Mapping[str, str] = MappingProxyType(
    {
        "C001": "a setting that does not exist",
        "C002": "a setting that cannot have this value",
        "C003": "a part without a title or without chapters",
        "C004": "settings that are not read, because of their name or place",
        "M101": "no folder of chapters",
        "M102": "a chapter that is a folder, a pipe or a device",
        "M103": "a file that leads out of the project",
        "M104": "a file or folder that cannot be read",
        "M105": "a chapter that is too large",
        "M106": "a chapter that is no text",
        "M107": "a chapter, or a part of one, that is not Unicode",
        "M108": "an empty chapter",
        "M109": "two chapters whose names differ only by their numbers",
        "M110": "a chapter named in booklet.toml that does not exist",
        "M111": "no chapter at all",
        "M112": "a draft, left out",
        "M113": "a chapter that booklet.toml does not name, left out",
        "M114": "a chapter named twice in booklet.toml",
        "M115": "the order of chapters that are not numbered",
        "M116": "a copy of a chapter, left out",
        "M117": "a file beside the chapters that is no Markdown, left out",
        "M118": "a file that its name says is no chapter, left out",
        "M119": "a chapter in a subfolder, left out",
        "M120": "text that was once read in the wrong encoding",
        "M121": "characters that cannot be seen",
        "M122": "a table or a block of code that is too long to be set",
        "M123": "text that was meant to be written over",
        "M201": "a name in the metadata that means nothing",
        "M202": "metadata that cannot be read",
        "M203": "metadata that cannot have this value",
        "M204": "metadata without a line above or below them",
        "M205": "a name in the metadata that stands there twice",
        "M206": "a remark in the metadata, left out",
        "P301": "a picture that does not exist",
        "P302": "a picture that leads out of the project",
        "P303": "a picture that is broken or of an unknown kind",
        "P304": "a picture with too many pixels",
        "P305": "a drawing that cannot be made safe",
        "P306": "a picture whose file is too large",
        "P307": "a picture that is no file or cannot be read",
        "P308": "a drawing that loses its scripts and addresses",
        "P309": "a picture made of printing inks",
        "B401": "a link that leads nowhere",
        "B402": "two chapters of the same title",
        "B403": "an abbreviation explained in two ways",
        "B404": "a language into which the program's own words are not translated",
        "B405": "an abbreviation that is explained and never used",
        "K501": "a component that does not exist",
        "K502": "an option that a component does not have, or has twice",
        "K503": "an option with a number that is out of range",
        "K504": "a box whose first line cannot be read",
        "K505": "answers without a quiz",
        "K506": "minutes of steps that do not add up to those of their box",
        "K507": "a rule whose lead is not bold",
        "K510": "a footnote that is not defined",
        "K511": "a footnote that is never called",
        "K512": "a footnote that is defined twice",
        "K513": "a paragraph with more notes than can be set",
        "K520": "a heading whose level skips one",
        "K521": "a heading without words",
        "K522": "a chapter without a title",
        "K530": "a link that may not stand in a book",
        "K531": "a picture from outside the project",
        "K532": "a picture without a description",
        "K533": "a drawing in the text without a description",
        "K534": "a drawing in the text that would take too long to draw",
        "K540": "an id that is given twice in a chapter",
        "K550": "HTML that may not stand in a book",
        "K551": "HTML that is never closed",
        "K552": "code or a box that is never closed",
        "K553": "styles that a book does not follow",
        "K560": "a row of a table with more cells than it has columns",
        "K570": "markup of another program",
        "T601": "a font or picture that a layout names and the book does not have",
        "T602": "an address that a layout wanted to fetch",
        "T603": "a style sheet with something that cannot be understood",
        "T604": "a picture that cannot be drawn",
        "T605": "characters that the book's typefaces lack, taken from another",
        "T606": "characters that no typeface has",
        "T607": "a link inside the pages that leads nowhere",
        "T608": "a picture on a page without a description",
        "T609": "anything else that the typesetter complains of",
        "T610": "page numbers that cannot be resolved",
        "T611": "an id that stands twice in one document",
        "T612": "a link that may not stand in a book, from a layout",
        "T650": "a line of a paragraph alone on a page",
        "T651": "hyphens at the ends of three lines in a row",
        "T652": "a heading at the foot of a page",
        "T653": "a box of which a single line stands on another page",
        "T654": "a line that runs out of its measure",
        "T655": "a last page with next to nothing on it",
        "T656": "text where many copiers do not print",
        "E701": "an e-book without a list of printed pages",
        "E702": "something in a layout that may not stand in an e-book, left out",
        "E703": "signs on the e-book's cover that the book's typefaces lack",
        "H801": "an A4 handout that takes more than one sheet",
        "H802": "a reflection without rules for cards",
        "H803": "more rules than a pocket guide holds",
        "S901": "a session about the first of several chapters, because nobody named one",
        "S902": "a session without a day",
        "S903": "a session without a time",
        "S904": "boxes that do not say how long they take",
        "S905": "a session that takes longer than it may",
        "S906": "a session without an address for phones",
        "S907": "a session of which nobody has said how many people come",
        "W901": "something in a layout that may not stand in a page for phones, left out",
    }
)
"""What each finding is about."""
