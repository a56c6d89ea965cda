"""The repairs of a structure tree in their order, each a function that changes one thing."""

from __future__ import annotations

from typing import TYPE_CHECKING

from booklet.weasy.tags.figures import repair_figures
from booklet.weasy.tags.links import repair_links
from booklet.weasy.tags.lists import repair_contents, repair_lists
from booklet.weasy.tags.notes import place_notes
from booklet.weasy.tags.paragraphs import (
    make_paragraphs,
    merge_split_elements,
    merge_text,
    prune,
)
from booklet.weasy.tags.roles import assign_roles, mark_languages
from booklet.weasy.tags.tables import repair_tables

if TYPE_CHECKING:
    from booklet.weasy.tags.context import RepairContext
    from booklet.weasy.tags.structure import Node

REPAIRS = (
    merge_text,
    repair_figures,  # pictures that say nothing become artifacts, as do leaders
    repair_links,  # one link, one annotation for each line
    repair_tables,  # before pieces are joined: header cells are repeated on every page
    place_notes,
    prune,  # boxes that only draw a rule or a frame
    merge_split_elements,  # what was broken over lines and pages is one again
    mark_languages,
    assign_roles,
    repair_lists,
    repair_contents,
    make_paragraphs,
    prune,  # what the other repairs have emptied
)


def repair(document: Node, context: RepairContext) -> None:
    """Make all repairs."""
    for each in REPAIRS:
        each(document, context)
