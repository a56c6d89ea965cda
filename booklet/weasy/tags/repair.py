"""The repairs, in the order they are made. Each is a function that mends one thing in the tree."""

from __future__ import annotations

from typing import TYPE_CHECKING

from booklet.weasy.tags.figures import repair_figures
from booklet.weasy.tags.links import repair_links
from booklet.weasy.tags.lists import repair_lists
from booklet.weasy.tags.notes import place_notes
from booklet.weasy.tags.paragraphs import make_paragraphs, merge_text, prune
from booklet.weasy.tags.pieces import join_pieces
from booklet.weasy.tags.roles import assign_roles, mark_languages
from booklet.weasy.tags.tables import repair_tables
from booklet.weasy.tags.toc import repair_contents

if TYPE_CHECKING:
    from booklet.weasy.tags.context import RepairContext
    from booklet.weasy.tags.structure import Node

REPAIRS = (
    merge_text,
    repair_figures,  # pictures that say nothing become artifacts, as do leaders
    repair_links,  # one link, one annotation for each line
    repair_tables,  # before pieces are joined: header cells are repeated on every page
    place_notes,
    prune,  # boxes that only draw
    join_pieces,  # what was broken over lines and pages is one again
    mark_languages,
    assign_roles,
    repair_lists,
    repair_contents,
    make_paragraphs,
    prune,  # what the other repairs have emptied
)


def repair(document: Node, context: RepairContext) -> None:
    """Make all repairs."""
    for mend in REPAIRS:
        mend(document, context)
