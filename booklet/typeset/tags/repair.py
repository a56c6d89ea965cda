"""The repairs, in the order they are made. Each is a function that mends one thing in the tree."""

from __future__ import annotations

from typing import TYPE_CHECKING

from booklet.typeset.tags.areas import mend_links
from booklet.typeset.tags.figures import mend_figures
from booklet.typeset.tags.lists import mend_lists
from booklet.typeset.tags.notes import place_notes
from booklet.typeset.tags.paragraphs import make_paragraphs, merge_text, prune
from booklet.typeset.tags.pieces import join_pieces
from booklet.typeset.tags.roles import assign_roles, mark_languages
from booklet.typeset.tags.tables import mend_tables
from booklet.typeset.tags.toc import mend_contents

if TYPE_CHECKING:
    from booklet.typeset.tags.context import RepairContext
    from booklet.typeset.tags.structure import Node

REPAIRS = (
    merge_text,
    mend_figures,  # pictures that say nothing become artifacts, as do leaders
    mend_links,  # one link, one annotation for each line
    mend_tables,  # before pieces are joined: header cells are repeated on every page
    place_notes,
    prune,  # boxes that only draw
    join_pieces,  # what was broken over lines and pages is one again
    mark_languages,
    assign_roles,
    mend_lists,
    mend_contents,
    make_paragraphs,
    prune,  # what the other repairs have emptied
)


def repair(document: Node, context: RepairContext) -> None:
    """Make all repairs."""
    for mend in REPAIRS:
        mend(document, context)
